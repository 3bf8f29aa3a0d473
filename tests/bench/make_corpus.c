/* SPDX-License-Identifier: MIT
 *
 * make_corpus.c - makes the bench's messages: invented council mail.
 *
 *   make_corpus DIR [COUNT]
 *
 * Writes COUNT messages (default 500) as DIR/00001-kind.eml and so on, and
 * prints one line about their sizes.  The same COUNT gives the same bytes on
 * every machine.  Kinds and sizes follow what was measured of real
 * council mail: half are below about 10 KB, the mean is about 86 KB
 * because a few carry large attachments; one in eight carries one, one in ten
 * is a long thread.
 *
 * All names, addresses and numbers are invented or of reserved ranges.
 *
 * BUGS: the prose is words in random order, with fewer different words than
 * people use; attachments other than CSV are random bytes, so reading them as
 * documents measures nothing.
 */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

#define MESSAGE_MAX (16u << 20)
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* --- chance ----------------------------------------------------------- */

/* xorshift64*: small, and the same everywhere. */
static uint64_t chance_state = 0x9e3779b97f4a7c15u;

static uint64_t
chance(void)
{
	chance_state ^= chance_state >> 12;
	chance_state ^= chance_state << 25;
	chance_state ^= chance_state >> 27;
	return chance_state * 0x2545f4914f6cdd1du;
}

static unsigned
below(unsigned n)
{
	return (unsigned)(chance() >> 33) % n;
}

/* A size between low and high, every order of magnitude alike often. */
static size_t
size_between(size_t low, size_t high)
{
	double u = (double)below(10000) / 10000;

	return (size_t)((double)low * exp(u * log((double)high / (double)low)));
}

#define PICK(a) ((a)[below(COUNT(a))])

/* --- words ------------------------------------------------------------ */

static const char *const words[] = {"the", "the", "the", "of", "and", "to",
    "in", "a", "for", "on", "is", "that", "with", "at", "by", "we", "our", "it",
    "this", "be", "will", "from", "as", "have", "not", "are", "but", "council",
    "committee", "meeting", "agenda", "minutes", "report", "officer", "member",
    "ward", "resident", "street", "road", "lane", "green", "park", "library",
    "hall", "market", "school", "bridge", "river", "hedge", "verge", "footpath",
    "pavement", "lamp", "light", "drain", "gully", "bin", "recycling",
    "collection", "allotment", "cemetery", "playground", "bench", "planning",
    "application", "building", "roof", "wall", "fence", "garage", "parking",
    "permit", "traffic", "speed", "sign", "crossing", "bus", "timetable",
    "budget", "precept", "invoice", "grant", "quotation", "contract", "tender",
    "repair", "survey", "consultation", "petition", "letter", "reply",
    "question", "answer", "concern", "complaint", "idea", "proposal",
    "decision", "vote", "motion", "amendment", "policy", "plan", "tree",
    "flood", "water", "snow", "grit", "event", "fair", "parade", "choir",
    "volunteer", "warden", "clerk", "mayor", "deputy", "treasurer", "morning",
    "afternoon", "evening", "Monday", "Tuesday", "Thursday", "January", "March",
    "October", "November", "week", "month", "year", "please", "thank",
    "confirm", "attach", "forward", "arrange", "discuss", "agree", "visit",
    "inspect", "paint", "mend", "clear", "open", "close", "new", "old", "next",
    "last", "early", "late", "small", "large", "local", "public", "quiet",
    "busy", "wet", "dry", "broken", "ready", "possible", "caf\303\251",
    "na\303\257ve", "\302\243250", "2026", "12", "40"};

static const char *const names[] = {"Anna Hargreaves", "Dai Probert",
    "Farah Iqbal", "George Whitlock", "Ingrid Olsen", "Joseph Adeyemi",
    "Kathleen Byrne", "Mohan Pillai", "Nia Llewellyn", "Oliver Stubbs",
    "Priya Raman", "Roy Featherstone", "Sian Pritchard", "Tom Akehurst"};

/* What rules look for, at about the rate that a council's mail has it. */
static const char *const planted[] = {
    "Her number is 01632 960123 after six.",
    "Ring me on 07700 900456 if the gate is locked.",
    "His NI number is MW 00 00 00 A, as the form asks.",
    "The NHS number on the letter was 999 123 4560.",
    "Write to 14 Orchard Lane, Town, ZZ99 3VZ.",
    "NOT FOR PUBLICATION by virtue of paragraph 3 of Schedule 12A.",
    "This is confidential until the meeting.",
    "Her date of birth is 4 May 1961.",
    "You can reach the hall at bookings@hall.example.",
    "Vote for the best garden by Friday.",
};

