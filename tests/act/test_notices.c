/* SPDX-License-Identifier: MIT
 *
 * test_notices.c - the mails probity sends, made of the shipped templates.
 */
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/notices.h"
#include "base/envelope.h"
#include "base/strlist.h"
#include "config/config.h"
#include "report/report.h"

#define ID "01JD4S7N3C9V6W2K8R5T1X0ZQA"

static const unsigned char key[DIGEST_KEY_LEN] = "0123456789abcdef";
static const unsigned char other_key[DIGEST_KEY_LEN] = "x";

/* Borrowed strings all through: nothing of these is ever freed. */
#define S(literal) ((char *)(uintptr_t)(literal))

static struct finding nino[] = {
    {.rule = S("nino"),
	.title = S("National Insurance number"),
	.why = S("It identifies one person for life."),
	.law = S("UK GDPR Art 4(1)"),
	.category = S("personal.id"),
	.confidence = CONFIDENCE_HIGH,
	.zone = ZONE_ATTACHMENT,
	.place = S("row 14 of repairs.csv"),
	.excerpt = S("NI number MW\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"
		     "A")},
    {.rule = S("nino"),
	.title = S("National Insurance number"),
	.category = S("personal.id"),
	.zone = ZONE_ATTACHMENT,
	.place = S("row 15 of repairs.csv")},
    {.rule = S("vote-for"),
	.title = S("Asks for votes"),
	.category = S("political.campaign"),
	.confidence = CONFIDENCE_MEDIUM,
	.zone = ZONE_AUTHORED,
	.place = S("body")},
};
static struct unread_part unread[] = {
    {.why = UNREAD_ENCRYPTED, .part = S("3"), .name = S("scan.pdf")},
};
static struct report_recipient recipients[] = {
    {.address = S("b@example.org"),
	.circle = CIRCLE_EXTERNAL,
	.action = ACTION_HOLD},
    {.address = S("clerk@town.example"),
	.circle = CIRCLE_INTERNAL,
	.action = ACTION_PASS},
};
static struct reason reasons[] = {
    {.title = S("Personal data to outside"),
	.finding = 0,
	.unread = -1,
	.action = ACTION_HOLD},
    {.title = S("Personal data to outside"),
	.finding = 1,
	.unread = -1,
	.action = ACTION_HOLD},
    {.title = S("Campaigning"),
	.finding = 2,
	.unread = -1,
	.action = ACTION_NOTIFY},
    {.title = S("Unreadable to outside"),
	.finding = -1,
	.unread = 0,
	.action = ACTION_ASK},
    {.title = S("Being tried out"),
	.finding = 2,
	.unread = -1,
	.action = ACTION_HOLD,
	.observed = true},
};

static struct report
some_report(void)
{
	return (struct report){.id = ID,
	    .message_id = S("<m1@town.example>"),
	    .at = 1763647620,
	    .sender = S("cllr@town.example"),
	    .member = S("Ann Other"),
	    .recipients = recipients,
	    .nrecipients = COUNT(recipients),
	    .findings = {.v = nino, .n = COUNT(nino), .people = 12},
	    .unread = unread,
	    .nunread = COUNT(unread),
	    .verdict = {.action = ACTION_HOLD,
		.severe = true,
		.routes = 1u << ROUTE_DPO | 1u << ROUTE_MO,
		.reasons = reasons,
		.nreasons = COUNT(reasons)}};
}

static struct config
some_config(void)
{
	static char folder[4096];

	snprintf(folder, sizeof folder, "%s", test_source("conf/notices"));
	return (struct config){
	    .set = {.council_name = S("Anytown Council"),
		.council_contact = S("Democratic Services, 01632 960123"),
		.officer = {[ROUTE_DPO] = S("dpo@town.example"),
		    [ROUTE_MO] = S("MO@town.example"),
		    [ROUTE_CLERK] = S("mo@town.example"),
		    [ROUTE_COMMS] = S("")},
		.smtp_helo = S("gw.town.example"),
		.notice_from = S("Mail check <probity@town.example>"),
		.notices_dir = folder}};
}

