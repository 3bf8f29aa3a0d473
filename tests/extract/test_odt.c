/* SPDX-License-Identifier: MIT
 *
 * test_odt.c - OpenDocument texts to what is shown in them and what is not.
 */
#include "extract/odt.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/told.h"
#include "lib/test.h"

#define SPACES                                                           \
	" xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f' " \
	"xmlns:table='tb' xmlns:draw='d' xmlns:svg='v' xmlns:dc='c' "    \
	"xmlns:meta='m' xmlns:xlink='x'"
#define STYLE(name, family, properties)                            \
	"<style:style style:name='" name "' style:family='" family \
	"'>" properties "</style:style>"
#define LOOK(name, look) \
	STYLE(name, "text", "<style:text-properties " look "/>")
#define CONTENT(s)                                                             \
	"<office:document-content" SPACES "><office:automatic-styles>" LOOK(   \
	    "white", "fo:color='#ffffff'") LOOK("black",                       \
	    "fo:color='#000000' fo:background-color='#000000'") LOOK("auto",   \
	    "style:use-window-font-color='true' "                              \
	    "fo:background-color='#000000'") LOOK("gone",                      \
	    "text:display='none'") LOOK("tiny",                                \
	    "fo:font-size='0.5pt'") LOOK("red",                                \
	    "fo:color='#ff0000' fo:font-size='8pt'") STYLE("page",             \
	    "paragraph",                                                       \
	    "<style:paragraph-properties "                                     \
	    "fo:break-before='page'/>") STYLE("under", "graphic",              \
	    "<style:graphic-properties draw:fill='solid' "                     \
	    "draw:fill-color='#000080' style:run-through='background'/>")      \
	    STYLE("over", "graphic",                                           \
		"<style:graphic-properties "                                   \
		"draw:fill='solid' draw:fill-color='#000080' "                 \
		"style:run-through='foreground'/>") STYLE("dark", "paragraph", \
		"<style:paragraph-properties "                                 \
		"fo:background-color='#000000'/>") "</"                        \
						   "office:automatic-styles><" \
						   "office:body>"              \
						   "<office:text "             \
						   "text:use-soft-page-"       \
						   "breaks='true'>" s          \
						   "</office:text></"          \
						   "office:body></"            \
						   "office:document-content>"
#define P(s) "<text:p>" s "</text:p>"
#define AS(style, s) "<text:span text:style-name='" style "'>" s "</text:span>"
#define SHOWN(s) "attachment|page 1 of x|" s "\n"

static void
check(
    const char *name, const struct zip_part *parts, size_t n, const char *want)
{
	char *told = told_parts(odt_read, parts, n);

	test_same(name, told, want);
	free(told);
}

/* What is shown is in its place, what is not is said to be hidden, and neither
 * is in both. */
