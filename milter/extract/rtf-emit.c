/* SPDX-License-Identifier: MIT
 *
 * rtf-emit.c - the characters of RTF to the text that their group belongs to.
 */
#include <string.h>

#include <unicode/utf8.h>

#include "extract/rtf-parts.h"
#include "parse/charset.h"

void
rtf_divert(struct rtf_parser *r, enum rtf_to to)
{
	struct rtf_group *g = rtf_top(r);

	if (g->to == RTF_TO_FILE)
		g->to = RTF_TO_NOTHING;
	else if (g->to == RTF_TO_SHOWN ||
		 (g->to == RTF_TO_HIDDEN && to == RTF_TO_NOTHING))
		g->to = to;
}

static bool
is_white(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\n\f", s[i]) == NULL || s[i] == '\0')
			return false;
	return true;
}

/* One stretch of unseen text is one line: shown words end it, white space goes
 * on with it. */
static void
end_stretch(struct buf *unseen, const char *s, size_t len)
{
	if (unseen->len == 0 || unseen->data[unseen->len - 1] == '\n')
		return;
	if (!is_white(s, len) || memchr(s, '\n', len) != NULL) {
		while (unseen->len > 0 && unseen->data[unseen->len - 1] == ' ')
			unseen->len--;
		buf_addc(unseen, '\n');
	} else if (unseen->data[unseen->len - 1] != ' ')
		buf_addc(unseen, ' ');
}

static void
emit_shown(struct rtf_parser *r, const char *s, size_t len)
{
	end_stretch(&r->out->hidden, s, len);
	end_stretch(&r->out->blacked, s, len);
	buf_add(&r->out->shown, s, len);
	if (r->html && !rtf_top(r)->rtf_only)
		buf_add(&r->out->html, s, len);
}

/* Text that is shown if it can be seen; white space always is. Of packed HTML
 * the HTML says how it looks. */
static void
emit_looking(struct rtf_parser *r, const char *s, size_t len)
{
	enum office_seen seen =
	    r->html || is_white(s, len) ? OFFICE_SHOWN : rtf_look_seen(r);

	if (seen == OFFICE_SHOWN)
		emit_shown(r, s, len);
	else
		buf_add(
		    seen == OFFICE_HIDDEN ? &r->out->hidden : &r->out->blacked,
		    s, len);
}

/* UTF-8 text to where the group belongs. */
static void
emit(struct rtf_parser *r, const char *s, size_t len)
{
	const struct rtf_group *g = rtf_top(r);

	switch (g->to) {
	case RTF_TO_NOTHING:
	case RTF_TO_FILE:
	case RTF_TO_COLOURS:
		break;
	case RTF_TO_HTML:
		buf_add(&r->out->html, s, len);
		break;
	case RTF_TO_HIDDEN:
		buf_add(&r->out->hidden, s, len);
		break;
	case RTF_TO_SHOWN:
		if (g->secret)
			buf_add(&r->out->hidden, s, len);
		else
			emit_looking(r, s, len);
		break;
	}
}

/* Decodes and emits the bytes gathered so far. */
int
rtf_flush(struct rtf_parser *r)
{
	struct charset_text t;
	size_t n = r->nrun;

	r->nrun = 0;
	if (rtf_top(r)->to == RTF_TO_FILE)
		return rtf_file_digits(r, r->run, n);
	if (rtf_top(r)->to == RTF_TO_COLOURS)
		rtf_look_colours(r, r->run, n);
	if (n == 0 || rtf_top(r)->to == RTF_TO_NOTHING)
		return 0;
	if (charset_ascii(r->run, n)) {
		emit(r, r->run, n);
		return 0;
	}
	buf_reset(&r->decoded);
	if (charset_decode(r->codepage[0] != '\0' ? r->codepage : NULL, r->run,
		n, &r->decoded, &t) < 0)
		return -1;
	emit(r, t.data, t.len);
	return 0;
}

int
rtf_add_byte(struct rtf_parser *r, char byte)
{
	if (r->stand_ins > 0) {
		r->stand_ins--;
		return 0;
	}
	if (byte == '\0')
		return 0;
	r->run[r->nrun++] = byte;
	return r->nrun == RTF_RUN_BYTES ? rtf_flush(r) : 0;
}

int
rtf_add_text(struct rtf_parser *r, const char *text)
{
	if (r->stand_ins > 0) {
		r->stand_ins--;
		return 0;
	}
	if (rtf_flush(r) < 0)
		return -1;
	emit(r, text, strlen(text));
	return 0;
}

/* \u takes a signed 16-bit number; past U+FFFF two make a pair. */
int
rtf_add_unicode(struct rtf_parser *r, long number)
{
	uint32_t c = (uint32_t)number & 0xffff;
	char utf8[8];
	int n = 0;

	if (rtf_flush(r) < 0)
		return -1;
	r->stand_ins = rtf_top(r)->fallback;
	if (c >= 0xd800 && c < 0xdc00) {
		r->high = c;
		return 0;
	}
	if (c >= 0xdc00 && c < 0xe000)
		c = r->high != 0
			? 0x10000 + ((r->high - 0xd800) << 10) + (c - 0xdc00)
			: 0xfffd;
	r->high = 0;
	if (c == 0)
		return 0;
	U8_APPEND_UNSAFE(utf8, n, c);
	emit(r, utf8, (size_t)n);
	return 0;
}

/* Numbers that say how a shape looks would pass for someone's. */
void
rtf_drop_number(struct rtf_parser *r)
{
	struct buf *hidden = &r->out->hidden;
	const size_t from = rtf_top(r)->from;

	if (!rtf_top(r)->value || from >= hidden->len ||
	    strspn(hidden->data + from, "0123456789-\n") < hidden->len - from)
		return;
	hidden->len = from;
	hidden->data[from] = '\0';
}
