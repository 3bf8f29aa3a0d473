/* SPDX-License-Identifier: MIT
 *
 * fuzz_report.c - any bytes as a worker's report: refused, or read so that it
 * can be written, printed and read again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf err = BUF_MAX(1000), out = BUF_MAX(LIMIT_REPORT_BYTES);
	struct buf text = BUF_MAX(64u * MIB);
	struct report *r, *again;

	r = report_read((const char *)data, size, &err);
	if (r == NULL && err.len == 0)
		abort(); /* a refusal says why */
	if (r != NULL && report_write(r, &out) == 0) {
		again = report_read(out.data, out.len, &err);
		if (again == NULL)
			abort(); /* our own report was refused */
		report_free(again);
		report_print(r, true, &text);
	}
	report_free(r);
	buf_free(&text);
	buf_free(&out);
	buf_free(&err);
	return 0;
}
