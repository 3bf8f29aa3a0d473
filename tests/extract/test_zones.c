/* SPDX-License-Identifier: MIT
 *
 * test_zones.c - bodies cut into zones.
 */
#include "extract/zones.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lib/test.h"

#define FOOTER                                                          \
	"This email and any attachments are confidential and intended " \
	"solely for the addressee. If you have received this email in " \
	"error please delete it.\n"

static const struct sample {
	const char *name, *text, *want;
	bool forwarding;
} samples[] = {
    {"authored", "Dear Ann,\n\nthank you.\n", "authored 22\n", false},
    {"empty", "", "", false},
    {"quoted lines", "yes\n> why?\n> when?\nno\n",
	"authored 4\nquoted 15\nauthored 3\n", false},
    {"attribution belongs to its quote", "yes\n\nOn 1 May Ann wrote:\n> why?\n",
	"authored 5\nquoted 27\n", false},
    {"attribution on two lines",
	"yes\nOn 1 May 2026 at 10:00, Ann Khan\n<a@b.example> wrote:\n\n> "
	"why?\n",
	"authored 4\nquoted 62\n", false},
    {"attribution without marks: no end",
	"yes\nOn 1 May Ann wrote:\nwhy?\nwhen?\n", "authored 4\nquoted 31\n",
	false},
    {"Welsh attribution", "ie\nAr 1 Mai ysgrifennodd:\n> pam?\n",
	"authored 3\nquoted 30\n", false},
    {"a line that only begins with On", "On Monday we met.\nOn we go.\n",
	"authored 28\n", false},
    {"Outlook's line", "yes\n-----Original Message-----\nFrom: A\nwhy?\n",
	"authored 4\nquoted 40\n", false},
    {"Outlook's line, forwarding",
	"fyi\n-----Original Message-----\nFrom: A\nwhy?\n",
	"authored 4\nforwarded 40\n", true},
    {"Outlook's block",
	"yes\nFrom: Ann\nSent: 1 May\nTo: Bob\nSubject: bins\n\nwhy?\n",
	"authored 4\nquoted 50\n", false},
    {"Outlook's block, forwarding",
	"fyi\nFrom: Ann\nSent: 1 May\nTo: Bob\nSubject: bins\n\nwhy?\n",
	"authored 4\nforwarded 50\n", true},
    {"From: alone is no block", "From: here on\nit is uphill\n",
	"authored 27\n", false},
    {"forwarded", "fyi\n---------- Forwarded message ---------\nx\n",
	"authored 4\nforwarded 41\n", false},
    {"Begin forwarded message", "fyi\nBegin forwarded message:\n\nx\n",
	"authored 4\nforwarded 28\n", false},
    {"signature line", "text\n-- \nAnn\n01632 960001\n",
	"authored 5\nsignature 21\n", false},
    {"closing", "text\n\nKind regards,\nAnn Khan\nWard member\n",
	"authored 20\nsignature 21\n", false},
    {"Welsh closing", "testun\nCofion gorau\nAnn\n",
	"authored 20\nsignature 4\n", false},
    {"thanks in the middle of a line",
	"Thanks to Ann we met again today at "
	"the hall\nand talked.\n",
	"authored 57\n", false},
    {"footer", "text\n\n" FOOTER, "authored 6\nfooter 146\n", false},
    {"signature, then footer", "text\n-- \nAnn\n\n" FOOTER,
	"authored 5\nsignature 9\nfooter 146\n", false},
    {"a footer alone is what was written", FOOTER, "authored 146\n", false},
    {"own words about confidence",
	"text\n\nThis is confidential to you and the DPO, please.\n",
	"authored 55\n", false},
    {"short print line", "text\n\nPlease think before printing this email.\n",
	"authored 6\nfooter 41\n", false},
    {"footer before the quote", "text\n\n" FOOTER "> why?\n",
	"authored 6\nfooter 146\nquoted 7\n", false},
};

/* Spans follow each other without a gap, and say what each line is. */
static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct zones z = {.v = NULL};
		struct buf got = BUF_MAX(4096);
		size_t len = strlen(samples[i].text), at = 0;

		assert_int_equal(zones_split(samples[i].text, len, 0,
				     samples[i].forwarding, &z),
		    0);
		for (size_t j = 0; j < z.n; j++) {
			assert_int_equal(z.v[j].start, at);
			buf_addf(&got, "%s %zu\n", zone_name(z.v[j].zone),
			    z.v[j].end - z.v[j].start);
			at = z.v[j].end;
		}
		assert_int_equal(at, len);
		test_same(samples[i].name, buf_str(&got), samples[i].want);
		buf_free(&got);
		zones_free(&z);
	}
}

