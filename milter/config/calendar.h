/* SPDX-License-Identifier: MIT
 *
 * calendar.h - calendar.yaml: polls, and the pre-election period before each.
 *
 * A period begins on the last day for the notice of election: the 25th working
 * day before the poll (Local Elections (Principal Areas) (England and Wales)
 * Rules 2006); in Scotland on the first, the 35th (Scottish Local Government
 * Elections Order 2011); for a referendum 28 days up to the poll (PPERA 2000
 * s.125); unless the file gives the day.  It ends with the day of the poll,
 * unless the file gives the day.  Both days belong to it.
 */
#ifndef CONFIG_CALENDAR_H
#define CONFIG_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"

struct poll {
	char *title; /* "local elections" */
	char *told;  /* "local elections on 6 May 2027" */
	long day, start, end;
	struct strlist wards; /* none: the whole council */
};

struct calendar;

/* Reads a calendar; a missing file is one without polls. Returns NULL with
 * "file:line:column: …" in *ret_err: unknown key or word, no such date, a
 * period that ends before it begins or lies nowhere near its poll. */
struct calendar *calendar_load(const char *path, struct buf *ret_err);
void calendar_free(struct calendar *c);

/* Does a day lie in the pre-election period of this ward, or of the whole
 * council? Yes with the poll in *ret (borrowed), of several the one that is
 * held first; cannot tell with a poll of some ward when ward is NULL or ""; no
 * with NULL. */
enum answer calendar_period(const struct calendar *c, long day,
    const char *ward, const struct poll **ret);

/* Is it the same ward: "North", "north ward". */
bool calendar_same_ward(const char *a, const char *b);

size_t calendar_count(const struct calendar *c);
/* In the order of the file; NULL after the last. Borrowed. */
const struct poll *calendar_at(const struct calendar *c, size_t i);

#endif
