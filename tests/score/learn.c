/* SPDX-License-Identifier: MIT
 *
 * learn.c - makes the weights of learned rules from invented mails.
 *
 *	learn [--judge] MAILS... [--ordinary MAILS...] [--unseen MAILS...]
 *	    [--names LISTS...]
 *
 * Writes the weights to standard output; with --judge, how right they are
 * about each file when they are learned from the others.  Mails behind
 * --ordinary are no councillor's, and innocent; from those behind --unseen
 * nothing is ever learned.  Words of the lists behind --names, people's first
 * names and surnames, have no weight of their own, so that nobody's mail is
 * judged by what they are called.
 *
 * A line of a file is a mail: its categories or `none`, whom it goes to, its
 * text with "\n" for a line end, tabs between.  One writer wrote one file, so
 * a file that was left out stands for mail nobody has seen.
 *
 * Three things are learned: whether a passage is a breach at all, whether it
 * is a councillor's kind of mail at all (logistic regressions), and what kind
 * of breach it is (softmax regression over the breaches).  Of a
 * breach, the passage that looks worst stands for all (multiple-instance
 * learning); of an innocent mail every passage is innocent.
 * AdaGrad (Duchi et al., 2011); the order of the mails is random but the same
 * in every run.
 *
 * BUGS
 *	A name that is in no list is left out by its capitals where it mostly has
 *	them; one that is mostly written small, or at the start of sentences, may
 *	get a weight like any word.
 */
#include <err.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/learn-mails.h"

/* How it learns; chosen by --judge. */
#define EPOCHS 20
#define RATE 0.3
#define SHRINK 5e-2 /* how weights are drawn to 0 at every step */
/* Weights are the mean of those after each epoch but the first ones. */
#define UNSETTLED 4
/* Weights drawn to 0 are timid: of mails of writers left out, more are
 * breaches than they say. So sums are raised and stretched until what is
 * called as likely as not is so at least as often. */
#define RAISE 0.62
#define STRETCH 1.6
#define START (-2.0)
/* A weight below this is left out of the file. */
#define LEAST 0.03

/* One logistic regression: [feature]; the last one is the start, which every
 * passage has. */
struct regression {
	size_t nfeatures;
	double *v, *grad;
};

struct model {
	size_t nfeatures, ncategories;
	struct regression breach, ours;
	/* [feature * ncategories + category] */
	double *fits, *fits_grad;
};

static uint32_t dice = 1;

/* Xorshift (Marsaglia, 2003): the same in every run. */
static uint32_t
roll(void)
{
	dice ^= dice << 13;
	dice ^= dice >> 17;
	dice ^= dice << 5;
	return dice;
}

static double *
zeros(size_t n)
{
	double *v = calloc(n, sizeof *v);

	if (v == NULL)
		err(1, "weights");
	return v;
}

static struct regression
regression_new(size_t nfeatures)
{
	struct regression r = {
	    nfeatures, zeros(nfeatures + 1), zeros(nfeatures + 1)};

	return r;
}

static void
model_init(struct model *m, const struct mails *mails)
{
	size_t n = mails->nfeatures + 1;

	m->nfeatures = mails->nfeatures;
	m->ncategories = mails->ncategories;
	m->breach = regression_new(m->nfeatures);
	m->ours = regression_new(m->nfeatures);
	m->fits = zeros(n * m->ncategories);
	m->fits_grad = zeros(n * m->ncategories);
}

static void
model_free(struct model *m)
{
	free(m->breach.v);
	free(m->breach.grad);
	free(m->ours.v);
	free(m->ours.grad);
	free(m->fits);
	free(m->fits_grad);
}

static double
add_up(const struct regression *r, const struct passage_features *p)
{
	double sum = r->v[r->nfeatures];
	size_t i;

	for (i = 0; i < p->n; i++)
		sum += r->v[p->v[i]];
	return sum;
}

static const struct passage_features *
worst(const struct model *m, const struct mail *mail, double *ret_sum)
{
	const struct passage_features *best = NULL;
	double sum, most = 0;
	size_t i;

	for (i = 0; i < mail->n; i++) {
		sum = add_up(&m->breach, &mail->passages[i]);
		if (best == NULL || sum > most) {
			best = &mail->passages[i];
			most = sum;
		}
	}
	*ret_sum = most;
	return best;
}

static void
move(double *weight, double *grad, double by, double shrink)
{
	double g = by + shrink * *weight;

	*grad += g * g;
	*weight -= RATE * g / sqrt(*grad + 1);
}

/* One step towards yes or no. */
static void
step(struct regression *r, const struct passage_features *p, bool yes)
{
	double g = 1 / (1 + exp(-add_up(r, p))) - (yes ? 1 : 0);
	size_t i;

	if (fabs(g) < 1e-3)
		return;
	move(&r->v[r->nfeatures], &r->grad[r->nfeatures], g, 0);
	for (i = 0; i < p->n; i++)
		move(&r->v[p->v[i]], &r->grad[p->v[i]], g, SHRINK);
}

