# SPDX-License-Identifier: MIT
#
# local.mk - the tests: one folder a layer; make check runs what needs neither
# root, network nor MTA.

EXTRA_PROGRAMS =
BENCHES =
check_LIBRARIES = tests/libtest.a
tests_libtest_a_SOURCES = \
	tests/lib/milter_client.c \
	tests/lib/milter_client.h \
	tests/lib/milter_macros.c \
	tests/lib/milter_macros.h \
	tests/lib/milter_mail.c \
	tests/lib/milter_mail.h \
	tests/lib/milter_wire.c \
	tests/lib/milter_wire.h \
	tests/lib/sink.c \
	tests/lib/sink.h \
	tests/lib/test.c \
	tests/lib/test.h
tests_libtest_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtest_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

check_PROGRAMS += tests/lib/milter_send
tests_lib_milter_send_SOURCES = tests/lib/milter_send.c
tests_lib_milter_send_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_lib_milter_send_LDADD = tests/libtest.a $(LINK_BASE) $(JANSSON_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += tests/lib/sink
tests_lib_sink_SOURCES = tests/lib/sink_main.c
tests_lib_sink_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_lib_sink_LDADD = tests/libtest.a $(LINK_BASE) $(JANSSON_LIBS) $(CMOCKA_LIBS)

check_PROGRAMS += tests/lib/smtp_send
tests_lib_smtp_send_SOURCES = tests/lib/smtp_send.c
tests_lib_smtp_send_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_lib_smtp_send_LDADD = tests/libtest.a $(LINK_BASE) $(JANSSON_LIBS) $(CMOCKA_LIBS)

EXTRA_PROGRAMS += tests/bench/load
BENCHES += tests/bench/load
tests_bench_load_SOURCES = tests/bench/load.c tests/bench/process_tree.c
tests_bench_load_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_load_CFLAGS = $(AM_CFLAGS) 
tests_bench_load_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)

EXTRA_PROGRAMS += tests/bench/null_milter
BENCHES += tests/bench/null_milter
tests_bench_null_milter_SOURCES = tests/bench/null_milter.c
tests_bench_null_milter_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_null_milter_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(MILTER_CFLAGS)
tests_bench_null_milter_LDADD = tests/libtest.a $(LINK_BASE) $(GMIME_LIBS) $(MILTER_LIBS) $(CMOCKA_LIBS)

EXTRA_PROGRAMS += tests/bench/make_corpus
BENCHES += tests/bench/make_corpus
tests_bench_make_corpus_SOURCES = tests/bench/make_corpus.c
tests_bench_make_corpus_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_make_corpus_CFLAGS = $(AM_CFLAGS) 
tests_bench_make_corpus_LDADD = tests/libtest.a $(LINK_BASE) -lm $(CMOCKA_LIBS)

EXTRA_PROGRAMS += tests/bench/bench_store
BENCHES += tests/bench/bench_store
tests_bench_bench_store_SOURCES = tests/bench/bench_store.c
tests_bench_bench_store_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_bench_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_bench_bench_store_LDADD = tests/libtest.a $(LINK_STORE) $(CMOCKA_LIBS)

EXTRA_PROGRAMS += tests/bench/bench_find
BENCHES += tests/bench/bench_find
tests_bench_bench_find_SOURCES = tests/bench/bench_find.c
tests_bench_bench_find_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_bench_bench_find_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS)
tests_bench_bench_find_LDADD = tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)

tests_lib_test_milter_client_SOURCES = tests/lib/test_milter_client.c
tests_lib_test_milter_client_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_lib_test_milter_client_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_lib_test_milter_client_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_address_SOURCES = tests/base/test_address.c
tests_base_test_address_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_address_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_address_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_buf_SOURCES = tests/base/test_buf.c
tests_base_test_buf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_buf_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_buf_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_digest_SOURCES = tests/base/test_digest.c
tests_base_test_digest_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_digest_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_digest_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_envelope_SOURCES = tests/base/test_envelope.c
tests_base_test_envelope_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_envelope_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_envelope_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_fd_SOURCES = tests/base/test_fd.c
tests_base_test_fd_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_fd_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_fd_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_json_out_SOURCES = tests/base/test_json_out.c
tests_base_test_json_out_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_json_out_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_json_out_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_log_SOURCES = tests/base/test_log.c
tests_base_test_log_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_log_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_log_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_strlist_SOURCES = tests/base/test_strlist.c
tests_base_test_strlist_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_strlist_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_strlist_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_template_SOURCES = tests/base/test_template.c
tests_base_test_template_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_template_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_template_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_ulid_SOURCES = tests/base/test_ulid.c
tests_base_test_ulid_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_ulid_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_ulid_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
tests_base_test_words_SOURCES = tests/base/test_words.c
tests_base_test_words_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_base_test_words_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS) $(CMOCKA_CFLAGS)
tests_base_test_words_LDADD = tests/libtest.a $(LINK_BASE) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestconfig.a
tests_libtestconfig_a_SOURCES = \
	tests/config/files.c \
	tests/config/files.h
