"""Connections to PostgreSQL that are cut at every step of the protocol, slow, or refused: nothing acknowledged is lost, nothing is
done twice, and the server goes on."""

import itertools
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from harness import LONG, Client, Server, all_events, check, database_argument, make_token, scratch_folder, verify
from oracle import PRODUCT, compare, make_master_data
from patient import work_in_rounds
from proxy import Proxy

SOCKET = Path(os.environ.get("NAMEPLATE_TEST_POSTGRES_FOLDER", "")) / ".s.PGSQL.5432"
STEP = 1  # in the long run every message
CUTS = 40  # otherwise at so many of them
CLIENTS = 6
ASKING_AT_ONCE = 24
ROUNDS = 20 if LONG else 2
PATIENCE_SECONDS = 40


@contextmanager
def served_through_a_proxy() -> Iterator[tuple[Proxy, Server, str]]:
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        token = make_token(database)
        proxy = Proxy(str(SOCKET))
        name = database_argument(database).rsplit("/", 1)[1]
        url = f"postgresql://nameplate@127.0.0.1:{proxy.port}/{name}?sslmode=disable&gssencmode=disable"
        try:
            with Server(url, log_path=folder / "server.log") as server:
                make_master_data(Client(server.port, token))
                yield proxy, server, token
                proxy.delay, proxy.refuses = lambda: 0.0, False
                server.stop()
            verify(database)
        finally:
            proxy.close()


def requests() -> Iterator[tuple[str, dict]]:
    """One unit, many units, numbers from a counter, in turn."""
    for number in itertools.count():
        yield "register", {"items": [{"product": PRODUCT, "serial": f"C-{number}"}], "location": "P-1"}
        yield "move", {"items": [{"product": PRODUCT, "serial": f"C-{number}"}], "location": "P-2"}
        yield "register", {"items": [{"product": PRODUCT, "serial": f"C-{number}-{i}"} for i in range(50)], "location": "P-3"}
        yield "register", {"items": [{"product": PRODUCT, "generate": 3}], "location": "P-1"}


def until_done(client: Client, verb: str, body: dict, key: str, told: Counter) -> dict:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        answer = client.perform(verb, body, key)
        told[answer.status] += 1
        check(answer.status in (200, 201, 409, 422, 503), f"{verb}: {answer.status} {answer.text[:300]!r}")
        if answer.status in (200, 201):
            return answer.json()
        check(answer.status == 503, f"{verb} was refused: {answer.status} {answer.text[:300]!r}")
        check(time.monotonic() < until, f"it does not come back: {answer.text[:300]!r}")
        time.sleep(0.05)


def cut_at_every_step() -> None:
    with served_through_a_proxy() as (proxy, server, token):
        client, told, done, cuts = Client(server.port, token), Counter(), {}, 0
        asked = requests()

        def do_next(cut_at: int = 0, before: bool = True) -> int:
            """How many messages there were."""
            verb, body = next(asked)
            key = f"cut-{secrets.token_hex(8)}"
            proxy.cut_next(cut_at, before)
            done[key] = (verb, body, until_done(client, verb, body, key, told))
            return proxy.count

        proxy.cut_all()
        messages = max(do_next() for _ in range(4))  # the first one prepares everything anew
        steps = range(random.randint(1, STEP), messages, STEP) if LONG else random.sample(range(1, messages), CUTS)
        for step, before in itertools.product(steps, (True, False)):
            proxy.cut_all()  # so that this one has as many messages, whether the one before it was cut or not
            do_next(step, before)
            cuts += proxy.was_cut
        events = [answer["event"] for _, _, answer in done.values()]
        check(len(events) == len(set(events)), "one event answers two requests")
        for key, (verb, body, answer) in random.sample(sorted(done.items(), key=lambda item: item[0]), min(50, len(done))):
            again = client.perform(verb, body, key)
            check(again.replayed and again.json()["event"] == answer["event"], f"{key} was done again: {again.status} {again.text[:200]!r}")
        count = sum(1 for event in all_events(client) if event["verb"] in ("register", "move"))
        check(count == len(events), f"{count} events for {len(events)} requests")
        check(cuts >= CUTS, f"only {cuts} cuts")
        print(f"         {cuts} cuts within {len(done)} requests: answers {dict(told)}")


def slow_and_cut_under_load() -> None:
    """Clients with an oracle, as at kills; afterwards all is as they know it."""
    with served_through_a_proxy() as (proxy, server, token):

        def cut_now_and_then() -> None:
            for _ in range(5):
                time.sleep(random.uniform(0.2, 0.8))
                proxy.cut_all()
            time.sleep(0.5)

        proxy.delay = lambda: 0.01 if random.random() < 0.01 else 0.0
        oracles = work_in_rounds(server, token, CLIENTS, ROUNDS, cut_now_and_then)
        proxy.delay = lambda: 0.0
        compared = compare(Client(server.port, token), oracles)
        check(compared > ROUNDS * CLIENTS, "too few requests were acknowledged to prove anything")
        print(f"         {5 * ROUNDS} cuts, {compared} requests acknowledged")


def check_refused_at_once(server: Server, token: str) -> None:
    """Many who ask at the same time do not wait for each other's connections: there are none to come."""

    def ask(_: int) -> float:
        began = time.monotonic()
        answer = Client(server.port, token, timeout=60).request("GET", "/api/v1/units")
        check(answer.status == 503 and answer.json()["reason"] == "storage.unavailable", f"{answer.status} {answer.text[:300]!r}")
        return time.monotonic() - began

    one_after_the_other = sum(ask(number) for number in range(ASKING_AT_ONCE))
    with ThreadPoolExecutor(ASKING_AT_ONCE) as pool:
        slowest = max(pool.map(ask, range(ASKING_AT_ONCE)))
    check(slowest <= 10 * one_after_the_other, f"{slowest:.2f} s at once, {one_after_the_other:.2f} s for all of them one after the other")


def the_database_is_away() -> None:
    with served_through_a_proxy() as (proxy, server, token):
        client = Client(server.port, token, timeout=20)  # an answer that comes after a minute is none
        asked = requests()
        told: Counter = Counter()
        until_done(client, *next(asked), secrets.token_hex(8), told)
        proxy.refuses = True
        proxy.cut_all()
        key, (verb, body) = secrets.token_hex(8), next(asked)
        for answer in (client.perform(verb, body, key), client.request("GET", "/api/v1/units")):
            check(answer.status == 503 and "Retry-After" in answer.headers, f"without a database: {answer.status} {answer.headers}")
            check(answer.json()["reason"] == "storage.unavailable", f"{answer.text[:300]!r}")
        check_refused_at_once(server, token)
        health = client.request("GET", "/health/ready")
        check(health.status == 503 and health.json()["status"] == "not_ready" and health.json()["reason"] == "storage.unavailable", f"{health.text!r}")
        check(client.request("GET", "/health/live").status == 200, "it does not live without a database")
        proxy.refuses = False
        until_done(client, verb, body, key, told)
        check(client.request("GET", "/health/ready").status == 200, "it is not ready with its database back")


CASES = {
    "cut_at_every_step_of_the_protocol_nothing_is_lost_or_doubled": cut_at_every_step,
    "slow_and_cut_under_load_nothing_is_lost_or_doubled": slow_and_cut_under_load,
    "without_a_database_it_says_so_and_goes_on_when_it_is_back": the_database_is_away,
}
