/* SPDX-License-Identifier: MIT
 *
 * recipients-greeting.h - the checks that compare the greeting with the
 * recipients.
 *
 * Each is as struct recipients_check says.
 */
#ifndef FIND_RECIPIENTS_GREETING_H
#define FIND_RECIPIENTS_GREETING_H

#include "find/recipients.h"

int recipients_greeting_other(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);
int recipients_greeting_list(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);

#endif