tests_libtestconfig_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestconfig_a_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)

check_PROGRAMS += tests/config/print_manual
tests_config_print_manual_SOURCES = tests/config/print_manual.c
tests_config_print_manual_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_print_manual_LDADD = tests/libtestconfig.a $(LINK_CONFIG) $(CMOCKA_LIBS)

tests_config_test_calendar_SOURCES = tests/config/test_calendar.c
tests_config_test_calendar_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_calendar_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_calendar_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_config_SOURCES = tests/config/test_config.c
tests_config_test_config_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_config_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_config_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_day_SOURCES = tests/config/test_day.c
tests_config_test_day_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_day_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_day_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_holidays_SOURCES = tests/config/test_holidays.c
tests_config_test_holidays_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_holidays_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_holidays_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_idn_SOURCES = tests/config/test_idn.c
tests_config_test_idn_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_idn_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_idn_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_lists_SOURCES = tests/config/test_lists.c
tests_config_test_lists_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_lists_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_lists_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_members_SOURCES = tests/config/test_members.c
tests_config_test_members_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_members_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_members_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_own_mailbox_SOURCES = tests/config/test_own_mailbox.c
tests_config_test_own_mailbox_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_own_mailbox_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_own_mailbox_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_policy_SOURCES = tests/config/test_policy.c
tests_config_test_policy_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_policy_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_policy_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_seats_SOURCES = tests/config/test_seats.c
tests_config_test_seats_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_seats_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_seats_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_settings_SOURCES = tests/config/test_settings.c
tests_config_test_settings_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_settings_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_settings_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_config_test_yaml_SOURCES = tests/config/test_yaml.c
tests_config_test_yaml_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_config_test_yaml_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS) $(CMOCKA_CFLAGS)
tests_config_test_yaml_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_CONFIG) $(CMOCKA_LIBS)
tests_intake_test_collect_SOURCES = tests/intake/test_collect.c
tests_intake_test_collect_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_intake_test_collect_CFLAGS = $(AM_CFLAGS) $(MILTER_CFLAGS) $(CMOCKA_CFLAGS)
tests_intake_test_collect_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_INTAKE) $(CMOCKA_LIBS)
tests_intake_test_reply_SOURCES = tests/intake/test_reply.c
tests_intake_test_reply_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_intake_test_reply_CFLAGS = $(AM_CFLAGS) $(MILTER_CFLAGS) $(CMOCKA_CFLAGS)
tests_intake_test_reply_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_INTAKE) $(CMOCKA_LIBS)
tests_parse_test_charset_SOURCES = tests/parse/test_charset.c
tests_parse_test_charset_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_parse_test_charset_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_parse_test_charset_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_PARSE) $(CMOCKA_LIBS)
tests_parse_test_fields_SOURCES = tests/parse/test_fields.c
tests_parse_test_fields_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_parse_test_fields_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_parse_test_fields_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_PARSE) $(CMOCKA_LIBS)
tests_parse_test_mail_SOURCES = tests/parse/test_mail.c
tests_parse_test_mail_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_parse_test_mail_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_parse_test_mail_LDADD = tests/libtestconfig.a tests/libtest.a $(LINK_PARSE) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestextract.a
tests_libtestextract_a_SOURCES = \
	tests/extract/compound.c \
	tests/extract/compound.h \
	tests/extract/make_pdf.c \
	tests/extract/make_pdf.h \
	tests/extract/packed.h \
	tests/extract/said.c \
	tests/extract/said.h \
	tests/extract/told.c \
	tests/extract/told.h \
	tests/extract/zip.c \
	tests/extract/zip.h
tests_libtestextract_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestextract_a_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)

