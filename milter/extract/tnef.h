/* SPDX-License-Identifier: MIT
 *
 * tnef.h - winmail.dat: the message that Outlook packs into an attachment
 * (TNEF, MS-OXTNEF).
 */
#ifndef EXTRACT_TNEF_H
#define EXTRACT_TNEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/document.h"

/* One value in the stream. */
struct tnef_value {
	bool attached; /* of an attachment, not of the message */
	bool property; /* a MAPI property; else an attribute of TNEF */
	unsigned id;   /* of the property or attribute */
	unsigned type; /* of mapi.h, or TNEF_… */
	/* As it stands, a string's terminator with it; borrowed. Cut where the
	 * stream ends before it. */
	const char *data;
	size_t len;
};

/* Types of attributes (MS-OXTNEF 2.1.3.1) that are strings. */
#define TNEF_STRING 1u
#define TNEF_TEXT 2u

/* Calls take for each value in order, several of one property one by one, until
 * it returns other than 0. Returns what take returned last; *ret_damaged is
 * true when the stream ends too early, or goes on senselessly, or a checksum is
 * wrong. */
int tnef_walk(const char *data, size_t len,
    int (*take)(void *arg, const struct tnef_value *value), void *arg,
    bool *ret_damaged);

/* Reads winmail.dat, `depth` deep in other documents, into out: subject,
 * bodies, attachments as documents of their own, whatever else it says in
 * words. d->enclosed tells the zone of the bodies. Past LIMIT_NESTING it is an
 * unread entry. Returns 0, or -1 when memory is out. */
int tnef_texts(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out);

#endif
