/* SPDX-License-Identifier: MIT
 *
 * value.h - what single values of probity.yaml must look like.
 *
 * Each function returns NULL for a well-written value, else what was expected,
 * as the end of a sentence. Static strings. None asks the system whether a
 * user, host or file is there.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

/* unix:/absolute/path, inet:PORT@HOST or inet6:PORT@HOST; never without a
 * host, which would listen to the whole network. */
const char *value_listen(const char *s);
/* A domain with a dot, no '@'. */
const char *value_domain(const char *s);
/* An address, or "" for none. */
const char *value_mailbox(const char *s);
/* A user or group name, or "" for none. */
const char *value_user(const char *s);
/* A host name or address. */
const char *value_host(const char *s);
/* The name of a header field (RFC 5322 3.6.8). */
const char *value_header(const char *s);
/* One word, as an MTA's {daemon_name}. */
const char *value_word(const char *s);
/* A language of Tesseract: eng, cym, script/Latin. */
const char *value_language(const char *s);
/* Anything on one line. */
const char *value_line(const char *s);

#endif
