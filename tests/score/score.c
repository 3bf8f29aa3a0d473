/* SPDX-License-Identifier: MIT
 *
 * score.c - how often the shipped rules are right, measured.
 *
 *	score [--show] CORPORA [OUT.md]
 *
 * Three measures: the councillors' mails beside this file; the ordinary mail
 * in CORPORA/ham, its senders taken as members who write to outsiders; and the
 * identifiers in CORPORA/ids.tsv, each in a sentence that says what it is.
 * What is absent is skipped and said so.  --show names what went wrong, but
 * not among the mails held out: who looks at those tunes to them.  OUT.md gets
 * the figures.
 *
 * A category counts as found at medium confidence or more: what the shipped
 * policies act on.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/test.h"
#include "mail/asking.h"
#include "score/mails.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/strlist.h"
#include "report/report.h"

#define CATEGORIES 64

/* Of one category: found where wanted, missed, found where not wanted. */
struct tally {
	unsigned right, missed, wrong;
};

/* Of the mails of one side: [0] tuned, [1] held out. */
struct mail_score {
	struct tally category[CATEGORIES];
	unsigned guilty, marked, acted, innocent, quiet;
};

struct kind_score {
	char name[32];
	unsigned valid, found, invalid, loud;
};

struct score {
	struct asking asking;
	bool show;
	struct mail_score mails[2];
	unsigned ham, tagged, stopped;
	struct kind_score kinds[32];
	size_t nkinds;
};

/* What a policy would act on: sure enough, and not the sender's, the
 * recipient's or an office-holder's own data. */
static bool
counts(const struct finding *f)
{
	return f->confidence >= CONFIDENCE_MEDIUM &&
	       (!category_matches("personal.*", f->category) ||
		   f->whose == WHOSE_THIRD_PARTY || f->whose == WHOSE_UNKNOWN);
}

/* Which categories were found at medium or more, by place in category_at. */
static void
categories_found(const struct report *r, bool found[CATEGORIES])
{
	const char *name;
	size_t i, j;

	for (i = 0; i < CATEGORIES && (name = category_at(i)) != NULL; i++)
		for (j = 0; j < r->findings.n; j++)
			if (counts(&r->findings.v[j]) &&
			    strcmp(r->findings.v[j].category, name) == 0)
				found[i] = true;
}

static bool
has_word(const char *list, const char *word)
{
	size_t n, len = strlen(word);

	while (list != NULL && *list != '\0') {
		n = strcspn(list, " ,");
		if (n == len && memcmp(list, word, n) == 0)
			return true;
		list += n;
		list += strspn(list, " ,");
	}
	return false;
}

/* The rules that found a category, for whoever looks into it. */
static void
print_rules(const struct report *r, const char *category)
{
	size_t i;

	for (i = 0; i < r->findings.n; i++)
		if (counts(&r->findings.v[i]) &&
		    (category == NULL ||
			strcmp(r->findings.v[i].category, category) == 0))
			printf(" %s", r->findings.v[i].rule);
	putchar('\n');
}

static void
count_categories(
    struct score *s, const struct sample *m, const struct report *r)
{
	bool found[CATEGORIES] = {false}, show = s->show && !m->held;
	struct tally *t;
	const char *name;
	size_t i;

	categories_found(r, found);
	for (i = 0; i < CATEGORIES && (name = category_at(i)) != NULL; i++) {
		t = &s->mails[m->held].category[i];
		if (has_word(m->expect, name)) {
			found[i] ? t->right++ : t->missed++;
			if (!found[i] && show)
				printf("missed  %s: %s\n", m->name, name);
		} else if (found[i] && !has_word(m->allow, name)) {
			t->wrong++;
			if (show) {
				printf("wrong   %s: %s by", m->name, name);
				print_rules(r, name);
			}
		}
	}
}

