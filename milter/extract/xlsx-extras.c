/* SPDX-License-Identifier: MIT
 *
 * xlsx-extras.c - what a worksheet says beside its cells: links, lists of
 * choices and their messages, what is printed above and below, scenarios.
 */
#include <stdio.h>
#include <string.h>

#include "extract/xlsx-parts.h"

#define WORDS_MAX 2100 /* a link is at most 2,079 characters long */

void
xlsx_extras_init(
    struct xlsx_extras *e, struct xlsx *x, const struct package_relations *r)
{
	*e = (struct xlsx_extras){.x = x,
	    .r = r,
	    .links = xlsx_buf(x),
	    .choices = xlsx_buf(x),
	    .messages = xlsx_buf(x),
	    .headers = xlsx_buf(x),
	    .scenarios = xlsx_buf(x)};
}

/* Adds an attribute as a line, or as more of one. */
static void
add_attribute(struct buf *b, const struct xml_attributes *a, const char *name,
    const char *before)
{
	char words[WORDS_MAX];

	if (xml_attribute(a, name, words, sizeof words) != NULL &&
	    words[0] != '\0')
		buf_addf(b, "%s%s", before, words);
}

static void
open_link(struct xlsx_extras *e, const struct xml_attributes *a)
{
	const struct package_relation *r;
	char id[64];

	add_attribute(&e->links, a, "ref", "");
	if (xml_attribute(a, "id", id, sizeof id) != NULL) {
		r = package_relation(e->r, id);
		if (r != NULL && r->external)
			buf_addf(&e->links, ": %s", r->target);
	}
	add_attribute(&e->links, a, "display", " ");
	add_attribute(&e->links, a, "tooltip", " ");
	buf_addc(&e->links, '\n');
}

static void
open_choices(struct xlsx_extras *e, const struct xml_attributes *a)
{
	static const char *const said[] = {
	    "promptTitle", "prompt", "errorTitle", "error"};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		size_t before = e->messages.len;

		add_attribute(&e->messages, a, said[i], "");
		if (e->messages.len > before)
			buf_addc(&e->messages, '\n');
	}
}

static void
open_scenario(struct xlsx_extras *e, const struct xml_attributes *a)
{
	add_attribute(&e->scenarios, a, "name", "");
	add_attribute(&e->scenarios, a, "comment", "\n");
	buf_addc(&e->scenarios, '\n');
}

static void
open_scenario_cell(struct xlsx_extras *e, const struct xml_attributes *a)
{
	add_attribute(&e->scenarios, a, "r", "");
	add_attribute(&e->scenarios, a, "val", ": ");
	buf_addc(&e->scenarios, '\n');
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* oddHeader, firstFooter, … */
static bool
is_header(const char *name)
{
	return ends_with(name, "Header") || ends_with(name, "Footer");
}

void
xlsx_extras_open(
    struct xlsx_extras *e, const char *name, const struct xml_attributes *a)
{
	if (strcmp(name, "hyperlink") == 0)
		open_link(e, a);
	else if (strcmp(name, "dataValidation") == 0)
		open_choices(e, a);
	else if (strcmp(name, "scenario") == 0)
		open_scenario(e, a);
	else if (strcmp(name, "inputCells") == 0)
		open_scenario_cell(e, a);
	else if (strcmp(name, "formula1") == 0)
		e->into = &e->choices;
	else if (is_header(name))
		e->into = &e->headers;
}

void
xlsx_extras_close(struct xlsx_extras *e, const char *name)
{
	if (e->into == NULL)
		return;
	if (strcmp(name, "formula1") == 0 || is_header(name)) {
		buf_addc(e->into, '\n');
		e->into = NULL;
	}
}

void
xlsx_extras_text(struct xlsx_extras *e, const char *s, size_t len)
{
	if (e->into != NULL)
		buf_add(e->into, s, len);
}

/* Of the formulas of choices, the lists of words: "\"yes,no\"" as lines of
 * their own; those without words are dropped. */
static void
keep_lists(const struct buf *in, struct buf *out)
{
	const char *line = buf_str(in), *end;

	for (; *line != '\0'; line = end + (*end != '\0')) {
		end = line + strcspn(line, "\n");
		if (*line == '"' && end - line >= 2) {
			for (const char *p = line + 1; p + 1 < end; p++)
				buf_addc(out, *p == ',' ? '\n' : *p);
			buf_addc(out, '\n');
		} else if (memchr(line, '"', (size_t)(end - line)) != NULL) {
			buf_add(out, line, (size_t)(end - line));
			buf_addc(out, '\n');
		}
	}
}

/* How many bytes the code at p, behind '&', has: fonts and sizes go, page
 * numbers and dates too (18.3.1.46). */
static size_t
code_length(const char *p)
{
	const char *close;

	if (*p == '"') {
		close = strchr(p + 1, '"');
		return close != NULL ? (size_t)(close - p) + 1 : 1;
	}
	if (*p >= '0' && *p <= '9')
		return strspn(p, "0123456789");
	if (*p == 'K')
		return 1 + strspn(p + 1, "0123456789ABCDEFabcdef+-");
	return *p != '\0';
}

static void
end_line(struct buf *out)
{
	if (out->len > 0 && buf_str(out)[out->len - 1] != '\n')
		buf_addc(out, '\n');
}

/* "&L&\"Arial\"&8Left&CMiddle" as lines. */
static void
keep_words(const struct buf *in, struct buf *out)
{
	const char *p = buf_str(in);

	while (*p != '\0') {
		if (*p != '&') {
			if (*p != '\n')
				buf_addc(out, *p);
			else
				end_line(out);
			p++;
			continue;
		}
		p++;
		if (*p == '&')
			buf_addc(out, '&');
		else if (*p == 'L' || *p == 'C' || *p == 'R')
			end_line(out);
		p += code_length(p);
	}
}

static int
say(struct xlsx_extras *e, enum zone zone, const char *what, const char *sheet,
    const struct buf *text)
{
	char section[SHEET_SECTION_MAX + 32];

	snprintf(section, sizeof section, "%s %s", what, sheet);
	return xlsx_say(e->x, zone, section, text);
}

static bool
says(const struct buf *b)
{
	return strspn(buf_str(b), " \t\n") < b->len;
}

int
xlsx_extras_end(struct xlsx_extras *e, const char *name, enum sheet_state state)
{
	struct xlsx *x = e->x;
	struct buf lists = xlsx_buf(x), words = xlsx_buf(x);
	enum zone shown =
	    state == SHEET_SHOWN ? document_zone(x->d) : ZONE_HIDDEN;
	char sheet[SHEET_SECTION_MAX];
	int rc = 0;

	sheet_section(name, sheet);
	buf_add(&lists, buf_str(&e->messages), e->messages.len);
	keep_lists(&e->choices, &lists);
	keep_words(&e->headers, &words);
	if (says(&words))
		rc = say(e, shown, "page header and footer of", sheet, &words);
	if (rc == 0 && says(&lists))
		rc = say(e, ZONE_HIDDEN, "choices offered in", sheet, &lists);
	if (rc == 0)
		rc = say(e, ZONE_HIDDEN, "links in", sheet, &e->links);
	if (rc == 0)
		rc = say(e, ZONE_HIDDEN, "scenarios of", sheet, &e->scenarios);
	buf_free(&lists);
	buf_free(&words);
	buf_free(&e->links);
	buf_free(&e->choices);
	buf_free(&e->messages);
	buf_free(&e->headers);
	buf_free(&e->scenarios);
	return rc;
}
