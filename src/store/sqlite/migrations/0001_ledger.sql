-- The whole schema. Times are microseconds since 1970-01-01 UTC, days are days since 1970-01-01, quantities are
-- millionths of the product's base unit. Ids are made by the program; one series names units, lots, containers, holds
-- and master records, so an id alone says what is meant. Enumerations are the numbers in src/domain.
--
-- Each primary key starts with the column by which the table would be spread over machines. Rows that repeat for every
-- unit are kept small: NULL stands for "none" and for "the same as the column beside it".

PRAGMA application_id = 0x4E504C54;  -- 'NPLT': how this program knows its own files

-- Beside the projections: never rebuilt from the ledger.

CREATE TABLE head (
  ledger_id INTEGER PRIMARY KEY CHECK (ledger_id = 1),  -- one database is one ledger
  sequence INTEGER NOT NULL,       -- of the newest event; 0: none yet
  recorded_at INTEGER NOT NULL,    -- of the newest event; never runs backwards
  rules_version INTEGER NOT NULL   -- raised by each change of master data, hold rules and rights
) STRICT;
INSERT INTO head (ledger_id, sequence, recorded_at, rules_version) VALUES (1, 0, 0, 0);

CREATE TABLE id_block (
  series INTEGER PRIMARY KEY,      -- 1: subjects, 2: events
  next_id INTEGER NOT NULL         -- the first one not reserved
) STRICT;
INSERT INTO id_block (series, next_id) VALUES (1, 1), (2, 1);

