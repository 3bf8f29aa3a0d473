/* SPDX-License-Identifier: MIT
 *
 * lists.h - lists/: who is in which circle, who is never held, what is webmail,
 * which pictures are the council's arms.
 *
 * The files are trusted.txt, press.txt, party.txt, private.txt, internal.txt,
 * never-hold.txt and webmail.txt, one entry a line as mailset.h describes, and
 * crests.txt, lines of sha256sum; '#' starts a comment.  Each may be absent.
 */
#ifndef CONFIG_LISTS_H
#define CONFIG_LISTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"

struct lists;

/* Reads every list of a folder; internal (council.domains, may be empty)
 * joins internal.txt. A missing folder gives lists of those alone. Returns
 * NULL with "file:line:column: …" in *ret_err: a bad line, or a .txt file
 * that is none of the known lists. */
struct lists *lists_load(
    const char *folder, const struct strlist *internal, struct buf *ret_err);
void lists_free(struct lists *l);

/* The circle of the most specific entry that holds address; of two in one
 * place the order is private, party, press, trusted, internal. Returns 0 with
 * *ret and how specific the entry was (mailset_find), or -1 for no entry. */
int lists_circle(const struct lists *l, const char *address, enum circle *ret,
    size_t *ret_weight);

/* True when any entry of never-hold.txt holds address. */
bool lists_never_hold(const struct lists *l, const char *address);

/* True when any entry of webmail.txt holds address: anybody may have a mailbox
 * there. It puts nobody in a circle. */
bool lists_webmail(const struct lists *l, const char *address);

/* True when crests.txt has the digest of a picture, 64 small hexadecimal
 * digits; and when it has any: only then is it worth digesting pictures. */
bool lists_crest(const struct lists *l, const char *digest);
bool lists_has_crests(const struct lists *l);

/* Adds a line to out for each entry that two circles claim: in two lists, or
 * within a wider entry of another. Neither is an error, but one of the two may
 * be a slip. 0, or -1 when out is full. */
int lists_overlaps(const struct lists *l, const char *folder, struct buf *out);

#endif
