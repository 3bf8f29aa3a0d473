/* SPDX-License-Identifier: MIT
 *
 * cfb.c - the streams of a compound file (MS-CFB).
 *
 * The file is cut into sectors; a table (FAT) tells for each sector the next
 * one of its stream.  Short streams live in the mini stream, cut into sectors
 * of 64 bytes with a table of their own.  The directory is a stream of entries
 * of 128 bytes, the children of a storage a binary tree of them.
 *
 * Every chain is followed for no more steps than the file has sectors, every
 * directory entry is taken once, and all reading together copies no more than
 * four times the file: the work is linear whatever the tables say.
 *
 * Our own and not libgsf's, which gives nothing of a file that is cut, and
 * whose GLib ends the process where memory is short.
 */
#include "extract/cfb.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/bytes.h"

#define HEADER_BYTES 512
#define HEADER_DIFAT 0x4c
#define HEADER_DIFAT_COUNT 109
#define LAST_SECTOR 0xfffffff9u /* what is above has other meanings */
#define END_OF_CHAIN 0xfffffffeu
#define MINI_SHIFT 6
#define ENTRY_BYTES 128
#define NO_ENTRY 0xffffffffu
/* A message with 2,000 attachments has some 100,000. */
#define ENTRIES_MAX 200000u
#define TYPE_STORAGE 1
#define TYPE_STREAM 2
#define TYPE_ROOT 5

static size_t
sector_at(const struct cfb *c, uint32_t sector)
{
	return ((size_t)sector + 1) << c->shift;
}

/* The number at that place in a sector, or the end of any chain. */
static uint32_t
sector_number(const struct cfb *c, uint32_t sector, size_t i)
{
	size_t at = sector_at(c, sector) + 4 * i;

	return at + 4 <= c->len ? bytes_32(c->data + at) : END_OF_CHAIN;
}

/* The sector behind that one. */
static uint32_t
next_sector(const struct cfb *c, uint32_t sector)
{
	size_t per = (size_t)1 << (c->shift - 2), i = sector / per;

	if (i >= c->nfat)
		return END_OF_CHAIN;
	return sector_number(c, c->fat[i], sector % per);
}

static bool
add_fat(struct cfb *c, uint32_t sector)
{
	if (sector >= c->sectors || c->nfat >= c->sectors)
		return false;
	c->fat[c->nfat++] = sector;
	return true;
}

/* The sectors of the table: the first 109 in the header, the others in a chain
 * of sectors whose last number is the next of them. */
static bool
read_fat(struct cfb *c)
{
	size_t per = ((size_t)1 << (c->shift - 2)) - 1;
	uint32_t sector = bytes_32(c->data + 0x44);

	c->fat = calloc(c->sectors + 1, sizeof c->fat[0]);
	if (c->fat == NULL)
		return false;
	for (size_t i = 0; i < HEADER_DIFAT_COUNT; i++)
		if (!add_fat(c, bytes_32(c->data + HEADER_DIFAT + 4 * i)))
			return true;
	for (size_t n = 0; sector < c->sectors && n < c->sectors; n++) {
		for (size_t i = 0; i < per; i++)
			if (!add_fat(c, sector_number(c, sector, i)))
				return true;
		sector = sector_number(c, sector, per);
	}
	return true;
}

/* Adds up to size bytes of a chain of sectors; SIZE_MAX: all of it. */
static int
read_chain(struct cfb *c, uint32_t sector, size_t size, struct buf *out)
{
	size_t sector_size = (size_t)1 << c->shift, left = size;

	for (size_t n = 0; left > 0 && sector < LAST_SECTOR; n++) {
		size_t at = sector_at(c, sector);
		size_t take = left < sector_size ? left : sector_size;

		if (n >= c->sectors || at >= c->len) {
			c->damaged = true;
			return 0;
		}
		if (take > c->len - at)
			take = c->len - at;
		if (take > c->budget || take > out->max - out->len) {
			c->damaged = true;
			return 0;
		}
		if (buf_add(out, c->data + at, take) < 0)
			return -1;
		c->budget -= take;
		left -= take;
		if (take < sector_size && left > 0 && size != SIZE_MAX)
			break;
		sector = next_sector(c, sector);
	}
	if (left > 0 && size != SIZE_MAX)
		c->damaged = true;
	return 0;
}

