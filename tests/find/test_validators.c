/* SPDX-License-Identifier: MIT
 *
 * test_validators.c - every validator against known numbers, its stated
 * exclusions, and the shared corpus of identifiers where there is one.
 */
#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "find/validators.h"

static const char *
answer_word(enum answer a)
{
	static const char *const words[] = {"no", "yes", "cannot tell"};

	return words[a];
}

/* As a rule asks where nothing else is known. */
static enum answer
ask(const struct validator *v, const char *s, size_t len)
{
	return validator_check(v, NULL, s, len);
}

struct value {
	const char *validator;
	const char *text;
	enum answer want;
};

static void
check_values(const struct value *v, size_t n)
{
	const struct validator *check;

	for (size_t i = 0; i < n; i++) {
		check = validator_find(v[i].validator);
		assert_non_null(check);
		/* A copy of exactly that size: reading past it is seen. */
		size_t len = strlen(v[i].text);
		char *copy = malloc(len ? len : 1);
		assert_non_null(copy);
		memcpy(copy, v[i].text, len);
		enum answer got = ask(check, copy, len);
		free(copy);
		test_same(v[i].text, answer_word(got), answer_word(v[i].want));
	}
}

#define YES ANSWER_YES
#define NO ANSWER_NO
#define SHAPE ANSWER_CANNOT_TELL

/* Every number of the table gets the answer written beside it. */
static void
test_fixtures(void **state)
{
	static const struct value values[] = {
	    {"nhs-number", "9990000018", YES},
	    {"nhs-number", "9990000026", YES},
	    {"nhs-number", "9434765919", YES},
	    {"nhs-number", "9434765918", NO},
	    {"nhs-number", "9990000019", NO},
	    {"chi", "0101650000", YES},
	    {"chi", "1508901236", YES},
	    {"chi", "0113651230", NO},
	    {"nino", "MW000000A", YES},
	    {"nino", "AB123456C", YES},
	    {"nino", "QQ123456A", NO},
	    {"nino", "GB123456A", NO},
	    {"nino", "AO123456A", NO},
	    {"utr", "1955839661", YES},
	    {"utr", "2955839661", NO},
	    {"upn", "B801200005001", YES},
	    {"upn", "A801200005001", NO},
	    {"uln", "9276308686", YES},
	    {"uln", "9276308687", NO},
	    {"driver-number", "MORGA657054SM9IJ", YES},
	    {"driver-number", "MORGA663054SM9IJ", NO},
	    /* The published tables call the second one wrong; without
	     * them both are a shape. */
	    {"bank-account", "089999 66374958", SHAPE},
	    {"bank-account", "089999 66374959", SHAPE},
	    {"iban", "GB82WEST12345698765432", YES},
	    {"iban", "GB82WEST12345698765433", NO},
	    {"card", "4242424242424242", YES},
	    {"card", "4111111111111112", NO},
	    {"postcode", "EC1A 1BB", YES},
	    {"postcode", "QA1 1AA", NO},
	    {"uk-phone", "01632 960123", YES},
	    {"uk-phone", "07700 900123", YES},
	    {"uk-phone", "020 7946 0958", YES},
	    {"uk-phone", "12/03/2025 10:30", NO},
	    {"uk-phone", "01234567890123", NO},
	    {"pnc-id", "20/1234567Z", YES},
	    {"pnc-id", "20/1234567A", NO},
	    {"asn", "24/52A1/01/1234N", YES},
	    {"vrm", "AB51 ABC", YES},
	    {"vrm", "AB01 ABC", NO},
	    {"mrz", "1234567897GBR8001014F3001019<<<<<<<<<<<<<<<8", YES},
	    {"mrz", "1234567898GBR8001014F3001019<<<<<<<<<<<<<<<8", NO},
	};

	(void)state;
	check_values(values, COUNT(values));
}

/* Separators, case and the odd forms of each kind are read as people write
 * them. */