tests_extract_test_cms_SOURCES = tests/extract/test_cms.c
tests_extract_test_cms_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_cms_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_cms_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_corpora_SOURCES = tests/extract/test_corpora.c
tests_extract_test_corpora_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_corpora_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_corpora_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_csv_SOURCES = tests/extract/test_csv.c
tests_extract_test_csv_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_csv_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_csv_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_disguise_SOURCES = tests/extract/test_disguise.c
tests_extract_test_disguise_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_disguise_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_disguise_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_doc_SOURCES = tests/extract/test_doc.c
tests_extract_test_doc_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_doc_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_doc_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_document_SOURCES = tests/extract/test_document.c
tests_extract_test_document_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_document_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_document_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_docx_SOURCES = tests/extract/test_docx.c
tests_extract_test_docx_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_docx_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_docx_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_docx_corpora_SOURCES = tests/extract/test_docx_corpora.c
tests_extract_test_docx_corpora_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_docx_corpora_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_docx_corpora_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_docx_hidden_SOURCES = tests/extract/test_docx_hidden.c
tests_extract_test_docx_hidden_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_docx_hidden_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_docx_hidden_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_flat_SOURCES = tests/extract/test_flat.c
tests_extract_test_flat_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_flat_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_flat_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_folded_SOURCES = tests/extract/test_folded.c
tests_extract_test_folded_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_folded_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_folded_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_html_SOURCES = tests/extract/test_html.c
tests_extract_test_html_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_html_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_html_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_image_SOURCES = tests/extract/test_image.c
tests_extract_test_image_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_image_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_image_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_mbox_SOURCES = tests/extract/test_mbox.c
tests_extract_test_mbox_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_mbox_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_mbox_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_messages_SOURCES = tests/extract/test_messages.c
tests_extract_test_messages_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_messages_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_messages_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_metafile_SOURCES = tests/extract/test_metafile.c
tests_extract_test_metafile_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_metafile_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_metafile_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_msg_SOURCES = tests/extract/test_msg.c
tests_extract_test_msg_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_msg_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_msg_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_odp_SOURCES = tests/extract/test_odp.c
tests_extract_test_odp_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_odp_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_odp_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_ods_SOURCES = tests/extract/test_ods.c
tests_extract_test_ods_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_ods_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_ods_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_odt_SOURCES = tests/extract/test_odt.c
tests_extract_test_odt_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_odt_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_odt_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_office_SOURCES = tests/extract/test_office.c
tests_extract_test_office_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_office_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_office_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_office_properties_SOURCES = tests/extract/test_office_properties.c
tests_extract_test_office_properties_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_office_properties_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_office_properties_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_ole_SOURCES = tests/extract/test_ole.c
tests_extract_test_ole_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_ole_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_ole_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_ole_pictures_SOURCES = tests/extract/test_ole_pictures.c
tests_extract_test_ole_pictures_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_ole_pictures_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_ole_pictures_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_package_SOURCES = tests/extract/test_package.c
tests_extract_test_package_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_package_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_package_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_pdf_SOURCES = tests/extract/test_pdf.c
tests_extract_test_pdf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_pdf_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_pdf_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_plain_SOURCES = tests/extract/test_plain.c
tests_extract_test_plain_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_plain_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_plain_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_pool_SOURCES = tests/extract/test_pool.c
tests_extract_test_pool_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_pool_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_pool_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_ppt_SOURCES = tests/extract/test_ppt.c
tests_extract_test_ppt_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_ppt_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_ppt_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_pptx_SOURCES = tests/extract/test_pptx.c
tests_extract_test_pptx_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_pptx_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_pptx_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_rtf_SOURCES = tests/extract/test_rtf.c
tests_extract_test_rtf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_rtf_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_rtf_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_rtf_texts_SOURCES = tests/extract/test_rtf_texts.c
tests_extract_test_rtf_texts_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_rtf_texts_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_rtf_texts_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_sandbox_SOURCES = tests/extract/test_sandbox.c
tests_extract_test_sandbox_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_sandbox_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_sandbox_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_sandbox_libraries_SOURCES = tests/extract/test_sandbox_libraries.c
tests_extract_test_sandbox_libraries_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_sandbox_libraries_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_sandbox_libraries_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_sheet_SOURCES = tests/extract/test_sheet.c
tests_extract_test_sheet_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_sheet_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_sheet_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_sheet_corpora_SOURCES = tests/extract/test_sheet_corpora.c
tests_extract_test_sheet_corpora_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_sheet_corpora_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_sheet_corpora_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_texts_SOURCES = tests/extract/test_texts.c
tests_extract_test_texts_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_texts_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_texts_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_tnef_SOURCES = tests/extract/test_tnef.c
tests_extract_test_tnef_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_tnef_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_tnef_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_unpack_SOURCES = tests/extract/test_unpack.c
tests_extract_test_unpack_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_unpack_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_unpack_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_xls_SOURCES = tests/extract/test_xls.c
tests_extract_test_xls_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_xls_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_xls_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_xlsx_SOURCES = tests/extract/test_xlsx.c
tests_extract_test_xlsx_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_xlsx_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_xlsx_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_xml_SOURCES = tests/extract/test_xml.c
tests_extract_test_xml_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_xml_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_xml_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
tests_extract_test_zones_SOURCES = tests/extract/test_zones.c
tests_extract_test_zones_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_extract_test_zones_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS) $(GSF_CFLAGS) $(CMOCKA_CFLAGS)
tests_extract_test_zones_LDADD = tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_EXTRACT) $(GSF_LIBS) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestfind.a
tests_libtestfind_a_SOURCES = \
	tests/find/rulefile.c \
	tests/find/rulefile.h