/* What one test works with. */
struct setting {
	struct config config;
	struct report report;
	struct notices *notices;
	struct notice notice;
	struct buf out;
};

static int
set_up(void **state)
{
	struct setting *s = calloc(1, sizeof *s);
	struct buf err = BUF_MAX(1000);

	setenv("TZ", "UTC", 1);
	s->config = some_config();
	s->report = some_report();
	s->notices = notices_load(&s->config, &err);
	test_same("load", buf_str(&err), "");
	s->notice = (struct notice){.notices = s->notices,
	    .config = &s->config,
	    .report = &s->report,
	    .key = key,
	    .now = 1763647700,
	    .subject = "Repairs list"};
	buf_init(&s->out, 2 * NOTICES_MAX + NOTICES_ORIGINAL_MAX);
	buf_free(&err);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct setting *s = *state;

	notices_free(s->notices);
	buf_free(&s->out);
	free(s);
	return 0;
}

/* Undoes quoted-printable in the whole message, headers and all, which is
 * enough for looking words up. CRLF becomes LF. */
static void
decode(struct buf *b)
{
	char *to = b->data, hex[3] = {0};
	const char *s;

	for (s = b->data; *s != '\0'; s++) {
		if (strncmp(s, "=\r\n", 3) == 0) {
			s += 2;
		} else if (*s == '=' &&
			   strspn(s + 1, "0123456789ABCDEF") >= 2) {
			memcpy(hex, s + 1, 2);
			*to++ = (char)strtol(hex, NULL, 16);
			s += 2;
		} else if (*s != '\r') {
			*to++ = *s;
		}
	}
	*to = '\0';
	b->len = (size_t)(to - b->data);
}

static void
must_have(const struct buf *b, const char *const *texts)
{
	for (; *texts != NULL; texts++)
		if (strstr(buf_str(b), *texts) == NULL)
			fail_msg("no \"%s\" in:\n%s", *texts, buf_str(b));
}

static void
must_not_have(const struct buf *b, const char *const *texts)
{
	for (; *texts != NULL; texts++)
		if (strstr(buf_str(b), *texts) != NULL)
			fail_msg("\"%s\" in:\n%s", *texts, buf_str(b));
}

/* Every line ends in CRLF and is ASCII; all but the header with the MAC are
 * short. */
static void
must_be_mail(const struct buf *b)
{
	const char *s, *end;

	assert_int_equal(strlen(b->data), b->len);
	for (s = b->data; *s != '\0'; s = end + 1) {
		end = strchr(s, '\n');
		if (end == NULL || end == s || end[-1] != '\r' ||
		    (end - s > 78 && strncmp(s, NOTICES_HEADER,
					 strlen(NOTICES_HEADER)) != 0))
			fail_msg("line: %.100s", s);
		for (; s < end - 1; s++)
			if ((unsigned char)*s >= 0x7f ||
			    ((unsigned char)*s < ' ' && *s != '\t'))
				fail_msg("byte %02x", (unsigned char)*s);
	}
}

/* The sender is told what, where, which rule, why, the law, who waits and who
 * has got it, how to put it right, whom to ring; and only what stopped it. */
static void
test_sender_held(void **state)
{
	static const char *const want[] = {
	    "From: Mail check <probity@town.example>\n",
	    "\nTo: cllr@town.example\n", "\nDate: Thu, 20 Nov 2025 14:08:20 ",
	    "\nAuto-Submitted: auto-generated\n",
	    "\nIn-Reply-To: <m1@town.example>\n", "\nMIME-Version: 1.0\n",
	    "(was: Repairs list)\n", "Dear Ann Other,",
	    "20 November 2025 at 14:07", "Reference: " ID "\n",
	    "Waiting: b@example.org\n", "Already sent: clerk@town.example\n",
	    "- National Insurance number, 2 times\n"
	    "  row 14 of repairs.csv: NI number "
	    "MW\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"
	    "A\n  row 15 of repairs.csv\n"
	    "  Why this matters: It identifies one person for life.\n"
	    "  See: UK GDPR Art 4(1)\n",
	    "- scan.pdf could not be read: it is encrypted or has a "
	    "password.\n",
	    "about 12 different people", "- Take out the personal details",
	    "- Send what could not be read",
	    "contact Democratic Services,\n01632 960123 and", NULL};
	static const char *const unwanted[] = {
	    "Asks for votes", "Party and election", "{{", "\n\n\n", NULL};
	struct setting *s = *state;

	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	must_be_mail(&s->out);
	decode(&s->out);
	must_have(&s->out, want);
	must_not_have(&s->out, unwanted);
}

