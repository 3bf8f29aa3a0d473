/* SPDX-License-Identifier: MIT
 *
 * office-authors.h - the people an office document names as having changed or
 * commented on it, each once.
 */
#ifndef EXTRACT_OFFICE_AUTHORS_H
#define EXTRACT_OFFICE_AUTHORS_H

#include "extract/document.h"
#include "extract/xml.h"

struct office_authors {
	struct buf lines; /* "author: NAME" */
	size_t n;
};

#define OFFICE_AUTHORS_INIT ((struct office_authors){BUF_MAX(64 * 1024), 0})

/* Adds the person an attribute names, if the element has it. Past 200 people
 * the rest are left out: they are names alone. */
void office_authors_add(struct office_authors *a,
    const struct xml_attributes *attributes, const char *attribute);

/* Adds them to the texts as "document properties", and frees them. 0, or -1
 * when memory is out. */
int office_authors_put(
    struct office_authors *a, const struct document *d, struct texts *out);

#endif
