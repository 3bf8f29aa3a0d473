/* SPDX-License-Identifier: MIT
 *
 * intake.c - messages as the MTA hands them over, by libmilter.
 *
 * One struct session hangs on each connection and holds at most one message.
 * State is made lazily in any callback, since the MTA may skip steps; it is
 * reset at MAIL and on abort, and freed at close.  Nothing is thread-local:
 * libmilter runs one session on several threads in turn.
 *
 * Every step before end of message asks not to be answered: answering each
 * costs Postfix half its accept rate, measured.  A step that was agreed
 * to go unanswered must stay so, or the MTA takes the answer for the next
 * one's: what goes wrong before the end of message is said at the end.
 *
 * BUGS: one process serves one socket (libmilter keeps its listener in a
 * global); probityd starts one milter process for each.
 */
#include "intake/intake.h"

#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libmilter/mfapi.h>

#include "base/log.h"
#include "intake/answer.h"
#include "intake/collect.h"

#define ACTIONS (SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_DELRCPT)
#define SKIPPED (SMFIP_NOHELO | SMFIP_NOUNKNOWN | SMFIP_NODATA)
#define QUIET                                                           \
	(SMFIP_NR_CONN | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR | \
	    SMFIP_NR_EOH | SMFIP_NR_BODY)

/* Between two attempts to wake the listener. */
#define WAKE_MS 20

struct session {
	unsigned long steps; /* what was agreed in negotiation */
	char *client_addr;
	char *client_name;
	char *daemon_name;
	bool unsure; /* memory ran out: the three above may be missing */
	bool active; /* c holds a message */
	struct collect c;
};

/* libmilter has no argument for callbacks; written before smfi_main. */
static const struct intake_options *options;
static const struct intake_handler *handler;

/* The thread in smfi_main; valid from SERVING on. */
static pthread_t listener;
static _Atomic enum { NOT_YET, SERVING, SERVED } phase;

static struct session *
session_of(SMFICTX *ctx)
{
	struct session *s = smfi_getpriv(ctx);

	if (s == NULL && (s = calloc(1, sizeof *s)) != NULL) {
		s->c.arrival.message = -1;
		smfi_setpriv(ctx, s);
	}
	return s;
}

static void
end_message(struct session *s)
{
	if (!s->active)
		return;
	if (s->c.begun)
		handler->done(&s->c.arrival, handler->arg);
	collect_free(&s->c);
	s->active = false;
}

/* The status for a step that was, or was not, agreed to go unanswered. */
static sfsistat
quietly(const struct session *s, unsigned long bit)
{
	return (s->steps & bit) != 0 ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long f0, unsigned long f1, unsigned long f2,
    unsigned long f3, unsigned long *pf0, unsigned long *pf1,
    unsigned long *pf2, unsigned long *pf3)
{
	struct session *s = session_of(ctx);

	(void)f2;
	(void)f3;
	if (s == NULL)
		return SMFIS_REJECT;
	if ((f0 & ACTIONS) != ACTIONS || (f1 & SMFIP_HDR_LEADSPC) == 0) {
		log_error(NULL, "mta-too-old", "actions=%lx steps=%lx", f0, f1);
		return SMFIS_REJECT;
	}
	s->steps = f1 & (SKIPPED | QUIET | SMFIP_HDR_LEADSPC);
	smfi_setsymlist(ctx, SMFIM_CONNECT, "j {daemon_name}");
	smfi_setsymlist(ctx, SMFIM_ENVFROM, "i {auth_authen}");
	smfi_setsymlist(ctx, SMFIM_EOH, "i");
	smfi_setsymlist(ctx, SMFIM_EOM, "i {auth_authen}");
	*pf0 = ACTIONS;
	*pf1 = s->steps;
	*pf2 = *pf3 = 0;
	return SMFIS_CONTINUE;
}

static void
keep_client(struct session *s, const char *host, const _SOCK_ADDR *addr)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (addr == NULL)
		memcpy(text, "local", sizeof "local");
	else if (addr->sa_family == AF_INET)
		inet_ntop(AF_INET,
		    &((const struct sockaddr_in *)(const void *)addr)->sin_addr,
		    text, sizeof text);
	else if (addr->sa_family == AF_INET6)
		inet_ntop(AF_INET6,
		    &((const struct sockaddr_in6 *)(const void *)addr)
			 ->sin6_addr,
		    text, sizeof text);
	if (envelope_set(&s->client_addr, *text != '\0' ? text : NULL) < 0 ||
	    envelope_set(&s->client_name, host) < 0)
		s->unsure = true;
}

