/* SPDX-License-Identifier: MIT
 *
 * test_docx.c - Word documents to what is shown in them, and where.
 */
#include "extract/docx.h"

#include <stdlib.h>
#include <string.h>

#include "extract/told.h"
#include "lib/test.h"

#define BODY(s)                                                            \
	"<w:document xmlns:w='w' xmlns:r='r' xmlns:wp='wp' xmlns:a='a' "   \
	"xmlns:m='m' xmlns:mc='mc' xmlns:v='v' xmlns:w14='w14'><w:body>" s \
	"</w:body></w:document>"
#define P(s) "<w:p>" s "</w:p>"
#define R(s) "<w:r><w:t>" s "</w:t></w:r>"
#define CELL(s) "<w:tc>" P(R(s)) "</w:tc>"
#define BOX(s) "<w:txbxContent>" P(R(s)) "</w:txbxContent>"
#define RELS(s) "<Relationships xmlns='x'>" s "</Relationships>"
#define REL(id, type, target)                                                \
	"<Relationship Id='" id "' Type='http://x/" type "' Target='" target \
	"'/>"
#define OUTSIDE(id, type, target)                                            \
	"<Relationship Id='" id "' Type='http://x/" type "' Target='" target \
	"' TargetMode='External'/>"

#define SHOWN(s) "attachment|x|" s "\n"

struct given {
	const char *name, *body, *want;
};

static void
check(const struct given *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct zip_part parts[] = {
		    {"word/document.xml", cases[i].body, 0}};
		char *told = told_parts(docx_read, parts, 1);

		test_same(cases[i].name, told, cases[i].want);
		free(told);
	}
}

