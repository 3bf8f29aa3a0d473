/* SPDX-License-Identifier: MIT
 *
 * rule-learned.h - the keys of learned rules, as rule.c reads them.
 */
#ifndef FIND_RULE_LEARNED_H
#define FIND_RULE_LEARNED_H

#include "base/buf.h"
#include "config/yaml.h"
#include "find/rule.h"

/* `learned` and `likely`: readers for yaml_walk; object is the struct rule. */
int rule_learned_weights(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_learned_likely(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);

/* What no single key can see. 0, or -1 with the reason in err. */
int rule_learned_check(const struct yaml_file *f, const struct yaml *map,
    const struct rule *r, struct buf *err);

#endif
