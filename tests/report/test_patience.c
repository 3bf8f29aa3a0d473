/* SPDX-License-Identifier: MIT
 *
 * test_patience.c - each step of an inspection has its time.
 */
#include "report/patience.h"

#include "lib/test.h"

#include "base/limits.h"
#include "config/config.h"

/* Reading ends before the worker does; OCR has its time besides, where it is
 * on; and nobody waits less for documents than for anything else. */
static void
times(void **state)
{
	static const unsigned seconds[] = {1, 2, 3, 20, 300};
	struct settings set = {.ocr_s = 7};
	struct patience p;
	size_t i;

	(void)state;
	for (i = 0; i < 2 * COUNT(seconds); i++) {
		set.deadline_s = seconds[i / 2];
		set.ocr = i % 2 == 1;
		p = patience_of(&set);
		assert_int_equal(p.plain, set.deadline_s * 1000);
		assert_int_equal(p.ocr, set.ocr ? 7000 : 0);
		assert_int_equal(p.document, p.plain + p.ocr);
		assert_true(p.queue >= p.plain);
		assert_true(p.plain_reading > 0 && p.plain_reading < p.plain);
		assert_true(p.document_reading > 0 &&
			    p.document_reading + p.ocr < p.document);
		assert_int_equal(patience_work_s(&set) * 1000, p.document);
	}
}

/* At least two document workers, as many as plain ones, or as is said. */
static void
workers(void **state)
{
	static const struct {
		unsigned said, plain, want;
	} cases[] = {
	    {0, 1, 2},
	    {0, 4, 4},
	    {0, LIMIT_WORKERS, LIMIT_WORKERS},
	    {1, 4, 1},
	    {9, 4, 9},
	    {LIMIT_WORKERS, 1, LIMIT_WORKERS},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct settings set = {.document_workers = cases[i].said};

		assert_int_equal(
		    patience_document_workers(&set, cases[i].plain),
		    cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(times),
	    cmocka_unit_test(workers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
