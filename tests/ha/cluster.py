"""Three PostgreSQL servers under Patroni, with an etcd member each, every node in a network of its own on one machine: it has a way to
the other nodes and one to the clients, and either can be cut. Everything is gone when the process ends (run.py starts it in namespaces)."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections import Counter
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
TTL_SECONDS = 20
NODES = (1, 2, 3)
# etcd's older interface: with `etcd3` Patroni 3.0.2 (Debian 12) lets a primary that comes back from isolation take the lock from its
# successor, and what was acknowledged meanwhile is lost. This test found it.
CONFIG = """
scope: nameplate
name: n{node}
restapi: {{listen: '10.77.0.{node}:8008', connect_address: '10.77.0.{node}:8008'}}
etcd: {{hosts: '10.77.0.1:2379,10.77.0.2:2379,10.77.0.3:2379'}}
bootstrap:
  dcs:
    ttl: {ttl}
    loop_wait: 3
    retry_timeout: 5
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    synchronous_mode_strict: true
    postgresql: {{use_pg_rewind: true, parameters: {{max_connections: 100, wal_keep_size: 512MB, wal_retrieve_retry_interval: 1s}}}}
  initdb: [{{encoding: UTF8}}, {{locale: C.UTF-8}}, data-checksums]
postgresql:
  listen: 0.0.0.0:5432
  connect_address: 10.77.0.{node}:5432
  data_dir: {folder}/data
  bin_dir: {programs}
  pgpass: {folder}/pgpass
  pg_hba: ['local all all trust', 'local replication all trust', 'host all all 127.0.0.0/8 trust', 'host replication all 127.0.0.0/8 trust', 'host all all 10.0.0.0/8 trust', 'host replication all 10.0.0.0/8 trust']
  authentication:
    superuser: {{username: postgres, password: postgres}}
    replication: {{username: replicator, password: replicator}}
    rewind: {{username: rewinder, password: rewinder}}
  parameters: {{unix_socket_directories: '{folder}'}}
