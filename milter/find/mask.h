/* SPDX-License-Identifier: MIT
 *
 * mask.h - the one way a found value is printed.
 */
#ifndef FIND_MASK_H
#define FIND_MASK_H

#include <stddef.h>

#include "base/buf.h"

/* Adds the masked form of a found value to out: enough for a person to know
 * which of their own numbers is meant, never enough to use it.
 *
 *	e-mail address	j•••@•••.org		first letter, last label
 *	payment card	424242••••••4242	first six, last four
 *	telephone	••••• ••••23		last two
 *	long id		MW••••••A		first two, last one
 *	names, words	J• S•			initials; figures all hidden
 *	under 8 letters and digits: all hidden
 *
 * Separators stay. Control characters become spaces; bytes that are not UTF-8
 * count as one hidden letter each; what is longer than 64 characters ends in
 * "…". The result is valid UTF-8. Returns 0, or -1 when out is full. */
int mask_value(const char *s, size_t len, struct buf *out);

#endif
