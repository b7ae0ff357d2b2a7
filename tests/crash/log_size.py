"""At full load, with somebody reading all the time, the write-ahead log is kept small."""

import http.client
import threading
import time
from pathlib import Path

from harness import LONG, Client, Server, check, make_token, run_nameplate, scratch_folder, verify

LOAD_SECONDS = 30 if LONG else 6
LOG_BYTES_MAX = 256 * 1024 * 1024
WRITERS = 4
BATCH = 5000


def log_stays_small() -> None:
    with scratch_folder() as folder, Server(folder / "ledger.db") as server:
        token = make_token(server.database)
        client = Client(server.port, token)
        client.post("/api/v1/products", {"sku": "PROBE", "name": "Probe", "tracking": "serial"})
        client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})
        until = time.monotonic() + LOAD_SECONDS
        done = [0] * WRITERS
        errors: list[Exception] = []

        def guarded(work: object, *arguments: object) -> None:
            try:
                work(*arguments)  # type: ignore[operator]
            except (AssertionError, OSError, http.client.HTTPException) as error:
                errors.append(error)

        def write(i: int) -> None:
            own = Client(server.port, token)
            while time.monotonic() < until:
                own.post("/api/v1/operations/register",
                         {"items": [{"product": "PROBE", "generate": BATCH}], "location": "P-1", "return": "counts"})
                done[i] += BATCH

        def read_pages() -> None:
            own = Client(server.port, token)
            while time.monotonic() < until:
                for _ in own.pages("/api/v1/units", "units", product="PROBE", limit=1000):
                    if time.monotonic() > until:
                        break

        def read_all() -> None:
            # Reads the whole ledger, from another process.
            while time.monotonic() < until:
                ended = run_nameplate("verify", "--database", f"sqlite:{server.database}", timeout=600)
                check(ended.returncode == 0, f"verify: {ended.stdout[-500:]} {ended.stderr[-500:]}")

        threads = [threading.Thread(target=guarded, args=(write, i)) for i in range(WRITERS)]
        threads += [threading.Thread(target=guarded, args=(work,)) for work in (read_pages, read_all)]
        for thread in threads:
            thread.start()
        largest = 0
        log = Path(f"{server.database}-wal")
        while time.monotonic() < until:
            largest = max(largest, log.stat().st_size)
            time.sleep(0.01)
        for thread in threads:
            thread.join()
        print(f"         {sum(done) / LOAD_SECONDS:,.0f} units/s, log {largest / 2**20:.0f} MiB at most")
        check(largest < LOG_BYTES_MAX, f"the log grew to {largest / 2**20:.0f} MiB")
        if errors:
            raise errors[0]
        verify(server.database)


CASES = {"the_log_stays_small_at_full_load": log_stays_small}
