/* SPDX-License-Identifier: MIT
 *
 * fuzz_mail.c - any bytes as a message, parsed and extracted.
 */
#include <stdint.h>

#include "base/limits.h"
#include "extract/extract.h"
#include "parse/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static int ready;
	struct texts t;
	struct mail *m;

	if (!ready && extract_init() < 0)
		return -1;
	ready = 1;
	m = mail_parse((const char *)data, len);
	texts_init(&t, 4 * MIB);
	if (m == NULL || extract_mail(m, &t) < 0)
		__builtin_trap();
	texts_free(&t);
	mail_free(m);
	return 0;
}
