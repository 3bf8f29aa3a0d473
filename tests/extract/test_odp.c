/* SPDX-License-Identifier: MIT
 *
 * test_odp.c - OpenDocument presentations: what is shown on which slide, and
 * what is not.
 */
#include "extract/odp.h"

#include <stdlib.h>
#include <string.h>

#include "extract/told.h"
#include "lib/test.h"

#define SPACES                                                           \
	" xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f' " \
	"xmlns:draw='d' xmlns:svg='v' xmlns:dc='c' xmlns:presentation='p'"
#define CONTENT(s)                                                          \
	"<office:document-content" SPACES "><office:automatic-styles>"      \
	"<style:style style:name='off' style:family='drawing-page'>"        \
	"<style:drawing-page-properties presentation:visibility='hidden'/>" \
	"</style:style><style:style style:name='white' "                    \
	"style:family='text'><style:text-properties fo:color='#ffffff'/>"   \
	"</style:style><style:style style:name='blue' "                     \
	"style:family='graphic'><style:graphic-properties "                 \
	"draw:fill='solid' draw:fill-color='#0000ff'/></style:style>"       \
	"</office:automatic-styles><office:body><office:presentation>" s    \
	"</office:presentation></office:body></office:document-content>"
#define STYLES                                                             \
	"<office:document-styles" SPACES "><office:automatic-styles>"      \
	"<style:page-layout><style:page-layout-properties "                \
	"fo:page-width='28cm' fo:page-height='21cm'/></style:page-layout>" \
	"</office:automatic-styles><office:master-styles>"                 \
	"<style:master-page><draw:frame presentation:class='title'>"       \
	"<draw:text-box><text:p>Click to edit</text:p></draw:text-box>"    \
	"</draw:frame><draw:frame><draw:text-box><text:p>Council</text:p>" \
	"</draw:text-box></draw:frame></style:master-page>"                \
	"</office:master-styles></office:document-styles>"
#define PAGE(s) "<draw:page>" s "</draw:page>"
#define AT(x, s)                                                 \
	"<draw:frame svg:x='" x "' svg:y='1cm' svg:width='5cm' " \
	"svg:height='2cm'><draw:text-box><text:p>" s "</text:p>" \
	"</draw:text-box></draw:frame>"
#define SHAPE(s) AT("1cm", s)
#define MASTER "attachment|slide master of x|Council\n"

/* Each slide is a unit of its number; what nobody sees when it is shown is
 * hidden, and what they see is not. */
static void
test_slides(void **state)
{
	static const struct {
		const char *name, *content, *want;
	} cases[] = {
	    {"slides", CONTENT(PAGE(SHAPE("one")) PAGE(SHAPE("two"))),
		MASTER "attachment|slide 1 of x|one\n"
		       "attachment|slide 2 of x|two\n"},
	    {"hidden slide",
		CONTENT(PAGE(SHAPE("one")) "<draw:page "
					   "draw:style-name='off'>" SHAPE(
					       "two") "<"
						      "/draw:page>" PAGE(
							  SHAPE("three"))),
		MASTER "attachment|slide 1 of x|one\n"
		       "attachment|slide 3 of x|three\n"
		       "hidden|slide 2, hidden slide of x|two\n"
		       "!hidden|hidden slide of x|1 hidden slide\n"},
	    {"notes",
		CONTENT(PAGE(SHAPE("one")) PAGE(
		    "<presentation:notes>" SHAPE("told") "</presentation:"
							 "notes>")),
		MASTER "attachment|slide 1 of x|one\n"
		       "hidden|slide 2, speaker notes of x|told\n"},
	    {"comment",
		CONTENT(PAGE("<office:annotation><dc:creator>R</dc:creator>"
			     "<text:p>why</text:p></office:annotation>")),
		MASTER "hidden|slide 1, comment of x|why\n"
		       "metadata|document properties of x|author: R$\n"},
	    {"off the slide", CONTENT(PAGE(AT("30cm", "far") AT("27cm", "in"))),
		MASTER "attachment|slide 1 of x|in\n"
		       "hidden|slide 1, text off the slide of x|far\n"
		       "!hidden|hidden text of x|1 piece of hidden text\n"},
	    {"white",
		CONTENT(PAGE(SHAPE(
		    "a<text:span text:style-name='white'>unseen</text:span>"))),
		MASTER "attachment|slide 1 of x|a\n"
		       "hidden|slide 1, hidden text of x|unseen\n"
		       "!hidden|hidden text of x|1 piece of hidden text\n"},
	    {"white on blue",
		CONTENT(PAGE("<draw:rect draw:style-name='blue'><text:p>"
			     "<text:span text:style-name='white'>b"
			     "</text:span></text:p></draw:rect>")),
		MASTER "attachment|slide 1 of x|b\n"},
	    {"white over blue",
		CONTENT(PAGE("<draw:rect draw:style-name='blue'/>" SHAPE(
		    "<text:span text:style-name='white'>unseen</text:span>"))),
		MASTER "attachment|slide 1 of x|unseen\n"},
	    {"slide footer",
		CONTENT("<presentation:footer-decl>Exempt"
			"</presentation:footer-decl>" PAGE(SHAPE("one"))),
		"attachment|slide master of x|Council\n"
		"attachment|slide 1 of x|one\n"
		"attachment|slide footer of x|Exempt\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zip_part parts[] = {
		    {"content.xml", cases[i].content, 0},
		    {"styles.xml", STYLES, 0},
		};
		char *told = told_parts(odp_read, parts, COUNT(parts));

		test_same(cases[i].name, told, cases[i].want);
		free(told);
	}
}

/* A presentation cut anywhere is said to be damaged. */
static void
test_damaged(void **state)
{
	static const char content[] = CONTENT(PAGE(SHAPE("one")));
	struct zip_part part = {"content.xml", content, 0};
	char *told;

	(void)state;
	for (size_t len = 1; len + 1 < sizeof content; len += 7) {
		part.len = len;
		told = told_parts(odp_read, &part, 1);
		assert_non_null(strstr(told, "?damaged\n"));
		free(told);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_slides),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
