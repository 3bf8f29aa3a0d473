/* SPDX-License-Identifier: MIT
 *
 * pairs.h - a document as the only attachment of a member's mail.
 */
#ifndef TESTS_DOCUMENTS_PAIRS_H
#define TESTS_DOCUMENTS_PAIRS_H

#include "mail/asking.h"

/* The judged report of a mail to an outsider with the file at path attached
 * under that name. Free with report_free. */
struct report *pairs_ask(struct asking *a, const char *path, const char *name);

#endif
