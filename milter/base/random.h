/* SPDX-License-Identifier: MIT
 *
 * random.h - readies libsodium.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* Once, first thing in main; exits when there is no randomness to be had. */
void random_init(void);

/* Fills p with len unpredictable bytes. */
void random_bytes(void *p, size_t len);

#endif
