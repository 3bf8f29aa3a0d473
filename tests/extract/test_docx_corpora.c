/* SPDX-License-Identifier: MIT
 *
 * test_docx_corpora.c - real Word and PowerPoint documents, where they are at
 * hand: in PROBITY_SHARED, or in ../shared beside the source.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/docx.h"
#include "extract/pptx.h"
#include "extract/told.h"
#include "lib/test.h"

static void
path_of(const char *name, char path[4096])
{
	const char *shared = getenv("PROBITY_SHARED");

	snprintf(path, 4096, "%s/corpora/docs/%s",
	    shared != NULL ? shared : test_source("../shared"), name);
}

/* What is read of one document; NULL: it is not there. */
static char *
told_file(const char *path, told_reader *read)
{
	struct buf b = BUF_MAX(256 * MIB);
	char *told = NULL, *copy;

	if (fd_read_file(path, &b) == 0) {
		/* To the byte, for the sanitizer. */
		copy = malloc(b.len > 0 ? b.len : 1);
		memcpy(copy, buf_str(&b), b.len);
		told = told_of(read, copy, b.len);
		free(copy);
	}
	buf_free(&b);
	return told;
}

static told_reader *
reader_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	if (dot != NULL && strcmp(dot, ".docx") == 0)
		return docx_read;
	return dot != NULL && strcmp(dot, ".pptx") == 0 ? pptx_read : NULL;
}

/* Every word of the line is in what was read. */
static size_t
missing(const char *name, const char *told, char *words)
{
	size_t n = 0;

	for (char *word; (word = strsep(&words, " ")) != NULL;)
		if (strstr(told, word) == NULL) {
			print_message("%s: no '%s'\n", name, word);
			n++;
		}
	return n;
}

/* One row of expected.tsv: name, what is expected, how that is known, words. */
static size_t
check_row(char *row)
{
	char path[4096], *field[4], *told;
	told_reader *read;
	size_t n;

	for (int i = 0; i < 4; i++)
		field[i] = strsep(&row, "\t");
	if (field[3] == NULL || strcmp(field[1], "words") != 0)
		return 0;
	read = reader_of(field[0]);
	if (read == NULL)
		return 0;
	path_of(field[0], path);
	told = told_file(path, read);
	assert_non_null(told);
	if (strstr(told, "\n?") != NULL)
		fail_msg("%s: not read whole:\n%s", field[0], told);
	n = missing(field[0], told, field[3]);
	free(told);
	return n;
}

/* All expected words are found, and no document counts as not read. */
static void
test_words(void **state)
{
	struct buf b = BUF_MAX(MIB);
	char path[4096], *rows, *row;
	size_t n = 0;

	(void)state;
	path_of("expected.tsv", path);
	if (fd_read_file(path, &b) != 0) {
		print_message("skipped: no %s\n", path);
		buf_free(&b);
		skip();
	}
	rows = b.data;
	while ((row = strsep(&rows, "\n")) != NULL)
		n += check_row(row);
	buf_free(&b);
	assert_int_equal(n, 0);
}

/* Any other document, by hand: what is read of it. */
static int
show(const char *path)
{
	told_reader *read = reader_of(path);
	char *told = read != NULL ? told_file(path, read) : NULL;

	printf("%s", told != NULL ? told : "no such document\n");
	free(told);
	return told == NULL;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	};

	if (argc > 1)
		return show(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
