#!/usr/bin/env python3
"""High availability: `./x test ha [--kills N]`. Two servers of Nameplate and their clients on three PostgreSQL nodes under Patroni, whose
primary is killed, cut off from the others, and changed on purpose. Nothing acknowledged may be lost or done twice, and there may be no
writes for at most ttl + 5 s. Needs root, for networks of its own. Prints the table of docs/operating/high-availability.md."""

import argparse
import http.client
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/ha"), str(ROOT / "tests/support"), str(ROOT / "tests/crash")]
from cluster import TTL_SECONDS, Cluster, wait  # noqa: E402
from harness import Cases, Client, Server, all_events, check, make_token, run_nameplate, scratch_folder  # noqa: E402
from oracle import PRODUCT, make_master_data  # noqa: E402

NEEDED = ("patroni", "etcd", "ip", "unshare", "setpriv", "psql")
URL = "postgresql://nameplate@10.78.0.1,10.78.0.2,10.78.0.3/nameplate?target_session_attrs=read-write"
WRITERS = 8


def enter_namespaces() -> None:
    """Networks, mounts and processes of our own, which end with us. The shell stays, since somebody has to bury the orphans."""
    if os.environ.get("NAMEPLATE_HA_INSIDE") != "1":
        os.environ["NAMEPLATE_HA_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--net", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc",
                              "sh", "-c", 'mount -t tmpfs tmpfs /run && "$@"; exit $?', "sh", sys.executable, *sys.argv])


class Writer(threading.Thread):
    """Registers one unit after the other, each with a key; what has no answer is sent again with the same key."""

    def __init__(self, number: int, ports: list[int], token: str):
        super().__init__(daemon=True)
        self.number, self.ports, self.token = number, ports, token
        self.acknowledged: dict[str, tuple[str, float]] = {}  # serial -> event, when
        self.is_to_stop = False
        self.retries = 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            count = 0
            while not self.is_to_stop:
                self.record(f"H-{self.number}-{count}")
                count += 1
        except Exception as error:  # noqa: BLE001  # shown at the end
            self.error = error

    def record(self, serial: str) -> None:
        key, turn = secrets.token_hex(12), self.number
        while True:
            try:
                client = Client(self.ports[turn % len(self.ports)], self.token, timeout=90)
                answer = client.perform("register", {"items": [{"product": PRODUCT, "serial": serial}], "location": "P-1"}, key)
                if answer.status in (200, 201):
                    self.acknowledged[serial] = (answer.json()["event"], time.monotonic())
                    return
                check(answer.status == 503, f"{answer.status} {answer.text[:300]!r}")
            except (OSError, http.client.HTTPException):
                pass
            self.retries += 1
            turn += 1
            time.sleep(0.1)


