/* SPDX-License-Identifier: MIT
 *
 * unpack.c - the members of an archive, within limits (libarchive).
 *
 * Invariants: one member is in memory at a time; what was unpacked is counted
 * before it is kept, whatever a header says of its size.
 *
 * What libarchive says of encryption and unknown packing is partly in words
 * only (3.6): they are looked for in its messages.
 */
#include "extract/unpack.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/unpack-parts.h"
#include "parse/charset.h"

/* A buffer larger than this is not kept for the next member. */
#define KEPT_BYTES (1u * MIB)
/* Calls in a row that may give nothing. */
#define RETRIES 8

struct walk {
	struct archive *a;
	struct texts *out;
	const char *data;
	size_t len;
	size_t rar;      /* where unpack_rar_encrypted goes on */
	size_t unpacked; /* from it */
	size_t index;
	size_t given; /* bytes of the archive that libarchive has had */
	bool zip;
	bool damaged;
	struct buf bytes, name;
	int (*take)(void *arg, const struct unpack_member *m);
	void *arg;
};

typedef int registers(struct archive *);

static registers *const filters[] = {
    archive_read_support_filter_gzip,
    archive_read_support_filter_bzip2,
    archive_read_support_filter_compress,
    archive_read_support_filter_lzma,
    archive_read_support_filter_lzip,
    archive_read_support_filter_xz,
    archive_read_support_filter_zstd,
    archive_read_support_filter_lz4,
};

