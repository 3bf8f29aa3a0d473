/* SPDX-License-Identifier: MIT
 *
 * score.c - how often the shipped rules are right, measured.
 *
 *	score CORPORA [OUT.md]        prints what goes wrong and the figures
 *	score --check CORPORA IN.md   fails where a figure is worse than IN.md's
 *
 * Measured are the invented mails beside this file, the samples of tests/mail
 * and what CORPORA holds. What is absent is skipped and said so; OUT.md is
 * written only when nothing is.
 */
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/test.h"
#include "score/accuracy.h"
#include "score/corpora.h"
#include "score/figures.h"
#include "score/mails.h"
#include "score/trials.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/strlist.h"

static int
is_tsv(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 4 && strcmp(e->d_name + n - 4, ".tsv") == 0;
}

/* Adds the .tsv files of a folder; those of ordinary mail to their own set. */
static void
read_folder(const char *relative, enum set set, struct trials *out)
{
	char folder[2048], path[4096];
	struct dirent **names;
	enum set into;
	int n, i;

	snprintf(folder, sizeof folder, "%s", test_source(relative));
	n = scandir(folder, &names, is_tsv, alphasort);
	if (n <= 0)
		errx(1, "%s: no mails there", folder);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		into = set;
		if (strncmp(names[i]->d_name, "ordinary", 8) == 0)
			into = SET_ORDINARY;
		mails_read_tsv(path, into, out);
		free(names[i]);
	}
	free(names);
}

/* Adds what the corpora hold; the names of the sets that are not there to
 * absent. */
static void
read_corpora(const char *corpora, struct trials *out, struct strlist *absent)
{
	char path[4096];
	const struct {
		enum set set;
		const char *name;
	} corpus[] = {
	    {SET_HAM, "ham"},
	    {SET_IDS, "ids.tsv"},
	    {SET_CONDUCT, "conduct/toxicity.jsonl"},
	    {SET_TORTURE, "torture"},
	    {SET_DOCS, "docs"},
	};
	bool there;
	size_t i;

	for (i = 0; i < COUNT(corpus); i++) {
		snprintf(path, sizeof path, "%s/%s", corpora, corpus[i].name);
		if (corpus[i].set == SET_IDS)
			there = corpora_identifiers(path, out);
		else if (corpus[i].set == SET_CONDUCT)
			there = corpora_comments(path, out);
		else if (corpus[i].set == SET_DOCS)
			there = corpora_documents(path, out);
		else
			there = corpora_messages(path, corpus[i].set, out);
		if (!there && strlist_add(absent, set_name(corpus[i].set)) < 0)
			err(1, "corpora");
	}
}

static void
read_all(const char *corpora, struct trials *out, struct strlist *absent)
{
	mails_read_txt(test_source("tests/score/mails.txt"), out);
	read_folder("tests/score/mails", SET_LEARNED, out);
	read_folder("tests/score/mails/unseen", SET_UNSEEN, out);
	corpora_samples(test_source("tests/mail"), out);
	read_corpora(corpora, out, absent);
}

static void
run(struct trials *l)
{
	struct timespec from, to;

	clock_gettime(CLOCK_MONOTONIC, &from);
	trials_run(l);
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%zu messages in %.1f s\n", l->n,
	    (double)(to.tv_sec - from.tv_sec) +
		(double)(to.tv_nsec - from.tv_nsec) / 1e9);
}

static int
check(const struct figures *now, const char *path, const struct strlist *absent)
{
	struct buf document = BUF_MAX(KIB * KIB);
	int worse;

	if (fd_read_file(path, &document) < 0)
		err(1, "%s", path);
	buf_str(&document);
	worse = figures_check(now, document.data, absent);
	buf_free(&document);
	if (worse < 0)
		errx(1, "%s: no figures that can be understood", path);
	if (worse == 0) {
		printf("no figure is worse than in %s\n", path);
		return 0;
	}
	printf("%d figures are worse than in %s. See `make score` for what "
	       "goes wrong;\nit writes the figures anew, for when that is "
	       "meant.\n",
	    worse, path);
	return 1;
}

static int
show(const struct trials *l, const struct figures *f, const char *path)
{
	struct buf document = BUF_MAX(KIB * 256), offenders = BUF_MAX(KIB * 64);
	FILE *file;

	accuracy_offenders(l, &offenders);
	accuracy_document(l, f, &document);
	if (buf_failed(&document) || buf_failed(&offenders))
		errx(1, "too much to print");
	printf("%s\n%s", buf_str(&document), buf_str(&offenders));
	if (path != NULL) {
		file = fopen(path, "w");
		if (file == NULL || fputs(buf_str(&document), file) < 0 ||
		    fclose(file) != 0)
			err(1, "%s", path);
	}
	buf_free(&document);
	buf_free(&offenders);
	return 0;
}

int
main(int argc, char **argv)
{
	struct strlist absent = {0};
	struct figures figures = {0};
	struct trials trials = {0};
	bool checking = argc > 1 && strcmp(argv[1], "--check") == 0;
	int status;

	argc -= checking;
	argv += checking;
	if (argc < 2 || argc > 3 || (checking && argc != 3)) {
		fprintf(stderr, "usage: score CORPORA [OUT.md] | "
				"score --check CORPORA IN.md\n");
		return 2;
	}
	read_all(argv[1], &trials, &absent);
	run(&trials);
	accuracy_figures(&trials, &figures);
	if (checking)
		status = check(&figures, argv[2], &absent);
	else
		status =
		    show(&trials, &figures, absent.n == 0 ? argv[2] : NULL);
	trials_free(&trials);
	figures_free(&figures);
	strlist_free(&absent);
	return status;
}