/* A subject in which something was found is repeated in no notice: it is not
 * masked. */
static void
test_subject_with_finding(void **state)
{
	struct finding in_subject = nino[0];
	struct setting *s = *state;

	in_subject.zone = ZONE_SUBJECT;
	s->report.findings.v = &in_subject;
	s->report.findings.n = 1;
	s->report.verdict.nreasons = 1;
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	decode(&s->out);
	must_have(&s->out,
	    (const char *const[]){"please read this\n", "NI number MW", NULL});
	must_not_have(&s->out, (const char *const[]){"Repairs list", NULL});
}

/* Of what stands where nobody looks the sender is told that, for they will not
 * see it either. */
static void
test_hidden(void **state)
{
	struct finding in_hidden = nino[0];
	struct setting *s = *state;

	in_hidden.zone = ZONE_HIDDEN;
	in_hidden.place = S("sheet 'B' (hidden), row 14 of repairs.xlsx");
	s->report.findings.v = &in_hidden;
	s->report.findings.n = 1;
	s->report.verdict.nreasons = 1;
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	decode(&s->out);
	must_have(&s->out,
	    (const char *const[]){"sheet 'B' (hidden), row 14 of repairs.xlsx: "
				  "NI number MW",
		"(nobody", "but it is in it)", NULL});
}

/* Nor is the name of a file, where something was found in one. */
static void
test_name_with_finding(void **state)
{
	struct finding in_name[COUNT(nino)];
	struct setting *s = *state;

	memcpy(in_name, nino, sizeof nino);
	in_name[1].zone = ZONE_METADATA;
	in_name[1].part = S("2");
	s->report.findings.v = in_name;
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	decode(&s->out);
	must_have(
	    &s->out, (const char *const[]){"  in an attachment: NI number MW",
			 "\n  in the name or properties of an attachment\n",
			 "- part 3 of the message could not be read", NULL});
	must_not_have(
	    &s->out, (const char *const[]){"repairs.csv", "scan.pdf", NULL});
}

/* An officer's mail says where a finding about recipients is without naming
 * anybody. */
static void
test_officer_recipients(void **state)
{
	struct finding mismatch = nino[2];
	struct setting *s = *state;

	mismatch.category = S("recipients.mismatch");
	mismatch.zone = ZONE_METADATA;
	s->report.findings.v = &mismatch;
	s->report.findings.n = 1;
	s->report.verdict.nreasons = 1;
	assert_int_equal(
	    notices_officer_held(&s->notice, "dpo@town.example", &s->out), 0);
	decode(&s->out);
	must_have(
	    &s->out, (const char *const[]){"\n  in the addresses\n", NULL});
}

/* Where nothing was found and nothing unread, the reason itself is told, and
 * every recipient waits. */
static void
test_trouble(void **state)
{
	static const char *const want[] = {"- The inspection broke off.\n",
	    "Waiting: b@example.org\n", "Waiting: clerk@town.example\n", NULL};
	static struct reason broke = {.title = S("The inspection broke off."),
	    .finding = -1,
	    .unread = -1,
	    .action = ACTION_HOLD};
	struct report_recipient unjudged[2];
	struct setting *s = *state;

	memcpy(unjudged, recipients, sizeof unjudged);
	unjudged[0].action = unjudged[1].action = ACTION_PASS;
	s->report.recipients = unjudged;
	s->report.verdict.reasons = &broke;
	s->report.verdict.nreasons = 1;
	s->report.findings.n = s->report.nunread = 0;
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	decode(&s->out);
	must_have(&s->out, want);
	buf_reset(&s->out);
	assert_int_equal(
	    notices_officer_held(&s->notice, "dpo@town.example", &s->out), 0);
	must_have(&s->out, (const char *const[]){"not been\r\nsent.",
			       "- The inspection broke", NULL});
}

