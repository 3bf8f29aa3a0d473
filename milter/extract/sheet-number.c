/* SPDX-License-Identifier: MIT
 *
 * sheet-number.c - numbers as a spreadsheet shows them.
 *
 * BUGS: fractions, exponents and numbers shown in thousands are written out
 * in full, for their figures are what is looked for.
 */
#include "extract/sheet-number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/sheet-date.h"
#include "extract/sheet-format.h"

/* Beyond this a double has no figures of its own left. */
#define WHOLE_MAX 1e21
#define DECIMALS_MAX 15

/* What a section makes of a number. */
struct shape {
	unsigned whole, zeros; /* places before the point; of them, filled */
	unsigned decimals;
	bool grouped, percent;
	bool plain; /* written as General: no digits, exponent, fraction */
};

int
sheet_general(double value, struct buf *out)
{
	if (!isfinite(value))
		return buf_adds(out, "#NUM!");
	if (fabs(value) < WHOLE_MAX && value >= floor(value) &&
	    value <= floor(value))
		return buf_addf(out, "%.0f", value);
	return buf_addf(out, "%.15g", value);
}

static struct shape
shape_of(struct sheet_code c)
{
	struct shape s = {.whole = 0};
	struct sheet_token t;
	bool point = false, comma = false;

	while (sheet_token_next(&c, &t)) {
		switch (t.kind) {
		case SHEET_TOKEN_DIGIT:
			s.grouped |= comma && !point;
			s.decimals += point;
			s.whole += !point;
			/* Behind the first 0, all places are filled. */
			s.zeros += !point && (*t.text == '0' || s.zeros > 0);
			break;
		case SHEET_TOKEN_POINT:
			point = true;
			break;
		case SHEET_TOKEN_COMMA:
			comma = s.whole > 0;
			break;
		case SHEET_TOKEN_PERCENT:
			s.percent = true;
			break;
		case SHEET_TOKEN_SLASH:
		case SHEET_TOKEN_EXPONENT:
		case SHEET_TOKEN_GENERAL:
			s.plain = true;
			break;
		default:
			break;
		}
	}
	s.plain |= s.whole + s.decimals == 0;
	if (s.decimals > DECIMALS_MAX)
		s.decimals = DECIMALS_MAX;
	return s;
}

/* The figures of one number on their way into a section's places. */
struct figures {
	char digits[400]; /* "00123.50", no sign */
	size_t whole;     /* of them before the point */
	size_t places;    /* left in the section before the point */
	size_t at;
};

static void
add_digit(struct figures *f, const struct shape *s, struct buf *out)
{
	size_t left = f->whole - f->at;

	buf_addc(out, f->digits[f->at++]);
	if (s->grouped && left > 1 && left % 3 == 1)
		buf_addc(out, ',');
}

/* A place before the point: the first takes what is more than all places. */
static void
fill_place(struct figures *f, const struct shape *s, struct buf *out)
{
	while (f->at < f->whole && f->whole - f->at >= f->places)
		add_digit(f, s, out);
	if (f->places > 0)
		f->places--;
}

/* A double is mostly a little less than the decimals it stands for; a half
 * there goes up. */
static double
half_up(double value, const struct shape *s)
{
	return value < 1e9 && s->decimals <= 6 ? value * (1 + 1e-15) : value;
}

static void
get_figures(double value, const struct shape *s, struct figures *f)
{
	int width = (int)s->zeros + (s->decimals > 0) + (int)s->decimals;

	if (width > 60)
		width = 60;
	snprintf(f->digits, sizeof f->digits, "%0*.*f", width, (int)s->decimals,
	    half_up(value, s));
	f->whole = strcspn(f->digits, ".");
	/* "#" shows no lone zero. */
	if (s->zeros == 0 && f->whole == 1 && f->digits[0] == '0')
		memmove(f->digits, f->digits + 1, strlen(f->digits)),
		    f->whole = 0;
	f->places = s->whole;
	f->at = 0;
}

/* A decimal place; the point comes with the first. */
static void
add_decimal(struct figures *f, struct buf *out)
{
	if (f->digits[f->at] == '.')
		buf_addc(out, f->digits[f->at++]);
	if (f->digits[f->at] != '\0')
		buf_addc(out, f->digits[f->at++]);
}

static void
add_shaped(
    struct sheet_code c, const struct shape *s, double value, struct buf *out)
{
	struct figures f;
	struct sheet_token t;
	bool point = false;

	get_figures(s->percent ? value * 100 : value, s, &f);
	while (sheet_token_next(&c, &t)) {
		if (t.kind == SHEET_TOKEN_DIGIT && point)
			add_decimal(&f, out);
		else if (t.kind == SHEET_TOKEN_DIGIT)
			fill_place(&f, s, out);
		else if (t.kind == SHEET_TOKEN_POINT) {
			point = true;
			while (f.at < f.whole)
				add_digit(&f, s, out);
		} else if (t.kind == SHEET_TOKEN_WORDS ||
			   t.kind == SHEET_TOKEN_PERCENT)
			buf_add(out, t.text, t.len);
	}
}

/* A section without places for digits: its words around the number. */
static void
add_plain(struct sheet_code c, double value, struct buf *out)
{
	struct sheet_token t;
	bool done = false;

	while (sheet_token_next(&c, &t)) {
		if (t.kind == SHEET_TOKEN_WORDS)
			buf_add(out, t.text, t.len);
		else if (!done && (t.kind == SHEET_TOKEN_GENERAL ||
				      t.kind == SHEET_TOKEN_DIGIT ||
				      t.kind == SHEET_TOKEN_TEXT)) {
			sheet_general(value, out);
			done = true;
		}
	}
	if (!done)
		sheet_general(value, out);
}

int
sheet_number(const char *code, double value, bool late, struct buf *out)
{
	bool minus;
	struct sheet_code c = sheet_section_for(code, value, &minus);
	struct shape s;

	if (c.at == c.end || !isfinite(value))
		return sheet_general(value, out);
	if (sheet_date_is(c)) {
		if (sheet_date_format(c, value, late, out))
			return buf_failed(out) ? -1 : 0;
		return sheet_general(value, out);
	}
	s = shape_of(c);
	if (minus)
		buf_addc(out, '-');
	if (s.plain || fabs(value) >= WHOLE_MAX)
		add_plain(c, fabs(value), out);
	else
		add_shaped(c, &s, fabs(value), out);
	return buf_failed(out) ? -1 : 0;
}
