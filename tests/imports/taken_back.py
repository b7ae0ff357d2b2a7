"""Imports that are taken back as a whole: free numbers, what depends on them, cut in the middle."""

import time

from harness import Client, Server, all_events, check, database_argument, make_token, run_nameplate, scratch_folder, verify
from importing import AT_WORK, counts, import_all, result, wait

MAPPING = {"kind": "units", "columns": {"S": "serial", "P": "product", "L": "location"}, "make": ["products", "locations"]}
DAYS = {"kind": "units", "columns": {"S": "serial", "P": "product", "L": "location", "T": "time"}, "make": ["products", "locations"]}


def table(rows: int) -> bytes:
    return ("S,P,L\n" + "".join(f"T-{number},CAM,SHELF-{number % 3}\n" for number in range(rows))).encode()


def many_events(rows: int) -> bytes:
    """Each row on a day of its own: so each is an event of its own."""
    return ("S,P,L,T\n" + "".join(f"T-{number},CAM,SHELF,2025-01-01T00:{number // 60 % 60:02}:{number % 60:02}Z\n" for number in range(rows))).encode()


def take_back(client: Client, job: str, **body: object) -> str:
    answer = client.request("POST", f"/api/v1/imports/{job}/take-back", body)
    check(answer.status == 201, f"take-back: {answer.status} {answer.text[:300]!r}")
    return answer.json()["id"]


def units_in_stock(client: Client) -> int:
    return sum(row["units"] for row in client.get("/api/v1/stock", groupBy="status")["stock"] if row["status"] == "in_stock")


def everything() -> None:
    with scratch_folder() as folder, Server(folder / "taken_back.db") as server:
        client = Client(server.port, make_token(server.database))
        job = import_all(client, MAPPING, table(3000))
        check(counts(job) == (3000, 0, 0, 0), f"the import: {job}")
        checked = wait(client, take_back(client, job["id"], check=True))
        check(checked["state"] == "checked" and checked["failed"] == 0 and checked["done"] == checked["total"] > 0, f"the check: {checked}")
        check(units_in_stock(client) == 3000, "a check takes something back")
        done = wait(client, take_back(client, job["id"], reason="wrong file"))
        check(done["state"] == "done" and done["done"] == done["total"] and done["takesBack"] == job["id"] and done["progress"] == 1, f"it ended so: {done}")
        check(units_in_stock(client) == 0, "something is left")
        history = client.get(f"/api/v1/units/{client.get('/api/v1/units', serial='T-1')['units'][0]['id']}/history")["events"]
        check("wrong file" in str(history), f"the history does not say why: {history}")
        # The numbers are free: the right file comes in.
        again = import_all(client, MAPPING, table(3000))
        check(counts(again) == (3000, 0, 0, 0), f"the numbers are not free: {again}")
        # Taken back once more: the first import has nothing left.
        unchanged = wait(client, take_back(client, job["id"]))
        check(unchanged["state"] == "done" and unchanged["done"] == 0 and unchanged["unchanged"] == unchanged["total"], f"again: {unchanged}")
        check(units_in_stock(client) == 3000, "the second take-back of the first import took the second one back")
        verify(server.database)


def depended_on() -> None:
    with scratch_folder() as folder, Server(folder / "depended.db") as server:
        client = Client(server.port, make_token(server.database))
        job = import_all(client, DAYS, many_events(20))
        client.post("/api/v1/parties", {"code": "ACME", "name": "Acme", "roles": ["customer"]})
        shipped = client.perform("ship", {"items": [{"scan": "T-7"}], "party": "ACME"}).json()["event"]
        before = client.get("/api/v1/events", after=0, limit=1000)["last"]

        refused = wait(client, take_back(client, job["id"]))
        check(refused["state"] == "failed" and refused["reason"] == "take_back.depended_on" and refused["failed"] == 1, f"it ended so: {refused}")
        rows = result(client, refused["id"], "failed")
        check(len(rows) == 1 and shipped in rows[0]["detail"] and "T-7" in rows[0]["detail"], f"what depends on it: {rows}")
        check(client.get("/api/v1/events", after=0, limit=1000)["last"] == before, "something was done")

        proceeded = wait(client, take_back(client, job["id"], onError="proceed"))
        check(proceeded["state"] == "done" and proceeded["done"] == proceeded["total"] - 1 and proceeded["failed"] == 1, f"it ended so: {proceeded}")
        check(units_in_stock(client) == 0, "what nothing depends on is still there")
        # By what the refusal says: the shipment first, then the rest.
        check(client.perform("reverse", {"event": shipped, "reason": "wrong file"}).status == 201, "the shipment cannot be reversed")
        rest = wait(client, take_back(client, job["id"]))
        check(rest["state"] == "done" and rest["done"] == 1, f"the rest: {rest}")
        verify(server.database)


