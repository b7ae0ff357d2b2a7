#!/usr/bin/env python3
"""Whole stories against the real server, by the API. The same stories by the command line are docs/using/offline-hour.md and
docs/using/wrong-pallet.md, which tests/tour runs as they are written. `run.py PATTERN` runs those whose name contains it."""

import itertools
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, Cases, Client, Server, check, make_token, scratch_folder, verify  # noqa: E402

NOW = datetime.now(UTC)


def ago(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def warehouse(server: Server) -> Client:
    client = Client(server.port, make_token(server.database))
    client.post("/api/v1/products", {"sku": "PUMP", "name": "Pump", "tracking": "serial"})
    for code in ("DOCK", "SHELF-1", "SHELF-2"):
        client.post("/api/v1/locations", {"code": code, "name": code, "kind": "bin"})
    for code, role in (("UTOPIA", "customer"), ("IMAGINARY", "supplier")):
        client.post("/api/v1/parties", {"code": code, "name": code, "roles": [role]})
    return client


def account(server: Server, admin: Client, name: str, role: str, **rights: object) -> Client:
    return Client(server.port, admin.post("/api/v1/tokens", {"name": name, "role": role, **rights})["token"])


def scan(verb: str, key: str, minutes: float, *serials: str, **fields: object) -> dict:
    items = [{"product": "PUMP", "serial": serial} if verb == "receive" else {"scan": serial} for serial in serials]
    return {"verb": verb, "key": key, "time": ago(minutes), "items": items, **fields}


def done(answer: object, what: str) -> dict:
    check(answer.status in (200, 201), f"{what}: {answer.status} {answer.text[:500]!r}")  # type: ignore[attr-defined]
    return answer.json()  # type: ignore[attr-defined]


def unit(client: Client, serial: str) -> dict:
    return client.get("/api/v1/units", serial=serial)["units"][0]


# The offline hour

GOODS_IN = [
    scan("receive", "in-1", 58, "P-5", "P-6", location="DOCK", device="HH-1"),
    scan("move", "in-2", 50, "P-5", location="SHELF-2", device="HH-1"),
]
AISLES = [
    scan("move", "aisle-1", 45, "P-1", location="DOCK", device="HH-2"),
    scan("scrap", "aisle-2", 26, "P-2", reason="dropped", device="HH-2"),
    scan("move", "aisle-3", 20, "P-1", location="SHELF-2", device="HH-2"),
]
DOCK = [
    scan("ship", "dock-1", 30, "P-1", party="UTOPIA", device="HH-3"),
    scan("ship", "dock-2", 28, "P-5", party="UTOPIA", device="HH-3"),
    scan("ship", "dock-3", 25, "P-4", party="UTOPIA", device="HH-3"),
    scan("ship", "dock-4", 22, "P-2", party="UTOPIA", device="HH-3"),
]
GATE = [
    scan("ship", "gate-1", 24, "P-4", party="UTOPIA", device="GATE", onConflict="record"),
    scan("ship", "gate-2", 15, "P-3", party="UTOPIA", device="GATE", onConflict="record"),
]


def send(client: Client, scans: list[dict]) -> dict[str, dict]:
    answer = client.request("POST", "/api/v1/operations", {"deviceTime": datetime.now(UTC).isoformat(), "operations": scans})
    check(answer.status == 200, f"a batch: {answer.status} {answer.text[:500]!r}")
    results = answer.json()["results"]
    check([result["index"] for result in results] == list(range(len(scans))), f"not one result for each scan: {results}")
    return {entry["key"]: result for entry, result in zip(scans, results, strict=True)}


def offline_hour(order: tuple[list[dict], ...]) -> None:
    with scratch_folder() as folder, Server(folder / "hour.db") as server:
        office = warehouse(server)
        done(office.perform("receive", {"items": [{"product": "PUMP", "serial": f"P-{n}"} for n in range(1, 5)], "location": "SHELF-1", "time": ago(120)}), "before")
        done(office.perform("hold", {"items": [{"scan": "P-4"}], "kind": "quality", "reason": "leaking", "time": ago(40)}), "the hold")
        done(office.perform("lose", {"items": [{"scan": "P-3"}], "reason": "not there", "time": ago(35)}), "the loss")
        handhelds = account(server, office, "handhelds", "operator")
        gate = account(server, office, "gate", "operator", mayRecordConflicts=True)

        ends: dict[str, dict] = {}
        for _ in range(len(order)):
            for scans in order:
                ends |= send(handhelds, scans)
        ends |= send(gate, GATE)

        # Every scan ends in one of three ways.
        exceptions = {entry["recorded"]["event"]: entry["id"] for entry in office.get("/api/v1/exceptions")["exceptions"]}
        fates = {}
        for key, result in ends.items():
            if result["outcome"] == "refused":
                check(result["reason"] and result["detail"], f"{key} is refused without a reason: {result}")
                fates[key] = result["reason"]
            else:
                check(result["event"] is not None, f"{key} left no trace: {result}")
                fates[key] = "exception" if result["event"] in exceptions else "done"
        check(len(fates) == len(GOODS_IN) + len(AISLES) + len(DOCK) + len(GATE), f"a scan vanished: {fates}")
        for key in ("in-1", "in-2", "aisle-1", "dock-2"):
            check(fates[key] == "done", f"{key} ended as {fates[key]}: {ends[key]}")
        check(fates["dock-3"] == "unit.held", f"the held pump: {ends['dock-3']}")
        check(fates["gate-1"] == fates["gate-2"] == "exception", f"the gate: {fates}")
        # P-2 was dropped and shipped, P-1 moved after it had left: who comes second is told what stands against it.
        for pair in (("aisle-2", "dock-4"), ("aisle-3", "dock-1")):
            second = [key for key in pair if fates[key] != "done"]
            check(len(second) == 1, f"{pair} cannot both be true, and one must be: {fates}")

        # Sent once more, nothing happens.
        last = office.get("/api/v1/events", after=0, limit=1000)["last"]
        for scans in order:
            send(handhelds, scans)
        send(gate, GATE)
        check(office.get("/api/v1/events", after=0, limit=1000)["last"] == last, "a batch that is sent again does something")

        # A person resolves the exceptions.
        for identifier in exceptions.values():
            resolved = office.post(f"/api/v1/exceptions/{identifier}/resolve", {"reason": "on the truck"})
            check(resolved["state"] == "resolved" and resolved["resolution"]["reason"] == "on the truck", f"resolved: {resolved}")
        check(office.get("/api/v1/exceptions")["exceptions"] == [], "an exception is still open")
        check(unit(office, "P-5")["status"] == "shipped" and unit(office, "P-6")["location"] == "DOCK", "what goods in brought is not there")
        verify(server.database)


# The wrong pallet


def wrong_pallet() -> None:
    with scratch_folder() as folder, Server(folder / "pallet.db") as server:
        client = warehouse(server)
        received = done(client.perform("receive", {"items": [{"product": "PUMP", "serial": f"W-{n}"} for n in range(1, 4)], "location": "DOCK",
                                                   "party": "IMAGINARY", "document": {"kind": "delivery-note", "number": "DN-88"}}), "received")["event"]
        done(client.perform("pack", {"container": "PAL-88", "location": "DOCK", "items": [{"scan": f"W-{n}"} for n in range(1, 4)]}), "packed")
        done(client.perform("move", {"items": [{"container": "PAL-88"}], "location": "SHELF-2"}), "put away")
        shipped = done(client.perform("ship", {"items": [{"scan": "W-3"}], "unpack": True, "party": "UTOPIA"}), "shipped")["event"]

        # Step by step, by what the refusals say.
        steps = 0
        wanted = [received]
        while wanted:
            check(steps < 30, f"it does not end: {wanted}")
            steps += 1
            answer = client.perform("reverse", {"event": wanted[-1], "reason": "wrong pallet"})
            if answer.status == 201:
                wanted.pop()
                continue
            refusal = answer.json()
            against = refusal.get("contradicts", []) + [one for item in refusal.get("items", []) for one in item.get("contradicts", [])]
            check(answer.status == 409 and against, f"refused without saying what depends on it: {refusal}")
            for one in against:
                check(one["event"] and one["verb"] and one["time"] and one["detail"], f"it does not say what: {one}")
            newest = max(against, key=lambda one: one["time"])["event"]
            check(newest not in wanted, f"in a circle: {wanted} {newest}")
            wanted.append(newest)

        for number in range(1, 4):
            left = unit(client, f"W-{number}")
            check(left["status"] == "void", f"W-{number} is {left['status']}")
            history = client.get(f"/api/v1/units/{left['id']}/history")["events"]
            first = next(event for event in history if event["event"] == received)
            check(first["reversedBy"][0]["reason"] == "wrong pallet" and first["reversedBy"][0]["actor"]["name"], f"who took it back? {first}")
            check(any(event.get("reverses", {}).get("event") == received for event in history), f"no reversal in the history: {history}")
        event = client.get(f"/api/v1/events/{shipped}")
        check("reversedBy" in event, f"the shipment stands: {event}")
        # The numbers are free again.
        done(client.perform("receive", {"items": [{"product": "PUMP", "serial": "W-1"}], "location": "DOCK"}), "received anew")
        check(unit(client, "W-1")["status"] == "in_stock", "W-1 is not back")
        verify(server.database)


def wrong_pallet_in_one_batch() -> None:
    with scratch_folder() as folder, Server(folder / "pallet.db") as server:
        client = warehouse(server)
        received = done(client.perform("receive", {"items": [{"product": "PUMP", "serial": f"W-{n}"} for n in range(1, 4)], "location": "DOCK"}), "received")["event"]
        done(client.perform("move", {"items": [{"scan": "W-1"}, {"scan": "W-2"}], "location": "SHELF-1"}), "moved")
        done(client.perform("ship", {"items": [{"scan": "W-3"}], "party": "UTOPIA"}), "shipped")
        preview = done(client.perform("reverse", {"event": received, "cascade": "preview"}), "the preview")
        check(preview["event"] is None and unit(client, "W-3")["status"] == "shipped", "a preview does something")
        operations = [step["operation"] | {"key": f"undo-{index}", "reason": "wrong pallet"} for index, step in enumerate(preview["cascade"])]
        results = client.post("/api/v1/operations", {"operations": operations})["results"]
        check(all(result["outcome"] == "done" for result in results), f"what the preview says cannot be done: {results}")
        check({unit(client, f"W-{n}")["status"] for n in range(1, 4)} == {"void"}, "something is left")
        verify(server.database)


def four_eyes_on_a_reversal() -> None:
    """What waits for approval survives a kill, and is done once."""
    with scratch_folder() as folder:
        database = folder / "eyes.db"
        with Server(database) as server:
            admin = warehouse(server)
            clerk = account(server, admin, "clerk", "manager")
            chief = account(server, admin, "chief", "manager")
            clerk_headers, chief_headers = clerk.headers, chief.headers
            admin.request("PUT", "/api/v1/settings/corrections.need-approval", {"value": "true"})
            received = done(clerk.perform("receive", {"items": [{"product": "PUMP", "serial": "W-1"}], "location": "DOCK"}), "received")["event"]
            asked = clerk.perform("reverse", {"event": received, "reason": "wrong pallet"}, key="once")
            check(asked.status == 202, f"asked: {asked.status} {asked.text!r}")
            approval = asked.json()["approval"]
            preview = done(clerk.perform("reverse", {"event": received, "cascade": "preview"}), "a preview needs nobody")
            check(preview["cascade"], f"the preview: {preview}")
            server.kill()
        with Server(database) as server:
            clerk, chief = Client(server.port), Client(server.port)
            clerk.headers, chief.headers = clerk_headers, chief_headers
            again = clerk.perform("reverse", {"event": received, "reason": "wrong pallet"}, key="once")
            check(again.status == 202 and again.replayed and again.json()["approval"] == approval, f"asked again: {again.status} {again.text!r}")
            own = clerk.request("POST", f"/api/v1/approvals/{approval}/approve")
            check(own.status == 409 and own.json()["reason"] == "approval.own", f"one's own: {own.text!r}")
            approved = done(chief.request("POST", f"/api/v1/approvals/{approval}/approve"), "approved")
            server.kill()
        with Server(database) as server:
            chief = Client(server.port)
            chief.headers = chief_headers
            once_more = done(chief.request("POST", f"/api/v1/approvals/{approval}/approve"), "approved again")
            check(once_more["event"] == approved["event"], f"done twice: {approved} {once_more}")
            event = chief.get(f"/api/v1/events/{approved['event']}")
            check(event["actor"]["name"] == "clerk" and event["approver"]["name"] == "chief", f"who? {event}")
            check(unit(chief, "W-1")["status"] == "void", "it was not reversed")
        verify(database)


if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("scenario")
    devices = {"in": GOODS_IN, "aisles": AISLES, "dock": DOCK}
    for names in itertools.permutations(devices):
        cases.run(f"offline_hour_{'_'.join(names)}", lambda names=names: offline_hour(tuple(devices[name] for name in names)))
    for case in (wrong_pallet, wrong_pallet_in_one_batch, four_eyes_on_a_reversal):
        cases.run(case.__name__, case)
    sys.exit(cases.finish())
