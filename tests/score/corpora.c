/* SPDX-License-Identifier: MIT
 *
 * corpora.c - messages that are not in tests/score, as trials.
 *
 * BUGS: whether a document's words were all read is not measured here, only
 * that there is a report.
 */
#include "score/corpora.h"

#include <dirent.h>
#include <err.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/test.h"

#include "base/fd.h"
#include "base/limits.h"

#define OUTSIDE "reader@outside.example"
#define HEAD                                                       \
	"From: Cllr A Price <ann.price@town.example>\n"            \
	"To: " OUTSIDE "\nDate: Wed, 29 Apr 2026 12:00:00 +0000\n" \
	"MIME-Version: 1.0\n"
#define PLAIN                                       \
	"Content-Type: text/plain; charset=utf-8\n" \
	"Content-Transfer-Encoding: 8bit\n\n"

static bool
absent(const char *path)
{
	printf("%s: absent, skipped\n", path);
	return false;
}

static void
settle(struct trial *t)
{
	if (t->to.n == 0)
		strlist_add(&t->to, OUTSIDE);
	if (t->to.n == 0 || buf_failed(&t->message))
		errx(1, "%s: too long", t->name);
}

/* Calls each(path, name, arg) for the files of a folder, in order. */
static bool
each_file(const char *folder,
    void (*each)(const char *path, const char *name, void *arg), void *arg)
{
	struct dirent **names;
	char path[4096];
	int n = scandir(folder, &names, NULL, alphasort), i;

	if (n < 0)
		return absent(folder);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			each(path, names[i]->d_name, arg);
		free(names[i]);
	}
	free(names);
	return true;
}

struct into {
	struct trials *out;
	enum set set;
};

static void
add_message(const char *path, const char *name, void *arg)
{
	struct into *into = arg;
	struct trial *t = trials_add(into->out, into->set, name);

	if (fd_read_file(path, &t->message) < 0)
		err(1, "%s", path);
	settle(t);
}

bool
corpora_messages(const char *folder, enum set set, struct trials *out)
{
	struct into into = {.out = out, .set = set};

	return each_file(folder, add_message, &into);
}

static void
add_base64(struct buf *b, const unsigned char *data, size_t len)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits;
	size_t i, n;

	for (i = 0; i < len; i += 3) {
		n = len - i < 3 ? len - i : 3;
		bits = (unsigned)data[i] << 16;
		if (n > 1)
			bits |= (unsigned)data[i + 1] << 8;
		if (n > 2)
			bits |= data[i + 2];
		buf_addc(b, letters[bits >> 18]);
		buf_addc(b, letters[bits >> 12 & 63]);
		buf_addc(b, n > 1 ? letters[bits >> 6 & 63] : '=');
		buf_addc(b, n > 2 ? letters[bits & 63] : '=');
		if (i / 3 % 19 == 18)
			buf_addc(b, '\n');
	}
}

static void
add_document(const char *path, const char *name, void *arg)
{
	struct trials *out = arg;
	struct trial *t;
	struct buf file = BUF_MAX(LIMIT_MESSAGE_BYTES);

	if (strcmp(name, "expected.tsv") == 0)
		return;
	if (fd_read_file(path, &file) < 0)
		err(1, "%s", path);
	t = trials_add(out, SET_DOCS, name);
	buf_adds(&t->message,
	    HEAD "Content-Type: multipart/mixed; boundary=\"part\"\n\n"
		 "--part\n" PLAIN "As attached.\n--part\n");
	buf_addf(&t->message,
	    "Content-Type: application/octet-stream; name=\"%s\"\n"
	    "Content-Disposition: attachment; filename=\"%s\"\n"
	    "Content-Transfer-Encoding: base64\n\n",
	    name, name);
	add_base64(
	    &t->message, (const unsigned char *)buf_str(&file), file.len);
	buf_adds(&t->message, "\n--part--\n");
	buf_free(&file);
	settle(t);
}

