/* SPDX-License-Identifier: MIT
 *
 * test_own_mailbox.c - which webmail address bears the sender's name.
 */
#include "config/own-mailbox.h"

#include "lib/test.h"

/* The same local part, or first and last name and nothing but what stands
 * between them; never a relative's or a resident's. */
static void
test_own(void **state)
{
	static const struct {
		const char *name, *sender, *address;
		bool want;
	} cases[] = {
	    {NULL, "alex.example@town.example", "alex.example@gmail.com", true},
	    {NULL, "alex.example@town.example", "AlexExample72@gmail.com",
		true},
	    {NULL, "cllr.alex.example@town.example", "alex.example@gmail.com",
		true},
	    {NULL, "alex.example@town.example", "alex.example+home@gmail.com",
		true},
	    {NULL, "alex.example@town.example", "sam.example@gmail.com", false},
	    {NULL, "alex.example@town.example", "example@gmail.com", false},
	    {NULL, "cllr@town.example", "cllr@gmail.com", false},
	    {NULL, "lee@town.example", "lee@gmail.com", false},
	    {"Cllr Alex Example MBE", "north@town.example",
		"example.alex@gmail.com", true},
	    {"Alex Middle Example", "north@town.example",
		"alex_example@gmail.com", true},
	    {"Alex Example", "north@town.example", "a.example@gmail.com",
		false},
	    {"Alex Example", "north@town.example", "pat.example@gmail.com",
		false},
	    {"Alex Middle Example", "north@town.example",
		"alex.middle.example@gmail.com", true},
	    {"Jo Jones", "north@town.example", "jo.jones@gmail.com", true},
	    {"Jo Jones", "north@town.example", "p.jones@gmail.com", false},
	    {"Ann Lee", "north@town.example", "lee.ann2@gmail.com", true},
	    {"Ann Lee", "north@town.example", "hannah.lee@gmail.com", false},
	    {"Ann Lee", "north@town.example", "anna.lee@gmail.com", false},
	    {"Ann A Lee", "north@town.example", "anna.lee@gmail.com", false},
	    {"Ann A Lee", "north@town.example", "ann.lee@gmail.com", true},
	    {"A Khan", "north@town.example", "sarah.khan@gmail.com", false},
	    {"A Khan", "north@town.example", "a.khan@gmail.com", false},
	    {"Cllr Ed Reed", "north@town.example", "fred.reed@gmail.com",
		false},
	    {"Cllr Ed Reed", "north@town.example", "ed.reed@gmail.com", true},
	    {"Ann Price", "north@town.example", "aprice@gmail.com", false},
	    {"Jo Li Lister", "north@town.example", "jolister@gmail.com", true},
	    {"Jo Li Lister", "north@town.example", "jolilister@gmail.com",
		true},
	    {"Jo Jones", "north@town.example", "jo@gmail.com", false},
	    {"Al Bo Cy Di Ed Flo Gus Hal Ivy", "north@town.example",
		"al.ivy@gmail.com", false},
	    {"Alex", "north@town.example", "alex@gmail.com", false},
	    {"Jo Li", "north@town.example", "joli@gmail.com", false},
	    {"", "north@town.example", "anybody@gmail.com", false},
	    {"   ", "", "", false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (own_mailbox(cases[i].name, cases[i].sender,
			cases[i].address) != cases[i].want)
			fail_msg(
			    "%s: want %d", cases[i].address, cases[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
