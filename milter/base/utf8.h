/* SPDX-License-Identifier: MIT
 *
 * utf8.h - one code point at a time, strictly.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at s, of which `left` bytes may be read. Returns how
 * many bytes it takes (1 to 4) and sets *ret; 0 where the bytes are not UTF-8
 * (RFC 3629: nothing overlong, no surrogates, nothing past U+10FFFF, nothing
 * cut short) or left is 0. */
size_t utf8_next(const char *s, size_t left, uint32_t *ret);

/* True when all len bytes are UTF-8. */
bool utf8_valid(const char *s, size_t len);

/* True for what must not reach a reader's screen out of a stranger's text: C0
 * and C1 controls, DEL, line and paragraph separators, and the marks that turn
 * the direction of the text around (a file name can lie with them). Newline
 * and tab are controls here too. */
bool utf8_control(uint32_t c);

#endif