/* An officer's mail says what waits and what to do, and holds no subject, no
 * file name and no place. */
static void
test_officer_held(void **state)
{
	static const char *const want[] = {"\nTo: dpo@town.example\n",
	    "decision: " ID " (severe)\n",
	    "Sender:     cllr@town.example (Ann Other)\n",
	    "sent to 1 of its 2 recipients.",
	    "Recipients: 1 inside the council\n",
	    "Recipients: 1 outside the council\n",
	    "- Personal data to outside\n- Campaigning\n",
	    "- National Insurance number (personal.id, high confidence), 2 "
	    "times\n  in an attachment: NI number MW",
	    "- Asks for votes (political.campaign, medium confidence)\n"
	    "  in the text\n",
	    "- part 3 of the message could not be read",
	    "\n    probity held release " ID "\n", NULL};
	static const char *const unwanted[] = {"repairs.csv", "scan.pdf",
	    "Repairs list", "In-Reply-To", "b@example.org", "Being tried out",
	    "{{", NULL};
	struct setting *s = *state;

	assert_int_equal(
	    notices_officer_held(&s->notice, "dpo@town.example", &s->out), 0);
	must_be_mail(&s->out);
	decode(&s->out);
	must_have(&s->out, want);
	must_not_have(&s->out, unwanted);
	buf_reset(&s->out);
	assert_int_equal(
	    notices_officer_notify(&s->notice, "dpo@town.example", &s->out), 0);
	must_be_mail(&s->out);
	decode(&s->out);
	must_have(&s->out, (const char *const[]){"the sender has not been told",
			       "Asks for votes", NULL});
	must_not_have(&s->out, unwanted);
}

/* The sender hears the officer's words, as text and nothing more. */
static void
test_discarded(void **state)
{
	static const char *const want[] = {"Decided by: J. Officer\n",
	    "Not enough reason.\nPlease ring me. Bcc: x@y\n",
	    "\nAuto-Submitted: auto-replied\n", NULL};
	struct setting *s = *state;

	s->notice.who = "J. Officer";
	s->notice.why = "Not enough reason.\nPlease ring me.\x1b Bcc: x@y";
	assert_int_equal(notices_discarded(&s->notice, &s->out), 0);
	must_be_mail(&s->out);
	decode(&s->out);
	must_have(&s->out, want);
}

/* Nobody answers the null sender. */
static void
test_null_sender(void **state)
{
	struct setting *s = *state;
	struct envelope e = {0};

	s->report.sender = S("");
	assert_int_equal(
	    notices_sender_held(&s->notice, &s->out), NOTICES_NONE);
	assert_int_equal(notices_discarded(&s->notice, &s->out), NOTICES_NONE);
	assert_int_equal(
	    notices_returned(&s->notice, &e, "", 0, &s->out), NOTICES_NONE);
	assert_int_equal(s->out.len, 0);
}

/* Values of strangers cannot make headers, lines or controls. */
static void
test_hostile(void **state)
{
	struct finding evil = nino[0];
	struct setting *s = *state;

	evil.place = S("x\r\nBcc: y@z\x1b[2J \xe2\x80\xae"
		       "fdp.exe \xff");
	s->report.findings.v = &evil;
	s->report.findings.n = 1;
	s->report.sender = S("cllr@town.example\r\nBcc: c@d");
	s->report.member = S("{{reference}} <b>&");
	s->report.message_id = S("<a@b>\r\nX: y");
	s->notice.subject = "a\r\nBcc: c@d =?UTF-8?B?eA==?=";
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	must_be_mail(&s->out);
	must_not_have(&s->out,
	    (const char *const[]){"\nBcc:", "\nX: ", "In-Reply-To", NULL});
	decode(&s->out);
	must_have(&s->out, (const char *const[]){"Dear {{reference}} <b>&,",
			       "Bcc: y@z[2J fdp.exe \xef\xbf\xbd", NULL});
}

