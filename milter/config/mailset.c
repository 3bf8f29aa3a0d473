/* SPDX-License-Identifier: MIT
 *
 * mailset.c - sets of mailboxes, by binary search.
 *
 * A lookup tries the address, then "@domain", then the domain and each domain
 * above it: about five searches of a sorted table, so a list of 10,000 lines
 * costs a message nothing that can be measured.
 *
 * Domains are kept and asked for in their "xn--" form, so that a list may write
 * a name either way.
 *
 * BUGS: "clerk+minutes@x" is another mailbox than "clerk@x".
 */
#include "config/mailset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/idn.h"

/* An address has at most 320 bytes (RFC 5321 4.5.3.1); its domain may grow
 * when Unicode becomes ASCII. */
#define NAME_MAX_LEN 640

struct entry {
	char *name;
	unsigned bits;
};

struct mailset {
	struct entry *v;
	size_t n, cap;
	bool sealed;
};

struct mailset *
mailset_new(void)
{
	return calloc(1, sizeof(struct mailset));
}

void
mailset_free(struct mailset *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++)
		free(s->v[i].name);
	free(s->v);
	free(s);
}

/* Writes an entry or address, len bytes, to name (NAME_MAX_LEN + 1) as it is
 * kept: without the dot of "x.example.", which is x.example fully qualified,
 * and with the domain in ASCII. 0, or -1 for what can be no address. */
static int
canonical(const char *entry, size_t len, char *name)
{
	const char *at;
	size_t local;

	if (len > 0 && entry[len - 1] == '.')
		len--;
	if (len > NAME_MAX_LEN)
		return -1;
	memcpy(name, entry, len);
	name[len] = '\0';
	if (!idn_needed(name))
		return 0;
	at = memrchr(entry, '@', len);
	local = at != NULL ? (size_t)(at + 1 - entry) : 0;
	return idn_ascii(
	    entry + local, len - local, name + local, NAME_MAX_LEN + 1 - local);
}

/* Labels of letters, digits, hyphens, or anything beyond ASCII, with single
 * dots between them. */
static bool
domain_valid(const char *s)
{
	const char *p;

	if (*s == '\0' || *s == '.' || strlen(s) > 253 ||
	    strchr(s, '.') == NULL || strstr(s, "..") != NULL)
		return false;
	for (p = s; *p != '\0'; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			(*p >= '0' && *p <= '9') || *p == '-' || *p == '_' ||
			*p == '.' || (unsigned char)*p >= 0x80))
			return false;
	return p[-1] != '.';
}

const char *
mailset_wrong(const char *entry)
{
	const char *at = strrchr(entry, '@');
	const char *domain = at != NULL ? at + 1 : entry;
	char name[NAME_MAX_LEN + 1];

	if (!domain_valid(domain) ||
	    canonical(entry, strlen(entry), name) < 0 ||
	    (at != NULL && at != entry && !address_valid(entry, false)))
		return "an address (a@x.example), a domain (x.example) or "
		       "exactly one domain (@x.example)";
	return NULL;
}

int
mailset_add(struct mailset *s, const char *entry, size_t len, unsigned bits)
{
	char name[NAME_MAX_LEN + 1];
	struct entry *v;
	size_t cap;

	if (canonical(entry, len, name) < 0)
		return -1;
	if (s->n == s->cap) {
		cap = s->cap ? s->cap * 2 : 64;
		v = reallocarray(s->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		s->v = v;
		s->cap = cap;
	}
	s->v[s->n] = (struct entry){strdup(name), bits};
	if (s->v[s->n].name == NULL)
		return -1;
	s->n++;
	s->sealed = false;
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcasecmp(x->name, y->name);
}

void
mailset_seal(struct mailset *s)
{
	size_t i, kept = 0;

	if (s->n > 0)
		qsort(s->v, s->n, sizeof *s->v, compare);
	for (i = 1; i < s->n; i++) {
		if (compare(&s->v[kept], &s->v[i]) == 0) {
			s->v[kept].bits |= s->v[i].bits;
			free(s->v[i].name);
		} else {
			s->v[++kept] = s->v[i];
		}
	}
	s->n = s->n > 0 ? kept + 1 : 0;
	s->sealed = true;
}

static unsigned
bits_of(const struct mailset *s, const char *name)
{
	struct entry key = {(char *)name, 0};
	const struct entry *e;

	if (!s->sealed || s->n == 0)
		return 0;
	e = bsearch(&key, s->v, s->n, sizeof *s->v, compare);
	return e != NULL ? e->bits : 0;
}

unsigned
mailset_exact(const struct mailset *s, const char *entry)
{
	char name[NAME_MAX_LEN + 1];

	if (canonical(entry, strlen(entry), name) < 0)
		return 0;
	return bits_of(s, name);
}

size_t
mailset_domain_weight(const char *domain)
{
	return strlen(domain);
}

/* Of the domains that hold the mailbox, the longest with a wanted bit: exactly
 * this one first. A longer domain has at least two letters more, so that one
 * more is enough to put "@x" before "x". `at` points to the '@'. */
static unsigned
find_domain(const struct mailset *s, const char *at, unsigned wanted,
    size_t *ret_weight)
{
	const char *domain = at + 1;
	unsigned bits = bits_of(s, at) & wanted;

	if (bits != 0) {
		*ret_weight = mailset_domain_weight(domain) + 1;
		return bits;
	}
	while (domain != NULL && *domain != '\0') {
		bits = bits_of(s, domain) & wanted;
		if (bits != 0) {
			*ret_weight = mailset_domain_weight(domain);
			return bits;
		}
		domain = strchr(domain, '.');
		if (domain != NULL)
			domain++;
	}
	return 0;
}

unsigned
mailset_find(const struct mailset *s, const char *address, unsigned wanted,
    size_t *ret_weight)
{
	char name[NAME_MAX_LEN + 1];
	size_t weight = SIZE_MAX;
	const char *at;
	unsigned bits;

	if (canonical(address, strlen(address), name) < 0)
		return 0;
	at = strrchr(name, '@');
	if (at == NULL)
		return 0;
	bits = bits_of(s, name) & wanted;
	if (bits == 0)
		bits = find_domain(s, at, wanted, &weight);
	if (bits != 0 && ret_weight != NULL)
		*ret_weight = weight;
	return bits;
}

bool
mailset_matches(const char *entry, const char *address)
{
	char name[NAME_MAX_LEN + 1], mailbox[NAME_MAX_LEN + 1];
	const char *at;

	if (canonical(entry, strlen(entry), name) < 0 ||
	    canonical(address, strlen(address), mailbox) < 0)
		return false;
	at = strrchr(name, '@');
	if (at == name)
		return strcasecmp(at + 1, address_domain(mailbox)) == 0;
	if (at != NULL)
		return address_same(name, mailbox);
	return address_domain_under(address_domain(mailbox), name);
}