def refused() -> None:
    with scratch_folder() as folder, Server(folder / "refused.db") as server:
        client = Client(server.port, make_token(server.database))
        records = import_all(client, {"kind": "locations", "columns": {"C": "code", "N": "name", "K": "kind"}}, b"C,N,K\nX,X,bin\n")
        nothing = import_all(client, MAPPING, b"S,P,L\n,CAM,SHELF\n")
        goods = import_all(client, MAPPING, table(3))
        for job, body, status, reason in (
            (records["id"], {}, 409, "take_back.not_goods"),
            (nothing["id"], {}, 409, "take_back.events_unknown"),
            ("j999", {}, 404, "job.unknown"),
            ("u1", {}, 404, "job.unknown"),
            (goods["id"], {"check": "yes"}, 400, "field.type"),
            (goods["id"], {"onError": "maybe"}, 400, "field.choice"),
            (goods["id"], {"all": True}, 400, "field.unknown"),
        ):
            answer = client.request("POST", f"/api/v1/imports/{job}/take-back", body)
            check((answer.status, answer.json()["reason"]) == (status, reason), f"{job} {body}: {answer.status} {answer.text!r}")
        taken = take_back(client, goods["id"])
        wait(client, taken)
        answer = client.request("POST", f"/api/v1/imports/{taken}/take-back", {})
        check(answer.json()["reason"] == "take_back.not_goods", f"a take-back is taken back: {answer.text!r}")
        client.request("PUT", "/api/v1/settings/corrections.need-approval", {"value": "true"})


def four_eyes() -> None:
    """Where corrections need a second person, a take-back is checked, and another manager runs it."""
    with scratch_folder() as folder, Server(folder / "four_eyes.db") as server:
        client = Client(server.port, make_token(server.database))
        job = import_all(client, MAPPING, table(5))["id"]
        second = Client(server.port, client.post("/api/v1/tokens", {"name": "second", "role": "manager"})["token"])
        client.request("PUT", "/api/v1/settings/corrections.need-approval", {"value": "true"})
        taken = take_back(client, job, reason="wrong file")
        check(wait(client, taken)["state"] == "checked" and units_in_stock(client) == 5, "it was done by one person")
        alone = client.request("POST", f"/api/v1/imports/{taken}/run")
        check((alone.status, alone.json()["reason"]) == (409, "approval.own"), f"one's own approval: {alone.text!r}")
        check(second.request("POST", f"/api/v1/imports/{taken}/run").status == 202, "the second person cannot run it")
        done = wait(client, taken)
        check(done["state"] == "done" and units_in_stock(client) == 0, f"it was not taken back: {done}")
        event = [event for event in all_events(client) if event["verb"] == "reverse"][0]
        check((event["actor"]["name"], event["approver"]["name"]) == ("test", "second"), f"who asked and who agreed: {event}")
        verify(server.database)


def interrupted() -> None:
    """Killed and cancelled in the middle: it goes on, and nothing is reversed twice."""
    with scratch_folder() as folder:
        database = folder / "interrupted.db"
        with Server(database) as server:
            token = make_token(database)
            client = Client(server.port, token)
            job = import_all(client, DAYS, many_events(1500))
            taken = take_back(client, job["id"])
            while client.get(f"/api/v1/jobs/{taken}")["done"] == 0:
                time.sleep(0.002)
            cancelled = client.request("POST", f"/api/v1/jobs/{taken}/cancel")
            stands = wait(client, taken)
            if cancelled.status == 202:
                check(stands["state"] == "cancelled", f"cancelled: {stands}")
                client.request("POST", f"/api/v1/jobs/{taken}/resume")
            server.kill()
        for _ in range(3):
            server = Server(database)
            time.sleep(0.05)
            server.kill()
        with Server(database) as server:
            client = Client(server.port, token)
            stands = client.get(f"/api/v1/jobs/{taken}")
            stands = wait(client, taken) if stands["state"] in AT_WORK else stands
            check(stands["state"] == "done" and stands["done"] + stands["unchanged"] == stands["total"] == 1500, f"it ended so: {stands}")
            check(units_in_stock(client) == 0, "something is left")
            reversals = sum(event["verb"] == "reverse" for event in all_events(client))
            check(reversals == 1500, f"{reversals} reversals")
        verify(database)


def typed() -> None:
    with scratch_folder() as folder, Server(folder / "typed.db") as server:
        client = Client(server.port, make_token(server.database))
        job = import_all(client, MAPPING, table(5))["id"]
        options = ("--database", database_argument(server.database))
        checked = run_nameplate("job", "take-back", *options, job, "--check")
        check(checked.returncode == 0 and "could be taken back" in checked.stdout, f"the check: {checked}")
        done = run_nameplate("job", "take-back", *options, job, "--reason", "wrong file")
        check(done.returncode == 0 and "taken back" in done.stdout, f"taking back: {done}")
        check(units_in_stock(client) == 0, "something is left")


CASES = {f"taken_back_{case.__name__}": case for case in (everything, depended_on, refused, four_eyes, interrupted, typed)}
