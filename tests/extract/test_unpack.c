/* SPDX-License-Identifier: MIT
 *
 * test_unpack.c - the members of archives, honest and hostile.
 */
#include "extract/unpack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "extract/packed.h"
#include "extract/zip.h"
#include "lib/test.h"
#include "parse/charset.h"

#define NOTE "A note about bins.\n"

/* What came out: "name=content;" with marks for what is wrong. */
static int
list(void *arg, const struct unpack_member *m)
{
	struct buf *out = arg;

	buf_addf(out, "%s=", m->path);
	buf_addf(out, "%s%s%s%s", m->encrypted ? "<encrypted>" : "",
	    m->damaged ? "<damaged>" : "", m->limited ? "<limited>" : "",
	    m->unsupported ? "<unsupported>" : "");
	if (m->len < 100)
		buf_add(out, m->data, m->len);
	else
		buf_addf(out, "<%zu>", m->len);
	buf_addc(out, ';');
	return 0;
}

static enum unpack_walked
walk(const char *data, size_t len, struct buf *ret_list)
{
	struct texts t;
	enum unpack_walked walked;

	texts_init(&t, MIB);
	buf_reset(ret_list);
	walked = unpack_walk(data, len, &t, list, ret_list);
	texts_free(&t);
	return walked;
}

/* Each format that is registered is read, and encryption is told apart from
 * damage even where only the list of members is encrypted. */
static void
test_formats(void **state)
{
	static const struct {
		const char *name, *data;
		size_t len;
		enum unpack_walked walked;
		const char *want;
	} cases[] = {
	    {"7z", sample_7z, sizeof sample_7z - 1, UNPACK_WHOLE,
		"note.txt=" NOTE ";"},
	    {"7z, encrypted", sample_7z_content, sizeof sample_7z_content - 1,
		UNPACK_WHOLE, "note.txt=<encrypted>;"},
	    {"7z, header encrypted", sample_7z_header,
		sizeof sample_7z_header - 1, UNPACK_ENCRYPTED, ""},
	    {"zip, AES", sample_zip_aes, sizeof sample_zip_aes - 1,
		UNPACK_WHOLE, "note.txt=<encrypted>;"},
	    {"bz2", sample_bz2, sizeof sample_bz2 - 1, UNPACK_WHOLE,
		"=" NOTE ";"},
	    {"xz", sample_xz, sizeof sample_xz - 1, UNPACK_WHOLE, "=" NOTE ";"},
	    {"zst", sample_zst, sizeof sample_zst - 1, UNPACK_WHOLE,
		"=" NOTE ";"},
	    {"gz", sample_gz, sizeof sample_gz - 1, UNPACK_WHOLE, "=" NOTE ";"},
	    {"rar 4", sample_rar4, sizeof sample_rar4 - 1, UNPACK_WHOLE,
		"note.txt=" NOTE ";"},
	    {"rar 4, encrypted", sample_rar4_content,
		sizeof sample_rar4_content - 1, UNPACK_WHOLE,
		"note.txt=<encrypted>;"},
	    {"rar 4, header encrypted", sample_rar4_header,
		sizeof sample_rar4_header - 1, UNPACK_ENCRYPTED, ""},
	    {"rar 5", sample_rar5, sizeof sample_rar5 - 1, UNPACK_WHOLE,
		"note.txt=" NOTE ";"},
	    {"rar 5, encrypted", sample_rar5_content,
		sizeof sample_rar5_content - 1, UNPACK_WHOLE,
		"note.txt=<encrypted>;"},
	    {"rar 5, header encrypted", sample_rar5_header,
		sizeof sample_rar5_header - 1, UNPACK_ENCRYPTED, ""},
	    {"lzh", sample_lzh, sizeof sample_lzh - 1, UNPACK_WHOLE,
		"note.txt=" NOTE ";"},
	    {"cab", sample_cab, sizeof sample_cab - 1, UNPACK_WHOLE,
		"note.txt=" NOTE ";"},
	    {"an empty zip", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22,
		UNPACK_WHOLE, ""},
	    {"text", NOTE, sizeof NOTE - 1, UNPACK_UNKNOWN, ""},
	    {"nothing", "", 0, UNPACK_UNKNOWN, ""},
	    {"no ZIP", "PK\3\4", 4, UNPACK_DAMAGED, ""},
	};
	struct buf got = BUF_MAX(MIB);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum unpack_walked walked =
		    walk(cases[i].data, cases[i].len, &got);

		test_same(cases[i].name, buf_str(&got), cases[i].want);
		if (walked != cases[i].walked)
			fail_msg("%s: walked %d", cases[i].name, (int)walked);
	}
	buf_free(&got);
}

