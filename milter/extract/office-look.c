/* SPDX-License-Identifier: MIT
 *
 * office-look.c - can a run of words in a document be seen?
 */
#include "extract/office-look.h"

#include <stdbool.h>
#include <stdlib.h>

/* Half a point to one point high: a hair line, not text. */
#define SIZE_SEEN 2
/* Two colours nearer than this in each channel cannot be told apart. */
#define NEAR 0x12
/* Black enough to cover, and text dark enough to be covered by it. */
#define BLACK 0x24
#define DARK 0x44

struct office_look
office_look_none(void)
{
	return (struct office_look){COLOUR_UNSET, COLOUR_UNSET, COLOUR_UNSET,
	    COLOUR_UNSET, COLOUR_UNSET};
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
	return end == s + 6 && *end == '\0' && n >= 0 ? n : COLOUR_AUTO;
}

long
office_look_colour(const struct xml_attributes *a, const char *name)
{
	char value[16];

	if (xml_attribute(a, name, value, sizeof value) == NULL)
		return COLOUR_AUTO;
	return colour_of(value);
}

static long
channel(long colour, int shift)
{
	return colour >> shift & 0xff;
}

long
office_look_mixed(long over, long under, long percent)
{
	long c = 0;

	for (int shift = 0; shift <= 16; shift += 8)
		c |= (channel(over, shift) * percent +
			 channel(under, shift) * (100 - percent)) /
			 100
		     << shift;
	return c;
}

static void
over_one(long *base, long over)
{
	if (over != COLOUR_UNSET)
		*base = over;
}

void
office_look_over(struct office_look *f, const struct office_look *over)
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

enum office_seen
office_look_seen(const struct office_look *run, long behind)
{
	long colour = run->colour;

	if (run->vanish == 1 || (run->size >= 0 && run->size <= SIZE_SEEN))
		return OFFICE_HIDDEN;
	if (run->shade != COLOUR_UNSET && run->shade != COLOUR_AUTO)
		behind = run->shade;
	if (run->highlight >= 0) {
		behind = run->highlight;
		if (colour < 0 && colour != COLOUR_UNKNOWN)
			colour = 0;
	}
	if (behind == COLOUR_AUTO)
		behind = COLOUR_WHITE;
	if (colour < 0 || behind < 0)
		return OFFICE_SHOWN;
	if (within(behind, BLACK) && within(colour, DARK))
		return OFFICE_BLACKED;
	return alike(colour, behind) ? OFFICE_HIDDEN : OFFICE_SHOWN;
}
