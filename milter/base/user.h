/* SPDX-License-Identifier: MIT
 *
 * user.h - becoming another user, for good.
 */
#ifndef BASE_USER_H
#define BASE_USER_H

#include <sys/types.h>

#include "base/buf.h"

/* The ids of a user by name. 0, or -1 with a sentence in *ret_err. */
int user_ids(
    const char *name, uid_t *ret_uid, gid_t *ret_gid, struct buf *ret_err);

/* Gives up groups, then group, then user, for those of `name`, and checks that
 * there is no way back. When we are that user already, or name is "", nothing
 * is done. Returns 0, or -1 with a sentence in *ret_err: exit then. */
int user_become(const char *name, struct buf *ret_err);

#endif
