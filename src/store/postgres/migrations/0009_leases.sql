-- Work in the background that one server at a time does. Whoever holds a lease checks its epoch in each write of that
-- work: one that slept through its time writes nothing more.

CREATE TABLE lease (
  work smallint PRIMARY KEY,      -- store::Work
  holder bigint NOT NULL,         -- an opened store; 0: nobody yet
  epoch bigint NOT NULL,          -- one more each time it goes to another
  held_until bigint NOT NULL      -- microseconds; then anybody may take it
);
INSERT INTO lease (work, holder, epoch, held_until) VALUES (1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0), (4, 0, 0, 0);
