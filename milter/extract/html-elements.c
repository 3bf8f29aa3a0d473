/* SPDX-License-Identifier: MIT
 *
 * html-elements.c - which elements of HTML are lines, cells, quotations.
 */
#include <string.h>

#include "extract/html-parts.h"

/* Sorted by first letter: element_kind goes by it. */
static const struct element {
	const char *name;
	enum html_kind kind;
} elements[] = {
    {"address", KIND_BLOCK},
    {"article", KIND_BLOCK},
    {"aside", KIND_BLOCK},
    {"blockquote", KIND_QUOTE},
    {"br", KIND_BREAK},
    {"body", KIND_BLOCK},
    {"caption", KIND_BLOCK},
    {"center", KIND_BLOCK},
    {"div", KIND_BLOCK},
    {"dd", KIND_BLOCK},
    {"dt", KIND_BLOCK},
    {"dl", KIND_BLOCK},
    {"dir", KIND_BLOCK},
    {"fieldset", KIND_BLOCK},
    {"footer", KIND_BLOCK},
    {"form", KIND_BLOCK},
    {"figure", KIND_BLOCK},
    {"h1", KIND_APART},
    {"h2", KIND_APART},
    {"h3", KIND_APART},
    {"h4", KIND_APART},
    {"h5", KIND_APART},
    {"h6", KIND_APART},
    {"hr", KIND_BLOCK},
    {"header", KIND_BLOCK},
    {"html", KIND_BLOCK},
    {"li", KIND_BLOCK},
    {"legend", KIND_BLOCK},
    {"main", KIND_BLOCK},
    {"menu", KIND_BLOCK},
    {"nav", KIND_BLOCK},
    {"ol", KIND_BLOCK},
    {"option", KIND_BLOCK},
    {"p", KIND_APART},
    {"pre", KIND_PRE},
    {"script", KIND_DROP},
    {"style", KIND_DROP},
    {"section", KIND_BLOCK},
    {"table", KIND_BLOCK},
    {"tr", KIND_ROW},
    {"td", KIND_CELL},
    {"th", KIND_CELL},
    {"textarea", KIND_PRE},
    {"title", KIND_TITLE},
    {"tbody", KIND_BLOCK},
    {"ul", KIND_BLOCK},
};
#define ELEMENTS (sizeof elements / sizeof elements[0])

static unsigned char first_of[128]; /* of elements, by letter; +1 */

void
html_elements_init(void)
{
	for (size_t i = ELEMENTS; i-- > 0;)
		first_of[(unsigned char)elements[i].name[0]] =
		    (unsigned char)(i + 1);
}

enum html_kind
html_element_kind(const char *name)
{
	unsigned char c = (unsigned char)name[0];
	size_t i = c < 128 ? first_of[c] : 0;

	if (i == 0)
		return KIND_INLINE;
	for (i--; i < ELEMENTS && elements[i].name[0] == (char)c; i++)
		if (strcmp(elements[i].name, name) == 0)
			return elements[i].kind;
	return KIND_INLINE;
}
