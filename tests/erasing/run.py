#!/usr/bin/env python3
"""What can identify a person, erased: gone from every answer and from the file, by an event that says so, and the ledger verifies."""

import json
import secrets
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "support")]
from harness import BINARY, LONG, Cases, Client, Server, all_events, ask_database, check, database_argument, make_token, read_whole_database, run_nameplate, scratch_folder, verify  # noqa: E402

# Texts that stand nowhere by chance.
PHONE, OLD_PHONE, STREET = "+49-555-0142-7734", "+49-555-0199-8812", "Erasure Lane 4711"
PERSON, OTHER = "Quentin Vanishing", "Olga Staying"
NOTE, ITEM_NOTE = "rang at the neighbour called Zebulon", "signed by Yolanthe"
ALL = (PHONE, OLD_PHONE, STREET, PERSON, NOTE, ITEM_NOTE)


def erase(client: Client, **wanted: object) -> dict:
    return client.post("/api/v1/erasures", {"reason": "asked for it", **wanted})


def refused(client: Client, body: object, status: int, reason: str) -> None:
    answer = client.request("POST", "/api/v1/erasures", body)
    check((answer.status, answer.json()["reason"]) == (status, reason), f"{body}: {answer.status} {answer.text!r}")


def fill(client: Client) -> dict[str, str]:
    """Gives the ids of the events that hold something."""
    client.post("/api/v1/products", {"sku": "PROBE", "name": "Probe", "tracking": "serial"})
    client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})
    client.post("/api/v1/locations", {"code": "P-2", "name": "Place", "kind": "bin"})
    client.post("/api/v1/parties", {"code": "ACME", "name": "Acme", "roles": ["customer"], "contacts": [{"name": "Q", "phone": OLD_PHONE}],
                                    "addresses": [{"street": STREET}]})
    client.request("PUT", "/api/v1/parties/ACME", {"name": "Acme", "roles": ["customer"], "contacts": [{"name": "Q", "phone": PHONE}],
                                                   "addresses": [{"street": STREET}]})
    client.post("/api/v1/parties", {"code": "BETA", "name": "Beta", "roles": ["customer"], "contacts": [{"name": "B", "phone": "1"}]})
    noted = client.post("/api/v1/operations/register", {"items": [{"product": "PROBE", "serial": "S-1", "note": ITEM_NOTE},
                                                                  {"product": "PROBE", "serial": "S-2"}],
                                                        "location": "P-1", "operator": PERSON, "note": NOTE})
    for number in range(5):
        client.post("/api/v1/operations/move", {"items": [{"product": "PROBE", "serial": "S-2"}], "location": f"P-{1 + (number + 1) % 2}",
                                                "operator": OTHER if number == 2 else PERSON})
    return {"noted": noted["event"]}


def answers(client: Client) -> str:
    """All that anybody can ask for."""
    texts = [json.dumps(list(all_events(client)))]
    for path in ("parties", "parties/ACME", "parties/ACME/history", "parties/BETA", "units", "exports/parties", "exports/events", "exports/units",
                 "changes"):
        answer = client.request("GET", f"/api/v1/{path}")
        check(answer.status == 200, f"{path}: {answer.status}")
        texts.append(answer.text.decode())
    for unit in client.get("/api/v1/units")["units"]:
        texts.append(client.request("GET", f"/api/v1/units/{unit['id']}/history").text.decode())
    return "\n".join(texts)


def export_ledger(database: Path) -> str:
    done = run_nameplate("export", "--database", database_argument(database), "--ledger")
    check(done.returncode == 0, done.stderr)
    return done.stdout


def nowhere(database: Path, texts: tuple[str, ...]) -> None:
    content = read_whole_database(database)

    def holds(text: str) -> bool:
        return text.encode() in content or text.encode().hex().encode() in content  # a dump tells bytes as digits

    check(holds(OTHER), "what nobody erased is not found either, so this shows nothing")
    for text in texts:
        check(not holds(text), f"{text!r} still stands in the database")


