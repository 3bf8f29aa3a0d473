/* SPDX-License-Identifier: MIT
 *
 * trouble.c - the one place that decides what happens when we cannot tell.
 *
 * Trouble with the message itself holds it: another attempt by the MTA would
 * end the same way. Trouble of ours is a temporary failure: the message stays
 * where it is safe, with the sender's MTA, and comes again.
 */
#include "judge/judge.h"

static const struct {
	enum response response;
	const char *word;
	const char *sentence;
} troubles[] = {
    [TROUBLE_WORKER_DIED] = {RESPONSE_HOLD, "worker-died",
	"The inspection of this message broke off twice, so nobody can say "
	"what is in it."},
    [TROUBLE_OVERRAN] = {RESPONSE_HOLD, "overran",
	"The inspection of this message took too long twice, so nobody can "
	"say what is in it."},
    [TROUBLE_BAD_REPORT] = {RESPONSE_HOLD, "bad-report",
	"The inspection of this message gave an answer that made no sense, "
	"so nobody can say what is in it."},
    [TROUBLE_TOO_LARGE] = {RESPONSE_HOLD, "too-large",
	"This message is larger than the council's mail check can read."},
    [TROUBLE_NO_INPUT] = {RESPONSE_HOLD, "no-input",
	"This file could not be opened, so nobody can say what is in it."},
    [TROUBLE_NO_SERVICE] = {RESPONSE_LATER, "no-service",
	"The council's mail check is not available for the moment."},
    [TROUBLE_NO_STORE] = {RESPONSE_LATER, "no-store",
	"The council's mail check cannot keep messages safely for the moment."},
    [TROUBLE_NO_ROOM] = {RESPONSE_LATER, "no-room",
	"The council's mail check has too many messages in hand for the "
	"moment."},
    [TROUBLE_MEMORY] = {RESPONSE_LATER, "memory",
	"The council's mail check is out of memory for the moment."},
};
#define TROUBLE_COUNT (sizeof troubles / sizeof troubles[0])

enum response
judge_trouble(enum trouble t)
{
	return (unsigned)t < TROUBLE_COUNT ? troubles[t].response
					   : RESPONSE_LATER;
}

const char *
trouble_word(enum trouble t)
{
	return (unsigned)t < TROUBLE_COUNT ? troubles[t].word : "?";
}

const char *
trouble_sentence(enum trouble t)
{
	return (unsigned)t < TROUBLE_COUNT ? troubles[t].sentence : "?";
}
