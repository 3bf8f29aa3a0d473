/* SPDX-License-Identifier: MIT
 *
 * mailset.c - sets of mailboxes, by binary search.
 *
 * A lookup tries the address, then "@domain", then the domain and each domain
 * above it: about five searches of a sorted table, so a list of 10,000 lines
 * costs a message nothing that can be measured.
 *
 * BUGS: "clerk+minutes@x" is another mailbox than "clerk@x". A domain in
 * Unicode and its "xn--" form are not the same; a list needs both.
 */
#include "config/mailset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"

#define NAME_MAX_LEN 320 /* an address, RFC 5321 4.5.3.1 */

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

	if (!domain_valid(domain) ||
	    (at != NULL && at != entry && !address_valid(entry, false)))
		return "an address (a@x.example), a domain (x.example) or "
		       "exactly one domain (@x.example)";
	return NULL;
}

int
mailset_add(struct mailset *s, const char *entry, size_t len, unsigned bits)
{
	struct entry *v;
	size_t cap;

	if (s->n == s->cap) {
		cap = s->cap ? s->cap * 2 : 64;
		v = reallocarray(s->v, cap, sizeof *v);
		if (v == NULL)
			return -1;
		s->v = v;
		s->cap = cap;
	}
	s->v[s->n] = (struct entry){strndup(entry, len), bits};
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
	size_t len = strlen(address), weight = SIZE_MAX;
	const char *at;
	unsigned bits;

	/* "x.example." is x.example, fully qualified. */
	if (len > 0 && address[len - 1] == '.')
		len--;
	if (len > NAME_MAX_LEN)
		return 0;
	memcpy(name, address, len);
	name[len] = '\0';
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
	const char *at = strrchr(entry, '@');

	if (at == entry)
		return strcasecmp(at + 1, address_domain(address)) == 0;
	if (at != NULL)
		return address_same(entry, address);
	return address_domain_under(address_domain(address), entry);
}
