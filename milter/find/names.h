/* SPDX-License-Identifier: MIT
 *
 * names.h - a person's name as it is written: its title, its words.
 *
 * A rule that marks people finds a part of a name: the surname behind a title,
 * a first name that the gazetteer has. Whose a finding is, and how many people
 * there are, is asked of the whole name.
 */
#ifndef FIND_NAMES_H
#define FIND_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "find/pattern.h"

/* The next word of letters in [*s, end), or NULL; *s goes on behind it. */
const char *names_word(const char **s, const char *end, size_t *ret_len);

/* "Mrs", "Cllr", "Dr": a title, with or without a full stop behind it. */
bool names_is_title(const char *word, size_t len);

/* Does the name begin with a public office: "Cllr Green", "the Mayor"? */
bool names_is_office(const char *name, size_t len);

/* The span with the titles right before it and the capitalised words right
 * behind it, on the same line, NAMES_WORDS of them at most. */
struct span names_whole(const char *s, size_t len, struct span at);
#define NAMES_WORDS 3

/* Is the word one of the words of text? */
bool names_has_word(
    const char *text, size_t text_len, const char *word, size_t len);

/* Are all words of the name, titles and initials apart, among those of
 * another way to write it? *ret_words is how many were compared, *ret_titled
 * whether a title was among them. */
bool names_within(const char *name, size_t len, const char *other,
    size_t other_len, size_t *ret_words, bool *ret_titled);

/* Does the name fit a display name (or NULL) or the local part of an address? A
 * title and a surname, or every word of two or more, must agree. */
bool names_fit(
    const char *name, size_t len, const char *display, const char *address);

/* The name behind "Dear", "Hi", "Annwyl" where a text starts with one, or
 * NULL. */
const char *names_greeted(const char *text, size_t len, size_t *ret_len);

#endif
