/* SPDX-License-Identifier: MIT
 *
 * test_pdf.c - PDF documents: pages, what is hidden in them, and hostile ones.
 */
#include "extract/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/make_pdf.h"
#include "lib/test.h"

#include "base/limits.h"

#define SECRET "National Insurance number MW 00 00 00 A"
#define ABOVE "BT /F1 12 Tf 72 740 Td (Report on the bus shelter.) Tj ET\n"
#define WORDS "BT /F1 12 Tf 72 680 Td (" SECRET ") Tj ET\n"

static void
read_into(const char *data, size_t len, struct texts *out)
{
	static const struct document d = {.part = "1",
	    .name = "plan.pdf",
	    .where = "",
	    .zone = ZONE_ATTACHMENT};

	texts_init(out, 4 * MIB);
	out->documents = true;
	assert_int_equal(pdf_read(&d, 0, data, len, out), 0);
}

static void
make_and_read(const struct make_pdf *m, struct texts *out)
{
	struct buf pdf = BUF_MAX(1u << 24);

	make_pdf(m, &pdf);
	assert_false(buf_failed(&pdf));
	read_into(pdf.data, pdf.len, out);
	buf_free(&pdf);
}

/* The only text that has the secret; NULL: none. */
static const struct text *
holding(const struct texts *t, const char *what)
{
	const struct text *found = NULL;

	for (size_t i = 0; i < t->n; i++)
		if (strstr(t->v[i].data, what) != NULL) {
			assert_null(found);
			found = &t->v[i];
		}
	return found;
}

struct sample {
	const char *name;
	struct make_pdf pdf;
	enum zone zone; /* of the secret */
	const char *place;
	size_t redactions;
};

#define LAYER_OFF                                            \
	"/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] " \
	"/Order [6 0 R] >> >>"

static const char *const layer[] = {"<< /Type /OCG /Name (Notes) >>", NULL};

