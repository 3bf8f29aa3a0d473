/* SPDX-License-Identifier: MIT
 *
 * pattern.c - one regex, by PCRE2 with its JIT.
 *
 * Where the system denies executable memory (MemoryDenyWriteExecute), the JIT
 * compiler fails and PCRE2's interpreter gives the same matches.
 *
 * BUGS
 *	The match limit is per start of a match, as PCRE2 counts it: a pattern
 *	with unbounded repeats can cost the square of a text's length without
 *	reaching it.  The message's deadline is what stops that.
 */
#include "find/pattern.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/limits.h"

/* Enough for every rule seen; a match that needs more is "cannot tell". */
#define JIT_STACK_START (32u * KIB)
#define JIT_STACK_MAX (1u * MIB)
/* Bytes PCRE2's interpreter may take for one match, in KiB. */
#define HEAP_KIB (20u * KIB)

struct pattern {
	char *text;
	bool exact;
	pcre2_code *code;
	int value;                 /* number of the group `value`, or 0 */
	bool edge_start, edge_end; /* the pattern starts, ends with \b */
};

struct pattern_scratch {
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	pcre2_match_data *match;
};

static void
explain(int error, struct buf *err)
{
	PCRE2_UCHAR text[160];

	if (pcre2_get_error_message(error, text, sizeof text) < 0)
		buf_addf(err, "PCRE2 error %d", error);
	else
		buf_adds(err, (const char *)text);
}

static bool
ends_in_edge(const char *regex)
{
	size_t n = strlen(regex), slashes = 0;

	if (n < 2 || regex[n - 1] != 'b')
		return false;
	while (slashes < n - 1 && regex[n - 2 - slashes] == '\\')
		slashes++;
	return slashes % 2 == 1;
}

static pcre2_code *
compile(const char *regex, bool exact, struct buf *err, size_t *ret_at)
{
	uint32_t options = PCRE2_UTF | PCRE2_MULTILINE |
			   PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP |
			   PCRE2_USE_OFFSET_LIMIT;
	uint32_t empty = 0;
	PCRE2_SIZE at = 0;
	pcre2_code *code;
	int error;

	if (!exact)
		options |= PCRE2_CASELESS;
	code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, options,
	    &error, &at, NULL);
	if (code == NULL) {
		explain(error, err);
		*ret_at = at;
		return NULL;
	}
	pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty) {
		buf_adds(err, "the regex can match nothing at all; expected "
			      "one that takes at least a character");
		*ret_at = 0;
		pcre2_code_free(code);
		return NULL;
	}
	/* Without JIT the interpreter serves. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

struct pattern *
pattern_new(const char *regex, bool exact, struct buf *ret_err, size_t *ret_at)
{
	struct pattern *p = calloc(1, sizeof *p);
	int value;

	if (p == NULL || (p->text = strdup(regex)) == NULL) {
		buf_adds(ret_err, "out of memory");
		*ret_at = 0;
		goto fail;
	}
	p->code = compile(regex, exact, ret_err, ret_at);
	if (p->code == NULL)
		goto fail;
	value = pcre2_substring_number_from_name(p->code, (PCRE2_SPTR) "value");
	p->value = value > 0 && value < PATTERN_GROUPS ? value : 0;
	p->exact = exact;
	p->edge_start = strncmp(regex, "\\b", 2) == 0;
	p->edge_end = ends_in_edge(regex);
	return p;
fail:
	pattern_free(p);
	return NULL;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	free(p->text);
	free(p);
}

const char *
pattern_text(const struct pattern *p)
{
	return p->text;
}

bool
pattern_exact(const struct pattern *p)
{
	return p->exact;
}

struct pattern_scratch *
pattern_scratch_new(void)
{
	struct pattern_scratch *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	s->context = pcre2_match_context_create(NULL);
	s->match = pcre2_match_data_create(PATTERN_GROUPS, NULL);
	if (s->context == NULL || s->match == NULL)
		goto fail;
	/* NULL where there is no JIT: the machine's stack serves. */
	s->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
	if (s->stack != NULL)
		pcre2_jit_stack_assign(s->context, NULL, s->stack);
	pcre2_set_match_limit(s->context, LIMIT_MATCH);
	pcre2_set_depth_limit(s->context, LIMIT_MATCH_DEPTH);
	pcre2_set_heap_limit(s->context, HEAP_KIB);
	return s;
