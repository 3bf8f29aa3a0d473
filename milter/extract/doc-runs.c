/* SPDX-License-Identifier: MIT
 *
 * doc-runs.c - which stretches of a Word document are deleted, hidden or in a
 * table (MS-DOC 2.4.6.1, 2.4.6.2, 2.6).
 *
 * Formatting stands in pages of 512 bytes: a number of stretches, where each
 * begins, and for each the offset in the page of its list of changes.
 *
 * BUGS: what hides by a style of its own, and not by the text's own
 * formatting, counts as shown, and what is shaded as a cell is.
 */
#include <stdlib.h>
#include <string.h>

#include "extract/doc-parts.h"

#define PAGE_BYTES 512u
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct {
	unsigned sprm, flag;
} sprms[] = {
    {0x0800, DOC_DELETED},  /* sprmCFRMarkDel */
    {0x083c, DOC_HIDDEN},   /* sprmCFVanish */
    {0x2416, DOC_IN_TABLE}, /* sprmPFInTable */
    {0x2417, DOC_ROW_END},  /* sprmPFTtp */
    {0x244b, DOC_IN_TABLE}, /* sprmPFInnerTableCell */
    {0x244c, DOC_ROW_END},  /* sprmPFInnerTtp */
};

/* Bytes of a change's operand (2.2.5.1). */
static size_t
operand_size(unsigned sprm, struct bytes *b)
{
	static const size_t sizes[] = {1, 1, 2, 4, 2, 2, 0, 3};
	size_t size = sizes[sprm >> 13];

	if (size > 0)
		return size;
	if (sprm == 0xd608) { /* sprmTDefTable */
		size = bytes_number(b, 2);
		return size > 0 ? size - 1 : 0;
	}
	size = bytes_number(b, 1);
	/* sprmPChgTabs of 255 bytes and more tells its size elsewhere. */
	return sprm == 0xc615 && size == 255 ? SIZE_MAX : size;
}

/* Colours by number (2.9.119) that matter here. */
#define ICO_BLACK 1u
#define ICO_WHITE 8u
#define LETTERS (DOC_BLACK_LETTERS | DOC_LIGHT_LETTERS | DOC_WHITE_LETTERS)

static unsigned
letters(bool automatic, bool black, bool white)
{
	if (automatic)
		return 0;
	if (black)
		return DOC_BLACK_LETTERS;
	return DOC_LIGHT_LETTERS | (white ? DOC_WHITE_LETTERS : 0);
}

/* Red, green, blue, and 0xff for the automatic colour (2.9.43). */
static unsigned
letters_of(uint32_t colour)
{
	return letters(colour >> 24 == 0xff, (colour & 0xffffff) == 0,
	    (colour & 0xffffff) == 0xffffff);
}

/* A pattern over a colour (2.9.248): 0 is the colour alone, 1 the pattern's. */
static unsigned
shading(uint32_t fore, uint32_t back, unsigned pattern)
{
	uint32_t colour = pattern == 1 ? fore : back;

	if (pattern == 0xffff || colour >> 24 == 0xff)
		return pattern > 1 && pattern != 0xffff ? DOC_BEHIND : 0;
	if (colour == 0 && pattern <= 1)
		return DOC_SHADING_BLACK | DOC_BEHIND;
	return DOC_BEHIND;
}

/* The same of older files: five bits each for the colours' numbers. */
static unsigned
shading_of_numbers(unsigned shd)
{
	unsigned pattern = shd >> 10 & 0x3f, fore = shd & 0x1f;
	unsigned colour = pattern == 1 ? fore : shd >> 5 & 0x1f;

	if (shd == 0xffff || (colour == 0 && pattern == 0))
		return 0;
	return colour == ICO_BLACK && pattern <= 1
		   ? DOC_SHADING_BLACK | DOC_BEHIND
		   : DOC_BEHIND;
}

static unsigned
take_colour(unsigned sprm, struct bytes b, unsigned flags)
{
	unsigned n;

	switch (sprm) {
	case 0x2a0c: /* sprmCHighlight */
		n = bytes_number(&b, 1);
		flags &= ~DOC_HIGHLIGHT_BLACK;
		if (n != 0)
			flags |= DOC_BEHIND;
		return n == ICO_BLACK ? flags | DOC_HIGHLIGHT_BLACK : flags;
	case 0x2a42: /* sprmCIco */
		n = bytes_number(&b, 1);
		return (flags & ~LETTERS) |
		       letters(n == 0, n == ICO_BLACK, n == ICO_WHITE);
	case 0x6870: /* sprmCCv */
		return (flags & ~LETTERS) | letters_of(bytes_number(&b, 4));
	case 0x442d: /* sprmPShd80 */
	case 0x4866: /* sprmCShd80 */
		flags &= ~DOC_SHADING_BLACK;
		return flags | shading_of_numbers(bytes_number(&b, 2));
	case 0xc64d: /* sprmPShd */
	case 0xca71: /* sprmCShd */
		if (bytes_left(&b) < 10)
			return flags;
		flags &= ~DOC_SHADING_BLACK;
		return flags | shading(bytes_32(b.at), bytes_32(b.at + 4),
				   bytes_16(b.at + 8));
	default:
		return flags;
	}
}

