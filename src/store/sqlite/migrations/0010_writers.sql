-- A newer program may run beside an older one as long as its migrations only add. One that does not sets
-- head.schema_version to its own number: from then on an older program that is still running writes nothing more.

ALTER TABLE head ADD COLUMN schema_version INTEGER NOT NULL DEFAULT 0;  -- the least that a program must know to write

PRAGMA user_version = 10;
