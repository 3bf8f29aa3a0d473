/* SPDX-License-Identifier: MIT
 *
 * csv.c - delimited tables: CSV, TSV and what else divides its cells.
 *
 * A quote that is never closed is a character like others: the rows after it
 * are rows.  A few such are put right; after them, as in a spreadsheet, the
 * rest is one cell.
 */
#include "extract/csv.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "extract/sheet.h"

/* Lines and bytes looked at to tell the delimiter. */
#define SNIFF_LINES 60
#define SNIFF_BYTES 65536
/* Quotes put right. */
#define OPEN_QUOTES 16
/* Lines of a text that is evidently a table; and of ten, how many are alike. */
#define EVIDENT_LINES 5
#define EVIDENT_ALIKE 9
/* Commas are common in sentences. */
#define EVIDENT_COMMAS 3

static const char delimiters[] = ",;\t|^";
#define DELIMITERS 5

/* How often each delimiter stands outside quotes in each of the first lines
 * that are not empty. */
struct counts {
	unsigned v[SNIFF_LINES][DELIMITERS];
	size_t n;
};

/* Counts in the line at *at, and steps to the next. False: it is empty. */
static bool
count_line(
    const char *data, size_t len, size_t *at, unsigned counts[DELIMITERS])
{
	bool quoted = false, any = false;

	memset(counts, 0, DELIMITERS * sizeof counts[0]);
	for (;
	     *at < len && (quoted || (data[*at] != '\n' && data[*at] != '\r'));
	     ++*at) {
		const char *d =
		    data[*at] != '\0' ? strchr(delimiters, data[*at]) : NULL;

		any = true;
		if (data[*at] == '"')
			quoted = !quoted;
		else if (!quoted && d != NULL)
			counts[d - delimiters]++;
	}
	++*at;
	return any;
}

static void
count_lines(const char *data, size_t len, struct counts *c)
{
	size_t at = 0;

	c->n = 0;
	if (len > SNIFF_BYTES)
		len = SNIFF_BYTES;
	while (at < len && c->n < SNIFF_LINES)
		c->n += count_line(data, len, &at, c->v[c->n]);
	/* The last may be cut. */
	if (len == SNIFF_BYTES && c->n > 1)
		c->n--;
}

/* How many delimiters of that kind most lines have, *ret_lines of them; 0 where
 * none has any. */
static unsigned
usual(const struct counts *c, size_t kind, size_t *ret_lines)
{
	unsigned best = 0;

	*ret_lines = 0;
	for (size_t i = 0; i < c->n; i++) {
		unsigned count = c->v[i][kind];
		size_t lines = 0;

		for (size_t k = 0; count > 0 && k < c->n; k++)
			lines += c->v[k][kind] == count;
		if (lines > *ret_lines ||
		    (lines == *ret_lines && count > best)) {
			best = count;
			*ret_lines = lines;
		}
	}
	return best;
}

char
csv_delimiter(const char *data, size_t len)
{
	struct counts c;
	size_t best = 0, best_lines = 0, lines;
	unsigned best_count = 0, count;

	count_lines(data, len, &c);
	for (size_t i = 0; i < DELIMITERS; i++) {
		count = usual(&c, i, &lines);
		/* The same number in each line is what a table has. */
		if (lines > best_lines ||
		    (lines == best_lines && count > best_count)) {
			best = i;
			best_lines = lines;
			best_count = count;
		}
	}
	return delimiters[best];
}

bool
csv_evident(const char *data, size_t len)
{
	struct counts c;
	size_t lines;
	unsigned count;

	count_lines(data, len, &c);
	if (c.n < EVIDENT_LINES)
		return false;
	for (size_t i = 0; i < DELIMITERS; i++) {
		count = usual(&c, i, &lines);
		if (count >= (delimiters[i] == ',' ? EVIDENT_COMMAS : 2) &&
		    10 * lines >= EVIDENT_ALIKE * c.n)
			return true;
	}
	return false;
}

struct table {
	struct sheet *sheet;
	const char *data;
	size_t len, at;
	char delimiter;
	uint32_t row, column;
	unsigned open_quotes; /* that were put right */
	struct buf cell;
};

/* Reads the quoted cell whose quote is at t->at into t->cell; "" is a quote.
 * False: it is not closed, nothing was read. */
static bool
read_quoted(struct table *t)
{
	size_t at = t->at + 1, n;
	const char *quote;

	while (at < t->len) {
		quote = memchr(t->data + at, '"', t->len - at);
		n = quote != NULL ? (size_t)(quote - t->data) - at
				  : t->len - at;
		buf_add(&t->cell, t->data + at, n);
		at += n;
		if (quote == NULL)
			break;
		at++;
		if (at >= t->len || t->data[at] != '"') {
			t->at = at;
			return true;
		}
		buf_addc(&t->cell, '"');
		at++;
	}
	if (t->open_quotes++ < OPEN_QUOTES) {
		buf_reset(&t->cell);
		return false;
	}
	t->at = t->len;
	return true;
}

/* Reads up to the next delimiter or line end. */
static void
read_rest(struct table *t)
{
	size_t n = t->at;

	while (n < t->len && t->data[n] != t->delimiter && t->data[n] != '\n' &&
	       t->data[n] != '\r')
		n++;
	buf_add(&t->cell, t->data + t->at, n - t->at);
	t->at = n;
}

/* Reads one cell and what ends it. As sheet_cell returns. */
static int
read_cell(struct table *t)
{
	int rc;

	buf_reset(&t->cell);
	if (t->data[t->at] == '"')
		read_quoted(t);
	read_rest(t);
	if (buf_failed(&t->cell))
		return -1;
	rc = sheet_cell(
	    t->sheet, t->row, t->column, false, buf_str(&t->cell), t->cell.len);
	if (t->at < t->len && t->data[t->at] == t->delimiter) {
		t->at++;
		t->column++;
		return rc;
	}
	if (t->at + 1 < t->len && t->data[t->at] == '\r' &&
	    t->data[t->at + 1] == '\n')
		t->at++;
	t->at++;
	t->row++;
	t->column = 0;
	return rc;
}

/* "sep=;" on the first line: 0, or where the next one begins. */
static size_t
named_delimiter(const char *data, size_t len, char *delimiter)
{
	size_t at = 5;

	if (len < 6 || strncasecmp(data, "sep=", 4) != 0 ||
	    memchr("\r\n", data[4], 2) != NULL ||
	    memchr("\r\n", data[5], 2) == NULL)
		return 0;
	*delimiter = data[4];
	at += data[at] == '\r' && at + 1 < len && data[at + 1] == '\n';
	return at + 1;
}

int
csv_read(
    const struct document *d, const char *data, size_t len, struct texts *out)
{
	struct table t = {.data = data,
	    .len = len,
	    .cell = BUF_MAX(len + 64),
	    .sheet = sheet_new(d, NULL, SHEET_SHOWN, out)};
	int rc = 0;

	if (t.sheet == NULL)
		return -1;
	t.at = named_delimiter(data, len, &t.delimiter);
	if (t.at == 0)
		t.delimiter = csv_delimiter(data, len);
	while (rc == 0 && t.at < len)
		rc = read_cell(&t);
	buf_free(&t.cell);
	if (sheet_end(t.sheet) < 0)
		return -1;
	return rc < 0 ? -1 : 0;
}
