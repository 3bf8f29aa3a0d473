/* SPDX-License-Identifier: MIT
 *
 * notices-facts.h - what the templates of notices can name, and its values.
 * For notices*.c only.
 */
#ifndef ACT_NOTICES_FACTS_H
#define ACT_NOTICES_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/template.h"
#include "base/words.h"

struct notice;
struct report;

/* The slots, for a notice to the sender at once, to the sender after a
 * decision, and to an officer. */
extern const struct template_slot notices_facts_sender[];
extern const struct template_slot notices_facts_decided[];
extern const struct template_slot notices_facts_officer[];

/* All values of those slots. Returns a new set (free with
 * template_values_free), or NULL when memory is out. */
struct template_values *notices_facts_for_sender(const struct notice *n);
struct template_values *notices_facts_for_officer(
    const struct notice *n, enum action least);

/* Is this recipient's copy stopped? Where no recipient's is though the verdict
 * stops, all are: the verdict concerns the whole message. */
bool notices_facts_stopped(const struct report *r, size_t recipient);

#endif