/* Where the word EARLIER stands is an earlier message, where MINE stands is what
 * was written, SIGN is a signature and FOOT a footer, whatever program wrote
 * the lines around them. */
static const struct style {
	const char *name, *text;
} styles[] = {
    {"Outlook", "MINE\n\n________________________________\nFrom: Ann Khan "
		"<ann@b.example>\nSent: 01 May 2026 10:00\nTo: Bob\nSubject: "
		"RE: bins\n\nEARLIER\n"},
    {"Outlook, bold", "MINE\n*From:* Ann\n*Sent:* 1 May\n*To:* Bob\n*Subject:* "
		      "bins\n\nEARLIER\n"},
    {"Outlook, underlined", "MINE\n_From:_ Ann\n_Sent:_ 1 May\n_To:_ Bob\n\n"
			    "EARLIER\n"},
    {"Outlook, a line apart", "MINE\n\nFrom: Ann\n\nSent: 1 May\n\nTo: Bob\n\n"
			      "Subject: bins\n\nEARLIER\n"},
    {"Outlook, one line", "MINE\n\nFrom: Ann Khan Sent: 1 May 2026 10:00 To: "
			  "Bob Lee Subject: bins\n\nEARLIER\n"},
    {"Outlook, quoted deeper", "MINE\n> From: Ann\n> Sent: 1 May\n> EARLIER\n"},
    {"original message", "MINE\n-----Original Message-----\nEARLIER\n"},
    {"original message, spaced", "MINE\n----- Original Message -----\nEARLIER"},
    {"Thunderbird", "MINE\n-------- Original Message --------\nEARLIER\n"},
    {"Gmail", "MINE\n\nOn Fri, 1 May 2026 at 10:00, Ann Khan "
	      "<ann@b.example> wrote:\n\n> EARLIER\n> EARLIER\n"},
    {"Gmail, wrapped twice",
	"MINE\n\nOn Fri, 1 May 2026 at 10:00,\nAnn Khan of "
	"the town\n<ann@b.example> wrote:\n\nEARLIER\n"},
    {"Apple Mail",
	"MINE\n\nSent from my iPhone SIGN\n\nOn 1 May 2026, at 10:00, "
	"Ann <a@b.example> wrote:\n\n> EARLIER\n"},
    {"Yahoo", "MINE\n\n    On Friday, 1 May 2026, 10:00:00 BST, Ann "
	      "<a@b.example> wrote:  \n \n EARLIER\n"},
    {"writes", "MINE\nAnn Khan <a@b.example> writes:\n> EARLIER\n"},
    {"a name only", "MINE\nAnn wrote:\n> EARLIER\n"},
    {"no colon", "MINE\nAnn Khan wrote\n\n> EARLIER\n"},
    {"a space before it", "MINE\nOnce upon a time, Ann wrote :\n> EARLIER\n"},
    {"no quotation", "MINE\nThis is what Ann wrote:\nMINE\n"},
    {"text close to a list's trailer", "MINE\nMINE\n_______\nFOOT mailing "
				       "list\nhttps://x.example/listinfo/x\n"},
    {"initials", "MINE\nAK> EARLIER\nAK> EARLIER\nMINE\n"},
    {"nested", "MINE\n>> EARLIER\n> EARLIER\n>>> EARLIER\nMINE\n"},
    {"bottom posting", "On 1 May 2026 Ann wrote:\n> EARLIER\n>\n> EARLIER\n\n"
		       "MINE\n"},
    {"between the lines", "> EARLIER\nMINE\n> EARLIER\n\nMINE\n"},
    {"German", "MINE\nAm 01.05.2026 um 10:00 schrieb Ann Khan:\nEARLIER\n"},
    {"German block", "MINE\nVon: Ann\nGesendet: 1. Mai\nAn: Bob\nBetreff: x\n\n"
		     "EARLIER\n"},
    {"French", "MINE\nLe 1 mai 2026 \xc3\xa0 10:00, Ann a "
	       "\xc3\251crit\xc2\xa0:\nEARLIER\n"},
    {"French block", "MINE\nDe : Ann\nEnvoy\xc3\xa9 : 1 mai\n\xc3\x80 : Bob\n"
		     "Objet : x\n\nEARLIER\n"},
    {"Welsh", "MINE\nAr Gwe, 1 Mai 2026 am 10:00, ysgrifennodd Ann Khan "
	      "<a@b.example>:\nEARLIER\n"},
    {"Welsh block",
	"MINE\nOddi wrth: Ann\nAnfonwyd: 1 Mai\nAt: Bob\nPwnc: x\n\n"
	"EARLIER\n"},
    {"Welsh line", "MINE\n-----Neges Wreiddiol-----\nEARLIER\n"},
    {"Apple's forwarding", "MINE\n\nBegin forwarded message:\n\nFrom: Ann\n"
			   "EARLIER\n"},
    {"no attribution", "MINE\nOn Monday Ann wrote:\nMINE\n"},
    {"no block", "From: MINE\nTo: MINE\nthe rest MINE\n"},
    {"a postscript", "MINE\n\nKind regards,\nAnn SIGN\n\nPS MINE is Mrs Khan's "
		     "number\n"},
    {"more behind thanks", "MINE\nThanks\nI was told that MINE\nAnn\n"},
    {"a rule is no signature", "MINE\n--\nThey have moved to MINE now\n"},
    {"councillor", "MINE\n\nRegards\n\nAnn Khan SIGN\nCouncillor for Mill Ward "
		   "SIGN\n01632 960001\nSIGN, High Street, Milltown\n"},
    {"councillor without a closing", "MINE\n\nCllr Ann Khan SIGN\nWard member "
				     "for Mill SIGN\nTel 01632 960001 SIGN\n"},
    {"who was there",
	"MINE\n\nCllr Ann Khan MINE\nCllr Bob Lee, Mayor of MINE\n"},
    {"a neighbour",
	"MINE\n\nAnn Khan MINE\n12 High Street MINE\n01632 960001\n"},
    {"Welsh closing",
	"MINE\n\nCofion cynnes\nAnn SIGN\nCynghorydd dros SIGN\n"},
    {"banner", "CAUTION: This email originated from outside the council. FOOT\n"
	       "\nMINE\n"},
    {"banner in one line", "[EXTERNAL EMAIL] Do not click links unless FOOT\n"
			   "MINE\n"},
    {"classification", "Classification: OFFICIAL\n\nMINE\n"},
    {"a marking", "Classification: OFFICIAL-SENSITIVE MINE\n\nMINE\n"},
    {"classification below", "MINE\n\nClassification: OFFICIAL\n"},
    {"footer in a quotation", "MINE\n> EARLIER\n>\n> This message may contain "
			      "FOOT privileged material; if received\n> in "
			      "error tell the sender.\n>\n> EARLIER\n"},
    {"list", "MINE\n\n_____________\nTown mailing list FOOT\n"
	     "https://x.example/listinfo/town\n"},
    {"bilingual",
	"MINE\n\nMae'r e-bost hwn yn gyfrinachol. FOOT Os ydych wedi "
	"derbyn yr e-bost hwn drwy gamgymeriad, rhowch wybod i ni.\n\n"
	"This email is confidential. FOOT If you have received this "
	"email in error please tell us.\n"},
    {"own words about it",
	"MINE\n\nThis is intended solely for you and the DPO. "
	"MINE\n"},
    {"own words about printing", "MINE\n\nBefore printing MINE I will ask my "
				 "clerk for the cost.\n"},
    {"repeated",
	"MINE\n\nMill Ward surgeries are held on the FOOT first Monday "
	"of every month at the library in Mill Street\n> EARLIER\n>\n> "
	"Mill Ward surgeries are held on the FOOT first Monday of "
	"every month at the library in Mill Street, EARLIER\n"},
};