/* A subject of any length is cut: the notice is made all the same. */
static void
test_long_subject(void **state)
{
	struct setting *s = *state;
	struct buf subject = BUF_MAX(65536);

	for (int i = 0; i < 30000; i++)
		buf_adds(&subject, "\xc3\xa9");
	s->notice.subject = buf_str(&subject);
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	must_be_mail(&s->out);
	assert_true(s->out.len < 8000);
	buf_free(&subject);
}

/* A long list is cut and says so. */
static void
test_many(void **state)
{
	static struct report_recipient many[50];
	static struct finding found[40];
	static struct reason why[40];
	static char names[40][16];
	struct setting *s = *state;
	size_t i;

	for (i = 0; i < COUNT(many); i++)
		many[i] = recipients[0];
	for (i = 0; i < COUNT(found); i++) {
		found[i] = nino[0];
		why[i] = reasons[0];
		why[i].finding = (long)i;
		snprintf(names[i], sizeof names[i], "rule-%zu", i);
		if (i >= 10)
			found[i].rule = names[i];
	}
	s->report.recipients = many;
	s->report.nrecipients = COUNT(many);
	s->report.findings.v = found;
	s->report.findings.n = COUNT(found);
	s->report.verdict.reasons = why;
	s->report.verdict.nreasons = COUNT(why);
	s->report.verdict.dropped = 5;
	assert_int_equal(notices_sender_held(&s->notice, &s->out), 0);
	decode(&s->out);
	must_have(&s->out,
	    (const char *const[]){"and 30 more\n",
		"National Insurance number, 10 or more times\n",
		"  and 7 more\n", "- and 19 more of other kinds\n", NULL});
}

/* A returned message is a delivery report with the message in it. */
static void
test_returned(void **state)
{
	static const char original[] =
	    "Subject: x\r\n\r\ncaf\xe9\r\n.\r\n--boundary\r\nno end";
	static const char *const mail[] = {
	    "RET=HDRS", "ENVID=a+2Bb+0D+0A", NULL};
	static const char *const rcpt[] = {
	    "ORCPT=rfc822;o+2Bb@example.org", NULL};
	static const char *const want[] = {
	    "\r\nAuto-Submitted: auto-replied\r\n",
	    "\r\nContent-Type: multipart/report; "
	    "report-type=delivery-status;\r\n boundary=\"=_probity_",
	    "Content-Type: message/delivery-status\r\n\r\n"
	    "Original-Envelope-Id: a+b??\r\n"
	    "Reporting-MTA: dns; gw.town.example\r\n"
	    "Arrival-Date: Thu, 20 Nov 2025 14:07:00 +0000\r\n\r\n"
	    "Original-Recipient: rfc822; o+b@example.org\r\n"
	    "Final-Recipient: rfc822; b@example.org\r\n"
	    "Action: failed\r\nStatus: 5.7.1\r\n",
	    "Content-Type: message/rfc822\r\n"
	    "Content-Disposition: attachment\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n"
	    "Subject: x\r\n\r\ncaf\xe9\r\n.\r\n--boundary\r\nno end\r\n--=_",
	    "It is not for us.\r\n", "The whole message is attached", NULL};
	struct setting *s = *state;
	struct envelope e = {0};

	envelope_sender(&e, "<cllr@town.example>", mail);
	envelope_recipient(&e, "<b@example.org>", rcpt);
	s->notice.why = "It is not for us.";
	assert_int_equal(notices_returned(&s->notice, &e, original,
			     sizeof original - 1, &s->out),
	    0);
	must_have(&s->out, want);
	assert_memory_equal(s->out.data + s->out.len - 4, "--\r\n", 4);
	envelope_free(&e);
}

