/* SPDX-License-Identifier: MIT
 *
 * inputs.h - the messages named on a command line, one after the other.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

struct input {
	const char *label; /* "x.eml", "box.mbox:3", "-:14" */
	const char *data;  /* borrowed for the call */
	size_t len;
	bool too_large;    /* over inputs.max; data is "" */
	const char *error; /* why it could not be read (data is then ""), or
	                    * NULL */
};

struct inputs {
	bool lines; /* every line of a file is an input of its own */
	size_t max; /* a file of more bytes is not read into memory */
	/* Called for every input in order; non-zero ends the walk. */
	int (*each)(const struct input *in, void *arg);
	void *arg;
};

/* Walks the paths: a file, a folder (all its files, recursively, in byte
 * order), an mbox (each message), "-" for standard input. Returns 0, or what
 * `each` returned. */
int inputs_walk(const struct inputs *w, char *const *paths, size_t n);

#endif