CREATE TABLE counter (
  counter TEXT PRIMARY KEY NOT NULL,
  next_value INTEGER NOT NULL      -- the first one not drawn
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  key BLOB PRIMARY KEY NOT NULL,   -- 16 bytes: hash of account and Idempotency-Key
  body BLOB NOT NULL,              -- 16 bytes: hash of the parsed request
  outcome BLOB NOT NULL,           -- from which the answer is built again
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token_secret (
  hash BLOB PRIMARY KEY NOT NULL,  -- SHA-256 of the token
  account_id INTEGER NOT NULL,
  last_used INTEGER                -- NULL: never
) STRICT, WITHOUT ROWID;

-- The ledger.

CREATE TABLE event (
  event_id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL,       -- 1, 2, 3 ... without gaps
  verb INTEGER NOT NULL,
  event_time INTEGER NOT NULL,     -- when it happened
  recorded_at INTEGER NOT NULL,    -- when we heard of it
  zone_offset INTEGER,             -- minutes east of UTC; NULL: the time was written with Z, or not given
  device_time INTEGER,             -- the device's own clock; NULL: the same as event_time
  actor_id INTEGER,                -- the account; NULL: the program itself
  device TEXT,
  equipment TEXT,
  location_id INTEGER,
  destination_id INTEGER,
  reason TEXT,
  body BLOB NOT NULL               -- everything else, see docs/internals/event-format.md
) STRICT;
CREATE UNIQUE INDEX event_by_sequence ON event (sequence);
CREATE INDEX event_by_time ON event (event_time);

-- What can identify a person; erased by deleting the row. The body keeps a salted hash.
CREATE TABLE event_private (
  event_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  place INTEGER NOT NULL,          -- index of the item in the request; -1: the whole event
  salt BLOB NOT NULL,
  value BLOB NOT NULL,             -- text, or base::write_value for a field of a master record
  PRIMARY KEY (event_id, field, place)
) STRICT, WITHOUT ROWID;

-- Projections: rebuilt from event and event_private.

-- The history index.
CREATE TABLE event_subject (
  subject_id INTEGER NOT NULL,
  event_time INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  role INTEGER NOT NULL,
  state BLOB NOT NULL,             -- the subject's state after the event; empty for lots
  PRIMARY KEY (subject_id, event_time, event_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_document (
  number_norm TEXT NOT NULL,
  kind TEXT NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (number_norm, kind, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
  unit_id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL,
  serial_norm TEXT NOT NULL,       -- by which serials are compared and sorted
  serial TEXT,                     -- as the label shows it; NULL: the same as serial_norm
  status INTEGER NOT NULL,
  holder_id INTEGER NOT NULL,      -- 0 with holder_kind 0: nowhere
  holder_kind INTEGER NOT NULL,
  owner_id INTEGER,                -- NULL: ours
  lot_id INTEGER,                  -- NULL: no lot
  produced INTEGER,                -- day; NULL: not known
  expires INTEGER,                 -- day; NULL: never, or not known
  last_event INTEGER NOT NULL,     -- the event recorded last for this row; guards every write of it
  latest_time INTEGER NOT NULL     -- the latest event time of this row
) STRICT;
-- Each serves a list in order of unit_id (the end of every index) or of serial, or finds the few that are gathered and
-- sorted. Updates name only the columns that changed: a move rewrites one entry of unit_by_holder and one of
-- unit_by_latest (by which others ask what has changed since), and nothing else.
CREATE INDEX unit_by_product ON unit (product_id, status);
CREATE INDEX unit_by_serial ON unit (product_id, serial_norm);
CREATE INDEX unit_by_holder ON unit (holder_id, holder_kind, product_id, status);
CREATE INDEX unit_by_lot ON unit (lot_id) WHERE lot_id IS NOT NULL;
CREATE INDEX unit_by_owner ON unit (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX unit_by_expiry ON unit (expires) WHERE expires IS NOT NULL;
CREATE INDEX unit_by_latest ON unit (latest_time);

CREATE TABLE container (
  container_id INTEGER PRIMARY KEY,
  code_norm TEXT NOT NULL,
  code TEXT,                       -- as the label shows it; NULL: the same as code_norm
  status INTEGER NOT NULL,
  holder_id INTEGER NOT NULL,
  holder_kind INTEGER NOT NULL,
  place_id INTEGER NOT NULL,       -- where the outermost parent stands
  place_kind INTEGER NOT NULL,
  last_event INTEGER NOT NULL,
  latest_time INTEGER NOT NULL
) STRICT;
CREATE INDEX container_by_code ON container (code_norm);
CREATE INDEX container_by_holder ON container (holder_id, holder_kind);
CREATE INDEX container_by_place ON container (place_id, place_kind);

CREATE TABLE lot (
  lot_id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL,
  number TEXT NOT NULL,            -- empty: the one lot of a product that is not tracked
  owner_id INTEGER,                -- NULL: ours
  supplier_id INTEGER,             -- NULL: not known
  produced INTEGER,
  expires INTEGER,
  last_event INTEGER NOT NULL,
  latest_time INTEGER NOT NULL
) STRICT;
CREATE INDEX lot_by_product ON lot (product_id);

-- Rows stay when they reach zero: a late event must still find their last_event and latest_time.
CREATE TABLE lot_balance (
  lot_id INTEGER NOT NULL,
  holder_id INTEGER NOT NULL,
  holder_kind INTEGER NOT NULL,
  status INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  weight INTEGER NOT NULL,         -- catch weight; 0 where items of a lot do not differ in weight
  last_event INTEGER NOT NULL,
  latest_time INTEGER NOT NULL,
  PRIMARY KEY (lot_id, holder_id, holder_kind, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX lot_balance_by_holder ON lot_balance (holder_id, holder_kind) WHERE quantity <> 0 OR weight <> 0;

-- Units that are not void, counted. A row that reaches zero is deleted.
CREATE TABLE unit_count (
  holder_id INTEGER NOT NULL,
  holder_kind INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  status INTEGER NOT NULL,
  owner_id INTEGER NOT NULL,       -- 0: ours
  lot_id INTEGER NOT NULL,         -- 0: no lot
  units INTEGER NOT NULL,
  PRIMARY KEY (holder_id, holder_kind, product_id, status, owner_id, lot_id)
) STRICT, WITHOUT ROWID;

-- The same without place and lot: answers questions about the whole stock when a million customers hold something.
CREATE TABLE unit_total (
  product_id INTEGER NOT NULL,
  status INTEGER NOT NULL,
  owner_id INTEGER NOT NULL,
  units INTEGER NOT NULL,
  PRIMARY KEY (product_id, status, owner_id)
) STRICT, WITHOUT ROWID;

-- Every number of every subject. The key itself forbids two current owners of one number.
CREATE TABLE identifier (
  value_norm TEXT NOT NULL,
  kind INTEGER NOT NULL,
  scope INTEGER NOT NULL,          -- the product or party within which it is unique; 0: the ledger
  closed_by INTEGER NOT NULL,      -- event; 0: current
  twin INTEGER NOT NULL,           -- 0; the subject itself for kinds of numbers that several subjects may bear
  subject_id INTEGER NOT NULL,
  value TEXT,                      -- as the label shows it; NULL: the same as value_norm
  valid_from INTEGER NOT NULL,
  opened_by INTEGER NOT NULL,      -- event
  valid_to INTEGER,                -- NULL: current
  mistaken INTEGER,                -- 1: closed because it was never right; NULL: not so
  PRIMARY KEY (value_norm, kind, scope, closed_by, twin)
) STRICT, WITHOUT ROWID;

-- The mirror by subject, without the current serial, code or lot number: that stands in the subject's own row.
CREATE TABLE identifier_of_subject (
  subject_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  value_norm TEXT NOT NULL,
  scope INTEGER NOT NULL,
  closed_by INTEGER NOT NULL,
  value TEXT,
  valid_from INTEGER NOT NULL,
  opened_by INTEGER NOT NULL,
  valid_to INTEGER,
  mistaken INTEGER,
  PRIMARY KEY (subject_id, kind, value_norm, scope, closed_by)
) STRICT, WITHOUT ROWID;

-- What was in what, in event time; and the mirror by parent.
CREATE TABLE containment (
  child_id INTEGER NOT NULL,
  from_time INTEGER NOT NULL,
  entered_by INTEGER NOT NULL,     -- event
  child_kind INTEGER NOT NULL,
  parent_id INTEGER NOT NULL,
  to_time INTEGER,                 -- NULL: still inside
  left_by INTEGER,                 -- event; NULL: still inside
  PRIMARY KEY (child_id, from_time, entered_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE contents (
  parent_id INTEGER NOT NULL,
  from_time INTEGER NOT NULL,
  child_id INTEGER NOT NULL,
  entered_by INTEGER NOT NULL,
  child_kind INTEGER NOT NULL,
  to_time INTEGER,
  left_by INTEGER,
  PRIMARY KEY (parent_id, from_time, child_id, entered_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
  hold_id INTEGER PRIMARY KEY,
  kind_id INTEGER NOT NULL,        -- the hold kind, a master record
  reason TEXT NOT NULL,
  case_number TEXT NOT NULL,
  by_rule INTEGER NOT NULL,        -- 1: covers what fits the rule; 0: covers its members
  rule_product INTEGER,            -- NULL: any
  rule_lot INTEGER,                -- NULL: any
  rule_place_id INTEGER,           -- NULL: anywhere
  rule_place_kind INTEGER,
  placed_by INTEGER NOT NULL,      -- event
  placed_at INTEGER NOT NULL,
  released_by INTEGER,             -- event; NULL: active
  released_at INTEGER
) STRICT;
CREATE INDEX hold_active ON hold (hold_id) WHERE released_by IS NULL;

-- Kept after the release, as history.
CREATE TABLE hold_member (
  subject_id INTEGER NOT NULL,
  hold_id INTEGER NOT NULL,
  placed_by INTEGER NOT NULL,      -- event
  kind_id INTEGER NOT NULL,
  released_by INTEGER,             -- event; NULL: still held
  PRIMARY KEY (subject_id, hold_id, placed_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_member_by_hold ON hold_member (hold_id);

-- Master data as it stands now.
CREATE TABLE record (
  record_id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  code_norm TEXT NOT NULL,
  code TEXT NOT NULL,
  retired INTEGER NOT NULL,        -- 1: kept for what used it, not offered any more
  version INTEGER NOT NULL,        -- the event that changed it last
  value BLOB NOT NULL              -- base::write_value
) STRICT;
CREATE UNIQUE INDEX record_by_code ON record (kind, code_norm);

PRAGMA user_version = 1;
