"""Killed at any moment: nothing acknowledged is lost, nothing is done twice, and the server is soon there again."""

import random
import subprocess
import time

from harness import BINARY, LONG, Client, Server, check, database_argument, make_token, scratch_folder, verify
from oracle import Oracle, Writer, compare, make_master_data

WRITERS = 8
ROUNDS = 200 if LONG else 6
STARTS = 20
READY_SECONDS_MAX = 10  # generous, because machines differ; the measured times are printed


def kill_under_load() -> None:
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        with Server(database) as server:
            token = make_token(database)
            make_master_data(Client(server.port, token))

        oracles = [Oracle() for _ in range(WRITERS)]
        serials: list[list[str]] = [[] for _ in range(WRITERS)]
        ready_times = []
        retried = 0
        for _ in range(ROUNDS):
            server = Server(database)
            ready_times.append(server.seconds_to_ready)
            client = Client(server.port, token)
            retried += sum(oracle.retry_unknown(client) for oracle in oracles)

            writers = [Writer(i, oracles[i], serials[i], server.port, token) for i in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(random.uniform(0.2, 0.7))
            server.kill()
            for writer in writers:
                writer.join()
                if writer.error:
                    raise writer.error

        with Server(database) as server:
            ready_times.append(server.seconds_to_ready)
            client = Client(server.port, token)
            retried += sum(oracle.retry_unknown(client) for oracle in oracles)
            compared = compare(client, oracles)
            check_replays(client, oracles)
        verify(database)
        print(f"         {ROUNDS} kills, {compared} requests acknowledged, {retried} retried, ready again in "
              f"{max(ready_times):.2f} s at most")
        check(compared > ROUNDS * WRITERS, "too few requests were acknowledged to prove anything")
        check(max(ready_times) < READY_SECONDS_MAX, f"the server took {max(ready_times):.1f} s to be ready")


def check_replays(client: Client, oracles: list[Oracle]) -> None:
    """What was acknowledged before a kill is answered in the same way after it."""
    for oracle in oracles:
        for key, first in random.sample(sorted(oracle.acknowledged.items()), min(20, len(oracle.acknowledged))):
            request = oracle.requests[key]
            answer = client.perform(request.verb, request.body, key)
            check(answer.replayed and answer.json() == first, f"a replay differs: {first} {answer.text!r}")


def kill_while_a_database_is_made() -> None:
    with scratch_folder() as folder:
        for attempt in range(STARTS):
            database = folder / f"{attempt}.db"
            process = subprocess.Popen([str(BINARY), "serve", "--database", database_argument(database), "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(random.uniform(0, 0.05))
            process.kill()
            process.wait()
            with Server(database) as server:
                client = Client(server.port, make_token(database))
                make_master_data(client)
            verify(database)


CASES = {
    "nothing_acknowledged_is_lost_or_doubled_by_kills_under_load": kill_under_load,
    "a_database_whose_making_was_killed_works": kill_while_a_database_is_made,
}
