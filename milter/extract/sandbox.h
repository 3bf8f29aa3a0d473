/* SPDX-License-Identifier: MIT
 *
 * sandbox.h - where the bytes of a message are decoded, nothing can be done.
 *
 * Two steps: the inspect parent leaves the host's namespaces once; each worker
 * then gives up everything else before it sees a first byte.  What a plain
 * worker is left with: three descriptors, memory, a clock, and the queue.  A
 * document worker may besides read what the libraries of documents need, by
 * name and for reading only: fonts, character maps, language data.
 */
#ifndef EXTRACT_SANDBOX_H
#define EXTRACT_SANDBOX_H

#include <stddef.h>

#include "base/buf.h"

struct sandbox;

enum sandbox_kind { SANDBOX_PLAIN, SANDBOX_DOCUMENTS };
#define SANDBOX_KINDS 2
/* "plain", "documents": for the log. */
const char *sandbox_kind_name(enum sandbox_kind kind);

/* Prepares the filters and leaves the namespaces the kernel lets us leave
 * (user, network, IPC, mounts, host name). Call it single-threaded, after all
 * files were read and users were changed. Returns NULL with a sentence in
 * *ret_err when there can be no sandbox (no seccomp): then nothing may start.
 */
struct sandbox *sandbox_prepare(struct buf *ret_err);
void sandbox_free(struct sandbox *s);

/* For the log and `probity doctor`: "seccomp landlock=7 namespaces=user,net".
 */
const char *sandbox_describe(const struct sandbox *s);

/* In a fresh worker whose descriptors are 0 to 2 already: resource limits, no
 * capabilities, no new privileges, no dumps, Landlock, seccomp. Returns 0, or
 * -1 with the step that failed logged: the worker must then exit without
 * reading. */
int sandbox_enter(const struct sandbox *s, enum sandbox_kind kind);

#endif
