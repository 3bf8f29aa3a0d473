/* SPDX-License-Identifier: MIT
 *
 * rule-near.h - reads the parts of a rule that speak of what stands near:
 * context, needs, not.
 */
#ifndef FIND_RULE_NEAR_H
#define FIND_RULE_NEAR_H

#include "find/rule.h"

/* Readers for rule.c's table of keys; object is the struct rule. */
int rule_near_context(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_near_needs(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err);
int rule_near_not(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err);

/* Reads one quoted regex or a list of them and compiles it. */
int rule_near_patterns(const struct yaml_file *f, const struct yaml *v,
    bool exact, struct rule_patterns *ret, struct buf *err);

/* One word of a table into its index. 0, or -1 with the words in the error. */
int rule_near_word(const struct yaml_file *f, const struct yaml *v,
    const char *const *words, size_t n, int *ret, struct buf *err);

void rule_near_free(struct rule_near *n);
void rule_near_free_patterns(struct rule_patterns *p);

#endif