static registers *const formats[] = {
    archive_read_support_format_7zip,
    archive_read_support_format_tar,
    archive_read_support_format_rar,
    archive_read_support_format_rar5,
    archive_read_support_format_cab,
    archive_read_support_format_lha,
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Names become UTF-8 in this locale, and '?' in the one programs start in. */
static locale_t names;
/* Which filters are built in: another would start a program. */
static bool built_in[COUNT(filters)];

int
unpack_init(void)
{
	struct archive *a = archive_read_new();

	if (a == NULL)
		return -1;
	for (size_t i = 0; i < COUNT(filters); i++)
		built_in[i] = filters[i](a) == ARCHIVE_OK;
	archive_read_free(a);
	if (names == NULL)
		names = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
	return names != NULL ? 0 : -1;
}

/* `alone`: only as one compressed file, whatever is in it. */
static struct archive *
new_archive(bool zip, bool alone)
{
	struct archive *a = archive_read_new();

	if (a == NULL)
		return NULL;
	if (zip) {
		archive_read_support_format_zip(a);
		return a;
	}
	for (size_t i = 0; i < COUNT(filters); i++)
		if (built_in[i])
			filters[i](a);
	for (size_t i = 0; i < COUNT(formats) && !alone; i++)
		formats[i](a);
	archive_read_support_format_empty(a);
	archive_read_support_format_raw(a);
	/* Else what stands behind a tar's end would be passed over. */
	if (!alone)
		archive_read_set_format_option(
		    a, "tar", "read_concatenated_archives", "1");
	return a;
}

/* What the last failure means for the archive. */
static enum unpack_walked
meaning_of_error(const struct walk *w)
{
	const char *s = archive_error_string(w->a);

	if (s == NULL)
		return UNPACK_DAMAGED;
	if (strstr(s, "ncrypt") != NULL || strstr(s, "assphrase") != NULL)
		return UNPACK_ENCRYPTED;
	/* A dictionary larger than a worker's memory, or a compressed file in
	 * a compressed file and so on. */
	if (archive_errno(w->a) == ENOMEM || strstr(s, "too many") != NULL)
		return texts_late(w->out) ? UNPACK_LATE : UNPACK_LIMITED;
	if (strstr(s, "nsupported") != NULL ||
	    strstr(s, "not supported") != NULL ||
	    strstr(s, "Unrecognized") != NULL)
		return UNPACK_UNKNOWN;
	return UNPACK_DAMAGED;
}

/* May so many bytes more be unpacked? */
static bool
within_limits(struct walk *w, size_t len)
{
	w->unpacked += len;
	w->out->unpacked += len;
	if (w->out->unpacked > LIMIT_UNPACKED_BYTES)
		return false;
	return w->unpacked <= LIMIT_UNPACKED_FLOOR ||
	       w->unpacked / LIMIT_UNPACKED_RATIO <= w->len;
}

/* Adds a piece of content, and zeros for a hole before it (a sparse file). */
static enum unpack_walked
add_block(struct walk *w, const void *block, size_t size, la_int64_t offset)
{
	const la_int64_t at = (la_int64_t)w->bytes.len;
	size_t hole = 0;
	char *room;

	if (offset > at)
		hole = offset - at > (la_int64_t)LIMIT_UNPACKED_BYTES
			   ? LIMIT_UNPACKED_BYTES
			   : (size_t)(offset - at);
	if (!within_limits(w, hole + size))
		return UNPACK_LIMITED;
	room = buf_room(&w->bytes, hole + size);
	if (room == NULL)
		return UNPACK_MEMORY;
	memset(room, 0, hole);
	memcpy(room + hole, block, size);
	buf_grown(&w->bytes, hole + size);
	return UNPACK_WHOLE;
}

/* The content of the member, into w->bytes. With a wrong checksum libarchive
 * gives the last piece and fails. */
static enum unpack_walked
read_bytes(struct walk *w, struct unpack_member *m)
{
	enum unpack_walked walked = UNPACK_WHOLE;
	unsigned tries = 0;

	while (walked == UNPACK_WHOLE && tries < RETRIES) {
		const void *block = NULL;
		la_int64_t offset = 0;
		size_t size = 0;
		int rc;

		if (texts_late(w->out))
			return UNPACK_LATE;
		rc = archive_read_data_block(w->a, &block, &size, &offset);
		if (rc == ARCHIVE_EOF)
			return UNPACK_WHOLE;
		m->damaged |= rc == ARCHIVE_WARN;
		if (block != NULL && size > 0 &&
		    (rc == ARCHIVE_OK || rc == ARCHIVE_WARN || w->zip))
			walked = add_block(w, block, size, offset);
		if (walked == UNPACK_WHOLE && rc < ARCHIVE_WARN &&
		    rc != ARCHIVE_RETRY)
			return meaning_of_error(w);
		tries = size > 0 ? 0 : tries + 1;
	}
	return walked == UNPACK_WHOLE ? UNPACK_DAMAGED : walked;
}

/* What a link points to is its content for programs that know no links. */
static enum unpack_walked
read_link(struct walk *w, struct archive_entry *e)
{
	const char *to = archive_entry_symlink(e);

	if (to != NULL)
		buf_adds(&w->bytes, to);
	return buf_failed(&w->bytes) ? UNPACK_MEMORY : UNPACK_WHOLE;
}

static enum unpack_walked
read_content(struct walk *w, struct archive_entry *e, struct unpack_member *m)
{
	enum unpack_walked walked;

	if (archive_entry_is_encrypted(e) || m->encrypted) {
		m->encrypted = true;
		return UNPACK_WHOLE;
	}
	if (archive_entry_filetype(e) == AE_IFLNK)
		return read_link(w, e);
	walked = read_bytes(w, m);
	m->encrypted |= walked == UNPACK_ENCRYPTED;
	m->damaged |= walked == UNPACK_DAMAGED;
	m->limited |= walked == UNPACK_LIMITED;
	m->unsupported |= walked == UNPACK_UNKNOWN;
	if (m->encrypted || m->limited || m->unsupported)
		buf_reset(&w->bytes);
	/* What concerns this member only; whether there is a next one, the
	 * next call tells. */
	if (walked == UNPACK_ENCRYPTED || walked == UNPACK_DAMAGED ||
	    walked == UNPACK_UNKNOWN)
		return UNPACK_WHOLE;
	return walked;
}

/* Old archives' names are in the code page of DOS. */
static enum unpack_walked
read_path(struct walk *w, struct archive_entry *e, struct unpack_member *m)
{
	const char *path = archive_entry_pathname(e);
	size_t len = path != NULL ? strlen(path) : 0;
	struct charset_text t = {.data = "", .len = 0};
	const bool alone = archive_format(w->a) == ARCHIVE_FORMAT_RAW;

	buf_reset(&w->name);
	m->path = "";
	if (len == 0 || (alone && strcmp(path, "data") == 0))
		return UNPACK_WHOLE;
	if (charset_utf8_prefix(path, len) == len)
		t = (struct charset_text){.data = path, .len = len};
	else if (charset_decode(
		     w->zip ? "cp850" : NULL, path, len, &w->name, &t) < 0)
		return UNPACK_MEMORY;
	if (t.data != buf_str(&w->name))
		buf_add(&w->name, t.data, t.len);
	m->path = buf_str(&w->name);
	return buf_failed(&w->name) ? UNPACK_MEMORY : UNPACK_WHOLE;
}

/* Is it a file? What has content is one, whatever it calls itself; a link in a
 * ZIP archive is one on most computers. */
static bool
is_file(const struct walk *w, struct archive_entry *e)
{
	const bool content =
	    archive_entry_size_is_set(e) && archive_entry_size(e) > 0;

	if (content)
		return true;
	if (archive_entry_hardlink(e) != NULL)
		return false;
	switch (archive_entry_filetype(e)) {
	case AE_IFREG:
	case 0:
		return true;
	case AE_IFLNK:
		return w->zip;
	default:
		return false;
	}
}

static enum unpack_walked
read_member(struct walk *w, struct archive_entry *e, bool damaged)
{
	struct unpack_member m = {.index = ++w->index,
	    .damaged = damaged,
	    .encrypted = unpack_rar_encrypted(w->data, w->len, &w->rar)};
	enum unpack_walked walked;

	if (++w->out->members > LIMIT_MEMBERS)
		return UNPACK_LIMITED;
	if (!is_file(w, e))
		return UNPACK_WHOLE;
	if (w->bytes.cap > KEPT_BYTES)
		buf_free(&w->bytes);
	buf_reset(&w->bytes);
	walked = read_path(w, e, &m);
	if (walked == UNPACK_WHOLE)
		walked = read_content(w, e, &m);
	if (walked == UNPACK_MEMORY || walked == UNPACK_LATE)
		return walked;
	m.data = buf_str(&w->bytes);
	m.len = w->bytes.len;
	return w->take(w->arg, &m) != 0 ? UNPACK_STOPPED : walked;
}

/* Uncompressed bytes of no format are not an archive. */
static bool
is_archive(const struct walk *w)
{
	const int format = archive_format(w->a);

	return (format != ARCHIVE_FORMAT_RAW &&
		   format != ARCHIVE_FORMAT_EMPTY) ||
	       archive_filter_count(w->a) > 1;
}

static enum unpack_walked
read_members(struct walk *w)
{
	enum unpack_walked walked = UNPACK_WHOLE;
	struct archive_entry *e;
	unsigned tries = 0;
	const char *said;
	int rc;

	while (walked == UNPACK_WHOLE) {
		if (texts_late(w->out))
			return UNPACK_LATE;
		rc = archive_read_next_header(w->a, &e);
		if (rc == ARCHIVE_EOF && !is_archive(w))
			return UNPACK_UNKNOWN;
		if (rc == ARCHIVE_EOF)
			break;
		if (rc == ARCHIVE_FATAL ||
		    (rc < ARCHIVE_WARN && ++tries > RETRIES))
			return meaning_of_error(w);
		if (rc < ARCHIVE_WARN) {
			w->damaged |= rc == ARCHIVE_FAILED;
			continue;
		}
		if (!is_archive(w))
			return UNPACK_UNKNOWN;
		said = rc == ARCHIVE_WARN ? archive_error_string(w->a) : NULL;
		walked = read_member(
		    w, e, said != NULL && strstr(said, "nconsistent") != NULL);
	}
	return walked == UNPACK_WHOLE && w->damaged ? UNPACK_DAMAGED : walked;
}

/* How much of the archive is given at once where it may be compressed: between
 * the pieces, limits are looked at, for libarchive also unpacks what it then
 * passes over. */
#define PIECE (64u * KIB)

static la_ssize_t
give_piece(struct archive *a, void *walk, const void **ret)
{
	struct walk *w = walk;
	const size_t left = w->len - w->given;
	const size_t size = left < PIECE ? left : PIECE;
	const la_int64_t unpacked = archive_filter_bytes(a, 0);

	if (texts_late(w->out) || unpacked > (la_int64_t)LIMIT_UNPACKED_BYTES ||
	    (unpacked > (la_int64_t)LIMIT_UNPACKED_FLOOR &&
		(size_t)unpacked / LIMIT_UNPACKED_RATIO > w->len)) {
		archive_set_error(a, ENOMEM, "over a limit");
		return -1;
	}
	*ret = w->data + w->given;
	w->given += size;
	return (la_ssize_t)size;
}

static la_int64_t
skip_pieces(struct archive *a, void *walk, la_int64_t wanted)
{
	struct walk *w = walk;
	const size_t left = w->len - w->given;
	size_t size = wanted < 0 ? 0 : (size_t)wanted;

	(void)a;
	if (size > left)
		size = left;
	w->given += size;
	return (la_int64_t)size;
}

static la_int64_t
seek_piece(struct archive *a, void *walk, la_int64_t offset, int whence)
{
	struct walk *w = walk;
	la_int64_t from = whence == SEEK_CUR   ? (la_int64_t)w->given
			  : whence == SEEK_END ? (la_int64_t)w->len
					       : 0;

	(void)a;
	if (offset < -from || offset > (la_int64_t)w->len - from)
		return ARCHIVE_FATAL;
	w->given = (size_t)(from + offset);
	return from + offset;
}

/* A ZIP archive is not compressed as a whole. */
static int
open_archive(struct walk *w)
{
	if (w->zip)
		return archive_read_open_memory(w->a, w->data, w->len);
	w->given = 0;
	archive_read_set_callback_data(w->a, w);
	archive_read_set_read_callback(w->a, give_piece);
	archive_read_set_skip_callback(w->a, skip_pieces);
	archive_read_set_seek_callback(w->a, seek_piece);
	return archive_read_open1(w->a);
}

static enum unpack_walked
walk_as(struct walk *w, bool alone, bool *ret_none)
{
	locale_t before = uselocale(names);
	enum unpack_walked walked;

	w->a = new_archive(w->zip, alone);
	if (w->a == NULL)
		walked = UNPACK_MEMORY;
	else if (open_archive(w) != ARCHIVE_OK)
		walked = meaning_of_error(w);
	else
		walked = read_members(w);
	*ret_none = (walked == UNPACK_WHOLE || walked == UNPACK_DAMAGED) &&
		    w->index == 0 && w->a != NULL &&
		    archive_filter_count(w->a) > 1;
	archive_read_free(w->a);
	uselocale(before);
	return walked;
}

/* No member and no complaint: only an archive said to be empty is that. */
static enum unpack_walked
check_empty(const struct walk *w, bool none)
{
	if (none || w->index > 0 ||
	    (w->len >= 4 && memcmp(w->data, "PK\5\6", 4) == 0))
		return UNPACK_WHOLE;
	return UNPACK_DAMAGED;
}

enum unpack_walked
unpack_walk(const char *data, size_t len, struct texts *out,
    int (*take)(void *arg, const struct unpack_member *m), void *arg)
{
	struct walk w = {.out = out,
	    .data = data,
	    .len = len,
	    .zip = unpack_zip_begins(data, len),
	    .bytes = BUF_MAX(LIMIT_UNPACKED_BYTES),
	    .name = BUF_MAX(MIB),
	    .take = take,
	    .arg = arg};
	bool none;
	enum unpack_walked walked = walk_as(&w, false, &none);
	int disagrees;

	/* Zeros pass for a tar archive without members. */
	if (none)
		walked = walk_as(&w, true, &none);
	if (walked == UNPACK_WHOLE)
		walked = check_empty(&w, none);
	if (walked == UNPACK_WHOLE && w.zip) {
		disagrees = unpack_zip_disagrees(data, len);
		if (disagrees != 0)
			walked = disagrees < 0 ? UNPACK_MEMORY : UNPACK_DAMAGED;
	}
	buf_free(&w.bytes);
	buf_free(&w.name);
	return walked;
}