/* How well each category fits, adding up to 1. */
static void
fit(const struct model *m, const struct passage_features *p,
    double v[MAILS_CATEGORIES])
{
	size_t i, c, n = m->ncategories;
	double most, total = 0;

	for (c = 0; c < n; c++) {
		v[c] = m->fits[m->nfeatures * n + c];
		for (i = 0; i < p->n; i++)
			v[c] += m->fits[p->v[i] * n + c];
	}
	for (most = v[0], c = 1; c < n; c++)
		most = v[c] > most ? v[c] : most;
	for (c = 0; c < n; c++)
		total += v[c] = exp(v[c] - most);
	for (c = 0; c < n; c++)
		v[c] /= total;
}

static void
learn_category(
    struct model *m, const struct passage_features *p, uint64_t labels)
{
	double v[MAILS_CATEGORIES];
	size_t i, c, n = m->ncategories;
	double share = 1.0 / __builtin_popcountll(labels);

	fit(m, p, v);
	for (c = 0; c < n; c++) {
		double g = v[c] - (labels >> c & 1 ? share : 0);
		double *w = &m->fits[m->nfeatures * n + c];

		if (fabs(g) < 1e-3)
			continue;
		move(w, &m->fits_grad[m->nfeatures * n + c], g, 0);
		for (i = 0; i < p->n; i++)
			move(&m->fits[p->v[i] * n + c],
			    &m->fits_grad[p->v[i] * n + c], g, SHRINK);
	}
}

static void
learn_mail(struct model *m, const struct mail *mail)
{
	const struct passage_features *p;
	double sum;
	size_t i;

	if (mail->n == 0)
		return;
	for (i = 0; i < mail->n; i++) {
		step(&m->ours, &mail->passages[i], mail->ours);
		if (mail->labels == 0)
			step(&m->breach, &mail->passages[i], false);
	}
	if (mail->labels == 0)
		return;
	p = worst(m, mail, &sum);
	step(&m->breach, p, true);
	learn_category(m, p, mail->labels);
}

/* Puts the mails in another random order. */
static void
shuffle(size_t *order, size_t n)
{
	for (; n > 1; n--) {
		size_t k = roll() % n, t = order[n - 1];

		order[n - 1] = order[k];
		order[k] = t;
	}
}

/* Adds the weights of one to the other's, so many times. */
static void
add_weights(struct model *to, const struct model *m, double share)
{
	size_t i, n = m->nfeatures + 1;

	for (i = 0; i < n; i++) {
		to->breach.v[i] += share * m->breach.v[i];
		to->ours.v[i] += share * m->ours.v[i];
	}
	for (i = 0; i < n * m->ncategories; i++)
		to->fits[i] += share * m->fits[i];
}

static void
stretch(struct regression *r)
{
	size_t i;

	r->v[r->nfeatures] += RAISE;
	for (i = 0; i <= r->nfeatures; i++)
		r->v[i] *= STRETCH;
}

/* Learns from all mails but those of one file; none is left out for a number
 * that is no file's. */
static void
learn(struct model *mean, const struct mails *mails, size_t left_out)
{
	size_t *order = calloc(mails->n, sizeof *order);
	size_t i, n = 0;
	unsigned epoch;
	struct model m;

	if (order == NULL)
		err(1, "mails");
	model_init(&m, mails);
	m.breach.v[m.nfeatures] = START;
	for (i = 0; i < mails->n; i++)
		if (mails->v[i].file != left_out && !mails->v[i].unseen)
			order[n++] = i;
	for (epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(order, n);
		for (i = 0; i < n; i++)
			learn_mail(&m, &mails->v[order[i]]);
		if (epoch >= UNSETTLED)
			add_weights(mean, &m, 1.0 / (EPOCHS - UNSETTLED));
	}
	stretch(&mean->breach);
	stretch(&mean->ours);
	model_free(&m);
	free(order);
}

/* What is so about the mails of one file, from each likelihood on. */
static const int steps[] = {50, 60, 70, 80, 85, 90, 95};
#define STEPS (sizeof steps / sizeof *steps)

struct verdicts {
	unsigned breaches, innocent, named;
	unsigned right[STEPS], wrong[STEPS];
};

/* The loudest passage as find/learned.c weighs it: NULL for an empty mail. */
static const struct passage_features *
loudest(const struct model *m, const struct mail *mail, double *ret_sum)
{
	const struct passage_features *best = NULL;
	double chances = log((double)mail->n), mean = 0, sum;
	size_t i;

	*ret_sum = -INFINITY;
	for (i = 0; i < mail->n; i++)
		mean += add_up(&m->ours, &mail->passages[i]) / (double)mail->n;
	for (i = 0; i < mail->n; i++) {
		sum = fmin(add_up(&m->breach, &mail->passages[i]),
		    add_up(&m->ours, &mail->passages[i]));
		sum = fmin(sum, mean - 1.5 * chances) - chances;
		if (sum > *ret_sum) {
			*ret_sum = sum;
			best = &mail->passages[i];
		}
	}
	return best;
}

