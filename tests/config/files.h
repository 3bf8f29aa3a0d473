/* SPDX-License-Identifier: MIT
 *
 * files.h - a temporary folder of config files for one test.
 */
#ifndef TESTS_CONFIG_FILES_H
#define TESTS_CONFIG_FILES_H

#include <stddef.h>

/* Makes a new empty folder and returns its path without links. Static; ends
 * the test where there is none to be had. */
const char *files_folder(void);

/* Writes a file (name may hold one folder: "lists/press.txt") below it and
 * returns its path. Static buffer. */
const char *files_write(const char *name, const char *text);
const char *files_write_bytes(const char *name, const void *data, size_t len);

/* Removes the folder with everything in it. */
void files_remove(void);

/* message without the folder's path, wherever it occurs in it. Static. */
const char *files_short(const char *message);

#endif
