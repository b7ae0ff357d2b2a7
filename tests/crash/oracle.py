"""What the clients of a server know of their own requests: acknowledged, or of unknown outcome. Each request carries its key as
`reason`, so that the ledger itself tells which of them were recorded, and how often."""

import http.client
import random
import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from harness import Client, all_events, check

PRODUCT = "PROBE"
LOT_PRODUCT = "LIQUID"
PLACES = ["P-1", "P-2", "P-3", "P-4"]


LATEST_MINUTES = 50


def minutes_ago(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


def make_master_data(client: Client) -> None:
    client.post("/api/v1/products", {"sku": PRODUCT, "name": "Probe", "tracking": "serial"})
    client.post("/api/v1/products", {"sku": LOT_PRODUCT, "name": "Liquid", "tracking": "lot", "uom": "l", "decimals": 3})
    client.post("/api/v1/parties", {"code": "C-1", "name": "Customer", "roles": ["customer"]})
    for place in PLACES:
        client.post("/api/v1/locations", {"code": place, "name": place, "kind": "bin"})


@dataclass
class Request:
    verb: str
    body: dict
    key: str


@dataclass
class Oracle:
    """Belongs to one client; the clients' are added up at the end."""

    acknowledged: dict[str, dict] = field(default_factory=dict)  # key -> first answer
    unknown: list[Request] = field(default_factory=list)
    requests: dict[str, Request] = field(default_factory=dict)
    moves: list[str] = field(default_factory=list)  # events of acknowledged moves that are not reversed

    def send(self, client: Client, request: Request) -> None:
        """Raises when the connection breaks; the request is among the unknown then."""
        self.requests[request.key] = request
        self.unknown.append(request)
        answer = client.perform(request.verb, request.body, request.key)
        if answer.status == 503:  # says itself that nothing was done
            self.unknown.pop()
            del self.requests[request.key]
            return
        check(answer.status in (200, 201), f"{request.verb} {request.body}: {answer.status} {answer.text[:500]!r}")
        self.unknown.pop()
        self.acknowledged[request.key] = answer.json()
        if request.verb == "move" and answer.json()["event"]:
            self.moves.append(answer.json()["event"])

    def take_move(self, chance: random.Random) -> str | None:
        """The event of an acknowledged move that nobody has reversed yet."""
        if not self.moves:
            return None
        return self.moves.pop(chance.randrange(len(self.moves)))

    def retry_unknown(self, client: Client) -> int:
        """Blindly, with the same keys: whatever became of them, each is done once now."""
        count = len(self.unknown)
        while self.unknown:
            self.send(client, self.unknown.pop())
        return count


class Writer(threading.Thread):
    """Sends one request after the other until the connection breaks."""

    def __init__(self, number: int, oracle: Oracle, serials: list[str], port: int, token: str):
        super().__init__(daemon=True)
        self.random = random.Random(secrets.randbits(64))
        self.number = number
        self.oracle = oracle
        self.serials = serials  # units that this client has registered
        self.port = port
        self.token = token
        self.error: Exception | None = None

    def make_request(self) -> Request:
        key = secrets.token_hex(12)
        kind = self.random.random()
        place = self.random.choice(PLACES)
        if kind < 0.35 or not self.serials:
            serial = f"{self.number}-{key}"
            self.serials.append(serial)
            body = {"items": [{"product": PRODUCT, "serial": serial}], "location": place, "reason": key, "time": minutes_ago(LATEST_MINUTES)}
            return Request("register", body, key)
        if kind < 0.4 and (done := self.oracle.take_move(self.random)):
            return Request("reverse", {"event": done, "reason": key}, key)
        if kind < 0.5:
            items = [{"product": PRODUCT, "generate": self.random.randint(1, 20)}]
            return Request("register", {"items": items, "location": place, "reason": key}, key)
        if kind < 0.7:
            items = [{"product": LOT_PRODUCT, "lot": f"L-{self.random.randint(1, 5)}", "quantity": "1.5"}]
            return Request("receive", {"items": items, "location": place, "reason": key}, key)
        known = [s for s in self.serials[-50:]]
        items = [{"product": PRODUCT, "serial": self.random.choice(known)}]
        body = {"items": items, "location": place, "reason": key}
        if kind > 0.85:  # heard of late: between the registration and the moves on record
            body["time"] = minutes_ago(self.random.uniform(1, LATEST_MINUTES - 1))
        return Request("move", body, key)

    def run(self) -> None:
        try:
            client = Client(self.port, self.token)
            while True:
                self.oracle.send(client, self.make_request())
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: what was under way is of unknown outcome
        except Exception as error:  # noqa: BLE001  # shown by the case
            self.error = error


def compare(client: Client, oracles: list[Oracle]) -> int:
    """Every acknowledged request stands in the ledger, as it was acknowledged, and no request stands there twice. Returns how many
    events were compared. To be called when no outcome is unknown."""
    acknowledged = {key: answer for oracle in oracles for key, answer in oracle.acknowledged.items()}
    check(not any(oracle.unknown for oracle in oracles), "some outcomes are still unknown")

    recorded = {}
    times: Counter = Counter()
    sequence_before = 0
    for event in all_events(client):
        check(event["sequence"] == sequence_before + 1, f"sequence {event['sequence']} follows {sequence_before}")
        sequence_before = event["sequence"]
        if event["verb"] != "change":  # master data has no keys of ours
            key = event["reason"]
            recorded[key] = event
            times[key] += 1

    lost = [key for key in acknowledged if key not in recorded]
    doubled = [key for key, count in times.items() if count > 1]
    strange = [key for key in recorded if key not in acknowledged]
    moved = [key for key, answer in acknowledged.items()
             if key in recorded and (recorded[key]["event"], recorded[key]["sequence"]) != (answer["event"], answer["sequence"])]
    check(not lost, f"{len(lost)} acknowledged requests are lost, such as {lost[0] if lost else ''}")
    check(not doubled, f"{len(doubled)} requests were done twice")
    check(not strange, f"{len(strange)} events belong to no request")
    check(not moved, f"{len(moved)} events are not those that were acknowledged")
    compare_quantities(client, oracles)
    return len(acknowledged)


def compare_quantities(client: Client, oracles: list[Oracle]) -> None:
    """Units and litres in stock are as many as were asked for."""
    units = litres = 0.0
    for oracle in oracles:
        for key in oracle.acknowledged:
            request = oracle.requests[key]
            if request.verb == "reverse":
                continue
            item = request.body["items"][0]
            if request.verb == "register":
                units += item.get("generate", 1)
            elif request.verb == "receive":
                litres += float(item["quantity"])
    stock = client.get("/api/v1/stock", groupBy="product")
    found = {row["product"]["sku"]: row for row in stock["stock"]}
    if units:
        check(int(found[PRODUCT]["units"]) == units, f"{found[PRODUCT]['units']} units in stock instead of {units:.0f}")
    if litres:
        check(float(found[LOT_PRODUCT]["quantity"]) == litres, f"{found[LOT_PRODUCT]['quantity']} litres in stock instead of {litres}")
