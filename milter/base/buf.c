/* SPDX-License-Identifier: MIT
 *
 * buf.c - growing bytes that know their maximum.
 *
 * Invariant: data is NULL or holds cap bytes, len < cap, data[len] is NUL.
 */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_init(struct buf *b, size_t max)
{
	*b = BUF_MAX(max);
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = BUF_MAX(b->max);
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->data != NULL)
		b->data[0] = '\0';
}

/* Doubling keeps the cost of n additions linear. */
static int
grow_to(struct buf *b, size_t need)
{
	size_t cap = b->cap ? b->cap : 64;
	char *data;

	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	data = realloc(b->data, cap);
	if (data == NULL)
		return -1;
	b->data = data;
	b->cap = cap;
	return 0;
}

char *
buf_room(struct buf *b, size_t len)
{
	if (b->failed || len > b->max || b->len > b->max - len)
		goto fail;
	if (b->len + len + 1 > b->cap && grow_to(b, b->len + len + 1) < 0)
		goto fail;
	return b->data + b->len;
fail:
	b->failed = true;
	return NULL;
}

void
buf_grown(struct buf *b, size_t len)
{
	b->len += len;
	b->data[b->len] = '\0';
}

int
buf_add(struct buf *b, const void *data, size_t len)
{
	char *at = buf_room(b, len);

	if (at == NULL)
		return -1;
	if (len > 0)
		memcpy(at, data, len);
	buf_grown(b, len);
	return 0;
}

int
buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_addc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_addv(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	char *at;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	at = n < 0 ? NULL : buf_room(b, (size_t)n);
	if (at == NULL) {
		b->failed = true;
		return -1;
	}
	vsnprintf(at, (size_t)n + 1, fmt, ap);
	buf_grown(b, (size_t)n);
	return 0;
}

int
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = buf_addv(b, fmt, ap);
	va_end(ap);
	return ret;
}

const char *
buf_str(const struct buf *b)
{
	return b->data != NULL ? b->data : "";
}

char *
buf_take(struct buf *b)
{
	char *data;

	if (b->failed || buf_room(b, 0) == NULL) {
		buf_free(b);
		return NULL;
	}
	buf_grown(b, 0);
	data = b->data;
	*b = BUF_MAX(b->max);
	return data;
}

bool
buf_failed(const struct buf *b)
{
	return b->failed;
}
