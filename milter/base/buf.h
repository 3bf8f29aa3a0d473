/* SPDX-License-Identifier: MIT
 *
 * buf.h - growing bytes that know their maximum.
 *
 * A buf is a value: embed it, initialise it with the largest size it may ever
 * have, free it.  Adding past the maximum (or past memory) fails, leaves the
 * content as it was and makes every later addition fail too, so that a run of
 * additions needs one check at its end (buf_failed).  The content is always
 * NUL-terminated; the NUL is not counted in len.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
	size_t max;
	bool failed;
};

/* An initialiser for a buf of at most max bytes. */
#define BUF_MAX(m) ((struct buf){.max = (m)})

/* Makes b an empty buf of at most max bytes. Allocates nothing. */
void buf_init(struct buf *b, size_t max);

/* Frees the content; b stays usable, empty, with the same maximum. */
void buf_free(struct buf *b);

/* Empties b and forgets a failure, keeping its memory. */
void buf_reset(struct buf *b);

/* Each adds to the end and returns 0, or -1 and adds nothing. */
int buf_add(struct buf *b, const void *data, size_t len);
int buf_adds(struct buf *b, const char *s);
int buf_addc(struct buf *b, char c);
int buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int buf_addv(struct buf *b, const char *fmt, va_list ap);

/* Makes room for len more bytes and returns where they start, or NULL.
 * The caller writes them and then calls buf_grown with how many it wrote. */
char *buf_room(struct buf *b, size_t len);
void buf_grown(struct buf *b, size_t len);

/* The content as a C string; "" when nothing was added. Borrowed from b. */
const char *buf_str(const struct buf *b);

/* Returns the content as a C string that the caller frees with free(), or
 * NULL if an addition failed. b is empty afterwards. */
char *buf_take(struct buf *b);

/* True when an addition since the last reset failed. */
bool buf_failed(const struct buf *b);

#endif