static const struct sample samples[] = {
    {"plain", {.content = ABOVE WORDS}, ZONE_ATTACHMENT, "page 1 of plan.pdf",
	0},
    {"black box", {.content = ABOVE WORDS "0 g 70 675 300 18 re f"},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"coloured box", {.content = ABOVE WORDS "0 .3 .8 rg 70 675 300 18 re f"},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"white box", {.content = ABOVE WORDS "1 g 70 675 300 18 re f"},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"black on black", {.content = ABOVE "0 g 70 675 300 18 re f " WORDS},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"box on a page that lies on its side",
	{.content = ABOVE WORDS "0 g 70 675 300 18 re f", .page = "/Rotate 90"},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"white on white", {.content = ABOVE "1 g " WORDS}, ZONE_HIDDEN,
	"page 1, text in the colour of the page of plan.pdf", 0},
    {"white on a dark band",
	{.content = ABOVE "0 .1 .3 rg 60 670 400 30 re f 1 g " WORDS},
	ZONE_ATTACHMENT, "page 1 of plan.pdf", 0},
    {"light grey", {.content = ABOVE ".85 g " WORDS}, ZONE_ATTACHMENT,
	"page 1 of plan.pdf", 0},
    {"yellow marker under it",
	{.content = ABOVE "1 1 0 rg 70 675 300 18 re f 0 g " WORDS},
	ZONE_ATTACHMENT, "page 1 of plan.pdf", 0},
    {"struck through and underlined",
	{.content = ABOVE WORDS "70 684 300 1 re f 70 677 300 1 re f"},
	ZONE_ATTACHMENT, "page 1 of plan.pdf", 0},
    {"small print",
	{.content = ABOVE "BT /F1 5 Tf 72 680 Td (" SECRET ") Tj ET"},
	ZONE_ATTACHMENT, "page 1 of plan.pdf", 0},
    {"of no size",
	{.content = ABOVE "BT /F1 .01 Tf 72 680 Td (" SECRET ") Tj ET"},
	ZONE_HIDDEN, "page 1, text of no size of plan.pdf", 0},
    {"mark never applied",
	{.content = ABOVE WORDS,
	    .page = "/Annots [<< /Type /Annot /Subtype /Redact "
		    "/Rect [70 675 370 693] >>]"},
	ZONE_HIDDEN, "page 1, text marked for redaction of plan.pdf", 1},
    {"marks of two lines, and one between them",
	{.content = ABOVE WORDS,
	    .page = "/Annots [<< /Type /Annot /Subtype /Redact "
		    "/Rect [70 640 370 693] /QuadPoints [70 693 370 693 "
		    "70 675 370 675 70 658 370 658 70 640 370 640] >>]"},
	ZONE_HIDDEN, "page 1, text marked for redaction of plan.pdf", 1},
    {"an annotation that poppler does not know",
	{.content = ABOVE WORDS,
	    .page = "/Annots [<< /Type /Annot /Subtype /RichMedia "
		    "/Rect [70 675 370 693] >>]"},
	ZONE_ATTACHMENT, "page 1 of plan.pdf", 0},
    {"black marker",
	{.content = ABOVE WORDS,
	    .page = "/Annots [<< /Type /Annot /Subtype /Highlight /C [0 0 0] "
		    "/Rect [70 675 370 693] /QuadPoints [70 693 370 693 "
		    "70 675 370 675] >>]"},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"yellow marker",
	{.content = ABOVE WORDS,
	    .page = "/Annots [<< /Type /Annot /Subtype /Highlight /C [1 1 0] "
		    "/Rect [70 675 370 693] /QuadPoints [70 693 370 693 "
		    "70 675 370 675] >>]"},
	ZONE_ATTACHMENT, "page 1 of plan.pdf", 0},
    {"black square",
	{.content = ABOVE WORDS,
	    .page = "/Annots [<< /Type /Annot /Subtype /Square /C [0 0 0] "
		    "/IC [0 0 0] /Rect [70 675 370 693] >>]"},
	ZONE_HIDDEN, "page 1, text under a box of plan.pdf", 1},
    {"off the page",
	{.content = ABOVE "BT /F1 12 Tf -900 -700 Td (" SECRET ") Tj ET"},
	ZONE_HIDDEN, "page 1, text off the page of plan.pdf", 0},
    {"off a page that lies on its side",
	{.content = ABOVE "BT /F1 12 Tf 72 4000 Td (" SECRET ") Tj ET",
	    .page = "/Rotate 270"},
	ZONE_HIDDEN, "page 1, text off the page of plan.pdf", 0},
    {"outside the crop box",
	{.content = ABOVE WORDS, .page = "/CropBox [0 700 595 842]"},
	ZONE_HIDDEN, "page 1, text off the page of plan.pdf", 0},
    {"layer off",
	{.content = ABOVE "/OC /L1 BDC " WORDS " EMC",
	    .catalog = LAYER_OFF,
	    .objects = layer},
	ZONE_HIDDEN, "page 1, layer switched off of plan.pdf", 0},
    {"note",
	{.content = ABOVE,
	    .page = "/Annots [<< /Type /Annot /Subtype /Text "
		    "/Rect [400 680 420 700] /Contents (" SECRET ") >>]"},
	ZONE_HIDDEN, "page 1, annotation of plan.pdf", 0},
};

/* A secret is found once, where it is, and a sign is given for redaction that
 * failed and for nothing else. */
static void
test_seen(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		const struct sample *s = &samples[i];
		struct buf place = BUF_MAX(1000);
		const struct text *text;
		struct texts t;

		make_and_read(&s->pdf, &t);
		text = holding(&t, SECRET);
		if (text == NULL)
			fail_msg("%s: not found", s->name);
		text_place(text, 0, &place);
		if (text->zone != s->zone ||
		    strcmp(buf_str(&place), s->place) != 0 ||
		    t.nsigns != s->redactions || t.nunread != 0)
			fail_msg("%s: %s, %zu signs, %zu unread", s->name,
			    buf_str(&place), t.nsigns, t.nunread);
		assert_non_null(holding(&t, "Report on the bus shelter."));
		buf_free(&place);
		texts_free(&t);
	}
}

