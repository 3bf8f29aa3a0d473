/* SPDX-License-Identifier: MIT
 *
 * zip.c - ZIP archives made in memory, for tests.
 */
#include "extract/zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/buf.h"
#include "lib/test.h"

static void
add(struct archive *a, const struct zip_part *part)
{
	size_t len = part->len > 0 ? part->len : strlen(part->data);
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, part->name);
	archive_entry_set_size(e, (la_int64_t)len);
	archive_entry_set_filetype(e, S_IFREG);
	archive_entry_set_perm(e, 0644);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, part->data, len), len);
	archive_entry_free(e);
}

char *
zip_make(const struct zip_part *parts, size_t n, size_t *ret_len)
{
	size_t room = 65536;
	struct archive *a = archive_write_new();
	char *out;

	for (size_t i = 0; i < n; i++)
		room += 1024 + (parts[i].len > 0 ? parts[i].len
						 : strlen(parts[i].data));
	out = malloc(room);
	assert_non_null(out);
	archive_write_set_format_zip(a);
	assert_int_equal(
	    archive_write_open_memory(a, out, room, ret_len), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++)
		add(a, &parts[i]);
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	return out;
}

uint32_t
zip_crc(uint32_t crc, const char *data, size_t len)
{
	crc = ~crc;
	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1)));
	}
	return ~crc;
}

static void
put(struct buf *b, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_addc(b, (char)(value >> 8 * i));
}

/* What both kinds of header share, from "version needed" on. */
static void
put_common(
    struct buf *b, const struct zip_raw *m, uint32_t packed, size_t name_len)
{
	put(b, 20, 2);
	put(b, m->flags, 2);
	put(b, m->method, 2);
	put(b, 0, 4);
	put(b, m->crc, 4);
	put(b, packed, 4);
	put(b, m->unpacked, 4);
	put(b, (uint32_t)name_len, 2);
	put(b, 0, 2);
}

static void
put_local(struct buf *b, const struct zip_raw *m)
{
	buf_add(b, "PK\3\4", 4);
	put_common(b, m,
	    m->local_packed != 0 ? m->local_packed : (uint32_t)m->len,
	    m->name_len);
	buf_add(b, m->name, m->name_len);
}

static void
put_listed(struct buf *b, const struct zip_raw *m, size_t offset)
{
	const char *name = m->listed_as != NULL ? m->listed_as : m->name;
	size_t len = m->listed_as != NULL ? strlen(name) : m->name_len;

	buf_add(b, "PK\1\2", 4);
	put(b, 20 | 3 << 8, 2);
	put_common(b, m, (uint32_t)m->len, len);
	put(b, 0, 6);
	put(b, m->mode << 16, 4);
	put(b, (uint32_t)offset, 4);
	buf_add(b, name, len);
}

static void
put_end(struct buf *b, size_t n, size_t start)
{
	size_t size = b->len - start;

	buf_add(b, "PK\5\6\0\0\0", 8);
	put(b, (uint32_t)n, 2);
	put(b, (uint32_t)n, 2);
	put(b, (uint32_t)size, 4);
	put(b, (uint32_t)start, 4);
	put(b, 0, 2);
}

static struct zip_raw
filled_in(const struct zip_raw *given)
{
	struct zip_raw m = *given;

	if (m.len == 0)
		m.len = strlen(m.data);
	if (m.name_len == 0)
		m.name_len = strlen(m.name);
	if (m.crc == 0 && m.method == 0)
		m.crc = zip_crc(0, m.data, m.len);
	if (m.unpacked == 0)
		m.unpacked = (uint32_t)m.len;
	return m;
}

static char *
taken(struct buf *b, size_t *ret_len)
{
	assert_false(buf_failed(b));
	*ret_len = b->len;
	return buf_take(b);
}

char *
zip_raw(const struct zip_raw *members, size_t n, size_t *ret_len)
{
	struct buf out = BUF_MAX(1u << 30), list = BUF_MAX(1u << 30);
	size_t start, listed = 0;

	for (size_t i = 0; i < n; i++) {
		const struct zip_raw m = filled_in(&members[i]);

		if (!m.unlisted) {
			put_listed(&list, &m, out.len);
			listed++;
		}
		put_local(&out, &m);
		buf_add(&out, m.data, m.len);
	}
	start = out.len;
	buf_add(&out, buf_str(&list), list.len);
	buf_free(&list);
	put_end(&out, listed, start);
	return taken(&out, ret_len);
}

/* The deflated bytes of the only member of an archive by zip_make. */
static char *
deflated(const char *data, size_t len, size_t *ret_len)
{
	const struct zip_part part = {"k", data, len};
	size_t zip_len, n, at;
	char *zip = zip_make(&part, 1, &zip_len), *copy;
	const unsigned char *p;

	p = memmem(zip, zip_len, "PK\1\2", 4);
	assert_non_null(p);
	n = p[20] | (size_t)p[21] << 8 | (size_t)p[22] << 16;
	at = 30 + (unsigned char)zip[26] + (unsigned char)zip[28];
	copy = malloc(n);
	assert_non_null(copy);
	memcpy(copy, zip + at, n);
	free(zip);
	*ret_len = n;
	return copy;
}

/* From the last member to the first: each is its header, a stored block (RFC
 * 1951 3.2.4) that quotes what the next begins with, and the next. */
char *
zip_overlapping(size_t n, size_t size, size_t *ret_len)
{
	const size_t header = 30 + 4, step = header + 5;
	struct buf out = BUF_MAX(1u << 30), list = BUF_MAX(1u << 30);
	char *zeros = calloc(1, size), *quoted = malloc(n * header + 1);
	struct zip_raw *m = calloc(n, sizeof *m);
	char(*names)[24] = calloc(n, sizeof *names);
	size_t kernel_len, start;
	char *kernel = deflated(zeros, size, &kernel_len);

	for (size_t i = n; i-- > 0;) {
		struct buf one = BUF_MAX(1000);
		size_t behind = n - 1 - i;

		snprintf(names[i], sizeof names[i], "%04zu", i);
		m[i] = (struct zip_raw){.name = names[i],
		    .name_len = 4,
		    .method = 8,
		    .len = behind * step + kernel_len,
		    .unpacked = (uint32_t)(behind * header + size)};
		m[i].crc = zip_crc(
		    zip_crc(0, quoted + (i + 1) * header, behind * header),
		    zeros, size);
		put_local(&one, &m[i]);
		memcpy(quoted + i * header, one.data, header);
		buf_free(&one);
	}
	for (size_t i = 0; i < n; i++) {
		put_listed(&list, &m[i], out.len);
		buf_add(&out, quoted + i * header, header);
		if (i + 1 < n) {
			buf_addc(&out, 0);
			put(&out, (uint32_t)header, 2);
			put(&out, ~(uint32_t)header & 0xffff, 2);
		}
	}
	buf_add(&out, kernel, kernel_len);
	start = out.len;
	buf_add(&out, buf_str(&list), list.len);
	put_end(&out, n, start);
	buf_free(&list);
	free(kernel);
	free(names);
	free(m);
	free(quoted);
	free(zeros);
	return taken(&out, ret_len);
}
