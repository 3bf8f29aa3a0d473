/* SPDX-License-Identifier: MIT
 *
 * rtf-packed.c - the compressed RTF of Outlook, "LZFu" (MS-OXRTFCP).
 *
 * A header of four little-endian numbers (size of what follows and itself less
 * 4, size unpacked, magic, CRC), then runs of eight items behind a byte of
 * flags: a byte, or a reference into the last 4 KiB.  References are masked
 * into the window, so no length or offset can lead outside it.
 *
 * BUGS: the CRC is not looked at: what a wrong one would say is in the text.
 */
#include <stdint.h>
#include <string.h>

#include "extract/rtf.h"

#define HEADER 16
#define WINDOW 4096
#define MAGIC_PACKED "LZFu"
#define MAGIC_PLAIN "MELA"

/* What the window holds at the start (MS-OXRTFCP 2.1.2.1). */
static const char preset[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New "
    "RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
_Static_assert(sizeof preset - 1 == 207, "MS-OXRTFCP 2.1.2.1 has 207 bytes");

struct unpacker {
	const unsigned char *at, *end;
	unsigned char window[WINDOW];
	size_t pos; /* where the next byte of the window goes */
	struct buf *out;
};

static uint32_t
number(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static void
put(struct unpacker *u, unsigned char byte)
{
	u->window[u->pos] = byte;
	u->pos = (u->pos + 1) % WINDOW;
	buf_addc(u->out, (char)byte);
}

/* A reference: 12 bits of offset, 4 of length less 2. False at the end mark,
 * which refers to where the next byte would go. */
static bool
copy_reference(struct unpacker *u)
{
	size_t from = (size_t)u->at[0] << 4 | u->at[1] >> 4;
	size_t n = (u->at[1] & 15u) + 2;

	u->at += 2;
	if (from == u->pos)
		return false;
	for (; n > 0; n--, from++)
		put(u, u->window[from % WINDOW]);
	return true;
}

/* Reads to the end mark, and tells whether there was one. */
static bool
unpack_items(struct unpacker *u)
{
	while (u->at < u->end && !buf_failed(u->out)) {
		unsigned flags = *u->at++;

		for (int i = 0; i < 8 && u->at < u->end; i++, flags >>= 1) {
			if ((flags & 1) == 0) {
				put(u, *u->at++);
				continue;
			}
			if (u->end - u->at < 2)
				return false;
			if (!copy_reference(u))
				return true;
		}
	}
	return false;
}

enum rtf_unpacked
rtf_unpack(const char *data, size_t len, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)data;
	struct unpacker u = {.pos = sizeof preset - 1, .out = out};
	size_t size;
	bool ended;

	if (len < HEADER)
		return RTF_DAMAGED;
	size = number(p + 4);
	if (memcmp(p + 8, MAGIC_PLAIN, 4) == 0) {
		/* Some writers count part of the header with the text: it is
		 * all there if what the first number counts is. */
		ended = number(p) + 4 <= len && number(p) >= HEADER - 4;
		len -= HEADER;
		len = len < size ? len : size;
		if (len > out->max)
			return RTF_LIMITED;
		buf_add(out, data + HEADER, len);
	} else if (memcmp(p + 8, MAGIC_PACKED, 4) == 0) {
		memcpy(u.window, preset, sizeof preset - 1);
		u.at = p + HEADER;
		u.end = p + len;
		ended = unpack_items(&u);
	} else {
		return RTF_DAMAGED;
	}
	if (buf_failed(out))
		return out->len + 17 > out->max ? RTF_LIMITED : RTF_MEMORY;
	/* Some writers leave the mark out, some count a final NUL. */
	return ended || out->len >= size ? RTF_WHOLE : RTF_DAMAGED;
}