static void
test_written_forms(void **state)
{
	static const struct value values[] = {
	    {"nhs-number", "999 000 0018", YES},
	    {"nhs-number", "999-000-0018", YES},
	    {"nhs-number",
		"999\xc2\xa0"
		"000\xe2\x80\x91"
		"0018",
		YES},
	    {"nhs-number", "3201650005", YES}, /* H&C */
	    {"nhs-number", "987 654 3210", YES},
	    {"nhs-number", "012 345 6789", SHAPE}, /* a sample, mostly */
	    {"chi", "010203 0405", YES},
	    {"nino", "mw 00 00 00 a", YES},
	    {"nino", "MW-00-00-00-A", YES},
	    {"nino", "AB123456", SHAPE}, /* suffix left out */
	    {"utr", "19558 39661K", YES},
	    {"upn", "P207000016049", YES},
	    {"upn", "m80120000500a", YES}, /* temporary */
	    {"driver-number", "LEE99 701019 J99AA", YES},
	    {"driver-number", "MORGA657054SM9IJ35", YES},
	    {"bank-account", "08-99-99 66374958", SHAPE},
	    {"bank-account", "Sort code: 08 99 99, account 66374958", SHAPE},
	    {"bank-account", "08-99-99 663749", SHAPE},
	    {"bank-account", "acc 6374958 s/c 08-99-99", SHAPE},
	    {"card", "4242 4242 4242 4242", YES},
	    {"card", "5555-5555-5555-4444", YES},
	    {"card", "2223003122003222", YES},
	    {"card", "378282246310005", YES},
	    {"card", "6759649826438453", YES},
	    {"iban", "GB29 NWBK 6016 1331 9268 19", YES},
	    {"iban", "gb82 west 1234 5698 7654 32", YES},
	    {"postcode", "M1 1AE", YES},
	    {"postcode", "b33 8th", YES},
	    {"postcode", "DN551PT", YES},
	    {"postcode", "W1A 0AX", YES},
	    {"postcode", "N1P 3AE", YES},
	    {"postcode", "E1W 1AA", YES},
	    {"postcode", "SE1P 5LX", YES},
	    {"postcode", "BF1 3AA", YES},
	    {"postcode", "JE2 4WW", YES},
	    {"postcode", "GIR 0AA", YES},
	    {"uk-phone", "+44 (0)1632 960 123", YES},
	    {"uk-phone", "0044 7700 900123", YES},
	    {"uk-phone", "(01632) 960123", YES},
	    {"uk-phone", "0800 111111", YES}, /* nine digits */
	    {"uk-phone", "(020) 7946 0958", YES},
	    {"uk-phone", "(20) 7946 0958", YES},
	    {"uk-phone", "447700900123", YES},
	    {"uk-phone", "028 9649 6123", YES},
	    {"uk-phone", "03069 990123", YES},
	    {"uk-phone", "07700.900.123", YES},
	    {"pnc-id", "2020/1234567z", YES},
	    {"asn", "24/52A1/01/00000001234N", YES},
	    {"vrm", "a123 bcd", YES},
	    {"vrm", "ABC 123D", YES},
	    {"vrm", "AIZ 1234", YES},
	    {"vrm", "AB 1234", SHAPE}, /* no date in it */
	    {"vrm", "1234 AB", SHAPE},
	    {"vat", "GB 980 7806 84", YES},
	    {"vat", "980780684", YES},
	    {"vat", "GD001", YES},
	    {"vat", "HA599", YES},
	    {"dob", "12/03/1985", YES},
	    {"dob", "12.3.85", YES},
	    {"dob", "12-03-1985", YES},
	    {"dob", "12 03 1985", YES},
	    {"dob", "1985-03-12", YES},
	    {"dob", "12th March 1985", YES},
	    {"dob", "12th of mar 1985", YES},
	    {"dob", "March 12, 1985", YES},
	    {"dob", "12 Mawrth 1985", YES},
	    {"dob", "29/02/1984", YES},
	    {"mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", YES},
	    {"mrz",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
		YES},
	};

	(void)state;
	check_values(values, COUNT(values));
}

