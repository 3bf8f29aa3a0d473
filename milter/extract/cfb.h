/* SPDX-License-Identifier: MIT
 *
 * cfb.h - the streams of a compound file (MS-CFB), the file system in a file
 * that Word, Excel, PowerPoint and Outlook kept their documents in.
 */
#ifndef EXTRACT_CFB_H
#define EXTRACT_CFB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* 31 units of UTF-16, as UTF-8. */
#define CFB_NAME_MAX 96

struct cfb_entry {
	char name[CFB_NAME_MAX];
	bool storage; /* else a stream */
	uint32_t start;
	size_t size;     /* of a stream, as the directory says */
	size_t first, n; /* what a storage holds: entries first to first + n */
};

struct cfb {
	const unsigned char *data; /* borrowed */
	size_t len;
	unsigned shift; /* of a sector's size */
	size_t sectors; /* that the bytes reach into */
	size_t mini_cutoff;
	uint32_t *fat; /* the sectors that hold the table of sectors */
	size_t nfat;
	struct buf mini_fat, mini; /* read when first needed */
	uint32_t mini_start;
	bool has_mini;
	struct cfb_entry *v; /* v[0] is the root */
	size_t n, cap;
	size_t budget; /* bytes that reading may still copy */
	bool damaged;  /* something asked for was not there, or led nowhere */
	bool limited;  /* has more entries than are looked at */
};

enum cfb_opened {
	CFB_OPEN,
	CFB_NONE, /* no compound file, or without a directory */
	CFB_MEMORY,
};

/* Reads the directory; data is borrowed until cfb_free, which is right in any
 * case. Loops in the tables are cut, what is cut short is read as far as it
 * goes; see damaged. */
enum cfb_opened cfb_open(const void *data, size_t len, struct cfb *ret);
void cfb_free(struct cfb *c);

/* What the storage holds by that name, whatever the case of ASCII letters, or
 * NULL. */
const struct cfb_entry *cfb_find(const struct cfb *c,
    const struct cfb_entry *storage, bool is_storage, const char *name);

/* Adds the bytes of a stream to out, as many as there are and out may hold.
 * All streams together give four times the file at most. Returns 0, or -1 when
 * memory is out. */
int cfb_read(struct cfb *c, const struct cfb_entry *e, struct buf *out);

/* cfb_find and cfb_read: out is left empty where there is no such stream. */
int cfb_read_named(struct cfb *c, const struct cfb_entry *storage,
    const char *name, struct buf *out);

#endif
