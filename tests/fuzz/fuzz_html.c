/* SPDX-License-Identifier: MIT
 *
 * fuzz_html.c - any bytes as HTML.
 */
#include <stdint.h>

#include "base/limits.h"
#include "extract/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static int ready;
	struct texts t;

	if (!ready && extract_init() < 0)
		return -1;
	ready = 1;
	texts_init(&t, 4 * MIB);
	if (extract_document("a.html", (const char *)data, len, &t) < 0)
		__builtin_trap();
	texts_free(&t);
	return 0;
}
