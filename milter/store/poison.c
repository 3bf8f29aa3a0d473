/* SPDX-License-Identifier: MIT
 *
 * poison.c - keys of messages whose inspection died or overran.
 *
 * A key is forgotten after LIMIT_REPEAT_S: no MTA tries for longer, and by
 * then the fault may be mended.
 */
#include "store/store.h"

#include "base/limits.h"
#include "store/sql.h"
#include "store/store-private.h"

static const char SQL_ADD[] = "INSERT INTO poison (key, at) VALUES (?1, ?2)"
			      " ON CONFLICT (key) DO UPDATE SET at = ?2";
static const char SQL_FORGET[] = "DELETE FROM poison WHERE at < ?1";
static const char SQL_HAS[] =
    "SELECT 1 FROM poison WHERE key = ?1 AND at >= ?2";
static const char SQL_ANY[] = "SELECT EXISTS (SELECT 1 FROM poison)";

static enum store_status
add_body(struct store *s, void *arg)
{
	const struct digest *key = arg;
	int64_t now = store_now(s);
	enum store_status status;

	status = sql_do(s, SQL_FORGET, VALUES(sql_int(now - LIMIT_REPEAT_S)));
	if (status != STORE_OK)
		return status;
	return sql_do(
	    s, SQL_ADD, VALUES(sql_blob(key->b, sizeof key->b), sql_int(now)));
}

enum store_status
poison_add(struct store *s, const struct digest *key)
{
	struct digest copy = *key;

	return sql_transact(s, "poison_add", SQL_WRITE, add_body, &copy);
}

/* Cannot tell is false here: a worker is lost, the message is not. */
bool
poison_has(struct store *s, const struct digest *key)
{
	int64_t found;

	s->verb = "poison_has";
	return sql_number(s, SQL_HAS,
		   VALUES(sql_blob(key->b, sizeof key->b),
		       sql_int(store_now(s) - LIMIT_REPEAT_S)),
		   &found) == STORE_OK;
}

bool
poison_any(struct store *s)
{
	int64_t found = 0;

	s->verb = "poison_any";
	return sql_number(s, SQL_ANY, NO_VALUES, &found) != STORE_OK ||
	       found != 0;
}
