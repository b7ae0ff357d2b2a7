#!/usr/bin/env python3
"""What proof costs: the processor time that sealing adds to a scan, and how fast each strength of `nameplate verify`, a rebuild and the
independent checker are.

    bench/proof.py [--events 200000] [--program build/release/nameplate]

Scans by 16 clients on 2,000 units, through the HTTP API. Prints the table for docs/performance.md."""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/support"))

CLIENTS = 16
UNITS = 2000


def seconds_of_threads(process: int) -> dict[str, float]:
    """Processor seconds by the name of the thread."""
    seconds: dict[str, float] = {}
    for task in Path(f"/proc/{process}/task").iterdir():
        text = (task / "stat").read_text()
        name, fields = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
        seconds[name] = seconds.get(name, 0) + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def scan(port: int, token: str, client: int, count: int) -> None:
    from harness import Client

    connection = Client(port, token)
    for n in range(count):
        unit = client + CLIENTS * (n % (UNITS // CLIENTS))
        answer = connection.perform("move", {"location": "AB"[n // (UNITS // CLIENTS) % 2], "items": [{"product": "P", "serial": f"S-{unit}"}]})
        assert answer.status in (200, 201), answer.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--program", default=str(ROOT / "build/release/nameplate"))
    arguments = parser.parse_args()
    os.environ["NAMEPLATE_BINARY"] = arguments.program
    from harness import Client, Server, make_token, run_nameplate

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        token = make_token(path)
        with Server(path) as server:
            client = Client(server.port, token)
            for place in ("A", "B"):
                client.post("/api/v1/locations", {"code": place, "name": place, "kind": "bin"})
            client.post("/api/v1/products", {"sku": "P", "name": "P", "tracking": "serial"})
            client.post("/api/v1/operations/receive", {"location": "B", "return": "counts", "items": [{"product": "P", "serial": f"S-{n}"} for n in range(UNITS)]})
            before, began = seconds_of_threads(server.process.pid), time.monotonic()
            threads = [threading.Thread(target=scan, args=(server.port, token, n, arguments.events // CLIENTS)) for n in range(CLIENTS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.monotonic() - began
            time.sleep(1.5)
            used = {name: seconds - before.get(name, 0) for name, seconds in seconds_of_threads(server.process.pid).items()}
        total, sealing = sum(used.values()), used.get("sealer", 0)
        events = arguments.events
        print(f"{events} scans in {took:.0f} s; processor seconds by thread: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in sorted(used.items())))
        print(f"| processor time that sealing adds to a scan | ≤ 3 % | {100 * sealing / (total - sealing):.1f} % ({1e6 * sealing / events:.1f} of {1e6 * total / events:.0f} µs) |")

        database = ("--database", f"sqlite:{path}")
        head = Path(folder) / "head.json"
        run_nameplate("seal", "export", *database, "--output", head)
        export = Path(folder) / "ledger.jsonl"
        with open(export, "w") as file:
            subprocess.run([arguments.program, "export", *database, "--ledger"], stdout=file, check=True)
        for name, command in (("`verify`", [arguments.program, "verify", *database]), ("`verify --seals`", [arguments.program, "verify", *database, "--seals", head]),
                              ("`verify --quick`", [arguments.program, "verify", *database, "--quick"]), ("`rebuild`", [arguments.program, "rebuild", *database]),
                              ("`tools/check_ledger.py`", [sys.executable, ROOT / "tools/check_ledger.py", export, "--head", head])):
            began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
            took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"| {name}, events a minute | | {60 * events / took / 1e6:.1f} million ({took:.1f} s, of which {processor:.1f} s on the processor) |")


if __name__ == "__main__":
    main()
