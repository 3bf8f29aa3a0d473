/* SPDX-License-Identifier: MIT
 *
 * fuzz_ole.c - any bytes as a compound file.
 */
#include <stdint.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/extract.h"
#include "extract/ole.h"
#include "parse/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct document d = {.part = "1",
	    .name = "plan.doc",
	    .where = "",
	    .zone = ZONE_ATTACHMENT};
	static int ready;
	struct texts out;

	if (!ready && extract_init() < 0)
		return -1;
	ready = 1;
	texts_init(&out, MIB);
	out.documents = true;
	out.deadline_ms = clock_ms() + 5000;
	if (ole_read(&d, 0, (const char *)data, len, &out) < 0)
		__builtin_trap();
	for (size_t i = 0; i < out.n; i++)
		if (charset_utf8_prefix(out.v[i].data, out.v[i].len) !=
		    out.v[i].len)
			__builtin_trap();
	texts_free(&out);
	return 0;
}