static unsigned
take_switch(unsigned sprm, struct bytes b, unsigned flags)
{
	unsigned value = bytes_number(&b, 1) & 0x7f;

	/* 0x80: as the style has it. */
	for (size_t i = 0; i < COUNT(sprms); i++)
		if (sprms[i].sprm == sprm && !b.cut) {
			flags &= ~sprms[i].flag;
			flags |= value != 0 ? sprms[i].flag : 0;
		}
	return flags;
}

unsigned
doc_sprms(struct bytes grpprl, unsigned flags)
{
	while (bytes_left(&grpprl) >= 3) {
		unsigned sprm = bytes_number(&grpprl, 2);
		size_t size = operand_size(sprm, &grpprl);
		struct bytes operand = bytes_take(&grpprl, size);

		flags = take_switch(sprm, operand, flags);
		flags = take_colour(sprm, operand, flags);
	}
	return flags;
}

static int
add_run(struct doc_runs *r, uint32_t start, uint32_t end, unsigned flags)
{
	size_t want = r->cap > 0 ? 2 * r->cap : 64;
	struct doc_run *v;

	if (flags == 0 || end <= start)
		return 0;
	if (r->n == r->cap) {
		v = reallocarray(r->v, want, sizeof *v);
		if (v == NULL)
			return -1;
		r->v = v;
		r->cap = want;
	}
	r->v[r->n++] = (struct doc_run){start, end, flags};
	return 0;
}

/* The list of changes at that offset of a page. */
static struct bytes
changes_at(const struct bytes *page, size_t at, enum doc_pages kind)
{
	struct bytes b = bytes_at(page, at, PAGE_BYTES);
	size_t size = bytes_number(&b, 1);

	if (kind == DOC_CHARACTERS)
		return bytes_take(&b, size);
	/* In units of two bytes; a style's number before the changes. */
	size = size > 0 ? 2 * size - 1 : 2 * (size_t)bytes_number(&b, 1);
	b = bytes_take(&b, size);
	bytes_number(&b, 2);
	return b;
}

static int
read_page(struct bytes page, enum doc_pages kind, struct doc_runs *ret)
{
	size_t n, each = kind == DOC_CHARACTERS ? 1 : 13, offset;

	if (bytes_left(&page) < PAGE_BYTES)
		return 0;
	n = page.at[PAGE_BYTES - 1];
	if (4 * (n + 1) + each * n > PAGE_BYTES - 1)
		return 0;
	for (size_t i = 0; i < n; i++) {
		offset = 2 * (size_t)page.at[4 * (n + 1) + each * i];
		if (offset != 0 &&
		    add_run(ret, bytes_32(page.at + 4 * i),
			bytes_32(page.at + 4 * i + 4),
			doc_sprms(changes_at(&page, offset, kind), 0)) < 0)
			return -1;
	}
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct doc_run *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

int
doc_runs_read(struct bytes stream, struct bytes plc, enum doc_pages kind,
    struct doc_runs *ret)
{
	size_t n = bytes_left(&plc) >= 4 ? (bytes_left(&plc) - 4) / 8 : 0;

	/* A table that names pages twice is cut. */
	if (n > bytes_left(&stream) / PAGE_BYTES)
		n = bytes_left(&stream) / PAGE_BYTES;
	for (size_t i = 0; i < n; i++) {
		size_t at = 4 * ((bytes_left(&plc) - 4) / 8 + 1) + 4 * i;
		size_t page = bytes_32(plc.at + at) & 0x3fffff;

		if (read_page(bytes_at(&stream, page * PAGE_BYTES, PAGE_BYTES),
			kind, ret) < 0)
			return -1;
	}
	if (ret->n > 0)
		qsort(ret->v, ret->n, sizeof ret->v[0], by_start);
	return 0;
}

void
doc_runs_free(struct doc_runs *r)
{
	free(r->v);
	*r = (struct doc_runs){.v = NULL};
}

/* The first run that begins behind that byte. */
static size_t
first_behind(const struct doc_runs *r, uint32_t at)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->v[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

unsigned
doc_runs_at(struct doc_runs *r, uint32_t at)
{
	if (r->n == 0)
		return 0;
	if (at < r->v[r->last].start || at >= r->v[r->last].end) {
		size_t i = first_behind(r, at);

		if (i == 0)
			return 0;
		r->last = i - 1;
	}
	return at < r->v[r->last].end ? r->v[r->last].flags : 0;
}
