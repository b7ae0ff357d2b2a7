"""A server of the database that gives few connections, is too old, or falls silent."""

import secrets
import socket
import struct
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from cuts import requests, served_through_a_proxy, until_done
from harness import LONG, Client, Server, check, database_argument, make_token, run_nameplate, scratch_folder, verify
from oracle import PRODUCT, make_master_data

CONNECTIONS = 5
CLIENTS = 32
EACH = 10
SILENCE_SECONDS_MAX = 100  # a statement that writes may take a minute


def few_connections() -> None:
    """All work goes through five connections: whoever comes meanwhile waits, and at most is told to come back."""
    with scratch_folder() as folder:
        database = folder / "ledger.db"
        token = make_token(database)
        url, role = database_argument(database), f"few_{secrets.token_hex(4)}"
        name = url.rsplit("/", 1)[1]
        subprocess.run(["psql", "-qX", url, "-c", f"CREATE ROLE {role} LOGIN CONNECTION LIMIT {CONNECTIONS}", "-c",
                        f"GRANT ALL ON DATABASE {name} TO {role}", "-c", f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}",
                        "-c", f"GRANT ALL ON SCHEMA public TO {role}"], check=True, timeout=60)
        told: Counter = Counter()
        with Server(url.replace("nameplate@", f"{role}@"), log_path=folder / "server.log") as server:
            make_master_data(Client(server.port, token))

            def work(number: int) -> None:
                client = Client(server.port, token)
                for i in range(EACH):
                    serial = f"F-{number}-{i}"
                    until_done(client, "register", {"items": [{"product": PRODUCT, "serial": serial}], "location": "P-1"}, serial, told)
                    found = client.request("GET", f"/api/v1/units?serial={serial}")
                    told[found.status] += 1
                    check(found.status in (200, 503), f"{found.status} {found.text[:300]!r}")

            with ThreadPoolExecutor(CLIENTS) as pool:
                for done in [pool.submit(work, number) for number in range(CLIENTS)]:
                    done.result()
            print(f"         {CLIENTS * EACH} units by {CLIENTS} clients over {CONNECTIONS} connections: answers {dict(told)}")
        verify(database)


class OldServer:
    """Speaks as much of the protocol as it takes to tell its version."""

    def __init__(self, version: str):
        self.version = version
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                self._greet(client)

    def _greet(self, client: socket.socket) -> None:
        client.recv(4096)
        settings = {"server_version": self.version, "server_encoding": "UTF8", "client_encoding": "UTF8", "in_hot_standby": "off"}
        ready = self._message(b"Z", b"I")
        client.sendall(self._message(b"R", struct.pack("!I", 0)) +
                       b"".join(self._message(b"S", f"{key}\0{value}\0".encode()) for key, value in settings.items()) + ready)
        while asked := client.recv(65536):
            if asked[:1] == b"X":
                return
            client.sendall(self._message(b"C", b"SET\0") + ready)

    @staticmethod
    def _message(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("!I", len(content) + 4) + content


def too_old() -> None:
    server = OldServer("14.11")
    told = run_nameplate("verify", "--database", f"postgresql://someone@127.0.0.1:{server.port}/any?sslmode=disable&gssencmode=disable")
    check(told.returncode != 0 and "PostgreSQL 14.11" in told.stderr and "15 or later" in told.stderr, f"{told.returncode} {told.stderr!r}")


def silent() -> None:
    """Its connections stay open and nothing comes: after a while they are given up, and what was asked is done elsewhere."""
    with served_through_a_proxy() as (proxy, server, token):
        asked, told = requests(), Counter()
        client = Client(server.port, token, timeout=SILENCE_SECONDS_MAX)
        until_done(client, *next(asked), secrets.token_hex(8), told)
        proxy.fall_silent()
        began = time.monotonic()
        key, (verb, body) = secrets.token_hex(8), next(asked)
        with ThreadPoolExecutor(2) as pool:
            wrote = pool.submit(client.perform, verb, body, key)
            live = Client(server.port, token, timeout=5).request("GET", "/health/live")
            check(live.status == 200, "a silent database stops what does not need it")
            answer = wrote.result()
        check(answer.status in (200, 201, 503), f"{answer.status} {answer.text[:300]!r}")
        until_done(client, verb, body, key, told)
        print(f"         it went on after {time.monotonic() - began:.0f} s")


CASES = {
    "five_connections_are_enough": few_connections,
    "a_server_that_is_too_old_is_refused": too_old,
    **({"a_server_that_falls_silent_is_given_up": silent} if LONG else {}),
}
