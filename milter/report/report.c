/* SPDX-License-Identifier: MIT
 *
 * report.c - a report's birth and end, and the entries other layers add.
 *
 * Invariant: a report owns every string and array that hangs off it; unread
 * and recipients hold exactly nunread and nrecipients entries.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/envelope.h"
#include "report/report-json.h"

struct report *
report_new(void)
{
	return calloc(1, sizeof(struct report));
}

static void
free_recipients(struct report *r)
{
	size_t i;

	for (i = 0; i < r->nrecipients; i++)
		free(r->recipients[i].address);
	free(r->recipients);
}

static void
free_unread(struct report *r)
{
	size_t i;

	for (i = 0; i < r->nunread; i++) {
		free(r->unread[i].part);
		free(r->unread[i].name);
		free(r->unread[i].type);
	}
	free(r->unread);
}

static void
free_verdict(struct verdict *v)
{
	size_t i;

	for (i = 0; i < v->nreasons; i++) {
		free(v->reasons[i].policy);
		free(v->reasons[i].title);
	}
	free(v->reasons);
}

void
report_free(struct report *r)
{
	if (r == NULL)
		return;
	free(r->file);
	free(r->queue_id);
	free(r->message_id);
	free(r->sha256);
	free(r->sender);
	free(r->header_from);
	free(r->member);
	free(r->group);
	free_recipients(r);
	findings_free(&r->findings);
	free_unread(r);
	free_verdict(&r->verdict);
	free(r);
}

struct report *
report_unread(const char *id, enum unread why, size_t size)
{
	struct report *r = report_new();

	if (r == NULL)
		return NULL;
	snprintf(r->id, sizeof r->id, "%s", id);
	r->size = size;
	if (report_add_unread(r, why, "0", NULL) < 0) {
		report_free(r);
		return NULL;
	}
	return r;
}

int
report_add_unread(
    struct report *r, enum unread why, const char *part, const char *name)
{
	struct unread_part entry = {.why = why};
	struct unread_part *v;

	if (envelope_set(&entry.part, part) < 0 ||
	    envelope_set(&entry.name, name) < 0)
		goto fail;
	v = reallocarray(r->unread, r->nunread + 1, sizeof *v);
	if (v == NULL)
		goto fail;
	v[r->nunread++] = entry;
	r->unread = v;
	return 0;
fail:
	free(entry.part);
	free(entry.name);
	return -1;
}

const char *
report_defect_name(size_t i)
{
	/* In the order of enum mail_defect's bits. */
	static const char *const names[] = {"duplicate-type", "no-boundary",
	    "truncated", "encoding", "headers"};

	return i < sizeof names / sizeof names[0] ? names[i] : NULL;
}
