-- The whole schema. Times are microseconds since 1970-01-01 UTC, days are days since 1970-01-01, quantities are
-- millionths of the product's base unit. Ids are made by the program; one series names units, lots, containers, holds
-- and master records, so an id alone says what is meant. Enumerations are the numbers in src/domain.
--
-- Text compares by its bytes (COLLATE "C"), whatever the database says. Each primary key starts with the column by which
-- the table would be spread over machines. Rows that repeat for every unit are kept small: NULL stands for "none" and for
-- "the same as the column beside it".

-- Beside the projections: never rebuilt from the ledger.

CREATE TABLE head (
  ledger_id smallint PRIMARY KEY CHECK (ledger_id = 1),  -- one database is one ledger
  sequence bigint NOT NULL,       -- of the newest event; 0: none yet
  recorded_at bigint NOT NULL,    -- of the newest event; never runs backwards
  rules_version bigint NOT NULL   -- raised by each change of master data, hold rules and rights
);
INSERT INTO head (ledger_id, sequence, recorded_at, rules_version) VALUES (1, 0, 0, 0);

CREATE TABLE id_block (
  series bigint PRIMARY KEY,      -- 1: subjects, 2: events
  next_id bigint NOT NULL         -- the first one not reserved
);
INSERT INTO id_block (series, next_id) VALUES (1, 1), (2, 1);

CREATE TABLE counter (
  counter text COLLATE "C" PRIMARY KEY,
  next_value bigint NOT NULL      -- the first one not drawn
);

CREATE TABLE idempotency (
  key bytea PRIMARY KEY,   -- 16 bytes: hash of account and Idempotency-Key
  body bytea NOT NULL,              -- 16 bytes: hash of the parsed request
  outcome bytea NOT NULL,           -- from which the answer is built again
  at bigint NOT NULL
);

CREATE TABLE token_secret (
  hash bytea PRIMARY KEY,  -- SHA-256 of the token
  account_id bigint NOT NULL,
  last_used bigint                -- NULL: never
);

-- The ledger.

CREATE TABLE event (
  event_id bigint PRIMARY KEY,
  sequence bigint NOT NULL,       -- 1, 2, 3 ... without gaps
  verb smallint NOT NULL,
  event_time bigint NOT NULL,     -- when it happened
  recorded_at bigint NOT NULL,    -- when we heard of it
  zone_offset smallint,             -- minutes east of UTC; NULL: the time was written with Z, or not given
  device_time bigint,             -- the device's own clock; NULL: the same as event_time
  actor_id bigint,                -- the account; NULL: the program itself
  device text COLLATE "C",
  equipment text COLLATE "C",
  location_id bigint,
  destination_id bigint,
  reason text COLLATE "C",
  body bytea NOT NULL               -- everything else, see docs/internals/event-format.md
);
CREATE UNIQUE INDEX event_by_sequence ON event (sequence);
CREATE INDEX event_by_time ON event (event_time);

-- What can identify a person; erased by deleting the row. The body keeps a salted hash.
CREATE TABLE event_private (
  event_id bigint NOT NULL,
  field text COLLATE "C" NOT NULL,
  place bigint NOT NULL,          -- index of the item in the request; -1: the whole event
  salt bytea NOT NULL,
  value bytea NOT NULL,             -- text, or base::write_value for a field of a master record
  PRIMARY KEY (event_id, field, place)
);

-- Projections: rebuilt from event and event_private.

-- The history index.
CREATE TABLE event_subject (
  subject_id bigint NOT NULL,
  event_time bigint NOT NULL,
  event_id bigint NOT NULL,
  role smallint NOT NULL,
  state bytea NOT NULL,             -- the subject's state after the event; empty for lots
  PRIMARY KEY (subject_id, event_time, event_id, role)
);

CREATE TABLE event_document (
  number_norm text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  event_id bigint NOT NULL,
  PRIMARY KEY (number_norm, kind, event_id)
);

