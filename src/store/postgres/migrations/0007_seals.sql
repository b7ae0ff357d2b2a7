-- What proves that nobody changed the ledger, see docs/internals/seals.md; and whether the projections still have to be
-- made anew. Both stand beside the projections and are made from the ledger alone.

CREATE TABLE seal (
  block bigint PRIMARY KEY,       -- 1, 2, 3 ... without gaps
  first_sequence bigint NOT NULL,
  last_sequence bigint NOT NULL,
  hash bytea NOT NULL,              -- over all events up to last_sequence
  sealed_at bigint NOT NULL
);

-- The tree of hashes, from the nodes over 256 events upwards: a proof needs few of them.
CREATE TABLE seal_node (
  level smallint NOT NULL,          -- a node covers 2^level events,
  place bigint NOT NULL,          -- those from place * 2^level + 1 on
  hash bytea NOT NULL,
  PRIMARY KEY (level, place)
);

CREATE TABLE projection_state (
  ledger_id smallint PRIMARY KEY CHECK (ledger_id = 1),
  stale bigint NOT NULL           -- 1: a migration changed their shape or content; they are made anew before any use
);
INSERT INTO projection_state (ledger_id, stale) SELECT 1, CASE WHEN sequence > 0 THEN 1 ELSE 0 END FROM head;
