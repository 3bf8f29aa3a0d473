/* SPDX-License-Identifier: MIT
 *
 * limits.h - the bounds that more than one file must keep to, each with the
 * reason for its number; others stand beside the function that needs them.
 *
 * A limit that is reached becomes an `unread` entry, a refusal or a temporary
 * failure; never silence.  probity.yaml may move the ones marked [config]
 * within the bounds given beside them.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define KIB 1024u
#define MIB (1024u * 1024u)

/* [config 1..1024 MiB] Microsoft 365 stops at 150 MiB. */
#define LIMIT_MESSAGE_BYTES (150ull * MIB)
/* [config 16..65536 MiB] Sealed copies of all messages in flight together:
 * three of the largest, so that a burst cannot eat the host. */
#define LIMIT_INFLIGHT_BYTES (512ull * MIB)
/* [config 1..10000] Messages in flight: beyond it the MTA is told 4.7.1. */
#define LIMIT_INFLIGHT_MESSAGES 200

/* Multipart and message nesting; the deepest honest mail seen has 7. */
#define LIMIT_NESTING 16
/* Parts of one message; the largest honest digest seen has a few hundred. */
#define LIMIT_PARTS 2000
/* Header fields looked at in one header block. */
#define LIMIT_HEADERS 2000
/* One unfolded header field: a To of 5,000 addresses fits. */
#define LIMIT_HEADER_BYTES (512u * KIB)
/* [config 1..256 MiB] Text taken out of one message, all parts together. */
#define LIMIT_TEXT_BYTES (64ull * MIB)
/* Texts of one message; what comes after is unread, `limit`. */
#define LIMIT_TEXTS 20000

/* What archives and office documents of one message may unpack to, all
 * together: three times a message that is itself a ZIP of text. */
#define LIMIT_UNPACKED_BYTES (400ull * MIB)
/* So many bytes out of one, from LIMIT_UNPACKED_FLOOR on: deflate reaches
 * 1032:1 on zeros only; a spreadsheet of equal rows seen had 60:1. */
#define LIMIT_UNPACKED_RATIO 200
#define LIMIT_UNPACKED_FLOOR (16ull * MIB)
/* Members of all archives of one message. */
#define LIMIT_MEMBERS 10000
/* Pages of one PDF that are looked through for covered text; a council's
 * largest agenda pack seen has some 900. */
#define LIMIT_PAGES 2000
/* A picture to be read for words: A3 at 600 dots to the inch. */
#define LIMIT_PICTURE_PIXELS (70ull * 1000 * 1000)

/* Findings kept in a report; the rest is counted, so that a spreadsheet of
 * 100,000 people makes a report that a person and a socket can take. */
#define LIMIT_FINDINGS 2000
/* A report as JSON. 2,000 findings of 1 KiB, twice over. */
#define LIMIT_REPORT_BYTES (4u * MIB)
/* One request: envelope and facts.  50,000 recipients fit. */
#define LIMIT_REQUEST_BYTES (4u * MIB)
/* Recipients of one message; Postfix's own limit is 1,000. */
#define LIMIT_RECIPIENTS 10000

/* [config 1..300 s] Time for one message in the inspection, end to end.
 * Below Postfix's and Sendmail's end-of-message patience with ample slack. */
#define LIMIT_DEADLINE_S 20
/* Sendmail gives up after 10 s of silence by default; beat well before. */
#define LIMIT_PROGRESS_S 3
/* Address space of one worker: the message, its decoded parts, 64 MiB of
 * text three times over (text, view, offset map), and the libraries. */
#define LIMIT_WORKER_BYTES (2048ull * MIB)
/* Messages a worker serves before it is replaced, so that a slow leak in a
 * library never becomes an outage. */
#define LIMIT_WORKER_MESSAGES 400
/* [config 1..64] */
#define LIMIT_WORKERS 64

/* A config, policy, rule or list file. */
#define LIMIT_CONFIG_BYTES (16u * MIB)
/* Work PCRE2 may do for one match attempt before "cannot tell"
 * (pcre2_set_match_limit); honest rules stay under 10,000. */
#define LIMIT_MATCH 1000000u
#define LIMIT_MATCH_DEPTH 2000u

/* One log line, cut beyond. */
#define LIMIT_LOG_LINE 1000
/* One line of an SMTP reply (RFC 5321 4.5.3.1.5 says 512), cut beyond. */
#define LIMIT_SMTP_REPLY 4096

/* A repeat of a held message within this time joins its record: longer than
 * any MTA keeps trying (maximal_queue_lifetime is 5 days). */
#define LIMIT_REPEAT_S (5 * 24 * 3600)

#endif