static int
read_mini(struct cfb *c, const struct cfb_entry *e, struct buf *out)
{
	size_t left = e->size;
	uint32_t sector = e->start;

	if (!c->has_mini) {
		c->has_mini = true;
		if (read_chain(c, bytes_32(c->data + 0x3c), SIZE_MAX,
			&c->mini_fat) < 0 ||
		    read_chain(c, c->mini_start, c->v[0].size, &c->mini) < 0)
			return -1;
	}
	for (size_t n = 0; left > 0; n++) {
		size_t at = (size_t)sector << MINI_SHIFT;
		size_t take = left < 64 ? left : 64;

		if (at >= c->mini.len || n > c->mini.len >> MINI_SHIFT ||
		    take > c->mini.len - at || take > c->budget) {
			c->damaged = true;
			return 0;
		}
		if (buf_add(out, c->mini.data + at, take) < 0)
			return -1;
		c->budget -= take;
		left -= take;
		sector = 4 * (size_t)sector + 4 <= c->mini_fat.len
			     ? bytes_32(c->mini_fat.data + 4 * (size_t)sector)
			     : END_OF_CHAIN;
	}
	return 0;
}

int
cfb_read(struct cfb *c, const struct cfb_entry *e, struct buf *out)
{
	if (e->storage || e->size == 0)
		return 0;
	if (e->size < c->mini_cutoff)
		return read_mini(c, e, out);
	return read_chain(c, e->start, e->size, out);
}

const struct cfb_entry *
cfb_find(const struct cfb *c, const struct cfb_entry *storage, bool is_storage,
    const char *name)
{
	for (size_t i = 0; i < storage->n; i++) {
		const struct cfb_entry *e = &c->v[storage->first + i];

		if (e->storage == is_storage && strcasecmp(e->name, name) == 0)
			return e;
	}
	return NULL;
}

int
cfb_read_named(struct cfb *c, const struct cfb_entry *storage, const char *name,
    struct buf *out)
{
	const struct cfb_entry *e = cfb_find(c, storage, false, name);

	return e != NULL ? cfb_read(c, e, out) : 0;
}

/* One directory entry as it stands; false: it is none. */
static bool
parse_entry(const struct cfb *c, const unsigned char *p, struct cfb_entry *ret)
{
	size_t bytes = bytes_16(p + 0x40);
	struct buf name = BUF_MAX(CFB_NAME_MAX - 1);
	uint64_t size = bytes_32(p + 0x78);

	if (p[0x42] != TYPE_STORAGE && p[0x42] != TYPE_STREAM &&
	    p[0x42] != TYPE_ROOT)
		return false;
	if (c->shift > 9)
		size |= (uint64_t)bytes_32(p + 0x7c) << 32;
	*ret = (struct cfb_entry){.storage = p[0x42] != TYPE_STREAM,
	    .start = bytes_32(p + 0x74),
	    .size = size < c->len ? (size_t)size : c->len};
	if (bytes > 64)
		bytes = 64;
	bytes_utf16(p, bytes >= 2 ? bytes / 2 - 1 : 0, &name);
	memcpy(ret->name, buf_str(&name), name.len + 1);
	buf_free(&name);
	return true;
}

static bool
add_entry(struct cfb *c, const struct cfb_entry *e)
{
	size_t want = c->cap > 0 ? 2 * c->cap : 32;
	struct cfb_entry *v;

	if (c->n == c->cap) {
		v = reallocarray(c->v, want, sizeof c->v[0]);
		if (v == NULL)
			return false;
		c->v = v;
		c->cap = want;
	}
	c->v[c->n++] = *e;
	return true;
}

/* The directory while its trees are walked. Each entry is put on the stack
 * once. */
