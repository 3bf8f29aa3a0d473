/* SPDX-License-Identifier: MIT
 *
 * landlock.c - no file, or few, by the kernel's Landlock (landlock(7)).
 *
 * glibc has no wrappers, and Debian 12's headers know ABI 2 only while its
 * backports kernel knows more: so the access bits are counted here by ABI
 * (kernel Documentation/userspace-api/landlock.rst) and the structure is our
 * own, with the size that the ABI expects.
 */
#include "extract/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif
#define CREATE_VERSION 1u
#define RULE_PATH_BENEATH 1
#define READ_FILE (1u << 2)
#define READ_FOLDER (1u << 3)

struct ruleset {
	uint64_t access_fs;
	uint64_t access_net;
};

struct beneath {
	uint64_t access;
	int32_t folder;
} __attribute__((packed)); /* so the kernel has it */

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

static int
allow_reading(int ruleset, const char *folder)
{
	struct beneath b = {.access = READ_FILE | READ_FOLDER};
	long ret;

	b.folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (b.folder < 0)
		return errno == ENOENT || errno == EACCES ? 0 : -1;
	ret =
	    syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &b, 0u);
	close(b.folder);
	return (int)ret;
}

int
landlock_deny_all(int abi, const char *const *but_read)
{
	const int known = (int)sizeof fs_rights - 1;
	struct ruleset r = {
	    .access_fs = (1ull << fs_rights[abi < known ? abi : known]) - 1,
	    .access_net = abi >= 4 ? 3 : 0, /* bind and connect TCP */
	};
	size_t size = abi >= 4 ? sizeof r : sizeof r.access_fs;
	int fd, ret = 0, err;

	fd = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0u);
	if (fd < 0)
		return -1;
	for (; *but_read != NULL && ret == 0; but_read++)
		ret = allow_reading(fd, *but_read);
	if (ret == 0)
		ret = (int)syscall(SYS_landlock_restrict_self, fd, 0u);
	err = errno;
	close(fd);
	errno = err;
	return ret;
}
