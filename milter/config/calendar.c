/* SPDX-License-Identifier: MIT
 *
 * calendar.c - calendar.yaml: polls, and the pre-election period before each.
 *
 * Periods are worked out when the file is read, so that asking costs nothing.
 *
 * BUGS: a parliamentary or Senedd election has no notice that members could
 * read off a calendar: the period computed is the 25 working days of its
 * timetable, which begins with the dissolution. Give `start` where the council
 * began earlier.
 */
#include "config/calendar.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "config/day.h"
#include "config/holidays.h"
#include "config/yaml.h"

#define POLLS_MAX 1000
/* A poll is told in one line of a report. */
#define TOLD_MAX 600
/* A period given by hand may be this long before its poll and after it; what
 * is longer is a slip of the pen. */
#define BEFORE_MAX 200
#define AFTER_MAX 60
#define REFERENDUM_DAYS 28

/* What sort of poll, and the working days of its timetable; 0: calendar days
 * of a referendum. */
static const struct kind {
	const char *word, *title;
	unsigned days, days_scotland;
	bool everywhere; /* holidays of any nation are left out (RPA 1983 s.119,
			  * Sch 1 rule 2) */
} kinds[] = {
    {"local", "local elections", 25, 35, false},
    {"by-election", "by-election", 25, 35, false},
    {"mayoral", "mayoral election", 25, 35, false},
    {"pcc", "police and crime commissioner election", 25, 25, false},
    {"general", "general election", 25, 25, true},
    {"referendum", "referendum", 0, 0, false},
};
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

struct calendar {
	enum nation nation;
	struct holidays_extra extra;
	struct poll *v;
	size_t n;
};

/* What the keys of one poll are read into. */
struct entry {
	struct poll *poll;
	const struct kind *kind;
	bool start_set, end_set;
};

#define READER(name)                                                     \
	static int name(const struct yaml_file *f, const struct yaml *v, \
	    void *object, struct buf *err)

static int
read_date(
    const struct yaml_file *f, const struct yaml *v, long *ret, struct buf *err)
{
	char *text = NULL;
	int rc;

	if (yaml_string(f, v, &text, err) < 0)
		return -1;
	rc = day_parse(text, strlen(text), ret);
	if (rc < 0)
		yaml_wrong(err, f, v,
		    "'%.100s'; expected a date such as 2027-05-06", text);
	free(text);
	return rc;
}

/* Reads one word of a table whose rows begin with it, as its index. */
static int
read_known(const struct yaml_file *f, const struct yaml *v, const char *noun,
    const char *const *known, size_t n, size_t *ret, struct buf *err)
{
	char *word = NULL;
	size_t i;

	if (yaml_string(f, v, &word, err) < 0)
		return -1;
	for (i = 0; i < n && strcmp(known[i], word) != 0; i++)
		;
	if (i == n)
		yaml_unknown(f, v, noun, word, known, n, err);
	free(word);
	*ret = i;
	return i < n ? 0 : -1;
}

/* One poll. */

READER(poll_kind)
{
	const char *known[KIND_COUNT];
	size_t i;

	for (i = 0; i < KIND_COUNT; i++)
		known[i] = kinds[i].word;
	if (read_known(f, v, "kind", known, KIND_COUNT, &i, err) < 0)
		return -1;
	((struct entry *)object)->kind = &kinds[i];
	return 0;
}

READER(poll_day)
{
	return read_date(f, v, &((struct entry *)object)->poll->day, err);
}

READER(poll_title)
{
	struct entry *e = object;

	if (yaml_string(f, v, &e->poll->title, err) < 0)
		return -1;
	if (e->poll->title[0] == '\0' || strlen(e->poll->title) > 200 ||
	    strpbrk(e->poll->title, "\r\n") != NULL)
		return yaml_wrong(err, f, v,
		    "not one line of 1 to 200 bytes; expected what the poll "
		    "is called");
	return 0;
}

READER(poll_wards)
{
	struct entry *e = object;

	if (yaml_strings(f, v, false, &e->poll->wards, err) < 0)
		return -1;
	if (e->poll->wards.n == 0)
		return yaml_wrong(err, f, v,
		    "an empty list; expected wards, or no such key for the "
		    "whole council");
	return 0;
}

