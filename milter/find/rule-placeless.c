/* SPDX-License-Identifier: MIT
 *
 * rule-placeless.c - reads the parts of a rule that look for what stands in no
 * text: check, sign and what belongs to them.
 */
#include "find/rule-placeless.h"

#include "find/rule-near.h"

int
rule_placeless_check(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	struct rule *r = object;
	size_t i;

	if (v->kind == YAML_TEXT)
		r->check = recipients_find(v->text);
	if (r->check != NULL)
		return 0;
	yaml_error(err, f, v, "check '%s' is not known; expected one of",
	    v->kind == YAML_TEXT ? v->text : "");
	for (i = 0; recipients_at(i) != NULL; i++)
		buf_addf(
		    err, "%s %s", i > 0 ? "," : "", recipients_at(i)->name);
	return -1;
}

int
rule_placeless_at_least(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	unsigned long long n;

	if (yaml_number(f, v, false, 1, 1000, &n, err) < 0)
		return -1;
	((struct rule *)object)->at_least = (size_t)n;
	return 0;
}

int
rule_placeless_sign(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	const char *words[SIGN_COUNT];
	int i;

	for (i = 0; i < SIGN_COUNT; i++)
		words[i] = sign_name((enum sign)i);
	return rule_near_word(
	    f, v, words, SIGN_COUNT, &((struct rule *)object)->sign, err);
}

int
rule_placeless_about(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	return yaml_strings(f, v, false, &((struct rule *)object)->about, err);
}

int
rule_placeless_listed(const struct yaml_file *f, const struct yaml *v,
    void *object, struct buf *err)
{
	static const char *const lists[] = {"crests"};
	int list;

	if (rule_near_word(f, v, lists, 1, &list, err) < 0)
		return -1;
	((struct rule *)object)->listed = true;
	return 0;
}

/* Keys that only go together. */
int
rule_placeless_whole(const struct yaml_file *f, const struct yaml *map,
    const struct rule *r, struct buf *err)
{
	if (r->sign == RULE_UNSET && (r->about.n > 0 || r->listed))
		return yaml_error(err, f, map,
		    "about or listed without a sign; expected 'sign: …' too");
	if (r->listed && r->sign != SIGN_IMAGE)
		return yaml_error(err, f, map,
		    "listed with another sign; expected 'sign: image'");
	return 0;
}
