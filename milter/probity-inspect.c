/* SPDX-License-Identifier: MIT
 *
 * probity-inspect.c - the only program that decodes the bytes of a message.
 *
 * Started by probityd and by `probity check`, never by hand: descriptors 0 and
 * 3 are the queues of requests (report/exchange.h), descriptor 1 is told
 * "ready …" or why not, descriptor 2 is the log.  The parent reads config,
 * rules and what the readers of documents need, gives up its user and
 * namespaces, then forks workers that give up the rest.
 *
 * A plain worker (queue 0) serves one message after the other.  Where it meets
 * a document that takes a library to read it stops and answers "elsewhere"; the
 * requester then brings the message to a document worker (queue 3), which reads
 * it from the beginning, answers and ends: what a library was made to do by one
 * message is gone before the next, and a slow document keeps nobody waiting but
 * other documents.
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
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/user.h"
#include "config/config.h"
#include "config/lists.h"
#include "extract/extract.h"
#include "extract/ocr.h"
#include "extract/pool.h"
#include "extract/sandbox.h"
#include "extract/texts.h"
#include "find/find.h"
#include "inspect.h"
#include "report/exchange.h"
#include "report/patience.h"
#include "report/report.h"
#include "report/texts-file.h"

/* Where whoever started us put the document workers' queue. */
#define DOCUMENTS_QUEUE 3

#ifdef WITH_SANITIZER
/* What libraries never free: fontconfig what it has read, cairo whom an
 * observer was to call. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n"
	       "leak:cairo_surface_observer_add\n";
}
#endif

struct options {
	const char *config;
	const char *user;
	unsigned workers;
	enum engine engine;
};

/* What every worker is born with; written by none but for itself. */
struct stock {
	struct config *config;
	struct rules *rules;
	struct finder *finder;
	struct patience patience;
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

/* What may be read of one message here, and how long that may take. */
static void
allow(const struct stock *s, bool documents, struct texts *texts)
{
	const struct patience *p = &s->patience;

	texts_init(texts, s->config->set.text_bytes);
	texts->documents = documents;
	texts->digests =
	    s->config->lists != NULL && lists_has_crests(s->config->lists);
	texts->deadline_ms =
	    clock_ms() + (documents ? p->document_reading : p->plain_reading);
	/* In a plain worker too: a picture to be read is a document. */
	texts->ocr_ms = texts->ocr_given = p->ocr;
}

/* A requester that gave up meanwhile is no news here. */
static void
answer(const struct request *q, const struct report *r,
    const struct texts *texts, int stream)
{
	struct buf json = BUF_MAX(LIMIT_REPORT_BYTES);
	int file = -1;

	if (report_write(r, &json) == 0 &&
	    (!q->want_texts || (file = texts_file(texts)) >= 0))
		(void)exchange_answer(stream, &json, file);
	if (file >= 0)
		close(file);
	buf_free(&json);
}

/* Inspects one message and answers. A report that cannot be made is not sent:
 * the closed stream says "cannot tell". */
static void
serve_one(const struct stock *s, bool documents, struct request *q, int message,
    int stream)
{
	struct report *r = report_new();
	struct texts texts;
	struct map map;

	allow(s, documents, &texts);
	if (r == NULL || map_fd(message, &map) < 0)
		goto done;
	switch (
	    inspect(s->config, s->finder, q, map.data, map.len, r, &texts)) {
	case INSPECT_REPORT:
		answer(q, r, &texts, stream);
		break;
	case INSPECT_ELSEWHERE:
		(void)exchange_elsewhere(stream);
		break;
	case INSPECT_FAILED:
		log_error(q->envelope.queue_id, "inspect-failed", "memory=out");
	}
	map_free(&map);
done:
	report_free(r);
	texts_free(&texts);
}

/* Takes the next request and serves it, for at most so many seconds. Returns as
 * exchange_take. */
static int
serve_next(
    struct stock *s, bool documents, unsigned seconds, _Atomic int64_t *busy)
{
	struct request q = {0};
	int message, stream, got;

