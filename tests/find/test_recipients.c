/* SPDX-License-Identifier: MIT
 *
 * test_recipients.c - the checks about who gets the message.
 */
#include "find/recipients.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "config/config.h"
#include "config/files.h"
#include "find/rulefile.h"
#include "lib/test.h"

#define SEEN 8

struct given {
	const char *name, *check;
	const char *sender, *from, *auth;
	struct facts_visible visible[SEEN];
	const char *body;
	const char *earlier, *attached; /* texts of their own, or NULL */
	bool reply;
	bool want;
};

#define V(n, a)                          \
	{                                \
		(char *)(n), (char *)(a) \
	}

#define FAR                                                                \
	"The hedge by the bus stop is cut next week, and so are those by " \
	"the school and the hall; please park elsewhere until it is done. "
#define THREAD                                                          \
	"From: Ann Lee <b@town.example>\nTo: c@town.example\n\nNo.\n\n" \
	"> On Monday C <c@town.example> wrote:\n> Shall we?\n"          \
	"From: d@town.example\nx\nFrom: e@town.example\nx\n"            \
	"From: f@town.example\nx"

static const struct given cases[] = {
    {"five outside", "recipients-exposed", "a@town.example", "a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.want = true},
    {"in an answer they had each other's addresses", "recipients-exposed",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.reply = true},
    {"five of one firm", "recipients-exposed", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@x.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")}},
    {"five of one webmail are strangers", "recipients-exposed",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@gmail.com"), V(NULL, "c@gmail.com"),
	    V(NULL, "d@gmail.com"), V(NULL, "e@gmail.com"),
	    V(NULL, "f@gmail.com")},
	.want = true},
    {"five at what the operator lists as webmail", "recipients-exposed",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@post.example"), V(NULL, "c@post.example"),
	    V(NULL, "d@post.example"), V(NULL, "e@post.example"),
	    V(NULL, "f@post.example")},
	.want = true},
    {"a committee", "recipients-exposed", "a@town.example", "a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.body = "Dear trustees, the agenda is below"},
    {"a committee, noted", "recipients-exposed-known", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.body = "Dear trustees, the agenda is below", .want = true},
    {"each greeted by name", "recipients-exposed", "a@town.example",
	"a@town.example",
	.visible = {V("Bob Lee", "b@x.example"), V("Cy Orr", "c@y.example"),
	    V("Di Pugh", "d@x.example"), V("Ed Hay", "e@x.example"),
	    V("Fay Low", "f@x.example")},
	.body = "Hi Bob, Cy and Di,\n"},
    {"named far down a long line", "recipients-exposed", "a@town.example",
	"a@town.example",
	.visible = {V("Bob Lee", "b@x.example"), V("Cy Orr", "c@y.example"),
	    V("Di Pugh", "d@x.example"), V("Ed Hay", "e@x.example"),
	    V("Fay Low", "f@x.example")},
	.body = FAR FAR FAR "Tell Bob, Cy and Di.\n", .want = true},
    {"a private group", "recipients-exposed-group", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.body = "Dear all, the support group for cancer patients moves",
	.want = true},
    {"those who work for a private group", "recipients-exposed-group",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.body = "Dear partners, the support group for cancer patients moves"},
    {"a word far down says nothing of the list", "recipients-exposed-group",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "f@x.example")},
	.body = "Dear neighbours,\n" FAR FAR FAR "your cancer group"},
    {"the same address twice is one", "recipients-exposed", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@x.example"), V(NULL, "c@y.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@x.example"),
	    V(NULL, "B@x.example")}},
    {"colleagues and police do not count", "recipients-exposed",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@town.example"), V(NULL, "c@police.example"),
	    V(NULL, "d@x.example"), V(NULL, "e@y.example"),
	    V(NULL, "f@x.example"), V(NULL, "g@x.example")}},
    {"another sends", "recipients-mismatch", "x@example.org", "a@town.example",
	.want = true},
    {"a colleague sends", "recipients-mismatch", "b@town.example",
	"a@town.example", .want = true},
    {"another logged in", "recipients-mismatch", "a@town.example",
	"a@town.example", .auth = "b@town.example", .want = true},
    {"a login without address", "recipients-mismatch", "a@town.example",
	"a@town.example", .auth = "uid1234"},
    {"own tag", "recipients-mismatch", "a+news@town.example",
	.from = "a@town.example"},
    {"a signed return path", "recipients-mismatch",
	"prvs=123456789=a@town.example", .from = "a@town.example"},
    {"the same member's two mailboxes", "recipients-mismatch",
	"alex@home.example", .from = "alex@town.example"},
    {"an assistant sends", "recipients-mismatch", "pa@town.example",
	.from = "alex@town.example"},
    {"an assistant of two sends for the second", "recipients-mismatch",
	"pa@town.example", "bea@town.example", .auth = "PA@town.example"},
    {"an assistant of two by the second's mailbox", "recipients-mismatch",
	"bea@town.example", .from = "pa@town.example"},
    {"an assistant sends for another member", "recipients-mismatch",
	"pa@town.example", .from = "cy@town.example", .want = true},
    {"one member sends as another", "recipients-mismatch", "bea@town.example",
	.from = "alex@town.example", .want = true},
    {"a bounce", "recipients-mismatch", "", .from = "a@town.example"},
    {"no From", "recipients-mismatch", .sender = "a@town.example"},
    {"greets another", "recipients-unusual", "a@town.example", "a@town.example",
	.visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear Mrs Khan,\nyour bin", .want = true},
    {"greets another by full name", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "\nHi Amina Khan\n", .want = true},
    {"greets the recipient", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear Ms Lee,\n"},
    {"greets the recipient, whose name has a hyphen", "recipients-unusual",
	"a@town.example", "a@town.example",
	.visible = {V("Ann Smith-Jones", "asj@x.example")},
	.body = "Dear Mrs Smith-Jones,\n"},
    {"greets the recipient before a dash", "recipients-unusual",
	"a@town.example", "a@town.example",
	.visible = {V("Ann Smith-Jones", "asj@x.example")},
	.body = "Dear Mrs Smith-Jones - your bin\n"},
    {"greets another before a dash", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear Mrs Khan - your bin\n", .want = true},
    {"greets another before two dashes", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear Mrs Khan--your bin\n", .want = true},
    {"greets everybody", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear All Residents,\n"},
    {"a first name may be a nickname", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear Nan,\n"},
    {"a recipient without a name", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V(NULL, "lee@x.example")},
	.body = "Dear Mrs Khan,\n"},
    {"one of two fits", "recipients-unusual", "a@town.example",
	"a@town.example",
	.visible = {V("Ann Lee", "lee@x.example"),
	    V("Amina Khan", "ak@x.example")},
	.body = "Dear Mrs Khan,\n"},
    {"only colleagues", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@town.example")},
	.body = "Dear Mrs Khan,\n"},
    {"words of a sentence", "recipients-unusual", "a@town.example",
	"a@town.example", .visible = {V("Ann Lee", "lee@x.example")},
	.body = "Dear Reader of our page, thank you\n"},
    {"a list answered as one person", "recipients-list-reply", "a@town.example",
	"a@town.example", .visible = {V(NULL, "ward@lists.x.example")},
	.body = "Dear Mrs Khan,\n", .reply = true, .want = true},
    {"a list answered as a list", "recipients-list-reply", "a@town.example",
	"a@town.example", .visible = {V(NULL, "ward@lists.x.example")},
	.body = "Dear all,\n", .reply = true},
    {"two letters swapped", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@twon.example")}, .want = true},
    {"a letter too many", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@towwn.example")},
	.want = true},
    {"another ending", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@town.org")}, .want = true},
    {"a university of the same town", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@town.ac.uk")}},
    {"a provider misspelt", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@gmai.com")}, .want = true},
    {"another provider", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@email.com")}},
    {"an address without a domain", "recipients-look-alike", "a@town.example",
	"a@town.example", .visible = {V(NULL, "b@")}},
    {"a member's name elsewhere", "recipients-same-name", "a@town.example",
	"a@town.example", .visible = {V("Alex Penn", "ap9@y.example")},
	.attached = "Rota", .want = true},
    {"nothing goes with it", "recipients-same-name", "a@town.example",
	"a@town.example", .visible = {V("Alex Penn", "ap9@y.example")}},
    {"they wrote from there", "recipients-same-name", "a@town.example",
	"a@town.example", .visible = {V("Alex Penn", "ap9@y.example")},
	.earlier = "On Monday Alex Penn <ap9@y.example> wrote:\n> hello"},
    {"papers to the own private mailbox", "recipients-own-mailbox",
	"alex@town.example", "alex@town.example",
	.visible = {V(NULL, "alex@home.example")}, .attached = "Rota",
	.want = true},
    {"papers to somebody else", "recipients-own-mailbox", "alex@town.example",
	"alex@town.example", .visible = {V(NULL, "kay@home.example")},
	.attached = "Rota"},
    {"one outsider", "recipients-odd-one-out", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@town.example"), V(NULL, "c@town.example"),
	    V(NULL, "d@town.example"), V(NULL, "e@town.example"),
	    V(NULL, "f@town.example"), V(NULL, "tom@y.example")},
	.body = "Dear colleagues,\n", .want = true},
    {"an outsider who is named", "recipients-odd-one-out", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@town.example"), V(NULL, "c@town.example"),
	    V(NULL, "d@town.example"), V(NULL, "e@town.example"),
	    V(NULL, "f@town.example"), V(NULL, "tom@y.example")},
	.body = "Dear colleagues, and Tom,\n"},
    {"colleagues far down a long line", "recipients-odd-one-out",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "b@town.example"), V(NULL, "c@town.example"),
	    V(NULL, "d@town.example"), V(NULL, "e@town.example"),
	    V(NULL, "f@town.example"), V(NULL, "tom@y.example")},
	.body = FAR FAR FAR "Ask your colleagues.\n"},
    {"two outsiders", "recipients-odd-one-out", "a@town.example",
	"a@town.example",
	.visible = {V(NULL, "b@town.example"), V(NULL, "c@town.example"),
	    V(NULL, "d@town.example"), V(NULL, "e@town.example"),
	    V(NULL, "f@town.example"), V(NULL, "tom@y.example"),
	    V(NULL, "kay@y.example")},
	.body = "Dear colleagues,\n"},
    {"mail between colleagues", "recipients-internal-thread", "a@town.example",
	"a@town.example", .visible = {V(NULL, "tom@y.example")},
	.earlier = THREAD, .want = true},
    {"to a colleague", "recipients-internal-thread", "a@town.example",
	"a@town.example", .visible = {V(NULL, "g@town.example")},
	.earlier = THREAD},
    {"to a body that is trusted", "recipients-internal-thread",
	"a@town.example", "a@town.example",
	.visible = {V(NULL, "c@police.example")}, .earlier = THREAD},
    {"they took part", "recipients-internal-thread", "a@town.example",
	"a@town.example", .visible = {V(NULL, "tom@y.example")},
	.earlier = THREAD "\nFrom: tom@y.example\n\nWhen?"},
    {"too few wrote", "recipients-internal-thread", "a@town.example",
	"a@town.example", .visible = {V(NULL, "tom@y.example")},
	.earlier = "From: b@town.example\nTo: a@town.example\n\nOn Monday"},
};

static struct config *
load(void)
{
	struct buf err = BUF_MAX(4096);
	struct config *c;

	files_folder();
	files_write("rules/x.yaml", "");
	files_write("conf/policy.yaml",
	    "- {id: p, action: hold, when: {severe: yes}}\n");
	files_write("conf/members.csv",
	    "name,addresses,private,delegates\n"
	    "Alex Penn,alex@town.example,alex@home.example,pa@town.example\n"
	    "Bea Orr,bea@town.example,,pa@town.example\n"
	    "Cy Hall,cy@town.example,,\n");
	files_write(
	    "conf/lists/webmail.txt", "gmail.com\nemail.com\npost.example\n");
	files_write("conf/lists/trusted.txt", "police.example\n");
	c = config_load(files_write("conf/probity.yaml",
			    "council:\n  domains: [town.example]\n"),
	    &err);
	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	return c;
}

static void
check(const struct config *config, const struct given *g)
{
	struct text text[3] = {rulefile_text(
	    ZONE_AUTHORED, "body", g->body != NULL ? g->body : "Hello")};
	struct texts texts = {.v = text, .n = 1};
	struct envelope e = {
	    .sender = (char *)g->sender, .auth = (char *)g->auth};
	struct facts facts = {.config = config,
	    .envelope = &e,
	    .header_from = g->from,
	    .visible = g->visible,
	    .reply = g->reply};
	struct recipients_answer a;

	if (g->earlier != NULL)
		text[texts.n++] =
		    rulefile_text(ZONE_QUOTED, "body", g->earlier);
	if (g->attached != NULL)
		text[texts.n++] =
		    rulefile_text(ZONE_ATTACHMENT, "x.txt", g->attached);

	while (
	    facts.nvisible < SEEN && g->visible[facts.nvisible].address != NULL)
		facts.nvisible++;
	assert_int_equal(
	    recipients_find(g->check)->check(&texts, &facts, 5, &a), 0);
	if (a.yes != g->want)
		fail_msg("%s: %d", g->name, a.yes);
	assert_null(strstr(buf_str(&a.excerpt), "Khan"));
	recipients_free(&a);
}

/* Each check says yes where it is sure and is silent where it is not; what it
 * shows names nobody. */
static void
test_checks(void **state)
{
	struct config *c = load();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check(c, &cases[i]);
	config_unref(c);
	files_remove();
}

/* As many people as a message can show are looked up in moments, and the one
 * who has a colleague's name is found among them. */
static void
test_many(void **state)
{
	const size_t n = 2 * (size_t)LIMIT_RECIPIENTS;
	struct facts_visible *v = calloc(n, sizeof *v);
	char(*text)[48] = calloc(n, sizeof *text);
	struct text t[2] = {rulefile_text(ZONE_AUTHORED, "body", "Hello"),
	    rulefile_text(ZONE_ATTACHMENT, "x.txt", "Rota")};
	const struct texts texts = {.v = t, .n = 2};
	struct config *c = load();
	struct facts facts = {.config = c,
	    .header_from = "a@town.example",
	    .visible = v,
	    .nvisible = n};
	struct recipients_answer a;
	clock_t start = clock();
	size_t i;

	(void)state;
	for (i = 0; i < n; i++) {
		snprintf(text[i], sizeof text[i], "u%zu@x.example", i);
		v[i] = (struct facts_visible)V("Dee Low", text[i]);
	}
	v[n - 2].name = (char *)"Eve Moss";
	v[n - 1] = (struct facts_visible)V("eve moss", "em@town.example");
	assert_int_equal(recipients_find("recipients-same-name")
			     ->check(&texts, &facts, 1, &a),
	    0);
	assert_true(a.yes);
	recipients_free(&a);

	v[n - 1].address = (char *)"em@y.example";
	assert_int_equal(recipients_find("recipients-same-name")
			     ->check(&texts, &facts, 1, &a),
	    0);
	assert_false(a.yes);
	recipients_free(&a);
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
	config_unref(c);
	files_remove();
	free(text);
	free(v);
}

/* Every check is found by its name and explains itself. */
static void
test_table(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; recipients_at(i) != NULL; i++) {
		assert_ptr_equal(
		    recipients_find(recipients_at(i)->name), recipients_at(i));
		assert_true(*recipients_at(i)->help != '\0');
	}
	assert_int_equal(i, 11);
	assert_null(recipients_find("none"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_checks),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
