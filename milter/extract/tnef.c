/* SPDX-License-Identifier: MIT
 *
 * tnef.c - the attributes of a TNEF stream, and the MAPI properties in them
 * (MS-OXTNEF), one value after the other.
 *
 * Numbers are little-endian.  Every length is held against what is left before
 * it is used; a value that is longer than that is given as far as it goes, and
 * nothing is read behind it.  Nothing is copied; the work is linear.
 *
 * Our own and not libytnef's, which prints what it dislikes to stdout, gives
 * nothing at all of a stream that is cut, and is a GPL library for 200 lines.
 */
#include "extract/tnef.h"

#include <string.h>

#include "extract/mapi.h"

#define SIGNATURE 0x223e9f78u
#define LEVEL_MESSAGE 1u
#define LEVEL_ATTACHMENT 2u
#define PROPERTIES_OF_MESSAGE 0x9003u
#define PROPERTIES_OF_ATTACHMENT 0x9005u

struct cursor {
	const unsigned char *at, *end;
	bool damaged; /* what was asked for was not there */
};

struct walk {
	int (*take)(void *arg, const struct tnef_value *value);
	void *arg;
	bool damaged;
};

static uint32_t
number(struct cursor *c, size_t bytes)
{
	uint32_t n = 0;

	if ((size_t)(c->end - c->at) < bytes) {
		c->damaged = true;
		c->at = c->end;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		n |= (uint32_t)c->at[i] << (8 * i);
	c->at += bytes;
	return n;
}

/* The next len bytes, or as many as there are. */
static const char *
bytes_of(struct cursor *c, size_t len, size_t *ret_len)
{
	const char *start = (const char *)c->at;
	size_t left = (size_t)(c->end - c->at);

	if (len > left) {
		c->damaged = true;
		len = left;
	}
	c->at += len;
	*ret_len = len;
	return start;
}

/* Values of properties end on four bytes; the last may lack its padding. */
static void
pass_padding(struct cursor *c, size_t len)
{
	size_t padding = (4 - len % 4) % 4;
	size_t left = (size_t)(c->end - c->at);

	c->at += padding < left ? padding : left;
}

/* Bytes of one value; 0: it has its length before it. False: no such type. */
static bool
size_of_type(unsigned type, size_t *ret)
{
	static const struct {
		unsigned type;
		size_t size;
	} sizes[] = {{0x02, 2}, {0x03, 4}, {0x04, 4}, {0x05, 8}, {0x06, 8},
	    {0x07, 8}, {0x0a, 4}, {0x0b, 2}, {0x14, 8}, {0x40, 8}, {0x48, 16},
	    {MAPI_OBJECT, 0}, {MAPI_STRING8, 0}, {MAPI_UNICODE, 0},
	    {MAPI_BINARY, 0}};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		if (sizes[i].type == type) {
			*ret = sizes[i].size;
			return true;
		}
	return false;
}

/* GUID, and a number or a name in UTF-16. */
static void
pass_name(struct cursor *c)
{
	size_t len;

	bytes_of(c, 16, &len);
	if (number(c, 4) == 0) {
		number(c, 4);
		return;
	}
	bytes_of(c, number(c, 4), &len);
	pass_padding(c, len);
}

static int
walk_property(struct walk *w, struct cursor *c, bool attached)
{
	unsigned type = number(c, 2);
	struct tnef_value value = {.attached = attached,
	    .property = true,
	    .type = type & ~MAPI_SEVERAL,
	    .id = number(c, 2)};
	size_t size;
	uint32_t n = 1;
	int rc = 0;

	if (value.id >= MAPI_NAMED)
		pass_name(c);
	if (c->damaged || !size_of_type(value.type, &size)) {
		c->damaged = true;
		return 0;
	}
	if (size == 0 || (type & MAPI_SEVERAL) != 0)
		n = number(c, 4);
	for (; rc == 0 && n > 0 && !c->damaged; n--) {
		size_t len = size > 0 ? size : number(c, 4);

		value.data = bytes_of(c, len, &value.len);
		if (c->damaged && value.len == 0)
			break;
		pass_padding(c, value.len);
		rc = w->take(w->arg, &value);
	}
	return rc;
}

static int
walk_properties(struct walk *w, const char *data, size_t len, bool attached)
{
	struct cursor c = {.at = (const unsigned char *)data};
	uint32_t n;
	int rc = 0;

	c.end = c.at + len;
	for (n = number(&c, 4); rc == 0 && n > 0 && !c.damaged; n--)
		rc = walk_property(w, &c, attached);
	w->damaged |= c.damaged;
	return rc;
}

static bool
sums_up(const char *data, size_t len, uint32_t sum)
{
	uint32_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += (unsigned char)data[i];
	return (n & 0xffff) == sum;
}

static int
walk_attribute(struct walk *w, struct cursor *c)
{
	uint32_t level = number(c, 1), tag = number(c, 4), len = number(c, 4);
	struct tnef_value value = {.attached = level == LEVEL_ATTACHMENT,
	    .id = tag & 0xffff,
	    .type = tag >> 16};

	if (level != LEVEL_MESSAGE && level != LEVEL_ATTACHMENT)
		c->damaged = true;
	if (c->damaged)
		return 0;
	value.data = bytes_of(c, len, &value.len);
	/* Where the value is cut there is no sum behind it. */
	if (!c->damaged && !sums_up(value.data, value.len, number(c, 2)))
		w->damaged = true;
	if (value.id == PROPERTIES_OF_MESSAGE ||
	    value.id == PROPERTIES_OF_ATTACHMENT)
		return walk_properties(
		    w, value.data, value.len, value.attached);
	return w->take(w->arg, &value);
}

/* Line ends that a transfer added are no part of it. */
static bool
only_padding(const struct cursor *c)
{
	for (const unsigned char *p = c->at; p < c->end; p++)
		if (strchr(" \r\n", *p) == NULL)
			return false;
	return true;
}

int
tnef_walk(const char *data, size_t len,
    int (*take)(void *arg, const struct tnef_value *value), void *arg,
    bool *ret_damaged)
{
	struct cursor c = {.at = (const unsigned char *)data};
	struct walk w = {.take = take, .arg = arg};
	int rc = 0;

	c.end = c.at + len;
	if (number(&c, 4) != SIGNATURE)
		c.damaged = true;
	number(&c, 2); /* a key that nobody uses */
	while (rc == 0 && !c.damaged && !only_padding(&c))
		rc = walk_attribute(&w, &c);
	*ret_damaged = w.damaged || c.damaged;
	return rc;
}