static void
count_action(struct score *s, const struct sample *m, const struct report *r)
{
	struct mail_score *side = &s->mails[m->held];
	enum action limit = mails_innocent(m) ? ACTION_PASS : ACTION_TAG;
	bool good;

	if (m->action != NULL && action_parse(m->action, &limit) < 0) {
		fprintf(stderr, "%s: action '%s'\n", m->name, m->action);
		exit(1);
	}
	if (mails_innocent(m)) {
		good = r->verdict.action <= limit;
		side->innocent++;
		side->quiet += good;
	} else {
		good = r->verdict.action >= limit;
		side->guilty++;
		side->marked += r->verdict.action >= ACTION_TAG;
		side->acted += good;
	}
	if (!good && s->show && !m->held) {
		printf("action  %s: %s, not %s;", m->name,
		    action_name(r->verdict.action), action_name(limit));
		print_rules(r, NULL);
	}
}

static void
score_mail(struct score *s, const struct sample *m)
{
	struct buf message = BUF_MAX(KIB * 64);
	struct strlist to = {0};
	struct report *r;

	if (mails_message(m, &message) < 0 || mails_addresses(m->to, &to) < 0) {
		fprintf(stderr, "%s: too long\n", m->name);
		exit(1);
	}
	r = asking_about(&s->asking, m->name, message.data, message.len, &to);
	count_categories(s, m, r);
	count_action(s, m, r);
	report_free(r);
	strlist_free(&to);
	buf_free(&message);
}

static void
score_mails(struct score *s)
{
	struct buf text = BUF_MAX(KIB * 1024);
	struct sample m;
	const char *bad = "";
	char *copy, *at;
	int more;

	if (fd_read_file(test_source("tests/score/mails.txt"), &text) < 0) {
		fprintf(stderr, "tests/score/mails.txt cannot be read\n");
		exit(1);
	}
	copy = at = buf_take(&text);
	while ((more = mails_next(&at, &m, &bad)) > 0)
		score_mail(s, &m);
	if (more < 0) {
		fprintf(stderr, "mails.txt: cannot understand '%s'\n", bad);
		exit(1);
	}
	free(copy);
}

static void
score_ham_file(struct score *s, const char *path, const char *name)
{
	struct buf message = BUF_MAX(LIMIT_MESSAGE_BYTES);
	struct strlist to = {0};
	struct report *r;

	if (fd_read_file(path, &message) < 0 ||
	    strlist_add(&to, "reader@outside.example") < 0) {
		fprintf(stderr, "%s cannot be read\n", path);
		exit(1);
	}
	r = asking_about(&s->asking, name, message.data, message.len, &to);
	s->ham++;
	s->tagged += r->verdict.action >= ACTION_TAG;
	s->stopped += action_stops(r->verdict.action);
	if (s->show && r->verdict.action >= ACTION_TAG) {
		printf("ham     %s: %s;", name, action_name(r->verdict.action));
		print_rules(r, NULL);
	}
	report_free(r);
	strlist_free(&to);
	buf_free(&message);
}

