/* SPDX-License-Identifier: MIT
 *
 * members.c - members.csv: the councillors whose mail is inspected.
 *
 * Columns are a table: a name, a reader of a cell, whether it must be there.
 * Addresses are found by binary search in an index built at the end.
 *
 * BUGS: an error in one of several values of a cell is placed at the cell.
 */
#include "config/members.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "config/csv.h"
#include "config/source.h"

/* An address and whose it is. Borrows the address from the member. */
struct owner {
	const char *address;
	size_t member;
	enum member_mailbox kind;
	struct place at;
};

struct members {
	struct member *v;
	size_t n;
	struct owner *owners; /* sorted by address */
	size_t nowners;
	bool know_committees; /* there is such a column */
};

/* What a reader of a cell works on. */
struct row {
	const char *path;
	struct members *all;
	struct member *member;
	struct buf *err;
};

struct column {
	const char *name;
	int (*read)(struct row *r, const struct csv_cell *cell,
	    const struct column *self);
	size_t offset; /* of the text in struct member */
	bool required;
};

static int
no_memory(struct row *r, const struct csv_cell *cell)
{
	return source_error(r->err, r->path, cell->at, "out of memory");
}

static int
read_text(struct row *r, const struct csv_cell *cell, const struct column *self)
{
	char **field = (char **)((char *)r->member + self->offset);

	if (self->required && cell->text[0] == '\0')
		return source_error(r->err, r->path, cell->at,
		    "%s: nothing; expected a %s", self->name, self->name);
	free(*field);
	*field = strdup(cell->text);
	return *field != NULL ? 0 : no_memory(r, cell);
}

static int
read_restricted(
    struct row *r, const struct csv_cell *cell, const struct column *self)
{
	if (strcasecmp(cell->text, "yes") == 0) {
		r->member->restricted = true;
		return 0;
	}
	if (cell->text[0] == '\0' || strcasecmp(cell->text, "no") == 0)
		return 0;
	return source_error(r->err, r->path, cell->at,
	    "%s: '%.100s'; expected yes, no or nothing", self->name,
	    cell->text);
}

/* Adds each value of a cell, split at ';' and trimmed, to list. */
static int
split(struct row *r, const struct csv_cell *cell, struct strlist *list)
{
	const char *s = cell->text, *end, *next;

	while (*s != '\0') {
		next = s + strcspn(s, ";");
		s += strspn(s, " \t");
		for (end = next; end > s && (end[-1] == ' ' || end[-1] == '\t');
		     end--)
			;
		if (end > s && strlist_addn(list, s, (size_t)(end - s)) < 0)
			return no_memory(r, cell);
		s = *next != '\0' ? next + 1 : next;
	}
	return 0;
}

static int
add_owner(struct row *r, const struct csv_cell *cell, const char *address,
    enum member_mailbox kind)
{
	struct members *m = r->all;
	struct owner *v;

	if (!address_valid(address, false))
		return source_error(r->err, r->path, cell->at,
		    "'%.100s'; expected an address such as a@x.example "
		    "(several with ';' between them)",
		    address);
	/* Doubling: full whenever the count is a power of two. */
	if ((m->nowners & (m->nowners - 1)) == 0) {
		v = reallocarray(
		    m->owners, m->nowners ? m->nowners * 2 : 1, sizeof *v);
		if (v == NULL)
			return no_memory(r, cell);
		m->owners = v;
	}
	m->owners[m->nowners++] =
	    (struct owner){address, (size_t)(r->member - m->v), kind, cell->at};
	return 0;
}

/* Which sort of mailbox a column's offset stands for. */
static enum member_mailbox
kind_of(size_t offset)
{
	if (offset == offsetof(struct member, private_addresses))
		return MAILBOX_PRIVATE;
	return offset == offsetof(struct member, delegates) ? MAILBOX_DELEGATE
							    : MAILBOX_COUNCIL;
}

static int
read_addresses(
    struct row *r, const struct csv_cell *cell, const struct column *self)
{
	struct strlist *list =
	    (struct strlist *)((char *)r->member + self->offset);
	size_t i;

	if (split(r, cell, list) < 0)
		return -1;
	if (self->required && list->n == 0)
		return source_error(r->err, r->path, cell->at,
		    "%s: nothing; expected the council mailbox", self->name);
	for (i = 0; i < list->n; i++)
		if (add_owner(r, cell, list->v[i], kind_of(self->offset)) < 0)
			return -1;
	return 0;
}

/* "+44 (0)1632 960123" and its like to "01632960123", in place: UK numbers
 * have 10 or 11 digits with the leading 0 (Ofcom numbering plan). */