/* The zone of the word at `at`. */
static enum zone
zone_at(const struct zones *z, size_t at)
{
	for (size_t i = 0; i < z->n; i++)
		if (at < z->v[i].end)
			return z->v[i].zone;
	return ZONE_COUNT;
}

static void
check_words(const struct style *s, const struct zones *z, const char *word,
    enum zone want, enum zone other)
{
	const char *at = s->text;

	for (; (at = strstr(at, word)) != NULL; at++) {
		enum zone got = zone_at(z, (size_t)(at - s->text));

		if (got != want && got != other)
			fail_msg("%s: %s at %zu is %s", s->name, word,
			    (size_t)(at - s->text), zone_name(got));
	}
}

static void
test_styles(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(styles); i++) {
		const struct style *s = &styles[i];
		struct zones z = {.v = NULL};

		assert_int_equal(
		    zones_split(s->text, strlen(s->text), 0, false, &z), 0);
		check_words(s, &z, "MINE", ZONE_AUTHORED, ZONE_AUTHORED);
		check_words(s, &z, "EARLIER", ZONE_QUOTED, ZONE_FORWARDED);
		check_words(s, &z, "SIGN", ZONE_SIGNATURE, ZONE_SIGNATURE);
		if (strcmp(s->name, "repeated") != 0)
			check_words(s, &z, "FOOT", ZONE_FOOTER, ZONE_FOOTER);
		else
			assert_int_equal(zone_at(&z, 20), ZONE_FOOTER);
		zones_free(&z);
	}
}

