/* SPDX-License-Identifier: MIT
 *
 * idn.h - a domain in Unicode and its "xn--" form are one.
 */
#ifndef CONFIG_IDN_H
#define CONFIG_IDN_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the domain (len bytes) to ret of size bytes, each label with letters
 * beyond ASCII as "xn--" and its Punycode (RFC 3492), in small letters; labels
 * of ASCII stay as they are. Latin, Greek and Cyrillic capitals are taken as
 * small ones. 0, or -1 when it does not fit or is not UTF-8. */
int idn_ascii(const char *domain, size_t len, char *ret, size_t size);

/* Has s any byte beyond ASCII. */
bool idn_needed(const char *s);

#endif
