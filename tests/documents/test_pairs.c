/* SPDX-License-Identifier: MIT
 *
 * test_pairs.c - what nobody sees in a document is found where it is, and not
 * in a document that is the same without it.
 *
 *	tests/documents/test_pairs [FOLDER]
 *
 * Each line of pairs.tsv is FILE, RULE, ZONE, PLACE, divided by tabs: the rule
 * finds something in FILE, first in that zone and place ('%' stands for the
 * file's name) and then in that zone only, and nothing in its twin,
 * "NAME-clean.EXT"; "-" for ZONE or PLACE means any.  FOLDER is where the
 * documents are; without one those of tests/documents/samples are looked at,
 * where the formats of `shipped` are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "documents/pairs.h"
#include "lib/test.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "report/report.h"

#define ROWS 400

struct row {
	char *file, *rule, *zone, *place;
};

static struct asking asking;
static const char *folder;
static bool given;

static int
start(void **state)
{
	(void)state;
	asking_start(&asking, NULL);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	asking_end(&asking);
	return 0;
}

/* PLACE with the file's name for '%'. */
static void
fill_place(const struct row *r, char *place, size_t size)
{
	const char *mark = strchr(r->place, '%');

	if (mark == NULL)
		snprintf(place, size, "%s", r->place);
	else
		snprintf(place, size, "%.*s%s%s", (int)(mark - r->place),
		    r->place, r->file, mark + 1);
}

static bool
any_or_same(const char *want, const char *got)
{
	return strcmp(want, "-") == 0 || strcmp(want, got) == 0;
}

/* How often the rule found something, where it should. */
static size_t
count(const struct report *r, const struct row *row, struct buf *wrong)
{
	char place[1024];
	size_t n = 0;

	fill_place(row, place, sizeof place);
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		if (strcmp(f->rule, row->rule) != 0)
			continue;
		if (!any_or_same(row->zone, zone_name(f->zone)) ||
		    (n++ == 0 && !any_or_same(place, f->place)))
			buf_addf(wrong, "got %s, %s\nwant %s, %s\n",
			    zone_name(f->zone), f->place, row->zone, place);
	}
	return n;
}

/* "deletion.docx" to "deletion-clean.docx". */
static void
twin_of(const char *file, char *twin, size_t size)
{
	const char *dot = strrchr(file, '.');

	snprintf(twin, size, "%.*s-clean%s", (int)(dot - file), file, dot);
}

/* The row's file shows what it should, its twin does not. */
static void
as_wanted(void **state)
{
	const struct row *row = *state;
	struct buf wrong = BUF_MAX(64 * KIB);
	char path[4096], twin[512];
	struct report *r;
	size_t n;

	snprintf(path, sizeof path, "%s/%s", folder, row->file);
	r = pairs_ask(&asking, path, row->file);
	n = count(r, row, &wrong);
	if (n == 0)
		buf_adds(&wrong, "not found\n");
	report_free(r);

	twin_of(row->file, twin, sizeof twin);
	snprintf(path, sizeof path, "%s/%s", folder, twin);
	r = pairs_ask(&asking, path, twin);
	for (size_t i = 0; i < r->findings.n; i++)
		if (strcmp(r->findings.v[i].rule, row->rule) == 0)
			buf_addf(&wrong, "found in the twin: %s\n",
			    r->findings.v[i].place);
	report_free(r);
	if (wrong.len > 0)
		fail_msg("%s, %s:\n%s", row->file, row->rule, buf_str(&wrong));
	buf_free(&wrong);
}

static bool
is_shipped(const char *file)
{
	static const char *const shipped[] = {
	    ".docx", ".xlsx", ".pptx", ".pdf"};
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; i < COUNT(shipped); i++)
		if (strcmp(dot, shipped[i]) == 0)
			return true;
	return false;
}

/* Cuts a line at its tabs. */
static bool
parse(char *line, struct row *ret)
{
	char **const fields[] = {
	    &ret->file, &ret->rule, &ret->zone, &ret->place};

	for (size_t i = 0; i < COUNT(fields); i++)
		if ((*fields[i] = strsep(&line, "\t")) == NULL)
			return false;
	return true;
}

int
main(int argc, char **argv)
{
	static struct CMUnitTest tests[ROWS];
	static struct row rows[ROWS];
	struct buf list = BUF_MAX(MIB);
	char *at, *line, *samples;
	size_t n = 0;
	int failed;

	samples = strdup(test_source("tests/documents/samples"));
	given = argc > 1;
	folder = given ? argv[1] : samples;
	if (fd_read_file(test_source("tests/documents/pairs.tsv"), &list) < 0)
		return 1;
	for (at = list.data; (line = strsep(&at, "\n")) != NULL;) {
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (n == ROWS || !parse(line, &rows[n])) {
			fprintf(stderr, "pairs.tsv: row %zu\n", n + 1);
			return 1;
		}
		if (!given && !is_shipped(rows[n].file))
			continue;
		tests[n] = (struct CMUnitTest){.name = rows[n].file,
		    .test_func = as_wanted,
		    .initial_state = &rows[n]};
		n++;
	}
	failed = _cmocka_run_group_tests("pairs", tests, n, start, end);
	buf_free(&list);
	free(samples);
	return failed;
}
