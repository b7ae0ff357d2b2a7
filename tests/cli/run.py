#!/usr/bin/env python3
"""The commands of the program as a user gives them: on a file that is served, and on one that is not."""

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from command_cases import command_cases, run_case  # noqa: E402
from remote import REMOTE  # noqa: E402
from harness import BINARY, START_SECONDS_MAX, Cases, Client, Failure, Server, ask_database, check, database_argument, edit_database, make_token, run_nameplate, scratch_folder, soon, verify  # noqa: E402

TOKEN = re.compile(r"npt_[0-9A-Za-z]{49}\n")


def is_accepted(port: int, token: str) -> bool:
    return Client(port, token).request("GET", "/api/v1/products").status == 200


def token_command(database: Path, command: str, *options: str) -> subprocess.CompletedProcess[str]:
    return run_nameplate("token", command, "--database", database_argument(database), *options)


def a_token_needs_no_server() -> None:
    with scratch_folder() as folder:
        database = folder / "new.db"
        made = token_command(database, "create", "--name", "first", "--role", "viewer")
        check(made.returncode == 0 and TOKEN.fullmatch(made.stdout) is not None, f"{made.stdout!r} {made.stderr!r}")
        with Server(database) as server:
            check(is_accepted(server.port, made.stdout.strip()), "a token made without a server is not accepted")
        verify(database)


def a_file_is_its_owners_alone() -> None:
    with scratch_folder() as folder:
        database = folder / "new.db"
        make_token(database)
        check(stat.S_IMODE(database.stat().st_mode) == 0o600, f"others may read the database: {database.stat().st_mode:o}")


def a_token_goes_through_the_server() -> None:
    with scratch_folder() as folder, Server(folder / "served.db") as server:
        token = make_token(server.database, "through", "manager")
        check(is_accepted(server.port, token), "a token made through the server is not accepted")
        check(not is_accepted(server.port, token[:-1] + ("0" if token[-1] != "0" else "1")), "a wrong token is accepted")
        again = token_command(server.database, "create", "--name", "through", "--role", "viewer")
        check(again.returncode == 1 and "through" in again.stderr and not again.stdout, f"{again.returncode} {again.stderr!r}")
        check(server.stop() == 0, "the server did not end well")
        offline = token_command(server.database, "create", "--name", "through", "--role", "viewer")
        check(offline.stderr == again.stderr, f"told differently without a server: {offline.stderr!r} {again.stderr!r}")


def tokens_are_listed_and_revoked() -> None:
    with scratch_folder() as folder:
        database = folder / "a.db"
        with Server(database) as server:
            tokens = {name: make_token(database, name, "operator") for name in ("one", "two")}
            listed = token_command(database, "list")
            check(listed.returncode == 0 and all(name in listed.stdout for name in tokens), listed.stdout + listed.stderr)
            check(not any(token in listed.stdout for token in tokens.values()), "the list shows tokens")
            check(is_accepted(server.port, tokens["one"]), "a fresh token is not accepted")
            revoked = token_command(database, "revoke", "--name", "one")
            check(revoked.returncode == 0, revoked.stderr)
            # At once through the owner's socket; a server on PostgreSQL hears of it within half a second.
            soon(lambda: not is_accepted(server.port, tokens["one"]), "a revoked token is accepted")
            check(is_accepted(server.port, tokens["two"]), "another token was revoked too")
            unknown = token_command(database, "revoke", "--name", "three")
            check(unknown.returncode == 1, f"revoking what is not there ended with {unknown.returncode}")
        check(token_command(database, "revoke", "--name", "two").returncode == 0, "no revoking without a server")
        listed = token_command(database, "list")
        check(len(re.findall("revoked", listed.stdout)) == 2, listed.stdout)
        with Server(database) as server:
            check(not any(is_accepted(server.port, token) for token in tokens.values()), "a revoked token is accepted after a restart")


