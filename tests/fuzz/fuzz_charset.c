/* SPDX-License-Identifier: MIT
 *
 * fuzz_charset.c - any bytes in the charset that their first line names.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "parse/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *s = (const char *)data, *nl = memchr(s, '\n', len);
	struct buf scratch = BUF_MAX(16 * len + MIB);
	char *name = strndup(s, nl != NULL ? (size_t)(nl - s) : 0);
	struct charset_text t;

	if (charset_init() < 0 ||
	    charset_decode(name, s, len, &scratch, &t) < 0 ||
	    charset_utf8_prefix(t.data, t.len) != t.len)
		__builtin_trap();
	buf_free(&scratch);
	free(name);
	return 0;
}
