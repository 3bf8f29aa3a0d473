/* SPDX-License-Identifier: MIT
 *
 * load.c - drives a filter through its milter socket and measures it.
 *
 *   load -s SOCKET -p PID [-l LABEL] [-c 1,4,16] [-r PASSES] [-f FROM]
 *        [-t TO] DIR
 *
 * Sends every .eml of DIR PASSES times, one connection a message as Postfix
 * does, with so many connections at once, and prints one line for each number
 * of connections, fields separated by tabs:
 *
 *   label conns msgs msg/s MB/s p50-ms p99-ms cpu-ms/msg pss-MB pass stop
 *   tempfail error
 *
 * Times are from connecting to the verdict.  CPU time is that of PID and everything
 * it started, measured by the kernel, not sampled; messages are read before
 * the clock starts.  "pass" counts continue and accept, "stop" discard and
 * reject.  A pass over up to 200 messages before the first measurement warms
 * the filter up.  Exit 1 when a message got no verdict.
 *
 * BUGS: the generator runs on the same processors; a saturated filter's msg/s
 * is therefore too low, its CPU time right.
 */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/strlist.h"
#include "bench/process_tree.h"
#include "lib/milter_client.h"

#define THREADS_MAX 256
#define MAIL_MAX (256u << 20)
#define WARM_MESSAGES 200

struct plan {
	struct milter_peer peer;
	struct milter_party from, to;
	const char *label;
	const char *conns;
	const char *dir;
	pid_t pid;
	size_t passes;
	struct milter_mail **mails;
	size_t nmails;
	double mbytes; /* of one pass */
};

/* One measurement, shared by its threads. */
struct run {
	const struct plan *plan;
	size_t total;
	atomic_size_t next;
	double *seconds; /* one a message, each written by one thread */
	atomic_size_t verdicts[MILTER_ERROR + 1];
	atomic_flag told;
};

__attribute__((noreturn)) static void
die(const char *what, const char *why)
{
	fprintf(stderr, "load: %s: %s\n", what, why);
	exit(2);
}

/* --- messages --------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
list_files(const char *dir, struct strlist *ret)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t n;

	if (d == NULL)
		die(dir, strerror(errno));
	while ((e = readdir(d)) != NULL) {
		n = strlen(e->d_name);
		if (n > 4 && strcmp(e->d_name + n - 4, ".eml") == 0)
			strlist_add(ret, e->d_name);
	}
	closedir(d);
	if (ret->n == 0)
		die(dir, "no .eml files");
	qsort(ret->v, ret->n, sizeof *ret->v, by_name);
}

static void
read_mails(struct plan *p)
{
	struct strlist files = {0};
	struct buf b = BUF_MAX(MAIL_MAX);
	char path[4096];
	size_t i;

	list_files(p->dir, &files);
	p->mails = calloc(files.n, sizeof(struct milter_mail *));
	for (i = 0; p->mails != NULL && i < files.n; i++) {
		snprintf(path, sizeof path, "%s/%s", p->dir, files.v[i]);
		buf_reset(&b);
		if (fd_read_file(path, &b) < 0)
			die(path, strerror(errno));
		p->mails[i] = milter_mail_new(buf_str(&b), b.len);
		if (p->mails[i] == NULL)
			die(path, "out of memory");
		p->mbytes += (double)b.len / 1e6;
		p->nmails++;
	}
	buf_free(&b);
	strlist_free(&files);
}

/* --- one measurement -------------------------------------------------- */

