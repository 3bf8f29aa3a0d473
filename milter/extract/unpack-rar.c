/* SPDX-License-Identifier: MIT
 *
 * unpack-rar.c - which members of a RAR 5 archive are encrypted: libarchive
 * 3.6 gives their encrypted bytes as content.
 *
 * The format is RARLAB's "RAR 5.0 archive format" (technote).
 */
#include "extract/unpack-parts.h"

#include <stdint.h>
#include <string.h>

#define SIGNATURE "Rar!\x1a\7\1\0"
#define SIGNATURE_BYTES 8
#define BLOCK_FILE 2
#define FLAG_EXTRA 1
#define FLAG_DATA 2
#define EXTRA_ENCRYPTION 1

/* A number of seven bits a byte; false: it goes past end. */
static bool
number(const char *data, size_t end, size_t *at, uint64_t *ret)
{
	unsigned char c;

	*ret = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (*at >= end)
			return false;
		c = (unsigned char)data[(*at)++];
		*ret |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return true;
	}
	return false;
}

/* Is there an encryption record in the extra area? */
static bool
extra_encrypts(const char *data, size_t at, size_t end)
{
	uint64_t size, type;
	size_t next;

	while (number(data, end, &at, &size)) {
		if (size > end - at)
			return false;
		next = at + (size_t)size;
		if (number(data, next, &at, &type) && type == EXTRA_ENCRYPTION)
			return true;
		at = next;
	}
	return false;
}

bool
unpack_rar_encrypted(const char *data, size_t len, size_t *at)
{
	uint64_t size, type, flags, extra, packed;
	size_t end, begin;

	if (*at == 0 && (len < SIGNATURE_BYTES ||
			    memcmp(data, SIGNATURE, SIGNATURE_BYTES) != 0))
		return false;
	if (*at == 0)
		*at = SIGNATURE_BYTES;
	while (len - *at > 4) {
		begin = *at + 4;
		if (!number(data, len, &begin, &size) || size > len - begin)
			return false;
		end = begin + (size_t)size;
		extra = packed = 0;
		if (!number(data, end, &begin, &type) ||
		    !number(data, end, &begin, &flags) ||
		    ((flags & FLAG_EXTRA) != 0 &&
			!number(data, end, &begin, &extra)) ||
		    ((flags & FLAG_DATA) != 0 &&
			!number(data, end, &begin, &packed)) ||
		    packed > len - end || extra > end - begin)
			return false;
		*at = end + (size_t)packed;
		if (type == BLOCK_FILE)
			return extra_encrypts(data, end - (size_t)extra, end);
	}
	return false;
}
