/* SPDX-License-Identifier: MIT
 *
 * test_settings.c - the table of settings, and what it drives.
 */
#include "config/settings.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "config/files.h"
#include "config/settings-table.h"
#include "lib/test.h"

/* Reads text as FOLDER/f.yaml; the result is the error without the folder. */
static const char *
try(const char *folder, const char *text, struct settings *set)
{
	struct buf err = BUF_MAX(4096);
	struct yaml_file f;
	static char message[4096];

	*set = (struct settings){0};
	message[0] = '\0';
	if (yaml_parse("f", text, strlen(text), &f, &err) == 0) {
		settings_read(&f, folder, set, &err);
		yaml_unload(&f);
	}
	snprintf(message, sizeof message, "%s", files_short(buf_str(&err)));
	buf_free(&err);
	return message;
}

/* A folder with rules beside it, as in the source tree. */
static const char *
folder_with_rules(void)
{
	static char path[4096];
	const char *folder = files_folder();

	files_write("rules/x.yaml", "");
	files_write("conf/x", "");
	snprintf(path, sizeof path, "%s/conf", folder);
	return path;
}

/* What is wrong is refused with its place, key, what was found and what was
 * expected. */
static void
test_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
	    {"no map", "- listen\n",
		"f:1:1: no keys; expected 'key: value', indented, a line "
		"each"},
	    {"unknown at the top", "lissten: ['unix:/x']\n",
		"f:1:1: unknown key 'lissten'; did you mean 'listen'? known "
		"keys: council, officers, inspect, listen, socket, user, "
		"state_dir, cache_dir, run_dir, log, mode, release, notices, "
		"tag, "
		"limits, ocr, policy, members, calendar, lists, rules, bank"},
	    {"unknown below", "inspect:\n  sender: [a.example]\n",
		"f:2:3: unknown key 'sender'; did you mean 'senders'? known "
		"keys: senders, members, ports, trusted_clients, user"},
	    {"dotted", "inspect.senders: [a.example]\n",
		"f:1:1: key 'inspect.senders' with a dot; expected 'inspect:' "
		"and, indented on the next line, 'senders:'"},
	    {"text for keys", "council: Town\n",
		"f:1:10: council: no keys; expected 'key: value', indented, "
		"a line each"},
	    {"nothing below", "council:\nmode: observe\n",
		"f:1:9: council: no keys; expected 'key: value', indented, a "
		"line each"},
	    {"keys for text", "user: {name: x}\n",
		"f:1:7: user: a map of keys; expected a text ('' for an empty "
		"one)"},
	    {"too long a key",
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz: x\n",
		"f:1:1: unknown key "
		"'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'; known "
		"keys: council, officers, inspect, listen, socket, user, "
		"state_dir, cache_dir, run_dir, log, mode, release, notices, "
		"tag, "
		"limits, ocr, policy, members, calendar, lists, rules, "
		"bank"},
	    {"several lines", "council:\n  name: \"a\\nb\"\n",
		"f:2:9: name: 'a\nb'; expected one line without control "
		"characters"},
	    {"domain", "council:\n  domains: [town.example, a@town.example]\n",
		"f:2:27: domains: 'a@town.example'; expected a domain such as "
		"town.example"},
	    {"officer", "officers: {dpo: the DPO}\n",
		"f:1:17: dpo: 'the DPO'; expected an address such as "
		"clerk@town.example, or '' for none"},
	    {"sender", "inspect: {senders: 'Alex Example <a@t.example>'}\n",
		"f:1:20: senders: 'Alex Example <a@t.example>'; expected an "
		"address (a@x.example), a domain (x.example) or exactly one "
		"domain (@x.example)"},
	    {"flag", "inspect: {members: all}\n",
		"f:1:20: members: 'all'; expected yes or no"},
	    {"block", "inspect: {trusted_clients: [10.0.0.0/33]}\n",
		"f:1:29: trusted_clients: '10.0.0.0/33'; expected an address "
		"or block such as 192.0.2.0/24 or fc00::/7"},
	    {"block with host bits",
		"inspect: {trusted_clients: [10.1.0.0/8]}\n",
		"f:1:29: trusted_clients: '10.1.0.0/8'; expected a block "
		"whose address is all zeros beyond its prefix, such as "
		"192.0.2.0/24"},
	    {"block of names", "inspect: {trusted_clients: [mail.example]}\n",
		"f:1:29: trusted_clients: 'mail.example'; expected an address "
		"or block such as 192.0.2.0/24 or fc00::/7"},
	    {"listen without host", "listen: inet:10025\n",
		"f:1:9: listen: 'inet:10025'; expected unix:/absolute/path, "
		"inet:PORT@HOST or inet6:PORT@HOST, such as "
		"inet:10025@127.0.0.1"},
	    {"listen to everyone", "listen: ['inet:10025@']\n",
		"f:1:10: listen: 'inet:10025@'; expected unix:/absolute/path, "
		"inet:PORT@HOST or inet6:PORT@HOST, such as "
		"inet:10025@127.0.0.1"},
	    {"listen port", "listen: inet:65536@127.0.0.1\n",
		"f:1:9: listen: 'inet:65536@127.0.0.1'; expected "
		"unix:/absolute/path, inet:PORT@HOST or inet6:PORT@HOST, such "
		"as inet:10025@127.0.0.1"},
	    {"listen relative", "listen: unix:milter.sock\n",
		"f:1:9: listen: 'unix:milter.sock'; expected "
		"unix:/absolute/path, inet:PORT@HOST or inet6:PORT@HOST, such "
		"as inet:10025@127.0.0.1"},
	    {"mode", "socket: {mode: rw-rw----}\n",
		"f:1:16: mode: 'rw-rw----'; expected octal permissions such "
		"as 0660"},
	    {"mode in decimal", "socket: {mode: 680}\n",
		"f:1:16: mode: '680'; expected octal permissions such as "
		"0660"},
	    {"mode too large", "socket: {mode: 1777}\n",
		"f:1:16: mode: '1777'; expected octal permissions such as "
		"0660"},
	    {"user", "user: 'no body'\n",
		"f:1:7: user: 'no body'; expected a user or group name, or '' "
		"for none"},
	    {"log", "log: file\n",
		"f:1:6: log: 'file'; expected stderr or syslog"},
	    {"what to do", "mode: watch\n",
		"f:1:7: mode: 'watch'; expected enforce or observe"},
	    {"host", "release: {host: 'a b'}\n",
		"f:1:17: host: 'a b'; expected a host name or an IP address"},
	    {"port", "release: {port: 0}\n",
		"f:1:17: port: '0'; expected a whole number from 1 to 65535"},
	    {"daemon name", "release: {daemon_name: 'RE INJECT'}\n",
		"f:1:24: daemon_name: 'RE INJECT'; expected one word, as the "
		"MTA's daemon_name"},
	    {"header", "tag: {header: 'X-Probity:'}\n",
		"f:1:15: header: 'X-Probity:'; expected the name of a header "
		"field, such as X-Probity-Verdict"},
	    {"message", "limits: {message: 2000 MiB}\n",
		"f:1:19: message: '2000 MiB'; expected a size (with KiB, MiB "
		"or GiB) from 1 MiB to 1024 MiB"},
	    {"in flight", "limits: {inflight: 1 MiB}\n",
		"f:1:20: inflight: '1 MiB'; expected a size (with KiB, MiB or "
		"GiB) from 16 MiB to 65536 MiB"},
	    {"messages", "limits: {inflight_messages: 10001}\n",
		"f:1:29: inflight_messages: '10001'; expected a whole number "
		"from 1 to 10000"},
	    {"text", "limits: {text: 0}\n",
		"f:1:16: text: '0'; expected a size (with KiB, MiB or GiB) "
		"from 1 MiB to 256 MiB"},
	    {"seconds of OCR", "ocr: {seconds: 0}\n",
		"f:1:16: seconds: '0'; expected a whole number from 1 to 120"},
	    {"a language", "ocr: {languages: [eng, ../x]}\n",
		"f:1:24: languages: '../x'; expected a language as Tesseract "
		"calls it, such as eng or cym"},
	    {"deadline", "limits: {deadline: 301}\n",
		"f:1:20: deadline: '301'; expected a whole number from 1 to "
		"300"},
	    {"workers", "limits: {workers: 65}\n",
		"f:1:19: workers: '65'; expected a whole number from 1 to "
		"64"},
	    {"no such lists", "lists: nowhere\n",
		"f:1:8: lists: no folder conf/nowhere; expected one that is "
		"there"},
	    {"no such templates", "notices: {templates: /nowhere/n}\n",
		"f:1:22: templates: no folder /nowhere/n; expected one that "
		"is there"},
	    {"no such rules", "rules: [../rules, more]\n",
		"f:1:19: rules: no folder conf/more; expected one that is "
		"there"},
	};
	const char *folder = folder_with_rules();
	struct settings set;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		test_same(cases[i].name, try(folder, cases[i].text, &set),
		    cases[i].want);
	files_remove();
}

