-- What proves that nobody changed the ledger, see docs/internals/seals.md; and whether the projections still have to be
-- made anew. Both stand beside the projections and are made from the ledger alone.

CREATE TABLE seal (
  block INTEGER PRIMARY KEY,       -- 1, 2, 3 ... without gaps
  first_sequence INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,              -- over all events up to last_sequence
  sealed_at INTEGER NOT NULL
) STRICT;

-- The tree of hashes, from the nodes over 256 events upwards: a proof needs few of them.
CREATE TABLE seal_node (
  level INTEGER NOT NULL,          -- a node covers 2^level events,
  place INTEGER NOT NULL,          -- those from place * 2^level + 1 on
  hash BLOB NOT NULL,
  PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE projection_state (
  ledger_id INTEGER PRIMARY KEY CHECK (ledger_id = 1),
  stale INTEGER NOT NULL           -- 1: a migration changed their shape or content; they are made anew before any use
) STRICT;
INSERT INTO projection_state (ledger_id, stale) SELECT 1, sequence > 0 FROM head;

PRAGMA user_version = 7;
