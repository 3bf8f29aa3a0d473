/* SPDX-License-Identifier: MIT
 *
 * rules-test.c - runs the samples of rules, and says what a rule lacks.
 *
 * A sample goes the whole way a text of a message goes, through the engine
 * too, with its one rule asked.
 */
#include "find/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "find/finder.h"

#define SHOWN 60 /* bytes of a sample in a complaint */
#define VISIBLE_MAX 64

static const struct facts no_facts = {0};

/* A run of rules_test. */
struct run {
	const struct rules *rules;
	struct finder *finder;
	struct buf *out;
	size_t samples, failed;
};

static void
complain(struct run *run, const struct rule *r, const char *what)
{
	run->failed++;
	buf_addf(
	    run->out, "%s:%u: rule %s: %s\n", r->file, r->line, r->id, what);
}

static void
complain_sample(struct run *run, const struct rule *r, const char *kind,
    size_t number, const char *what, const char *sample)
{
	int shown = (int)strcspn(sample, "\n");

	run->failed++;
	buf_addf(run->out, "%s:%u: rule %s: %s sample %zu %s: %.*s%s\n",
	    r->file, r->line, r->id, kind, number, what,
	    shown < SHOWN ? shown : SHOWN, sample,
	    sample[shown] != '\0' || shown > SHOWN ? "…" : "");
}

/* Reads "[subject] " and the like; *sample goes on behind it. */
static void
read_kind(const struct rule *r, const char **sample, struct text *t)
{
	char word[24];
	size_t len = strcspn(*sample, "]");
	const char *after = *sample + len + 1;

	t->zone = ZONE_AUTHORED;
	while (t->zone < ZONE_COUNT && !(r->zones & 1u << t->zone))
		t->zone++;
	if (!(r->zones & 1u << ZONE_AUTHORED) && r->zones & 1u << ZONE_SUBJECT)
		t->zone = ZONE_SUBJECT;
	t->place = (char *)"sample";
	if (**sample != '[' || (*sample)[len] == '\0' || len - 1 >= sizeof word)
		return;
	memcpy(word, *sample + 1, len - 1);
	word[len - 1] = '\0';
	if (strcmp(word, "filename") == 0) {
		t->zone = ZONE_METADATA;
		t->place = (char *)MATCH_FILENAME;
	} else if (strcmp(word, "table") == 0) {
		t->zone = ZONE_ATTACHMENT;
		t->table = true;
	} else if (zone_parse(word, &t->zone) < 0) {
		return;
	}
	*sample = after + strspn(after, " \n");
}

/* 1 where the rule is found in the sample, 0 where not, -1 when it could not be
 * told. */
static int
try_text(struct run *run, size_t rule, const char *sample)
{
	struct text t = {.part = (char *)"1"};

	read_kind(&run->rules->v[rule], &sample, &t);
	t.data = (char *)sample;
	t.len = strlen(sample);
	if (finder_start(run->finder, &no_facts, NULL) < 0 ||
	    finder_text(run->finder, &t, rule) < 0 ||
	    run->finder->m.limited[rule])
		return -1;
	return run->finder->n > 0;
}

/* The small message of a check's sample. */
struct message {
	struct facts facts;
	struct envelope envelope;
	struct facts_visible visible[VISIBLE_MAX];
	char *from, *body;
	struct text text[2];
	struct texts texts;
};

static void
free_message(struct message *m)
{
	size_t i;

	for (i = 0; i < m->facts.nvisible; i++) {
		free(m->visible[i].name);
		free(m->visible[i].address);
	}
	envelope_free(&m->envelope);
	free(m->from);
	free(m->body);
}

/* "Ann Lee <b@example.org>", or an address alone. */
static int
add_visible(struct message *m, const char *s, size_t len)
{
	struct facts_visible *v = &m->visible[m->facts.nvisible];
	const char *angle = memchr(s, '<', len);
	char *whole;

	if (m->facts.nvisible == VISIBLE_MAX)
		return -1;
	while (len > 0 && *s == ' ') {
		s++;
		len--;
	}
	whole = angle != NULL ? strndup(angle, (size_t)(s + len - angle))
			      : strndup(s, len);
	if (whole == NULL)
		return -1;
	v->address = address_bare(whole);
	free(whole);
	if (angle != NULL && angle > s)
		v->name = strndup(s, (size_t)(angle - s - 1));
	m->facts.nvisible++;
	if (v->address == NULL)
		return -1;
	return envelope_recipient(&m->envelope, v->address, NULL);
}

static int
add_mailboxes(struct message *m, const char *s, size_t len)
{
	while (len > 0) {
		const char *comma = memchr(s, ',', len);
		size_t n = comma != NULL ? (size_t)(comma - s) : len;

		if (add_visible(m, s, n) < 0)
			return -1;
		s += n + (comma != NULL);
		len -= n + (comma != NULL);
	}
	return 0;
}

static int
set(char **field, const char *s, size_t len)
{
	free(*field);
	*field = strndup(s, len);
	return *field != NULL ? 0 : -1;
}

static int
add_header(struct message *m, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	size_t name = colon != NULL ? (size_t)(colon - line) : 0, skip;

	if (colon == NULL)
		return -1;
	skip = name + 1 + strspn(colon + 1, " ");
	if (skip > len)
		skip = len;
	line += skip;
	len -= skip;
	if (strncasecmp(colon - name, "to:", name + 1) == 0 ||
	    strncasecmp(colon - name, "cc:", name + 1) == 0)
		return add_mailboxes(m, line, len);
	if (strncasecmp(colon - name, "from:", name + 1) == 0)
		return set(&m->from, line, len);
	if (strncasecmp(colon - name, "envelope-from:", name + 1) == 0)
		return set(&m->envelope.sender, line, len);
	if (strncasecmp(colon - name, "auth:", name + 1) == 0)
		return set(&m->envelope.auth, line, len);
	if (strncasecmp(colon - name, "in-reply-to:", name + 1) == 0) {
		m->facts.reply = true;
		return 0;
	}
	return -1;
}

