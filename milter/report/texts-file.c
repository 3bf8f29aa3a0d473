/* SPDX-License-Identifier: MIT
 *
 * texts-file.c - the texts of a message as a sealed memory file.
 */
#include "report/texts-file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "extract/texts.h"

/* The writer of JSON hands out few bytes at a time. */
#define PIECE_BYTES (64u * KIB)

struct pieces {
	int fd;
	struct buf b;
};

static int
flush(struct pieces *p)
{
	int ret = fd_write_all(p->fd, buf_str(&p->b), p->b.len);

	buf_reset(&p->b);
	return ret;
}

static int
add_piece(const char *data, size_t len, void *arg)
{
	struct pieces *p = arg;

	if (p->b.len + len > PIECE_BYTES && flush(p) < 0)
		return -1;
	return len > PIECE_BYTES ? fd_write_all(p->fd, data, len)
				 : buf_add(&p->b, data, len);
}

/* Takes j. */
static int
write_line(int fd, json_t *j)
{
	struct pieces p = {fd, BUF_MAX(PIECE_BYTES)};
	int ret;

	if (j == NULL) {
		errno = ENOMEM;
		return -1;
	}
	ret = json_dump_callback(j, add_piece, &p, JSON_COMPACT);
	json_decref(j);
	if (ret == 0)
		ret = add_piece("\n", 1, &p);
	if (ret == 0)
		ret = flush(&p);
	buf_free(&p.b);
	return ret < 0 ? -1 : 0;
}

/* The numbers of rows, pages or slides as "2-14,20": runs, for there may be a
 * million. Nothing where they are 1, 2, 3, … */
static int
add_numbers(const struct text *t, json_t *j)
{
	struct buf b = BUF_MAX(12 * t->nnumbers + 1);
	size_t i, first;
	int ret;

	if (t->nnumbers == 0)
		return 0;
	for (i = 0; i < t->nnumbers; i++) {
		first = i;
		while (i + 1 < t->nnumbers &&
		       t->numbers[i + 1] == t->numbers[i] + 1)
			i++;
		buf_addf(&b, "%s%u", first > 0 ? "," : "", t->numbers[first]);
		if (i > first)
			buf_addf(&b, "-%u", t->numbers[i]);
	}
	ret = buf_failed(&b)
		  ? -1
		  : json_object_set_new(j, "numbers", json_string(buf_str(&b)));
	buf_free(&b);
	return ret;
}

/* Which units a text has, for --json and for print_text. */
static int
add_units(const struct text *t, json_t *j)
{
	if (t->section > 0 && json_object_set_new(j, "section",
				  json_stringn(t->place, t->section)) < 0)
		return -1;
	if (t->sheet > 0 &&
	    json_object_set_new(j, "sheet", json_integer(t->sheet)) < 0)
		return -1;
	if (t->unit == UNIT_NONE)
		return 0;
	return json_object_set_new(
		   j, "unit", json_string(text_unit_name(t->unit))) < 0
		   ? -1
		   : add_numbers(t, j);
}

static int
write_text(int fd, const struct text *t)
{
	json_t *j = json_pack("{s:s,s:s,s:s,s:s%}", "part", t->part, "zone",
	    zone_name(t->zone), "place", t->place, "text", t->data, t->len);

	if (j != NULL && add_units(t, j) < 0) {
		json_decref(j);
		j = NULL;
	}
	return write_line(fd, j);
}

static int
write_all(int fd, const struct texts *t)
{
	const struct texts_sign *s;
	const struct unread_part *u;
	size_t i;

	for (i = 0; i < t->n; i++)
		if (write_text(fd, &t->v[i]) < 0)
			return -1;
	for (i = 0; i < t->nsigns; i++) {
		s = &t->signs[i];
		if (write_line(fd, json_pack("{s:s,s:s,s:s,s:s}", "part",
				       s->part, "sign", sign_name(s->kind),
				       "place", s->place, "about", s->about)) <
		    0)
			return -1;
	}
	for (i = 0; i < t->nunread; i++) {
		u = &t->unread[i];
		if (write_line(fd, json_pack("{s:s,s:s,s:s*,s:s*}", "part",
				       u->part, "unread", unread_name(u->why),
				       "name", u->name, "type", u->type)) < 0)
			return -1;
	}
	return 0;
}

