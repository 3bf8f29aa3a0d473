/* SPDX-License-Identifier: MIT
 *
 * office-choice.c - alternate content, of which one branch is read.
 *
 * BUGS: what only a branch passed over says is given back for outermost choices
 * alone; in a choice within another it is lost.
 */
#include "extract/office-choice.h"

#include <string.h>

/* Choices within choices that are told apart; in deeper ones all is read. */
#define DEEPEST 64

void
office_choice_init(struct office_choice *c, size_t max)
{
	*c = (struct office_choice){
	    .first = BUF_MAX(max), .other = BUF_MAX(max)};
}

void
office_choice_free(struct office_choice *c)
{
	buf_free(&c->first);
	buf_free(&c->other);
}

static uint64_t
bit_of(const struct office_choice *c)
{
	return c->depth == 0 || c->depth > DEEPEST
		   ? 0
		   : (uint64_t)1 << (c->depth - 1);
}

bool
office_choice_open(struct office_choice *c, const char *name)
{
	c->word = strcmp(name, "t") == 0;
	if (c->skip > 0) {
		c->skip++;
		return true;
	}
	if (strcmp(name, "AlternateContent") == 0) {
		if (c->depth == 0) {
			buf_reset(&c->first);
			buf_reset(&c->other);
		}
		c->depth++;
		c->chosen &= ~bit_of(c);
	} else if (bit_of(c) != 0 && (strcmp(name, "Choice") == 0 ||
					 strcmp(name, "Fallback") == 0)) {
		c->skip = (c->chosen & bit_of(c)) != 0;
		c->chosen |= bit_of(c);
	}
	return c->skip > 0;
}

bool
office_choice_close(struct office_choice *c, const char *name)
{
	c->word = false;
	if (c->skip > 0) {
		c->skip--;
		if (c->depth == 1 && strcmp(name, "p") == 0)
			buf_addc(&c->other, '\n');
		return true;
	}
	if (c->depth > 0 && strcmp(name, "AlternateContent") == 0)
		c->depth--;
	return false;
}

bool
office_choice_text(struct office_choice *c, const char *s, size_t len)
{
	if (c->word && c->skip > 0 && c->depth == 1)
		buf_add(&c->other, s, len);
	else if (c->word && c->depth > 0 && c->skip == 0)
		buf_add(&c->first, s, len);
	return c->skip > 0;
}

/* The bytes without white space, into out. */
static void
squeeze(const struct buf *in, struct buf *out)
{
	const char *s = buf_str(in);
	size_t n;

	while (*(s += strspn(s, " \t\r\n")) != '\0') {
		n = strcspn(s, " \t\r\n");
		buf_add(out, s, n);
		s += n;
	}
}

const char *
office_choice_rest(struct office_choice *c, size_t *ret_len)
{
	struct buf first = BUF_MAX(c->first.max), other = BUF_MAX(c->other.max);
	const char *rest = NULL;

	if (c->depth > 0 || c->other.len == 0)
		return NULL;
	squeeze(&c->first, &first);
	squeeze(&c->other, &other);
	if (other.len > 0 &&
	    memmem(buf_str(&first), first.len, other.data, other.len) == NULL) {
		*ret_len = c->other.len;
		rest = c->other.data;
	}
	buf_free(&first);
	buf_free(&other);
	c->other.len = 0;
	return rest;
}
