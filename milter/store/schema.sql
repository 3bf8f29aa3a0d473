-- SPDX-License-Identifier: MIT
--
-- schema.sql - what probity keeps, in SQLite 3.40 or newer.
--
-- This file makes a new store, of the newest version.  A store of an older
-- version (PRAGMA user_version) is brought up by the numbered steps in store.c,
-- one transaction a step; whoever changes this file adds the step that makes an
-- old store the same.
--
-- Every time is in seconds since 1970, UTC.  An envelope's strings are kept
-- as the bytes the MTA gave: they are not always UTF-8.  ESMTP parameters
-- are kept one a line, in their order.
--
-- Order of tables: first the facts that cannot be had again once they are
-- lost, then what can be rebuilt from them or done without.

--------------------------------------------------------------------------
-- Facts
--------------------------------------------------------------------------

-- The record of one verdict above pass.
CREATE TABLE incident (
	n      INTEGER PRIMARY KEY,    -- what other tables call it
	id     TEXT NOT NULL UNIQUE    -- its ULID, what people call it
	       CHECK (length(id) = 26),
	at     INTEGER NOT NULL,       -- when it was recorded
	report TEXT NOT NULL           -- the judged report as JSON
) STRICT;

-- A message that was stopped, and where it is in its life (held.c).
CREATE TABLE held (
	n        INTEGER PRIMARY KEY
	         REFERENCES incident (n) ON DELETE CASCADE,
	key      BLOB NOT NULL            -- of whole envelope and bytes
	         CHECK (length(key) = 32),
	digest   BLOB NOT NULL            -- of the bytes alone
	         CHECK (length(digest) = 32),
	size     INTEGER NOT NULL         -- of the bytes
	         CHECK (size >= 0),
	received INTEGER NOT NULL,        -- when it was first stored
	seen     INTEGER NOT NULL DEFAULT 1   -- how often it was submitted
	         CHECK (seen > 0),
	last_seen INTEGER NOT NULL,       -- and when last
	-- Envelope and origin as received
	sender   TEXT NOT NULL,           -- bare; '' is the null sender
	params   TEXT NOT NULL,           -- MAIL's, one a line
	auth     TEXT,                    -- {auth_authen}
	client_addr TEXT,
	client_name TEXT,
	daemon_name TEXT,
	queue_id TEXT,                    -- the MTA's, when it was submitted
	-- Where it is in its life
	state    TEXT NOT NULL
	         CHECK (state IN ('held', 'releasing', 'unknown',
	             'released', 'returned', 'discarded')),
	step     INTEGER NOT NULL DEFAULT 0   -- within releasing: 0 waits,
	         CHECK (step = 0 OR           -- 1 claimed, 2 final dot sent
	             (state = 'releasing' AND step IN (1, 2))),
	changed  INTEGER NOT NULL,        -- when the state last did
	attempts INTEGER NOT NULL DEFAULT 0   -- to send it
	         CHECK (attempts >= 0),
	next_try INTEGER NOT NULL DEFAULT 0,  -- releasing: not before
	last_reply   TEXT,                -- the MTA's last words
	mta_queue_id TEXT                 -- out of its 250
	         CHECK (mta_queue_id IS NULL OR state = 'released')
) STRICT;

-- Its recipients, all of them, in the order received.
CREATE TABLE held_recipient (
	n        INTEGER NOT NULL REFERENCES held (n) ON DELETE CASCADE,
	place    INTEGER NOT NULL CHECK (place >= 0),   -- 0 is the first
	held     INTEGER NOT NULL CHECK (held IN (0, 1)),
	         -- 0: was let through at once, no release sends to it
	verbatim TEXT NOT NULL,           -- "<a@b.example>"
	params   TEXT NOT NULL,           -- RCPT's, one a line
	PRIMARY KEY (n, place)
) STRICT, WITHOUT ROWID;

-- Its bytes, apart from the rows that are listed, in pieces of at most 1 MiB
-- so that no read or write needs a second copy of a large message.
CREATE TABLE original (
	n     INTEGER NOT NULL REFERENCES held (n) ON DELETE CASCADE,
	piece INTEGER NOT NULL CHECK (piece >= 0),   -- 0 is the first
	data  BLOB NOT NULL CHECK (length(data) <= 1048576),
	PRIMARY KEY (n, piece)
) STRICT;

-- Every step of its life. Rows are added, never changed.
CREATE TABLE held_history (
	n          INTEGER NOT NULL REFERENCES held (n) ON DELETE CASCADE,
	place      INTEGER NOT NULL CHECK (place >= 0),
	at         INTEGER NOT NULL,
	from_state TEXT NOT NULL,      -- '' at the start
	to_state   TEXT NOT NULL,
	who        TEXT NOT NULL,      -- a person, or 'probityd'
	why        TEXT NOT NULL,      -- their words, or the MTA's reply
	PRIMARY KEY (n, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER held_history_is_kept BEFORE UPDATE ON held_history
BEGIN
	SELECT raise(ABORT, 'history is never changed');
END;

-- A mail that probity itself sends: durable with the fact that caused it.
CREATE TABLE outgoing (
	n        INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again
	incident INTEGER REFERENCES incident (n) ON DELETE CASCADE,
	kind     TEXT NOT NULL,           -- 'sender-held', 'officer-held', …
	sender   TEXT NOT NULL,           -- envelope; '' is the null sender
	rcpt     TEXT NOT NULL,
	data     BLOB NOT NULL,           -- the whole mail
	made     INTEGER NOT NULL,
	state    TEXT NOT NULL
	         CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
	changed  INTEGER NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
	next_try INTEGER NOT NULL DEFAULT 0,
	last_reply TEXT
) STRICT;

-- The key under which probity marks its own notices, so that every process
-- that makes or knows one has the same. It protects nothing that is kept here.
CREATE TABLE notice_key (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

--------------------------------------------------------------------------
-- What can be rebuilt from the facts, or done without
--------------------------------------------------------------------------

-- The few words of a report that lists show, so that a list parses no JSON.
CREATE TABLE incident_summary (
	n      INTEGER PRIMARY KEY
	       REFERENCES incident (n) ON DELETE CASCADE,
	action TEXT NOT NULL
	       CHECK (action IN ('tag', 'notify', 'ask', 'hold', 'refuse')),
	severe INTEGER NOT NULL CHECK (severe IN (0, 1)),
	routes INTEGER NOT NULL CHECK (routes >= 0),   -- 1 << enum route
	rules  TEXT NOT NULL           -- 'nino, home-address': ids only
) STRICT;

-- Keys of messages whose inspection died or overran.
CREATE TABLE poison (
	key BLOB PRIMARY KEY CHECK (length(key) = 32),
	at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row that store_probe writes to see whether writing works.
CREATE TABLE probe (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	at  INTEGER NOT NULL
) STRICT;

-- A repeat is looked for among the states it may join.
CREATE INDEX held_by_key ON held (key)
	WHERE state IN ('held', 'releasing', 'unknown', 'released');
CREATE INDEX held_by_state ON held (state);
CREATE INDEX outgoing_open ON outgoing (n)
	WHERE state IN ('waiting', 'sending');
CREATE INDEX outgoing_by_incident ON outgoing (incident);

PRAGMA application_id = 0x70726f62;   -- "prob"
