/* SPDX-License-Identifier: MIT
 *
 * landlock.h - no file, or few, by the kernel's Landlock (landlock(7)).
 */
#ifndef EXTRACT_LANDLOCK_H
#define EXTRACT_LANDLOCK_H

/* The ABI version of this kernel; 0 where there is no Landlock. */
int landlock_abi(void);

/* Forbids this process every file access that ABI knows, and from ABI 4 on
 * TCP, for good; but for reading files and folders below those of a list that
 * ends with NULL. A folder that is not there is passed over. Needs
 * no-new-privs. 0, or -1 with errno. */
int landlock_deny_all(int abi, const char *const *but_read);

#endif
