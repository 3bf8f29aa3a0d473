/* SPDX-License-Identifier: MIT
 *
 * test_messages.c - messages and bare documents to texts with places.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "extract/extract.h"
#include "lib/test.h"
#include "parse/charset.h"
#include "parse/mail.h"

#define MIXED "Subject: bins\nContent-Type: multipart/mixed; boundary=b\n\n"
#define ALTERNATIVE \
	"Subject: bins\nContent-Type: multipart/alternative; boundary=b\n\n"
#define END "\n--b--\n"
#define WORDS "a report of more than fifty characters, and then this"
/* Kilobytes of line ends. */
#define LINES "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
#define MANY                                                                  \
	LINES LINES LINES LINES LINES LINES LINES LINES LINES LINES LINES     \
	    LINES LINES LINES LINES LINES LINES LINES LINES LINES LINES LINES \
		LINES LINES LINES LINES LINES LINES LINES LINES LINES LINES   \
		    LINES LINES LINES LINES LINES LINES LINES LINES LINES     \
			LINES LINES LINES LINES LINES LINES LINES LINES LINES \
			    LINES LINES LINES LINES LINES LINES LINES LINES   \
				LINES LINES LINES LINES LINES LINES

/* "zone part place [text]" and "unread why part name" lines. */
static void
describe(const struct texts *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++)
		buf_addf(out, "%s %s %s%s [%s]\n", zone_name(t->v[i].zone),
		    t->v[i].part, t->v[i].place,
		    t->v[i].table ? " (table)" : "", t->v[i].data);
	for (size_t i = 0; i < t->nunread; i++)
		buf_addf(out, "unread %s %s %s\n",
		    unread_name(t->unread[i].why), t->unread[i].part,
		    t->unread[i].name ? t->unread[i].name : "-");
}

