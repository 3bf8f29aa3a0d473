/* SPDX-License-Identifier: MIT
 *
 * tree.h - what the files of this layer share: a struct mail from inside.
 *
 * Parts and their sources are parallel arrays, so that the public struct stays
 * free of pointers that nobody outside may follow.
 */
#ifndef PARSE_TREE_H
#define PARSE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "parse/mail.h"
#include "parse/transfer.h"

/* Where a part's bytes are. */
struct source {
	const char *raw; /* in the message, or in one of mail.owned */
	size_t raw_len;
	enum transfer encoding;
	char *decoded; /* owned; NULL until asked for, or never needed */
	size_t decoded_len;
	bool failed;
};

struct mail {
	const char *data;
	size_t len;
	struct mail_header *headers;
	size_t nheaders;
	struct mail_part *parts;
	struct source *sources;
	size_t nparts, cap;
	unsigned defects;
	bool limited;
	char **owned; /* bytes that some source.raw points into */
	size_t nowned;
};

/* What a part hangs from. */
struct tree_place {
	const char *path; /* of a container; "" at the top */
	size_t depth;
	size_t parent;
	size_t message;
};

/* Adds a part of that kind and source, its path copied, its type not yet set.
 * Returns it (borrowed until the next addition), or NULL when LIMIT_PARTS is
 * reached (m is then limited) or memory is out. */
struct mail_part *tree_add(struct mail *m, enum mail_kind kind,
    const char *path, const struct tree_place *at, const char *raw,
    size_t raw_len);

/* Gives bytes (malloc'd) to m. Returns 0, or -1 when memory is out (they are
 * then freed). */
int tree_own(struct mail *m, char *bytes);

void tree_part_free(struct mail_part *p);

#endif
