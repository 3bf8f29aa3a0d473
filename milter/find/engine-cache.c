/* SPDX-License-Identifier: MIT
 *
 * engine-cache.c - what an engine has compiled, kept on disk.
 *
 * The folder is opened once and everything is done relative to it, so that
 * what was looked at is what is used.  An entry is written beside its place and
 * renamed: a reader sees a whole one or none.
 *
 * A file is the entry and behind it a digest of the key and the entry.  Its
 * time is when it was last of use.
 *
 * BUGS
 *	A reader that is neither root nor the file's owner cannot renew its
 *	time: for it that is when it was written.
 */
#include "find/engine-cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"

#define SUFFIX ".patterns"
#define FOLDER_MODE 0750
#define FILE_MODE 0640
/* Entries kept, those last of use: a daemon's, and those of rules tried beside
 * it or not long ago. */
#define KEPT 4
/* A file being written for so long was left by a writer that was killed. */
#define UNFINISHED_S 3600
/* Entries looked at; a folder with more is not one of ours. */
#define ENTRIES_MAX 256

struct name {
	char s[sizeof(struct digest_hex) + sizeof SUFFIX];
};

static struct name
name_of(const struct digest *key)
{
	struct name n;

	snprintf(n.s, sizeof n.s, "%s" SUFFIX, digest_hex(key).s);
	return n;
}

static bool
is_ours_alone(const struct stat *st)
{
	return (st->st_uid == 0 || st->st_uid == geteuid()) &&
	       (st->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* Opens the folder; -1 with errno, EPERM when others can write it. */
static int
open_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && is_ours_alone(&st))
		return fd;
	close(fd);
	errno = EPERM;
	return -1;
}

static struct digest
seal_of(const struct digest *key, const void *data, size_t len)
{
	struct digest_state s;

	digest_start(&s);
	digest_field(&s, key->b, sizeof key->b);
	digest_field(&s, data, len);
	return digest_end(&s);
}

/* Takes the seal off what the file's bytes, from `start` on, are. 0, or -1
 * when it is not theirs. */
static int
unseal(const struct digest *key, size_t start, struct buf *b)
{
	struct digest seal, want;
	size_t len = b->len - start;

	if (len < sizeof seal.b)
		return -1;
	len -= sizeof seal.b;
	memcpy(seal.b, buf_str(b) + start + len, sizeof seal.b);
	want = seal_of(key, buf_str(b) + start, len);
	if (!digest_equal(&seal, &want))
		return -1;
	b->len = start + len;
	b->data[b->len] = '\0';
	return 0;
}

static int
refuse(const char *folder, const char *why)
{
	log_warn(NULL, "cache-refused", "folder=%s why=\"%s\"", folder, why);
	return -1;
}

int
engine_cache_read(const char *folder, const struct digest *key, struct buf *ret)
{
	struct name name = name_of(key);
	int dir = open_folder(folder), fd, got = -1;
	size_t start = ret->len;
	struct stat st;

	if (dir < 0)
		return errno == EPERM ? refuse(folder, "others can write it")
				      : -1;
	fd =
	    openat(dir, name.s, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	close(dir);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || !is_ours_alone(&st))
		refuse(folder, "others can write an entry");
	else if (st.st_size <= (off_t)ENGINE_CACHE_MAX)
		got = fd_read_rest(fd, ret);
	if (got == 0 && unseal(key, start, ret) < 0)
		got = refuse(folder, "an entry is not as it was written");
	if (got == 0)
		(void)futimens(fd, NULL);
	close(fd);
	return got;
}

static int
write_file(int dir, const char *name, const struct digest *key,
    const void *data, size_t len)
{
	struct digest seal = seal_of(key, data, len);

	int fd = openat(dir, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	int ret;

	if (fd < 0)
		return -1;
	ret = fd_write_all(fd, data, len);
	if (ret == 0)
		ret = fd_write_all(fd, seal.b, sizeof seal.b);
	if (ret == 0)
		ret = fsync(fd);
	if (close(fd) < 0)
		ret = -1;
	if (ret < 0)
		(void)unlinkat(dir, name, 0);
	return ret;
}

struct entry {
	char name[NAME_MAX + 1];
	struct timespec at;
};

static int
newest_first(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->at.tv_sec != y->at.tv_sec)
		return x->at.tv_sec < y->at.tv_sec ? 1 : -1;
	return (x->at.tv_nsec < y->at.tv_nsec) -
	       (x->at.tv_nsec > y->at.tv_nsec);
}

/* Removes what a writer has left that was killed. */
static void
remove_unfinished(int dir, const char *name, time_t since)
{
	if (since < time(NULL) - UNFINISHED_S)
		(void)unlinkat(dir, name, 0);
}

/* The entries; of other files of ours those that never became one go. */
static size_t
list_entries(DIR *d, struct entry *v)
{
	const char *suffix;
	struct dirent *e;
	struct stat st;
	size_t n = 0;

	while (n < ENTRIES_MAX && (e = readdir(d)) != NULL) {
		suffix = strstr(e->d_name, SUFFIX);
		if (suffix == NULL ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (suffix[strlen(SUFFIX)] != '\0') {
			remove_unfinished(
			    dirfd(d), e->d_name, st.st_mtim.tv_sec);
			continue;
		}
		snprintf(v[n].name, sizeof v[n].name, "%s", e->d_name);
		v[n++].at = st.st_mtim;
	}
	return n;
}

/* Removes all but the newest entries. That one cannot be removed is no harm:
 * it takes room. */
static void
remove_old(int dir)
{
	struct entry *v = calloc(ENTRIES_MAX, sizeof *v);
	int copy = dup(dir);
	DIR *d = copy >= 0 ? fdopendir(copy) : NULL;
	size_t i, n;

	if (v != NULL && d != NULL) {
		n = list_entries(d, v);
		qsort(v, n, sizeof *v, newest_first);
		for (i = KEPT; i < n; i++)
			(void)unlinkat(dir, v[i].name, 0);
	}
	if (d != NULL)
		closedir(d);
	else if (copy >= 0)
		close(copy);
	free(v);
}

int
engine_cache_write(
    const char *folder, const struct digest *key, const void *data, size_t len)
{
	struct name name = name_of(key);
	char fresh[sizeof name.s + 32];
	int dir, ret;

	if (mkdir(folder, FOLDER_MODE) < 0 && errno != EEXIST)
		return -1;
	dir = open_folder(folder);
	if (dir < 0)
		return -1;
	snprintf(fresh, sizeof fresh, "%s.%ld", name.s, (long)getpid());
	(void)unlinkat(dir, fresh, 0); /* of a namesake that was killed */
	ret = write_file(dir, fresh, key, data, len);
	if (ret == 0)
		ret = renameat(dir, fresh, dir, name.s);
	if (ret == 0)
		remove_old(dir);
	close(dir);
	return ret;
}
