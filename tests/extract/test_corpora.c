/* SPDX-License-Identifier: MIT
 *
 * test_corpora.c - real and torturous public messages, where they are at hand.
 *
 * They are read from PROBITY_SHARED, or from ../shared beside the source; the
 * test is skipped, and says so, without them.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/extract.h"
#include "lib/test.h"
#include "parse/charset.h"
#include "parse/mail.h"

static bool
has_content(const struct mail *m)
{
	size_t n;
	const struct mail_part *p = mail_parts(m, &n);

	for (size_t i = 0; i < n; i++)
		if (p[i].raw_len > 0)
			return true;
	return false;
}

/* One message: read, with something to show for it, and all text valid. */
static void
check_file(const char *path)
{
	struct buf b = BUF_MAX(256 * MIB);
	struct texts t;
	struct mail *m;
	char *copy;

	assert_int_equal(fd_read_file(path, &b), 0);
	/* To the byte, for the sanitizer. */
	copy = malloc(b.len > 0 ? b.len : 1);
	memcpy(copy, buf_str(&b), b.len);
	m = mail_parse(copy, b.len);
	assert_non_null(m);
	texts_init(&t, LIMIT_TEXT_BYTES);
	assert_int_equal(extract_mail(m, &t), 0);
	if (t.n == 0 && t.nunread == 0 && has_content(m))
		fail_msg("%s: neither text nor unread part", path);
	for (size_t i = 0; i < t.n; i++) {
		assert_int_equal(
		    charset_utf8_prefix(t.v[i].data, t.v[i].len), t.v[i].len);
		assert_int_equal(strlen(t.v[i].data), t.v[i].len);
	}
	texts_free(&t);
	mail_free(m);
	free(copy);
	buf_free(&b);
}

static void
check_folder(const char *name)
{
	const char *shared = getenv("PROBITY_SHARED");
	char folder[2048], path[4096];
	struct dirent *e;
	size_t n = 0;
	DIR *d;

	snprintf(folder, sizeof folder, "%s/corpora/%s",
	    shared != NULL ? shared : test_source("../shared"), name);
	d = opendir(folder);
	if (d == NULL) {
		print_message("skipped: no %s\n", folder);
		skip();
	}
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		check_file(path);
		n++;
	}
	closedir(d);
	assert_true(n > 0);
}

/* Broken boundaries, charsets, headers, encodings. */
static void
test_torture(void **state)
{
	(void)state;
	check_folder("torture");
}

/* Six hundred ordinary messages. */
static void
test_ham(void **state)
{
	(void)state;
	check_folder("ham");
}

static int
setup(void **state)
{
	(void)state;
	return extract_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_torture),
	    cmocka_unit_test(test_ham),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
