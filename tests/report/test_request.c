/* SPDX-License-Identifier: MIT
 *
 * test_request.c - a request is read as it was written, or not at all.
 */
#include "report/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

#include "base/limits.h"
#include "base/random.h"

/* A string that may be missing, made visible. */
static const char *
shown(const char *s)
{
	return s != NULL ? s : "(null)";
}

static void
same_list(const char *name, const struct strlist *a, const struct strlist *b)
{
	size_t i;

	assert_int_equal(a->n, b->n);
	for (i = 0; i < a->n; i++)
		test_same(name, a->v[i], b->v[i]);
}

static void
same(const char *name, const struct request *a, const struct request *b)
{
	const struct envelope *e = &a->envelope, *g = &b->envelope;
	size_t i;

	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->any_sender, b->any_sender);
	assert_int_equal(a->at, b->at);
	assert_int_equal(a->want_texts, b->want_texts);
	assert_int_equal(a->want_digest, b->want_digest);
	assert_int_equal(a->skip_find, b->skip_find);
	test_same(name, a->id.s, b->id.s);
	test_same(name, shown(a->file), shown(b->file));
	test_same(name, shown(e->sender), shown(g->sender));
	test_same(name, shown(e->auth), shown(g->auth));
	test_same(name, shown(e->client_addr), shown(g->client_addr));
	test_same(name, shown(e->client_name), shown(g->client_name));
	test_same(name, shown(e->daemon_name), shown(g->daemon_name));
	test_same(name, shown(e->queue_id), shown(g->queue_id));
	same_list(name, &e->params, &g->params);
	assert_int_equal(e->nrcpts, g->nrcpts);
	for (i = 0; i < e->nrcpts; i++) {
		test_same(name, e->rcpts[i].verbatim, g->rcpts[i].verbatim);
		test_same(name, e->rcpts[i].address, g->rcpts[i].address);
		same_list(name, &e->rcpts[i].params, &g->rcpts[i].params);
	}
}

/* Writes, reads, compares. */
static void
round_trip(const char *name, const struct request *q)
{
	struct buf b = BUF_MAX(LIMIT_REQUEST_BYTES);
	struct request back = {0};

	if (request_write(q, &b) < 0)
		fail_msg("%s: cannot be written", name);
	if (request_read(buf_str(&b), b.len, &back) < 0)
		fail_msg("%s: cannot be read: %s", name, buf_str(&b));
	same(name, &back, q);
	request_free(&back);
	buf_free(&b);
}

/* All there is to say comes back, and what was left out stays out. */
static void
whole_and_bare(void **state)
{
	static const char *const params[] = {"BODY=8BITMIME", "RET=HDRS", NULL};
	static const char *const notify[] = {"NOTIFY=NEVER", NULL};
	struct request bare = {.id = ulid_new()};
	struct request whole = {.kind = REQUEST_DOCUMENT,
	    .id = ulid_new(),
	    .any_sender = true,
	    .at = -5,
	    .want_texts = true,
	    .want_digest = true,
	    .skip_find = true};
	struct envelope *e = &whole.envelope;

	(void)state;
	round_trip("bare", &bare);
	envelope_set(&whole.file, "box.mbox:3");
	envelope_sender(e, "<a@town.example>", params);
	envelope_recipient(e, "<@relay.example:b@example.org>", notify);
	envelope_recipient(e, "c@example.org", NULL);
	envelope_set(&e->auth, "cllr.a");
	envelope_set(&e->client_addr, "IPv6:2001:db8::1");
	envelope_set(&e->client_name, "");
	envelope_set(&e->daemon_name, "smtpd");
	envelope_set(&e->queue_id, "4ZabcXYZ");
	round_trip("whole", &whole);
	whole.at = 9999999999999;
	round_trip("far future", &whole);
	request_free(&whole);
	request_free(&whole); /* harmless */
}

/* Envelope bytes are whatever a client sent. */
static void
any_bytes(void **state)
{
	char every[256];
	const char *const cases[] = {
	    every,
	    "",
	    "\"quoted \\\" local\"@example.org",
	    "\xc3\xa9@example.org",
	    "\xe9@example.org",
	    "\xff\xfe\xc0\x80\xed\xa0\x80",
	    "a\nb\r\tc\x7f",
	    "\\u0000 \\x",
	};
	struct request q;
	size_t i;
	int c;

	(void)state;
	for (c = 1; c < 256; c++)
		every[c - 1] = (char)c;
	every[255] = '\0';
	for (i = 0; i < COUNT(cases); i++) {
		const char *const params[] = {cases[i], cases[i], NULL};

		q = (struct request){.id = ulid_new()};
		envelope_set(&q.file, cases[i]);
		envelope_sender(&q.envelope, cases[i], params);
		envelope_recipient(&q.envelope, cases[i], params);
		envelope_set(&q.envelope.auth, cases[i]);
		round_trip(cases[i], &q);
		request_free(&q);
	}
}