tests_libtestfind_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestfind_a_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)

tests_find_test_addressed_SOURCES = tests/find/test_addressed.c
tests_find_test_addressed_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_addressed_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_addressed_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_bank_tables_SOURCES = tests/find/test_bank_tables.c
tests_find_test_bank_tables_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_bank_tables_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_bank_tables_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_engine_SOURCES = tests/find/test_engine.c
tests_find_test_engine_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_engine_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_engine_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_engine_cache_SOURCES = tests/find/test_engine_cache.c
tests_find_test_engine_cache_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_engine_cache_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_engine_cache_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_features_SOURCES = tests/find/test_features.c
tests_find_test_features_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_features_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_features_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_find_SOURCES = tests/find/test_find.c
tests_find_test_find_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_find_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_find_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_finder_raise_SOURCES = tests/find/test_finder_raise.c
tests_find_test_finder_raise_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_finder_raise_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_finder_raise_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_finding_SOURCES = tests/find/test_finding.c
tests_find_test_finding_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_finding_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_finding_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_identifiers_SOURCES = tests/find/test_identifiers.c
tests_find_test_identifiers_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_identifiers_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_identifiers_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_layout_SOURCES = tests/find/test_layout.c
tests_find_test_layout_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_layout_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_layout_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_learned_SOURCES = tests/find/test_learned.c
tests_find_test_learned_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_learned_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_learned_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_mask_SOURCES = tests/find/test_mask.c
tests_find_test_mask_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_mask_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_mask_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_names_SOURCES = tests/find/test_names.c
tests_find_test_names_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_names_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_names_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_normalise_SOURCES = tests/find/test_normalise.c
tests_find_test_normalise_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_normalise_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_normalise_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_people_SOURCES = tests/find/test_people.c
tests_find_test_people_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_people_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_people_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_phrases_SOURCES = tests/find/test_phrases.c
tests_find_test_phrases_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_phrases_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_phrases_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_recipients_SOURCES = tests/find/test_recipients.c
tests_find_test_recipients_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_recipients_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_recipients_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_rule_SOURCES = tests/find/test_rule.c
tests_find_test_rule_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_rule_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_rule_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_signs_SOURCES = tests/find/test_signs.c
tests_find_test_signs_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_signs_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_signs_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_validators_SOURCES = tests/find/test_validators.c
tests_find_test_validators_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_validators_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_validators_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
tests_find_test_whose_SOURCES = tests/find/test_whose.c
tests_find_test_whose_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_find_test_whose_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS) $(CMOCKA_CFLAGS)
tests_find_test_whose_LDADD = tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_FIND) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestreport.a
tests_libtestreport_a_SOURCES = \
	tests/report/check_schema.c \
	tests/report/check_schema.h \
	tests/report/sample.c \
	tests/report/sample.h
tests_libtestreport_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestreport_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)

check_PROGRAMS += tests/report/schema_check
tests_report_schema_check_SOURCES = tests/report/schema_check.c
tests_report_schema_check_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_schema_check_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a $(LINK_REPORT) $(CMOCKA_LIBS)

tests_report_test_exchange_SOURCES = tests/report/test_exchange.c
tests_report_test_exchange_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_exchange_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_exchange_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_exchange_take_SOURCES = tests/report/test_exchange_take.c
tests_report_test_exchange_take_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_exchange_take_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_exchange_take_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_patience_SOURCES = tests/report/test_patience.c
tests_report_test_patience_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_patience_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_patience_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_report_print_SOURCES = tests/report/test_report_print.c
tests_report_test_report_print_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_report_print_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_report_print_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_report_read_SOURCES = tests/report/test_report_read.c
tests_report_test_report_read_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_report_read_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_report_read_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_report_write_SOURCES = tests/report/test_report_write.c
tests_report_test_report_write_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_report_write_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_report_write_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_request_SOURCES = tests/report/test_request.c
tests_report_test_request_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_request_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_request_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_schema_SOURCES = tests/report/test_schema.c
tests_report_test_schema_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_schema_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_schema_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
tests_report_test_texts_file_SOURCES = tests/report/test_texts_file.c
tests_report_test_texts_file_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_report_test_texts_file_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
tests_report_test_texts_file_LDADD = tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_REPORT) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestjudge.a
tests_libtestjudge_a_SOURCES = \
	tests/judge/message.c \
	tests/judge/message.h