static void
add_sentence(struct buf *b)
{
	unsigned i, n = 6 + below(14);
	size_t start = b->len;

	if (below(60) == 0) {
		buf_adds(b, PICK(planted));
		return;
	}
	for (i = 0; i < n; i++)
		buf_addf(b, "%s%s", i ? " " : "",
		    below(40) == 0 ? PICK(names) : PICK(words));
	if (!buf_failed(b) && b->data[start] >= 'a' && b->data[start] <= 'z')
		b->data[start] -= 'a' - 'A';
	buf_addc(b, '.');
}

/* A paragraph on one line; `wrap` breaks it as a mail program would. */
static void
add_paragraph(struct buf *b, const char *before, bool wrap)
{
	struct buf p = BUF_MAX(1u << 16);
	size_t i, column = 0;
	unsigned n;

	for (n = 2 + below(5); n > 0; n--) {
		add_sentence(&p);
		buf_addc(&p, ' ');
	}
	buf_adds(b, before);
	for (i = 0; i < p.len; i++, column++) {
		if (wrap && p.data[i] == ' ' && column > 66) {
			buf_addf(b, "\n%s", before);
			column = 0;
		} else {
			buf_addc(b, p.data[i]);
		}
	}
	buf_adds(b, "\n");
	buf_free(&p);
}

static void
add_prose(struct buf *b, size_t bytes, const char *before)
{
	size_t start = b->len;

	while (b->len - start < bytes && !buf_failed(b)) {
		add_paragraph(b, before, true);
		buf_addf(b, "%s\n", before);
	}
}

static void
add_signature(struct buf *b, const char *name)
{
	buf_addf(b,
	    "Kind regards,\n%s\nTown Council, The Hall, High Street\n"
	    "Tel 01632 960%03u | www.town.example\n\n"
	    "This e-mail is confidential and intended for the addressee "
	    "only. If you have\nreceived it in error please tell us and "
	    "delete it.\n",
	    name, below(1000));
}

/* --- encodings -------------------------------------------------------- */

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
add_base64(struct buf *b, const void *data, size_t len)
{
	const unsigned char *p = data;
	char four[4];
	uint32_t v;
	size_t i;

	for (i = 0; i < len; i += 3) {
		v = (uint32_t)p[i] << 16;
		v |= i + 1 < len ? (uint32_t)p[i + 1] << 8 : 0;
		v |= i + 2 < len ? p[i + 2] : 0;
		four[0] = base64_digits[v >> 18];
		four[1] = base64_digits[v >> 12 & 63];
		four[2] = i + 1 < len ? base64_digits[v >> 6 & 63] : '=';
		four[3] = i + 2 < len ? base64_digits[v & 63] : '=';
		buf_add(b, four, 4);
		if (i / 3 % 19 == 18)
			buf_addc(b, '\n');
	}
	buf_addc(b, '\n');
}

static void
add_quoted_printable(struct buf *b, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t i, column = 0;

	for (i = 0; i < len; i++) {
		if (p[i] != '\n' && column > 70) {
			buf_adds(b, "=\n");
			column = 0;
		}
		if (p[i] == '\n') {
			buf_addc(b, '\n');
			column = 0;
		} else if (p[i] == '=' || p[i] >= 0x7f ||
			   (p[i] == ' ' && i + 1 < len && p[i + 1] == '\n')) {
			buf_addf(b, "=%02X", p[i]);
			column += 3;
		} else {
			buf_addc(b, (char)p[i]);
			column++;
		}
	}
}

/* The few characters beyond ASCII in the words, as one byte each. */
static void
to_latin1(struct buf *b)
{
	unsigned char *p = (unsigned char *)b->data;
	size_t in, out = 0;

	for (in = 0; in < b->len; in++)
		if (p[in] >= 0xc2 && p[in] <= 0xc3 && in + 1 < b->len) {
			p[out++] = (unsigned char)((p[in] & 3) << 6 |
						   (p[in + 1] & 0x3f));
			in++;
		} else {
			p[out++] = p[in];
		}
	b->len = out;
	b->data[out] = '\0';
}

/* A text part, in one of the ways mail programs write one. */
static void
add_text_part(struct buf *b, const char *subtype, struct buf *text)
{
	unsigned how = below(10);
	const char *charset = how == 0   ? "windows-1252"
			      : how == 1 ? "iso-8859-1"
					 : "utf-8";
	const char *encoding = how < 6   ? "quoted-printable"
			       : how < 7 ? "base64"
					 : "8bit";

	buf_addf(b,
	    "Content-Type: text/%s; charset=%s\n"
	    "Content-Transfer-Encoding: %s\n\n",
	    subtype, charset, encoding);
	if (how < 2)
		to_latin1(text);
	if (how < 6)
		add_quoted_printable(b, text->data, text->len);
	else if (how < 7)
		add_base64(b, text->data, text->len);
	else
		buf_add(b, text->data, text->len);
}