static sfsistat
on_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *addr)
{
	struct session *s = session_of(ctx);

	if (s == NULL)
		return SMFIS_TEMPFAIL;
	keep_client(s, host, addr);
	if (envelope_set(
		&s->daemon_name, smfi_getsymval(ctx, "{daemon_name}")) < 0)
		s->unsure = true;
	return quietly(s, SMFIP_NR_CONN);
}

static sfsistat
on_mail(SMFICTX *ctx, char **argv)
{
	struct session *s = session_of(ctx);
	struct envelope *e;

	if (s == NULL)
		return SMFIS_TEMPFAIL;
	end_message(s);
	collect_start(&s->c, options);
	s->active = true;
	e = &s->c.arrival.envelope;
	if (s->unsure ||
	    envelope_sender(e, argv[0], (const char *const *)(argv + 1)) < 0 ||
	    envelope_set(&e->auth, smfi_getsymval(ctx, "{auth_authen}")) < 0 ||
	    envelope_set(&e->client_addr, s->client_addr) < 0 ||
	    envelope_set(&e->client_name, s->client_name) < 0 ||
	    envelope_set(&e->daemon_name, s->daemon_name) < 0)
		collect_unsure(&s->c);
	return quietly(s, SMFIP_NR_MAIL);
}

static sfsistat
on_rcpt(SMFICTX *ctx, char **argv)
{
	struct session *s = session_of(ctx);

	if (s == NULL)
		return SMFIS_TEMPFAIL;
	if (s->active && envelope_recipient(&s->c.arrival.envelope, argv[0],
			     (const char *const *)(argv + 1)) < 0)
		s->c.arrival.trouble = ARRIVAL_NO_MEMORY;
	return quietly(s, SMFIP_NR_RCPT);
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	struct session *s = session_of(ctx);

	if (s == NULL)
		return SMFIS_TEMPFAIL;
	if (s->active)
		collect_header(
		    &s->c, name, value, (s->steps & SMFIP_HDR_LEADSPC) != 0);
	return quietly(s, SMFIP_NR_HDR);
}

/* Asks once whether the message is wanted. Its queue id is known by now, so
 * that even mail that is not can be found in the MTA's log. */
static void
begin(SMFICTX *ctx, struct session *s)
{
	if (s->c.begun)
		return;
	s->c.begun = true;
	envelope_set(&s->c.arrival.envelope.queue_id, smfi_getsymval(ctx, "i"));
	s->c.wanted =
	    s->c.unsure || handler->wanted(&s->c.arrival, handler->arg);
	if (s->c.wanted)
		collect_open(&s->c);
	else
		buf_free(&s->c.headers);
}

static sfsistat
on_eoh(SMFICTX *ctx)
{
	struct session *s = session_of(ctx);

	if (s == NULL)
		return SMFIS_TEMPFAIL;
	if (s->active)
		begin(ctx, s);
	return quietly(s, SMFIP_NR_EOH);
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *data, size_t len)
{
	struct session *s = session_of(ctx);

	if (s == NULL)
		return SMFIS_TEMPFAIL;
	if (s->active)
		begin(ctx, s);
	if (s->active && s->c.wanted)
		collect_body(&s->c, data, len);
	return quietly(s, SMFIP_NR_BODY);
}

static int
beat(void *ctx)
{
	return smfi_progress(ctx) == MI_SUCCESS ? 0 : -1;
}

static sfsistat
on_eom(SMFICTX *ctx)
{
	struct session *s = session_of(ctx);
	struct reply reply = {.word = REPLY_LATER};
	sfsistat status = SMFIS_CONTINUE;

	if (s == NULL || !s->active)
		return SMFIS_TEMPFAIL;
	begin(ctx, s);
	if (s->c.wanted) {
		collect_end(&s->c);
		handler->message(
		    &s->c.arrival, &reply, beat, ctx, handler->arg);
		status = answer(ctx, &s->c, &reply);
		reply_free(&reply);
	}
	end_message(s);
	return status;
}