bool
corpora_documents(const char *folder, struct trials *out)
{
	return each_file(folder, add_document, out);
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
	    {"uk_utr_format", "His unique taxpayer reference, UTR %s."},
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

/* Takes a line off *at; NULL at the end. */
static char *
take_line(char **at)
{
	char *line = strsep(at, "\n");

	return line != NULL && *line != '\0' ? line : NULL;
}

static void
add_identifier(struct trials *out, const char *id, const char *kind, bool valid)
{
	const char *sentence = sentence_of(kind), *gap;
	struct trial *t;

	if (sentence == NULL)
		return;
	gap = strstr(sentence, "%s");
	t = trials_add(out, SET_IDS, id);
	t->kind = strdup(kind);
	t->guilty = valid;
	buf_adds(&t->message, HEAD PLAIN "Hello,\n\n");
	buf_add(&t->message, sentence, (size_t)(gap - sentence));
	buf_addf(&t->message, "%s%s\n", id, gap + 2);
	settle(t);
}

bool
corpora_identifiers(const char *path, struct trials *out)
{
	struct buf text = BUF_MAX(KIB * KIB);
	char *copy, *at, *line, *id, *kind;

	if (fd_read_file(path, &text) < 0)
		return absent(path);
	copy = at = buf_take(&text);
	while ((line = take_line(&at)) != NULL) {
		id = strsep(&line, "\t");
		kind = strsep(&line, "\t");
		if (line != NULL)
			add_identifier(
			    out, id, kind, strncmp(line, "yes", 3) == 0);
	}
	free(copy);
	return true;
}

static void
add_comment(struct trials *out, const char *path, const char *line)
{
	json_t *root = json_loads(line, 0, NULL);
	const char *id, *text, *label;
	struct trial *t;

	if (json_unpack(root, "{s:s, s:s, s:s}", "id", &id, "text", &text,
		"label", &label) < 0)
		errx(1, "%s: expected id, text and label", path);
	t = trials_add(out, SET_CONDUCT, id);
	t->guilty = strcmp(label, "toxic") == 0;
	buf_addf(&t->message, HEAD PLAIN "%s\n", text);
	settle(t);
	json_decref(root);
}

bool
corpora_comments(const char *path, struct trials *out)
{
	struct buf text = BUF_MAX(KIB * KIB);
	char *copy, *at, *line;

	if (fd_read_file(path, &text) < 0)
		return absent(path);
	copy = at = buf_take(&text);
	while ((line = take_line(&at)) != NULL)
		add_comment(out, path, line);
	free(copy);
	return true;
}

/* The value of a line "WORD: VALUE" of a .want file, to be freed; or NULL. */
static char *
wanted(const char *want, const char *word)
{
	size_t n = strlen(word);
	const char *at;

	for (at = want; at != NULL && *at != '\0';
	     at = strchr(at, '\n'), at += at != NULL) {
		if (strncmp(at, word, n) != 0 || at[n] != ':')
			continue;
		at += n + 1;
		at += strspn(at, " ");
		return strndup(at, strcspn(at, "\n"));
	}
	return NULL;
}

static void
take_recipients(char *list, struct strlist *out)
{
	char *one;

	while ((one = strsep(&list, ", ")) != NULL)
		if (*one != '\0')
			strlist_add(out, one);
}

static void
add_sample(const char *path, const char *name, void *arg)
{
	struct trials *out = arg;
	size_t n = strlen(path);
	struct buf want = BUF_MAX(KIB * 64);
	char want_path[4096], *to, *action;
	struct trial *t;

	if (n < 4 || strcmp(path + n - 4, ".eml") != 0)
		return;
	snprintf(want_path, sizeof want_path, "%.*swant", (int)n - 3, path);
	if (fd_read_file(want_path, &want) < 0)
		err(1, "%s", want_path);
	to = wanted(buf_str(&want), "to");
	action = wanted(buf_str(&want), "action");
	if (action != NULL) {
		t = trials_add(out, SET_SAMPLES, name);
		if (action_parse(action, &t->limit) < 0 ||
		    fd_read_file(path, &t->message) < 0)
			errx(1, "%s cannot be understood", path);
		t->guilty = t->limit > ACTION_PASS;
		take_recipients(to, &t->to);
		settle(t);
	}
	free(to);
	free(action);
	buf_free(&want);
}

bool
corpora_samples(const char *folder, struct trials *out)
{
	return each_file(folder, add_sample, out);
}
