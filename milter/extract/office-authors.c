/* SPDX-License-Identifier: MIT
 *
 * office-authors.c - who changed or commented on an office document.
 */
#include "extract/office-authors.h"

#include <stdio.h>
#include <string.h>

#define AUTHORS_MAX 200
#define NAME_MAX_BYTES 200

void
office_authors_add(struct office_authors *a,
    const struct xml_attributes *attributes, const char *attribute)
{
	char name[NAME_MAX_BYTES], line[NAME_MAX_BYTES + 16];

	if (a->n >= AUTHORS_MAX ||
	    xml_attribute(attributes, attribute, name, sizeof name) == NULL ||
	    name[0] == '\0')
		return;
	for (char *p = name; (p = strpbrk(p, "\r\n\t")) != NULL;)
		*p = ' ';
	snprintf(line, sizeof line, "author: %s\n", name);
	if (strstr(buf_str(&a->lines), line) != NULL)
		return;
	buf_adds(&a->lines, line);
	a->n++;
}

int
office_authors_put(
    struct office_authors *a, const struct document *d, struct texts *out)
{
	if (buf_failed(&a->lines))
		out->failed = true;
	else
		document_add(d, ZONE_METADATA, "document properties",
		    buf_str(&a->lines), a->lines.len, out);
	buf_free(&a->lines);
	return out->failed ? -1 : 0;
}
