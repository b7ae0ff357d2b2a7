"""A ledger with something of everything that a copy has to bring over, and what is asked of the copy."""

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/support"), str(ROOT / "tests/imports"), str(ROOT / "tests/exports")]

from harness import Client, Server, check, make_token  # noqa: E402
from importing import import_all  # noqa: E402
from made import Made  # noqa: E402

SHIFT = {"items": [{"product": "DRILL", "generate": 3}], "location": "B-BIN"}
KEY = "a-key-from-before-the-copy"


def make(database: Path | str, seed: int) -> str:
    """Gives a token."""
    token = make_token(database)
    with Server(database) as server:
        client = Client(server.port, token)
        made = Made(client, random.Random(seed))
        made.master_data()
        made.goods()
        check(client.perform("register", SHIFT, KEY).status in (200, 201), "numbers are not generated")
        import_all(client, {"kind": "parties", "columns": {"C": "code", "N": "name"}}, b"C,N\nFROM-A-FILE,From a file\n")
        client.post("/api/v1/tokens", {"name": "colleague", "role": "manager"})
        set_ = client.request("PUT", "/api/v1/settings/corrections.need-approval", {"value": "true"})
        check(set_.status in (200, 201), f"{set_.status} {set_.text!r}")
        unit = client.get("/api/v1/units", limit=1)["units"][0]["id"]
        asked = client.perform("relabel", {"items": [{"unit": unit, "newSerial": "RELABELLED"}]})
        check(asked.status == 202, f"{asked.status} {asked.text[:300]!r}")
        server.stop()
    return token


def told(client: Client, path: str) -> bytes:
    answer = client.request("GET", path)
    check(answer.status == 200, f"{path}: {answer.status} {answer.text[:300]!r}")
    return answer.text


def beside(client: Client) -> dict[str, bytes]:
    """What a server tells of what stands beside the ledger and of its projections."""
    paths = ("jobs", "approvals", "units?limit=1000", "containers", "lots", "holds", "stock?groupBy=product,status", "settings")
    return {path: told(client, f"/api/v1/{path}") for path in paths}


def check_goes_on(client: Client) -> str:
    """A key of before is known; gives the next number that is generated."""
    replay = client.perform("register", SHIFT, KEY)
    check(replay.status in (200, 201) and replay.headers.get("Nameplate-Replayed") == "true", f"{replay.status} {replay.text[:300]!r}")
    answer = client.perform("register", {"items": [{"product": "DRILL", "generate": 1}], "location": "B-BIN"})
    check(answer.status in (200, 201), f"{answer.status} {answer.text[:300]!r}")
    return answer.text.decode().split('"serial":"')[1].split('"')[0]
