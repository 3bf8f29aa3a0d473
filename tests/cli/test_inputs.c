/* SPDX-License-Identifier: MIT
 *
 * test_inputs.c - every message named on a command line, once, in order.
 */
#include "cli/inputs.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/test.h"

#include "base/buf.h"
#include "config/files.h"

struct walk {
	struct buf seen; /* "label=data|" each */
	int stop_after;  /* 0: never */
};

static int
note(const struct input *in, void *arg)
{
	struct walk *w = arg;
	const char *label = files_short(in->label);

	if (in->error != NULL) {
		assert_int_equal(in->len, 0);
		buf_addf(&w->seen, "%s!%s|", label, in->error);
	} else if (in->too_large) {
		assert_int_equal(in->len, 0);
		buf_addf(&w->seen, "%s too large|", label);
	} else {
		buf_addf(&w->seen, "%s=", label);
		buf_add(&w->seen, in->data, in->len);
		buf_adds(&w->seen, "|");
	}
	return w->stop_after > 0 && --w->stop_after == 0 ? 7 : 0;
}

static void
expect(const char *name, bool lines, size_t max, char *const *paths, size_t n,
    const char *want)
{
	struct walk w = {.seen = BUF_MAX(1u << 20)};
	const struct inputs in = {
	    .lines = lines, .max = max, .each = note, .arg = &w};

	assert_int_equal(inputs_walk(&in, paths, n), 0);
	test_same(name, buf_str(&w.seen), want);
	buf_free(&w.seen);
}

/* A file is a message, an mbox several, and with --text each line is one:
 * exactly one input each, whatever is in them. */
static void
one_file(void **state)
{
	static const struct {
		const char *name, *content;
		bool lines;
		const char *want;
	} cases[] = {
	    {"message", "A: b\n\nx\n", false, "f=A: b\n\nx\n|"},
	    {"empty", "", false, "f=|"},
	    {"From in the body", "A: b\n\nFrom x\n", false,
		"f=A: b\n\nFrom x\n|"},
	    {"mbox of one", "From x\nA: b\n\nx\n", false, "f:1=A: b\n\nx\n|"},
	    {"mbox of two", "From x\nA\n\nFrom y\nB\n", false,
		"f:1=A\n\n|f:2=B\n|"},
	    {"mbox, From not after an empty line",
		"From x\nA\n\nx\nFrom y\nB\n", false,
		"f:1=A\n\nx\nFrom y\nB\n|"},
	    {"mbox, quoted From", "From x\nA\n\n>From y\n", false,
		"f:1=A\n\n>From y\n|"},
	    {"mbox with CRLF", "From x\r\nA\r\n\r\nFrom y\r\nB\r\n", false,
		"f:1=A\r\n\r\n|f:2=B\r\n|"},
	    {"mbox that ends in From", "From x\nA\n\nFrom y", false,
		"f:1=A\n\n|f:2=|"},
	    {"mbox of From only", "From ", false, "f:1=|"},
	    {"mbox of empty messages", "From x\n\nFrom y\n\nFrom z\n", false,
		"f:1=\n|f:2=\n|f:3=|"},
	    {"lines", "a\nb\n", true, "f:1=a|f:2=b|"},
	    {"last line without end", "a\nb", true, "f:1=a|f:2=b|"},
	    {"empty lines", "\na\n\n\n", true, "f:1=|f:2=a|f:3=|f:4=|"},
	    {"lines with CRLF", "a\r\n\r\nb\r", true, "f:1=a|f:2=|f:3=b|"},
	    {"CR within", "a\rb\n", true, "f:1=a\rb|"},
	    {"no line", "", true, ""},
	    {"From is a line too", "From x\nA\n", true, "f:1=From x|f:2=A|"},
	};
	char path[PATH_MAX];
	char *const paths[] = {path};
	size_t i;

	(void)state;
	files_folder();
	for (i = 0; i < COUNT(cases); i++) {
		snprintf(path, sizeof path, "%s",
		    files_write("f", cases[i].content));
		expect(cases[i].name, cases[i].lines, 1000, paths, 1,
		    cases[i].want);
	}
	files_remove();
}

/* NUL and other bytes are bytes like any other. */
static void
any_bytes(void **state)
{
	struct walk w = {.seen = BUF_MAX(1000)};
	const struct inputs in = {
	    .lines = true, .max = 1000, .each = note, .arg = &w};
	char path[PATH_MAX];
	char *const paths[] = {path};

	(void)state;
	files_folder();
	snprintf(
	    path, sizeof path, "%s", files_write_bytes("f", "a\0b\n\xff\n", 6));
	assert_int_equal(inputs_walk(&in, paths, 1), 0);
	assert_int_equal(w.seen.len, 14);
	assert_memory_equal(w.seen.data, "f:1=a\0b|f:2=\xff|", 14);
	buf_free(&w.seen);
	files_remove();
}

