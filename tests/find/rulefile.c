/* SPDX-License-Identifier: MIT
 *
 * rulefile.c - rules and texts for tests of milter/find, from strings.
 */
#include "find/rulefile.h"

#include <stdio.h>
#include <string.h>

#include "config/files.h"
#include "lib/test.h"

static struct rules *
load(const char *yaml, enum engine engine, struct buf *err)
{
	struct strlist dirs = {0};
	struct rules *r;

	strlist_add(&dirs, files_folder());
	files_write("rules.yaml", yaml);
	r = rules_load(&dirs, engine, err);
	strlist_free(&dirs);
	return r;
}

struct rules *
rulefile_load(const char *yaml, enum engine engine)
{
	struct buf err = BUF_MAX(4096);
	struct rules *r = load(yaml, engine, &err);

	if (r == NULL)
		fail_msg("%s", buf_str(&err));
	files_remove();
	return r;
}

const char *
rulefile_error(const char *yaml)
{
	static char text[4096];
	struct buf err = BUF_MAX(4096);
	struct rules *r = load(yaml, ENGINE_PCRE2, &err);
	const char *file = strstr(buf_str(&err), "rules.yaml");

	if (r != NULL)
		fail_msg("not refused: %s", yaml);
	snprintf(text, sizeof text, "%s", file ? file : buf_str(&err));
	buf_free(&err);
	files_remove();
	return text;
}

struct text
rulefile_text(enum zone zone, const char *place, const char *data)
{
	return (struct text){.zone = zone,
	    .place = (char *)place,
	    .part = (char *)"1",
	    .data = (char *)data,
	    .len = strlen(data)};
}

void
rulefile_find(const struct rules *r, const char *data, struct findings *ret)
{
	struct text text = rulefile_text(ZONE_AUTHORED, "body", data);
	struct texts texts = {.v = &text, .n = 1};
	struct facts facts = {.line = false};
	struct finder *f = finder_new(r);

	assert_non_null(f);
	*ret = (struct findings){0};
	assert_int_equal(find_all(f, &texts, &facts, ret), 0);
	finder_free(f);
}
