/* SPDX-License-Identifier: MIT
 *
 * mails.c - reads tests/score/mails.txt.
 *
 * BUGS: bodies are UTF-8 sent as 8bit, and an attachment is a line of text.
 */
#include "score/mails.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
	const struct {
		const char *name;
		char **value;
	} fields[] = {
	    {"from", &s->from},
	    {"to", &s->to},
	    {"subject", &s->subject},
	    {"type", &s->type},
	    {"file", &s->file},
	    {"expect", &s->expect},
	    {"allow", &s->allow},
	    {"action", &s->action},
	};
	char *colon = strchr(line, ':');
	size_t i;

	if (colon == NULL)
		return false;
	*colon++ = '\0';
	for (i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (strcmp(fields[i].name, line) == 0) {
			*fields[i].value = colon + strspn(colon, " ");
			return true;
		}
	return false;
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

int
mails_next(char **at, struct sample *ret, const char **ret_bad)
{
	static char from[] = "Cllr A Price <ann.price@town.example>",
		    to[] = "resident@example.org", subject[] = "",
		    type[] = "text/plain";
	struct sample s = {
	    .from = from, .to = to, .subject = subject, .type = type};
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
	s.held = is_held(s.name);
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

int
mails_message(const struct sample *s, struct buf *b)
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
	return buf_failed(b) ? -1 : 0;
}

int
mails_addresses(const char *list, struct strlist *out)
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
		if (strlist_addn(out, open, n) < 0)
			return -1;
		list = end + strspn(end, ", ");
	}
	return 0;
}

bool
mails_innocent(const struct sample *s)
{
	return strcmp(s->expect, "none") == 0;
}
