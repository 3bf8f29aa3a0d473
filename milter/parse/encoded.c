/* SPDX-License-Identifier: MIT
 *
 * encoded.c - RFC 2047 encoded words in header text.
 *
 * Looser than the RFC where mailers are: a word may touch its neighbours, be
 * longer than 75 bytes and hold spaces.  Neighbouring words of one charset are
 * joined before conversion, since some mailers cut inside a character.
 */
#include "parse/encoded.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "parse/charset.h"
#include "parse/transfer.h"

#define CHARSET_MAX 63

struct word {
	char charset[CHARSET_MAX + 1];
	char method;
	const char *text;
	size_t text_len;
	size_t len; /* the whole of it */
};

struct decoder {
	struct buf *out;
	struct buf bytes; /* of encoded words not yet converted */
	char charset[CHARSET_MAX + 1];
	const char *close; /* the next "?=", or NULL before the first look */
	const char *end;
};

/* The next "?=" at or after from; the last answer is used again while it still
 * lies ahead, so that a row of openings is searched once, not once each. */
static const char *
next_close(struct decoder *d, const char *from)
{
	if (d->close == NULL || d->close < from) {
		d->close = memmem(from, (size_t)(d->end - from), "?=", 2);
		if (d->close == NULL)
			d->close = d->end;
	}
	return d->close;
}

/* Reads "=?charset*lang?X?" at s. Returns where its text starts, or NULL. */
static const char *
word_head(const char *s, const char *end, struct word *ret)
{
	size_t n = 0;
	const char *p = s + 2;

	for (; p < end && *p != '?' && n < CHARSET_MAX; p++) {
		if ((unsigned char)*p <= ' ')
			return NULL;
		ret->charset[n++] = *p;
	}
	ret->charset[n] = '\0';
	if (n == 0 || end - p < 3 || p[0] != '?' || p[2] != '?' ||
	    strchr("bBqQ", p[1]) == NULL)
		return NULL;
	ret->charset[strcspn(ret->charset, "*")] = '\0';
	ret->method = p[1];
	return p + 3;
}

static bool
word_at(struct decoder *d, const char *s, struct word *ret)
{
	const char *text, *close;

	if (d->end - s < 8 || s[0] != '=' || s[1] != '?')
		return false;
	text = word_head(s, d->end, ret);
	if (text == NULL)
		return false;
	close = next_close(d, text);
	if (close == d->end)
		return false;
	ret->text = text;
	ret->text_len = (size_t)(close - text);
	ret->len = (size_t)(close + 2 - s);
	return true;
}

size_t
encoded_word(const char *s, size_t len)
{
	struct decoder d = {.end = s + len};
	struct word w;

	return word_at(&d, s, &w) ? w.len : 0;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

/* RFC 2047 4.2. */
static void
add_q(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '_') {
			buf_addc(out, ' ');
		} else if (text[i] == '=' && len - i > 2 &&
			   hex_digit(text[i + 1]) >= 0 &&
			   hex_digit(text[i + 2]) >= 0) {
			buf_addc(out, (char)(hex_digit(text[i + 1]) << 4 |
					     hex_digit(text[i + 2])));
			i += 2;
		} else if (text[i] != '\r' && text[i] != '\n') {
			buf_addc(out, text[i]);
		}
	}
}

static int
add_converted(
    struct buf *out, const char *charset, const char *data, size_t len)
{
	struct buf scratch = BUF_MAX(8 * len + 16384);
	struct charset_text t;
	int rc = charset_decode(charset, data, len, &scratch, &t);

	if (rc == 0)
		rc = buf_add(out, t.data, t.len);
	buf_free(&scratch);
	return rc;
}

/* Converts the words gathered so far. */
static int
flush(struct decoder *d)
{
	int rc = 0;

	if (d->bytes.len > 0)
		rc = add_converted(
		    d->out, d->charset, buf_str(&d->bytes), d->bytes.len);
	buf_reset(&d->bytes);
	return rc;
}

static int
add_word(struct decoder *d, const struct word *w)
{
	if (strcasecmp(d->charset, w->charset) != 0) {
		if (flush(d) < 0)
			return -1;
		memcpy(d->charset, w->charset, sizeof d->charset);
	}
	if ((w->method | 32) == 'q')
		add_q(&d->bytes, w->text, w->text_len);
	else
		transfer_base64(w->text, w->text_len, &d->bytes);
	return buf_failed(&d->bytes) ? -1 : 0;
}

/* Adds text without its line ends. */
static int
add_unfolded(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len, *nl;

	while ((nl = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		buf_add(out, s, (size_t)(nl - s) - (nl > s && nl[-1] == '\r'));
		s = nl + 1;
	}
	return buf_add(out, s, (size_t)(end - s));
}

/* Text between words. The white space that follows a fold stays. */
static int
add_plain(struct decoder *d, const char *s, size_t len)
{
	struct buf line = BUF_MAX(len + 1);
	int rc;

	if (flush(d) < 0)
		return -1;
	if (charset_ascii(s, len))
		return add_unfolded(d->out, s, len);
	rc = add_unfolded(&line, s, len);
	if (rc == 0)
		rc = add_converted(d->out, NULL, buf_str(&line), line.len);
	buf_free(&line);
	return rc;
}

static bool
blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL || s[i] == '\0')
			return false;
	return true;
}

int
encoded_decode(const char *raw, size_t len, struct buf *out)
{
	struct decoder d = {
	    .out = out, .bytes = BUF_MAX(len), .end = raw + len};
	const char *plain = raw, *at = raw;
	bool after_word = false;
	struct word w;
	int rc = 0;

	while (rc == 0 && (at = memchr(at, '=', (size_t)(d.end - at)))) {
		if (!word_at(&d, at, &w)) {
			at++;
			continue;
		}
		/* White space between two words is not text (6.2). */
		if (at > plain &&
		    !(after_word && blank(plain, (size_t)(at - plain))))
			rc = add_plain(&d, plain, (size_t)(at - plain));
		if (rc == 0)
			rc = add_word(&d, &w);
		plain = at += w.len;
		after_word = true;
	}
	if (rc == 0)
		rc = add_plain(&d, plain, (size_t)(d.end - plain));
	buf_free(&d.bytes);
	return rc;
}
