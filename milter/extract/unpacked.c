/* SPDX-License-Identifier: MIT
 *
 * unpacked.c - the members of an archive as documents within it.
 *
 * BUGS: what macOS notes beside a file (where it was loaded from, a comment) is
 * not read.
 */
#include "extract/unpacked.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/documents.h"

/* Attributes of a file, or of a folder's window, take some kibibytes. */
#define SYSTEM_MAX (16 * KIB)

/* U+202D and U+202E show what follows in the other direction. */
static bool
turns(UChar32 c)
{
	return c == 0x202d || c == 0x202e;
}

/* Controls, format characters (directions, zero widths), separators of lines,
 * and what is no character. */
static bool
unseen(UChar32 c)
{
	if (c < 0)
		return true;
	switch (u_charType(c)) {
	case U_CONTROL_CHAR:
	case U_FORMAT_CHAR:
	case U_LINE_SEPARATOR:
	case U_PARAGRAPH_SEPARATOR:
	case U_SURROGATE:
		return true;
	default:
		return false;
	}
}

/* Is a path's segment one that says where, not what? */
static bool
is_direction(const char *s, size_t len)
{
	return len == 0 || (len <= 2 && strncmp(s, "..", len) == 0) ||
	       (len == 2 && s[1] == ':');
}

/* Puts the name gathered so far behind the folders. */
static void
end_segment(struct buf *folder, struct buf *name)
{
	const char *s = buf_str(name);

	if (!is_direction(s, name->len))
		buf_addf(folder, "%s%s", folder->len > 0 ? " / " : "", s);
	buf_reset(name);
}

int
unpacked_path(const char *path, char **ret_folder, char **ret_name)
{
	struct buf folder = BUF_MAX(MIB), name = BUF_MAX(MIB);
	const int32_t len = (int32_t)strlen(path);
	bool turned = false;
	int32_t at = 0, from;
	UChar32 c;

	while (at < len) {
		from = at;
		U8_NEXT(path, at, len, c);
		turned |= turns(c);
		if (c == '/' || c == '\\')
			end_segment(&folder, &name);
		else if (!unseen(c))
			buf_add(&name, path + from, (size_t)(at - from));
	}
	if (is_direction(buf_str(&name), name.len))
		buf_reset(&name);
	*ret_folder = buf_take(&folder);
	*ret_name = buf_take(&name);
	if (*ret_folder != NULL && *ret_name != NULL)
		return turned;
	free(*ret_folder);
	free(*ret_name);
	return -1;
}

static int
add_folder(struct unpacked *m, char *folder)
{
	char place[2 * DOCUMENT_PLACE_MAX];

	if (folder[0] != '\0' &&
	    (m->folder == NULL || strcmp(folder, m->folder) != 0)) {
		snprintf(place, sizeof place, "folder name, inside %s%s",
		    m->outer->name != NULL ? m->outer->name : m->outer->part,
		    m->outer->where);
		texts_add(m->out, ZONE_METADATA, m->outer->part, place, folder,
		    strlen(folder));
	}
	free(m->folder);
	m->folder = folder;
	return m->out->failed ? -1 : 0;
}

static const struct {
	size_t flag; /* of struct unpack_member */
	enum unread why;
} flags[] = {
    {offsetof(struct unpack_member, encrypted), UNREAD_ENCRYPTED},
    {offsetof(struct unpack_member, unsupported), UNREAD_UNSUPPORTED},
    {offsetof(struct unpack_member, limited), UNREAD_LIMIT},
    {offsetof(struct unpack_member, damaged), UNREAD_DAMAGED},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static int
note_flags(const struct unpacked *m, const struct inside *inside,
    const struct unpack_member *member)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT(flags); i++)
		if (*(const bool *)((const char *)member + flags[i].flag))
			rc = documents_inside_unread(
			    m->outer, inside, flags[i].why, m->out);
	return rc;
}

static int
note_turned(const struct unpacked *m, const struct inside *inside)
{
	char place[DOCUMENT_PLACE_MAX];
	const struct document d = {.part = m->outer->part,
	    .name = inside->name,
	    .where = m->outer->where};

	document_place(&d, NULL, place);
	return texts_sign(m->out, SIGN_DISGUISE, d.part, place,
	    "its name is turned round in part");
}

/* What macOS puts into archives beside the files, unasked: attributes of each
 * (AppleDouble, RFC 1740) and how a folder's window looks. Anything larger is
 * not that alone. */
static bool
is_of_system(const struct unpack_member *member)
{
	static const struct {
		const char *name, *begins;
		size_t len;
	} known[] = {
	    {"._", "\0\5\x16\7", 4},
	    {".DS_Store", "\0\0\0\1Bud1", 8},
	};
	const char *slash = strrchr(member->path, '/');
	const char *name = slash != NULL ? slash + 1 : member->path;

	for (size_t i = 0; i < COUNT(known); i++)
		if (strncmp(name, known[i].name, strlen(known[i].name)) == 0 &&
		    member->len >= known[i].len && member->len <= SYSTEM_MAX &&
		    memcmp(member->data, known[i].begins, known[i].len) == 0)
			return true;
	return false;
}

int
unpacked_take(void *unpacked, const struct unpack_member *member)
{
	struct unpacked *m = unpacked;
	struct inside inside = {.index = member->index};
	char *folder, *name;
	int turned;

	if (is_of_system(member))
		return 0;
	turned = unpacked_path(member->path, &folder, &name);
	m->rc = turned < 0 ? -1 : 0;
	if (m->rc < 0)
		return -1;
	m->rc = add_folder(m, folder);
	inside.folder = folder;
	inside.name = name[0] != '\0' ? name : m->unnamed;
	if (m->rc == 0 && turned > 0)
		m->rc = note_turned(m, &inside);
	if (m->rc == 0)
		m->rc = documents_inside(m->outer, m->depth, &inside,
		    member->data, member->len, m->out);
	if (m->rc == 0)
		m->rc = note_flags(m, &inside, member);
	free(name);
	return m->rc;
}

int
unpacked_walked(const struct unpacked *m, enum unpack_walked walked)
{
	static const struct {
		enum unpack_walked walked;
		enum unread why;
	} reasons[] = {
	    {UNPACK_DAMAGED, UNREAD_DAMAGED},
	    {UNPACK_LIMITED, UNREAD_LIMIT},
	    {UNPACK_ENCRYPTED, UNREAD_ENCRYPTED},
	    {UNPACK_LATE, UNREAD_TIMEOUT},
	    {UNPACK_UNKNOWN, UNREAD_UNSUPPORTED},
	};

	if (m->rc < 0 || walked == UNPACK_MEMORY)
		return -1;
	for (size_t i = 0; i < COUNT(reasons); i++)
		if (reasons[i].walked == walked)
			return document_unread(
			    m->outer, reasons[i].why, m->out);
	return 0;
}

void
unpacked_free(struct unpacked *m)
{
	free(m->folder);
	m->folder = NULL;
}
