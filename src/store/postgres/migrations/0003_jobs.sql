-- Long work (imports). It stands beside the projections: never rebuilt from the ledger, never exported with it. What was
-- uploaded lives here too, so that a backup, a restart and other servers have it.

INSERT INTO id_block (series, next_id) VALUES (3, 1);   -- 3: jobs

CREATE TABLE job (
  job_id bigint PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,              -- import
  state smallint NOT NULL,          -- store::JobState
  account_id bigint NOT NULL,     -- who asked
  name text COLLATE "C" NOT NULL,              -- as the one who asked calls it, such as the name of a file
  key bytea,                        -- as in idempotency; NULL: none was given
  body bytea,
  parameters bytea NOT NULL,
  report bytea NOT NULL,            -- counts and findings
  position bigint NOT NULL,       -- how far it is
  plan bytea NOT NULL,              -- what is being done at the position
  reason text COLLATE "C" NOT NULL,            -- why it failed, as a slug
  detail text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  version bigint NOT NULL         -- raised by each write
);
CREATE UNIQUE INDEX job_by_key ON job (key) WHERE key IS NOT NULL;
CREATE INDEX job_at_work ON job (job_id) WHERE state IN (2, 4);

-- The content, as it was uploaded.
CREATE TABLE job_part (
  job_id bigint NOT NULL,
  part bigint NOT NULL,           -- from 1, without gaps
  hash bytea NOT NULL,              -- first half of the SHA-256 of the bytes
  bytes bytea NOT NULL,
  PRIMARY KEY (job_id, part)
);

-- What became of the rows of the content that are not plainly done.
CREATE TABLE job_row (
  job_id bigint NOT NULL,
  row_number bigint NOT NULL,     -- as a spreadsheet numbers it
  outcome smallint NOT NULL,        -- store::RowOutcome
  body bytea NOT NULL,
  PRIMARY KEY (job_id, row_number)
);
