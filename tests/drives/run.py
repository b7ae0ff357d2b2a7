#!/usr/bin/env python3
"""21,195 real serial numbers, as their makers gave them: entered by tools/import_drives, looked up one by one, folded again.

Reads ../shared/data/drives.csv, or the file that NAMEPLATE_DRIVES names; skipped when there is none.
"""

import csv
import os
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, LONG, ROOT, Cases, Client, Server, Skip, all_events, check, make_token, scratch_folder, verify  # noqa: E402

CSV = Path(os.environ.get("NAMEPLATE_DRIVES", ROOT.parent / "shared/data/drives.csv"))
READERS = 4


def import_drives(server: Server, token: str) -> str:
    done = subprocess.run([str(ROOT / "tools/import_drives"), "--url", server.url, "--token", token, str(CSV)],
                          capture_output=True, text=True, timeout=120, check=False)
    check(done.returncode == 0, f"import_drives ended with {done.returncode}: {done.stderr}")
    print(f"         {done.stdout.strip()}")
    return done.stdout


def look_up(port: int, token: str, drives: list[tuple[str, str]]) -> list[str]:
    """What is wrong with these drives."""
    client = Client(port, token)
    wrong = []
    for model, serial in drives:
        units = client.get("/api/v1/units", serial=serial)["units"]
        found = [(unit["product"]["sku"], unit["serial"], unit["status"]) for unit in units]
        if found != [(model, serial, "in_stock")]:
            wrong.append(f"{model} {serial}: found {found}")
    return wrong


def enter_and_find_every_drive() -> None:
    if not CSV.is_file():
        raise Skip(f"there is no {CSV}")
    with CSV.open(newline="", encoding="utf-8") as file:
        drives = [(row["model"], row["serial_number"]) for row in csv.DictReader(file)]

    with scratch_folder() as folder, Server(folder / "drives.db") as server:
        token = make_token(server.database)
        first = import_drives(server, token)
        check(first.startswith(f"{len(drives):,} drives: {len(drives):,} entered, 0 were there already, 0 refused"),
              f"the first run said {first!r}")
        client = Client(server.port, token)
        sequence = sum(1 for _ in all_events(client))

        second = import_drives(server, token)
        check(f"0 entered, {len(drives):,} were there already, 0 refused" in second, f"the second run said {second!r}")
        check("Nothing was changed." in second, f"the second run said {second!r}")
        check(sum(1 for _ in all_events(client)) == sequence, "the second run recorded events")

        with ProcessPoolExecutor(READERS) as pool:
            parts = [drives[i::READERS] for i in range(READERS)]
            wrong = [text for part in pool.map(look_up, [server.port] * READERS, [token] * READERS, parts) for text in part]
        check(not wrong, f"{len(wrong)} drives are not found as entered, such as {wrong[:3]}")
        verify(server.database)


HITACHI = ("JK", "MJ", "PL", "MK", "MN", "MS", "MC", "ST")
# As far as their schemes are known: where they were made or which family they belong to, and what counts.
MAKERS = {
    "Hitachi": ("{attribute.plant:2:map=plants}{attribute.size:4}{attribute.series:3}{counter:5:base=36}",
                [{"table": "plants", "from": f"plant {code}", "to": code} for code in HITACHI]),
    "Seagate": ("{attribute.family:3}{counter:5:base=36}", []),
    "WDC": ("WD-W{attribute.site:1}{attribute.family:2}{counter:8:base=36}", []),
    "TOSHIBA": ("Z2{counter:5:base=36}AS", []),
    "SAMSUNG": ("S1{attribute.family:4}WS{counter:6}", []),
}
RECOGNISED = 21_000 if LONG else 600


def maker_of(model: str) -> str:
    maker = "Seagate" if model.startswith("ST") else model.split()[0]
    return {"HGST": "Hitachi"}.get(maker, maker)  # the same works under another name


def recognise_makers() -> None:
    if not CSV.is_file():
        raise Skip(f"there is no {CSV}")
    with CSV.open(newline="", encoding="utf-8") as file:
        drives = [(row["model"], row["serial_number"]) for row in csv.DictReader(file)]
    rare = [drive for drive in drives if maker_of(drive[0]) in ("TOSHIBA", "SAMSUNG")]
    with scratch_folder() as folder, Server(folder / "drives.db") as server:
        client = Client(server.port, make_token(server.database))
        for maker, (template, tables) in MAKERS.items():
            client.post("/api/v1/serial-formats", {"name": maker, "template": template, "readOnly": True, "tables": tables})
        wrong = []
        for model, serial in rare + random.sample(drives, RECOGNISED):
            says = client.get("/api/v1/resolve", code=serial)["says"]
            makers = {saying["format"] for saying in says if saying["readOnly"]}
            if makers != {maker_of(model)}:
                wrong.append(f"{model} {serial}: {makers}")
        # A number may fit the scheme of another maker too, but hardly ever.
        check(len(wrong) * 100 <= RECOGNISED, f"{len(wrong)} of {RECOGNISED} are not recognised, such as {wrong[:3]}")
        print(f"         {RECOGNISED + len(rare) - len(wrong)} of {RECOGNISED + len(rare)} recognised by their maker's format alone")


if __name__ == "__main__":
    cases = Cases("drives")
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases.run("every_drive_is_entered_once_and_found_again", enter_and_find_every_drive)
    cases.run("their_makers_are_recognised", recognise_makers)
    sys.exit(cases.finish())
