/* SPDX-License-Identifier: MIT
 *
 * accuracy.c - what was measured: as a document for people, and as figures.
 */
#include "score/accuracy.h"

#include <string.h>
#include <time.h>

#include "lib/test.h"

#include "score/tally.h"

/* A category with fewer mails in a set has no figure of its own: one mail
 * would be more than five points. */
#define ENOUGH 20
#define OFFENDERS 12
#define EXCERPT 110

static const struct {
	enum set set;
	const char *title, *about;
} mail_sets[] = {
    {SET_UNSEEN, "A writer's mails, unseen",
	"Nothing was learned from them and no rule was tuned to them. These "
	"are the figures to go by; where a category has ten mails, one is ten "
	"points."},
    {SET_HELD, "Earlier mails, held out",
	"A third of `tests/score/mails.txt`, and those written after the "
	"first rules. Nobody looks at which fail."},
    {SET_TUNED, "Earlier mails, tuned to",
	"The rest of `tests/score/mails.txt`. Rules were written with them in "
	"sight."},
    {SET_LEARNED, "Writers' mails, learned from",
	"What the learned rules are made from and the others were tuned "
	"to: better than in life."},
    {SET_ORDINARY, "Other people's mail",
	"Invented: mailing lists, trade, families; all innocent, and learned "
	"from."},
};

static void
share_figures(struct figures *f, const struct set_tally *t, const char *set)
{
	figures_share(f, t->right, t->guilty, HIGHER_IS_BETTER, set, "guilty",
	    "right-category");
	figures_share(
	    f, t->tagged, t->guilty, HIGHER_IS_BETTER, set, "guilty", "tagged");
	figures_share(f, t->stopped, t->guilty, HIGHER_IS_BETTER, set, "guilty",
	    "stopped");
	figures_share(f, t->innocent_tagged, t->innocent, LOWER_IS_BETTER, set,
	    "innocent", "tagged");
	figures_share(f, t->innocent_stopped, t->innocent, LOWER_IS_BETTER, set,
	    "innocent", "stopped");
}

static void
tally_figures(struct figures *f, const struct tally *t, const char *set,
    const char *category)
{
	figures_share(f, t->right, t->right + t->missed, HIGHER_IS_BETTER, set,
	    category, "recall");
	figures_share(f, t->right, t->right + t->wrong, HIGHER_IS_BETTER, set,
	    category, "precision");
}

static void
mail_figures(const struct trials *l, enum set set, struct figures *f)
{
	struct set_tally t;
	const struct tally *c;
	size_t i;

	tally_set(l, set, &t);
	share_figures(f, &t, set_name(set));
	if (t.guilty == 0)
		return;
	tally_figures(f, &t.all[MEDIUM_OR_MORE], set_name(set), "all");
	for (i = 0; i < TRIAL_CATEGORIES; i++) {
		c = &t.categories[MEDIUM_OR_MORE][i];
		if (c->right + c->missed >= ENOUGH)
			tally_figures(f, c, set_name(set), category_at(i));
	}
}

void
accuracy_figures(const struct trials *l, struct figures *ret)
{
	struct kind_tally k;
	struct set_tally t;
	size_t i;

	for (i = 0; i < COUNT(mail_sets); i++)
		mail_figures(l, mail_sets[i].set, ret);
	tally_set(l, SET_HAM, &t);
	if (t.n > 0) {
		figures_add(
		    ret, t.innocent_stopped, LOWER_IS_BETTER, 0, "ham.stopped");
		figures_add(
		    ret, t.innocent_tagged, LOWER_IS_BETTER, 0, "ham.tagged");
	}
	if (tally_kind(l, NULL, &k)) {
		figures_share(ret, k.found, k.valid, HIGHER_IS_BETTER, "ids",
		    "valid", "found");
		figures_share(ret, k.loud, k.invalid, LOWER_IS_BETTER, "ids",
		    "invalid", "found");
	}
	tally_comments(l, &k);
	figures_share(ret, k.found, k.valid, HIGHER_IS_BETTER, "conduct",
	    "toxic", "found");
	figures_share(ret, k.loud, k.invalid, LOWER_IS_BETTER, "conduct",
	    "other", "found");
	tally_set(l, SET_SAMPLES, &t);
	figures_share(ret, t.as_wanted, t.n, HIGHER_IS_BETTER, "samples",
	    "verdict", "right");
}

