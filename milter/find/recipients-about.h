/* SPDX-License-Identifier: MIT
 *
 * recipients-about.h - what the checks about recipients ask of a message.
 */
#ifndef FIND_RECIPIENTS_ABOUT_H
#define FIND_RECIPIENTS_ABOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strlist.h"
#include "base/words.h"
#include "config/members.h"
#include "extract/texts.h"
#include "find/find.h"

/* The envelope sender, else header From; NULL when neither is known. */
const char *recipients_about_sender(const struct facts *facts);

/* What an address is to the council, as config_circle says; without a config
 * the sender's domain is internal and every other external. */
enum circle recipients_about_circle(
    const struct facts *facts, const char *address);

/* True for the circles that are nobody's work: press, party, private and
 * external, not the council and not the bodies it trusts. */
bool recipients_about_outside(const struct facts *facts, const char *address);

/* The member who owns this address, or NULL. Borrowed. */
const struct member *recipients_about_member(
    const struct facts *facts, const char *address);

/* The name To or Cc shows for an address, or NULL. Borrowed. */
const char *recipients_about_name(
    const struct facts *facts, const char *address);

/* Adds copies of every recipient of envelope, To and Cc to out, each once,
 * sorted. 0, or -1 when memory is out. */
int recipients_about_all(const struct facts *facts, struct strlist *out);

/* Sorts addresses and drops repeats. */
void recipients_about_distinct(struct strlist *l);

/* Is the address where anybody can have a mailbox (gmail.com)? lists/webmail.txt
 * says so; without a config a few are known. */
bool recipients_about_webmail(const struct facts *facts, const char *address);

/* The first line of the sender's own text that is not empty, or NULL. Of a
 * longer one this beginning: an HTML part may be one line of megabytes, and
 * whoever is spoken to is named at once. */
#define RECIPIENTS_ABOUT_LINE ((size_t)300)
const char *recipients_about_first_line(
    const struct texts *texts, size_t *ret_len);

/* The text of the greeting of a person: what follows "Dear" up to the comma or
 * dash (a hyphen within a name is none), with its length, or NULL where the first line greets nobody. */
const char *recipients_about_greeted(
    const struct texts *texts, size_t *ret_len);

/* Does one of the phrases (NULL ends them) stand in the first len bytes of s
 * as whole words, whatever their case? A phrase that ends in '*' is the
 * beginning of a word. */
bool recipients_about_says(
    const char *s, size_t len, const char *const *phrases);

/* So many texts of earlier mail are looked at, and so much of each: whoever
 * took part stands near its beginning, and a message of nothing but quotes is
 * no reason to be slow. */
#define RECIPIENTS_ABOUT_TEXTS 16
#define RECIPIENTS_ABOUT_BYTES ((size_t)32 * 1024)

/* How much of a text is looked at. */
size_t recipients_about_len(const struct text *t);

/* Does s stand, whatever its case, in what is looked at of the texts of these
 * zones (a mask of 1 << enum zone)? */
bool recipients_about_stands(
    const struct texts *texts, unsigned zones, const char *s);

/* Is there a text of one of the zones? */
bool recipients_about_has_zone(const struct texts *texts, unsigned zones);

#endif
