/* SPDX-License-Identifier: MIT
 *
 * engine-cache.h - what an engine has compiled, kept on disk.
 *
 * An entry is one file of the folder, named by a digest of everything that it
 * was made from; other rules or another library's version are another entry.
 * What is read back is handed to a library that trusts it, so neither folder
 * nor file may be one that others than root and ourselves can write, and an
 * entry that is not to the byte what was written under its key is none.
 */
#ifndef FIND_ENGINE_CACHE_H
#define FIND_ENGINE_CACHE_H

#include "base/buf.h"
#include "base/digest.h"

/* The largest entry there may be. */
#define ENGINE_CACHE_MAX (512u * 1024u * 1024u)

/* Adds the entry of that key to ret. Returns 0, or -1 when there is none or
 * it cannot be trusted (which is logged). */
int engine_cache_read(
    const char *folder, const struct digest *key, struct buf *ret);

/* Writes an entry, whole or not at all, and removes those that were not read
 * or written for longest. The folder is made where it is missing. Returns 0, or -1 with errno: EPERM when
 * others can write the folder. */
int engine_cache_write(
    const char *folder, const struct digest *key, const void *data, size_t len);

#endif
