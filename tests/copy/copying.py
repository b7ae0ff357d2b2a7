"""What the cases of a copy have in common: large ledgers, copies and exports."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import business  # noqa: F401  # knows where the modules of other suites are
from harness import BINARY, Client, Server, check, database_argument, make_token, run_nameplate
from importing import counts, run, upload
from interrupted import MAPPING, table


def file_at(path: Path) -> str:
    return f"sqlite:{path}"


def copy(source: Path | str, target: Path | str) -> subprocess.CompletedProcess[str]:
    return run_nameplate("copy", "--from", database_argument(source), "--to", database_argument(target), "--json", timeout=3600)


def copied(source: Path | str, target: Path | str) -> dict:
    done = copy(source, target)
    check(done.returncode == 0, f"copy ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def export(database: Path | str) -> bytes:
    done = subprocess.run([BINARY, "export", "--database", database_argument(database), "--ledger"], capture_output=True, timeout=600, check=False)
    check(done.returncode == 0, f"export: {done.stderr[-2000:]!r}")
    return done.stdout


def sold(rows: int) -> bytes:
    """Each on its own day to its own customer: as many events as units."""
    lines = (f"N-{i},CAM-{i % 7},,K{i % 401},2025-0{i % 9 + 1}-{i // 9 % 27 + 1:02},with_customer" for i in range(rows))
    return "\n".join(("S,P,L,C,T,St", *lines)).encode()


def make_units(source: str, rows: int, of: Callable[[int], bytes] = table) -> None:
    token = make_token(source)
    with Server(source) as server:
        client = Client(server.port, token)
        done = run(client, upload(client, MAPPING, of(rows)))
        check(counts(done) == (rows, 0, 0, 0), f"{done}")
        server.stop()
