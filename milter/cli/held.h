/* SPDX-License-Identifier: MIT
 *
 * held.h - what `probity held` was asked, and the parts that do it.
 */
#ifndef CLI_HELD_H
#define CLI_HELD_H

#include <stdbool.h>
#include <stddef.h>

struct config;
struct held;
struct store;

struct held_options {
	const char *config_path; /* or NULL */
	const char *verb;        /* "list", … */
	const char *id;          /* as typed, or NULL */
	const char *who;         /* never NULL */
	const char *why;         /* "" where none was given */
	unsigned states;
	size_t limit;
	unsigned wait_s;
	bool json;
	bool original;
};

/* Each returns an exit status (cli.h); s is open for writing and id whole. */
int cli_held_release(const struct held_options *o, const struct config *c,
    struct store *s, const char *id);
int cli_held_return(const struct held_options *o, const struct config *c,
    struct store *s, const char *id);
int cli_held_discard(const struct held_options *o, const struct config *c,
    struct store *s, const char *id);

/* Says on standard error what a status of the store means for message id, and
 * returns the exit status. */
int cli_held_trouble(const char *id, int status);

#endif
