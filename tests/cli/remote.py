"""The command line against servers somewhere: encryption, broken connections, redirects, long input, downloads."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, ROOT, Client, Server, check, database_argument, make_token, run_nameplate, scratch_folder, verify  # noqa: E402


def run_with(environment: dict[str, str], *arguments: str, stdin: str = "", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAMEPLATE_")}
    return subprocess.run([str(BINARY), *arguments], env=kept | {"TZ": "UTC"} | environment, input=stdin, capture_output=True, text=True,
                          timeout=timeout, check=False)


def make_certificate(folder: Path, name: str, *addresses: str) -> tuple[Path, Path]:
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
                    f"/CN={name}", "-addext", f"subjectAltName={','.join(addresses)}", "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True)
    key.chmod(0o600)
    return certificate, key


def a_server_with_a_certificate_is_reached_and_one_that_is_not_trusted_is_not() -> None:
    with scratch_folder() as folder:
        right = make_certificate(folder, "right", "DNS:localhost", "IP:127.0.0.1")
        other = make_certificate(folder, "other", "DNS:elsewhere.example.com")
        with Server(folder / "a.db", "--tls-cert", str(right[0]), "--tls-key", str(right[1])) as server:
            token = make_token(server.database)
            (folder / "token").write_text(f"{token}\n")
            known = ("--server", server.url, "--token-file", str(folder / "token"))
            done = run_with({}, "token", "list", *known, "--ca", str(right[0]))
            check(done.returncode == 0 and "test" in done.stdout, done.stderr)
            by_name = run_with({"NAMEPLATE_TOKEN": token}, "health", "--server", server.url.replace("127.0.0.1", "localhost"), "--ca", str(right[0]))
            check(by_name.returncode == 0 and "ready" in by_name.stdout, by_name.stderr)
            for trusted in ((), ("--ca", str(other[0]))):
                refused = run_with({}, "token", "list", *known, *trusted)
                check(refused.returncode == 2 and "is not trusted" in refused.stderr and "--ca" in refused.stderr, refused.stderr)
            unreadable = run_with({}, "token", "list", *known, "--ca", str(folder / "none"))
            check(unreadable.returncode == 2 and "cannot be read" in unreadable.stderr, unreadable.stderr)
            plain = run_with({}, "token", "list", "--server", server.url.replace("https", "http"), "--token-file", str(folder / "token"))
            check(plain.returncode in (1, 2) and plain.stderr.startswith("nameplate: "), f"{plain.returncode} {plain.stderr}")
        with Server(folder / "b.db", "--tls-cert", str(other[0]), "--tls-key", str(other[1])) as server:
            wrong = run_with({}, "health", "--server", server.url, "--ca", str(other[0]))
            check(wrong.returncode == 2 and "is not one for 127.0.0.1" in wrong.stderr, wrong.stderr)


class BreakingProxy:
    """Passes bytes on to a server, and cuts each of the first connections before the answer comes back."""

    def __init__(self, port: int, breaks: int):
        self.target = port
        self.left = breaks
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, socket.create_connection(("127.0.0.1", self.target)) as server:
            threading.Thread(target=self._copy, args=(client, server), daemon=True).start()
            while answer := server.recv(65536):
                if self.left > 0:
                    self.left -= 1
                    client.shutdown(socket.SHUT_RDWR)  # it was done, and nobody is told
                    return
                client.sendall(answer)

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)

    def close(self) -> None:
        self.listener.close()


def a_broken_connection_is_tried_again_and_nothing_is_done_twice() -> None:
    with scratch_folder() as folder, Server(folder / "a.db") as server:
        token = make_token(server.database)
        client = Client(server.port, token)
        client.post("/api/v1/products", {"sku": "CAM", "name": "Camera", "tracking": "serial"})
        client.post("/api/v1/locations", {"code": "DOCK", "name": "Dock", "kind": "zone"})
        proxy = BreakingProxy(server.port, 2)
        made = run_with({"NAMEPLATE_SERVER": f"http://127.0.0.1:{proxy.port}", "NAMEPLATE_TOKEN": token}, "register", "--product", "CAM",
                        "--location", "DOCK", "--generate", "3")
        check(made.returncode == 0 and made.stdout.startswith("3 registered"), made.stdout + made.stderr)
        check(proxy.left == 0, "no connection was cut, so this test shows nothing")
        check(client.get("/api/v1/stock")["stock"][0]["units"] == 3, "it was done twice")
        proxy.left = 100
        lost = run_with({"NAMEPLATE_SERVER": f"http://127.0.0.1:{proxy.port}", "NAMEPLATE_TOKEN": token}, "move", "--location", "DOCK", "NP00000001",
                        "--key", "again")
        check(lost.returncode == 2 and "--key again" in lost.stderr, lost.stderr)
        proxy.close()
        verify(server.database)


class Fake(BaseHTTPRequestHandler):
    """A server that is none of ours."""

    def do_GET(self) -> None:
        if "/exports/" in self.path:
            self.answer(200, "text/csv", f"path,{self.path}\n".encode())
        elif "/moved" in self.path:
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.example.com/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(200, "text/html", b"<html>hello</html>")

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def fake_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Fake)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def a_redirect_is_not_followed_and_a_foreign_server_is_told() -> None:
    with fake_server() as url:
        moved = run_with({"NAMEPLATE_SERVER": url}, "api", "GET", "/moved")
        check(moved.returncode == 1 and "server.redirects" in moved.stderr and "elsewhere.example.com" in moved.stderr, moved.stderr)
        foreign = run_with({"NAMEPLATE_SERVER": url}, "list", "units")
        check(foreign.returncode == 2 and "not one of a Nameplate server" in foreign.stderr, foreign.stderr)


def an_export_asks_for_what_was_said_and_is_there_as_a_whole() -> None:
    with fake_server() as url, scratch_folder() as folder:
        file = folder / "units.csv"
        done = run_with({"NAMEPLATE_SERVER": url}, "export", "units", "--status", "in_stock", "--changed-from", "2026-01-01T00:00:00Z",
                        "--attribute", "colour=dark red", "--location-only", "--filter", "x=y", "--output", str(file))
        check(done.returncode == 0, done.stderr)
        asked = file.read_text()
        for part in ("/api/v1/exports/units?format=csv&", "status=in_stock", "changedFrom=2026-01-01T00%3A00%3A00Z", "attribute.colour=dark%20red",
                     "locationOnly=true", "x=y"):
            check(part in asked, f"{part} is not in {asked}")
        check([path.name for path in folder.iterdir()] == ["units.csv"], "something was left beside it")
        nowhere = run_with({"NAMEPLATE_SERVER": url}, "export", "units", "--output", str(folder / "none" / "x.csv"))
        check(nowhere.returncode == 1 and "file.not_writable" in nowhere.stderr, nowhere.stderr)
        refused = run_with({"NAMEPLATE_SERVER": "http://127.0.0.1:1"}, "export", "units", "--output", str(folder / "y.csv"))
        check(refused.returncode == 2 and not list(folder.glob("y.csv*")), refused.stderr)


def more_numbers_than_one_operation_takes_become_several() -> None:
    with scratch_folder() as folder, Server(folder / "a.db") as server:
        client = Client(server.port, make_token(server.database))
        client.post("/api/v1/products", {"sku": "CAM", "name": "Camera", "tracking": "serial"})
        client.post("/api/v1/locations", {"code": "DOCK", "name": "Dock", "kind": "zone"})
        database = {"NAMEPLATE_DATABASE": database_argument(server.database)}
        numbers = "".join(f"S-{i}\n" for i in range(100_001))
        command = ("register", "--product", "CAM", "--location", "DOCK", "--key", "all")
        done = run_with(database, *command, stdin=numbers)
        check(done.returncode == 0 and "100001 registered, in 2 operations" in done.stdout, done.stdout + done.stderr)
        again = run_with(database, *command, stdin=numbers + "S-1\n")
        check(again.returncode == 1 and "Done before that: 100000 registered" in again.stderr, again.stdout + again.stderr)
        check(client.get("/api/v1/stock")["stock"][0]["units"] == 100_001, "something was done twice")
        found = run_with(database, "list", "units", "--all", "--json")
        check(len(json.loads(found.stdout)["units"]) == 100_001, "the list does not go to its end")
        verify(server.database)


def a_table_is_imported_with_a_dry_run_first() -> None:
    for served in (False, True):
        with scratch_folder() as folder, contextlib.ExitStack() as stack:
            database = folder / "a.db"
            make_token(database)
            if served:
                stack.enter_context(Server(database))
            here = {"NAMEPLATE_DATABASE": database_argument(database)}
            run_with(here, "product", "add", "CAM", "name=Camera", "tracking=serial")
            run_with(here, "location", "add", "DOCK", "name=Dock", "kind=zone")
            mapping, good, bad = folder / "mapping.json", folder / "good.csv", folder / "bad.csv"
            mapping.write_text(json.dumps({"kind": "units", "columns": {"SN": "serial"}, "constants": {"product": "CAM", "location": "DOCK"}}))
            good.write_text("SN\n" + "".join(f"A-{i}\n" for i in range(3000)))
            bad.write_text("SN\nB-1\nB-2\nB-1\n")

            checked = run_with(here, "import", "--mapping", str(mapping), str(good), "--check")
            check(checked.returncode == 0 and checked.stdout.startswith("Dry run: 3000 done"), checked.stdout + checked.stderr)
            check(json.loads(run_with(here, "list", "units", "--json").stdout)["units"] == [], "a dry run has brought something in")
            done = run_with(here, "import", "--mapping", str(mapping), str(good))
            check(done.returncode == 0 and re.search(r"Import j\d+: 3000 done\.", done.stdout) is not None, done.stdout + done.stderr)
            stopped = run_with(here, "import", "--mapping", str(mapping), str(bad))
            check(stopped.returncode == 1 and "rows.bad" in stopped.stderr and re.search(r"B-1 .*row\.twice", stopped.stdout) is not None,
                  stopped.stdout + stopped.stderr)
            skipped = run_with(here, "import", "--mapping", str(mapping), "--skip-bad", "--json", "-", stdin=bad.read_text())
            job = json.loads(skipped.stdout)
            check(skipped.returncode == 0 and (job["state"], job["done"], job["failed"]) == ("done", 2, 1), skipped.stdout + skipped.stderr)
            listed = run_with(here, "job", "list").stdout
            check(all(job["id"] in run_with(here, "job", command, job["id"]).stdout for command in ("show",)) and job["id"] in listed, listed)
            rows = run_with(here, "job", "result", job["id"], "--only", "failed", "--format", "csv").stdout
            check("row.twice" in rows, rows)
            watched = run_with(here, "job", "watch", job["id"])
            check(watched.returncode == 0 and "is done" in watched.stdout, watched.stdout + watched.stderr)
            exported = run_with(here, "export", "units", "--format", "jsonl", "--product", "CAM")
            check(exported.returncode == 0 and len(exported.stdout.splitlines()) == 3002, exported.stderr + exported.stdout[:500])
            (folder / "units.csv").write_text(run_with(here, "export", "units").stdout)
            same = run_with(here, "import", "--kind", "units", str(folder / "units.csv"))
            check(same.returncode == 0 and "3002 unchanged" in same.stdout, same.stdout + same.stderr)
            check(run_with(here, "export", "everything").returncode == 64, "an export of nothing that is known")
            late = run_with(here, "job", "cancel", job["id"])
            check(late.returncode == 1 and "job.state" in late.stderr, late.stderr)
            stack.close()
            verify(database)


def an_import_goes_on_without_its_command() -> None:
    with scratch_folder() as folder, Server(folder / "a.db") as server:
        here = {"NAMEPLATE_DATABASE": database_argument(server.database)}
        run_with(here, "product", "add", "CAM", "name=Camera", "tracking=serial")
        run_with(here, "location", "add", "DOCK", "name=Dock", "kind=zone")
        mapping, table = folder / "mapping.json", folder / "table.csv"
        mapping.write_text(json.dumps({"kind": "units", "columns": {"SN": "serial"}, "constants": {"product": "CAM", "location": "DOCK"}}))
        table.write_text("SN\n" + "".join(f"A-{i}\n" for i in range(60_000)))
        process = subprocess.Popen([str(BINARY), "import", "--mapping", str(mapping), str(table)], env=os.environ | here, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            jobs = json.loads(run_with(here, "job", "list", "--json").stdout)["jobs"]
            if any(job["state"] == "running" for job in jobs):
                break
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        jobs = json.loads(run_with(here, "job", "list", "--json").stdout)["jobs"]
        if process.returncode == 0 or (not told and [job["state"] for job in jobs] == ["done"]):
            return  # it was done before the signal came, or at that moment
        check("job watch j" in told and "job cancel j" in told, told)
        job = re.search(r"job watch (j\d+)", told)
        assert job
        watched = run_with(here, "job", "watch", job[1])
        check(watched.returncode == 0 and "60000 done" in watched.stdout, watched.stdout + watched.stderr)


def the_shell_completes_commands_options_and_values() -> None:
    script = run_nameplate("completion", "bash").stdout

    def completions(*words: str) -> set[str]:
        line = " ".join(f"'{word}'" for word in words)
        asked = f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _nameplate; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        done = subprocess.run(["bash", "-c", f"{script}\n{asked}"], capture_output=True, text=True, timeout=20, check=False)
        check(done.returncode == 0 and not done.stderr, done.stderr)
        return set(done.stdout.split())

    check(completions("nameplate", "rec") == {"receive"}, f"{completions('nameplate', 'rec')}")
    check({"create", "list", "revoke"} == completions("nameplate", "token", ""), f"{completions('nameplate', 'token', '')}")
    check("--holder" in completions("nameplate", "register", "--ho"), f"{completions('nameplate', 'register', '--ho')}")
    check("in_stock" in completions("nameplate", "list", "units", "--status", "in_"), "no statuses")
    check("--party" not in completions("nameplate", "move", "--"), "an option of another command")
    for shell in ("zsh", "fish"):
        check("receive" in run_nameplate("completion", shell).stdout, shell)


def the_lists_take_every_filter_of_the_api() -> None:
    described = yaml.safe_load((ROOT / "api/openapi.yaml").read_text(encoding="utf-8"))
    script = run_nameplate("completion", "bash").stdout
    of_command = {command: set(options.split()) for command, options in re.findall(r"^    '([^']*)'\) words='[^']*'; options='([^']*)'", script, re.MULTILINE)}
    said_otherwise = {"cursor": "--all", "groupBy": "--by", "attributes": "--attribute", "order": "--newest-first"}
    for path, methods in described["paths"].items():
        name = path.removeprefix("/api/v1/")
        command = "stock" if name == "stock" else f"list {name}"
        if command not in of_command or "get" not in methods:
            continue
        for entry in methods["get"].get("parameters", []):
            parameter = described["components"]["parameters"][entry["$ref"].rsplit("/", 1)[1]]
            option = said_otherwise.get(parameter["name"]) or "--" + re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), parameter["name"])
            check(parameter["in"] != "query" or option in of_command[command], f"nameplate {command} has no {option}")


REMOTE = [
    the_lists_take_every_filter_of_the_api,
    a_server_with_a_certificate_is_reached_and_one_that_is_not_trusted_is_not,
    a_broken_connection_is_tried_again_and_nothing_is_done_twice,
    a_redirect_is_not_followed_and_a_foreign_server_is_told,
    an_export_asks_for_what_was_said_and_is_there_as_a_whole,
    more_numbers_than_one_operation_takes_become_several,
    a_table_is_imported_with_a_dry_run_first,
    an_import_goes_on_without_its_command,
    the_shell_completes_commands_options_and_values,
]
