/* SPDX-License-Identifier: MIT
 *
 * docx-story.c - one story of a WordprocessingML document.
 *
 * Names of elements come without their namespace: those of the transitional
 * and the strict one are the same, and of what other namespaces add only text
 * (m:t, a:t) and alternative texts matter.
 *
 * BUGS: pages are as Word last showed them, or, in documents it never saved, as
 * their own breaks make them; a section that begins on a new page is then not
 * counted.  Numbers of lists are not written out.  What lies behind
 * the text of a text box, a header or a picture is not known, so white text is
 * taken as shown there; black shapes drawn over text are not placed.
 */
#include "extract/docx-story-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Elements between looks at the clock. */
#define LOOK_EVERY 4096

static int
compare(const void *key, const void *row)
{
	const struct docx_element *e = row;

	return strcmp(key, e->name);
}

const struct docx_element *
docx_element(const struct docx_element *table, size_t n, const char *name)
{
	return bsearch(name, table, n, sizeof *table, compare);
}

static const struct docx_element *
element_of(const char *name)
{
	const struct docx_element *e = docx_blocks_element(name);

	if (e == NULL)
		e = docx_inlines_element(name);
	return e != NULL ? e : docx_marks_element(name);
}

static int
on_open(void *arg, const char *name, const struct xml_attributes *a)
{
	struct story *s = arg;
	const struct docx_element *e;

	if (++s->calls % LOOK_EVERY == 0 && texts_late(s->x->out)) {
		s->late = true;
		return 1;
	}
	if (office_choice_open(&s->choice, name))
		return 0;
	e = element_of(name);
	if (e == NULL)
		return 0;
	s->in[e->in]++;
	if (e->open != NULL)
		e->open(s, a);
	return s->failed;
}

static void
add_rest(struct story *s)
{
	size_t len;
	const char *rest = office_choice_rest(&s->choice, &len);

	if (rest != NULL)
		office_flow_line(&s->flows[FLOW_OTHER], s->page, rest, len);
}

static int
on_close(void *arg, const char *name)
{
	struct story *s = arg;
	const struct docx_element *e;

	if (office_choice_close(&s->choice, name))
		return 0;
	e = element_of(name);
	if (e == NULL) {
		add_rest(s);
		return 0;
	}
	if (s->in[e->in] > 0)
		s->in[e->in]--;
	if (e->close != NULL)
		e->close(s);
	return s->failed;
}

static int
on_text(void *arg, const char *text, size_t len)
{
	struct story *s = arg;

	if (office_choice_text(&s->choice, text, len))
		return 0;
	if (s->in[IN_CODE] > 0)
		docx_fields_add(&s->fields, text, len);
	else if (s->in[IN_WORDS] > 0)
		docx_words(s, text, len);
	return s->failed;
}

static void
begin(struct story *s, struct docx *x, const struct docx_story_kind *kind)
{
	const size_t max = x->out->max_bytes;

	*s = (struct story){.x = x, .kind = kind, .ruby = BUF_MAX(max)};
	for (size_t i = 0; i < FLOW_COUNT; i++)
		office_flow_init(&s->flows[i], max);
	office_choice_init(&s->choice, max);
	docx_fields_init(
	    &s->fields, max, &s->flows[FLOW_LINKS], &s->flows[FLOW_CODES]);
	s->now = (struct docx_frame){
	    .own = office_look_none(), .paragraph_shade = COLOUR_UNSET};
	s->page = kind->section == NULL;
}

static void
end(struct story *s)
{
	for (size_t i = 0; i < FLOW_COUNT; i++)
		office_flow_free(&s->flows[i]);
	office_choice_free(&s->choice);
	docx_fields_free(&s->fields);
	buf_free(&s->ruby);
}

/* What went wrong on the way is said. */
static int
say_unread(struct story *s, enum xml_walked walked)
{
	const struct docx *x = s->x;

	if (walked == XML_DAMAGED &&
	    document_unread(x->d, UNREAD_DAMAGED, x->out) < 0)
		return -1;
	if (s->late && document_unread(x->d, UNREAD_TIMEOUT, x->out) < 0)
		return -1;
	if ((buf_failed(&s->fields.code) || buf_failed(&s->choice.other) ||
		buf_failed(&s->ruby) || s->deep) &&
	    document_unread(x->d, UNREAD_LIMIT, x->out) < 0)
		return -1;
	return 0;
}

static int
add_links(struct story *s, struct package_part *part)
{
	struct package_relations r;

	if (package_relations(s->x->package, part, &r) < 0)
		return -1;
	office_flow_links(&s->flows[FLOW_LINKS], s->kind->section == NULL, &r);
	package_relations_free(&r);
	return 0;
}

int
docx_story_read(struct docx *x, struct package_part *part,
    const struct docx_story_kind *kind)
{
	static const struct xml_handler handler = {on_open, on_close, on_text};
	struct story s;
	enum xml_walked walked;
	int rc = -1;

	part->used = true;
	if (part->data == NULL)
		return 0;
	begin(&s, x, kind);
	walked = xml_walk(part->data, part->len, &handler, &s);
	docx_fields_end(&s.fields, s.page);
	if (walked == XML_MEMORY || s.failed)
		x->out->failed = true;
	else if (say_unread(&s, walked) == 0 && add_links(&s, part) == 0)
		rc = docx_story_put(&s);
	end(&s);
	return rc;
}
