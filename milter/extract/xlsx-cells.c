/* SPDX-License-Identifier: MIT
 *
 * xlsx-cells.c - the cells of a worksheet (ECMA-376-1, 18.3).
 *
 * The sheet is walked once; what stands beside the cells goes to xlsx-extras.c
 * on the way.  A cell whose letters have the colour behind them counts as shown
 * where a table's own style may colour it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/sheet-number.h"
#include "extract/xlsx-parts.h"

/* A cell holds at most 32,767 characters (specifications of Excel). */
#define CELL_MAX (4u * 32767)
#define TABLES_MAX 64

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

enum cell_type {
	CELL_NUMBER,
	CELL_SHARED,
	CELL_WORDS, /* also errors and dates in words */
	CELL_BOOLEAN,
};

struct area {
	uint32_t top, left, bottom, right;
};

struct grid {
	struct xlsx *x;
	struct sheet *sheet;
	struct xlsx_extras extras;
	struct area tables[TABLES_MAX];
	size_t ntables;
	bool placed;        /* the table at hand has a place */
	struct area filter; /* of the AutoFilter at hand */
	bool filters;       /* it has a place */
	bool in_data, in_phonetic, valued, full, failed;
	uint32_t row, column; /* of the cell at hand, or the next */
	enum cell_type type;
	const struct xlsx_style *style;
	struct buf value, formula, shown;
	struct buf *into; /* text goes there */
};

static void
open_row(struct grid *g, const struct xml_attributes *a)
{
	long r = xml_attribute_number(a, "r", 0);

	if (r > 0 && r <= (long)UINT32_MAX)
		g->row = (uint32_t)r - 1;
	g->column = 0;
	if (xml_attribute_is(a, "hidden", "1") ||
	    xml_attribute_is(a, "hidden", "true") ||
	    xml_attribute_is(a, "ht", "0"))
		sheet_hide_rows(g->sheet, g->row, g->row);
}

static void
open_column(struct grid *g, const struct xml_attributes *a)
{
	long first = xml_attribute_number(a, "min", 0);
	long last = xml_attribute_number(a, "max", 0);

	if (first < 1 || first > (long)SHEET_COLUMNS || last < first)
		return;
	if (last > (long)SHEET_COLUMNS)
		last = SHEET_COLUMNS;
	if (xml_attribute_is(a, "hidden", "1") ||
	    xml_attribute_is(a, "hidden", "true") ||
	    xml_attribute_is(a, "width", "0"))
		sheet_hide_columns(
		    g->sheet, (uint32_t)first - 1, (uint32_t)last - 1);
}

static void
open_cell(struct grid *g, const struct xml_attributes *a)
{
	static const struct {
		const char *name;
		enum cell_type type;
	} types[] = {
	    {"s", CELL_SHARED},
	    {"str", CELL_WORDS},
	    {"inlineStr", CELL_WORDS},
	    {"e", CELL_WORDS},
	    {"d", CELL_WORDS},
	    {"b", CELL_BOOLEAN},
	};
	static const struct xlsx_style plain = {.code = "General"};
	long style = xml_attribute_number(a, "s", 0);
	char ref[16], type[12];

	if (xml_attribute(a, "r", ref, sizeof ref) != NULL) {
		uint32_t row = g->row;

		xlsx_reference(ref, &row, &g->column);
		g->row = row;
	}
	g->type = CELL_NUMBER;
	if (xml_attribute(a, "t", type, sizeof type) != NULL)
		for (size_t i = 0; i < sizeof types / sizeof *types; i++)
			if (strcmp(types[i].name, type) == 0)
				g->type = types[i].type;
	g->style =
	    (size_t)style < g->x->styles.n ? &g->x->styles.v[style] : &plain;
	g->valued = false;
	buf_reset(&g->value);
	buf_reset(&g->formula);
}

/* May a table's style colour the cell at hand? */
static bool
in_table(const struct grid *g)
{
	for (size_t i = 0; i < g->ntables; i++)
		if (g->row >= g->tables[i].top &&
		    g->row <= g->tables[i].bottom &&
		    g->column >= g->tables[i].left &&
		    g->column <= g->tables[i].right)
			return true;
	return false;
}

static bool
all_digits(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && n <= 21 && s[n] == '\0';
}

/* The number as it is shown. Digits that General would show are taken as they
 * stand, for a double holds no more than 15 of them for certain. */
static const struct buf *
shown_number(struct grid *g)
{
	const char *s = buf_str(&g->value);
	char *end;
	double value;

	if (g->value.len > 64 ||
	    (all_digits(s) && (strcmp(g->style->code, "General") == 0 ||
				  strcmp(g->style->code, "@") == 0)))
		return &g->value;
	value = strtod(s, &end);
	if (end == s)
		return &g->value;
	buf_reset(&g->shown);
	if (sheet_number(g->style->code, value, g->x->late, &g->shown) < 0)
		return &g->value;
	return &g->shown;
}

static int
put(struct grid *g, const char *s, size_t len)
{
	bool blank = g->style->blank || (g->style->same && !in_table(g));
	int rc = sheet_cell(g->sheet, g->row, g->column, blank, s, len);

	if (rc > 0)
		g->full = g->x->cut = true;
	g->failed |= rc < 0;
	return rc;
}

