/* SPDX-License-Identifier: MIT
 *
 * picture-ground.h - how much of a picture is even ground, as paper and screens
 * are and photographs are not.
 */
#ifndef EXTRACT_PICTURE_GROUND_H
#define EXTRACT_PICTURE_GROUND_H

#include <stddef.h>

/* Percent of the pixels whose grey is near the commonest one; -1: it cannot be
 * told (no picture that is read, too large, built without leptonica). */
int picture_ground(const char *data, size_t len);

#endif
