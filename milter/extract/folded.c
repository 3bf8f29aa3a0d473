/* SPDX-License-Identifier: MIT
 *
 * folded.c - calendars and contacts to texts, and the files in them.
 *
 * The lines are gone through twice: for the text, and, where there are any,
 * for the files, which come behind all text of theirs.  What no contact holds
 * in a file of many is text beside the table.
 *
 * BUGS: "row 3" of a table of contacts is the second, for the first row has
 * the names of the columns.
 */
#include "extract/folded.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "extract/alike.h"
#include "extract/documents.h"
#include "extract/folded-parts.h"
#include "extract/html.h"
#include "parse/transfer.h"

/* A certificate or public key is no larger; see messages.c. */
#define KEY_BYTES (18u * KIB)
#define CARDS_DEEP 16
/* Lines between looks at the clock. */
#define LINES 256

struct folder {
	const struct document *d;
	struct texts *out;
	struct buf text, hidden;
	struct buf value;           /* of a line, its escapes undone */
	struct buf said;            /* a description of this event */
	struct folded_cards *cards; /* NULL: none are told apart */
	unsigned within;            /* cards that are open */
	bool full;
	size_t files;
};

static bool
is_named(const struct folded_line *line, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(line->name, names[i]) == 0)
			return true;
	return false;
}

/* What holds a file where it holds anything encoded. */
static bool
holds_file(const struct folded_line *line)
{
	static const char *const names[] = {"ATTACH", "PHOTO", "LOGO", "KEY",
	    "SOUND", "IMAGE", "STRUCTURED-DATA"};

	return is_named(line, names, sizeof names / sizeof names[0]);
}

static bool
is_data(const struct folded_line *line)
{
	return line->len > 5 && strncasecmp(line->value, "data:", 5) == 0;
}

/* Is what was decoded no file but the value, as old telephones encode it? */
static bool
is_text(const struct folded_line *line, const struct buf *bytes)
{
	if (holds_file(line) || is_data(line) ||
	    charset_utf8_prefix(buf_str(bytes), bytes->len) != bytes->len)
		return false;
	for (size_t i = 0; i < bytes->len; i++)
		if ((unsigned char)bytes->data[i] < ' ' &&
		    memchr("\t\r\n", bytes->data[i], 3) == NULL)
			return false;
	return true;
}

static void
add_percent(const char *s, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		char digits[3] = "";

		if (s[i] == '%' && i + 2 < len) {
			memcpy(digits, s + i + 1, 2);
			if (strspn(digits, "0123456789abcdefABCDEF") == 2) {
				buf_addc(out, (char)strtoul(digits, NULL, 16));
				i += 2;
				continue;
			}
		}
		buf_addc(out, s[i]);
	}
}

/* The bytes of "data:image/png;base64,iVBOR…" (RFC 2397) or of base64. Was it
 * clean? */
static bool
decode(const struct folded_line *line, struct buf *out)
{
	const char *end = line->value + line->len, *comma;

	if (!is_data(line))
		return transfer_base64(line->value, line->len, out);
	comma = memchr(line->value, ',', line->len);
	if (comma == NULL)
		return false;
	if (comma - line->value >= 7 &&
	    strncasecmp(comma - 7, ";base64", 7) == 0)
		return transfer_base64(
		    comma + 1, (size_t)(end - comma - 1), out);
	add_percent(comma + 1, (size_t)(end - comma - 1), out);
	return true;
}

static void
add_hidden(struct folder *f, const struct buf *hidden)
{
	buf_add(&f->hidden, buf_str(hidden), hidden->len);
	if (hidden->len > 0)
		buf_addc(&f->hidden, '\n');
}

/* Tags out of the value. */
static int
read_html(struct folder *f)
{
	struct html_text h;

	if (html_read(buf_str(&f->value), f->value.len, f->out->max_bytes, &h) <
	    0)
		return -1;
	buf_reset(&f->value);
	buf_add(&f->value, buf_str(&h.shown), h.shown.len);
	add_hidden(f, &h.hidden);
	html_free(&h);
	return h.limited ? document_unread(f->d, UNREAD_LIMIT, f->out) : 0;
}

static bool
is_html(const struct folded_line *line, const struct buf *value)
{
	char type[32];

	if (folded_param(line, "FMTTYPE", type, sizeof type))
		return strncasecmp(type, "text/html", 9) == 0;
	/* Some calendars put tags into plain descriptions. */
	return strcmp(line->name, "DESCRIPTION") == 0 &&
	       (strcasestr(buf_str(value), "</") != NULL ||
		   strcasestr(buf_str(value), "<br") != NULL);
}

