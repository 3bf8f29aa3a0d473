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

/* Half a point to one point high: a hair line, not text. */
#define SIZE_SEEN 2
/* Two colours nearer than this in each channel cannot be told apart. */
#define NEAR 0x12
/* Black enough to cover, and text dark enough to be covered by it. */
#define BLACK 0x24
#define DARK 0x44

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct docx_format
docx_format_none(void)
{
	return (struct docx_format){
	    DOCX_UNSET, DOCX_UNSET, DOCX_UNSET, DOCX_UNSET, DOCX_UNSET};
}

/* "1F497D", "#1f497d" or "auto". */
static long
colour_of(const char *s)
{
	char *end;
	long n;

	if (*s == '#')
		s++;
	n = strtol(s, &end, 16);
	return end == s + 6 && *end == '\0' && n >= 0 ? n : DOCX_AUTO;
}

long
docx_format_colour(const struct xml_attributes *a, const char *name)
{
	char value[16];

	if (xml_attribute(a, name, value, sizeof value) == NULL)
		return DOCX_AUTO;
	return colour_of(value);
}

static long
text_colour(const struct xml_attributes *a)
{
	long c = docx_format_colour(a, "val");

	if (c != DOCX_AUTO)
		return c;
	if (xml_attribute_is(a, "themeColor", "background1") ||
	    xml_attribute_is(a, "themeColor", "light1"))
		return DOCX_WHITE;
	if (xml_attribute(a, "themeColor", (char[8]){0}, 8) != NULL &&
	    !xml_attribute_is(a, "themeColor", "text1") &&
	    !xml_attribute_is(a, "themeColor", "dark1"))
		return DOCX_UNKNOWN;
	return DOCX_AUTO;
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
	return DOCX_AUTO;
}

static long
channel(long colour, int shift)
{
	return colour >> shift & 0xff;
}

/* `percent` of one colour over another. */
static long
mixed(long over, long under, long percent)
{
	long c = 0;

	for (int shift = 0; shift <= 16; shift += 8)
		c |= (channel(over, shift) * percent +
			 channel(under, shift) * (100 - percent)) /
			 100
		     << shift;
	return c;
}

long
docx_format_shade(const struct xml_attributes *a)
{
	long fill = docx_format_colour(a, "fill");
	long over = docx_format_colour(a, "color"), percent;
	char val[24];

	if (xml_attribute(a, "val", val, sizeof val) == NULL ||
	    strcmp(val, "clear") == 0)
		return fill;
	if (strcmp(val, "nil") == 0)
		return DOCX_AUTO;
	if (over < 0)
		over = 0;
	if (strcmp(val, "solid") == 0)
		return over;
	percent = strncmp(val, "pct", 3) == 0 ? strtol(val + 3, NULL, 10) : 0;
	if (percent <= 0 || percent > 100)
		return DOCX_UNKNOWN;
	return mixed(over, fill < 0 ? DOCX_WHITE : fill, percent);
}

void
docx_format_read(
    struct docx_format *f, const char *name, const struct xml_attributes *a)
{
	if (strcmp(name, "vanish") == 0)
		f->vanish = xml_attribute_on(a, "val");
	else if (strcmp(name, "sz") == 0)
		f->size = xml_attribute_number(a, "val", DOCX_UNSET);
	else if (strcmp(name, "color") == 0)
		f->colour = text_colour(a);
	else if (strcmp(name, "highlight") == 0)
		f->highlight = highlight_of(a);
	else if (strcmp(name, "shd") == 0)
		f->shade = docx_format_shade(a);
}

static void
over_one(long *base, long over)
{
	if (over != DOCX_UNSET)
		*base = over;
}

void
docx_format_over(struct docx_format *f, const struct docx_format *over)
{
	over_one(&f->vanish, over->vanish);
	over_one(&f->size, over->size);
	over_one(&f->colour, over->colour);
	over_one(&f->highlight, over->highlight);
	over_one(&f->shade, over->shade);
}

static bool
within(long colour, long most)
{
	return channel(colour, 0) <= most && channel(colour, 8) <= most &&
	       channel(colour, 16) <= most;
}

static bool
alike(long a, long b)
{
	for (int shift = 0; shift <= 16; shift += 8)
		if (labs(channel(a, shift) - channel(b, shift)) > NEAR)
			return false;
	return true;
}

enum docx_seen
docx_format_seen(const struct docx_format *run, long behind)
{
	long colour = run->colour;

	if (run->vanish == 1 || (run->size >= 0 && run->size <= SIZE_SEEN))
		return DOCX_HIDDEN;
	if (run->shade != DOCX_UNSET && run->shade != DOCX_AUTO)
		behind = run->shade;
	if (run->highlight >= 0) {
		behind = run->highlight;
		if (colour < 0 && colour != DOCX_UNKNOWN)
			colour = 0;
	}
	if (behind == DOCX_AUTO)
		behind = DOCX_WHITE;
	if (colour < 0 || behind < 0)
		return DOCX_SHOWN;
	if (within(behind, BLACK) && within(colour, DARK))
		return DOCX_BLACKED;
	return alike(colour, behind) ? DOCX_HIDDEN : DOCX_SHOWN;
}
