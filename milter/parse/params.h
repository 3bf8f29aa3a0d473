/* SPDX-License-Identifier: MIT
 *
 * params.h - parameters of Content-Type and Content-Disposition values.
 */
#ifndef PARSE_PARAMS_H
#define PARSE_PARAMS_H

#include <stddef.h>

/* A value such as "text/plain; charset=x". */
struct params {
	char *head; /* before the first ';', lower case, without white space */
	struct param {
		char *name;  /* lower case, without "*" and section number */
		char *value; /* UTF-8 without controls */
	} * v;
	size_t n;
};

/* Reads a raw header value: quoting, RFC 2231 sections and charsets, and the
 * RFC 2047 words that mailers put there all the same. Parameters past the
 * 100th are left out. Returns 0, or -1 when memory is out. Free with
 * params_free. */
int params_parse(const char *raw, size_t len, struct params *ret);
void params_free(struct params *p);

/* The value of the first parameter of that name, or NULL. Borrowed from p. */
const char *params_get(const struct params *p, const char *name);

#endif
