/* SPDX-License-Identifier: MIT
 *
 * learn-mails.h - invented mails as passages of features, for learn.c.
 */
#ifndef SCORE_LEARN_MAILS_H
#define SCORE_LEARN_MAILS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAILS_CATEGORIES 64
#define MAILS_FILES 64

struct passage_features {
	uint32_t *v; /* numbers of features; one may be there twice */
	size_t n;
};

struct mail {
	uint64_t labels; /* by category; 0: innocent */
	size_t file;
	bool ours, unseen;
	struct passage_features *passages;
	size_t n;
};

struct feature_table;

struct mails {
	struct mail *v;
	size_t n, cap;
	const char *files[MAILS_FILES]; /* borrowed */
	size_t nfiles;
	char *categories[MAILS_CATEGORIES]; /* as first met */
	size_t ncategories;
	char **features;              /* once settled */
	size_t nfeatures, unfamiliar; /* the number of LEARNED_UNFAMILIAR */
	struct feature_table *table;  /* until settled */
};

/* Councillors' mails; mails of other people; mails only to judge by. */
enum mails_kind { MAILS_OURS, MAILS_ORDINARY, MAILS_UNSEEN };

/* Adds the mails of a file; ends the program where it cannot. */
void mails_read(struct mails *m, const char *path, enum mails_kind kind);

/* Adds the names of a rules' list, once mails are read: words that shall have
 * no weight. Ends the program where it cannot. */
void mails_names(struct mails *m, const char *path);

/* Drops features that are too rare to learn from, and names; numbers the rest;
 * and makes LEARNED_UNFAMILIAR of words that are dropped.
 * Nothing is read after it. */
void mails_settle(struct mails *m);

void mails_free(struct mails *m);

#endif
