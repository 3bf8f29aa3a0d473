/* SPDX-License-Identifier: MIT
 *
 * style.c - as much of CSS as tells whether text can be seen.
 *
 * BUGS: only style attributes and the old colour attributes are read, not
 * style sheets; a background image leaves the paper's colour unknown, and ink
 * on unknown paper counts as seen.
 */
#include "extract/style.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct colour {
	const char *name;
	uint32_t value;
} colours[] = {
    {"white", 0xffffff},
    {"black", 0x000000},
    {"transparent", STYLE_CLEAR},
    {"snow", 0xfffafa},
    {"ivory", 0xfffff0},
    {"floralwhite", 0xfffaf0},
    {"ghostwhite", 0xf8f8ff},
    {"whitesmoke", 0xf5f5f5},
    {"mintcream", 0xf5fffa},
    {"azure", 0xf0ffff},
    {"window", 0xffffff},
    {"windowtext", 0x000000},
    {"red", 0xff0000},
    {"green", 0x008000},
    {"blue", 0x0000ff},
    {"navy", 0x000080},
    {"yellow", 0xffff00},
    {"gray", 0x808080},
    {"grey", 0x808080},
    {"silver", 0xc0c0c0},
    {"lightgray", 0xd3d3d3},
    {"lightgrey", 0xd3d3d3},
};

/* A value or name in a style: borrowed, trimmed, not terminated. */
struct slice {
	const char *s;
	size_t len;
};

static bool
is(struct slice v, const char *word)
{
	return v.len == strlen(word) && strncasecmp(v.s, word, v.len) == 0;
}

static bool
begins(struct slice v, const char *word)
{
	size_t n = strlen(word);

	return v.len >= n && strncasecmp(v.s, word, n) == 0;
}

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

/* "abc" or "aabbcc"; anything else is unknown. */
static uint32_t
hex_colour(struct slice v)
{
	uint32_t value = 0;

	if (v.len != 3 && v.len != 6)
		return STYLE_UNKNOWN;
	for (size_t i = 0; i < v.len; i++) {
		if (hex(v.s[i]) < 0)
			return STYLE_UNKNOWN;
		value = value << 4 | (uint32_t)hex(v.s[i]);
		if (v.len == 3)
			value = value << 4 | (uint32_t)hex(v.s[i]);
	}
	return value;
}

/* The next number in v at *at, skipping what is none; -1 when there is none.
 * Bounded copies, since v is not terminated. */
static double
number(struct slice v, size_t *at)
{
	char digits[24];
	size_t n = 0;

	while (*at < v.len && strchr("0123456789.", v.s[*at]) == NULL)
		++*at;
	while (*at < v.len && n < sizeof digits - 1 &&
	       strchr("0123456789.", v.s[*at]) != NULL)
		digits[n++] = v.s[(*at)++];
	digits[n] = '\0';
	return n > 0 ? strtod(digits, NULL) : -1;
}

static uint32_t
rgb_colour(struct slice v)
{
	uint32_t value = 0;
	size_t at = 0;

	for (int i = 0; i < 3; i++) {
		double d = number(v, &at);

		if (d < 0)
			return STYLE_UNKNOWN;
		if (at < v.len && v.s[at] == '%')
			d = d * 255 / 100;
		value = value << 8 | (uint32_t)(d > 255 ? 255 : d);
	}
	if (number(v, &at) == 0)
		return STYLE_CLEAR;
	return value;
}

static uint32_t
colour_of(struct slice v)
{
	if (v.len > 0 && v.s[0] == '#')
		return hex_colour((struct slice){v.s + 1, v.len - 1});
	if (begins(v, "rgb"))
		return rgb_colour(v);
	for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++)
		if (is(v, colours[i].name))
			return colours[i].value;
	/* Old attributes say it without '#'. */
	return hex_colour(v);
}

static void
set_paper(struct style *s, struct slice v)
{
	uint32_t c = colour_of(v);

	if (c != STYLE_CLEAR && !is(v, "inherit") && !is(v, "none"))
		s->paper = c;
}

static void
set_ink(struct style *s, struct slice v)
{
	if (!is(v, "inherit"))
		s->ink = colour_of(v);
}

