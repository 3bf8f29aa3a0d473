/* SPDX-License-Identifier: MIT
 *
 * mbox.c - many messages in one file (RFC 4155).
 *
 * A message begins with a line "From " at the start of the file or behind an
 * empty line.  In bodies such lines stand with '>' before them, which is left
 * there: what quotes a "From " differs between programs, and it hides nothing.
 */
#include "extract/mbox.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "extract/messages.h"

/* Does a message begin there? */
static bool
begins(const char *data, size_t len, size_t at)
{
	if (len - at < 5 || memcmp(data + at, "From ", 5) != 0)
		return false;
	if (at == 0)
		return true;
	if (at >= 2 && data[at - 1] == '\n' && data[at - 2] == '\n')
		return true;
	return at >= 3 && memcmp(data + at - 3, "\n\r\n", 3) == 0;
}

/* Where the line at `at` ends, behind its line end. */
static size_t
next_line(const char *data, size_t len, size_t at)
{
	const char *nl = memchr(data + at, '\n', len - at);

	return nl != NULL ? (size_t)(nl - data) + 1 : len;
}

static int
read_one(const struct document *d, size_t depth, size_t number,
    const char *data, size_t len, struct texts *out)
{
	char part[DOCUMENT_PLACE_MAX], file[DOCUMENT_PLACE_MAX];
	char where[DOCUMENT_PLACE_MAX + 64];

	snprintf(part, sizeof part, "%s/%zu", d->part, number);
	document_place(d, NULL, file);
	snprintf(where, sizeof where, ", in message %zu of %s", number, file);
	return messages_enclosed(part, where, depth + 1, data, len, out);
}

int
mbox_read(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	size_t start, end = 0, number = 0;
	int rc = 0;

	while (end < len && !begins(data, len, end))
		end = next_line(data, len, end);
	if (end > 0)
		rc = read_one(d, depth, ++number, data, end, out);
	while (rc == 0 && end < len && !out->wanted) {
		if (number == LIMIT_PARTS)
			return document_unread(d, UNREAD_LIMIT, out);
		if (texts_late(out))
			return document_unread(d, UNREAD_TIMEOUT, out);
		start = next_line(data, len, end);
		for (end = start; end < len && !begins(data, len, end);)
			end = next_line(data, len, end);
		rc = read_one(
		    d, depth, ++number, data + start, end - start, out);
	}
	return rc;
}
