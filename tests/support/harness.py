"""What the test programs in Python share: a server of their own, a client, and the report of their cases."""

import contextlib
import hashlib
import http.client
import json
import os
import re
import secrets
import select
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import about_files

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("NAMEPLATE_BINARY", ROOT / "build/release/nameplate"))
LONG = os.environ.get("NAMEPLATE_LONG") == "1"
POSTGRES = os.environ.get("NAMEPLATE_TEST_POSTGRES", "")  # its URL, in a run on PostgreSQL (`tools/postgres with ...`)
START_SECONDS_MAX = 10
SKIPPED_EXIT_CODE = 77


class Skip(Exception):
    """This case cannot run here; the text says why."""


class Failure(AssertionError):
    pass


def check(holds: bool, what: str) -> None:
    if not holds:
        raise Failure(what)


def soon(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 20
    while not holds():
        check(time.monotonic() < until, what)
        time.sleep(0.02)


def run_nameplate(*arguments: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    command = [str(BINARY), *map(str, arguments)]
    # What a damaged file makes it print need not be UTF-8.
    return subprocess.run(
        command, capture_output=True, text=True, errors="backslashreplace", timeout=timeout, check=False
    )


def database_argument(database: Path | str) -> str:
    """What names this database on the command line. In a run on PostgreSQL each path stands for a database of its own there; a text is
    taken as it is, for tests that know where they want it."""
    if isinstance(database, str):
        return database
    if not POSTGRES:
        return f"sqlite:{database}"
    name = _name_there(database)
    with _making:
        if database not in _made_databases:
            _psql(POSTGRES, f"CREATE DATABASE {name}")
            _made_databases.add(database)
    return POSTGRES.rsplit("/", 1)[0] + "/" + name


_made_databases: set[Path] = set()
_making = threading.Lock()


def _name_there(database: Path) -> str:
    return "test_" + hashlib.sha256(str(database).encode()).hexdigest()[:20]


def _psql(url: str, *statements: str) -> str:
    """What they print, in one transaction if there are several."""
    commands = [part for statement in statements for part in ("-c", statement)]
    single = ["-1"] if len(statements) > 1 else []
    done = subprocess.run(["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", *single, *commands, url], capture_output=True, text=True, timeout=120,
                          check=False)
    check(done.returncode == 0, f"psql: {done.stderr}")
    return done.stdout


def _in_postgres_words(statement: str) -> str:
    """Bytes are written in another way there."""
    statement = re.sub(r"(?<!')\bx'([0-9a-f]*)'", r"'\\x\1'::bytea", statement)
    return re.sub(r"zeroblob\((\d+)\)", r"decode(repeat('00', \1), 'hex')", statement).replace("AS BLOB)", "AS bytea)")


def edit_database(database: Path, *statements: str) -> None:
    """As somebody does who opens the database with another program."""
    if POSTGRES:
        _psql(database_argument(database), *map(_in_postgres_words, statements))
        return
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def ask_database(database: Path, question: str) -> int:
    """The number that a question about the tables answers."""
    if POSTGRES:
        return int(_psql(database_argument(database), question))
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(question).fetchone()[0]


def read_whole_database(database: Path) -> bytes:
    """The bytes of the file; of a database in PostgreSQL all its rows, since the pages are not ours to clean."""
    if not POSTGRES:
        return database.read_bytes()
    return subprocess.run(["pg_dump", "--data-only", "--inserts", database_argument(database)], capture_output=True, timeout=120, check=True).stdout


def is_made(database: Path) -> bool:
    """Whether it holds anything."""
    if not POSTGRES:
        return database.exists()
    return ask_database(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") > 0


def copy_database(source: Path, target: Path) -> None:
    """Of a ledger that nobody has open."""
    if not POSTGRES:
        shutil.copyfile(source, target)
        return
    drop_database(target)
    _psql(POSTGRES, f"CREATE DATABASE {_name_there(target)} TEMPLATE {_name_there(source)}")
    _made_databases.add(target)


def drop_database(database: Path) -> None:
    if not POSTGRES:
        database.unlink()
    elif database in _made_databases:
        _psql(POSTGRES, f"DROP DATABASE {_name_there(database)} WITH (FORCE)")
        _made_databases.remove(database)


def make_token(database: Path | str, name: str = "test", role: str = "admin") -> str:
    made = run_nameplate("token", "create", "--database", database_argument(database), "--name", name, "--role", role)
    check(made.returncode == 0, f"no token could be made: {made.stderr}")
    return made.stdout.strip()


def verify(database: Path | str) -> None:
    """The ledger and every projection agree."""
    done = run_nameplate("verify", "--database", database_argument(database), timeout=600)
    check(done.returncode == 0, f"verify ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


class Server:
    """A server on a database, from its start to its end."""

    def __init__(self, database: Path | str, *options: str, log_path: Path | None = None):
        self.database = database
        self.log_path = log_path or Path(f"{str(database).removeprefix('sqlite:')}.log")
        self.is_tls = "--tls-cert" in options
        self.log = open(self.log_path, "ab")  # noqa: SIM115  # lives as long as the server
        began = time.monotonic()
        self.process = subprocess.Popen(
            [str(BINARY), "serve", "--database", database_argument(database), "--listen", "127.0.0.1:0", *options],
            stdout=subprocess.PIPE, stderr=self.log, start_new_session=True)
        self.port = self._wait_for_port()
        self._wait_until_ready()
        self.seconds_to_ready = time.monotonic() - began

    def _wait_for_port(self) -> int:
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], START_SECONDS_MAX)
        line = self.process.stdout.readline().decode() if readable else ""
        found = re.search(r"https?://127\.0\.0\.1:(\d+)", line)
        if not found:
            self.kill()
            raise Failure(f"the server did not start: {line!r}\n{self.log_text()}")
        return int(found[1])

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS_MAX
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if Client(self.port, is_tls=self.is_tls).request("GET", "/health/ready").status == 200:
                    return
            check(time.monotonic() < until, f"the server was not ready in {START_SECONDS_MAX} s\n{self.log_text()}")
            time.sleep(0.005)

    @property
    def url(self) -> str:
        return f"{'https' if self.is_tls else 'http'}://127.0.0.1:{self.port}"

    def log_text(self) -> str:
        return self.log_path.read_text(errors="replace")[-4000:]

    def kill(self) -> None:
        """As a power cut would: no chance to finish anything."""
        self.process.kill()
        self._end()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self._end()
        return self.process.returncode

    def _end(self) -> None:
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.log.close()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()


class Answer:
    def __init__(self, status: int, headers: http.client.HTTPMessage, text: bytes):
        self.status = status
        self.headers = headers
        self.text = text

    @property
    def replayed(self) -> bool:
        return self.headers.get("Nameplate-Replayed") == "true"

    def json(self) -> dict:
        return json.loads(self.text)


class Client:
    """One connection that is kept open. Raises OSError or HTTPException when it breaks: the outcome is then unknown."""

    def __init__(self, port: int, token: str = "", timeout: float = 60, is_tls: bool = False):
        if is_tls:
            # Whose certificate it is, the cases look at themselves where it matters.
            trusting = ssl._create_unverified_context()  # noqa: S323, SLF001
            self.connection: http.client.HTTPConnection = http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=trusting)
        else:
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def request(self, method: str, path: str, body: object = None, key: str = "") -> Answer:
        headers = dict(self.headers)
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if method != "GET":
            headers["Idempotency-Key"] = key or secrets.token_hex(16)
        self.connection.request(method, path, data, headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def get(self, path: str, **query: object) -> dict:
        suffix = "?" + urllib.parse.urlencode(query) if query else ""
        answer = self.request("GET", path + suffix)
        check(answer.status == 200, f"GET {path}{suffix}: {answer.status} {answer.text[:500]!r}")
        return answer.json()

    def post(self, path: str, body: object, key: str = "") -> dict:
        """For a request that must succeed."""
        answer = self.request("POST", path, body, key)
        check(answer.status in (200, 201), f"POST {path}: {answer.status} {answer.text[:500]!r}")
        return answer.json()

    def perform(self, verb: str, body: object, key: str = "") -> Answer:
        return self.request("POST", f"/api/v1/operations/{verb}", body, key)

    def pages(self, path: str, name: str, **query: object) -> Iterator[dict]:
        """All entries of a list, page by page."""
        while True:
            page = self.get(path, **query)
            yield from page[name]
            if "next" not in page:
                return
            query["cursor"] = page["next"]

    def close(self) -> None:
        self.connection.close()


def all_events(client: Client) -> Iterator[dict]:
    """The whole ledger, in order."""
    after = 0
    while True:
        events = client.get("/api/v1/events", after=after, limit=1000)["events"]
        if not events:
            return
        yield from events
        after = events[-1]["sequence"]


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="nameplate-test-"))
    try:
        yield folder
    finally:
        for database in [made for made in _made_databases if folder in made.parents]:
            drop_database(database)
        shutil.rmtree(folder, ignore_errors=True)


