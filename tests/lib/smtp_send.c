/* SPDX-License-Identifier: MIT
 *
 * smtp_send.c - hands messages to an MTA over SMTP, byte by byte as given.
 *
 *   smtp_send -p PORT [options] [FILE|-]
 *
 * Prints for each message the reply that decided it, on one line: the first
 * refusal of MAIL, the last of RCPT where no recipient was taken, else the
 * reply to the final dot ("250 2.0.0 Ok: queued as …").  A refused recipient
 * beside taken ones is printed to standard error.  Line ends become CRLF, dots
 * are doubled; nothing else is touched.
 *
 * Exit 0 when all messages were taken, 1 when one was refused, 2 when the
 * connection failed.
 *
 * BUGS: loopback only; no TLS, no AUTH (XCLIENT stands in for both).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/strlist.h"

#define FILE_MAX (1024ull << 20)
#define WAIT_MS 600000 /* RFC 5321 4.5.3.2.6: ten minutes after the dot */

struct options {
	unsigned port;
	const char *from;
	struct strlist mail_args;
	struct strlist to;
	struct strlist rcpt_args; /* one a recipient, "" or " NOTIFY=…" */
	const char *xclient;
	const char *wait_for; /* before each message but the first */
	const char *told;     /* made after each message */
	long repeat;
	bool drop; /* close after the final dot without reading */
	const char *file;
};

static int sock = -1;
static char reply[4096]; /* the last reply, its lines joined by ' ' */

enum {
	OPT_ARG_MAIL = 256,
	OPT_ARG_RCPT,
	OPT_XCLIENT,
	OPT_REPEAT,
	OPT_WAIT_FOR,
	OPT_TOLD,
	OPT_DROP,
};

static const struct option long_options[] = {
    {"from", required_argument, NULL, 'f'},
    {"to", required_argument, NULL, 't'},
    {"arg-mail", required_argument, NULL, OPT_ARG_MAIL},
    {"arg-rcpt", required_argument, NULL, OPT_ARG_RCPT},
    {"xclient", required_argument, NULL, OPT_XCLIENT},
    {"repeat", required_argument, NULL, OPT_REPEAT},
    {"wait-for", required_argument, NULL, OPT_WAIT_FOR},
    {"told", required_argument, NULL, OPT_TOLD},
    {"drop-after-dot", no_argument, NULL, OPT_DROP},
    {NULL, 0, NULL, 0},
};

__attribute__((noreturn)) static void
usage(void)
{
	fputs("usage: smtp_send -p PORT [option]... [FILE|-]\n"
	      "  -f, --from ADDRESS   sender, \"\" for the null sender\n"
	      "  -t, --to ADDRESS     recipient; may be given several times\n"
	      "  --arg-mail ARG       parameter of MAIL\n"
	      "  --arg-rcpt ARG       parameter of the recipient before it\n"
	      "  --xclient ARGS       XCLIENT first, such as LOGIN=a@b\n"
	      "  --repeat N           N times over one connection\n"
	      "  --wait-for FILE      until FILE is there before each message\n"
	      "                       but the first\n"
	      "  --told FILE          make FILE after each message\n"
	      "  --drop-after-dot     hang up instead of reading the answer\n",
	    stderr);
	exit(2);
}

