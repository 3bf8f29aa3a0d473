/* SPDX-License-Identifier: MIT
 *
 * pairs.c - a document as the only attachment of a member's mail.
 */
#include "documents/pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "lib/test.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/limits.h"
#include "base/strlist.h"
#include "report/report.h"

#define LINE 76 /* RFC 2045 6.8 */

/* Base64 in lines. */
static void
add_encoded(const struct buf *file, struct buf *mail)
{
	size_t size = sodium_base64_ENCODED_LEN(
	    file->len, sodium_base64_VARIANT_ORIGINAL);
	char *text = malloc(size);
	size_t len, at;

	assert_non_null(text);
	sodium_bin2base64(text, size, (const unsigned char *)buf_str(file),
	    file->len, sodium_base64_VARIANT_ORIGINAL);
	len = strlen(text);
	for (at = 0; at < len; at += LINE)
		buf_addf(mail, "%.*s\r\n", LINE, text + at);
	free(text);
}

struct report *
pairs_ask(struct asking *a, const char *path, const char *name)
{
	struct buf file = BUF_MAX(LIMIT_MESSAGE_BYTES);
	struct buf mail = BUF_MAX(2 * LIMIT_MESSAGE_BYTES);
	struct strlist to = {0};
	struct report *r;

	if (fd_read_file(path, &file) < 0)
		fail_msg("%s cannot be read", path);
	buf_addf(&mail,
	    "From: member@town.example\r\nTo: someone@outside.example\r\n"
	    "Subject: papers\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	    "--b\r\nContent-Type: text/plain\r\n\r\n"
	    "The papers you asked for.\r\n"
	    "--b\r\nContent-Type: application/octet-stream; name=\"%s\"\r\n"
	    "Content-Disposition: attachment; filename=\"%s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n",
	    name, name);
	add_encoded(&file, &mail);
	buf_adds(&mail, "--b--\r\n");
	assert_false(buf_failed(&mail));
	assert_int_equal(strlist_add(&to, "someone@outside.example"), 0);
	r = asking_about(a, path, buf_str(&mail), mail.len, &to);
	strlist_free(&to);
	buf_free(&file);
	buf_free(&mail);
	return r;
}