/* "background" may begin with a colour, or name one after an image. */
static void
set_background(struct style *s, struct slice v)
{
	struct slice word = v;

	for (size_t i = 0; i + 3 < v.len; i++)
		if (strncasecmp(v.s + i, "url(", 4) == 0) {
			s->paper = STYLE_UNKNOWN;
			return;
		}
	if (!begins(v, "rgb"))
		for (word.len = 0; word.len < v.len; word.len++)
			if (v.s[word.len] == ' ')
				break;
	set_paper(s, word);
}

static void
set_display(struct style *s, struct slice v)
{
	static const char *const lines[] = {
	    "block", "flex", "grid", "table", "list-item", "flow-root"};

	s->gone |= begins(v, "none");
	if (begins(v, "inline") && !begins(v, "inline-"))
		s->flow = STYLE_INLINE;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (begins(v, lines[i]))
			s->flow = STYLE_LINE;
}

static void
set_visibility(struct style *s, struct slice v)
{
	if (begins(v, "hidden") || begins(v, "collapse"))
		s->invisible = true;
	else if (begins(v, "visible"))
		s->invisible = false;
}

/* Below about a pixel nobody reads; an em or a per cent of nothing is nothing
 * too, but of what it inherits we do not know. */
static void
set_size(struct style *s, struct slice v)
{
	size_t at = 0;
	double n = number(v, &at);
	struct slice unit = {v.s + at, v.len - at};

	if (n < 0) {
		if (!begins(v, "inherit"))
			s->tiny = false;
		return;
	}
	if (begins(unit, "em") || begins(unit, "rem") || begins(unit, "%"))
		s->tiny = n == 0 || (s->tiny && !begins(unit, "rem"));
	else
		s->tiny = n <= 1;
}

static void
set_mso(struct style *s, struct slice v)
{
	s->gone |= begins(v, "all");
}

static void
set_opacity(struct style *s, struct slice v)
{
	size_t at = 0;
	double n = number(v, &at);

	s->gone |= n >= 0 && n < 0.05;
}

/* A box of no height hides its text if it also cuts what overflows. Seen apart
 * from overflow it is the usual way to hide a mail's preview line. */
static void
set_max_height(struct style *s, struct slice v)
{
	size_t at = 0;

	s->gone |= number(v, &at) == 0 && v.s[0] == '0';
}

static const struct property {
	const char *name;
	void (*set)(struct style *, struct slice);
} properties[] = {
    {"color", set_ink},
    {"background-color", set_paper},
    {"background", set_background},
    {"font-size", set_size},
    {"display", set_display},
    {"visibility", set_visibility},
    {"mso-hide", set_mso},
    {"opacity", set_opacity},
    {"max-height", set_max_height},
};

static bool
white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct slice
trimmed(const char *start, const char *end)
{
	while (start < end && white(*start))
		start++;
	while (end > start && white(end[-1]))
		end--;
	return (struct slice){start, (size_t)(end - start)};
}

void
style_apply(struct style *s, const char *css)
{
	while (*css != '\0') {
		const char *end = css + strcspn(css, ";");
		const char *colon = memchr(css, ':', (size_t)(end - css));
		struct slice name;

		if (colon != NULL) {
			name = trimmed(css, colon);
			for (size_t i = 0;
			     i < sizeof properties / sizeof properties[0]; i++)
				if (is(name, properties[i].name))
					properties[i].set(
					    s, trimmed(colon + 1, end));
		}
		css = end + (*end == ';');
	}
}

void
style_paper(struct style *s, const char *colour)
{
	set_paper(s, trimmed(colour, colour + strlen(colour)));
}

void
style_ink(struct style *s, const char *colour)
{
	set_ink(s, trimmed(colour, colour + strlen(colour)));
}

struct style
style_start(void)
{
	return (struct style){.ink = 0x000000, .paper = 0xffffff};
}

static bool
near(uint32_t a, uint32_t b)
{
	for (int shift = 0; shift < 24; shift += 8)
		if (abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)) >
		    12)
			return false;
	return true;
}

bool
style_hides(const struct style *s)
{
	if (s->gone || s->invisible || s->tiny || s->ink == STYLE_CLEAR)
		return true;
	return s->ink < 0x1000000 && s->paper < 0x1000000 &&
	       near(s->ink, s->paper);
}
