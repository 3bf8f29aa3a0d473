/* SPDX-License-Identifier: MIT
 *
 * fuzz_find.c - any text, as any part of a message, under the shipped rules:
 * every finding lies inside it.  Run it in the source folder.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/utf8.h>

#include "find/find.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct finder *finder;

static void
load(void)
{
	struct buf err = BUF_MAX(4096);
	struct strlist dirs = {0};
	struct rules *rules;

	strlist_add(&dirs, "rules");
	rules = rules_load(&dirs, ENGINE_PCRE2, &err);
	if (rules == NULL) {
		fprintf(stderr, "%s\n", buf_str(&err));
		exit(1);
	}
	finder = finder_new(rules);
	strlist_free(&dirs);
}

/* Texts are valid UTF-8 without NUL when they come to find_all. */
static size_t
make_valid(const uint8_t *in, size_t size, char *out)
{
	size_t i = 0, n = 0, start;
	UChar32 c;

	while (i < size) {
		start = i;
		U8_NEXT(in, i, size, c);
		if (c <= 0) {
			out[n++] = '?';
			continue;
		}
		memcpy(out + n, in + start, i - start);
		n += i - start;
	}
	out[n] = '\0';
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {
	    .place = (char *)"attachment name", .part = (char *)"1"};
	struct texts texts = {.v = &text, .n = 1};
	struct facts facts = {.header_from = "a@town.example"};
	struct findings found = {0};
	size_t i;

	if (finder == NULL)
		load();
	if (size < 2)
		return 0;
	text.zone = (enum zone)(data[0] % ZONE_COUNT);
	text.table = data[1] & 1;
	facts.line = data[1] & 2;
	text.data = malloc(size);
	if (text.data == NULL)
		return 0;
	text.len = make_valid(data + 2, size - 2, text.data);
	if (find_all(finder, &texts, &facts, &found) < 0)
		abort();
	for (i = 0; i < found.n; i++)
		if (found.v[i].start >= found.v[i].end ||
		    found.v[i].end > text.len)
			abort();
	findings_free(&found);
	free(text.data);
	return 0;
}
