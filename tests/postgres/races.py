"""Several servers on one database, many clients, the same things: one winner each, nothing doubled, nobody is told of the quarrel."""

import random
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from harness import LONG, Answer, Client, Server, ask_database, check, make_token, scratch_folder, verify
from oracle import LOT_PRODUCT, PLACES, PRODUCT, make_master_data

CLIENTS = 64
SECONDS = 60 if LONG else 5
UNITS = 24
BOXES = [f"BOX-{i}" for i in range(5)]
RETRIES_MAX = 8  # of each write, on average: each time somebody else was faster


@dataclass
class Seen:
    """What all clients were told."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    statuses: Counter = field(default_factory=Counter)
    events_of_key: dict[str, set] = field(default_factory=lambda: defaultdict(set))
    made_of_serial: Counter = field(default_factory=Counter)
    generated: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)


class Racer(threading.Thread):
    def __init__(self, number: int, servers: list[Server], token: str, seen: Seen, until: float):
        super().__init__()
        self.dice = random.Random(random.randrange(2**32))
        self.clients = [Client(server.port, token) for server in servers]
        self.number, self.seen, self.until = number, seen, until
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while time.monotonic() < self.until:
                self.dice.choice((self.move, self.move, self.move_many, self.pack, self.unpack, self.generate, self.same_key, self.same_serial,
                                  self.draw))()
        except Exception as error:  # noqa: BLE001  # shown by the case
            self.error = error

    def ask(self, verb: str, body: dict, key: str = "") -> Answer:
        answer = self.dice.choice(self.clients).perform(verb, body, key)
        with self.seen.lock:
            self.seen.statuses[answer.status] += 1
            if answer.status not in (200, 201, 409, 422):
                self.seen.unexpected.append(f"{verb}: {answer.status} {answer.text[:200]!r}")
        return answer

    def some_units(self, most: int) -> list[dict]:
        chosen = self.dice.sample(range(UNITS), self.dice.randint(1, most))
        return [{"product": PRODUCT, "serial": f"U-{i}"} for i in chosen]

    def move(self) -> None:
        self.ask("move", {"items": self.some_units(1), "location": self.dice.choice(PLACES)})

    def move_many(self) -> None:
        self.ask("move", {"items": [*self.some_units(12), {"container": self.dice.choice(BOXES)}], "location": self.dice.choice(PLACES)})

    def pack(self) -> None:
        self.ask("pack", {"container": self.dice.choice(BOXES), "items": self.some_units(4)})

    def unpack(self) -> None:
        self.ask("unpack", {"container": self.dice.choice(BOXES), "items": self.some_units(2), "location": self.dice.choice(PLACES)})

    def generate(self) -> None:
        amount = self.dice.choice((1, 2, 200))
        answer = self.ask("register", {"items": [{"product": PRODUCT, "generate": amount}], "location": "P-1"})
        if answer.status in (200, 201):
            with self.seen.lock:
                self.seen.generated += re.findall(r'"serial":"([^"]+)"', answer.text.decode())

    def same_key(self) -> None:
        """Others send the same request with the same key, here and elsewhere, at the same time and later."""
        key = f"shared-{int(time.monotonic() * 20)}-{self.dice.randrange(3)}"
        answer = self.ask("register", {"items": [{"product": PRODUCT, "serial": f"K-{key}"}], "location": "P-2"}, key)
        if answer.status in (200, 201):
            with self.seen.lock:
                self.seen.events_of_key[key].add(answer.json()["event"])

    def same_serial(self) -> None:
        """Each with a key of its own: the first one makes the unit."""
        serial = f"S-{int(time.monotonic() * 20)}"
        answer = self.ask("register", {"items": [{"product": PRODUCT, "serial": serial}], "location": "P-3"})
        if answer.status in (200, 201) and answer.json()["counts"]["done"]:
            with self.seen.lock:
                self.seen.made_of_serial[serial] += 1

    def draw(self) -> None:
        self.ask("ship", {"items": [{"product": LOT_PRODUCT, "lot": "L-1", "quantity": "0.001"}], "party": "C-1"})


def figure(server: Server, token: str, name: str) -> int:
    text = Client(server.port, token).request("GET", "/metrics").text.decode()
    found = re.search(rf"^\S*{name}\S* (\d+)", text, re.MULTILINE)
    return int(found[1]) if found else -1


def race(servers_count: int) -> None:
    with scratch_folder() as folder:
        servers = [Server(folder / "ledger.db") for _ in range(servers_count)]
        try:
            token = make_token(servers[0].database)
            client = Client(servers[0].port, token)
            make_master_data(client)
            client.post("/api/v1/operations/register", {"items": [{"product": PRODUCT, "serial": f"U-{i}"} for i in range(UNITS)], "location": "P-1"})
            client.post("/api/v1/operations/register", {"items": [{"container": box} for box in BOXES], "location": "P-1"})
            client.post("/api/v1/operations/receive", {"items": [{"product": LOT_PRODUCT, "lot": "L-1", "quantity": "5000"}], "location": "P-1"})
            seen = Seen()
            until = time.monotonic() + SECONDS
            racers = [Racer(number, servers, token, seen, until) for number in range(CLIENTS)]
            for racer in racers:
                racer.start()
            for racer in racers:
                racer.join()
                if racer.error:
                    raise racer.error
            check(not seen.unexpected, f"{len(seen.unexpected)} answers that nobody should get: {seen.unexpected[:5]}")
            check(all(len(events) == 1 for events in seen.events_of_key.values()), "one key was recorded twice")
            doubled = {serial: count for serial, count in seen.made_of_serial.items() if count > 1}
            check(not doubled, f"made twice: {doubled}")
            check(len(seen.generated) == len(set(seen.generated)), "a number was given out twice")
            writes = sum(seen.statuses.values())
            check(len(seen.events_of_key) > 5 and len(seen.made_of_serial) > 5 and seen.statuses[200] + seen.statuses[201] > 100,
                  f"too little happened to prove anything: {seen.statuses}")
            lost = sum(figure(server, token, "guards_lost") for server in servers)
            deadlocks = ask_database(servers[0].database, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            check(0 <= lost <= RETRIES_MAX * writes, f"{lost} retries for {writes} writes")
            verify(servers[0].database)
            print(f"         {servers_count} servers, {writes:,} writes {dict(seen.statuses)}: {lost:,} decided again, {deadlocks} deadlocks within")
        finally:
            for server in servers:
                server.stop()


CASES = {
    "two_servers_and_64_clients_agree": lambda: race(2),
    "three_servers_and_64_clients_agree": lambda: race(3),
}
