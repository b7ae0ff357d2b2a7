"""An import over HTTP, from its mapping to its result."""

import json
import time
from pathlib import Path

from harness import ROOT, Answer, Client, check

PART_BYTES = 4 * 2**20
PATIENCE_SECONDS = 600
AT_WORK = ("checking", "running")


def example_mapping(name: str) -> dict:
    return json.loads((ROOT / "examples" / f"{name}.mapping.json").read_text(encoding="utf-8"))


def upload(client: Client, mapping: dict, content: bytes | Path, name: str = "table.csv") -> str:
    """The id of the job, its content sent."""
    data = content.read_bytes() if isinstance(content, Path) else content
    job = client.post("/api/v1/imports", {"mapping": mapping, "name": name})["id"]
    for number, start in enumerate(range(0, len(data), PART_BYTES), start=1):
        answer = client.request("PUT", f"/api/v1/imports/{job}/parts/{number}", data[start : start + PART_BYTES])
        check(answer.status == 200, f"part {number}: {answer.status} {answer.text[:300]!r}")
    return job


def ask(client: Client, path: str) -> Answer:
    answer = client.request("POST", path)
    check(answer.status == 202, f"POST {path}: {answer.status} {answer.text[:300]!r}")
    return answer


def wait(client: Client, job: str) -> dict:
    """The job when it is at rest."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (stands := client.get(f"/api/v1/jobs/{job}"))["state"] in AT_WORK:
        check(time.monotonic() < until, f"the job does not end: {stands}")
        time.sleep(0.01)
    return stands


def run(client: Client, job: str) -> dict:
    ask(client, f"/api/v1/imports/{job}/run")
    return wait(client, job)


def dry_run(client: Client, job: str) -> dict:
    ask(client, f"/api/v1/imports/{job}/check")
    return wait(client, job)


def result(client: Client, job: str, only: str = "all") -> list[dict]:
    answer = client.request("GET", f"/api/v1/jobs/{job}/result?only={only}")
    check(answer.status == 200, f"result: {answer.status}")
    return [json.loads(line) for line in answer.text.decode().splitlines()]


def import_all(client: Client, mapping: dict, content: bytes | Path) -> dict:
    """For an import that must end, whatever becomes of single rows."""
    done = run(client, upload(client, mapping, content))
    check(done["state"] == "done", f"the import ended so: {done}")
    return done


def counts(job: dict) -> tuple[int, int, int, int]:
    return job["done"], job["unchanged"], job["failed"], job["skipped"]