/* An empty file is all defaults, and they are the documented ones. */
static void
test_defaults(void **state)
{
	const char *folder = folder_with_rules();
	struct settings set;

	(void)state;
	test_same("error", try(folder, "", &set), "");
	assert_int_equal(set.council_domains.n, 0);
	assert_int_equal(set.senders.n, 0);
	assert_true(set.senders_members);
	assert_int_equal(set.ports.n, 0);
	assert_int_equal(set.trusted_clients.n, 6);
	assert_int_equal(set.listen.n, 1);
	test_same("listen", set.listen.v[0], "unix:/run/probity/milter.sock");
	assert_int_equal(set.socket_mode, 0660);
	test_same("group", set.socket_group, "");
	test_same("user", set.user, "probity");
	test_same("inspect user", set.inspect_user, "probity-inspect");
	test_same("state", set.state_dir, "/var/lib/probity");
	test_same("run", set.run_dir, "/run/probity");
	assert_true(set.syslog);
	assert_false(set.observe);
	test_same("host", set.smtp_host, "127.0.0.1");
	assert_int_equal(set.smtp_port, 10026);
	test_same("reinject", set.reinject_name, "REINJECT");
	test_same("header", set.header_verdict, "X-Probity-Verdict");
	test_same("from", set.notice_from, "");
	assert_true(set.message_bytes == LIMIT_MESSAGE_BYTES);
	assert_true(set.inflight_bytes == LIMIT_INFLIGHT_BYTES);
	assert_int_equal(set.inflight_messages, LIMIT_INFLIGHT_MESSAGES);
	assert_true(set.text_bytes == LIMIT_TEXT_BYTES);
	assert_int_equal(set.deadline_s, LIMIT_DEADLINE_S);
	assert_int_equal(set.document_workers, 0);
	assert_false(set.ocr);
	assert_int_equal(set.ocr_languages.n, 2);
	test_same("language", set.ocr_languages.v[1], "cym");
	assert_int_equal(set.ocr_s, 20);
	test_same("policy", files_short(set.policy_file), "conf/policy.yaml");
	test_same("members", files_short(set.members_file), "conf/members.csv");
	test_same("lists", files_short(set.lists_dir), "conf/lists");
	test_same("bank", set.bank_weights, "");
	assert_int_equal(set.rules_dirs.n, 1);
	test_same("rules", files_short(set.rules_dirs.v[0]), "rules");
	settings_free(&set);
	files_remove();
}

