/* SPDX-License-Identifier: MIT
 *
 * probity-inspect.c - the only program that decodes the bytes of a message.
 *
 * Started by probityd and by `probity check`, never by hand: descriptor 0 is
 * the queue of requests (report/exchange.h), descriptor 1 is told "ready …" or
 * why not, descriptor 2 is the log.  The parent reads config and rules, gives
 * up its user and namespaces, then forks workers that give up the rest.
 *
 *	probity-inspect -c CONFIG [-u USER] [-w WORKERS] [-e ENGINE]
 *
 * ENGINE is best, pcre2, ready or store (find/find.h).  With store nothing is
 * served: it fills the cache of compiled rules and ends.
 */
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/user.h"
#include "config/config.h"
#include "extract/extract.h"
#include "extract/pool.h"
#include "extract/sandbox.h"
#include "extract/texts.h"
#include "find/find.h"
#include "inspect.h"
#include "report/exchange.h"
#include "report/report.h"
#include "report/texts-file.h"

struct options {
	const char *config;
	const char *user;
	unsigned workers;
	enum engine engine;
};

struct service {
	struct config *config;
	struct rules *rules;
};

/* Tells whoever started us, once. */
static void
tell(const char *fmt, const char *what)
{
	struct buf line = BUF_MAX(4096);

	buf_addf(&line, fmt, what);
	if (fd_write_all(1, buf_str(&line), line.len) < 0)
		log_error(NULL, "inspect-starter-gone", "");
	buf_free(&line);
}

static void
fail_start(const struct buf *err)
{
	tell("failed %s\n", buf_str(err));
	exit(EX_CONFIG);
}

/* Inspects one message and answers. A report that cannot be made is not sent:
 * the closed stream says "cannot tell". */
static void
serve_one(struct service *s, struct finder *finder, struct request *q,
    int message, int stream)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	struct report *r = report_new();
	struct texts texts;
	struct map map;
	int file = -1;

	texts_init(&texts, s->config->set.text_bytes);
	if (r == NULL || map_fd(message, &map) < 0)
		goto done;
	if (inspect(s->config, finder, q, map.data, map.len, r, &texts) < 0) {
		log_error(q->envelope.queue_id, "inspect-failed", "memory=out");
	} else if (report_write(r, &json) == 0 &&
		   (!q->want_texts || (file = texts_file(&texts)) >= 0)) {
		/* A requester that gave up is no news here. */
		(void)exchange_answer(stream, &json, file);
	}
	if (file >= 0)
		close(file);
	map_free(&map);
done:
	report_free(r);
	texts_free(&texts);
	buf_free(&json);
}

static int
serve(_Atomic int64_t *busy, void *arg)
{
	struct service *s = arg;
	struct finder *finder = finder_new(s->rules);
	struct request q = {0};
	int message, stream, got, served;

	if (finder == NULL)
		return EX_OSERR;
	for (served = 0; served < LIMIT_WORKER_MESSAGES; served++) {
		got = exchange_take(0, &q, &message, &stream);
		if (got == 0)
			return POOL_CLOSED;
		if (got < 0)
			continue;
		atomic_store(busy, clock_ms());
		alarm(s->config->set.deadline_s + 1);
		serve_one(s, finder, &q, message, stream);
		alarm(0);
		close(message);
		close(stream);
		request_free(&q);
		atomic_store(busy, 0);
	}
	return POOL_AGAIN;
}

static enum engine
engine_named(const char *name)
{
	static const char *const names[] = {
	    [ENGINE_BEST] = "best",
	    [ENGINE_PCRE2] = "pcre2",
	    [ENGINE_READY] = "ready",
	    [ENGINE_STORE] = "store",
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum engine)i;
	return ENGINE_BEST;
}

static void
parse_options(int argc, char **argv, struct options *o)
{
	int c;

	*o = (struct options){.engine = ENGINE_BEST};
	while ((c = getopt(argc, argv, "c:u:w:e:")) != -1)
		switch (c) {
		case 'c':
			o->config = optarg;
			break;
		case 'u':
			o->user = optarg;
			break;
		case 'w':
			o->workers = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 'e':
			o->engine = engine_named(optarg);
			break;
		default:
			exit(EX_USAGE);
		}
	if (o->config == NULL || optind != argc) {
		fputs("probity-inspect is started by probityd and probity, "
		      "not by hand\n",
		    stderr);
		exit(EX_USAGE);
	}
}

static void
load(const struct options *o, struct service *s)
{
	struct buf err = BUF_MAX(4096);

	s->config = config_load(o->config, &err);
	if (s->config == NULL)
		fail_start(&err);
	s->rules = rules_load_cached(&s->config->set.rules_dirs, o->engine,
	    s->config->set.cache_dir, &err);
	if (s->rules == NULL ||
	    rules_bank_tables(s->rules, s->config->set.bank_weights,
		s->config->set.bank_substitutes, &err) < 0)
		fail_start(&err);
	if (rules_count(s->rules) == 0)
		log_warn(NULL, "no-rules", "rules=[]");
	if (extract_init() < 0) {
		buf_adds(&err, "the document readers could not be prepared");
		fail_start(&err);
	}
}

/* Workers are single-threaded: one arena.  What a message of ordinary size
 * needed is kept for the next one, not given back page by page. */
static void
set_malloc(void)
{
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, 2 * MIB);
	mallopt(M_TRIM_THRESHOLD, 8 * MIB);
}

int
main(int argc, char **argv)
{
	struct buf err = BUF_MAX(4096);
	struct service s = {0};
	struct pool pool;
	struct options o;
	struct sandbox *box = NULL;
	int ret = 0;

	/* Read what needs files and a user. */
	log_open("probity-inspect", false);
	parse_options(argc, argv, &o);
	load(&o, &s);
	if (o.engine == ENGINE_STORE)
		goto done;

	/* Give it all up. */
	if (o.user != NULL && user_become(o.user, &err) < 0)
		fail_start(&err);
	box = sandbox_prepare(&err);
	if (box == NULL)
		fail_start(&err);

	/* Serve. */
	set_malloc();
	signal(SIGPIPE, SIG_IGN);
	tell(rules_are_stopgap(s.rules) ? "ready stopgap %s\n" : "ready %s\n",
	    sandbox_describe(box));
	if (fd_null(1) < 0)
		return EX_OSERR;
	pool = (struct pool){
	    .sandbox = box,
	    .queue = 0,
	    .workers = o.workers > 0 ? o.workers : s.config->set.workers,
	    .deadline_s = s.config->set.deadline_s,
	    .serve = serve,
	    .arg = &s,
	};
	if (pool.workers > LIMIT_WORKERS)
		pool.workers = LIMIT_WORKERS;
	ret = pool_run(&pool);

done: /* Tidy: for the leak checker's sake. */
	sandbox_free(box);
	rules_free(s.rules);
	config_unref(s.config);
	return ret < 0 ? EX_SOFTWARE : 0;
}