/* A look-alike is refused. */
static void
test_refused(void **state)
{
	static const struct value values[] = {
	    {"nhs-number", "1111111111", NO},
	    {"nhs-number", "0000000000", NO},
	    {"nhs-number", "1234567890", NO},
	    {"nhs-number", "999000001", NO},
	    {"nhs-number", "99900000180", NO},
	    {"nhs-number", "999/000/0018", NO},
	    {"nhs-number", "", NO},
	    {"chi", "3112991233", NO},
	    {"chi", "3002650003", NO}, /* 30 February */
	    {"nino", "ZZ123456A", NO},
	    {"nino", "DA123456A", NO},
	    {"nino", "AB123456E", NO},
	    {"nino", "AB12345C", NO},
	    {"utr", "1234567890", NO},
	    {"utr", "1111111111", NO},
	    {"utr", "8888888888", NO},
	    {"upn", "Q207000016049", NO},
	    {"uln", "1000000000", NO},
	    {"uln", "1000000019", NO},
	    {"driver-number", "99999801015J99AA", NO},
	    {"bank-account", "12-03-25", NO},
	    {"bank-account", "089999 00000000", NO},
	    {"bank-account", "08-99-99 12345678901", NO},
	    {"bank-account", "08-99-99 66374958 12", NO},
	    {"card", "2221001234123456", NO},
	    {"card", "9999999999999995", NO},
	    {"card", "0000000000000000", NO},
	    {"iban", "GB82 WEST 1234 5698 7654 33", NO},
	    {"iban", "IE95TE8270900834048660", NO},
	    {"iban", "DE82WEST12345698765432", NO},
	    {"postcode", "M1 1CA", NO},
	    {"postcode", "W1I 1AA", NO},
	    {"postcode", "L1L 1AA", NO},
	    {"postcode", "ZZ99 9ZZ", NO},
	    {"postcode", "A4 A4", NO},
	    {"uk-phone", "999 000 0018", NO},
	    {"uk-phone", "04632 960123", NO},
	    {"uk-phone", "+1 632 960123", NO},
	    {"uk-phone", "+", NO},
	    {"uk-phone", "0", NO},
	    {"uk-phone", "0123456789", NO}, /* a sample */
	    {"pnc-id", "20/12345678Z", NO},
	    {"pnc-id", "/1Z", NO},
	    {"asn", "24/52A1/01/1234A", NO},
	    {"asn", "24/52A1/01/123456789012N", NO},
	    {"asn", "24/52A1-01-1234N", NO},
	    {"vrm", "AB50 ABC", NO},
	    {"vrm", "QA51 ABC", NO},
	    {"vrm", "I123 BCD", NO},
	    {"vrm", "AB51 AIB", NO},
	    {"vrm", "ABCD 1", NO},
	    {"vat", "802311781", NO},
	    {"vat", "GD501", NO},
	    {"vat", "HA499", NO},
	    {"dob", "31/02/1985", NO},
	    {"dob", "29/02/1985", NO},
	    {"dob", "12/13/1985", NO},
	    {"dob", "12/03/1885", NO},
	    {"dob", "12/03", NO},
	    {"dob", "12/03/1985 10:30", NO},
	    {"dob", "Monday 12 March", NO},
	    {"mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<11", NO},
	    {"mrz", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", NO},
	};

	(void)state;
	check_values(values, COUNT(values));
}

/* Nobody was born after the day of the message. */
static void
test_future_birth(void **state)
{
	/* 20 November 2026, noon. */
	static const struct validator_given given = {.at = 1795176000};
	static const struct {
		const char *text;
		enum answer want;
	} cases[] = {
	    {"20/11/2026", YES},
	    {"21/11/2026", NO},
	    {"1 December 2026", NO},
	    {"31/10/2026", YES},
	    {"2027-01-01", NO},
	    {"12.3.85", YES},
	};
	const struct validator *dob = validator_find("dob");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		test_same(cases[i].text,
		    answer_word(validator_check(
			dob, &given, cases[i].text, strlen(cases[i].text))),
		    answer_word(cases[i].want));
}

/* No validator reads past its bytes or crashes on any two of them, nor on a
 * long run of one. */
static void
test_any_bytes(void **state)
{
	const struct validator *v;
	char *s = malloc(4096);

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; (v = validator_at(i)); i++) {
		for (int a = 0; a < 256; a++) {
			memset(s, a, 4096);
			assert_int_equal(ask(v, s, 0), ANSWER_NO);
			assert_int_equal(ask(v, s + 4095, 1), ANSWER_NO);
			assert_int_equal(ask(v, s, 4096), ANSWER_NO);
			for (size_t len = 2; len < 100; len++)
				(void)ask(v, s + 4096 - len, len);
		}
	}
	free(s);
}

