/* SPDX-License-Identifier: MIT
 *
 * recipients-mismatch.h - the check that envelope and header name one sender.
 */
#ifndef FIND_RECIPIENTS_MISMATCH_H
#define FIND_RECIPIENTS_MISMATCH_H

#include "find/recipients.h"

/* recipients-mismatch; as struct recipients_check says. */
int recipients_mismatch(const struct texts *texts, const struct facts *facts,
    size_t at_least, struct recipients_answer *ret);

#endif