/* A ZIP archive that says different things in different places is damaged:
 * programs would show different things. */
static void
test_zip_disagrees(void **state)
{
	static const struct {
		const char *name;
		struct zip_raw v[3];
		size_t n;
		enum unpack_walked walked;
		const char *want;
	} cases[] = {
	    {"honest", {{.name = "a", .data = "x"}, {.name = "b", .data = "y"}},
		2, UNPACK_WHOLE, "a=x;b=y;"},
	    {"unlisted between",
		{{.name = "a", .data = "x"},
		    {.name = "s", .data = "secret", .unlisted = true},
		    {.name = "b", .data = "y"}},
		3, UNPACK_DAMAGED, "a=x;b=y;"},
	    {"unlisted first",
		{{.name = "s", .data = "secret", .unlisted = true},
		    {.name = "b", .data = "y"}},
		2, UNPACK_DAMAGED, "b=y;"},
	    {"unlisted last",
		{{.name = "b", .data = "y"},
		    {.name = "s", .data = "secret", .unlisted = true}},
		2, UNPACK_DAMAGED, "b=y;"},
	    {"listed as another",
		{{.name = "a", .data = "x", .listed_as = "b"}}, 1,
		UNPACK_DAMAGED, "a=x;"},
	    {"a ZIP within, stored",
		{{.name = "a.zip", .data = "PK\3\4 and so on"}}, 1,
		UNPACK_WHOLE, "a.zip=PK\3\4 and so on;"},
	    {"sizes differ",
		{{.name = "a", .data = "x and more", .local_packed = 1},
		    {.name = "b", .data = "y"}},
		2, UNPACK_WHOLE, "a=<damaged>x;b=y;"},
	    {"bad checksum", {{.name = "a", .data = "x", .crc = 7}}, 1,
		UNPACK_WHOLE, "a=<damaged>x;"},
	    {"encrypted, classic",
		{{.name = "a", .data = "0123456789ab+", .flags = 1},
		    {.name = "b", .data = "y"}},
		2, UNPACK_WHOLE, "a=<encrypted>;b=y;"},
	    {"packed unknown ways",
		{{.name = "a", .data = "x", .method = 77},
		    {.name = "b", .data = "y"}},
		2, UNPACK_WHOLE, "a=<unsupported>;b=y;"},
	    {"NUL in the name", {{.name = "a\0b", .name_len = 3, .data = "x"}},
		1, UNPACK_WHOLE, "a=x;"},
	    {"DOS name", {{.name = "caf\x82", .data = "x"}}, 1, UNPACK_WHOLE,
		"caf\xc3\xa9=x;"},
	    {"a link, and content in it",
		{{.name = "l", .data = "NI MW000000A", .mode = 0120777}}, 1,
		UNPACK_WHOLE, "l=NI MW000000A;"},
	};
	struct buf got = BUF_MAX(MIB);
	size_t len;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *zip = zip_raw(cases[i].v, cases[i].n, &len);
		enum unpack_walked walked = walk(zip, len, &got);

		test_same(cases[i].name, buf_str(&got), cases[i].want);
		if (walked != cases[i].walked)
			fail_msg("%s: walked %d", cases[i].name, (int)walked);
		free(zip);
	}
	buf_free(&got);
}

