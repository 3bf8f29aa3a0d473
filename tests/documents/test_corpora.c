/* SPDX-License-Identifier: MIT
 *
 * test_corpora.c - other programs' documents (../shared/corpora/docs) are read:
 * 98 of 100 words that must be there, of every kind of document but the old
 * ones (DOC, XLS, PPT, MSG) and pictures, which are counted apart; what is
 * encrypted is said to be; nothing ends a worker.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/test.h"
#include "mail/asking.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/ulid.h"
#include "report/exchange.h"
#include "report/report.h"
#include "report/request.h"

#define PATIENCE_MS 120000
#define WANTED_PERCENT 98.0

struct tally {
	const char *extensions;
	unsigned words, found;
};

static struct tally must = {.extensions = ""};
static struct tally old = {".doc.xls.ppt.msg.png", 0, 0};

/* What the worker read in a bare document; *ret_report is to be freed. */
static void
read_document(struct asking *a, const char *path, struct buf *texts,
    struct report **ret_report)
{
	struct buf data = BUF_MAX(LIMIT_MESSAGE_BYTES), err = BUF_MAX(KIB);
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct request q = {.kind = REQUEST_DOCUMENT,
	    .id = ulid_new(),
	    .any_sender = true,
	    .want_texts = true,
	    .skip_find = true};
	const struct waiting how = {
	    .patience = {PATIENCE_MS, PATIENCE_MS, PATIENCE_MS, 0, 0, 0}};
	enum outcome o;
	int message, file;
	struct map map;

	q.file = strdup(strrchr(path, '/') + 1);
	if (fd_read_file(path, &data) < 0)
		fail_msg("%s cannot be read", path);
	message = test_memory_file(buf_str(&data), data.len, true);
	o = exchange_ask(
	    &a->inspector.service, &q, message, &how, &json, &file);
	if (o != OUTCOME_REPORT)
		fail_msg("%s: the worker %s", q.file, outcome_name(o));
	*ret_report = report_read(buf_str(&json), json.len, &err);
	assert_non_null(*ret_report);
	assert_int_equal(map_fd(file, &map), 0);
	buf_add(texts, map.data, map.len);
	map_free(&map);
	close(file);
	close(message);
	request_free(&q);
	buf_free(&data);
	buf_free(&json);
	buf_free(&err);
}

static void
count_words(const char *name, char *words, const struct buf *texts)
{
	const char *dot = strrchr(name, '.');
	struct tally *t =
	    dot != NULL && strstr(old.extensions, dot) != NULL ? &old : &must;
	char *word;

	while ((word = strsep(&words, " ")) != NULL) {
		if (*word == '\0')
			continue;
		t->words++;
		if (strcasestr(buf_str(texts), word) != NULL)
			t->found++;
		else
			print_message("%s: no '%s'\n", name, word);
	}
}

static void
one(struct asking *a, const char *folder, char *line)
{
	const char *name = strsep(&line, "\t");
	const char *expect = strsep(&line, "\t");
	struct buf texts = BUF_MAX(8 * LIMIT_TEXT_BYTES);
	struct report *r;
	char path[4096];
	bool encrypted = false;

	if (line == NULL || strsep(&line, "\t") == NULL)
		return;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	read_document(a, path, &texts, &r);
	for (size_t i = 0; i < r->nunread; i++)
		encrypted |= r->unread[i].why == UNREAD_ENCRYPTED;
	if (strcmp(expect, "words") == 0 && line != NULL)
		count_words(name, line, &texts);
	else if (strcmp(expect, "protected") == 0 && !encrypted)
		fail_msg("%s: not said to be encrypted", name);
	report_free(r);
	buf_free(&texts);
}

static void
print_tally(const char *what, const struct tally *t)
{
	print_message("%s: %u of %u words (%.1f %%)\n", what, t->found,
	    t->words, t->words > 0 ? 100.0 * t->found / t->words : 0.0);
}

static void
test_corpora(void **state)
{
	char *folder = strdup(test_source("../shared/corpora/docs"));
	struct buf list = BUF_MAX(MIB);
	struct asking a;
	char path[4096], *at, *line;

	(void)state;
	snprintf(path, sizeof path, "%s/expected.tsv", folder);
	if (fd_read_file(path, &list) < 0) {
		print_message("skip: no ../shared/corpora here\n");
		free(folder);
		skip();
	}
	asking_start_with(&a, test_source("tests/documents/ocr.yaml"), "pcre2");
	at = list.data;
	strsep(&at, "\n"); /* the header */
	while ((line = strsep(&at, "\n")) != NULL)
		one(&a, folder, line);
	asking_end(&a);
	print_tally("documents", &must);
	print_tally("old formats and pictures", &old);
	assert_true(must.found >= must.words * WANTED_PERCENT / 100);
	free(folder);
	buf_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_corpora),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
