/* SPDX-License-Identifier: MIT
 *
 * sheet-format.c - a number format's code, cut into its signs.
 */
#include "extract/sheet-format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/sheet-number.h"

/* A code is at most so long in a spreadsheet program; the rest is not read. */
#define CODE_MAX 512

static const struct {
	unsigned first, last;
	const char *code;
} builtin[] = {
    {1, 1, "0"},
    {2, 2, "0.00"},
    {3, 3, "#,##0"},
    {4, 4, "#,##0.00"},
    {5, 6, "\xc2\xa3#,##0;-\xc2\xa3#,##0"},
    {7, 8, "\xc2\xa3#,##0.00;-\xc2\xa3#,##0.00"},
    {9, 9, "0%"},
    {10, 10, "0.00%"},
    {11, 11, "0.00E+00"},
    {12, 12, "# ?/?"},
    {13, 13, "# \?\?/??"},
    {14, 14, "dd/mm/yyyy"},
    {15, 15, "d-mmm-yy"},
    {16, 16, "d-mmm"},
    {17, 17, "mmm-yy"},
    {18, 18, "h:mm"},
    {19, 19, "h:mm:ss"},
    {20, 20, "h:mm"},
    {21, 21, "h:mm:ss"},
    {22, 22, "dd/mm/yyyy hh:mm"},
    {27, 31, "dd/mm/yyyy"},
    {32, 35, "h:mm:ss"},
    {36, 36, "dd/mm/yyyy"},
    {37, 38, "#,##0;-#,##0"},
    {39, 40, "#,##0.00;-#,##0.00"},
    {41, 41, "#,##0"},
    {42, 42, "\xc2\xa3#,##0"},
    {43, 43, "#,##0.00"},
    {44, 44, "\xc2\xa3#,##0.00"},
    {45, 45, "mm:ss"},
    {46, 46, "[h]:mm:ss"},
    {47, 47, "mm:ss.0"},
    {48, 48, "##0.0E+0"},
    {49, 49, "@"},
    {50, 58, "dd/mm/yyyy"},
};

const char *
sheet_format_builtin(unsigned id)
{
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		if (id >= builtin[i].first && id <= builtin[i].last)
			return builtin[i].code;
	return "General";
}

static bool
take(struct sheet_code *c, struct sheet_token *t, enum sheet_token_kind kind,
    size_t len)
{
	if (len > (size_t)(c->end - c->at))
		len = (size_t)(c->end - c->at);
	*t = (struct sheet_token){kind, c->at, len};
	c->at += len;
	return true;
}

/* "[h]", "[Red]", "[$£-809]", "[>=100]". */
static bool
take_bracket(struct sheet_code *c, struct sheet_token *t)
{
	const char *in = c->at + 1;
	const char *close = memchr(in, ']', (size_t)(c->end - in));
	size_t len;

	if (close == NULL)
		return take(c, t, SHEET_TOKEN_NONE, 1);
	c->at = close + 1;
	len = (size_t)(close - in);
	*t = (struct sheet_token){SHEET_TOKEN_NONE, in, len};
	if (len > 0 && len == strspn(in, "hH"))
		t->kind = SHEET_TOKEN_ELAPSED;
	else if (len > 0 && len == strspn(in, "mM"))
		t->kind = SHEET_TOKEN_ELAPSED;
	else if (len > 0 && len == strspn(in, "sS"))
		t->kind = SHEET_TOKEN_ELAPSED;
	else if (len > 1 && *in == '$') {
		const char *dash = memchr(in, '-', len);

		t->kind = SHEET_TOKEN_WORDS;
		t->text = in + 1;
		t->len = (size_t)((dash != NULL ? dash : close) - t->text);
	}
	return true;
}

static bool
take_quoted(struct sheet_code *c, struct sheet_token *t)
{
	const char *in = c->at + 1;
	const char *close = memchr(in, '"', (size_t)(c->end - in));

	if (close == NULL)
		close = c->end;
	*t = (struct sheet_token){SHEET_TOKEN_WORDS, in, (size_t)(close - in)};
	c->at = close < c->end ? close + 1 : close;
	return true;
}

