/* SPDX-License-Identifier: MIT
 *
 * recipients-exposed.h - the checks about addresses that all recipients see.
 *
 * Each is as struct recipients_check says.
 */
#ifndef FIND_RECIPIENTS_EXPOSED_H
#define FIND_RECIPIENTS_EXPOSED_H

#include "find/recipients.h"

int recipients_exposed(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret);
int recipients_exposed_known(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);
int recipients_exposed_group(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);

#endif