static void
judge_mail(const struct model *m, const struct mail *mail, struct verdicts *v)
{
	double sum, fits[MAILS_CATEGORIES];
	const struct passage_features *p = loudest(m, mail, &sum);
	size_t i, c, best = 0;

	for (i = 0; i < STEPS; i++)
		if (p != NULL && 100 / (1 + exp(-sum)) >= steps[i])
			mail->labels != 0 ? v->right[i]++ : v->wrong[i]++;
	if (mail->labels == 0) {
		v->innocent++;
		return;
	}
	v->breaches++;
	if (p == NULL)
		return;
	fit(m, p, fits);
	for (c = 1; c < m->ncategories; c++)
		if (fits[c] > fits[best])
			best = c;
	v->named += mail->labels >> best & 1;
}

static void
print_verdicts(const char *name, const struct verdicts *v)
{
	size_t i;

	printf("%-40s %4u breaches", name, v->breaches);
	for (i = 0; i < STEPS; i++)
		printf("  %d %%: %2.0f/%4.1f", steps[i],
		    100.0 * v->right[i] / (v->breaches + 1e-9),
		    100.0 * v->wrong[i] / (v->innocent + 1e-9));
	printf("  category right %.0f %%\n",
	    100.0 * v->named / (v->breaches + 1e-9));
	fflush(stdout);
}

static void
judge(const struct mails *mails)
{
	struct verdicts all = {0};
	size_t f, i;

	puts(
	    "found of the breaches / of the innocent, from each likelihood on");
	for (f = 0; f < mails->nfiles; f++) {
		struct verdicts v = {0};
		struct model m;

		model_init(&m, mails);
		learn(&m, mails, f);
		for (i = 0; i < mails->n; i++)
			if (mails->v[i].file == f) {
				judge_mail(&m, &mails->v[i], &v);
				judge_mail(&m, &mails->v[i], &all);
			}
		print_verdicts(mails->files[f], &v);
		model_free(&m);
	}
	print_verdicts("all", &all);
}

/* The weights of a feature as a line; nothing where all are small. */
static void
print_feature(const struct model *m, const char *name, size_t f)
{
	double breach = m->breach.v[f], ours = m->ours.v[f];
	size_t c, n = m->ncategories;
	bool any = fabs(breach) >= LEAST || fabs(ours) >= LEAST;

	for (c = 0; !any && c < n; c++)
		any = fabs(m->fits[f * n + c]) >= 4 * LEAST;
	/* Words stay whatever they weigh: the others are unfamiliar. */
	if (!any && (*name == '~' || strchr(name, ' ') != NULL))
		return;
	printf("%s\t%.0f\t%.0f", name, 100 * breach, 100 * ours);
	for (c = 0; c < n; c++)
		if (fabs(m->fits[f * n + c]) >= 2 * LEAST)
			printf("\t%zu:%.0f", c + 1, 100 * m->fits[f * n + c]);
	putchar('\n');
}

static void
print_model(const struct model *m, const struct mails *mails)
{
	size_t i, learned = 0;

	for (i = 0; i < mails->n; i++)
		learned += !mails->v[i].unseen;
	printf("# How much each word, ~stem and pair of stems speaks for a "
	       "breach, for a\n# councillor's kind of mail, and for each "
	       "category, in hundredths. Made by\n# `make learn` from %zu "
	       "invented mails; find/learned-file.h says how to read it.\n"
	       "=columns\tbreach\tours",
	    learned);
	for (i = 0; i < mails->ncategories; i++)
		printf("\t%s", mails->categories[i]);
	putchar('\n');
	print_feature(m, "=start", m->nfeatures);
	for (i = 0; i < m->nfeatures; i++)
		print_feature(m, mails->features[i], i);
}

int
main(int argc, char **argv)
{
	enum mails_kind kind = MAILS_OURS;
	struct mails mails = {0};
	bool judging = false, names = false;
	struct model m;
	int i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--judge") == 0)
			judging = true;
		else if (strcmp(argv[i], "--ordinary") == 0)
			kind = MAILS_ORDINARY;
		else if (strcmp(argv[i], "--unseen") == 0)
			kind = MAILS_UNSEEN;
		else if (strcmp(argv[i], "--names") == 0)
			names = true;
		else if (names)
			mails_names(&mails, argv[i]);
		else
			mails_read(&mails, argv[i], kind);
	}
	if (mails.n == 0)
		errx(1, "usage: learn [--judge] MAILS... [--ordinary MAILS...] "
			"[--unseen MAILS...] [--names LISTS...]");
	mails_settle(&mails);
	if (judging) {
		judge(&mails);
	} else {
		model_init(&m, &mails);
		learn(&m, &mails, SIZE_MAX);
		print_model(&m, &mails);
		model_free(&m);
	}
	mails_free(&mails);
	return 0;
}
