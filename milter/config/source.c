/* SPDX-License-Identifier: MIT
 *
 * source.c - the text of one config file, and places in it.
 *
 * BUGS: UTF-16 files (Excel's "Unicode text") are refused, not converted; the
 * message says how to save them.
 */
#include "config/source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/utf8.h"

#define MARK "\xef\xbb\xbf"
#define MARK_LEN 3

int
source_check(const char *path, const char *data, size_t len, struct buf *err)
{
	size_t at, n;
	uint32_t c;

	for (at = 0; at < len; at += n) {
		n = utf8_next(data + at, len - at, &c);
		if (n > 0 && c != 0)
			continue;
		if (n > 0)
			return source_error(err, path, source_place(data, at),
			    "a NUL byte; expected text saved as UTF-8");
		return source_error(err, path, source_place(data, at),
		    "byte 0x%02x is not UTF-8; expected text saved as UTF-8",
		    (unsigned char)data[at]);
	}
	return 0;
}

int
source_read(const char *path, struct source *ret, struct buf *err)
{
	struct source s = {.path = path, .file = BUF_MAX(LIMIT_CONFIG_BYTES)};
	int saved;

	if (fd_read_file(path, &s.file) < 0) {
		saved = errno;
		if (saved == EFBIG)
			buf_addf(err, "%s: larger than %u MiB; expected less",
			    path, LIMIT_CONFIG_BYTES / MIB);
		else
			buf_addf(err, "%s: cannot be read: %s", path,
			    strerror(saved));
		goto fail;
	}
	s.data = buf_str(&s.file);
	s.len = s.file.len;
	if (s.len >= MARK_LEN && memcmp(s.data, MARK, MARK_LEN) == 0) {
		s.data += MARK_LEN;
		s.len -= MARK_LEN;
	}
	saved = EILSEQ;
	if (source_check(path, s.data, s.len, err) < 0)
		goto fail;
	*ret = s;
	return 0;
fail:
	buf_free(&s.file);
	errno = saved;
	return -1;
}

void
source_free(struct source *s)
{
	buf_free(&s->file);
	s->data = NULL;
	s->len = 0;
}

struct place
source_place(const char *data, size_t offset)
{
	struct place at = {1, 1};
	size_t i;

	for (i = 0; i < offset; i++) {
		if (data[i] == '\n') {
			at.line++;
			at.column = 1;
		} else if (((unsigned char)data[i] & 0xc0) != 0x80) {
			at.column++;
		}
	}
	return at;
}

int
source_error(
    struct buf *err, const char *path, struct place at, const char *fmt, ...)
{
	va_list ap;

	buf_addf(err, "%s:%u:%u: ", path, at.line, at.column);
	va_start(ap, fmt);
	buf_addv(err, fmt, ap);
	va_end(ap);
	return -1;
}
