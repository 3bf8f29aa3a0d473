/* SPDX-License-Identifier: MIT
 *
 * milter_send.c - sends messages straight to a milter socket.
 *
 *   milter_send -s unix:/path|inet:port@address [options] [FILE|-]
 *
 * Prints one JSON object a message, on one line:
 *   {"verdict":"continue|accept|reject|tempfail|discard|error","reply":"…",
 *    "added":[{"name","value","index"}],"changed":[{"name","value","index"}],
 *    "delrcpt":[…],"refused":[…],"others":[…],"progress":n,"seconds":n,
 *    "error":"…"}
 * where an "added" without "index" was appended, and values are as they stand
 * after the colon.  "refused" are recipients, "others" further actions.
 *
 * Exit 0 when every message got a verdict, 1 when one did not, 2 for bad
 * arguments.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/fd.h"
#include "lib/milter_client.h"

#define FILE_MAX (1024ull << 20)
#define RECIPIENTS_MAX 20000

struct options {
	struct milter_peer peer;
	struct strlist macros;
	struct milter_party from;
	struct milter_party *to;
	size_t nto;
	const char *queue_id;
	long repeat;
	long size_mb;
	bool one_connection;
	bool probe;
	enum milter_drop drop;
	const char *file;
};

enum {
	OPT_MAIL_ARG = 256,
	OPT_RCPT_ARG,
	OPT_MACRO,
	OPT_QUEUE_ID,
	OPT_REPEAT,
	OPT_SIZE_MB,
	OPT_ONE_CONNECTION,
	OPT_DROP,
	OPT_CLIENT_ADDR,
	OPT_TIMEOUT,
	OPT_PROBE,
};

static const struct option long_options[] = {
    {"from", required_argument, NULL, 'f'},
    {"to", required_argument, NULL, 't'},
    {"arg-mail", required_argument, NULL, OPT_MAIL_ARG},
    {"arg-rcpt", required_argument, NULL, OPT_RCPT_ARG},
    {"macro", required_argument, NULL, OPT_MACRO},
    {"queue-id", required_argument, NULL, OPT_QUEUE_ID},
    {"repeat", required_argument, NULL, OPT_REPEAT},
    {"size-mb", required_argument, NULL, OPT_SIZE_MB},
    {"one-connection", no_argument, NULL, OPT_ONE_CONNECTION},
    {"drop", required_argument, NULL, OPT_DROP},
    {"client-addr", required_argument, NULL, OPT_CLIENT_ADDR},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"probe", no_argument, NULL, OPT_PROBE},
    {NULL, 0, NULL, 0},
};

static const char usage_text[] =
    "usage: milter_send -s SOCKET [option]... [FILE|-]\n"
    "  -s unix:/path | inet:port@address\n"
    "  -f, --from ADDRESS    sender, \"\" for the null sender\n"
    "  -t, --to ADDRESS      recipient; may be given several times\n"
    "  --arg-mail ARG        ESMTP argument of MAIL\n"
    "  --arg-rcpt ARG        ESMTP argument of the recipient before it\n"
    "  --macro NAME=VALUE    a macro, e.g. {auth_authen}=anna\n"
    "  --queue-id ID         else every message has its own\n"
    "  --client-addr ADDRESS\n"
    "  --repeat N            send it N times\n"
    "  --one-connection      all of them over one connection\n"
    "  --size-mb N           make a message of N MB instead of reading FILE\n"
    "  --drop body|end       close in the middle of the body or after its end\n"
    "  --timeout SECONDS     for one reply\n"
    "  --probe               send nothing: exit 0 when a filter answers\n";

__attribute__((noreturn)) static void
usage(void)
{
	fputs(usage_text, stderr);
	exit(2);
}

static long
number(const char *s)
{
	char *end;
	long n = strtol(s, &end, 10);

	if (*end != '\0' || end == s || n < 0)
		usage();
	return n;
}

static void
add_recipient(struct options *o, const char *address)
{
	if (o->nto == RECIPIENTS_MAX)
		usage();
	o->to[o->nto++] = (struct milter_party){.address = address};
}

static enum milter_drop
drop_place(const char *s)
{
	if (strcmp(s, "body") == 0)
		return DROP_IN_BODY;
	if (strcmp(s, "end") != 0)
		usage();
	return DROP_AFTER_END;
}

static void
set_option(struct options *o, int c, const char *arg)
{
	switch (c) {
	case 's':
		o->peer.socket = arg;
		break;
	case 'f':
		o->from.address = arg;
		break;
	case 't':
		add_recipient(o, arg);
		break;
	case OPT_MAIL_ARG:
		strlist_add(&o->from.args, arg);
		break;
	case OPT_RCPT_ARG:
		if (o->nto == 0)
			usage();
		strlist_add(&o->to[o->nto - 1].args, arg);
		break;
	case OPT_MACRO:
		strlist_add(&o->macros, arg);
		break;
	case OPT_QUEUE_ID:
		o->queue_id = arg;
		break;
	case OPT_REPEAT:
		o->repeat = number(arg);
		break;
	case OPT_SIZE_MB:
		o->size_mb = number(arg);
		break;
	case OPT_ONE_CONNECTION:
		o->one_connection = true;
		break;
	case OPT_DROP:
		o->drop = drop_place(arg);
		break;
	case OPT_CLIENT_ADDR:
		o->peer.client_addr = arg;
		break;
	case OPT_TIMEOUT:
		o->peer.timeout_ms = (int)number(arg) * 1000;
		break;
	case OPT_PROBE:
		o->probe = true;
		break;
	default:
		usage();
	}
}

static void
read_options(struct options *o, int argc, char **argv)
{
	int c;

	*o = (struct options){
	    .from.address = "anna@town.example", .repeat = 1, .file = "-"};
	milter_peer_init(&o->peer);
	o->to = calloc(RECIPIENTS_MAX, sizeof *o->to);
	if (o->to == NULL)
		exit(2);
	while ((c = getopt_long(argc, argv, "s:f:t:", long_options, NULL)) >= 0)
		set_option(o, c, optarg);
	if (o->peer.socket == NULL || argc - optind > 1)
		usage();
	if (optind < argc)
		o->file = argv[optind];
	if (o->nto == 0)
		add_recipient(o, "out@example.org");
	o->peer.macros = &o->macros;
}

static struct milter_mail *
read_mail(const struct options *o)
{
	struct buf b = BUF_MAX(FILE_MAX);
	struct milter_mail *m;
	const char *path = strcmp(o->file, "-") == 0 ? "/dev/stdin" : o->file;

	if (o->size_mb > 0)
		return milter_mail_of_size(o->from.address, o->to[0].address,
		    (size_t)o->size_mb * 1000000);
	if (fd_read_file(path, &b) < 0) {
		fprintf(
		    stderr, "milter_send: %s: %s\n", o->file, strerror(errno));
		exit(2);
	}
	m = milter_mail_new(buf_str(&b), b.len);
	buf_free(&b);
	return m;
}

/* A JSON string of s; bytes that are no UTF-8 are shown as '?'. */
static json_t *
text(const char *s)
{
	json_t *j = json_string(s);
	char *copy, *p;

	if (j != NULL || (copy = strdup(s)) == NULL)
		return j;
	for (p = copy; *p != '\0'; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	j = json_string(copy);
	free(copy);
	return j;
}

static json_t *
list(const struct strlist *l)
{
	json_t *j = json_array();
	size_t i;

	for (i = 0; i < l->n; i++)
		json_array_append_new(j, text(l->v[i]));
	return j;
}

/* The changes that are (or are not) changes of what was there. */
static json_t *
changes(const struct milter_answer *a, bool changed)
{
	json_t *j = json_array(), *one;
	size_t i;

	for (i = 0; i < a->nchanges; i++) {
		if ((a->changes[i].kind == CHANGE_CHANGE) != changed)
			continue;
		one = json_object();
		json_object_set_new(one, "name", text(a->changes[i].name));
		json_object_set_new(one, "value", text(a->changes[i].value));
		if (a->changes[i].kind != CHANGE_ADD)
			json_object_set_new(
			    one, "index", json_integer(a->changes[i].index));
		json_array_append_new(j, one);
	}
	return j;
}

static void
print_answer(const struct milter_answer *a)
{
	json_t *j = json_object();

	json_object_set_new(
	    j, "verdict", json_string(milter_verdict_name(a->verdict)));
	json_object_set_new(
	    j, "reply", a->reply != NULL ? text(a->reply) : json_null());
	json_object_set_new(j, "added", changes(a, false));
	json_object_set_new(j, "changed", changes(a, true));
	json_object_set_new(j, "delrcpt", list(&a->delrcpt));
	json_object_set_new(j, "refused", list(&a->refused));
	json_object_set_new(j, "others", list(&a->others));
	json_object_set_new(j, "progress", json_integer(a->progress));
	json_object_set_new(j, "seconds", json_real(a->seconds));
	json_object_set_new(
	    j, "error", a->error != NULL ? text(a->error) : json_null());
	json_dumpf(j, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
	putchar('\n');
	fflush(stdout);
	json_decref(j);
}

/* Sends one message over *c, opening it where it is NULL. True when the
 * filter gave a verdict. */
static bool
send_one(const struct options *o, const struct milter_mail *mail, long n,
    struct milter_client **c)
{
	struct milter_answer a = {.verdict = MILTER_ERROR};
	struct milter_message m = {
	    .from = o->from, .to = o->to, .nto = o->nto, .mail = mail};
	char id[32];
	bool ok;

	snprintf(id, sizeof id, "%lX%06lX", (long)getpid(), n);
	m.queue_id = o->queue_id != NULL ? o->queue_id : id;
	if (*c == NULL)
		*c = milter_client_open(&o->peer, &a.error);
	if (*c != NULL)
		milter_client_send(*c, &m, o->drop, &a);
	print_answer(&a);
	ok = a.verdict != MILTER_ERROR;
	milter_answer_free(&a);
	if (!ok || !o->one_connection) {
		milter_client_close(*c);
		*c = NULL;
	}
	return ok;
}

/* Connects, negotiates and hangs up. */
static int
probe(const struct options *o)
{
	char *error = NULL;
	struct milter_client *c = milter_client_open(&o->peer, &error);

	if (c == NULL)
		fprintf(stderr, "milter_send: %s\n", error);
	free(error);
	milter_client_close(c);
	return c != NULL ? 0 : 1;
}

static void
free_options(struct options *o)
{
	size_t i;

	for (i = 0; i < o->nto; i++)
		strlist_free(&o->to[i].args);
	free(o->to);
	strlist_free(&o->from.args);
	strlist_free(&o->macros);
}

int
main(int argc, char **argv)
{
	struct milter_client *c = NULL;
	struct milter_mail *mail;
	struct options o;
	int status = 0;
	long i;

	read_options(&o, argc, argv);
	if (o.probe) {
		status = probe(&o);
		free_options(&o);
		return status;
	}
	mail = read_mail(&o);
	for (i = 0; mail != NULL && i < o.repeat; i++)
		if (!send_one(&o, mail, i, &c))
			status = 1;
	milter_client_close(c);
	milter_mail_free(mail);
	free_options(&o);
	return status;
}
