/* SPDX-License-Identifier: MIT
 *
 * report-json.h - what writing and reading a report's JSON must agree on.
 *
 * The writer cuts at these bounds, so that the reader, which refuses beyond
 * them, never refuses a report of our own making.
 */
#ifndef REPORT_REPORT_JSON_H
#define REPORT_REPORT_JSON_H

#include <stddef.h>

/* Any one string, bytes of UTF-8: a path name fits (PATH_MAX), and one hostile
 * file name cannot fill a report. */
#define REPORT_STRING_BYTES 4096u
/* Steps of evidence of one finding; rules give at most a dozen. */
#define REPORT_EVIDENCE 64u
/* Rules that ran into a match limit; more than a rule set has by far. */
#define REPORT_CANNOT_TELL 2000u
/* Unread parts: all parts of a message and all members of an archive. */
#define REPORT_UNREAD 20000u
/* The unread entries that a report over its limit still keeps one by one. */
#define REPORT_UNREAD_SHORT 100u
/* Reasons; the judge keeps fewer. */
#define REPORT_REASONS 1000u
/* Largest count or size written: exact in a script's double as well. */
#define REPORT_NUMBER_MAX 9007199254740991ll

/* The name of bit i of enum mail_defect; NULL after the last. Static. */
const char *report_defect_name(size_t i);

#endif
