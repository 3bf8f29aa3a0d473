/* SPDX-License-Identifier: MIT
 *
 * rules.c - `probity rules`: list, show and test the rules.
 */
#include "cli/cli.h"

#include <getopt.h>
#include <string.h>

#include "base/buf.h"
#include "base/json-out.h"
#include "base/limits.h"
#include "base/strlist.h"
#include "config/config.h"
#include "find/find.h"

static const char help[] =
    "usage: probity rules list [-c CONFIG] [--json]\n"
    "       probity rules show ID [-c CONFIG] [--json]\n"
    "       probity rules test [FOLDER]... [-c CONFIG]\n"
    "       probity rules lint [FOLDER]... [-c CONFIG]\n"
    "\n"
    "  list   every rule: id, category, title\n"
    "  show   one rule: why it is there, the law, its samples, its place\n"
    "  test   run every rule over its own samples: each 'ok' must be found,\n"
    "         no 'fail' may be\n"
    "  lint   only read the rules and say the first thing that is wrong\n"
    "\n"
    "  -c, --config FILE  the settings, which name the folders of rules\n"
    "      --json         one rule a line\n"
    "  -h, --help\n"
    "\n"
    "Exit status: 0 good, 1 a sample failed, 2 the rules could not be read.\n";

struct options {
	const char *config;
	bool json;
};

static struct rules *
load(const struct options *o, enum engine engine, char *const *dirs, size_t n)
{
	struct buf err = BUF_MAX(4096);
	struct strlist named = {0};
	struct config *c = NULL;
	struct rules *r = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		if (strlist_add(&named, dirs[i]) < 0)
			goto done;
	if (n == 0 && (c = cli_config_load(o->config)) == NULL)
		goto done;
	r = rules_load(n > 0 ? &named : &c->set.rules_dirs, engine, &err);
	if (r == NULL)
		fprintf(stderr, "probity: %s\n", buf_str(&err));
done:
	config_unref(c);
	strlist_free(&named);
	buf_free(&err);
	return r;
}

static void
print_json(const struct rule_info *i)
{
	struct buf b = BUF_MAX(LIMIT_CONFIG_BYTES);

	json_out_open(&b, NULL, '{');
	json_out_string(&b, "id", i->id);
	json_out_string(&b, "title", i->title);
	json_out_string(&b, "category", i->category);
	json_out_string(&b, "why", i->why);
	json_out_string(&b, "law", i->law);
	json_out_string(&b, "file", i->file);
	json_out_number(&b, "line", i->line);
	json_out_bool(&b, "mark", i->mark);
	json_out_number(&b, "ok", (long long)i->ok->n);
	json_out_number(&b, "fail", (long long)i->fail->n);
	json_out_close(&b, '}');
	puts(buf_str(&b));
	buf_free(&b);
}

/* A mark need not have one. */
static const char *
title_of(const struct rule_info *i)
{
	return i->title != NULL ? i->title : "";
}

static int
list(const struct options *o, const struct rules *r)
{
	struct rule_info i;
	size_t k;

	for (k = 0; k < rules_count(r); k++) {
		rules_info(r, k, &i);
		if (o->json)
			print_json(&i);
		else
			printf("%-28s %-22s %s\n", i.id,
			    i.mark ? "(mark)" : i.category, title_of(&i));
	}
	if (!o->json)
		printf("%zu rules\n", rules_count(r));
	return EXIT_PASS;
}

/* A sample on one line: a line break within it is shown as a space. */
static void
print_sample(const char *s)
{
	for (; *s != '\0'; s++)
		putchar((unsigned char)*s < ' ' ? ' ' : *s);
	putchar('\n');
}

static void
print_samples(const char *name, const struct strlist *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		printf("%-10s", i == 0 ? name : "");
		print_sample(l->v[i]);
	}
}

static void
print_rule(const struct rule_info *i)
{
	printf("%-10s%s\n%-10s%s\n%-10s%s\n%-10s%s\n", "rule", i->id, "title",
	    title_of(i), "category", i->mark ? "(mark)" : i->category, "why",
	    i->why != NULL ? i->why : "");
	if (i->law != NULL)
		printf("%-10s%s\n", "law", i->law);
	printf("%-10s%s:%u\n", "file", i->file, i->line);
	print_samples("found in", i->ok);
	print_samples("not in", i->fail);
}

static int
show(const struct options *o, const struct rules *r, const char *id)
{
	struct rule_info i;
	size_t k;

	for (k = 0; k < rules_count(r); k++) {
		rules_info(r, k, &i);
		if (strcmp(i.id, id) != 0)
			continue;
		if (o->json)
			print_json(&i);
		else
			print_rule(&i);
		return EXIT_PASS;
	}
	return cli_fail("rules",
	    "there is no rule '%s'; see 'probity rules "
	    "list'",
	    id);
}

static int
test(const struct rules *r)
{
	struct buf out = BUF_MAX(LIMIT_CONFIG_BYTES);
	size_t samples = 0, failed = rules_test(r, &samples, &out);

	fputs(buf_str(&out), stderr);
	buf_free(&out);
	printf("%zu rules, %zu samples, %zu failed (%s)\n", rules_count(r),
	    samples, failed, rules_engine(r));
	return failed > 0 ? EXIT_ABOVE : EXIT_PASS;
}

static int
run(const struct options *o, char *const *args, size_t n)
{
	bool is_show = strcmp(args[0], "show") == 0;
	bool is_test = strcmp(args[0], "test") == 0;
	bool takes_folders = is_test || strcmp(args[0], "lint") == 0;
	struct rules *r;
	int ret;

	if (is_show ? n != 2 : !takes_folders && n != 1)
		return cli_usage("rules");
	/* Only a test runs the rules, and then as the daemon does. */
	r = load(o, is_test ? ENGINE_BEST : ENGINE_PCRE2, args + 1,
	    takes_folders ? n - 1 : 0);
	if (r == NULL)
		return EXIT_CANNOT;
	if (is_show) {
		ret = show(o, r, args[1]);
	} else if (strcmp(args[0], "list") == 0) {
		ret = list(o, r);
	} else if (strcmp(args[0], "test") == 0) {
		ret = test(r);
	} else if (takes_folders) {
		printf("%zu rules: good\n", rules_count(r));
		ret = EXIT_PASS;
	} else {
		ret = cli_usage("rules");
	}
	rules_free(r);
	return ret;
}

int
cli_rules(int argc, char **argv)
{
	static const struct option known[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"json", no_argument, NULL, 'j'},
	    {"help", no_argument, NULL, 'h'},
	    {0},
	};
	struct options o = {0};
	int opt;

	while ((opt = getopt_long(argc, argv, "c:h", known, NULL)) != -1)
		if (opt == 'c') {
			o.config = optarg;
		} else if (opt == 'j') {
			o.json = true;
		} else if (opt == 'h') {
			fputs(help, stdout);
			return EXIT_PASS;
		} else {
			return cli_usage("rules");
		}
	if (optind == argc)
		return cli_usage("rules");
	return run(&o, argv + optind, (size_t)(argc - optind));
}
