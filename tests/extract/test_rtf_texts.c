/* SPDX-License-Identifier: MIT
 *
 * test_rtf_texts.c - RTF documents to texts, and what is embedded in them.
 */
#include "extract/rtf-texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/said.h"
#include "lib/test.h"

static char *
said(const char *data, size_t len)
{
	const struct document d = {
	    .part = "1", .name = "x.rtf", .where = "", .zone = ZONE_ATTACHMENT};
	struct texts out;
	char *s;

	texts_init(&out, 4 * MIB);
	assert_int_equal(rtf_texts(&d, 0, data, len, &out), 0);
	s = said_texts(&out);
	texts_free(&out);
	return s;
}

static void
add_hex(struct buf *b, const void *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addf(b, "%02x%s", ((const unsigned char *)data)[i],
		    i % 64 == 63 ? "\r\n" : "");
}

/* A file wrapped by the packager, in an OLE 1.0 stream, in RTF. */
static void
add_object(struct buf *b, const char *file)
{
	static const char head[] = "\1\5\0\0\2\0\0\0\10\0\0\0Package\0"
				   "\0\0\0\0\0\0\0\0";
	static const char packer[] = "\2\0label\0C:\\docs\\note.txt\0"
				     "\0\0\3\0\4\0\0\0tmp";
	const unsigned char n = (unsigned char)strlen(file);
	const unsigned char size[] = {n, 0, 0, 0},
			    all[] = {(unsigned char)(sizeof packer + 4 + n), 0,
				0, 0};

	buf_adds(b, "{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata ");
	add_hex(b, head, sizeof head - 1);
	add_hex(b, all, sizeof all);
	add_hex(b, packer, sizeof packer);
	add_hex(b, size, sizeof size);
	add_hex(b, file, n);
	buf_adds(b, "}{\\result {\\pict\\wmetafile8 010009}}}");
}

