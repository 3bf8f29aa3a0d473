/* SPDX-License-Identifier: MIT
 *
 * fuzz_csv.c - any bytes as a table, and as flowed text.
 */
#include <stdint.h>

#include "base/limits.h"
#include "extract/csv.h"
#include "extract/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *s = (const char *)data;
	const struct document d = {
	    .part = "1", .where = "", .zone = ZONE_ATTACHMENT};
	struct buf out = BUF_MAX(4 * MIB);
	struct texts texts;

	texts_init(&texts, MIB);
	csv_read(&d, s, len, &texts);
	texts_free(&texts);
	plain_flowed(s, len, true, &out);
	buf_free(&out);
	return 0;
}
