/* SPDX-License-Identifier: MIT
 *
 * test_zones.c - bodies cut into zones.
 */
#include "extract/zones.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lib/test.h"

#define FOOTER                                                          \
	"This email and any attachments are confidential and intended " \
	"solely for the addressee. If you have received this email in " \
	"error please delete it.\n"

static const struct sample {
	const char *name, *text, *want;
	bool forwarding;
} samples[] = {
    {"authored", "Dear Ann,\n\nthank you.\n", "authored 22\n", false},
    {"empty", "", "", false},
    {"quoted lines", "yes\n> why?\n> when?\nno\n",
	"authored 4\nquoted 15\nauthored 3\n", false},
    {"attribution belongs to its quote", "yes\n\nOn 1 May Ann wrote:\n> why?\n",
	"authored 5\nquoted 27\n", false},
    {"attribution on two lines",
	"yes\nOn 1 May 2026 at 10:00, Ann Khan\n<a@b.example> wrote:\n\n> "
	"why?\n",
	"authored 4\nquoted 54\nauthored 1\nquoted 7\n", false},
    {"attribution without marks: no end",
	"yes\nOn 1 May Ann wrote:\nwhy?\nwhen?\n", "authored 4\nquoted 31\n",
	false},
    {"Welsh attribution", "ie\nAr 1 Mai ysgrifennodd:\n> pam?\n",
	"authored 3\nquoted 30\n", false},
    {"a line that only begins with On", "On Monday we met.\nOn we go.\n",
	"authored 28\n", false},
    {"Outlook's line", "yes\n-----Original Message-----\nFrom: A\nwhy?\n",
	"authored 4\nquoted 40\n", false},
    {"Outlook's line, forwarding",
	"fyi\n-----Original Message-----\nFrom: A\nwhy?\n",
	"authored 4\nforwarded 40\n", true},
    {"Outlook's block",
	"yes\nFrom: Ann\nSent: 1 May\nTo: Bob\nSubject: bins\n\nwhy?\n",
	"authored 4\nquoted 50\n", false},
    {"Outlook's block, forwarding",
	"fyi\nFrom: Ann\nSent: 1 May\nTo: Bob\nSubject: bins\n\nwhy?\n",
	"authored 4\nforwarded 50\n", true},
    {"From: alone is no block", "From: here on\nit is uphill\n",
	"authored 27\n", false},
    {"forwarded", "fyi\n---------- Forwarded message ---------\nx\n",
	"authored 4\nforwarded 41\n", false},
    {"Begin forwarded message", "fyi\nBegin forwarded message:\n\nx\n",
	"authored 4\nforwarded 28\n", false},
    {"signature line", "text\n-- \nAnn\n01632 960001\n",
	"authored 5\nsignature 21\n", false},
    {"closing", "text\n\nKind regards,\nAnn Khan\nWard member\n",
	"authored 20\nsignature 21\n", false},
    {"Welsh closing", "testun\nCofion gorau\nAnn\n",
	"authored 20\nsignature 4\n", false},
    {"thanks in the middle of a line",
	"Thanks to Ann we met again today at "
	"the hall\nand talked.\n",
	"authored 57\n", false},
    {"footer", "text\n\n" FOOTER, "authored 6\nfooter 146\n", false},
    {"signature, then footer", "text\n-- \nAnn\n\n" FOOTER,
	"authored 5\nsignature 9\nfooter 146\n", false},
    {"a footer alone is what was written", FOOTER, "authored 146\n", false},
    {"own words about confidence",
	"text\n\nThis is confidential to you and the DPO, please.\n",
	"authored 55\n", false},
    {"short print line", "text\n\nPlease think before printing this email.\n",
	"authored 6\nfooter 41\n", false},
    {"footer before the quote", "text\n\n" FOOTER "> why?\n",
	"authored 6\nfooter 146\nquoted 7\n", false},
};

/* Spans follow each other without a gap, and say what each line is. */
static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct zones z = {.v = NULL};
		struct buf got = BUF_MAX(4096);
		size_t len = strlen(samples[i].text), at = 0;

		assert_int_equal(zones_split(samples[i].text, len, 0,
				     samples[i].forwarding, &z),
		    0);
		for (size_t j = 0; j < z.n; j++) {
			assert_int_equal(z.v[j].start, at);
			buf_addf(&got, "%s %zu\n", zone_name(z.v[j].zone),
			    z.v[j].end - z.v[j].start);
			at = z.v[j].end;
		}
		assert_int_equal(at, len);
		test_same(samples[i].name, buf_str(&got), samples[i].want);
		buf_free(&got);
		zones_free(&z);
	}
}

/* Subjects of forwarded mail. */
static void
test_forwarding(void **state)
{
	(void)state;
	assert_true(zones_forwarding("FW: bins"));
	assert_true(zones_forwarding("Fwd: bins"));
	assert_true(zones_forwarding("[Fwd: bins]"));
	assert_false(zones_forwarding("Re: Fwd: bins"));
	assert_false(zones_forwarding("Fwding"));
	assert_false(zones_forwarding(""));
}

/* However often zones change there are few spans, and all text is in them. */
static void
test_many_changes(void **state)
{
	struct buf b = BUF_MAX(1 * MIB);
	struct zones z = {.v = NULL};

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_adds(&b, "> a\nb\n");
	assert_int_equal(zones_split(buf_str(&b), b.len, 7, false, &z), 0);
	assert_true(z.n <= 301);
	assert_int_equal(z.v[0].start, 7);
	assert_int_equal(z.v[z.n - 1].end, b.len + 7);
	assert_int_equal(z.v[z.n - 1].zone, ZONE_AUTHORED);
	zones_free(&z);
	buf_free(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_forwarding),
	    cmocka_unit_test(test_many_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
