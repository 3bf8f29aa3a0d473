/* SPDX-License-Identifier: MIT
 *
 * test_docx_hidden.c - what nobody sees in Word documents, each beside a twin
 * in which it is seen.
 */
#include "extract/docx.h"

#include <stdlib.h>
#include <string.h>

#include "extract/told.h"
#include "lib/test.h"

#define BODY(s)                                                \
	"<w:document xmlns:w='w' xmlns:wp='wp' xmlns:mc='mc' " \
	"xmlns:w14='w14'>" s "</w:document>"
#define P(s) "<w:p>" s "</w:p>"
#define R(s) "<w:r><w:t>" s "</w:t></w:r>"
#define F(format, s) "<w:r><w:rPr>" format "</w:rPr><w:t>" s "</w:t></w:r>"
#define STYLES(s) "<w:styles xmlns:w='w'>" s "</w:styles>"

#define SHOWN(s) "attachment|x|" s "\n"
#define HIDDEN(s)                         \
	"hidden|hidden text of x|" s "\n" \
	"!hidden|hidden text of x|1 piece of hidden text\n"
#define BLACKED(s)                             \
	"hidden|text blacked out of x|" s "\n" \
	"!redaction|text blacked out of x|text under black can be read\n"

struct given {
	const char *name, *body, *want;
};

static void
check_with(
    const struct given *cases, size_t n, const char *name, const char *other)
{
	for (size_t i = 0; i < n; i++) {
		const struct zip_part parts[] = {
		    {"word/document.xml", cases[i].body, 0}, {name, other, 0}};
		char *told =
		    told_parts(docx_read, parts, other != NULL ? 2 : 1);

		test_same(cases[i].name, told, cases[i].want);
		free(told);
	}
}

/* What a change took out is hidden and said so, what it left is shown. */
static void
test_changes(void **state)
{
#define DEL(s) \
	"<w:del w:author='A'><w:r><w:delText>" s "</w:delText></w:r></w:del>"
#define AUTHOR "metadata|document properties of x|author: A$\n"
#define DELETED(s) "hidden|tracked deletion of x|" s "\n" AUTHOR
#define SIGNED(n) "!hidden|tracked deletion of x|" n "\n"
	static const struct given cases[] = {
	    {"deleted", BODY(P(R("Mrs ") DEL("Smith") R("X"))),
		SHOWN("Mrs X") DELETED("Smith") SIGNED("1 tracked deletion")},
	    {"two", BODY(P(R("a") DEL("b") DEL("c") R("d") DEL("e"))),
		SHOWN("ad") DELETED("bc$e") SIGNED("2 tracked deletions")},
	    {"moved",
		BODY(P("<w:moveFrom w:author='A'>" R("from") "</w:moveFrom>")
			P("<w:moveTo w:author='A'>" R("from") "</w:moveTo>")),
		SHOWN("from") DELETED("from") SIGNED("1 tracked deletion")},
	    {"a space", BODY(P(R("a") DEL(" ") R("b"))), SHOWN("ab") AUTHOR},
	    {"paragraphs",
		BODY(
		    P("<w:pPr><w:rPr><w:del w:author='A'/></w:rPr></w:pPr>" DEL(
			"one")) P(DEL("two"))),
		DELETED("one$two") SIGNED("1 tracked deletion")},
	    {"a mark",
		BODY(P("<w:pPr><w:rPr><w:del w:author='A'/></w:rPr></w:pPr>" R(
		    "one ")) P(R("line"))),
		SHOWN("one line") AUTHOR},
	    {"a format that was",
		BODY(P("<w:r><w:rPr><w:b/><w:rPrChange w:author='A'><w:rPr>"
		       "<w:vanish/></w:rPr></w:rPrChange></w:rPr>"
		       "<w:t>a</w:t></w:r>")),
		SHOWN("a") AUTHOR},
	    {"twin", BODY(P(R("Mrs ") R("Smith") R("X"))), SHOWN("Mrs SmithX")},
	};

	(void)state;
	check_with(cases, COUNT(cases), NULL, NULL);
}

