# SPDX-License-Identifier: MIT
#
# local.mk - the layers, in the order mail flows, and the programs.
#
# Each layer is a small archive; a program links what it needs, so that a call
# to a later layer fails to link.  milter/README.md is the map.

noinst_LIBRARIES += milter/libbase.a
milter_libbase_a_SOURCES = \
	milter/base/address.c \
	milter/base/address.h \
	milter/base/buf.c \
	milter/base/buf.h \
	milter/base/digest.c \
	milter/base/digest.h \
	milter/base/envelope.c \
	milter/base/envelope.h \
	milter/base/fd.c \
	milter/base/fd.h \
	milter/base/json-out.c \
	milter/base/json-out.h \
	milter/base/limits.h \
	milter/base/log.c \
	milter/base/log.h \
	milter/base/random.c \
	milter/base/random.h \
	milter/base/strlist.c \
	milter/base/strlist.h \
	milter/base/template-values.c \
	milter/base/template-values.h \
	milter/base/template.c \
	milter/base/template.h \
	milter/base/ulid.c \
	milter/base/ulid.h \
	milter/base/user.c \
	milter/base/user.h \
	milter/base/utf8.c \
	milter/base/utf8.h \
	milter/base/words.c \
	milter/base/words.h
milter_libbase_a_CFLAGS = $(AM_CFLAGS) $(SODIUM_CFLAGS)

noinst_LIBRARIES += milter/libconfig.a
milter_libconfig_a_SOURCES = \
	milter/config/calendar.c \
	milter/config/calendar.h \
	milter/config/cidr.c \
	milter/config/cidr.h \
	milter/config/config.c \
	milter/config/config.h \
	milter/config/csv.c \
	milter/config/csv.h \
	milter/config/day.c \
	milter/config/day.h \
	milter/config/holidays.c \
	milter/config/holidays.h \
	milter/config/idn.c \
	milter/config/idn.h \
	milter/config/kind.c \
	milter/config/kind.h \
	milter/config/lists.c \
	milter/config/lists.h \
	milter/config/mailset.c \
	milter/config/mailset.h \
	milter/config/members.c \
	milter/config/members.h \
	milter/config/own-mailbox.c \
	milter/config/own-mailbox.h \
	milter/config/policy.c \
	milter/config/policy.h \
	milter/config/seats.c \
	milter/config/seats.h \
	milter/config/settings-table.c \
	milter/config/settings-table.h \
	milter/config/settings.c \
	milter/config/settings.h \
	milter/config/source.c \
	milter/config/source.h \
	milter/config/value.c \
	milter/config/value.h \
	milter/config/yaml-walk.c \
	milter/config/yaml.c \
	milter/config/yaml.h
milter_libconfig_a_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS)

noinst_LIBRARIES += milter/libintake.a
milter_libintake_a_SOURCES = \
	milter/intake/answer.c \
	milter/intake/answer.h \
	milter/intake/collect.c \
	milter/intake/collect.h \
	milter/intake/intake.c \
	milter/intake/intake.h \
	milter/intake/reply.c \
	milter/intake/reply.h
milter_libintake_a_CFLAGS = $(AM_CFLAGS) $(MILTER_CFLAGS)

noinst_LIBRARIES += milter/libparse.a
milter_libparse_a_SOURCES = \
	milter/parse/block.c \
	milter/parse/block.h \
	milter/parse/charset.c \
	milter/parse/charset.h \
	milter/parse/cover.c \
	milter/parse/cover.h \
	milter/parse/encoded.c \
	milter/parse/encoded.h \
	milter/parse/fields.c \
	milter/parse/fields.h \
	milter/parse/guard.c \
	milter/parse/guard.h \
	milter/parse/mail.c \
	milter/parse/mail.h \
	milter/parse/mail_addresses.c \
	milter/parse/params.c \
	milter/parse/params.h \
	milter/parse/transfer.c \
	milter/parse/transfer.h \
	milter/parse/tree.c \
	milter/parse/tree.h \
	milter/parse/uuencode.c \
	milter/parse/uuencode.h
milter_libparse_a_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS) $(ICU_CFLAGS)

