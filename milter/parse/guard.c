/* SPDX-License-Identifier: MIT
 *
 * guard.c - a look at a block before GMime gets it.
 *
 * BUGS: a message over these bounds is read as one run of text, whatever
 * structure it has; it is said to be limited.
 */
#include "parse/guard.h"

#include <string.h>

#include "base/limits.h"

/* Far more than LIMIT_PARTS, so that only a hostile message meets it; few
 * enough that GMime's objects stay under some 300 MiB. */
#define BOUNDARIES_MAX (64u * LIMIT_PARTS)
#define FIELDS_MAX (100u * LIMIT_HEADERS)

bool
guard_too_many(const char *data, size_t len)
{
	const char *p = data, *end = data + len;
	size_t boundaries = 0, fields = 0;
	bool heading = true;

	if (len / 3 <= BOUNDARIES_MAX && len / 3 <= FIELDS_MAX)
		return false;
	while (p != NULL && end - p > 2) {
		if (p[0] == '-' && p[1] == '-') {
			boundaries++;
			heading = true;
		} else if (p[0] == '\n' || p[0] == '\r') {
			heading = false;
		}
		fields += heading;
		p = memchr(p, '\n', (size_t)(end - p));
		if (p != NULL)
			p++;
	}
	return boundaries > BOUNDARIES_MAX || fields > FIELDS_MAX;
}

/* True when a header field may begin the line: "Name:" or "Name :". */
static bool
field_line(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && s[i] > ' ' && s[i] < 0x7f && s[i] != ':')
		i++;
	if (i == 0)
		return false;
	while (i < len && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i < len && s[i] == ':';
}

static bool
mbox_line(const char *s, size_t len)
{
	return (len >= 5 && memcmp(s, "From ", 5) == 0) ||
	       (len >= 6 && memcmp(s, ">From ", 6) == 0);
}

size_t
guard_header_start(const char *data, size_t len, size_t *ret_mbox)
{
	size_t at = 0;

	*ret_mbox = 0;
	for (int lines = 0; lines < 20 && at < len; lines++) {
		const char *nl = memchr(data + at, '\n', len - at);
		size_t end = nl != NULL ? (size_t)(nl - data) + 1 : len;

		if (lines == 0 && mbox_line(data, end))
			*ret_mbox = end;
		else if (field_line(data + at, end - at))
			return at;
		else if (data[at] == '\n' || data[at] == '\r')
			break;
		at = end;
	}
	return *ret_mbox;
}
