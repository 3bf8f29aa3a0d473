/* SPDX-License-Identifier: MIT
 *
 * xml.h - the XML of office documents, walked once, without a tree.
 *
 * Nothing is fetched and no entity is expanded: office documents have no
 * document type (ECMA-376-2 Annex B; OpenDocument 1.3 part 2, 3.1), so one is
 * refused before its first declaration is read.
 */
#ifndef EXTRACT_XML_H
#define EXTRACT_XML_H

#include <stddef.h>

struct xml_attributes;

/* What is called in the order of the document. Names are without their prefix;
 * they, and text, are valid UTF-8, borrowed for the call. Each returns 0 to go
 * on, any other value to end the walk with XML_STOPPED. NULL: passed over. */
struct xml_handler {
	int (*open)(
	    void *arg, const char *name, const struct xml_attributes *a);
	int (*close)(void *arg, const char *name);
	/* Text, in pieces; length in bytes, not NUL-terminated. */
	int (*text)(void *arg, const char *s, size_t len);
};

enum xml_walked {
	XML_WHOLE,
	XML_DAMAGED, /* not well-formed, or with a document type: the calls
		      * made so far were for what stands before that */
	XML_STOPPED, /* a call wished so */
	XML_MEMORY,
};

/* Once per process, before the sandbox. */
void xml_init(void);

enum xml_walked xml_walk(
    const char *data, size_t len, const struct xml_handler *h, void *arg);

/* Overwrites with blanks what programs write into VML that is not XML:
 * "<![if …]>", "<![endif]>" (conditions for browsers of old) and "<br>" without
 * an end. */
void xml_tame(char *data, size_t len);

/* An attribute by its name without prefix, copied into value with a NUL, cut
 * to size between characters. Returns value, or NULL: the element has none. */
const char *xml_attribute(
    const struct xml_attributes *a, const char *name, char *value, size_t size);

/* The same of the attribute with a prefix, where one without has that name too:
 * r:id of <p:sldId id="256" r:id="rId2"/>. */
const char *xml_attribute_qualified(
    const struct xml_attributes *a, const char *name, char *value, size_t size);

/* Is there such an attribute, with that value? */
int xml_attribute_is(
    const struct xml_attributes *a, const char *name, const char *value);

/* The attribute as a whole number not below 0; `absent` where there is none, or
 * it is no number. */
long xml_attribute_number(
    const struct xml_attributes *a, const char *name, long absent);

/* Is an on/off attribute ("val" or any name) on, as OOXML writes it? Absent is
 * on: <w:vanish/> is hidden. */
int xml_attribute_on(const struct xml_attributes *a, const char *name);

#endif
