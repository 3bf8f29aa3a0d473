/* SPDX-License-Identifier: MIT
 *
 * accuracy.h - what was measured: as a document for people, and as figures.
 */
#ifndef TESTS_SCORE_ACCURACY_H
#define TESTS_SCORE_ACCURACY_H

#include "base/buf.h"
#include "score/figures.h"
#include "score/trials.h"

/* Fills in every figure that is kept. */
void accuracy_figures(const struct trials *l, struct figures *ret);

/* Adds the whole of rules/ACCURACY.md. */
void accuracy_document(
    const struct trials *l, const struct figures *f, struct buf *b);

/* Adds the rules and categories that most often went wrong, with examples of
 * mails that are not hidden. */
void accuracy_offenders(const struct trials *l, struct buf *b);

#endif
