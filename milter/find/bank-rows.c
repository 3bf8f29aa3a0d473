/* SPDX-License-Identifier: MIT
 *
 * bank-rows.c - reads the tables of the banks.
 *
 * VALACDOS.txt: start, end, algorithm, 14 signed weights, perhaps an exception;
 * SCSUBTAB.txt: a sort code and its substitute.  Words with white space
 * between them, one row a line; empty lines are skipped.  Format: Vocalink,
 * "Validating account numbers", as domain.md B.6 has it.
 */
#include "find/bank-rows.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"

#define FILE_MAX (4 * MIB)
#define ROWS_MAX 20000
#define WEIGHT_MAX 1000
#define EXCEPTION_MAX 14

/* A file as it is read, and where in it we are. */
struct reader {
	const char *path;
	struct buf *err;
	const char *start; /* of the line */
	const char *at;
	const char *end; /* of the line */
	unsigned line;
};

static int
wrong(const struct reader *r, const char *at, const char *expected)
{
	size_t n = 0;

	while (at + n < r->end && !strchr(" \t\r", at[n]) && n < 40)
		n++;
	buf_addf(r->err, "%s:%u:%zu: '%.*s'; expected %s", r->path, r->line,
	    (size_t)(at - r->start) + 1, (int)n, at, expected);
	return -1;
}

static void
skip_space(struct reader *r)
{
	while (r->at < r->end && strchr(" \t\r", *r->at))
		r->at++;
}

/* Reads a whole number of at most max, of exactly `digits` digits unless that
 * is 0. */
static int
read_number(
    struct reader *r, size_t digits, int max, const char *expected, int *ret)
{
	const char *start;
	bool minus;
	size_t n = 0;
	int value = 0;

	skip_space(r);
	start = r->at;
	minus = digits == 0 && r->at < r->end && *r->at == '-';
	r->at += minus;
	for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++, n++)
		if (value <= max)
			value = value * 10 + (*r->at - '0');
	if (n == 0 || (digits > 0 && n != digits) || value > max ||
	    (r->at < r->end && !strchr(" \t\r", *r->at)))
		return wrong(r, start, expected);
	*ret = minus ? -value : value;
	return 0;
}

static int
read_sort_code(struct reader *r, unsigned *ret)
{
	int value;

	if (read_number(r, 6, 999999, "a sort code of six digits", &value) < 0)
		return -1;
	*ret = (unsigned)value;
	return 0;
}

static int
read_algorithm(struct reader *r, enum bank_algorithm *ret)
{
	static const char words[][6] = {
	    [BANK_MOD10] = "MOD10",
	    [BANK_MOD11] = "MOD11",
	    [BANK_DBLAL] = "DBLAL",
	};

	skip_space(r);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (r->end - r->at > 5 && memcmp(r->at, words[i], 5) == 0 &&
		    strchr(" \t", r->at[5])) {
			r->at += 5;
			*ret = (enum bank_algorithm)i;
			return 0;
		}
	return wrong(r, r->at, "MOD10, MOD11 or DBLAL");
}

static int
read_end(struct reader *r)
{
	skip_space(r);
	return r->at == r->end ? 0 : wrong(r, r->at, "the end of the line");
}

static int
read_row(struct reader *r, struct bank_row *ret)
{
	int exception = 0;

	ret->line = r->line;
	if (read_sort_code(r, &ret->start) < 0 ||
	    read_sort_code(r, &ret->end) < 0 ||
	    read_algorithm(r, &ret->algorithm) < 0)
		return -1;
	if (ret->end < ret->start)
		return wrong(r, r->start, "a range that does not run back");
	for (size_t i = 0; i < BANK_DIGITS; i++)
		if (read_number(r, 0, WEIGHT_MAX, "fourteen whole numbers",
			&ret->weights[i]) < 0)
			return -1;
	skip_space(r);
	if (r->at < r->end && read_number(r, 0, EXCEPTION_MAX,
				  "an exception, 1 to 14", &exception) < 0)
		return -1;
	if (exception < 0)
		return wrong(r, r->at, "an exception, 1 to 14");
	ret->exception = (unsigned)exception;
	return read_end(r);
}