/* A covered text's sign says where the box is. */
static void
test_sign(void **state)
{
	static const struct make_pdf m = {
	    .content = ABOVE WORDS "0 g 70 675 300 18 re f"};
	struct texts t;

	(void)state;
	make_and_read(&m, &t);
	assert_int_equal(t.nsigns, 1);
	assert_int_equal(t.signs[0].kind, SIGN_REDACTION);
	assert_string_equal(t.signs[0].place, "page 1 of plan.pdf");
	assert_non_null(
	    strstr(t.signs[0].about, "text under a black box at 72, 678, "));
	texts_free(&t);
}

/* Pages are numbered, in what is shown and in what is hidden. */
static void
test_pages(void **state)
{
	static const char *const pages[] = {
	    ABOVE, ABOVE, ABOVE WORDS "0 g 70 675 300 18 re f"};
	struct buf pdf = BUF_MAX(1u << 16), place = BUF_MAX(1000);
	struct texts t;

	(void)state;
	make_pdf_pages(pages, 3, &pdf);
	read_into(pdf.data, pdf.len, &t);
	text_place(holding(&t, SECRET), 0, &place);
	assert_string_equal(
	    buf_str(&place), "page 3, text under a box of plan.pdf");
	buf_reset(&place);
	text_place(&t.v[0], 2, &place);
	assert_string_equal(buf_str(&place), "page 3 of plan.pdf");
	buf_free(&place);
	buf_free(&pdf);
	texts_free(&t);
}

/* The cells of a row stand in one line, columns of prose do not. */
static void
test_rows(void **state)
{
	static const struct make_pdf m = {
	    .content = "BT /F1 10 Tf 72 700 Td (Tenant) Tj 0 -14 Td (Pat) Tj "
		       "0 -14 Td (Sam) Tj ET\n"
		       "BT /F1 10 Tf 300 700 Td (Rent) Tj 0 -14 Td (90.00) Tj "
		       "0 -14 Td (85.00) Tj ET\n"};
	struct texts t;

	(void)state;
	make_and_read(&m, &t);
	assert_non_null(holding(&t, "Tenant\tRent\nPat\t90.00\nSam\t85.00\n"));
	texts_free(&t);
}

/* Cut anywhere or with any byte changed it is read or noted, never both
 * silent and without its text. */
static void
test_damaged(void **state)
{
	static const struct make_pdf m = {.content = ABOVE WORDS};
	struct buf pdf = BUF_MAX(1u << 16);
	struct texts t;
	char *copy;

	(void)state;
	make_pdf(&m, &pdf);
	copy = malloc(pdf.len);
	for (size_t len = 0; len + 6 < pdf.len; len += 7) {
		memcpy(copy, pdf.data, len);
		read_into(copy, len, &t);
		assert_true(t.nunread > 0);
		texts_free(&t);
	}
	for (size_t i = 0; i < pdf.len; i += 5) {
		memcpy(copy, pdf.data, pdf.len);
		copy[i] ^= 0x15;
		read_into(copy, pdf.len, &t);
		texts_free(&t);
	}
	free(copy);
	buf_free(&pdf);
}

/* A blank page is nothing to be noted; a page that is a picture is. */
static void
test_picture(void **state)
{
	static const struct make_pdf blank = {.content = " "};
	static const struct make_pdf picture = {
	    .content = "q 500 0 0 700 40 40 cm BI /W 4 /H 4 /CS /G /BPC 8 ID "
		       "\x10\xf0\x20\xe0\xf0\x20\x90\x11\x30\x80\x11\xf1"
		       "\x22\x93\x11\xe1 EI Q"};
	struct texts t;

	(void)state;
	make_and_read(&blank, &t);
	assert_int_equal(t.nunread, 0);
	texts_free(&t);
	make_and_read(&picture, &t);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_IMAGE);
	texts_free(&t);
}

