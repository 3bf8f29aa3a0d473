/* SPDX-License-Identifier: MIT
 *
 * mail.h - one message taken apart by GMime into headers and parts.
 *
 * struct mail owns everything that was found in a message and everything that
 * hangs off it goes with it.  GMime and GLib stay behind this header.  Runs
 * only inside the sandbox: it decodes hostile bytes.
 */
#ifndef PARSE_MAIL_H
#define PARSE_MAIL_H

#include <stdbool.h>
#include <stddef.h>

struct mail;

/* A header field of one block, decoded: RFC 2047 words and RFC 2231 parameters
 * are UTF-8, folding is undone. raw is the value as it stood. */
struct mail_header {
	char *name;
	char *value;
	char *raw;
};

/* What GMime had to repair, or what two readers would read differently. */
enum mail_defect {
	DEFECT_NONE = 0,
	DEFECT_DUPLICATE_TYPE = 1 << 0, /* two Content-Type fields */
	DEFECT_NO_BOUNDARY = 1 << 1,    /* the boundary never appears */
	DEFECT_TRUNCATED = 1 << 2,      /* closing boundary missing */
	DEFECT_ENCODING = 1 << 3,       /* undecodable base64, uuencode, … */
	DEFECT_HEADERS = 1 << 4,        /* broken or ambiguous header block */
	DEFECT_LIMIT = 1 << 5,          /* there was more than a limit allows */
};

enum mail_kind {
	MAIL_LEAF,    /* content to read */
	MAIL_MESSAGE, /* an enclosed message: its headers; parts follow */
	MAIL_MULTI,   /* a multipart: only a container */
	MAIL_STRAY,   /* preamble, epilogue, text outside every part */
};

/* A part, in the order it stands in the message; children follow parents. */
struct mail_part {
	enum mail_kind kind;
	char *path;       /* "2.1"; "1" for a body without multipart; of a
	                    * container at the top and its strays, "0" */
	char *type;       /* lower case "text/html"; never NULL */
	char *other_type; /* the other of two Content-Types, or NULL */
	char *charset;    /* as declared, or NULL */
	bool flowed;      /* text/plain; format=flowed */
	bool delsp;
	char *name; /* file name, decoded, or NULL */
	/* Further names, a line each, and Content-Description; or NULL. */
	char *other_names, *description;
	bool attachment;  /* Content-Disposition: attachment, or it has a
	                    * name and is not text in the flow */
	bool encoded;     /* has a transfer encoding to undo */
	size_t raw_len;   /* bytes it takes in the message as it stands */
	unsigned defects; /* of enum mail_defect, this part's own */
	char *content_id; /* or NULL */
	size_t depth;     /* 0 for the message's own body */
	size_t parent;    /* index of the parent part, or SIZE_MAX */
	size_t message;   /* index of the enclosing MAIL_MESSAGE, or SIZE_MAX */
	/* MAIL_MESSAGE only: its header fields. */
	struct mail_header *headers;
	size_t nheaders;
};

/* Parses a whole message (borrowed: it must outlive the mail; an mbox "From "
 * line before it is stepped over). Never returns NULL but for memory: an empty
 * or senseless message is a mail whose defects and limits say so. Every byte
 * of the message is a header field, in a part's raw bytes, or a boundary line:
 * what GMime leaves out becomes MAIL_STRAY. */
struct mail *mail_parse(const char *data, size_t len);
void mail_free(struct mail *m);

/* Once per process, before the sandbox closes. GLib's types and ICU's tables
 * are loaded and never unloaded. Returns 0, or -1 when ICU cannot start. */
int mail_init(void);

const struct mail_header *mail_headers(const struct mail *m, size_t *ret_n);
/* The decoded value of the first field of that name (case-blind) or NULL. */
const char *mail_header(const struct mail *m, const char *name);

const struct mail_part *mail_parts(const struct mail *m, size_t *ret_n);
unsigned mail_defects(const struct mail *m); /* of enum mail_defect */
/* True when parts, nesting or headers ran into a limit: there was more. What
 * stands past the limit is a MAIL_STRAY, as it lies. */
bool mail_limited(const struct mail *m);

/* True of a multipart that lacks only its closing boundary (DEFECT_TRUNCATED)
 * where nothing can be missing of what a reader shows: an outer multipart's
 * boundary ends it (RFC 2046 5.1.2), or it is a multipart/alternative whose
 * last half is text that stands there unpacked, to the message's end. One that
 * ends in an attachment, or in a transfer encoding that may be cut, is not. */
bool mail_part_whole(struct mail *m, size_t part);

/* The bytes of a leaf or stray part with its transfer encoding undone, charset
 * as it was. Borrowed from m, decoded on the first call. Returns 0; or -1 when
 * they cannot be had (*ret_len is then 0). */
int mail_part_bytes(
    struct mail *m, size_t part, const char **ret_data, size_t *ret_len);

/* Up to `size` first bytes of the same into buf: enough to tell a type by,
 * without decoding 20 MB. Returns how many. */
size_t mail_part_head(
    const struct mail *m, size_t part, char *buf, size_t size);

/* The bytes of a part as they stand in the message, encoding and all. Borrowed
 * from the message. */
void mail_part_raw(
    const struct mail *m, size_t part, const char **ret_data, size_t *ret_len);

/* One mailbox of an address header (To, Cc, From, …). */
struct mail_address {
	char *name; /* decoded display name, or NULL */
	char *address;
};
/* All mailboxes in every field of that name, groups opened, LIMIT_RECIPIENTS
 * at most. Returns a new array of *ret_n, free with mail_addresses_free; NULL
 * when there are none. */
struct mail_address *mail_addresses(
    const struct mail *m, const char *name, size_t *ret_n);
void mail_addresses_free(struct mail_address *a, size_t n);

#endif