/* Everything given is what is in force. */
static void
test_given(void **state)
{
	const char *folder = folder_with_rules();
	struct settings set;

	(void)state;
	files_write("conf/site/x.yaml", "");
	test_same("error",
	    try(folder,
		"council: {name: \"It's a Town\", domains: town.example}\n"
		"officers: {clerk: c@town.example, mo: m@town.example}\n"
		"inspect: {members: no, senders: [town.example, "
		"'@x.example'], ports: [SUBMISSION], trusted_clients: [], "
		"user: ''}\n"
		"listen: ['unix:/a/b', 'inet:10025@127.0.0.1', "
		"'inet6:10025@::1']\n"
		"socket: {mode: 0600, group: postfix}\n"
		"log: stderr\nmode: observe\nstate_dir: state\n"
		"release: {host: '::1', port: 25}\n"
		"limits: {message: 1GiB, workers: 64, document_workers: 8}\n"
		"ocr: {read: yes, languages: [eng, script/Latin], seconds: "
		"120}\n"
		"policy: /etc/p.yaml\nrules: [../rules, site]\n"
		"bank: {weights: v.txt}\n",
		&set),
	    "");
	test_same("name", set.council_name, "It's a Town");
	test_same("bank", files_short(set.bank_weights), "conf/v.txt");
	test_same("no pairs", set.bank_substitutes, "");
	test_same("dpo is the clerk", set.officer[ROUTE_DPO], "c@town.example");
	test_same("mo", set.officer[ROUTE_MO], "m@town.example");
	test_same(
	    "comms is the clerk", set.officer[ROUTE_COMMS], "c@town.example");
	assert_false(set.senders_members);
	assert_int_equal(set.senders.n, 2);
	assert_int_equal(set.trusted_clients.n, 0);
	assert_int_equal(set.listen.n, 3);
	assert_int_equal(set.socket_mode, 0600);
	assert_false(set.syslog);
	assert_true(set.observe);
	assert_int_equal(set.document_workers, 8);
	assert_true(set.ocr);
	assert_int_equal(set.ocr_languages.n, 2);
	assert_int_equal(set.ocr_s, 120);
	test_same("from", set.notice_from, "probity@town.example");
	assert_true(set.message_bytes == 1024ull * MIB);
	test_same("relative", files_short(set.state_dir), "conf/state");
	test_same("absolute", set.policy_file, "/etc/p.yaml");
	assert_int_equal(set.rules_dirs.n, 2);
	test_same("site", files_short(set.rules_dirs.v[1]), "conf/site");
	settings_free(&set);
	files_remove();
}

