/* SPDX-License-Identifier: MIT
 *
 * print_manual.c - prints the list of settings as probity.yaml(5) must have it;
 * tests/manual.sh compares.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "config/settings.h"

int
main(void)
{
	struct buf out = BUF_MAX(MIB);
	int ok = settings_manual(&out) == 0 &&
		 fwrite(buf_str(&out), 1, out.len, stdout) == out.len &&
		 fflush(stdout) == 0;

	buf_free(&out);
	return ok ? 0 : 1;
}
