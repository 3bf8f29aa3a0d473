/* SPDX-License-Identifier: MIT
 *
 * exif.h - what a camera writes into its pictures (CIPA DC-008, TIFF 6.0).
 */
#ifndef EXTRACT_EXIF_H
#define EXTRACT_EXIF_H

#include <stddef.h>

#include "extract/picture.h"

/* Reads the TIFF structure that Exif is, into p. Every offset is checked, no
 * directory is read twice. */
void exif_read(const char *data, size_t len, struct picture *p);

#endif
