"""A standby that answers questions (`--read-database`): it may lag, and says so; what is decided never asks it."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness import ROOT, Client, Server, check, database_argument, make_token, scratch_folder, soon, verify
from oracle import PRODUCT, make_master_data

PRIMARY = os.environ.get("NAMEPLATE_TEST_POSTGRES_FOLDER", "")


def tool(*arguments: str | Path) -> str:
    done = subprocess.run([ROOT / "tools/postgres", *arguments], check=True, capture_output=True, text=True, timeout=120)
    return done.stdout.strip()


def ask(url: str, question: str) -> str:
    return subprocess.run(["psql", "-qtAX", url, "-c", question], check=True, capture_output=True, text=True, timeout=60).stdout.strip()


@contextmanager
def standby(folder: Path) -> Iterator[str]:
    """The URL of its server, without a database."""
    folder.chmod(0o755)
    place = folder / "standby"
    url = tool("standby", PRIMARY, place)
    try:
        yield url.rsplit("/", 1)[0]
    finally:
        tool("stop", place)


def register(client: Client, serial: str) -> int:
    answer = client.perform("register", {"items": [{"product": PRODUCT, "serial": serial}], "location": "P-1"}, serial)
    check(answer.status in (200, 201), f"{answer.status} {answer.text[:300]!r}")
    return int(answer.headers["Nameplate-Sequence"])


def find(client: Client, serial: str, min_sequence: int = 0) -> tuple[int, bool, int]:
    """The status, whether the unit is there, and what the answer covers."""
    client.headers["Nameplate-Min-Sequence"] = str(min_sequence)
    answer = client.request("GET", f"/api/v1/units?serial={serial}")
    del client.headers["Nameplate-Min-Sequence"]
    return answer.status, serial.encode() in answer.text, int(answer.headers["Nameplate-Sequence"])


def questions_are_answered_by_it() -> None:
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        token = make_token(database)
        name = database_argument(database).rsplit("/", 1)[1]
        with standby(folder) as url, Server(database, "--read-database", f"{url}/{name}") as server:
            client = Client(server.port, token)
            make_master_data(client)
            done = register(client, "FIRST")
            check(find(client, "FIRST", done)[:2] == (200, True), "what was written is not read")

            ask(f"{url}/{name}", "SELECT pg_wal_replay_pause()")
            soon(lambda: ask(f"{url}/{name}", "SELECT pg_get_wal_replay_pause_state()") == "paused", "it does not pause")
            done = register(client, "SECOND")
            status, found, sequence = find(client, "SECOND")
            check(status == 200 and not found and sequence < done, f"not the standby answered: {status} {found} {sequence}")
            check(find(client, "SECOND", done)[0] == 503, "an answer that does not cover what was asked for")
            again = client.perform("register", {"items": [{"product": PRODUCT, "serial": "SECOND"}], "location": "P-1"}, "another-key")
            check(again.status == 422 or b"unchanged" in again.text, f"it was decided by the standby: {again.status} {again.text!r}")
            for number in range(20):
                check(client.perform("move", {"items": [{"product": PRODUCT, "serial": "SECOND"}], "location": f"P-{number % 4 + 1}"},
                                     f"move-{number}").status in (200, 201), "a decision asked the standby")

            ask(f"{url}/{name}", "SELECT pg_wal_replay_resume()")
            check(find(client, "SECOND", done)[:2] == (200, True), "it goes on, and what was written is not read")
        verify(database)


def the_first_one_answers_when_it_is_away() -> None:
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        token = make_token(database)
        name = database_argument(database).rsplit("/", 1)[1]
        folder.chmod(0o755)
        url = tool("standby", PRIMARY, folder / "standby").rsplit("/", 1)[0]
        with Server(database, "--read-database", f"{url}/{name}") as server:
            client = Client(server.port, token)
            make_master_data(client)
            done = register(client, "FIRST")
            check(find(client, "FIRST", done)[:2] == (200, True), "what was written is not read")
            tool("stop", folder / "standby")
            began = time.monotonic()
            check(find(client, "FIRST")[:2] == (200, True), "without the standby nobody answers")
            check(time.monotonic() - began < 10, "it takes long to find out that the standby is away")
            check("the standby does not answer" in server.log_text(), server.log_text())


CASES = {
    "a_standby_answers_questions_and_decides_nothing": questions_are_answered_by_it,
    "the_first_server_answers_when_the_standby_is_away": the_first_one_answers_when_it_is_away,
}
