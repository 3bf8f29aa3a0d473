/* SPDX-License-Identifier: MIT
 *
 * bank-tables.h - is this account number one that its sort code's bank gives
 * out?
 *
 * The tables are the bank's and the operator's to supply: Vocalink publishes
 * them (VALACDOS.txt, SCSUBTAB.txt) without an open licence, so none comes
 * with this program.  Read once, never changed afterwards.
 */
#ifndef FIND_BANK_TABLES_H
#define FIND_BANK_TABLES_H

#include "base/buf.h"
#include "base/words.h"

struct bank_tables;

/* Reads the table of weights and, unless `substitutes` is NULL or empty, the
 * pairs of sort codes of exception 5. Returns new tables, or NULL with
 * "file:line:column: what was found; what was expected" in *ret_err. */
struct bank_tables *bank_tables_load(
    const char *weights, const char *substitutes, struct buf *ret_err);
void bank_tables_free(struct bank_tables *t);

/* Checks six digits of sort code and eight of account. YES: the check of that
 * sort code holds. NO: it does not. CANNOT_TELL: no row has the sort code, or
 * the account is one that is not checked (foreign currency). */
enum answer bank_tables_check(const struct bank_tables *t,
    const char sort_code[6], const char account[8]);

#endif
