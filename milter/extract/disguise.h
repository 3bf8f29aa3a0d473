/* SPDX-License-Identifier: MIT
 *
 * disguise.h - documents whose names say another kind than they are.
 */
#ifndef EXTRACT_DISGUISE_H
#define EXTRACT_DISGUISE_H

#include <stddef.h>

#include "extract/document.h"

/* Notes a SIGN_DISGUISE where the ending of the document's name promises
 * another kind than its content is (kind, by document_kind), or an archive is
 * hung behind a picture or a PDF. What systems commonly name so (HTML as .xls,
 * RTF as .doc, one kind of picture as another) is none. data may be NULL where
 * its bytes were not decoded. Returns 0, or -1 when memory is out. */
int disguise_note(const struct document *d, enum document_kind kind,
    const char *data, size_t len, struct texts *out);

#endif
