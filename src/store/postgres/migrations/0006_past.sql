-- Who was where before: what makes a list as of a past time as quick as one of today. It follows the ledger in the
-- background (past_position), may be thrown away at any time and is then made anew, and is never the answer itself: it
-- names candidates, and event_subject decides about each. docs/internals/past-lists.md tells how it works.
--
-- A group is a set of units that one list shows: of one product in one status (kind 1), with one holder (2), of one lot
-- (3), of one owner (4); or the containers with one holder (5). group_a and group_b name it.

CREATE TABLE past_position (
  ledger_id smallint PRIMARY KEY CHECK (ledger_id = 1),
  sequence bigint NOT NULL        -- events up to here are in the tables below
);
INSERT INTO past_position (ledger_id, sequence) VALUES (1, 0);

-- A group that is not here has had everything that it has now, and nothing else.
CREATE TABLE past_group (
  kind smallint NOT NULL,
  group_a bigint NOT NULL,
  group_b bigint NOT NULL,
  since bigint NOT NULL,          -- what is before this event time stands in past_list
  latest bigint NOT NULL,         -- the latest event time that was followed
  changes bigint NOT NULL,        -- how many entered and left since then
  due bigint NOT NULL,            -- at so many changes it is divided, or looked at again
  PRIMARY KEY (kind, group_a, group_b)
);

-- Who left in the time since then.
CREATE TABLE past_leaver (
  kind smallint NOT NULL,
  group_a bigint NOT NULL,
  group_b bigint NOT NULL,
  subject_id bigint NOT NULL,
  left_at bigint NOT NULL,
  entered_at bigint,              -- NULL: long before
  PRIMARY KEY (kind, group_a, group_b, subject_id, left_at)
);

-- Everybody who was in the group at any time from the end of the period before up to `until`, itself not included.
CREATE TABLE past_list (
  kind smallint NOT NULL,
  group_a bigint NOT NULL,
  group_b bigint NOT NULL,
  until bigint NOT NULL,
  first_id bigint NOT NULL,
  ids bytea NOT NULL,               -- those after the first: differences, each as a variable-length number
  PRIMARY KEY (kind, group_a, group_b, until, first_id)
);

-- Who was in the group at a time of which the list had been written already: late events tell of them.
CREATE TABLE past_late (
  kind smallint NOT NULL,
  group_a bigint NOT NULL,
  group_b bigint NOT NULL,
  subject_id bigint NOT NULL,
  entered_at bigint NOT NULL,
  left_at bigint,                 -- NULL: not known
  PRIMARY KEY (kind, group_a, group_b, subject_id, entered_at)
);
