/* SPDX-License-Identifier: MIT
 *
 * mails.c - the invented mails beside this file, as trials.
 *
 * BUGS: bodies are UTF-8 sent as 8bit, and an attachment is a line of text.
 */
#include "score/mails.h"

#include <err.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"

/* One mail and what is expected of it. Strings point into the file's text;
 * those not given are NULL, but for the ones with a default. */
struct sample {
	const char *name;
	const char *from, *to, *subject, *type; /* have defaults */
	const char *file;
	char *expect, *allow; /* categories; expect "none": innocent */
	const char *action;
	char *body;
};

#define DEFAULTS                                                 \
	{                                                        \
		.from = "Cllr A Price <ann.price@town.example>", \
		.to = "resident@outside.example", .subject = "", \
		.type = "text/plain"                             \
	}

/* Takes a line off *at; NULL at the end. */
static char *
take_line(char **at)
{
	char *line = *at, *end;

	if (*line == '\0')
		return NULL;
	end = strchr(line, '\n');
	if (end == NULL) {
		*at = line + strlen(line);
	} else {
		*end = '\0';
		*at = end + 1;
	}
	return line;
}

/* Those written after the rules ("c-"), and a third of the rest, by FNV-1a of
 * the name: the same third for ever, and no choice of ours. */
static bool
is_held(const char *name)
{
	uint32_t h = 2166136261u;

	if (strncmp(name, "c-", 2) == 0)
		return true;
	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 16777619u;
	return h % 3 == 0;
}

static bool
set_field(struct sample *s, char *line)
{
	char *colon = strchr(line, ':'), *value;

	if (colon == NULL)
		return false;
	*colon++ = '\0';
	value = colon + strspn(colon, " ");
	if (strcmp(line, "from") == 0)
		s->from = value;
	else if (strcmp(line, "to") == 0)
		s->to = value;
	else if (strcmp(line, "subject") == 0)
		s->subject = value;
	else if (strcmp(line, "type") == 0)
		s->type = value;
	else if (strcmp(line, "file") == 0)
		s->file = value;
	else if (strcmp(line, "expect") == 0)
		s->expect = value;
	else if (strcmp(line, "allow") == 0)
		s->allow = value;
	else if (strcmp(line, "action") == 0)
		s->action = value;
	else
		return false;
	return true;
}

/* The body is what stands before the next "== "; cuts it off there. */
static char *
take_body(char **at)
{
	char *body = *at, *end = strstr(body, "\n== ");

	if (end == NULL) {
		*at = body + strlen(body);
	} else {
		*end = '\0';
		*at = end + 1;
	}
	return body;
}

/* Takes the next mail off *at, which it writes into. Returns 1, 0 at the end,
 * -1 for a line that cannot be understood: *ret_bad is that line. */
static int
next_sample(char **at, struct sample *ret, const char **ret_bad)
{
	struct sample s = DEFAULTS;
	char *line;

	do {
		line = take_line(at);
		if (line == NULL)
			return 0;
	} while (*line == '#' || *line == '\0');
	*ret_bad = line;
	if (strncmp(line, "== ", 3) != 0)
		return -1;
	s.name = line + 3;
	while ((line = take_line(at)) != NULL && *line != '\0') {
		*ret_bad = line;
		if (!set_field(&s, line))
			return -1;
	}
	if (s.expect == NULL)
		return -1;
	s.body = take_body(at);
	*ret = s;
	return 1;
}

static void
add_message(const struct sample *s, struct buf *b)
{
	static const char line[] = "--part";

	buf_addf(b,
	    "From: %s\nTo: %s\nSubject: %s\nMIME-Version: 1.0\n"
	    "Message-ID: <%s@score.example>\n"
	    "Date: Wed, 29 Apr 2026 12:00:00 +0000\n",
	    s->from, s->to, s->subject, s->name);
	if (s->file != NULL)
		buf_addf(b,
		    "Content-Type: multipart/mixed; boundary=\"part\"\n\n%s\n",
		    line);
	buf_addf(b,
	    "Content-Type: %s; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\n\n%s\n",
	    s->type, s->body);
	if (s->file != NULL)
		buf_addf(b,
		    "%s\nContent-Type: text/plain; name=\"%s\"\n"
		    "Content-Disposition: attachment; filename=\"%s\"\n\n"
		    "As it says.\n%s--\n",
		    line, s->file, s->file, line);
}

