/* SPDX-License-Identifier: MIT
 *
 * fuzz_folded.c - any bytes as a calendar or as contacts.
 */
#include <stdint.h>

#include "base/limits.h"
#include "extract/extract.h"
#include "extract/folded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct document d = {
	    .part = "1", .where = "", .zone = ZONE_ATTACHMENT};
	static bool started;
	struct texts t;

	if (!started && extract_init() < 0)
		return 0;
	started = true;
	texts_init(&t, MIB);
	if (folded_read(&d, 0, (const char *)data, len, &t) < 0)
		__builtin_trap();
	for (size_t i = 0; i < t.n; i++)
		if (charset_utf8_prefix(t.v[i].data, t.v[i].len) != t.v[i].len)
			__builtin_trap();
	texts_free(&t);
	return 0;
}