/* Cut anywhere, or with any one byte changed, an archive ends the walk, and
 * never as if it were whole and other than it was. */
static void
check_broken(const char *name, const char *data, size_t len, const char *want)
{
	struct buf got = BUF_MAX(MIB);
	char *copy = malloc(len);

	assert_non_null(copy);
	for (size_t cut = 0; cut < len; cut++) {
		memcpy(copy, data, cut);
		if (walk(copy, cut, &got) == UNPACK_WHOLE &&
		    strcmp(buf_str(&got), want) != 0 &&
		    strchr(buf_str(&got), '<') == NULL)
			fail_msg("%s cut at %zu: %s", name, cut, buf_str(&got));
	}
	for (size_t i = 0; i < len; i++) {
		memcpy(copy, data, len);
		copy[i] = (char)~copy[i];
		walk(copy, len, &got);
	}
	free(copy);
	buf_free(&got);
}

static void
test_broken(void **state)
{
	static const struct zip_part parts[] = {
	    {.name = "note.txt", .data = NOTE NOTE NOTE}};
	size_t len;
	char *zip = zip_make(parts, 1, &len);

	(void)state;
	check_broken("zip", zip, len, "note.txt=" NOTE NOTE NOTE ";");
	check_broken(
	    "7z", sample_7z, sizeof sample_7z - 1, "note.txt=" NOTE ";");
	check_broken("gz", sample_gz, sizeof sample_gz - 1, "=" NOTE ";");
	check_broken("bz2", sample_bz2, sizeof sample_bz2 - 1, "=" NOTE ";");
	check_broken("xz", sample_xz, sizeof sample_xz - 1, "=" NOTE ";");
	check_broken("zst", sample_zst, sizeof sample_zst - 1, "=" NOTE ";");
	check_broken(
	    "rar4", sample_rar4, sizeof sample_rar4 - 1, "note.txt=" NOTE ";");
	check_broken(
	    "rar5", sample_rar5, sizeof sample_rar5 - 1, "note.txt=" NOTE ";");
	check_broken(
	    "lzh", sample_lzh, sizeof sample_lzh - 1, "note.txt=" NOTE ";");
	check_broken(
	    "cab", sample_cab, sizeof sample_cab - 1, "note.txt=" NOTE ";");
	free(zip);
}

static void
add_entry(struct archive *a, unsigned type, const char *name, const char *to,
    const char *data)
{
	struct archive_entry *e = archive_entry_new();
	size_t len = data != NULL ? strlen(data) : 0;

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, type);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)len);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(e, to);
	else if (to != NULL)
		archive_entry_set_hardlink(e, to);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	if (len > 0)
		assert_int_equal(archive_write_data(a, data, len), len);
	archive_entry_free(e);
}

static char *
make_tar(bool gzip, size_t *ret_len)
{
	const size_t room = 65536;
	char *out = malloc(room);
	struct archive *a = archive_write_new();

	assert_non_null(out);
	archive_write_set_format_ustar(a);
	if (gzip)
		archive_write_add_filter_gzip(a);
	assert_int_equal(
	    archive_write_open_memory(a, out, room, ret_len), ARCHIVE_OK);
	add_entry(a, AE_IFREG, "../../etc/a", NULL, "one");
	add_entry(a, AE_IFLNK, "link", "/etc/passwd", NULL);
	add_entry(a, AE_IFREG, "hard", "../../etc/a", NULL);
	add_entry(a, AE_IFCHR, "device", NULL, NULL);
	add_entry(a, AE_IFIFO, "pipe", NULL, NULL);
	add_entry(a, AE_IFDIR, "folder", NULL, NULL);
	add_entry(a, AE_IFREG, "/folder/b", NULL, "two");
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	return out;
}

/* Of a tar archive, compressed or not, only files are given; paths are given
 * as they stand. */
