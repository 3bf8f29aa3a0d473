/* SPDX-License-Identifier: MIT
 *
 * asking.h - whole messages through real sandboxed workers, for tests.
 */
#ifndef TESTS_MAIL_ASKING_H
#define TESTS_MAIL_ASKING_H

#include <stddef.h>

#include "report/inspector.h"

struct config;
struct report;
struct strlist;

struct asking {
	struct config *config;
	struct inspector inspector;
};

/* Starts workers on the shipped config and rules; engine as in struct
 * inspector_options. Fails the test when they cannot start. */
void asking_start(struct asking *a, const char *engine);
/* The same on another config file. */
void asking_start_with(
    struct asking *a, const char *config, const char *engine);
void asking_end(struct asking *a);

/* The judged report of a message to these recipients (none: those of its
 * header). Fails the test when the worker gives none. Free with report_free. */
struct report *asking_about(struct asking *a, const char *name,
    const char *data, size_t len, const struct strlist *to);

/* The same of what a listed member's MTA hands in: with its envelope sender
 * and login (each may be NULL), to the recipients of its header. */
struct report *asking_about_mail(
    struct asking *a, const char *sender, const char *auth, const char *mail);

#endif
