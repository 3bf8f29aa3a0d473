/* SPDX-License-Identifier: MIT
 *
 * recipients-alike.h - the checks about addresses that look like others.
 *
 * Each is as struct recipients_check says.
 */
#ifndef FIND_RECIPIENTS_ALIKE_H
#define FIND_RECIPIENTS_ALIKE_H

#include "find/recipients.h"

int recipients_alike_domain(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);
int recipients_alike_name(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret);
int recipients_alike_own(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret);

#endif
