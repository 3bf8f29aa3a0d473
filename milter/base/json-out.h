/* SPDX-License-Identifier: MIT
 *
 * json-out.h - writes JSON, one line, into a buf.
 *
 * Commas are put where they belong.  Every name and string becomes valid JSON
 * in valid UTF-8 whatever bytes it holds: what is not UTF-8 becomes U+FFFD.
 * Nothing is returned: ask buf_failed once at the end.
 *
 *	json_out_open(b, NULL, '{');
 *	json_out_string(b, "id", id);
 *	json_out_open(b, "rules", '[');
 *	json_out_string(b, NULL, "nino");
 *	json_out_close(b, ']');
 *	json_out_close(b, '}');
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include <stdbool.h>

#include "base/buf.h"

/* name is NULL inside arrays and at the top. */

/* An object '{' or an array '['; closed with '}' or ']'. */
void json_out_open(struct buf *b, const char *name, char bracket);
void json_out_close(struct buf *b, char bracket);

/* A string; null where s is NULL. */
void json_out_string(struct buf *b, const char *name, const char *s);
void json_out_number(struct buf *b, const char *name, long long n);
void json_out_bool(struct buf *b, const char *name, bool value);

/* A value that is JSON already. */
void json_out_raw(struct buf *b, const char *name, const char *json);

#endif
