/* SPDX-License-Identifier: MIT
 *
 * said.c - what a reader made of a document, as one string to compare.
 */
#include "extract/said.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lib/test.h"

static void
add_table(const struct text *t, struct buf *out)
{
	const char *line = t->data, *end;

	for (size_t i = 0; *line != '\0'; i++) {
		end = line + strcspn(line, "\n");
		buf_addf(out, "%zu: ", text_unit_number(t, i));
		for (; line < end; line++)
			buf_addc(out, *line == '\t' ? '|' : *line);
		buf_addc(out, '\n');
		line = end + (*end != '\0');
	}
}

char *
said_texts(const struct texts *t)
{
	struct buf out = BUF_MAX(64 * MIB);

	for (size_t i = 0; i < t->n; i++) {
		const struct text *text = &t->v[i];

		buf_addf(&out, "%s %s\n", zone_name(text->zone), text->place);
		if (text->table)
			add_table(text, &out);
		else
			buf_addf(&out, "%s%s", text->data,
			    text->data[text->len - 1] == '\n' ? "" : "\n");
	}
	for (size_t i = 0; i < t->nsigns; i++)
		buf_addf(&out, "sign %s: %s\n", t->signs[i].place,
		    t->signs[i].about);
	for (size_t i = 0; i < t->nunread; i++)
		buf_addf(&out, "unread %s\n", unread_name(t->unread[i].why));
	assert_false(buf_failed(&out));
	return buf_take(&out);
}

void
said_has(const char *name, const struct texts *t, const char *want)
{
	char *said = said_texts(t), *all = strdup(want), *save = NULL;

	for (char *part = strtok_r(all, "\n", &save); part != NULL;
	     part = strtok_r(NULL, "\n", &save)) {
		bool not_so = *part == '!';

		if ((strstr(said, part + not_so) != NULL) == not_so)
			fail_msg("%s: %s \"%s\" in:\n%s", name,
			    not_so ? "there is" : "there is no", part + not_so,
			    said);
	}
	free(all);
	free(said);
}