__attribute__((noreturn)) static void
fail(const char *what)
{
	fprintf(stderr, "smtp_send: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* Adds a parameter to the last recipient's. */
static void
add_rcpt_arg(struct options *o, const char *arg)
{
	char *joined;

	if (o->to.n == 0 ||
	    asprintf(&joined, "%s %s", o->rcpt_args.v[o->to.n - 1], arg) < 0)
		usage();
	free(o->rcpt_args.v[o->to.n - 1]);
	o->rcpt_args.v[o->to.n - 1] = joined;
}

static void
set_option(struct options *o, int c, const char *arg)
{
	switch (c) {
	case 'p':
		o->port = (unsigned)strtoul(arg, NULL, 10);
		break;
	case 'f':
		o->from = arg;
		break;
	case 't':
		strlist_add(&o->to, arg);
		strlist_add(&o->rcpt_args, "");
		break;
	case OPT_ARG_MAIL:
		strlist_add(&o->mail_args, arg);
		break;
	case OPT_ARG_RCPT:
		add_rcpt_arg(o, arg);
		break;
	case OPT_XCLIENT:
		o->xclient = arg;
		break;
	case OPT_REPEAT:
		o->repeat = strtol(arg, NULL, 10);
		break;
	case OPT_WAIT_FOR:
		o->wait_for = arg;
		break;
	case OPT_TOLD:
		o->told = arg;
		break;
	case OPT_DROP:
		o->drop = true;
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
	    .from = "anna@town.example", .repeat = 1, .file = "-"};
	while ((c = getopt_long(argc, argv, "p:f:t:", long_options, NULL)) >= 0)
		set_option(o, c, optarg);
	if (o->port == 0 || o->port > 65535 || argc - optind > 1)
		usage();
	if (optind < argc)
		o->file = argv[optind];
	if (o->to.n == 0)
		set_option(o, 't', "out@example.org");
}

/* The message with CRLF line ends, doubled dots and the final dot. */
static void
read_message(const char *path, struct buf *ret)
{
	struct buf b = BUF_MAX(FILE_MAX);
	const char *p, *end, *nl;
	size_t len;

	if (fd_read_file(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &b) < 0)
		fail(path);
	end = buf_str(&b) + b.len;
	for (p = buf_str(&b); p < end; p = nl != NULL ? nl + 1 : end) {
		nl = memchr(p, '\n', (size_t)(end - p));
		len = (size_t)((nl != NULL ? nl : end) - p);
		if (len > 0 && p[len - 1] == '\r')
			len--;
		if (*p == '.' && len > 0)
			buf_addc(ret, '.');
		buf_add(ret, p, len);
		buf_adds(ret, "\r\n");
	}
	buf_adds(ret, ".\r\n");
	buf_free(&b);
	if (buf_failed(ret))
		fail(path);
}

static void
dial(unsigned port)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (sock < 0 || connect(sock, (struct sockaddr *)&a, sizeof a) < 0)
		fail("connect");
}

/* Reads one line, without its end, into `line`. */
static void
read_line(char *line, size_t size, int64_t deadline)
{
	size_t n = 0;
	char c;

	for (;;) {
		if (fd_recv_all(sock, &c, 1, deadline) < 0)
			fail("receive");
		if (c == '\n')
			break;
		if (c != '\r' && n + 1 < size)
			line[n++] = c;
	}
	line[n] = '\0';
}

/* Reads a reply and returns its code's first digit. */
static char
read_reply(void)
{
	int64_t deadline = clock_ms() + WAIT_MS;
	char line[1024];
	size_t n = 0;

	do {
		read_line(line, sizeof line, deadline);
		n += (size_t)snprintf(reply + n, sizeof reply - n, "%s%s",
		    n > 0 ? " " : "", line);
		if (n >= sizeof reply)
			n = sizeof reply - 1;
	} while (strlen(line) > 3 && line[3] == '-');
	return reply[0];
}

/* Says one line and returns the first digit of the reply. */
static char say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static char
say(const char *fmt, ...)
{
	struct buf b = BUF_MAX(1u << 16);
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	buf_adds(&b, "\r\n");
	if (buf_failed(&b) ||
	    fd_send_all(sock, b.data, b.len, clock_ms() + WAIT_MS) < 0)
		fail("send");
	buf_free(&b);
	return read_reply();
}

static void
greet(const struct options *o)
{
	if (read_reply() != '2' || say("EHLO client.example") != '2')
		fail(reply);
	if (o->xclient == NULL)
		return;
	if (say("XCLIENT %s", o->xclient) != '2' ||
	    say("EHLO client.example") != '2')
		fail(reply);
}

/* MAIL and RCPTs; true when at least one recipient was taken. */
static bool
say_envelope(const struct options *o)
{
	struct buf args = BUF_MAX(1u << 14);
	size_t i, taken = 0;
	bool ok;

	for (i = 0; i < o->mail_args.n; i++)
		buf_addf(&args, " %s", o->mail_args.v[i]);
	ok = say("MAIL FROM:<%s>%s", o->from, buf_str(&args)) == '2';
	buf_free(&args);
	for (i = 0; ok && i < o->to.n; i++) {
		if (say("RCPT TO:<%s>%s", o->to.v[i], o->rcpt_args.v[i]) == '2')
			taken++;
		else if (taken > 0)
			fprintf(stderr, "%s: %s\n", o->to.v[i], reply);
	}
	return ok && taken > 0;
}

/* Sends one message; its deciding reply is left in `reply`. */
static bool
send_one(const struct options *o, const struct buf *message)
{
	if (!say_envelope(o) || say("DATA") != '3')
		return false;
	if (fd_send_all(
		sock, message->data, message->len, clock_ms() + WAIT_MS) < 0)
		fail("send");
	if (o->drop)
		exit(0);
	return read_reply() == '2';
}

static void
wait_for(const char *path)
{
	while (access(path, F_OK) < 0)
		usleep(20000);
}

static void
tell(const char *path)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fclose(f) != 0)
		fail(path);
}

int
main(int argc, char **argv)
{
	struct buf message = BUF_MAX(2 * FILE_MAX);
	struct options o;
	int status = 0;
	long i;

	signal(SIGPIPE, SIG_IGN);
	read_options(&o, argc, argv);
	read_message(o.file, &message);
	dial(o.port);
	greet(&o);
	for (i = 0; i < o.repeat; i++) {
		if (i > 0 && o.wait_for != NULL)
			wait_for(o.wait_for);
		if (!send_one(&o, &message))
			status = 1;
		puts(reply);
		fflush(stdout);
		if (o.told != NULL)
			tell(o.told);
		if (status != 0 && i + 1 < o.repeat)
			say("RSET");
	}
	say("QUIT");
	buf_free(&message);
	strlist_free(&o.mail_args);
	strlist_free(&o.to);
	strlist_free(&o.rcpt_args);
	return status;
}