/* Text in no colour, no size or no sight is hidden; the same on another ground
 * is shown, and so is what stands on a ground nobody knows. */
static void
test_formats(void **state)
{
#define WHITE "<w:color w:val='FFFFFF'/>"
#define SHADE(c) "<w:shd w:val='clear' w:color='auto' w:fill='" c "'/>"
	static const struct given cases[] = {
	    {"vanish", BODY(P(R("a") F("<w:vanish/>", "bd") R("c"))),
		SHOWN("ac") HIDDEN("bd")},
	    {"not vanish", BODY(P(F("<w:vanish w:val='0'/>", "b"))),
		SHOWN("b")},
	    {"web hidden", BODY(P(F("<w:webHidden/>", "b"))), SHOWN("b")},
	    {"tiny", BODY(P(F("<w:sz w:val='2'/>", "bc"))), HIDDEN("bc")},
	    {"small", BODY(P(F("<w:sz w:val='8'/>", "bc"))), SHOWN("bc")},
	    {"white", BODY(P(R("a") F(WHITE, "bc"))), SHOWN("a") HIDDEN("bc")},
	    {"nearly white", BODY(P(F("<w:color w:val='FDFDFD'/>", "bc"))),
		HIDDEN("bc")},
	    {"theme's white",
		BODY(P(F("<w:color w:val='auto' w:themeColor='background1'/>",
		    "bc"))),
		HIDDEN("bc")},
	    {"grey", BODY(P(F("<w:color w:val='808080'/>", "bc"))),
		SHOWN("bc")},
	    {"white on blue", BODY(P(F(WHITE SHADE("1F497D"), "bc"))),
		SHOWN("bc")},
	    {"blue on blue",
		BODY(P(F("<w:color w:val='1F497D'/>" SHADE("1F497D"), "bc"))),
		HIDDEN("bc")},
	    {"white highlighted",
		BODY(P(F(WHITE "<w:highlight w:val='darkBlue'/>", "bc"))),
		SHOWN("bc")},
	    {"yellow on yellow",
		BODY(P(F("<w:color w:val='FFFF00'/>"
			 "<w:highlight w:val='yellow'/>",
		    "bc"))),
		HIDDEN("bc")},
	    {"paragraph's shading",
		BODY(P("<w:pPr>" SHADE("333399") "</w:pPr>" F(WHITE, "bc"))),
		SHOWN("bc")},
	    {"cell's shading",
		BODY(
		    "<w:tbl><w:tr><w:tc><w:tcPr>" SHADE("333399") "</w:tcPr>" P(
			F(WHITE, "bc")) "</w:tc><w:tc>" P(F(WHITE,
			"de")) "</w:tc></w:tr></w:tbl>"),
		SHOWN("bc") HIDDEN("^de")},
	    {"in a box",
		BODY(P("<w:r><w:txbxContent>" P(
		    F(WHITE, "bc")) "</w:txbxContent></w:r>")),
		"attachment|text box of x|bc\n"},
	    {"over a shape",
		BODY(P("<w:r><w:drawing><wp:anchor behindDoc='1'/>"
		       "</w:drawing></w:r>" F(WHITE, "bc"))),
		SHOWN("bc")},
	    {"no fill",
		BODY(P(F("<w14:textFill><w14:noFill/></w14:textFill>", "bc"))),
		HIDDEN("bc")},
	    {"no outline",
		BODY(P(F(
		    "<w14:textOutline><w14:noFill/></w14:textOutline>", "bc"))),
		SHOWN("bc")},
	    {"a box in hidden text",
		BODY(P("<w:r><w:rPr><w:vanish/></w:rPr><w:txbxContent>" P(
		    R("bc")) "</w:txbxContent></w:r>" R("d"))),
		SHOWN("d") HIDDEN("bc")},
	};

	(void)state;
	check_with(cases, COUNT(cases), NULL, NULL);
}

