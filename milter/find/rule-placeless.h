/* SPDX-License-Identifier: MIT
 *
 * rule-placeless.h - reads the parts of a rule that look for what stands in no
 * text: check, sign and what belongs to them.
 */
#ifndef FIND_RULE_PLACELESS_H
#define FIND_RULE_PLACELESS_H

#include "find/rule.h"

/* Readers for rule.c's table of keys; object is the struct rule. */
int rule_placeless_check(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_placeless_at_least(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_placeless_sign(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_placeless_about(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_placeless_listed(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);

/* Refuses keys that only go together where one is missing. 0 or -1. */
int rule_placeless_whole(const struct yaml_file *f, const struct yaml *map,
    const struct rule *r, struct buf *err);

#endif
