/* SPDX-License-Identifier: MIT
 *
 * test_xlsx.c - spreadsheets of Office Open XML, and what they hide.
 */
#include "extract/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/said.h"
#include "extract/zip.h"
#include "lib/test.h"

#define MAIN "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define RELATION                                                          \
	"xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships'"
#define TYPE                                                     \
	"http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships/"
#define RELS(more)                                                         \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/" \
	"2006/relationships'>" more "</Relationships>"
#define REL(id, type, target) \
	"<Relationship Id='" id "' Type='" TYPE type "' Target='" target "'/>"
#define OUTSIDE(id, type, target)                                        \
	"<Relationship Id='" id "' Type='" TYPE type "' Target='" target \
	"' TargetMode='External'/>"
#define SHEET(more) "<worksheet " MAIN " " RELATION ">" more "</worksheet>"
#define DATA(more) "<sheetData>" more "</sheetData>"
#define WORDS(ref, words) \
	"<c r='" ref "' t='inlineStr'><is><t>" words "</t></is></c>"
#define HEAD "<row r='1'>" WORDS("A1", "Name") WORDS("B1", "Debt") "</row>"

static const char types[] =
    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/"
    "content-types'><Default Extension='xml' ContentType='application/xml'/>"
    "<Override PartName='/xl/workbook.xml' ContentType='application/vnd."
    "openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>";

#define PARTS_MAX 24

/* A workbook: what is NULL is a plain part, or none. */
struct book {
	const char *name;
	const char *workbook;  /* within <workbook> */
	const char *relations; /* of the workbook, more than its sheet */
	const char *styles, *strings, *sheet;
	const char *sheet_relations;
	struct zip_part more[8];
	const char *want;
};

static void
read_book(const struct book *b, size_t cut, struct texts *t)
{
	const struct document d = {
	    .part = "2", .name = "book", .where = "", .zone = ZONE_ATTACHMENT};
	char workbook[4096], relations[4096];
	struct zip_part parts[PARTS_MAX];
	struct package p;
	size_t n = 0, len;
	char *zip;

	snprintf(workbook, sizeof workbook,
	    "<workbook " MAIN " " RELATION ">%s</workbook>",
	    b->workbook != NULL ? b->workbook
				: "<sheets><sheet name='T' sheetId='1' "
				  "r:id='s1'/></sheets>");
	snprintf(relations, sizeof relations, RELS("%s%s"),
	    REL("s1", "worksheet", "worksheets/sheet1.xml")
		REL("s8", "sharedStrings", "sharedStrings.xml")
		    REL("s9", "styles", "styles.xml"),
	    b->relations != NULL ? b->relations : "");
	parts[n++] = (struct zip_part){"[Content_Types].xml", types, 0};
	parts[n++] = (struct zip_part){"_rels/.rels",
	    RELS(REL("b", "officeDocument", "xl/workbook.xml")), 0};
	parts[n++] = (struct zip_part){"xl/workbook.xml", workbook, 0};
	parts[n++] =
	    (struct zip_part){"xl/_rels/workbook.xml.rels", relations, 0};
	parts[n++] = (struct zip_part){"xl/worksheets/sheet1.xml",
	    b->sheet != NULL ? b->sheet : SHEET(DATA("")), 0};
	if (cut > 0)
		parts[n - 1].len = cut;
	if (b->styles != NULL)
		parts[n++] = (struct zip_part){"xl/styles.xml", b->styles, 0};
	if (b->strings != NULL)
		parts[n++] =
		    (struct zip_part){"xl/sharedStrings.xml", b->strings, 0};
	if (b->sheet_relations != NULL)
		parts[n++] =
		    (struct zip_part){"xl/worksheets/_rels/sheet1.xml.rels",
			b->sheet_relations, 0};
	for (size_t i = 0; i < COUNT(b->more) && b->more[i].name != NULL; i++)
		parts[n++] = b->more[i];
	zip = zip_make(parts, n, &len);
	assert_int_equal(package_open(zip, len, t, &p), 0);
	assert_int_equal(p.kind, PACKAGE_XLSX);
	assert_int_equal(xlsx_read(&d, 0, &p, t), 0);
	package_free(&p);
	free(zip);
}