/* A style hides what has it, and what is based on it, but for what says
 * otherwise; hidden twice is shown; styles in a circle end. */
static void
test_styles(void **state)
{
#define RSTYLE(s) "<w:rStyle w:val='" s "'/>"
#define PSTYLE(s) "<w:pPr><w:pStyle w:val='" s "'/></w:pPr>"
	static const char *const styles = STYLES(
	    "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='22'/></w:rPr>"
	    "</w:rPrDefault></w:docDefaults>"
	    "<w:style w:type='paragraph' w:default='1' w:styleId='N'/>"
	    "<w:style w:type='character' w:styleId='V'><w:rPr><w:vanish/>"
	    "</w:rPr></w:style>"
	    "<w:style w:type='character' w:styleId='W'><w:basedOn w:val='V'/>"
	    "<w:rPr><w:b/></w:rPr></w:style>"
	    "<w:style w:type='paragraph' w:styleId='PV'><w:rPr><w:vanish/>"
	    "</w:rPr></w:style>"
	    "<w:style w:type='paragraph' w:styleId='Dark'><w:pPr>"
	    "<w:shd w:val='solid' w:color='000080'/></w:pPr><w:rPr>"
	    "<w:color w:val='FFFFFF'/></w:rPr></w:style>"
	    "<w:style w:type='character' w:styleId='C1'><w:basedOn "
	    "w:val='C2'/></w:style>"
	    "<w:style w:type='character' w:styleId='C2'><w:basedOn "
	    "w:val='C1'/></w:style>"
	    "<w:style w:type='table' w:styleId='T'><w:tblStylePr "
	    "w:type='firstRow'><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:tcPr>"
	    "<w:shd w:val='clear' w:fill='4472C4'/></w:tcPr></w:tblStylePr>"
	    "</w:style>");
	static const struct given cases[] = {
	    {"hidden", BODY(P(F(RSTYLE("V"), "bc"))), HIDDEN("bc")},
	    {"based on it", BODY(P(F(RSTYLE("W"), "bc"))), HIDDEN("bc")},
	    {"says otherwise",
		BODY(P(F(RSTYLE("W") "<w:vanish w:val='false'/>", "bc"))),
		SHOWN("bc")},
	    {"paragraph's", BODY(P(PSTYLE("PV") R("bc"))), HIDDEN("bc")},
	    {"twice", BODY(P(PSTYLE("PV") F(RSTYLE("V"), "bc"))), SHOWN("bc")},
	    {"white on its own shading", BODY(P(PSTYLE("Dark") R("bc"))),
		SHOWN("bc")},
	    {"circle", BODY(P(F(RSTYLE("C1"), "bc"))), SHOWN("bc")},
	    {"unknown", BODY(P(F(RSTYLE("none"), "bc"))), SHOWN("bc")},
	    {"white in a shaded table",
		BODY("<w:tbl><w:tblPr><w:tblStyle w:val='T'/></w:tblPr><w:tr>"
		     "<w:tc>" P(F(WHITE, "bc")) "</w:tc></w:tr></w:tbl>"),
		SHOWN("bc")},
	};
	static const struct given everywhere[] = {
	    {"defaults hide", BODY(P(R("bc"))), HIDDEN("bc")}};
	static const struct given initial[] = {
	    {"the initial style hides", BODY(P(R("bc"))), HIDDEN("bc")}};

	(void)state;
	check_with(cases, COUNT(cases), "word/styles.xml", styles);
	check_with(everywhere, 1, "word/styles.xml",
	    STYLES("<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr>"
		   "</w:rPrDefault></w:docDefaults>"));
	check_with(initial, 1, "word/styles.xml",
	    STYLES("<w:style w:type='paragraph' w:default='1' w:styleId='N'>"
		   "<w:rPr><w:vanish/></w:rPr></w:style>"));
}

/* Black over text that can be read is a failed redaction, with its page; over
 * nothing, over blocks and under text in white it is none. */
