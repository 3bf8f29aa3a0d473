/* SPDX-License-Identifier: MIT
 *
 * zones.h - a body cut into what was written, quoted, forwarded and appended.
 */
#ifndef EXTRACT_ZONES_H
#define EXTRACT_ZONES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"

/* A run of whole lines of one zone. */
struct zone_span {
	enum zone zone;
	size_t start, end;
};

/* A value: zero-initialise it, free it with zones_free. */
struct zones {
	struct zone_span *v;
	size_t n, cap;
};

/* Cuts text (UTF-8, LF line ends) into spans, in order and without gaps, with
 * zones authored, quoted, forwarded, signature and footer; `offset` is added to
 * each. forwarding: the subject says so (Fw:), which makes an earlier message
 * forwarded rather than quoted. Returns 0, or -1 when memory is out. Linear. */
int zones_split(const char *text, size_t len, size_t offset, bool forwarding,
    struct zones *ret);
void zones_free(struct zones *z);

/* Adds [start, end) of the text as a quotation of that zone, the footers within
 * it as footers. Returns 0, or -1 when memory is out. */
int zones_quote(const char *text, size_t start, size_t end, enum zone zone,
    struct zones *ret);

/* Makes a footer of what stands at the end of what was written and, all but
 * word for word, in what it quotes. z are the spans of the text. For a text
 * that was cut in pieces; zones_split does so itself. Returns 0, or -1 when
 * memory is out. */
int zones_trailers(const char *text, size_t len, struct zones *z);

/* Adds a span; spans of no length are left out, one like the last and next to
 * it is joined to it. */
int zones_add(struct zones *z, enum zone zone, size_t start, size_t end);

/* True when a subject begins as forwarded mail does. */
bool zones_forwarding(const char *subject);

#endif