def commands_at_the_same_moment_wait_for_each_other() -> None:
    with scratch_folder() as folder:
        database = folder / "busy.db"
        with ThreadPoolExecutor(6) as pool:
            made = list(pool.map(lambda i: token_command(database, "create", "--name", f"at-once-{i}", "--role", "viewer"), range(6)))
        check(all(done.returncode == 0 for done in made), f"{[done.stderr for done in made]}")
        check(len({done.stdout for done in made}) == 6, "two got the same token")
        verify(database)


def one_process_serves_a_database() -> None:
    with scratch_folder() as folder, Server(folder / "one.db") as server:
        for path in (server.database, folder / "link.db"):
            if path != server.database:
                path.symlink_to(server.database)
            second = run_nameplate("serve", "--database", database_argument(path), "--listen", "127.0.0.1:0", timeout=20)
            check(second.returncode == 1, f"a second server ended with {second.returncode}: {second.stderr!r}")
            check(str(server.process.pid) in second.stderr, f"it does not name the first process: {second.stderr!r}")


def the_socket_is_the_owners_and_goes_with_the_server() -> None:
    with scratch_folder() as folder:
        database = folder / "a.db"
        socket = Path(f"{database}.sock")
        with Server(database) as server:
            check(stat.S_IMODE(socket.stat().st_mode) == 0o600, f"the socket's mode is {socket.stat().st_mode:o}")
            server.kill()
        check(socket.exists(), "a killed server could not tidy up, so this test shows nothing")
        make_token(database, "after-a-kill")
        with Server(database) as server:
            make_token(database, "through-a-new-socket")
            check(server.stop() == 0, "the server did not end well")
        check(not socket.exists(), "the socket was left behind")


def a_long_path_is_no_obstacle() -> None:
    with scratch_folder() as folder:
        deep = folder.joinpath(*["a-folder-with-a-long-name"] * 6)
        deep.mkdir(parents=True)
        with Server(deep / "ledger.db") as server:
            check(is_accepted(server.port, make_token(server.database)), "the owner's socket cannot be reached at a long path")
            # It went through the server: the file itself is locked.
            check("in use" in run_nameplate("serve", "--database", database_argument(server.database), "--listen", "127.0.0.1:0").stderr, "")


def verify_finds_what_was_changed_by_hand() -> None:
    with scratch_folder() as folder:
        database = folder / "a.db"
        with Server(database) as server:
            client = Client(server.port, make_token(database))
            client.post("/api/v1/products", {"sku": "PROBE", "name": "Probe", "tracking": "serial"})
            client.post("/api/v1/locations", {"code": "P-1", "name": "Place", "kind": "bin"})
            client.post("/api/v1/operations/register", {"items": [{"product": "PROBE", "serial": "S-1"}], "location": "P-1"})
            server.stop()
        verify(database)
        check(ask_database(database, "SELECT count(*) FROM unit") == 1, "there is no unit to be changed by hand")
        edit_database(database, "UPDATE unit SET status = 12")
        found = run_nameplate("verify", "--database", database_argument(database))
        check(found.returncode == 1, f"verify ended with {found.returncode}: {found.stdout}")
        check(found.stdout.startswith("unit ") and "expected:" in found.stdout and "found:" in found.stdout, found.stdout)


def a_foreign_file_is_left_alone() -> None:
    with scratch_folder() as folder:
        text = folder / "notes.txt"
        text.write_text("no database\n" * 1000)
        other = folder / "other.db"
        connection = sqlite3.connect(other)
        connection.execute("CREATE TABLE mine (x)")
        connection.commit()
        connection.close()
        for path in (text, other):
            before = path.read_bytes()
            for arguments in (["serve", "--listen", "127.0.0.1:0"], ["verify"], ["token", "create", "--name", "x", "--role", "viewer"]):
                done = run_nameplate(*arguments, "--database", database_argument(path), timeout=20)
                check(done.returncode == 2 and "nameplate: " in done.stderr, f"{arguments} on {path.name}: {done.returncode} {done.stderr!r}")
            check(path.read_bytes() == before, f"{path.name} was changed")