tests_libtestjudge_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestjudge_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

tests_judge_test_cannot_tell_SOURCES = tests/judge/test_cannot_tell.c
tests_judge_test_cannot_tell_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_judge_test_cannot_tell_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_judge_test_cannot_tell_LDADD = tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_JUDGE) $(CMOCKA_LIBS)
tests_judge_test_circumstances_SOURCES = tests/judge/test_circumstances.c
tests_judge_test_circumstances_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_judge_test_circumstances_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_judge_test_circumstances_LDADD = tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_JUDGE) $(CMOCKA_LIBS)
tests_judge_test_judge_SOURCES = tests/judge/test_judge.c
tests_judge_test_judge_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_judge_test_judge_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_judge_test_judge_LDADD = tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_JUDGE) $(CMOCKA_LIBS)
tests_judge_test_shipped_policy_SOURCES = tests/judge/test_shipped_policy.c
tests_judge_test_shipped_policy_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_judge_test_shipped_policy_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_judge_test_shipped_policy_LDADD = tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_JUDGE) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libteststore.a
tests_libteststore_a_SOURCES = \
	tests/store/fixture.c \
	tests/store/fixture.h
tests_libteststore_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libteststore_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(CMOCKA_CFLAGS)

tests_store_test_held_SOURCES = tests/store/test_held.c
tests_store_test_held_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_store_test_held_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_held_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_STORE) $(CMOCKA_LIBS)
tests_store_test_held_add_SOURCES = tests/store/test_held_add.c
tests_store_test_held_add_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_store_test_held_add_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_held_add_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_STORE) $(CMOCKA_LIBS)
tests_store_test_incident_SOURCES = tests/store/test_incident.c
tests_store_test_incident_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_store_test_incident_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_incident_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_STORE) $(CMOCKA_LIBS)
tests_store_test_outgoing_SOURCES = tests/store/test_outgoing.c
tests_store_test_outgoing_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_store_test_outgoing_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_outgoing_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_STORE) $(CMOCKA_LIBS)
tests_store_test_store_SOURCES = tests/store/test_store.c
tests_store_test_store_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_store_test_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS) $(CMOCKA_CFLAGS)
tests_store_test_store_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_STORE) $(CMOCKA_LIBS)
tests_act_test_mime_SOURCES = tests/act/test_mime.c
tests_act_test_mime_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_act_test_mime_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_act_test_mime_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_ACT) $(CMOCKA_LIBS)
tests_act_test_notices_SOURCES = tests/act/test_notices.c
tests_act_test_notices_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_act_test_notices_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_act_test_notices_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_ACT) $(CMOCKA_LIBS)
tests_act_test_reinject_SOURCES = tests/act/test_reinject.c
tests_act_test_reinject_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_act_test_reinject_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_act_test_reinject_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_ACT) $(CMOCKA_LIBS)
tests_act_test_smtp_SOURCES = tests/act/test_smtp.c
tests_act_test_smtp_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_act_test_smtp_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_act_test_smtp_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_ACT) $(CMOCKA_LIBS)
tests_daemon_test_channel_SOURCES = tests/daemon/test_channel.c
tests_daemon_test_channel_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_channel_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_channel_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_daemon_test_control_SOURCES = tests/daemon/test_control.c
tests_daemon_test_control_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_control_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_control_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_daemon_test_epoch_SOURCES = tests/daemon/test_epoch.c
tests_daemon_test_epoch_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_epoch_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_epoch_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_daemon_test_identity_SOURCES = tests/daemon/test_identity.c
tests_daemon_test_identity_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_identity_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_identity_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_daemon_test_lock_SOURCES = tests/daemon/test_lock.c
tests_daemon_test_lock_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_lock_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_lock_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_daemon_test_log_pipe_SOURCES = tests/daemon/test_log_pipe.c
tests_daemon_test_log_pipe_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_log_pipe_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_log_pipe_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_daemon_test_repeats_SOURCES = tests/daemon/test_repeats.c
tests_daemon_test_repeats_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_daemon_test_repeats_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_daemon_test_repeats_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_cli_test_asker_SOURCES = tests/cli/test_asker.c
tests_cli_test_asker_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_cli_test_asker_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_asker_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
tests_cli_test_held_SOURCES = tests/cli/test_held.c
tests_cli_test_held_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_cli_test_held_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_held_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
tests_cli_test_inputs_SOURCES = tests/cli/test_inputs.c
tests_cli_test_inputs_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_cli_test_inputs_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_inputs_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
tests_cli_test_when_SOURCES = tests/cli/test_when.c
tests_cli_test_when_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_cli_test_when_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_cli_test_when_LDADD = tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestmail.a
tests_libtestmail_a_SOURCES = \
	tests/mail/asking.c \
	tests/mail/asking.h
