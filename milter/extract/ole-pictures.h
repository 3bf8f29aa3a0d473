/* SPDX-License-Identifier: MIT
 *
 * ole-pictures.h - the pictures in Office's drawing records (MS-ODRAW 2.2.23,
 * OfficeArtBlip), which Word, Excel and PowerPoint keep each in another place.
 */
#ifndef EXTRACT_OLE_PICTURES_H
#define EXTRACT_OLE_PICTURES_H

#include <stddef.h>

#include "extract/bytes.h"
#include "extract/ole-parts.h"

/* Of so many, one that is there again is known. */
#define OLE_PICTURES_KNOWN 256

struct ole_pictures {
	struct ole *o;
	/* Where what a record only points to is kept (Word). */
	struct bytes delayed;
	unsigned char known[OLE_PICTURES_KNOWN][16]; /* by their digests */
	size_t n;
	size_t budget; /* bytes that may still be handed on */
};

/* o is borrowed. */
void ole_pictures_begin(struct ole_pictures *p, struct ole *o);

/* Reads the pictures among records, in containers too, as documents within, in
 * place: a small one is a logo if the document has words. 0, or -1: memory. */
int ole_pictures_take(struct ole_pictures *p, struct bytes records);

/* Those of Word's text, one structure after the other in its Data stream
 * (PICFAndOfficeArtData, MS-DOC 2.9.190). */
int ole_pictures_take_word(struct ole_pictures *p, struct bytes data);

#endif
