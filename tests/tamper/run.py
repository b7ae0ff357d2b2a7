"""A ledger that somebody edits with another program, cuts, or puts back: what each strength of `nameplate verify` finds, and that the
independent checker (tools/check_ledger.py) finds the same in an export. Everything is done to copies of one ledger."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))

from harness import LONG, Cases, Client, Server, ask_database, check, copy_database, database_argument, edit_database, make_token, run_nameplate, scratch_folder  # noqa: E402

CHECKER = ROOT / "tools/check_ledger.py"
MOVES = 900
FLIPS = 400 if LONG else 60
SEED = int(os.environ.get("NAMEPLATE_SEED", "0")) or random.randrange(1 << 30)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run_nameplate(*map(str, arguments), timeout=600)


class Result:
    """What verify said of one copy."""

    def __init__(self, done: subprocess.CompletedProcess[str]):
        self.code = done.returncode
        self.text = done.stdout + done.stderr
        self.differences = json.loads(done.stdout)["differences"] if done.stdout.startswith("{") else []

    def must_find(self, what: str, part: str = "") -> None:
        found = [d for d in self.differences if d["what"] == what and part in json.dumps(d)]
        check(self.code == 1 and found != [], f"{what} with {part!r} is not found: {self.code} {self.text[:2000]}")

    def must_be_clean(self) -> None:
        check(self.code == 0, f"found what is not there: {self.code} {self.text[:2000]}")


class Ledger:
    """One database, and what is done to copies of it."""

    def __init__(self, folder: Path, name: str = "ledger"):
        self.folder = folder
        self.path = folder / f"{name}.db"
        self.key = folder / f"{name}.key"
        self.head = folder / f"{name}.head.json"
        self.copies = 0
        self.public_key = run("seal", "key", self.key).stdout.strip()

    def fill(self, moves: int) -> None:
        token = make_token(self.path)
        with Server(self.path) as server:
            client = Client(server.port, token)
            client.post("/api/v1/products", {"sku": "PUMP", "name": "Pump", "tracking": "serial"})
            client.post("/api/v1/parties", {"code": "ACME", "name": "Acme", "roles": ["customer"], "contacts": [{"name": "Jo Doe"}]})
            for place in ("A", "B"):
                client.post("/api/v1/locations", {"code": place, "name": place, "kind": "bin"})
            client.post("/api/v1/operations/receive", {"location": "A", "items": [{"product": "PUMP", "serial": f"P-{n}", "note": f"note {n}"} for n in range(40)]})
            client.post("/api/v1/operations/receive", {"location": "A", "items": [{"product": "PUMP", "generate": 300}], "operator": "Jo", "device": "gun 7"})
            for n in range(moves):
                client.post("/api/v1/operations/move", {"location": "AB"[n // 40 % 2 == 0], **({"note": "hello"} if n % 9 == 0 else {}), "reason": f"round {n}",
                                                        "items": [{"product": "PUMP", "serial": f"P-{n % 40}"}]})
                if n % 100 == 0:
                    time.sleep(1.1)  # another block
        check(server.process.returncode == 0, "the server did not end well")
        self.export_head()

    def export_head(self) -> None:
        done = run("seal", "export", "--database", database_argument(self.path), "--key", self.key, "--output", self.head)
        check(done.returncode == 0, f"no head: {done.stderr}")

    def copy(self) -> Path:
        self.copies += 1
        path = self.folder / f"copy-{self.copies}.db"
        copy_database(self.path, path)
        return path

    def edited(self, *statements: str) -> Path:
        path = self.copy()
        edit_database(path, *statements)
        return path

    def verify(self, path: Path, *options: object) -> Result:
        return Result(run("verify", "--database", database_argument(path), "--json", *options))

    def against_head(self, path: Path) -> Result:
        return self.verify(path, "--seals", self.head, "--public-key", self.public_key)

    def ask(self, question: str) -> int:
        return ask_database(self.path, question)


def covers(where: str, sequence: int) -> bool:
    """Whether `one of the sequences 3 to 9` is about this one."""
    numbers = [int(word) for word in where.replace(",", " ").split() if word.isdigit()]
    return bool(numbers) and numbers[0] <= sequence <= numbers[-1]


def must_name(result: Result, sequence: int, edit: str) -> None:
    named = [d for d in result.differences if d["what"] == "event" and covers(d["where"], sequence)]
    check(result.code == 1 and named != [], f"sequence {sequence} is not named after {edit}: {result.text[:1500]}")


# What an edit of an event leaves of it that can be read: only the chain of seals can tell.
EVENT_EDITS = (
    "event_time = event_time - 60000000", "recorded_at = recorded_at + 1", "zone_offset = 60", "zone_offset = 0",
    "device_time = event_time - 1", "actor_id = actor_id + 1", "actor_id = NULL", "device = 'gun 8'", "equipment = 'press'",
    "location_id = location_id + 1", "destination_id = 5", "reason = 'another reason'", "reason = NULL", "verb = 18", "verb = 99",
    "event_id = event_id + 100000000",
    "body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB)", "body = CAST(body || x'00' AS BLOB)", "body = x''",
)


def every_edit_of_an_event_is_found_and_named(ledger: Ledger) -> None:
    newest = ledger.ask("SELECT sequence FROM head")
    for number, edit in enumerate(EVENT_EDITS):
        sequence = (70, 300, 511, 512, 513, newest - 3, newest)[number % 7]
        copy = ledger.edited(f"UPDATE event SET {edit} WHERE sequence = {sequence}")
        must_name(ledger.verify(copy), sequence, edit)
        ledger.against_head(copy).must_find("event")


def two_edits_far_apart_are_both_named(ledger: Ledger) -> None:
    copy = ledger.edited("UPDATE event SET reason = 'x' WHERE sequence IN (100, 700)")
    result = ledger.verify(copy)
    must_name(result, 100, "two edits")
    must_name(result, 700, "two edits")


def an_event_that_is_deleted_inserted_or_swapped_is_found(ledger: Ledger) -> None:
    newest = ledger.ask("SELECT sequence FROM head")
    must_name(ledger.verify(ledger.edited("DELETE FROM event WHERE sequence = 333")), 333, "a deletion")
    closed_up = ledger.edited("DELETE FROM event WHERE sequence = 333", "UPDATE event SET sequence = -sequence WHERE sequence > 333",
                              "UPDATE event SET sequence = -sequence - 1 WHERE sequence < 0", "UPDATE head SET sequence = sequence - 1")
    must_name(ledger.verify(closed_up), 333, "a deletion that was closed up")
    inserted = ledger.edited("UPDATE event SET sequence = -sequence WHERE sequence >= 333", "UPDATE event SET sequence = 1 - sequence WHERE sequence < 0",
                             "INSERT INTO event SELECT event_id + 1000000000, 333, verb, event_time, recorded_at, zone_offset, device_time, actor_id, device, "
                             "equipment, location_id, destination_id, reason, body FROM event WHERE sequence = 332", "UPDATE head SET sequence = sequence + 1")
    must_name(ledger.verify(inserted), 333, "an insertion")
    swapped = ledger.edited("UPDATE event SET sequence = -1 WHERE sequence = 400", "UPDATE event SET sequence = 400 WHERE sequence = 401",
                            "UPDATE event SET sequence = 401 WHERE sequence = -1")
    must_name(ledger.verify(swapped), 400, "a swap")
    appended = ledger.edited("INSERT INTO event SELECT event_id + 1000000000, sequence + 1, verb, event_time, recorded_at, zone_offset, device_time, actor_id, device, "
                             f"equipment, location_id, destination_id, reason, body FROM event WHERE sequence = {newest}")
    ledger.verify(appended).must_find("event", "above the newest sequence")
    ledger.verify(appended, "--quick").must_find("head")


def bytes_that_are_no_text_are_shown_as_text(ledger: Ledger) -> None:
    copy = ledger.edited("UPDATE unit SET serial_norm = CAST(x'd4ff0a1b' AS TEXT) WHERE unit_id = (SELECT max(unit_id) FROM unit)")
    ledger.verify(copy).must_find("unit", "?")
    told = run("verify", "--database", database_argument(copy))
    check(told.returncode == 1 and "\x1b" not in told.stdout, repr(told.stdout))


def a_private_text_that_was_changed_is_found(ledger: Ledger) -> None:
    ledger.verify(ledger.edited("UPDATE event_private SET value = CAST(value || x'20' AS BLOB) WHERE field = 'note'")).must_find("event_private")
    ledger.verify(ledger.edited("DELETE FROM event_private WHERE field = 'note'")).must_be_clean()
    ledger.verify(ledger.edited("UPDATE event_private SET event_id = event_id + 1000000 WHERE event_id = (SELECT min(event_id) FROM event_private)")).must_find("event_private")


def every_edit_of_the_seals_is_found(ledger: Ledger) -> None:
    blocks = ledger.ask("SELECT max(block) FROM seal")
    check(blocks >= 5, f"only {blocks} blocks")
    middle = blocks // 2
    for edit, what in (
        (f"UPDATE seal SET hash = zeroblob(32) WHERE block = {middle}", "seal"),
        (f"UPDATE seal SET last_sequence = last_sequence - 1 WHERE block = {middle}", "seal"),
        (f"UPDATE seal SET first_sequence = first_sequence + 1 WHERE block = {middle}", "seal"),
        (f"DELETE FROM seal WHERE block = {middle}", "seal"),
        ("UPDATE seal_node SET hash = zeroblob(32) WHERE level = 8 AND place = 1", "seal_node"),
        ("UPDATE seal_node SET hash = zeroblob(32) WHERE level = 9 AND place = 0", "seal_node"),
        ("DELETE FROM seal_node WHERE level = 8 AND place = 1", "seal_node"),
    ):
        result = ledger.verify(ledger.edited(edit))
        result.must_find(what)
        check(all(d["what"] == what for d in result.differences), f"{edit}: something else is blamed too: {result.text[:1500]}")


def what_counts_and_structure_show_is_found_quickly(ledger: Ledger) -> None:
    ledger.verify(ledger.copy(), "--quick").must_be_clean()
    for edit, what in (
        ("UPDATE head SET sequence = sequence + 1", "head"),
        ("UPDATE head SET recorded_at = recorded_at + 1", "head"),
        ("UPDATE unit_total SET units = units + 1", "unit_total"),
        ("DELETE FROM unit WHERE unit_id = (SELECT max(unit_id) FROM unit)", "unit_total"),
        ("UPDATE unit_count SET units = units + 1", "unit_total"),
        ("DELETE FROM event WHERE sequence = 333", "event"),
        ("DELETE FROM event WHERE sequence = 1", "event"),
        ("DELETE FROM seal WHERE block = 2", "seal"),
        ("DELETE FROM seal_node WHERE level = 8 AND place = 0", "seal_node"),
        ("UPDATE event SET reason = 'x' WHERE sequence = (SELECT max(sequence) FROM event)", "event"),
    ):
        ledger.verify(ledger.edited(edit), "--quick").must_find(what)


def reseal(path: Path) -> None:
    """As somebody would who knows how seals are made: they are thrown away, and the server makes them anew."""
    with Server(path):
        time.sleep(1.5)


def what_a_whole_new_chain_hides_is_found_against_a_head(ledger: Ledger) -> None:
    copy = ledger.edited("UPDATE event SET reason = 'never said' WHERE sequence = 200", "DELETE FROM seal", "DELETE FROM seal_node")
    reseal(copy)
    ledger.verify(copy).must_be_clean()
    ledger.against_head(copy).must_find("head", "sequences 1 to")


def a_cut_tail_and_an_old_copy_are_found_against_a_head(ledger: Ledger) -> None:
    newest = ledger.ask("SELECT sequence FROM head")
    only_events = ledger.edited(f"DELETE FROM event WHERE sequence > {newest - 5}")
    ledger.verify(only_events).must_find("event")
    with_head = ledger.edited(f"DELETE FROM event WHERE sequence > {newest - 5}",
                              f"UPDATE head SET sequence = {newest - 5}, recorded_at = (SELECT recorded_at FROM event WHERE sequence = {newest - 5})")
    ledger.verify(with_head).must_find("event", "as sealed in block")
    cut = ledger.edited(f"DELETE FROM event WHERE sequence > {newest - 5}",
                        f"UPDATE head SET sequence = {newest - 5}, recorded_at = (SELECT recorded_at FROM event WHERE sequence = {newest - 5})",
                        "DELETE FROM seal", "DELETE FROM seal_node")
    check(run("rebuild", "--database", database_argument(cut)).returncode == 0, "the cut ledger was not rebuilt")
    reseal(cut)
    ledger.verify(cut).must_be_clean()
    ledger.against_head(cut).must_find("head", "its end was cut")

    yesterday = ledger.copy()
    token = make_token(ledger.path, "late")
    with Server(ledger.path) as server:
        Client(server.port, token).post("/api/v1/operations/move", {"location": "A", "items": [{"product": "PUMP", "serial": "P-1"}]})
    old_head = ledger.head.read_text()
    ledger.export_head()
    ledger.verify(yesterday).must_be_clean()
    ledger.against_head(yesterday).must_find("head", "a copy from before")
    ledger.against_head(ledger.path).must_be_clean()
    new_head = ledger.head.read_text()
    ledger.head.write_text(old_head)
    ledger.against_head(ledger.path).must_be_clean()
    ledger.head.write_text(new_head)


def another_ledger_is_told_apart(ledger: Ledger) -> None:
    other = Ledger(ledger.folder, "other")
    make_token(other.path)
    result = ledger.against_head(other.path)
    result.must_find("head", "another ledger")


def heads_and_keys_that_are_none_are_refused(ledger: Ledger) -> None:
    folder = ledger.folder
    good = json.loads(ledger.head.read_text())
    bad = folder / "bad.json"
    other_key = folder / "other-key"
    other_public = run("seal", "key", other_key).stdout.strip()

    def refused(text: str, reason: str, key: str = "") -> None:
        bad.write_text(text)
        done = run("verify", "--database", database_argument(ledger.path), "--seals", bad, *(["--public-key", key] if key else []))
        check(done.returncode == 1 and f"({reason})" in done.stderr, f"{text[:60]}: {done.returncode} {done.stdout}{done.stderr}")

    refused("", "head.malformed")
    refused("[]", "head.malformed")
    refused(ledger.head.read_text()[:100], "head.malformed")
    for field, value in (("sequence", 0), ("sequence", "7"), ("hash", "ab"), ("ledger", "x" * 32), ("recordedAt", "yesterday"), ("signature", "00")):
        refused(json.dumps({**good, field: value}), "head.malformed")
    for field, value in (("sequence", good["sequence"] - 1), ("hash", "0" * 64), ("recordedAt", "2026-01-01T00:00:00Z"), ("publicKey", other_public)):
        refused(json.dumps({**good, field: value}), "head.signature_wrong")
    refused(ledger.head.read_text(), "head.other_key", other_public)
    refused(json.dumps({name: good[name] for name in ("ledger", "sequence", "recordedAt", "hash")}), "head.not_signed", other_public)
    future = {name: good[name] for name in ("ledger", "recordedAt", "hash")} | {"sequence": good["sequence"] + 1000}
    bad.write_text(json.dumps(future))
    ledger.verify(ledger.path, "--seals", bad).must_find("head", "ends with sequence")
    missing = run("verify", "--database", database_argument(ledger.path), "--seals", folder / "none.json")
    check(missing.returncode == 1 and "(file.missing)" in missing.stderr, missing.stderr)
    check(run("verify", "--database", database_argument(ledger.path), "--seals", ledger.head, "--public-key", "abc").returncode == 64, "a short public key")

    export = ("seal", "export", "--database", database_argument(ledger.path), "--key")
    for name, content, mode, reason in (("none", None, 0, "seal.key_missing"), ("text", "hello", 0o600, "seal.key_malformed"),
                                        ("empty", "", 0o600, "seal.key_malformed"), ("open", ledger.key.read_text(), 0o644, "seal.key_open")):
        path = folder / f"key-{name}"
        if content is not None:
            path.write_text(content)
            path.chmod(mode)
        done = run(*export, path)
        check(done.returncode == 1 and f"({reason})" in done.stderr, f"{name}: {done.returncode} {done.stderr}")
    check(ledger.key.stat().st_mode & 0o777 == 0o600, "the key is open to others")
    for sequence in (good["sequence"] + 1000, 10**15):
        done = run(*export, ledger.key, "--sequence", sequence)
        check(done.returncode == 1 and "(seal.not_reached)" in done.stderr, done.stderr)


def rows_of(path: Path) -> str | None:
    """Everything that is in a database; None when it cannot be read."""
    try:
        connection = sqlite3.connect(path)
        connection.text_factory = lambda text: text.decode(errors="backslashreplace")
        try:
            return "\n".join(connection.iterdump())
        finally:
            connection.close()
    except (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError):
        return None


# What verify does not look at: neither ledger nor projections nor seals.
BESIDE = ("idempotency", "token_secret", "counter", "id_block", "job", "job_part", "job_row", "job_event", "approval", "projection_state",
          "past_position", "past_group", "past_leaver", "past_list", "past_late")


def proven_rows(dump: str) -> set[str]:
    """Of a dump, what verify vouches for. When a block was sealed, and how often rules were changed, stands in the last column."""
    rows = set()
    for line in dump.split("\n"):
        if line.startswith('INSERT INTO "'):
            table = line.split('"', 2)[1]
            if table not in BESIDE:
                rows.add(line.rsplit(",", 1)[0] if table in ("seal", "head") else line)
    return rows


def flipped_bits_are_found(ledger: Ledger) -> None:
    """A bit that changes what is read is found, here or there; one in an unused part of the file is not, and does no harm."""
    dice = random.Random(SEED)
    print(f"         seed {SEED}", flush=True)
    whole = ledger.copy()
    sound = rows_of(whole)
    size = whole.stat().st_size
    harmless = 0
    for _ in range(FLIPS):
        copy = ledger.copy()
        offset, bit = dice.randrange(size), dice.randrange(8)
        with open(copy, "r+b") as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 1 << bit]))
        if rows_of(copy) == sound:
            harmless += 1
        else:
            codes = [run("verify", "--database", database_argument(copy), *strength).returncode for strength in ((), ("--quick",))]
            now = rows_of(copy)
            changed = proven_rows(sound) ^ proven_rows(now) if now is not None else {"all"}
            check(not changed or any(codes), f"bit {bit} of byte {offset} is not found (seed {SEED}): {sorted(changed)[:3]}")
        copy.unlink()
    check(harmless < FLIPS, "no flip changed anything")


def exported(ledger: Ledger, path: Path) -> list[str]:
    done = run("export", "--database", database_argument(path), "--ledger")
    check(done.returncode == 0, done.stderr)
    return done.stdout.splitlines(keepends=True)


def checker(ledger: Ledger, lines: list[str] | str, head: Path | None = None) -> subprocess.CompletedProcess[str]:
    file = ledger.folder / "export.jsonl"
    file.write_text("".join(lines))
    return subprocess.run([sys.executable, CHECKER, file, "--head", head or ledger.head, "--public-key", ledger.public_key],
                          capture_output=True, text=True, check=False)


def the_checker_finds_what_was_done_to_an_export(ledger: Ledger) -> None:
    lines = exported(ledger, ledger.path)
    done = checker(ledger, lines)
    check(done.returncode == 0 and "0 events came after it" in done.stdout, f"{done.stdout}{done.stderr}")

    def must_fail(changed: list[str] | str, part: str) -> None:
        done = checker(ledger, changed)
        check(done.returncode == 1 and part in done.stderr, f"{part!r}: {done.returncode} {done.stdout}{done.stderr}")

    text = "".join(lines)
    must_fail(lines[:300] + lines[301:], "sequence 301 where 300 should stand")
    must_fail(lines[:301] + lines[300:], "should stand")
    must_fail(lines[:300] + [lines[301], lines[300]] + lines[302:], "should stand")
    must_fail(lines[:-1], "cut off")
    must_fail(text[: len(text) // 2], "cut")
    must_fail(lines[:500] + ['{"end":true,"events":499}\n'], "the end is missing")
    must_fail(lines + ["\n"], "more lines")
    swapped = [line.replace('"sequence":400,', '"sequence":X,').replace('"sequence":401,', '"sequence":400,').replace('"sequence":X,', '"sequence":401,')
               for line in lines]
    swapped[400], swapped[401] = swapped[401], swapped[400]
    must_fail(swapped, "")
    dice = random.Random(SEED)
    for _ in range(60):
        number = dice.randrange(1, len(lines) - 1)
        line = bytearray(lines[number].encode())
        place = dice.randrange(len(line) - 1)
        line[place] ^= 1 << dice.randrange(7)
        changed = line.decode(errors="replace")
        if changed.rstrip("\n") != lines[number].rstrip("\n"):
            must_fail([*lines[:number], changed, *lines[number + 1:]], "")
    other = Ledger(ledger.folder, "foreign")
    make_token(other.path)
    must_fail(exported(other, other.path), "this is ledger")


def a_unit_is_proven_without_the_ledger(ledger: Ledger) -> None:
    sequence = json.loads(ledger.head.read_text())["sequence"]
    proof = ledger.folder / "proof.json"
    for at in (sequence, 600, 256, 255):
        head = ledger.folder / "at.json"
        check(run("seal", "export", "--database", database_argument(ledger.path), "--key", ledger.key, "--sequence", at, "--output", head).returncode == 0, "no head")
        done = run("seal", "prove", "--database", database_argument(ledger.path), "P-7", "--sequence", at, "--output", proof)
        check(done.returncode == 0, done.stderr)

        def checked() -> subprocess.CompletedProcess[str]:
            return subprocess.run([sys.executable, CHECKER, "--proof", proof, "--head", head, "--public-key", ledger.public_key],
                                  capture_output=True, text=True, check=False)

        told = checked()
        check(told.returncode == 0 and "receive" in told.stdout, f"{told.stdout}{told.stderr}")
        sound = json.loads(proof.read_text())
        check("note" not in proof.read_text().lower(), "what can identify a person is in the proof")
        for change in ("path", "body", "time", "sequence"):
            changed = json.loads(json.dumps(sound))
            proven = changed["events"][0]
            if change == "path":
                proven["path"] = proven["path"][1:]
            elif change == "body":
                proven["event"]["body"] = proven["event"]["body"][:-2] + "00"
            else:
                proven["event"][change] += 1
            proof.write_text(json.dumps(changed))
            check(checked().returncode == 1, f"a proof with another {change} is believed")
    box = run("seal", "prove", "--database", database_argument(ledger.path), "no such thing")
    check(box.returncode == 1, "a proof of nothing")


def a_loaded_ledger_has_the_same_head(ledger: Ledger) -> None:
    file = ledger.folder / "moved.jsonl"
    file.write_text("".join(exported(ledger, ledger.path)))
    loaded = ledger.folder / "loaded.db"
    check(run("load", "--database", database_argument(loaded), file).returncode == 0, "the export was not loaded")
    ledger.against_head(loaded).must_be_clean()
    ledger.verify(loaded).must_be_clean()
    moved = run("seal", "export", "--database", database_argument(loaded), "--key", ledger.key)
    check(moved.stdout == ledger.head.read_text(), f"the head is another one: {moved.stdout}{moved.stderr}")


def the_server_writes_signed_heads(ledger: Ledger) -> None:
    copy = ledger.copy()
    file = ledger.folder / "server.head.json"
    token = make_token(copy, "writer")
    with Server(copy, "--seal-file", str(file), "--seal-key", str(ledger.key), "--seal-interval", "1") as server:
        client = Client(server.port, token)
        seen = set()
        for _ in range(40):
            client.post("/api/v1/operations/move", {"location": "A", "items": [{"product": "PUMP", "serial": "P-1"}]})
            client.post("/api/v1/operations/move", {"location": "B", "items": [{"product": "PUMP", "serial": "P-1"}]})
            if file.exists():
                seen.add(file.read_text())
            time.sleep(0.1)
        check(len(seen) >= 2, f"the file was written {len(seen)} times")
        asked = client.get("/api/v1/seals/head")
        check(asked["publicKey"] == ledger.public_key, "the head of the server is not signed")
        server.kill()
    check(all(json.loads(text)["publicKey"] == ledger.public_key for text in seen), "a head in the file is not signed")
    for text in sorted(seen)[:3]:
        (ledger.folder / "one.json").write_text(text)
        ledger.verify(copy, "--seals", ledger.folder / "one.json").must_be_clean()
    refused = run("serve", "--database", database_argument(copy), "--listen", "127.0.0.1:0", "--seal-key", ledger.folder / "nothing")
    check(refused.returncode == 1 and "(seal.key_missing)" in refused.stderr, refused.stderr)


def a_broken_off_verification_goes_on(ledger: Ledger) -> None:
    """Killed at moments of chance, it ends well when it is told to go on, and what it finds is right."""
    dice = random.Random(SEED)
    copy = ledger.copy()
    for _ in range(6):
        process = subprocess.Popen([os.environ.get("NAMEPLATE_BINARY", ROOT / "build/release/nameplate"), "verify", "--database", database_argument(copy), "--resume"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * 0.15)
        process.kill()
        process.wait()
    ledger.verify(copy, "--resume").must_be_clean()
    check(not Path(f"{copy}.verify").exists(), "what it left is still there")
    bad = ledger.edited("UPDATE event SET reason = 'x' WHERE sequence = 100")
    for _ in range(4):
        process = subprocess.Popen([os.environ.get("NAMEPLATE_BINARY", ROOT / "build/release/nameplate"), "verify", "--database", database_argument(bad), "--resume"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * 0.15)
        process.kill()
        process.wait()
    must_name(ledger.verify(bad, "--resume"), 100, "kills in between")


def a_killed_rebuild_leaves_old_or_new(ledger: Ledger) -> None:
    dice = random.Random(SEED)
    edits = ("UPDATE unit SET status = 9 WHERE unit_id = (SELECT min(unit_id) FROM unit)", "DELETE FROM containment", "DELETE FROM event_subject WHERE event_id % 3 = 0")
    copy = ledger.edited(*edits)
    wrong = ledger.verify(copy)
    check(wrong.code == 1, "the edits are not found")
    for _ in range(12):
        process = subprocess.Popen([os.environ.get("NAMEPLATE_BINARY", ROOT / "build/release/nameplate"), "rebuild", "--database", database_argument(copy)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * 0.3)
        process.kill()
        process.wait()
        now = ledger.verify(copy)
        check(now.code == 0 or now.differences == wrong.differences, f"half: {now.text[:1500]}")
    check(run("rebuild", "--database", database_argument(copy)).returncode == 0, "it was not rebuilt")
    ledger.verify(copy).must_be_clean()


def a_served_file_is_not_rebuilt(ledger: Ledger) -> None:
    copy = ledger.copy()
    with Server(copy):
        refused = run("rebuild", "--database", database_argument(copy))
        check(refused.returncode == 1 and "in use by process" in refused.stderr, f"{refused.returncode} {refused.stderr}")


def an_older_database_is_brought_up_to_date(ledger: Ledger) -> None:
    """As after a migration that changed projections: they are made anew at the start, and until then nobody reads them."""
    copy = ledger.edited("UPDATE projection_state SET stale = 1", "DELETE FROM unit")
    refused = run("verify", "--database", database_argument(copy))
    check(refused.returncode != 0 and "rebuild" in refused.stderr, f"{refused.returncode} {refused.stderr}")
    with Server(copy) as server:
        check("computed anew from its ledger" in server.log_text(), server.log_text())
    ledger.verify(copy).must_be_clean()


def a_hundred_thousand_events_are_checked(folder: Path) -> None:
    """Made by repeating the operations of a small ledger: what is checked is the number of lines, not what they say."""
    count = 100_000 if LONG else 20_000
    ledger = Ledger(folder, "large")
    token = make_token(ledger.path)
    with Server(ledger.path) as server:
        client = Client(server.port, token)
        for place in ("A", "B"):
            client.post("/api/v1/locations", {"code": place, "name": place, "kind": "bin"})
        client.post("/api/v1/products", {"sku": "PUMP", "name": "Pump", "tracking": "serial"})
        client.post("/api/v1/operations/receive", {"location": "A", "items": [{"product": "PUMP", "serial": f"P-{n}"} for n in range(8)]})
        fill_in_parallel(server.port, token, count)
    ledger.export_head()
    began = time.monotonic()
    ledger.verify(ledger.path).must_be_clean()
    print(f"         {count} events: verify {time.monotonic() - began:.1f} s", end="", flush=True)
    lines = exported(ledger, ledger.path)
    began = time.monotonic()
    done = checker(ledger, lines)
    print(f", checker {time.monotonic() - began:.1f} s", flush=True)
    check(done.returncode == 0 and len(lines) > count, f"{done.stdout}{done.stderr}")
    middle = len(lines) // 2
    for changed in ([*lines[:middle], *lines[middle + 1:]], [*lines[:middle], lines[middle].replace('"body":"', '"body":"0', 1), *lines[middle + 1:]],
                    [*lines[:middle], lines[middle].replace('"recorded":', '"recorded":1', 1), *lines[middle + 1:]]):
        check(checker(ledger, changed).returncode == 1, "a change in the middle is not found")


def fill_in_parallel(port: int, token: str, count: int) -> None:
    import threading

    def work(unit: int) -> None:
        client = Client(port, token)
        for n in range(count // 8):
            client.post("/api/v1/operations/move", {"location": "BA"[n % 2], "items": [{"product": "PUMP", "serial": f"P-{unit}"}]})

    threads = [threading.Thread(target=work, args=(unit,)) for unit in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> int:
    cases = Cases("tamper")
    with scratch_folder() as folder:
        ledger = Ledger(folder)
        ledger.fill(MOVES)
        on_the_ledger: tuple[Callable[[Ledger], None], ...] = (
            every_edit_of_an_event_is_found_and_named, two_edits_far_apart_are_both_named, an_event_that_is_deleted_inserted_or_swapped_is_found,
            bytes_that_are_no_text_are_shown_as_text, a_private_text_that_was_changed_is_found, every_edit_of_the_seals_is_found, what_counts_and_structure_show_is_found_quickly,
            what_a_whole_new_chain_hides_is_found_against_a_head, a_cut_tail_and_an_old_copy_are_found_against_a_head, another_ledger_is_told_apart,
            heads_and_keys_that_are_none_are_refused, flipped_bits_are_found, the_checker_finds_what_was_done_to_an_export, a_unit_is_proven_without_the_ledger,
            a_loaded_ledger_has_the_same_head, the_server_writes_signed_heads, a_broken_off_verification_goes_on, a_killed_rebuild_leaves_old_or_new, a_served_file_is_not_rebuilt,
            an_older_database_is_brought_up_to_date)
        for case in on_the_ledger:
            cases.run(case.__name__, lambda case=case: case(ledger))
        cases.run("a_hundred_thousand_events_are_checked", lambda: a_hundred_thousand_events_are_checked(folder))
    return cases.finish()


if __name__ == "__main__":
    sys.exit(main())