static void
test_body(void **state)
{
	static const struct {
		const char *name, *content, *want;
	} cases[] = {
	    {"runs are joined", P("Bi" AS("red", "ns") " day"),
		SHOWN("Bins day")},
	    {"white space",
		P(" a \n b<text:s text:c='2'/>c<text:tab/>d"
		  "<text:line-break/>e") P("f"),
		SHOWN("a b  c^d$e$f")},
	    {"table",
		"<table:table><table:table-column "
		"table:number-columns-repeated='2'/><table:table-row>"
		"<table:table-cell>" P(
		    "Name") "</table:table-cell>"
			    "<table:table-cell>" P(
				"Rent") "</table:table-cell>"
					"</"
					"table:table-row><table:table-row><"
					"table:table-cell>" P("Ann")
					    P("Ash") "</"
						     "table:table-cell><table:"
						     "table-cell>" P(
							 "5") "</"
							      "table:table-"
							      "cell></"
							      "table:table-row>"
							      "</table:table>",
		SHOWN("Name^Rent$Ann Ash^5")},
	    {"pages",
		P("one<text:soft-page-break/>two") "<text:p "
						   "text:style-name='page'>"
						   "three</text:p>",
		"attachment|page 1 of x|one\nattachment|page 2 of x|two\n"
		"attachment|page 3 of x|three\n"},
	    {"white", P("a " AS("white", "unseen") " b"),
		SHOWN("a  b") "hidden|page 1, hidden text of x|unseen\n"
			      "!hidden|hidden text of x|1 piece of hidden "
			      "text\n"},
	    {"white on dark is seen",
		"<text:p text:style-name='dark'>" AS(
		    "white", "seen") "</text:p>",
		SHOWN("seen")},
	    {"white on a dark shape behind the text is seen",
		P("<draw:rect draw:style-name='under'/>" AS("white", "seen"))
		    P(AS("white", "too")),
		SHOWN("seen$too")},
	    {"white on the next page",
		P("<draw:rect draw:style-name='under'/>"
		  "a<text:soft-page-break/>" AS("white", "mole")),
		SHOWN("a") "hidden|page 2, hidden text of x|mole\n"
			   "!hidden|hidden text of x|1 piece of hidden text\n"},
	    {"white beside a shape",
		P("<draw:rect draw:style-name='over'/>a" AS("white", "mole")),
		SHOWN("a") "hidden|page 1, hidden text of x|mole\n"
			   "!hidden|hidden text of x|1 piece of hidden text\n"},
	    {"blacked out", P("Mrs " AS("black", "Smith") " asks"),
		SHOWN("Mrs  asks") "hidden|page 1, text blacked out of x|"
				   "Smith\n!redaction|page 1, text blacked out "
				   "of x|text under black can be read\n"},
	    {"automatic colour on black is seen", P(AS("auto", "Smith")),
		SHOWN("Smith")},
	    {"hidden and tiny", P(AS("gone", "one") " " AS("tiny", "two")),
		SHOWN(" ") "hidden|page 1, hidden text of x|one$two\n"
			   "!hidden|hidden text of x|2 pieces of hidden "
			   "text\n"},
	    {"hidden section",
		"<text:section text:display='none'>" P(
		    "kept") "</text:section>"
			    "<text:section text:display='true'>" P(
				"said") "</text:section>",
		SHOWN("said") "hidden|page 1, hidden text of x|kept\n"
			      "!hidden|hidden text of x|1 piece of hidden "
			      "text\n"},
	    {"deletion",
		"<text:tracked-changes><text:changed-region><text:deletion>"
		"<office:change-info><dc:creator>R</dc:creator><dc:date>2026"
		"</dc:date></office:change-info>" P(
		    "struck") "</text:deletion>"
			      "</text:changed-region></text:tracked-changes>" P(
				  "kept"),
		SHOWN("kept") "hidden|tracked deletion of x|struck\n"
			      "metadata|document properties of x|author: R$\n"
			      "!hidden|tracked deletion of x|1 tracked "
			      "deletion\n"},
	    {"comment",
		P("said<office:annotation><dc:creator>R</dc:creator>" P(
		    "thought") "</office:annotation> on"),
		SHOWN("said on") "hidden|page 1, comment of x|thought\n"
				 "metadata|document properties of x|author: "
				 "R$\n"},
	    {"footnote and box",
		P("a<text:note text:note-class='footnote'><text:note-citation>1"
		  "</text:note-citation><text:note-body>" P(
		      "foot") "</text:note-body></text:note>b<draw:frame>"
			      "<draw:text-box>" P(
				  "box") "</draw:text-box>"
					 "<svg:desc>told</svg:desc></"
					 "draw:frame>"),
		SHOWN("ab") "attachment|page 1, text box of x|box\n"
			    "attachment|page 1, footnote of x|foot\n"
			    "hidden|page 1, alternative text of x|told\n"},
	    {"link", P("<text:a xlink:href='mailto:a@b.example'>ask</text:a>"),
		SHOWN("ask") "metadata|link targets of x|mailto:a@b.example\n"},
	    {"hidden text field",
		P("a<text:hidden-text text:is-hidden='true' "
		  "text:string-value='kept'/>"),
		SHOWN("a") "hidden|page 1, hidden text of x|kept\n"
			   "!hidden|hidden text of x|1 piece of hidden text\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(64 * KIB);
		struct zip_part part = {"content.xml", NULL, 0};

		for (const char *p = CONTENT("\1"); *p != '\0'; p++)
			if (*p == '\1')
				buf_adds(&b, cases[i].content);
			else
				buf_addc(&b, *p);
		part.data = buf_str(&b);
		check(cases[i].name, &part, 1, cases[i].want);
		buf_free(&b);
	}
}

/* Headers, footers, properties and embedded objects are read and named. */
static void
test_parts(void **state)
{
	static const struct zip_part parts[] = {
	    {"content.xml", CONTENT(P("body")), 0},
	    {"styles.xml",
		"<office:document-styles" SPACES "><office:styles/>"
		"<office:master-styles><style:master-page><style:"
		"header>" P("EXEMPT") "</style:header><style:footer>" P(
		    "end") "</"
			   "style:footer></style:master-page></"
			   "office:master-styles>"
			   "</office:document-styles>",
		0},
	    {"meta.xml",
		"<office:document-meta" SPACES "><office:meta>"
		"<meta:initial-creator>A</"
		"meta:initial-creator><dc:creator>B"
		"</dc:creator><dc:date>2026</"
		"dc:date><meta:user-defined "
		"meta:name='Client'>C</meta:user-defined>"
		"<meta:user-defined meta:name='MSIP_Label_1a_Name'>"
		"OFFICIAL</meta:user-defined><meta:user-defined "
		"meta:name='MSIP_Label_1a_SiteId'>77</meta:user-defined>"
		"</office:meta>"
		"</office:document-meta>",
		0},
	    {"Object 1/content.xml", CONTENT(P("within")), 0},
	};

	(void)state;
	check("parts", parts, COUNT(parts),
	    "attachment|page header of x|EXEMPT\n"
	    "attachment|page footer of x|end\n" SHOWN(
		"body") "attachment|"
			"embedded object of x|within\n"
			"metadata|document properties of x|creator: A$last "
			"modified by: B\n"
			"metadata|custom properties of x|Client: C\n"
			"metadata|sensitivity label of x|label: OFFICIAL\n");
}

/* Whatever is cut or forbidden is said not to have been read. */
static void
test_damaged(void **state)
{
	static const char content[] = CONTENT(P("words"));
	struct zip_part part = {"content.xml", content, 0};
	char *told;

	(void)state;
	for (size_t len = 1; len + 1 < sizeof content; len += 7) {
		part.len = len;
		told = told_parts(odt_read, &part, 1);
		assert_non_null(strstr(told, "?damaged\n"));
		free(told);
	}
	part = (struct zip_part){"content.xml",
	    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
	    0};
	check("document type", &part, 1, "?damaged\n");
	part.name = "other.xml";
	check("no content", &part, 1, "?damaged\n");
}

/* Deep nesting ends the reading, and is said. */
static void
test_deep(void **state)
{
	struct buf b = BUF_MAX(4 * MIB);
	struct zip_part part = {"content.xml", NULL, 0};
	char *told;

	(void)state;
	buf_adds(&b, "<x" SPACES ">");
	for (int i = 0; i < 50000; i++)
		buf_adds(&b, "<text:section>");
	part.data = buf_str(&b);
	told = told_parts(odt_read, &part, 1);
	assert_non_null(strstr(told, "?"));
	free(told);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_body),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_damaged),
	    cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
