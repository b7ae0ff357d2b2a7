"""A ledger that is loaded, or a demonstration that is made, in a database: killed, it is nobody's ledger."""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from copying import export, file_at, make_units, sold
from harness import BINARY, check, database_argument, drop_database, run_nameplate, scratch_folder, verify

KILLS = 3


def load(there: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return run_nameplate("load", "--database", database_argument(there), file, timeout=600)


def head(there: Path) -> int:
    done = subprocess.run(["psql", "-qtAX", database_argument(there), "-c", "SELECT sequence FROM head"], capture_output=True, text=True,
                          timeout=60, check=False)
    return int(done.stdout or 0) if done.returncode == 0 else 0


def changed(line: str) -> str:
    event = json.loads(line)
    event["time"] -= 1
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False)


def kill_when(command: list[str | Path], holds: Callable[[], bool]) -> bool:
    """Whether it was killed before it ended."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + 60
    while process.poll() is None and not holds():
        check(time.monotonic() < until, "it does not begin")
    time.sleep(random.uniform(0, 0.05))
    os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    process.wait()
    return process.returncode == -signal.SIGKILL


def a_killed_load_goes_on() -> None:
    with scratch_folder() as folder:
        source, there, file = file_at(folder / "source.db"), folder / "there", folder / "ledger.jsonl"
        make_units(source, 20_000, sold)
        file.write_bytes(export(source))
        kills, reached = 0, 0
        for _ in range(KILLS):
            if not kill_when([BINARY, "load", "--database", database_argument(there), file], lambda: head(there) > reached):
                break
            done = run_nameplate("verify", "--quick", "--database", database_argument(there))
            kills, reached = kills + 1, head(there)
            check(done.returncode == 1 and "not whole yet" in done.stderr, f"a half is taken for a ledger: {done.returncode} {done.stderr}")
        check(kills > 0 and reached > 0, "it was never killed in the middle")
        other = folder / "other.jsonl"
        lines = file.read_text().splitlines()
        other.write_text("\n".join([lines[0], changed(lines[1]), *lines[2:]]) + "\n")
        done = load(there, other)
        check(done.returncode == 1, f"another ledger goes on there: {done.stdout} {done.stderr}")
        done = load(there, file)
        check(done.returncode == 0, f"{done.returncode}: {done.stderr}")
        check(export(there) == file.read_bytes(), "the loaded ledger exports other bytes")
        verify(there)
        check("ledger.not_empty" in load(there, file).stderr, "a whole ledger is loaded over")
        print(f"         {kills} kills, the last after event {reached}")


def two_loads_at_once() -> None:
    with scratch_folder() as folder:
        source, there, file = file_at(folder / "source.db"), folder / "there", folder / "ledger.jsonl"
        make_units(source, 8_000, sold)
        file.write_bytes(export(source))
        command = [BINARY, "load", "--database", database_argument(there), file]
        loads = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        told = [load.communicate(timeout=300)[1] for load in loads]
        codes = [load.returncode for load in loads]
        if 0 not in codes:  # each stood in the other's way: the next one goes on
            done = load(there, file)
            check(done.returncode == 0, f"{codes} {told} {done.stderr}")
        check(export(there) == file.read_bytes(), f"two loads made another ledger: {codes} {told}")
        verify(there)


def a_killed_demonstration_is_no_ledger() -> None:
    with scratch_folder() as folder:
        there = folder / "there"
        command = [BINARY, "demo", "--database", database_argument(there), "--listen", "127.0.0.1:0"]
        for _ in range(20):
            check(kill_when(command, lambda: head(there) > 20), "it ended by itself")
            done = run_nameplate("verify", "--quick", "--database", database_argument(there))
            if done.returncode != 0:
                break
            drop_database(there)  # it served already
            database_argument(there)
        check(done.returncode == 1 and "not whole yet" in done.stderr, f"{done.returncode} {done.stderr}")
        done = run_nameplate(*command[1:], timeout=30)
        check(done.returncode == 1 and "broken off" in done.stderr, f"{done.returncode} {done.stderr}")
