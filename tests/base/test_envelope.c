/* SPDX-License-Identifier: MIT
 *
 * test_envelope.c - the SMTP envelope of one message.
 */
#include "base/envelope.h"

#include <stdio.h>

#include "base/limits.h"
#include "lib/test.h"

/* An envelope that nothing was put in may be freed, twice too. */
static void
empty(void **state)
{
	struct envelope e = {0};

	(void)state;
	envelope_free(&e);
	envelope_free(&e);
	assert_int_equal(e.nrcpts, 0);
}

/* Sender and parameters are kept as given; a second MAIL replaces the first
 * whole, parameters included. */
static void
sender(void **state)
{
	const char *const first[] = {"BODY=8BITMIME", "RET=HDRS", NULL};
	const char *const second[] = {"SMTPUTF8", NULL};
	struct envelope e = {0};

	(void)state;
	assert_int_equal(envelope_sender(&e, "<anna@town.example>", first), 0);
	test_same("sender", e.sender, "anna@town.example");
	assert_int_equal(e.params.n, 2);
	test_same("parameter", e.params.v[1], "RET=HDRS");
	assert_int_equal(envelope_sender(&e, "<>", second), 0);
	test_same("null sender", e.sender, "");
	assert_int_equal(e.params.n, 1);
	test_same("parameter", e.params.v[0], "SMTPUTF8");
	assert_int_equal(envelope_sender(&e, "<b@town.example>", NULL), 0);
	assert_int_equal(e.params.n, 0);
	envelope_free(&e);
}

/* Recipients keep their order, their wording to the MTA and their own
 * parameters; the same one twice stays twice. */
static void
recipients(void **state)
{
	const char *const params[] = {"NOTIFY=NEVER", "ORCPT=rfc822;x", NULL};
	struct envelope e = {0};

	(void)state;
	assert_int_equal(envelope_recipient(&e, "<B@x.example>", params), 0);
	assert_int_equal(
	    envelope_recipient(&e, "<@r.example:a@x.example>", NULL), 0);
	assert_int_equal(envelope_recipient(&e, "<B@x.example>", NULL), 0);
	assert_int_equal(e.nrcpts, 3);
	test_same("verbatim", e.rcpts[0].verbatim, "<B@x.example>");
	test_same("address", e.rcpts[0].address, "B@x.example");
	assert_int_equal(e.rcpts[0].params.n, 2);
	test_same("parameter", e.rcpts[0].params.v[1], "ORCPT=rfc822;x");
	test_same("verbatim", e.rcpts[1].verbatim, "<@r.example:a@x.example>");
	test_same("address", e.rcpts[1].address, "a@x.example");
	assert_int_equal(e.rcpts[2].params.n, 0);
	envelope_free(&e);
	assert_null(e.rcpts);
}

/* LIMIT_RECIPIENTS are taken, one more is refused and changes nothing. */
static void
too_many_recipients(void **state)
{
	struct envelope e = {0};
	char who[64];
	size_t i;

	(void)state;
	for (i = 0; i < LIMIT_RECIPIENTS; i++) {
		snprintf(who, sizeof who, "<r%zu@x.example>", i);
		assert_int_equal(envelope_recipient(&e, who, NULL), 0);
	}
	assert_int_equal(envelope_recipient(&e, "<one@x.example>", NULL), -1);
	assert_int_equal(e.nrcpts, LIMIT_RECIPIENTS);
	test_same("last", e.rcpts[e.nrcpts - 1].verbatim, who);
	envelope_free(&e);
}

/* A field takes a copy, replaces what it had and can be emptied, also from its
 * own value. */
static void
fields(void **state)
{
	struct envelope e = {0};
	char id[] = "4ABC";

	(void)state;
	assert_int_equal(envelope_set(&e.queue_id, id), 0);
	id[0] = 'x';
	test_same("copy", e.queue_id, "4ABC");
	assert_int_equal(envelope_set(&e.queue_id, e.queue_id), 0);
	test_same("from itself", e.queue_id, "4ABC");
	assert_int_equal(envelope_set(&e.queue_id, NULL), 0);
	assert_null(e.queue_id);
	assert_int_equal(envelope_set(&e.auth, "anna"), 0);
	assert_int_equal(envelope_set(&e.client_addr, "192.0.2.7"), 0);
	assert_int_equal(envelope_set(&e.client_name, "pc.town.example"), 0);
	assert_int_equal(envelope_set(&e.daemon_name, "MTA"), 0);
	envelope_free(&e);
	assert_null(e.auth);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(empty),
	    cmocka_unit_test(sender),
	    cmocka_unit_test(recipients),
	    cmocka_unit_test(too_many_recipients),
	    cmocka_unit_test(fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