/* A stream that does not unpack is noted, whatever poppler makes of it. */
static void
test_stream(void **state)
{
	static const struct {
		const char *filter, *bytes;
	} cases[] = {
	    {"[/FlateDecode]", "xxxxxxxxxxxxxxxxxxxxxxxx"},
	    {"/FlateDecode", "x\234\377\377\377\377\377\377\377"},
	};
	struct texts t;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char object[400];
		const char *objects[] = {object, NULL};
		const struct make_pdf m = {
		    .content = ABOVE, .objects = objects};

		snprintf(object, sizeof object,
		    "<< /Filter %s /Length %zu >>\nstream\n%s\nendstream",
		    cases[i].filter, strlen(cases[i].bytes), cases[i].bytes);
		make_and_read(&m, &t);
		assert_int_equal(t.nunread, 1);
		assert_int_equal(t.unread[0].why, UNREAD_DAMAGED);
		texts_free(&t);
	}
}

/* A sensitivity label is a property. */
static void
test_label(void **state)
{
	static const char *const objects[] = {
	    "<< /MSIP_Label_0b1c_Name (Official-Sensitive) >>", NULL};
	static const struct make_pdf m = {
	    .content = ABOVE, .objects = objects, .trailer = "/Info 6 0 R"};
	struct texts t;

	(void)state;
	make_and_read(&m, &t);
	assert_int_equal(
	    holding(&t, "Official-Sensitive")->zone, ZONE_METADATA);
	texts_free(&t);
}

/* A list of layers that poppler falls over is noted; one with labels where
 * they belong is not. */
static void
test_bad_layers(void **state)
{
	static const struct {
		const char *catalog;
		size_t unread;
	} cases[] = {
	    {"/OCProperties << /OCGs [6 0 R] /D << /Order [(Notes) 6 0 R] >> "
	     ">>",
		1},
	    {"/OCProperties << /OCGs [6 0 R] /D << /Order [[6 0 R] (Notes)] "
	     ">> >>",
		1},
	    {"/OCProperties << /OCGs [6 0 R] /D << /Order [[(Notes) 6 0 R]] "
	     ">> >>",
		0},
	    {"/OCProperties << /OCGs [6 0 R] /D << /Order [6 0 R] >> >>", 0},
	};
	struct texts t;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct make_pdf m = {.content = ABOVE,
		    .catalog = cases[i].catalog,
		    .objects = layer};

		make_and_read(&m, &t);
		assert_int_equal(t.nunread, cases[i].unread);
		texts_free(&t);
	}
}

/* A page too large to be painted is noted, and its words are read. */
static void
test_huge(void **state)
{
	static const struct make_pdf m = {
	    .content = ABOVE, .page = "/MediaBox [0 0 9999999 9999999]"};
	struct texts t;

	(void)state;
	make_and_read(&m, &t);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	assert_non_null(holding(&t, "Report on the bus shelter."));
	texts_free(&t);
}

/* Past its time it says so. */
static void
test_late(void **state)
{
	static const struct document d = {
	    .part = "1", .where = "", .zone = ZONE_ATTACHMENT};
	static const struct make_pdf m = {.content = ABOVE};
	struct buf pdf = BUF_MAX(1u << 16);
	struct texts t;

	(void)state;
	make_pdf(&m, &pdf);
	texts_init(&t, MIB);
	t.deadline_ms = 1;
	assert_int_equal(pdf_read(&d, 0, pdf.data, pdf.len, &t), 0);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_TIMEOUT);
	texts_free(&t);
	buf_free(&pdf);
}

static int
start(void **state)
{
	(void)state;
	pdf_init();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_seen),
	    cmocka_unit_test(test_sign),
	    cmocka_unit_test(test_pages),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_damaged),
	    cmocka_unit_test(test_picture),
	    cmocka_unit_test(test_stream),
	    cmocka_unit_test(test_label),
	    cmocka_unit_test(test_huge),
	    cmocka_unit_test(test_bad_layers),
	    cmocka_unit_test(test_late),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
