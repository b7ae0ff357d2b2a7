"""Cases that are about a ledger in a SQLite file, and why: a run on PostgreSQL leaves them out. Everything else runs on both stores."""

OWNERS_SOCKET = "commands reach the server of a file by a socket beside it; on PostgreSQL they go to the database"
ONE_PROCESS = "one process serves a file; several may serve a database (tests/postgres/races.py)"
MADE_ASIDE = "a file is made under another name and then moved to its place"

CASES = {
    "cli": {
        "a_load_takes_nobodys_place": MADE_ASIDE,
        "a_broken_off_demonstration_leaves_nothing_half_done": MADE_ASIDE,
        "one_process_serves_a_database": ONE_PROCESS,
        "the_socket_is_the_owners_and_goes_with_the_server": OWNERS_SOCKET,
        "a_long_path_is_no_obstacle": OWNERS_SOCKET,
        "the_clock_is_confirmed_where_a_server_runs": OWNERS_SOCKET,
        "a_foreign_file_is_left_alone": "its bytes are compared; a_foreign_database_is_left_alone runs on both",
        "a_file_is_its_owners_alone": "who may read a database of PostgreSQL is said there",
    },
    "imports": {"a_full_disk_stops_it_and_it_goes_on": "the disk under PostgreSQL is not the test's to fill"},
    "serve": {"a_watchdog_needs_no_address": OWNERS_SOCKET},
    "tamper": {
        "a_served_file_is_not_rebuilt": ONE_PROCESS,
        "flipped_bits_are_found": "pages are guarded by PostgreSQL's own checksums",
        "bytes_that_are_no_text_are_shown_as_text": "PostgreSQL takes no text that is none",
    },
}
