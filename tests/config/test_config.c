/* SPDX-License-Identifier: MIT
 *
 * test_config.c - whole snapshots: loading, circles, references; and that
 * conf/ as shipped loads.
 */
#include "config/config.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config/calendar.h"
#include "config/cidr.h"
#include "config/files.h"
#include "config/members.h"
#include "config/policy.h"
#include "lib/test.h"

#define POLICY "- {id: p, action: hold, when: {severe: yes}}\n"

/* A folder with everything a config names, and text as its probity.yaml. */
static const char *
write_all(const char *text)
{
	files_write("rules/x.yaml", "");
	files_write("conf/policy.yaml", POLICY);
	files_write("conf/members.csv",
	    "name,addresses,private,ward,delegates\n"
	    "Alex,alex@town.example;alex@old.example,alex@home.example,North,"
	    "pa@help.example\n");
	files_write("conf/lists/trusted.txt", "gov.example\n");
	files_write("conf/lists/press.txt",
	    "news.example\nalex@home.example\nalex@town.example\n");
	files_write("conf/lists/never-hold.txt", "police.example\n");
	files_write("conf/lists/webmail.txt", "mail.example\n");
	files_write("conf/calendar.yaml",
	    "polls:\n"
	    "- {kind: local, poll: 2027-05-06}\n"
	    "- {kind: by-election, poll: 2026-09-17, wards: [North, Noth]}\n");
	return files_write("conf/probity.yaml", text);
}

static struct config *
load(const char *text)
{
	struct buf err = BUF_MAX(4096);
	struct config *c;

	files_folder();
	c = config_load(write_all(text), &err);
	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	return c;
}

static void
done(struct config *c)
{
	config_unref(c);
	files_remove();
}

/* An error in any of the files a config names stops the load, and its message
 * names that file. */
static void
test_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"conf/probity.yaml", "listen: x\n",
		"conf/probity.yaml:1:9: listen: 'x'; expected "
		"unix:/absolute/path, inet:PORT@HOST or inet6:PORT@HOST, such "
		"as inet:10025@127.0.0.1"},
	    {"conf/probity.yaml", "policy: none.yaml\n",
		"conf/none.yaml: cannot be read: No such file or directory"},
	    {"conf/policy.yaml", "- x\n",
		"conf/policy.yaml:1:3: a text; expected 'key: value'"},
	    {"conf/members.csv", "name\n",
		"conf/members.csv:1:1: no column 'addresses'; expected a "
		"first row that names at least name and addresses"},
	    {"conf/calendar.yaml", "polls:\n- {kind: local}\n",
		"conf/calendar.yaml:2:3: no key 'poll'; expected poll: its "
		"day, such as 2027-05-06"},
	    {"conf/lists/party.txt", "a b\n",
		"conf/lists/party.txt:1:1: 'a b'; expected an address "
		"(a@x.example), a domain (x.example) or exactly one domain "
		"(@x.example)"},
	};
	struct buf err = BUF_MAX(4096);
	char path[4096];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(
		    path, sizeof path, "%s/conf/probity.yaml", files_folder());
		write_all("");
		files_write(cases[i].name, cases[i].text);
		assert_null(config_load(path, &err));
		test_same(
		    cases[i].name, files_short(buf_str(&err)), cases[i].want);
		buf_reset(&err);
		files_remove();
	}
	assert_null(config_load("/nowhere/probity.yaml", &err));
	test_same("missing", buf_str(&err),
	    "/nowhere/probity.yaml: cannot be read: No such file or "
	    "directory");
	buf_free(&err);
}

/* Members' own mailboxes first, then the most specific of lists and council
 * domains, else external; NULL and odd addresses are external. */
static void
test_circles(void **state)
{
	static const struct {
		const char *address;
		enum circle want;
	} cases[] = {
	    {"clerk@town.example", CIRCLE_INTERNAL},
	    {"clerk@Mail.Town.Example", CIRCLE_INTERNAL},
	    {"alex@town.example", CIRCLE_INTERNAL},
	    {"alex@old.example", CIRCLE_INTERNAL},
	    {"sam@old.example", CIRCLE_EXTERNAL},
	    {"ALEX@home.example", CIRCLE_PRIVATE},
	    {"a@x.town.gov.example", CIRCLE_INTERNAL},
	    {"a@gov.example", CIRCLE_TRUSTED},
	    {"a@news.example", CIRCLE_PRESS},
	    {"pa@help.example", CIRCLE_EXTERNAL},
	    {"other.person@mail.example", CIRCLE_PRIVATE},
	    {"another.person@mail.example", CIRCLE_EXTERNAL},
	    {"a@nottown.example", CIRCLE_EXTERNAL},
	    {"postmaster", CIRCLE_EXTERNAL},
	    {"", CIRCLE_EXTERNAL},
	};
	struct config *c =
	    load("council: {domains: [town.example, town.gov.example]}\n");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		test_same(cases[i].address,
		    circle_name(config_circle(
			c, "other.person@x.example", cases[i].address)),
		    circle_name(cases[i].want));
	assert_true(config_never_hold(c, "x@north.police.example"));
	assert_false(config_never_hold(c, "x@gov.example"));
	done(c);
}