/* --- kinds of message ------------------------------------------------- */

static void
text_only(struct buf *b, size_t bytes, const char *name)
{
	struct buf text = BUF_MAX(MESSAGE_MAX);

	buf_adds(&text, "Good morning,\n\n");
	add_prose(&text, bytes, "");
	add_signature(&text, name);
	add_text_part(b, "plain", &text);
	buf_free(&text);
}

static void
add_html(struct buf *b, size_t bytes)
{
	size_t start = b->len;

	buf_adds(b, "<html><head><meta charset=\"utf-8\"><style>\n"
		    "p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; "
		    "font-family:\"Calibri\",sans-serif;}\n"
		    "</style></head><body lang=\"EN-GB\">\n");
	while (b->len - start < bytes && !buf_failed(b)) {
		buf_adds(b,
		    "<p class=\"MsoNormal\"><span style=\"font-size:11.0pt;"
		    "font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D"
		    "\">");
		add_paragraph(b, "", false);
		buf_adds(b, "<o:p></o:p></span></p>\n");
		if (below(4) == 0)
			buf_adds(b, "<table><tr><td>Item &amp; cost</td>"
				    "<td>&pound;40</td></tr></table>\n");
	}
	buf_adds(b, "</body></html>\n");
}

static void
text_and_html(struct buf *b, size_t bytes, const char *name)
{
	struct buf text = BUF_MAX(MESSAGE_MAX), html = BUF_MAX(MESSAGE_MAX);

	add_prose(&text, bytes / 4, "");
	add_signature(&text, name);
	add_html(&html, bytes / 2);
	buf_adds(b, "Content-Type: multipart/alternative; boundary=\"=alt\"\n"
		    "\n--=alt\n");
	add_text_part(b, "plain", &text);
	buf_adds(b, "\n--=alt\n");
	add_text_part(b, "html", &html);
	buf_adds(b, "\n--=alt--\n");
	buf_free(&text);
	buf_free(&html);
}

/* Replies below replies, each quoted once more and signed again. */
static void
thread(struct buf *b, size_t bytes, const char *name)
{
	struct buf text = BUF_MAX(MESSAGE_MAX);
	char quote[32] = "";
	size_t depth;

	add_prose(&text, 600, "");
	add_signature(&text, name);
	for (depth = 1; text.len < bytes; depth++) {
		buf_addf(&text, "\n%sOn %u March 2026 %s wrote:\n", quote,
		    1 + below(28), PICK(names));
		if (depth < 8)
			strncat(quote, "> ", sizeof quote - strlen(quote) - 1);
		add_prose(&text, 400 + below(3000), quote);
	}
	add_text_part(b, "plain", &text);
	buf_free(&text);
}

static void
add_random_bytes(struct buf *b, size_t bytes)
{
	uint64_t r;

	while (b->len < bytes && !buf_failed(b)) {
		r = chance();
		buf_add(b, &r, sizeof r);
	}
}

static void
add_rows(struct buf *b, size_t bytes)
{
	unsigned n;

	buf_adds(b, "No,Name,Street,Ward,Item,Cost\n");
	for (n = 1; b->len < bytes && !buf_failed(b); n++)
		buf_addf(b, "%u,%s,%u %s street,%s,%s,%u.00\n", n, PICK(names),
		    1 + below(90), PICK(words), PICK(words), PICK(words),
		    below(900));
}

static const struct {
	const char *type;
	const char *name;
	void (*fill)(struct buf *b, size_t bytes);
	size_t most;
} attachments[] = {
    {"application/pdf", "agenda.pdf", add_random_bytes, MESSAGE_MAX},
    {"image/jpeg", "photo.jpg", add_random_bytes, MESSAGE_MAX},
    {"application/vnd.openxmlformats-officedocument."
     "wordprocessingml.document",
	"minutes.docx", add_random_bytes, MESSAGE_MAX},
    {"text/csv", "works.csv", add_rows, 60000},
};