static void
add_text(struct message *m, enum zone zone, char *s)
{
	m->text[m->texts.n++] = (struct text){.zone = zone,
	    .place = (char *)"sample",
	    .part = (char *)"1",
	    .data = s,
	    .len = strlen(s)};
}

/* What the member wrote; after a line that begins with a zone in brackets, a
 * second text. */
static int
add_body(struct message *m, const char *s)
{
	char *line, *end;
	enum zone zone;

	m->body = strdup(s);
	if (m->body == NULL)
		return -1;
	m->texts.v = m->text;
	add_text(m, ZONE_AUTHORED, m->body);
	line = strstr(m->body, "\n[");
	end = line != NULL ? strchr(line, ']') : NULL;
	if (end == NULL)
		return 0;
	*line = *end = '\0';
	m->text[0].len = strlen(m->body);
	if (zone_parse(line + 2, &zone) < 0)
		return -1;
	add_text(m, zone, end + 1 + strspn(end + 1, " \n"));
	return 0;
}

static int
read_message(const char *sample, struct message *m)
{
	while (*sample != '\0' && *sample != '\n') {
		size_t len = strcspn(sample, "\n");

		if (add_header(m, sample, len) < 0)
			return -1;
		sample += len + (sample[len] != '\0');
	}
	if (m->envelope.sender == NULL && m->from != NULL &&
	    set(&m->envelope.sender, m->from, strlen(m->from)) < 0)
		return -1;
	m->facts.envelope = &m->envelope;
	m->facts.header_from = m->from;
	m->facts.visible = m->visible;
	sample += strspn(sample, "\n");
	return add_body(m, sample);
}

static int
try_message(struct run *run, size_t rule, const char *sample)
{
	struct findings found = {0};
	struct message m = {.from = NULL};
	int ret = -1;

	if (read_message(sample, &m) == 0 &&
	    finder_start(run->finder, &m.facts, &m.texts) == 0 &&
	    finder_check(run->finder, rule, &m.texts, &found) == 0)
		ret = found.n > 0;
	findings_free(&found);
	free_message(&m);
	return ret;
}

/* A sign's sample: "[sign hidden] 1 hidden sheet"; "[sign image listed]" is a
 * picture of the list. 1, 0 or -1. */
static int
try_sign(struct run *run, size_t rule, const char *sample)
{
	struct texts_sign sign = {
	    .part = (char *)"1", .place = (char *)"sample"};
	struct texts texts = {.signs = &sign, .nsigns = 1};
	struct findings found = {0};
	char word[16], listed[8] = "", end;
	int n = 0, ret = -1;

	if ((sscanf(sample, "[sign %15[a-z]%c%n", word, &end, &n) < 2 ||
		end != ']') &&
	    (sscanf(sample, "[sign %15[a-z] %7[a-z]%c%n", word, listed, &end,
		 &n) < 3 ||
		end != ']' || strcmp(listed, "listed") != 0))
		return -1;
	if (sign_parse(word, &sign.kind) < 0)
		return -1;
	sign.about = (char *)sample + n + strspn(sample + n, " ");
	if (finder_start(run->finder, &no_facts, NULL) < 0)
		return -1;
	run->finder->listed = *listed != '\0';
	if (finder_signs(run->finder, rule, &texts, &found) == 0)
		ret = found.n > 0;
	run->finder->listed = false;
	findings_free(&found);
	return ret;
}

static void
try_samples(struct run *run, size_t rule, const struct strlist *samples,
    const char *kind, int want)
{
	const struct rule *r = &run->rules->v[rule];
	size_t i;
	int got;

	for (i = 0; i < samples->n; i++) {
		run->samples++;
		got = r->check != NULL ? try_message(run, rule, samples->v[i])
		      : r->sign != RULE_UNSET
			  ? try_sign(run, rule, samples->v[i])
			  : try_text(run, rule, samples->v[i]);
		if (got < 0)
			complain_sample(run, r, kind, i + 1,
			    "could not be tried", samples->v[i]);
		else if (got != want)
			complain_sample(run, r, kind, i + 1,
			    want ? "was not found" : "was found",
			    samples->v[i]);
	}
}

static void
check_rule(struct run *run, const struct rule *r)
{
	if (r->ok.n == 0)
		complain(run, r, "has no ok sample");
	if (r->fail.n == 0)
		complain(run, r, "has no fail sample");
	if (r->mark)
		return;
	if (r->title == NULL)
		complain(run, r, "has no title");
	if (r->why == NULL || *r->why == '\0')
		complain(run, r, "does not say why");
}

size_t
rules_test(const struct rules *r, size_t *ret_samples, struct buf *out)
{
	struct run run = {.rules = r, .out = out};
	size_t i;

	run.finder = finder_new(r);
	if (run.finder == NULL) {
		buf_adds(out, "out of memory\n");
		*ret_samples = 0;
		return 1;
	}
	for (i = 0; i < r->n; i++) {
		check_rule(&run, &r->v[i]);
		try_samples(&run, i, &r->v[i].ok, "ok", 1);
		try_samples(&run, i, &r->v[i].fail, "fail", 0);
	}
	finder_free(run.finder);
	*ret_samples = run.samples;
	return run.failed;
}
