/* SPDX-License-Identifier: MIT
 *
 * words.c - the fixed vocabularies.
 */
#include "base/words.h"

#include <string.h>

static const char *const actions[ACTION_COUNT] = {
    "pass", "tag", "notify", "ask", "hold", "refuse"};
static const char *const confidences[CONFIDENCE_COUNT] = {
    "low", "medium", "high"};
static const char *const zones[ZONE_COUNT] = {"subject", "authored", "quoted",
    "forwarded", "signature", "footer", "attachment", "metadata", "hidden",
    "ocr"};
static const char *const whoses[WHOSE_COUNT] = {
    "third-party", "recipient", "sender", "public", "unknown"};
static const char *const circles[CIRCLE_COUNT] = {
    "internal", "trusted", "press", "party", "private", "external"};
static const char *const unreads[UNREAD_COUNT] = {
    "encrypted", "damaged", "unsupported", "limit", "image", "timeout"};
static const char *const signs[SIGN_COUNT] = {
    "redaction", "disguise", "image", "photo", "hidden"};
static const char *const routes[ROUTE_COUNT] = {"dpo", "mo", "clerk", "comms"};

/* Every category and the officer whose business it is. */
static const struct {
	const char *code;
	enum route route;
} categories[] = {
    {"personal.id", ROUTE_DPO},
    {"personal.fin", ROUTE_DPO},
    {"personal.contact", ROUTE_DPO},
    {"personal.dob", ROUTE_DPO},
    {"personal.special", ROUTE_DPO},
    {"personal.crime", ROUTE_DPO},
    {"personal.child", ROUTE_DPO},
    {"personal.bulk", ROUTE_DPO},
    {"personal.image", ROUTE_DPO},
    {"personal.officer", ROUTE_DPO},
    {"personal.solicit", ROUTE_DPO},
    {"personal.redaction", ROUTE_DPO},
    {"confidential.exempt", ROUTE_MO},
    {"confidential.mark", ROUTE_DPO},
    {"confidential.meeting", ROUTE_MO},
    {"confidential.internal", ROUTE_MO},
    {"confidential.comm", ROUTE_MO},
    {"confidential.legal", ROUTE_MO},
    {"confidential.private", ROUTE_MO},
    {"political.campaign", ROUTE_MO},
    {"political.party", ROUTE_MO},
    {"political.promo", ROUTE_MO},
    {"political.imprint", ROUTE_MO},
    {"political.officer", ROUTE_MO},
    {"conduct.abuse", ROUTE_MO},
    {"conduct.discrim", ROUTE_MO},
    {"conduct.bully", ROUTE_MO},
    {"conduct.defame", ROUTE_MO},
    {"conduct.bias", ROUTE_MO},
    {"conduct.lobby", ROUTE_MO},
    {"conduct.commercial", ROUTE_MO},
    {"conduct.speak", ROUTE_MO},
    {"conduct.disclaimer", ROUTE_MO},
    {"conduct.asset", ROUTE_COMMS},
    {"conduct.copyright", ROUTE_COMMS},
    {"conduct.chain", ROUTE_MO},
    {"conduct.illegal", ROUTE_MO},
    {"recipients.exposed", ROUTE_DPO},
    {"recipients.unusual", ROUTE_DPO},
    {"recipients.mismatch", ROUTE_DPO},
    {"unread.encrypted", ROUTE_DPO},
    {"unread.damaged", ROUTE_DPO},
    {"unread.unsupported", ROUTE_DPO},
    {"unread.limit", ROUTE_DPO},
    {"unread.image", ROUTE_DPO},
    {"unread.timeout", ROUTE_DPO},
};
#define CATEGORY_COUNT (sizeof categories / sizeof categories[0])

static int
find_word(const char *const *words, int count, const char *s)
{
	int i;

	for (i = 0; i < count; i++)
		if (strcmp(words[i], s) == 0)
			return i;
	return -1;
}

/* One name and one parse function for each vocabulary. */
#define VOCABULARY(word, words, count)                           \
	const char *word##_name(enum word w)                     \
	{                                                        \
		return (unsigned)w < (count) ? (words)[w] : "?"; \
	}                                                        \
	int word##_parse(const char *s, enum word *ret)          \
	{                                                        \
		int i = find_word((words), (count), s);          \
                                                                 \
		if (i < 0)                                       \
			return -1;                               \
		*ret = (enum word)i;                             \
		return 0;                                        \
	}

VOCABULARY(action, actions, ACTION_COUNT)
VOCABULARY(confidence, confidences, CONFIDENCE_COUNT)
VOCABULARY(zone, zones, ZONE_COUNT)
VOCABULARY(whose, whoses, WHOSE_COUNT)
VOCABULARY(circle, circles, CIRCLE_COUNT)
VOCABULARY(unread, unreads, UNREAD_COUNT)
VOCABULARY(sign, signs, SIGN_COUNT)
VOCABULARY(route, routes, ROUTE_COUNT)

bool
action_stops(enum action a)
{
	return a >= ACTION_ASK;
}

static int
category_index(const char *code)
{
	size_t i;

	for (i = 0; i < CATEGORY_COUNT; i++)
		if (strcmp(categories[i].code, code) == 0)
			return (int)i;
	return -1;
}

bool
category_known(const char *code)
{
	return category_index(code) >= 0;
}

enum route
category_route(const char *code)
{
	int i = category_index(code);

	return i < 0 ? ROUTE_DPO : categories[i].route;
}

const char *
category_at(size_t i)
{
	return i < CATEGORY_COUNT ? categories[i].code : NULL;
}

bool
category_matches(const char *pattern, const char *code)
{
	size_t n = strlen(pattern);

	if (strcmp(pattern, "*") == 0)
		return true;
	if (n > 2 && strcmp(pattern + n - 2, ".*") == 0)
		return strncmp(pattern, code, n - 1) == 0;
	return strcmp(pattern, code) == 0;
}
