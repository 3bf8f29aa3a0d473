/* SPDX-License-Identifier: MIT
 *
 * reply.c - what the MTA is to be told about one message.
 */
#include "intake/reply.h"

#include <stdlib.h>
#include <string.h>

static void
drop_changes(struct reply *r)
{
	size_t i;

	for (i = 0; i < r->nadd; i++) {
		free(r->add[i].name);
		free(r->add[i].value);
	}
	free(r->add);
	free(r->remove);
	r->add = NULL;
	r->remove = NULL;
	r->nadd = 0;
	r->clean = false;
}

int
reply_add_header(struct reply *r, const char *name, const char *value)
{
	struct reply_header *add;

	add = reallocarray(r->add, r->nadd + 1, sizeof *add);
	if (add == NULL)
		return -1;
	r->add = add;
	add[r->nadd] = (struct reply_header){strdup(name), strdup(value)};
	r->nadd++;
	return add[r->nadd - 1].name != NULL && add[r->nadd - 1].value != NULL
		   ? 0
		   : -1;
}

void
reply_set(struct reply *r, enum reply_word word, const char *text)
{
	r->word = word;
	free(r->text);
	r->text = text != NULL ? strdup(text) : NULL;
	if (word != REPLY_ACCEPT)
		drop_changes(r);
}

void
reply_free(struct reply *r)
{
	drop_changes(r);
	free(r->text);
	*r = (struct reply){.word = REPLY_LATER};
}
