/* SPDX-License-Identifier: MIT
 *
 * test_yaml.c - trees with places, and what is refused and how it is said.
 */
#include "config/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

struct bad {
	const char *name, *text, *want;
};

/* Whatever a config has no use for is refused, with file:line:column, what
 * was found and what was expected. */
static void
test_refused(void **state)
{
	static const struct bad cases[] = {
	    {"duplicate key", "a: 1\nb: 2\na: 3\n",
		"f:3:1: key 'a' a second time; expected it once (the other is "
		"on line 1)"},
	    {"duplicate key in flow", "m: {a: 1, a: 2}\n",
		"f:1:11: key 'a' a second time; expected it once (the other "
		"is on line 1)"},
	    {"tab", "a:\n\tb: 1\n",
		"f:2:1: a tab in the indentation; expected spaces"},
	    {"tab after a space", "a:\n \tb: 1\n",
		"f:2:2: a tab in the indentation; expected spaces"},
	    {"anchor", "a: &x 1\n",
		"f:1:4: an anchor (&name); expected none (quote a text that "
		"starts with '&')"},
	    {"alias", "a: *x\n",
		"f:1:4: an alias (*name); expected the value written out "
		"(quote a text that starts with '*')"},
	    {"anchor of a list", "a: &x [1]\n",
		"f:1:4: an anchor (&name); expected none (quote a text that "
		"starts with '&')"},
	    {"tag", "a: !!int 1\n",
		"f:1:4: a tag (!name); expected none (quote a text that "
		"starts with '!')"},
	    {"tag of a map", "!x {a: 1}\n",
		"f:1:1: a tag (!name); expected none (quote a text that "
		"starts with '!')"},
	    {"two documents", "a: 1\n---\nb: 1\n",
		"f:2:1: a second document (---); expected one a file"},
	    {"directive", "%YAML 1.1\n---\na: 1\n",
		"f:1:1: a directive (%NAME); expected none"},
	    {"list as key", "? [a]\n: 1\n",
		"f:1:3: a list or map as a key; expected a word"},
	    {"NUL by escape", "a: \"x\\0y\"\n",
		"f:1:4: a text with a NUL character; expected text without"},
	    {"not UTF-8", "a: caf\xe9\n",
		"f:1:7: byte 0xe9 is not UTF-8; expected text saved as UTF-8"},
	    {"column counts characters", "a: \xc3\xa9\xc3\xa9\xff\n",
		"f:1:6: byte 0xff is not UTF-8; expected text saved as UTF-8"},
	    {"unclosed quote", "a: 'x\n",
		"f:2:1: not YAML: found unexpected end of stream while "
		"scanning a quoted scalar; expected 'key: value' or '- item' "
		"(quote a text that holds ': ' or ' #' or starts with a "
		"sign)"},
	    {"sign", "a: @x\n",
		"f:1:4: not YAML: found character that cannot start any token "
		"while scanning for the next token; expected 'key: value' or "
		"'- item' (quote a text that holds ': ' or ' #' or starts "
		"with a sign)"},
	    {"control", "a: 1\nb: x\x01y\n",
		"f:2:5: not YAML: control characters are not allowed; "
		"expected 'key: value' or '- item' (quote a text that holds "
		"': ' or ' #' or starts with a sign)"},
	    {"too deep", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
		"f:1:17: nested more than 16 deep; expected less"},
	};
	struct yaml_file f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct buf err = BUF_MAX(4096);

		if (yaml_parse("f", cases[i].text, strlen(cases[i].text), &f,
			&err) == 0)
			fail_msg("%s: not refused", cases[i].name);
		test_same(cases[i].name, buf_str(&err), cases[i].want);
		buf_free(&err);
	}
}

/* A NUL byte, which a C string cannot carry here, is refused too. */
static void
test_nul(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct yaml_file f;

	(void)state;
	assert_int_equal(yaml_parse("f", "a: 1\n\0", 6, &f, &err), -1);
	test_same("NUL", buf_str(&err),
	    "f:2:1: a NUL byte; expected text saved as UTF-8");
	buf_free(&err);
}

/* A map wider than any of ours is refused before finding duplicates in it
 * could take long. */
static void
test_wide(void **state)
{
	struct buf text = BUF_MAX(1 << 20), err = BUF_MAX(4096);
	struct yaml_file f;
	int i;

	(void)state;
	for (i = 0; i <= 1000; i++)
		buf_addf(&text, "k%d: 1\n", i);
	assert_int_equal(
	    yaml_parse("f", buf_str(&text), text.len, &f, &err), -1);
	test_same("wide", buf_str(&err),
	    "f:1001:1: a map of more than 1000 keys; expected fewer");
	buf_free(&text);
	buf_free(&err);
}

/* Nodes know their kind, text, style and where they stand; the last line may
 * lack its line feed, lines may end with CR LF. */