static int
close_cell(struct grid *g)
{
	const struct buf *text = &g->value;
	const char *s;
	size_t len;
	int rc = 0;

	if (g->value.failed) {
		/* What is kept of it stands. */
		rc = document_unread(g->x->d, UNREAD_LIMIT, g->x->out);
		g->failed |= rc < 0;
	}
	if (!g->valued && g->value.len == 0)
		/* Never reckoned: the formula is all there is. */
		text = &g->formula;
	else if (g->type == CELL_NUMBER)
		text = shown_number(g);
	s = buf_str(text);
	len = text->len;
	if (g->type == CELL_SHARED && text == &g->value) {
		s = xlsx_string(g->x, strtoul(s, NULL, 10), &len);
		if (s == NULL) {
			rc =
			    document_unread(g->x->d, UNREAD_DAMAGED, g->x->out);
			len = 0;
		}
	} else if (g->type == CELL_BOOLEAN && text == &g->value) {
		s = *s == '1' ? "TRUE" : "FALSE";
		len = strlen(s);
	}
	if (rc == 0 && len > 0)
		rc = put(g, s, len);
	g->column++;
	return rc;
}

/* "A1:C7" to an area. */
static bool
area_of(const struct xml_attributes *a, struct area *ret)
{
	char ref[40];
	const char *p = xml_attribute(a, "ref", ref, sizeof ref);

	if (p != NULL)
		p = xlsx_reference(p, &ret->top, &ret->left);
	return p != NULL && *p == ':' &&
	       xlsx_reference(p + 1, &ret->bottom, &ret->right) != NULL;
}

/* An AutoFilter leaves rows out when a column of it has a condition; its first
 * row is the heading (18.3.1.2, 18.3.2). */
static void
open_filter(struct grid *g, const char *name, const struct xml_attributes *a)
{
	static const char *const conditions[] = {"filters", "customFilters",
	    "top10", "dynamicFilter", "colorFilter", "iconFilter"};

	if (strcmp(name, "autoFilter") == 0)
		g->filters = area_of(a, &g->filter);
	for (size_t i = 0; g->filters && i < COUNT(conditions); i++)
		if (strcmp(name, conditions[i]) == 0) {
			sheet_filter_rows(
			    g->sheet, g->filter.top + 1, g->filter.bottom);
			g->filters = false;
		}
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct grid *g = arg;

	g->into = NULL;
	if (!g->in_data) {
		open_filter(g, name, a);
		if (strcmp(name, "sheetData") == 0)
			g->in_data = true;
		else if (strcmp(name, "col") == 0)
			open_column(g, a);
		else
			xlsx_extras_open(&g->extras, name, a);
	} else if (strcmp(name, "c") == 0)
		open_cell(g, a);
	else if (strcmp(name, "v") == 0) {
		g->valued = true;
		g->into = &g->value;
	} else if (strcmp(name, "t") == 0 && !g->in_phonetic)
		g->into = &g->value;
	else if (strcmp(name, "f") == 0) {
		g->into = &g->formula;
		buf_addc(&g->formula, '=');
	} else if (strcmp(name, "row") == 0)
		open_row(g, a);
	else if (strcmp(name, "rPh") == 0)
		g->in_phonetic = true;
	return 0;
}

static int
on_close(void *arg, const char *name)
{
	struct grid *g = arg;

	g->into = NULL;
	if (!g->in_data)
		xlsx_extras_close(&g->extras, name);
	else if (strcmp(name, "c") == 0)
		return close_cell(g) != 0 && (g->full || g->failed);
	else if (strcmp(name, "row") == 0)
		g->row++;
	else if (strcmp(name, "rPh") == 0)
		g->in_phonetic = false;
	else if (strcmp(name, "sheetData") == 0)
		g->in_data = false;
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct grid *g = arg;

	if (g->into != NULL)
		buf_add(g->into, s, len);
	else if (!g->in_data)
		xlsx_extras_text(&g->extras, s, len);
	return 0;
}

/* Of a table part only where it stands, for its headings are cells too; and
 * that only if it has a style, which is named after that. */
static int
table_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct grid *g = arg;
	struct area *t = &g->tables[g->ntables];
	char words[40];

	open_filter(g, name, a);
	if (g->ntables == TABLES_MAX)
		return 0;
	if (strcmp(name, "table") == 0)
		g->placed = area_of(a, t);
	else if (g->placed && strcmp(name, "tableStyleInfo") == 0 &&
		 xml_attribute(a, "name", words, sizeof words) != NULL) {
		g->placed = false;
		g->ntables++;
	}
	return 0;
}

static int
read_tables(struct grid *g, const struct package_relations *r)
{
	static const struct xml_handler h = {.open = table_open};
	struct package_part *part;
	size_t at = 0;

	while ((part = package_related(g->x->p, r, "table", &at)) != NULL)
		if (!part->used && xlsx_walk(g->x, part, &h, g) < 0)
			return -1;
	return 0;
}

int
xlsx_cells_read(struct xlsx *x, const char *name, enum sheet_state state,
    struct package_part *part, const struct package_relations *r)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	struct grid g = {.x = x,
	    .value = BUF_MAX(CELL_MAX),
	    .formula = BUF_MAX(CELL_MAX),
	    .shown = BUF_MAX(4 * KIB)};
	char section[SHEET_SECTION_MAX];
	int rc;

	sheet_section(name, section);
	g.sheet = sheet_new(x->d, section, state, x->out);
	if (g.sheet == NULL)
		return -1;
	xlsx_extras_init(&g.extras, x, r);
	rc = read_tables(&g, r);
	if (rc == 0)
		rc = xlsx_walk(x, part, &h, &g);
	if (rc < 0 || g.failed)
		x->out->failed = true;
	if (sheet_end(g.sheet) < 0 ||
	    xlsx_extras_end(&g.extras, name, state) < 0)
		rc = -1;
	buf_free(&g.value);
	buf_free(&g.formula);
	buf_free(&g.shown);
	return g.failed ? -1 : rc;
}
