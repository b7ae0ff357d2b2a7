"""The spreadsheet of a small shop: one dry run lists what is wrong with it, one import brings the rest in."""

import subprocess

from harness import ROOT, Client, Server, check, make_token, scratch_folder, verify
from importing import counts, dry_run, example_mapping, result, run, upload
from naive_units import Expected, Unit, expect

PRODUCTS = {"PHONE-5", "PHONE-6", "KAMERA-X"}


def make_products(client: Client) -> None:
    for sku in sorted(PRODUCTS):
        client.post("/api/v1/products", {"sku": sku, "name": sku, "tracking": "serial"})


def all_units(client: Client) -> dict[tuple[str, str], dict]:
    units, cursor = {}, {}
    while True:
        page = client.get("/api/v1/units", limit=1000, **cursor)
        units.update({(unit["product"]["sku"], unit["serial"]): unit for unit in page["units"]})
        if "next" not in page:
            return units
        cursor = {"cursor": page["next"]}


def place_of(unit: dict) -> str:
    if unit["status"] in ("with_customer", "shipped"):
        return unit["holder"]["code"]
    return unit["location"] or ""


def compare(client: Client, expected: Expected, serials: dict[int, str]) -> None:
    there = all_units(client)
    check(len(there) == len(expected.units), f"{len(there)} units are there, expected {len(expected.units)}")
    for wanted in expected.units:
        unit = there.get((wanted.product, wanted.serial or serials.get(wanted.row, "")))
        check(unit is not None, f"row {wanted.row} is not there: {wanted}")
        found = (unit["status"], place_of(unit))
        check(found == (wanted.status, wanted.place), f"row {wanted.row}: found {found}, expected {wanted}")
    for wanted in [unit for unit in expected.units if unit.hold][:50] + [unit for unit in expected.units if unit.sold_at][:50]:
        compare_closely(client, wanted, there[(wanted.product, wanted.serial or serials[wanted.row])]["id"])
    held = [unit for unit in expected.units if unit.hold]
    check(len(client.get("/api/v1/units", limit=1000, holdKind="quarantine")["units"]) ==
          sum(unit.hold == "quarantine" for unit in held), "the units in quarantine are others")


def compare_closely(client: Client, wanted: Unit, unit_id: str) -> None:
    unit = client.get(f"/api/v1/units/{unit_id}")
    imeis = [number["value"] for number in unit.get("identifiers", []) if number["kind"] == "imei"]
    check(imeis == [wanted.imei] * bool(wanted.imei), f"row {wanted.row}: its IMEI is {imeis}, expected {wanted.imei!r}")
    holds = {hold["kind"] for hold in unit.get("holds", [])}
    check(holds == ({wanted.hold} if wanted.hold else set()), f"row {wanted.row}: it is under {holds}, expected {wanted.hold!r}")
    produced = unit.get("dates", {}).get("produced", "")
    check(produced == wanted.produced, f"row {wanted.row}: made on {produced!r}, expected {wanted.produced!r}")
    if wanted.sold_at:
        event = client.get(f"/api/v1/units/{unit_id}/history")["events"][0]
        check(event["time"] == wanted.sold_at, f"row {wanted.row}: sold at {event['time']}, expected {wanted.sold_at}")


def bad_rows(rows: list[dict]) -> dict[int, str]:
    return {row["row"]: row["reason"] for row in rows if row["outcome"] == "failed"}


def messy_spreadsheet() -> None:
    content = subprocess.run([str(ROOT / "tools/make_messy_units")], capture_output=True, check=True).stdout
    expected = expect(content, PRODUCTS)
    check(len(set(expected.bad.values())) >= 8, f"the spreadsheet is not messy enough: {set(expected.bad.values())}")
    with scratch_folder() as folder, Server(folder / "messy.db") as server:
        client = Client(server.port, make_token(server.database))
        make_products(client)
        mapping = example_mapping("messy-units")
        job = upload(client, mapping, content, "messy-units.csv")
        sequence = client.request("GET", "/api/v1/jobs").headers["Nameplate-Sequence"]

        checked = dry_run(client, job)
        check(checked["state"] == "checked", f"the dry run ended so: {checked}")
        check(client.request("GET", "/api/v1/jobs").headers["Nameplate-Sequence"] == sequence, "the dry run changed something")
        found = bad_rows(result(client, job, "failed"))
        check(found == expected.bad, f"wrongly told: {set(found.items()) ^ set(expected.bad.items())}")
        check(checked["failed"] == len(expected.bad) and checked["done"] == len(expected.units), f"it counts {checked}")
        check(checked["makes"]["locations"]["count"] == 5 and checked["makes"]["parties"]["count"] > 200, f"it makes {checked['makes']}")

        done = run(client, job)
        check(counts(done) == (len(expected.units), 0, len(expected.bad), 0), f"the import ended so: {done}")
        rows = result(client, job)
        check(bad_rows(rows) == expected.bad, "the run refuses other rows than the dry run")
        compare(client, expected, {row["row"]: row["serial"] for row in rows if "serial" in row})

        # Once more: nothing of what has a number is changed.
        again = run(client, upload(client, mapping, content))
        nameless = sum(not unit.serial and not unit.imei for unit in expected.units)
        check(counts(again) == (nameless, len(expected.units) - nameless, len(expected.bad), 0), f"the second import: {again}")
        print(f"         {len(expected.units)} of {done['total']} rows brought in, {len(expected.bad)} refused for "
              f"{len(set(expected.bad.values()))} reasons")
        verify(server.database)


CASES = {"a_messy_spreadsheet_is_told_apart_and_brought_in": messy_spreadsheet}
