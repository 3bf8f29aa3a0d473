/* SPDX-License-Identifier: MIT
 *
 * folded-cards.c - contacts as a table: a column for each property, a row for
 * each card.
 *
 * BUGS: a card within another (AGENT of vCard 2.1) is a row of its own, and
 * what stands behind it in the outer one another.
 */
#include "extract/folded-parts.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/sheet.h"

/* Names of properties that are told apart; others are "other". */
#define COLUMNS 64
/* A time of change is no longer. */
#define STAMP_BYTES 32
#define NAME_BYTES 200

/* What the columns are called, in this order. */
static const struct known {
	const char *name, *heading;
	/* Parts divided by semicolons: what goes between them, and their
	 * order where it is not that of the file. */
	const char *between, *order;
} known[] = {
    {"FN", "name", NULL, NULL},
    {"N", "full name", " ", "31204"},
    {"NICKNAME", "nickname", NULL, NULL},
    {"BDAY", "date of birth", NULL, NULL},
    {"ADR", "address", ", ", NULL},
    {"LABEL", "address label", NULL, NULL},
    {"TEL", "telephone", NULL, NULL},
    {"EMAIL", "email", NULL, NULL},
    {"ORG", "organisation", ", ", NULL},
    {"TITLE", "job title", NULL, NULL},
    {"ROLE", "role", NULL, NULL},
    {"NOTE", "notes", NULL, NULL},
};

#define KNOWN (sizeof known / sizeof known[0])
#define NAME 0
#define FULL_NAME 1

struct folded_cards {
	struct sheet *sheet;
	uint32_t row; /* the next; 0 is the header */
	struct column {
		char name[FOLDED_NAME];
		struct buf cell;
		bool used;
	} columns[COLUMNS];
	size_t n;
};

struct folded_cards *
folded_cards_new(const struct document *d, struct texts *out)
{
	struct folded_cards *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->sheet = sheet_new(d, "contacts", SHEET_SHOWN, out);
	if (c->sheet == NULL) {
		free(c);
		return NULL;
	}
	sheet_headed(c->sheet);
	c->row = 1;
	for (; c->n < KNOWN; c->n++)
		snprintf(
		    c->columns[c->n].name, FOLDED_NAME, "%s", known[c->n].name);
	for (size_t i = 0; i < COLUMNS; i++)
		c->columns[i].cell = BUF_MAX(out->max_bytes + 64);
	return c;
}

static size_t
column_of(struct folded_cards *c, const char *name)
{
	size_t i = 0;

	while (i < c->n && strcmp(c->columns[i].name, name) != 0)
		i++;
	if (i == c->n && c->n < COLUMNS - 1)
		snprintf(c->columns[c->n++].name, FOLDED_NAME, "%s", name);
	return i;
}

/* Where the part that begins at s ends. */
static const char *
part_end(const char *s, const char *end)
{
	for (; s < end && *s != ';'; s++)
		s += *s == '\\' && s + 1 < end;
	return s;
}

/* The which-th part of a value; nothing behind the last. */
static const char *
part_of(const struct folded_line *line, size_t which, size_t *ret_len)
{
	const char *s = line->value, *end = s + line->len;

	for (*ret_len = 0; which > 0; which--) {
		s = part_end(s, end);
		if (s == end)
			return s;
		s++;
	}
	*ret_len = (size_t)(part_end(s, end) - s);
	return s;
}

/* More than any property has; what comes behind goes in as one. */
#define PARTS 8

static void
add_parts(
    const struct known *k, const struct folded_line *line, struct buf *out)
{
	const size_t start = out->len;

	for (size_t i = 0; i < PARTS; i++) {
		size_t which = i, len;
		const char *s;

		if (k->order != NULL && i < strlen(k->order))
			which = (size_t)(k->order[i] - '0');
		s = part_of(line, which, &len);
		if (which == PARTS - 1 && len > 0)
			len = (size_t)(line->value + line->len - s);
		if (len == 0)
			continue;
		if (out->len > start)
			buf_adds(out, k->between);
		folded_unescape(out, s, len);
	}
}