struct tree {
	const unsigned char *directory;
	size_t n;
	bool *seen;
	uint32_t *stack;
	size_t nstack;
	uint32_t *number; /* of each entry of struct cfb, in the directory */
};

static void
push(struct cfb *c, struct tree *t, uint32_t i)
{
	if (i == NO_ENTRY)
		return;
	if (i >= t->n || t->seen[i]) {
		c->damaged = true;
		return;
	}
	t->seen[i] = true;
	t->stack[t->nstack++] = i;
}

/* Adds the children of a storage, which is entry `parent` here and `number` in
 * the directory. */
static bool
add_children(struct cfb *c, struct tree *t, size_t parent, uint32_t number)
{
	struct cfb_entry e;

	c->v[parent].first = c->n;
	push(
	    c, t, bytes_32(t->directory + ENTRY_BYTES * (size_t)number + 0x4c));
	while (t->nstack > 0) {
		uint32_t i = t->stack[--t->nstack];
		const unsigned char *p = t->directory + ENTRY_BYTES * (size_t)i;

		if (!parse_entry(c, p, &e)) {
			c->damaged = true;
			continue;
		}
		t->number[c->n] = i;
		if (!add_entry(c, &e))
			return false;
		push(c, t, bytes_32(p + 0x48));
		push(c, t, bytes_32(p + 0x44));
	}
	c->v[parent].n = c->n - c->v[parent].first;
	return true;
}

static bool
walk_tree(struct cfb *c, struct tree *t)
{
	struct cfb_entry root;

	if (!parse_entry(c, t->directory, &root))
		return true;
	root.storage = true;
	c->mini_start = root.start;
	t->seen[0] = true;
	if (!add_entry(c, &root))
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].storage && !add_children(c, t, i, t->number[i]))
			return false;
	return true;
}

static bool
read_directory(struct cfb *c)
{
	struct buf directory = BUF_MAX(c->len);
	struct tree t = {.n = 0};
	bool ok = false;

	if (read_chain(c, bytes_32(c->data + 0x30), SIZE_MAX, &directory) < 0)
		goto done;
	t.n = directory.len / ENTRY_BYTES;
	if (t.n > ENTRIES_MAX) {
		t.n = ENTRIES_MAX;
		c->limited = true;
	}
	t.directory = (const unsigned char *)buf_str(&directory);
	t.seen = calloc(t.n + 1, sizeof t.seen[0]);
	t.stack = calloc(t.n + 1, sizeof t.stack[0]);
	t.number = calloc(t.n + 1, sizeof t.number[0]);
	if (t.seen != NULL && t.stack != NULL && t.number != NULL)
		ok = t.n == 0 || walk_tree(c, &t);
done:
	free(t.seen);
	free(t.stack);
	free(t.number);
	buf_free(&directory);
	return ok;
}

enum cfb_opened
cfb_open(const void *data, size_t len, struct cfb *ret)
{
	*ret = (struct cfb){.data = data,
	    .len = len,
	    .mini_fat = BUF_MAX(len),
	    .mini = BUF_MAX(len),
	    .budget = 4 * len};
	if (len < HEADER_BYTES ||
	    memcmp(data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) != 0)
		return CFB_NONE;
	ret->shift = bytes_16(ret->data + 0x1e);
	/* 512 and 4096 are what there is; others would be read all the same. */
	if (ret->shift < 7 || ret->shift > 16 ||
	    bytes_16(ret->data + 0x20) != MINI_SHIFT)
		return CFB_NONE;
	ret->mini_cutoff = bytes_32(ret->data + 0x38);
	if (len > (size_t)1 << ret->shift)
		ret->sectors = (len - 1) >> ret->shift;
	if (!read_fat(ret) || !read_directory(ret))
		return CFB_MEMORY;
	return ret->n > 0 ? CFB_OPEN : CFB_NONE;
}

void
cfb_free(struct cfb *c)
{
	free(c->fat);
	free(c->v);
	buf_free(&c->mini_fat);
	buf_free(&c->mini);
	*c = (struct cfb){.data = NULL};
}