/* Adds the addresses of a comma-separated list, without display names. */
static void
add_addresses(const char *list, struct strlist *out)
{
	const char *open, *end;
	size_t n;

	while (*list != '\0') {
		n = strcspn(list, ",");
		open = memchr(list, '<', n);
		end = list + n;
		if (open != NULL) {
			open++;
			n = strcspn(open, ">");
		} else {
			open = list;
		}
		strlist_addn(out, open, n);
		list = end + strspn(end, ", ");
	}
}

static uint64_t
categories(char *list, const char *where)
{
	uint64_t set = 0;
	char *one;
	int at;

	while ((one = strsep(&list, " ,")) != NULL) {
		if (*one == '\0' || strcmp(one, "none") == 0)
			continue;
		at = trials_category(one);
		if (at < 0)
			errx(1, "%s: no such category: %s", where, one);
		set |= (uint64_t)1 << at;
	}
	return set;
}

static void
add_trial(struct trials *out, enum set set, const struct sample *s)
{
	struct trial *t = trials_add(out, set, s->name);

	t->wanted = categories(s->expect, s->name);
	t->allowed = categories(s->allow, s->name);
	t->guilty = t->wanted != 0;
	t->limit = t->guilty ? ACTION_TAG : ACTION_PASS;
	if (s->action != NULL && action_parse(s->action, &t->limit) < 0)
		errx(1, "%s: no such action: %s", s->name, s->action);
	add_message(s, &t->message);
	add_addresses(s->to, &t->to);
	t->text = strdup(s->body);
	if (buf_failed(&t->message) || t->to.n == 0 || t->text == NULL)
		errx(1, "%s: too long, or to nobody", s->name);
}

static char *
read_file(const char *path)
{
	struct buf text = BUF_MAX(KIB * KIB * 16);
	char *all;

	if (fd_read_file(path, &text) < 0)
		errx(1, "%s cannot be read", path);
	all = buf_take(&text);
	if (all == NULL)
		err(1, "%s", path);
	return all;
}

void
mails_read_txt(const char *path, struct trials *out)
{
	char *all = read_file(path), *at = all;
	const char *bad = "";
	struct sample s;
	int more;

	while ((more = next_sample(&at, &s, &bad)) > 0)
		add_trial(out, is_held(s.name) ? SET_HELD : SET_TUNED, &s);
	if (more < 0)
		errx(1, "%s: cannot understand '%s'", path, bad);
	free(all);
}

/* Whom the writers of the .tsv mean. Those of the lists of conf/ are invented
 * mailboxes below domains that are there, so that they are in their circles. */
static const char *
address_of(const char *who)
{
	static const struct {
		const char *who, *address;
	} table[] = {
	    {"resident", "resident@outside.example"},
	    {"friend", "friend@outside.example"},
	    {"list", "list@residents.example"},
	    {"business", "office@builders.example"},
	    {"press", "newsdesk@gazette.newsquest.co.uk"},
	    {"party", "branch@anytown.labour.org.uk"},
	    {"police", "desk@anytown.police.uk"},
	    {"partner", "team@anytown.nhs.uk"},
	    {"officer", "housing@town.example"},
	    {"member", "cllr.lowe@town.example"},
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		if (strcmp(table[i].who, who) == 0)
			return table[i].address;
	return strchr(who, '@') != NULL ? who : NULL;
}

/* "\n" to a line end, in place. */
static void
unfold(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++)
		if (text[0] == '\\' && text[1] == 'n') {
			*to++ = '\n';
			text++;
		} else {
			*to++ = *text;
		}
	*to = '\0';
}

/* Fills subject and body from a text. */
static void
take_text(char *text, struct sample *s)
{
	char *end;

	unfold(text);
	s->body = text;
	if (strncmp(text, "Subject: ", 9) != 0)
		return;
	end = strchr(text, '\n');
	if (end == NULL)
		return;
	*end++ = '\0';
	s->subject = text + 9;
	s->body = end + strspn(end, "\n");
}

void
mails_read_tsv(const char *path, enum set set, struct trials *out)
{
	char *all = read_file(path), *at = all, *line, name[256];
	const char *base = strrchr(path, '/');
	size_t number = 0;

	base = base != NULL ? base + 1 : path;
	while ((line = take_line(&at)) != NULL) {
		struct sample s = DEFAULTS;
		const char *to;

		snprintf(name, sizeof name, "%s:%zu", base, ++number);
		if (*line == '#' || *line == '\0')
			continue;
		s.name = name;
		s.expect = strsep(&line, "\t");
		to = strsep(&line, "\t");
		s.to = to != NULL ? address_of(to) : NULL;
		if (line == NULL || s.to == NULL)
			errx(1, "%s: expected labels, to whom and text", name);
		take_text(line, &s);
		add_trial(out, set, &s);
	}
	free(all);
}
