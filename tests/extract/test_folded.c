/* SPDX-License-Identifier: MIT
 *
 * test_folded.c - calendars and contacts to texts, and the files in them.
 */
#include "extract/folded.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

static int
start(void **state)
{
	(void)state;
	return extract_init();
}

static char *
said_in(enum zone zone, const char *data, size_t len)
{
	const struct document d = {
	    .part = "1", .name = "x.vcf", .where = "", .zone = zone};
	struct texts out;
	char *s;

	texts_init(&out, 4 * MIB);
	assert_int_equal(folded_read(&d, 0, data, len, &out), 0);
	s = said_texts(&out);
	texts_free(&out);
	return s;
}

#define SHOWN "attachment attachment x.vcf\n"

/* Lines are joined, escapes undone, encodings read, each line by itself. */
static void
test_lines(void **state)
{
	static const struct {
		const char *raw, *want;
	} cases[] = {
	    {"TEL:016\r\n 32 960\r\n\t001\r\nNOTE:a\\nb\\, c\\Nd\r\nEND:X\\",
		SHOWN "TEL:01632 960001\nNOTE:a\nb, c\nd\nEND:X\\\n"},
	    /* An escape that the fold cuts in two. */
	    {"NOTE:a\\\r\n nb\r\n", SHOWN "NOTE:a\nb\n"},
	    /* A letter that the fold cuts in two. */
	    {"NOTE:Si\xc3\r\n \xa2n\r\n", SHOWN "NOTE:Si\xc3\xa2n\n"},
	    {"ATTENDEE;CN=\"Jo: Bloggs\";ROLE=CHAIR:mailto:jo@x.example\r\n",
		SHOWN "ATTENDEE;CN=\"Jo: Bloggs\";ROLE=CHAIR:"
		      "mailto:jo@x.example\n"},
	    {"NOTE;CN=\"open:a\nX:b\n", SHOWN "NOTE;CN=\"open:a\nX:b\n"},
	    {"VERSION:2.1\nNOTE;CHARSET=ISO-8859-1;ENCODING="
	     "QUOTED-PRINTABLE:one =\r\n=E9t=E9=0Atwo\r\nTEL:1\r\n",
		SHOWN "VERSION:2.1\nNOTE;CHARSET=ISO-8859-1;ENCODING="
		      "QUOTED-PRINTABLE:one \xc3\xa9t\xc3\xa9\ntwo\nTEL:1\n"},
	    /* What is not declared so is no quoted-printable. */
	    {"NOTE;QUOTED-PRINTABLE:=41\nURL:http://x.example/?a=41\n",
		SHOWN "NOTE;QUOTED-PRINTABLE:A\nURL:http://x.example/?a=41\n"},
	    {"VERSION:2.1\nNOTE:one\n two\n",
		SHOWN "VERSION:2.1\nNOTE:one two\n"},
	    {"no colon\n", SHOWN "no colon\n"},
	    {"NOTE;ENCODING=BASE64:UmVudCBhcnJlYXJz\n",
		SHOWN "NOTE;ENCODING=BASE64:Rent arrears\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = said_in(
		    ZONE_ATTACHMENT, cases[i].raw, strlen(cases[i].raw));

		test_same(cases[i].raw, s, cases[i].want);
		free(s);
	}
}

/* Tags are removed, what they hide is hidden, and what was said is not said
 * again; another event may say the same. */
