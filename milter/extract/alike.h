/* SPDX-License-Identifier: MIT
 *
 * alike.h - whether two alternatives of one body say the same.
 */
#ifndef EXTRACT_ALIKE_H
#define EXTRACT_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/texts.h"

/* True when the n texts from `first`, put together, have the same letters and
 * digits in the same order as data. White space, punctuation and link targets
 * in angle brackets ("<https://…>"), which differ between the plain and the
 * HTML alternative of every mailer, are passed over. n of 0 is never alike. */
bool alike(const struct texts *t, size_t first, size_t n, const char *data,
    size_t len);

#endif