CREATE TABLE unit (
  unit_id bigint PRIMARY KEY,
  product_id bigint NOT NULL,
  serial_norm text COLLATE "C" NOT NULL,       -- by which serials are compared and sorted
  serial text COLLATE "C",                     -- as the label shows it; NULL: the same as serial_norm
  status smallint NOT NULL,
  holder_id bigint NOT NULL,      -- 0 with holder_kind 0: nowhere
  holder_kind smallint NOT NULL,
  owner_id bigint,                -- NULL: ours
  lot_id bigint,                  -- NULL: no lot
  produced integer,                -- day; NULL: not known
  expires integer,                 -- day; NULL: never, or not known
  last_event bigint NOT NULL,     -- the event recorded last for this row; guards every write of it
  latest_time bigint NOT NULL     -- the latest event time of this row
);
-- Each serves a list in order of unit_id (the end of every index) or of serial, or finds the few that are gathered and
-- sorted.
CREATE INDEX unit_by_product ON unit (product_id, status, unit_id);
CREATE INDEX unit_by_serial ON unit (product_id, serial_norm, unit_id);
CREATE INDEX unit_by_holder ON unit (holder_id, holder_kind, product_id, status, unit_id);
CREATE INDEX unit_by_lot ON unit (lot_id, unit_id) WHERE lot_id IS NOT NULL;
CREATE INDEX unit_by_owner ON unit (owner_id, unit_id) WHERE owner_id IS NOT NULL;
CREATE INDEX unit_by_expiry ON unit (expires, unit_id) WHERE expires IS NOT NULL;
CREATE INDEX unit_by_latest ON unit (latest_time, unit_id);

CREATE TABLE container (
  container_id bigint PRIMARY KEY,
  code_norm text COLLATE "C" NOT NULL,
  code text COLLATE "C",                       -- as the label shows it; NULL: the same as code_norm
  status smallint NOT NULL,
  holder_id bigint NOT NULL,
  holder_kind smallint NOT NULL,
  place_id bigint NOT NULL,       -- where the outermost parent stands
  place_kind smallint NOT NULL,
  last_event bigint NOT NULL,
  latest_time bigint NOT NULL
);
CREATE INDEX container_by_code ON container (code_norm, container_id);
CREATE INDEX container_by_holder ON container (holder_id, holder_kind, container_id);
CREATE INDEX container_by_place ON container (place_id, place_kind, container_id);

CREATE TABLE lot (
  lot_id bigint PRIMARY KEY,
  product_id bigint NOT NULL,
  number text COLLATE "C" NOT NULL,            -- empty: the one lot of a product that is not tracked
  owner_id bigint,                -- NULL: ours
  supplier_id bigint,             -- NULL: not known
  produced integer,
  expires integer,
  last_event bigint NOT NULL,
  latest_time bigint NOT NULL
);
CREATE INDEX lot_by_product ON lot (product_id, lot_id);

-- Rows stay when they reach zero: a late event must still find their last_event and latest_time.
CREATE TABLE lot_balance (
  lot_id bigint NOT NULL,
  holder_id bigint NOT NULL,
  holder_kind smallint NOT NULL,
  status smallint NOT NULL,
  quantity bigint NOT NULL CHECK (quantity >= 0),
  weight bigint NOT NULL,         -- catch weight; 0 where items of a lot do not differ in weight
  last_event bigint NOT NULL,
  latest_time bigint NOT NULL,
  PRIMARY KEY (lot_id, holder_id, holder_kind, status)
);
CREATE INDEX lot_balance_by_holder ON lot_balance (holder_id, holder_kind, lot_id, status) WHERE quantity <> 0 OR weight <> 0;

-- Units that are not void, counted. A row that reaches zero is deleted.
CREATE TABLE unit_count (
  holder_id bigint NOT NULL,
  holder_kind smallint NOT NULL,
  product_id bigint NOT NULL,
  status smallint NOT NULL,
  owner_id bigint NOT NULL,       -- 0: ours
  lot_id bigint NOT NULL,         -- 0: no lot
  units bigint NOT NULL,
  PRIMARY KEY (holder_id, holder_kind, product_id, status, owner_id, lot_id)
);