tests_libtestmail_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestmail_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

tests_mail_test_mail_SOURCES = tests/mail/test_mail.c
tests_mail_test_mail_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_mail_test_mail_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_mail_test_mail_LDADD = tests/libtestmail.a tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
tests_mail_test_sender_SOURCES = tests/mail/test_sender.c
tests_mail_test_sender_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_mail_test_sender_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_mail_test_sender_LDADD = tests/libtestmail.a tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
check_LIBRARIES += tests/libtestdocuments.a
tests_libtestdocuments_a_SOURCES = \
	tests/documents/pairs.c \
	tests/documents/pairs.h
tests_libtestdocuments_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_libtestdocuments_a_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

tests_documents_test_corpora_SOURCES = tests/documents/test_corpora.c
tests_documents_test_corpora_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_documents_test_corpora_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_documents_test_corpora_LDADD = tests/libtestdocuments.a tests/libtestmail.a tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)
tests_documents_test_pairs_SOURCES = tests/documents/test_pairs.c
tests_documents_test_pairs_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_documents_test_pairs_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_documents_test_pairs_LDADD = tests/libtestdocuments.a tests/libtestmail.a tests/libteststore.a tests/libtestjudge.a tests/libtestreport.a tests/libtestfind.a tests/libtestextract.a tests/libtestconfig.a tests/libtest.a $(LINK_CLI) $(CMOCKA_LIBS)

UNIT_TESTS = \
	tests/lib/test_milter_client \
	tests/base/test_address \
	tests/base/test_buf \
	tests/base/test_digest \
	tests/base/test_envelope \
	tests/base/test_fd \
	tests/base/test_json_out \
	tests/base/test_log \
	tests/base/test_strlist \
	tests/base/test_template \
	tests/base/test_ulid \
	tests/base/test_words \
	tests/config/test_calendar \
	tests/config/test_config \
	tests/config/test_day \
	tests/config/test_holidays \
	tests/config/test_idn \
	tests/config/test_lists \
	tests/config/test_members \
	tests/config/test_own_mailbox \
	tests/config/test_policy \
	tests/config/test_seats \
	tests/config/test_settings \
	tests/config/test_yaml \
	tests/intake/test_collect \
	tests/intake/test_reply \
	tests/parse/test_charset \
	tests/parse/test_fields \
	tests/parse/test_mail \
	tests/extract/test_cms \
	tests/extract/test_corpora \
	tests/extract/test_csv \
	tests/extract/test_disguise \
	tests/extract/test_doc \
	tests/extract/test_document \
	tests/extract/test_docx \
	tests/extract/test_docx_corpora \
	tests/extract/test_docx_hidden \
	tests/extract/test_flat \
	tests/extract/test_folded \
	tests/extract/test_html \
	tests/extract/test_image \
	tests/extract/test_mbox \
	tests/extract/test_messages \
	tests/extract/test_metafile \
	tests/extract/test_msg \
	tests/extract/test_odp \
	tests/extract/test_ods \
	tests/extract/test_odt \
	tests/extract/test_office \
	tests/extract/test_office_properties \
	tests/extract/test_ole \
	tests/extract/test_ole_pictures \
	tests/extract/test_package \
	tests/extract/test_pdf \
	tests/extract/test_plain \
	tests/extract/test_pool \
	tests/extract/test_ppt \
	tests/extract/test_pptx \
	tests/extract/test_rtf \
	tests/extract/test_rtf_texts \
	tests/extract/test_sandbox \
	tests/extract/test_sandbox_libraries \
	tests/extract/test_sheet \
	tests/extract/test_sheet_corpora \
	tests/extract/test_texts \
	tests/extract/test_tnef \
	tests/extract/test_unpack \
	tests/extract/test_xls \
	tests/extract/test_xlsx \
	tests/extract/test_xml \
	tests/extract/test_zones \
	tests/find/test_addressed \
	tests/find/test_bank_tables \
	tests/find/test_engine \
	tests/find/test_engine_cache \
	tests/find/test_features \
	tests/find/test_find \
	tests/find/test_finder_raise \
	tests/find/test_finding \
	tests/find/test_identifiers \
	tests/find/test_layout \
	tests/find/test_learned \
	tests/find/test_mask \
	tests/find/test_names \
	tests/find/test_normalise \
	tests/find/test_people \
	tests/find/test_phrases \
	tests/find/test_recipients \
	tests/find/test_rule \
	tests/find/test_signs \
	tests/find/test_validators \
	tests/find/test_whose \
	tests/report/test_exchange \
	tests/report/test_exchange_take \
	tests/report/test_patience \
	tests/report/test_report_print \
	tests/report/test_report_read \
	tests/report/test_report_write \
	tests/report/test_request \
	tests/report/test_schema \
	tests/report/test_texts_file \
	tests/judge/test_cannot_tell \
	tests/judge/test_circumstances \
	tests/judge/test_judge \
	tests/judge/test_shipped_policy \
	tests/store/test_held \
	tests/store/test_held_add \
	tests/store/test_incident \
	tests/store/test_outgoing \
	tests/store/test_store \
	tests/act/test_mime \
	tests/act/test_notices \
	tests/act/test_reinject \
	tests/act/test_smtp \
	tests/daemon/test_channel \
	tests/daemon/test_control \
	tests/daemon/test_epoch \
	tests/daemon/test_identity \
	tests/daemon/test_lock \
	tests/daemon/test_log_pipe \
	tests/daemon/test_repeats \
	tests/cli/test_asker \
	tests/cli/test_held \
	tests/cli/test_inputs \
	tests/cli/test_when \
	tests/mail/test_mail \
	tests/mail/test_sender \
	tests/documents/test_corpora \
	tests/documents/test_pairs
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
AM_TESTS_ENVIRONMENT = top_srcdir=$(abs_top_srcdir) \
	top_builddir=$(abs_top_builddir) G_SLICE=always-malloc \
	LSAN_OPTIONS=suppressions=$(abs_top_srcdir)/tests/lsan.supp; \
	export top_srcdir top_builddir G_SLICE LSAN_OPTIONS;

