/* SPDX-License-Identifier: MIT
 *
 * office-properties.h - what an OOXML package says of itself: who wrote it, for
 * whom, how it is labelled.
 */
#ifndef EXTRACT_OFFICE_PROPERTIES_H
#define EXTRACT_OFFICE_PROPERTIES_H

#include "extract/document.h"
#include "extract/package.h"

/* Reads, of any OOXML package (ECMA-376-1 15.2.12, ECMA-376-2 11):
 *  docProps/core.xml and app.xml: "document properties", lines "creator: NAME";
 *  docProps/custom.xml: "custom properties", and the names of sensitivity
 *    labels (MSIP_Label_*_Name, [MS-OFFCRYPTO] 2.6) "sensitivity label";
 *  docMetadata/LabelInfo.xml ([MS-OFFCRYPTO] 2.6.4): the same;
 *  customXml/item*.xml, and whatever XML below word/ and ppt/ is not marked
 *    used, which is why this is called last: "embedded data", hidden.
 * The first three are ZONE_METADATA. Dates, counts and version numbers are left
 * out. The parts are marked used, as are those of the package that have nothing
 * to say: [Content_Types].xml, relations, itemProps. Returns 0, or -1 when
 * memory is out. */
int office_properties_read(
    const struct document *d, struct package *p, struct texts *out);

#endif