/* Runs are joined, paragraphs are lines, and each special sign is its own. */
static void
test_lines(void **state)
{
	static const struct given cases[] = {
	    {"runs", BODY(P(R("Bi") R("ns ") R("day")) P(R("Next"))),
		SHOWN("Bins day$Next")},
	    {"an empty paragraph is a gap",
		BODY(P(R("a")) P("") P("") P(R("b"))), SHOWN("a$$b")},
	    {"tab, breaks, hyphen",
		BODY(P(R("a") "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"
			      "<w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/>"
			      "<w:t>e</w:t></w:r>")),
		SHOWN("a^b$c-de")},
	    {"tab stops are no tabs",
		BODY(
		    P("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>" R(
			"a"))),
		SHOWN("a")},
	    {"symbols",
		BODY(P("<w:r><w:sym w:font='Arial' w:char='0041'/>"
		       "<w:sym w:font='Arial' w:char='F042'/>"
		       "<w:sym w:font='Wingdings' w:char='F0FC'/>"
		       "<w:sym w:char='D800'/></w:r>")),
		SHOWN("AB\xe2\x80\xa2")},
	    {"transparent wrappers",
		BODY(P("<w:smartTag><w:r><w:t>M</w:t></w:r></w:smartTag>"
		       "<w:hyperlink w:anchor='z'>" R(
			   "N") "</w:hyperlink>"
				"<w:customXml>" R(
				    "O") "</w:customXml>"
					 "<w:sdt><w:sdtPr/><w:sdtContent>" R(
					     "P") "</w:sdtContent></w:sdt>")),
		SHOWN("MNOP")},
	    {"mathematics",
		BODY(P("<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num>"
		       "<m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
		       "</m:oMath>")),
		SHOWN("a/b ")},
	    {"ruby",
		BODY(P(R("x ") "<w:r><w:ruby><w:rt>" R(
		    "guide") "</w:rt><w:rubyBase>" R("base") "</w:rubyBase></"
							     "w:ruby></w:r>")),
		SHOWN("x base (guide) ")},
	    {"inserted text is shown, its author a property",
		BODY(P("<w:ins w:author='C. Writer'>" R("new") "</w:ins>")),
		SHOWN("new") "metadata|document properties of x|"
			     "author: C. Writer$\n"},
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* A row is a line and a cell ends with a tab; paragraphs of a cell are divided
 * by spaces, but where the table is only a layout by line ends; a table in a
 * cell has lines of its own. */
static void
test_tables(void **state)
{
	static const struct given cases[] = {
	    {"rows",
		BODY(P(R("before")) "<w:tbl><w:tr>" CELL("Name")
			CELL("Age") "</w:tr><w:tr>" CELL("")
			    CELL("9") "</w:tr></w:tbl>" P(R("after"))),
		SHOWN("before$Name^Age$^9$after")},
	    {"paragraphs of a cell",
		BODY("<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
		     "<w:tr><w:tc>" P(R("1 High St"))
			 P(R("Town")) "</w:tc>" CELL("z") "</w:tr></w:tbl>"),
		SHOWN("1 High St Town^z")},
	    {"a layout",
		BODY("<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>" P(
		    R("Dear A")) P(R("Yours")) "</w:tc></w:tr></w:tbl>"),
		SHOWN("Dear A$Yours")},
	    {"nested",
		BODY("<w:tbl><w:tr>" CELL("a") "<w:tc><w:tbl><w:tr>" CELL("b")
			CELL("c") "</w:tr></w:tbl></w:tc></w:tr><w:tr>" CELL(
			    "d") CELL("e") "</w:tr></w:tbl>"),
		SHOWN("a$b^c$d^e")},
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* Pages are those Word noted down or the document asks for; a break of both
 * kinds counts once, and without any there are none. */
static void
test_pages(void **state)
{
#define RENDERED "<w:r><w:lastRenderedPageBreak/></w:r>"
#define BREAK "<w:r><w:br w:type='page'/></w:r>"
	static const struct given cases[] = {
	    {"noted", BODY(P(R("a") RENDERED R("b"))),
		"attachment|page 1 of x|a\nattachment|page 2 of x|b\n"},
	    {"asked for and noted",
		BODY(P(R("a") BREAK) P(RENDERED R("b")) P(RENDERED R("c"))),
		"attachment|page 1 of x|a\nattachment|page 2 of x|b\n"
		"attachment|page 3 of x|c\n"},
	    {"an empty page", BODY(P(R("a") BREAK) P(BREAK) P(R("b"))),
		"attachment|page 1 of x|a\nattachment|page 3 of x|b\n"},
	    {"before a paragraph",
		BODY(P("<w:pPr><w:pageBreakBefore/></w:pPr>" R("a"))
			P("<w:pPr><w:pageBreakBefore/></w:pPr>" R("b"))
			    P("<w:pPr><w:pageBreakBefore w:val='0'/></w:pPr>" R(
				"c"))),
		"attachment|page 1 of x|a\nattachment|page 2 of x|b$c\n"},
	    {"a line break", BODY(P(R("a") "<w:r><w:br/></w:r>" R("b"))),
		SHOWN("a$b")},
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* Where only the document's own breaks are known and more stands between them
 * than a page holds, there are no pages; where Word noted them, there are. */
static void
test_long_pages(void **state)
{
	static const struct {
		const char *noted, *want;
	} cases[] = {
	    {"", "attachment|x|words"},
	    {RENDERED, "attachment|page 1 of x|words"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(1 << 20);
		struct zip_part part = {"word/document.xml", NULL, 0};
		char *told;

		buf_adds(&b, "<w:document xmlns:w='w'>");
		for (int n = 0; n < 2000; n++)
			buf_adds(&b, P(R("words")));
		buf_adds(&b, cases[i].noted);
		buf_adds(&b, P(BREAK R("end")) "</w:document>");
		part.data = buf_str(&b);
		told = told_parts(docx_read, &part, 1);
		assert_int_equal(
		    strncmp(told, cases[i].want, strlen(cases[i].want)), 0);
		free(told);
		buf_free(&b);
	}
}

/* Of a field its result is shown; its code is read only where it says more
 * than where it leads. */
static void
test_fields(void **state)
{
#define MARK(type) "<w:r><w:fldChar w:fldCharType='" type "'/></w:r>"
#define CODE(s) "<w:r><w:instrText>" s "</w:instrText></w:r>"
	static const struct given cases[] = {
	    {"page number",
		BODY(P(R("p ") MARK("begin") CODE(" PAGE ") MARK("separate")
			R("3") MARK("end") R(" of"))),
		SHOWN("p 3 of")},
	    {"link",
		BODY(P(MARK("begin") CODE("HYPERLINK \"http://a.exa")
			CODE("mple\" \\l \"b\" \\o \"Tip\"") MARK("separate")
			    R("here") MARK("end"))),
		SHOWN("here") "metadata|link targets of x|http://a.example"
			      "$Tip\n"},
	    {"words in a code",
		BODY(P(MARK("begin") CODE("IF ") MARK("begin")
			CODE("MERGEFIELD n") MARK("separate") R("1") MARK("end")
			    CODE(" = 1 \"cat\" \"dog\"") MARK("separate")
				R("cat") MARK("end"))),
		SHOWN("cat") "hidden|field codes of x|IF 1 = 1 \"cat\" "
			     "\"dog\"\n"},
	    {"simple",
		BODY(P("<w:fldSimple w:instr='AUTHOR'>" R(
		    "A") "</w:fldSimple>"
			 "<w:fldSimple w:instr='QUOTE \"q\"'>" R(
			     "q") "</w:fldSimple>")),
		SHOWN("Aq") "hidden|field codes of x|QUOTE \"q\"\n"},
	    {"never ended", BODY(P(MARK("begin") CODE("QUOTE x")) P(R("b"))),
		"hidden|field codes of x|QUOTE xb\n"},
	    {"a chosen entry",
		BODY(P("<w:r><w:fldChar w:fldCharType='begin'><w:ffData>"
		       "<w:ddList><w:result w:val='1'/>"
		       "<w:listEntry w:val='no'/><w:listEntry w:val='yes'/>"
		       "</w:ddList></w:ffData></w:fldChar></w:r>" CODE(
			   "FORMDROPDOWN") MARK("end"))),
		SHOWN("yes")},
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* What is said twice, for two kinds of program, is read once; what only the
 * second says is hidden. */
static void
test_choices(void **state)
{
#define CHOICE(a, b)                                                         \
	"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>" a             \
	"</mc:Choice><mc:Fallback>" b "</mc:Fallback></mc:AlternateContent>" \
	"</w:r>"
	static const struct given cases[] = {
	    {"the same", BODY(P(R("a") CHOICE(BOX("box"), BOX("box")) R("b"))),
		SHOWN("ab") "attachment|text box of x|box\n"},
	    {"other words", BODY(P(R("a") CHOICE(BOX("box"), BOX("secret")))),
		SHOWN("a") "attachment|text box of x|box\n"
			   "hidden|alternative content of x|secret\n"},
	    {"watermark",
		BODY(P("<w:r><w:pict><v:shape alt='Crest'><v:textpath "
		       "string='DRAFT'/></v:shape></w:pict></w:r>")),
		"attachment|text box of x|DRAFT\n"
		"hidden|alternative text of x|Crest\n"},
	    {"picture",
		BODY(P("<w:r><w:drawing><wp:docPr name='P1' descr='A map'/>"
		       "<a:cNvPr descr='A map'/></w:drawing></w:r>")),
		"hidden|alternative text of x|A map\n"},
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* Text that waits to be replaced is no content, other text is. */
static void
test_placeholders(void **state)
{
#define CONTROL(pr, style)                                  \
	"<w:sdt><w:sdtPr>" pr "</w:sdtPr><w:sdtContent>" P( \
	    "<w:r><w:rPr>" style                            \
	    "</w:rPr><w:t>Click</w:t></w:r>") "</w:sdtContent></w:sdt>"
	static const struct given cases[] = {
	    {"placeholder",
		BODY(P(R("a")) CONTROL("<w:showingPlcHdr/>",
		    "<w:rStyle w:val='PlaceholderText'/>")),
		SHOWN("a")},
	    {"in no such style", BODY(CONTROL("<w:showingPlcHdr/>", "")),
		SHOWN("Click")},
	    {"filled in",
		BODY(CONTROL("", "<w:rStyle w:val='PlaceholderText'/>")),
		SHOWN("Click")},
	    {"after one",
		BODY(CONTROL("<w:showingPlcHdr/>",
		    "<w:rStyle w:val='PlaceholderText'/>") P(R("b"))),
		SHOWN("b")},
	};

	(void)state;
	check(cases, COUNT(cases));
}

#define HEADER(s) "<w:hdr xmlns:w='w'>" s "</w:hdr>"

/* Headers, notes, comments, building blocks and settings are read by what
 * points to them, notes with the page they stand on. */
static void
test_parts(void **state)
{
	static const struct zip_part parts[] = {
	    {"_rels/.rels", RELS(REL("a", "officeDocument", "word/d.xml")), 0},
	    {"word/d.xml",
		BODY(P(R("one") "<w:r><w:lastRenderedPageBreak/></w:r>" R(
		    "two") "<w:r><w:footnoteReference w:id='1'/>"
			   "<w:endnoteReference w:id='1'/>"
			   "<w:commentReference w:id='0'/></w:r>"
			   "<w:subDoc r:id='z'/>")),
		0},
	    {"word/_rels/d.xml.rels",
		RELS(REL("1", "header", "h1.xml") REL("2", "header",
		    "h2.xml") REL("3", "footer", "f.xml") REL("4", "footnotes",
		    "fn.xml") REL("5", "endnotes", "en.xml") REL("6",
		    "comments", "c.xml") REL("7", "glossaryDocument", "g.xml")
			REL("8", "settings", "s.xml")
			    OUTSIDE("z", "subDocument", "file:///k/sub.docx")),
		0},
	    {"word/h1.xml", HEADER(P(R("NOT FOR PUBLICATION"))), 0},
	    {"word/h2.xml", HEADER(P(R("NOT FOR PUBLICATION"))), 0},
	    {"word/f.xml", HEADER(P(R("foot"))), 0},
	    {"word/fn.xml",
		HEADER("<w:footnote w:id='1'>" P(R("note")) "</w:footnote>"),
		0},
	    {"word/en.xml",
		HEADER("<w:endnote w:id='1'>" P(R("end")) "</w:endnote>"), 0},
	    {"word/c.xml",
		HEADER("<w:comment w:id='0' w:author='A. Reviewer'>" P(
		    R("why?")) "</w:comment>"),
		0},
	    {"word/g.xml", HEADER(P(R("block"))), 0},
	    {"word/s.xml",
		HEADER("<w:docVar w:name='n' w:val='variable'/>"
		       "<w:attachedTemplate r:id='t' xmlns:r='r'/>"),
		0},
	    {"word/_rels/s.xml.rels",
		RELS(OUTSIDE("t", "attachedTemplate", "file:///k/t.dotx")), 0},
	};
	char *told = told_parts(docx_read, parts, COUNT(parts));

	(void)state;
	test_same("parts", told,
	    "metadata|document variables of x|variable\n"
	    "metadata|link targets in settings of x|file:///k/t.dotx\n"
	    "attachment|page 1 of x|one\n"
	    "attachment|page 2 of x|two\n"
	    "metadata|page 1, link targets of x|file:///k/sub.docx\n"
	    "attachment|page header of x|NOT FOR PUBLICATION\n"
	    "attachment|page footer of x|foot\n"
	    "attachment|page 2, footnote of x|note\n"
	    "attachment|page 2, endnote of x|end\n"
	    "hidden|page 2, comment of x|why?\n"
	    "hidden|building blocks of x|block\n"
	    "metadata|document properties of x|author: A. Reviewer$\n");
	free(told);
}

/* The strict namespaces and a text that comes in pieces read the same. */
static void
test_strict(void **state)
{
	static const struct given cases[] = {
	    {"strict",
		"<?xml version='1.0'?><document xmlns='http://purl.oclc.org/"
		"ooxml/wordprocessingml/main'><body><p><r><t>a</t></r></p>"
		"</body></document>",
		SHOWN("a")},
	    {"entities and CDATA",
		BODY(P("<w:r><w:t>a &amp; b&#x2019;s <![CDATA[<c>]]></w:t>"
		       "</w:r>")),
		SHOWN("a & b\xe2\x80\x99s <c>")},
	};

	(void)state;
	check(cases, COUNT(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_tables),
	    cmocka_unit_test(test_pages),
	    cmocka_unit_test(test_long_pages),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_choices),
	    cmocka_unit_test(test_placeholders),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