static int
read_pair(struct reader *r, struct bank_pair *ret)
{
	if (read_sort_code(r, &ret->from) < 0 ||
	    read_sort_code(r, &ret->to) < 0)
		return -1;
	return read_end(r);
}

/* The next line that holds something. */
static bool
next_line(struct reader *r)
{
	while (*r->end != '\0' || r->line == 0) {
		r->start = r->line == 0 ? r->start : r->end + 1;
		r->end = r->start + strcspn(r->start, "\n");
		r->at = r->start;
		r->line++;
		skip_space(r);
		if (r->at < r->end)
			return true;
	}
	return false;
}

/* Reads a file into an array of what `read` takes from a line. */
static int
read_lines(const char *path, size_t size, struct buf *err,
    int (*read)(struct reader *, void *), void **ret, size_t *ret_n)
{
	struct buf text = BUF_MAX(FILE_MAX);
	struct reader r = {.path = path, .err = err};
	char *v = NULL;
	size_t n = 0;
	int ret_code = -1;

	if (fd_read_file(path, &text) < 0) {
		buf_addf(err, "%s:1:1: %s; expected a table of the banks", path,
		    strerror(errno));
		goto out;
	}
	r.start = r.end = r.at = buf_str(&text);
	if (strlen(r.start) != text.len) {
		buf_addf(err, "%s:1:1: a NUL byte; expected text", path);
		goto out;
	}
	v = calloc(ROWS_MAX, size);
	if (v == NULL) {
		buf_addf(err, "%s:1:1: out of memory", path);
		goto out;
	}
	while (next_line(&r)) {
		if (n == ROWS_MAX) {
			wrong(&r, r.at, "fewer rows");
			goto out;
		}
		if (read(&r, v + n * size) < 0)
			goto out;
		n++;
	}
	*ret = v;
	*ret_n = n;
	v = NULL;
	ret_code = 0;
out:
	free(v);
	buf_free(&text);
	return ret_code;
}

static int
line_row(struct reader *r, void *ret)
{
	return read_row(r, ret);
}

static int
line_pair(struct reader *r, void *ret)
{
	return read_pair(r, ret);
}

static int
by_start(const void *a, const void *b)
{
	const struct bank_row *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

int
bank_rows_read(struct bank_tables *t, const char *path, struct buf *err)
{
	void *v;

	if (read_lines(path, sizeof *t->rows, err, line_row, &v, &t->nrows) < 0)
		return -1;
	t->rows = v;
	if (t->nrows == 0) {
		buf_addf(
		    err, "%s:1:1: no row; expected a table of the banks", path);
		return -1;
	}
	qsort(t->rows, t->nrows, sizeof *t->rows, by_start);
	return 0;
}

int
bank_rows_read_pairs(struct bank_tables *t, const char *path, struct buf *err)
{
	void *v;

	if (read_lines(path, sizeof *t->pairs, err, line_pair, &v, &t->npairs) <
	    0)
		return -1;
	t->pairs = v;
	return 0;
}

const struct bank_row *
bank_rows_find(const struct bank_tables *t, unsigned sort_code,
    const struct bank_row **ret_second)
{
	size_t low = 0, high = t->nrows, mid;
	const struct bank_row *row;

	*ret_second = NULL;
	while (low < high) {
		mid = (low + high) / 2;
		if (t->rows[mid].start <= sort_code)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return NULL;
	row = &t->rows[low - 1];
	if (row->end < sort_code)
		return NULL;
	if (low > 1 && row[-1].start == row->start &&
	    row[-1].end >= sort_code) {
		*ret_second = row;
		row--;
	}
	return row;
}
