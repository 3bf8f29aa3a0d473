/* SPDX-License-Identifier: MIT
 *
 * envelope.c - the SMTP envelope of one message.
 */
#include "base/envelope.h"

#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/limits.h"

static int
add_params(struct strlist *l, const char *const *params)
{
	for (; params != NULL && *params != NULL; params++)
		if (strlist_add(l, *params) < 0)
			return -1;
	return 0;
}

int
envelope_set(char **field, const char *s)
{
	char *copy = NULL;

	if (s != NULL && (copy = strdup(s)) == NULL)
		return -1;
	free(*field);
	*field = copy;
	return 0;
}

int
envelope_sender(
    struct envelope *e, const char *verbatim, const char *const *params)
{
	free(e->sender);
	strlist_free(&e->params);
	e->sender = address_bare(verbatim);
	if (e->sender == NULL)
		return -1;
	return add_params(&e->params, params);
}

static struct recipient *
recipient_slot(struct envelope *e)
{
	struct recipient *rcpts;
	size_t cap;

	if (e->nrcpts >= LIMIT_RECIPIENTS)
		return NULL;
	if (e->nrcpts == e->caprcpts) {
		cap = e->caprcpts ? e->caprcpts * 2 : 4;
		rcpts = reallocarray(e->rcpts, cap, sizeof *rcpts);
		if (rcpts == NULL)
			return NULL;
		e->rcpts = rcpts;
		e->caprcpts = cap;
	}
	return &e->rcpts[e->nrcpts];
}

int
envelope_recipient(
    struct envelope *e, const char *verbatim, const char *const *params)
{
	struct recipient *r = recipient_slot(e);

	if (r == NULL)
		return -1;
	*r = (struct recipient){
	    .verbatim = strdup(verbatim),
	    .address = address_bare(verbatim),
	};
	e->nrcpts++; /* from here envelope_free sees it, whole or not */
	if (r->verbatim == NULL || r->address == NULL)
		return -1;
	return add_params(&r->params, params);
}

void
envelope_free(struct envelope *e)
{
	size_t i;

	for (i = 0; i < e->nrcpts; i++) {
		free(e->rcpts[i].verbatim);
		free(e->rcpts[i].address);
		strlist_free(&e->rcpts[i].params);
	}
	free(e->rcpts);
	free(e->sender);
	strlist_free(&e->params);
	free(e->auth);
	free(e->client_addr);
	free(e->client_name);
	free(e->daemon_name);
	free(e->queue_id);
	*e = (struct envelope){0};
}
