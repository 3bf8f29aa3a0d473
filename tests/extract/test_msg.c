/* SPDX-License-Identifier: MIT
 *
 * test_msg.c - Outlook's saved messages, whole and not.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/compound.h"
#include "extract/extract.h"
#include "extract/said.h"
#include "lib/test.h"

#define S(path, data)                        \
	{                                    \
		path, data, sizeof(data) - 1 \
	}
#define P "__substg1.0_"
#define A "__attach_version1.0_#00000000/"
#define B "__attach_version1.0_#00000001/"
#define INNER B "__substg1.0_3701000D/"
/* Code page 1252, behind a header of 32 bytes. */
#define NUMBERS                            \
	"01234567890123456789012345678901" \
	"\3\0\xfd\x3f\6\0\0\0\xe4\4\0\0\0\0\0\0"
#define NUMBERS_INNER              \
	"012345678901234567890123" \
	"\3\0\xfd\x3f\6\0\0\0\xe3\4\0\0\0\0\0\0"

static const struct compound_stream message[] = {
    S("__properties_version1.0", NUMBERS),
    S(P "0037001E", "Rent of Caf\xe9"),
    S(P "1000001E", "Dear Caf\xe9, NINO MW000000A"),
    S(P "10130102", "<p>Dear Caf\xe9, NINO MW000000A</p>"),
    S(P "0C1A001E", "Sender"),
    S(P "8001001E", "Oak Road"),
    S(P "0FFF0102", "\0\1\2"),
    S(A "__properties_version1.0", "01234567"),
    S(A P "3704001E", "NOTES~1.TXT"),
    S(A P "3707001F", "n\0o\0t\0e\0s\0 \0o\0f\0 \0M\0a\0y\0.\0t\0x\0t\0"),
    S(A P "37010102", "Ring 07700 900123"),
    S(B "__properties_version1.0", "01234567"),
    S(B P "3001001E", "Re: bins"),
    S(INNER "__properties_version1.0", NUMBERS_INNER),
    S(INNER P "0037001E", "Re: bins"),
    S(INNER P "1000001E", "Dear \xc0nn"),
};

/* Subject, body once, other words, attachments by their long names, a message
 * within in its own code page; nobody's address. */
static void
test_whole(void **state)
{
	(void)state;
	compound_says("message", message, COUNT(message),
	    "forwarded subject, inside attachment x\nRent of Café\n"
	    "forwarded body, inside attachment x\nDear Café, NINO MW000000A\n"
	    "Oak Road\nattachment notes of May.txt, inside attachment x\n"
	    "Ring 07700 900123\n"
	    "forwarded body, inside attachment Re: bins, inside attachment x\n"
	    "Dear Аnn\n!body (HTML)\n!Sender\n!unread");
}

/* A packed body that is none, an attachment without bytes, a large value that
 * no table knows: each is told. */
static void
test_odd(void **state)
{
	static char large[2000];
	const struct compound_stream odd[] = {
	    S("__properties_version1.0", NUMBERS),
	    S(P "10090102", "none"),
	    {P "66660102", large, sizeof large},
	    S(A P "3707001E", "gone.pdf"),
	};

	(void)state;
	memset(large, 'x', sizeof large);
	compound_says("odd", odd, COUNT(odd),
	    "unread damaged\nunread unsupported\ngone.pdf");
}

/* Body text that is not packed, whose writer counts part of the header with it;
 * the fonts and colours of Word: neither is a fault. */
static void
test_plain_rtf(void **state)
{
	static char theme[2000] = "PK\3\4theme/theme/themeManager.xml";
	const struct compound_stream streams[] = {
	    S("__properties_version1.0", NUMBERS),
	    S(P "10090102", "\x19\0\0\0\x19\0\0\0MELA\0\0\0\0{\\rtf1 Rents}"),
	    {P "800B0102", theme, sizeof theme},
	};
	const struct compound_stream cut[] = {
	    S("__properties_version1.0", NUMBERS),
	    S(P "10090102", "\x2a\0\0\0\x1e\0\0\0MELA\0\0\0\0{\\rtf1 Rents}"),
	};

	(void)state;
	compound_says("plain", streams, COUNT(streams), "Rents\n!unread");
	compound_says("cut", cut, COUNT(cut), "Rents\nunread damaged");
}

/* Cut or changed anywhere it is read as far as it goes, or told. */
static void
test_torture(void **state)
{
	size_t len;
	char *data = compound_make(message, COUNT(message), &len);

	(void)state;
	compound_torture("message", data, len);
	free(data);
}

static int
setup(void **state)
{
	(void)state;
	return extract_init();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_odd),
	    cmocka_unit_test(test_plain_rtf),
	    cmocka_unit_test(test_torture),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