/* A message too large to go back whole goes back as its headers. */
static void
test_returned_large(void **state)
{
	size_t len = NOTICES_ORIGINAL_MAX + 1;
	char *data = malloc(len);
	struct setting *s = *state;
	struct envelope e = {0};

	memset(data, 'x', len);
	memcpy(data, "Subject: x\r\n\r\n", 14);
	assert_int_equal(
	    notices_returned(&s->notice, &e, data, len, &s->out), 0);
	must_have(&s->out,
	    (const char *const[]){"The message is too large to come back",
		"text/rfc822-headers\r\nContent-Disposition: "
		"attachment\r\n\r\nSubject: x\r\n--=_",
		NULL});
	assert_true(s->out.len < 10000);
	buf_reset(&s->out);
	memset(data, 'x', len);
	assert_int_equal(
	    notices_returned(&s->notice, &e, data, len, &s->out), 0);
	assert_true(s->out.len < 10000);
	free(data);
}

/* The header proves a notice of ours to one mailbox; nothing else does. */
static void
test_genuine(void **state)
{
	struct setting *s = *state;
	char value[256], changed[300];
	const char *at;
	size_t i;

	notices_sender_held(&s->notice, &s->out);
	at = strstr(buf_str(&s->out), "\r\n" NOTICES_HEADER ": ");
	assert_non_null(at);
	at += strlen(NOTICES_HEADER) + 4;
	snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\r"), at);
	assert_true(notices_genuine(key, value, "cllr@town.example"));
	assert_true(notices_genuine(key, value, "Cllr@TOWN.example"));
	assert_false(notices_genuine(key, value, "b@example.org"));
	assert_false(notices_genuine(key, value, ""));
	assert_false(notices_genuine(other_key, value, "cllr@town.example"));
	snprintf(changed, sizeof changed, " %s \r\n", value);
	assert_true(notices_genuine(key, changed, "cllr@town.example"));
	snprintf(changed, sizeof changed, "%s x", value);
	assert_false(notices_genuine(key, changed, "cllr@town.example"));
	for (i = 0; value[i] != '\0'; i++) {
		snprintf(changed, sizeof changed, "%s", value);
		changed[i] = changed[i] == '0' ? '1' : '0';
		assert_false(
		    notices_genuine(key, changed, "cllr@town.example"));
		changed[i] = '\0';
		assert_false(
		    notices_genuine(key, changed, "cllr@town.example"));
	}
}

/* Each officer is told once; where a route has nobody, somebody is. */
static void
test_officers(void **state)
{
	static const struct {
		unsigned routes;
		bool none;
		const char *want;
	} cases[] = {
	    {1u << ROUTE_DPO | 1u << ROUTE_MO, false,
		"dpo@town.example MO@town.example "},
	    {1u << ROUTE_MO | 1u << ROUTE_CLERK, false, "MO@town.example "},
	    {1u << ROUTE_COMMS, false, "dpo@town.example "},
	    {0, false, "dpo@town.example "},
	    {1u << ROUTE_DPO, true, ""},
	};
	struct setting *s = *state;
	struct buf got = BUF_MAX(1000);
	size_t i, j;

	for (i = 0; i < COUNT(cases); i++) {
		struct config c = some_config();
		struct strlist l = {0};

		if (cases[i].none)
			memset(c.set.officer, 0, sizeof c.set.officer);
		s->report.verdict.routes = cases[i].routes;
		assert_int_equal(notices_officers(&c, &s->report, &l), 0);
		buf_reset(&got);
		for (j = 0; j < l.n; j++)
			buf_addf(&got, "%s ", l.v[j]);
		test_same("officers", buf_str(&got), cases[i].want);
		strlist_free(&l);
	}
	buf_free(&got);
}

