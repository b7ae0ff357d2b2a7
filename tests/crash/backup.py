"""A copy of the database taken while the server writes is complete and sound."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from harness import Client, Server, check, make_token, scratch_folder, verify
from oracle import Oracle, Writer, make_master_data

WRITERS = 4


def vacuum_into(source: sqlite3.Connection, target: Path) -> None:
    source.execute("VACUUM INTO ?", (str(target),))


def online_backup(source: sqlite3.Connection, target: Path) -> None:
    made = sqlite3.connect(target)
    source.backup(made)  # in one step, so that it does not begin again with each write
    made.close()


def copy_under_load(copy: Callable[[sqlite3.Connection, Path], None]) -> None:
    """What was acknowledged before the copy began is in it."""
    with scratch_folder() as folder:
        target = folder / "copy.db"
        with Server(folder / "ledger.db") as server:
            token = make_token(server.database)
            client = Client(server.port, token)
            make_master_data(client)
            writers = [Writer(i, Oracle(), [], server.port, token) for i in range(WRITERS)]
            for writer in writers:
                writer.start()
            client.post("/api/v1/operations/register", {"items": [{"product": "PROBE", "serial": "BEFORE"}], "location": "P-1"})
            source = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True, timeout=30)
            copy(source, target)
            source.close()
            server.kill()
            for writer in writers:
                writer.join()
                if writer.error:
                    raise writer.error
            recorded = sum(len(writer.oracle.acknowledged) for writer in writers)
            check(recorded > 0, "nothing was written meanwhile")

        verify(target)
        with Server(target) as server:
            found = Client(server.port, token).get("/api/v1/units", serial="BEFORE")["units"]
            check(len(found) == 1, "what was acknowledged before the copy is not in it")


CASES = {
    "a_vacuum_into_under_load_is_sound": lambda: copy_under_load(vacuum_into),
    "an_online_backup_under_load_is_sound": lambda: copy_under_load(online_backup),
}
