/* SPDX-License-Identifier: MIT
 *
 * unpacked.h - the members of an archive as documents within it.
 */
#ifndef EXTRACT_UNPACKED_H
#define EXTRACT_UNPACKED_H

#include <stddef.h>

#include "extract/document.h"
#include "extract/unpack.h"

struct unpacked {
	const struct document *outer;
	size_t depth; /* outer's */
	struct texts *out;
	const char *unnamed; /* of members without a name; NULL: none */
	char *folder;        /* of the last member */
	int rc;              /* -1: memory ran out */
};

/* Reads one (struct unpacked * as arg): under its name and folders, made
 * harmless to look at, with a note where not all of it could be had. The folder
 * is a text of its own where it is another than the last. Returns 0, or -1 to
 * end the walk: m->rc is -1. */
int unpacked_take(void *unpacked, const struct unpack_member *member);

/* Notes how the walk ended, of the archive. Returns 0, or -1 when memory is
 * out, there or in one of the members. */
int unpacked_walked(const struct unpacked *m, enum unpack_walked walked);

void unpacked_free(struct unpacked *m);

/* A member's path in parts: folders with " / " between them, and the name,
 * both without what would deceive or do harm: "..", drives, control and
 * invisible characters, marks that turn the direction of writing. 0; 1: such
 * turns were in it; -1: memory is out. Free both. */
int unpacked_path(const char *path, char **ret_folder, char **ret_name);

#endif
