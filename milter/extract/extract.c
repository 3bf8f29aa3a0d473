/* SPDX-License-Identifier: MIT
 *
 * extract.c - from a parsed message, or a bare document, to texts with places.
 */
#include "extract/extract.h"

#include <string.h>

#include "extract/cms.h"
#include "extract/document.h"
#include "extract/documents.h"
#include "extract/html.h"
#include "extract/messages.h"
#include "extract/pdf.h"
#include "extract/unpack.h"
#include "extract/xml.h"
#include "parse/charset.h"
#include "parse/mail.h"

int
extract_init(void)
{
	html_init();
	xml_init();
	pdf_init();
	if (unpack_init() < 0 || cms_init() < 0)
		return -1;
	return mail_init();
}

int
extract_mail(struct mail *m, struct texts *out)
{
	return messages_read(m, out);
}

int
extract_document(
    const char *name, const char *data, size_t len, struct texts *out)
{
	struct document d = {.part = "1",
	    .name = name,
	    .where = "",
	    .zone = ZONE_ATTACHMENT,
	    .enclosed = true};
	enum document_kind kind =
	    document_kind(&d, data, len < DOCUMENT_HEAD ? len : DOCUMENT_HEAD);

	if (kind == DOCUMENT_MESSAGE)
		return messages_enclosed("1", "", 1, data, len, out);
	return documents_read(&d, kind, 0, data, len, out);
}

int
extract_line(const char *data, size_t len, struct texts *out)
{
	struct buf scratch = BUF_MAX(4 * len + 65536);
	struct charset_text t;
	int rc = charset_decode(NULL, data, len, &scratch, &t);

	if (rc == 0) {
		texts_add(out, ZONE_AUTHORED, "1", "line", t.data, t.len);
		rc = out->failed ? -1 : 0;
	}
	buf_free(&scratch);
	return rc;
}
