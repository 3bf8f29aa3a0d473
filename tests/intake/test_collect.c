/* SPDX-License-Identifier: MIT
 *
 * test_collect.c - what the MTA hands over becomes one file, byte for byte,
 * and what is in flight is given back on every path.
 */
#include "intake/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/fd.h"

static const struct intake_options plenty = {
    .own_headers = {"X-Probity-", "X-Council-Check"},
    .keep = {"From", "Subject", "X-Probity-Notice"},
    .inflight_bytes = 1u << 20,
    .inflight_messages = 10,
};

static void
expect_bytes(const char *name, const struct collect *c, const char *want)
{
	struct map m;

	assert_int_equal(map_fd(c->arrival.message, &m), 0);
	if (m.len != strlen(want) || memcmp(m.data, want, m.len) != 0)
		fail_msg("%s:\n got: %.*s\nwant: %s", name, (int)m.len, m.data,
		    want);
	assert_int_equal(m.len, c->arrival.size);
	map_free(&m);
}

/* Header fields come out as they went over the wire: folds are CRLF again, and
 * the space after the colon is the sender's own. */
static void
headers_byte_for_byte(void **state)
{
	static const struct {
		const char *name, *value;
		bool lead_space;
		const char *want;
	} cases[] = {
	    {"Subject", " Bins", true, "Subject: Bins\r\n"},
	    {"Subject", "Bins", true, "Subject:Bins\r\n"},
	    {"Subject", "  Bins ", true, "Subject:  Bins \r\n"},
	    {"Subject", "\tBins", true, "Subject:\tBins\r\n"},
	    {"Subject", "Bins", false, "Subject: Bins\r\n"},
	    {"Subject", "", true, "Subject:\r\n"},
	    {"To", " a@b.example,\n c@d.example", true,
		"To: a@b.example,\r\n c@d.example\r\n"},
	    {"To", " a,\n\tb,\n c", true, "To: a,\r\n\tb,\r\n c\r\n"},
	    {"To", " a,\r\n b", true, "To: a,\r\n b\r\n"},
	    {"To", "\n a", true, "To:\r\n a\r\n"},
	    {"X-8bit", " caf\xe9 \xff", true, "X-8bit: caf\xe9 \xff\r\n"},
	    {"X-Bare-CR", " a\rb", true, "X-Bare-CR: a\rb\r\n"},
	};
	char want[256];
	struct collect c;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		collect_start(&c, &plenty);
		collect_header(
		    &c, cases[i].name, cases[i].value, cases[i].lead_space);
		collect_open(&c);
		collect_body(&c, "body\r\n", 6);
		collect_end(&c);
		snprintf(want, sizeof want, "%s\r\nbody\r\n", cases[i].want);
		expect_bytes(cases[i].want, &c, want);
		collect_free(&c);
	}
}

/* A body is kept whatever is in it, in as many chunks as it comes, and sealed
 * at the end. */
static void
body_byte_for_byte(void **state)
{
	char every[256];
	struct collect c;
	struct map m;
	int i;

	(void)state;
	for (i = 0; i < 256; i++)
		every[i] = (char)i;
	collect_start(&c, &plenty);
	collect_open(&c);
	for (i = 0; i < 100; i++)
		collect_body(&c, every, sizeof every);
	collect_body(&c, "", 0);
	collect_end(&c);
	assert_int_equal(c.arrival.trouble, ARRIVAL_WHOLE);
	assert_true(memfd_sealed(c.arrival.message));
	assert_int_equal(map_fd(c.arrival.message, &m), 0);
	assert_int_equal(m.len, 2 + 100 * sizeof every);
	assert_memory_equal(m.data, "\r\n", 2);
	for (i = 0; i < 100; i++)
		assert_memory_equal(
		    m.data + 2 + (size_t)i * sizeof every, every, sizeof every);
	map_free(&m);
	collect_free(&c);
}

/* Headers of ours that come in are counted by name, whatever their case. */
static void
spoofed_names(void **state)
{
	static const char *const names[] = {"X-Probity-Verdict",
	    "x-probity-VERDICT", "X-Probity", "X-Probityd-Id", "X-Probity-",
	    "X-Council-Check", "x-council-check", "X-Council-Checked",
	    "Subject", "X-PROBITY-VERDICT"};
	struct collect c;
	size_t i;

	(void)state;
	collect_start(&c, &plenty);
	for (i = 0; i < COUNT(names); i++)
		collect_header(&c, names[i], " x", true);
	assert_int_equal(c.nspoofed, 3);
	test_same("first", c.spoofed[0].name, "X-Probity-Verdict");
	assert_int_equal(c.spoofed[0].count, 3);
	test_same("second", c.spoofed[1].name, "X-Probity-");
	assert_int_equal(c.spoofed[1].count, 1);
	test_same("third", c.spoofed[2].name, "X-Council-Check");
	assert_int_equal(c.spoofed[2].count, 2);
	collect_free(&c);
}

/* Thousands of different names of ours are an attack: the message is not
 * collected, rather than some of them left in. */
static void
too_many_spoofed_names(void **state)
{
	struct collect c;
	char name[32];
	int i;

	(void)state;
	collect_start(&c, &plenty);
	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "X-Probity-%d", i);
		collect_header(&c, name, " x", true);
	}
	assert_true(c.nspoofed <= 1000);
	assert_int_equal(c.arrival.trouble, ARRIVAL_NO_MEMORY);
	collect_open(&c);
	assert_int_equal(c.arrival.message, -1);
	collect_free(&c);
	assert_int_equal(collect_inflight(), 0);
}