READER(poll_start)
{
	struct entry *e = object;

	e->start_set = true;
	if (read_date(f, v, &e->poll->start, err) < 0)
		return -1;
	if (e->poll->start > e->poll->day ||
	    e->poll->start < e->poll->day - BEFORE_MAX)
		return yaml_wrong(err, f, v,
		    "'%s'; expected a date at most %d days before the poll",
		    v->text, BEFORE_MAX);
	return 0;
}

READER(poll_end)
{
	struct entry *e = object;

	e->end_set = true;
	if (read_date(f, v, &e->poll->end, err) < 0)
		return -1;
	if (e->poll->end < e->poll->day ||
	    e->poll->end > e->poll->day + AFTER_MAX)
		return yaml_wrong(err, f, v,
		    "'%s'; expected a date at most %d days after the poll",
		    v->text, AFTER_MAX);
	return 0;
}

/* `poll` stands before `start` and `end`, which are compared with it. */
static const struct yaml_key poll_keys[] = {
    {"kind", poll_kind, true,
	"local, by-election, mayoral, pcc, general or referendum"},
    {"poll", poll_day, true, "its day, such as 2027-05-06"},
    {"title", poll_title, false, "what it is called"},
    {"wards", poll_wards, false, "where, if not in the whole council"},
    {"start", poll_start, false, "the day of the notice, if known"},
    {"end", poll_end, false, "the last day, if not the poll's"},
    {NULL, NULL, false, NULL},
};

static void
compute_period(const struct calendar *c, struct entry *e)
{
	struct poll *p = e->poll;
	bool scotland = c->nation == NATION_SCOTLAND;
	unsigned days = scotland ? e->kind->days_scotland : e->kind->days;
	unsigned nations = e->kind->everywhere ? NATION_ALL : 1u << c->nation;

	if (!e->end_set)
		p->end = p->day;
	if (e->start_set)
		return;
	p->start = days > 0 ? holidays_before(nations, &c->extra, p->day, days)
			    : p->day - REFERENDUM_DAYS + 1;
}

/* "by-election in North on 12 March 2027". 0, or -1: memory. */
static int
compose(struct entry *e)
{
	struct buf b = BUF_MAX(TOLD_MAX);
	struct poll *p = e->poll;

	if (p->title == NULL && (p->title = strdup(e->kind->title)) == NULL)
		return -1;
	buf_adds(&b, p->title);
	if (p->wards.n == 1 && strlen(p->wards.v[0]) < 200)
		buf_addf(&b, " in %s", p->wards.v[0]);
	else if (p->wards.n > 0)
		buf_addf(&b, " in %zu wards", p->wards.n);
	buf_adds(&b, " on ");
	day_tell(p->day, &b);
	p->told = buf_take(&b);
	buf_free(&b);
	return p->told != NULL ? 0 : -1;
}

static int
read_poll(const struct yaml_file *f, const struct yaml *map, struct calendar *c,
    struct buf *err)
{
	struct entry e = {.poll = &c->v[c->n++]};

	if (yaml_walk(f, map, poll_keys, &e, err) < 0)
		return -1;
	compute_period(c, &e);
	if (compose(&e) < 0)
		return yaml_error(err, f, map, "out of memory");
	return 0;
}

/* The file. */

READER(read_nation)
{
	const char *known[NATION_COUNT];
	size_t i;

	for (i = 0; i < NATION_COUNT; i++)
		known[i] = nation_name((enum nation)i);
	if (read_known(f, v, "nation", known, NATION_COUNT, &i, err) < 0)
		return -1;
	((struct calendar *)object)->nation = (enum nation)i;
	return 0;
}

READER(read_holidays)
{
	struct calendar *c = object;
	size_t i;

	if (v->kind != YAML_LIST)
		return yaml_wrong(
		    err, f, v, "no list; expected dates, such as [2022-09-19]");
	c->extra.v = calloc(v->n + 1, sizeof *c->extra.v);
	if (c->extra.v == NULL)
		return yaml_error(err, f, v, "out of memory");
	for (i = 0; i < v->n; i++)
		if (read_date(f, v->items[i], &c->extra.v[c->extra.n++], err) <
		    0)
			return -1;
	return 0;
}

