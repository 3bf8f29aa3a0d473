/* SPDX-License-Identifier: MIT
 *
 * test_report_print.c - what a person reads.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"
#include "report/report.h"
#include "report/sample.h"

static struct buf
printed(const struct report *r, bool explain)
{
	struct buf b = BUF_MAX(1u << 20);

	assert_int_equal(report_print(r, explain, &b), 0);
	return b;
}

static void
prints(const char *name, struct report *r, bool explain, const char *want)
{
	struct buf b = printed(r, explain);

	test_same(name, buf_str(&b), want);
	buf_free(&b);
	report_free(r);
}

/* A held message: the verdict first, why, who gets it, findings by place, what
 * was not read, what to do. */
static void
test_held(void **state)
{
	(void)state;
	prints("held", sample_full(), false,
	    "x.eml: HOLD for the Data Protection Officer and the Monitoring "
	    "Officer, severe\n"
	    "  Somebody else's personal data leaves the council.\n"
	    "\n"
	    "To\n"
	    "  reporter@news.example (press): held\n"
	    "  dpo@town.example (internal, never held): delivered\n"
	    "\n"
	    "In row 14 of repairs.csv\n"
	    "  National Insurance number: NI number "
	    "MW\xe2\x80\xa2\xe2\x80\xa2"
	    "A\n"
	    "    high confidence, somebody else's: format, keyword 'NI number' "
	    "14 characters before\n"
	    "    It identifies one person for life. (UK GDPR Art 4(1))\n"
	    "  National Insurance number: NI number "
	    "MW\xe2\x80\xa2\xe2\x80\xa2"
	    "A\n"
	    "    high confidence, somebody else's: format, keyword 'NI number' "
	    "14 characters before\n"
	    "    It identifies one person for life. (UK GDPR Art 4(1))\n"
	    "\n"
	    "and 5 findings more\n"
	    "\n"
	    "People it tells about: about 12 (12 distinct National Insurance "
	    "numbers)\n"
	    "\n"
	    "Could not be read\n"
	    "  part 3, scan.pdf: it is encrypted\n"
	    "  rule home-address gave up at a limit\n"
	    "\n"
	    "What to do\n"
	    "  It waits for the officer, who can release it, return it to the "
	    "sender or discard it. The sender is told at once.\n");
}

/* explain adds numbers, rules and every reason with its policy. */
static void
test_explain(void **state)
{
	static const char *const lines[] = {
	    "  1. National Insurance number: ",
	    "    rule nino, personal.id, attachment, part 2.1\n",
	    "\nReasons\n"
	    "  hold   personal-outside, finding 0: nino\n"
	    "  ask    (observed only) unread-outside, unread part 3\n"
	    "  and 3 more\n",
	};
	struct report *r = sample_full();
	struct buf b = printed(r, true);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lines); i++)
		if (strstr(buf_str(&b), lines[i]) == NULL)
			fail_msg("%s\nis not in:\n%s", lines[i], buf_str(&b));
	buf_free(&b);
	report_free(r);
}

/* The first line says what happens and for whom, for every action. */
static void
test_first_lines(void **state)
{
	static const struct {
		enum action action;
		unsigned routes;
		bool severe, observe;
		const char *want;
	} cases[] = {
	    {ACTION_PASS, 0, false, false, "PASS\n"},
	    {ACTION_PASS, 0, true, true, "PASS\n"},
	    {ACTION_TAG, 1u << ROUTE_MO, false, false, "TAG\n"},
	    {ACTION_NOTIFY, 1u << ROUTE_CLERK, false, false,
		"NOTIFY for the Clerk\n"},
	    {ACTION_ASK, 1u << ROUTE_DPO, false, false,
		"ASK for the Data Protection Officer\n"},
	    {ACTION_HOLD, 1u << ROUTE_DPO, true, true,
		"HOLD for the Data Protection Officer, severe (observe mode: "
		"nothing was done)\n"},
	    {ACTION_REFUSE, 1u << ROUTE_COMMS, false, false,
		"REFUSE for the communications team\n"},
	};
	struct report *r = sample_empty();
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r->verdict = (struct verdict){
		    .judged = true,
		    .action = cases[i].action,
		    .routes = cases[i].routes,
		    .severe = cases[i].severe,
		    .observe = cases[i].observe,
		};
		b = printed(r, false);
		if (strncmp(
			buf_str(&b), cases[i].want, strlen(cases[i].want)) != 0)
			fail_msg(
			    "got: %s\nwant: %s", buf_str(&b), cases[i].want);
		buf_free(&b);
	}
	report_free(r);
}

