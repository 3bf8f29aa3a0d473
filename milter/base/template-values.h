/* SPDX-License-Identifier: MIT
 *
 * template-values.h - what template.c needs of a set of values, and the one
 * way a value gets into a filled template. Not for others.
 */
#ifndef BASE_TEMPLATE_VALUES_H
#define BASE_TEMPLATE_VALUES_H

#include <stdbool.h>

#include "base/template.h"

/* The value of that name, borrowed; "" when it was not set. */
const char *template_values_get(
    const struct template_values *v, const char *name);

/* The row of that list after `after` (NULL: the first), borrowed; NULL after
 * the last. */
const struct template_values *template_values_row(
    const struct template_values *v, const char *list,
    const struct template_values *after);

/* True when memory ran out while anything was set. */
bool template_values_failed(const struct template_values *v);

/* Adds value to out as the context asks. 0 or -1. */
int template_escape(
    enum template_context context, const char *value, struct buf *out);

#endif
