/* SPDX-License-Identifier: MIT
 *
 * unpack.h - the members of an archive, within limits (libarchive).
 *
 * Of an archive only regular files are given: links, devices and whatever else
 * would point elsewhere are passed over, and names are for people, never
 * opened.  Nothing is ever written to a file.
 */
#ifndef EXTRACT_UNPACK_H
#define EXTRACT_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/document.h"

struct unpack_member {
	const char *path; /* as it stands, UTF-8, "" where it has none */
	const char *data; /* its bytes, borrowed for the call */
	size_t len;
	size_t index;     /* from 1, members without content included */
	bool encrypted;   /* data is empty then */
	bool damaged;     /* data is what could be had */
	bool limited;     /* a limit stopped it: data is empty */
	bool unsupported; /* packed in a way that is not read: the same */
};

enum unpack_walked {
	UNPACK_WHOLE,
	UNPACK_DAMAGED,
	UNPACK_LIMITED,   /* more than may be unpacked: the rest was not */
	UNPACK_ENCRYPTED, /* its list of members is */
	UNPACK_LATE,
	UNPACK_UNKNOWN, /* no archive that is read, or packed unknown ways */
	UNPACK_STOPPED, /* take returned other than 0 */
	UNPACK_MEMORY,
};

/* Formats and filters of libarchive are registered by name, none that starts a
 * program. Once per process, before the sandbox, so that nothing is opened
 * later. 0 or -1. */
int unpack_init(void);

/* Calls take for each regular member in order, until it returns other than 0.
 * What is unpacked counts in `out` (unpacked, members) against
 * LIMIT_UNPACKED_BYTES, LIMIT_UNPACKED_RATIO and LIMIT_MEMBERS. */
enum unpack_walked unpack_walk(const char *data, size_t len, struct texts *out,
    int (*take)(void *arg, const struct unpack_member *m), void *arg);

/* The comment on a ZIP archive as a whole, which programs show beside its
 * members: its length, and *ret where it stands in data; 0: none. */
size_t unpack_comment(const char *data, size_t len, const char **ret);

#endif
