/* SPDX-License-Identifier: MIT
 *
 * bench_find.c - what the rules cost, stage by stage, beside one pass of the
 * engine over the same text; and whether anything grows faster than its input.
 *
 *	bench_find [-p] [-n ROUNDS] CONFIG RULES CORPUS
 *	bench_find [-p] -l CONFIG RULES
 *	bench_find [-p] -m CONFIG RULES FILE...
 *
 * The first reads every message of the folder CORPUS, takes their texts out,
 * and prints MB/s of text for the normalised view, the engine's pass, and
 * everything (view, words, engine, PCRE2, findings), with the ratio of the
 * last two: medians of ROUNDS (default 5) that take turns.  -l makes
 * messages that are all one thing, in three sizes, and prints how the
 * time of each stage grows: 1.0 is linear.  -m prints the milliseconds of
 * each stage of single messages.  -p: with PCRE2 alone.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/config.h"
#include "extract/extract.h"
#include "extract/texts.h"
#include "find/find.h"
#include "find/normalise.h"
#include "find/rules.h"
#include "parse/mail.h"

#define MESSAGE_MAX (512u << 20)
#define ROUNDS_MAX 99
/* A stage faster than this is not timed well enough for a ratio. */
#define SHORT_MS 2.0
/* Growth beyond this, for an input eight times as long, is no noise. */
#define GROWTH_MAX 1.6

struct bench {
	struct config *config;
	struct rules *rules;
	struct finder *finder;
	struct engine_scratch *scratch;
	bool *may;
	struct normal view;
	int worse; /* shapes that grew faster than their size */
};

/* The texts of one message. */
struct mail_texts {
	struct texts texts;
	struct texts views; /* the normalised ones */
};

static void
die(const char *what)
{
	fprintf(stderr, "bench_find: %s\n", what);
	exit(EX_SOFTWARE);
}

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, compare);
	return v[n / 2];
}

static void
open_bench(struct bench *b, const char *config, char *rules, enum engine engine)
{
	struct strlist dirs = {.v = &rules, .n = 1};
	struct buf err = BUF_MAX(4096);

	*b = (struct bench){0};
	b->config = config_load(config, &err);
	if (b->config == NULL || extract_init() < 0)
		die(buf_str(&err));
	b->rules = rules_load(&dirs, engine, &err);
	if (b->rules == NULL)
		die(buf_str(&err));
	b->finder = finder_new(b->rules);
	b->scratch = engine_scratch_new(b->rules->engine);
	b->may = calloc(b->rules->npatterns + 1, sizeof *b->may);
	normal_init(&b->view);
	if (b->finder == NULL || b->scratch == NULL || b->may == NULL)
		die("memory is out");
}

static void
close_bench(struct bench *b)
{
	normal_free(&b->view);
	free(b->may);
	engine_scratch_free(b->scratch);
	finder_free(b->finder);
	rules_free(b->rules);
	config_unref(b->config);
}

static void
take_texts(const char *data, size_t len, struct texts *ret)
{
	struct mail *m = mail_parse(data, len);

	texts_init(ret, MESSAGE_MAX);
	if (m == NULL || extract_mail(m, ret) < 0)
		die("a message could not be read");
	mail_free(m);
}

static void
find(struct bench *b, const struct texts *texts)
{
	struct envelope envelope = {0};
	const struct facts facts = {
	    .config = b->config, .envelope = &envelope, .header_from = ""};
	struct findings found = {0};

	if (find_all(b->finder, texts, &facts, &found) < 0)
		die("find_all failed");
	findings_free(&found);
}

static void
normalise(struct bench *b, const struct texts *texts)
{
	size_t i;

	for (i = 0; i < texts->n; i++)
		if (normal_make(&b->view, texts->v[i].data, texts->v[i].len) <
		    0)
			die("normal_make failed");
}

static void
scan(struct bench *b, const struct texts *views)
{
	size_t i;

	for (i = 0; i < views->n; i++)
		engine_scan(b->rules->engine, b->scratch, views->v[i].data,
		    views->v[i].len, b->may);
}

static void
make_views(struct bench *b, const struct texts *texts, struct texts *ret)
{
	size_t i;

	texts_init(ret, MESSAGE_MAX);
	for (i = 0; i < texts->n; i++) {
		if (normal_make(&b->view, texts->v[i].data, texts->v[i].len) <
			0 ||
		    texts_add(ret, texts->v[i].zone, "1", "", b->view.data,
			b->view.len) == NULL)
			die("memory is out");
	}
}

