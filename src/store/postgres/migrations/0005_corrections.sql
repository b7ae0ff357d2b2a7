-- What goes with corrections and stands beside the projections: what waits for a second person, and what an import
-- recorded. What was approved is an event, which names both; what waits and what was rejected is kept here only.

INSERT INTO id_block (series, next_id) VALUES (4, 1);   -- 4: approvals

CREATE TABLE approval (
  approval_id bigint PRIMARY KEY,
  state smallint NOT NULL,          -- store::ApprovalState
  verb smallint NOT NULL,
  request text COLLATE "C" NOT NULL,           -- the operation, as it was asked for
  asked_by bigint NOT NULL,       -- an account
  asked_at bigint NOT NULL,
  decided_by bigint NOT NULL,     -- an account; 0: nobody yet
  decided_at bigint NOT NULL,     -- 0: not yet
  event_id bigint NOT NULL,       -- what became of it; 0: nothing
  reason text COLLATE "C" NOT NULL,            -- why it was approved or rejected, in words
  refusal text COLLATE "C" NOT NULL,           -- why it could not be done when somebody approved it, as a slug
  detail text COLLATE "C" NOT NULL,            -- the same in words
  version bigint NOT NULL         -- raised by each write
);
CREATE INDEX approval_open ON approval (approval_id) WHERE state = 1;

-- So that a whole import can be taken back.
CREATE TABLE job_event (
  job_id bigint NOT NULL,
  event_id bigint NOT NULL,
  PRIMARY KEY (job_id, event_id)
);
