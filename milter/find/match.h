/* SPDX-License-Identifier: MIT
 *
 * match.h - where rules match in one text.
 *
 * A matcher is one worker's working memory.  match_start takes a text; after
 * it every list of occurrences is made when it is first asked for and kept
 * until the next text, so that a rule which many others name is looked for
 * once.
 */
#ifndef FIND_MATCH_H
#define FIND_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/texts.h"
#include "find/layout.h"
#include "find/normalise.h"
#include "find/occurrences.h"
#include "find/rules.h"

/* How the place of a metadata text that is a file name starts
 * (extract/messages.c). */
#define MATCH_FILENAME "attachment name"

#define MATCH_ALONE SIZE_MAX

/* What is known of a rule's spans, before its conditions, by their number. */
struct answers {
	uint8_t *v; /* enum known of match.c */
	size_t cap;
	bool done; /* there is one for every span of this text */
};

/* Passages of the text that one file of weights finds likely. */
struct passages {
	struct learned_scratch *scratch;
	const struct passage *v; /* borrowed from scratch */
	size_t n;
	bool done;
};

struct matcher {
	const struct rules *rules;
	const struct text *text;
	struct normal view;
	struct layout layout;
	struct occurrences *lists;   /* by a rule's or its words' list number */
	struct occurrences *matches; /* by rule */
	struct occurrences **used;   /* of both: what this text has filled */
	size_t nused;
	struct answers *answers; /* by rule */
	size_t *asked;           /* rules of this text with answers */
	size_t nasked;
	bool *may;     /* by sifted pattern */
	bool *limited; /* by rule: a limit was reached, in any text */
	bool failed;   /* memory is out */
	bool crowded;  /* this text has filled a list of words */
	struct pattern_scratch *patterns;
	struct engine_scratch *engine;
	struct validator_given given;
	struct passages *learned; /* by the rules' weights */
	/* The text's number in its message, for what match_read took in;
	 * MATCH_ALONE for a text by itself. */
	size_t number;
};

/* A value that borrows rules. 0, or -1 when memory is out. */
int match_init(struct matcher *m, const struct rules *rules);
void match_free(struct matcher *m);

/* Forgets the limits of an earlier message. `at` is when this one came. */
void match_message(struct matcher *m, time_t at);

/* Takes in a text for learned rules, which weigh a passage by the whole of its
 * message: every text of one, by rising numbers, before the first is matched.
 * 0, or -1 when memory is out. */
int match_read(struct matcher *m, const struct text *text, size_t number);

/* Starts on a text, borrowed until the next one. 0, or -1 when memory is out.
 */
int match_start(struct matcher *m, const struct text *text);

/* Where the rule matches: pattern, validator, zones, anchor and its own words
 * and regexes of `not`. Borrowed until the next text. When a limit was reached
 * limited[rule] is set; when memory is out, failed. */
const struct occurrences *match_rule(struct matcher *m, size_t rule);

/* Of what match_rule would return: the one nearest to `at` that lies in the
 * window and within so many bytes, or NULL. Asks no conditions further away.
 * Borrowed until the next text. */
const struct span *match_rule_nearest(struct matcher *m, size_t rule,
    struct span window, struct span at, size_t within);

/* Of what match_rule would return: the first that starts at or after `from`
 * and lies before `end`, or NULL. Asks no conditions further away. Borrowed
 * until the next text. */
const struct span *match_rule_next(
    struct matcher *m, size_t rule, size_t from, size_t end);

/* The passage that a learned rule's occurrence is, or NULL for other rules.
 * Borrowed until the next text. */
const struct passage *match_passage(
    const struct matcher *m, size_t rule, struct span at);

/* False where the rule can be seen to raise nothing in the text, before any of
 * its regexes is tried: it, or all that one of its needs names, is not there.
 */
bool match_possible(const struct matcher *m, size_t rule);

/* Where the words of list number `list` stand; none for RULE_NO_LIST. */
const struct occurrences *match_words(const struct matcher *m, uint32_t list);

/* The window that is the whole text. */
struct span match_all(const struct matcher *m);

/* The first anchor of the rule that holds at the span, or ANCHOR_COUNT. */
enum anchor match_anchor(
    struct matcher *m, const struct rule *r, struct span at);

/* Looks once more for the match that is exactly the span, for its groups.
 * False where there is none: the rule has no regex, or one with a `value`. */
bool match_groups(struct matcher *m, const struct rule *r, struct span at,
    struct pattern_match *ret);

#endif
