/* SPDX-License-Identifier: MIT
 *
 * mime.c - writes mail: headers, dates, text and parts, with CRLF.
 *
 * Values come from strangers: no function lets a control or a line end of a
 * value through into a header.
 *
 * BUGS: only what notices need; encoded words are always UTF-8 in base64.
 */
#include "act/mime.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/ulid.h"
#include "base/utf8.h"

#define COLUMNS 76
/* RFC 2047 2: an encoded word is at most 75 long; "=?UTF-8?B?" and "?=" take
 * 12 of them, and base64 makes 4 of every 3. */
#define ENCODED_BYTES 45

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool
mime_is_8bit(const char *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)data[i] >= 0x80)
			return true;
	return false;
}

/* A header being folded. */
struct folded {
	struct buf *out;
	size_t column;
};

/* Adds one word, on a new line where it does not fit on this one. */
static void
fold(struct folded *f, const char *word, size_t len)
{
	if (f->column > 0 && f->column + 1 + len > COLUMNS) {
		buf_adds(f->out, "\r\n");
		f->column = 0;
	}
	buf_addc(f->out, ' ');
	buf_add(f->out, word, len);
	f->column += 1 + len;
}

static void
encode_word(struct folded *f, const char *s, size_t len)
{
	struct buf word = BUF_MAX(128);
	const unsigned char *u = (const unsigned char *)s;
	unsigned long v;
	size_t i;

	buf_adds(&word, "=?UTF-8?B?");
	for (i = 0; i < len; i += 3) {
		v = (unsigned long)u[i] << 16;
		v |= i + 1 < len ? (unsigned long)u[i + 1] << 8 : 0;
		v |= i + 2 < len ? u[i + 2] : 0;
		buf_addc(&word, base64[v >> 18 & 63]);
		buf_addc(&word, base64[v >> 12 & 63]);
		buf_addc(&word, i + 1 < len ? base64[v >> 6 & 63] : '=');
		buf_addc(&word, i + 2 < len ? base64[v & 63] : '=');
	}
	buf_adds(&word, "?=");
	fold(f, buf_str(&word), word.len);
	if (buf_failed(&word))
		f->out->failed = true;
	buf_free(&word);
}

/* Encodes a run of text in words that each hold whole characters. */
static void
encode_run(struct folded *f, const char *s, size_t len)
{
	size_t taken, n;
	uint32_t c;

	while (len > 0) {
		for (taken = 0; taken < len; taken += n) {
			n = utf8_next(s + taken, len - taken, &c);
			if (n == 0 || taken + n > ENCODED_BYTES)
				break;
		}
		encode_word(f, s, taken);
		s += taken;
		len -= taken;
	}
}

/* Makes a copy of value that is valid UTF-8 on one line, with single spaces
 * and none at its ends. */
