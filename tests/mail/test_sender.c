/* SPDX-License-Identifier: MIT
 *
 * test_sender.c - whose mail a report says it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/files.h"
#include "lib/test.h"
#include "mail/asking.h"
#include "report/report.h"

#define MEMBERS                                                             \
	"name,addresses,private,group,restricted,delegates\n"               \
	"Alex Penn,alex@town.example,,Red,yes,pa@town.example\n"            \
	"Bea Orr,bea@town.example,bea@home.example,Blue,,pa@town.example\n" \
	"Cy Hall,cy@town.example,,Green,,\n"

static struct asking asked;

static int
start(void **state)
{
	char *config;

	(void)state;
	files_folder();
	files_write("rules/x.yaml",
	    "- {id: x, title: t, category: personal.id, phrases: [xyzzy],\n"
	    "   confidence: {alone: low}}\n");
	files_write("conf/policy.yaml",
	    "- {id: p, action: hold, when: {severe: yes}}\n");
	files_write("conf/members.csv", MEMBERS);
	config = strdup(files_write(
	    "conf/probity.yaml", "council:\n  domains: [town.example]\n"));
	asking_start_with(&asked, config, NULL);
	free(config);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	asking_end(&asked);
	files_remove();
	return 0;
}

static const char *
or_none(const char *s)
{
	return s != NULL ? s : "";
}

/* Who logged in comes before who sends, and both before From; but of the
 * members an assistant serves it is the one whom From names. */
static void
test_member(void **state)
{
	static const struct {
		const char *auth, *sender, *from;
		const char *member, *group; /* NULL: nobody's */
		bool restricted;
	} cases[] = {
	    {NULL, "alex@town.example", "alex@town.example", "Alex Penn", "Red",
		true},
	    {NULL, "pa@town.example", "alex@town.example", "Alex Penn", "Red",
		true},
	    {NULL, "pa@town.example", "bea@town.example", "Bea Orr", "Blue",
		false},
	    {NULL, "PA@town.example", "bea@home.example", "Bea Orr", "Blue",
		false},
	    {"pa@town.example", "bea@town.example", "bea@town.example",
		"Bea Orr", "Blue", false},
	    {"pa@town.example", "x@y.example", "bea@town.example", "Bea Orr",
		"Blue", false},
	    /* First of all, where From says nothing. */
	    {NULL, "pa@town.example", "pa@town.example", "Alex Penn", "Red",
		true},
	    {NULL, "pa@town.example", "x@y.example", "Alex Penn", "Red", true},
	    /* Nobody borrows the name of one they do not serve. */
	    {NULL, "pa@town.example", "cy@town.example", "Alex Penn", "Red",
		true},
	    {NULL, "alex@town.example", "bea@town.example", "Alex Penn", "Red",
		true},
	    {NULL, "", "bea@town.example", "Bea Orr", "Blue", false},
	    {"uid7", "x@y.example", "y@y.example", NULL, NULL, false},
	};
	char mail[256];
	struct report *r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(mail, sizeof mail,
		    "From: %s\r\nTo: ann.lee@example.org\r\n\r\nHello\r\n",
		    cases[i].from);
		r = asking_about_mail(
		    &asked, cases[i].sender, cases[i].auth, mail);
		test_same(
		    "member", or_none(r->member), or_none(cases[i].member));
		test_same("group", or_none(r->group), or_none(cases[i].group));
		if (r->restricted != cases[i].restricted)
			fail_msg("case %zu: restricted %d", i, r->restricted);
		report_free(r);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_member),
	};

	return cmocka_run_group_tests(tests, start, end);
}
