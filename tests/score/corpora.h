/* SPDX-License-Identifier: MIT
 *
 * corpora.h - messages that are not in tests/score, as trials.
 *
 * Each adds what is in a folder or a file, and returns false when that is
 * absent; then it has said so. What is there and cannot be understood ends the
 * program.
 */
#ifndef TESTS_SCORE_CORPORA_H
#define TESTS_SCORE_CORPORA_H

#include "score/trials.h"

/* CORPORA/ham: ordinary mail, all innocent, its senders taken as members who
 * write outside. CORPORA/torture: broken mail, of which nothing is expected but
 * a report. */
bool corpora_messages(const char *folder, enum set set, struct trials *out);

/* CORPORA/docs: files, each attached to a message; a report is expected. */
bool corpora_documents(const char *folder, struct trials *out);

/* CORPORA/ids.tsv: each in a sentence that says what it is. `kind` is the
 * identifier's; guilty: a valid one. */
bool corpora_identifiers(const char *path, struct trials *out);

/* CORPORA/conduct/toxicity.jsonl: each comment as a mail. */
bool corpora_comments(const char *path, struct trials *out);

/* tests/mail: messages with a .want beside them, of which only the verdict
 * counts here. test_mail sees to the rest. */
bool corpora_samples(const char *folder, struct trials *out);

#endif
