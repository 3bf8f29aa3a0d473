/* SPDX-License-Identifier: MIT
 *
 * unpack-zip.c - whether the two lists of members in a ZIP archive agree.
 *
 * The format is PKWARE's APPNOTE 6.3.10.  Each entry of the directory at the
 * end must lead to a member's own header of the same name, and what lies
 * between the members must hold no header that the directory does not list.
 * Members that overlap are left to the limits of unpack.c.
 */
#include "extract/unpack.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/unpack-parts.h"

#define LOCAL "PK\3\4"
#define CENTRAL "PK\1\2"
#define END "PK\5\6"
#define LOCAL_BYTES 30
#define CENTRAL_BYTES 46
#define END_BYTES 22
#define END64_BYTES 56
#define COMMENT_MAX 65535

/* Where one member lies: its header, name, extra and data. */
struct range {
	size_t start, end;
};

struct directory {
	const unsigned char *data;
	size_t len; /* of the archive, its end record excluded */
	size_t at, end;
	struct range *v;
	size_t n, cap;
};

static unsigned
u16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

static uint32_t
u32(const unsigned char *p)
{
	return u16(p) | (uint32_t)u16(p + 2) << 16;
}

static uint64_t
u64(const unsigned char *p)
{
	return u32(p) | (uint64_t)u32(p + 4) << 32;
}

bool
unpack_zip_begins(const char *data, size_t len)
{
	return len >= 4 && memcmp(data, "PK", 2) == 0;
}

/* The last end record whose comment fits; NULL: none. */
static const unsigned char *
find_end(const unsigned char *data, size_t len)
{
	size_t least =
	    len > COMMENT_MAX + END_BYTES ? len - COMMENT_MAX - END_BYTES : 0;

	if (len < END_BYTES)
		return NULL;
	for (size_t at = len - END_BYTES + 1; at-- > least;)
		if (memcmp(data + at, END, 4) == 0 &&
		    at + END_BYTES + u16(data + at + 20) <= len)
			return data + at;
	return NULL;
}

/* Where the directory lies, from the end record or, for large archives, the
 * one that its locator names (APPNOTE 4.3.14). */
static bool
find_directory(const unsigned char *data, size_t len, struct directory *d)
{
	const unsigned char *end = find_end(data, len), *more;
	uint64_t size, start, at;

	if (end == NULL)
		return false;
	size = u32(end + 12);
	start = u32(end + 16);
	if ((size == UINT32_MAX || start == UINT32_MAX) && end - data >= 20 &&
	    memcmp(end - 20, "PK\6\7", 4) == 0) {
		at = u64(end - 20 + 8);
		if (len < END64_BYTES || at > len - END64_BYTES)
			return false;
		more = data + at;
		size = u64(more + 40);
		start = u64(more + 48);
	}
	if (start > (uint64_t)(end - data) ||
	    size > (uint64_t)(end - data) - start)
		return false;
	*d = (struct directory){.data = data,
	    .len = (size_t)(end - data),
	    .at = (size_t)start,
	    .end = (size_t)(start + size)};
	return true;
}

/* Sizes and offset that did not fit 32 bits, from the extra field (4.5.3). */
static void
widen(const unsigned char *extra, size_t len, uint64_t *unpacked,
    uint64_t *packed, uint64_t *offset)
{
	uint64_t *const wide[] = {unpacked, packed, offset};
	size_t n, at = 4;

	while (len >= 4 && u16(extra) != 1) {
		n = 4u + u16(extra + 2);
		if (n > len)
			return;
		extra += n;
		len -= n;
	}
	if (len < 4)
		return;
	if (len > 4u + u16(extra + 2))
		len = 4u + u16(extra + 2);
	for (size_t i = 0; i < 3; i++)
		if (*wide[i] == UINT32_MAX && at + 8 <= len) {
			*wide[i] = u64(extra + at);
			at += 8;
		}
}

static int
keep(struct directory *d, size_t start, size_t end)
{
	struct range *v;

	if (d->n == d->cap) {
		d->cap = d->cap > 0 ? 2 * d->cap : 64;
		v = realloc(d->v, d->cap * sizeof *v);
		if (v == NULL)
			return -1;
		d->v = v;
	}
	d->v[d->n++] = (struct range){start, end};
	return 0;
}

/* One entry of the directory against the header it leads to. 0; 1: they
 * disagree; -1. */
static int
compare_entry(struct directory *d, const unsigned char *e)
{
	const unsigned name = u16(e + 28), extra = u16(e + 30);
	uint64_t packed = u32(e + 20), unpacked = u32(e + 24);
	uint64_t offset = u32(e + 42), data;
	const unsigned char *local;

	widen(e + CENTRAL_BYTES + name, extra, &unpacked, &packed, &offset);
	if (d->len < LOCAL_BYTES || offset > d->len - LOCAL_BYTES)
		return 1;
	local = d->data + offset;
	data = offset + LOCAL_BYTES + u16(local + 26) + u16(local + 28);
	if (memcmp(local, LOCAL, 4) != 0 || data > d->len ||
	    packed > d->len - data || u16(local + 26) != name ||
	    memcmp(local + LOCAL_BYTES, e + CENTRAL_BYTES, name) != 0)
		return 1;
	return keep(d, (size_t)offset, (size_t)(data + packed));
}

static int
compare_entries(struct directory *d)
{
	const unsigned char *e;
	size_t len;
	int rc = 0;

	while (rc == 0 && d->end - d->at >= CENTRAL_BYTES &&
	       d->n <= LIMIT_MEMBERS) {
		e = d->data + d->at;
		if (memcmp(e, CENTRAL, 4) != 0)
			return 0;
		len = (size_t)CENTRAL_BYTES + u16(e + 28) + u16(e + 30) +
		      u16(e + 32);
		if (len > d->end - d->at)
			return 1;
		rc = compare_entry(d, e);
		d->at += len;
	}
	return rc;
}

static int
by_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Is there a member's header in the bytes that no member has? */
static int
hides(struct directory *d, size_t end)
{
	size_t at = 0;

	if (d->n > 0)
		qsort(d->v, d->n, sizeof *d->v, by_start);
	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].start > at &&
		    memmem(d->data + at, d->v[i].start - at, LOCAL, 4) != NULL)
			return 1;
		if (d->v[i].end > at)
			at = d->v[i].end;
	}
	return at < end && memmem(d->data + at, end - at, LOCAL, 4) != NULL;
}

size_t
unpack_comment(const char *data, size_t len, const char **ret)
{
	const unsigned char *end = find_end((const unsigned char *)data, len);

	*ret = end != NULL ? (const char *)end + END_BYTES : NULL;
	return end != NULL ? u16(end + 20) : 0;
}

int
unpack_zip_disagrees(const char *data, size_t len)
{
	struct directory d;
	size_t start;
	int rc;

	if (!find_directory((const unsigned char *)data, len, &d))
		return 0;
	start = d.at;
	rc = compare_entries(&d);
	/* Of more members than are read, the rest is noted anyway. */
	if (rc == 0 && d.n <= LIMIT_MEMBERS)
		rc = hides(&d, start);
	free(d.v);
	return rc;
}