fail:
	pattern_scratch_free(s);
	return NULL;
}

void
pattern_scratch_free(struct pattern_scratch *s)
{
	if (s == NULL)
		return;
	pcre2_match_data_free(s->match);
	pcre2_match_context_free(s->context);
	pcre2_jit_stack_free(s->stack);
	free(s);
}

/* A letter, digit or mark beyond ASCII stands right before, or right at, the
 * offset. */
static bool
letter_before(const char *text, size_t at)
{
	int32_t i = (int32_t)at; /* at most NORMAL_MAX */
	UChar32 c;

	if (at == 0 || (unsigned char)text[at - 1] < 0x80)
		return false;
	U8_PREV_OR_FFFD(text, 0, i, c);
	return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool
letter_at(const char *text, size_t len, size_t at)
{
	UChar32 c;

	if (at >= len || (unsigned char)text[at] < 0x80)
		return false;
	U8_NEXT_OR_FFFD(text, at, len, c);
	return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static bool
is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '_';
}

static bool
edges_hold(const struct pattern *p, const char *text, size_t len, struct span m)
{
	if (p->edge_start && is_word(text[m.start]) &&
	    letter_before(text, m.start))
		return false;
	return !(p->edge_end && is_word(text[m.end - 1]) &&
		 letter_at(text, len, m.end));
}

static struct span
group(const PCRE2_SIZE *v, size_t i)
{
	if (v[2 * i] == PCRE2_UNSET || v[2 * i] >= v[2 * i + 1])
		return (struct span){0, 0};
	return (struct span){(uint32_t)v[2 * i], (uint32_t)v[2 * i + 1]};
}

static void
fill(const struct pattern *p, pcre2_match_data *data, int count,
    struct pattern_match *ret)
{
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(data);
	size_t i, n = count > 0 ? (size_t)count : PATTERN_GROUPS;

	ret->whole = (struct span){(uint32_t)v[0], (uint32_t)v[1]};
	ret->ngroups = n;
	ret->groups[0] = ret->whole;
	for (i = 1; i < n; i++)
		ret->groups[i] = group(v, i);
	ret->value = ret->whole;
	if (p->value > 0 && (size_t)p->value < n &&
	    ret->groups[p->value].end > 0)
		ret->value = ret->groups[p->value];
}

int
pattern_next(const struct pattern *p, struct pattern_scratch *s,
    const char *text, size_t len, size_t from, struct pattern_match *ret)
{
	return pattern_next_until(p, s, text, len, &from, len, ret);
}

int
pattern_next_until(const struct pattern *p, struct pattern_scratch *s,
    const char *text, size_t len, size_t *at, size_t last,
    struct pattern_match *ret)
{
	int count;

	pcre2_set_offset_limit(s->context, last);
	while (*at < len && *at <= last) {
		count = pcre2_match(p->code, (PCRE2_SPTR)text, len, *at,
		    PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, s->match, s->context);
		if (count == PCRE2_ERROR_NOMATCH)
			return 0;
		if (count < 0)
			return -1;
		fill(p, s->match, count, ret);
		if (ret->whole.end > *at)
			*at = ret->whole.end;
		else
			U8_FWD_1(text, *at, len);
		if (ret->whole.end > ret->whole.start &&
		    edges_hold(p, text, len, ret->whole))
			return 1;
	}
	return 0;
}

const char *
pattern_version(void)
{
	static char version[32];
	char text[64];

	if (version[0] == '\0' &&
	    pcre2_config(PCRE2_CONFIG_VERSION, text) > 0) {
		text[strcspn(text, " ")] = '\0';
		text[sizeof version - 1] = '\0';
		memcpy(version, text, strlen(text) + 1);
	}
	return version;
}
