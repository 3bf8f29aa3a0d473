/* SPDX-License-Identifier: MIT
 *
 * mails.h - the invented mails beside this file, as trials.
 *
 * mails.txt says at its top how it is made. In mails/NAME.tsv a line is a mail:
 *
 *	LABELS<TAB>TO<TAB>TEXT
 *
 * LABELS are categories with commas between, or `none`. TO is `resident`,
 * `friend`, `list`, `business`, `press`, `party`, `police`, `partner`,
 * `officer` or `member`, or an address. In TEXT `\n` is a line end; "Subject:
 * …\n\n" at its start is the subject.
 */
#ifndef TESTS_SCORE_MAILS_H
#define TESTS_SCORE_MAILS_H

#include "score/trials.h"

/* Adds the mails of mails.txt: a third, by a hash of the name, and all named
 * "c-…" as SET_HELD, the rest as SET_TUNED. Ends the program for what cannot
 * be understood. */
void mails_read_txt(const char *path, struct trials *out);

/* Adds the mails of a .tsv. Ends the program for what cannot be understood. */
void mails_read_tsv(const char *path, enum set set, struct trials *out);

#endif