static void
test_redaction(void **state)
{
#define BLACK "<w:highlight w:val='black'/>"
	static const struct given cases[] = {
	    {"highlight", BODY(P(R("Mrs ") F(BLACK, "Smith") R("."))),
		SHOWN("Mrs .") BLACKED("Smith")},
	    {"highlight on black",
		BODY(P(F(BLACK "<w:color w:val='000000'/>", "Smith"))),
		BLACKED("Smith")},
	    {"white on black highlight", BODY(P(F(BLACK WHITE, "Title"))),
		SHOWN("Title")},
	    {"grey on black highlight",
		BODY(P(F(BLACK "<w:color w:val='A6A6A6'/>", "Title"))),
		SHOWN("Title")},
	    {"yellow highlight",
		BODY(P(F("<w:highlight w:val='yellow'/>", "Note"))),
		SHOWN("Note")},
	    {"automatic on black shading is white",
		BODY(P(F(SHADE("000000"), "Title"))), SHOWN("Title")},
	    {"black on black shading",
		BODY(
		    P(F(SHADE("000000") "<w:color w:val='000000'/>", "Smith"))),
		BLACKED("Smith")},
	    {"black in a black cell",
		BODY("<w:tbl><w:tr><w:tc><w:tcPr>" SHADE(
		    "000000") "</w:tcPr>" P(F("<w:color w:val='000000'/>",
		    "Smith")) "</w:tc></w:tr></w:tbl>"),
		BLACKED("Smith")},
	    {"black heading of a table",
		BODY(
		    "<w:tbl><w:tr><w:tc><w:tcPr>" SHADE("000000") "</w:tcPr>" P(
			F(WHITE, "Name")) "</w:tc></w:tr></w:tbl>"),
		SHOWN("Name")},
	    {"nothing under it", BODY(P(R("a") F(BLACK, "   ") R("b"))),
		SHOWN("ab")},
	    {"blocks under it",
		BODY(P(R("a") F(BLACK, "\xe2\x96\x88\xe2\x96\x88"))),
		SHOWN("a") "hidden|text blacked out of x|"
			   "\xe2\x96\x88\xe2\x96\x88\n"},
	    {"crosses under it", BODY(P(F(BLACK, "XXXXX"))),
		"hidden|text blacked out of x|XXXXX\n"},
	    {"on its page",
		BODY(P(R("a") "<w:r><w:br w:type='page'/></w:r>" F(
		    BLACK, "Smith"))),
		"attachment|page 1 of x|a\n"
		"hidden|page 2, text blacked out of x|Smith\n"
		"!redaction|page 2, text blacked out of x|"
		"text under black can be read\n"},
	};

	(void)state;
	check_with(cases, COUNT(cases), NULL, NULL);
}

/* White on a page that is not white is shown, where its colour is displayed. */
static void
test_page_colour(void **state)
{
#define COLOURED BODY("<w:background w:color='003366'/>" P(F(WHITE, "bc")))
	static const struct given displayed[] = {
	    {"displayed", COLOURED, SHOWN("bc")}};
	static const struct given not [] = {
	    {"not displayed", COLOURED, HIDDEN("bc")}};

	(void)state;
	check_with(displayed, 1, "word/settings.xml",
	    "<w:settings xmlns:w='w'><w:displayBackgroundShape/>"
	    "</w:settings>");
	check_with(not, 1, "word/settings.xml", "<w:settings xmlns:w='w'/>");
}

/* A document that is cut anywhere gives what stands before, and says so; so
 * do those with a document type, of which nothing is expanded. */
