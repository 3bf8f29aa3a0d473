/* SPDX-License-Identifier: MIT
 *
 * test_office.c - archives and what is in them, to texts with places.
 */
#include "extract/extract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "extract/packed.h"
#include "extract/unpacked.h"
#include "extract/zip.h"
#include "lib/test.h"

#define NOTE "A note about bins.\n"
#define GZ sample_gz, sizeof sample_gz - 1

/* All that was read of it, one a line: "place: text", "unread why part name",
 * "sign place: about". */
static void
read_all(const char *name, const char *data, size_t len, struct buf *out)
{
	struct texts t;

	texts_init(&t, MIB);
	t.documents = true;
	buf_reset(out);
	assert_int_equal(extract_document(name, data, len, &t), 0);
	for (size_t i = 0; i < t.n; i++)
		buf_addf(out, "%s: %s%s", t.v[i].place, t.v[i].data,
		    t.v[i].data[t.v[i].len - 1] == '\n' ? "" : "\n");
	for (size_t i = 0; i < t.nunread; i++)
		buf_addf(out, "unread %s %s %s\n", unread_name(t.unread[i].why),
		    t.unread[i].part,
		    t.unread[i].name != NULL ? t.unread[i].name : "-");
	for (size_t i = 0; i < t.nsigns; i++)
		buf_addf(
		    out, "sign %s: %s\n", t.signs[i].place, t.signs[i].about);
	texts_free(&t);
}

static void
check(const char *name, const char *data, size_t len, const char *want)
{
	struct buf got = BUF_MAX(MIB);

	read_all(name, data, len, &got);
	test_same(name, buf_str(&got), want);
	buf_free(&got);
}

/* Members stand at their places, folders and archives in archives named from
 * within outwards; each name and each folder is a text. */
static void
test_places(void **state)
{
	const struct zip_part inner[] = {
	    {.name = "tenants.csv", .data = "name,nino\nAnn,MW000000A\n"}};
	struct zip_part outer[] = {
	    {.name = "letters/2026/mrs-x.txt", .data = "Dear Mrs X"},
	    {.name = "letters/2026/mr-y.txt", .data = "Dear Mr Y"},
	    {.name = "more/inner.zip"}, {.name = "note.txt.gz", .data = GZ}};
	size_t len;
	char *zip;

	(void)state;
	outer[2].data = zip_make(inner, 1, &outer[2].len);
	zip = zip_make(outer, 4, &len);
	check("a.zip", zip, len,
	    "folder name, inside a.zip: letters / 2026\n"
	    "attachment name, inside a.zip / letters / 2026: mr-y.txt\n"
	    "attachment mr-y.txt, inside a.zip / letters / 2026: Dear Mr Y\n"
	    "attachment name, inside a.zip / letters / 2026: mrs-x.txt\n"
	    "attachment mrs-x.txt, inside a.zip / letters / 2026: Dear Mrs X\n"
	    "folder name, inside a.zip: more\n"
	    "attachment name, inside a.zip / more: inner.zip\n"
	    "attachment name, inside inner.zip, inside a.zip / more: "
	    "tenants.csv\n"
	    "tenants.csv, inside inner.zip, inside a.zip / more: name\tnino\n"
	    "Ann\tMW000000A\n"
	    "attachment name, inside a.zip: note.txt.gz\n"
	    "attachment name, inside note.txt.gz, inside a.zip: note.txt\n"
	    "attachment note.txt, inside note.txt.gz, inside a.zip: " NOTE);
	free((char *)outer[2].data);
	free(zip);
}

