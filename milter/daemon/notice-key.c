/* SPDX-License-Identifier: MIT
 *
 * notice-key.c - the secret by which our own notices are known again.
 *
 * The worst its loss can do is that a notice is inspected like other mail, or
 * that whoever read it sends mail past inspection in a notice's shape to the
 * one mailbox it names.
 */
#include "daemon/notice-key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/random.h"

/* Makes the file under another name first, so that nobody reads half a key;
 * link(2) lets only the first of two makers win. */
static int
make_key(const char *dir, const char *path)
{
	unsigned char key[DIGEST_KEY_LEN];
	char fresh[4096];
	int fd, ok;

	snprintf(fresh, sizeof fresh, "%s/notice.key.%d", dir, (int)getpid());
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	random_bytes(key, sizeof key);
	ok = fd_write_all(fd, key, sizeof key) == 0 && fsync(fd) == 0;
	close(fd);
	ok = ok && (link(fresh, path) == 0 || errno == EEXIST);
	unlink(fresh);
	return ok ? 0 : -1;
}

int
notice_key(
    const char *dir, unsigned char ret_key[DIGEST_KEY_LEN], struct buf *ret_err)
{
	struct buf b = BUF_MAX(DIGEST_KEY_LEN);
	char path[4096];
	int ok;

	snprintf(path, sizeof path, "%s/notice.key", dir);
	ok = fd_read_file(path, &b) == 0 ||
	     (errno == ENOENT && make_key(dir, path) == 0 &&
		 fd_read_file(path, &b) == 0);
	if (ok && b.len != DIGEST_KEY_LEN) {
		errno = EINVAL;
		ok = 0;
	}
	if (ok)
		memcpy(ret_key, b.data, DIGEST_KEY_LEN);
	else
		buf_addf(ret_err, "%s: %s", path, strerror(errno));
	buf_free(&b);
	return ok ? 0 : -1;
}