static sfsistat
on_abort(SMFICTX *ctx)
{
	struct session *s = smfi_getpriv(ctx);

	if (s != NULL)
		end_message(s);
	return SMFIS_CONTINUE;
}

static sfsistat
on_close(SMFICTX *ctx)
{
	struct session *s = smfi_getpriv(ctx);

	if (s == NULL)
		return SMFIS_CONTINUE;
	end_message(s);
	free(s->client_addr);
	free(s->client_name);
	free(s->daemon_name);
	free(s);
	smfi_setpriv(ctx, NULL);
	return SMFIS_CONTINUE;
}

static struct smfiDesc description = {
    .xxfi_name = "probity",
    .xxfi_version = SMFI_VERSION,
    .xxfi_flags = ACTIONS,
    .xxfi_connect = on_connect,
    .xxfi_envfrom = on_mail,
    .xxfi_envrcpt = on_rcpt,
    .xxfi_header = on_header,
    .xxfi_eoh = on_eoh,
    .xxfi_body = on_body,
    .xxfi_eom = on_eom,
    .xxfi_abort = on_abort,
    .xxfi_close = on_close,
    .xxfi_negotiate = on_negotiate,
};

/* The group may write to the socket: that is how the MTA's user gets in. */
static int
give_to_group(const char *path, const char *group, struct buf *ret_err)
{
	const struct group *g = getgrnam(group);

	if (g == NULL) {
		buf_addf(
		    ret_err, "there is no group '%s' (socket.group)", group);
		return -1;
	}
	if (chown(path, (uid_t)-1, g->gr_gid) < 0) {
		buf_addf(ret_err, "%s: cannot give it to group '%s': %s", path,
		    group, strerror(errno));
		return -1;
	}
	return 0;
}

int
intake_open(const struct intake_options *o, struct buf *ret_err)
{
	const char *path =
	    strncmp(o->listen, "unix:", 5) == 0 ? o->listen + 5 : NULL;
	char *listen = strdup(o->listen);
	mode_t mask = umask(0777 & ~(mode_t)o->socket_mode);
	int ok;

	ok = listen != NULL && smfi_register(description) == MI_SUCCESS &&
	     smfi_setconn(listen) == MI_SUCCESS &&
	     smfi_opensocket(1) == MI_SUCCESS;
	umask(mask);
	free(listen);
	if (!ok) {
		buf_addf(ret_err,
		    "%s: cannot listen there: %s (is the folder there and "
		    "ours, the port free?)",
		    o->listen, strerror(errno));
		return -1;
	}
	if (path != NULL && o->socket_group != NULL && *o->socket_group != '\0')
		return give_to_group(path, o->socket_group, ret_err);
	return 0;
}

/* Its only effect is that poll(2) in libmilter's listener returns. */
static void
on_wake(int signal)
{
	(void)signal;
}

int
intake_serve(const struct intake_options *o, const struct intake_handler *h)
{
	const struct sigaction wake = {.sa_handler = on_wake};
	int ret;

	options = o;
	handler = h;
	if (sigaction(SIGUSR1, &wake, NULL) < 0)
		return -1;
	listener = pthread_self();
	atomic_store(&phase, SERVING);
	ret = smfi_main() == MI_SUCCESS ? 0 : -1;
	atomic_store(&phase, SERVED);
	return ret;
}

/* Woken just before it sleeps the listener sleeps again: so repeat. */
static void *
wake_listener(void *unused)
{
	while (atomic_load(&phase) != SERVED) {
		if (atomic_load(&phase) == SERVING)
			pthread_kill(listener, SIGUSR1);
		poll(NULL, 0, WAKE_MS);
	}
	return unused;
}

void
intake_stop(void)
{
	pthread_t waker;
	int woken;

	/* The listener holds libmilter's lock while it sleeps, for up to five
	 * seconds (MI_CHK_TIME in its source), and smfi_stop waits for it. */
	woken = pthread_create(&waker, NULL, wake_listener, NULL) == 0;
	smfi_stop();
	if (woken)
		pthread_join(waker, NULL);
}

unsigned
intake_inflight(void)
{
	return collect_inflight();
}