/* Shown and unseen text are apart, and damage is said. */
static void
test_text(void **state)
{
	static const struct {
		const char *rtf, *want;
	} cases[] = {
	    {"{\\rtf1 Dear Ann}", "attachment x.rtf\nDear Ann\n"},
	    {"{\\rtf1 a{\\v hid}b}",
		"attachment x.rtf\nab\nhidden hidden text of x.rtf\nhid\n"},
	    {"{\\rtf1{\\shp{\\sp{\\sn posh}{\\sv 2015295488}}"
	     "{\\sp{\\sn name}{\\sv Ann}}}x}",
		"attachment x.rtf\nx\nhidden hidden text of x.rtf\nAnn\n"},
	    {"{\\rtf1 cut", "attachment x.rtf\ncut\nunread damaged\n"},
	    /* A small metafile is what an object looks like. */
	    {"{\\rtf1 x{\\pict\\wmetafile8 0100}}", "attachment x.rtf\nx\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = said(cases[i].rtf, strlen(cases[i].rtf));

		test_same(cases[i].rtf, s, cases[i].want);
		free(s);
	}
}

#define RTF(s)                                                        \
	"{\\rtf1{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255" \
	"\\blue255;\\red31\\green73\\blue125;}" s "}"
#define SHOWN "attachment x.rtf\n"
#define UNSEEN "hidden hidden text of x.rtf\n"
#define BLACKED "hidden text blacked out of x.rtf\n"
#define SIGN "sign text blacked out of x.rtf: text under black can be read\n"

/* White and tiny words are hidden, words under black a redaction that failed;
 * white ones on something dark, or on what is not known, are shown. */
static void
test_looks(void **state)
{
	static const struct {
		const char *rtf, *want;
	} cases[] = {
	    {RTF("a {\\cf2 mole} b"), SHOWN "a  b\n" UNSEEN "mole\n"},
	    {RTF("a {\\cf3 seen} b"), SHOWN "a seen b\n"},
	    {RTF("a {\\fs2 mole\\par}b"), SHOWN "a \nb\n" UNSEEN "mole\n"},
	    {RTF("a {\\cf2\\plain seen}"), SHOWN "a seen\n"},
	    {RTF("a {\\cf2\\cf0 seen}"), SHOWN "a seen\n"},
	    {RTF("Mrs {\\highlight1 Jane}{\\highlight1  }"
		 "{\\highlight1 Roe}, x"),
		SHOWN "Mrs  , x\n" BLACKED "Jane Roe\n" SIGN},
	    {RTF("{\\chshdng0\\chcbpat1\\cf1 Roe}\\par x"),
		SHOWN "\nx\n" BLACKED "Roe\n" SIGN},
	    {RTF("{\\cb1\\cf1 Roe} x"), SHOWN " x\n" BLACKED "Roe\n" SIGN},
	    {RTF("{\\highlight1 xxxxx} x"), SHOWN " x\n" BLACKED "xxxxx\n"},
	    {RTF("{\\highlight1\\cf2 seen} x"), SHOWN "seen x\n"},
	    {RTF("{\\chcbpat3\\cf2 seen} x"), SHOWN "seen x\n"},
	    {RTF("\\pard\\cbpat3\\cf2 seen\\par\\pard mole"),
		SHOWN "seen\n" UNSEEN "mole\n"},
	    {RTF("\\shading10000\\cfpat3\\cf2 seen"), SHOWN "seen\n"},
	    {RTF("\\trowd\\clcbpat3\\cellx9\\pard\\intbl\\cf2 seen\\cell"
		 "\\row\\pard mole"),
		SHOWN "seen\t\n" UNSEEN "mole\n"},
	    {RTF("{\\shp{\\*\\shpinst{\\shptxt\\cf2 seen}}}{\\cf2 too}"
		 "\\page\\cf2 mole"),
		SHOWN "seentoo\n" UNSEEN "mole\n"},
	    {RTF("{\\header{\\shp{\\*\\shpinst}}}a{\\cf2 mole}"),
		SHOWN "a\n" UNSEEN "mole\n"},
	    {RTF("{\\*\\background{\\shp}}\\cf2 seen"), SHOWN "seen\n"},
	    {"{\\rtf1 {\\cf2 no table}}", SHOWN "no table\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = said(cases[i].rtf, strlen(cases[i].rtf));

		test_same(cases[i].rtf, s, cases[i].want);
		free(s);
	}
}

/* An embedded file is read as the document it is, in its place. */
static void
test_object(void **state)
{
	struct buf b = BUF_MAX(64 * KIB);
	char *s;

	(void)state;
	buf_adds(&b, "{\\rtf1 see ");
	add_object(&b, "the words within");
	buf_adds(&b, " there}");
	s = said(buf_str(&b), b.len);
	assert_non_null(strstr(s, "see  there\n"));
	assert_non_null(strstr(s, "note.txt"));
	assert_non_null(strstr(s, "inside x.rtf\nthe words within\n"));
	assert_null(strstr(s, "unread"));
	free(s);
	/* Cut anywhere, it is never said to be whole. */
	for (size_t len = 1; len < b.len; len++) {
		s = said(b.data, len);
		assert_non_null(strstr(s, "unread damaged"));
		free(s);
	}
	buf_free(&b);
}

/* A logo is no alarm; a large picture that is not read is one. */
static void
test_picture(void **state)
{
	struct buf b = BUF_MAX(MIB), large = BUF_MAX(MIB);
	char *s;

	(void)state;
	buf_adds(&b, "{\\rtf1 x{\\*\\shppict{\\pict\\pngblip ");
	buf_adds(&large, buf_str(&b));
	buf_adds(&b, "89504e470d0a1a0a}}}");
	s = said(buf_str(&b), b.len);
	test_same("logo", s, "attachment x.rtf\nx\n");
	free(s);
	buf_adds(&large, "89504e470d0a1a0a");
	for (int i = 0; i < 60000; i++)
		buf_adds(&large, "00");
	buf_adds(&large, "}}}");
	s = said(buf_str(&large), large.len);
	assert_non_null(strstr(s, "unread image"));
	free(s);
	buf_free(&b);
	buf_free(&large);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_looks),
	    cmocka_unit_test(test_object),
	    cmocka_unit_test(test_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