/* With no council domain the sender's own is inside, unless a list says
 * something as specific. */
static void
test_no_domain(void **state)
{
	static const struct {
		const char *sender, *address;
		enum circle want;
	} cases[] = {
	    {"a@town.example", "b@town.example", CIRCLE_INTERNAL},
	    {"a@town.example", "b@x.town.example", CIRCLE_INTERNAL},
	    {"a@x.town.example", "b@town.example", CIRCLE_EXTERNAL},
	    {"a@town.example", "b@else.example", CIRCLE_EXTERNAL},
	    {"a@town.gov.example", "b@town.gov.example", CIRCLE_INTERNAL},
	    {"a@town.gov.example", "b@city.gov.example", CIRCLE_TRUSTED},
	    {"a@news.example", "b@news.example", CIRCLE_PRESS},
	    {"a@home.example", "alex@home.example", CIRCLE_PRIVATE},
	    {"", "b@town.example", CIRCLE_EXTERNAL},
	    {NULL, "b@town.example", CIRCLE_EXTERNAL},
	};
	struct config *c = load("");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		test_same(cases[i].address,
		    circle_name(
			config_circle(c, cases[i].sender, cases[i].address)),
		    circle_name(cases[i].want));
	done(c);
}

/* Mail is inspected of listed senders and of members' council mailboxes. */
static void
test_senders(void **state)
{
	struct config *c =
	    load("inspect: {senders: [cllr.example, '@x.example', "
		 "one@y.example]}\n");

	(void)state;
	assert_true(config_sender_listed(c, "a@cllr.example"));
	assert_true(config_sender_listed(c, "a@b.cllr.example"));
	assert_true(config_sender_listed(c, "A@X.example"));
	assert_false(config_sender_listed(c, "a@b.x.example"));
	assert_true(config_sender_listed(c, "one@y.example"));
	assert_false(config_sender_listed(c, "two@y.example"));
	assert_true(config_sender_listed(c, "alex@town.example"));
	assert_true(config_sender_listed(c, "alex@old.example"));
	assert_true(config_sender_listed(c, "pa@help.example"));
	assert_false(config_sender_listed(c, "alex@home.example"));
	assert_false(config_sender_listed(c, ""));
	done(c);
	c = load("inspect: {members: no}\n");
	assert_false(config_sender_listed(c, "alex@town.example"));
	done(c);
}

/* What may be a slip is told: entries that overlap, a ward nobody is for. */
static void
test_doubts(void **state)
{
	struct config *c = load("council: {domains: [news.example]}\n");
	struct buf out = BUF_MAX(4096);

	(void)state;
	assert_int_equal(config_doubts(c, &out), 0);
	test_same("doubts", files_short(buf_str(&out)),
	    "conf/calendar.yaml: 'Noth' (by-election) is no member's ward in "
	    "conf/members.csv\n");
	buf_free(&out);
	done(c);
	c = load("");
	files_write("conf/lists/trusted.txt", "news.example\n");
	config_unref(c);
	c = config_load(files_write("conf/probity.yaml", ""), &out);
	assert_non_null(c);
	assert_int_equal(config_doubts(c, &out), 0);
	assert_non_null(strstr(buf_str(&out),
	    "lists/trusted.txt:1: 'news.example' is in press.txt too; it "
	    "counts as press\n"));
	buf_free(&out);
	done(c);
}

/* A client is believed when one of the blocks holds it, in every way an MTA
 * writes addresses. */
static void
test_clients(void **state)
{
	static const struct {
		const char *client;
		bool want;
	} cases[] = {
	    {"127.0.0.1", true},
	    {"127.255.255.255", true},
	    {"128.0.0.0", false},
	    {"::1", true},
	    {"IPv6:::1", true},
	    {"::2", false},
	    {"::ffff:10.1.2.3", true},
	    {"172.31.255.255", true},
	    {"172.32.0.0", false},
	    {"192.168.0.1", true},
	    {"fd00::1", true},
	    {"IPv6:2001:db8::1", false},
	    {"192.0.2.1", false},
	    {"local", true},
	    {"localhost", true},
	    {"LOCALHOST", true},
	    {"unknown", false},
	    {"127.0.0.1 ", false},
	    {"", false},
	    {NULL, false},
	};
	struct config *c = load("");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (config_client_trusted(c, cases[i].client) != cases[i].want)
			fail_msg("%s: want %d",
			    cases[i].client ? cases[i].client : "NULL",
			    cases[i].want);
	done(c);
	c = load("inspect: {trusted_clients: ['192.0.2.7', '::/0']}\n");
	assert_true(config_client_trusted(c, "192.0.2.7"));
	assert_false(cidr_holds("192.0.2.7", "192.0.2.8"));
	assert_true(config_client_trusted(c, "2001:db8::1"));
	done(c);
	c = load("inspect: {trusted_clients: []}\n");
	assert_false(config_client_trusted(c, "local"));
	done(c);
}

/* Ports not named are all inspected; where some are, the others are not; a
 * port the MTA does not name is. */