int
texts_file(const struct texts *t)
{
	int fd = memfd_new("texts"), err;

	if (fd < 0)
		return -1;
	if (write_all(fd, t) == 0 && memfd_seal(fd) == 0)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

static const char *
field(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s != NULL ? s : "";
}

/* A terminal must not be moved by what a message says, nor by a worker that
 * was taken over. */
static void
add_shown(struct buf *out, const char *s, size_t left)
{
	size_t n;
	uint32_t c;

	for (; left > 0; s += n, left -= n) {
		n = utf8_next(s, left, &c);
		if (n == 0)
			n = 1, c = 0;
		if (c != '\n' && c != '\t' && utf8_control(c))
			buf_addc(out, '?');
		else
			buf_add(out, s, n);
	}
}

static void
add_field(struct buf *out, const char *before, const json_t *j,
    const char *name, const char *after)
{
	buf_adds(out, before);
	add_shown(out, field(j, name), strlen(field(j, name)));
	buf_adds(out, after);
}

/* Counts through "2-14,20"; past its end, and without it, on from the last. */
struct numbers {
	const char *next;
	unsigned long n, last; /* of the run: n goes up to last */
};

static unsigned long
next_number(struct numbers *x)
{
	char *end;

	if (x->n < x->last || *x->next == '\0')
		return ++x->n;
	x->n = x->last = strtoul(x->next, &end, 10);
	if (*end == '-')
		x->last = strtoul(end + 1, &end, 10);
	/* What no number begins ends it. */
	x->next = *end == ',' && end != x->next ? end + 1 : "";
	return x->n;
}

/* The text, each row with its number before it, each page under a line with
 * its own. */
static void
print_units(const json_t *j, const char *unit, struct buf *out)
{
	const bool rows = strcmp(unit, "row") == 0;
	const char *s = field(j, "text"), *end;
	struct numbers x = {.next = field(j, "numbers")};

	do {
		end = strchrnul(s, rows ? '\n' : '\f');
		if (rows && end[0] == '\0' && end == s)
			return;
		if (rows)
			buf_addf(out, "%5lu  ", next_number(&x));
		else
			buf_addf(out, "\342\200\224 %s %lu \342\200\224\n",
			    strcmp(unit, "slide") == 0 ? "slide" : "page",
			    next_number(&x));
		add_shown(out, s, (size_t)(end - s));
		if (rows || end == s || end[-1] != '\n')
			buf_addc(out, '\n');
		s = end + 1;
	} while (*end != '\0');
}

static void
print_text(const json_t *j, struct buf *out)
{
	const char *unit = field(j, "unit");

	add_field(out, "--- ", j, "zone", ": ");
	add_field(out, "", j, "place", "");
	add_field(out, " (part ", j, "part", ")\n");
	if (*unit == '\0')
		add_field(out, "", j, "text", "\n");
	else
		print_units(j, unit, out);
}

/* In words for a person; a word of another release as it stands. */
static const char *
words_of(const char *word)
{
	static const struct {
		const char *word, *words;
	} known[] = {
	    {"encrypted", "it is encrypted or has a password"},
	    {"damaged", "it is damaged"},
	    {"unsupported", "there is no reader for its kind"},
	    {"limit", "it is too large, or holds too much"},
	    {"image", "it is a picture"},
	    {"timeout", "reading it took too long"},
	    {"redaction", "redaction that can be undone"},
	    {"disguise", "file in disguise"},
	    {"photo", "photograph"},
	    {"hidden", "hidden content"},
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].word, word) == 0)
			return known[i].words;
	return word;
}

static void
print_sign(const json_t *j, struct buf *out)
{
	const char *words = words_of(field(j, "sign"));

	buf_adds(out, "--- noticed: ");
	add_shown(out, words, strlen(words));
	add_field(out, ": ", j, "about", "");
	add_field(out, ": ", j, "place", "");
	add_field(out, " (part ", j, "part", ")\n");
}

static void
print_unread(const json_t *j, struct buf *out)
{
	const char *words = words_of(field(j, "unread"));

	buf_adds(out, "--- not read: ");
	if (*field(j, "name") != '\0')
		add_field(out, "", j, "name", " ");
	add_field(out, "(part ", j, "part", "): ");
	add_shown(out, words, strlen(words));
	buf_addc(out, '\n');
}

static void
print_one(const json_t *j, struct buf *out)
{
	if (json_object_get(j, "unread") != NULL)
		print_unread(j, out);
	else if (json_object_get(j, "sign") != NULL)
		print_sign(j, out);
	else
		print_text(j, out);
}

int
texts_file_print(const char *data, size_t len, struct buf *out)
{
	const char *end = data + len, *lf;
	json_t *j;

	while (data < end) {
		lf = memchr(data, '\n', (size_t)(end - data));
		if (lf == NULL)
			return -1;
		j = json_loadb(data, (size_t)(lf - data), 0, NULL);
		if (j == NULL)
			return -1;
		print_one(j, out);
		json_decref(j);
		data = lf + 1;
	}
	return buf_failed(out) ? -1 : 0;
}
