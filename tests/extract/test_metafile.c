/* SPDX-License-Identifier: MIT
 *
 * test_metafile.c - the words that Windows metafiles draw.
 */
#include "extract/metafile.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "extract/texts.h"
#include "lib/test.h"

static const struct document document = {.part = "2/1",
    .name = "image1.emf",
    .where = ", inside plan.docx",
    .zone = ZONE_ATTACHMENT,
    .enclosed = true};

static void
number(struct buf *b, uint32_t n, size_t bytes)
{
	while (bytes-- > 0) {
		buf_addc(b, (char)(n & 0xff));
		n >>= 8;
	}
}

/* A record of an enhanced metafile whose body is `len` zeros. */
static void
emf_record(struct buf *b, uint32_t type, size_t len)
{
	number(b, type, 4);
	number(b, (uint32_t)(8 + len), 4);
	while (len-- > 0)
		buf_addc(b, '\0');
}

/* EMR_EXTTEXTOUTW at that height. */
static void
emf_text(struct buf *b, uint32_t height, const char *words)
{
	size_t n = strlen(words);

	number(b, 84, 4);
	number(b, (uint32_t)(76 + 2 * n), 4);
	for (int i = 0; i < 7; i++)
		number(b, 0, 4);
	number(b, 10, 4);
	number(b, height, 4);
	number(b, (uint32_t)n, 4);
	number(b, 76, 4);
	for (int i = 0; i < 6; i++)
		number(b, 0, 4);
	for (size_t i = 0; i < n; i++)
		number(b, (unsigned char)words[i], 2);
}

static void
make_emf(struct buf *b)
{
	emf_record(b, 1, 100);
	emf_text(b, 20, "Rent");
	emf_text(b, 20, "90");
	emf_text(b, 40, "Total");
	emf_record(b, 14, 12);
}

static void
make_wmf(struct buf *b, bool placed)
{
	static const char words[] = "Oak Road";

	if (placed) {
		number(b, 0x9ac6cdd7, 4);
		for (int i = 0; i < 9; i++)
			number(b, 0, 2);
	}
	number(b, 1, 2);
	number(b, 9, 2);
	number(b, 0x300, 2);
	for (int i = 0; i < 6; i++)
		number(b, 0, 2);
	/* META_TEXTOUT */
	number(b, (6 + 2 + 8 + 4) / 2, 4);
	number(b, 0x0521, 2);
	number(b, 8, 2);
	buf_adds(b, words);
	number(b, 7, 2);
	number(b, 5, 2);
	/* META_EXTTEXTOUT */
	number(b, (6 + 8 + 2) / 2, 4);
	number(b, 0x0a32, 2);
	number(b, 7, 2);
	number(b, 9, 2);
	number(b, 2, 2);
	number(b, 0, 2);
	buf_adds(b, "14");
	number(b, 3, 4);
	number(b, 0, 2);
}

static void
read_into(const struct buf *b, size_t len, struct texts *t)
{
	char *copy = malloc(len + 1);

	assert_non_null(copy);
	memcpy(copy, buf_str(b), len);
	texts_init(t, 1 << 20);
	assert_int_equal(metafile_read(&document, 0, copy, len, t), 0);
	free(copy);
}

/* Words of one height are a line; nothing is unread. */
static void
test_words(void **state)
{
	struct buf b = BUF_MAX(1 << 20);
	struct texts t;

	(void)state;
	make_emf(&b);
	read_into(&b, b.len, &t);
	assert_int_equal(t.n, 1);
	test_same("enhanced", t.v[0].data, "Rent 90\nTotal");
	test_same("place", t.v[0].place, "image1.emf, inside plan.docx");
	assert_int_equal(t.nunread, 0);
	texts_free(&t);
	for (int placed = 0; placed < 2; placed++) {
		buf_reset(&b);
		make_wmf(&b, placed != 0);
		read_into(&b, b.len, &t);
		assert_int_equal(t.n, 1);
		test_same("old", t.v[0].data, "Oak Road 14");
		assert_int_equal(t.nunread, 0);
		texts_free(&t);
	}
	buf_free(&b);
}

/* A picture in it that may be a page is unread, a small one is not. */
static void
test_picture(void **state)
{
	static const struct {
		size_t bytes;
		size_t unread;
	} cases[] = {{1000, 0}, {400 * 1000, 1}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = BUF_MAX(1 << 20);
		struct texts t;

		emf_record(&b, 1, 100);
		emf_record(&b, 81, cases[i].bytes);
		emf_record(&b, 14, 12);
		read_into(&b, b.len, &t);
		assert_int_equal(t.nunread, cases[i].unread);
		if (t.nunread > 0)
			assert_int_equal(t.unread[0].why, UNREAD_IMAGE);
		texts_free(&t);
		buf_free(&b);
	}
}

/* Cut anywhere it is damaged, and nothing is read past its end. */
static void
test_cut(void **state)
{
	struct buf b = BUF_MAX(1 << 20);

	(void)state;
	for (int kind = 0; kind < 2; kind++) {
		buf_reset(&b);
		if (kind == 0)
			make_emf(&b);
		else
			make_wmf(&b, true);
		for (size_t cut = 4; cut + 20 < b.len; cut++) {
			struct texts t;

			read_into(&b, cut, &t);
			assert_int_equal(t.nunread, 1);
			assert_int_equal(t.unread[0].why, UNREAD_DAMAGED);
			texts_free(&t);
		}
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_picture),
	    cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
