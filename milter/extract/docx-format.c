/* SPDX-License-Identifier: MIT
 *
 * docx-format.c - can a run of WordprocessingML be seen?
 *
 * BUGS: theme colours without a value of their own are known only where they
 * are a background's or a text's; the effects of w14 (glow, gradients) are not
 * looked at.
 */
#include "extract/docx-format.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static long
text_colour(const struct xml_attributes *a)
{
	long c = office_look_colour(a, "val");

	if (c != COLOUR_AUTO)
		return c;
	if (xml_attribute_is(a, "themeColor", "background1") ||
	    xml_attribute_is(a, "themeColor", "light1"))
		return COLOUR_WHITE;
	if (xml_attribute(a, "themeColor", (char[8]){0}, 8) != NULL &&
	    !xml_attribute_is(a, "themeColor", "text1") &&
	    !xml_attribute_is(a, "themeColor", "dark1"))
		return COLOUR_UNKNOWN;
	return COLOUR_AUTO;
}

/* ECMA-376-1, 17.18.40. */
static long
highlight_of(const struct xml_attributes *a)
{
	static const struct {
		const char *name;
		long colour;
	} names[] = {
	    {"black", 0x000000},
	    {"blue", 0x0000ff},
	    {"cyan", 0x00ffff},
	    {"darkBlue", 0x000080},
	    {"darkCyan", 0x008080},
	    {"darkGray", 0x808080},
	    {"darkGreen", 0x008000},
	    {"darkMagenta", 0x800080},
	    {"darkRed", 0x800000},
	    {"darkYellow", 0x808000},
	    {"green", 0x00ff00},
	    {"lightGray", 0xc0c0c0},
	    {"magenta", 0xff00ff},
	    {"red", 0xff0000},
	    {"white", 0xffffff},
	    {"yellow", 0xffff00},
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (xml_attribute_is(a, "val", names[i].name))
			return names[i].colour;
	return COLOUR_AUTO;
}

long
docx_format_shade(const struct xml_attributes *a)
{
	long fill = office_look_colour(a, "fill");
	long over = office_look_colour(a, "color"), percent;
	char val[24];

	if (xml_attribute(a, "val", val, sizeof val) == NULL ||
	    strcmp(val, "clear") == 0)
		return fill;
	if (strcmp(val, "nil") == 0)
		return COLOUR_AUTO;
	if (over < 0)
		over = 0;
	if (strcmp(val, "solid") == 0)
		return over;
	percent = strncmp(val, "pct", 3) == 0 ? strtol(val + 3, NULL, 10) : 0;
	if (percent <= 0 || percent > 100)
		return COLOUR_UNKNOWN;
	return office_look_mixed(over, fill < 0 ? COLOUR_WHITE : fill, percent);
}

void
docx_format_read(
    struct office_look *f, const char *name, const struct xml_attributes *a)
{
	if (strcmp(name, "vanish") == 0)
		f->vanish = xml_attribute_on(a, "val");
	else if (strcmp(name, "sz") == 0)
		f->size = xml_attribute_number(a, "val", COLOUR_UNSET);
	else if (strcmp(name, "color") == 0)
		f->colour = text_colour(a);
	else if (strcmp(name, "highlight") == 0)
		f->highlight = highlight_of(a);
	else if (strcmp(name, "shd") == 0)
		f->shade = docx_format_shade(a);
}
