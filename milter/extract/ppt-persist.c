/* SPDX-License-Identifier: MIT
 *
 * ppt-persist.c - which slides are in force (MS-PPT 2.1.2).
 *
 * Each save may add to the stream and leave what was before; a chain of edits,
 * newest first, says where the objects of each number are now.
 */
#include <stdlib.h>

#include "extract/ppt-parts.h"

#define TOKEN_ENCRYPTED 0xf3d1c4dfu
/* Saves since the file was written whole; each is taken once in order. */
#define EDITS_MAX 10000
#define NUMBERS_MAX (1u << 20)

bool
ppt_next(struct bytes *b, struct ppt_record *ret)
{
	uint32_t head, len;

	if (bytes_left(b) < 8)
		return false;
	head = bytes_number(b, 2);
	ret->type = bytes_number(b, 2);
	len = bytes_number(b, 4);
	ret->container = (head & 0xf) == 0xf;
	ret->instance = head >> 4;
	ret->data = bytes_take(b, len);
	return true;
}

static int
set(struct ppt *p, uint32_t number, uint32_t at)
{
	size_t want = p->npersist > 0 ? p->npersist : 64;
	uint32_t *v;

	if (number >= NUMBERS_MAX || at == UINT32_MAX)
		return 0;
	if (number >= p->npersist) {
		while (want <= number)
			want *= 2;
		v = reallocarray(p->persist, want, sizeof *v);
		if (v == NULL)
			return -1;
		for (size_t i = p->npersist; i < want; i++)
			v[i] = 0;
		p->persist = v;
		p->npersist = want;
	}
	if (p->persist[number] == 0)
		p->persist[number] = at + 1;
	return 0;
}

/* Runs of numbers, each with where its objects are. */
static int
take_directory(struct ppt *p, uint32_t at)
{
	struct bytes b = bytes_at(&p->all, at, SIZE_MAX);
	struct ppt_record r;

	if (!ppt_next(&b, &r) || r.type != PPT_PERSIST_DIRECTORY)
		return 0;
	while (bytes_left(&r.data) >= 4) {
		uint32_t run = bytes_number(&r.data, 4);

		for (uint32_t i = 0; i < run >> 20 && bytes_left(&r.data) >= 4;
		     i++)
			if (set(p, (run & 0xfffff) + i,
				bytes_number(&r.data, 4)) < 0)
				return -1;
	}
	return 0;
}

/* One save; gives the one before it, 0: none. */
static int
take_edit(struct ppt *p, uint32_t *at)
{
	struct bytes b = bytes_at(&p->all, *at, SIZE_MAX);
	struct ppt_record r;
	uint32_t before, directory, document;

	*at = 0;
	if (!ppt_next(&b, &r) || r.type != PPT_USER_EDIT)
		return 0;
	bytes_take(&r.data, 8);
	before = bytes_number(&r.data, 4);
	directory = bytes_number(&r.data, 4);
	document = bytes_number(&r.data, 4);
	bytes_take(&r.data, 8);
	/* A number of the key's, behind the others. */
	if (bytes_left(&r.data) >= 4)
		p->encrypted = true;
	if (p->document == 0)
		p->document = document;
	*at = before;
	return take_directory(p, directory);
}

/* Where the last save's record stands, of a presentation within another
 * document, which has no "Current User". */
static uint32_t
last_edit(const struct ppt *p)
{
	struct bytes b = p->all;
	struct ppt_record r;
	uint32_t at = 0;

	for (const unsigned char *start = b.at; ppt_next(&b, &r); start = b.at)
		if (r.type == PPT_USER_EDIT)
			at = (uint32_t)(start - p->all.at);
	return at;
}

int
ppt_persist_read(struct ppt *p)
{
	struct buf user = BUF_MAX(p->o->c->len);
	int rc = ole_stream(p->o, "Current User", &user);
	struct bytes b = bytes_of(buf_str(&user), user.len);
	uint32_t at, last;

	bytes_take(&b, 12);
	p->encrypted = bytes_number(&b, 4) == TOKEN_ENCRYPTED;
	at = bytes_number(&b, 4);
	if (at == 0)
		at = last_edit(p);
	for (int i = 0; rc == 0 && at != 0 && i < EDITS_MAX; i++) {
		last = at;
		rc = take_edit(p, &at);
		/* Earlier saves stand before later ones. */
		if (at >= last)
			break;
	}
	buf_free(&user);
	return rc;
}

bool
ppt_persist_get(const struct ppt *p, uint32_t number, struct ppt_record *ret)
{
	struct bytes b;

	if (number >= p->npersist || p->persist[number] == 0)
		return false;
	b = bytes_at(&p->all, p->persist[number] - 1, SIZE_MAX);
	return ppt_next(&b, ret);
}
