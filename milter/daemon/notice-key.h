/* SPDX-License-Identifier: MIT
 *
 * notice-key.h - the secret by which our own notices are known again.
 */
#ifndef DAEMON_NOTICE_KEY_H
#define DAEMON_NOTICE_KEY_H

#include "base/buf.h"
#include "base/digest.h"

/* Reads dir/notice.key, making it (0600, random) where it is missing. Returns
 * 0, or -1 with a sentence in *ret_err. */
int notice_key(const char *dir, unsigned char ret_key[DIGEST_KEY_LEN],
    struct buf *ret_err);

#endif