"""


def run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stderr}")


def wait(holds: object, what: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.2)


def leader_of(view: list[dict]) -> str:
    return next((member["name"] for member in view if member["role"] == "leader"), "")


def is_whole_view(view: list[dict]) -> bool:
    roles = sorted(member["role"] for member in view)
    return roles == ["leader", "replica", "sync_standby"] and all(member["state"] in ("running", "streaming") for member in view) and len(
        {member.get("timeline") for member in view}) == 1


class Cluster:
    def __init__(self, folder: Path):
        self.folder = folder
        self.patroni: dict[int, subprocess.Popen[bytes]] = {}
        self._make_networks()
        for node in NODES:
            self._start_etcd(node)
        for node in NODES:
            self.start(node)
        wait(self.is_whole, "the cluster does not come up", 60)

    def _make_networks(self) -> None:
        run("ip", "link", "set", "lo", "up")
        for name, net in (("cluster", "10.77.0"), ("clients", "10.78.0")):
            run("ip", "link", "add", name, "type", "bridge")
            run("ip", "addr", "add", f"{net}.254/24", "dev", name)
            run("ip", "link", "set", name, "up")
        for node in NODES:
            run("ip", "netns", "add", f"n{node}")
            run("ip", "-n", f"n{node}", "link", "set", "lo", "up")
            for name, net in (("cluster", "10.77.0"), ("clients", "10.78.0")):
                run("ip", "link", "add", f"{name}{node}", "type", "veth", "peer", "name", name, "netns", f"n{node}")
                run("ip", "link", "set", f"{name}{node}", "master", name, "up")
                run("ip", "-n", f"n{node}", "addr", "add", f"{net}.{node}/24", "dev", name)
                run("ip", "-n", f"n{node}", "link", "set", name, "up")

    def _spawn(self, node: int, *command: str | Path) -> subprocess.Popen[bytes]:
        home = self.folder / f"n{node}"
        with open(home / f"{Path(command[0]).name}.log", "ab") as log:
            return subprocess.Popen(["ip", "netns", "exec", f"n{node}", "setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups",
                                     *map(str, command)], cwd="/", stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def _start_etcd(self, node: int) -> None:
        home = self.folder / f"n{node}"
        home.mkdir()
        run("chown", "-R", "postgres", home)
        members = ",".join(f"n{other}=http://10.77.0.{other}:2380" for other in NODES)
        own = f"http://10.77.0.{node}"
        self._spawn(node, "etcd", "--name", f"n{node}", "--data-dir", home / "etcd", "--listen-peer-urls", f"{own}:2380",
                    "--listen-client-urls", f"{own}:2379", "--advertise-client-urls", f"{own}:2379", "--initial-advertise-peer-urls", f"{own}:2380",
                    "--initial-cluster", members, "--initial-cluster-state", "new", "--enable-v2")
        (home / "patroni.yml").write_text(CONFIG.format(node=node, folder=home, programs=PROGRAMS, ttl=TTL_SECONDS))

    def start(self, node: int) -> None:
        self.patroni[node] = self._spawn(node, "patroni", self.folder / f"n{node}" / "patroni.yml")

    def views(self) -> list[list[dict]]:
        """What each node that can be reached says of all; one that was cut off may be behind."""
        views = []
        for node in NODES:
            try:
                with urllib.request.urlopen(f"http://10.77.0.{node}:8008/cluster", timeout=2) as answer:
                    views.append(json.load(answer)["members"])
            except (OSError, ValueError):
                continue
        return views

    def leader(self) -> int:
        """On whom two nodes agree; 0: nobody."""
        named = Counter(int(member["name"][1:]) for view in self.views() for member in view
                        if member["role"] == "leader" and member["state"] == "running")
        leader, voices = named.most_common(1)[0] if named else (0, 0)
        return leader if voices >= 2 else 0

    def is_whole(self) -> bool:
        """All agree on a leader and two standbys that follow it, one of them synchronous."""
        views = self.views()
        return len(views) == len(NODES) and len({leader_of(view) for view in views}) == 1 and all(is_whole_view(view) for view in views)

    def kill(self, node: int) -> None:
        """Patroni and PostgreSQL, as when the machine's power goes; the etcd member stays, since it is not what is tried."""
        while self._kill_those_there(node):  # one may be born while the others die
            pass
        self.patroni[node].wait(30)

    @staticmethod
    def _kill_those_there(node: int) -> int:
        killed = 0
        for pid in subprocess.run(["ip", "netns", "pids", f"n{node}"], capture_output=True, text=True, check=True).stdout.split():
            try:
                if "etcd" not in Path(f"/proc/{pid}/comm").read_text() and " Z " not in Path(f"/proc/{pid}/stat").read_text():
                    os.kill(int(pid), signal.SIGKILL)
                    killed += 1
            except (OSError, ProcessLookupError):
                continue
        return killed

    def isolate(self, node: int) -> None:
        """From the other nodes; clients still reach it."""
        run("ip", "link", "set", f"cluster{node}", "down")

    def rejoin(self, node: int) -> None:
        run("ip", "link", "set", f"cluster{node}", "up")

    def switch_over(self, leader: int) -> None:
        standby = next(member["name"] for member in self.views()[0] if member["role"] == "sync_standby")
        body = json.dumps({"leader": f"n{leader}", "candidate": standby}).encode()
        request = urllib.request.Request(f"http://10.77.0.{leader}:8008/switchover", body, {"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()

    def has_database(self, name: str) -> bool:
        """Everywhere: a standby is a moment later."""
        return all(subprocess.run(["psql", "-qX", f"postgresql://postgres@10.77.0.{node}/{name}", "-c", "SELECT 1"], capture_output=True,
                                  timeout=60, check=False).returncode == 0 for node in NODES)

    def psql(self, statement: str, database: str = "postgres") -> None:
        run("psql", "-qX", f"postgresql://postgres@10.77.0.{self.leader()}/{database}", "-c", statement)
