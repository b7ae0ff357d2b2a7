-- Long work (imports). It stands beside the projections: never rebuilt from the ledger, never exported with it. What was
-- uploaded lives here too, so that a backup, a restart and other servers have it.

INSERT INTO id_block (series, next_id) VALUES (3, 1);   -- 3: jobs

CREATE TABLE job (
  job_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,              -- import
  state INTEGER NOT NULL,          -- store::JobState
  account_id INTEGER NOT NULL,     -- who asked
  name TEXT NOT NULL,              -- as the one who asked calls it, such as the name of a file
  key BLOB,                        -- as in idempotency; NULL: none was given
  body BLOB,
  parameters BLOB NOT NULL,
  report BLOB NOT NULL,            -- counts and findings
  position INTEGER NOT NULL,       -- how far it is
  plan BLOB NOT NULL,              -- what is being done at the position
  reason TEXT NOT NULL,            -- why it failed, as a slug
  detail TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL         -- raised by each write
) STRICT;
CREATE UNIQUE INDEX job_by_key ON job (key) WHERE key IS NOT NULL;
CREATE INDEX job_at_work ON job (job_id) WHERE state IN (2, 4);

-- The content, as it was uploaded.
CREATE TABLE job_part (
  job_id INTEGER NOT NULL,
  part INTEGER NOT NULL,           -- from 1, without gaps
  hash BLOB NOT NULL,              -- first half of the SHA-256 of the bytes
  bytes BLOB NOT NULL,
  PRIMARY KEY (job_id, part)
) STRICT;

-- What became of the rows of the content that are not plainly done.
CREATE TABLE job_row (
  job_id INTEGER NOT NULL,
  row_number INTEGER NOT NULL,     -- as a spreadsheet numbers it
  outcome INTEGER NOT NULL,        -- store::RowOutcome
  body BLOB NOT NULL,
  PRIMARY KEY (job_id, row_number)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