static void
attachment(struct buf *b, size_t bytes, const char *name)
{
	struct buf data = BUF_MAX(MESSAGE_MAX);
	size_t which = below(COUNT(attachments));
	size_t size = bytes * 3 / 4 < attachments[which].most
			  ? bytes * 3 / 4
			  : attachments[which].most;

	buf_adds(b, "Content-Type: multipart/mixed; boundary=\"=mixed\"\n"
		    "\n--=mixed\n");
	if (below(2) == 0)
		text_only(b, 1500, name);
	else
		text_and_html(b, 12000, name);
	attachments[which].fill(&data, size);
	buf_addf(b,
	    "\n--=mixed\nContent-Type: %s\n"
	    "Content-Disposition: attachment; filename=\"%s\"\n"
	    "Content-Transfer-Encoding: base64\n\n",
	    attachments[which].type, attachments[which].name);
	add_base64(b, data.data, data.len);
	buf_adds(b, "\n--=mixed--\n");
	buf_free(&data);
}

/* In every hundred messages `share` are of a kind. */
static const struct kind {
	const char *name;
	unsigned share;
	size_t low, high;
	void (*make)(struct buf *b, size_t bytes, const char *name);
} kinds[] = {
    {"text", 42, 400, 12000, text_only},
    {"html", 35, 8000, 60000, text_and_html},
    {"thread", 10, 30000, 160000, thread},
    {"attachment", 13, 26000, 3100000, attachment},
};

static const struct kind *
pick_kind(void)
{
	unsigned at = below(100);
	size_t i;

	for (i = 0; at >= kinds[i].share; i++)
		at -= kinds[i].share;
	return &kinds[i];
}

static void
add_headers(struct buf *b, unsigned n, const char *name)
{
	unsigned i;

	buf_addf(b,
	    "Received: from pc%u.town.example (pc%u.town.example [192.0.2.%u])"
	    "\n\tby mail.town.example with ESMTPSA id BENCH%05u;\n"
	    "\tMon, 02 Nov 2026 10:00:00 +0000\n",
	    n % 40, n % 40, 1 + n % 250, n);
	/* load's envelope sender: another would be a finding. */
	buf_addf(b, "From: %s <anna@town.example>\n", name);
	buf_addf(b, "To: %s <person%u@example.org>", PICK(names), n);
	for (i = below(4); i > 0; i--)
		buf_addf(b, ",\n %s <officer%u@town.example>", PICK(names), i);
	buf_addf(b, "\nSubject: %s%s %s %s\n",
	    below(3) ? "" : "Re: ", PICK(words), PICK(words), PICK(words));
	buf_addf(b,
	    "Date: Mon, 02 Nov 2026 10:%02u:%02u +0000\n"
	    "Message-ID: <%u.%08x@town.example>\n",
	    n / 60 % 60, n % 60, n, (unsigned)(chance() >> 32));
	if (below(3) == 0)
		buf_addf(b,
		    "In-Reply-To: <%u@example.org>\n"
		    "References: <%u@example.org>\n",
		    n, n);
	buf_adds(b, "User-Agent: Bench 1.0\nMIME-Version: 1.0\n");
}

static void
write_message(
    const char *dir, unsigned n, const char *kind, const struct buf *b)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%05u-%s.eml", dir, n, kind);
	f = fopen(path, "w");
	if (buf_failed(b) || f == NULL ||
	    fwrite(b->data, 1, b->len, f) != b->len || fclose(f) != 0) {
		fprintf(stderr, "make_corpus: %s: %s\n", path, strerror(errno));
		exit(1);
	}
}

static int
by_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

int
main(int argc, char **argv)
{
	unsigned n,
	    count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 500;
	size_t *sizes = calloc(count ? count : 1, sizeof *sizes), total = 0;
	struct buf b = BUF_MAX(MESSAGE_MAX);
	const struct kind *kind;
	const char *name;

	if (argc < 2 || argc > 3 || count == 0 || sizes == NULL) {
		fputs("usage: make_corpus DIR [COUNT]\n", stderr);
		return 2;
	}
	mkdir(argv[1], 0755);
	for (n = 0; n < count; n++) {
		buf_reset(&b);
		kind = pick_kind();
		name = PICK(names);
		add_headers(&b, n, name);
		kind->make(&b, size_between(kind->low, kind->high), name);
		write_message(argv[1], n + 1, kind->name, &b);
		sizes[n] = b.len;
		total += b.len;
	}
	qsort(sizes, count, sizeof *sizes, by_size);
	printf("%u messages, %.1f MB, mean %.1f KB, p50 %.1f KB, p90 %.1f KB, "
	       "p99 %.1f KB\n",
	    count, (double)total / 1e6, (double)total / count / 1e3,
	    (double)sizes[count / 2] / 1e3, (double)sizes[count * 9 / 10] / 1e3,
	    (double)sizes[count * 99 / 100] / 1e3);
	buf_free(&b);
	free(sizes);
	return 0;
}