	got = exchange_take(0, &q, &message, &stream);
	if (got <= 0)
		return got;
	atomic_store(busy, clock_ms());
	/* One that is taken over by a document cannot say that it is done, and
	 * so not outlive its time. */
	if (documents)
		munmap((void *)busy, sizeof *busy);
	alarm(seconds + 1);
	serve_one(s, documents, &q, message, stream);
	alarm(0);
	close(message);
	close(stream);
	request_free(&q);
	if (!documents)
		atomic_store(busy, 0);
	return got;
}

static int
serve_plain(_Atomic int64_t *busy, void *arg)
{
	struct stock *s = arg;
	int served;

	for (served = 0; served < LIMIT_WORKER_MESSAGES; served++)
		if (serve_next(s, false, s->config->set.deadline_s, busy) == 0)
			return POOL_CLOSED;
	return POOL_AGAIN;
}

/* One message; the next has a worker of its own. */
static int
serve_documents(_Atomic int64_t *busy, void *arg)
{
	struct stock *s = arg;
	const unsigned seconds = patience_work_s(&s->config->set);
	int got;

	do
		got = serve_next(s, true, seconds, busy);
	while (got < 0);
	return got > 0 ? POOL_AGAIN : POOL_CLOSED;
}

static ssize_t
swallow(void *cookie, const char *data, size_t len)
{
	(void)cookie;
	(void)data;
	return (ssize_t)len;
}

/* Libraries say on stderr what they think of the bytes they read. The log is
 * descriptor 2 itself, and not for that. */
static void
silence_libraries(void)
{
	FILE *nowhere =
	    fopencookie(NULL, "w", (cookie_io_functions_t){.write = swallow});

	if (nowhere != NULL)
		stderr = nowhere;
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

/* What reading pictures needs, where they are to be read. */
static int
load_ocr(const struct settings *set, struct buf *ret_err)
{
	struct buf languages = BUF_MAX(1024);
	size_t i;
	int ret;

	if (!set->ocr)
		return 0;
	for (i = 0; i < set->ocr_languages.n; i++)
		buf_addf(&languages, "%s%s", i > 0 ? "+" : "",
		    set->ocr_languages.v[i]);
	ret = ocr_init(buf_str(&languages), ret_err);
	buf_free(&languages);
	return ret;
}

static void
load(const struct options *o, struct stock *s)
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
	s->finder = finder_new(s->rules);
	if (s->finder == NULL)
		exit(EX_OSERR);
	s->patience = patience_of(&s->config->set);
	if (rules_count(s->rules) == 0)
		log_warn(NULL, "no-rules", "rules=[]");
	if (extract_init() < 0) {
		buf_adds(&err, "the document readers could not be prepared");
		fail_start(&err);
	}
	if (load_ocr(&s->config->set, &err) < 0)
		fail_start(&err);
}

/* The two crews, on the two queues. */
static struct pool
pool_of(struct stock *s, unsigned workers, const struct sandbox *box)
{
	const struct settings *set = &s->config->set;

	if (workers == 0)
		workers = set->workers;
	if (workers > LIMIT_WORKERS)
		workers = LIMIT_WORKERS;
	return (struct pool){
	    .sandbox = box,
	    .crew = {{
			 .kind = SANDBOX_PLAIN,
			 .queue = 0,
			 .workers = workers,
			 .deadline_s = set->deadline_s,
			 .serve = serve_plain,
		     },
		{
		    .kind = SANDBOX_DOCUMENTS,
		    .queue = DOCUMENTS_QUEUE,
		    .workers = patience_document_workers(set, workers),
		    .deadline_s = patience_work_s(set),
		    .serve = serve_documents,
		}},
	    .arg = s,
	};
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
	struct stock s = {0};
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
	silence_libraries();
	signal(SIGPIPE, SIG_IGN);
	tell(rules_are_stopgap(s.rules) ? "ready stopgap %s\n" : "ready %s\n",
	    sandbox_describe(box));
	if (fd_null(1) < 0)
		return EX_OSERR;
	pool = pool_of(&s, o.workers, box);
	ret = pool_run(&pool);

done: /* Tidy: for the leak checker's sake. */
	sandbox_free(box);
	finder_free(s.finder);
	rules_free(s.rules);
	config_unref(s.config);
	return ret < 0 ? EX_SOFTWARE : 0;
}