noinst_LIBRARIES += milter/libextract.a
milter_libextract_a_SOURCES = \
	milter/extract/alike.c \
	milter/extract/alike.h \
	milter/extract/archive.c \
	milter/extract/archive.h \
	milter/extract/bytes.c \
	milter/extract/bytes.h \
	milter/extract/cfb.c \
	milter/extract/cfb.h \
	milter/extract/cms.c \
	milter/extract/cms.h \
	milter/extract/csv.c \
	milter/extract/csv.h \
	milter/extract/disguise.c \
	milter/extract/disguise.h \
	milter/extract/doc-flow.c \
	milter/extract/doc-old.c \
	milter/extract/doc-parts.h \
	milter/extract/doc-runs.c \
	milter/extract/doc.c \
	milter/extract/document.c \
	milter/extract/document.h \
	milter/extract/document_kind.c \
	milter/extract/documents.c \
	milter/extract/documents.h \
	milter/extract/docx-blocks.c \
	milter/extract/docx-fields.c \
	milter/extract/docx-fields.h \
	milter/extract/docx-format.c \
	milter/extract/docx-format.h \
	milter/extract/docx-inlines.c \
	milter/extract/docx-marks.c \
	milter/extract/docx-story-parts.h \
	milter/extract/docx-story.c \
	milter/extract/docx-story.h \
	milter/extract/docx-styles.c \
	milter/extract/docx-styles.h \
	milter/extract/docx-texts.c \
	milter/extract/docx-words.c \
	milter/extract/docx.c \
	milter/extract/docx.h \
	milter/extract/exif.c \
	milter/extract/exif.h \
	milter/extract/extract.c \
	milter/extract/extract.h \
	milter/extract/flat-sheet.c \
	milter/extract/flat.c \
	milter/extract/flat.h \
	milter/extract/folded-cards.c \
	milter/extract/folded-line.c \
	milter/extract/folded-parts.h \
	milter/extract/folded.c \
	milter/extract/folded.h \
	milter/extract/html-elements.c \
	milter/extract/html-parts.h \
	milter/extract/html-tame.c \
	milter/extract/html.c \
	milter/extract/html.h \
	milter/extract/image.c \
	milter/extract/image.h \
	milter/extract/landlock.c \
	milter/extract/landlock.h \
	milter/extract/mapi.c \
	milter/extract/mapi.h \
	milter/extract/mbox.c \
	milter/extract/mbox.h \
	milter/extract/messages.c \
	milter/extract/messages.h \
	milter/extract/metafile.c \
	milter/extract/metafile.h \
	milter/extract/msg.c \
	milter/extract/ocr.c \
	milter/extract/ocr.h \
	milter/extract/odf-elements.c \
	milter/extract/odf-properties.c \
	milter/extract/odf-shapes.c \
	milter/extract/odf-story-parts.h \
	milter/extract/odf-story.c \
	milter/extract/odf-story.h \
	milter/extract/odf-texts.c \
	milter/extract/odf.c \
	milter/extract/odf.h \
	milter/extract/odp.c \
	milter/extract/odp.h \
	milter/extract/ods-cells.c \
	milter/extract/ods-objects.c \
	milter/extract/ods-parts.h \
	milter/extract/ods-styles.c \
	milter/extract/ods.c \
	milter/extract/ods.h \
	milter/extract/odt.c \
	milter/extract/odt.h \
	milter/extract/office-authors.c \
	milter/extract/office-authors.h \
	milter/extract/office-chart.c \
	milter/extract/office-chart.h \
	milter/extract/office-choice.c \
	milter/extract/office-choice.h \
	milter/extract/office-flow.c \
	milter/extract/office-flow.h \
	milter/extract/office-look.c \
	milter/extract/office-look.h \
	milter/extract/office-properties.c \
	milter/extract/office-properties.h \
	milter/extract/office.c \
	milter/extract/office.h \
	milter/extract/ole-parts.h \
	milter/extract/ole-pictures.c \
	milter/extract/ole-pictures.h \
	milter/extract/ole-properties.c \
	milter/extract/ole-zlib.c \
	milter/extract/ole.c \
	milter/extract/ole.h \
	milter/extract/package-relations.c \
	milter/extract/package.c \
	milter/extract/package.h \
	milter/extract/pdf-about.c \
	milter/extract/pdf-cover.c \
	milter/extract/pdf-layers.c \
	milter/extract/pdf-lines.c \
	milter/extract/pdf-notes.c \
	milter/extract/pdf-objects.c \
	milter/extract/pdf-page.c \
	milter/extract/pdf-parts.h \
	milter/extract/pdf-picture.c \
	milter/extract/pdf-see.c \
	milter/extract/pdf-syntax.c \
	milter/extract/pdf-wide.c \
	milter/extract/pdf.c \
	milter/extract/pdf.h \
	milter/extract/picture-ground.c \
	milter/extract/picture-ground.h \
	milter/extract/picture.c \
	milter/extract/picture.h \
	milter/extract/plain.c \
	milter/extract/plain.h \
	milter/extract/pool.c \
	milter/extract/pool.h \
	milter/extract/ppt-parts.h \
	milter/extract/ppt-persist.c \
	milter/extract/ppt.c \
	milter/extract/pptx-place.c \
	milter/extract/pptx-place.h \
	milter/extract/pptx-slide.c \
	milter/extract/pptx-slide.h \
	milter/extract/pptx.c \
	milter/extract/pptx.h \
	milter/extract/rtf-emit.c \
	milter/extract/rtf-files.c \
	milter/extract/rtf-look.c \
	milter/extract/rtf-packed.c \
	milter/extract/rtf-parts.h \
	milter/extract/rtf-texts.c \
	milter/extract/rtf-texts.h \
	milter/extract/rtf-words.c \
	milter/extract/rtf-words.h \
	milter/extract/rtf.c \
	milter/extract/rtf.h \
	milter/extract/sandbox.c \
	milter/extract/sandbox.h \
	milter/extract/sheet-date.c \
	milter/extract/sheet-date.h \
	milter/extract/sheet-format.c \
	milter/extract/sheet-format.h \
	milter/extract/sheet-header.c \
	milter/extract/sheet-number.c \
	milter/extract/sheet-number.h \
	milter/extract/sheet-parts.h \
	milter/extract/sheet-texts.c \
	milter/extract/sheet.c \
	milter/extract/sheet.h \
	milter/extract/style.c \
	milter/extract/style.h \
	milter/extract/texts.c \
	milter/extract/texts.h \
	milter/extract/tnef-texts.c \
	milter/extract/tnef.c \
	milter/extract/tnef.h \
	milter/extract/unpack-parts.h \
	milter/extract/unpack-rar.c \
	milter/extract/unpack-zip.c \
	milter/extract/unpack.c \
	milter/extract/unpack.h \
	milter/extract/unpacked.c \
	milter/extract/unpacked.h \
	milter/extract/xls-book.c \
	milter/extract/xls-cells.c \
	milter/extract/xls-extras.c \
	milter/extract/xls-parts.h \
	milter/extract/xls-strings.c \
	milter/extract/xls.c \
	milter/extract/xlsx-book.c \
	milter/extract/xlsx-cells.c \
	milter/extract/xlsx-comments.c \
	milter/extract/xlsx-drawings.c \
	milter/extract/xlsx-extras.c \
	milter/extract/xlsx-outside.c \
	milter/extract/xlsx-parts.h \
	milter/extract/xlsx-pivot.c \
	milter/extract/xlsx-strings.c \
	milter/extract/xlsx-styles.c \
	milter/extract/xlsx.c \
	milter/extract/xlsx.h \
	milter/extract/xml.c \
	milter/extract/xml.h \
	milter/extract/zones-earlier.c \
	milter/extract/zones-footer.c \
	milter/extract/zones-lines.c \
	milter/extract/zones-parts.h \
	milter/extract/zones-repeated.c \
	milter/extract/zones-signature.c \
	milter/extract/zones.c \
	milter/extract/zones.h
