#!/usr/bin/env python3
"""Bad days of a ledger in PostgreSQL. `tools/postgres with python3 tests/postgres/run.py [PATTERN]`."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/crash"), str(ROOT / "tests/support")]
import background  # noqa: E402
import cuts  # noqa: E402
import kill  # noqa: E402
import limits  # noqa: E402
import many_clients  # noqa: E402
import numbers_drawn  # noqa: E402
import overload  # noqa: E402
import races  # noqa: E402
import standby  # noqa: E402
from harness import BINARY, LONG, SKIPPED_EXIT_CODE, Cases, Client, Server, check, make_token, scratch_folder, verify  # noqa: E402
from oracle import compare, make_master_data  # noqa: E402
from patient import work_in_rounds  # noqa: E402

URL = os.environ.get("NAMEPLATE_TEST_POSTGRES", "")
FOLDER = os.environ.get("NAMEPLATE_TEST_POSTGRES_FOLDER", "")
WRITERS = 8
ROUNDS = 100 if LONG else 6


def end_connections() -> None:
    """Each of the server's connections with a chance of one half, some of them within a commit."""
    for _ in range(20):
        subprocess.run(["psql", "-qX", URL, "-c", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE application_name = 'nameplate' AND random() < 0.5"], stdout=subprocess.DEVNULL, check=True, timeout=60)
        time.sleep(random.uniform(0.01, 0.1))


def crash_database() -> None:
    subprocess.run([str(ROOT / "tools/postgres"), "crash", FOLDER], check=True, timeout=120)


def some_time_around(harm: Callable[[], None]) -> None:
    time.sleep(random.uniform(0.2, 0.7))
    harm()
    time.sleep(random.uniform(0.2, 0.7))


def harm_under_load(harm: Callable[[], None]) -> None:
    """Writers work while something is done to the database; the server stays. Nothing acknowledged is lost or doubled."""
    with scratch_folder() as folder, Server(folder / "ledger.db") as server:
        token = make_token(server.database)
        make_master_data(Client(server.port, token))
        oracles = work_in_rounds(server, token, WRITERS, ROUNDS, lambda: some_time_around(harm))
        client = Client(server.port, token)
        compared = compare(client, oracles)
        kill.check_replays(client, oracles)
        verify(server.database)
        check(compared > ROUNDS * WRITERS, "too few requests were acknowledged to prove anything")
        print(f"         {ROUNDS} times, {compared} requests acknowledged")


CASES = {
    "nothing_is_lost_or_doubled_by_kills_of_the_server": kill.kill_under_load,
    "nothing_is_lost_or_doubled_when_connections_end": lambda: harm_under_load(end_connections),
    "nothing_is_lost_or_doubled_when_the_database_crashes": lambda: harm_under_load(crash_database),
    **background.CASES,
    **cuts.CASES,
    **limits.CASES,
    **many_clients.CASES,
    **numbers_drawn.CASES,
    **overload.CASES,
    **races.CASES,
    **standby.CASES,
}

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    if not URL:
        print("needs PostgreSQL: tools/postgres with python3 tests/postgres/run.py")
        sys.exit(SKIPPED_EXIT_CODE)
    cases = Cases("postgres")
    for name, case in CASES.items():
        cases.run(name, case)
    sys.exit(cases.finish())
