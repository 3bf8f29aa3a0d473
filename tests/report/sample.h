/* SPDX-License-Identifier: MIT
 *
 * sample.h - reports for tests, all data invented.
 */
#ifndef TESTS_REPORT_SAMPLE_H
#define TESTS_REPORT_SAMPLE_H

#include "report/report.h"

/* As probity makes it for a message with nothing in it. */
struct report *sample_empty(void);

/* Every field set: two findings, two recipients, an unread part, a verdict. */
struct report *sample_full(void);

/* What sample_full is as JSON. */
extern const char sample_full_json[];

/* Adds a finding of that category, otherwise as the first of sample_full. */
void sample_finding(struct report *r, const char *category);

/* Adds a recipient. */
void sample_recipient(
    struct report *r, const char *address, enum circle circle, bool never_hold);

/* report_write into a buf of that name, or the test fails. Frees nothing. */
struct buf sample_write(const struct report *r);

#endif
