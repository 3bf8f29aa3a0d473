/* SPDX-License-Identifier: MIT
 *
 * cidr.c - blocks of IP addresses.
 *
 * IPv4 is kept as IPv6-mapped (::ffff:a.b.c.d), so that there is one kind.
 */
#include "config/cidr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BITS 128
#define MAPPED_BITS 96 /* what stands before an IPv4 address */
#define TEXT_MAX 64

struct block {
	unsigned char addr[BITS / 8];
	unsigned bits;
};

/* Reads an address of either family; *ret_before is how many bits stand
 * before its own. */
static int
parse_address(const char *s, unsigned char *ret, unsigned *ret_before)
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};

	memcpy(ret, mapped, sizeof mapped);
	if (inet_pton(AF_INET, s, ret + sizeof mapped) == 1) {
		*ret_before = MAPPED_BITS;
		return 0;
	}
	*ret_before = 0;
	return inet_pton(AF_INET6, s, ret) == 1 ? 0 : -1;
}

static int
parse_block(const char *s, struct block *ret)
{
	const char *slash = strchr(s, '/');
	size_t len = slash != NULL ? (size_t)(slash - s) : strlen(s);
	char text[TEXT_MAX], *end;
	unsigned long bits;
	unsigned before;

	if (len >= sizeof text)
		return -1;
	memcpy(text, s, len);
	text[len] = '\0';
	if (parse_address(text, ret->addr, &before) < 0)
		return -1;
	bits = BITS - before;
	if (slash != NULL) {
		if (slash[1] < '0' || slash[1] > '9')
			return -1;
		bits = strtoul(slash + 1, &end, 10);
		if (*end != '\0' || bits > BITS - before)
			return -1;
	}
	ret->bits = before + (unsigned)bits;
	return 0;
}

static bool
bit_at(const unsigned char *addr, unsigned i)
{
	return addr[i / 8] >> (7 - i % 8) & 1;
}

const char *
cidr_wrong(const char *block)
{
	struct block b;
	unsigned i;

	if (parse_block(block, &b) < 0)
		return "an address or block such as 192.0.2.0/24 or fc00::/7";
	for (i = b.bits; i < BITS; i++)
		if (bit_at(b.addr, i))
			return "a block whose address is all zeros beyond its "
			       "prefix, such as 192.0.2.0/24";
	return NULL;
}

bool
cidr_holds(const char *block, const char *client)
{
	unsigned char addr[BITS / 8];
	unsigned before, i;
	struct block b;

	if (strncasecmp(client, "IPv6:", 5) == 0)
		client += 5;
	if (strcasecmp(client, "local") == 0 ||
	    strcasecmp(client, "localhost") == 0)
		client = "127.0.0.1";
	if (parse_block(block, &b) < 0 ||
	    parse_address(client, addr, &before) < 0)
		return false;
	for (i = 0; i < b.bits; i++)
		if (bit_at(b.addr, i) != bit_at(addr, i))
			return false;
	return true;
}