milter_libextract_a_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS) $(ICU_CFLAGS) $(SECCOMP_CFLAGS) $(ARCHIVE_CFLAGS) $(POPPLER_CFLAGS) $(CAIRO_CFLAGS) $(CRYPTO_CFLAGS) $(TESSERACT_CFLAGS)

noinst_LIBRARIES += milter/libfind.a
milter_libfind_a_SOURCES = \
	milter/find/addressed.c \
	milter/find/addressed.h \
	milter/find/bank-rows.c \
	milter/find/bank-rows.h \
	milter/find/bank-tables.c \
	milter/find/bank-tables.h \
	milter/find/engine-cache.c \
	milter/find/engine-cache.h \
	milter/find/engine-pcre2.c \
	milter/find/engine.c \
	milter/find/engine.h \
	milter/find/evidence.c \
	milter/find/evidence.h \
	milter/find/excerpt.c \
	milter/find/excerpt.h \
	milter/find/features.c \
	milter/find/features.h \
	milter/find/find.c \
	milter/find/find.h \
	milter/find/finder-message.c \
	milter/find/finder-raise.c \
	milter/find/finder.c \
	milter/find/finder.h \
	milter/find/finding.c \
	milter/find/finding.h \
	milter/find/layout.c \
	milter/find/layout.h \
	milter/find/learned-file.c \
	milter/find/learned-file.h \
	milter/find/learned.c \
	milter/find/learned.h \
	milter/find/mask.c \
	milter/find/mask.h \
	milter/find/match-parts.h \
	milter/find/match-patterns.c \
	milter/find/match.c \
	milter/find/match.h \
	milter/find/names.c \
	milter/find/names.h \
	milter/find/normalise-characters.c \
	milter/find/normalise-figures.c \
	milter/find/normalise-lines.c \
	milter/find/normalise-lookalikes.c \
	milter/find/normalise-parts.h \
	milter/find/normalise-spaced.c \
	milter/find/normalise-words.c \
	milter/find/normalise.c \
	milter/find/normalise.h \
	milter/find/occurrences.c \
	milter/find/occurrences.h \
	milter/find/pattern.c \
	milter/find/pattern.h \
	milter/find/people.c \
	milter/find/people.h \
	milter/find/phone.c \
	milter/find/phone.h \
	milter/find/phrases.c \
	milter/find/phrases.h \
	milter/find/recipients-about.c \
	milter/find/recipients-about.h \
	milter/find/recipients-alike.c \
	milter/find/recipients-alike.h \
	milter/find/recipients-exposed.c \
	milter/find/recipients-exposed.h \
	milter/find/recipients-greeting.c \
	milter/find/recipients-greeting.h \
	milter/find/recipients-mismatch.c \
	milter/find/recipients-mismatch.h \
	milter/find/recipients-thread.c \
	milter/find/recipients-thread.h \
	milter/find/recipients.c \
	milter/find/recipients.h \
	milter/find/regex-trim.c \
	milter/find/regex-width.c \
	milter/find/regex.c \
	milter/find/regex.h \
	milter/find/rule-learned.c \
	milter/find/rule-learned.h \
	milter/find/rule-near.c \
	milter/find/rule-near.h \
	milter/find/rule-placeless.c \
	milter/find/rule-placeless.h \
	milter/find/rule.c \
	milter/find/rule.h \
	milter/find/rules-test.c \
	milter/find/rules.c \
	milter/find/rules.h \
	milter/find/validators-checks.h \
	milter/find/validators-contact.c \
	milter/find/validators-date.c \
	milter/find/validators-health.c \
	milter/find/validators-money.c \
	milter/find/validators-person.c \
	milter/find/validators-police.c \
	milter/find/validators-travel.c \
	milter/find/validators-vehicle.c \
	milter/find/validators.c \
	milter/find/validators.h \
	milter/find/whose.c \
	milter/find/whose.h
