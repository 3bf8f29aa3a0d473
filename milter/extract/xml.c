/* SPDX-License-Identifier: MIT
 *
 * xml.c - the XML of office documents, walked once, without a tree.
 */
#include "extract/xml.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "parse/charset.h"

/* Elements within elements; Word's own deepest seen is 60. libxml2's limit of
 * 256 is off, for it is one with its limit on the size of a text. */
#define DEEPEST 2000
/* libxml2 takes a length as int. */
#define LONGEST ((size_t)INT_MAX - 1)

struct xml_attributes {
	const xmlChar **v; /* five each: name, prefix, URI, value, end */
	int n;
};

struct walk {
	const struct xml_handler *h;
	void *arg;
	xmlParserCtxtPtr parser;
	unsigned depth;
	bool stopped, refused;
};

static void
end_walk(struct walk *w, bool *why)
{
	*why = true;
	xmlStopParser(w->parser);
}

static void
on_open(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nspaces, const xmlChar **spaces, int nattributes,
    int ndefaulted, const xmlChar **attributes)
{
	struct walk *w = context;
	const struct xml_attributes a = {attributes, nattributes};

	(void)prefix;
	(void)uri;
	(void)nspaces;
	(void)spaces;
	(void)ndefaulted;
	if (w->stopped || w->refused)
		return;
	if (++w->depth > DEEPEST)
		end_walk(w, &w->refused);
	else if (w->h->open != NULL &&
		 w->h->open(w->arg, (const char *)name, &a) != 0)
		end_walk(w, &w->stopped);
}

static void
on_close(void *context, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct walk *w = context;

	(void)prefix;
	(void)uri;
	if (w->stopped || w->refused)
		return;
	w->depth--;
	if (w->h->close != NULL && w->h->close(w->arg, (const char *)name) != 0)
		end_walk(w, &w->stopped);
}

static void
on_text(void *context, const xmlChar *s, int len)
{
	struct walk *w = context;

	if (w->stopped || w->refused || w->h->text == NULL)
		return;
	if (w->h->text(w->arg, (const char *)s, (size_t)len) != 0)
		end_walk(w, &w->stopped);
}

/* Called where a document type begins, before what it declares. */
static void
on_type(void *context, const xmlChar *name, const xmlChar *id,
    const xmlChar *system)
{
	struct walk *w = context;

	(void)name;
	(void)id;
	(void)system;
	end_walk(w, &w->refused);
}

static void
no_error(void *context, xmlErrorPtr error)
{
	(void)context;
	(void)error;
}

void
xml_init(void)
{
	xmlInitParser();
	/* Its messages name what stands in a document. */
	xmlSetStructuredErrorFunc(NULL, no_error);
}

enum xml_walked
xml_walk(const char *data, size_t len, const struct xml_handler *h, void *arg)
{
	struct walk w = {.h = h, .arg = arg};
	const xmlSAXHandler sax = {
	    .initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_open,
	    .endElementNs = on_close,
	    .characters = on_text,
	    .ignorableWhitespace = on_text,
	    .cdataBlock = on_text,
	    .internalSubset = on_type,
	    .serror = no_error,
	};
	bool whole;

	if (len > LONGEST)
		return XML_DAMAGED;
	if (len == 0)
		return XML_WHOLE;
	w.parser = xmlNewParserCtxt();
	if (w.parser == NULL)
		return XML_MEMORY;
	*w.parser->sax = sax;
	w.parser->userData = &w;
	xmlCtxtReadMemory(w.parser, data, (int)len, NULL, NULL,
	    /* NOENT: else "&amp;" in an attribute stays "&#38;"; no other
	     * entity can be declared. */
	    XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE |
		XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	whole = w.parser->wellFormed != 0;
	xmlFreeDoc(w.parser->myDoc);
	xmlFreeParserCtxt(w.parser);
	if (w.stopped)
		return XML_STOPPED;
	return whole && !w.refused ? XML_WHOLE : XML_DAMAGED;
}

void
xml_tame(char *data, size_t len)
{
	char *at = data, *end = data + len, *stop;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		if (end - at < 5)
			return;
		if (memcmp(at, "<![if", 5) == 0 ||
		    memcmp(at, "<![en", 5) == 0 ||
		    strncasecmp(at, "<br>", 4) == 0) {
			stop = memchr(at, '>', (size_t)(end - at));
			if (stop == NULL)
				return;
			memset(at, ' ', (size_t)(stop + 1 - at));
		}
		at++;
	}
}

/* The five words of the attribute of that name; NULL: none. */
static const xmlChar **
attribute_of(const struct xml_attributes *a, const char *name)
{
	for (int i = 0; i < a->n; i++)
		if (strcmp((const char *)a->v[5 * i], name) == 0)
			return &a->v[5 * i];
	return NULL;
}

/* Its value, cut to size between characters. */
static const char *
value_of(const xmlChar **v, char *value, size_t size)
{
	size_t len;

	if (v == NULL)
		return NULL;
	len = (size_t)(v[4] - v[3]);
	if (len >= size)
		len = charset_utf8_prefix((const char *)v[3], size - 1);
	memcpy(value, v[3], len);
	value[len] = '\0';
	return value;
}

const char *
xml_attribute(
    const struct xml_attributes *a, const char *name, char *value, size_t size)
{
	return value_of(attribute_of(a, name), value, size);
}

const char *
xml_attribute_qualified(
    const struct xml_attributes *a, const char *name, char *value, size_t size)
{
	for (int i = 0; i < a->n; i++)
		if (a->v[5 * i + 1] != NULL &&
		    strcmp((const char *)a->v[5 * i], name) == 0)
			return value_of(&a->v[5 * i], value, size);
	return NULL;
}

int
xml_attribute_is(
    const struct xml_attributes *a, const char *name, const char *value)
{
	const xmlChar **v = attribute_of(a, name);
	size_t len = strlen(value);

	return v != NULL && (size_t)(v[4] - v[3]) == len &&
	       memcmp(v[3], value, len) == 0;
}

long
xml_attribute_number(
    const struct xml_attributes *a, const char *name, long absent)
{
	char digits[24], *end;
	long n;

	if (xml_attribute(a, name, digits, sizeof digits) == NULL)
		return absent;
	n = strtol(digits, &end, 10);
	return end == digits || n < 0 ? absent : n;
}

int
xml_attribute_on(const struct xml_attributes *a, const char *name)
{
	return !xml_attribute_is(a, name, "0") &&
	       !xml_attribute_is(a, name, "false") &&
	       !xml_attribute_is(a, name, "off") &&
	       !xml_attribute_is(a, name, "none");
}
