/* SPDX-License-Identifier: MIT
 *
 * rule.h - one rule as its file says it.
 *
 * rules/README.md is the language.  A rule is read from YAML, then linked:
 * what names other rules is resolved once all of them are known.
 */
#ifndef FIND_RULE_H
#define FIND_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "base/words.h"
#include "config/yaml.h"
#include "find/pattern.h"
#include "find/recipients.h"
#include "find/validators.h"

/* Where another rule, a word or a name has to stand. */
enum same { SAME_SENTENCE, SAME_ROW, SAME_TEXT };

enum counts { PEOPLE_NONE, PEOPLE_ROW, PEOPLE_VALUE, PEOPLE_NAME };

/* What an excerpt shows. */
enum shows { SHOWS_VALUE, SHOWS_PHRASE, SHOWS_CLASS };

/* Masks of 1 << enum anchor. */
enum anchor {
	ANCHOR_SUBJECT,
	ANCHOR_FILENAME,
	ANCHOR_HEADING,
	ANCHOR_PAGE_EDGE,
	ANCHOR_FIRST_LINES,
};
#define ANCHOR_COUNT 5

/* No narrowing by bytes. */
#define WITHIN_ANY SIZE_MAX
/* No step of confidence, no answer given, no list. */
#define RULE_UNSET (-1)
#define RULE_NO_LIST UINT32_MAX

/* A rule named by another: its id and where that is written; its index once
 * linked. */
struct rule_ref {
	char *id;
	unsigned line, column;
	size_t rule;
};

struct rule_refs {
	struct rule_ref *v;
	size_t n;
};

/* Compiled regexes. Once linked: `first` is the number of the first among
 * those the engine sifts, `list` that of the list of their occurrences. */
struct rule_patterns {
	struct pattern **v;
	size_t n, first;
	uint32_t list;
};

/* Words (as phrases) or rules that stand near. `list` is the number of
 * the list of the words' occurrences once linked, or RULE_NO_LIST. */
struct rule_near {
	struct strlist words;
	struct rule_refs rules;
	struct rule_patterns regex; /* only in `not` */
	enum same same;
	size_t within;
	uint32_t list;
};

struct rule {
	char *id, *title, *category, *why, *law;
	char *file; /* path of the rule file */
	unsigned line, column;
	bool mark, exact, not_on_line;

	/* What it looks for: one kind. */
	struct rule_patterns regex;
	struct strlist phrases;
	uint32_t list; /* of its occurrences, once linked */
	const struct recipients_check *check;
	size_t at_least;      /* for the check */
	int sign;             /* enum sign, or RULE_UNSET */
	struct strlist about; /* the sign's says one of them; none: whatever */
	bool listed;          /* the picture is in lists/crests.txt */
	char *weights;        /* path of a file of weights */
	/* Once linked: which of the rules' weights, and its category there. */
	size_t learned, learned_category;
	/* From how likely on, in percent, it is so sure; 0: never. */
	unsigned likely[CONFIDENCE_COUNT];
	const struct validator *validator;

	/* When it counts. */
	unsigned zones, anchors;
	struct rule_near *needs;
	size_t nneeds;
	struct rule_near not ;

	/* How sure it is: enum confidence, or RULE_UNSET. */
	struct rule_near context;
	bool has_context;
	int alone, with_context;
	int severe; /* 0, 1, RULE_UNSET */

	enum counts people;
	int shows; /* enum shows; RULE_UNSET only while reading */
	struct strlist ok, fail;
};

/* Reads one rule. 0, or -1 with "file:line:column: rule ID: …" added to err;
 * *ret is then freed. Names in it that are other rules' are not looked at. */
int rule_read(struct yaml_file *f, const struct yaml *map, struct rule *ret,
    struct buf *err);
void rule_free(struct rule *r);

/* Says in err what is wrong with something that the rule's file says at line
 * and column. Returns -1. */
int rule_error(struct buf *err, const struct rule *r, unsigned line,
    unsigned column, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The path of a file that is named beside the rule file, for the caller to
 * free; NULL with the reason in err. */
char *rule_beside(
    const struct yaml_file *f, const struct yaml *v, struct buf *err);

/* True when the rule matches by phrases. */
bool rule_has_phrases(const struct rule *r);

/* True when what it looks for stands in no text: a check or a sign. */
bool rule_is_placeless(const struct rule *r);

#endif