static void
tell_once(struct run *r, const char *error)
{
	if (!atomic_flag_test_and_set(&r->told))
		fprintf(stderr, "load: %s: %s\n", r->plan->label,
		    error ? error : "unknown error");
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
send_message(struct run *r, size_t n)
{
	const struct plan *p = r->plan;
	struct milter_answer a = {.verdict = MILTER_ERROR};
	struct milter_client *c;
	double start = now();
	char id[32];
	struct milter_message m = {.from = p->from,
	    .to = &p->to,
	    .nto = 1,
	    .queue_id = id,
	    .mail = p->mails[n % p->nmails]};

	snprintf(id, sizeof id, "%X%06zX", (unsigned)getpid(), n);
	c = milter_client_open(&p->peer, &a.error);
	if (c != NULL)
		milter_client_send(c, &m, DROP_NEVER, &a);
	r->seconds[n] = now() - start;
	milter_client_close(c);
	if (a.verdict == MILTER_ERROR)
		tell_once(r, a.error);
	atomic_fetch_add(&r->verdicts[a.verdict], 1);
	milter_answer_free(&a);
}

static void *
sender(void *arg)
{
	struct run *r = arg;
	size_t n;

	while ((n = atomic_fetch_add(&r->next, 1)) < r->total)
		send_message(r, n);
	return NULL;
}

/* Sends all of a run's messages and returns the seconds it took. */
static double
send_all(struct run *r, size_t conns)
{
	pthread_t threads[THREADS_MAX];
	double start = now();
	size_t i;

	for (i = 0; i < conns; i++)
		if (pthread_create(&threads[i], NULL, sender, r) != 0)
			die("thread", "cannot start one");
	for (i = 0; i < conns; i++)
		pthread_join(threads[i], NULL);
	return now() - start;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static size_t
count(struct run *r, enum milter_verdict a, enum milter_verdict b)
{
	return atomic_load(&r->verdicts[a]) +
	       (a != b ? atomic_load(&r->verdicts[b]) : 0);
}

static void
print_run(struct run *r, size_t conns, double wall, double cpu)
{
	double n = (double)r->total;

	qsort(r->seconds, r->total, sizeof *r->seconds, by_value);
	printf("%s\t%zu\t%zu\t%.0f\t%.1f\t%.2f\t%.2f\t%.3f\t%.1f",
	    r->plan->label, conns, r->total, n / wall,
	    r->plan->mbytes * n / (double)r->plan->nmails / wall,
	    r->seconds[r->total / 2] * 1e3,
	    r->seconds[r->total * 99 / 100] * 1e3, cpu * 1e3 / n,
	    process_tree_pss(r->plan->pid));
	printf("\t%zu\t%zu\t%zu\t%zu\n",
	    count(r, MILTER_CONTINUE, MILTER_ACCEPT),
	    count(r, MILTER_DISCARD, MILTER_REJECT),
	    count(r, MILTER_TEMPFAIL, MILTER_TEMPFAIL),
	    count(r, MILTER_ERROR, MILTER_ERROR));
	fflush(stdout);
}

/* Returns how many messages got no verdict. */
static size_t
measure(const struct plan *p, size_t conns, size_t total, bool print)
{
	struct run r = {.plan = p, .total = total, .told = ATOMIC_FLAG_INIT};
	double cpu, wall;
	size_t errors;

	r.seconds = calloc(total, sizeof *r.seconds);
	if (r.seconds == NULL)
		die("memory", strerror(errno));
	cpu = process_tree_cpu(p->pid);
	wall = send_all(&r, conns);
	cpu = process_tree_cpu(p->pid) - cpu;
	if (print)
		print_run(&r, conns, wall, cpu);
	errors = count(&r, MILTER_ERROR, MILTER_ERROR);
	free(r.seconds);
	return errors;
}

__attribute__((noreturn)) static void
usage(void)
{
	fputs("usage: load -s SOCKET -p PID [-l LABEL] [-c 1,4,16] "
	      "[-r PASSES] [-f FROM] [-t TO] DIR\n",
	    stderr);
	exit(2);
}

static void
read_options(struct plan *p, int argc, char **argv)
{
	int c;

	*p = (struct plan){.label = "filter", .conns = "1,4,16", .passes = 3};
	milter_peer_init(&p->peer);
	p->from.address = "anna@town.example";
	p->to.address = "out@example.org";
	while ((c = getopt(argc, argv, "s:p:l:c:r:f:t:")) >= 0)
		switch (c) {
		case 's':
			p->peer.socket = optarg;
			break;
		case 'p':
			p->pid = (pid_t)strtol(optarg, NULL, 10);
			break;
		case 'l':
			p->label = optarg;
			break;
		case 'c':
			p->conns = optarg;
			break;
		case 'r':
			p->passes = strtoul(optarg, NULL, 10);
			break;
		case 'f':
			p->from.address = optarg;
			break;
		case 't':
			p->to.address = optarg;
			break;
		default:
			usage();
		}
	if (p->peer.socket == NULL || p->pid <= 0 || p->passes == 0 ||
	    argc - optind != 1)
		usage();
	p->dir = argv[optind];
}

int
main(int argc, char **argv)
{
	struct plan p;
	const char *at;
	char *end;
	size_t conns, errors = 0, i;

	read_options(&p, argc, argv);
	read_mails(&p);
	measure(
	    &p, 2, p.nmails < WARM_MESSAGES ? p.nmails : WARM_MESSAGES, false);
	for (at = p.conns; *at != '\0'; at = *end ? end + 1 : end) {
		conns = strtoul(at, &end, 10);
		if (conns == 0 || conns > THREADS_MAX ||
		    (*end != ',' && *end != '\0'))
			usage();
		errors += measure(&p, conns, p.nmails * p.passes, true);
	}
	for (i = 0; i < p.nmails; i++)
		milter_mail_free(p.mails[i]);
	free(p.mails);
	return errors > 0;
}