def gone_everywhere() -> None:
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            events = fill(client)
            before = answers(client)
            check(all(text in before for text in ALL), "what is to be erased is not there")

            tried = erase(client, party="ACME", dryRun=True)
            check(tried["values"] == 4 and tried["erasures"] == [] and PHONE in answers(client), f"{tried}")
            version = client.request("GET", "/api/v1/parties/ACME").headers["ETag"]
            contacts = erase(client, party="ACME", fields=["contacts"])
            check(contacts["values"] == 2 and len(contacts["erasures"]) == 1, f"{contacts}")
            party = client.get("/api/v1/parties/ACME")
            check("contacts" not in party and party["addresses"][0]["street"] == STREET, f"{party}")
            check(client.request("GET", "/api/v1/parties/ACME").headers["ETag"] != version, "the record has its old version")
            rest = erase(client, party="acme")
            check(rest["values"] == 2, f"{rest}")
            check(erase(client, party="ACME") == {"dryRun": False, "values": 0, "events": 0, "erasures": []}, "there was something left")
            check("addresses" not in client.get("/api/v1/parties/ACME"), "the addresses are still there")
            check(client.get("/api/v1/parties/BETA")["contacts"][0]["phone"] == "1", "another party lost something")

            check(erase(client, operator=PERSON)["values"] == 5, "not every operator")
            check(erase(client, event=events["noted"], fields=["note"])["values"] == 2, "not both notes")
            after = answers(client)
            left = [text for text in ALL if text in after]
            check(not left, f"{left} can still be read")
            check(OTHER in after, "somebody else was erased")

            event = client.get(f"/api/v1/events/{events['noted']}")
            check(event["erased"] == ["note", "operator"] and "note" not in event, f"{event}")
            history = client.get("/api/v1/parties/ACME/history")["changes"]
            check(any(change.get("reason") == "asked for it" for change in history) and '"erased": true' in json.dumps(history), f"{history}")
            erasure = client.get(f"/api/v1/events/{contacts['erasures'][0]}")
            check(erasure["verb"] == "erase" and erasure["reason"] == "asked for it" and len(erasure["erases"]["values"]) == 2, f"{erasure}")

            # It may be filled in again, and erased again.
            client.request("PUT", "/api/v1/parties/ACME", {"name": "Acme", "roles": ["customer"], "contacts": [{"name": "N", "phone": "555-NEW"}]})
            check(client.get("/api/v1/parties/ACME")["contacts"][0]["phone"] == "555-NEW", "it cannot be filled in again")
            verify(database)
            check(erase(client, party="ACME")["values"] == 1, "it cannot be erased again")
        verify(database)
        nowhere(database, ALL)

        # A ledger loaded from the export is the same, and holds none of it either.
        exported = export_ledger(database)
        check(not any(text in exported for text in ALL), "the export of the ledger holds it")
        (folder / "ledger.jsonl").write_text(exported)
        loaded = run_nameplate("load", "--database", database_argument(folder / 'again.db'), folder / "ledger.jsonl")
        check(loaded.returncode == 0, loaded.stderr)
        verify(folder / "again.db")
        check(export_ledger(folder / "again.db") == exported, "loaded, it is another ledger")
        with Server(database) as server:
            client = Client(server.port, make_token(database, "again"))
            check("contacts" not in client.get("/api/v1/parties/ACME"), "after another start it is there again")
            check(not any(text in answers(client) for text in ALL), "after another start it is there again")


def old_export_loads() -> None:
    """A ledger exported before the erasure and one after it differ in nothing but what was erased."""
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            fill(client)
            before = export_ledger(database).splitlines()
            erase(client, party="ACME")
            erase(client, operator=PERSON)
            after = export_ledger(database).splitlines()
        for one, other in zip(before[1:-1], after[1:], strict=False):
            then, now = json.loads(one), json.loads(other)
            then.pop("private", None)
            now.pop("private", None)
            check(then == now, "an event was changed")


def bad_requests() -> None:
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            events = fill(client)
            sequence = client.get("/health/ready")["sequence"]
            refused(client, {"reason": "x"}, 422, "erase.target")
            refused(client, {"party": "ACME", "operator": PERSON, "reason": "x"}, 422, "erase.target")
            refused(client, {"party": "ACME"}, 422, "erase.reason_missing")
            refused(client, {"party": "NOBODY", "reason": "x"}, 404, "record.unknown")
            refused(client, {"event": "e999999", "reason": "x"}, 404, "event.unknown")
            refused(client, {"event": "nonsense", "reason": "x"}, 404, "event.unknown")
            refused(client, {"event": events["noted"], "fields": ["colour"], "reason": "x"}, 422, "erase.field_unknown")
            refused(client, {"party": "ACME", "fields": ["name"], "reason": "x"}, 422, "erase.field_unknown")
            refused(client, {"operator": PERSON, "fields": ["note"], "reason": "x"}, 422, "erase.field_unknown")
            refused(client, {"party": "ACME", "fields": "contacts", "reason": "x"}, 400, "field.type")
            refused(client, {"party": "ACME", "fields": [1], "reason": "x"}, 400, "field.type")
            refused(client, {"party": "ACME", "reason": "x", "what": 1}, 400, "field.unknown")
            refused(client, [], 400, "field.type")
            changes = [event["event"] for event in all_events(client) if event["verb"] == "change"]
            refused(client, {"event": changes[-1], "reason": "x"}, 422, "erase.of_record")
            check(erase(client, operator="Nobody At All")["values"] == 0, "somebody unknown was erased")
            for role in ("viewer", "operator", "manager"):
                other = Client(server.port, make_token(database, role, role))
                check(other.request("POST", "/api/v1/erasures", {"party": "ACME", "reason": "x"}).status == 403, role)
            changed = client.get("/health/ready")["sequence"] - sequence
            check(changed == 3, f"{changed} events instead of the three tokens")
            check(PHONE in answers(client), "something was erased")
            done = run_nameplate("erase", "--database", database_argument(database), "--party", "ACME", "--reason", "asked", "--dry-run")
            check("4 values beside 2 events would be erased" in done.stdout, f"{done.stdout} {done.stderr}")
            done = run_nameplate("erase", "--database", database_argument(database), "--party", "ACME", "--reason", "asked")
            check("erased, for good" in done.stdout, f"{done.stdout} {done.stderr}")
            done = run_nameplate("erase", "--database", database_argument(database), "--party", "ACME", "--reason", "asked")
            check("nothing to erase" in done.stdout, f"{done.stdout} {done.stderr}")
            check(run_nameplate("erase", "--database", database_argument(database), "--party", "ACME").returncode == 64, "no reason was asked for")
        verify(database)