static void
test_html(void **state)
{
	static const struct {
		const char *raw, *want;
	} cases[] = {
	    {"X-ALT-DESC;FMTTYPE=text/html:<p>Bring <b>b</b>\n  ins</p>\n",
		SHOWN "X-ALT-DESC;FMTTYPE=text/html:Bring b ins\n"},
	    {"DESCRIPTION:see <br>here\n", SHOWN "DESCRIPTION:see\nhere\n"},
	    {"DESCRIPTION:a < b\n", SHOWN "DESCRIPTION:a < b\n"},
	    {"X-ALT-DESC;FMTTYPE=text/html:a<i style=\"display:none\">mole</i>",
		SHOWN "X-ALT-DESC;FMTTYPE=text/html:a\n"
		      "hidden hidden text of x.vcf\nmole\n"},
	    {"BEGIN:VEVENT\nDESCRIPTION:Bring bins\n"
	     "X-ALT-DESC;FMTTYPE=text/html:<p>Bring bins</p>\nEND:VEVENT\n"
	     "BEGIN:VEVENT\nDESCRIPTION:Bring bins\nEND:VEVENT\n",
		SHOWN "BEGIN:VEVENT\nDESCRIPTION:Bring bins\nEND:VEVENT\n"
		      "BEGIN:VEVENT\nDESCRIPTION:Bring bins\nEND:VEVENT\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = said_in(
		    ZONE_ATTACHMENT, cases[i].raw, strlen(cases[i].raw));

		test_same(cases[i].raw, s, cases[i].want);
		free(s);
	}
}

/* The files in them are read as files, however they are written. */
static void
test_files(void **state)
{
	static const struct {
		const char *raw, *want;
	} cases[] = {
	    {"ATTACH;FMTTYPE=text/plain;FILENAME=\"n.txt\";ENCODING=BASE64;"
	     "VALUE=BINARY:UmVudCB\r\n hcnJlYXJz\r\nX:1\r\n",
		SHOWN
		"ATTACH;FMTTYPE=text/plain;FILENAME=\"n.txt\";ENCODING=BASE64;"
		"VALUE=BINARY:\nX:1\n"
		"metadata attachment name, inside x.vcf\nn.txt\n"
		"attachment attachment n.txt, inside x.vcf\nRent arrears\n"},
	    {"ATTACH:data:text/plain;base64,UmVudCBhcnJlYXJz\n",
		SHOWN "ATTACH:\nattachment attachment (part 1/1), inside x.vcf"
		      "\nRent arrears\n"},
	    {"ATTACH:data:text/plain,Rent%20arrears\n",
		SHOWN "ATTACH:\nattachment attachment (part 1/1), inside x.vcf"
		      "\nRent arrears\n"},
	    {"ATTACH:https://x.example/a.pdf\n",
		SHOWN "ATTACH:https://x.example/a.pdf\n"},
	    /* A face is not worth an alarm; a damaged file is. */
	    {"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg==\n",
		SHOWN "PHOTO;ENCODING=b;TYPE=JPEG:\n"},
	    {"PHOTO;JPEG;BASE64:/9j/4AAQ\nSkZJRg==\n\nTEL:1\n",
		SHOWN "PHOTO;JPEG;BASE64:\n\nTEL:1\n"},
	    {"KEY;ENCODING=B:MIIBIjANBgkqhkiG9w0BAQEF\n",
		SHOWN "KEY;ENCODING=B:\n"},
	    {"ATTACH;ENCODING=BASE64:UmVudCBh!!cnJlYXJz\n",
		SHOWN "ATTACH;ENCODING=BASE64:\n"
		      "attachment attachment (part 1/1), inside x.vcf\n"
		      "Rent arrears\nunread damaged\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *s = said_in(
		    ZONE_ATTACHMENT, cases[i].raw, strlen(cases[i].raw));

		test_same(cases[i].raw, s, cases[i].want);
		free(s);
	}
}

/* A picture too large for a face is asked about, and so is a file for another
 * worker. */
static void
test_large(void **state)
{
	const struct document d = {
	    .part = "1", .where = "", .zone = ZONE_ATTACHMENT};
	struct buf b = BUF_MAX(MIB);
	struct texts out;

	(void)state;
	buf_adds(&b, "PHOTO;ENCODING=b:/9j/4AAQSkZJRgAB");
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "AAAA");
	texts_init(&out, MIB);
	assert_int_equal(folded_read(&d, 0, buf_str(&b), b.len, &out), 0);
	assert_int_equal(out.nunread, 1);
	assert_int_equal(out.unread[0].why, UNREAD_IMAGE);
	texts_free(&out);
	buf_reset(&b);
	buf_adds(&b, "ATTACH;ENCODING=BASE64:JVBERi0xLjQK\n");
	texts_init(&out, MIB);
	assert_int_equal(folded_read(&d, 0, buf_str(&b), b.len, &out), 0);
	assert_true(out.wanted);
	texts_free(&out);
	buf_free(&b);
}