/* A refusal is one short line of ASCII that smfi_setreply takes. */
static void
test_refusal(void **state)
{
	struct finding found = nino[0];
	struct reason why = {.title = S("Policy"),
	    .finding = 0,
	    .unread = -1,
	    .action = ACTION_REFUSE};
	struct setting *s = *state;
	char huge[2000];

	s->report.verdict.action = ACTION_REFUSE;
	s->report.verdict.reasons = &why;
	s->report.verdict.nreasons = 1;
	s->report.findings.v = &found;
	assert_int_equal(notices_refusal(&s->config, &s->report, &s->out), 0);
	test_same("plain", buf_str(&s->out),
	    "Not sent by the council's mail check: National Insurance number. "
	    "Reference " ID ". Please ask Democratic Services, 01632 960123");
	buf_reset(&s->out);
	found.title = S("100% caf\xc3\xa9\r\nno");
	notices_refusal(&s->config, &s->report, &s->out);
	test_same("hostile", buf_str(&s->out),
	    "Not sent by the council's mail check: 100  caf???no. Reference " ID
	    ". Please ask Democratic Services, 01632 960123");
	buf_reset(&s->out);
	memset(huge, 'x', sizeof huge);
	huge[sizeof huge - 1] = '\0';
	found.title = huge;
	s->config.set.council_contact = huge;
	notices_refusal(&s->config, &s->report, &s->out);
	assert_int_equal(s->out.len, 400);
}

/* A template with a mistake stops the start, with file, line and column. */
static void
test_load_errors(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"sender-held.txt", NULL,
		":1:1: No such file or directory; expected a template for this "
		"notice"},
	    {"sender-held.txt", "Hello\n\nx",
		":1:1: the file does not begin with a subject; expected "
		"'Subject: …' and an empty line"},
	    {"sender-held.txt", "Subject: x\nno empty line\n",
		":1:1: the file does not begin with a subject; expected "
		"'Subject: …' and an empty line"},
	    {"sender-held.txt", "Subject: x\n\na\n {{wrong}}\n",
		":4:2: unknown slot 'wrong'; known: council, "},
	    /* Content may not get into officers' mail by an edit. */
	    {"officer-held.txt", "Subject: {{subject}}\n\n",
		"unknown slot 'subject'; known: "},
	};
	char folder[] = "/tmp/probity-notices-XXXXXX", path[128];
	struct setting *s = *state;
	struct buf err = BUF_MAX(4000);
	struct notices *n;
	FILE *f;
	size_t i;

	assert_non_null(mkdtemp(folder));
	s->config.set.notices_dir = folder;
	for (i = 0; i < COUNT(cases); i++) {
		buf_reset(&err);
		snprintf(path, sizeof path, "%s/sender-held.txt", folder);
		if (cases[i].text != NULL && (f = fopen(path, "w")) != NULL) {
			fputs("Subject: x\r\n\r\ny\r\n", f);
			fclose(f);
		}
		snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
		if (cases[i].text != NULL && (f = fopen(path, "w")) != NULL) {
			fputs(cases[i].text, f);
			fclose(f);
		}
		n = notices_load(&s->config, &err);
		assert_null(n);
		if (strncmp(buf_str(&err), path, strlen(path)) != 0 ||
		    strstr(buf_str(&err), cases[i].want) == NULL)
			fail_msg("got %s", buf_str(&err));
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/sender-held.txt", folder);
	unlink(path);
	rmdir(folder);
	buf_free(&err);
}

/* What does not fit is told. */
static void
test_full(void **state)
{
	struct setting *s = *state;
	struct buf small = BUF_MAX(1000);

	assert_int_equal(notices_sender_held(&s->notice, &small), -1);
	buf_free(&small);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_sender_held),
	    TEST(test_subject_with_finding),
	    TEST(test_hidden),
	    TEST(test_name_with_finding),
	    TEST(test_trouble),
	    TEST(test_officer_held),
	    TEST(test_officer_recipients),
	    TEST(test_discarded),
	    TEST(test_null_sender),
	    TEST(test_hostile),
	    TEST(test_long_subject),
	    TEST(test_many),
	    TEST(test_returned),
	    TEST(test_returned_large),
	    TEST(test_genuine),
	    TEST(test_officers),
	    TEST(test_refusal),
	    TEST(test_load_errors),
	    TEST(test_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
