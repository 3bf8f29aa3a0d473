/* SPDX-License-Identifier: MIT
 *
 * landlock.c - no file, by the kernel's Landlock (landlock(7)).
 *
 * glibc has no wrappers, and Debian 12's headers know ABI 2 only while its
 * backports kernel knows more: so the access bits are counted here by ABI
 * (kernel Documentation/userspace-api/landlock.rst) and the structure is our
 * own, with the size that the ABI expects.
 */
#include "extract/landlock.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
#define CREATE_VERSION 1u

struct ruleset {
	uint64_t access_fs;
	uint64_t access_net;
};

/* How many file access rights each ABI has: 13, +refer, +truncate, (4 brought
 * TCP), +device ioctl. */
static const unsigned char fs_rights[] = {0, 13, 14, 15, 15, 16};

int
landlock_abi(void)
{
	long abi = syscall(
	    SYS_landlock_create_ruleset, NULL, (size_t)0, CREATE_VERSION);

	return abi > 0 ? (int)abi : 0;
}

int
landlock_deny_all(int abi)
{
	const int known = (int)sizeof fs_rights - 1;
	struct ruleset r = {
	    .access_fs = (1ull << fs_rights[abi < known ? abi : known]) - 1,
	    .access_net = abi >= 4 ? 3 : 0, /* bind and connect TCP */
	};
	size_t size = abi >= 4 ? sizeof r : sizeof r.access_fs;
	int fd, ret, err;

	fd = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0u);
	if (fd < 0)
		return -1;
	ret = (int)syscall(SYS_landlock_restrict_self, fd, 0u);
	err = errno;
	close(fd);
	errno = err;
	return ret;
}