static int
national_form(char *s)
{
	char digits[32];
	const char *p = s;
	size_t n = 0;

	if (strncmp(p, "+44", 3) == 0 || strncmp(p, "0044", 4) == 0) {
		p += *p == '+' ? 3 : 4;
		digits[n++] = '0';
		p += strspn(p, " (");
		if (*p == '0')
			p++;
	}
	for (; *p != '\0'; p++) {
		if (*p >= '0' && *p <= '9' && n < sizeof digits - 1)
			digits[n++] = *p;
		else if (strchr(" ()-.", *p) == NULL)
			return -1;
	}
	digits[n] = '\0';
	if (n < 10 || n > 11 || digits[0] != '0' || strlen(s) < n)
		return -1;
	memcpy(s, digits, n + 1);
	return 0;
}

static int
read_phones(
    struct row *r, const struct csv_cell *cell, const struct column *self)
{
	struct strlist *list = &r->member->phones;
	size_t i;

	if (split(r, cell, list) < 0)
		return -1;
	for (i = 0; i < list->n; i++)
		if (national_form(list->v[i]) < 0)
			return source_error(r->err, r->path, cell->at,
			    "%s: '%.100s'; expected UK numbers such as 01632 "
			    "960123 (several with ';' between them)",
			    self->name, list->v[i]);
	return 0;
}

static int
read_committees(
    struct row *r, const struct csv_cell *cell, const struct column *self)
{
	struct strlist list = {0};
	enum seats_result rc = SEATS_OK;
	size_t i;

	if (split(r, cell, &list) < 0)
		return -1;
	for (i = 0; i < list.n && rc == SEATS_OK; i++)
		rc = seats_add(&r->member->committees, list.v[i]);
	if (rc == SEATS_WRONG)
		source_error(r->err, r->path, cell->at,
		    "%s: '%.100s'; expected a committee and when, such as "
		    "Planning 2025-05-20.. or Planning "
		    "2025-05-20..2026-05-19 (several with ';' between them)",
		    self->name, list.v[i - 1]);
	else if (rc == SEATS_NO_MEMORY)
		no_memory(r, cell);
	strlist_free(&list);
	return rc == SEATS_OK ? 0 : -1;
}

#define FIELD(f) offsetof(struct member, f)
static const struct column columns[] = {
    {"name", read_text, FIELD(name), true},
    {"addresses", read_addresses, FIELD(addresses), true},
    {"phones", read_phones, FIELD(phones), false},
    {"private", read_addresses, FIELD(private_addresses), false},
    {"party", read_text, FIELD(party), false},
    {"group", read_text, FIELD(group), false},
    {"ward", read_text, FIELD(ward), false},
    {"committees", read_committees, FIELD(committees), false},
    {"restricted", read_restricted, FIELD(restricted), false},
    {"delegates", read_addresses, FIELD(delegates), false},
};
#define COLUMN_COUNT (sizeof columns / sizeof columns[0])

static int
unknown_column(const char *path, const struct csv_cell *cell, struct buf *err)
{
	size_t i;

	source_error(err, path, cell->at,
	    "unknown column '%.100s'; known "
	    "columns: ",
	    cell->text);
	for (i = 0; i < COLUMN_COUNT; i++)
		buf_addf(err, "%s%s", i ? ", " : "", columns[i].name);
	return -1;
}

/* Which column of ours each cell of the first row names: into map, one for
 * each cell. */
static int
read_header(const char *path, const struct csv_row *header,
    const struct column **map, struct buf *err)
{
	bool seen[COLUMN_COUNT] = {false};
	size_t i, j;

	for (i = 0; i < header->n; i++) {
		for (j = 0; j < COLUMN_COUNT; j++)
			if (strcasecmp(columns[j].name, header->v[i].text) == 0)
				break;
		if (j == COLUMN_COUNT)
			return unknown_column(path, &header->v[i], err);
		if (seen[j])
			return source_error(err, path, header->v[i].at,
			    "column '%s' a second time; expected it once",
			    columns[j].name);
		seen[j] = true;
		map[i] = &columns[j];
	}
	for (j = 0; j < COLUMN_COUNT; j++)
		if (columns[j].required && !seen[j])
			return source_error(err, path, header->v[0].at,
			    "no column '%s'; expected a first row that names "
			    "at least name and addresses",
			    columns[j].name);
	return 0;
}

static int
init_member(struct member *m)
{
	*m = (struct member){.name = strdup(""),
	    .party = strdup(""),
	    .group = strdup(""),
	    .ward = strdup("")};
	return m->name && m->party && m->group && m->ward ? 0 : -1;
}

