/* SPDX-License-Identifier: MIT
 *
 * flat.c - a package of parts as one XML file (Flat OPC) to the readers of
 * packages.
 *
 * Each part is an element pkg:part with its name; pkg:xmlData holds its XML as
 * it stands, pkg:binaryData its bytes in base64.  Parts are cut out of the file
 * as they stand, so that their own prefixes and namespaces stay.
 *
 * BUGS: the prefix is taken to be "pkg", which is what is written; a file that
 * is not UTF-8 is read as XML of no known kind.
 */
#include "extract/flat.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/office.h"
#include "parse/transfer.h"

#define PART "<pkg:part "
#define PART_END "</pkg:part>"
#define PACKAGE_END "</pkg:package>"
#define XML "<pkg:xmlData"
#define XML_END "</pkg:xmlData>"
#define BINARY "<pkg:binaryData"
#define BINARY_END "</pkg:binaryData>"
#define NAME_MAX_BYTES 1024

static const char *
find(const char *at, const char *end, const char *what)
{
	return memmem(at, (size_t)(end - at), what, strlen(what));
}

bool
flat_content(const char *head, size_t len)
{
	const char *end = head + len;

	return find(head, end, "<?xml") != NULL &&
	       (find(head, end, "<pkg:package") != NULL ||
		   find(head, end,
		       "urn:schemas-microsoft-com:office:spreadsheet") !=
		       NULL ||
		   find(head, end, "progid=\"Excel.Sheet\"") != NULL);
}

/* The value of an attribute of the tag from at to end. */
static bool
attribute(const char *at, const char *end, const char *name,
    char value[NAME_MAX_BYTES])
{
	const char *p = find(at, end, name), *close;

	if (p == NULL)
		return false;
	p += strlen(name);
	if (end - p < 2 || p[0] != '=' || (p[1] != '"' && p[1] != '\''))
		return false;
	close = memchr(p + 2, p[1], (size_t)(end - p) - 2);
	if (close == NULL || close - (p + 2) >= NAME_MAX_BYTES)
		return false;
	memcpy(value, p + 2, (size_t)(close - p) - 2);
	value[close - p - 2] = '\0';
	return true;
}

/* What stands between an element's tags; false: there is none. */
static bool
content(const char *at, const char *end, const char *open, const char *close,
    const char **ret, size_t *ret_len)
{
	const char *tag = find(at, end, open), *stop;

	if (tag == NULL)
		return false;
	at = memchr(tag, '>', (size_t)(end - tag));
	if (at == NULL)
		return false;
	stop = find(at + 1, end, close);
	*ret = at + 1;
	*ret_len = (size_t)((stop != NULL ? stop : end) - (at + 1));
	return true;
}

static int
add_part(
    struct package *p, struct unpack_member *m, const char *at, const char *end)
{
	struct buf bytes = BUF_MAX((size_t)(end - at) + 1);
	const char *text;
	size_t len;
	int rc;

	if (content(at, end, XML, XML_END, &m->data, &m->len)) {
		rc = package_add(p, m);
	} else if (content(at, end, BINARY, BINARY_END, &text, &len)) {
		m->damaged |= !transfer_base64(text, len, &bytes);
		m->data = buf_str(&bytes);
		m->len = bytes.len;
		rc = buf_failed(&bytes) ? -1 : package_add(p, m);
	} else {
		m->damaged = true;
		rc = package_add(p, m);
	}
	buf_free(&bytes);
	return rc;
}

/* Cuts the file into parts. */
static int
fill(struct package *p, const char *at, const char *end, struct texts *out)
{
	const char *rest = at;
	size_t index = 0;

	while ((at = find(rest, end, PART)) != NULL) {
		char name[NAME_MAX_BYTES] = "";
		const char *stop = find(at, end, PART_END);
		const char *tag = memchr(at, '>', (size_t)(end - at));
		struct unpack_member m = {
		    .path = name, .data = "", .index = ++index};

		if (out->members >= LIMIT_MEMBERS) {
			p->walked = UNPACK_LIMITED;
			break;
		}
		out->members++;
		if (stop == NULL)
			p->walked = UNPACK_DAMAGED;
		if (stop == NULL || tag == NULL || tag > stop)
			stop = tag = end;
		if (!attribute(at, tag, "pkg:name", name))
			p->walked = UNPACK_DAMAGED;
		else if (add_part(p, &m, at, stop) < 0)
			return -1;
		rest = stop;
	}
	if (p->walked == UNPACK_WHOLE && find(rest, end, PACKAGE_END) == NULL)
		p->walked = UNPACK_DAMAGED;
	return package_end(p);
}

static int
read_package(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	struct package p = {.kind = PACKAGE_PLAIN, .walked = UNPACK_WHOLE};
	int rc = fill(&p, data, data + len, out);

	/* No office document, or none of a kind that is known. */
	if (rc == 0 && p.kind == PACKAGE_PLAIN)
		p.kind = PACKAGE_OTHER;
	if (rc == 0)
		rc = office_read_package(d, depth, &p, out);
	package_free(&p);
	return rc;
}

int
flat_read(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	size_t head = len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD;

	if (find(data, data + head, "<pkg:package") != NULL)
		return read_package(d, depth, data, len, out);
	return flat_sheet_read(d, data, len, out);
}
