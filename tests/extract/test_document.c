/* SPDX-License-Identifier: MIT
 *
 * test_document.c - what a document is read as, and when alternatives agree.
 */
#include "extract/document.h"

#include <stdlib.h>
#include <string.h>

#include "extract/alike.h"
#include "lib/test.h"

/* Content decides before type, type before name. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *type, *name, *head;
		size_t len; /* 0: strlen */
		enum document_kind want;
		enum zone zone;
	} cases[] = {
	    {"text/plain", NULL, "hello", 0, DOCUMENT_TEXT, ZONE_AUTHORED},
	    {"text/plain", NULL, "", 0, DOCUMENT_EMPTY, ZONE_AUTHORED},
	    {"text/html", NULL, "hello", 0, DOCUMENT_HTML, ZONE_AUTHORED},
	    {"text/plain", NULL, "\n <HTML>", 0, DOCUMENT_HTML, ZONE_AUTHORED},
	    {"text/plain", "a.csv", "a,b", 0, DOCUMENT_TABLE, ZONE_ATTACHMENT},
	    {"application/octet-stream", "a.html", "x", 0, DOCUMENT_HTML,
		ZONE_ATTACHMENT},
	    {"text/csv", "a.html", "x", 0, DOCUMENT_TABLE, ZONE_ATTACHMENT},
	    {"image/png", "a.png", "hello there", 0, DOCUMENT_TEXT,
		ZONE_ATTACHMENT},
	    {"image/x-thing", "a.x", "\1\2\3\4", 4, DOCUMENT_IMAGE,
		ZONE_ATTACHMENT},
	    {"application/octet-stream", "a.jpg", "\xff\xd8\xff\xe0", 4,
		DOCUMENT_IMAGE, ZONE_ATTACHMENT},
	    {"image/jpeg", "a.jpg", "%PDF-1.4", 0, DOCUMENT_UNSUPPORTED,
		ZONE_ATTACHMENT},
	    {"application/octet-stream", "a", "\1\2\3\4\5\6", 6,
		DOCUMENT_UNSUPPORTED, ZONE_ATTACHMENT},
	    {"application/octet-stream", "a", "a\0b\0c\0d\0", 8, DOCUMENT_TEXT,
		ZONE_ATTACHMENT},
	    {"text/plain", NULL, "\1\2\3\4\5\6\7", 7, DOCUMENT_TEXT,
		ZONE_AUTHORED},
	    {"application/pkcs7-signature", "smime.p7s", "\x30\x80\6\7\1\1\1\1",
		8, DOCUMENT_SIGNATURE, ZONE_ATTACHMENT},
	    {"application/pgp-signature", NULL, "-----BEGIN PGP SIGNATURE-----",
		0, DOCUMENT_TEXT, ZONE_ATTACHMENT},
	    {"application/pkcs7-mime", "smime.p7m", "\x30\x80\6\7", 4,
		DOCUMENT_ENCRYPTED, ZONE_ATTACHMENT},
	    {"message/rfc822", NULL, "Subject: x", 0, DOCUMENT_MESSAGE,
		ZONE_AUTHORED},
	    {NULL, NULL, "hello", 0, DOCUMENT_TEXT, ZONE_ATTACHMENT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct document d = {.part = "1",
		    .name = cases[i].name,
		    .type = cases[i].type,
		    .where = "",
		    .zone = cases[i].zone};
		size_t len =
		    cases[i].len > 0 ? cases[i].len : strlen(cases[i].head);
		enum document_kind got = document_kind(&d, cases[i].head, len);

		if (got != cases[i].want)
			fail_msg("case %zu: got %d, want %d", i, (int)got,
			    (int)cases[i].want);
	}
}

/* Alternatives agree when their letters and digits do. */
static void
test_alike(void **state)
{
	static const struct {
		const char *a, *b, *other;
		bool want;
	} cases[] = {
	    {"Dear Ann", "", "Dear  *Ann*,", true},
	    {"Dear ", "Ann", "DearAnn", true},
	    {"Dear Ann", "", "Dear Anne", false},
	    {"Dear Anne", "", "Dear Ann", false},
	    {"Dear ann", "", "Dear Ann", false},
	    {"a\xc2\xa0"
	     "b",
		"", "a b", true},
	    {"\xe2\x80\xa2 one", "", "one", true},
	    {"caf\xc3\xa9", "", "cafe", false},
	    {"see <https://x.example/1>", "", "see", true},
	    {"see <https://x.example/1", "", "see", false},
	    {"", "", "", false},
	    {"...", "", "", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct texts t;

		texts_init(&t, 1000);
		texts_add(&t, ZONE_AUTHORED, "1", "body", cases[i].a,
		    strlen(cases[i].a));
		texts_add(&t, ZONE_AUTHORED, "1", "body", cases[i].b,
		    strlen(cases[i].b));
		if (alike(&t, 0, t.n, cases[i].other, strlen(cases[i].other)) !=
		    cases[i].want)
			fail_msg("case %zu: %s", i, cases[i].other);
		texts_free(&t);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