static int
read_rows(
    const char *path, const struct csv *csv, struct members *m, struct buf *err)
{
	const struct column *map[COLUMN_COUNT];
	struct row r = {.path = path, .all = m, .err = err};
	size_t i, j;

	if (csv->n == 0)
		return source_error(err, path, (struct place){1, 1},
		    "an empty file; expected a first row such as "
		    "name,addresses");
	if (read_header(path, &csv->v[0], map, err) < 0)
		return -1;
	m->v = calloc(csv->n, sizeof *m->v);
	if (m->v == NULL)
		return no_memory(&r, &csv->v[0].v[0]);
	for (j = 0; j < csv->v[0].n; j++)
		m->know_committees |= map[j]->read == read_committees;
	for (i = 1; i < csv->n; i++) {
		r.member = &m->v[m->n++];
		if (init_member(r.member) < 0)
			return no_memory(&r, &csv->v[i].v[0]);
		for (j = 0; j < csv->v[i].n; j++)
			if (map[j]->read(&r, &csv->v[i].v[j], map[j]) < 0)
				return -1;
	}
	return 0;
}

/* By address; of equal ones the earlier place first. */
static int
compare(const void *a, const void *b)
{
	const struct owner *x = a, *y = b;
	int d = strcasecmp(x->address, y->address);

	if (d == 0)
		d = (x->at.line > y->at.line) - (x->at.line < y->at.line);
	if (d == 0)
		d = (x->at.column > y->at.column) -
		    (x->at.column < y->at.column);
	return d;
}

static int
sort_owners(const char *path, struct members *m, struct buf *err)
{
	const struct owner *o;
	size_t i;

	if (m->nowners > 0)
		qsort(m->owners, m->nowners, sizeof *m->owners, compare);
	for (i = 1; i < m->nowners; i++) {
		o = &m->owners[i];
		if (address_same(o[-1].address, o->address) &&
		    (o->kind != MAILBOX_DELEGATE ||
			o[-1].kind != MAILBOX_DELEGATE))
			return source_error(err, path, o->at,
			    "'%.100s' a second time; expected each address "
			    "once (the other is on line %u)",
			    o->address, o[-1].at.line);
	}
	return 0;
}

struct members *
members_load(const char *path, struct buf *ret_err)
{
	struct members *m = calloc(1, sizeof *m);
	struct buf err = BUF_MAX(SOURCE_ERROR_MAX);
	struct csv csv = {0};
	struct source s;
	int rc;

	if (m == NULL) {
		buf_addf(ret_err, "%s: out of memory", path);
		return NULL;
	}
	if (source_read(path, &s, &err) < 0) {
		if (errno == ENOENT)
			goto done;
		goto fail;
	}
	rc = csv_parse(&s, &csv, &err);
	if (rc == 0)
		rc = read_rows(path, &csv, m, &err);
	if (rc == 0)
		rc = sort_owners(path, m, &err);
	csv_free(&csv);
	source_free(&s);
	if (rc < 0)
		goto fail;
done:
	buf_free(&err);
	return m;
fail:
	buf_adds(ret_err, buf_str(&err));
	buf_free(&err);
	members_free(m);
	return NULL;
}

void
members_free(struct members *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->n; i++) {
		free(m->v[i].name);
		free(m->v[i].party);
		free(m->v[i].group);
		free(m->v[i].ward);
		strlist_free(&m->v[i].addresses);
		strlist_free(&m->v[i].phones);
		strlist_free(&m->v[i].private_addresses);
		strlist_free(&m->v[i].delegates);
		seats_free(&m->v[i].committees);
	}
	free(m->v);
	free(m->owners);
	free(m);
}

const struct member *
members_find_kind(
    const struct members *m, const char *address, enum member_mailbox *ret_kind)
{
	size_t low = 0, high = m->nowners, mid;

	/* The first of equal ones. */
	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcasecmp(address, m->owners[mid].address) <= 0)
			high = mid;
		else
			low = mid + 1;
	}
	if (low == m->nowners ||
	    strcasecmp(address, m->owners[low].address) != 0)
		return NULL;
	*ret_kind = m->owners[low].kind;
	return &m->v[m->owners[low].member];
}

const struct member *
members_find(const struct members *m, const char *address)
{
	enum member_mailbox kind;

	return members_find_kind(m, address, &kind);
}

static bool
has_address(const struct strlist *l, const char *address)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (address_same(l->v[i], address))
			return true;
	return false;
}

bool
members_speaks_for(const struct member *m, const char *address)
{
	return has_address(&m->addresses, address) ||
	       has_address(&m->private_addresses, address) ||
	       has_address(&m->delegates, address);
}

const struct member *
members_named(const struct members *m, const char *name)
{
	const struct member *found = NULL;
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (strcmp(m->v[i].name, name) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = &m->v[i];
	}
	return found;
}

bool
members_know_committees(const struct members *m)
{
	return m->know_committees;
}

size_t
members_count(const struct members *m)
{
	return m->n;
}

const struct member *
members_at(const struct members *m, size_t i)
{
	return i < m->n ? &m->v[i] : NULL;
}
