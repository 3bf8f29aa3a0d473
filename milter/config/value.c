/* SPDX-License-Identifier: MIT
 *
 * value.c - what single values of probity.yaml must look like.
 */
#include "config/value.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/address.h"
#include "config/mailset.h"

#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define LARGE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool
only(const char *s, const char *allowed)
{
	return s[strspn(s, allowed)] == '\0';
}

static bool
host_valid(const char *s)
{
	unsigned char addr[16];

	return inet_pton(AF_INET6, s, addr) == 1 ||
	       (*s != '\0' && strlen(s) <= 253 &&
		   only(s, SMALL LARGE DIGITS "-."));
}

/* "PORT@HOST" */
static bool
socket_valid(const char *s)
{
	char *end;
	unsigned long port;

	if (*s < '0' || *s > '9')
		return false;
	port = strtoul(s, &end, 10);
	return port >= 1 && port <= 65535 && *end == '@' && host_valid(end + 1);
}

const char *
value_listen(const char *s)
{
	const size_t most = sizeof((struct sockaddr_un *)NULL)->sun_path - 1;

	if (strncmp(s, "unix:/", 6) == 0 && strlen(s + 5) <= most)
		return NULL;
	if (strncmp(s, "unix:/", 6) == 0)
		return "a socket path of at most 107 bytes";
	if ((strncmp(s, "inet:", 5) == 0 && socket_valid(s + 5)) ||
	    (strncmp(s, "inet6:", 6) == 0 && socket_valid(s + 6)))
		return NULL;
	return "unix:/absolute/path, inet:PORT@HOST or inet6:PORT@HOST, such "
	       "as inet:10025@127.0.0.1";
}

const char *
value_domain(const char *s)
{
	if (strchr(s, '@') == NULL && mailset_wrong(s) == NULL)
		return NULL;
	return "a domain such as town.example";
}

const char *
value_mailbox(const char *s)
{
	if (*s == '\0' || (address_valid(s, false) && mailset_wrong(s) == NULL))
		return NULL;
	return "an address such as clerk@town.example, or '' for none";
}

const char *
value_user(const char *s)
{
	if (strlen(s) <= 32 && only(s, SMALL LARGE DIGITS "_-.") && *s != '-' &&
	    *s != '.')
		return NULL;
	return "a user or group name, or '' for none";
}

const char *
value_host(const char *s)
{
	return host_valid(s) ? NULL : "a host name or an IP address";
}

const char *
value_header(const char *s)
{
	if (*s != '\0' && strlen(s) <= 70 && only(s, SMALL LARGE DIGITS "-_"))
		return NULL;
	return "the name of a header field, such as X-Probity-Verdict";
}

const char *
value_word(const char *s)
{
	if (*s != '\0' && strlen(s) <= 64 && only(s, SMALL LARGE DIGITS "-_.:"))
		return NULL;
	return "one word, as the MTA's daemon_name";
}

const char *
value_language(const char *s)
{
	if (*s != '\0' && *s != '/' && strlen(s) <= 32 &&
	    only(s, SMALL LARGE "_/"))
		return NULL;
	return "a language as Tesseract calls it, such as eng or cym";
}

const char *
value_line(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return "one line without control characters";
	return NULL;
}