static char *
read_file(const char *path, size_t *ret_len)
{
	FILE *file = fopen(path, "r");
	struct buf data = BUF_MAX(MESSAGE_MAX);
	char piece[65536];
	size_t n;

	if (file == NULL)
		return NULL;
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		buf_add(&data, piece, n);
	fclose(file);
	*ret_len = data.len;
	return buf_take(&data);
}

static struct mail_texts *
read_corpus(struct bench *b, const char *folder, size_t *ret_n)
{
	DIR *dir = opendir(folder);
	struct mail_texts *v = NULL;
	struct dirent *entry;
	char path[4096], *data;
	size_t n = 0, len;

	if (dir == NULL)
		die("the corpus cannot be read");
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		data = read_file(path, &len);
		v = reallocarray(v, n + 1, sizeof *v);
		if (data == NULL || v == NULL)
			die(path);
		take_texts(data, len, &v[n].texts);
		make_views(b, &v[n].texts, &v[n].views);
		n++;
		free(data);
	}
	closedir(dir);
	*ret_n = n;
	return v;
}

enum stage { VIEW, ENGINE, ALL, STAGES };

static double
time_stage(
    struct bench *b, const struct mail_texts *v, size_t n, enum stage stage)
{
	double start = cpu_ms();
	size_t i;

	for (i = 0; i < n; i++)
		if (stage == VIEW)
			normalise(b, &v[i].texts);
		else if (stage == ENGINE)
			scan(b, &v[i].views);
		else
			find(b, &v[i].texts);
	return cpu_ms() - start;
}

static void
bench_corpus(struct bench *b, const char *folder, size_t rounds)
{
	static const char *const names[] = {
	    "view alone", "engine alone", "view and find"};
	double ms[STAGES][ROUNDS_MAX], ratio[ROUNDS_MAX], total = 0;
	struct mail_texts *v;
	size_t n, i, s;

	v = read_corpus(b, folder, &n);
	for (i = 0; i < n; i++)
		total += (double)v[i].texts.bytes;
	for (i = 0; i < rounds; i++) {
		for (s = 0; s < STAGES; s++)
			ms[s][i] = time_stage(b, v, n, s);
		ratio[i] = ms[ALL][i] / ms[ENGINE][i];
	}
	printf("rule stage: %zu rules, %s, %zu messages, %.1f MB of text\n",
	    rules_count(b->rules), rules_engine(b->rules), n, total / 1e6);
	for (s = 0; s < STAGES; s++) {
		double m = median(ms[s], rounds);

		printf("  %-14s %8.1f MB/s %8.4f ms/message\n", names[s],
		    total / 1e3 / m, m / (double)n);
	}
	printf("  view and find / engine alone %.2f\n", median(ratio, rounds));
	for (i = 0; i < n; i++) {
		texts_free(&v[i].texts);
		texts_free(&v[i].views);
	}
	free(v);
}

/* --- growth ---------------------------------------------------------- */

struct shape {
	const char *name;
	const char *piece; /* again and again */
	size_t line;       /* bytes of a line; 0: one line */
	size_t bytes;
};

static const struct shape shapes[] = {
    {"prose",
	"The committee met on Tuesday and Mrs Khan rang about the bins "
	"at 12 High Street. ",
	76, 1u << 20},
    {"digits", "4", 0, 1u << 20},
    {"digits in lines", "4929123", 70, 1u << 20},
    {"figures in fours", "4929 ", 0, 1u << 20},
    {"one letter", "a", 0, 1u << 20},
    {"nested quotes", ">", 0, 1u << 20},
    {"lines of quotes", "> > > > ", 72, 1u << 20},
    {"spaces", " ", 0, 1u << 20},
    {"empty lines", "\n", 0, 1u << 20},
    {"spaced letters", "a b c d ", 0, 1u << 20},
    {"spaced in lines", "a b c d ", 72, 1u << 20},
    {"addresses", "a@b.example, ", 78, 1u << 20},
    {"at signs", "@", 0, 1u << 20},
    {"dots", ".", 0, 1u << 20},
    {"capitals", "Mr Ab Cd ", 0, 1u << 20},
    {"dates", "01/02/1990 ", 0, 1u << 20},
    {"tags", "<b>", 0, 1u << 20},
    {"letters beyond ASCII", "\xc3\xa9", 0, 1u << 20},
    {"combining marks", "a\xcc\x81", 0, 1u << 20},
    {"soft hyphens", "a\xc2\xad", 0, 1u << 20},
};

