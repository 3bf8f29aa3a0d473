/* SPDX-License-Identifier: MIT
 *
 * odt.c - OpenDocument text.
 */
#include "extract/odt.h"

#include "extract/odf-story.h"

int
odt_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	(void)depth;
	return odf_story_document(d, p, false, out);
}
