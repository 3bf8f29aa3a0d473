/* SPDX-License-Identifier: MIT
 *
 * report.h - the inspection report: the one description of a message that
 * passes between layers.
 *
 * Made by a worker, judged, stored, shown, printed by `probity check --json`.
 * report-schema.md describes the JSON; changing one is changing the other, and
 * REPORT_SCHEMA counts incompatible changes.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/words.h"
#include "extract/texts.h"
#include "find/finding.h"

#define REPORT_SCHEMA 1

struct report_recipient {
	char *address;
	enum circle circle;
	bool visible; /* other recipients can see it in To or Cc */
	bool never_hold;
	enum action action; /* the judge's, for this recipient alone */
};

/* One contribution to the verdict. */
struct reason {
	char *policy;
	char *title;  /* the policy's, for a person */
	long finding; /* index into findings, or -1 */
	long unread;  /* index into unread, or -1 */
	enum action action;
	bool observed; /* a policy in observe mode: did not count */
};

struct verdict {
	enum action action;
	bool judged; /* false until the judge has spoken */
	bool severe;
	bool whole;      /* may not be split per recipient */
	bool observe;    /* what would have happened; nothing was done */
	unsigned routes; /* 1 << enum route */
	struct reason *reasons;
	size_t nreasons;
	size_t dropped; /* reasons beyond those kept */
};

struct report {
	char id[27];       /* ULID */
	char *file;        /* check: where it came from; or NULL */
	char *queue_id;    /* or NULL */
	char *message_id;  /* or NULL */
	char *sha256;      /* hex; NULL where it was not needed */
	size_t size;       /* bytes of the message */
	long long at;      /* seconds since 1970 when it was inspected */
	char *sender;      /* envelope */
	char *header_from; /* or NULL */
	char *member;      /* name from members.csv, or NULL */
	char *group;       /* or NULL */
	bool restricted;
	struct report_recipient *recipients;
	size_t nrecipients;
	struct findings findings;
	struct unread_part *unread;
	size_t nunread;
	unsigned defects; /* enum mail_defect, names in the JSON */
	struct verdict verdict;
	double cpu_ms;
};

/* An empty report, not judged; free with report_free. NULL: memory. */
struct report *report_new(void);
void report_free(struct report *r);

/* A report of a message that could not be inspected at all, so that a held
 * message always has one: a single unread entry for part "0". size is the
 * message's, bytes. The caller adds envelope and time, then judges it. NULL:
 * memory. */
struct report *report_unread(const char *id, enum unread why, size_t size);

/* Notes a part that could not be read; copies. Returns 0, or -1 when memory is
 * out: the caller must then fail the message. */
int report_add_unread(
    struct report *r, enum unread why, const char *part, const char *name);

/* Adds compact JSON of at most LIMIT_REPORT_BYTES to out, without a line end.
 * Never fails for the number of findings or unread parts: the last ones are
 * left out and counted (findings_dropped), or stood for by an entry "limit".
 * Bytes that are not UTF-8 are written as U+FFFD. Returns 0, or -1 when memory
 * is out, out is full, or the recipients alone are over the limit. */
int report_write(const struct report *r, struct buf *out);

/* Reads and validates a report from an untrusted worker: every field's type,
 * every word's vocabulary, every count's bound; unknown fields are refused.
 * Returns a new report, or NULL with the reason (naming the field, never its
 * content) in *ret_err. */
struct report *report_read(const char *json, size_t len, struct buf *ret_err);

/* Adds some lines for a person to out: verdict, whom it concerns, findings by
 * place, what could not be read, what to do. explain adds every reason with
 * its policy, and rule ids. Nothing of the message can move a terminal's
 * cursor: controls are shown as '?'. Returns 0, or -1 when out is full. */
int report_print(const struct report *r, bool explain, struct buf *out);
/* The same without what to do: somebody has decided. */
int report_print_decided(const struct report *r, struct buf *out);

#endif
