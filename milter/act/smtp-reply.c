/* SPDX-License-Identifier: MIT
 *
 * smtp-reply.c - a server's reply, read and understood.
 *
 * Whatever answers at the port is not trusted: lines are cut at
 * LIMIT_SMTP_REPLY, a reply at REPLY_LINES, and only printable ASCII gets past
 * smtp_wire_line.
 */
#include "act/smtp-reply.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "act/smtp-wire.h"
#include "base/limits.h"

/* Postfix's EHLO has 12 lines, Exchange's 20. */
#define REPLY_LINES 100

void
smtp_reply_init(struct smtp_reply *r)
{
	r->code = 0;
	buf_init(&r->lines, REPLY_LINES * (LIMIT_SMTP_REPLY + 1u));
}

void
smtp_reply_free(struct smtp_reply *r)
{
	buf_free(&r->lines);
}

/* The code of a reply line, or 0. */
static int
line_code(const char *s)
{
	if (s[0] < '2' || s[0] > '5' || !isdigit((unsigned char)s[1]) ||
	    !isdigit((unsigned char)s[2]) ||
	    (s[3] != '\0' && s[3] != ' ' && s[3] != '-'))
		return 0;
	return (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
}

/* Takes one line into r. Returns 1 when more follow, 0 after the last, -1 with
 * errno. */
static int
take_line(struct smtp_reply *r, const char *line)
{
	int code = line_code(line);

	if (code == 0 || (r->code != 0 && code != r->code)) {
		errno = EBADMSG;
		return -1;
	}
	r->code = code;
	buf_adds(&r->lines, line[3] != '\0' ? line + 4 : "");
	if (buf_addc(&r->lines, '\n') < 0) {
		errno = ENOMEM;
		return -1;
	}
	return line[3] == '-';
}

int
smtp_reply_read(struct smtp_wire *w, int64_t deadline, struct smtp_reply *r)
{
	struct buf line = BUF_MAX(LIMIT_SMTP_REPLY);
	int more = 1, n;

	r->code = 0;
	buf_reset(&r->lines);
	for (n = 0; more == 1 && n < REPLY_LINES; n++) {
		if (smtp_wire_line(w, deadline, &line) < 0)
			more = -1;
		else
			more = take_line(r, buf_str(&line));
	}
	if (more == 1)
		errno = EFBIG;
	buf_free(&line);
	return more == 0 ? 0 : -1;
}

void
smtp_reply_text(const struct smtp_reply *r, char *ret, size_t size)
{
	const char *s = buf_str(&r->lines);
	size_t n;

	n = (size_t)snprintf(ret, size, "%d ", r->code);
	for (; *s != '\0' && n + 3 < size; s++) {
		if (*s != '\n')
			ret[n++] = *s;
		else if (s[1] != '\0') {
			ret[n++] = ';';
			ret[n++] = ' ';
		}
	}
	if (n < size)
		ret[n] = '\0';
}

bool
smtp_reply_offers(const struct smtp_reply *r, const char *keyword)
{
	const char *s = strchr(buf_str(&r->lines), '\n');
	size_t len = strlen(keyword);

	/* The first line is the server's name and greeting. */
	for (; s != NULL && *++s != '\0'; s = strchr(s, '\n'))
		if (strncasecmp(s, keyword, len) == 0 &&
		    strchr(" =\n", s[len]) != NULL)
			return true;
	return false;
}

/* Skips an enhanced status code (RFC 3463) and the space after it. */
static const char *
skip_status(const char *s)
{
	size_t n = strspn(s, "0123456789.");

	return n >= 5 && s[n] == ' ' ? s + n + 1 : s;
}

/* Copies the id at s, if it is one that ends in a space or the line. */
static bool
copy_id(const char *s, char *ret, size_t size)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) ||
	       (s[n] != '\0' && strchr("-._", s[n]) != NULL))
		n++;
	if (n == 0 || n >= size || strchr(" \n", s[n]) == NULL)
		return false;
	memcpy(ret, s, n);
	ret[n] = '\0';
	return true;
}

void
smtp_reply_queue_id(const struct smtp_reply *r, char *ret, size_t size)
{
	static const char *const marks[] = {"queued as ", "OK id="};
	const char *s = buf_str(&r->lines), *at;
	size_t i;

	ret[0] = '\0';
	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if ((at = strstr(s, marks[i])) != NULL &&
		    copy_id(at + strlen(marks[i]), ret, size))
			return;
	s = skip_status(s);
	at = strchr(s, ' ');
	if (at != NULL && strncmp(at, " Message accepted", 17) == 0)
		copy_id(s, ret, size);
}