static char *
make_message(const struct shape *s, size_t bytes, size_t *ret_len)
{
	struct buf m = BUF_MAX(MESSAGE_MAX);
	size_t start, piece = strlen(s->piece), line = 0;

	buf_adds(&m, "From: a@town.example\nTo: b@c.example\nSubject: bench\n"
		     "MIME-Version: 1.0\n"
		     "Content-Type: text/plain; charset=utf-8\n"
		     "Content-Transfer-Encoding: 8bit\n\n");
	start = m.len;
	while (m.len - start < bytes && !buf_failed(&m)) {
		buf_add(&m, s->piece, piece);
		line += piece;
		if (s->line > 0 && line >= s->line) {
			buf_addc(&m, '\n');
			line = 0;
		}
	}
	buf_addc(&m, '\n');
	*ret_len = m.len;
	return buf_take(&m);
}

/* Times of one message: taking its texts out, view, engine, everything. */
struct times {
	double extract, stage[STAGES];
};

static struct times
time_message(struct bench *b, const char *data, size_t len)
{
	struct mail_texts one;
	struct times t;
	double start = cpu_ms();
	size_t s;

	take_texts(data, len, &one.texts);
	t.extract = cpu_ms() - start;
	make_views(b, &one.texts, &one.views);
	for (s = 0; s < STAGES; s++)
		t.stage[s] = time_stage(b, &one, 1, s);
	texts_free(&one.texts);
	texts_free(&one.views);
	return t;
}

/* How much faster than its input a time grew: 1 is linear. */
static double
growth(double from, double to, double times)
{
	return (to + SHORT_MS) / (from + SHORT_MS) / times;
}

static void
print_times(const struct times *t)
{
	printf(" %8.1f %8.1f %8.1f %8.1f", t->extract, t->stage[VIEW],
	    t->stage[ENGINE], t->stage[ALL]);
}

static void
bench_shape(struct bench *b, const struct shape *s, const unsigned *times)
{
	struct times t[3];
	double extract, all;
	size_t i, len;
	char *m;

	for (i = 0; i < 3; i++) {
		m = make_message(s, s->bytes * times[i], &len);
		if (m == NULL)
			die("memory is out");
		t[i] = time_message(b, m, len);
		free(m);
	}
	printf("%-21s", s->name);
	print_times(&t[2]);
	for (i = 1; i < 3; i++) {
		extract = growth(t[0].extract, t[i].extract, times[i]);
		all = growth(t[0].stage[ALL], t[i].stage[ALL], times[i]);
		printf("  %5.2f %5.2f", extract, all);
	}
	if (extract > GROWTH_MAX || all > GROWTH_MAX) {
		printf("  worse than linear");
		b->worse++;
	}
	printf("\n");
	fflush(stdout);
}

static void
bench_growth(struct bench *b)
{
	static const unsigned times[] = {1, 2, 8}, large[] = {1, 2, 4};
	static const struct shape text = {"25 MB of prose",
	    "Thank you for your letter about Station Road; I rang on 3 May. ",
	    72, 25u << 20};
	size_t i;

	printf("growth: milliseconds at 8 MB, then how much faster than its "
	       "size the time of\nreading and of finding grew, at 2 and at 8 "
	       "MB from 1 (1 is linear)\n");
	printf("%-21s %8s %8s %8s %8s  %11s  %11s\n", "a message of", "read",
	    "view", "engine", "find", "x2", "x8");
	for (i = 0; i < sizeof shapes / sizeof *shapes; i++)
		bench_shape(b, &shapes[i], times);
	bench_shape(b, &text, large);
	printf("worse than linear: %d\n", b->worse);
}

static void
bench_files(struct bench *b, char **paths)
{
	struct times t;
	size_t len;
	char *data;

	for (; *paths != NULL; paths++) {
		data = read_file(*paths, &len);
		if (data == NULL)
			die(*paths);
		t = time_message(b, data, len);
		print_times(&t);
		printf("  %s\n", *paths);
		free(data);
	}
}

int
main(int argc, char **argv)
{
	enum engine engine = ENGINE_BEST;
	bool grow = false, files = false;
	size_t rounds = 5;
	struct bench b;
	int c;

	while ((c = getopt(argc, argv, "pn:lm")) != -1)
		switch (c) {
		case 'p':
			engine = ENGINE_PCRE2;
			break;
		case 'n':
			rounds = strtoul(optarg, NULL, 10);
			break;
		case 'l':
			grow = true;
			break;
		case 'm':
			files = true;
			break;
		default:
			return EX_USAGE;
		}
	if (argc - optind < 2 + !grow || rounds < 1 || rounds > ROUNDS_MAX)
		return EX_USAGE;
	open_bench(&b, argv[optind], argv[optind + 1], engine);
	if (grow)
		bench_growth(&b);
	else if (files)
		bench_files(&b, argv + optind + 2);
	else
		bench_corpus(&b, argv[optind + 2], rounds);
	close_bench(&b);
	return b.worse > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
