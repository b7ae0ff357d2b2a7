"""Exports: what is exported, imported into an empty ledger and exported again is the same, byte for byte; and cells that a
spreadsheet would run as formulas are harmless on the way. The ledgers are made at random (NAMEPLATE_SEED)."""

import csv
import io
import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/support"), str(ROOT / "tests/imports")]

from harness import BINARY, LONG, Cases, Client, Server, check, make_token, scratch_folder, verify  # noqa: E402
from importing import import_all, result  # noqa: E402
from made import FORMULAS, Made  # noqa: E402

ROUNDS = 12 if LONG else 3
RECORDS = ("serial-formats", "attributes", "categories", "locations", "parties", "hold-kinds", "reason-codes", "products", "settings")
GOODS = ("containers", "lots", "units")


def export(client: Client, kind: str) -> bytes:
    answer = client.request("GET", f"/api/v1/exports/{kind}")
    check(answer.status == 200, f"export of {kind}: {answer.status} {answer.text[:300]!r}")
    return answer.text


def export_all(client: Client) -> dict[str, bytes]:
    return {kind: export(client, kind) for kind in RECORDS + GOODS}


def import_table(client: Client, kind: str, table: bytes) -> dict:
    done = import_all(client, {"kind": kind, "formulaGuard": True}, table)
    bad = done["failed"] or done["skipped"]
    check(not bad, f"{kind}: {result(client, done['id'], 'failed') if bad else ''}")
    return done


def same_bytes_after_a_round_trip() -> None:
    seed = int(os.environ.get("NAMEPLATE_SEED", random.randrange(2**32)))
    for number in range(ROUNDS):
        print(f"# seed {seed + number}")
        round_trip(random.Random(seed + number))


def round_trip(dice: random.Random) -> None:
    with scratch_folder() as folder:
        first, second = folder / "first.db", folder / "second.db"
        token, other = make_token(first), make_token(second)
        with Server(first) as server:
            made = Made(Client(server.port, token), dice)
            made.master_data()
            made.goods()
            tables = export_all(made.client)
        with Server(second) as server:
            client = Client(server.port, other)
            for kind, table in tables.items():
                import_table(client, kind, table)
            again = export_all(client)
            for kind, table in tables.items():
                check(again[kind] == table, f"{kind} differ:\n{table.decode()}\n---\n{again[kind].decode()}")
            for kind, table in tables.items():
                done = import_table(client, kind, table)
                check(done["done"] == 0, f"{kind}: a second import changed something: {done}")
        verify(second)


def no_cell_is_a_formula() -> None:
    with scratch_folder() as folder:
        token = make_token(folder / "l.db")
        with Server(folder / "l.db") as server:
            made = Made(Client(server.port, token), random.Random(7))
            made.master_data()
            made.goods()
            for kind, table in export_all(made.client).items():
                for row in csv.reader(io.StringIO(table.decode())):
                    for cell in row:
                        harmless = cell[:1] not in ("=", "+", "-", "@", "\t", "\r") or cell.lstrip("-").replace(".", "", 1).isdigit()
                        check(harmless, f"{kind}: {cell!r}")


if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("exports")
    cases.run("the_same_bytes_after_a_round_trip", same_bytes_after_a_round_trip)
    cases.run("no_cell_is_a_formula", no_cell_is_a_formula)
    sys.exit(cases.finish())