static void
test_damaged(void **state)
{
	static const char whole[] = BODY(P(R("one")) P(R("two")));
	static const struct given cases[] = {
	    {"entity",
		"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" BODY(
		    P(R("&e;"))),
		"?damaged\n"},
	    {"laughs",
		"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>" BODY(
		    P(R("&b;"))),
		"?damaged\n"},
	    {"unclosed", "<w:document xmlns:w='w'>" P(R("one")) "<w:p>",
		SHOWN("one") "?damaged\n"},
	    {"no document", "words", "?damaged\n"},
	    {"upside down",
		BODY("<w:tc/><w:tr/><w:gridCol/><w:fldChar "
		     "w:fldCharType='end'/><w:t>a</w:t><w:shd/>"),
		SHOWN("a")},
	};
	char cut[sizeof whole], *told;
	struct zip_part part = {"word/document.xml", cut, 0};

	(void)state;
	check_with(cases, COUNT(cases), NULL, NULL);
	for (size_t len = 1; len < sizeof whole - 1; len++) {
		memcpy(cut, whole, len);
		cut[len] = '\0';
		told = told_parts(docx_read, &part, 1);
		assert_non_null(strstr(told, "?damaged\n"));
		free(told);
	}
	part = (struct zip_part){"word/other.xml", "<x/>", 0};
	told = told_parts(docx_read, &part, 1);
	test_same("no main part", told, "?damaged\n");
	free(told);
}

/* Elements in elements, boxes in boxes, tables in tables, fields in fields and
 * choices in choices end without harm, and a limit is said. */
static void
test_deep(void **state)
{
	static const struct {
		const char *open, *close, *want;
		int n;
	} cases[] = {
	    {"<w:p><w:r>", "</w:r></w:p>", SHOWN("a"), 500},
	    {"<w:p><w:r>", "</w:r></w:p>", "?damaged\n", 5000},
	    {"<w:txbxContent><w:p>", "</w:p></w:txbxContent>",
		"attachment|text box of x|a\n?limit\n", 100},
	    {"<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", SHOWN("a"), 300},
	    {"<mc:AlternateContent><mc:Choice>",
		"</mc:Choice></mc:AlternateContent>", SHOWN("a"), 300},
	    {"<w:fldChar w:fldCharType='begin'/><w:fldChar "
	     "w:fldCharType='separate'/>",
		"<w:fldChar w:fldCharType='end'/>", SHOWN("a"), 3000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(1 << 20);
		struct zip_part part = {"word/document.xml", NULL, 0};
		char *told;

		buf_adds(&b, "<w:document xmlns:w='w' xmlns:mc='mc'>");
		for (int n = 0; n < cases[i].n; n++)
			buf_adds(&b, cases[i].open);
		buf_adds(&b, R("a"));
		for (int n = 0; n < cases[i].n; n++)
			buf_adds(&b, cases[i].close);
		buf_adds(&b, "</w:document>");
		part.data = buf_str(&b);
		told = told_parts(docx_read, &part, 1);
		test_same(cases[i].open, told, cases[i].want);
		free(told);
		buf_free(&b);
	}
}

/* Parts that point to each other are read once, missing ones not at all. */
static void
test_circles(void **state)
{
	static const struct zip_part parts[] = {
	    {"word/document.xml", BODY(P(R("a"))), 0},
	    {"word/_rels/document.xml.rels",
		"<Relationships xmlns='x'>"
		"<Relationship Id='1' Type='x/header' Target='document.xml'/>"
		"<Relationship Id='2' Type='x/chart' Target='chart.xml'/>"
		"<Relationship Id='3' Type='x/footer' Target='none.xml'/>"
		"</Relationships>",
		0},
	    {"word/chart.xml",
		"<c:chart xmlns:c='c' xmlns:a='a'><a:p><a:t>Title</a:t></a:p>"
		"</c:chart>",
		0},
	    {"word/_rels/chart.xml.rels",
		"<Relationships xmlns='x'>"
		"<Relationship Id='2' Type='x/chart' Target='chart.xml'/>"
		"</Relationships>",
		0},
	};
	char *told = told_parts(docx_read, parts, COUNT(parts));

	(void)state;
	test_same("circles", told, SHOWN("a") "attachment|chart of x|Title\n");
	free(told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_changes),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_styles),
	    cmocka_unit_test(test_redaction),
	    cmocka_unit_test(test_page_colour),
	    cmocka_unit_test(test_damaged),
	    cmocka_unit_test(test_deep),
	    cmocka_unit_test(test_circles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
