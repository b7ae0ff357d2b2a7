"""Many clients at once: no number is drawn twice, one unit is shipped once, a lot never goes below zero."""

import random
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal

from harness import LONG, Answer, Client, Server, check, make_token, scratch_folder, verify

PROCESSES = 4
THREADS = 16  # of each process: 64 clients
NUMBERS = 640_000 if LONG else 64_000
BATCH_MAX = 1000 if LONG else 200
RETRIED = 0.3


def in_threads(count: int, work: Callable[[int], object]) -> list:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


# ---- numbers ----

def draw(port: int, token: str, amount: int, seed: int) -> list[str]:
    """One client: draws numbers in batches. Some requests it sends again at once, without waiting for or believing the answer."""
    chance = random.Random(seed)
    clients = [Client(port, token), Client(port, token)]
    serials = []
    while amount > 0:
        batch = min(amount, chance.randint(1, BATCH_MAX))
        amount -= batch
        key = secrets.token_hex(12)
        body = {"items": [{"product": "PROBE", "generate": batch}], "location": "P-1"}
        if chance.random() < RETRIED:
            twins = in_threads(2, lambda i: clients[i].perform("register", body, key))  # noqa: B023  # used before the next round
            check(twins[0].json()["event"] == twins[1].json()["event"], "two answers to one key name two events")
            check(twins[0].replayed != twins[1].replayed, "of two twins one is done and one is told so")
            answer = twins[0]
        else:
            answer = clients[0].perform("register", body, key)
        check(answer.status == 201, f"{answer.status} {answer.text[:300]!r}")
        drawn = [item["serial"] for item in answer.json()["items"]]
        check(len(drawn) == batch, f"{len(drawn)} numbers instead of {batch}")
        serials += drawn
    return serials


def draw_in_process(port: int, token: str, amount: int) -> list[str]:
    each = amount // THREADS
    return [serial for part in in_threads(THREADS, lambda i: draw(port, token, each, secrets.randbits(64))) for serial in part]


def draw_numbers() -> None:
    with scratch_folder() as folder, Server(folder / "ledger.db") as server:
        token = make_token(server.database)
        client = Client(server.port, token)
        client.post("/api/v1/products", {"sku": "PROBE", "name": "Probe", "tracking": "serial"})
        client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})
        with ProcessPoolExecutor(PROCESSES) as pool:
            parts = pool.map(draw_in_process, [server.port] * PROCESSES, [token] * PROCESSES, [NUMBERS // PROCESSES] * PROCESSES)
            serials = [serial for part in parts for serial in part]
        doubles = [serial for serial, count in Counter(serials).items() if count > 1]
        check(not doubles, f"{len(doubles)} numbers were drawn twice, such as {doubles[:3]}")
        check(len(serials) == NUMBERS, f"{len(serials)} numbers instead of {NUMBERS}")
        verify(server.database)
        print(f"         {len(serials)} numbers by {PROCESSES * THREADS} clients")


# ---- one unit ----

def ship_one_unit() -> None:
    """A hundred clients ship the same unit, each ten of them to the same customer: one does it, the others of its ten are told that
    it is so already, the rest that it is shipped."""
    with scratch_folder() as folder, Server(folder / "ledger.db") as server:
        token = make_token(server.database)
        client = Client(server.port, token)
        client.post("/api/v1/products", {"sku": "PROBE", "name": "Probe", "tracking": "serial"})
        client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})
        for i in range(10):
            client.post("/api/v1/parties", {"code": f"C-{i}", "name": f"Customer {i}", "roles": ["customer"]})
        item = {"product": "PROBE", "serial": "ONLY-ONE"}
        client.post("/api/v1/operations/register", {"items": [item], "location": "P-1"})

        barrier = threading.Barrier(100)

        def ship(i: int) -> Answer:
            own = Client(server.port, token)
            own.get("/health/live")  # connected before the start
            barrier.wait()
            return own.perform("ship", {"items": [item], "party": f"C-{i % 10}"})

        answers = in_threads(100, ship)
        statuses = Counter(answer.status for answer in answers)
        check(statuses == {201: 1, 200: 9, 409: 90}, f"the answers were {dict(statuses)}")
        refusals = [answer.json() for answer in answers if answer.status == 409]
        check(all("shipped" in refusal["items"][0]["detail"] for refusal in refusals), f"a refusal does not say why: {refusals[0]}")
        unit = client.get("/api/v1/units", serial="ONLY-ONE")["units"][0]
        winner = next(i for i, answer in enumerate(answers) if answer.status == 201)
        check(unit["status"] == "shipped", f"the unit is {unit['status']}")
        check(f"C-{winner % 10}" in str(unit["holder"]), f"the unit is with {unit['holder']}, not with C-{winner % 10}")
        verify(server.database)


# ---- one lot ----

def empty_one_lot() -> None:
    """64 clients draw from one lot until it is empty."""
    start = Decimal(2000)
    with scratch_folder() as folder, Server(folder / "ledger.db") as server:
        token = make_token(server.database)
        client = Client(server.port, token)
        client.post("/api/v1/products", {"sku": "LIQUID", "name": "Liquid", "tracking": "lot", "uom": "l", "decimals": 3})
        client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})
        client.post("/api/v1/parties", {"code": "C-1", "name": "Customer", "roles": ["customer"]})
        client.post("/api/v1/operations/receive",
                    {"items": [{"product": "LIQUID", "lot": "L-1", "quantity": str(start)}], "location": "P-1"})

        def drain(i: int) -> Decimal:
            chance = random.Random(i)
            own = Client(server.port, token)
            drawn = Decimal(0)
            refused = 0
            while refused < 3:
                amount = Decimal(chance.randint(1, 2000)) / 1000
                answer = own.perform("ship", {"items": [{"product": "LIQUID", "lot": "L-1", "quantity": str(amount)}], "party": "C-1"})
                if answer.status == 201:
                    drawn += amount
                else:
                    check(answer.status == 409, f"{answer.status} {answer.text[:300]!r}")
                    refused += 1
            return drawn

        drawn = sum(in_threads(64, drain), Decimal(0))
        rows = client.get("/api/v1/stock", groupBy="product,status")["stock"]
        left = sum((Decimal(row["quantity"]) for row in rows if row["status"] == "in_stock"), Decimal(0))
        shipped = sum((Decimal(row["quantity"]) for row in rows if row["status"] == "shipped"), Decimal(0))
        check(left >= 0, f"{left} l are left")
        check(shipped == drawn, f"{shipped} l are shipped, but {drawn} l were acknowledged")
        check(left + drawn == start, f"{left} l left and {drawn} l drawn do not make {start} l")
        check(left < 2, f"{left} l are left, though somebody could have drawn them")
        verify(server.database)
        print(f"         {drawn} l drawn, {left} l left")


CASES = {
    "no_number_is_drawn_twice": draw_numbers,
    "one_unit_is_shipped_once": ship_one_unit,
    "a_lot_never_goes_below_zero": empty_one_lot,
}
