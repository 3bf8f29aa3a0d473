/* SPDX-License-Identifier: MIT
 *
 * test_sheet_corpora.c - spreadsheets that others made, where they are at hand.
 *
 * They are read from ../shared beside the source; the test is skipped, and says
 * so, without them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/ods.h"
#include "extract/xlsx.h"
#include "lib/test.h"
#include "parse/charset.h"

#define FOLDER "../shared/corpora/docs/"

static void
read_file(const char *name, struct texts *t)
{
	const struct document d = {
	    .part = "1", .name = name, .where = "", .zone = ZONE_ATTACHMENT};
	struct buf b = BUF_MAX(64 * MIB);
	char path[512];
	struct package p;

	snprintf(path, sizeof path, FOLDER "%s", name);
	assert_int_equal(fd_read_file(test_source(path), &b), 0);
	texts_init(t, LIMIT_TEXT_BYTES);
	if (memcmp(buf_str(&b), "PK\3\4", 4) != 0) {
		assert_int_equal(
		    document_read(&d, DOCUMENT_TABLE, buf_str(&b), b.len, t),
		    0);
	} else {
		assert_int_equal(package_open(buf_str(&b), b.len, t, &p), 0);
		assert_int_equal(p.kind == PACKAGE_ODS
				     ? ods_read(&d, 0, &p, t)
				     : xlsx_read(&d, 0, &p, t),
		    0);
		package_free(&p);
	}
	buf_free(&b);
}

static bool
holds(const struct texts *t, const char *word)
{
	for (size_t i = 0; i < t->n; i++)
		if (strstr(t->v[i].data, word) != NULL)
			return true;
	return false;
}

/* One line of expected.tsv: name, what is expected, who says so, words. */
static void
check_line(char *line, size_t *done)
{
	char *save = NULL, *name = strtok_r(line, "\t", &save);
	char *kind = strtok_r(NULL, "\t", &save), *word;
	const char *dot = name != NULL ? strrchr(name, '.') : NULL;
	struct texts t;

	if (dot == NULL || kind == NULL || strcmp(kind, "words") != 0 ||
	    (strcmp(dot, ".xlsx") != 0 && strcmp(dot, ".ods") != 0 &&
		strcmp(dot, ".csv") != 0))
		return;
	read_file(name, &t);
	assert_int_equal(t.nunread, 0);
	strtok_r(NULL, "\t", &save);
	while ((word = strtok_r(NULL, " ", &save)) != NULL)
		if (!holds(&t, word))
			fail_msg("%s: no '%s'", name, word);
	texts_free(&t);
	++*done;
}

/* All words that are known to be in them are found. */
static void
test_words(void **state)
{
	struct buf b = BUF_MAX(MIB);
	char *all, *save = NULL;
	size_t done = 0;

	(void)state;
	if (fd_read_file(test_source(FOLDER "expected.tsv"), &b) < 0) {
		print_message("no " FOLDER ": skipped\n");
		skip();
	}
	all = buf_take(&b);
	assert_non_null(all);
	for (char *line = strtok_r(all, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		check_line(line, &done);
	assert_true(done > 0);
	free(all);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	};

	if (unpack_init() < 0 || charset_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
