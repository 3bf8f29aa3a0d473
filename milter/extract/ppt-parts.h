/* SPDX-License-Identifier: MIT
 *
 * ppt-parts.h - what the files of the PPT reader share.
 */
#ifndef EXTRACT_PPT_PARTS_H
#define EXTRACT_PPT_PARTS_H

#include <stdint.h>

#include "base/buf.h"
#include "extract/bytes.h"
#include "extract/office-flow.h"
#include "extract/ole-parts.h"

/* Record types (MS-PPT 2.13.24) that are used here. */
#define PPT_DOCUMENT 0x03e8u
#define PPT_SLIDE 0x03eeu
#define PPT_NOTES 0x03f0u
#define PPT_SLIDE_PERSIST 0x03f3u
#define PPT_MAIN_MASTER 0x03f8u
#define PPT_SLIDE_SHOW 0x03f9u
#define PPT_TEXT_CHARS 0x0fa0u
#define PPT_TEXT_BYTES 0x0fa8u
#define PPT_CSTRING 0x0fbau
#define PPT_HEADERS_FOOTERS 0x0fd9u
#define PPT_SLIDE_LIST 0x0ff0u
#define PPT_USER_EDIT 0x0ff5u
#define PPT_OLE_OBJECT 0x1011u
#define PPT_TAG_BLOB 0x138bu
#define PPT_PERSIST_DIRECTORY 0x1772u
#define PPT_COMMENT 0x2ee0u

struct ppt_record {
	unsigned type, instance;
	bool container;
	struct bytes data;
};

/* The next record; steps over it. False: no more. */
bool ppt_next(struct bytes *b, struct ppt_record *ret);

enum ppt_flow {
	PPT_SHOWN,
	PPT_HIDDEN_SLIDE,
	PPT_SPEAKER,
	PPT_COMMENTS,
	PPT_MASTER,
	PPT_PRINTED,
	PPT_FLOWS,
};

struct ppt {
	struct ole *o;
	struct buf stream;
	struct bytes all;
	/* Where each numbered object begins, one added; 0: nowhere. */
	uint32_t *persist;
	size_t npersist;
	uint32_t document; /* number of the document's own */
	bool encrypted, damaged;
	struct office_flow flows[PPT_FLOWS];
	size_t budget; /* records that may still be looked at */
	size_t nhidden;
};

/* ppt-persist.c: finds what is in force after the last save (2.1.2). 0 or -1:
 * memory is out. */
int ppt_persist_read(struct ppt *p);
/* The object of that number, empty where there is none. */
bool ppt_persist_get(
    const struct ppt *p, uint32_t number, struct ppt_record *ret);

#endif
