/* SPDX-License-Identifier: MIT
 *
 * texts-file.h - the texts of a message as a sealed memory file.
 */
#ifndef REPORT_TEXTS_FILE_H
#define REPORT_TEXTS_FILE_H

#include <stddef.h>

#include "base/buf.h"

struct texts;

/* Writes the texts as JSON Lines, {"part","zone","place","text"} each, then the
 * unread entries, {"part","unread","name","type"} each. Returns the sealed
 * memory file (the caller's to close), or -1 with errno. */
int texts_file(const struct texts *t);

/* Adds such a file's content for a person to out: a heading with zone, place
 * and part, then the text. Controls are shown as '?'. 0, or -1 for content that
 * texts_file did not write, or when out is full. */
int texts_file_print(const char *data, size_t len, struct buf *out);

#endif
