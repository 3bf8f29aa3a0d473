/* SPDX-License-Identifier: MIT
 *
 * rtf-words.h - the control words of RTF that matter to its text.
 */
#ifndef EXTRACT_RTF_WORDS_H
#define EXTRACT_RTF_WORDS_H

enum rtf_word_kind {
	RTF_BINARY,  /* so many bytes that are no text */
	RTF_COLOURS, /* its group is the table of colours */
	RTF_FALLBACK,
	RTF_FROMHTML,
	RTF_HIDE, /* its group is unseen text */
	RTF_HTMLRTF,
	RTF_LOOK, /* says how text looks, or what is behind it */
	RTF_OBJECT,
	RTF_PAGE,
	RTF_PICTURE,
	RTF_PLAIN,
	RTF_SECRET,
	RTF_SHOW, /* its group is text like any */
	RTF_SKIP, /* its group is no text */
	RTF_TAG,
	RTF_TEXT, /* stands for a character */
	RTF_UNICODE,
	RTF_VALUE, /* its group is unseen text, unless it is a number */
};

struct rtf_word {
	const char *name;
	enum rtf_word_kind kind;
	const char *text; /* of RTF_TEXT: UTF-8 */
};

/* The word of that name, or NULL: one that does not matter. */
const struct rtf_word *rtf_word(const char *name);

#endif
