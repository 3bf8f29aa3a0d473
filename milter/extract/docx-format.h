/* SPDX-License-Identifier: MIT
 *
 * docx-format.h - what WordprocessingML says of how a run looks (ECMA-376-1,
 * 17.3.2).
 */
#ifndef EXTRACT_DOCX_FORMAT_H
#define EXTRACT_DOCX_FORMAT_H

#include "extract/office-look.h"
#include "extract/xml.h"

/* Takes in one element of run properties; any other is passed over. */
void docx_format_read(
    struct office_look *f, const char *name, const struct xml_attributes *a);

/* The colour that a w:shd element gives what lies behind text. */
long docx_format_shade(const struct xml_attributes *a);

#endif
