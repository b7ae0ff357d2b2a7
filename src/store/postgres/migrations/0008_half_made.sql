-- Whether this is a copy of another ledger that is still being made: then nobody takes it for a ledger. It stands beside
-- the projections.

CREATE TABLE half_made (
  ledger_id smallint PRIMARY KEY CHECK (ledger_id = 1)  -- the row is gone when the copy is whole
);
