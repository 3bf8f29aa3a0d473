/* SPDX-License-Identifier: MIT
 *
 * check_schema.h - is this JSON what a JSON Schema says?
 *
 * The subset of 2020-12 that report.schema.json uses; a keyword outside it is
 * an error, so that the schema cannot promise more than the tests check.
 */
#ifndef TESTS_REPORT_CHECK_SCHEMA_H
#define TESTS_REPORT_CHECK_SCHEMA_H

#include <stddef.h>

#include "base/buf.h"

struct check_schema;

/* Reads a schema file. NULL with a sentence in *ret_err. */
struct check_schema *check_schema_load(const char *path, struct buf *ret_err);
void check_schema_free(struct check_schema *s);

/* Returns 0 when the JSON agrees, else -1 with "/findings/3/span: maxItems" in
 * *ret_err: where, and which keyword it failed. */
int check_schema(const struct check_schema *s, const char *json, size_t len,
    struct buf *ret_err);

#endif
