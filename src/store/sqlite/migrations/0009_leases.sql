-- Work in the background that one process at a time does. Whoever holds a lease checks its epoch in each write of that
-- work: one that slept through its time writes nothing more.

CREATE TABLE lease (
  work INTEGER PRIMARY KEY,       -- store::Work
  holder INTEGER NOT NULL,        -- an opened store; 0: nobody yet
  epoch INTEGER NOT NULL,         -- one more each time it goes to another
  held_until INTEGER NOT NULL     -- microseconds; then anybody may take it
) STRICT;
INSERT INTO lease (work, holder, epoch, held_until) VALUES (1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0), (4, 0, 0, 0);

PRAGMA user_version = 9;
