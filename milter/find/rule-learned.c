/* SPDX-License-Identifier: MIT
 *
 * rule-learned.c - the keys of learned rules.
 *
 * How sure such a rule is comes from its weights alone, so most keys of other
 * rules are refused.
 */
#include "find/rule-learned.h"

/* A file of weights beside the rule file; it is read when rules are linked,
 * once for all that name it. */
int
rule_learned_weights(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	struct rule *r = object;

	r->weights = rule_beside(f, v, err);
	return r->weights != NULL ? 0 : -1;
}

static int
read_percent(const struct yaml_file *f, const struct yaml *v, void *object,
    enum confidence step, struct buf *err)
{
	unsigned long long n;

	if (yaml_number(f, v, false, 50, 99, &n, err) < 0)
		return -1;
	((struct rule *)object)->likely[step] = (unsigned)n;
	return 0;
}

static int
read_low(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return read_percent(f, v, object, CONFIDENCE_LOW, err);
}

static int
read_medium(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return read_percent(f, v, object, CONFIDENCE_MEDIUM, err);
}

static int
read_high(const struct yaml_file *f, const struct yaml *v, void *object,
    struct buf *err)
{
	return read_percent(f, v, object, CONFIDENCE_HIGH, err);
}

static const struct yaml_key likely_keys[] = {
    {"low", read_low, false, "percent, 50 to 99"},
    {"medium", read_medium, false, "percent, 50 to 99"},
    {"high", read_high, false, "percent, 50 to 99"},
    {NULL, NULL, false, NULL},
};

int
rule_learned_likely(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	const unsigned *likely = ((struct rule *)object)->likely;
	unsigned least = 0;
	enum confidence i;

	if (yaml_walk(f, v, likely_keys, object, err) < 0)
		return -1;
	for (i = CONFIDENCE_LOW; i <= CONFIDENCE_HIGH; i++) {
		if (likely[i] != 0 && likely[i] <= least)
			return yaml_error(err, f, v,
			    "%s from %u %%; expected more than for the step "
			    "below it",
			    confidence_name(i), likely[i]);
		least = likely[i] != 0 ? likely[i] : least;
	}
	if (least == 0)
		return yaml_error(
		    err, f, v, "no step; expected low, medium or high");
	return 0;
}

int
rule_learned_check(const struct yaml_file *f, const struct yaml *map,
    const struct rule *r, struct buf *err)
{
	static const char *const others[] = {"mark", "confidence", "context",
	    "validator", "anchor", "people", "shows"};
	size_t i;

	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (yaml_get(map, others[i]) != NULL)
			return yaml_error(err, f, map,
			    "'%s' in a learned rule; expected none", others[i]);
	if (r->category == NULL || yaml_get(map, "likely") == NULL)
		return yaml_error(err, f, map,
		    "a learned rule without %s; expected it",
		    r->category == NULL ? "category" : "likely");
	return 0;
}
