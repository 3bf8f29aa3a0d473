/* SPDX-License-Identifier: MIT
 *
 * test_mail.c - each tests/mail/NAME.eml comes to what NAME.want says.
 *
 * A .want file has one expectation a line:
 *
 *	to: ADDRESS[, ADDRESS…]    recipients; must come first
 *	action: hold               the verdict
 *	severe: yes                or no
 *	finding: RULE CONFIDENCE   found, with this confidence at its best
 *	no: RULE                   not found
 *	people: N                  at least so many
 *	unread: REASON             a part that could not be read, and why
 *
 * Empty lines and lines that begin with '#' are for people.  Every report is
 * also checked against milter/report.schema.json, and found alike by both
 * engines.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/test.h"
#include "mail/asking.h"
#include "report/check_schema.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/strlist.h"
#include "report/report.h"

static struct asking best, plain;
static struct check_schema *schema;

static int
start(void **state)
{
	struct buf err = BUF_MAX(KIB);

	(void)state;
	schema =
	    check_schema_load(test_source("milter/report.schema.json"), &err);
	if (schema == NULL)
		fail_msg("schema: %s", buf_str(&err));
	asking_start(&best, NULL);
	asking_start(&plain, "pcre2");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	asking_end(&best);
	asking_end(&plain);
	check_schema_free(schema);
	return 0;
}

static void
read_or_fail(const char *path, struct buf *b)
{
	if (fd_read_file(path, b) < 0)
		fail_msg("%s cannot be read", path);
}

/* The best confidence with which a rule was found, or NULL. */
static const char *
found(const struct report *r, const char *rule)
{
	enum confidence best_so_far = CONFIDENCE_LOW;
	const char *name = NULL;
	size_t i;

	for (i = 0; i < r->findings.n; i++)
		if (strcmp(r->findings.v[i].rule, rule) == 0 &&
		    (name == NULL ||
			r->findings.v[i].confidence > best_so_far)) {
			best_so_far = r->findings.v[i].confidence;
			name = confidence_name(best_so_far);
		}
	return name;
}

static bool
unread_why(const struct report *r, const char *why)
{
	size_t i;

	for (i = 0; i < r->nunread; i++)
		if (strcmp(unread_name(r->unread[i].why), why) == 0)
			return true;
	return false;
}

/* Adds what differs from one line of the .want file to `wrong`. */
static void
compare(const struct report *r, const char *word, const char *value,
    struct buf *wrong)
{
	char rule[128] = "", confidence[16] = "";
	const char *got;

	if (strcmp(word, "action") == 0) {
		got = action_name(r->verdict.action);
		if (strcmp(got, value) != 0)
			buf_addf(
			    wrong, "action: got %s, want %s\n", got, value);
	} else if (strcmp(word, "severe") == 0) {
		got = r->verdict.severe ? "yes" : "no";
		if (strcmp(got, value) != 0)
			buf_addf(
			    wrong, "severe: got %s, want %s\n", got, value);
	} else if (strcmp(word, "finding") == 0) {
		sscanf(value, "%127s %15s", rule, confidence);
		got = found(r, rule);
		if (got == NULL || strcmp(got, confidence) != 0)
			buf_addf(wrong, "%s: got %s, want %s\n", rule,
			    got != NULL ? got : "nothing", confidence);
	} else if (strcmp(word, "no") == 0) {
		got = found(r, value);
		if (got != NULL)
			buf_addf(
			    wrong, "%s: got %s, want nothing\n", value, got);
	} else if (strcmp(word, "people") == 0) {
		if (r->findings.people < strtoul(value, NULL, 10))
			buf_addf(wrong, "people: got %zu, want %s\n",
			    r->findings.people, value);
	} else if (strcmp(word, "unread") == 0) {
		if (!unread_why(r, value))
			buf_addf(wrong, "unread %s: got nothing\n", value);
	} else {
		buf_addf(wrong, "no such expectation: %s\n", word);
	}
}

