"""No space left, and a file system that cannot be written: refused with a reason, reading goes on, nothing acknowledged is lost."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from harness import Client, Server, Skip, check, make_token, run_nameplate, scratch_folder, verify

SIZE_MIB = 48
BATCH = 200
RECOVERY_SECONDS_MAX = 15


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of its own, in memory."""
    with scratch_folder() as folder:
        mounted = folder / "disk"
        mounted.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(mounted)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise Skip("a tmpfs cannot be mounted here")
        try:
            yield mounted
        finally:
            subprocess.run(["umount", "-l", str(mounted)], check=False)


def make_master_data(client: Client) -> None:
    client.post("/api/v1/products", {"sku": "PROBE", "name": "Probe", "tracking": "serial"})
    client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})


def register(client: Client, serials: list[str]):  # noqa: ANN201
    items = [{"product": "PROBE", "serial": serial} for serial in serials]
    return client.perform("register", {"items": items, "location": "P-1", "return": "counts"})


def full_disk() -> None:
    with small_disk() as disk:
        database = disk / "ledger.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            make_master_data(client)
            ballast = disk / "ballast"
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            ballast.write_bytes(b"\0" * max(0, free - 6 * 2**20))

            acknowledged: list[str] = []
            refusal = None
            for batch in range(2000):
                serials = [f"S-{batch}-{i}" for i in range(BATCH)]
                answer = register(client, serials)
                if answer.status != 201:
                    refusal = answer
                    break
                acknowledged += serials
            check(refusal is not None, "the disk did not fill up")
            check(refusal.status in (503, 507) and refusal.json()["reason"].startswith("storage."),
                  f"a full disk was answered with {refusal.status} {refusal.text!r}")
            check(len(acknowledged) > 0, "nothing was recorded before the disk was full")

            # Reading goes on.
            for serial in (acknowledged[0], acknowledged[-1]):
                check(len(client.get("/api/v1/units", serial=serial)["units"]) == 1, f"{serial} is not found on a full disk")
            check(register(client, ["S-more"]).status in (201, 503, 507), "the server does not answer any more")

            # It recovers by itself.
            ballast.unlink()
            until = time.monotonic() + RECOVERY_SECONDS_MAX
            while (answer := register(client, ["S-after"])).status != 201 and answer.status != 200:
                check(time.monotonic() < until, f"writing does not go on: {answer.status} {answer.text!r}")
                time.sleep(0.1)
            lost = [serial for serial in acknowledged[:: max(1, len(acknowledged) // 500)]
                    if not client.get("/api/v1/units", serial=serial)["units"]]
            check(not lost, f"{len(lost)} acknowledged units are lost")
            refused = [unit for i in range(BATCH) for unit in client.get("/api/v1/units", serial=f"S-{batch}-{i}")["units"]]
            check(not refused, "part of a refused operation was recorded")
            server.stop()

        with Server(database):
            pass
        verify(database)
        print(f"         {len(acknowledged)} units recorded, then {refusal.status} {refusal.json()['reason']}")


def killed_on_a_full_disk() -> None:
    with small_disk() as disk:
        database = disk / "ledger.db"
        server = Server(database)
        token = make_token(database)
        client = Client(server.port, token)
        make_master_data(client)
        ballast = disk / "ballast"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast.write_bytes(b"\0" * max(0, free - 4 * 2**20))
        acknowledged: list[str] = []
        for batch in range(2000):
            serials = [f"S-{batch}-{i}" for i in range(BATCH)]
            if register(client, serials).status != 201:
                break
            acknowledged += serials
        server.kill()
        ballast.unlink()
        with Server(database) as again:
            client = Client(again.port, token)
            lost = [serial for serial in acknowledged[::37] if not client.get("/api/v1/units", serial=serial)["units"]]
            check(not lost, f"{len(lost)} acknowledged units are lost")
        verify(database)


def read_only_disk() -> None:
    """A file system mounted read-only: `verify` reads it, `serve` says what is wrong, and all is well when it can be written again."""
    with small_disk() as disk:
        database = disk / "ledger.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            make_master_data(client)
            check(register(client, ["S-1"]).status == 201, "a unit cannot be registered")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        verify(database)
        refused = run_nameplate("serve", "--database", f"sqlite:{database}", "--listen", "127.0.0.1:0", timeout=20)
        check(refused.returncode == 2 and "nameplate: " in refused.stderr, f"serve ended with {refused.returncode}: {refused.stderr!r}")
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        with Server(database) as server:
            client = Client(server.port, make_token(database, "again"))
            check(register(client, ["S-2"]).status == 201, "writing does not go on")
        verify(database)


def turned_read_only() -> None:
    """A disk that fails under the server, so that the system lets nobody write to it any more, as ext4 does after an error."""
    with scratch_folder() as folder:
        image, mounted = folder / "disk.img", folder / "disk"
        mounted.mkdir()
        image.write_bytes(b"")
        os.truncate(image, 64 * 2**20)
        commands = [["mkfs.ext4", "-q", str(image)], ["mount", "-o", "loop", str(image), str(mounted)]]
        try:
            if os.geteuid() != 0 or any(subprocess.run(c, capture_output=True, check=False).returncode != 0 for c in commands):
                raise Skip("a disk image cannot be mounted here")
        except FileNotFoundError as error:
            raise Skip(f"there is no {error.filename}") from error
        try:
            database = mounted / "ledger.db"
            with Server(database) as server:
                token = make_token(database)
                client = Client(server.port, token)
                make_master_data(client)
                acknowledged = [f"S-{i}" for i in range(50) if register(client, [f"S-{i}"]).status == 201]
                check(len(acknowledged) == 50, "units cannot be registered")
                subprocess.run(["mount", "-o", "remount,abort", str(mounted)], check=True)

                for serial in ("S-after-1", "S-after-2"):
                    refused = register(client, [serial])
                    check(refused.status == 503 and refused.json()["reason"] == "storage.read_only",
                          f"a disk that turned read-only was answered with {refused.status} {refused.text!r}")
                for serial in acknowledged:
                    check(len(client.get("/api/v1/units", serial=serial)["units"]) == 1, f"{serial} is not found")
                server.kill()
            subprocess.run(["umount", str(mounted)], check=True)
            subprocess.run(["fsck.ext4", "-p", str(image)], capture_output=True, check=False)
            subprocess.run(commands[1], check=True)
            with Server(database) as server:
                client = Client(server.port, token)
                for serial in acknowledged:
                    check(len(client.get("/api/v1/units", serial=serial)["units"]) == 1, f"{serial} is lost")
                for serial in ("S-after-1", "S-after-2"):
                    check(not client.get("/api/v1/units", serial=serial)["units"], "a refused unit was recorded")
                check(register(client, ["S-again"]).status == 201, "writing does not go on")
            verify(database)
        finally:
            subprocess.run(["umount", "-l", str(mounted)], capture_output=True, check=False)


CASES = {
    "a_full_disk_is_refused_and_recovers": full_disk,
    "nothing_is_lost_when_killed_on_a_full_disk": killed_on_a_full_disk,
    "a_read_only_disk_is_told_and_harmless": read_only_disk,
    "a_disk_that_turns_read_only_refuses_and_reads": turned_read_only,
}
