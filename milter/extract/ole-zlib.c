/* SPDX-License-Identifier: MIT
 *
 * ole-zlib.c - what is packed by zlib in a compound file: objects of
 * presentations, metafiles.
 *
 * Every byte goes through unpack.h and counts against its limits.
 */
#include "extract/bytes.h"
#include "extract/ole-parts.h"
#include "extract/unpack.h"

/* RFC 1952: a header without a name. */
#define GZIP_HEAD "\x1f\x8b\x08\0\0\0\0\0\0\xff"
/* An empty last block, and sums, which libarchive does not check: PowerPoint
 * leaves the end of the last block out. */
#define GZIP_TAIL "\1\0\0\xff\xff\0\0\0\0\0\0\0\0"
#define ZLIB_HEAD 2

struct packed {
	struct ole *o;
	const struct inside *inside;
	size_t size;
	bool whole, cut;
};

static int
take_unpacked(void *arg, const struct unpack_member *m)
{
	struct packed *p = arg;

	/* Behind the end of what it says to hold there may be anything. */
	p->whole = p->size > 0 && m->len >= p->size;
	/* With the tail, what was cut may seem to end. */
	p->cut = m->len < p->size;
	if (m->limited)
		return documents_inside_unread(
		    p->o->d, p->inside, UNREAD_LIMIT, p->o->out);
	return documents_inside(
	    p->o->d, p->o->depth, p->inside, m->data, m->len, p->o->out);
}

static int
say(const struct packed *p, enum unpack_walked walked)
{
	enum unread why = UNREAD_DAMAGED;

	if (walked == UNPACK_STOPPED || walked == UNPACK_MEMORY)
		return -1;
	if (p->whole || (walked == UNPACK_WHOLE && !p->cut))
		return 0;
	if (walked == UNPACK_LIMITED)
		why = UNREAD_LIMIT;
	if (walked == UNPACK_LATE)
		why = UNREAD_TIMEOUT;
	return documents_inside_unread(p->o->d, p->inside, why, p->o->out);
}

int
ole_zlib_inside(
    struct ole *o, struct bytes zlib, size_t size, const struct inside *inside)
{
	struct packed p = {.o = o, .inside = inside, .size = size};
	struct buf gzip = BUF_MAX(bytes_left(&zlib) + 64);
	enum unpack_walked walked;

	bytes_take(&zlib, ZLIB_HEAD);
	buf_add(&gzip, GZIP_HEAD, sizeof GZIP_HEAD - 1);
	buf_add(&gzip, zlib.at, bytes_left(&zlib));
	buf_add(&gzip, GZIP_TAIL, sizeof GZIP_TAIL - 1);
	walked =
	    unpack_walk(buf_str(&gzip), gzip.len, o->out, take_unpacked, &p);
	if (buf_failed(&gzip))
		walked = UNPACK_MEMORY;
	buf_free(&gzip);
	return say(&p, walked);
}