/* Of officers only one of whom is given, all are that one. */
static void
test_one_officer(void **state)
{
	const char *folder = folder_with_rules();
	struct settings set;
	int i;

	(void)state;
	test_same(
	    "error", try(folder, "officers: {mo: m@t.example}", &set), "");
	for (i = 0; i < ROUTE_COUNT; i++)
		test_same("officer", set.officer[i], "m@t.example");
	settings_free(&set);
	files_remove();
}

/* Without a rules key: rules beside the folder, then rules.d in it; without
 * any rules it is an error, for a check without rules finds nothing; an empty
 * list says so on purpose. */
static void
test_rules(void **state)
{
	const char *folder = files_folder();
	struct settings set;
	char conf[4096];

	(void)state;
	files_write("conf/x", "");
	snprintf(conf, sizeof conf, "%s/conf", folder);
	if (!kind_is_folder(PROBITY_DATADIR "/rules"))
		test_same("none", try(conf, "", &set),
		    "f:1:1: no rules in conf/../rules or " PROBITY_DATADIR
		    "/rules; expected one of them, or a key 'rules' with a "
		    "list of folders");
	test_same("on purpose", try(conf, "rules: []\n", &set), "");
	assert_int_equal(set.rules_dirs.n, 0);
	settings_free(&set);
	files_write("rules/x.yaml", "");
	files_write("conf/rules.d/x.yaml", "");
	files_write("conf/notices/x", "");
	test_same("both", try(conf, "", &set), "");
	assert_int_equal(set.rules_dirs.n, 2);
	test_same("shipped", files_short(set.rules_dirs.v[0]), "rules");
	test_same("site", files_short(set.rules_dirs.v[1]), "conf/rules.d");
	test_same("notices", files_short(set.notices_dir), "conf/notices");
	settings_free(&set);
	files_remove();
}

/* What is shown is read back as the same, quotes and all. */
static void
test_show(void **state)
{
	static const char *const cases[] = {"",
	    "council: {name: \"It's: a # 'Town'\", domains: [a.example, "
	    "b.example]}\ninspect: {members: no, trusted_clients: []}\n"
	    "socket: {mode: 0600}\nlimits: {message: 2000000}\nmode: "
	    "observe\nlog: stderr\nofficers: {dpo: 'o''neil@t.example'}\n"};
	const char *folder = folder_with_rules();
	struct buf one = BUF_MAX(1 << 20), two = BUF_MAX(1 << 20);
	struct settings set;
	size_t i;

	(void)state;
	files_write("conf/lists/x", "");
	files_write("conf/notices/x", "");
	for (i = 0; i < COUNT(cases); i++) {
		test_same("first", try(folder, cases[i], &set), "");
		assert_int_equal(settings_show(&set, &one), 0);
		settings_free(&set);
		test_same("again", try(folder, buf_str(&one), &set), "");
		assert_int_equal(settings_show(&set, &two), 0);
		settings_free(&set);
		test_same("shown", buf_str(&two), buf_str(&one));
		buf_reset(&one);
		buf_reset(&two);
	}
	buf_free(&one);
	buf_free(&two);
	files_remove();
}

/* Every line of the table has its help; keys of one first part stand together
 * and none is also a first part; the manual names every key. */
static void
test_table(void **state)
{
	struct buf manual = BUF_MAX(1 << 20);
	const struct setting *s, *t;
	char item[100];
	size_t len;

	(void)state;
	assert_int_equal(settings_manual(&manual), 0);
	for (s = settings_table; s < settings_end; s++) {
		assert_true(strlen(s->key) < 40);
		assert_true(s->help[strlen(s->help) - 1] == '.');
		snprintf(item, sizeof item, ".It Cm %s : Ar %s\n", s->key,
		    s->kind->name);
		assert_non_null(strstr(buf_str(&manual), item));
		len = strcspn(s->key, ".");
		for (t = s + 1; t < settings_end; t++) {
			if (strncmp(s->key, t->key, len) != 0 ||
			    (t->key[len] != '.' && t->key[len] != '\0'))
				continue;
			if (s->key[len] == '\0' || t->key[len] == '\0')
				fail_msg("%s and %s", s->key, t->key);
			if (strncmp(t[-1].key, s->key, len + 1) != 0)
				fail_msg("%s stands apart", t->key);
		}
	}
	buf_free(&manual);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_defaults),
	    cmocka_unit_test(test_given),
	    cmocka_unit_test(test_one_officer),
	    cmocka_unit_test(test_rules),
	    cmocka_unit_test(test_show),
	    cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