/* Each other format gives the document in it, or the reason why not. */
static void
test_archives(void **state)
{
	static const struct {
		const char *name, *data;
		size_t len;
		const char *want;
	} cases[] = {
	    {"x.7z", sample_7z, sizeof sample_7z - 1,
		"attachment name, inside x.7z: note.txt\n"
		"attachment note.txt, inside x.7z: " NOTE},
	    {"x.7z", sample_7z_content, sizeof sample_7z_content - 1,
		"attachment name, inside x.7z: note.txt\n"
		"unread encrypted 1/1 note.txt\n"},
	    {"x.7z", sample_7z_header, sizeof sample_7z_header - 1,
		"unread encrypted 1 x.7z\n"},
	    {"x.zip", sample_zip_aes, sizeof sample_zip_aes - 1,
		"attachment name, inside x.zip: note.txt\n"
		"unread encrypted 1/1 note.txt\n"},
	    {"x.txt.bz2", sample_bz2, sizeof sample_bz2 - 1,
		"attachment name, inside x.txt.bz2: x.txt\n"
		"attachment x.txt, inside x.txt.bz2: " NOTE},
	    {"X.TXT.GZ", GZ,
		"attachment name, inside X.TXT.GZ: X.TXT\n"
		"attachment X.TXT, inside X.TXT.GZ: " NOTE},
	    {"x", sample_zst, sizeof sample_zst - 1,
		"attachment (part 1/1), inside x: " NOTE},
	    {"x.7z", sample_7z, 60, "unread damaged 1 x.7z\n"},
	    {"x.rar", "Rar!\x1a\7\1\0garbage", 15, "unread damaged 1 x.rar\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		check(
		    cases[i].name, cases[i].data, cases[i].len, cases[i].want);
}

/* Members that could not be had are named with the reason; the rest is read. */
static void
test_unread(void **state)
{
	const struct zip_raw v[] = {
	    {.name = "a.txt", .data = "0123456789ab+", .flags = 1},
	    {.name = "b.txt", .data = "x", .method = 77},
	    {.name = "c.txt", .data = "half of", .crc = 7},
	    {.name = "d.txt", .data = "whole"}};
	size_t len;
	char *zip = zip_raw(v, 4, &len);

	(void)state;
	check("a.zip", zip, len,
	    "attachment name, inside a.zip: a.txt\n"
	    "attachment name, inside a.zip: b.txt\n"
	    "attachment name, inside a.zip: c.txt\n"
	    "attachment c.txt, inside a.zip: half of\n"
	    "attachment name, inside a.zip: d.txt\n"
	    "attachment d.txt, inside a.zip: whole\n"
	    "unread encrypted 1/1 a.txt\n"
	    "unread unsupported 1/2 b.txt\n"
	    "unread damaged 1/3 c.txt\n");
	free(zip);
}

/* Paths are shown without what would lead elsewhere or deceive the eye. */
static void
test_paths(void **state)
{
	static const struct {
		const char *path, *folder, *name;
		int turned;
	} cases[] = {
	    {"a.txt", "", "a.txt", 0},
	    {"", "", "", 0},
	    {"letters/2026/a.txt", "letters / 2026", "a.txt", 0},
	    {"../../etc/passwd", "etc", "passwd", 0},
	    {"/etc/./x//passwd", "etc / x", "passwd", 0},
	    {"C:\\Users\\a.txt", "Users", "a.txt", 0},
	    {"\\\\server\\share\\a", "server / share", "a", 0},
	    {"a/..", "a", "", 0},
	    {"folder/", "folder", "", 0},
	    {"a\r\n\x1b[2Jb\x7f", "", "a[2Jb", 0},
	    {"in\xe2\x80\xae"
	     "fdp.exe",
		"", "infdp.exe", 1},
	    {"a\xe2\x80\x8b"
	     "b\xef\xbb\xbf"
	     "c\xe2\x81\xa6"
	     "d\xe2\x80\xa8",
		"", "abcd", 0},
	    {"\xff"
	     "a\xc3",
		"", "a", 0},
	    {"llythyrau/T\xc5\xb7.txt", "llythyrau", "T\xc5\xb7.txt", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *folder, *name;

		assert_int_equal(unpacked_path(cases[i].path, &folder, &name),
		    cases[i].turned);
		test_same(cases[i].path, folder, cases[i].folder);
		test_same(cases[i].path, name, cases[i].name);
		free(folder);
		free(name);
	}
}

/* What macOS adds to an archive by itself is no document; what is only called
 * so, or has more in it, is. */
static void
test_of_system(void **state)
{
	static char large[17 * KIB] = "\0\5\x16\7";
	const struct zip_part parts[] = {{.name = "a.txt", .data = "x"},
	    {.name = "__MACOSX/._a.txt",
		.data = "\0\5\x16\7\0\2\0\0Mac",
		.len = 11},
	    {.name = ".DS_Store", .data = "\0\0\0\1Bud1\0", .len = 9},
	    {.name = "._b.txt", .data = "y"},
	    {.name = "._c", .data = large, .len = sizeof large}};
	size_t len;
	char *zip = zip_make(parts, COUNT(parts), &len);

	(void)state;
	check("a.zip", zip, len,
	    "attachment name, inside a.zip: ._b.txt\n"
	    "attachment ._b.txt, inside a.zip: y\n"
	    "attachment name, inside a.zip: ._c\n"
	    "attachment name, inside a.zip: a.txt\n"
	    "attachment a.txt, inside a.zip: x\n"
	    "unread unsupported 1/5 ._c\n");
	free(zip);
}

/* A name that is turned round is a sign. */
static void
test_turned(void **state)
{
	const struct zip_part part = {.name = "in\xe2\x80\xae"
					      "list.txt",
	    .data = "x"};
	size_t len;
	char *zip = zip_make(&part, 1, &len);

	(void)state;
	check("a.zip", zip, len,
	    "attachment name, inside a.zip: inlist.txt\n"
	    "attachment inlist.txt, inside a.zip: x\n"
	    "sign inlist.txt: its name is turned round in part\n");
	free(zip);
}

/* The comment on an archive is a text of it. */
static void
test_comment(void **state)
{
	const struct zip_raw member = {.name = "a.txt", .data = "x"};
	struct buf b = BUF_MAX(MIB);
	size_t len;
	char *zip = zip_raw(&member, 1, &len);

	(void)state;
	zip[len - 2] = 11;
	buf_add(&b, zip, len);
	buf_adds(&b, "for Mr Ex\xa3!");
	check("a.zip", b.data, b.len,
	    "archive comment of a.zip: for Mr Ex\xc2\xa3!\n"
	    "attachment name, inside a.zip: a.txt\n"
	    "attachment a.txt, inside a.zip: x\n");
	buf_free(&b);
	free(zip);
}

/* Archives 17 deep: the deepest is not opened, and that is said. */
static void
test_depth(void **state)
{
	struct zip_part part = {.name = "note.txt", .data = NOTE};
	struct buf got = BUF_MAX(MIB);
	char *zip = NULL;

	(void)state;
	for (int depth = 1; depth <= LIMIT_NESTING + 1; depth++) {
		size_t len;
		char *next = zip_make(&part, 1, &len);

		free(zip);
		zip = next;
		part =
		    (struct zip_part){.name = "n.zip", .data = zip, .len = len};
		read_all("n.zip", zip, len, &got);
		if ((strstr(buf_str(&got), NOTE) != NULL) !=
		    (depth <= LIMIT_NESTING))
			fail_msg("depth %d: %s", depth, buf_str(&got));
		if ((strstr(buf_str(&got), "unread limit") != NULL) !=
		    (depth > LIMIT_NESTING))
			fail_msg("depth %d: %s", depth, buf_str(&got));
	}
	free(zip);
	buf_free(&got);
}

/* Ten archives in each of ten in each of ten, a mebibyte of zeros at the
 * bottom: the reading ends at a limit, soon. */
static void
test_nested_bomb(void **state)
{
	static char zeros[MIB];
	struct zip_part parts[10] = {
	    {.name = "zeros", .data = zeros, .len = sizeof zeros}};
	struct texts t;
	int64_t begun;
	size_t len;
	char *zip = zip_make(parts, 1, &len);

	(void)state;
	for (int level = 0; level < 5; level++) {
		char *next;

		for (size_t i = 0; i < 10; i++)
			parts[i] = (struct zip_part){
			    .name = "n.zip", .data = zip, .len = len};
		next = zip_make(parts, 10, &len);
		free(zip);
		zip = next;
	}
	texts_init(&t, MIB);
	t.documents = true;
	begun = clock_ms();
	assert_int_equal(extract_document("n.zip", zip, len, &t), 0);
	assert_true(clock_ms() - begun < 60000);
	assert_true(t.unpacked <= LIMIT_UNPACKED_BYTES + MIB);
	assert_true(t.nunread > 0);
	assert_int_equal(t.unread[t.nunread - 1].why, UNREAD_LIMIT);
	texts_free(&t);
	free(zip);
}

/* An office document that no reader knows is unread, but what is embedded in
 * it is looked at; its plumbing is not, unless it is only called so. */
static void
test_embedded(void **state)
{
	const struct zip_part parts[] = {
	    {.name = "[Content_Types].xml", .data = "<Types/>"},
	    {.name = "_rels/.rels", .data = "<Relationships/>"},
	    {.name = "word/theme/theme1.xml", .data = "<a>theme</a>"},
	    {.name = "embeddings/note.txt", .data = "x\n"},
	    {.name = "docProps/thumbnail.png", .data = "\x89PNG"},
	    {.name = "media/logo.png", .data = "\x89PNG\r\n\x1a\n"},
	    {.name = "word/theme/theme2.xml", .data = "{\\rtf1 hello}"}};
	size_t len;
	char *zip = zip_make(parts, 7, &len);

	(void)state;
	check("a.vsdx", zip, len,
	    "attachment name, inside a.vsdx: note.txt\n"
	    "attachment note.txt, inside a.vsdx: x\n"
	    "attachment name, inside a.vsdx: logo.png\n"
	    "attachment name, inside a.vsdx: theme2.xml\n"
	    "theme2.xml, inside a.vsdx: hello\n"
	    "unread unsupported 1 a.vsdx\n"
	    "unread image 1/6 logo.png\n");
	free(zip);
}

/* Sound and film are noted once for all; a document that is called so is read.
 * Room that was left over and controls hold no words. */
static void
test_recordings(void **state)
{
	const struct zip_part parts[] = {
	    {.name = "[Content_Types].xml", .data = "<Types/>"},
	    {.name = "media/media1.mp4",
		.data = "\0\0\0\x18"
			"ftypmp42",
		.len = 12},
	    {.name = "media/media2.MP3",
		.data = "ID3\3\0\0\0\0\0\7",
		.len = 10},
	    {.name = "media/note.wav", .data = "Dear Ann"},
	    {.name = "[trash]/0000.dat", .data = "\xff\xff\0\0\0", .len = 5},
	    {.name = "xl/activeX/activeX1.bin", .data = "\1\2\3\4"},
	    {.name = "xl/metadata", .data = "\1\2\3\4"}};
	size_t len;
	char *zip = zip_make(parts, COUNT(parts), &len);

	(void)state;
	check("a.vsdx", zip, len,
	    "attachment name, inside a.vsdx: media1.mp4\n"
	    "attachment name, inside a.vsdx: note.wav\n"
	    "attachment note.wav, inside a.vsdx: Dear Ann\n"
	    "unread unsupported 1 a.vsdx\n"
	    "unread unsupported 1/2 media1.mp4\n");
	free(zip);
}

/* An encrypted OpenDocument is encrypted, not damaged. */
static void
test_encrypted(void **state)
{
	const struct zip_part parts[] = {
	    {.name = "mimetype",
		.data = "application/vnd.oasis.opendocument.text"},
	    {.name = "content.xml", .data = "\1\2\3"},
	    {.name = "META-INF/manifest.xml",
		.data = "<m><e><encryption-data/></e></m>"}};
	size_t len;
	char *zip = zip_make(parts, 3, &len);

	(void)state;
	check("a.odt", zip, len, "unread encrypted 1 a.odt\n");
	free(zip);
}

/* Where documents are not allowed, an archive is left to another worker. */
static void
test_wanted(void **state)
{
	struct texts t;

	(void)state;
	texts_init(&t, MIB);
	assert_int_equal(extract_document("x.gz", GZ, &t), 0);
	assert_true(t.wanted);
	assert_int_equal(t.n + t.nunread, 0);
	texts_free(&t);
}

/* An archive that holds itself ends at the depth that is allowed. */
static void
test_droste(void **state)
{
	struct buf got = BUF_MAX(MIB);
	static char data[256 * 1024];
	FILE *f =
	    fopen(test_source("../shared/corpora/docs/tika-droste.zip"), "rb");
	size_t len;

	(void)state;
	if (f == NULL) {
		print_message("no ../shared/corpora: left out\n");
		skip();
	}
	len = fread(data, 1, sizeof data, f);
	fclose(f);
	read_all("droste.zip", data, len, &got);
	assert_non_null(strstr(buf_str(&got), "unread limit"));
	buf_free(&got);
}

static int
start(void **state)
{
	(void)state;
	return extract_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_archives),
	    cmocka_unit_test(test_unread),
	    cmocka_unit_test(test_paths),
	    cmocka_unit_test(test_of_system),
	    cmocka_unit_test(test_turned),
	    cmocka_unit_test(test_comment),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_nested_bomb),
	    cmocka_unit_test(test_embedded),
	    cmocka_unit_test(test_recordings),
	    cmocka_unit_test(test_encrypted),
	    cmocka_unit_test(test_wanted),
	    cmocka_unit_test(test_droste),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
