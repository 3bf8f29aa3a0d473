/* SPDX-License-Identifier: MIT
 *
 * test_cms.c - S/MIME: what was signed is read, what was encrypted is said to
 * be.
 */
#include "extract/cms.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/buf.h"
#include "extract/extract.h"
#include "extract/texts.h"
#include "lib/test.h"
#include "parse/mail.h"

#define ENTITY "Content-Type: text/plain\r\n\r\nSigned and sealed.\r\n"

static int
start(void **state)
{
	(void)state;
	return extract_init() < 0 || cms_init() < 0 ? -1 : 0;
}

/* The DER or, streamed, the BER of a CMS content around those words. */
static void
finish(CMS_ContentInfo *cms, BIO *in, int flags, struct buf *ret)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *data;
	long len;

	assert_non_null(cms);
	assert_int_equal(i2d_CMS_bio_stream(out, cms, in, flags), 1);
	len = BIO_get_mem_data(out, &data);
	assert_int_equal(buf_add(ret, data, (size_t)len), 0);
	BIO_free(out);
	BIO_free(in);
	CMS_ContentInfo_free(cms);
}

/* A certificate of nobody's, signed by its own key. */
static X509 *
make_certificate(EVP_PKEY *key)
{
	X509 *c = X509_new();
	X509_NAME *name = X509_get_subject_name(c);

	X509_set_version(c, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(c), 1);
	X509_gmtime_adj(X509_getm_notBefore(c), 0);
	X509_gmtime_adj(X509_getm_notAfter(c), 3600);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)"Pat Invented", -1, -1, 0);
	X509_set_issuer_name(c, name);
	X509_set_pubkey(c, key);
	assert_true(X509_sign(c, key, EVP_sha256()) > 0);
	return c;
}

static void
make_signed(const char *words, int flags, struct buf *ret)
{
	BIO *in = BIO_new_mem_buf(words, -1);
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = make_certificate(key);

	finish(CMS_sign(certificate, key, NULL, in, CMS_BINARY | flags), in,
	    CMS_BINARY | flags, ret);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static void
make_encrypted(struct buf *ret)
{
	static const unsigned char key[16];
	BIO *in = BIO_new_mem_buf(ENTITY, -1);

	finish(CMS_EncryptedData_encrypt(
		   in, EVP_aes_128_cbc(), key, sizeof key, CMS_BINARY),
	    in, CMS_BINARY, ret);
}

static const struct document attachment = {.part = "2",
    .name = "smime.p7m",
    .where = "",
    .zone = ZONE_ATTACHMENT,
    .enclosed = true};

static void
read_into(const struct document *d, const struct buf *b, struct texts *t)
{
	texts_init(t, 1 << 20);
	t->documents = true;
	assert_int_equal(cms_read(d, 0, buf_str(b), b->len, t), 0);
}

static bool
has(const struct texts *t, enum zone zone, const char *words)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].zone == zone && strstr(t->v[i].data, words) != NULL)
			return true;
	return false;
}

/* The entity within a signature is read, DER, BER, PEM or base64; in the
 * message's own body it is what the sender wrote. */
static void
test_signed(void **state)
{
	static const struct document body = {
	    .part = "1", .where = "", .zone = ZONE_AUTHORED};
	static const int flags[] = {0, CMS_STREAM};

	(void)state;
	for (size_t i = 0; i < COUNT(flags); i++) {
		struct buf b = BUF_MAX(1 << 16), text = BUF_MAX(1 << 16);
		struct texts t;
		char encoded[8192];

		make_signed(ENTITY, flags[i], &b);
		read_into(&attachment, &b, &t);
		assert_true(has(&t, ZONE_FORWARDED, "Signed and sealed."));
		assert_int_equal(t.nunread, 0);
		texts_free(&t);
		read_into(&body, &b, &t);
		assert_true(has(&t, ZONE_AUTHORED, "Signed and sealed."));
		texts_free(&t);

		EVP_EncodeBlock((unsigned char *)encoded,
		    (const unsigned char *)buf_str(&b), (int)b.len);
		for (size_t at = 0; at < strlen(encoded); at += 64)
			buf_addf(&text, "%.64s\n", encoded + at);
		read_into(&attachment, &text, &t);
		assert_true(has(&t, ZONE_FORWARDED, "Signed and sealed."));
		texts_free(&t);
		buf_free(&b);
		buf_free(&text);
	}
}

/* A document that was signed as it is keeps its name. */
static void
test_document(void **state)
{
	static const struct document d = {.part = "2",
	    .name = "rents.csv.p7m",
	    .where = "",
	    .zone = ZONE_ATTACHMENT,
	    .enclosed = true};
	struct buf b = BUF_MAX(1 << 16);
	struct texts t;

	(void)state;
	make_signed("Name,Rent\nPat Invented,90\n", 0, &b);
	read_into(&d, &b, &t);
	assert_int_equal(t.n, 2);
	assert_true(t.v[1].table);
	test_same("place", t.v[1].place, "rents.csv, inside rents.csv.p7m");
	texts_free(&t);
	buf_free(&b);
}

/* Encrypted is encrypted, damaged is damaged, a detached signature is neither;
 * cut anywhere it is never clean. */
static void
test_unread(void **state)
{
	struct buf b = BUF_MAX(1 << 16);
	struct texts t;

	(void)state;
	make_encrypted(&b);
	read_into(&attachment, &b, &t);
	assert_int_equal(t.nunread, 1);
	assert_int_equal(t.unread[0].why, UNREAD_ENCRYPTED);
	texts_free(&t);

	buf_reset(&b);
	make_signed(ENTITY, CMS_DETACHED, &b);
	read_into(&attachment, &b, &t);
	assert_int_equal(t.nunread, 0);
	texts_free(&t);

	buf_reset(&b);
	make_signed(ENTITY, 0, &b);
	for (size_t cut = 0; cut < b.len; cut++) {
		struct buf part = BUF_MAX(1 << 16);
		char *copy = malloc(cut + 1);

		assert_non_null(copy);
		memcpy(copy, buf_str(&b), cut);
		texts_init(&t, 1 << 20);
		t.documents = true;
		assert_int_equal(cms_read(&attachment, 0, copy, cut, &t), 0);
		assert_int_equal(t.nunread, 1);
		assert_int_equal(t.unread[0].why, UNREAD_DAMAGED);
		texts_free(&t);
		free(copy);
		buf_free(&part);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_signed),
	    cmocka_unit_test(test_document),
	    cmocka_unit_test(test_unread),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
