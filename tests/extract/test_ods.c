/* SPDX-License-Identifier: MIT
 *
 * test_ods.c - OpenDocument spreadsheets, and what they hide.
 */
#include "extract/ods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/said.h"
#include "extract/zip.h"
#include "lib/test.h"

#define CONTENT(styles, more)                                              \
	"<office:document-content xmlns:office='urn:oasis:names:tc:"       \
	"opendocument:xmlns:office:1.0' xmlns:table='t' xmlns:text='x' "   \
	"xmlns:style='s' xmlns:fo='f' xmlns:draw='d' xmlns:svg='v' "       \
	"xmlns:dc='c' xmlns:xlink='l'><office:automatic-styles>" styles    \
	"</office:automatic-styles><office:body><office:spreadsheet>" more \
	"</office:spreadsheet></office:body></office:document-content>"
#define TABLE(more) "<table:table table:name='T'>" more "</table:table>"
#define STYLE(family, name, more)                                            \
	"<style:style style:family='" family "' style:name='" name "'>" more \
	"</style:style>"
#define ROW(more) "<table:table-row>" more "</table:table-row>"
#define WORDS(words) \
	"<table:table-cell><text:p>" words "</text:p></table:table-cell>"
#define STYLED(style, words)                                            \
	"<table:table-cell table:style-name='" style "'><text:p>" words \
	"</text:p></table:table-cell>"
#define HEAD ROW(WORDS("Name") WORDS("Debt"))

struct book {
	const char *name, *content, *styles, *want;
};

static void
read_book(const char *content, size_t cut, const char *styles, struct texts *t)
{
	static const char mime[] =
	    "application/vnd.oasis.opendocument.spreadsheet";
	const struct document d = {
	    .part = "2", .name = "book", .where = "", .zone = ZONE_ATTACHMENT};
	const struct zip_part parts[] = {
	    {"mimetype", mime, 0},
	    {"content.xml", content, cut},
	    {"styles.xml", styles != NULL ? styles : "<x/>", 0},
	};
	struct package p;
	size_t len;
	char *zip = zip_make(parts, COUNT(parts), &len);

	assert_int_equal(package_open(zip, len, t, &p), 0);
	assert_int_equal(p.kind, PACKAGE_ODS);
	assert_int_equal(ods_read(&d, 0, &p, t), 0);
	package_free(&p);
	free(zip);
}

static void
check_books(const struct book *books, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct texts t;

		texts_init(&t, MIB);
		read_book(books[i].content, 0, books[i].styles, &t);
		said_has(books[i].name, &t, books[i].want);
		texts_free(&t);
	}
}

