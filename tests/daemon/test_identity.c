/* SPDX-License-Identifier: MIT
 *
 * test_identity.c - whose mail is read, and whose is nobody's business.
 */
#include "daemon/identity.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

#include "config/config.h"
#include "config/files.h"
#include "intake/intake.h"

#define CONF                                               \
	"council: {domains: [town.example]}\n"             \
	"inspect:\n"                                       \
	"  senders: [listed.example, one@other.example]\n" \
	"  members: yes\n"                                 \
	"  ports: [submission, smtpd]\n"                   \
	"  trusted_clients: [127.0.0.0/8, 192.0.2.0/24]\n" \
	"release: {daemon_name: reinject}\n"

struct seen {
	const char *name;
	const char *sender, *from, *auth, *client, *daemon;
	bool notice;
	bool want;
	const char *why;
};

static const struct seen cases[] = {
    /* The envelope, from a client that is believed. */
    {"listed domain", "a@listed.example", NULL, NULL, "local", NULL, false,
	true, "envelope"},
    {"listed address", "one@other.example", NULL, NULL, "192.0.2.7", "smtpd",
	false, true, "envelope"},
    {"by any case", "A@LISTED.example", NULL, NULL, "local", NULL, false, true,
	"envelope"},
    {"a member", "alex@town.example", NULL, NULL, "local", NULL, false, true,
	"envelope"},
    {"a member's own mailbox", "alex@home.example", NULL, NULL, "local", NULL,
	false, false, "not-listed"},
    {"nobody's", "b@example.org", NULL, NULL, "local", NULL, false, false,
	"not-listed"},
    {"a stranger says so", "a@listed.example", "a@listed.example", NULL,
	"203.0.113.5", NULL, false, false, "untrusted-client"},
    {"a client nobody names", "a@listed.example", NULL, NULL, NULL, NULL, false,
	false, "untrusted-client"},
    /* The From field, where the envelope says nothing. */
    {"From alone", "", " Alex <alex@town.example>", NULL, "local", NULL, false,
	true, "from-field"},
    {"From bare", "x@example.org", "alex@town.example", NULL, "local", NULL,
	false, true, "from-field"},
    {"From with a name that is an address", "x@example.org",
	"\"x@example.org <y@example.org>\" <alex@town.example>", NULL, "local",
	NULL, false, true, "from-field"},
    {"From without end", "x@example.org", "Alex <alex@town.example", NULL,
	"local", NULL, false, false, "not-listed"},
    {"no From", "x@example.org", NULL, NULL, "local", NULL, false, false,
	"not-listed"},
    {"empty From", "x@example.org", "", NULL, "local", NULL, false, false,
	"not-listed"},
    /* Who signed in. */
    {"signed in", "x@example.org", NULL, "alex@town.example", "203.0.113.5",
	"submission", false, true, "authenticated"},
    {"signed in by a bare name", "alex@town.example", NULL, "alex",
	"203.0.113.5", "submission", false, true, "authenticated"},
    {"signed in as nobody listed", "x@example.org", NULL, "guest",
	"203.0.113.5", "submission", false, false, "not-listed"},
    {"signed in, From of a member", "", "alex@town.example", "alex",
	"203.0.113.5", "submission", false, true, "from-field"},
    {"an empty login is none", "alex@town.example", NULL, "", "203.0.113.5",
	NULL, false, false, "untrusted-client"},
    /* Ports. */
    {"another port", "a@listed.example", NULL, NULL, "local", "other", false,
	false, "port"},
    {"our own port", "a@listed.example", NULL, "alex@town.example", "local",
	"reinject", false, false, "reinjected"},
    {"our own port, by any case", "a@listed.example", NULL, NULL, "local",
	"REINJECT", false, false, "reinjected"},
    /* Our notices. */
    {"our notice", "", "probity@town.example", NULL, "local", NULL, true, false,
	"own-notice"},
    {"the null sender", "", NULL, NULL, "local", NULL, false, false,
	"not-listed"},
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
	    "name,addresses,private\n"
	    "Alex,alex@town.example,alex@home.example\n");
	c = config_load(files_write("conf/probity.yaml", CONF), &err);
	if (c == NULL)
		fail_msg("%s", buf_str(&err));
	return c;
}

static char *
field(const char *s)
{
	char *copy = s != NULL ? strdup(s) : NULL;

	if (s != NULL)
		assert_non_null(copy);
	return copy;
}

/* The first rule that applies decides, and says so in a word for the log. */
static void
every_rule(void **state)
{
	struct config *c = load();
	struct arrival a;
	struct identity got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		a = (struct arrival){.message = -1};
		a.envelope.sender = field(cases[i].sender);
		a.envelope.auth = field(cases[i].auth);
		a.envelope.client_addr = field(cases[i].client);
		a.envelope.daemon_name = field(cases[i].daemon);
		a.kept[KEPT_FROM] = field(cases[i].from);
		got = identity_of(c, &a, cases[i].notice);
		test_same(cases[i].name, got.why, cases[i].why);
		if (got.inspect != cases[i].want)
			fail_msg(
			    "%s: inspect is %d", cases[i].name, got.inspect);
		envelope_free(&a.envelope);
		free(a.kept[KEPT_FROM]);
	}
	config_unref(c);
	files_remove();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