/* An event is described in plain text and again in HTML. */
static int
said_before(struct folder *f, const struct folded_line *line, bool *ret)
{
	static const char *const names[] = {
	    "DESCRIPTION", "X-ALT-DESC", "STYLED-DESCRIPTION"};
	struct texts said;

	*ret = false;
	if (!is_named(line, names, sizeof names / sizeof names[0]))
		return 0;
	texts_init(&said, f->said.len + 1);
	if (f->said.len > 0) {
		texts_add(&said, ZONE_ATTACHMENT, "", "", buf_str(&f->said),
		    f->said.len);
		*ret =
		    alike(&said, 0, said.n, buf_str(&f->value), f->value.len);
	}
	buf_reset(&f->said);
	buf_add(&f->said, buf_str(&f->value), f->value.len);
	if (said.failed)
		f->out->failed = true;
	texts_free(&said);
	return f->out->failed ? -1 : 0;
}

/* The value as text into f->value; nothing where it is a file. */
static int
take_value(struct folder *f, const struct folded_line *line)
{
	buf_reset(&f->value);
	if (!line->base64 && !is_data(line)) {
		folded_unescape(&f->value, line->value, line->len);
		return is_html(line, &f->value) ? read_html(f) : 0;
	}
	decode(line, &f->value);
	if (!is_text(line, &f->value)) {
		buf_reset(&f->value);
		f->files++;
	}
	return 0;
}

static bool
is_mark(const struct folded_line *line, const char *name, const char *value)
{
	const size_t n = strlen(value);

	return strcmp(line->name, name) == 0 && line->len >= n &&
	       strncasecmp(line->value, value, n) == 0;
}

static int
add_line(struct folder *f, const struct folded_line *line)
{
	bool again;

	if (said_before(f, line, &again) < 0)
		return -1;
	if (again)
		return 0;
	buf_add(&f->text, line->head, line->nhead);
	if (line->nhead > 0)
		buf_addc(&f->text, ':');
	buf_add(&f->text, buf_str(&f->value), f->value.len);
	buf_addc(&f->text, '\n');
	return 0;
}

/* A line of a card that is a row of a table. */
static int
add_to_card(struct folder *f, const struct folded_line *line)
{
	struct folded_line plain = *line;

	if (!line->base64 && !is_data(line))
		return folded_cards_line(f->cards, line);
	plain.value = buf_str(&f->value);
	plain.len = f->value.len;
	return folded_cards_line(f->cards, &plain);
}

static int
take_line(struct folder *f, const struct folded_line *line)
{
	const bool begins = is_mark(line, "BEGIN", "VCARD");
	const bool ends = is_mark(line, "END", "VCARD");
	int rc;

	if (strcmp(line->name, "BEGIN") == 0 || strcmp(line->name, "END") == 0)
		buf_reset(&f->said);
	if (f->cards != NULL && (begins || ends)) {
		f->within += begins && f->within < CARDS_DEEP;
		f->within -= ends && f->within > 0;
		rc = folded_cards_next(f->cards);
		f->full |= rc > 0;
		return rc < 0 ? -1 : 0;
	}
	if (take_value(f, line) < 0)
		return -1;
	return f->within > 0 ? add_to_card(f, line) : add_line(f, line);
}

static int
read_lines(struct folder *f, const char *data, size_t len)
{
	struct folded_lines lines;
	struct folded_line line;
	size_t n = 0;
	int rc;

	folded_lines_init(&lines, data, len);
	while ((rc = folded_lines_next(&lines, &line)) > 0 && !f->full) {
		if (n++ % LINES == 0 && texts_late(f->out)) {
			rc = document_unread(f->d, UNREAD_TIMEOUT, f->out);
			break;
		}
		if (take_line(f, &line) < 0) {
			rc = -1;
			break;
		}
	}
	folded_lines_free(&lines);
	return rc < 0 ? -1 : 0;
}

/* What checks signatures and can hold no words. */
static bool
is_key(const struct folded_line *line, const struct buf *bytes)
{
	const unsigned char first =
	    bytes->len > 0 ? (unsigned char)bytes->data[0] : 0;

	return strcmp(line->name, "KEY") == 0 && bytes->len <= KEY_BYTES &&
	       (first == 0x30 || first == 0x98 || first == 0x99 ||
		   first == 0xc6);
}

