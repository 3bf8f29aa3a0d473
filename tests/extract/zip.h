/* SPDX-License-Identifier: MIT
 *
 * zip.h - ZIP archives made in memory, for tests.
 */
#ifndef TESTS_EXTRACT_ZIP_H
#define TESTS_EXTRACT_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zip_part {
	const char *name;
	const char *data;
	size_t len; /* 0: data is a string */
};

/* An archive of the n parts, deflated, in that order; free it with free(). */
char *zip_make(const struct zip_part *parts, size_t n, size_t *ret_len);

/* A member as its headers shall say, honest or not: what is 0 is worked out. */
struct zip_raw {
	const char *name;
	const char *data; /* as it stands in the archive */
	size_t len;       /* 0: data is a string */
	unsigned method;  /* 0 stored, 8 deflated, … */
	unsigned flags;
	unsigned mode;         /* of Unix, such as 0120777: a link */
	uint32_t unpacked;     /* said in both headers */
	uint32_t local_packed; /* said in the local header only */
	uint32_t crc;          /* of the unpacked bytes; needed if deflated */
	const char *listed_as; /* its name in the directory */
	bool unlisted;         /* not in the directory */
	size_t name_len;       /* 0: name is a string */
};

/* An archive of these, to the letter; free it with free(). */
char *zip_raw(const struct zip_raw *members, size_t n, size_t *ret_len);

/* Members that all hold the same deflated zeros, each quoting the headers of
 * those behind it (Fifield, "A better zip bomb", 2019): n * size bytes out of
 * little more than size / 1032. */
char *zip_overlapping(size_t n, size_t size, size_t *ret_len);

uint32_t zip_crc(uint32_t crc, const char *data, size_t len);

#endif
