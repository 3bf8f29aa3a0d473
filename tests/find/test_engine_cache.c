/* SPDX-License-Identifier: MIT
 *
 * test_engine_cache.c - what is compiled is found again, and nothing that
 * others may have written is.
 */
#include "find/engine-cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "find/engine.h"
#include "lib/test.h"

static char folder[64];

static int
set_up(void **state)
{
	(void)state;
	strncpy(folder, "/tmp/probity-cache.XXXXXX", sizeof folder - 1);
	return mkdtemp(folder) != NULL ? 0 : -1;
}

/* The path of an entry whose name has the suffix, or NULL; how many. */
static size_t
entries(char *ret_path, size_t size)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	size_t n = 0;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(ret_path, size, "%s/%s", folder, e->d_name);
		n++;
	}
	closedir(dir);
	return n;
}

static int
tear_down(void **state)
{
	char path[512];

	(void)state;
	chmod(folder, 0700);
	while (entries(path, sizeof path) > 0)
		if (unlink(path) < 0)
			return -1;
	return rmdir(folder);
}

static struct digest
key(const char *word)
{
	return digest_of(word, strlen(word));
}

static int
read_back(const struct digest *k, const char *want)
{
	struct buf got = BUF_MAX(1024);
	int ret = engine_cache_read(folder, k, &got);

	if (ret == 0)
		test_same("entry", buf_str(&got), want);
	buf_free(&got);
	return ret;
}

/* What was written is read back under its key and no other, and none but us
 * can write it. */
static void
test_entry(void **state)
{
	struct digest a = key("a"), b = key("b");
	char path[512];
	struct stat st;

	(void)state;
	assert_int_equal(read_back(&a, ""), -1);
	assert_int_equal(engine_cache_write(folder, &a, "alpha", 5), 0);
	assert_int_equal(read_back(&a, "alpha"), 0);
	assert_int_equal(read_back(&b, ""), -1);
	assert_int_equal(engine_cache_write(folder, &a, "beta", 4), 0);
	assert_int_equal(read_back(&a, "beta"), 0);
	assert_int_equal(entries(path, sizeof path), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0137, 0);
}

/* A folder or an entry that others can write, and a link, are not trusted;
 * nothing is written into such a folder. */
static void
test_trust(void **state)
{
	struct digest a = key("a");
	char path[512], other[512];

	(void)state;
	assert_int_equal(engine_cache_write(folder, &a, "alpha", 5), 0);
	chmod(folder, 0770);
	assert_int_equal(read_back(&a, ""), -1);
	assert_int_equal(engine_cache_write(folder, &a, "x", 1), -1);
	assert_int_equal(errno, EPERM);
	chmod(folder, 0750);
	assert_int_equal(read_back(&a, "alpha"), 0);
	assert_int_equal(entries(path, sizeof path), 1);
	chmod(path, 0642);
	assert_int_equal(read_back(&a, ""), -1);
	chmod(path, 0640);
	snprintf(other, sizeof other, "%s/other", folder);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(read_back(&a, ""), -1);
}

/* An entry of another owner is not trusted, whatever its mode. */
static void
test_owner(void **state)
{
	struct digest a = key("a");
	char path[512];

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(engine_cache_write(folder, &a, "alpha", 5), 0);
	assert_int_equal(entries(path, sizeof path), 1);
	assert_int_equal(chown(path, 12345, 12345), 0);
	assert_int_equal(read_back(&a, ""), -1);
	assert_int_equal(chown(path, 0, 0), 0);
	assert_int_equal(chown(folder, 12345, 12345), 0);
	assert_int_equal(read_back(&a, ""), -1);
	assert_int_equal(chown(folder, 0, 0), 0);
	assert_int_equal(read_back(&a, "alpha"), 0);
}

/* Old entries go, the newest stay. */
static void
test_old(void **state)
{
	static const char *const words[] = {"a", "b", "c", "d", "e", "f"};
	const struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	char path[512];
	struct digest k;
	size_t i;

	(void)state;
	k = key(words[0]);
	assert_int_equal(engine_cache_write(folder, &k, "x", 1), 0);
	entries(path, sizeof path);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	for (i = 1; i < COUNT(words); i++) {
		k = key(words[i]);
		assert_int_equal(engine_cache_write(folder, &k, "x", 1), 0);
	}
	assert_int_equal(entries(path, sizeof path), 4);
	assert_int_equal(read_back(&k, "x"), 0);
	k = key(words[0]);
	assert_int_equal(read_back(&k, ""), -1);
}

/* How many files of the folder have the ending; their time becomes the one
 * given, unless that is 0. */
static size_t
age(const char *ending, time_t at)
{
	const struct timespec times[2] = {{.tv_sec = at}, {.tv_sec = at}};
	DIR *dir = opendir(folder);
	struct dirent *e;
	size_t n = 0, len;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		len = strlen(e->d_name);
		if (len < strlen(ending) ||
		    strcmp(e->d_name + len - strlen(ending), ending) != 0)
			continue;
		n++;
		if (at != 0)
			assert_int_equal(
			    utimensat(dirfd(dir), e->d_name, times, 0), 0);
	}
	closedir(dir);
	return n;
}

/* What is read stays, however long ago it was written. */
static void
test_read_stays(void **state)
{
	static const char *const words[] = {"a", "b", "c", "d", "e", "f", "g"};
	struct digest first = key(words[0]), k;
	char name[sizeof(struct digest_hex) + 16];
	size_t i;

	(void)state;
	snprintf(name, sizeof name, "%s.patterns", digest_hex(&first).s);
	for (i = 0; i < COUNT(words); i++) {
		k = key(words[i]);
		assert_int_equal(engine_cache_write(folder, &k, "x", 1), 0);
		age(".patterns", 1000);
		assert_int_equal(age(name, 500), 1);
		assert_int_equal(read_back(&first, "x"), 0);
	}
	assert_int_equal(age(".patterns", 0), 4);
}

