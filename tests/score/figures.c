/* SPDX-License-Identifier: MIT
 *
 * figures.c - named numbers, kept in rules/ACCURACY.md.
 */
#include "score/figures.h"

#include <err.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FENCE "```figures\n"
/* Figures are written with one decimal place. */
#define ROUNDING 0.051

static void
add(struct figures *f, const struct figure *one)
{
	if (f->n == f->cap) {
		f->cap = f->cap ? 2 * f->cap : 256;
		f->v = reallocarray(f->v, f->cap, sizeof *f->v);
		if (f->v == NULL)
			err(1, "figures");
	}
	f->v[f->n++] = *one;
}

void
figures_add(struct figures *f, double value, enum better better, double slack,
    const char *name, ...)
{
	struct figure one = {.value = value, .better = better, .slack = slack};
	va_list ap;

	va_start(ap, name);
	vsnprintf(one.name, sizeof one.name, name, ap);
	va_end(ap);
	add(f, &one);
}

void
figures_share(struct figures *f, unsigned part, unsigned whole,
    enum better better, const char *set, const char *of, const char *what)
{
	if (whole > 0)
		figures_add(f, 100.0 * part / whole, better, 1.0, "%s.%s.%s",
		    set, of, what);
}

void
figures_write(const struct figures *f, struct buf *b)
{
	size_t i;

	buf_adds(b, FENCE);
	for (i = 0; i < f->n; i++)
		buf_addf(b, "%s %.1f\n", f->v[i].name, f->v[i].value);
	buf_adds(b, "```\n");
}

static const struct figure *
find(const struct figures *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->v[i].name, name) == 0)
			return &f->v[i];
	return NULL;
}

static bool
is_absent(const struct strlist *absent, const char *name)
{
	size_t i, n = strcspn(name, ".");

	for (i = 0; i < absent->n; i++)
		if (strlen(absent->v[i]) == n &&
		    strncmp(absent->v[i], name, n) == 0)
			return true;
	return false;
}

/* Compares one figure; true when it is no worse. */
static bool
compare(const struct figures *now, const char *name, double was,
    const struct strlist *absent)
{
	const struct figure *is = find(now, name);
	double worse;

	if (is == NULL && is_absent(absent, name))
		return true;
	if (is == NULL) {
		printf("%s: was %.1f, no longer measured\n", name, was);
		return false;
	}
	worse =
	    is->better == HIGHER_IS_BETTER ? was - is->value : is->value - was;
	if (worse <= is->slack + ROUNDING)
		return true;
	printf("%s: was %.1f, is %.1f, which is worse\n", name, was, is->value);
	return false;
}

int
figures_check(
    const struct figures *now, char *document, const struct strlist *absent)
{
	char *block = strstr(document, FENCE), *line, *end, *value;
	int worse = 0;
	double was;

	if (block == NULL)
		return -1;
	block += strlen(FENCE);
	while ((line = strsep(&block, "\n")) != NULL &&
	       strncmp(line, "```", 3) != 0) {
		value = strchr(line, ' ');
		if (value == NULL)
			return -1;
		*value++ = '\0';
		was = strtod(value, &end);
		if (end == value || *end != '\0' || !isfinite(was))
			return -1;
		worse += !compare(now, line, was, absent);
	}
	return worse;
}

void
figures_free(struct figures *f)
{
	free(f->v);
	*f = (struct figures){0};
}
