/* SPDX-License-Identifier: MIT
 *
 * find.h - rules over texts.
 *
 * struct rules is compiled once, immutable, shared by every worker forked
 * after it.  struct finder is one worker's scratch space for them.
 */
#ifndef FIND_FIND_H
#define FIND_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/envelope.h"
#include "base/strlist.h"
#include "extract/texts.h"
#include "find/finding.h"

struct config;
struct rules;
struct finder;

/* One mailbox a recipient can see in To or Cc. */
struct facts_visible {
	char *name; /* display name or NULL */
	char *address;
};

/* What is known about the message besides its texts. Borrowed throughout. */
struct facts {
	const struct config *config;
	const struct envelope *envelope;
	const char *header_from;             /* bare address, or NULL */
	const struct facts_visible *visible; /* To and Cc */
	size_t nvisible;
	/* The envelope sender was assumed, not seen (`probity check --from`):
	 * that it differs from From says nothing. */
	bool sender_assumed;
	/* It answers a mail (In-Reply-To, References): those in To and Cc may
	 * have had each other's addresses before. */
	bool reply;
	bool line; /* --text: no subject; greeting and disclaimer rules and
	            * everything about recipients do not fire */
	time_t at;
};

/* Which engine scans. Findings are the same with each. */
enum engine {
	ENGINE_BEST,  /* Vectorscan, from its cache or compiled now */
	ENGINE_PCRE2, /* PCRE2 alone */
	ENGINE_READY, /* Vectorscan if its cache is there, else PCRE2 */
	ENGINE_STORE, /* as the best, and what is compiled goes into the cache */
};

/* Reads *.yaml below each directory in byte order; a rule in a later directory
 * replaces one of the same id. No directory is no rule. Returns NULL with the first error as
 * "file:line:column: rule ID: what; what was expected" in *ret_err. */
struct rules *rules_load(
    const struct strlist *dirs, enum engine engine, struct buf *ret_err);
/* The same, with the folder of compiled patterns (or NULL). */
struct rules *rules_load_cached(const struct strlist *dirs, enum engine engine,
    const char *cache, struct buf *ret_err);
void rules_free(struct rules *r);
/* True when PCRE2 serves only because Vectorscan's cache was not there. */
bool rules_are_stopgap(const struct rules *r);
/* Gives them the tables of account numbers (bank-tables.h), once, before a
 * finder is made; without an own path (NULL or empty) shape and context count. Returns 0, or -1 with the
 * first error in *ret_err. */
int rules_bank_tables(struct rules *r, const char *weights,
    const char *substitutes, struct buf *ret_err);
size_t rules_count(const struct rules *r);
/* "vectorscan 5.4.9" or "pcre2 10.42". Static. */
const char *rules_engine(const struct rules *r);

/* What `probity rules list|show` prints. Borrowed from r. */
struct rule_info {
	const char *id, *title, *category, *why, *law, *file;
	bool mark;
	unsigned line;
	const struct strlist *ok, *fail;
};
void rules_info(const struct rules *r, size_t i, struct rule_info *ret);

/* Runs every sample of every rule; one line per failure ("file:line: rule ID:
 * ok sample 2 was not found: …") to out. Returns how many failed; a rule that
 * lacks ok or fail samples, reason or title is a failure too. */
size_t rules_test(const struct rules *r, size_t *ret_samples, struct buf *out);

struct finder *finder_new(const struct rules *r);
void finder_free(struct finder *f);

/* Finds everything in the texts and about the recipients. *ret is added to.
 * Returns 0, or -1 when memory is out: cannot tell. */
int find_all(struct finder *f, const struct texts *texts,
    const struct facts *facts, struct findings *ret);

#endif
