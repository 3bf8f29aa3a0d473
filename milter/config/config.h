/* SPDX-License-Identifier: MIT
 *
 * config.h - the settings, policies, lists, members and calendar in force: one
 * immutable snapshot.
 *
 * A snapshot is built whole by config_load and never changes afterwards, so it
 * may be read from any thread without a lock.  A message keeps the one it
 * started with (config_ref … config_unref).
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"

struct calendar;
struct lists;
struct mailset;
struct members;
struct policies;

/* What probity.yaml sets, under the key in each comment. One table in
 * settings-table.c drives parser, defaults, `probity config show` and the
 * manual. */
struct settings {
	/* council.* */
	char *council_name;             /* council.name */
	struct strlist council_domains; /* council.domains */
	char *council_contact;          /* council.contact: whom to ring */
	char *officer[ROUTE_COUNT];     /* officers.dpo …: address or "" */

	/* Whose mail */
	struct strlist senders;         /* inspect.senders: address or domain */
	bool senders_members;           /* inspect.members: members.csv too */
	struct strlist ports;           /* inspect.ports; empty = all */
	struct strlist trusted_clients; /* inspect.trusted_clients: CIDR */

	/* Daemon */
	struct strlist listen; /* listen: unix:/path, inet:PORT@HOST */
	unsigned socket_mode;  /* socket.mode, octal */
	char *socket_group;    /* socket.group or "" */
	char *user;            /* user or "": stay who we are */
	char *inspect_user;    /* inspect.user or "" */
	char *state_dir;       /* state_dir: the store */
	char *cache_dir;       /* cache_dir: compiled rules */
	char *run_dir;         /* run_dir: lock and control socket */
	bool syslog;           /* log: syslog | stderr */
	bool observe;          /* mode: enforce | observe */

	/* Mail out: release and notices */
	char *smtp_host;     /* release.host */
	unsigned smtp_port;  /* release.port */
	char *smtp_helo;     /* release.helo */
	char *reinject_name; /* release.daemon_name: exempt port */
	char *notice_from;   /* notices.from: header From of notices */

	/* tag: header names */
	char *header_verdict; /* tag.header */

	/* limits.* */
	size_t message_bytes;
	size_t inflight_bytes;
	unsigned inflight_messages;
	size_t text_bytes;
	unsigned deadline_s;
	unsigned workers;
	unsigned document_workers; /* limits.document_workers; 0: as workers */

	/* ocr.*: pictures of text */
	bool ocr;                     /* ocr.read */
	struct strlist ocr_languages; /* ocr.languages */
	unsigned ocr_s;               /* ocr.seconds */

	/* Where the rest is; relative to probity.yaml's folder. */
	char *policy_file;         /* policy */
	char *members_file;        /* members; may be absent */
	char *calendar_file;       /* calendar; may be absent */
	char *lists_dir;           /* lists */
	char *notices_dir;         /* notices.templates */
	struct strlist rules_dirs; /* rules: later ones override by id */
	char *bank_weights;        /* bank.weights or "": VALACDOS.txt */
	char *bank_substitutes;    /* bank.substitutes or "": SCSUBTAB.txt */
};

struct config {
	struct settings set;
	struct policies *policies;
	struct lists *lists;
	struct members *members;
	struct calendar *calendar;
	struct mailset *senders; /* inspect.senders, for lookup */
	char *path;              /* as given to config_load */
	int refs;                /* atomic */
};

/* Reads path and all it names. Returns a new snapshot with one reference, or
 * NULL with the first error in *ret_err as
 * "file:line:column: what was found; what was expected". */
struct config *config_load(const char *path, struct buf *ret_err);

struct config *config_ref(struct config *c);
/* Drops a reference; the last one frees. NULL does nothing. */
void config_unref(struct config *c);

/* Writes every setting in force as YAML that config_load would read back,
 * defaults included, each with its one-line help as a comment. 0 or -1. */
int config_show(const struct config *c, struct buf *out);

/* Adds a line to out for what is not wrong, but may be a slip: entries of two
 * lists that overlap, a poll in a ward that is no member's. 0, or -1 when out
 * is full. */
int config_doubts(const struct config *c, struct buf *out);

/* What address is to the council. A member's own mailboxes come first: those
 * in the members file's `private` are private, those in `addresses` internal.
 * Then the most specific entry of lists/ and council.domains, as lists.h says;
 * then a webmail address that bears the sender's name is private; else
 * external. `sender` (may be NULL) is the envelope sender: with no council
 * domain configured its domain counts as internal. */
enum circle config_circle(
    const struct config *c, const char *sender, const char *address);

/* Is a client believed about its envelope sender: inspect.trusted_clients.
 * client is what the MTA says ("192.0.2.7", "IPv6:…", "local"); NULL is not
 * believed. */
bool config_client_trusted(const struct config *c, const char *client);

/* Is mail from this port of the MTA to be inspected: inspect.ports. NULL (the
 * MTA does not say) is: what cannot be told is looked at. */
bool config_port_listed(const struct config *c, const char *daemon_name);

/* True when address is on the never-hold list. */
bool config_never_hold(const struct config *c, const char *address);

/* Is mail of this mailbox to be inspected: inspect.senders, or a member's
 * council mailbox or a delegate's where inspect.members. A member's private
 * mailbox is not the council's business. */
bool config_sender_listed(const struct config *c, const char *address);

#endif