static void
test_tree(void **state)
{
	static const char text[] = "# c\r\na: x\r\n\"b\":\r\n  - 'y: #'\r\n"
				   "  - {k: v}\r\nc: |-\r\n  \\d+\r\nd:";
	struct buf err = BUF_MAX(4096);
	const struct yaml *v;
	struct yaml_file f;

	(void)state;
	if (yaml_parse("f", text, sizeof text - 1, &f, &err) < 0)
		fail_msg("%s", buf_str(&err));
	assert_int_equal(f.root->kind, YAML_MAP);
	assert_int_equal(f.root->n, 4);
	v = yaml_get(f.root, "a");
	test_same("a", v->text, "x");
	assert_true(v->plain);
	assert_int_equal(v->line, 2);
	assert_int_equal(v->column, 4);
	v = yaml_get(f.root, "b");
	assert_int_equal(v->kind, YAML_LIST);
	test_same("quoted", v->items[0]->text, "y: #");
	assert_false(v->items[0]->plain);
	test_same("its key", v->items[0]->key, "b");
	assert_int_equal(v->items[0]->line, 4);
	assert_int_equal(v->items[0]->column, 5);
	test_same("nested", yaml_get(v->items[1], "k")->text, "v");
	v = yaml_get(f.root, "c");
	test_same("block", v->text, "\\d+");
	assert_false(v->plain);
	test_same("nothing", yaml_get(f.root, "d")->text, "");
	assert_null(yaml_get(f.root, "e"));
	assert_null(yaml_get(v, "e"));
	yaml_unload(&f);
	buf_free(&err);
}

/* An empty file and one of comments alone are no error: there is no root. */
static void
test_empty(void **state)
{
	static const char *const cases[] = {"", "\n\n", "# nothing\n"};
	struct buf err = BUF_MAX(4096);
	struct yaml_file f;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
		    yaml_parse("f", cases[i], strlen(cases[i]), &f, &err), 0);
		assert_null(f.root);
		yaml_unload(&f);
	}
}

struct thing {
	char *name, *pattern;
	struct strlist words;
	bool flag;
	unsigned long long size;
	int order;
	int name_at;
};

static int
read_name(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct thing *t = object;

	t->name_at = ++t->order;
	return yaml_string(f, v, &t->name, err);
}

static int
read_pattern(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	struct thing *t = object;

	t->order++;
	return yaml_quoted(f, v, &t->pattern, err);
}

static int
read_words(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_strings(f, v, false, &((struct thing *)object)->words, err);
}

static int
read_samples(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_strings(f, v, true, &((struct thing *)object)->words, err);
}

static int
read_flag(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_bool(f, v, &((struct thing *)object)->flag, err);
}

static int
read_size(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_number(
	    f, v, true, 1024, 4u << 20, &((struct thing *)object)->size, err);
}

static int
read_count(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_number(
	    f, v, false, 1, 9, &((struct thing *)object)->size, err);
}

static const char *
not_x(const char *s)
{
	return strcmp(s, "x") == 0 ? "something else" : NULL;
}

static int
read_entries(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return yaml_entries(f, v, not_x, &((struct thing *)object)->words, err);
}

static const struct yaml_key keys[] = {
    {"name", read_name, true, "what it is called"},
    {"pattern", read_pattern, false, ""},
    {"words", read_words, false, ""},
    {"samples", read_samples, false, ""},
    {"entries", read_entries, false, ""},
    {"flag", read_flag, false, ""},
    {"size", read_size, false, ""},
    {"count", read_count, false, ""},
    {NULL, NULL, false, NULL},
};

static void
thing_clear(struct thing *t)
{
	free(t->name);
	free(t->pattern);
	strlist_free(&t->words);
	*t = (struct thing){0};
}

/* Walks text; the result is the error, "" for none. */
static const char *
walk(const char *text, struct thing *t, struct buf *err)
{
	struct yaml_file f;

	buf_reset(err);
	if (yaml_parse("f", text, strlen(text), &f, err) < 0)
		return buf_str(err);
	f.about = "thing one";
	yaml_walk(&f, f.root, keys, t, err);
	yaml_unload(&f);
	return buf_str(err);
}

/* Each reader refuses what it cannot use, naming place, key, what was found
 * and what was expected. */
