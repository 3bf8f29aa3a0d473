/* SPDX-License-Identifier: MIT
 *
 * unpack-parts.h - what unpack.c and unpack-zip.c share.
 */
#ifndef EXTRACT_UNPACK_PARTS_H
#define EXTRACT_UNPACK_PARTS_H

#include <stdbool.h>
#include <stddef.h>

/* Does it begin as a ZIP archive does? */
bool unpack_zip_begins(const char *data, size_t len);

/* Could a program show other members of this ZIP archive than its directory
 * lists, or under other names? Some go by the directory at the end, some by
 * what stands before each member (APPNOTE 4.3.6). An archive without a
 * directory is not looked at: false. Returns 0 or 1; -1 when memory is out. */
int unpack_zip_disagrees(const char *data, size_t len);

/* Is the next file of a RAR 5 archive encrypted? Start with *at 0; it is moved
 * behind that file. False where there is no next, or it is no such archive. */
bool unpack_rar_encrypted(const char *data, size_t len, size_t *at);

#endif
