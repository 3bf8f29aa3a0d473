/* SPDX-License-Identifier: MIT
 *
 * when.h - points in time as an operator types them.
 */
#ifndef CLI_WHEN_H
#define CLI_WHEN_H

/* Reads YYYY-MM-DD, optionally with T (or a space) and HH:MM or HH:MM:SS, and
 * Z for UTC; without Z it is local time, and noon where no time is given.
 * Returns 0 and seconds since 1970, or -1. */
int when_parse(const char *text, long long *ret);

#endif