if VECTORSCAN
milter_libfind_a_SOURCES += milter/find/engine-vectorscan.c
else
EXTRA_DIST += milter/find/engine-vectorscan.c
endif
milter_libfind_a_CFLAGS = $(AM_CFLAGS) $(PCRE2_CFLAGS) $(VECTORSCAN_CFLAGS) $(ICU_CFLAGS)

noinst_LIBRARIES += milter/libreport.a
milter_libreport_a_SOURCES = \
	milter/report/exchange.c \
	milter/report/exchange.h \
	milter/report/fields.c \
	milter/report/fields.h \
	milter/report/inspector.c \
	milter/report/inspector.h \
	milter/report/patience.c \
	milter/report/patience.h \
	milter/report/report-json.h \
	milter/report/report-print.c \
	milter/report/report-read.c \
	milter/report/report-write.c \
	milter/report/report.c \
	milter/report/report.h \
	milter/report/request.c \
	milter/report/request.h \
	milter/report/texts-file.c \
	milter/report/texts-file.h
milter_libreport_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)

noinst_LIBRARIES += milter/libjudge.a
milter_libjudge_a_SOURCES = \
	milter/judge/cannot-tell.c \
	milter/judge/cannot-tell.h \
	milter/judge/circumstances.c \
	milter/judge/circumstances.h \
	milter/judge/conditions.c \
	milter/judge/conditions.h \
	milter/judge/judge.c \
	milter/judge/judge.h \
	milter/judge/reasons.c \
	milter/judge/reasons.h \
	milter/judge/trouble.c