class Cases:
    """Runs test cases, prints their outcome, and writes a JUnit report where NAMEPLATE_JUNIT_DIR says. A run on PostgreSQL has a name of
    its own, and leaves out what is about files (about_files.py)."""

    def __init__(self, suite: str):
        self.left_out = about_files.CASES.get(suite, {}) if POSTGRES else {}
        self.suite = f"{suite}_postgres" if POSTGRES and suite != "postgres" else suite
        self.report = ET.Element("testsuite", name=self.suite)
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}

    def run(self, name: str, case: Callable[[], None]) -> None:
        wanted = sys.argv[1] if len(sys.argv) > 1 else ""
        if wanted not in name or name in self.left_out:
            return
        began = time.monotonic()
        entry = ET.SubElement(self.report, "testcase", classname=self.suite, name=name)
        try:
            case()
            outcome, why = "passed", ""
        except Skip as reason:
            outcome, why = "skipped", str(reason)
            ET.SubElement(entry, "skipped", message=why)
        except Exception:  # noqa: BLE001  # whatever goes wrong is a failed case
            outcome, why = "failed", traceback.format_exc()
            ET.SubElement(entry, "failure", message=why.strip().splitlines()[-1]).text = why
        seconds = time.monotonic() - began
        entry.set("time", f"{seconds:.3f}")
        self.counts[outcome] += 1
        print(f"{outcome:8} {self.suite}.{name} ({seconds:.1f} s){': ' + why if why else ''}", flush=True)

    def finish(self) -> int:
        for outcome, attribute in (("failed", "failures"), ("skipped", "skipped")):
            self.report.set(attribute, str(self.counts[outcome]))
        self.report.set("tests", str(sum(self.counts.values())))
        if folder := os.environ.get("NAMEPLATE_JUNIT_DIR"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            ET.ElementTree(self.report).write(Path(folder) / f"{self.suite}.xml", encoding="utf-8", xml_declaration=True)
        if self.counts["failed"]:
            return 1
        return 0 if self.counts["passed"] else SKIPPED_EXIT_CODE
