/* SPDX-License-Identifier: MIT
 *
 * fuzz_odt.c - any bytes as each part of an OpenDocument text, presentation and
 * spreadsheet: the first byte says which, the rest is its XML.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/odp.h"
#include "extract/ods.h"
#include "extract/odt.h"
#include "extract/xml.h"
#include "parse/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const char main_data[] = "<a><body><text><p>a</p></text></body></a>";

/* In the order of their names, as package_open leaves them. */
static const struct package_part parts[] = {
    {.name = "Object 1/content.xml"},
    {.name = "content.xml"},
    {.name = "meta.xml"},
    {.name = "styles.xml"},
};

typedef int reader(const struct document *d, size_t depth, struct package *p,
    struct texts *out);

static reader *const readers[] = {odt_read, odp_read, ods_read};

/* The package with these bytes as the part of that number. */
static void
read_as(reader *read, size_t which, const char *data, size_t len)
{
	const struct document d = {
	    .part = "1", .name = "x", .where = "", .zone = ZONE_ATTACHMENT};
	struct package_part v[COUNT(parts)];
	struct package p = {.v = v, .n = COUNT(parts)};
	struct texts t;

	/* A reader frees what it is done with. */
	memcpy(v, parts, sizeof parts);
	for (size_t i = 0; i < COUNT(parts); i++) {
		v[i].len = i == which ? len : strlen(main_data);
		v[i].data = malloc(v[i].len + 1);
		if (v[i].data == NULL)
			abort();
		memcpy(v[i].data, i == which ? data : main_data, v[i].len);
		v[i].data[v[i].len] = '\0';
	}
	texts_init(&t, 4 * MIB);
	if (read(&d, 0, &p, &t) < 0)
		__builtin_trap();
	for (size_t i = 0; i < t.n; i++)
		if (charset_utf8_prefix(t.v[i].data, t.v[i].len) != t.v[i].len)
			__builtin_trap();
	for (size_t i = 0; i < COUNT(parts); i++)
		free(v[i].data);
	texts_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	xml_init();
	if (len == 0)
		return 0;
	read_as(readers[data[0] % COUNT(readers)],
	    data[0] / COUNT(readers) % COUNT(parts), (const char *)data + 1,
	    len - 1);
	return 0;
}
