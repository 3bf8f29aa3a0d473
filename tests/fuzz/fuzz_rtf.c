/* SPDX-License-Identifier: MIT
 *
 * fuzz_rtf.c - any bytes as a document in RTF, and what is embedded in it.
 */
#include <stdint.h>

#include "base/limits.h"
#include "extract/extract.h"
#include "extract/rtf-texts.h"
#include "parse/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct document d = {
	    .part = "1", .name = "x", .where = "", .zone = ZONE_ATTACHMENT};
	static int ready;
	struct texts t;

	if (!ready && extract_init() < 0)
		return -1;
	ready = 1;
	texts_init(&t, 4 * MIB);
	if (rtf_texts(&d, 0, (const char *)data, len, &t) < 0)
		__builtin_trap();
	for (size_t i = 0; i < t.n; i++)
		if (charset_utf8_prefix(t.v[i].data, t.v[i].len) != t.v[i].len)
			__builtin_trap();
	texts_free(&t);
	return 0;
}
