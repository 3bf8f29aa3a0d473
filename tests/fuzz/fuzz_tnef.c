/* SPDX-License-Identifier: MIT
 *
 * fuzz_tnef.c - any bytes as winmail.dat, as compressed RTF and as RTF.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "extract/extract.h"
#include "extract/rtf.h"
#include "parse/charset.h"

#define SIGNATURE "\x78\x9f\x3e\x22\1"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
read_tnef(const char *data, size_t len)
{
	struct texts t;

	texts_init(&t, 4 * MIB);
	if (extract_document("winmail.dat", data, len, &t) < 0)
		__builtin_trap();
	for (size_t i = 0; i < t.n; i++)
		if (charset_utf8_prefix(t.v[i].data, t.v[i].len) != t.v[i].len)
			__builtin_trap();
	texts_free(&t);
}

static void
read_rtf(const char *data, size_t len)
{
	struct rtf_text t;

	if (rtf_read(data, len, 4 * MIB, &t) < 0)
		__builtin_trap();
	rtf_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf b = BUF_MAX(16 * MIB);
	static int ready;

	if (!ready && extract_init() < 0)
		return -1;
	ready = 1;
	buf_add(&b, SIGNATURE, sizeof SIGNATURE);
	buf_add(&b, data, len);
	read_tnef((const char *)data, len);
	read_tnef(buf_str(&b), b.len);
	buf_reset(&b);
	rtf_unpack((const char *)data, len, &b);
	read_rtf(buf_str(&b), b.len);
	read_rtf((const char *)data, len);
	buf_free(&b);
	return 0;
}