/* Folders are walked in byte order, links to files count, links to folders are
 * not followed, and what cannot be read is said. */
static void
folders(void **state)
{
	const char *folder = files_folder();
	char dir[PATH_MAX], path[PATH_MAX + 64];
	char *const paths[] = {dir};

	(void)state;
	snprintf(dir, sizeof dir, "%s", folder);
	files_write("b", "2");
	files_write("B", "1");
	files_write("c/a", "3");
	files_write("\xc3\xa9", "6");
	snprintf(path, sizeof path, "%s/d", dir);
	assert_int_equal(symlink("b", path), 0);
	snprintf(path, sizeof path, "%s/e", dir);
	assert_int_equal(symlink("c", path), 0);
	snprintf(path, sizeof path, "%s/f", dir);
	assert_int_equal(symlink("nowhere", path), 0);
	snprintf(path, sizeof path, "%s/g", dir);
	assert_int_equal(symlink(".", path), 0);
	snprintf(path, sizeof path, "%s/h", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	expect("folder", false, 1000, paths, 1,
	    "B=1|b=2|c/a=3|d=2|f!No such file or directory|\xc3\xa9=6|");
	/* A folder named by a link is that folder. */
	snprintf(dir, sizeof dir, "%s/e", folder);
	expect("link to a folder", false, 1000, paths, 1, "e/a=3|");
	snprintf(dir, sizeof dir, "%s/e/", folder);
	expect("with a slash", false, 1000, paths, 1, "e/a=3|");
	files_remove();
}

/* What is missing, too large or no file is an input of its own with the
 * reason; the others are read. */
static void
unreadable(void **state)
{
	char missing[PATH_MAX], large[PATH_MAX], good[PATH_MAX];
	char *const paths[] = {missing, large, good};

	(void)state;
	snprintf(missing, sizeof missing, "%s/missing", files_folder());
	snprintf(
	    large, sizeof large, "%s", files_write("large", "12345678901"));
	snprintf(good, sizeof good, "%s", files_write("good", "1234567890"));
	expect("three", false, 10, paths, 3,
	    "missing!No such file or directory|"
	    "large too large|good=1234567890|");
	files_remove();
}

/* Standard input is read as it was given, from where it stands. */
static void
standard_input(void **state)
{
	char dash[] = "-";
	char *const paths[] = {dash, dash};
	int was = dup(0), fd, fds[2];

	(void)state;
	files_folder();
	fd = open(files_write("f", "skipped\nA: b\n"), O_RDONLY | O_CLOEXEC);
	assert_true(was >= 0 && fd >= 0);
	assert_int_equal(lseek(fd, 8, SEEK_SET), 8);
	assert_int_equal(dup2(fd, 0), 0);
	close(fd);
	expect("file", false, 100, paths, 1, "-=A: b\n|");
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	assert_int_equal(write(fds[1], "x\n\n", 3), 3);
	close(fds[1]);
	assert_int_equal(dup2(fds[0], 0), 0);
	close(fds[0]);
	expect("pipe, twice", true, 100, paths, 2, "-:1=x|-:2=|");
	dup2(was, 0);
	close(was);
	files_remove();
}

/* Who has heard enough ends the walk, wherever it is. */
static void
ends_early(void **state)
{
	struct walk w;
	const struct inputs in = {.max = 1000, .each = note, .arg = &w};
	char dir[PATH_MAX], box[PATH_MAX];
	char *const paths[] = {dir, box, dir};
	int n;

	(void)state;
	snprintf(dir, sizeof dir, "%s/d", files_folder());
	files_write("d/a", "1");
	files_write("d/b", "2");
	snprintf(box, sizeof box, "%s",
	    files_write("box", "From x\nA\n\nFrom y\nB\n"));
	for (n = 1; n <= 6; n++) {
		w = (struct walk){.seen = BUF_MAX(1000), .stop_after = n};
		assert_int_equal(inputs_walk(&in, paths, 3), 7);
		assert_int_equal(w.stop_after, 0);
		buf_free(&w.seen);
	}
	files_remove();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_file),
	    cmocka_unit_test(any_bytes),
	    cmocka_unit_test(folders),
	    cmocka_unit_test(unreadable),
	    cmocka_unit_test(standard_input),
	    cmocka_unit_test(ends_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