def a_foreign_database_is_left_alone() -> None:
    with scratch_folder() as folder:
        database = folder / "other.db"
        edit_database(database, "CREATE TABLE mine (x integer)", "INSERT INTO mine VALUES (7)")
        for arguments in (["serve", "--listen", "127.0.0.1:0"], ["verify"], ["token", "create", "--name", "x", "--role", "viewer"]):
            done = run_nameplate(*arguments, "--database", database_argument(database), timeout=20)
            check(done.returncode == 2 and "nameplate: " in done.stderr, f"{arguments}: {done.returncode} {done.stderr!r}")
        check(ask_database(database, "SELECT sum(x) FROM mine") == 7, "what was there was changed")
        try:
            ask_database(database, "SELECT count(*) FROM head")
        except (sqlite3.OperationalError, Failure):
            return
        raise Failure("tables of a ledger were made in it")


def a_signal_ends_it_well() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with scratch_folder() as folder, Server(folder / "a.db") as server:
            server.process.send_signal(number)
            server.process.wait(10)
            check(server.process.returncode == 0, f"{number} ended it with {server.process.returncode}")
            left = {path.name for path in folder.iterdir()} - {"a.db", "a.db.lock", "a.db.log"}
            check(not left, f"{left} was left behind")


def a_taken_port_is_told() -> None:
    with scratch_folder() as folder, Server(folder / "a.db") as server:
        second = run_nameplate("serve", "--database", database_argument(folder / 'b.db'), "--listen", f"127.0.0.1:{server.port}", timeout=20)
        check(second.returncode == 2 and str(server.port) in second.stderr, f"{second.returncode} {second.stderr!r}")


def the_clock_is_confirmed_where_a_server_runs() -> None:
    with scratch_folder() as folder:
        database = folder / "a.db"
        make_token(database)
        alone = run_nameplate("clock", "confirm", "--database", database_argument(database))
        check(alone.returncode == 1 and "No server runs" in alone.stderr, f"{alone.returncode} {alone.stderr!r}")
        with Server(database):
            done = run_nameplate("clock", "confirm", "--database", database_argument(database))
            check(done.returncode == 0, done.stderr)