/* How long the character at p is. */
static size_t
character(const char *p, const char *end)
{
	size_t n = 1;

	while (p + n < end && ((unsigned char)p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static bool
begins(const struct sheet_code *c, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(c->end - c->at) >= len &&
	       strncasecmp(c->at, word, len) == 0;
}

static bool
take_letters(struct sheet_code *c, struct sheet_token *t)
{
	char letter = (char)(*c->at | 0x20);
	size_t n = 1;

	if (begins(c, "General"))
		return take(c, t, SHEET_TOKEN_GENERAL, 7);
	if (begins(c, "AM/PM"))
		return take(c, t, SHEET_TOKEN_NONE, 5);
	if (begins(c, "A/P"))
		return take(c, t, SHEET_TOKEN_NONE, 3);
	if (begins(c, "E+") || begins(c, "E-"))
		return take(c, t, SHEET_TOKEN_EXPONENT, 2);
	if (letter == 'e' || letter == 'b' || letter == 'g')
		/* Years and eras of other calendars. */
		return take(c, t,
		    letter == 'e' ? SHEET_TOKEN_DATE : SHEET_TOKEN_NONE, 1);
	if (strchr("dmyhs", letter) == NULL)
		return take(c, t, SHEET_TOKEN_WORDS, 1);
	while (c->at + n < c->end && (c->at[n] | 0x20) == letter)
		n++;
	return take(c, t, SHEET_TOKEN_DATE, n);
}

static bool
take_escaped(struct sheet_code *c, struct sheet_token *t)
{
	char by = *c->at++;

	if (c->at >= c->end)
		return take(c, t, SHEET_TOKEN_NONE, 0);
	return take(c, t, by == '\\' ? SHEET_TOKEN_WORDS : SHEET_TOKEN_NONE,
	    character(c->at, c->end));
}

bool
sheet_token_next(struct sheet_code *c, struct sheet_token *t)
{
	static const struct {
		char sign;
		enum sheet_token_kind kind;
	} signs[] = {
	    {'0', SHEET_TOKEN_DIGIT},
	    {'#', SHEET_TOKEN_DIGIT},
	    {'?', SHEET_TOKEN_DIGIT},
	    {'.', SHEET_TOKEN_POINT},
	    {',', SHEET_TOKEN_COMMA},
	    {'%', SHEET_TOKEN_PERCENT},
	    {'/', SHEET_TOKEN_SLASH},
	    {'@', SHEET_TOKEN_TEXT},
	};

	if (c->at >= c->end)
		return false;
	if (*c->at == '[')
		return take_bracket(c, t);
	if (*c->at == '"')
		return take_quoted(c, t);
	if (strchr("\\_*", *c->at) != NULL)
		return take_escaped(c, t);
	if ((*c->at | 0x20) >= 'a' && (*c->at | 0x20) <= 'z')
		return take_letters(c, t);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (signs[i].sign == *c->at)
			return take(c, t, signs[i].kind, 1);
	return take(c, t, SHEET_TOKEN_WORDS, character(c->at, c->end));
}

/* Cuts the code into its sections; returns how many there are. */
static size_t
split(const char *code, struct sheet_code v[4])
{
	const char *end = code + strnlen(code, CODE_MAX);
	struct sheet_code rest = {code, end};
	struct sheet_token t;
	size_t n = 1;

	v[0] = rest;
	while (rest.at < end) {
		if (*rest.at != ';') {
			sheet_token_next(&rest, &t);
			continue;
		}
		v[n - 1].end = rest.at++;
		if (n == 4)
			break;
		v[n++] = (struct sheet_code){rest.at, end};
	}
	return n;
}

/* Is the section for the value by a condition of its own ("[<=100]")? -1: it
 * has none. */
static int
condition(struct sheet_code c, double value)
{
	struct sheet_token t;
	char number[32];
	double than;
	size_t n;

	while (sheet_token_next(&c, &t)) {
		if (t.kind != SHEET_TOKEN_NONE || t.len < 2 ||
		    strchr("<>=", *t.text) == NULL)
			continue;
		n = strspn(t.text, "<>=");
		if (n >= t.len || t.len - n >= sizeof number)
			continue;
		memcpy(number, t.text + n, t.len - n);
		number[t.len - n] = '\0';
		than = strtod(number, NULL);
		if (n == 2 && t.text[0] == '<' && t.text[1] == '>')
			return value < than || value > than;
		return (memchr(t.text, '<', n) != NULL && value < than) ||
		       (memchr(t.text, '>', n) != NULL && value > than) ||
		       (memchr(t.text, '=', n) != NULL && !(value < than) &&
			   !(value > than));
	}
	return -1;
}

struct sheet_code
sheet_section_for(const char *code, double value, bool *ret_sign)
{
	struct sheet_code v[4];
	size_t n = split(code, v), i = 0;
	int first = condition(v[0], value);

	*ret_sign = value < 0;
	if (n == 1)
		return v[0];
	if (first >= 0) {
		while (i + 1 < n && i < 2 && condition(v[i], value) == 0)
			i++;
		return v[i];
	}
	if (value < 0) {
		*ret_sign = false;
		return v[1];
	}
	if (n > 2 && !(value > 0))
		return v[2];
	return v[0];
}

bool
sheet_format_blank(const char *code)
{
	struct sheet_code v[4];
	size_t n = split(code, v);

	for (size_t i = 0; i < n; i++)
		if (v[i].at < v[i].end)
			return false;
	return n >= 3;
}