/* The shapes of boilerplate of domain.md C.5 are footers below anything. */
static void
test_footers(void **state)
{
	static const char *const footers[] = {
	    "This e-mail and any attachments are confidential and intended for "
	    "the addressee only.",
	    "This message may contain privileged or personal information. If "
	    "you are not the intended recipient, tell the sender.",
	    "The views expressed are those of the sender and do not "
	    "necessarily "
	    "represent those of the council.",
	    "Nothing in this email is legally binding; no contract is made by "
	    "it and it is not legally binding.",
	    "This email has been scanned for viruses. We accept no liability "
	    "for "
	    "loss.",
	    "Classification: OFFICIAL",
	    "Please think before you print this email.",
	    "Registered charity 000000. Registered office: Town Hall, "
	    "Milltown.",
	    "If you have received this email in error please delete it and "
	    "tell "
	    "us.",
	    "Disclosure, copying or distribution by others is prohibited and "
	    "may "
	    "be unlawful.",
	    "We may monitor and record email for lawful business purposes.",
	    "The contents may be disclosed under the Freedom of Information "
	    "Act 2000.",
	    "Internet email is not secure; this was sent by our secure email "
	    "service.",
	    "Rydym yn croesawu gohebiaeth yn Gymraeg. We welcome "
	    "correspondence "
	    "in Welsh.",
	    "How we use your data under UK GDPR: see our privacy notice. Out "
	    "of "
	    "hours ring 01632 960000.",
	    "CAUTION: this email originated from outside the organisation.",
	    "To unsubscribe from this group send an email to the owner.",
	    "This email is for the use of the individual it is addressed to. "
	    "If he or she is away, his or her deputy may read it.",
	    "Registered office: 4 Elm Road. Company number 0123 4567, VAT "
	    "registration 123 4567 89.",
	    "If you have received this email in error ring 01632 960 000.",
	    "To unsubscribe write to leave-123456@list.example or see "
	    "https://list.example/20261112/3."};

	(void)state;
	for (size_t i = 0; i < COUNT(footers); i++) {
		struct buf b = BUF_MAX(4096);
		struct zones z = {.v = NULL};

		buf_addf(&b, "Dear Bob,\n\nThe bins.\n\n%s\n", footers[i]);
		assert_int_equal(
		    zones_split(buf_str(&b), b.len, 0, false, &z), 0);
		if (z.n != 2 || z.v[1].zone != ZONE_FOOTER)
			fail_msg("no footer: %s", footers[i]);
		zones_free(&z);
		buf_free(&b);
	}
}

/* What a member says of the message itself is the message. */
static void
test_own_words(void **state)
{
	static const char *const own[] = {
	    "This is confidential to you and the DPO.",
	    "Please keep this confidential, and delete it once read.",
	    "This email is intended only for you and the monitoring officer.",
	    "I received this email in error from Mrs Khan.",
	    "The contract is confidential and may contain commercial figures.",
	    "My views expressed last night have not changed.",
	    "Not for publication by virtue of paragraph 3 of Schedule 12A."};

	(void)state;
	for (size_t i = 0; i < COUNT(own); i++) {
		struct buf b = BUF_MAX(4096);
		struct zones z = {.v = NULL};

		buf_addf(&b, "Dear Bob,\n\nThe bins.\n\n%s\n", own[i]);
		assert_int_equal(
		    zones_split(buf_str(&b), b.len, 0, false, &z), 0);
		if (z.n != 1 || z.v[0].zone != ZONE_AUTHORED)
			fail_msg("not authored: %s", own[i]);
		zones_free(&z);
		buf_free(&b);
	}
}

static void
check_whole(const char *head, const char *text, enum zone want)
{
	struct buf b = BUF_MAX(4096);
	struct zones z = {.v = NULL};

	buf_addf(&b, "%s%s\n", head, text);
	assert_int_equal(zones_split(buf_str(&b), b.len, 0, false, &z), 0);
	if (z.n != 1 || z.v[0].zone != want)
		fail_msg("not %s: %s", zone_name(want), text);
	zones_free(&z);
	buf_free(&b);
}

/* What is told of a person stays what was written, whatever shape of a footer
 * it happens to have, and in a quotation too. */
