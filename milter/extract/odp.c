/* SPDX-License-Identifier: MIT
 *
 * odp.c - OpenDocument presentations.
 */
#include "extract/odp.h"

#include "extract/odf-story.h"

int
odp_read(const struct document *d, size_t depth, struct package *p,
    struct texts *out)
{
	(void)depth;
	return odf_story_document(d, p, true, out);
}