static void
add_share(struct buf *b, unsigned part, unsigned whole)
{
	if (whole == 0)
		buf_adds(b, " - |");
	else
		buf_addf(b, " %.1f %% |", 100.0 * part / whole);
}

static void
add_summary(const struct trials *l, struct buf *b)
{
	struct set_tally t;
	size_t i;

	buf_adds(b,
	    "| mails | guilty | right category | tagged or more | stopped | "
	    "innocent | tagged or more | stopped |\n"
	    "|---|---|---|---|---|---|---|---|\n");
	for (i = 0; i < COUNT(mail_sets); i++) {
		tally_set(l, mail_sets[i].set, &t);
		buf_addf(b, "| %s | %u |", mail_sets[i].title, t.guilty);
		add_share(b, t.right, t.guilty);
		add_share(b, t.tagged, t.guilty);
		add_share(b, t.stopped, t.guilty);
		buf_addf(b, " %u |", t.innocent);
		add_share(b, t.innocent_tagged, t.innocent);
		add_share(b, t.innocent_stopped, t.innocent);
		buf_addc(b, '\n');
	}
	buf_addc(b, '\n');
	for (i = 0; i < COUNT(mail_sets); i++)
		buf_addf(b, "- **%s.** %s\n", mail_sets[i].title,
		    mail_sets[i].about);
}

static void
add_families(const struct trials *l, enum set set, struct buf *b)
{
	static const char *const families[] = {
	    "personal.*", "confidential.*", "political.*", "conduct.*"};
	struct set_tally t;
	size_t i;

	buf_adds(b,
	    "| family | guilty mails | right category | tagged or more | "
	    "stopped |\n|---|---|---|---|---|\n");
	for (i = 0; i < COUNT(families); i++) {
		tally_family(l, set, families[i], &t);
		buf_addf(b, "| %s | %u |", families[i], t.guilty);
		add_share(b, t.right, t.guilty);
		add_share(b, t.tagged, t.guilty);
		add_share(b, t.stopped, t.guilty);
		buf_addc(b, '\n');
	}
	buf_addc(b, '\n');
}

static void
add_tally(struct buf *b, const struct tally *medium, const struct tally *low)
{
	buf_addf(b, " %u |", medium->right + medium->missed);
	add_share(b, medium->right, medium->right + medium->missed);
	add_share(b, medium->right, medium->right + medium->wrong);
	add_share(b, low->right, low->right + low->missed);
	add_share(b, low->right, low->right + low->wrong);
	buf_addc(b, '\n');
}

static void
add_categories(const struct trials *l, enum set set, struct buf *b)
{
	const struct tally *medium, *low;
	struct set_tally t;
	const char *name;
	size_t i;

	tally_set(l, set, &t);
	buf_adds(b,
	    "| category | mails | recall | precision | recall at low or more "
	    "| precision at low or more |\n|---|---|---|---|---|---|\n");
	for (i = 0; (name = category_at(i)) != NULL; i++) {
		medium = &t.categories[MEDIUM_OR_MORE][i];
		low = &t.categories[LOW_OR_MORE][i];
		if (low->right + low->missed + low->wrong == 0)
			continue;
		buf_addf(b, "| %s |", name);
		add_tally(b, medium, low);
	}
	buf_adds(b, "| all |");
	add_tally(b, &t.all[MEDIUM_OR_MORE], &t.all[LOW_OR_MORE]);
}

/* Is a trial the first of its identifier's kind? */
static bool
is_first(const struct trials *l, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (l->v[i].set == SET_IDS &&
		    strcmp(l->v[i].kind, l->v[at].kind) == 0)
			return false;
	return true;
}

static void
add_kinds(const struct trials *l, struct buf *b)
{
	struct kind_tally k;
	size_t i;

	buf_adds(b,
	    "| kind | valid | found | not valid | found all the same |\n"
	    "|---|---|---|---|---|\n");
	for (i = 0; i < l->n; i++) {
		if (l->v[i].set != SET_IDS || !is_first(l, i))
			continue;
		tally_kind(l, l->v[i].kind, &k);
		buf_addf(b, "| %s | %u | %u | %u | %u |\n", l->v[i].kind,
		    k.valid, k.found, k.invalid, k.loud);
	}
	tally_kind(l, NULL, &k);
	buf_addf(b, "| all that count | %u | %u | %u | %u |\n", k.valid,
	    k.found, k.invalid, k.loud);
}