static void
test_ports(void **state)
{
	struct config *c = load("");

	(void)state;
	assert_true(config_port_listed(c, "ANY"));
	assert_true(config_port_listed(c, NULL));
	done(c);
	c = load("inspect: {ports: [SUBMISSION]}\n");
	assert_true(config_port_listed(c, "SUBMISSION"));
	assert_false(config_port_listed(c, "MTA"));
	assert_true(config_port_listed(c, NULL));
	done(c);
}

static void *
take_and_drop(void *arg)
{
	struct config *c = arg;
	int i;

	for (i = 0; i < 10000; i++)
		config_unref(config_ref(c));
	config_unref(c);
	return NULL;
}

/* References from several threads at once leave exactly the last one to free
 * (the sanitizers see one too few or too many). */
static void
test_references(void **state)
{
	struct config *c = load("");
	pthread_t threads[4];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
				     take_and_drop, config_ref(c)),
		    0);
	for (i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(c->refs, 1);
	done(c);
	config_unref(NULL);
}

/* A path without a folder is in the working one, and all below it absolute. */
static void
test_bare_path(void **state)
{
	struct buf err = BUF_MAX(4096);
	char before[4096], folder[4200];
	struct config *c;

	(void)state;
	snprintf(folder, sizeof folder, "%s/conf", files_folder());
	write_all("");
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(folder), 0);
	c = config_load("probity.yaml", &err);
	assert_int_equal(chdir(before), 0);
	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	test_same(
	    "policy", files_short(c->set.policy_file), "conf/policy.yaml");
	test_same("rules", files_short(c->set.rules_dirs.v[0]), "rules");
	done(c);
}

/* What config_show prints is a file that config_load takes. */
static void
test_show(void **state)
{
	struct buf shown = BUF_MAX(1 << 20), again = BUF_MAX(1 << 20),
		   err = BUF_MAX(4096);
	struct config *c = load("council: {domains: town.example}\n"), *d;

	(void)state;
	files_write("conf/notices/x", "");
	assert_int_equal(config_show(c, &shown), 0);
	d = config_load(files_write("conf/shown.yaml", buf_str(&shown)), &err);
	if (d == NULL)
		fail_msg("%s", files_short(buf_str(&err)));
	assert_int_equal(config_show(d, &again), 0);
	test_same("shown", buf_str(&again), buf_str(&shown));
	config_unref(d);
	done(c);
	buf_free(&shown);
	buf_free(&again);
}

/* conf/ as shipped loads, in under 30 lines, and does what its comments say. */
static void
test_shipped(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct config *c = config_load(test_source("conf/probity.yaml"), &err);
	const struct member *m;

	(void)state;
	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	assert_true(config_sender_listed(c, "alex.example@town.example"));
	assert_false(config_sender_listed(c, "clerk@town.example"));
	m = members_find(c->members, "alex@home.example");
	assert_non_null(m);
	test_same("name", m->name, "Alex Example");
	assert_int_equal(members_count(c->members), 2);
	assert_true(c->policies->n > 10);
	assert_int_equal(
	    config_circle(c, NULL, "x@town.example"), CIRCLE_INTERNAL);
	assert_int_equal(
	    config_circle(c, NULL, "x@north.police.uk"), CIRCLE_TRUSTED);
	assert_int_equal(config_circle(c, NULL, "x@bbc.co.uk"), CIRCLE_PRESS);
	assert_int_equal(config_circle(c, NULL, "x@snp.org"), CIRCLE_PARTY);
	assert_int_equal(
	    config_circle(c, NULL, "x@gmail.com"), CIRCLE_EXTERNAL);
	assert_int_equal(
	    config_circle(c, NULL, "alex@home.example"), CIRCLE_PRIVATE);
	assert_int_equal(config_circle(c, "alex.example@town.example",
			     "alexexample1@gmail.com"),
	    CIRCLE_PRIVATE);
	assert_int_equal(
	    config_circle(c, NULL, "x@sandwell.gov.uk"), CIRCLE_TRUSTED);
	assert_int_equal(calendar_count(c->calendar), 1);
	assert_true(config_never_hold(c, "x@kent.police.uk"));
	assert_true(config_never_hold(c, "casework@ico.org.uk"));
	assert_false(config_never_hold(c, "x@gmail.com"));
	/* Nothing to doubt in it: its lists do not overlap. */
	assert_int_equal(config_doubts(c, &err), 0);
	test_same("doubts", buf_str(&err), "");
	config_unref(c);
}

/* The shipped probity.yaml can be read at one sitting. */
static void
test_shipped_is_short(void **state)
{
	char line[1000];
	FILE *f = fopen(test_source("conf/probity.yaml"), "r");
	int lines = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof line, f) != NULL)
		lines++;
	fclose(f);
	assert_true(lines < 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_circles),
	    cmocka_unit_test(test_no_domain),
	    cmocka_unit_test(test_senders),
	    cmocka_unit_test(test_doubts),
	    cmocka_unit_test(test_clients),
	    cmocka_unit_test(test_ports),
	    cmocka_unit_test(test_references),
	    cmocka_unit_test(test_bare_path),
	    cmocka_unit_test(test_show),
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_shipped_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
