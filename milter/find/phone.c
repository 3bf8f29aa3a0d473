/* SPDX-License-Identifier: MIT
 *
 * phone.c - telephone numbers, whatever is written between their digits.
 */
#include "find/phone.h"

#include <string.h>

size_t
phone_digits(const char *s, size_t len, char out[PHONE_DIGITS])
{
	char digits[PHONE_DIGITS];
	size_t i, n = 0, skip = 0;

	for (i = 0; i < len; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			if (n == sizeof digits)
				return 0;
			digits[n++] = s[i];
		} else if (memchr("+ -().", s[i], 6) == NULL) {
			return 0;
		}
	}
	if (n > 4 && memcmp(digits, "0044", 4) == 0)
		skip = 4;
	else if ((n == 12 || n == 13) && memcmp(digits, "44", 2) == 0)
		skip = 2;
	if (skip > 0 && digits[skip] == '0') /* +44 (0)1632 … */
		skip++;
	out[0] = '0';
	i = skip > 0 ? 1 : 0;
	memcpy(out + i, digits + skip, n - skip);
	n = n - skip + i;
	return n == 10 || n == 11 ? n : 0;
}

bool
phone_listed(const struct strlist *phones, const char *digits, size_t n)
{
	size_t i;

	for (i = 0; i < phones->n; i++)
		if (strlen(phones->v[i]) == n &&
		    memcmp(phones->v[i], digits, n) == 0)
			return true;
	return false;
}

bool
phone_stands_in(const char *text, const char *digits, size_t n)
{
	const char *s = text;
	size_t matched = 0;

	for (; s != NULL && *s != '\0' && matched < n; s++) {
		if (*s == digits[matched])
			matched++;
		else if (*s >= '0' && *s <= '9')
			matched = *s == digits[0];
		else if (strchr(" -().", *s) == NULL)
			matched = 0;
	}
	return matched == n;
}