class Demo:
    """A running demonstration, and what it prints at its start."""

    def __init__(self, database: Path):
        self.process = subprocess.Popen([str(BINARY), "demo", "--database", database_argument(database), "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.text = ""
        assert self.process.stdout
        for line in self.process.stdout:
            self.text += line
            if "Ctrl-C" in line:
                break

    def __enter__(self) -> "Demo":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()

    def tokens(self) -> list[str]:
        return re.findall(r"to (?:look|work) +(npt_\w+)", self.text)

    def port(self) -> int:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.text)
        check(found is not None, f"the demonstration printed {self.text!r}")
        assert found
        return int(found[1])


def the_demonstration_shows_a_business() -> None:
    with scratch_folder() as folder:
        database = folder / "demo.db"
        began = time.monotonic()
        with Demo(database) as demo:
            took = time.monotonic() - began
            viewer, worker = demo.tokens()
            client = Client(demo.port(), viewer)
            statuses = {row["status"] for row in client.get("/api/v1/stock", groupBy="status")["stock"]}
            check({"ordered", "in_stock", "shipped", "with_customer", "in_repair"} <= statuses, f"only {statuses}")
            body = {"items": [{"scan": "S20-0081"}], "location": "B-02"}
            check(client.perform("move", body).status == 403, "the viewer may work")
            check(Client(demo.port(), worker).perform("move", body).status == 201, "the operator may not work")
            check(took < START_SECONDS_MAX, f"it took {took:.1f} s")
        verify(database)
        with Demo(database) as again:
            check(again.tokens() == [viewer, worker], "the second start shows other tokens")
            check(is_accepted(again.port(), viewer), "the tokens of the first start are refused")


def a_broken_off_demonstration_leaves_nothing_half_done() -> None:
    with scratch_folder() as folder:
        database = folder / "demo.db"
        for milliseconds in (30, 120, 300):
            process = subprocess.Popen([str(BINARY), "demo", "--database", database_argument(database), "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(milliseconds / 1000)
            process.kill()
            process.wait()
            if database.exists():
                break
        with Demo(database) as demo:
            client = Client(demo.port(), demo.tokens()[0])
            check(len(client.get("/api/v1/units", serial="S20-0004")["units"]) == 1, "the demonstration is not whole")
        check(not Path(f"{database}.making").exists(), "the folder in which it was made was left behind")
        verify(database)


def a_database_that_is_no_demonstration_gets_no_tokens() -> None:
    with scratch_folder() as folder:
        database = folder / "mine.db"
        make_token(database)
        with Demo(database) as demo:
            check(demo.tokens() == [] and "token create" in demo.text, demo.text)
        names = token_command(database, "list").stdout
        check("demo" not in names, f"the demonstration made accounts in a ledger that is not its own:\n{names}")


def export_ledger(database: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_nameplate("export", "--database", database_argument(database), "--ledger", *options)


def load(database: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return run_nameplate("load", "--database", database_argument(database), str(file))


def a_ledger_goes_through_a_file() -> None:
    with scratch_folder() as folder:
        first, second, file = folder / "first.db", folder / "second.db", folder / "ledger.jsonl"
        with Demo(first) as demo:
            file.write_text(export_ledger(first).stdout)
            tokens = demo.tokens()
        loaded = load(second, file)
        check(loaded.returncode == 0 and " events loaded" in loaded.stdout, f"{loaded.stdout!r} {loaded.stderr!r}")
        verify(second)
        check(export_ledger(second).stdout == file.read_text(), "the loaded ledger exports other bytes")
        check(not Path(f"{second}.making").exists(), "the folder in which it was made was left behind")

        # It goes on where the first one ended: the same units, new ids, new numbers, tokens of its own.
        with Server(second) as server:
            check(not is_accepted(server.port, tokens[0]), "a token went through the file")
            client = Client(server.port, make_token(second))
            check(len(client.get("/api/v1/units", serial="S20-0004")["units"]) == 1, "a unit is missing")
            body = {"location": "GOODS-IN", "items": [{"product": "PUMP-S20", "generate": 50}]}
            made = client.perform("register", body)
            check(made.status == 201 and made.json()["counts"]["done"] == 50, made.text.decode())
        verify(second)
        check(export_ledger(second).stdout.startswith(file.read_text().rsplit("\n", 2)[0]), "the past was changed")


def a_ledger_is_exported_up_to_a_sequence() -> None:
    with scratch_folder() as folder:
        database = folder / "a.db"
        make_token(database)
        whole = export_ledger(database).stdout.splitlines()
        part = export_ledger(database, "--until", "3").stdout.splitlines()
        check(part[:4] == whole[:4] and part[4:] == ['{"end":true,"events":3}'], f"{part}")
        beyond = export_ledger(database, "--until", str(len(whole)))
        check(beyond.returncode == 1 and "ledger.no_such_sequence" in beyond.stderr and not beyond.stdout, beyond.stderr)


def a_file_that_is_no_whole_ledger_leaves_nothing() -> None:
    with scratch_folder() as folder:
        database, file = folder / "a.db", folder / "ledger.jsonl"
        with Demo(database):
            pass
        whole = export_ledger(database).stdout.splitlines()
        secret = next(i for i, line in enumerate(whole) if '"private"' in line)
        number = whole[5].index('"body":"') + 12
        changed_body = whole[5][:number] + ("0" if whole[5][number] != "0" else "1") + whole[5][number + 1:]
        broken = {
            "": "ledger.file_malformed",
            "\n".join(whole[:-1]): "ledger.file_malformed",
            "\n".join([*whole[:-1], '{"end":true,"events":7}']): "ledger.file_malformed",
            "\n".join([*whole, whole[3]]): "ledger.file_malformed",
            "\n".join(whole)[: len("\n".join(whole)) // 2]: "ledger.",
            "\n".join([*whole[:4], *whole[5:]]): "ledger.gap",
            "\n".join([*whole[:4], whole[5], whole[4], *whole[6:]]): "ledger.gap",
            "\n".join([*whole[:5], changed_body, *whole[6:]]): "ledger.",
            "\n".join([*whole[:5], whole[5].replace('"id"', '"id" '), *whole[6:]]): "ledger.line_malformed",
            "\n".join([*whole[:5], "[" * 100_000, *whole[6:]]): "ledger.line_malformed",
            "\n".join([*whole[:5], whole[5].replace('"verb":"change"', '"verb":"melt"'), *whole[6:]]): "ledger.line_malformed",
            "\n".join([*whole[:secret], re.sub(r'"value":"..', '"value":"00', whole[secret]), *whole[secret + 1:]]): "ledger.contradicts",
            # Goods that nothing brought in.
            "\n".join([whole[0], *(re.sub(r'"sequence":\d+', f'"sequence":{i + 1}', line) for i, line in enumerate(whole[-40:-1])),
                       '{"end":true,"events":39}']): "ledger.",
        }
        for text, reason in broken.items():
            file.write_text(text)
            refused = load(folder / "new.db", file)
            check(refused.returncode == 1 and reason in refused.stderr and not refused.stdout,
                  f"{reason} expected: {refused.returncode} {refused.stdout!r} {refused.stderr!r}")
            check(not list(folder.glob("new.db*")), f"something was left behind: {list(folder.glob('new.db*'))}")
        file.write_text("\n".join(whole) + "\n")
        refused = load(database, file)
        check(refused.returncode == 1 and "ledger.not_empty" in refused.stderr, refused.stderr)
        check(load(folder / "new.db", folder / "none").returncode == 1, "a file that is not there")
        check(load(folder / "new.db", file).returncode == 0, "the whole file")


def a_load_takes_nobodys_place() -> None:
    with scratch_folder() as folder:
        source, target, file = folder / "a.db", folder / "b.db", folder / "ledger.jsonl"
        make_token(source)
        whole = export_ledger(source).stdout.splitlines()
        pipe = folder / "pipe"
        os.mkfifo(pipe)
        slow = subprocess.Popen([str(BINARY), "load", "--database", database_argument(target), str(pipe)],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        with open(pipe, "w", encoding="utf-8") as feed:
            feed.write("\n".join(whole[:3]) + "\n")
            feed.flush()
            until = time.monotonic() + 10
            while not Path(f"{target}.making/ledger.db").exists() and time.monotonic() < until:
                time.sleep(0.01)
            file.write_text("\n".join(whole) + "\n")
            second = load(target, file)
            check(second.returncode == 2 and "another process" in second.stderr, f"{second.returncode} {second.stderr!r}")
            token = make_token(target)  # somebody begins a ledger there meanwhile
            feed.write("\n".join(whole[3:]) + "\n")
        _, told = slow.communicate(timeout=20)
        check(slow.returncode == 2 and ("cannot put" in told or "log without" in told), f"{slow.returncode} {told!r}")
        with Server(target) as server:
            check(is_accepted(server.port, token), "the load took the place of another ledger")
        verify(target)


CASES = [
    a_load_takes_nobodys_place,
    a_ledger_goes_through_a_file,
    a_ledger_is_exported_up_to_a_sequence,
    a_file_that_is_no_whole_ledger_leaves_nothing,
    a_token_needs_no_server,
    a_file_is_its_owners_alone,
    a_token_goes_through_the_server,
    tokens_are_listed_and_revoked,
    commands_at_the_same_moment_wait_for_each_other,
    one_process_serves_a_database,
    the_socket_is_the_owners_and_goes_with_the_server,
    a_long_path_is_no_obstacle,
    verify_finds_what_was_changed_by_hand,
    a_foreign_file_is_left_alone,
    a_foreign_database_is_left_alone,
    a_signal_ends_it_well,
    a_taken_port_is_told,
    the_clock_is_confirmed_where_a_server_runs,
    the_demonstration_shows_a_business,
    a_broken_off_demonstration_leaves_nothing_half_done,
    a_database_that_is_no_demonstration_gets_no_tokens,
]

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("cli")
    for case in [*CASES, *REMOTE]:
        cases.run(case.__name__, case)
    for name, path, way in command_cases():
        cases.run(name, lambda path=path, way=way: run_case(path, way))
    sys.exit(cases.finish())