static void
test_tar(void **state)
{
	struct buf got = BUF_MAX(MIB);
	size_t len;

	(void)state;
	for (int gzip = 0; gzip <= 1; gzip++) {
		char *tar = make_tar(gzip, &len);

		assert_int_equal(walk(tar, len, &got), UNPACK_WHOLE);
		test_same(
		    "tar", buf_str(&got), "../../etc/a=one;/folder/b=two;");
		free(tar);
	}
	buf_free(&got);
}

/* What stands behind the end of a tar archive is read, or noted. */
static void
test_tar_behind(void **state)
{
	struct buf got = BUF_MAX(MIB), two = BUF_MAX(MIB);
	size_t len;
	char *tar = make_tar(false, &len);

	(void)state;
	buf_add(&two, tar, len);
	buf_add(&two, tar, len);
	assert_int_equal(walk(two.data, two.len, &got), UNPACK_WHOLE);
	test_same("twice", buf_str(&got),
	    "../../etc/a=one;/folder/b=two;../../etc/a=one;/folder/b=two;");
	two.len = len;
	for (int i = 0; i < 100; i++)
		buf_adds(&two, "Mrs X, MW000000A\n");
	assert_int_equal(walk(two.data, two.len, &got), UNPACK_DAMAGED);
	free(tar);
	buf_free(&two);
	buf_free(&got);
}

/* A size of gigabytes in a header is believed no further than the bytes go. */
static void
test_tar_lies(void **state)
{
	struct buf got = BUF_MAX(MIB);
	unsigned sum = 0;
	size_t len;
	char *tar = make_tar(false, &len);

	(void)state;
	memcpy(tar + 124, "77777777777", 11);
	memset(tar + 148, ' ', 8);
	for (int i = 0; i < 512; i++)
		sum += (unsigned char)tar[i];
	snprintf(tar + 148, 8, "%06o", sum);
	assert_int_equal(walk(tar, len, &got), UNPACK_DAMAGED);
	free(tar);
	buf_free(&got);
}

/* Bytes come out up to the limits, whatever the make of the bomb; the member
 * that crosses one is named, and nothing behind it is unpacked. */
static void
test_bombs(void **state)
{
	static char zeros[LIMIT_UNPACKED_FLOOR + MIB];
	const struct zip_part ratio[] = {{"zeros", zeros, sizeof zeros}};
	const struct zip_part late[] = {{"a", "x", 1}, {"b", "y", 1}};
	struct buf got = BUF_MAX(MIB);
	struct texts t;
	size_t len;
	char *zip = zip_make(ratio, 1, &len);

	(void)state;
	assert_int_equal(walk(zip, len, &got), UNPACK_LIMITED);
	test_same("ratio", buf_str(&got), "zeros=<limited>;");
	free(zip);

	zip = zip_overlapping(200, MIB, &len);
	assert_true(len < 64 * KIB);
	texts_init(&t, MIB);
	buf_reset(&got);
	assert_int_equal(unpack_walk(zip, len, &t, list, &got), UNPACK_LIMITED);
	assert_true(t.unpacked < LIMIT_UNPACKED_FLOOR + MIB);
	assert_true(t.members < 20);
	texts_free(&t);
	free(zip);

	zip = zip_make(late, 2, &len);
	texts_init(&t, MIB);
	t.unpacked = LIMIT_UNPACKED_BYTES - 1;
	buf_reset(&got);
	assert_int_equal(unpack_walk(zip, len, &t, list, &got), UNPACK_LIMITED);
	test_same("all together", buf_str(&got), "a=x;b=<limited>;");
	texts_free(&t);
	free(zip);
	buf_free(&got);
}

static int
count(void *arg, const struct unpack_member *m)
{
	(void)m;
	++*(size_t *)arg;
	return 0;
}

