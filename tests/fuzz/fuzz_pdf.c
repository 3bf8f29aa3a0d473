/* SPDX-License-Identifier: MIT
 *
 * fuzz_pdf.c - any bytes as a PDF document.
 */
#include <stdint.h>

#include "base/fd.h"
#include "base/limits.h"
#include "extract/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
const char *__lsan_default_suppressions(void);

/* What libraries never free: cairo an observer's list of whom to call,
 * fontconfig its settings. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:cairo_surface_observer_add\nleak:libfontconfig\n";
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct document d = {.part = "1",
	    .name = "plan.pdf",
	    .where = "",
	    .zone = ZONE_ATTACHMENT};
	static int ready;
	struct texts out;

	if (!ready) {
		pdf_init();
		ready = 1;
	}
	texts_init(&out, MIB);
	out.documents = true;
	out.deadline_ms = clock_ms() + 5000;
	pdf_read(&d, 0, (const char *)data, len, &out);
	texts_free(&out);
	return 0;
}
