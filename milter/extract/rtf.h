/* SPDX-License-Identifier: MIT
 *
 * rtf.h - Rich Text Format to text: what a reader sees, and what is there
 * unseen.
 */
#ifndef EXTRACT_RTF_H
#define EXTRACT_RTF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* A picture or an embedded file that stood in the text. */
struct rtf_file {
	bool object; /* an OLE 1.0 stream (MS-OLEDS 2.2.4); else a picture */
	struct buf data;
};

struct rtf_text {
	/* UTF-8. Paragraphs are lines, cells of a row have tabs between. */
	struct buf shown;
	/* Hidden, deleted and white text, comments, targets of links, properties: one
	 * a line. */
	struct buf hidden;
	/* Text on black that was to be blacked out by it: as hidden. */
	struct buf blacked;
	/* The HTML that the RTF was made from and carries in itself
	 * (MS-OXRTFEX), as UTF-8; empty where it carries none. */
	struct buf html;
	bool damaged;  /* ends within a group, or not RTF at all */
	bool limited;  /* too deeply nested, or more than max: not all read */
	bool pictures; /* holds pictures */
	bool objects;  /* holds embedded files */
	/* Both, in order, at most LIMIT_PARTS: beyond, limited. */
	struct rtf_file *files;
	size_t nfiles, capfiles;
};

/* Reads RTF of any quality; at most max bytes of text of each kind. Returns 0
 * and *ret, free with rtf_free; -1 when memory is out. */
int rtf_read(const char *data, size_t len, size_t max, struct rtf_text *ret);
void rtf_free(struct rtf_text *t);

/* What rtf_unpack found. */
enum rtf_unpacked {
	RTF_WHOLE,
	RTF_DAMAGED, /* cut short or senseless: out has what there was */
	RTF_LIMITED, /* more than out may hold */
	RTF_MEMORY,
};

/* Unpacks the compressed RTF of Outlook (MS-OXRTFCP) into out, whose maximum
 * bounds it; 17 bytes come from at least 2. */
enum rtf_unpacked rtf_unpack(const char *data, size_t len, struct buf *out);

#endif