/* Of 10,001 members the last is not read, and that is said. */
static void
test_members(void **state)
{
	struct zip_raw *v = calloc(LIMIT_MEMBERS + 1, sizeof *v);
	size_t len, n = 0;
	struct texts t;
	char *zip;

	(void)state;
	assert_non_null(v);
	for (size_t i = 0; i <= LIMIT_MEMBERS; i++)
		v[i] = (struct zip_raw){.name = "a", .data = "x"};
	zip = zip_raw(v, LIMIT_MEMBERS, &len);
	texts_init(&t, MIB);
	assert_int_equal(unpack_walk(zip, len, &t, count, &n), UNPACK_WHOLE);
	assert_int_equal(n, LIMIT_MEMBERS);
	free(zip);
	zip = zip_raw(v, LIMIT_MEMBERS + 1, &len);
	t.members = n = 0;
	assert_int_equal(unpack_walk(zip, len, &t, count, &n), UNPACK_LIMITED);
	assert_int_equal(n, LIMIT_MEMBERS);
	texts_free(&t);
	free(zip);
	free(v);
}

static int
stop(void *arg, const struct unpack_member *m)
{
	(void)m;
	return ++*(int *)arg;
}

/* The walk ends when it is told to, and when it is late. */
static void
test_ends(void **state)
{
	static const struct zip_part parts[] = {{"a", "x", 1}, {"b", "y", 1}};
	struct buf got = BUF_MAX(MIB);
	struct texts t;
	size_t len;
	int calls = 0;
	char *zip = zip_make(parts, 2, &len);

	(void)state;
	texts_init(&t, MIB);
	assert_int_equal(
	    unpack_walk(zip, len, &t, stop, &calls), UNPACK_STOPPED);
	assert_int_equal(calls, 1);
	t.deadline_ms = clock_ms() - 1;
	assert_int_equal(unpack_walk(zip, len, &t, list, &got), UNPACK_LATE);
	texts_free(&t);
	free(zip);
	buf_free(&got);
}

/* Zeros, compressed, are not an archive without members. */
static void
test_zeros(void **state)
{
	static char zeros[20000];
	struct buf got = BUF_MAX(MIB);
	char out[1000];
	size_t len;
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();

	(void)state;
	archive_write_set_format_raw(a);
	archive_write_add_filter_gzip(a);
	archive_write_open_memory(a, out, sizeof out, &len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_write_header(a, e);
	archive_write_data(a, zeros, sizeof zeros);
	archive_entry_free(e);
	archive_write_close(a);
	archive_write_free(a);
	assert_int_equal(walk(out, len, &got), UNPACK_WHOLE);
	test_same("zeros", buf_str(&got), "=<20000>;");
	buf_free(&got);
}

/* What libarchive passes over by itself (zeros between tar archives) counts
 * too: 256 MiB of them in 256 KiB end at the ratio. */
static void
test_passed_over(void **state)
{
	static char zeros[MIB];
	struct buf got = BUF_MAX(MIB);
	const size_t room = 4 * MIB;
	char *out = malloc(room);
	size_t len;
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();

	(void)state;
	assert_non_null(out);
	archive_write_set_format_raw(a);
	archive_write_add_filter_gzip(a);
	archive_write_open_memory(a, out, room, &len);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_write_header(a, e);
	for (int i = 0; i < 256; i++)
		archive_write_data(a, zeros, sizeof zeros);
	archive_entry_free(e);
	archive_write_close(a);
	archive_write_free(a);
	assert_int_equal(walk(out, len, &got), UNPACK_LIMITED);
	free(out);
	buf_free(&got);
}

static int
start(void **state)
{
	(void)state;
	return charset_init() == 0 ? unpack_init() : -1;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_zip_disagrees),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_tar),
	    cmocka_unit_test(test_tar_behind),
	    cmocka_unit_test(test_tar_lies),
	    cmocka_unit_test(test_bombs),
	    cmocka_unit_test(test_members),
	    cmocka_unit_test(test_ends),
	    cmocka_unit_test(test_zeros),
	    cmocka_unit_test(test_passed_over),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