static void
check_books(const struct book *books, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct texts t;

		texts_init(&t, MIB);
		read_book(&books[i], 0, &t);
		said_has(books[i].name, &t, books[i].want);
		texts_free(&t);
	}
}

/* Every type of cell gives what the spreadsheet shows. */
static void
test_cells(void **state)
{
	static const struct book books[] = {
	    {.name = "types",
		.strings =
		    "<sst " MAIN "><si><t>Name</t></si><si><r><t>An</t></r><r>"
		    "<t>n</t></r><rPh><t>xyz</t></rPh></si></sst>",
		.sheet = SHEET(
		    DATA("<row r='1'><c r='A1' t='s'><v>0</v></c>"
			 "<c r='B1' t='str'><f>1</f><v>sum of it</v></c></row>"
			 "<row r='3'><c r='A3' t='s'><v>1</v></c>"
			 "<c t='b'><v>1</v></c><c r='D3' t='e'><v>#REF!</v></c>"
			 "<c><v>1632960001</v></c><c><f>A1&amp;\"x\"</f></c></"
			 "row>")),
		.want = "attachment sheet 'T' of book\n1: Name|sum of it\n"
			"3: Ann|TRUE|#REF!|1632960001|=A1&\"x\"\n!xyz\n"
			"!unread\n!sign"},
	    {.name = "rows without numbers",
		.sheet = SHEET(DATA("<row><c><v>1</v></c></row><row><c><v>2"
				    "</v></c><c><v>3</v></c></row>")),
		.want = "1: 1\n2: 2|3"},
	    {.name = "formats",
		.styles =
		    "<styleSheet " MAIN "><numFmts><numFmt numFmtId='164' "
		    "formatCode='0000000000'/><numFmt numFmtId='165' "
		    "formatCode='00\\-00\\-00'/></numFmts><fonts><font/>"
		    "</fonts><cellXfs><xf/><xf numFmtId='14'/><xf "
		    "numFmtId='164'/><xf numFmtId='165'/></cellXfs>"
		    "</styleSheet>",
		.sheet = SHEET(DATA("<row><c s='1'><v>29358</v></c><c s='2'>"
				    "<v>12345</v></c><c s='3'><v>123456</v></c>"
				    "<c s='99'><v>1.0</v></c></row>")),
		.want = "1: 17/05/1980|0000012345|12-34-56|1\n"},
	    {.name = "1904",
		.workbook = "<workbookPr date1904='1'/><sheets><sheet name='T' "
			    "r:id='s1'/></sheets>",
		.styles = "<styleSheet " MAIN
			  "><cellXfs><xf numFmtId='14'/></cellXfs>"
			  "</styleSheet>",
		.sheet = SHEET(DATA("<row><c><v>27896</v></c></row>")),
		.want = "1: 17/05/1980"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

#define STYLES                                                               \
	"<styleSheet " MAIN "><numFmts><numFmt numFmtId='164' "              \
	"formatCode=';;;'/></numFmts><fonts><font><color theme='1'/></font>" \
	"<font><color rgb='FFFFFFFF'/></font></fonts><fills><fill>"          \
	"<patternFill patternType='none'/></fill><fill><patternFill "        \
	"patternType='solid'><fgColor rgb='FF000000'/></patternFill></fill>" \
	"</fills><cellXfs><xf/><xf numFmtId='164'/><xf fontId='1'/>"         \
	"<xf fontId='1' fillId='1'/><xf fontId='0' fillId='1'/></cellXfs>"   \
	"</styleSheet>"
#define STYLED(style)                          \
	SHEET(DATA(HEAD "<row r='2'>" WORDS(   \
	    "A2", "Ann") "<c r='B2' s='" style \
			 "' t='inlineStr'><is><t>secret</t></is></c></row>"))
#define NOTHING "cells that show nothing"

#define FILTERED                                         \
	HEAD "<row r='2' hidden='1'>" WORDS(             \
	    "A2", "Ann") "</row><row r='3'>" WORDS("A3", \
	    "Bob") "</row><row r='4' hidden='1'>" WORDS("A4", "Cy") "</row>"

/* What is hidden is said to be, in its row; its twin that is not, is not. */
static void
test_hidden(void **state)
{
	static const struct book books[] = {
	    {.name = "hidden sheet",
		.workbook = "<sheets><sheet name='Ten&#39;ants' "
			    "state='hidden' r:id='s1'/></sheets>",
		.sheet = SHEET(
		    DATA(HEAD "<row r='14'>" WORDS("A14", "Ann") "</row>")),
		.want = "hidden sheet 'Ten ants' (hidden) of book\n14: Ann\n"
			"1 hidden sheet, 1 row"},
	    {.name = "very hidden",
		.workbook = "<sheets><sheet name='T' state='veryHidden' "
			    "r:id='s1'/></sheets>",
		.sheet = SHEET(DATA(HEAD)),
		.want = "hidden sheet 'T' (very hidden) of book"},
	    {.name = "empty hidden sheet",
		.workbook = "<sheets><sheet name='T' state='hidden' "
			    "r:id='s1'/></sheets>",
		.want = "!sign"},
	    {.name = "hidden row",
		.sheet = SHEET(DATA(HEAD "<row r='2' hidden='1'>" WORDS(
		    "A2", "Ann") "</row><row r='3'>" WORDS("A3",
		    "Bob") "</row><row r='4' ht='0' "
			   "customHeight='1'>" WORDS("A4", "Cy") "</row>")),
		.want = "attachment sheet 'T' of book\n3: Bob\n"
			"hidden sheet 'T', hidden rows of book\n2: Ann\n"
			"4: Cy\nsheet 'T', hidden rows of book: 2 hidden rows"},
	    {.name = "filtered rows",
		.sheet = SHEET(DATA(FILTERED) "<autoFilter ref='A1:B3'>"
					      "<filterColumn colId='0'>"
					      "<filters><filter val='Bob'/>"
					      "</filters></filterColumn>"
					      "</autoFilter>"),
		.want = "hidden sheet 'T', hidden rows of book\n4: Cy\n"
			"hidden sheet 'T', rows filtered out of book\n"
			"2: Ann\nsheet 'T', hidden rows of book: 1 hidden "
			"row\n: 1 row filtered out"},
	    {.name = "a filter without a condition",
		.sheet =
		    SHEET(DATA(FILTERED) "<autoFilter ref='A1:B4'>"
					 "<filterColumn colId='0' "
					 "hiddenButton='1'/></autoFilter>"),
		.want = "hidden sheet 'T', hidden rows of book\n2: Ann\n"
			"4: Cy\n!filtered"},
	    {.name = "a table's filter",
		.sheet = SHEET(DATA(FILTERED)),
		.sheet_relations =
		    RELS(REL("t", "table", "../tables/table1.xml")),
		.more = {{"xl/tables/table1.xml",
		    "<table " MAIN " ref='A1:B4'><autoFilter ref='A1:B4'>"
		    "<filterColumn colId='0'><customFilters/></filterColumn>"
		    "</autoFilter></table>",
		    0}},
		.want = "rows filtered out of book\n2: Ann\n4: Cy\n"
			"!hidden rows"},
	    {.name = "shown row",
		.sheet = SHEET(DATA(
		    HEAD "<row r='2' hidden='0'>" WORDS("A2", "Ann") "</row>")),
		.want = "2: Ann\n!hidden"},
	    {.name = "hidden columns",
		.sheet = SHEET(
		    "<cols><col min='2' max='2' hidden='1'/><col min='3' "
		    "max='3' width='0'/><col min='4' max='16384' hidden='1'/>"
		    "</cols>" DATA(HEAD "<row r='2'>" WORDS("A2", "Ann") WORDS(
			"B2", "secret") WORDS("C2", "narrow") "</row>")),
		.want = "1: Name\n2: Ann\n2: |secret|narrow\n"
			"hidden columns of book: 2 hidden columns"},
	    {.name = "shown columns",
		.sheet =
		    SHEET("<cols><col min='2' max='2' width='9'/></cols>" DATA(
			HEAD "<row r='2'>" WORDS("A2", "Ann")
			    WORDS("B2", "secret") "</row>")),
		.want = "2: Ann|secret\n!hidden"},
	    {.name = "format",
		.styles = STYLES,
		.sheet = STYLED("1"),
		.want = NOTHING "\n2: |secret"},
	    {.name = "white",
		.styles = STYLES,
		.sheet = STYLED("2"),
		.want = NOTHING "\n2: |secret"},
	    {.name = "black on black",
		.styles = STYLES,
		.sheet = STYLED("4"),
		.want = NOTHING "\n2: |secret"},
	    {.name = "white on black",
		.styles = STYLES,
		.sheet = STYLED("3"),
		.want = "2: Ann|secret\n!" NOTHING},
	    {.name = "plain",
		.styles = STYLES,
		.sheet = STYLED("0"),
		.want = "2: Ann|secret\n!" NOTHING},
	    {.name = "white in a table of its own style",
		.styles = STYLES,
		.sheet = STYLED("2"),
		.sheet_relations =
		    RELS(REL("t", "table", "../tables/table1.xml")),
		.more = {{"xl/tables/table1.xml",
		    "<table " MAIN
		    " ref='A1:B2'><tableStyleInfo name='S'/></table>",
		    0}},
		.want = "2: Ann|secret\n!" NOTHING},
	    {.name = "white in a table without a style",
		.styles = STYLES,
		.sheet = STYLED("2"),
		.sheet_relations =
		    RELS(REL("t", "table", "../tables/table1.xml")),
		.more = {{"xl/tables/table1.xml",
		    "<table " MAIN " ref='A1:B2'/>", 0}},
		.want = NOTHING "\n2: |secret"},
	    {.name = "sheet that is not listed",
		.more = {{"xl/worksheets/sheet7.xml",
		    SHEET(DATA("<row>" WORDS("A1", "left") "</row>")), 0}},
		.want = "hidden sheet 'sheet7.xml' (very hidden)\n1: left"},
	    {.name = "strings no cell shows",
		.strings = "<sst " MAIN "><si><t>shown one</t></si><si>"
			   "<t>left over</t></si></sst>",
		.sheet = SHEET(DATA("<row><c t='s'><v>0</v></c></row>")),
		.want = "hidden text that no cell shows any more of book\n"
			"left over\n1: shown one"},
	    {.name = "strings all shown",
		.strings = "<sst " MAIN "><si><t>shown one</t></si></sst>",
		.sheet = SHEET(DATA("<row><c t='s'><v>0</v></c></row>")),
		.want = "!no cell shows"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

/* What stands beside cells has a place of its own. */
static void
test_beside(void **state)
{
	static const struct book books[] = {
	    {.name = "comments",
		.sheet_relations = RELS(REL("c", "comments", "../comments1.xml")
			REL("d", "threadedComment", "../t.xml")),
		.more = {{"xl/comments1.xml",
			     "<comments " MAIN
			     "><authors><author>Someone</author></authors>"
			     "<commentList><comment ref='B7' authorId='0'>"
			     "<text><r><t>owes </t></r><r><t>rent</t></r>"
			     "</text></comment><comment ref='B8'><text>"
			     "<t>[Threaded comment] your program</t></text>"
			     "</comment></commentList></comments>",
			     0},
		    {"xl/t.xml",
			"<ThreadedComments xmlns='x'><threadedComment "
			"ref='B8' personId='p'><text>see her file</text>"
			"</threadedComment></ThreadedComments>",
			0}},
		.want = "hidden comment on 'T', cell B7 of book\nowes rent\n"
			"hidden comment on 'T', cell B8 of book\n"
			"see her file\n!your program\n!Someone"},
	    {.name = "links, choices, headers, scenarios",
		.sheet = SHEET(
		    DATA("") "<scenarios><scenario name='if she "
			     "leaves' comment='ask Ann'><inputCells r='A1' "
			     "val='990'/></scenario></scenarios>"
			     "<dataValidations><dataValidation prompt='pick "
			     "one'><formula1>\"arrears,eviction\"</formula1>"
			     "</dataValidation><dataValidation><formula1>$A$1"
			     "</formula1></dataValidation></dataValidations>"
			     "<hyperlinks><hyperlink ref='A1' r:id='h' "
			     "tooltip='her page'/></hyperlinks><headerFooter>"
			     "<oddHeader>&amp;L&amp;\"Arial,Bold\"&amp;8"
			     "NOT FOR PUBLICATION&amp;Rleft &amp;&amp; right"
			     "</oddHeader><oddFooter>&amp;CPage &amp;P"
			     "</oddFooter></headerFooter>"),
		.sheet_relations = RELS(OUTSIDE(
		    "h", "hyperlink", "https://x.example/?id=990&amp;n=1")),
		.want = "links in sheet 'T'\nA1: https://x.example/?id=990&n=1 "
			"her page\n"
			"choices offered in sheet 'T'\npick one\narrears\n"
			"eviction\n!$A$1\npage header and footer of sheet 'T'\n"
			"NOT FOR PUBLICATION\nleft & right\n!Arial\n"
			"scenarios of sheet 'T'\nif she leaves\nask Ann\n"
			"A1: 990"},
	    {.name = "names",
		.workbook = "<sheets><sheet name='T' r:id='s1'/></sheets>"
			    "<definedNames><definedName name='Case'>\"secret "
			    "words\"</definedName><definedName name='Rents'>"
			    "T!$A$1</definedName><definedName "
			    "name='_xlnm.Print_Area'>T!$A$9</definedName>"
			    "</definedNames>",
		.want = "metadata defined names of book\n"
			"Case: \"secret words\"\nRents\n!$A$1\n!_xlnm\n"
			"metadata sheet names of book"},
	    {.name = "drawings",
		.sheet_relations =
		    RELS(REL("d", "drawing", "../drawings/drawing1.xml")),
		.more = {{"xl/drawings/drawing1.xml",
		    "<wsDr xmlns='x' xmlns:a='y'><twoCellAnchor><sp><nvSpPr>"
		    "<cNvPr descr='her photograph'/></nvSpPr><txBody><a:p>"
		    "<a:r><a:t>box </a:t></a:r><a:r><a:t>words</a:t></a:r>"
		    "</a:p><a:p><a:r><a:t>below</a:t></a:r></a:p></txBody>"
		    "</sp></twoCellAnchor><twoCellAnchor><sp><cNvPr "
		    "hidden='1'/><a:p><a:t>unseen</a:t></a:p></sp>"
		    "</twoCellAnchor></wsDr>",
		    0}},
		.want = "attachment text boxes on sheet 'T'\nbox words\n"
			"below\nhidden hidden shapes on sheet 'T'\nunseen\n"
			"metadata descriptions of pictures on sheet 'T'\n"
			"her photograph"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

#define PIVOT(source)                                                      \
	"<pivotCacheDefinition " MAIN " " RELATION " r:id='r'>"            \
	"<cacheSource type='worksheet'>" source "</cacheSource>"           \
	"<cacheFields count='3'><cacheField name='Name'><sharedItems>"     \
	"<s v='Ann'/><s v='Bob'/></sharedItems></cacheField><cacheField "  \
	"name='Born'><sharedItems><d v='1980-05-17T00:00:00'/>"            \
	"</sharedItems></cacheField><cacheField name='Debt'><sharedItems " \
	"containsNumber='1'/></cacheField></cacheFields>"                  \
	"</pivotCacheDefinition>"
#define RECORDS                                                             \
	"<pivotCacheRecords " MAIN "><r><x v='0'/><x v='0'/><n v='5'/></r>" \
	"<r><x v='1'/><x v='7'/><n v='6'/></r></pivotCacheRecords>"
#define PIVOT_PARTS(source)                                                    \
	{                                                                      \
		{"xl/pivotCache/pivotCacheDefinition1.xml", PIVOT(source), 0}, \
		    {"xl/pivotCache/pivotCacheRecords1.xml", RECORDS, 0},      \
		{                                                              \
			"xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",  \
			    RELS(REL("r", "pivotCacheRecords",                 \
				"pivotCacheRecords1.xml")),                    \
			    0                                                  \
		}                                                              \
	}

/* What a workbook keeps of other places is given unless a sheet has it. */
static void
test_caches(void **state)
{
	static const struct book books[] = {
	    {.name = "pivot of a sheet that is gone",
		.more = PIVOT_PARTS("<worksheetSource ref='A1:C3' "
				    "sheet='Old list'/>"),
		.want = "hidden pivot table data of book\n1: Name|Born|Debt\n"
			"2: Ann|17/05/1980|5\n3: Bob||6\n"
			"data kept out of sight, 2 rows"},
	    {.name = "pivot of a sheet that is here",
		.strings = "<sst " MAIN "><si><t>Ann</t></si><si><t>Bob</t>"
			   "</si></sst>",
		.more = PIVOT_PARTS("<worksheetSource ref='A1:C3' sheet='T'/>"),
		.want = "!pivot"},
	    {.name = "pivot that remembers a row",
		.strings = "<sst " MAIN "><si><t>Ann</t></si></sst>",
		.more = PIVOT_PARTS("<worksheetSource ref='A1:C3' sheet='T'/>"),
		.want = "1: Name|Born|Debt\n!2: Ann\n3: Bob||6"},
	    {.name = "external link",
		.more =
		    {{"xl/externalLinks/externalLink1.xml",
			 "<externalLink " MAIN " " RELATION
			 "><externalBook r:id='e'><sheetNames><sheetName "
			 "val='Tenants'/></sheetNames><sheetDataSet><sheetData "
			 "sheetId='0'><row r='2'><cell r='B2' t='str'><v>Ann"
			 "</v></cell><cell r='C2'><v>990</v></cell></row>"
			 "</sheetData></sheetDataSet></externalBook>"
			 "</externalLink>",
			 0},
			{"xl/externalLinks/_rels/externalLink1.xml.rels",
			    RELS(OUTSIDE("e", "externalLinkPath",
				"file:///S:/Housing/tenants.xlsx")),
			    0}},
		.want = "hidden values from another workbook, sheet 'Tenants' "
			"of book\n2: Ann|990\nmetadata link to another "
			"workbook\nfile:///S:/Housing/tenants.xlsx"},
	    {.name = "connection",
		.more = {{"xl/connections.xml",
		    "<connections " MAIN "><connection id='1' name='housing'>"
		    "<dbPr connection='DSN=h;PWD=invented' command='SELECT 1'/>"
		    "</connection></connections>",
		    0}},
		.want = "metadata data connections of book\n"
			"connection: DSN=h;PWD=invented\ncommand: SELECT 1"},
	    {.name = "chart",
		.sheet_relations =
		    RELS(REL("d", "drawing", "../drawings/drawing1.xml")),
		.more = {{"xl/drawings/drawing1.xml", "<wsDr xmlns='x'/>", 0},
		    {"xl/drawings/_rels/drawing1.xml.rels",
			RELS(REL("c", "chart", "../charts/chart1.xml")), 0},
		    {"xl/charts/chart1.xml",
			"<chartSpace xmlns='x'><title><p><t>Debts</t></p>"
			"</title><strRef><f>'T'!$A$1</f><strCache><pt><v>Ann"
			"</v></pt></strCache></strRef><numRef><f>T!$B$1</f>"
			"<numCache><pt><v>77</v></pt></numCache></numRef>"
			"<strRef><f>Gone!$A$1</f><strCache><pt><v>Bob</v></pt>"
			"</strCache></strRef></chartSpace>",
			0}},
		.strings = "<sst " MAIN "><si><t>Ann</t></si></sst>",
		.sheet = SHEET(DATA("<row><c t='s'><v>0</v></c></row>")),
		.want = "attachment text boxes on sheet 'T' of book\nDebts\n"
			"hidden values kept in a chart on sheet 'T' of book\n"
			"Bob\n!77"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

/* Hostile parts end in a word that not all was read, or in none. */
static void
test_hostile(void **state)
{
	static const struct book books[] = {
	    {.name = "string out of range",
		.sheet = SHEET(DATA("<row><c t='s'><v>99999999999999999999</v>"
				    "</c>" WORDS("B1", "rest") "</row>")),
		.want = "1: rest\nunread damaged"},
	    {.name = "row and column out of range",
		.sheet = SHEET(DATA("<row r='99999999999'>" WORDS(
		    "ZZZZ99999999999", "far") "</row><row r='5'>" WORDS("A5",
		    "near") "</row><row r='-3'>" WORDS("-3", "odd") "</row>")),
		.want = "far\n5: near\nodd"},
	    {.name = "document type",
		.strings = "<!DOCTYPE s [<!ENTITY a 'aaaa'><!ENTITY b "
			   "'&a;&a;&a;'>]><sst " MAIN "><si><t>&b;</t></si>"
			   "</sst>",
		.want = "unread damaged\n!aaa"},
	    {.name = "sheet that is missing",
		.workbook = "<sheets><sheet name='T' r:id='no'/></sheets>",
		.want = "unread damaged"},
	    {.name = "workbook that is none",
		.workbook = "</workbook><",
		.want = "unread damaged"},
	    {.name = "columns without end",
		.sheet = SHEET("<cols><col min='1' max='4294967295' "
			       "hidden='1'/><col min='0' max='9'/><col "
			       "min='9' max='3'/></cols>" DATA(
				   "<row>" WORDS("A1", "x") "</row>")),
		.want = "hidden columns\n1: x"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

/* Of a sheet that is cut short, what stands before is read; whole, nothing is
 * said to be damaged. */
static void
test_cut(void **state)
{
	static const struct book book = {.name = "cut",
	    .strings = "<sst " MAIN "><si><t>Ann</t></si></sst>",
	    .sheet = SHEET(DATA(HEAD
		"<row r='2'><c r='A2' t='s'><v>0</v></c></row>") "<hyperlinks><"
								 "hyperlink "
								 "ref='A1' "
								 "r:id='h'/></"
								 "hyperlinks"
								 ">")};
	struct texts t;

	(void)state;
	for (size_t cut = 1; cut <= strlen(book.sheet); cut++) {
		texts_init(&t, MIB);
		read_book(&book, cut, &t);
		if (cut < strlen(book.sheet))
			said_has("cut", &t, "unread damaged");
		else
			said_has("whole", &t, "2: Ann\n!unread");
		if (cut > strlen(book.sheet) - 20)
			said_has("late cut", &t, "2: Ann");
		texts_free(&t);
	}
}

/* Ten million cells stop at the limit of text, and say so. */
static void
test_many_cells(void **state)
{
	struct buf b = BUF_MAX(400 * MIB);
	struct book book = {.name = "many"};
	struct texts t;

	(void)state;
	buf_adds(&b, "<worksheet " MAIN "><sheetData>");
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "<row><c><v>12345</v></c><c><v>12345</v></c>"
			     "<c><v>12345</v></c></row>");
	buf_adds(&b, "</sheetData></worksheet>");
	book.sheet = buf_str(&b);
	texts_init(&t, MIB / 4);
	read_book(&book, 0, &t);
	assert_true(t.bytes <= MIB / 4 && t.bytes > MIB / 8);
	assert_int_equal(t.unread[0].why, UNREAD_LIMIT);
	texts_free(&t);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cells),
	    cmocka_unit_test(test_hidden),
	    cmocka_unit_test(test_beside),
	    cmocka_unit_test(test_caches),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_many_cells),
	};

	if (unpack_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
