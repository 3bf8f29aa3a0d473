/* SPDX-License-Identifier: MIT
 *
 * recipients-thread.h - the checks about who joins a conversation.
 *
 * Each is as struct recipients_check says.
 */
#ifndef FIND_RECIPIENTS_THREAD_H
#define FIND_RECIPIENTS_THREAD_H

#include "find/recipients.h"

int recipients_thread_odd_one(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);
int recipients_thread_internal(const struct texts *texts,
    const struct facts *facts, size_t at_least, struct recipients_answer *ret);

#endif