/* Of each field asked for the first is kept, by any case, none is NULL. */
static void
kept_fields(void **state)
{
	struct collect c;

	(void)state;
	collect_start(&c, &plenty);
	collect_header(&c, "FROM", " a@town.example", true);
	collect_header(&c, "From", " b@town.example", true);
	collect_header(&c, "Fromage", " c@town.example", true);
	collect_header(&c, "subject", "", true);
	test_same("from", c.arrival.kept[0], " a@town.example");
	test_same("subject", c.arrival.kept[1], "");
	assert_null(c.arrival.kept[2]);
	collect_free(&c);
	assert_null(c.arrival.kept[0]);
}

/* Collects a message of that many body bytes. */
static void
collect_one(struct collect *c, const struct intake_options *o, size_t bytes)
{
	static const char block[1000];
	size_t n;

	collect_start(c, o);
	collect_header(c, "Subject", " x", true);
	collect_open(c);
	for (; bytes > 0; bytes -= n) {
		n = bytes < sizeof block ? bytes : sizeof block;
		collect_body(c, block, n);
	}
	collect_end(c);
}

/* Bytes in flight are bounded over all messages; one that is refused keeps
 * none, and gives them back for the next. */
static void
bytes_in_flight(void **state)
{
	struct intake_options o = plenty;
	struct collect a, b, c;
	int before = test_open_descriptors();

	(void)state;
	o.inflight_bytes = 10000;
	collect_one(&a, &o, 6000);
	assert_int_equal(a.arrival.trouble, ARRIVAL_WHOLE);
	collect_one(&b, &o, 6000);
	assert_int_equal(b.arrival.trouble, ARRIVAL_NO_ROOM);
	assert_int_equal(b.arrival.message, -1);
	assert_true(b.arrival.size > 6000);
	collect_one(&c, &o, 3000);
	assert_int_equal(c.arrival.trouble, ARRIVAL_WHOLE);
	assert_int_equal(collect_inflight(), 3);
	collect_free(&a);
	collect_free(&b);
	collect_free(&c);
	collect_free(&c); /* harmless */
	assert_int_equal(collect_inflight(), 0);
	collect_one(&a, &o, 9900);
	assert_int_equal(a.arrival.trouble, ARRIVAL_WHOLE);
	collect_free(&a);
	assert_int_equal(test_open_descriptors(), before);
}

/* So is their number; a message that was not wanted counts for nothing. */
static void
messages_in_flight(void **state)
{
	struct intake_options o = plenty;
	struct collect a, b, c, unwanted;

	(void)state;
	o.inflight_messages = 2;
	collect_start(&unwanted, &o);
	collect_header(&unwanted, "Subject", " x", true);
	collect_one(&a, &o, 10);
	collect_one(&b, &o, 10);
	assert_int_equal(b.arrival.trouble, ARRIVAL_WHOLE);
	collect_one(&c, &o, 10);
	assert_int_equal(c.arrival.trouble, ARRIVAL_NO_ROOM);
	collect_free(&unwanted);
	assert_int_equal(collect_inflight(), 3);
	collect_free(&a);
	collect_free(&c);
	collect_one(&c, &o, 10);
	assert_int_equal(c.arrival.trouble, ARRIVAL_WHOLE);
	collect_free(&b);
	collect_free(&c);
	assert_int_equal(collect_inflight(), 0);
}

/* A message given up half-way (the MTA aborts) gives everything back too. */
static void
aborted(void **state)
{
	struct collect c;
	int before = test_open_descriptors(), step;

	(void)state;
	for (step = 0; step < 4; step++) {
		collect_start(&c, &plenty);
		if (step > 0)
			collect_header(&c, "X-Probity-A", " x", true);
		if (step > 1)
			collect_open(&c);
		if (step > 2)
			collect_body(&c, "x", 1);
		collect_free(&c);
		assert_int_equal(collect_inflight(), 0);
		assert_int_equal(test_open_descriptors(), before);
	}
}

/* Without descriptors there is trouble and no message, and it passes. */
static void
no_descriptors(void **state)
{
	struct rlimit was, none;
	struct collect c;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
	none = was;
	none.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	collect_one(&c, &plenty, 10);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
	assert_int_equal(c.arrival.trouble, ARRIVAL_NO_MEMORY);
	assert_int_equal(c.arrival.message, -1);
	collect_free(&c);
	collect_one(&c, &plenty, 10);
	assert_int_equal(c.arrival.trouble, ARRIVAL_WHOLE);
	collect_free(&c);
	assert_int_equal(collect_inflight(), 0);
}

/* A header block without end is refused, not cut. */
static void
endless_headers(void **state)
{
	char *value = malloc(1u << 20);
	struct intake_options o = plenty;
	struct collect c;
	int i;

	(void)state;
	assert_non_null(value);
	memset(value, 'a', (1u << 20) - 1);
	value[(1u << 20) - 1] = '\0';
	o.inflight_bytes = 1u << 30;
	collect_start(&c, &o);
	for (i = 0; i < 20; i++)
		collect_header(&c, "X", value, true);
	assert_int_equal(c.arrival.trouble, ARRIVAL_NO_MEMORY);
	collect_open(&c);
	collect_body(&c, "x", 1);
	collect_end(&c);
	assert_int_equal(c.arrival.message, -1);
	collect_free(&c);
	free(value);
	assert_int_equal(collect_inflight(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers_byte_for_byte),
	    cmocka_unit_test(body_byte_for_byte),
	    cmocka_unit_test(spoofed_names),
	    cmocka_unit_test(too_many_spoofed_names),
	    cmocka_unit_test(kept_fields),
	    cmocka_unit_test(bytes_in_flight),
	    cmocka_unit_test(messages_in_flight),
	    cmocka_unit_test(aborted),
	    cmocka_unit_test(no_descriptors),
	    cmocka_unit_test(endless_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
