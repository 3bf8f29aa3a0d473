/* SPDX-License-Identifier: MIT
 *
 * schema_check.c - checks JSON Lines on standard input against a schema.
 *
 *	schema_check SCHEMA < reports.jsonl
 *
 * Prints "line N: /path: keyword" for the first line that fails and exits 1;
 * exits 2 when the schema cannot be read; else 0, and says how many it saw,
 * for a test that checked nothing proves nothing.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report/check_schema.h"

static int
check_lines(const struct check_schema *s, size_t *ret_lines)
{
	struct buf err = BUF_MAX(4096);
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int ret = 0;

	while (ret == 0 && (len = getline(&line, &size, stdin)) > 0) {
		++*ret_lines;
		ret = check_schema(s, line, (size_t)len, &err);
	}
	if (ret < 0)
		fprintf(stderr, "line %zu: %s\n", *ret_lines, buf_str(&err));
	free(line);
	buf_free(&err);
	return ret;
}

int
main(int argc, char **argv)
{
	struct buf err = BUF_MAX(4096);
	struct check_schema *s;
	size_t lines = 0;
	int ret;

	if (argc != 2) {
		fprintf(stderr, "usage: schema_check SCHEMA < JSONL\n");
		return 2;
	}
	s = check_schema_load(argv[1], &err);
	if (s == NULL) {
		fprintf(stderr, "%s\n", buf_str(&err));
		buf_free(&err);
		return 2;
	}
	ret = check_lines(s, &lines);
	check_schema_free(s);
	printf("%zu reports checked\n", lines);
	return ret == 0 ? 0 : 1;
}