static int
one_line(struct buf *out, const char *value)
{
	size_t left = strlen(value), n;
	uint32_t c;

	for (; left > 0; value += n, left -= n) {
		n = utf8_next(value, left, &c);
		if (n == 0) {
			n = 1;
			buf_adds(out, "\xef\xbf\xbd");
		} else if (c == ' ' || utf8_control(c)) {
			if (out->len > 0 && out->data[out->len - 1] != ' ')
				buf_addc(out, ' ');
		} else {
			buf_add(out, value, n);
		}
	}
	if (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	return buf_failed(out) ? -1 : 0;
}

/* True when a word may not stand in a header as it is. A very long one cannot
 * be folded, so it is encoded as well. */
static bool
needs_encoding(const char *word, size_t len)
{
	return mime_is_8bit(word, len) || len > COLUMNS - 2 ||
	       (len >= 2 && memmem(word, len, "=?", 2) != NULL);
}

/* Adds the words of a clean line. Neighbouring words that need encoding are
 * encoded as one run, since white space between encoded words is not shown. */
static void
fold_words(struct folded *f, const char *s)
{
	const char *from = NULL; /* of the run being gathered */
	size_t len;

	for (; *s != '\0'; s += len + (s[len] == ' ')) {
		len = strcspn(s, " ");
		if (needs_encoding(s, len)) {
			from = from != NULL ? from : s;
			continue;
		}
		if (from != NULL)
			encode_run(f, from, (size_t)(s - 1 - from));
		from = NULL;
		fold(f, s, len);
	}
	if (from != NULL)
		encode_run(f, from, strlen(from));
}

int
mime_header(struct buf *out, const char *name, const char *value)
{
	struct folded f = {out, strlen(name) + 1};
	struct buf clean = BUF_MAX(out->max);

	buf_addf(out, "%s:", name);
	if (one_line(&clean, value) < 0)
		out->failed = true;
	fold_words(&f, buf_str(&clean));
	buf_free(&clean);
	return buf_adds(out, "\r\n");
}

/* Adds the display name of a mailbox: encoded, or quoted where a character of
 * it is not plain (RFC 5322 3.2.3). */
static void
fold_phrase(struct folded *f, const char *phrase)
{
	struct buf quoted = BUF_MAX(4096);
	const char *s;

	if (mime_is_8bit(phrase, strlen(phrase)) ||
	    strstr(phrase, "=?") != NULL) {
		encode_run(f, phrase, strlen(phrase));
		return;
	}
	if (phrase[strcspn(phrase, "()<>[]:;@\\,.\"")] == '\0') {
		fold_words(f, phrase);
		return;
	}
	buf_addc(&quoted, '"');
	for (s = phrase; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_addc(&quoted, '\\');
		buf_addc(&quoted, *s);
	}
	buf_addc(&quoted, '"');
	fold(f, buf_str(&quoted), quoted.len);
	if (buf_failed(&quoted))
		f->out->failed = true;
	buf_free(&quoted);
}

/* The display name of a mailbox without quotes and white space around it; ""
 * when there is none. */
static int
phrase_of(const char *mailbox, const char *bracket, struct buf *ret)
{
	struct buf raw = BUF_MAX(2048);
	char *s;

	if (bracket != NULL)
		buf_add(&raw, mailbox, (size_t)(bracket - mailbox));
	if (one_line(ret, buf_str(&raw)) < 0 || buf_failed(&raw))
		ret->failed = true;
	buf_free(&raw);
	if (ret->len >= 2 && ret->data[0] == '"' &&
	    ret->data[ret->len - 1] == '"') {
		s = ret->data;
		ret->len -= 2;
		memmove(s, s + 1, ret->len);
		s[ret->len] = '\0';
	}
	return buf_failed(ret) ? -1 : 0;
}

int
mime_mailbox(struct buf *out, const char *name, const char *mailbox)
{
	struct folded f = {out, strlen(name) + 1};
	struct buf phrase = BUF_MAX(2048), address = BUF_MAX(2048);
	const char *bracket = strrchr(mailbox, '<'), *s;

	buf_addf(out, "%s:", name);
	if (phrase_of(mailbox, bracket, &phrase) < 0)
		out->failed = true;
	if (phrase.len > 0) {
		fold_phrase(&f, buf_str(&phrase));
		buf_addc(&address, '<');
	}
	for (s = bracket != NULL ? bracket + 1 : mailbox; *s != '\0'; s++)
		if ((unsigned char)*s > ' ' && *s != 0x7f && *s != '<' &&
		    *s != '>')
			buf_addc(&address, *s);
	if (phrase.len > 0)
		buf_addc(&address, '>');
	fold(&f, buf_str(&address), address.len);
	if (buf_failed(&address))
		out->failed = true;
	buf_free(&phrase);
	buf_free(&address);
	return buf_adds(out, "\r\n");
}

int
mime_date_value(struct buf *out, time_t at)
{
	static const char days[][4] = {
	    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct tm t = {0};

	gmtime_r(&at, &t);
	return buf_addf(out, "%s, %d %s %d %02d:%02d:%02d +0000",
	    days[t.tm_wday], t.tm_mday, months[t.tm_mon], t.tm_year + 1900,
	    t.tm_hour, t.tm_min, t.tm_sec);
}

int
mime_date(struct buf *out, time_t at)
{
	buf_adds(out, "Date: ");
	mime_date_value(out, at);
	return buf_adds(out, "\r\n");
}

int
mime_message_id(struct buf *out, const char *domain)
{
	struct ulid unique = ulid_new();
	size_t start;

	buf_addf(out, "Message-ID: <%s@", unique.s);
	start = out->len;
	for (; *domain != '\0'; domain++)
		if (isalnum((unsigned char)*domain) || *domain == '-' ||
		    *domain == '.')
			buf_addc(out, *domain);
	if (out->len == start)
		buf_adds(out, "localhost");
	return buf_adds(out, ">\r\n");
}

static bool
needs_quoting(const char *text, size_t len)
{
	size_t i, column = 0;

	for (i = 0; i < len; i++) {
		column = text[i] == '\n' ? 0 : column + 1;
		if (column > COLUMNS || (unsigned char)text[i] >= 0x7f ||
		    ((unsigned char)text[i] < ' ' && text[i] != '\n' &&
			text[i] != '\r' && text[i] != '\t'))
			return true;
	}
	return false;
}

/* The bytes of one line as quoted-printable (RFC 2045 6.7), without its end. A
 * blank at the end of a line is written as a number, and so is a dot or an "F"
 * at its start: neither SMTP nor mbox may touch the text. */
static void
quote_line(struct buf *out, const char *s, size_t len)
{
	size_t column = 0, i;
	bool plain;

	for (i = 0; i < len; i++) {
		plain = (s[i] > ' ' && s[i] < 0x7f && s[i] != '=') ||
			((s[i] == ' ' || s[i] == '\t') && i + 1 < len);
		if (column == 0 && (s[i] == '.' || s[i] == 'F'))
			plain = false;
		if (column + (plain ? 1 : 3) > COLUMNS - 1) {
			buf_adds(out, "=\r\n");
			column = 0;
		}
		if (plain)
			buf_addc(out, s[i]);
		else
			buf_addf(out, "=%02X", (unsigned char)s[i]);
		column += plain ? 1 : 3;
	}
}

/* Adds each line of text with CRLF, a last one without line end as well. */
static void
add_lines(struct buf *out, const char *text, size_t len, bool quoted)
{
	const char *end = text + len, *line_end, *next;

	for (; text < end; text = next) {
		line_end = memchr(text, '\n', (size_t)(end - text));
		next = line_end != NULL ? line_end + 1 : end;
		line_end = line_end != NULL ? line_end : end;
		if (line_end > text && line_end[-1] == '\r')
			line_end--;
		if (quoted)
			quote_line(out, text, (size_t)(line_end - text));
		else
			buf_add(out, text, (size_t)(line_end - text));
		buf_adds(out, "\r\n");
	}
}

int
mime_text(struct buf *out, const char *text, size_t len)
{
	bool quoted = needs_quoting(text, len);

	buf_addf(out,
	    "Content-Type: text/plain; charset=%s\r\n"
	    "Content-Transfer-Encoding: %s\r\n\r\n",
	    quoted ? "utf-8" : "us-ascii",
	    quoted ? "quoted-printable" : "7bit");
	add_lines(out, text, len, quoted);
	return buf_failed(out) ? -1 : 0;
}

struct mime_boundary
mime_boundary_new(void)
{
	struct ulid unique = ulid_new();
	struct mime_boundary b;

	snprintf(b.s, sizeof b.s, "=_probity_%s", unique.s);
	return b;
}

int
mime_multipart(struct buf *out, const char *type, const struct mime_boundary *b)
{
	return buf_addf(out,
	    "Content-Type: multipart/%s;\r\n boundary=\"%s\"\r\n\r\n", type,
	    b->s);
}

int
mime_part(struct buf *out, const struct mime_boundary *b)
{
	return buf_addf(out, "--%s\r\n", b->s);
}

int
mime_end(struct buf *out, const struct mime_boundary *b)
{
	return buf_addf(out, "--%s--\r\n", b->s);
}

/* Characters of [s, s+len), near enough its columns. */
static size_t
columns(const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

/* One line without its end. */
static void
wrap_line(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len, *word;
	size_t indent = 0, column, i;

	while (indent < len && s[indent] == ' ')
		indent++;
	column = indent;
	buf_add(out, s, indent);
	s += indent;
	if (end - s > 2 && memcmp(s, "- ", 2) == 0)
		indent += 2;
	for (word = s; s < end; word = s) {
		while (s < end && *s == ' ')
			s++;
		while (s < end && *s != ' ')
			s++;
		if (column > indent &&
		    column + columns(word, (size_t)(s - word)) > COLUMNS) {
			buf_addc(out, '\n');
			for (i = 0; i < indent; i++)
				buf_addc(out, ' ');
			column = indent;
			while (*word == ' ')
				word++;
		}
		buf_add(out, word, (size_t)(s - word));
		column += columns(word, (size_t)(s - word));
	}
}

int
mime_wrap(struct buf *out, const char *text)
{
	bool empty = true;
	size_t len;

	for (; *text != '\0'; text += len) {
		len = strcspn(text, "\n");
		if (len > 0 || !empty) {
			wrap_line(out, text, len);
			if (text[len] == '\n')
				buf_addc(out, '\n');
		}
		empty = len == 0;
		len += text[len] == '\n';
	}
	return buf_failed(out) ? -1 : 0;
}