static void
score_ham(struct score *s, const char *corpora)
{
	char folder[2048], path[4096];
	struct dirent **names;
	int n, i;

	snprintf(folder, sizeof folder, "%s/ham", corpora);
	n = scandir(folder, &names, NULL, alphasort);
	if (n < 0)
		printf("%s: absent, skipped\n", folder);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			score_ham_file(s, path, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* A sentence in which an identifier of this kind is what it says. Kinds that
 * say nothing by themselves (postcodes, VAT) are not here. */
static const char *
sentence_of(const char *kind)
{
	static const struct {
		const char *kind, *sentence;
	} table[] = {
	    {"uk_nhs", "His NHS number is %s and he needs a form."},
	    {"isbn_not_nhs", "The book is out of print, ISBN %s, ask there."},
	    {"uk_nino", "Her National Insurance number is %s as you asked."},
	    {"uk_utr", "His unique taxpayer reference, UTR %s, for HMRC."},
	    {"uk_trn",
		"Her temporary National Insurance reference %s is here."},
	    {"uk_driving_licence", "His driving licence number is %s on file."},
	    {"uk_passport", "Her passport number is %s and it expired."},
	    {"uk_vrm", "Her car registration is %s and it is parked there."},
	    {"uk_bank_modulus", "Her sort code and account number: %s thanks."},
	    {"uk_mobile", "Her mobile number is %s if you need it."},
	    {"uk_phone", "Her phone number is %s if you need it."},
	    {"iban", "Her bank account, IBAN %s, for the refund."},
	    {"card", "She paid by card number %s and wants it back."},
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		if (strcmp(table[i].kind, kind) == 0)
			return table[i].sentence;
	return NULL;
}

static struct kind_score *
kind_score(struct score *s, const char *kind)
{
	size_t i;

	for (i = 0; i < s->nkinds; i++)
		if (strcmp(s->kinds[i].name, kind) == 0)
			return &s->kinds[i];
	if (s->nkinds == COUNT(s->kinds))
		return NULL;
	snprintf(s->kinds[i].name, sizeof s->kinds[i].name, "%s", kind);
	s->nkinds++;
	return &s->kinds[i];
}

static bool
personal_found(const struct report *r)
{
	size_t i;

	for (i = 0; i < r->findings.n; i++)
		if (counts(&r->findings.v[i]) &&
		    category_matches("personal.*", r->findings.v[i].category))
			return true;
	return false;
}

static void
score_id(struct score *s, const char *id, const char *kind, bool valid)
{
	const char *sentence = sentence_of(kind), *gap;
	struct kind_score *k = kind_score(s, kind);
	struct buf b = BUF_MAX(KIB * 4);
	struct strlist to = {0};
	struct report *r;
	bool found;

	if (sentence == NULL || k == NULL)
		return;
	gap = strstr(sentence, "%s");
	buf_adds(&b, "From: ann.price@town.example\nTo: a@outside.example\n"
		     "Content-Type: text/plain; charset=utf-8\n\nHello,\n\n");
	buf_add(&b, sentence, (size_t)(gap - sentence));
	buf_addf(&b, "%s%s\n", id, gap + 2);
	strlist_add(&to, "a@outside.example");
	r = asking_about(&s->asking, id, b.data, b.len, &to);
	found = personal_found(r);
	*(valid ? &k->valid : &k->invalid) += 1;
	*(valid ? &k->found : &k->loud) += found;
	if (s->show && found != valid)
		printf("id      %s %s: %s\n", kind, id,
		    found ? "found, not valid" : "valid, not found");
	report_free(r);
	strlist_free(&to);
	buf_free(&b);
}

static void
score_ids(struct score *s, const char *corpora)
{
	struct buf text = BUF_MAX(KIB * 1024);
	char path[4096], *line, *copy, *next, *kind, *valid;

	snprintf(path, sizeof path, "%s/ids.tsv", corpora);
	if (fd_read_file(path, &text) < 0) {
		printf("%s: absent, skipped\n", path);
		return;
	}
	copy = buf_take(&text);
	for (line = copy; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		kind = strchr(line, '\t');
		valid = kind != NULL ? strchr(kind + 1, '\t') : NULL;
		if (valid == NULL)
			continue;
		*kind++ = '\0';
		*valid++ = '\0';
		score_id(s, line, kind, strncmp(valid, "yes", 3) == 0);
	}
	free(copy);
}

static void
add_share(struct buf *b, unsigned part, unsigned whole)
{
	if (whole == 0)
		buf_adds(b, " - |");
	else
		buf_addf(b, " %.0f %% |", 100.0 * part / whole);
}

static void
add_side(struct buf *b, const struct tally *t)
{
	buf_addf(b, " %u |", t->right + t->missed);
	add_share(b, t->right, t->right + t->missed);
	add_share(b, t->right, t->right + t->wrong);
}

static void
add_mails(struct buf *b, const struct score *s)
{
	const struct mail_score *m = s->mails;
	struct tally all[2] = {{0}};
	const struct tally *t;
	const char *name;
	size_t i, side;

	buf_adds(b,
	    "| category | tuned on | recall | precision | held out | recall | "
	    "precision |\n|---|---|---|---|---|---|---|\n");
	for (i = 0; i < CATEGORIES && (name = category_at(i)) != NULL; i++) {
		for (side = 0; side < 2; side++) {
			t = &m[side].category[i];
			all[side].right += t->right;
			all[side].missed += t->missed;
			all[side].wrong += t->wrong;
		}
		t = &m[1].category[i];
		if (t->right + t->missed + t->wrong == 0 &&
		    m[0].category[i].right + m[0].category[i].missed +
			    m[0].category[i].wrong ==
			0)
			continue;
		buf_addf(b, "| %s |", name);
		add_side(b, &m[0].category[i]);
		add_side(b, t);
		buf_addc(b, '\n');
	}
	buf_adds(b, "| all |");
	add_side(b, &all[0]);
	add_side(b, &all[1]);
	buf_adds(b,
	    "\n\n| mails | mails to act on | tagged or more | as strongly as "
	    "wanted | innocent mails | left alone |\n"
	    "|---|---|---|---|---|---|\n");
	for (side = 0; side < 2; side++) {
		buf_addf(b, "| %s | %u |", side == 0 ? "tuned on" : "held out",
		    m[side].guilty);
		add_share(b, m[side].marked, m[side].guilty);
		add_share(b, m[side].acted, m[side].guilty);
		buf_addf(b, " %u |", m[side].innocent);
		add_share(b, m[side].quiet, m[side].innocent);
		buf_addc(b, '\n');
	}
}

static void
add_corpora(struct buf *b, const struct score *s)
{
	const struct kind_score *k;
	size_t i;

	if (s->ham > 0)
		buf_addf(b,
		    "\n## Ordinary mail\n\nOf %u messages, senders taken as "
		    "members who write outside: %u stopped (ask, hold or "
		    "refuse), %u tagged or more.\n",
		    s->ham, s->stopped, s->tagged);
	if (s->nkinds == 0)
		return;
	buf_adds(b,
	    "\n## Identifiers in a sentence that says what they are\n\n"
	    "| kind | valid | found | not valid | found all the same |\n"
	    "|---|---|---|---|---|\n");
	for (i = 0; i < s->nkinds; i++) {
		k = &s->kinds[i];
		if (k->valid + k->invalid > 0)
			buf_addf(b, "| %s | %u | %u | %u | %u |\n", k->name,
			    k->valid, k->found, k->invalid, k->loud);
	}
}

static void
add_all(struct buf *b, const struct score *s)
{
	time_t now = time(NULL);
	struct tm tm;
	char day[32];

	gmtime_r(&now, &tm);
	strftime(day, sizeof day, "%Y-%m-%d", &tm);
	buf_addf(b,
	    "# How often the shipped rules are right\n\n"
	    "Written by `make score` on %s. A category counts as found at "
	    "medium\nconfidence or more. The mails are those of "
	    "`tests/score/mails.txt`, all invented.\nThose written after the "
	    "rules and a third of the rest are held out: nobody\nlooks at "
	    "which of those fail.\n\n"
	    "## Councillors' mails\n\n",
	    day);
	add_mails(b, s);
	add_corpora(b, s);
}

int
main(int argc, char **argv)
{
	static struct score s;
	struct buf out = BUF_MAX(KIB * 64);
	FILE *f;

	if (argc > 1 && strcmp(argv[1], "--show") == 0) {
		s.show = true;
		argc--;
		argv++;
	}
	if (argc < 2) {
		fprintf(stderr, "usage: score [--show] CORPORA [OUT.md]\n");
		return 2;
	}
	asking_start(&s.asking, NULL);
	score_mails(&s);
	score_ham(&s, argv[1]);
	score_ids(&s, argv[1]);
	asking_end(&s.asking);
	add_all(&out, &s);
	fputs(buf_str(&out), stdout);
	if (argc > 2) {
		f = fopen(argv[2], "w");
		if (f == NULL || fputs(buf_str(&out), f) < 0 ||
		    fclose(f) != 0) {
			fprintf(stderr, "%s cannot be written\n", argv[2]);
			return 1;
		}
	}
	buf_free(&out);
	return 0;
}
