"""Interrupted imports: killed, cancelled, without space. Every row is brought in once."""

import os
import random
import re
import subprocess
import time
from pathlib import Path

from harness import LONG, Client, Server, Skip, check, database_argument, make_token, run_nameplate, scratch_folder, soon, verify
from importing import AT_WORK, ask, counts, result, upload, wait

ROWS = 1_000_000 if LONG else 60_000
KILLS = 12 if LONG else 4
MEMORY_MIB_MAX = 500
MAPPING = {"kind": "units", "columns": {"S": "serial", "P": "product", "L": "location", "C": "party", "T": "time", "St": "status"},
           "make": ["products", "locations", "parties"]}


def table(rows: int) -> bytes:
    """Most are in stock; each tenth is sold, each on its own day to its own customer, so that there are many operations."""
    lines = ["S,P,L,C,T,St"]
    for number in range(rows):
        if number % 10 == 0:
            lines.append(f"N-{number},CAM-{number % 7},,K{number % 400},2025-0{number % 9 + 1}-{number % 27 + 1:02},with_customer")
        else:
            lines.append(f"N-{number},CAM-{number % 7},PLACE-{number % 5},,,in_stock")
    return "\n".join(lines).encode()


def memory_mib(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def killed() -> None:
    with scratch_folder() as folder:
        database = folder / "killed.db"
        with Server(database) as server:
            token = make_token(database)
            client = Client(server.port, token)
            job = upload(client, MAPPING, table(ROWS))
            ask(client, f"/api/v1/imports/{job}/run")
        kills = memory = 0
        began = time.monotonic()
        while True:
            server = Server(database)
            client = Client(server.port, token)
            if kills < KILLS:
                time.sleep(random.uniform(0.05, 2.0 if LONG else 0.4))
            stands = client.get(f"/api/v1/jobs/{job}") if kills < KILLS else wait(client, job)
            memory = max(memory, memory_mib(server))
            if stands["state"] not in AT_WORK:
                break
            server.kill()
            kills += 1
        seconds = time.monotonic() - began
        check(kills > 0, "it was never killed")
        check(counts(stands) == (ROWS, 0, 0, 0), f"after {kills} kills: {stands} {result(client, job)[:3]}")
        check(stands["total"] == ROWS and stands["progress"] == 1, f"after {kills} kills: {stands}")
        stock = client.get("/api/v1/stock", groupBy="status")["stock"]
        server.stop()
        check(sum(row["units"] for row in stock) == ROWS, f"the stock is {stock}")
        check(memory < MEMORY_MIB_MAX, f"the server took {memory} MiB")
        verify(database)
        print(f"         {ROWS:,} rows in {seconds:.1f} s with {kills} kills; the server took {memory} MiB at most")


def cancelled() -> None:
    with scratch_folder() as folder, Server(folder / "cancelled.db") as server:
        client = Client(server.port, make_token(server.database))
        job = upload(client, MAPPING, table(20_000))
        ask(client, f"/api/v1/imports/{job}/run")
        while client.get(f"/api/v1/jobs/{job}")["done"] == 0:
            time.sleep(0.005)
        ask(client, f"/api/v1/jobs/{job}/cancel")
        stands = wait(client, job)
        check(stands["state"] == "cancelled" and 0 < stands["done"] < 20_000, f"cancelled: {stands}")
        ask(client, f"/api/v1/jobs/{job}/resume")
        stands = wait(client, job)
        check(stands["state"] == "done" and counts(stands) == (20_000, 0, 0, 0), f"resumed: {stands}")
        verify(server.database)


def account_revoked() -> None:
    with scratch_folder() as folder, Server(folder / "revoked.db") as server:
        admin = Client(server.port, make_token(server.database))
        client = Client(server.port, make_token(server.database, "clerk", "manager"))
        job = upload(client, MAPPING, table(10))
        revoked = run_nameplate("token", "revoke", "--database", database_argument(server.database), "--name", "clerk")
        check(revoked.returncode == 0, f"not revoked: {revoked.stderr}")
        soon(lambda: client.request("GET", "/api/v1/jobs").status == 401, "the account is still accepted")
        ask(admin, f"/api/v1/imports/{job}/run")
        stands = wait(admin, job)
        check((stands["state"], stands.get("reason")) == ("failed", "job.account_revoked"), f"it is {stands}")


def full_disk() -> None:
    with scratch_folder() as folder:
        disk = folder / "disk"
        disk.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise Skip("a tmpfs cannot be mounted here")
        try:
            with Server(disk / "full.db") as server:
                client = Client(server.port, make_token(server.database))
                job = upload(client, MAPPING, table(30_000))
                ballast = disk / "ballast"
                space = os.statvfs(disk)
                ballast.write_bytes(b"\0" * max(0, space.f_bavail * space.f_frsize - 5 * 2**20))
                ask(client, f"/api/v1/imports/{job}/run")
                stands = wait(client, job)
                check((stands["state"], stands.get("reason")) == ("failed", "storage.full"), f"on a full disk: {stands}")
                ballast.unlink()
                subprocess.run(["mount", "-o", "remount,size=400m", str(disk)], check=True)
                until = time.monotonic() + 15
                while (answer := client.request("POST", f"/api/v1/jobs/{job}/resume")).status != 202:
                    check(time.monotonic() < until, f"it does not go on: {answer.status} {answer.text!r}")
                    time.sleep(0.1)
                stands = wait(client, job)
                check(stands["state"] == "done" and counts(stands) == (30_000, 0, 0, 0), f"with space again: {stands}")
                verify(server.database)
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=False)


CASES = {
    "killed_at_any_moment_every_row_is_done_once": killed,
    "cancelled_and_resumed": cancelled,
    "a_revoked_account_imports_nothing": account_revoked,
    "a_full_disk_stops_it_and_it_goes_on": full_disk,
}
