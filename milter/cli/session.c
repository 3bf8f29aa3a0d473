/* SPDX-License-Identifier: MIT
 *
 * session.c - a command's own inspect parent, asked about all its inputs.
 */
#include "cli/session.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "config/config.h"
#include "report/inspector.h"

#define MUCH_BYTES (8 * 1024 * 1024)

static unsigned
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (unsigned)n : 1;
}

static int
add(const struct input *in, void *arg)
{
	return asker_add(arg, in);
}

static int
ask_all(struct session *s, struct service service, char *const *paths, size_t n)
{
	const struct asker_options o = {
	    .config = s->config,
	    .pattern = &s->pattern,
	    .kind = s->kind,
	    .service = service,
	    .threads = cores() + 1,
	    .answer = s->answer,
	    .arg = s->arg,
	};
	struct asker *a = asker_new(&o);
	const struct inputs w = {
	    .lines = s->lines,
	    .max = s->config->set.message_bytes,
	    .each = add,
	    .arg = a,
	};
	int ret;

	if (a == NULL)
		return cli_fail(s->command, "no thread could be started");
	ret = inputs_walk(&w, paths, n);
	asker_finish(a);
	return ret == 0 ? EXIT_PASS : cli_fail(s->command, "memory is out");
}

/* Is there enough to read that compiling Vectorscan's database, about a second,
 * pays where the daemon's cache is not there to be read?  PCRE2 alone is ready
 * at once and finds the same. */
static bool
is_much(char *const *paths, size_t n)
{
	off_t bytes = 0;
	struct stat st;
	size_t i;

	for (i = 0; i < n && bytes < MUCH_BYTES; i++) {
		if (stat(paths[i], &st) < 0)
			continue;
		bytes += S_ISDIR(st.st_mode) ? MUCH_BYTES : st.st_size;
	}
	return bytes >= MUCH_BYTES;
}

int
session_run(struct session *s, char *const *paths, size_t n)
{
	char dash[] = "-";
	char *const standard_input[] = {dash};
	struct buf err = BUF_MAX(4096);
	struct inspector_options o = {
	    .workers = cores(),
	    .log = -1,
	    .engine = is_much(paths, n) ? NULL : "ready",
	};
	struct inspector i;
	int ret, status;

	s->config = cli_config_load(s->config_path);
	if (s->config == NULL)
		return EXIT_CANNOT;
	o.config = s->config->path;
	if (inspector_start(&o, &i, &err) < 0) {
		ret = cli_fail(s->command, "%s", buf_str(&err));
	} else {
		ret = n > 0 ? ask_all(s, i.service, paths, n)
			    : ask_all(s, i.service, standard_input, 1);
		inspector_close(&i);
		if (waitpid(i.pid, &status, 0) == i.pid && status != 0)
			ret = cli_fail(s->command,
			    "the inspection ended early; "
			    "what it could not look at is held");
	}
	buf_free(&err);
	config_unref(s->config);
	s->config = NULL;
	return ret;
}
