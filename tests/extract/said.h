/* SPDX-License-Identifier: MIT
 *
 * said.h - what a reader made of a document, as one string to compare.
 */
#ifndef TESTS_EXTRACT_SAID_H
#define TESTS_EXTRACT_SAID_H

#include "extract/texts.h"

/* Each text as a line "ZONE PLACE" and its own lines below, those of a table
 * with the row's number before and '|' for tabs; then "sign PLACE: ABOUT" and
 * "unread WHY". Free it with free(). */
char *said_texts(const struct texts *t);

/* Fails where a part of want is not said, in that order of lines or any other;
 * and where one that begins with '!' is. Parts are divided by line ends. */
void said_has(const char *name, const struct texts *t, const char *want);

#endif
