-- What goes with corrections and stands beside the projections: what waits for a second person, and what an import
-- recorded. What was approved is an event, which names both; what waits and what was rejected is kept here only.

INSERT INTO id_block (series, next_id) VALUES (4, 1);   -- 4: approvals

CREATE TABLE approval (
  approval_id INTEGER PRIMARY KEY,
  state INTEGER NOT NULL,          -- store::ApprovalState
  verb INTEGER NOT NULL,
  request TEXT NOT NULL,           -- the operation, as it was asked for
  asked_by INTEGER NOT NULL,       -- an account
  asked_at INTEGER NOT NULL,
  decided_by INTEGER NOT NULL,     -- an account; 0: nobody yet
  decided_at INTEGER NOT NULL,     -- 0: not yet
  event_id INTEGER NOT NULL,       -- what became of it; 0: nothing
  reason TEXT NOT NULL,            -- why it was approved or rejected, in words
  refusal TEXT NOT NULL,           -- why it could not be done when somebody approved it, as a slug
  detail TEXT NOT NULL,            -- the same in words
  version INTEGER NOT NULL         -- raised by each write
) STRICT;
CREATE INDEX approval_open ON approval (approval_id) WHERE state = 1;

-- So that a whole import can be taken back.
CREATE TABLE job_event (
  job_id INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (job_id, event_id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 5;