FUZZERS = \
	tests/fuzz/fuzz_charset \
	tests/fuzz/fuzz_csv \
	tests/fuzz/fuzz_docx \
	tests/fuzz/fuzz_find \
	tests/fuzz/fuzz_folded \
	tests/fuzz/fuzz_html \
	tests/fuzz/fuzz_mail \
	tests/fuzz/fuzz_odt \
	tests/fuzz/fuzz_ole \
	tests/fuzz/fuzz_package \
	tests/fuzz/fuzz_pdf \
	tests/fuzz/fuzz_report \
	tests/fuzz/fuzz_rtf \
	tests/fuzz/fuzz_rules \
	tests/fuzz/fuzz_tnef \
	tests/fuzz/fuzz_xlsx
if FUZZING
EXTRA_PROGRAMS += $(FUZZERS)
endif
tests_fuzz_fuzz_charset_SOURCES = tests/fuzz/fuzz_charset.c
tests_fuzz_fuzz_charset_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_charset_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_charset_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_charset_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c
tests_fuzz_fuzz_csv_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_csv_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_csv_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_csv_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_docx_SOURCES = tests/fuzz/fuzz_docx.c
tests_fuzz_fuzz_docx_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_docx_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_docx_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_docx_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_find_SOURCES = tests/fuzz/fuzz_find.c
tests_fuzz_fuzz_find_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_find_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_find_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_find_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_folded_SOURCES = tests/fuzz/fuzz_folded.c
tests_fuzz_fuzz_folded_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_folded_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_folded_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_folded_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz_html.c
tests_fuzz_fuzz_html_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_html_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_html_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_html_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_mail_SOURCES = tests/fuzz/fuzz_mail.c
tests_fuzz_fuzz_mail_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_mail_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_mail_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_mail_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_odt_SOURCES = tests/fuzz/fuzz_odt.c
tests_fuzz_fuzz_odt_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_odt_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_odt_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_odt_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_ole_SOURCES = tests/fuzz/fuzz_ole.c
tests_fuzz_fuzz_ole_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_ole_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_ole_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_ole_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_package_SOURCES = tests/fuzz/fuzz_package.c
tests_fuzz_fuzz_package_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_package_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_package_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_package_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_pdf_SOURCES = tests/fuzz/fuzz_pdf.c
tests_fuzz_fuzz_pdf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_pdf_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_pdf_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_pdf_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_report_SOURCES = tests/fuzz/fuzz_report.c
tests_fuzz_fuzz_report_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_report_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_report_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_report_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_rtf_SOURCES = tests/fuzz/fuzz_rtf.c
tests_fuzz_fuzz_rtf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_rtf_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_rtf_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_rtf_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz_rules.c
tests_fuzz_fuzz_rules_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_rules_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_rules_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_rules_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_tnef_SOURCES = tests/fuzz/fuzz_tnef.c
tests_fuzz_fuzz_tnef_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_tnef_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_tnef_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_tnef_LDADD = $(LINK_REPORT)
tests_fuzz_fuzz_xlsx_SOURCES = tests/fuzz/fuzz_xlsx.c
tests_fuzz_fuzz_xlsx_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_fuzz_fuzz_xlsx_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_fuzz_xlsx_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_xlsx_LDADD = $(LINK_REPORT)