static void
test_told_of_people(void **state)
{
	static const char *const told[] = {
	    "Mr Patel's claim form has been scanned. NI number MW000000A, he "
	    "has HIV.",
	    "Mr Patel (NI number MW000000A) is not the intended tenant, he has "
	    "HIV.",
	    "Bailiffs say his registered office is 4 Elm Road; NHS number 999 "
	    "000 0018.",
	    "The registered office is 4 Elm Road; NHS number 999-000-0018.",
	    "The claim form has been scanned. NI number MW 00 00 00 A.",
	    "The letter for Cllr Khan was received in error.",
	    "The call with Dr. Khan may be recorded.",
	    "(She is not the intended tenant.)"};

	(void)state;
	for (size_t i = 0; i < COUNT(told); i++) {
		check_whole("Dear Bob,\n\n", told[i], ZONE_AUTHORED);
		check_whole("> ", told[i], ZONE_QUOTED);
	}
}

/* In a text that was cut in pieces, as HTML is. */
static void
test_pieces(void **state)
{
	static const char text[] =
	    "Yes.\n\nMill surgeries are held on the first Monday of every "
	    "month "
	    "at the library.\nWhy?\n\nIf you have received this email in error "
	    "please tell us.\n\nMill surgeries are held on the first Monday of "
	    "every month at the library.\n";
	size_t cut = (size_t)(strstr(text, "Why?") - text), len = strlen(text);
	struct zones z = {.v = NULL};

	(void)state;
	assert_int_equal(zones_split(text, cut, 0, false, &z), 0);
	assert_int_equal(z.n, 1);
	assert_int_equal(zones_quote(text, cut, len, ZONE_QUOTED, &z), 0);
	assert_int_equal(z.n, 4);
	assert_int_equal(z.v[2].zone, ZONE_FOOTER);
	assert_int_equal(zones_trailers(text, len, &z), 0);
	assert_int_equal(z.n, 5);
	assert_int_equal(z.v[1].zone, ZONE_FOOTER);
	assert_int_equal(z.v[0].end, 6);
	assert_int_equal(z.v[1].end, cut);
	assert_int_equal(z.v[4].end, len);
	zones_free(&z);
}

/* Subjects of forwarded mail. */
static void
test_forwarding(void **state)
{
	(void)state;
	assert_true(zones_forwarding("FW: bins"));
	assert_true(zones_forwarding("Fwd: bins"));
	assert_true(zones_forwarding("[Fwd: bins]"));
	assert_false(zones_forwarding("Re: Fwd: bins"));
	assert_false(zones_forwarding("Fwding"));
	assert_false(zones_forwarding(""));
}

/* However often zones change there are few spans, and all text is in them. */
static void
test_many_changes(void **state)
{
	struct buf b = BUF_MAX(1 * MIB);
	struct zones z = {.v = NULL};

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_adds(&b, "> a\nb\n");
	assert_int_equal(zones_split(buf_str(&b), b.len, 7, false, &z), 0);
	assert_true(z.n <= 301);
	assert_int_equal(z.v[0].start, 7);
	assert_int_equal(z.v[z.n - 1].end, b.len + 7);
	assert_int_equal(z.v[z.n - 1].zone, ZONE_AUTHORED);
	zones_free(&z);
	buf_free(&b);
}

/* The worst text costs time in proportion to its length, and no byte is left
 * out. */
static void
test_linear(void **state)
{
	static const char *const units[] = {"On ", "From: a\n", "On a\n", "> ",
	    ">", "\n", "> \n", "--\n", "Thanks\n", "Cllr A\n\n", "_______\n",
	    "a b c d e f\n", "AK> a\n", "x", "> if received in error\n>\n"};

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		struct buf b = BUF_MAX(8 * MIB);
		struct zones z = {.v = NULL};
		size_t at = 0;

		while (b.len < 2 * MIB)
			buf_adds(&b, units[i]);
		assert_int_equal(
		    zones_split(buf_str(&b), b.len, 0, false, &z), 0);
		for (size_t j = 0; j < z.n; j++) {
			assert_int_equal(z.v[j].start, at);
			at = z.v[j].end;
		}
		assert_int_equal(at, b.len);
		zones_free(&z);
		buf_free(&b);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_styles),
	    cmocka_unit_test(test_footers),
	    cmocka_unit_test(test_own_words),
	    cmocka_unit_test(test_told_of_people),
	    cmocka_unit_test(test_pieces),
	    cmocka_unit_test(test_linear),
	    cmocka_unit_test(test_forwarding),
	    cmocka_unit_test(test_many_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
