/* SPDX-License-Identifier: MIT
 *
 * compound.c - compound files made in memory, for tests, by libgsf.
 */
#include "extract/compound.h"

#include <gsf/gsf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/document.h"
#include "extract/ole.h"
#include "extract/said.h"
#include "lib/test.h"
#include "parse/charset.h"

#define DEPTH_MAX 8

/* Storages that are open, outermost first; libgsf wants each closed before the
 * next of its level. */
struct open {
	GsfOutfile *storage[DEPTH_MAX];
	char name[DEPTH_MAX][64];
	size_t n;
};

static void
close_to(struct open *o, size_t n)
{
	while (o->n > n) {
		o->n--;
		gsf_output_close(GSF_OUTPUT(o->storage[o->n]));
		g_object_unref(o->storage[o->n]);
	}
}

/* Opens the storages of a path; returns its last element. */
static const char *
enter(struct open *o, const char *path)
{
	size_t level = 1;
	const char *slash;

	while ((slash = strchr(path, '/')) != NULL) {
		char name[64];

		snprintf(name, sizeof name, "%.*s", (int)(slash - path), path);
		if (level >= o->n || strcmp(o->name[level], name) != 0) {
			close_to(o, level);
			o->storage[level] = GSF_OUTFILE(gsf_outfile_new_child(
			    o->storage[level - 1], name, TRUE));
			snprintf(
			    o->name[level], sizeof o->name[level], "%s", name);
			o->n = level + 1;
		}
		level++;
		path = slash + 1;
	}
	close_to(o, level);
	return path;
}

char *
compound_make(const struct compound_stream *streams, size_t n, size_t *ret_len)
{
	GsfOutput *memory, *stream;
	struct open o = {.n = 1};
	char *copy;

	gsf_init();
	memory = gsf_output_memory_new();
	o.storage[0] = gsf_outfile_msole_new(memory);
	for (size_t i = 0; i < n; i++) {
		const char *name = enter(&o, streams[i].path);
		size_t len = streams[i].len;

		stream = gsf_outfile_new_child(o.storage[o.n - 1], name, FALSE);
		if (len == 0)
			len = strlen(streams[i].data);
		gsf_output_write(stream, len, (const guint8 *)streams[i].data);
		gsf_output_close(stream);
		g_object_unref(stream);
	}
	close_to(&o, 0);
	*ret_len = (size_t)gsf_output_size(memory);
	copy = malloc(*ret_len);
	memcpy(copy, gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory)),
	    *ret_len);
	g_object_unref(memory);
	return copy;
}

void
compound_read(const char *name, const char *data, size_t len, struct texts *t)
{
	const struct document d = {.part = "2",
	    .name = name,
	    .where = "",
	    .zone = ZONE_ATTACHMENT,
	    .enclosed = true};
	char *copy = malloc(len > 0 ? len : 1);

	memcpy(copy, data, len);
	texts_init(t, 4 * MIB);
	t->documents = true;
	assert_int_equal(ole_read(&d, 0, copy, len, t), 0);
	free(copy);
}

void
compound_says(const char *name, const struct compound_stream *streams, size_t n,
    const char *want)
{
	struct texts t;
	size_t len;
	char *data = compound_make(streams, n, &len);

	compound_read("x", data, len, &t);
	said_has(name, &t, want);
	texts_free(&t);
	free(data);
}

static void
read_bad(const char *name, const char *data, size_t len, bool cut)
{
	struct texts t;
	int64_t start = clock_ms();

	compound_read(name, data, len, &t);
	if (clock_ms() - start > 5000)
		fail_msg("%s: took too long", name);
	if (cut && t.n == 0 && t.nunread == 0)
		fail_msg("%s cut at %zu: silence", name, len);
	for (size_t i = 0; i < t.n; i++)
		assert_int_equal(
		    charset_utf8_prefix(t.v[i].data, t.v[i].len), t.v[i].len);
	texts_free(&t);
}

void
compound_torture(const char *name, const char *data, size_t len)
{
	static const unsigned char values[] = {0, 1, 0x7f, 0x80, 0xff};
	char *copy = malloc(len);
	size_t step = len > 20000 ? 211 : 53;

	for (size_t cut = 0; cut < len; cut += step)
		read_bad(name, data, cut, true);
	for (size_t at = 0; at < len; at += at < 2048 ? 3 : step / 3) {
		memcpy(copy, data, len);
		copy[at] = (char)values[at % sizeof values];
		read_bad(name, copy, len, false);
	}
	free(copy);
}

char *
compound_sample(const char *name, size_t *ret_len)
{
	struct buf b = BUF_MAX(MIB);
	char path[256];

	snprintf(path, sizeof path, "tests/documents/samples/%s", name);
	assert_int_equal(fd_read_file(test_source(path), &b), 0);
	*ret_len = b.len;
	return buf_take(&b);
}

void
compound_number(struct buf *b, uint32_t n, size_t size)
{
	for (size_t i = 0; i < size; i++)
		buf_addc(b, (char)(n >> (8 * i) & 0xff));
}

void
compound_wide(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		compound_number(b, (unsigned char)*s, 2);
}
