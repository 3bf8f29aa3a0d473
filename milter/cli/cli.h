/* SPDX-License-Identifier: MIT
 *
 * cli.h - what the commands of `probity` share.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

struct config;

/* Exit statuses: a contract with scripts (probity(1)). */
#define EXIT_PASS 0
#define EXIT_ABOVE 1  /* something is above pass, or was not done */
#define EXIT_CANNOT 2 /* usage, an input or config could not be read */

/* Each command gets argv with its own name first and returns an exit status. */
int cli_check(int argc, char **argv);
int cli_extract(int argc, char **argv);
int cli_rules(int argc, char **argv);
int cli_config(int argc, char **argv);
int cli_held(int argc, char **argv);

/* Which config a command reads when none is named: the build tree's, beside
 * the program; else the installed one; else the shipped one. Static buffer. */
const char *cli_config_path(void);

/* Loads path (or, when NULL, cli_config_path). On failure says why on standard
 * error and returns NULL. */
struct config *cli_config_load(const char *path);

/* Is it an address a person may type: with '@', or empty where `null_ok`;
 * angle brackets around it are fine. */
bool cli_address(const char *s, bool null_ok);

/* Says "probity COMMAND: …" on standard error and returns EXIT_CANNOT. */
int cli_fail(const char *command, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* After a getopt_long that returned '?' or ':'. Returns EXIT_CANNOT. */
int cli_usage(const char *command);

#endif
