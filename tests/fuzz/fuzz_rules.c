/* SPDX-License-Identifier: MIT
 *
 * fuzz_rules.c - any bytes as a rule file: refused with a reason, or rules that
 * can be shown, tested and used.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "find/find.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A folder of one rule file and one list, made once. */
static char folder[] = "/tmp/probity-fuzz-XXXXXX";
static char path[sizeof folder + 16];

static void
clean(void)
{
	unlink(path);
	rmdir(folder);
}

static int
write_rules(const uint8_t *data, size_t size)
{
	FILE *f;

	if (path[0] == '\0') {
		if (mkdtemp(folder) == NULL)
			abort();
		snprintf(path, sizeof path, "%s/rules.yaml", folder);
		atexit(clean);
	}
	f = fopen(path, "w");
	if (f == NULL)
		return -1;
	fwrite(data, 1, size, f);
	return fclose(f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf err = BUF_MAX(100000), out = BUF_MAX(100000);
	struct strlist dirs = {0};
	struct rule_info info;
	struct rules *r;
	size_t i, samples;

	if (write_rules(data, size) < 0 || strlist_add(&dirs, folder) < 0)
		abort();
	r = rules_load(&dirs, ENGINE_PCRE2, &err);
	if (r == NULL && err.len == 0)
		abort(); /* a refusal says why */
	if (r != NULL) {
		for (i = 0; i < rules_count(r); i++)
			rules_info(r, i, &info);
		rules_test(r, &samples, &out);
	}
	rules_free(r);
	strlist_free(&dirs);
	buf_free(&out);
	buf_free(&err);
	return 0;
}
