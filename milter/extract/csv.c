/* SPDX-License-Identifier: MIT
 *
 * csv.c - delimited tables: one record a line, tabs between its cells.
 *
 * BUGS: a quote that is never closed makes the rest one cell, as it does in a
 * spreadsheet; the text is all there, the rows are not.
 */
#include "extract/csv.h"

#include <stdbool.h>
#include <string.h>

/* Lines and bytes looked at to tell the delimiter. */
#define SNIFF_LINES 10
#define SNIFF_BYTES 8192

static const char delimiters[] = ",;\t|";

/* How often each delimiter stands outside quotes in the line at *at; steps to
 * the next line. */
static void
count_line(const char *data, size_t len, size_t *at, unsigned counts[4])
{
	bool quoted = false;

	memset(counts, 0, 4 * sizeof counts[0]);
	for (; *at < len && (quoted || data[*at] != '\n'); ++*at) {
		const char *d =
		    data[*at] != '\0' ? strchr(delimiters, data[*at]) : NULL;

		if (data[*at] == '"')
			quoted = !quoted;
		else if (!quoted && d != NULL)
			counts[d - delimiters]++;
	}
	++*at;
}

char
csv_delimiter(const char *data, size_t len)
{
	unsigned first[4], counts[4], score[4] = {0}, best = 0;
	size_t at = 0;

	if (len > SNIFF_BYTES)
		len = SNIFF_BYTES;
	count_line(data, len, &at, first);
	for (int line = 1; line < SNIFF_LINES && at < len; line++) {
		count_line(data, len, &at, counts);
		/* The same number in each line is what a table has. */
		for (int i = 0; i < 4; i++)
			if (first[i] > 0 && counts[i] == first[i])
				score[i] += 100;
	}
	for (unsigned i = 0; i < 4; i++) {
		score[i] += first[i];
		if (score[i] > score[best])
			best = i;
	}
	return delimiters[best];
}

/* Adds cell content, its white space made harmless. */
static void
add_cell(struct buf *out, const char *s, size_t len)
{
	size_t n;

	while (len > 0) {
		for (n = 0;
		     n < len && s[n] != '\n' && s[n] != '\r' && s[n] != '\t';)
			n++;
		buf_add(out, s, n);
		if (n < len) {
			buf_addc(out, ' ');
			n++;
		}
		s += n;
		len -= n;
	}
}

/* A quoted cell whose opening quote is at *at; "" is a quote. */
static void
read_quoted(const char *data, size_t len, size_t *at, struct buf *out)
{
	const char *quote;
	size_t n;

	++*at;
	while (*at < len) {
		quote = memchr(data + *at, '"', len - *at);
		n = quote != NULL ? (size_t)(quote - data) - *at : len - *at;
		add_cell(out, data + *at, n);
		*at += n;
		if (*at >= len)
			return;
		++*at;
		if (*at >= len || data[*at] != '"')
			return;
		buf_addc(out, '"');
		++*at;
	}
}

int
csv_read(const char *data, size_t len, char delimiter, struct buf *out)
{
	bool fresh = true; /* nothing of the cell was read */

	for (size_t at = 0, n; at < len;) {
		if (fresh && data[at] == '"') {
			read_quoted(data, len, &at, out);
			fresh = false;
		} else if (data[at] == delimiter) {
			buf_addc(out, '\t');
			fresh = true;
			at++;
		} else if (data[at] == '\n' || data[at] == '\r') {
			at += data[at] == '\r' && at + 1 < len &&
				      data[at + 1] == '\n'
				  ? 2
				  : 1;
			buf_addc(out, '\n');
			fresh = true;
		} else {
			for (n = 0; at + n < len && data[at + n] != '\n' &&
				    data[at + n] != '\r' &&
				    data[at + n] != delimiter;)
				n++;
			add_cell(out, data + at, n);
			at += n;
			fresh = false;
		}
	}
	return buf_failed(out) ? -1 : 0;
}
