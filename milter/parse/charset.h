/* SPDX-License-Identifier: MIT
 *
 * charset.h - bytes in any charset to UTF-8, without losing one of them.
 *
 * The converters are ICU's, whose tables live in its library: glibc's iconv
 * opens files, which the sandbox refuses.  One thread only (each worker has
 * one): open converters are kept for the next text.
 */
#ifndef PARSE_CHARSET_H
#define PARSE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct charset_text {
	const char *data;
	size_t len;
	/* Declared in a charset that is not known here, and not what was read
	 * instead: what the recipient sees cannot be told. */
	bool doubtful;
};

/* Loads ICU's alias table and commonest converters. 0, or -1. */
int charset_init(void);
/* Closes every kept converter; for leak checkers. */
void charset_close(void);

/* Converts text of the declared charset (NULL: none was declared) to UTF-8.
 * A byte order mark wins over the declaration and is dropped; an unknown
 * charset counts as undeclared. Undeclared text, and text declared as a Latin
 * charset that reads well as UTF-8, is UTF-8. Each byte that is invalid in the
 * charset chosen stands for the character windows-1252 gives it, so nothing is
 * dropped. *ret is borrowed from data where that is UTF-8 already, else from
 * scratch, which the caller gives empty. Returns 0, or -1 when memory is out or
 * scratch's maximum was reached. */
int charset_decode(const char *declared, const char *data, size_t len,
    struct buf *scratch, struct charset_text *ret);

/* The name of a Windows code page, as charset_decode takes it, in name.
 * Returns name, or NULL for 0: none was given. */
const char *charset_codepage(unsigned page, char name[32]);

/* How many leading bytes are well-formed UTF-8 (RFC 3629); len: all. */
size_t charset_utf8_prefix(const char *data, size_t len);

/* True when every byte is below 0x80. */
bool charset_ascii(const char *data, size_t len);

#endif