/* Files that are being written take no entry's place; those that never became
 * an entry go. */
static void
test_unfinished(void **state)
{
	static const char *const words[] = {"a", "b", "c", "d"};
	char path[512];
	struct digest k;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < 6; i++) {
		snprintf(path, sizeof path, "%s/x%zu.patterns.123", folder, i);
		fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
		assert_true(fd >= 0);
		close(fd);
	}
	for (i = 0; i < COUNT(words); i++) {
		k = key(words[i]);
		assert_int_equal(engine_cache_write(folder, &k, "x", 1), 0);
	}
	assert_int_equal(age(".patterns", 0), 4);
	assert_int_equal(age(".patterns.123", 1000), 6);
	assert_int_equal(engine_cache_write(folder, &k, "x", 1), 0);
	assert_int_equal(age(".patterns.123", 0), 0);
	assert_int_equal(age(".patterns", 0), 4);
}

/* The key that an entry's name is. */
static struct digest
key_of(const char *path)
{
	const char *hex = strrchr(path, '/') + 1;
	struct digest k;
	unsigned byte;
	size_t i;

	for (i = 0; i < sizeof k.b; i++) {
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		k.b[i] = (unsigned char)byte;
	}
	return k;
}

/* Another byte anywhere, and an entry under another's name, are no entry. */
static void
test_spoilt(void **state)
{
	struct digest a = key("a"), b = key("b");
	char path[512], other[512];
	struct stat st;
	off_t i;
	char byte;
	int fd;

	(void)state;
	assert_int_equal(engine_cache_write(folder, &a, "alpha", 5), 0);
	entries(path, sizeof path);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	for (i = 0; i < st.st_size; i++) {
		assert_int_equal(pread(fd, &byte, 1, i), 1);
		byte ^= 1;
		assert_int_equal(pwrite(fd, &byte, 1, i), 1);
		assert_int_equal(read_back(&a, ""), -1);
		byte ^= 1;
		assert_int_equal(pwrite(fd, &byte, 1, i), 1);
	}
	close(fd);
	assert_int_equal(read_back(&a, "alpha"), 0);
	snprintf(
	    other, sizeof other, "%s/%s.patterns", folder, digest_hex(&b).s);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(read_back(&b, ""), -1);
}

static struct engine_set *
new_engine(enum engine which, const struct pattern *const *patterns)
{
	const struct engine_options o = {.which = which, .cache = folder};
	struct engine_set *e = engine_new(&o, patterns, 1);

	assert_non_null(e);
	return e;
}

/* Is what serves at once PCRE2, for want of a cache? Either way it sifts. */
static bool
is_stopgap(enum engine which, const struct pattern *const *patterns)
{
	struct engine_set *e = new_engine(which, patterns);
	struct engine_scratch *s = engine_scratch_new(e);
	bool may, stopgap = engine_is_stopgap(e);

	engine_scan(e, s, "a needle here", 13, &may);
	assert_true(may);
	engine_scan(e, s, "something else", 14, &may);
	assert_false(may);
	assert_int_equal(strncmp(engine_version(e), "pcre2", 5) == 0, stopgap);
	engine_scratch_free(s);
	engine_free(e);
	return stopgap;
}

static void
spoil(const char *path, off_t at)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "spoilt", 6, at), 6);
	close(fd);
}

/* Without a cache PCRE2 serves, with it Vectorscan; only who is to store
 * writes one; a spoilt or cut one is no cache, nor one that says of no pattern
 * where it may match; other patterns have their own. */
static void
test_engine(void **state)
{
	struct buf err = BUF_MAX(256);
	size_t at;
	struct pattern *one = pattern_new("needle", false, &err, &at);
	struct pattern *two = pattern_new("needle", true, &err, &at);
	const struct pattern *const p = one, *const q = two;
	char path[512];
	struct digest k;
	struct stat st;

	(void)state;
#ifndef HAVE_VECTORSCAN
	skip();
#endif
	assert_true(is_stopgap(ENGINE_READY, &p));
	assert_false(is_stopgap(ENGINE_BEST, &p));
	assert_int_equal(entries(path, sizeof path), 0);
	assert_false(is_stopgap(ENGINE_STORE, &p));
	assert_int_equal(entries(path, sizeof path), 1);
	assert_false(is_stopgap(ENGINE_READY, &p));
	assert_true(is_stopgap(ENGINE_READY, &q));
	assert_int_equal(stat(path, &st), 0);
	spoil(path, st.st_size / 2);
	assert_true(is_stopgap(ENGINE_READY, &p));
	assert_false(is_stopgap(ENGINE_STORE, &p));
	assert_false(is_stopgap(ENGINE_READY, &p));
	spoil(path, 0);
	assert_true(is_stopgap(ENGINE_READY, &p));
	k = key_of(path);
	assert_int_equal(engine_cache_write(folder, &k, "", 1), 0);
	assert_true(is_stopgap(ENGINE_READY, &p));
	assert_false(is_stopgap(ENGINE_STORE, &p));
	assert_int_equal(truncate(path, st.st_size / 2), 0);
	assert_true(is_stopgap(ENGINE_READY, &p));
	assert_int_equal(truncate(path, 0), 0);
	assert_true(is_stopgap(ENGINE_READY, &p));
	pattern_free(one);
	pattern_free(two);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_entry, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_trust, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_owner, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_old, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_read_stays, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_unfinished, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_spoilt, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_engine, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