-- The same without place and lot: answers questions about the whole stock when a million customers hold something.
CREATE TABLE unit_total (
  product_id bigint NOT NULL,
  status smallint NOT NULL,
  owner_id bigint NOT NULL,
  units bigint NOT NULL,
  PRIMARY KEY (product_id, status, owner_id)
);

-- Every number of every subject. The key itself forbids two current owners of one number.
CREATE TABLE identifier (
  value_norm text COLLATE "C" NOT NULL,
  kind smallint NOT NULL,
  scope bigint NOT NULL,          -- the product or party within which it is unique; 0: the ledger
  closed_by bigint NOT NULL,      -- event; 0: current
  twin bigint NOT NULL,           -- 0; the subject itself for kinds of numbers that several subjects may bear
  subject_id bigint NOT NULL,
  value text COLLATE "C",                      -- as the label shows it; NULL: the same as value_norm
  valid_from bigint NOT NULL,
  opened_by bigint NOT NULL,      -- event
  valid_to bigint,                -- NULL: current
  mistaken smallint,                -- 1: closed because it was never right; NULL: not so
  PRIMARY KEY (value_norm, kind, scope, closed_by, twin)
);

-- The mirror by subject, without the current serial, code or lot number: that stands in the subject's own row.
CREATE TABLE identifier_of_subject (
  subject_id bigint NOT NULL,
  kind smallint NOT NULL,
  value_norm text COLLATE "C" NOT NULL,
  scope bigint NOT NULL,
  closed_by bigint NOT NULL,
  value text COLLATE "C",
  valid_from bigint NOT NULL,
  opened_by bigint NOT NULL,
  valid_to bigint,
  mistaken smallint,
  PRIMARY KEY (subject_id, kind, value_norm, scope, closed_by)
);

-- What was in what, in event time; and the mirror by parent.
CREATE TABLE containment (
  child_id bigint NOT NULL,
  from_time bigint NOT NULL,
  entered_by bigint NOT NULL,     -- event
  child_kind smallint NOT NULL,
  parent_id bigint NOT NULL,
  to_time bigint,                 -- NULL: still inside
  left_by bigint,                 -- event; NULL: still inside
  PRIMARY KEY (child_id, from_time, entered_by)
);

CREATE TABLE contents (
  parent_id bigint NOT NULL,
  from_time bigint NOT NULL,
  child_id bigint NOT NULL,
  entered_by bigint NOT NULL,
  child_kind smallint NOT NULL,
  to_time bigint,
  left_by bigint,
  PRIMARY KEY (parent_id, from_time, child_id, entered_by)
);

CREATE TABLE hold (
  hold_id bigint PRIMARY KEY,
  kind_id bigint NOT NULL,        -- the hold kind, a master record
  reason text COLLATE "C" NOT NULL,
  case_number text COLLATE "C" NOT NULL,
  by_rule smallint NOT NULL,        -- 1: covers what fits the rule; 0: covers its members
  rule_product bigint,            -- NULL: any
  rule_lot bigint,                -- NULL: any
  rule_place_id bigint,           -- NULL: anywhere
  rule_place_kind smallint,
  placed_by bigint NOT NULL,      -- event
  placed_at bigint NOT NULL,
  released_by bigint,             -- event; NULL: active
  released_at bigint
);
CREATE INDEX hold_active ON hold (hold_id) WHERE released_by IS NULL;

-- Kept after the release, as history.
CREATE TABLE hold_member (
  subject_id bigint NOT NULL,
  hold_id bigint NOT NULL,
  placed_by bigint NOT NULL,      -- event
  kind_id bigint NOT NULL,
  released_by bigint,             -- event; NULL: still held
  PRIMARY KEY (subject_id, hold_id, placed_by)
);
CREATE INDEX hold_member_by_hold ON hold_member (hold_id, subject_id, placed_by);

-- Master data as it stands now.
CREATE TABLE record (
  record_id bigint PRIMARY KEY,
  kind smallint NOT NULL,
  code_norm text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  retired smallint NOT NULL,        -- 1: kept for what used it, not offered any more
  version bigint NOT NULL,        -- the event that changed it last
  value bytea NOT NULL              -- base::write_value
);
CREATE UNIQUE INDEX record_by_code ON record (kind, code_norm);
