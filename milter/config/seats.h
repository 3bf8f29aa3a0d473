/* SPDX-License-Identifier: MIT
 *
 * seats.h - who sits on which committee, and from when to when.
 *
 * A seat is written "Planning", "Planning 2025-05-20..",
 * "Licensing 2024-05-01..2025-05-19" or "Audit ..2026-05-12"; both days belong
 * to it.  A number ends a committee's name: "Scrutiny Panel 2".
 */
#ifndef CONFIG_SEATS_H
#define CONFIG_SEATS_H

#include <stdbool.h>
#include <stddef.h>

struct seat {
	char *committee;
	long from, to; /* days, both inclusive: day.h */
};

/* A value: zero-initialise it, free it with seats_free. */
struct seats {
	struct seat *v;
	size_t n;
};

enum seats_result { SEATS_OK, SEATS_WRONG, SEATS_NO_MEMORY };

/* Reads one seat and adds it. Wrong for one that has no name, no such dates, or
 * ends before it begins. */
enum seats_result seats_add(struct seats *s, const char *text);
void seats_free(struct seats *s);

/* Does any seat hold this day on a committee of that name? The name's words
 * must stand in the committee's, in their order and whole, in any case:
 * "planning" is "Strategic Planning Committee", not "Replanning". */
bool seats_hold(const struct seats *s, const char *name, long day);

#endif