noinst_LIBRARIES += milter/libstore.a
milter_libstore_a_SOURCES = \
	milter/store/held-add.c \
	milter/store/held-read.c \
	milter/store/held.c \
	milter/store/incident.c \
	milter/store/outgoing.c \
	milter/store/poison.c \
	milter/store/sql.c \
	milter/store/sql.h \
	milter/store/store-private.h \
	milter/store/store.c \
	milter/store/store.h
nodist_milter_libstore_a_SOURCES = milter/store/schema.h
milter_libstore_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)

noinst_LIBRARIES += milter/libact.a
milter_libact_a_SOURCES = \
	milter/act/mime.c \
	milter/act/mime.h \
	milter/act/notices-facts.c \
	milter/act/notices-facts.h \
	milter/act/notices-mail.c \
	milter/act/notices-mail.h \
	milter/act/notices-returned.c \
	milter/act/notices.c \
	milter/act/notices.h \
	milter/act/reinject.c \
	milter/act/reinject.h \
	milter/act/smtp-params.c \
	milter/act/smtp-params.h \
	milter/act/smtp-reply.c \
	milter/act/smtp-reply.h \
	milter/act/smtp-wire.c \
	milter/act/smtp-wire.h \
	milter/act/smtp.c \
	milter/act/smtp.h

noinst_LIBRARIES += milter/libdaemon.a
milter_libdaemon_a_SOURCES = \
	milter/daemon/background.c \
	milter/daemon/background.h \
	milter/daemon/channel.c \
	milter/daemon/channel.h \
	milter/daemon/children.c \
	milter/daemon/children.h \
	milter/daemon/control.c \
	milter/daemon/control.h \
	milter/daemon/deed.c \
	milter/daemon/deed.h \
	milter/daemon/epoch.c \
	milter/daemon/epoch.h \
	milter/daemon/flow.c \
	milter/daemon/flow.h \
	milter/daemon/identity.c \
	milter/daemon/identity.h \
	milter/daemon/lock.c \
	milter/daemon/lock.h \
	milter/daemon/log-pipe.c \
	milter/daemon/log-pipe.h \
	milter/daemon/milter-process.c \
	milter/daemon/milter-process.h \
	milter/daemon/records.c \
	milter/daemon/records.h \
	milter/daemon/releaser.c \
	milter/daemon/releaser.h \
	milter/daemon/repeats.c \
	milter/daemon/repeats.h \
	milter/daemon/service-manager.c \
	milter/daemon/service-manager.h \
	milter/daemon/supervisor.c \
	milter/daemon/supervisor.h

noinst_LIBRARIES += milter/libcli.a
milter_libcli_a_SOURCES = \
	milter/cli/asker.c \
	milter/cli/asker.h \
	milter/cli/check.c \
	milter/cli/cli.c \
	milter/cli/cli.h \
	milter/cli/config.c \
	milter/cli/extract.c \
	milter/cli/held-decide.c \
	milter/cli/held.c \
	milter/cli/held.h \
	milter/cli/inputs.c \
	milter/cli/inputs.h \
	milter/cli/outcome.c \
	milter/cli/outcome.h \
	milter/cli/rows.c \
	milter/cli/rows.h \
	milter/cli/rules.c \
	milter/cli/session.c \
	milter/cli/session.h \
	milter/cli/when.c \
	milter/cli/when.h

# The schema is one file of SQL, and a string in the program.
milter/store/schema.h: $(top_srcdir)/milter/store/schema.sql
	@$(MKDIR_P) milter/store
	@{ echo '/* Made from store/schema.sql by make. */'; \
	  echo 'static const char store_schema[] ='; \
	  sed -e 's/[\\"]/\\&/g' -e 's/.*/    "&\\n"/' \
	    $(top_srcdir)/milter/store/schema.sql; \
	  echo '    ;'; } >$@.tmp && mv $@.tmp $@
