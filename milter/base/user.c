/* SPDX-License-Identifier: MIT
 *
 * user.c - becoming another user, for good.
 */
#include "base/user.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

int
user_ids(const char *name, uid_t *ret_uid, gid_t *ret_gid, struct buf *ret_err)
{
	const struct passwd *pw;

	errno = 0;
	pw = getpwnam(name);
	if (pw == NULL) {
		buf_addf(ret_err, "there is no user '%s' on this machine%s%s",
		    name, errno != 0 ? ": " : "",
		    errno != 0 ? strerror(errno) : "");
		return -1;
	}
	*ret_uid = pw->pw_uid;
	*ret_gid = pw->pw_gid;
	return 0;
}

int
user_become(const char *name, struct buf *ret_err)
{
	uid_t uid;
	gid_t gid;

	if (*name == '\0')
		return 0;
	if (user_ids(name, &uid, &gid, ret_err) < 0)
		return -1;
	if (getuid() == uid && geteuid() == uid)
		return 0;
	if (initgroups(name, gid) < 0 || setresgid(gid, gid, gid) < 0 ||
	    setresuid(uid, uid, uid) < 0) {
		buf_addf(ret_err, "cannot become user '%s': %s", name,
		    strerror(errno));
		return -1;
	}
	if (uid != 0 && (setuid(0) == 0 || setgid(0) == 0)) {
		buf_addf(ret_err, "user '%s' could become root again", name);
		return -1;
	}
	return 0;
}