/* Every name in the table finds its entry; another name finds none. */
static void
test_names(void **state)
{
	const struct validator *v;

	(void)state;
	for (size_t i = 0; (v = validator_at(i)); i++) {
		assert_ptr_equal(validator_find(v->name), v);
		assert_true(strlen(v->help) > 0);
	}
	assert_null(validator_find("nhs"));
	assert_null(validator_find(""));
}

/* Kinds of ids.tsv that we have a validator for, how many lines may differ and
 * why: the corpus holds other people's test values, and some of them are
 * wrong on purpose or about another question. */
static const struct kind {
	const char *kind, *validator;
	size_t may_differ;
	const char *reason;
} kinds[] = {
    {"card", "card", 0, ""},
    {"iban", "iban", 0, ""},
    {"uk_nhs", "nhs-number", 0, ""},
    {"uk_nino", "nino", 0, ""},
    {"uk_driving_licence", "driver-number", 0, ""},
    {"uk_postcode", "postcode", 2, "half a postcode; a W1N withdrawn in 2000"},
    {"uk_utr", "utr", 3, "1234567890; two in the form of a NINO"},
    {"uk_phone", "uk-phone", 3, "an exact range; an extension; 0123"},
    {"uk_vat", "vat", 3, "999 9999 of the format only"},
    {"uk_vrm", "vrm", 0, ""},
    {"uk_bank_modulus", "bank-account", 4, "needs the bank's tables"},
};

struct tally {
	size_t lines, agreed;
};

/* One line: identifier, kind, valid, source, note. */
static void
corpus_line(char *line, struct tally tally[COUNT(kinds)])
{
	char *at = line;
	const char *text = strsep(&at, "\t"), *kind = strsep(&at, "\t");
	const char *valid = strsep(&at, "\t");
	enum answer got;

	if (!valid)
		return;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (strcmp(kind, kinds[i].kind) != 0)
			continue;
		got =
		    ask(validator_find(kinds[i].validator), text, strlen(text));
		tally[i].lines++;
		if ((got != ANSWER_NO) == (strcmp(valid, "yes") == 0))
			tally[i].agreed++;
		else
			print_message("%s '%s': got %s, corpus says %s\n", kind,
			    text, answer_word(got), valid);
	}
}

/* The shared identifiers agree but for the counted exceptions. Skipped where
 * the corpus is not there. */
static void
test_corpus(void **state)
{
	const char *shared = getenv("PROBITY_SHARED");
	char path[4200], line[4096];
	struct tally tally[COUNT(kinds)] = {{0}};
	FILE *f;

	(void)state;
	snprintf(path, sizeof path, "%s/corpora/ids.tsv",
	    shared ? shared : test_source("../shared"));
	f = fopen(path, "re");
	if (!f) {
		print_message("skipped: no %s\n", path);
		skip();
	}
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		corpus_line(line, tally);
	}
	fclose(f);
	for (size_t i = 0; i < COUNT(kinds); i++)
		print_message("%-20s %zu of %zu agreed\n", kinds[i].kind,
		    tally[i].agreed, tally[i].lines);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		assert_true(tally[i].lines > 0);
		if (tally[i].lines - tally[i].agreed > kinds[i].may_differ)
			fail_msg("%s: %zu of %zu agreed; %s", kinds[i].kind,
			    tally[i].agreed, tally[i].lines, kinds[i].reason);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fixtures),
	    cmocka_unit_test(test_written_forms),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_future_birth),
	    cmocka_unit_test(test_any_bytes),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
