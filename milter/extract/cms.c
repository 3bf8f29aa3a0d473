/* SPDX-License-Identifier: MIT
 *
 * cms.c - S/MIME: what a signature is wrapped around (RFC 8551, RFC 5652).
 *
 * libcrypto takes DER and BER apart; nothing is verified or decrypted.
 */
#include "extract/cms.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* First: cms.h declares reading PEM only behind it. */
#include <openssl/pem.h>

#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include "extract/documents.h"
#include "extract/messages.h"

int
cms_init(void)
{
	const uint64_t options = OPENSSL_INIT_NO_LOAD_CONFIG |
				 OPENSSL_INIT_LOAD_CRYPTO_STRINGS |
				 OPENSSL_INIT_NO_ATEXIT;

	return OPENSSL_init_crypto(options, NULL) == 1 ? 0 : -1;
}

/* DER or BER; or either in PEM, or in base64 alone, as some gateways leave
 * it. */
static CMS_ContentInfo *
parse(const char *data, size_t len)
{
	CMS_ContentInfo *cms = NULL;
	BIO *in, *decoded;

	if (len > INT_MAX || (in = BIO_new_mem_buf(data, (int)len)) == NULL)
		return NULL;
	if (len > 0 && data[0] == 0x30)
		cms = d2i_CMS_bio(in, NULL);
	else if (len > 10 && memcmp(data, "-----BEGIN", 10) == 0)
		cms = PEM_read_bio_CMS(in, NULL, NULL, NULL);
	else if ((decoded = BIO_new(BIO_f_base64())) != NULL) {
		BIO_push(decoded, in);
		cms = d2i_CMS_bio(decoded, NULL);
		BIO_free(decoded);
	}
	BIO_free(in);
	ERR_clear_error();
	return cms;
}

/* Has it header fields of MIME, as what S/MIME signs has? */
static bool
is_entity(const char *data, size_t len)
{
	static const char field[] = "content-";

	return len > sizeof field &&
	       strncasecmp(data, field, sizeof field - 1) == 0;
}

static int
read_content(const struct document *d, size_t depth, const char *data,
    size_t len, struct texts *out)
{
	struct inside inside = {.name = d->name, .index = 1};
	char name[DOCUMENT_PLACE_MAX];
	size_t n = d->name != NULL ? strlen(d->name) : 0;

	if (is_entity(data, len))
		return messages_wrapped(d, depth + 1, data, len, out);
	/* "report.pdf.p7m" is report.pdf. */
	if (n > 4 && n < sizeof name &&
	    strcasecmp(d->name + n - 4, ".p7m") == 0) {
		memcpy(name, d->name, n - 4);
		name[n - 4] = '\0';
		inside.name = name;
	}
	return documents_inside(d, depth, &inside, data, len, out);
}

static int
read_signed(const struct document *d, size_t depth, CMS_ContentInfo *cms,
    struct texts *out)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);

	if (content == NULL)
		return document_unread(d, UNREAD_DAMAGED, out);
	/* A detached signature has none. */
	if (*content == NULL)
		return 0;
	return read_content(d, depth,
	    (const char *)ASN1_STRING_get0_data(*content),
	    (size_t)ASN1_STRING_length(*content), out);
}

/* Of data that cannot be taken apart: does it say that it is encrypted
 * (RFC 5652: enveloped data, encrypted data)? */
static bool
says_encrypted(const char *data, size_t len)
{
	static const char arc[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07";
	const char *p = memmem(data, len < 64 ? len : 64, arc, sizeof arc - 1);
	size_t at = p != NULL ? (size_t)(p - data) + sizeof arc - 1 : len;

	return at < len && (data[at] == 3 || data[at] == 6);
}

int
cms_read(const struct document *d, size_t depth, const char *data, size_t len,
    struct texts *out)
{
	CMS_ContentInfo *cms = parse(data, len);
	int rc;

	if (cms == NULL)
		return document_unread(d,
		    says_encrypted(data, len) ? UNREAD_ENCRYPTED
					      : UNREAD_DAMAGED,
		    out);
	switch (OBJ_obj2nid(CMS_get0_type(cms))) {
	case NID_pkcs7_signed:
	case NID_pkcs7_data:
		rc = read_signed(d, depth, cms, out);
		break;
	case NID_pkcs7_enveloped:
	case NID_pkcs7_encrypted:
	case NID_id_smime_ct_authEnvelopedData:
		rc = document_unread(d, UNREAD_ENCRYPTED, out);
		break;
	default:
		rc = document_unread(d, UNREAD_UNSUPPORTED, out);
		break;
	}
	CMS_ContentInfo_free(cms);
	return rc;
}
