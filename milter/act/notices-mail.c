/* SPDX-License-Identifier: MIT
 *
 * notices-mail.c - templates of notices, and the headers and text made of them.
 *
 * A kind is a row of the table below: its template file, what the template may
 * name, and how the mail calls itself (RFC 3834).
 */
#include "act/notices-mail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "act/mime.h"
#include "act/notices-facts.h"
#include "act/notices.h"
#include "base/address.h"
#include "base/fd.h"
#include "base/limits.h"
#include "config/config.h"
#include "report/report.h"

/* Larger than any address that a command can carry. */
#define ADDRESS_TEXT_MAX 2048

static const struct {
	const char *file;
	const struct template_slot *known;
	const char *auto_submitted;
	bool to_sender;
} kinds[] = {
    [NOTICES_SENDER_HELD] = {"sender-held.txt", notices_facts_sender,
	"auto-generated", true},
    [NOTICES_OFFICER_HELD] = {"officer-held.txt", notices_facts_officer,
	"auto-generated", false},
    [NOTICES_OFFICER_NOTIFY] = {"officer-notify.txt", notices_facts_officer,
	"auto-generated", false},
    [NOTICES_DISCARDED] = {"discarded.txt", notices_facts_decided,
	"auto-replied", true},
    [NOTICES_RETURNED] = {"returned.txt", notices_facts_decided, "auto-replied",
	true},
};

struct notices {
	struct {
		struct template *subject, *text;
	} v[NOTICES_KINDS];
};

/* A template file is "Subject: …", an empty line, and the text. */
static int
parse_file(struct notices *n, enum notices_kind kind, const char *path,
    const struct buf *file, struct buf *ret_err)
{
	static const char start[] = "Subject: ";
	const char *data = buf_str(file);
	const char *line_end = strchr(data, '\n');
	struct template_source s = {
	    .name = path, .line = 1, .known = kinds[kind].known};

	if (strncmp(data, start, strlen(start)) != 0 || line_end == NULL ||
	    line_end[1 + strspn(line_end + 1, "\r")] != '\n') {
		buf_addf(ret_err,
		    "%s:1:1: the file does not begin with a "
		    "subject; expected 'Subject: …' and an empty line",
		    path);
		return -1;
	}
	s.data = data + strlen(start);
	s.len = (size_t)(line_end - s.data);
	s.context = TEMPLATE_HEADER;
	if ((n->v[kind].subject = template_parse(&s, ret_err)) == NULL)
		return -1;
	s.data = strchr(line_end + 1, '\n') + 1;
	s.len = file->len - (size_t)(s.data - data);
	s.line = 3;
	s.context = TEMPLATE_TEXT;
	n->v[kind].text = template_parse(&s, ret_err);
	return n->v[kind].text != NULL ? 0 : -1;
}

static int
load_kind(struct notices *n, enum notices_kind kind, const char *folder,
    struct buf *ret_err)
{
	struct buf path = BUF_MAX(4096), file = BUF_MAX(64 * KIB);
	int ret = -1;

	buf_addf(&path, "%s/%s", folder, kinds[kind].file);
	if (fd_read_file(buf_str(&path), &file) < 0)
		buf_addf(ret_err,
		    "%s:1:1: %s; expected a template for this "
		    "notice",
		    buf_str(&path), strerror(errno));
	else
		ret = parse_file(n, kind, buf_str(&path), &file, ret_err);
	buf_free(&path);
	buf_free(&file);
	return ret;
}

struct notices *
notices_load(const struct config *c, struct buf *ret_err)
{
	struct notices *n = calloc(1, sizeof *n);
	int kind;

	if (n == NULL) {
		buf_adds(ret_err, "out of memory");
		return NULL;
	}
	for (kind = 0; kind < NOTICES_KINDS; kind++) {
		if (load_kind(n, (enum notices_kind)kind, c->set.notices_dir,
			ret_err) < 0) {
			notices_free(n);
			return NULL;
		}
	}
	return n;
}

void
notices_free(struct notices *n)
{
	int kind;

	if (n == NULL)
		return;
	for (kind = 0; kind < NOTICES_KINDS; kind++) {
		template_free(n->v[kind].subject);
		template_free(n->v[kind].text);
	}
	free(n);
}