/* Cells give the words they display; repeats are counted. */
static void
test_cells(void **state)
{
	static const struct book books[] = {
	    {"words",
		CONTENT("", TABLE(HEAD ROW(WORDS(
				"An<text:span>n</text:span><text:s "
				"text:c='2'/>B") "<table:table-cell "
						 "office:value='5'><text:p>"
						 "\xc2\xa3"
						 "5.00</text:p></"
						 "table:table-cell>"))),
		NULL,
		"attachment sheet 'T' of book\n1: Name|Debt\n"
		"2: Ann  B|\xc2\xa3"
		"5.00\n!unread\n!sign\nmetadata names of sheets"},
	    {"repeats",
		CONTENT("",
		    TABLE(HEAD
			"<table:table-row table:number-rows-repeated='3'>"
			"<table:table-cell table:number-columns-repeated='2'>"
			"<text:p>7</text:p></"
			"table:table-cell><table:table-cell "
			"table:number-columns-repeated='16382'/>"
			"</table:table-row><table:table-row "
			"table:number-rows-repeated='1048000'><table:table-"
			"cell "
			"table:number-columns-repeated='16384'/>"
			"</table:table-row>" ROW(WORDS("end")))),
		NULL, "1: Name|Debt\n2: 7|7\n3: 7|7\n4: 7|7\n1048005: end"},
	    {"value without words",
		CONTENT("", TABLE(HEAD ROW("<table:table-cell "
					   "office:value-type='float' "
					   "office:value='42'/>"))),
		NULL, "2: 42\n!hidden"},
	    {"table in a cell",
		CONTENT(
		    "", TABLE(HEAD ROW("<table:table-cell><table:table>"
				       "<table:table-row>" WORDS(
					   "inner") "</table:table-row>"
						    "</table:table>"
						    "</table:table-cell>"))),
		NULL, "2: inner"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

#define NOTHING "cells that show nothing"

/* What is hidden is said to be, in its row; its twin that is not, is not. */
static void
test_hidden(void **state)
{
	static const struct book books[] = {
	    {"hidden sheet",
		CONTENT(STYLE("table", "ta",
			    "<style:table-properties table:display='false'/>"),
		    "<table:table table:name='T' "
		    "table:style-name='ta'>" HEAD ROW(
			WORDS("Ann")) "</table:table>"),
		NULL,
		"hidden sheet 'T' (hidden) of book\n2: Ann\n"
		"1 hidden sheet, 1 row"},
	    {"shown sheet",
		CONTENT(STYLE("table", "ta",
			    "<style:table-properties table:display='true'/>"),
		    "<table:table table:name='T' "
		    "table:style-name='ta'>" HEAD ROW(
			WORDS("Ann")) "</table:table>"),
		NULL, "attachment sheet 'T' of book\n2: Ann\n!hidden"},
	    {"hidden rows",
		CONTENT("",
		    TABLE(HEAD
			"<table:table-row "
			"table:visibility='collapse'>" WORDS(
			    "Ann") "</table:table-row><table:table-row "
				   "table:visibility='filter'>" WORDS(
				       "Bo"
				       "b") "</table:table-row>" ROW(WORDS("C"
									   "y")) "<table:table-row-group "
										 "table:display='false'"
										 ">" ROW(WORDS(
										     "Di")) "</"
											    "table:table-"
											    "row-"
											    "group>")),
		NULL,
		"hidden rows of book\n2: Ann\n5: Di\n"
		"rows filtered out of book\n3: Bob\n4: Cy\n"
		"2 hidden rows\n1 row filtered out"},
	    {"hidden columns",
		CONTENT(STYLE("table-column", "co",
			    "<style:table-column-properties "
			    "style:column-width='0cm'/>"),
		    TABLE("<table:table-column/><table:table-column "
			  "table:visibility='collapse'/><table:table-column "
			  "table:style-name='co'/>" HEAD ROW(
			      WORDS("Ann") WORDS("secret") WORDS("narrow")))),
		NULL, "2: Ann\n2: |secret|narrow\n2 hidden columns"},
	    {"white",
		CONTENT(STYLE("table-cell", "w",
			    "<style:text-properties fo:color='#ffffff'/>"),
		    TABLE(HEAD ROW(WORDS("Ann") STYLED("w", "secret")))),
		NULL, NOTHING "\n2: |secret"},
	    {"white on black",
		CONTENT(STYLE("table-cell", "w",
			    "<style:table-cell-properties "
			    "fo:background-color='#000000'/>"
			    "<style:text-properties fo:color='#ffffff'/>"),
		    TABLE(HEAD ROW(WORDS("Ann") STYLED("w", "secret")))),
		NULL, "2: Ann|secret\n!" NOTHING},
	    {"white by its parent",
		CONTENT("<style:style style:family='table-cell' "
			"style:name='w' style:parent-style-name='up'/>",
		    TABLE(HEAD ROW(WORDS("Ann") STYLED("w", "secret")))),
		"<s xmlns:style='s' xmlns:fo='f'><style:style "
		"style:family='table-cell' style:name='up'>"
		"<style:text-properties fo:color='#fefefe'/></style:style>"
		"</s>",
		NOTHING "\n2: |secret"},
	    {"format",
		CONTENT(
		    "", TABLE(HEAD ROW(WORDS("Ann") "<table:table-cell "
						    "office:value='42'>"
						    "<text:p/>"
						    "</table:table-cell>"))),
		NULL, NOTHING "\n2: |42"},
	    {"covered",
		CONTENT(
		    "", TABLE(HEAD ROW(WORDS("Ann") "<table:covered-table-"
						    "cell><text:p>beneath"
						    "</text:p></table:"
						    "covered-table-cell>"))),
		NULL, NOTHING "\n2: |beneath"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

/* What stands beside cells has a place of its own. */
static void
test_beside(void **state)
{
	static const struct book books[] = {
	    {"note",
		CONTENT("",
		    TABLE(HEAD ROW(WORDS(
			"x") "<table:table-cell>"
			     "<office:annotation><dc:creator>Someone</"
			     "dc:creator>"
			     "<text:p>owes rent</text:p></office:annotation>"
			     "<text:p>Ann</text:p></table:table-cell>"))),
		NULL,
		"hidden comment on 'T', cell B2 of book\nowes rent\n"
		"2: x|Ann\n!Someone"},
	    {"shape and link",
		CONTENT("",
		    TABLE(
			"<table:shapes><draw:frame><draw:text-box><text:p>"
			"box words</text:p></draw:text-box><svg:desc>her "
			"photograph</svg:desc></draw:frame></table:shapes>" HEAD
			    ROW(WORDS("<text:a xlink:href='https://x.example"
				      "/990'>page</text:a>")))),
		NULL,
		"attachment text boxes on sheet 'T' of book\nbox words\n"
		"metadata descriptions of pictures on sheet 'T'\n"
		"her photograph\nhidden links in sheet 'T'\n"
		"https://x.example/990\n2: page"},
	    {"changes, choices, names",
		CONTENT("",
		    "<table:tracked-changes><table:cell-content-change>"
		    "<office:change-info><dc:creator>Someone</dc:creator>"
		    "</office:change-info><table:previous>"
		    "<table:change-track-table-cell><text:p>old words</text:p>"
		    "</table:change-track-table-cell></table:previous>"
		    "</table:cell-content-change></table:tracked-changes>"
		    "<table:content-validations><table:content-validation "
		    "table:condition='in-list(\"arrears\")'>"
		    "<table:help-message table:title='Pick'><text:p>one"
		    "</text:p></table:help-message></table:content-validation>"
		    "</table:content-validations>" TABLE(
			HEAD) "<table:named-expressions><table:named-"
			      "expression "
			      "table:name='Case' "
			      "table:expression='\"secret\"'/>"
			      "</"
			      "table:named-expressions><table:database-ranges>"
			      "<table:database-range table:name='Housing'>"
			      "<table:database-source-sql "
			      "table:sql-statement='SELECT 1'/>"
			      "</table:database-range></"
			      "table:database-ranges>"),
		NULL,
		"hidden tracked changes of book\nold words\n!Someone\n"
		"hidden choices offered in cells\nin-list(\"arrears\")\nPick\n"
		"one\nmetadata names of sheets and ranges\nCase\n\"secret\"\n"
		"Housing\nSELECT 1"},
	    {"headers", CONTENT("", TABLE(HEAD)),
		"<s xmlns:style='s' xmlns:text='x'><style:header><text:p>NOT "
		"FOR PUBLICATION</text:p></style:header><style:footer>"
		"<text:p>below</text:p></style:footer></s>",
		"attachment page header and footer of book\n"
		"NOT FOR PUBLICATION\nbelow"},
	    {"caches",
		CONTENT("",
		    "<table:table table:name=\"'file:///S:/x.ods'#Old\">" HEAD
			ROW(WORDS("Ann")) "</table:table><table:dde-links>"
					  "<table:dde-link><table:table>" ROW(
					      WORDS("Bob")) "</table:table></"
							    "table:dde-link></"
							    "table:dde-links>"),
		NULL,
		"hidden values from another document of book\n2: Ann\n1: Bob"},
	};

	(void)state;
	check_books(books, COUNT(books));
}

/* A chart's own values are given unless a sheet has them. */
static void
test_chart(void **state)
{
	static const char sheet[] = CONTENT("", TABLE(HEAD ROW(WORDS("Ann"))));
	static const char chart[] =
	    "<x xmlns:table='t' xmlns:text='x'><text:p>Debts</text:p>"
	    "<table:table>" ROW(WORDS("Ann") WORDS("77")
		    WORDS("Gone Bob")) "</table:table></x>";
	static const char mime[] =
	    "application/vnd.oasis.opendocument.spreadsheet";
	const struct document d = {
	    .part = "2", .name = "book", .where = "", .zone = ZONE_ATTACHMENT};
	const struct zip_part parts[] = {{"mimetype", mime, 0},
	    {"content.xml", sheet, 0}, {"Object 1/content.xml", chart, 0}};
	struct package p;
	struct texts t;
	size_t len;
	char *zip = zip_make(parts, COUNT(parts), &len);

	(void)state;
	texts_init(&t, MIB);
	assert_int_equal(package_open(zip, len, &t, &p), 0);
	assert_int_equal(ods_read(&d, 0, &p, &t), 0);
	said_has("chart", &t,
	    "attachment charts and objects of book\nDebts\n"
	    "hidden values kept in a chart of book\nGone Bob\n!77\n!unread");
	package_free(&p);
	texts_free(&t);
	free(zip);
}

/* Repeats without end, and documents that are none, do no harm. */
static void
test_hostile(void **state)
{
	static const struct book books[] = {
	    {"no XML", "garbage", NULL, "unread damaged"},
	    {"document type", "<!DOCTYPE s [<!ENTITY a 'aaaa'>]><x>&a;</x>",
		NULL, "unread damaged"},
	    {"spaces",
		CONTENT("", TABLE(ROW(WORDS("a<text:s "
					    "text:c='2147483647'/>b")))),
		NULL, "1: a  \n"},
	    {"closed before opened",
		CONTENT("", ROW(WORDS("lost")) TABLE(ROW(WORDS("kept")))), NULL,
		"1: kept"},
	};
	static const char bomb[] = CONTENT("",
	    TABLE("<table:table-row table:number-rows-repeated='2147483648'>"
		  "<table:table-cell table:number-columns-repeated='4294967296"
		  "'><text:p>x</text:p></table:table-cell></table:table-row>"));
	struct texts t;

	(void)state;
	check_books(books, COUNT(books));
	texts_init(&t, MIB);
	read_book(bomb, 0, NULL, &t);
	said_has("bomb", &t, "unread limit\n1: x");
	texts_free(&t);
}

/* Of a document that is cut short, what stands before is read. */
static void
test_cut(void **state)
{
	static const char whole[] =
	    CONTENT("", TABLE(HEAD ROW(WORDS("Ann") WORDS("5"))));
	struct texts t;

	(void)state;
	for (size_t cut = 1; cut < sizeof whole; cut++) {
		texts_init(&t, MIB);
		read_book(whole, cut, NULL, &t);
		said_has("cut", &t,
		    cut + 1 < sizeof whole ? "unread damaged"
					   : "2: Ann|5\n!unread");
		if (cut > sizeof whole - 60)
			said_has("late cut", &t, "2: Ann|5");
		texts_free(&t);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cells),
	    cmocka_unit_test(test_hidden),
	    cmocka_unit_test(test_beside),
	    cmocka_unit_test(test_chart),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_cut),
	};

	if (unpack_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