/* Two contacts are rows, one is text; what stands in none is text too. */
static void
test_cards(void **state)
{
	static const char two[] =
	    "stray words\n"
	    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Bloggs;Joan;;Mrs;\r\n"
	    "FN:Mrs Joan Bloggs\r\nitem1.TEL;TYPE=HOME:01632 960001\r\n"
	    "TEL:07700 900001\r\nBDAY:19600412\r\n"
	    "ADR;TYPE=HOME:;;1 High St\\, Flat 2;Anytown;;AN1 1AA;\r\n"
	    "REV:20260101T000000Z\r\nEND:VCARD\r\n"
	    "BEGIN:VCARD\r\nN:Jones;Emrys\r\nNOTE:owes\\nrent\r\n"
	    "PHOTO;X-CROP=1;ENCODING=b:/9j/4AAQSkZJRg==\r\n"
	    "X-NHS:999 000 0018\r\nEND:VCARD\r\n";
	static const char want[] = SHOWN
	    "stray words\nattachment contacts of x.vcf\n"
	    "1: name|date of birth|address|telephone|notes|x-nhs\n"
	    "2: Mrs Joan Bloggs|1960-04-12|1 High St, Flat 2, Anytown, AN1 1AA|"
	    "01632 960001, 07700 900001\n"
	    "3: Emrys Jones||||owes rent|999 000 0018\n";
	static const char one[] = "BEGIN:VCARD\nFN:Jo\nEND:VCARD\n";
	static const char secret[] = "BEGIN:VCARD\nFN:Jo Bloggs\nN:Smith;Jo\n"
				     "END:VCARD\nBEGIN:VCARD\nFN:A\n";
	char *s = said_in(ZONE_ATTACHMENT, two, sizeof two - 1);

	(void)state;
	test_same("two", s, want);
	free(s);
	s = said_in(ZONE_ATTACHMENT, one, sizeof one - 1);
	test_same("one", s, SHOWN "BEGIN:VCARD\nFN:Jo\nEND:VCARD\n");
	free(s);
	s = said_in(ZONE_ATTACHMENT, secret, sizeof secret - 1);
	test_same("other name", s,
	    "attachment contacts of x.vcf\n1: name|full name\n"
	    "2: Jo Bloggs|Jo Smith\n3: A\n");
	free(s);
}

/* Cut anywhere, a file is read to there and nothing breaks. */
static void
test_cut(void **state)
{
	static const char file[] =
	    "BEGIN:VCARD\r\nN;ENCODING=QUOTED-PRINTABLE:a=C3=\r\n=A9;b\r\n"
	    "PHOTO;ENCODING=b:/9j/\r\n 4AAQ\r\nADR;LABEL=\"a\\nb\":;;c\r\n"
	    "END:VCARD\r\nBEGIN:VCARD\r\nATTACH:data:text/plain,%41\r\n"
	    "X-ALT-DESC:<p>a\r\nEND:VCARD";

	(void)state;
	for (size_t n = 0; n < sizeof file; n++) {
		char *copy = malloc(n + 1);

		memcpy(copy, file, n);
		free(said_in(ZONE_ATTACHMENT, copy, n));
		free(said_in(ZONE_AUTHORED, copy, n));
		free(copy);
	}
}

/* A hundred thousand contacts, descriptions and files take no longer than
 * their bytes. */
static void
test_many(void **state)
{
	static const char *const lines[] = {"BEGIN:VCARD\nFN:a\n",
	    "X-ALT-DESC:.....a\n", "ATTACH;BASE64:\n A\n", "A;b=\"\n ;;\n",
	    "NOTE;QUOTED-PRINTABLE:=\n", "\xc3\n \xa9"};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct buf b = BUF_MAX(16u * MIB);

		for (int k = 0; k < 100000; k++)
			buf_adds(&b, lines[i]);
		free(said_in(ZONE_ATTACHMENT, buf_str(&b), b.len));
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_html),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_large),
	    cmocka_unit_test(test_cards),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