class Probe(threading.Thread):
    """Writes a row into another database of the cluster by itself, again and again: what the cluster alone is away for."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.times: list[float] = []

    def run(self) -> None:
        url = URL.replace("/nameplate?", "/probe?") + "&connect_timeout=2"
        while True:
            done = subprocess.run(["timeout", "3", "psql", "-qX", url, "-c", "INSERT INTO probe VALUES (now())"], capture_output=True, check=False)
            if done.returncode == 0:
                self.times.append(time.monotonic())
            time.sleep(0.1)


def longest_gap(times: list[float], since: float) -> float:
    after = [since, *(when for when in times if when > since)]
    return max((later - earlier for earlier, later in zip(after, after[1:], strict=False)), default=time.monotonic() - since)


@dataclass
class Row:
    what: str
    gap: float  # seconds without an acknowledged write
    gap_of_cluster: float  # the same of the probe


class Trial:
    def __init__(self, cluster: "Cluster", writers: list[Writer], probe: Probe):
        self.cluster, self.writers, self.probe = cluster, writers, probe
        self.rows: list[Row] = []

    def times(self) -> list[float]:
        return sorted(when for writer in self.writers for _, when in list(writer.acknowledged.values()))

    def harm(self, what: str, node: int, do: object, mend: object) -> None:
        since = time.monotonic()
        do(node)  # type: ignore[operator]
        wait(lambda: self.cluster.leader() not in (0, node), f"nobody takes over from n{node}", 120)
        changed = time.monotonic()
        # Until writes go on, and a moment of them.
        wait(lambda: len([when for when in self.times() if when > changed]) > 50, "there are no writes any more", 120)
        wait(lambda: len([when for when in self.probe.times if when > changed]) > 2, "the cluster takes no writes any more", 120)
        row = Row(what, longest_gap(self.times(), since), longest_gap(list(self.probe.times), since))
        mend(node)  # type: ignore[operator]
        wait(self.cluster.is_whole, f"the cluster is not whole again after: {what}", 180)
        self.rows.append(row)
        print(f"         {what}: n{node} -> n{self.cluster.leader()}, {row.gap:.1f} s without writes, the cluster alone {row.gap_of_cluster:.1f} s, "
              f"whole again after {time.monotonic() - since:.1f} s", flush=True)
        for writer in self.writers:
            if writer.error:
                raise writer.error


def table(rows: list[Row]) -> str:
    lines = ["| what was done to the primary | times | without writes, longest (s) | middle (s) | the cluster alone, longest (s) | middle (s) |",
             "|---|---|---|---|---|---|"]
    for what in dict.fromkeys(row.what for row in rows):
        gaps = sorted(row.gap for row in rows if row.what == what)
        alone = sorted(row.gap_of_cluster for row in rows if row.what == what)
        middle = len(gaps) // 2
        lines.append(f"| {what} | {len(gaps)} | {gaps[-1]:.1f} | {gaps[middle]:.1f} | {alone[-1]:.1f} | {alone[middle]:.1f} |")
    return "\n".join(lines)


def try_everything(kills: int) -> None:
    with scratch_folder() as folder:
        folder.chmod(0o755)
        servers: list[Server] = []
        writers: list[Writer] = []
        try:
            cluster = Cluster(folder)
            cluster.psql("CREATE ROLE nameplate LOGIN")
            cluster.psql("CREATE DATABASE nameplate OWNER nameplate ENCODING 'UTF8' TEMPLATE template0")
            cluster.psql("CREATE DATABASE probe OWNER nameplate TEMPLATE template0")
            cluster.psql("CREATE TABLE probe (at timestamptz); GRANT INSERT ON probe TO nameplate", "probe")
            wait(lambda: all(cluster.has_database(name) for name in ("nameplate", "probe")), "a database does not appear on the standbys")
            servers += [Server(URL, log_path=folder / f"server{number}.log") for number in range(2)]
            token = make_token(URL)
            make_master_data(Client(servers[0].port, token))
            writers = [Writer(number, [server.port for server in servers], token) for number in range(WRITERS)]
            for writer in writers:
                writer.start()
            probe = Probe()
            probe.start()
            trial = Trial(cluster, writers, probe)
            time.sleep(3)
            for _ in range(kills):
                trial.harm("killed", cluster.leader(), cluster.kill, cluster.start)
            for _ in range(2):
                trial.harm("cut off from the other nodes, clients still reach it", cluster.leader(), cluster.isolate, cluster.rejoin)
            for _ in range(2):
                trial.harm("switched over on purpose", cluster.leader(), cluster.switch_over, lambda _: None)
            for writer in writers:
                writer.is_to_stop = True
            for writer in writers:
                writer.join(120)
            check_nothing_lost(servers, token, writers)
            run_verify()
            print(table(trial.rows))
            worst = max(row.gap for row in trial.rows)
            check(worst <= TTL_SECONDS + 5, f"{worst:.1f} s without writes; ttl + 5 s are {TTL_SECONDS + 5} s")
        except BaseException:
            for log in (*folder.glob("server*.log"), *folder.glob("n*/*.log")):
                print(f"--- {log}\n{log.read_text(errors='replace')[-1500:]}")
            raise
        finally:
            for server in servers:
                server.kill()


def check_nothing_lost(servers: list[Server], token: str, writers: list[Writer]) -> None:
    acknowledged = {serial: event for writer in writers for serial, (event, _) in writer.acknowledged.items()}
    there: dict[str, list[str]] = {}
    for event in all_events(Client(servers[0].port, token)):
        if event["verb"] == "register":
            for item in event["items"]:
                there.setdefault(item["number"], []).append(event["event"])
    lost = [serial for serial, event in acknowledged.items() if event not in there.get(serial, [])]
    doubled = [serial for serial, events in there.items() if len(events) > 1]
    check(not lost, f"{len(lost)} acknowledged writes are lost: {lost[:5]}")
    check(not doubled, f"{len(doubled)} were done twice: {doubled[:5]}")
    retries = sum(writer.retries for writer in writers)
    print(f"         {len(acknowledged):,} writes acknowledged, 0 lost, 0 done twice, {retries} times sent again", flush=True)


def run_verify() -> None:
    done = run_nameplate("verify", "--database", URL, timeout=600)
    check(done.returncode == 0, f"verify: {done.stdout[-1000:]} {done.stderr[-1000:]}")


if __name__ == "__main__":
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing or os.geteuid() != 0:
        print(f"needs {', '.join(missing) or 'root'}")
        sys.exit(77)
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10)
    arguments = parser.parse_args()
    enter_namespaces()
    sys.argv = sys.argv[:1]  # the cases are not chosen by a pattern
    cases = Cases("ha")
    cases.run("the_primary_goes_away_and_nothing_is_lost", lambda: try_everything(arguments.kills))
    sys.exit(cases.finish())
