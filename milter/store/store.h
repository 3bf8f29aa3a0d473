/* SPDX-License-Identifier: MIT
 *
 * store.h - what probity keeps: incidents, held messages, decisions, mail to
 * send.  Nouns and verbs; all SQL is behind this header.
 *
 * A store may be used by one thread; every thread and process opens its own.
 * Every function returns STORE_OK or why not; nothing is half done: each verb
 * is one transaction, on disk (synchronous=FULL) before it returns STORE_OK.
 *
 * The life of a held message is drawn in store/held.c; no
 * caller can skip a state.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/envelope.h"

struct store;
struct report;

enum store_status {
	STORE_OK,
	STORE_NOT_FOUND, /* no such id */
	STORE_CONFLICT,  /* its state does not allow that; see held_get */
	STORE_BUSY,      /* locked past the time-out */
	STORE_FAILED,    /* read-only, full, corrupt: logged with the text */
};

/* Opens dir/probity.db, making it (0660, with -wal and -shm alike) where it is
 * missing unless read_only. Refuses a store of a newer schema. Returns NULL
 * with a sentence in *ret_err. */
struct store *store_open(const char *dir, bool read_only, struct buf *ret_err);
void store_close(struct store *s);

enum held_state {
	HELD_HELD,
	HELD_RELEASING, /* decided; not yet accepted by the MTA */
	HELD_UNKNOWN, /* lost after the final dot: sent or not, nobody knows */
	HELD_RELEASED,
	HELD_RETURNED,
	HELD_DISCARDED,
};
#define HELD_STATES 6
const char *held_state_name(enum held_state s);
int held_state_parse(const char *s, enum held_state *ret);

/* The key of a message: full envelope as received, and bytes. The order of
 * recipients does not count, nor where the message came from. */
struct digest held_key(const struct envelope *e, const char *data, size_t len);

/* A mail probity itself sends, durable with the fact that caused it. */
struct outgoing {
	const char *kind;   /* "sender-held", "officer-held", "returned", … */
	const char *sender; /* envelope; "" for the null sender */
	const char *rcpt;
	const char *data; /* whole message, CRLF */
	size_t len;
};

/* Commits a held message: bytes, envelope, which recipients are held (mask by
 * index, true = held; at least one is), its judged report as JSON, and mails
 * to send about it. The report's id becomes the message's: it must be a ULID
 * that was never used (STORE_CONFLICT), for the mails already name it.
 * A repeat of the same key within LIMIT_REPEAT_S whose record is held,
 * releasing, unknown or released joins that record instead: *ret_joined is
 * set, ret_id names the first, nothing else is written but a "seen again"
 * mark, and ret_held (nrcpts entries) is that record's held subset.
 * With report NULL it joins or answers STORE_NOT_FOUND: for a caller whom
 * held_seen has saved the inspection. */
enum store_status held_add(struct store *s, const struct envelope *e,
    const char *data, size_t len, const bool *held, const struct report *report,
    const struct outgoing *mails, size_t nmails, char ret_id[27],
    bool *ret_joined, bool *ret_held);

/* Looks a key up before inspecting: STORE_OK when a live record would be
 * joined. */
enum store_status held_seen(
    struct store *s, const struct digest *key, char ret_id[27]);

/* The sizes of all messages that a repeat would join, each once, ascending: a
 * message of another size is no repeat. *ret is the caller's to free(). */
enum store_status held_sizes(struct store *s, size_t **ret, size_t *ret_n);

struct held_row {
	char id[27];
	enum held_state state;
	int64_t received; /* seconds since 1970 */
	int64_t changed;
	char *queue_id;
	char *sender;
	char *first_rcpt; /* the first of them, as in "<a@b.example>" */
	size_t nheld;     /* recipients still concerned */
	size_t size;
	unsigned routes;
	bool severe;
	char *action; /* ask | hold */
	char *rules;  /* "nino, home-address": ids, no content */
	unsigned attempts;
	unsigned seen;      /* how often it was submitted */
	char *last_reply;   /* the MTA's last words, or NULL */
	char *mta_queue_id; /* after release, or NULL */
};
struct held_list {
	struct held_row *v;
	size_t n;
};
/* Held messages, oldest first; states is a mask of 1 << enum held_state. */
enum store_status held_list(
    struct store *s, unsigned states, size_t limit, struct held_list *ret);
