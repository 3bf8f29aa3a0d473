/* SPDX-License-Identifier: MIT
 *
 * control.h - the socket by which an operator speaks to the supervisor.
 *
 * One request a connection: a word and a line end; one answer, "ok …" or
 * "failed …", and the end.
 */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include "base/buf.h"

/* Listens at dir/control, mode 0660. Returns the descriptor, or -1 with a
 * sentence in *ret_err. */
int control_listen(const char *dir, struct buf *ret_err);

/* Accepts one connection and reads its word (at most 32 bytes, within a
 * second). Returns the connection, or -1 when there was no word. */
int control_accept(int listener, char word[33]);

/* Answers and closes the connection. */
void control_answer(int connection, const char *text);

/* The other end: says word, adds the answer to *ret_answer. Returns 0, or -1
 * with a sentence in *ret_answer: nobody listens there. */
int control_ask(const char *dir, const char *word, struct buf *ret_answer);

#endif
