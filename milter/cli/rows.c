/* SPDX-License-Identifier: MIT
 *
 * rows.c - held messages as a table, as lines of JSON, and one of them whole.
 *
 * BUGS: a character that a terminal shows two columns wide is counted as one.
 */
#include "cli/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/address.h"
#include "base/json-out.h"
#include "base/utf8.h"
#include "base/words.h"
#include "store/store.h"

void
rows_time(struct buf *out, int64_t t)
{
	char text[64] = "?";
	time_t when = (time_t)t;
	struct tm tm;

	if (localtime_r(&when, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%d %H:%M", &tm);
	buf_adds(out, text);
}

static void
plain(struct buf *out, const char *s, size_t left)
{
	uint32_t c;
	size_t n;

	for (; left > 0; s += n, left -= n) {
		n = utf8_next(s, left, &c);
		if (n > 0 && !utf8_control(c))
			buf_add(out, s, n);
		else
			buf_addc(out, '?');
		if (n == 0)
			n = 1;
	}
}

void
rows_plain(struct buf *out, const char *s)
{
	plain(out, s, strlen(s));
}

/* ---- the table ---- */

enum column { ID, SINCE, STATE, FROM, TO, ACTION, SIZE, WHY, COLUMNS };

static const struct {
	const char *heading;
	size_t max; /* characters; longer ones are cut */
} columns[COLUMNS] = {
    [ID] = {"ID", 26},
    [SINCE] = {"WAITING SINCE", 16},
    [STATE] = {"STATE", 10},
    [FROM] = {"FROM", 32},
    [TO] = {"TO", 36},
    [ACTION] = {"ACTION", 12},
    [SIZE] = {"SIZE", 9},
    [WHY] = {"WHY", 60},
};

static size_t
characters(const char *s)
{
	size_t n;

	for (n = 0; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Cuts to max characters, the last of which is then an ellipsis. */
static void
cut(struct buf *b, size_t max)
{
	const char *s = buf_str(b);
	size_t n = 0, at;

	if (characters(s) <= max)
		return;
	for (at = 0; n < max; at++)
		n += ((unsigned char)s[at] & 0xc0) != 0x80;
	b->len = at - 1;
	buf_adds(b, "…");
}

static void
add_size(struct buf *out, size_t size)
{
	if (size < 1024)
		buf_addf(out, "%zu B", size);
	else if (size < 1024 * 1024)
		buf_addf(out, "%zu KB", size / 1024);
	else
		buf_addf(out, "%.1f MB", (double)size / (1024.0 * 1024.0));
}

static void
add_sender(struct buf *out, const char *sender)
{
	rows_plain(out, *sender != '\0' ? sender : "<>");
}

/* "a@b.example and 2 more": without the angle brackets of the envelope. */
static void
add_recipients(struct buf *out, const struct held_row *r)
{
	const char *s = r->first_rcpt != NULL ? r->first_rcpt : "";

	s += *s == '<';
	plain(out, s, strcspn(s, ">"));
	if (r->nheld > 1)
		buf_addf(out, " and %zu more", r->nheld - 1);
}

static void
add_cell(struct buf *out, const struct held_row *r, enum column column)
{
	switch (column) {
	case ID:
		buf_adds(out, r->id);
		break;
	case SINCE:
		rows_time(out, r->received);
		break;
	case STATE:
		buf_adds(out, held_state_name(r->state));
		break;
	case FROM:
		add_sender(out, r->sender);
		break;
	case TO:
		add_recipients(out, r);
		break;
	case ACTION:
		buf_addf(out, "%s%s", r->action, r->severe ? ", severe" : "");
		break;
	case SIZE:
		add_size(out, r->size);
		break;
	case WHY:
		rows_plain(out, *r->rules != '\0' ? r->rules : "see 'show'");
		break;
	case COLUMNS:
		break;
	}
}

/* The text of one cell, cut, in a buf that is used again for the next. */
static const char *
cell(struct buf *scratch, const struct held_row *r, enum column column)
{
	buf_reset(scratch);
	add_cell(scratch, r, column);
	cut(scratch, columns[column].max);
	return buf_str(scratch);
}

static void
add_padded(struct buf *out, const char *s, size_t width, bool last)
{
	size_t n = characters(s);

	buf_adds(out, s);
	for (; !last && n < width + 2; n++)
		buf_addc(out, ' ');
}

int
rows_table(const struct held_list *l, struct buf *out)
{
	struct buf scratch = BUF_MAX(64 * 1024);
	size_t width[COLUMNS], i, n;
	int c;

	if (l->n == 0)
		return buf_adds(out, "Nothing is held.\n");
	for (c = 0; c < COLUMNS; c++) {
		width[c] = strlen(columns[c].heading);
		for (i = 0; i < l->n; i++) {
			n = characters(
			    cell(&scratch, &l->v[i], (enum column)c));
			width[c] = n > width[c] ? n : width[c];
		}
	}
	for (c = 0; c < COLUMNS; c++)
		add_padded(out, columns[c].heading, width[c], c == COLUMNS - 1);
	for (i = 0; i < l->n; i++) {
		buf_addc(out, '\n');
		for (c = 0; c < COLUMNS; c++)
			add_padded(out,
			    cell(&scratch, &l->v[i], (enum column)c), width[c],
			    c == COLUMNS - 1);
	}
	buf_addc(out, '\n');
	buf_free(&scratch);
	return buf_failed(out) ? -1 : 0;
}

/* ---- JSON ---- */

/* As in reports: UTC, to the second. */
static void
json_time(struct buf *out, const char *name, int64_t t)
{
	char text[64] = "";
	time_t when = (time_t)t;
	struct tm tm;

	if (gmtime_r(&when, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	json_out_string(out, name, text);
}

static void
json_rules(struct buf *out, const char *rules)
{
	char rule[256];
	size_t n;

	json_out_open(out, "rules", '[');
	while (*rules != '\0') {
		n = strcspn(rules, ",");
		snprintf(rule, sizeof rule, "%.*s", (int)n, rules);
		json_out_string(out, NULL, rule);
		rules += n + strspn(rules + n, ", ");
	}
	json_out_close(out, ']');
}

static void
json_routes(struct buf *out, unsigned routes)
{
	int i;

	json_out_open(out, "routes", '[');
	for (i = 0; i < ROUTE_COUNT; i++)
		if (routes & 1u << i)
			json_out_string(out, NULL, route_name((enum route)i));
	json_out_close(out, ']');
}

/* The fields that a list and a whole message share. */
static void
json_row(struct buf *out, const struct held_row *r)
{
	char *bare;

	json_out_string(out, "id", r->id);
	json_out_string(out, "state", held_state_name(r->state));
	json_time(out, "received", r->received);
	json_time(out, "changed", r->changed);
	json_out_string(out, "queue_id", r->queue_id);
	json_out_string(out, "sender", r->sender);
	bare = r->first_rcpt != NULL ? address_bare(r->first_rcpt) : NULL;
	json_out_string(out, "first_recipient", bare);
	free(bare);
	json_out_number(out, "recipients", (long long)r->nheld);
	json_out_string(out, "action", r->action);
	json_out_bool(out, "severe", r->severe);
	json_rules(out, r->rules);
	json_routes(out, r->routes);
	json_out_number(out, "attempts", r->attempts);
	json_out_string(out, "last_reply", r->last_reply);
	json_out_string(out, "mta_queue_id", r->mta_queue_id);
	json_out_number(out, "seen", r->seen);
	json_out_number(out, "size", (long long)r->size);
}

static int
end_line(struct buf *out)
{
	json_out_close(out, '}');
	buf_addc(out, '\n');
	return buf_failed(out) ? -1 : 0;
}

int
rows_json(const struct held_row *r, struct buf *out)
{
	json_out_open(out, NULL, '{');
	json_row(out, r);
	return end_line(out);
}

static void
json_params(struct buf *out, const struct strlist *params)
{
	size_t i;

	json_out_open(out, "params", '[');
	for (i = 0; i < params->n; i++)
		json_out_string(out, NULL, params->v[i]);
	json_out_close(out, ']');
}

static void
json_envelope(struct buf *out, const struct envelope *e)
{
	size_t i;

	json_out_open(out, "envelope", '{');
	json_out_string(out, "sender", e->sender);
	json_params(out, &e->params);
	json_out_string(out, "auth", e->auth);
	json_out_string(out, "client_addr", e->client_addr);
	json_out_string(out, "client_name", e->client_name);
	json_out_open(out, "recipients", '[');
	for (i = 0; i < e->nrcpts; i++) {
		json_out_open(out, NULL, '{');
		json_out_string(out, "address", e->rcpts[i].address);
		json_params(out, &e->rcpts[i].params);
		json_out_close(out, '}');
	}
	json_out_close(out, ']');
	json_out_close(out, '}');
}

static void
json_history(struct buf *out, const struct held *h)
{
	const struct held_step *s;
	size_t i;

	json_out_open(out, "history", '[');
	for (i = 0; i < h->nsteps; i++) {
		s = &h->steps[i];
		json_out_open(out, NULL, '{');
		json_time(out, "at", s->at);
		json_out_string(out, "from", s->from);
		json_out_string(out, "to", s->to);
		json_out_string(out, "who", s->who);
		json_out_string(out, "why", s->why);
		json_out_close(out, '}');
	}
	json_out_close(out, ']');
}

int
rows_whole_json(const struct held *h, struct buf *out)
{
	json_out_open(out, NULL, '{');
	json_row(out, &h->row);
	json_envelope(out, &h->envelope);
	json_history(out, h);
	json_out_raw(out, "report", h->report);
	return end_line(out);
}

/* ---- one message for a person ---- */

static void
line(struct buf *out, const char *label, const char *text)
{
	if (text == NULL)
		return;
	buf_addf(out, "%-11s ", label);
	rows_plain(out, text);
	buf_addc(out, '\n');
}

static void
add_params(struct buf *out, const struct strlist *params)
{
	size_t i;

	for (i = 0; i < params->n; i++) {
		buf_addc(out, ' ');
		rows_plain(out, params->v[i]);
	}
	buf_addc(out, '\n');
}

static void
whole_envelope(struct buf *out, const struct envelope *e)
{
	size_t i;

	buf_addf(out, "%-11s ", "From:");
	add_sender(out, e->sender);
	add_params(out, &e->params);
	for (i = 0; i < e->nrcpts; i++) {
		buf_addf(out, "%-11s ", i == 0 ? "To:" : "");
		rows_plain(out, e->rcpts[i].address);
		add_params(out, &e->rcpts[i].params);
	}
	line(out, "Logged in:", e->auth);
	line(out, "Client:", e->client_addr);
	line(out, "Queue id:", e->queue_id);
}

static void
whole_history(struct buf *out, const struct held *h)
{
	const struct held_step *s;
	size_t i;

	buf_adds(out, "History:\n");
	for (i = 0; i < h->nsteps; i++) {
		s = &h->steps[i];
		buf_adds(out, "  ");
		rows_time(out, s->at);
		buf_addf(out, "  %-10s ", s->to);
		rows_plain(out, s->who);
		if (*s->why != '\0') {
			buf_adds(out, ": ");
			rows_plain(out, s->why);
		}
		buf_addc(out, '\n');
	}
}

int
rows_whole(const struct held *h, struct buf *out)
{
	const struct held_row *r = &h->row;

	line(out, "Message:", r->id);
	buf_addf(out, "%-11s %s since ", "State:", held_state_name(r->state));
	rows_time(out, r->changed);
	buf_addf(out, "\n%-11s ", "Received:");
	rows_time(out, r->received);
	if (r->seen > 1)
		buf_addf(out, ", submitted %u times", r->seen);
	buf_addf(out, "\n%-11s ", "Size:");
	add_size(out, r->size);
	buf_addc(out, '\n');
	whole_envelope(out, &h->envelope);
	if (r->attempts > 0)
		buf_addf(out, "%-11s %u\n", "Attempts:", r->attempts);
	line(out, "MTA said:", r->last_reply);
	line(out, "Sent as:", r->mta_queue_id);
	whole_history(out, h);
	return buf_failed(out) ? -1 : 0;
}