static void
test_walk_refused(void **state)
{
	static const struct bad cases[] = {
	    {"no map", "- a\n",
		"f:1:1: thing one: a list; expected 'key: "
		"value'"},
	    {"empty", "",
		"f:1:1: thing one: an empty file; expected 'key: value'"},
	    {"missing", "words: a\n",
		"f:1:1: thing one: no key 'name'; expected name: what it is "
		"called"},
	    {"unknown, near", "name: a\npatern: 'x'\n",
		"f:2:1: thing one: unknown key 'patern'; did you mean "
		"'pattern'? known keys: name, pattern, words, samples, "
		"entries, flag, size, count"},
	    {"unknown, far", "name: a\nzebra: 'x'\n",
		"f:2:1: thing one: unknown key 'zebra'; known keys: name, "
		"pattern, words, samples, entries, flag, size, count"},
	    {"nothing", "name:\n",
		"f:1:6: thing one: name: nothing; expected a text ('' for an "
		"empty one)"},
	    {"list for text", "name: [a]\n",
		"f:1:7: thing one: name: a list; expected a text ('' for an "
		"empty one)"},
	    {"not quoted", "name: a\npattern: \\d\n",
		"f:2:10: thing one: pattern: a text without quotes; quote it: "
		"'\\d'"},
	    {"quoted nothing", "name: a\npattern:\n",
		"f:2:9: thing one: pattern: nothing; expected a quoted text"},
	    {"sample not quoted", "name: a\nsamples: ['x', y]\n",
		"f:2:16: thing one: samples: a text without quotes; quote it: "
		"'y'"},
	    {"map in a list", "name: a\nwords: [x, {y: z}]\n",
		"f:2:12: thing one: words: a map of keys; expected a text or "
		"a list of texts ([] for none)"},
	    {"no list", "name: a\nwords:\n",
		"f:2:7: thing one: words: nothing; expected a text or a list "
		"of texts ([] for none)"},
	    {"bad entry", "name: a\nentries: [y, x]\n",
		"f:2:14: thing one: entries: 'x'; expected something else"},
	    {"bad flag", "name: a\nflag: maybe\n",
		"f:2:7: thing one: flag: 'maybe'; expected yes or no"},
	    {"flag nothing", "name: a\nflag:\n",
		"f:2:6: thing one: flag: nothing; expected yes or no"},
	    {"size too small", "name: a\nsize: 1\n",
		"f:2:7: thing one: size: '1'; expected a size (with KiB, MiB "
		"or GiB) from 1 KiB to 4 MiB"},
	    {"size too large", "name: a\nsize: 5 MiB\n",
		"f:2:7: thing one: size: '5 MiB'; expected a size (with KiB, "
		"MiB or GiB) from 1 KiB to 4 MiB"},
	    {"size overflow", "name: a\nsize: 99999999999 GiB\n",
		"f:2:7: thing one: size: '99999999999 GiB'; expected a size "
		"(with KiB, MiB or GiB) from 1 KiB to 4 MiB"},
	    {"number overflow", "name: a\ncount: 99999999999999999999\n",
		"f:2:8: thing one: count: '99999999999999999999'; expected a "
		"whole number from 1 to 9"},
	    {"number negative", "name: a\ncount: -1\n",
		"f:2:8: thing one: count: '-1'; expected a whole number from "
		"1 to 9"},
	    {"number with unit", "name: a\ncount: 1 KiB\n",
		"f:2:8: thing one: count: '1 KiB'; expected a whole number "
		"from 1 to 9"},
	    {"number not one", "name: a\ncount: [1]\n",
		"f:2:8: thing one: count: a list; expected a whole number "
		"from 1 to 9"},
	};
	struct buf err = BUF_MAX(4096);
	struct thing t = {0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		test_same(cases[i].name, walk(cases[i].text, &t, &err),
		    cases[i].want);
		thing_clear(&t);
	}
	buf_free(&err);
}

/* What is right is read, in the order of the table. */
static void
test_walk(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct thing t = {0};

	(void)state;
	test_same("error",
	    walk("pattern: '\\d'\nflag: On\nsize: 2MiB\nwords: one\nname: \"\"",
		&t, &err),
	    "");
	test_same("name", t.name, "");
	assert_int_equal(t.name_at, 1);
	test_same("pattern", t.pattern, "\\d");
	assert_true(t.flag);
	assert_int_equal(t.size, 2u << 20);
	assert_int_equal(t.words.n, 1);
	test_same("one word", t.words.v[0], "one");
	thing_clear(&t);
	test_same("error", walk("name: a\nwords: []", &t, &err), "");
	assert_int_equal(t.words.n, 0);
	thing_clear(&t);
	buf_free(&err);
}

/* A file that is not there, or is a folder, is an error that says so. */
static void
test_load(void **state)
{
	struct buf err = BUF_MAX(4096);
	struct yaml_file f;

	(void)state;
	assert_int_equal(yaml_load("/nowhere/f.yaml", &f, &err), -1);
	test_same("missing", buf_str(&err),
	    "/nowhere/f.yaml: cannot be read: No such file or directory");
	buf_reset(&err);
	assert_int_equal(yaml_load("/", &f, &err), -1);
	test_same("folder", buf_str(&err), "/: cannot be read: Is a directory");
	buf_free(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_nul),
	    cmocka_unit_test(test_wide),
	    cmocka_unit_test(test_tree),
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_walk_refused),
	    cmocka_unit_test(test_walk),
	    cmocka_unit_test(test_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