void held_list_free(struct held_list *l);

/* The id that begins with prefix: STORE_NOT_FOUND for none, STORE_CONFLICT for
 * more than one. */
enum store_status held_find(
    struct store *s, const char *prefix, char ret_id[27]);

/* All of one message. `data` is its bytes; recipients of `envelope` are only
 * the held ones, in their order. */
struct held {
	struct held_row row;
	struct envelope envelope;
	struct digest key;
	char *report; /* JSON */
	char *data;   /* NULL unless wanted; NUL-terminated */
	size_t len;
	struct held_step *steps; /* its history */
	size_t nsteps;
};
struct held_step {
	int64_t at;
	char *from, *to; /* states; from "" at the start */
	char *who;
	char *why;
};
/* STORE_FAILED too where the bytes are no longer those that were received. */
enum store_status held_get(
    struct store *s, const char *id, bool want_data, struct held *ret);
void held_free(struct held *h);

/* Officer's decisions; who is "name" of the person, why their words ("" where
 * none is needed). From held or unknown only. return and discard take the
 * notice that tells the sender, durable with the decision. */
enum store_status held_release(
    struct store *s, const char *id, const char *who, const char *why);
enum store_status held_return(struct store *s, const char *id, const char *who,
    const char *why, const struct outgoing *notice);
enum store_status held_discard(struct store *s, const char *id, const char *who,
    const char *why, const struct outgoing *notice);

/* The releaser's side (probityd only). held_next claims the next message to
 * send whose time has come: STORE_NOT_FOUND when there is none. */
enum store_status held_next(struct store *s, int64_t now, char ret_id[27]);
/* About to send the final dot: from here a crash means unknown. */
enum store_status held_final_dot(struct store *s, const char *id);
enum store_status held_sent(struct store *s, const char *id, const char *reply,
    const char *mta_queue_id);
/* Before the final dot, or a 4xx to it: try again at `when`. */
enum store_status held_retry(
    struct store *s, const char *id, const char *reply, int64_t when);
/* A 5xx: back to held, with the MTA's text for the officer to see. */
enum store_status held_refused(
    struct store *s, const char *id, const char *reply);
enum store_status held_lost(struct store *s, const char *id, const char *reply);
/* At start: what was being sent when the last daemon died becomes releasing
 * again (no final dot yet) or unknown; probity's own mails wait again. Counts
 * are of held messages, for the log. */
enum store_status held_recover(
    struct store *s, size_t *ret_again, size_t *ret_unknown);

/* The mails probity sends: same life in small. A mail that is refused stays,
 * as failed, with the reply. */
struct outgoing_row {
	int64_t n;
	char *kind, *sender, *rcpt, *data;
	size_t len;
	unsigned attempts;
};
/* incident is the id it is about, or NULL. */
enum store_status outgoing_add(
    struct store *s, const char *incident, const struct outgoing *m);
enum store_status outgoing_next(
    struct store *s, int64_t now, struct outgoing_row *ret);
void outgoing_row_free(struct outgoing_row *r);
enum store_status outgoing_sent(struct store *s, int64_t n, const char *reply);
enum store_status outgoing_retry(
    struct store *s, int64_t n, const char *reply, int64_t when);
enum store_status outgoing_failed(
    struct store *s, int64_t n, const char *reply);

/* The record of a verdict above pass that is not held (tag, notify, refuse),
 * with the mails about it. */
enum store_status incident_add(struct store *s, const struct report *r,
    const struct outgoing *mails, size_t nmails);

/* Poison: keys of messages whose inspection died or overran, so that a retry
 * is not tried on workers again and again. Forgotten after LIMIT_REPEAT_S. */
enum store_status poison_add(struct store *s, const struct digest *key);
bool poison_has(struct store *s, const struct digest *key);
/* Are there any? Also true where the store cannot tell. */
bool poison_any(struct store *s);

/* The key for the header of our own notices (act/notices.h): made at random at
 * the first call, the same for every process of this store from then on. */
enum store_status store_notice_key(
    struct store *s, unsigned char ret[DIGEST_KEY_LEN]);

/* Can it be written? A probe for start-up and after trouble. */
enum store_status store_probe(struct store *s);

#endif