static const struct sample {
	const char *name, *message, *want;
} samples[] = {
    {"plain", "Subject: bins\n\nDear Ann\n",
	"subject 0 subject [bins]\nauthored 1 body [Dear Ann\n]\n"},
    {"empty", "", "unread damaged 0 -\n"},
    {"no header block", "hello\n",
	"authored 0 body [hello]\nunread damaged 0 -\n"},
    {"html", "Content-Type: text/html\n\n<p>Dear <b>A</b>nn<i hidden>x</i>\n",
	"authored 1 body (HTML) [Dear Ann]\n"
	"hidden 1 body (HTML), hidden text [x]\n"},
    {"html names its charset",
	"Content-Type: text/html\n\n<meta charset='koi8-r'><p>\xf0\xd2\xc9\n",
	"authored 1 body (HTML) [\xd0\x9f\xd1\x80\xd0\xb8]\n"},
    {"alternatives that agree",
	ALTERNATIVE "--b\n\nDear *Ann*, see https://x.example "
		    "<https://x.example>\n--b\nContent-Type: text/html\n\n"
		    "<p>Dear <b>Ann</b>, <i hidden>no</i>see <a href='https:"
		    "//x.example'>https://x.example</a></p>" END,
	"subject 0 subject [bins]\n"
	"authored 1 body [Dear *Ann*, see https://x.example "
	"<https://x.example>]\nhidden 2 body (HTML), hidden text [no]\n"},
    {"alternatives that differ",
	ALTERNATIVE "--b\n\nDear Ann\n--b\nContent-Type: text/html\n\n"
		    "<p>Dear Bob" END,
	"subject 0 subject [bins]\nauthored 1 body [Dear Ann]\n"
	"authored 2 body (HTML) [Dear Bob]\n"},
    {"alternative within multipart/related",
	ALTERNATIVE
	"--b\n\nDear Ann\n--b\nContent-Type: multipart/related; boundary=c\n\n"
	"--c\nContent-Type: text/html\n\n<p>Dear Ann\n--c\nContent-Type: "
	"image/png; name=logo.png\nContent-ID: <x>\n\n\x89PNG\n--c--\n" END,
	"subject 0 subject [bins]\nauthored 1 body [Dear Ann]\n"
	"metadata 2.2 attachment name [logo.png]\n"},
    {"nothing but a picture",
	"Subject: a\nContent-Type: multipart/related; boundary=b\n\n--b\n"
	"Content-Type: text/html\n\n<img src='cid:x'>\n--b\nContent-Type: "
	"image/png\nContent-ID: <x>\n\n\x89PNG" END,
	"subject 0 subject [a]\nunread image 2 -\n"},
    {"attached picture",
	MIXED "--b\nContent-Type: image/png; name=scan.png\n\n\x89PNG" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [scan.png]\n"
	"unread image 1 scan.png\n"},
    {"table",
	MIXED "--b\nContent-Type: text/csv; name=repairs.csv\n\n"
	      "Name,NI\nAnn,MW000000A" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [repairs.csv]\n"
	"attachment 1 repairs.csv (table) [Name\tNI\nAnn\tMW000000A\n]\n"},
    {"table by its name",
	MIXED "--b\nContent-Type: application/vnd.ms-excel\n"
	      "Content-Disposition: attachment; filename=a"
	      ".CSV\n\na;b\nc;d" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [a.CSV]\n"
	"attachment 1 a.CSV (table) [a\tb\nc\td\n]\n"},
    {"text in disguise",
	MIXED "--b\nContent-Type: application/octet-stream; "
	      "name=notes\nContent-Transfer-Encoding: base64"
	      "\n\nTklOTyBNVzAwMDAwMEE=" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [notes]\n"
	"attachment 1 attachment notes [NINO MW000000A]\n"},
    {"nameless attachment",
	MIXED "--b\nContent-Disposition: attachment\n\nx" END,
	"subject 0 subject [bins]\nattachment 1 attachment (part 1) [x]\n"},
    {"document we cannot read",
	MIXED "--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.7" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [a.pdf]\n"
	"unread damaged 1 a.pdf\n"},
    {"document that says it is text",
	MIXED "--b\nContent-Type: text/plain; name=a.txt\n\n%PDF-1.7" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [a.txt]\n"
	"unread damaged 1 a.txt\n"},
    {"calendar",
	MIXED "--b\nContent-Type: text/calendar\n\nSUMMARY:Case\n "
	      " conference" END,
	"subject 0 subject [bins]\n"
	"authored 1 body [SUMMARY:Case conference\n]\n"},
    {"enclosed message",
	MIXED "--b\nContent-Type: message/rfc822\n\nSubject: Re: bins\n\n"
	      "hello\n> why?" END,
	"subject 0 subject [bins]\n"
	"forwarded 1 subject, inside enclosed message 'Re: bins' [Re: bins]\n"
	"forwarded 1.1 body, inside enclosed message 'Re: bins' [hello\n]\n"
	"forwarded 1.1 body, inside enclosed message 'Re: bins' [> why?]\n"},
    {"message as a file",
	MIXED "--b\nContent-Type: application/octet-stream; name=x.eml\n\n"
	      "Subject: Re: bins\n\nhello" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [x.eml]\n"
	"forwarded 1/0 subject, inside attachment x.eml [Re: bins]\n"
	"forwarded 1/1 body, inside attachment x.eml [hello]\n"},
    {"preamble", MIXED "pre\n--b\n\nx" END,
	"subject 0 subject [bins]\nauthored 1 body [x]\n"
	"hidden 0 text outside every part [pre]\n"},
    {"boundary never appears", MIXED "NINO MW000000A\n",
	"subject 0 subject [bins]\nauthored 0 body [NINO MW000000A]\n"
	"unread damaged 0 -\n"},
    {"cut short", MIXED "--b\n\nx\n",
	"subject 0 subject [bins]\nauthored 1 body [x\n]\n"
	"unread damaged 0 -\n"},
    {"alternatives that are not closed",
	ALTERNATIVE "--b\n\nDear Ann\n--b\nContent-Type: text/html\n\n"
		    "<p>Dear Bob\n",
	"subject 0 subject [bins]\nauthored 1 body [Dear Ann]\n"
	"authored 2 body (HTML) [Dear Bob]\n"},
    {"alternatives cut in base64",
	ALTERNATIVE "--b\n\nDear Ann\n--b\nContent-Type: text/html\n"
		    "Content-Transfer-Encoding: base64\n\nPHA+RGVhciBCb2I=\n",
	"subject 0 subject [bins]\nauthored 1 body [Dear Ann]\n"
	"authored 2 body (HTML) [Dear Bob]\nunread damaged 0 -\n"},
    {"winmail.dat that says the body again",
	MIXED "--b\n\nDear Ann\n--b\nContent-Type: application/ms-tnef; "
	      "name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
	      "eJ8+IgEAAQyAAgAJAAAARGVhciBBbm4AuQICD4AGAA4AAABOSU5PIE1X\n"
	      "MDAwMDAwQVkDAhCAAQAGAAAAYS50eHQA7wE=\n" END,
	"subject 0 subject [bins]\nauthored 1 body [Dear Ann]\n"
	"metadata 2 attachment name [winmail.dat]\n"
	"metadata 2/0 attachment name, inside attachment winmail.dat [a.txt]\n"
	"attachment 2/1 attachment a.txt, inside attachment winmail.dat "
	"[NINO MW000000A]\n"},
    {"broken base64",
	"Subject: a\nContent-Transfer-Encoding: base64\n\nNINO, not base64!\n",
	NULL},
    {"two types",
	"Subject: a\nContent-Type: text/html\nContent-Type: "
	"text/plain\n\n<b hidden>MW000000A</b>\n",
	"subject 0 subject [a]\nauthored 1 body [<b hidden>MW000000A</b>\n]\n"
	"hidden 1 body (HTML), hidden text [MW000000A]\n"},
    {"encrypted by S/MIME",
	"Subject: a\nContent-Type: application/pkcs7-mime; smime-type="
	"enveloped-data; name=smime.p7m\n\n\x30\x80\x06\x09\x2a\x86\x48\x86"
	"\xf7\x0d\x01\x07\x03",
	"subject 0 subject [a]\nmetadata 1 attachment name [smime.p7m]\n"
	"unread encrypted 1 smime.p7m\n"},
    {"signed by S/MIME, opaque",
	"Subject: a\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\n"
	"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
	"subject 0 subject [a]\nmetadata 1 attachment name [smime.p7m]\n"
	"unread damaged 1 smime.p7m\n"},
    {"encrypted by OpenPGP",
	"Subject: a\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n"
	"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
	"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----"
	"\nx" END,
	NULL},
    {"inline OpenPGP", "Subject: a\n\n-----BEGIN PGP MESSAGE-----\nhQE\n",
	"subject 0 subject [a]\nauthored 1 body [-----BEGIN PGP MESSAGE-----\n"
	"hQE\n]\nunread encrypted 1 -\n"},
    {"marking in a header field",
	"Subject: a\nX-Protective-Marking: OFFICIAL-SENSITIVE\n"
	"Thread-Topic: a\n\nx\n",
	"subject 0 subject [a]\nmetadata 0 header X-Protective-Marking "
	"[OFFICIAL-SENSITIVE]\nauthored 1 body [x\n]\n"},
    {"flowed",
	"Subject: a\nContent-Type: text/plain; format=flowed\n\n"
	"NINO \nMW000000A\n",
	"subject 0 subject [a]\nauthored 1 body [NINO MW000000A\n]\n"},
    {"forwarding", "Subject: Fw: a\n\nfyi\n-----Original Message-----\nx\n",
	"subject 0 subject [Fw: a]\nauthored 1 body [fyi\n]\n"
	"forwarded 1 body [-----Original Message-----\nx\n]\n"},
    {"quotation in HTML",
	"Subject: a\nContent-Type: text/html\n\n"
	"<p>yes<blockquote>why?</blockquote><p>Ann\n",
	"subject 0 subject [a]\nauthored 1 body (HTML) [yes]\n"
	"quoted 1 body (HTML) [\n\nwhy?]\n"
	"authored 1 body (HTML) [\n\nAnn]\n"},
    {"text in a picture's place",
	"Content-Type: multipart/related; boundary=b\n\n--b\n\nx\n--b\n"
	"Content-Type: text/plain\nContent-ID: <x>\n\nGIF89a MW000000A" END,
	"authored 1 body [x]\nunread image 2 -\n"},
    {"base64 behind much that is none",
	MIXED "--b\nContent-Type: application/octet-stream\n"
	      "Content-Transfer-Encoding: base64\n\n" MANY MANY MANY
	      "aGVsbG8=" END,
	"subject 0 subject [bins]\nauthored 1 body [hello]\n"},
    {"names of containers, second names, descriptions",
	MIXED "--b\nContent-Type: message/rfc822; name=one\n"
	      "Content-Disposition: attachment; filename=two\n"
	      "Content-Description: three\n\nSubject: x\n\ny" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [two]\n"
	"metadata 1 attachment name [one]\n"
	"metadata 1 attachment description [three]\n"
	"forwarded 1 subject, inside enclosed message 'x' [x]\n"
	"forwarded 1.1 body, inside enclosed message 'x' [y]\n"},
    {"header fields that come twice", "Keywords: one\nKeywords: two\n\nx",
	"metadata 0 header Keywords [one]\nmetadata 0 header Keywords [two]\n"
	"authored 1 body [x]\n"},
    {"two charsets", "Content-Type: text/plain; charset=a; charset=b\n\nx",
	"authored 1 body [x]\nunread damaged 1 -\n"},
    {"a bare CR in a field", "Content-Type: text/plain\rX: y\n\nx",
	"authored 1 body [x]\nunread damaged 1 -\n"},
    {"part of a message", "Content-Type: message/partial\n\nx",
	"authored 1 body [x]\nunread unsupported 1 -\n"},
    {"archive behind text",
	MIXED "--b\nContent-Type: text/plain; name=a.txt\n\n" WORDS
	      "\nPK\5\6" END,
	"subject 0 subject [bins]\nmetadata 1 attachment name [a.txt]\n"
	"attachment 1 attachment a.txt [" WORDS "\nPK\5\6]\n"
	"unread unsupported 1 a.txt\n"},
    {"contact in quoted-printable",
	MIXED "--b\nContent-Type: text/vcard\n\n"
	      "NOTE;ENCODING=QUOTED-PRINTABLE:a=30=\n=31" END,
	"subject 0 subject [bins]\n"
	"authored 1 body [NOTE;ENCODING=QUOTED-PRINTABLE:a01\n]\n"},
};

