/* SPDX-License-Identifier: MIT
 *
 * learned.h - how likely a few sentences tell what they should not, weighed by
 * words.
 *
 * Much that a councillor must not send has no keyword: "the lads at 14 had
 * visitors in uniform again".  A weights file says how much each feature of
 * features.h speaks for a breach at all, for a councillor's kind of mail at
 * all, and for each category.  It is learned from invented mails (`make
 * learn`), and can be read: a line a feature.
 *
 * Weights are summed over passages: runs of whole sentences of at most
 * FEATURES_SENTENCE words.  A passage is as likely a breach as the logistic
 * function says of the least of three sums, minus the logarithm of how many
 * passages the text has: its own for a breach, its own for a councillor's
 * mail, and the mean of the latter over the text, which has to be the larger
 * the longer the text is.  So neither a word out of a
 * manual nor a long text with its many chances is taken for casework.  The
 * category whose own sum is largest says what kind of breach it is.
 *
 * (Logistic regression over word n-grams; in learning, the passage that speaks
 * loudest stands for its mail: multiple-instance learning, Dietterich et al.,
 * 1997; the logarithm is Bonferroni's correction.)
 *
 * A struct learned is immutable and shared; a learned_scratch is one worker's.
 */
#ifndef FIND_LEARNED_H
#define FIND_LEARNED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "find/pattern.h"

struct learned;
struct learned_scratch;

/* A passage that may be a breach. No two overlap. */
struct passage {
	struct span at;
	double likely;           /* 0 to 1 */
	size_t category, second; /* by number: most fitting, and next */
	double share;            /* of the second, 0 to 0.5 */
};

/* Reads a weights file. NULL, with "file:line:column: …" in *ret_err. */
struct learned *learned_load(const char *path, struct buf *ret_err);
void learned_free(struct learned *l);

/* The number of a category, or of how many there are when it has no weights.
 */
size_t learned_category(const struct learned *l, const char *name);
size_t learned_count(const struct learned *l);

struct learned_scratch *learned_scratch_new(void);
void learned_scratch_free(struct learned_scratch *s);

/* Forgets the message before. */
void learned_begin(struct learned_scratch *s);

/* Takes in a text of the message, of any rising number. What is written
 * `together` (a body in pieces, its subject) is one text for what is said
 * above of a whole text; what is not (an attachment) stands alone. Time is
 * linear in len. Returns 0, or -1 when memory is out. */
int learned_read(const struct learned *l, struct learned_scratch *s,
    size_t number, bool together, const char *text, size_t len,
    double at_least);

/* Once all texts are taken in: the passages of one of them that are at least
 * so likely, in order. *ret is borrowed until the next call. Returns 0, or -1
 * when memory is out. */
int learned_passages(const struct learned *l, struct learned_scratch *s,
    size_t number, const char *text, double at_least,
    const struct passage **ret, size_t *ret_n);

/* Calls each for the features of a passage that speak most for its category,
 * strongest first, at most max: how a weights file writes them. 0, or -1. */
int learned_explain(const struct learned *l, const char *text,
    const struct passage *p, size_t max,
    int (*each)(void *arg, const char *feature), void *arg);

#endif