/* A request that does not fit is refused whole, never cut. */
static void
too_large(void **state)
{
	struct request q = {.id = ulid_new()};
	struct buf b = BUF_MAX(LIMIT_REQUEST_BYTES);
	char *long_one = malloc(LIMIT_REQUEST_BYTES + 1);

	(void)state;
	assert_non_null(long_one);
	memset(long_one, 'a', LIMIT_REQUEST_BYTES);
	long_one[LIMIT_REQUEST_BYTES] = '\0';
	assert_int_equal(envelope_recipient(&q.envelope, long_one, NULL), 0);
	assert_int_equal(request_write(&q, &b), -1);
	memset(long_one, '\xe9', LIMIT_REQUEST_BYTES);
	envelope_set(&q.file, long_one);
	assert_int_equal(request_write(&q, &b), -1);
	assert_int_equal(b.len, 0);
	free(long_one);
	request_free(&q);
	buf_free(&b);
}

#define ID "01J00000000000000000000000"
#define HEAD                                                                  \
	"{\"kind\":0,\"id\":\"" ID "\",\"file\":null,\"at\":1,\"any\":false," \
	"\"texts\":false,\"digest\":false,\"skip\":false,"
#define TAIL                                                          \
	",\"auth\":null,\"addr\":null,\"name\":null,\"daemon\":null," \
	"\"queue\":null}"

/* What request_write did not write is not read. */
static void
nothing_else(void **state)
{
	static const struct {
		const char *name;
		const char *json;
		int want;
	} cases[] = {
	    {"the like of ours",
		HEAD "\"sender\":\"a\",\"params\":[],\"rcpts\":[]" TAIL, 0},
	    {"empty", "", -1},
	    {"no object", "[]", -1},
	    {"empty object", "{}", -1},
	    {"cut", HEAD, -1},
	    {"unknown field",
		HEAD "\"sender\":\"a\",\"params\":[],\"rcpts\":[],\"x\":1" TAIL,
		-1},
	    {"missing rcpts", HEAD "\"sender\":\"a\",\"params\":[]" TAIL, -1},
	    {"other for rcpts",
		HEAD "\"sender\":\"a\",\"params\":[],\"to\":[]" TAIL, -1},
	    {"twice",
		HEAD "\"sender\":\"a\",\"sender\":\"b\",\"params\":[],"
		     "\"rcpts\":[]" TAIL,
		-1},
	    {"sender a number",
		HEAD "\"sender\":1,\"params\":[],\"rcpts\":[]" TAIL, -1},
	    {"params no list",
		HEAD "\"sender\":\"a\",\"params\":{},\"rcpts\":[]" TAIL, -1},
	    {"a null parameter",
		HEAD
		"\"sender\":\"a\",\"params\":[\"x\",null],\"rcpts\":[]" TAIL,
		-1},
	    {"rcpts no list",
		HEAD "\"sender\":\"a\",\"params\":[],\"rcpts\":\"b\"" TAIL, -1},
	    {"a recipient no pair",
		HEAD "\"sender\":\"a\",\"params\":[],\"rcpts\":[\"b\"]" TAIL,
		-1},
	    {"a null recipient",
		HEAD "\"sender\":\"a\",\"params\":[],"
		     "\"rcpts\":[[\"b\",[]],[null,[]]]" TAIL,
		-1},
	    {"a recipient without list",
		HEAD "\"sender\":\"a\",\"params\":[],\"rcpts\":[[\"b\"]]" TAIL,
		-1},
	    {"past Latin-1",
		HEAD "\"sender\":\"\xc4\x80\",\"params\":[],\"rcpts\":[]" TAIL,
		-1},
	    {"an escaped NUL",
		HEAD "\"sender\":\"a\\u0000\",\"params\":[],\"rcpts\":[]" TAIL,
		-1},
	    {"kind too large",
		"{\"kind\":3,\"id\":\"" ID
		"\",\"file\":null,\"at\":1,\"any\":false,\"texts\":false,"
		"\"digest\":false,\"skip\":false,\"sender\":\"a\","
		"\"params\":[],\"rcpts\":[]" TAIL,
		-1},
	    {"kind below zero",
		"{\"kind\":-1,\"id\":\"" ID
		"\",\"file\":null,\"at\":1,\"any\":false,\"texts\":false,"
		"\"digest\":false,\"skip\":false,\"sender\":\"a\","
		"\"params\":[],\"rcpts\":[]" TAIL,
		-1},
	    {"id too long",
		"{\"kind\":0,\"id\":\"" ID
		"0\",\"file\":null,\"at\":1,\"any\":false,\"texts\":false,"
		"\"digest\":false,\"skip\":false,\"sender\":\"a\","
		"\"params\":[],\"rcpts\":[]" TAIL,
		-1},
	};
	struct request q;
	size_t i;
	int got;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		memset(&q, 0, sizeof q);
		got = request_read(cases[i].json, strlen(cases[i].json), &q);
		if (got != cases[i].want)
			fail_msg("%s: got %d, want %d", cases[i].name, got,
			    cases[i].want);
		request_free(&q);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_and_bare),
	    cmocka_unit_test(any_bytes),
	    cmocka_unit_test(too_large),
	    cmocka_unit_test(nothing_else),
	};

	random_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