# Rules and documents are tested as they stand in the source.
TESTS += tests/layering.sh tests/rules.sh tests/manual.sh
EXTRA_DIST += tests/layering.sh tests/rules.sh tests/manual.sh
EXTRA_DIST += tests/documents tests/lsan.supp
EXTRA_DIST += tests/whole tests/mail tests/bench/run.sh tests/bench/rules.sh \
	tests/bench/ceiling.sh tests/bench/documents.sh contrib

# What stories and benches start beside the daemon.
test-programs: $(check_PROGRAMS) all
check-rules: all tests/mail/test_mail tests/score/score
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    $(top_srcdir)/tests/rules.sh
	top_srcdir=$(abs_top_srcdir) tests/mail/test_mail
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    sh $(top_srcdir)/tests/score/score.sh --check
check-whole: test-programs
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    $(top_srcdir)/tests/whole/run.sh $(STORIES)
bench: test-programs $(BENCHES)
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    $(top_srcdir)/tests/bench/run.sh
lint: all tests/config/print_manual
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    $(top_srcdir)/tests/layering.sh
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    $(top_srcdir)/tests/manual.sh
	@case $$(clang-format --version 2>/dev/null) in \
	*' 14.'*) cd $(top_srcdir) && find milter tests -name '*.[ch]' | \
	    xargs clang-format --dry-run -Werror;; \
	*) echo "skip: formatting is checked by clang-format 14 alone";; \
	esac
.PHONY: test-programs

if FUZZING
fuzz: $(FUZZERS)
	@cd $(top_srcdir) && for f in $(FUZZERS); do echo "== $$f"; \
	    program=$(abs_top_builddir)/$$f; mkdir -p $$program.corpus; \
	    seeds=tests/fuzz/corpus/$$(basename $$f); \
	    [ -d "$$seeds" ] || seeds=; \
	    $$program -max_total_time=$(FUZZ_SECONDS) -timeout=20 \
	        -rss_limit_mb=4096 $$program.corpus $$seeds || exit 1; done
endif
FUZZ_SECONDS = 60

# What learned rules know, learned anew from invented mails. One writer's mails
# are left out, so that `make score` has some that nothing was learned from.
EXTRA_PROGRAMS += tests/score/learn
tests_score_learn_SOURCES = tests/score/learn.c tests/score/learn-mails.c \
	tests/score/learn-mails.h
tests_score_learn_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_score_learn_CFLAGS = $(AM_CFLAGS) -O2
tests_score_learn_LDADD = $(LINK_FIND)
EXTRA_DIST += tests/score/mails
MAILS = $(top_srcdir)/tests/score/mails
LEARN_FROM = $$(ls $(MAILS)/*.tsv | grep -v /ordinary) \
	--ordinary $(MAILS)/ordinary*.tsv
NAMES = --names $(top_srcdir)/rules/personal/first-names.txt \
	$(top_srcdir)/rules/personal/surnames.txt
WEIGHTS = $(top_srcdir)/rules/meaning/meaning.weights
learn: tests/score/learn
	tests/score/learn $(LEARN_FROM) --unseen $(MAILS)/unseen/*.tsv $(NAMES) \
	    >$(WEIGHTS).new && mv $(WEIGHTS).new $(WEIGHTS)
# How right they would be about each writer, learned from the others.
judge-learning: tests/score/learn
	tests/score/learn --judge $(LEARN_FROM) --unseen $(MAILS)/unseen/*.tsv \
	    $(NAMES)
.PHONY: learn judge-learning

# How accurate the rules are, on mails they were not all written for.
EXTRA_PROGRAMS += tests/score/score
tests_score_score_SOURCES = tests/score/score.c tests/score/accuracy.c \
	tests/score/accuracy.h tests/score/corpora.c tests/score/corpora.h \
	tests/score/figures.c tests/score/figures.h tests/score/mails.c \
	tests/score/mails.h tests/score/tally.c tests/score/tally.h \
	tests/score/trials.c tests/score/trials.h
tests_score_score_CPPFLAGS = $(tests_mail_test_mail_CPPFLAGS)
tests_score_score_CFLAGS = $(tests_mail_test_mail_CFLAGS) $(JANSSON_CFLAGS) -pthread
tests_score_score_LDADD = $(tests_mail_test_mail_LDADD)
EXTRA_DIST += tests/score/score.sh tests/score/mails.txt
score: all tests/score/score
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	    sh $(top_srcdir)/tests/score/score.sh
.PHONY: score