static void
add_corpora(const struct trials *l, struct buf *b)
{
	struct kind_tally k;
	struct set_tally ham, torture, docs, samples;

	tally_set(l, SET_HAM, &ham);
	tally_set(l, SET_TORTURE, &torture);
	tally_set(l, SET_DOCS, &docs);
	tally_set(l, SET_SAMPLES, &samples);
	buf_addf(b,
	    "\n## Real ordinary mail\n\nOf %u real messages of 2002, their "
	    "senders taken as members who\nwrite outside: %u stopped (asked, "
	    "held or refused), %u tagged or more.\n",
	    ham.n, ham.innocent_stopped, ham.innocent_tagged);
	tally_comments(l, &k);
	buf_addf(b,
	    "\n## Comments from the web\n\nOf %u comments that people called "
	    "toxic, %u are found as some breach of\nconduct; of %u others, "
	    "%u.\n",
	    k.valid, k.found, k.invalid, k.loud);
	buf_addf(b,
	    "\n## Sample messages and broken ones\n\n%u of the %u messages of "
	    "`tests/mail` come to the verdict that is right. Of\n%u broken "
	    "messages and %u documents every one got a report.\n",
	    samples.as_wanted, samples.n, torture.n, docs.n);
	buf_adds(b,
	    "\n## Identifiers in a sentence that says what they are\n\n"
	    "Postcodes and VAT numbers say nothing by themselves and are left "
	    "out; account\nand mobile numbers that are \"not valid\" are good "
	    "numbers of other kinds, and do\nnot count among all.\n\n");
	if (tally_kind(l, NULL, &k))
		add_kinds(l, b);
}

/* The beginning of a text in one line. */
static void
add_excerpt(struct buf *b, const char *text)
{
	size_t n = strlen(text), i;

	if (n > EXCERPT)
		for (n = EXCERPT;
		     n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80;)
			n--;
	for (i = 0; i < n; i++)
		buf_addc(b, text[i] == '\n' ? ' ' : text[i]);
	if (text[n] != '\0')
		buf_adds(b, " …");
}

static void
add_examples(struct buf *b, const struct offender *o)
{
	size_t i;

	for (i = 0; i < o->nexamples; i++) {
		buf_addf(b, "\t%s", o->examples[i]->name);
		if (o->examples[i]->text != NULL) {
			buf_adds(b, ": ");
			add_excerpt(b, o->examples[i]->text);
		}
		buf_addc(b, '\n');
	}
}

static void
add_rules(struct buf *b, const struct trial *t)
{
	size_t i;

	for (i = 0; i < t->nhits; i++)
		buf_addf(b, " %s", t->hits[i].rule);
	buf_adds(b, t->unread ? " (a part could not be read)\n" : "\n");
}

/* Ordinary mail that was not let pass, identifiers missed or found in vain,
 * samples that came to another verdict: each in a line. */
static void
add_wrong_ones(const struct trials *l, struct buf *b)
{
	const struct trial *t;
	size_t i;
	bool found;

	for (i = 0; i < l->n; i++) {
		t = &l->v[i];
		found = tally_personal(t);
		if ((t->set == SET_HAM && t->action >= ACTION_TAG) ||
		    (t->set == SET_SAMPLES && t->action != t->limit))
			buf_addf(b, "%s %s: %s by", set_name(t->set), t->name,
			    action_name(t->action));
		else if (t->set == SET_IDS && found != t->guilty)
			buf_addf(b, "%s %s: %s", t->kind, t->name,
			    found ? "not valid, found by" : "not found");
		else
			continue;
		add_rules(b, t);
	}
}

void
accuracy_offenders(const struct trials *l, struct buf *b)
{
	struct offender o[OFFENDERS];
	size_t n, i;

	add_wrong_ones(l, b);
	n = tally_wrong_rules(l, o, OFFENDERS);
	for (i = 0; i < n; i++) {
		buf_addf(b, "%s: wrong in %u of %u mails\n", o[i].name,
		    o[i].times, o[i].of);
		add_examples(b, &o[i]);
	}
	n = tally_missed(l, o, OFFENDERS);
	for (i = 0; i < n; i++) {
		buf_addf(b, "%s: missed in %u of %u mails\n", o[i].name,
		    o[i].times, o[i].of);
		add_examples(b, &o[i]);
	}
}