BUILT_SOURCES += milter/store/schema.h
milter/store/libstore_a-store.$(OBJEXT): milter/store/schema.h
CLEANFILES += milter/store/schema.h
EXTRA_DIST += milter/store/schema.sql milter/README.md milter/report-schema.md
pkgdata_DATA = milter/report.schema.json
EXTRA_DIST += milter/report.schema.json

# What each layer needs to link, itself included, last layer first.
LINK_BASE = milter/libbase.a $(SODIUM_LIBS)
LINK_CONFIG = milter/libconfig.a milter/libbase.a $(YAML_LIBS) $(SODIUM_LIBS)
LINK_INTAKE = milter/libintake.a milter/libconfig.a milter/libbase.a $(MILTER_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_PARSE = milter/libparse.a milter/libconfig.a milter/libbase.a $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_EXTRACT = milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_FIND = milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_REPORT = milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(JANSSON_LIBS) $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_JUDGE = milter/libjudge.a milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(JANSSON_LIBS) $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_STORE = milter/libstore.a milter/libjudge.a milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(SQLITE_LIBS) $(JANSSON_LIBS) $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_ACT = milter/libact.a milter/libstore.a milter/libjudge.a milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(SQLITE_LIBS) $(JANSSON_LIBS) $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_DAEMON = milter/libdaemon.a milter/libact.a milter/libstore.a milter/libjudge.a milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libintake.a milter/libconfig.a milter/libbase.a $(SQLITE_LIBS) $(JANSSON_LIBS) $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(MILTER_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)
LINK_CLI = milter/libcli.a milter/libdaemon.a milter/libact.a milter/libstore.a milter/libjudge.a milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a $(SQLITE_LIBS) $(JANSSON_LIBS) $(VECTORSCAN_LIBS) $(PCRE2_LIBS) $(TESSERACT_LIBS) $(CRYPTO_LIBS) $(CAIRO_LIBS) $(POPPLER_LIBS) $(ARCHIVE_LIBS) $(SECCOMP_LIBS) $(XML_LIBS) $(ICU_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)

sbin_PROGRAMS += probityd
probityd_SOURCES = milter/probityd.c
# The daemon decodes nothing: no GMime, no document reader, no rule engine.
probityd_LDADD = milter/libdaemon.a milter/libact.a milter/libstore.a milter/libjudge.a milter/libreport.a milter/libintake.a milter/libconfig.a \
	milter/libfind.a milter/libextract.a milter/libbase.a \
	$(MILTER_LIBS) $(SQLITE_LIBS) $(JANSSON_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)

bin_PROGRAMS += probity
probity_SOURCES = milter/probity.c
probity_LDADD = milter/libcli.a milter/libdaemon.a milter/libact.a milter/libstore.a milter/libjudge.a milter/libreport.a milter/libfind.a milter/libconfig.a \
	milter/libextract.a milter/libparse.a milter/libbase.a \
	$(SQLITE_LIBS) $(JANSSON_LIBS) $(PCRE2_LIBS) $(VECTORSCAN_LIBS) $(ICU_LIBS) $(XML_LIBS) $(SECCOMP_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)

pkglibexec_PROGRAMS += probity-inspect
probity_inspect_SOURCES = milter/probity-inspect.c milter/inspect.c \
	milter/inspect.h
probity_inspect_LDADD = milter/libreport.a milter/libfind.a milter/libextract.a milter/libparse.a milter/libconfig.a milter/libbase.a \
	$(JANSSON_LIBS) $(PCRE2_LIBS) $(VECTORSCAN_LIBS) $(ICU_LIBS) $(XML_LIBS) $(SECCOMP_LIBS) $(ARCHIVE_LIBS) $(POPPLER_LIBS) $(CAIRO_LIBS) $(CRYPTO_LIBS) $(TESSERACT_LIBS) $(GMIME_LIBS) $(YAML_LIBS) $(SODIUM_LIBS)

dist_man_MANS = milter/probity-policy.5 milter/probity-rules.5 milter/probity.1 milter/probity.yaml.5 milter/probityd.8