/* Calls each(word, value) for every line of a .want file. */
static void
each_line(char *want,
    void (*each)(const char *word, const char *value, void *arg), void *arg)
{
	char *line, *next, *colon;

	for (line = want; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		colon = strchr(line, ':');
		if (*line == '#' || colon == NULL)
			continue;
		*colon++ = '\0';
		each(line, colon + strspn(colon, " "), arg);
	}
}

static void
take_recipients(const char *word, const char *value, void *arg)
{
	const char *end;
	size_t n;

	if (strcmp(word, "to") != 0)
		return;
	while (*value != '\0') {
		end = strchr(value, ',');
		n = end != NULL ? (size_t)(end - value) : strlen(value);
		assert_int_equal(strlist_addn(arg, value, n), 0);
		value += n;
		value += strspn(value, ", ");
	}
}

struct comparison {
	const struct report *report;
	struct buf wrong;
};

static void
compare_line(const char *word, const char *value, void *arg)
{
	struct comparison *c = arg;

	if (strcmp(word, "to") != 0)
		compare(c->report, word, value, &c->wrong);
}

/* What was found, for comparing engines: order, places and spans too. */
static char *
findings_text(const struct report *r)
{
	struct buf b = BUF_MAX(LIMIT_REPORT_BYTES);
	const struct finding *f;
	size_t i;

	for (i = 0; i < r->findings.n; i++) {
		f = &r->findings.v[i];
		buf_addf(&b, "%s %s %s %zu-%zu %s\n", f->rule,
		    confidence_name(f->confidence), f->place, f->start, f->end,
		    f->excerpt);
	}
	return buf_take(&b);
}

static void
check_against_schema(const struct report *r, const char *name)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct buf err = BUF_MAX(KIB);

	assert_int_equal(report_write(r, &json), 0);
	if (check_schema(schema, buf_str(&json), json.len, &err) < 0)
		fail_msg("%s: %s", name, buf_str(&err));
	buf_free(&json);
}

/* The message named by *state comes to what its .want says. */
static void
as_wanted(void **state)
{
	const char *path = *state;
	struct buf mail = BUF_MAX(LIMIT_MESSAGE_BYTES);
	struct buf want = BUF_MAX(KIB * 64);
	struct comparison c = {.wrong = BUF_MAX(KIB * 64)};
	struct strlist to = {0};
	struct report *r, *other;
	char want_path[4096], *copy, *got, *same;

	snprintf(want_path, sizeof want_path, "%.*swant", (int)strlen(path) - 3,
	    path);
	read_or_fail(path, &mail);
	read_or_fail(want_path, &want);
	copy = strdup(buf_str(&want));
	each_line(copy, take_recipients, &to);
	r = asking_about(&best, path, mail.data, mail.len, &to);
	other = asking_about(&plain, path, mail.data, mail.len, &to);

	c.report = r;
	each_line(want.data, compare_line, &c);
	got = findings_text(r);
	same = findings_text(other);
	test_same("both engines", same, got);
	check_against_schema(r, path);
	if (c.wrong.len > 0)
		fail_msg("%s:\n%sfound:\n%s", path, buf_str(&c.wrong), got);

	report_free(r);
	report_free(other);
	free(copy);
	free(got);
	free(same);
	strlist_free(&to);
	buf_free(&c.wrong);
	buf_free(&mail);
	buf_free(&want);
}

static int
is_mail(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 4 && strcmp(e->d_name + n - 4, ".eml") == 0;
}

int
main(void)
{
	const char *dir = test_source("tests/mail");
	struct CMUnitTest *tests;
	struct dirent **names;
	char *top = strdup(dir), path[4096];
	int n = scandir(top, &names, is_mail, alphasort), i, failed;

	if (n <= 0) {
		fprintf(stderr, "no messages in %s\n", top);
		return 1;
	}
	tests = calloc((size_t)n, sizeof *tests);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", top, names[i]->d_name);
		tests[i] = (struct CMUnitTest){.name = names[i]->d_name,
		    .test_func = as_wanted,
		    .initial_state = strdup(path)};
	}
	failed = _cmocka_run_group_tests("mail", tests, (size_t)n, start, end);
	for (i = 0; i < n; i++) {
		free(tests[i].initial_state);
		free(names[i]);
	}
	free(names);
	free(tests);
	free(top);
	return failed;
}