READER(read_polls)
{
	struct calendar *c = object;
	size_t i;

	if (v->kind != YAML_LIST || v->n > POLLS_MAX)
		return yaml_wrong(err, f, v,
		    "no list of at most %d polls; expected '- kind: …' for "
		    "each, or [] for none",
		    POLLS_MAX);
	c->v = calloc(v->n + 1, sizeof *c->v);
	if (c->v == NULL)
		return yaml_error(err, f, v, "out of memory");
	for (i = 0; i < v->n; i++)
		if (read_poll(f, v->items[i], c, err) < 0)
			return -1;
	return 0;
}

/* `nation` and `holidays` stand before `polls`, whose periods need them. */
static const struct yaml_key calendar_keys[] = {
    {"nation", read_nation, false,
	"england, wales, scotland or northern-ireland"},
    {"holidays", read_holidays, false, "further days that are no working day"},
    {"polls", read_polls, true, "a list of polls, or []"},
    {NULL, NULL, false, NULL},
};

struct calendar *
calendar_load(const char *path, struct buf *ret_err)
{
	struct calendar *c = calloc(1, sizeof *c);
	struct yaml_file f;
	int rc;

	if (c == NULL) {
		buf_addf(ret_err, "%s: out of memory", path);
		return NULL;
	}
	if (access(path, F_OK) < 0 && errno == ENOENT)
		return c;
	if (yaml_load(path, &f, ret_err) < 0) {
		calendar_free(c);
		return NULL;
	}
	rc = yaml_walk(&f, f.root, calendar_keys, c, ret_err);
	yaml_unload(&f);
	if (rc < 0) {
		calendar_free(c);
		return NULL;
	}
	return c;
}

void
calendar_free(struct calendar *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++) {
		free(c->v[i].title);
		free(c->v[i].told);
		strlist_free(&c->v[i].wards);
	}
	free(c->v);
	free(c->extra.v);
	free(c);
}

/* The length of a ward's name without spaces around it and "ward" after it. */
static size_t
ward_length(const char **name)
{
	static const char suffix[] = " ward";
	size_t n, k = sizeof suffix - 1;

	*name += strspn(*name, " ");
	n = strlen(*name);
	while (n > 0 && (*name)[n - 1] == ' ')
		n--;
	if (n > k && strncasecmp(*name + n - k, suffix, k) == 0)
		n -= k;
	return n;
}

bool
calendar_same_ward(const char *a, const char *b)
{
	size_t na = ward_length(&a), nb = ward_length(&b);

	return na == nb && strncasecmp(a, b, na) == 0;
}

static enum answer
poll_covers(const struct poll *p, const char *ward)
{
	size_t i;

	if (p->wards.n == 0)
		return ANSWER_YES;
	if (ward == NULL || *ward == '\0')
		return ANSWER_CANNOT_TELL;
	for (i = 0; i < p->wards.n; i++)
		if (calendar_same_ward(p->wards.v[i], ward))
			return ANSWER_YES;
	return ANSWER_NO;
}

enum answer
calendar_period(const struct calendar *c, long day, const char *ward,
    const struct poll **ret)
{
	enum answer one, all = ANSWER_NO;
	const struct poll *p;
	size_t i;

	*ret = NULL;
	for (i = 0; i < c->n; i++) {
		p = &c->v[i];
		if (day < p->start || day > p->end)
			continue;
		one = poll_covers(p, ward);
		if (one == ANSWER_NO ||
		    (one == ANSWER_CANNOT_TELL && all == ANSWER_YES))
			continue;
		if (one != all || p->day < (*ret)->day)
			*ret = p;
		all = one;
	}
	return all;
}

size_t
calendar_count(const struct calendar *c)
{
	return c->n;
}

const struct poll *
calendar_at(const struct calendar *c, size_t i)
{
	return i < c->n ? &c->v[i] : NULL;
}