/* The MAC covers the mailbox, so that the header cannot be copied onto mail to
 * somebody else. */
static struct digest
header_mac(
    const unsigned char *key, const char *id, size_t id_len, const char *rcpt)
{
	struct digest_state s;
	struct digest fields;
	char lower[ADDRESS_TEXT_MAX];
	size_t i;

	for (i = 0; rcpt[i] != '\0' && i < sizeof lower; i++)
		lower[i] = rcpt[i] >= 'A' && rcpt[i] <= 'Z'
			       ? (char)(rcpt[i] + ('a' - 'A'))
			       : rcpt[i];
	digest_start(&s);
	digest_field(&s, "probity notice", 14);
	digest_field(&s, id, id_len);
	digest_field(&s, lower, i);
	fields = digest_end(&s);
	return digest_mac(key, fields.b, sizeof fields.b);
}

bool
notices_genuine(const unsigned char key[DIGEST_KEY_LEN], const char *value,
    const char *rcpt)
{
	struct digest mac;
	struct digest_hex hex;
	size_t id_len, i;
	unsigned differ = 0;

	value += strspn(value, " \t");
	id_len = strcspn(value, " ");
	if (value[id_len] != ' ' || strlen(rcpt) >= ADDRESS_TEXT_MAX)
		return false;
	mac = header_mac(key, value, id_len, rcpt);
	hex = digest_hex(&mac);
	value += id_len + 1;
	if (strspn(value, "0123456789abcdef") != sizeof hex.s - 1 ||
	    value[sizeof hex.s - 1 +
		  strspn(value + sizeof hex.s - 1, " \t\r\n")] != '\0')
		return false;
	for (i = 0; i < sizeof hex.s - 1; i++)
		differ |= (unsigned char)(value[i] ^ hex.s[i]);
	return differ == 0;
}

/* "Re" headers for the original, where its id is one we can repeat. */
static void
add_thread(const struct report *r, struct buf *out)
{
	const char *id = r->message_id, *s;

	if (id == NULL || *id != '<' || strlen(id) > 250)
		return;
	for (s = id; *s > ' ' && *s < 0x7f; s++)
		if (*s == '>' && s[1] == '\0')
			buf_addf(out, "In-Reply-To: %s\r\nReferences: %s\r\n",
			    id, id);
}

int
notices_mail_headers(const struct notice *n, enum notices_kind kind,
    const struct template_values *v, const char *to, struct buf *out)
{
	const struct settings *set = &n->config->set;
	struct buf subject = BUF_MAX(4096);
	struct digest mac;
	int ret = -1;

	if (template_fill(n->notices->v[kind].subject, v, &subject) < 0)
		goto end;
	mime_mailbox(out, "From", set->notice_from);
	mime_mailbox(out, "To", to);
	mime_header(out, "Subject", buf_str(&subject));
	mime_date(out, n->now);
	mime_message_id(out, address_domain(set->notice_from));
	if (kinds[kind].to_sender)
		add_thread(n->report, out);
	buf_addf(out, "Auto-Submitted: %s\r\n", kinds[kind].auto_submitted);
	mac = header_mac(n->key, n->report->id, strlen(n->report->id), to);
	buf_addf(out, NOTICES_HEADER ": %s %s\r\n", n->report->id,
	    digest_hex(&mac).s);
	ret = buf_adds(out, "MIME-Version: 1.0\r\n");
end:
	buf_free(&subject);
	return ret;
}

int
notices_mail_text(const struct notice *n, enum notices_kind kind,
    const struct template_values *v, struct buf *out)
{
	struct buf text = BUF_MAX(NOTICES_MAX), wrapped = BUF_MAX(NOTICES_MAX);
	int ret = -1;

	if (template_fill(n->notices->v[kind].text, v, &text) == 0 &&
	    mime_wrap(&wrapped, buf_str(&text)) == 0)
		ret = mime_text(out, buf_str(&wrapped), wrapped.len);
	buf_free(&text);
	buf_free(&wrapped);
	return ret;
}
