-- What makes history tell the truth afterwards: what was taken back, what is told differently, what needs a person. All
-- three are projections.

-- Items of events that did not happen after all: the fold skips them.
CREATE TABLE reversal (
  event_id bigint NOT NULL,
  subject_id bigint NOT NULL,
  reversed_by bigint NOT NULL,    -- event
  PRIMARY KEY (event_id, subject_id)
);

-- Events whose parties or documents were corrected.
CREATE TABLE amendment (
  event_id bigint NOT NULL,
  amended_by bigint NOT NULL,     -- event; the one recorded last counts
  PRIMARY KEY (event_id, amended_by)
);

-- Events that were recorded against the facts. What they contradict stands in their bodies.
CREATE TABLE exception (
  event_id bigint PRIMARY KEY,
  raised_at bigint NOT NULL,      -- recorded time
  resolved_by bigint,             -- event; NULL: open
  resolved_at bigint
);
CREATE INDEX exception_open ON exception (event_id) WHERE resolved_by IS NULL;

-- Holds by rule that were released: an operation dated before is still judged by them.
CREATE INDEX hold_rule_released ON hold (released_at) WHERE by_rule = 1 AND released_by IS NOT NULL;

-- Which lots were ever in a container, those of which nothing is left there too.
CREATE INDEX lot_balance_in_container ON lot_balance (holder_id, lot_id) WHERE holder_kind = 2;

-- When something was last taken out of a container: what is dated before has to be told again.
CREATE INDEX contents_left ON contents (parent_id, to_time) WHERE to_time IS NOT NULL;