def legal_holds() -> None:
    """What a legal hold protects is refused with its name; when it is retired, it is erased."""
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            fill(client)
            made = client.request("POST", "/api/v1/legal-holds", {"code": "case-17", "name": "Lawsuit", "party": "ACME"})
            check(made.status == 201, f"{made.status} {made.text!r}")
            refused(client, {"party": "ACME", "reason": "x"}, 409, "erase.legal_hold")
            refused(client, {"party": "ACME", "reason": "x", "dryRun": True}, 409, "erase.legal_hold")
            detail = client.request("POST", "/api/v1/erasures", {"party": "ACME", "reason": "x"}).json()["detail"]
            check("case-17" in detail, detail)
            check(erase(client, party="BETA")["values"] == 1 and PHONE in answers(client), "the wrong party")
            retired = client.connection
            retired.request("PATCH", "/api/v1/legal-holds/case-17", json.dumps({"state": "retired"}),
                            {**client.headers, "If-Match": made.headers["ETag"], "Content-Type": "application/json"})
            answer = retired.getresponse()
            check(answer.status == 200, f"{answer.status} {answer.read()!r}")
            answer.read()
            check(erase(client, party="ACME")["values"] == 4, "it is still protected")
        verify(database)


def killed_between() -> None:
    """A large erasure, killed somewhere: what was erased stays so, and asking again erases the rest."""
    rows = 6000
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        with Server(database) as server:
            token = make_token(database)
            client = Client(server.port, token)
            fill(client)
            for begin in range(0, rows, 1000):
                items = [{"product": "PROBE", "serial": f"N-{i}"} for i in range(begin, begin + 1000)]
                client.post("/api/v1/operations/register", {"items": items, "location": "P-1", "return": "counts"})
            for begin in range(0, rows, 2):
                client.post("/api/v1/operations/move", {"items": [{"product": "PROBE", "serial": f"N-{begin}"}], "location": "P-2", "operator": PERSON})
        for _ in range(8 if LONG else 3):
            server = Server(database)
            command = subprocess.Popen([str(BINARY), "erase", "--database", database_argument(database), "--operator", PERSON, "--reason", "asked"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(secrets.randbelow(120) / 1000)
            server.kill()
            command.communicate(timeout=30)
            verify(database)
        with Server(database) as server:
            client = Client(server.port, token)
            erase(client, operator=PERSON)
            check(PERSON not in json.dumps(list(all_events(client))), "some are left")
            erasures = [event for event in all_events(client) if event["verb"] == "erase"]
            check(all(1 <= len(event["erases"]["values"]) <= 1000 for event in erasures), "a chunk is too large")
            erased = [(value["event"], value["field"]) for event in erasures for value in event["erases"]["values"]]
            check(len(erased) == len(set(erased)) == rows // 2 + 5, f"{len(erased)} values were erased, {len(set(erased))} different ones")
        verify(database)
        nowhere(database, (PERSON,))
        left = ask_database(database, "SELECT count(*) FROM event_private WHERE field = 'operator'")
        check(left == 1, f"{left} rows are left instead of the other person's")


CASES = {
    "what_is_erased_is_gone_everywhere": gone_everywhere,
    "no_event_is_changed_by_an_erasure": old_export_loads,
    "erasures_that_make_no_sense_are_refused": bad_requests,
    "a_legal_hold_protects_until_it_is_retired": legal_holds,
    "an_erasure_that_is_killed_goes_on_where_it_was": killed_between,
}

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("erasing")
    for name, case in CASES.items():
        cases.run(name, case)
    sys.exit(cases.finish())
