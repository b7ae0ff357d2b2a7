"""Starts the real program on a database of its own, and talks to it."""

import http.client
import os
import socket
import subprocess
import time
import uuid
from pathlib import Path


class ServerError(Exception):
    """The program did not do what every test needs."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_postgres_database() -> str | None:
    """The URL of an empty database, where the tests are to run on PostgreSQL (`tools/postgres with ...`)."""
    url = os.environ.get("NAMEPLATE_TEST_POSTGRES")
    if not url:
        return None
    name = f"test_{uuid.uuid4().hex}"
    subprocess.run(["psql", "-qX", url, "-c", f"CREATE DATABASE {name}"], check=True, timeout=120)
    return url.rsplit("/", 1)[0] + "/" + name


class RunningServer:
    """`nameplate serve` on a fresh database, with an administrator's token. Ends with the `with` block."""

    def __init__(self, program: Path, folder: Path):
        self.program = program
        self.folder = folder
        self.database = new_postgres_database() or f"sqlite:{folder / 'ledger.db'}"
        self.log_path = folder / "server.log"
        self.port = free_port()
        self.token = ""
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "RunningServer":
        self.token = self.command("token", "create", "--name", "tester", "--role", "admin").strip()
        with open(self.log_path, "wb") as log:
            backups = self.folder / "backups"
            backups.mkdir()
            arguments = [str(self.program), "serve", "--database", self.database, "--listen", f"127.0.0.1:{self.port}",
                         "--backup-dir", str(backups), "--backup-every", "never"]
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log)
        self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise ServerError("the server did not stop within 20 s") from None

    def command(self, *arguments: str) -> str:
        """Runs another command of the program on the same database."""
        result = subprocess.run(
            [str(self.program), *arguments, "--database", self.database], capture_output=True, text=True, timeout=120, check=False
        )
        if result.returncode != 0:
            raise ServerError(f"nameplate {' '.join(arguments)}: exit {result.returncode}: {result.stderr.strip()}")
        return result.stdout

    def wait_until_ready(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                raise ServerError(f"the server ended by itself:\n{self.log()}")
            try:
                if self.request("GET", "/health/ready", [], None)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise ServerError(f"the server was not ready within 20 s:\n{self.log()}")

    def log(self) -> str:
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-30:]) if self.log_path.exists() else ""

    def request(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes | None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by lower-case name, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value.encode("utf-8"))
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            if body is not None:
                self.send_body(connection, body)
            response = connection.getresponse()
            content = response.read()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, content
        finally:
            connection.close()

    @staticmethod
    def send_body(connection: http.client.HTTPConnection, body: bytes) -> None:
        try:
            connection.send(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all was sent: the answer is there to be read


def default_program() -> Path:
    root = Path(__file__).resolve().parents[2]
    build = Path(os.environ.get("NAMEPLATE_BUILD_DIR", root / "build"))
    return build / "release" / "nameplate"
