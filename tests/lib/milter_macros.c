/* SPDX-License-Identifier: MIT
 *
 * milter_macros.c - which macros an MTA sends before which step.
 */
#include "lib/milter_macros.h"

#include <stdlib.h>
#include <string.h>

/* What Postfix sends by default, and where. A value of NULL: the queue id. */
static const struct {
	enum milter_stage stage;
	const char *name;
	const char *value;
} defaults[] = {
    {STAGE_CONNECT, "j", "mx.test.example"},
    {STAGE_CONNECT, "{daemon_name}", "mx.test.example"},
    {STAGE_CONNECT, "{daemon_addr}", "127.0.0.1"},
    {STAGE_CONNECT, "v", "Postfix 3.7.11"},
    {STAGE_MAIL, "{auth_authen}", ""},
    {STAGE_DATA, "i", NULL},
    {STAGE_EOH, "i", NULL},
    {STAGE_EOM, "i", NULL},
};
#define DEFAULTS (sizeof defaults / sizeof defaults[0])

/* True when a list of macro names, separated by blanks or commas, has the name
 * of len bytes, with or without its braces. */
static bool
listed(const char *list, const char *name, size_t len)
{
	size_t n;

	if (len > 2 && *name == '{') {
		name++;
		len -= 2;
	}
	for (; *list != '\0'; list += n + (list[n] != '\0')) {
		n = strcspn(list, " ,\t");
		if (n == len && strncmp(list, name, n) == 0)
			return true;
		if (n == len + 2 && list[0] == '{' &&
		    strncmp(list + 1, name, len) == 0)
			return true;
	}
	return false;
}

/* The value of the caller's own macro of that name, or NULL. */
static const char *
own_value(const struct milter_macros *m, const char *name)
{
	size_t i, n = strlen(name);

	for (i = 0; m->own != NULL && i < m->own->n; i++)
		if (strncmp(m->own->v[i], name, n) == 0 &&
		    m->own->v[i][n] == '=')
			return m->own->v[i] + n + 1;
	return NULL;
}

/* Without a list of the filter's, an own macro goes where its name goes by
 * default, and to MAIL when it is not known. */
static bool
own_default(const char *name, size_t len, enum milter_stage stage)
{
	bool known = false;
	size_t i;

	for (i = 0; i < DEFAULTS; i++)
		if (strlen(defaults[i].name) == len &&
		    strncmp(defaults[i].name, name, len) == 0) {
			known = true;
			if (defaults[i].stage == stage)
				return true;
		}
	return !known && stage == STAGE_MAIL;
}

static bool
wanted(const struct milter_macros *m, enum milter_stage stage, const char *name,
    size_t len)
{
	return listed(m->wanted[stage], name, len);
}

static void
add(struct milter_wire *w, const char *name, size_t len, const char *value)
{
	buf_add(&w->out, name, len);
	buf_addc(&w->out, '\0');
	milter_wire_string(w, value);
}

static bool
default_wanted(const struct milter_macros *m, enum milter_stage stage, size_t i)
{
	if (m->wanted[stage] == NULL)
		return defaults[i].stage == stage;
	/* One name may stand in the table several times. */
	if (i > 0 && strcmp(defaults[i - 1].name, defaults[i].name) == 0)
		return false;
	return wanted(m, stage, defaults[i].name, strlen(defaults[i].name));
}

static void
add_defaults(const struct milter_macros *m, struct milter_wire *w,
    enum milter_stage stage)
{
	const char *value;
	size_t i;

	for (i = 0; i < DEFAULTS; i++) {
		value = defaults[i].value;
		if (value == NULL && stage >= STAGE_DATA)
			value = m->queue_id;
		/* Postfix sends no macro that has no value. */
		if (value != NULL && *value != '\0' &&
		    default_wanted(m, stage, i) &&
		    own_value(m, defaults[i].name) == NULL)
			add(w, defaults[i].name, strlen(defaults[i].name),
			    value);
	}
}

static void
add_own(const struct milter_macros *m, struct milter_wire *w,
    enum milter_stage stage)
{
	const char *macro;
	size_t i, len;

	for (i = 0; m->own != NULL && i < m->own->n; i++) {
		macro = m->own->v[i];
		len = strcspn(macro, "=");
		if (macro[len] != '=')
			continue;
		if (m->wanted[stage] != NULL ? wanted(m, stage, macro, len)
					     : own_default(macro, len, stage))
			add(w, macro, len, macro + len + 1);
	}
}

int
milter_macros_send(const struct milter_macros *m, struct milter_wire *w,
    char command, enum milter_stage stage)
{
	size_t at;

	if (stage == STAGE_NONE)
		return 0;
	at = milter_wire_begin(w, 'D');
	buf_addc(&w->out, command);
	add_defaults(m, w, stage);
	add_own(m, w, stage);
	return milter_wire_end(w, at);
}

void
milter_macros_keep_lists(struct milter_macros *m, const struct milter_wire *w)
{
	const char *list;
	uint32_t stage;
	size_t at;

	for (at = 13; at + 4 < w->in.len; at += 4 + strlen(list) + 1) {
		stage = milter_wire_get32(w->in.data + at);
		list = milter_wire_string_at(w, at + 4, 0);
		if (stage >= STAGE_NONE)
			continue;
		free(m->wanted[stage]);
		m->wanted[stage] = strdup(list);
	}
}

void
milter_macros_free(struct milter_macros *m)
{
	size_t i;

	for (i = 0; i < STAGE_NONE; i++)
		free(m->wanted[i]);
	*m = (struct milter_macros){0};
}