/* "19600412", which nobody would know for a date. */
static bool
add_day(const struct folded_line *line, struct buf *out)
{
	const char *s = line->value;

	for (size_t i = 0; i < line->len; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	if (line->len != 8)
		return false;
	buf_addf(out, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	return true;
}

static bool
is_dull(const struct folded_line *line)
{
	static const char *const names[] = {"VERSION", "REV", "PRODID"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(line->name, names[i]) == 0)
			return i > 1 || line->len <= STAMP_BYTES;
	return line->len == 0;
}

int
folded_cards_line(struct folded_cards *c, const struct folded_line *line)
{
	size_t i;
	struct buf *cell;

	if (is_dull(line))
		return 0;
	i = column_of(c, line->name);
	cell = &c->columns[i].cell;
	if (cell->len > 0)
		buf_adds(cell, i == FULL_NAME ? " " : ", ");
	if (i < KNOWN && known[i].between != NULL)
		add_parts(&known[i], line, cell);
	else if (strcmp(line->name, "BDAY") != 0 || !add_day(line, cell))
		folded_unescape(cell, line->value, line->len);
	folded_param_words(line, ", ", cell);
	return buf_failed(cell) ? -1 : 0;
}

static bool
has_word(const char *all, const char *word, size_t n)
{
	for (; *all != '\0'; all += strcspn(all, " ")) {
		all += strspn(all, " ");
		if (strcspn(all, " ") == n && memcmp(all, word, n) == 0)
			return true;
	}
	return false;
}

/* Are all words of the one in the other? Names are short. */
static bool
words_in(const char *words, const char *all)
{
	size_t n;

	if (strlen(words) > NAME_BYTES || strlen(all) > NAME_BYTES)
		return false;
	for (;; words += n) {
		words += strspn(words, " ");
		n = strcspn(words, " ");
		if (n == 0)
			return true;
		if (!has_word(all, words, n))
			return false;
	}
}

/* The parts of a name are its words; where they are all, once is enough. */
static void
settle_name(struct folded_cards *c)
{
	struct buf *name = &c->columns[NAME].cell;
	struct buf *full = &c->columns[FULL_NAME].cell;

	if (name->len == 0)
		buf_add(name, buf_str(full), full->len);
	if (words_in(buf_str(full), buf_str(name)))
		buf_reset(full);
}

/* What stands above a column that is used for the first time. */
static int
add_heading(struct folded_cards *c, size_t i)
{
	char name[FOLDED_NAME];
	const char *heading = name;
	size_t n = strlen(c->columns[i].name);

	for (size_t k = 0; k <= n; k++)
		name[k] = (char)tolower((unsigned char)c->columns[i].name[k]);
	if (i < KNOWN)
		heading = known[i].heading;
	else if (n == 0)
		heading = "other";
	c->columns[i].used = true;
	return sheet_cell(
	    c->sheet, 0, (uint32_t)i, false, heading, strlen(heading));
}

static int
add_cell(struct folded_cards *c, size_t i)
{
	struct column *column = &c->columns[i];
	int rc = column->used ? 0 : add_heading(c, i);

	if (rc == 0)
		rc = sheet_cell(c->sheet, c->row, (uint32_t)i, false,
		    buf_str(&column->cell), column->cell.len);
	buf_reset(&column->cell);
	return rc;
}

int
folded_cards_next(struct folded_cards *c)
{
	int rc = 0;
	bool any = false;

	settle_name(c);
	for (size_t i = 0; rc == 0 && i < COLUMNS; i++) {
		if (c->columns[i].cell.len == 0)
			continue;
		any = true;
		rc = add_cell(c, i);
	}
	c->row += any;
	return rc;
}

int
folded_cards_end(struct folded_cards *c)
{
	int rc;

	if (c == NULL)
		return 0;
	rc = folded_cards_next(c) < 0 ? -1 : 0;
	if (sheet_end(c->sheet) < 0)
		rc = -1;
	for (size_t i = 0; i < COLUMNS; i++)
		buf_free(&c->columns[i].cell);
	free(c);
	return rc;
}