static void
check(const struct sample *s)
{
	size_t len = strlen(s->message);
	char *copy = malloc(len > 0 ? len : 1);
	struct buf got = BUF_MAX(65536);
	struct texts t;
	struct mail *m;

	memcpy(copy, s->message, len);
	m = mail_parse(copy, len);
	texts_init(&t, LIMIT_TEXT_BYTES);
	t.documents = true;
	assert_int_equal(extract_mail(m, &t), 0);
	describe(&t, &got);
	if (s->want != NULL)
		test_same(s->name, buf_str(&got), s->want);
	else if (t.nunread == 0)
		fail_msg("%s: nothing unread:\n%s", s->name, buf_str(&got));
	texts_free(&t);
	mail_free(m);
	buf_free(&got);
	free(copy);
}

/* Every text has its zone and place, and what is not read is said. */
static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++)
		check(&samples[i]);
}

/* The same where no file can be opened, as in the sandbox. */
static void
test_without_files(void **state)
{
	struct rlimit none = {0, 0};
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		setrlimit(RLIMIT_NOFILE, &none);
		for (size_t i = 0; i < COUNT(samples); i++)
			check(&samples[i]);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* A bare document is read as an attachment of that name would be. */
static void
test_documents(void **state)
{
	static const struct {
		const char *name, *data, *want;
	} cases[] = {
	    {"a.txt", "hello\r\n", "attachment 1 attachment a.txt [hello\n]\n"},
	    {"a.csv", "a,b\n", "attachment 1 a.csv (table) [\na\tb\n]\n"},
	    {"a.html", "<p>x<i hidden>y",
		"attachment 1 attachment a.html [x]\n"
		"hidden 1 attachment a.html, hidden text [y]\n"},
	    {"a", "<!DOCTYPE html><p>x", "attachment 1 attachment a [x]\n"},
	    {"a.eml", "Subject: s\n\nx\n",
		"forwarded 1/0 subject [s]\nforwarded 1/1 body [x\n]\n"},
	    {"a.docx", "PK\3\4x", "unread damaged 1 a.docx\n"},
	    {"a.png", "\x89PNG", "unread image 1 a.png\n"},
	    {"a.bin", "\1\2\3\4\5\6\7\1\1\1", "unread unsupported 1 a.bin\n"},
	    {"a.txt", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf got = BUF_MAX(4096);
		struct texts t;

		texts_init(&t, LIMIT_TEXT_BYTES);
		t.documents = true;
		assert_int_equal(extract_document(cases[i].name, cases[i].data,
				     strlen(cases[i].data), &t),
		    0);
		describe(&t, &got);
		test_same(cases[i].name, buf_str(&got), cases[i].want);
		texts_free(&t);
		buf_free(&got);
	}
}

/* A line of --text is one authored text, whatever it looks like. */
static void
test_line(void **state)
{
	struct texts t;

	(void)state;
	texts_init(&t, LIMIT_TEXT_BYTES);
	t.documents = true;
	assert_int_equal(extract_line("> caf\xe9", 6, &t), 0);
	assert_int_equal(t.n, 1);
	assert_int_equal(t.v[0].zone, ZONE_AUTHORED);
	test_same("line", t.v[0].data, "> caf\xc3\xa9");
	texts_free(&t);
}

/* Messages enclosed deeper than the limit are said to be unread. */
static void
test_too_deep(void **state)
{
	struct buf b = BUF_MAX(1 * MIB);
	struct texts t;
	struct mail *m;

	(void)state;
	for (int i = 0; i < 2 * LIMIT_NESTING; i++)
		buf_adds(&b, "Content-Type: application/octet-stream; "
			     "name=x.eml\n\n");
	m = mail_parse(buf_str(&b), b.len);
	texts_init(&t, LIMIT_TEXT_BYTES);
	t.documents = true;
	assert_int_equal(extract_mail(m, &t), 0);
	assert_true(t.nunread > 0);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	texts_free(&t);
	mail_free(m);
	buf_free(&b);
}

/* More text than the limit: the first of it is read and the rest is said. */
static void
test_text_limit(void **state)
{
	struct buf b = BUF_MAX(1 * MIB);
	struct texts t;
	struct mail *m;

	(void)state;
	buf_adds(&b, "Subject: x\n\n");
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "some text\n");
	m = mail_parse(buf_str(&b), b.len);
	texts_init(&t, 100);
	t.documents = true;
	assert_int_equal(extract_mail(m, &t), 0);
	assert_int_equal(t.bytes, 100);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	texts_free(&t);
	mail_free(m);
	buf_free(&b);
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
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_without_files),
	    cmocka_unit_test(test_documents),
	    cmocka_unit_test(test_line),
	    cmocka_unit_test(test_too_deep),
	    cmocka_unit_test(test_text_limit),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