static int
read_bytes(const struct document *d, size_t depth, size_t index,
    const struct folded_line *line, struct texts *out)
{
	static const char *const names[] = {
	    "FILENAME", "X-FILENAME", "X-APPLE-FILENAME", "X-ORACLE-FILENAME"};
	struct inside inside = {.index = index};
	struct buf bytes = BUF_MAX(line->len + 64);
	char name[200], type[100];
	bool clean = decode(line, &bytes);
	int rc = buf_failed(&bytes) ? -1 : 0;

	inside.picture =
	    strcmp(line->name, "PHOTO") == 0 || strcmp(line->name, "LOGO") == 0;
	for (size_t i = 0; inside.name == NULL && i < 4; i++)
		if (folded_param(line, names[i], name, sizeof name))
			inside.name = name;
	if (folded_param(line, "FMTTYPE", type, sizeof type))
		inside.type = type;
	if (rc == 0 && !clean && !inside.picture)
		rc = documents_inside_unread(d, &inside, UNREAD_DAMAGED, out);
	if (rc == 0 && bytes.len > 0 && !is_text(line, &bytes) &&
	    !is_key(line, &bytes))
		rc = documents_inside(
		    d, depth, &inside, buf_str(&bytes), bytes.len, out);
	buf_free(&bytes);
	return rc;
}

static int
read_files(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	struct folded_lines lines;
	struct folded_line line;
	size_t files = 0;
	int rc = 0;

	folded_lines_init(&lines, data, len);
	while (!out->wanted && (rc = folded_lines_next(&lines, &line)) > 0) {
		if (!line.base64 && !is_data(&line))
			continue;
		if (files == LIMIT_PARTS || texts_late(out)) {
			rc = document_unread(d,
			    files == LIMIT_PARTS ? UNREAD_LIMIT
						 : UNREAD_TIMEOUT,
			    out);
			break;
		}
		rc = read_bytes(d, depth, ++files, &line, out);
		if (rc < 0)
			break;
	}
	folded_lines_free(&lines);
	return out->wanted ? 0 : rc;
}

/* Two contacts are a table. */
static bool
has_cards(const char *data, size_t len)
{
	static const char mark[] = "BEGIN:VCARD";
	const char *at = data, *end = data + len;
	size_t n = 0;

	while (at < end && n < 2) {
		n += (size_t)(end - at) >= sizeof mark - 1 &&
		     strncasecmp(at, mark, sizeof mark - 1) == 0;
		at = memchr(at, '\n', (size_t)(end - at));
		at = at != NULL ? at + 1 : end;
	}
	return n == 2;
}

static int
read_text(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	struct folder f = {.d = d,
	    .out = out,
	    .text = BUF_MAX(2 * len + 4096),
	    .hidden = BUF_MAX(2 * len + 4096),
	    .value = BUF_MAX(2 * len + 4096),
	    .said = BUF_MAX(2 * len + 4096)};
	int rc = 0;

	if (has_cards(data, len)) {
		f.cards = folded_cards_new(d, out);
		rc = f.cards != NULL ? 0 : -1;
	}
	if (rc == 0)
		rc = read_lines(&f, data, len);
	if (rc == 0 && f.text.len > 0)
		rc = document_text(d, buf_str(&f.text), f.text.len, out);
	if (folded_cards_end(f.cards) < 0)
		rc = -1;
	document_add(d, ZONE_HIDDEN, "hidden text", buf_str(&f.hidden),
	    f.hidden.len, out);
	if (out->failed)
		rc = -1;
	if (rc == 0 && f.files > 0)
		rc = read_files(d, depth, data, len, out);
	buf_free(&f.text);
	buf_free(&f.hidden);
	buf_free(&f.value);
	buf_free(&f.said);
	return rc;
}

/* Old programs fold between the bytes of one character. */
static int
join_characters(const char *data, size_t len, struct buf *out)
{
	const char *end = data + len, *at = data, *nl;

	for (; (nl = memchr(at, '\n', (size_t)(end - at))) != NULL;) {
		const char *last = nl;

		last -= last > data && last[-1] == '\r';
		if (last > data && nl + 2 < end && (last[-1] & 0x80) != 0 &&
		    (nl[1] == ' ' || nl[1] == '\t') &&
		    ((unsigned char)nl[2] & 0xc0) == 0x80) {
			buf_add(out, data, (size_t)(last - data));
			at = data = nl + 2;
		} else
			at = nl + 1;
	}
	return buf_add(out, data, (size_t)(end - data));
}

int
folded_read(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	struct buf scratch = BUF_MAX(4 * len + 65536), joined = BUF_MAX(len);
	struct charset_text t;
	int rc = 0;

	if (memchr(data, '\0', len) == NULL) {
		rc = join_characters(data, len, &joined);
		data = buf_str(&joined);
		len = joined.len;
	}
	if (rc == 0)
		rc = document_decode(
		    d, d->charset, data, len, &scratch, &t, out);
	if (rc == 0)
		rc = read_text(d, depth, t.data, t.len, out);
	buf_free(&scratch);
	buf_free(&joined);
	if (rc < 0)
		out->failed = true;
	return rc;
}
