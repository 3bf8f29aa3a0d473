/* SPDX-License-Identifier: MIT
 *
 * fuzz_xlsx.c - any bytes as the parts of a spreadsheet, XLSX and ODS: zeros
 * divide the parts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/ods.h"
#include "extract/xlsx.h"

/* In the order of their names, as a package keeps them. */
static const char *const names[] = {
    "content.xml",
    "styles.xml",
    "xl/comments1.xml",
    "xl/connections.xml",
    "xl/drawings/drawing1.xml",
    "xl/externalLinks/externalLink1.xml",
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/pivotCache/pivotCacheRecords1.xml",
    "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/_rels/workbook.xml.rels",
};
#define PARTS (sizeof names / sizeof *names)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
fill(struct package *p, struct package_part *v, const char *s, size_t len)
{
	for (size_t i = 0; i < PARTS; i++) {
		const char *end = memchr(s, '\0', len);
		size_t n = end != NULL ? (size_t)(end - s) : len;

		v[i] = (struct package_part){
		    .name = strdup(names[i]), .data = malloc(n + 1), .len = n};
		memcpy(v[i].data, s, n);
		v[i].data[n] = '\0';
		v[i].index = i + 1;
		s += n + (end != NULL);
		len -= n + (end != NULL);
	}
	*p = (struct package){.v = v, .n = PARTS, .cap = PARTS};
}

static void
read_as(int (*read)(const struct document *d, size_t depth, struct package *p,
	    struct texts *out),
    const char *s, size_t len)
{
	const struct document d = {
	    .part = "1", .where = "", .zone = ZONE_ATTACHMENT};
	struct package_part v[PARTS];
	struct package p;
	struct texts t;

	fill(&p, v, s, len);
	texts_init(&t, 64 * KIB);
	read(&d, 0, &p, &t);
	texts_free(&t);
	for (size_t i = 0; i < PARTS; i++) {
		free(v[i].name);
		free(v[i].data);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	read_as(xlsx_read, (const char *)data, len);
	read_as(ods_read, (const char *)data, len);
	return 0;
}