/* A clean message is one line; one that nobody judged never says pass. */
static void
test_short(void **state)
{
	struct report *r = sample_empty();

	(void)state;
	r->verdict.judged = true;
	prints("clean", r, true, "PASS\n");
	prints("unjudged", sample_empty(), true, "NOT JUDGED\n");
	prints("unread",
	    report_unread("01JD4Z7Q8K9M2N3P4R5S6T7V8W", UNREAD_TIMEOUT, 1),
	    false,
	    "NOT JUDGED\n\nCould not be read\n  the message: the inspection "
	    "took too long or broke off\n");
}

/* Nothing out of a message moves the cursor, starts a colour, or turns the
 * direction of a line. */
static void
test_hostile_text(void **state)
{
	static const char hostile[] = "a\x1b[31m\r\n\tb\x7f\xc2\x9b"
				      "c\xe2\x80\xae"
				      "d\xe2\x81\xa6"
				      "e\xe2\x80\x8f"
				      "f\xff"
				      "g\xc3\xa9";
	struct report *r = sample_full();
	struct finding *f = &r->findings.v[0];
	char **fields[] = {&r->file, &r->recipients[0].address, &f->title,
	    &f->excerpt, &f->why, &f->law, &f->place, &f->part, &f->rule,
	    &f->evidence.v[0], &r->unread[0].name, &r->unread[0].part,
	    &r->findings.people_how, &r->findings.cannot_tell.v[0],
	    &r->verdict.reasons[0].policy, &r->verdict.reasons[0].title};
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(fields); i++) {
		free(*fields[i]);
		*fields[i] = strdup(hostile);
	}
	b = printed(r, true);
	assert_non_null(
	    strstr(buf_str(&b), "a?[31m???b??c?d?e?f?g\xc3\xa9: HOLD"));
	assert_null(strpbrk(buf_str(&b), "\x1b\r\t\x7f"));
	assert_null(strstr(buf_str(&b), "\xc2\x9b"));
	assert_null(strstr(buf_str(&b), "\xe2\x80\xae"));
	assert_null(strstr(buf_str(&b), "\xe2\x81\xa6"));
	buf_free(&b);
	report_free(r);
}

/* A sheet of many findings is not a screenful of screenfuls. */
static void
test_many(void **state)
{
	struct report *r = sample_full();
	struct buf b;
	size_t i;

	(void)state;
	for (i = 0; i < 98; i++)
		sample_finding(r, "personal.id");
	b = printed(r, false);
	assert_non_null(strstr(buf_str(&b), "\nand 65 findings more\n"));
	buf_free(&b);
	b = printed(r, true);
	assert_non_null(strstr(buf_str(&b), "\nand 5 findings more\n"));
	assert_non_null(strstr(buf_str(&b), "\n  99. National"));
	buf_free(&b);
	report_free(r);
}

/* A buffer that is too small is a failure, not half a verdict unnoticed. */
static void
test_full_buffer(void **state)
{
	struct report *r = sample_full();
	struct buf b = BUF_MAX(100);

	(void)state;
	assert_int_equal(report_print(r, false, &b), -1);
	buf_free(&b);
	report_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_held),
	    cmocka_unit_test(test_explain),
	    cmocka_unit_test(test_first_lines),
	    cmocka_unit_test(test_short),
	    cmocka_unit_test(test_hostile_text),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_full_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
