/* SPDX-License-Identifier: MIT
 *
 * rtf-look.c - can a run of RTF be seen: its colours, and what is behind it
 * (Rich Text Format Specification 1.9.1, Font (Character) Formatting
 * Properties, Paragraph Shading, Color Table).
 *
 * Writers repeat what a style sets, so that styles need not be known.
 *
 * BUGS: which colour a cell has is not known, only that its row has coloured
 * ones; text in it is shown.  So is all text behind a drawing, up to the next
 * page that is begun by hand.
 */
#include <string.h>

#include "extract/rtf-parts.h"

/* Hundredths of a percent. */
#define ALL 10000

enum change {
	BACKGROUND, /* \cb */
	BLUE,
	CELL_SHADED,
	COLOUR,
	GREEN,
	HEADING,
	HIGHLIGHT,
	IN_TABLE,
	NEW_PAGE,
	NEW_PARAGRAPH,
	NEW_ROW,
	PAPER,
	PARAGRAPH_OVER,
	PARAGRAPH_PERCENT,
	PARAGRAPH_UNDER,
	RED,
	SHAPE,
	SIZE,
	TABLES,
	WORDS_OVER,
	WORDS_PERCENT,
	WORDS_UNDER,
};

static const struct {
	const char *name;
	enum change change;
} changes[] = {
    {"cf", COLOUR},
    {"fs", SIZE},
    {"pard", NEW_PARAGRAPH},
    {"intbl", IN_TABLE},
    {"itap", TABLES},
    {"highlight", HIGHLIGHT},
    {"chcbpat", WORDS_UNDER},
    {"chcfpat", WORDS_OVER},
    {"chshdng", WORDS_PERCENT},
    {"cb", BACKGROUND},
    {"cbpat", PARAGRAPH_UNDER},
    {"cfpat", PARAGRAPH_OVER},
    {"shading", PARAGRAPH_PERCENT},
    {"trowd", NEW_ROW},
    {"clcbpat", CELL_SHADED},
    {"clcbpatraw", CELL_SHADED},
    {"clcfpat", CELL_SHADED},
    {"clcfpatraw", CELL_SHADED},
    {"clshdng", CELL_SHADED},
    {"clshdngraw", CELL_SHADED},
    {"trcbpat", CELL_SHADED},
    {"trcfpat", CELL_SHADED},
    {"trshdng", CELL_SHADED},
    {"red", RED},
    {"green", GREEN},
    {"blue", BLUE},
    {"page", NEW_PAGE},
    {"shpinst", SHAPE},
    {"do", SHAPE},
    {"background", PAPER},
    {"header", HEADING},
    {"headerf", HEADING},
    {"headerl", HEADING},
    {"headerr", HEADING},
    {"footer", HEADING},
    {"footerf", HEADING},
    {"footerl", HEADING},
    {"footerr", HEADING},
};

static const struct rtf_shade no_shade = {0, COLOUR_AUTO, COLOUR_AUTO};

struct rtf_look
rtf_look_none(void)
{
	return (struct rtf_look){.text = office_look_none(),
	    .words = no_shade,
	    .paragraph = no_shade};
}

/* The colour of that number. */
static long
colour_at(const struct rtf_parser *r, long number)
{
	return number >= 0 && (size_t)number < r->ncolours ? r->colours[number]
							   : COLOUR_AUTO;
}

static void
add_channel(struct rtf_parser *r, int shift, long number)
{
	if (r->colour < 0)
		r->colour = 0;
	r->colour &= ~(0xffL << shift);
	r->colour |= (number & 0xff) << shift;
}

static void
change_words(struct rtf_parser *r, enum change change, long number)
{
	struct rtf_look *l = &rtf_top(r)->look;

	switch (change) {
	case COLOUR:
		l->text.colour = colour_at(r, number);
		break;
	case SIZE:
		l->text.size = number > 0 ? number : COLOUR_UNSET;
		break;
	case HIGHLIGHT:
		l->text.highlight = colour_at(r, number);
		break;
	case BACKGROUND:
		l->text.shade = colour_at(r, number);
		break;
	case WORDS_UNDER:
		l->words.under = colour_at(r, number);
		break;
	case WORDS_OVER:
		l->words.over = colour_at(r, number);
		break;
	case WORDS_PERCENT:
		l->words.percent = number;
		break;
	default:
		break;
	}
}

static void
change_behind(struct rtf_parser *r, enum change change, long number)
{
	struct rtf_look *l = &rtf_top(r)->look;

	switch (change) {
	case NEW_PARAGRAPH:
		l->paragraph = no_shade;
		l->table = 0;
		break;
	case PARAGRAPH_UNDER:
		l->paragraph.under = colour_at(r, number);
		break;
	case PARAGRAPH_OVER:
		l->paragraph.over = colour_at(r, number);
		break;
	case PARAGRAPH_PERCENT:
		l->paragraph.percent = number;
		break;
	case IN_TABLE:
		l->table = l->table > 1 ? l->table : 1;
		break;
	case TABLES:
		l->table = number;
		break;
	case NEW_ROW:
		r->row_shaded = false;
		break;
	case CELL_SHADED:
		r->row_shaded |= number != 0;
		break;
	default:
		change_words(r, change, number);
		break;
	}
}

static void
apply(struct rtf_parser *r, enum change change, long number)
{
	struct rtf_look *l = &rtf_top(r)->look;

	switch (change) {
	case RED:
		add_channel(r, 16, number);
		break;
	case GREEN:
		add_channel(r, 8, number);
		break;
	case BLUE:
		add_channel(r, 0, number);
		break;
	case SHAPE:
		l->shape = true;
		r->covered |= !l->heading;
		break;
	case HEADING:
		l->heading = true;
		break;
	case PAPER:
		r->papered = true;
		break;
	case NEW_PAGE:
		r->covered = false;
		break;
	default:
		change_behind(r, change, number);
		break;
	}
}

void
rtf_look_word(struct rtf_parser *r, const char *name, long number)
{
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		if (strcmp(name, changes[i].name) == 0) {
			apply(r, changes[i].change, number);
			return;
		}
}

void
rtf_look_colours(struct rtf_parser *r, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] != ';')
			continue;
		if (r->ncolours < RTF_COLOURS_MAX)
			r->colours[r->ncolours++] = r->colour;
		r->colour = COLOUR_AUTO;
	}
}

static long
shade_of(const struct rtf_shade *s)
{
	long over = s->over >= 0 ? s->over : 0;
	long under = s->under >= 0 ? s->under : COLOUR_WHITE;

	if (s->percent <= 0)
		return s->under;
	return s->percent >= ALL
		   ? over
		   : office_look_mixed(over, under, s->percent * 100 / ALL);
}

static long
behind(const struct rtf_parser *r, const struct rtf_look *l)
{
	const long shade = shade_of(&l->paragraph);

	if (shade >= 0)
		return shade;
	return l->shape || l->table > 1 || (l->table == 1 && r->row_shaded) ||
		       r->covered || r->papered
		   ? COLOUR_UNKNOWN
		   : COLOUR_AUTO;
}

enum office_seen
rtf_look_seen(struct rtf_parser *r)
{
	const struct rtf_look *l = &rtf_top(r)->look;
	struct office_look text = l->text;
	const long shade = shade_of(&l->words);

	if (shade >= 0)
		text.shade = shade;
	return office_look_seen(&text, behind(r, l));
}
