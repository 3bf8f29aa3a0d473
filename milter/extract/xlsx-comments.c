/* SPDX-License-Identifier: MIT
 *
 * xlsx-comments.c - notes on cells, and threaded comments ([MS-XLSX] 2.6.205).
 *
 * A threaded comment stands in the notes once more, under words that say so,
 * for older programs: such a note is left out where the thread is there.
 */
#include <stdio.h>
#include <string.h>

#include "extract/xlsx-parts.h"

/* So many of a sheet are texts of their own; the rest one together. */
#define OWN_TEXTS 1000

struct notes {
	struct xlsx *x;
	const char *sheet; /* "'Budget'" */
	char ref[16];
	struct buf text, rest;
	size_t n;
	bool in_text, in_phonetic, threads, failed;
	bool any_thread; /* the sheet has threaded comments */
};

static int
add_note(struct notes *n)
{
	static const char copy[] = "[Threaded comment]";
	char section[SHEET_SECTION_MAX + 48];

	if (n->any_thread && !n->threads &&
	    strncmp(buf_str(&n->text), copy, sizeof copy - 1) == 0)
		return 0;
	if (n->n++ >= OWN_TEXTS) {
		buf_addf(&n->rest, "%s: %s\n", n->ref, buf_str(&n->text));
		return 0;
	}
	snprintf(section, sizeof section, "comment on %s, cell %s", n->sheet,
	    n->ref);
	return xlsx_say(n->x, ZONE_HIDDEN, section, &n->text);
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct notes *n = arg;

	if (strcmp(name, "comment") == 0 ||
	    strcmp(name, "threadedComment") == 0) {
		n->threads = *name == 't';
		n->any_thread |= n->threads;
		buf_reset(&n->text);
		if (xml_attribute(a, "ref", n->ref, sizeof n->ref) == NULL)
			n->ref[0] = '\0';
	}
	if (strcmp(name, "rPh") == 0)
		n->in_phonetic = true;
	n->in_text =
	    strcmp(name, n->threads ? "text" : "t") == 0 && !n->in_phonetic;
	return 0;
}

static int
on_close(void *arg, const char *name)
{
	struct notes *n = arg;

	n->in_text = false;
	if (strcmp(name, "rPh") == 0)
		n->in_phonetic = false;
	if (strcmp(name, "comment") == 0 ||
	    strcmp(name, "threadedComment") == 0) {
		n->threads = *name == 't';
		n->failed |= add_note(n) < 0;
	}
	return n->failed;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct notes *n = arg;

	if (n->in_text)
		buf_add(&n->text, s, len);
	return 0;
}

int
xlsx_comments_read(
    struct xlsx *x, const char *name, const struct package_relations *r)
{
	static const struct xml_handler h = {
	    .open = on_open, .close = on_close, .text = on_text};
	/* Threads first. */
	static const char *const types[] = {"threadedComment", "comments"};
	char sheet[SHEET_SECTION_MAX], section[SHEET_SECTION_MAX + 48];
	struct notes n = {.x = x,
	    .sheet = sheet + 6,
	    .text = xlsx_buf(x),
	    .rest = xlsx_buf(x)};
	struct package_part *part;
	size_t at;
	int rc = 0;

	sheet_section(name, sheet);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		for (at = 0; rc == 0 && (part = package_related(
					     x->p, r, types[i], &at)) != NULL;)
			if (!part->used)
				rc = xlsx_walk(x, part, &h, &n);
	snprintf(section, sizeof section, "comments on %s", n.sheet);
	if (rc == 0)
		rc = xlsx_say(x, ZONE_HIDDEN, section, &n.rest);
	buf_free(&n.text);
	buf_free(&n.rest);
	return n.failed ? -1 : rc;
}