static void
add_worst(const struct trials *l, struct buf *b)
{
	struct offender o[OFFENDERS];
	size_t n, i;

	buf_adds(b,
	    "\n## Where it goes wrong\n\nIn all sets but the unseen and the "
	    "held out. `make score` shows examples.\n\n"
	    "| rule | found in | of them wrong |\n|---|---|---|\n");
	n = tally_wrong_rules(l, o, OFFENDERS);
	for (i = 0; i < n; i++)
		buf_addf(
		    b, "| `%s` | %u | %u |\n", o[i].name, o[i].of, o[i].times);
	buf_adds(b, "\n| category | mails | of them missed |\n|---|---|---|\n");
	n = tally_missed(l, o, OFFENDERS);
	for (i = 0; i < n; i++)
		buf_addf(
		    b, "| %s | %u | %u |\n", o[i].name, o[i].of, o[i].times);
}

static const char introduction[] =
    "Mails whose right answer is known go through the shipped rules and "
    "policies, in\nreal sandboxed workers, and the answers are counted.\n\n"
    "- A mail is *guilty* when it breaks a rule of the council's guidance, "
    "else\n  *innocent*. Most innocent ones were made to look guilty.\n"
    "- **Recall** of a category: of the mails that break it, how many are "
    "found to.\n  100 % means that nothing slips through.\n"
    "- **Precision**: of the mails that are found to break it, how many do. "
    "100 %\n  means no false alarm. A mail may break two rules where its "
    "writer named one:\n  then the second counts as a false alarm here.\n"
    "- A category counts as found at *medium* confidence or more: that is "
    "what the\n  shipped policies act on. The columns at *low or more* say "
    "what an officer could\n  see besides in the report.\n"
    "- **Tagged or more**: anything but plain delivery. **Stopped**: the "
    "sender is\n  asked, or the mail is held or refused. Campaigning and "
    "conduct are not stopped\n  but told to an officer, and mail to the "
    "police or a regulator is never held: so\n  *stopped* of all guilty mails "
    "cannot be 100 %.\n\n"
    "The councillors' mails are invented, by several writers in different "
    "voices who\nknew the council's guidance but not the rules; half guilty, "
    "half innocent. No mail\nof a real councillor is among them, and a "
    "council's own mail will differ: a month\nin `observe` mode gives its own "
    "figures.\n";

static void
add_counts(const struct trials *l, struct buf *b)
{
	static const struct {
		enum set set;
		const char *what;
	} table[] = {
	    {SET_UNSEEN, "councillors' mails unseen"},
	    {SET_HELD, "held out"},
	    {SET_TUNED, "tuned to"},
	    {SET_LEARNED, "learned from"},
	    {SET_ORDINARY, "mails of other people"},
	    {SET_HAM, "real messages"},
	    {SET_CONDUCT, "comments"},
	    {SET_IDS, "identifiers"},
	    {SET_SAMPLES, "samples"},
	    {SET_TORTURE, "broken messages"},
	    {SET_DOCS, "documents"},
	};
	struct set_tally t;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		tally_set(l, table[i].set, &t);
		buf_addf(b, "- %u %s\n", t.n, table[i].what);
	}
	buf_addc(b, '\n');
}

void
accuracy_document(
    const struct trials *l, const struct figures *f, struct buf *b)
{
	struct set_tally t;
	time_t now = time(NULL);
	struct tm tm;
	char day[32];
	size_t i;

	gmtime_r(&now, &tm);
	strftime(day, sizeof day, "%Y-%m-%d", &tm);
	buf_addf(b,
	    "# How often the shipped rules are right\n\n"
	    "Written by `make score` on %s, of %zu messages:\n\n",
	    day, l->n);
	add_counts(l, b);
	buf_addf(b, "%s\n## Councillors' mails\n\n", introduction);
	add_summary(l, b);
	for (i = 0; i < COUNT(mail_sets); i++) {
		tally_set(l, mail_sets[i].set, &t);
		if (t.guilty == 0)
			continue;
		buf_addf(b, "\n## %s: by category\n\n", mail_sets[i].title);
		add_families(l, mail_sets[i].set, b);
		add_categories(l, mail_sets[i].set, b);
	}
	add_corpora(l, b);
	add_worst(l, b);
	buf_adds(b,
	    "\n## Figures\n\n`make check-rules` measures anew and fails when "
	    "one is worse: by more than a\npoint, or at all where ordinary "
	    "mail is stopped or tagged. Categories with\nfewer than twenty "
	    "mails are not here.\n\n");
	figures_write(f, b);
}
