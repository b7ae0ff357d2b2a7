#!/usr/bin/env python3
"""`nameplate copy`: a whole ledger from a file into PostgreSQL and back. `tools/postgres with python3 tests/copy/run.py [PATTERN]`."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import business
import loading
from copying import copied, copy, export, file_at, make_units, sold
from harness import (BINARY, LONG, POSTGRES, ROOT, SKIPPED_EXIT_CODE, Cases, Client, Server, Skip, check, database_argument, drop_database,
                     make_token, run_nameplate, scratch_folder, verify)

CSV = Path(os.environ.get("NAMEPLATE_DRIVES", ROOT.parent / "shared/data/drives.csv"))
UNITS = 1_000_000 if LONG else 20_000
KILLS = 12 if LONG else 5


def refused(reason: str, *arguments: str) -> None:
    done = run_nameplate(*arguments)
    check(done.returncode == 1 and reason in done.stderr, f"wanted {reason}, got {done.returncode}: {done.stderr}")


def there_and_back(source: str, folder: Path) -> dict:
    """Gives what the second copy said."""
    there, back = folder / "there", file_at(folder / "back.db")
    first, second = copied(source, there), copied(there, back)
    check(first["ledgerSha256"] == second["ledgerSha256"] and first["seal"] == second["seal"] and first["events"] == second["events"],
          f"{first}\n{second}")
    return {"there": first, "back": second}


def everything_is_brought_over() -> None:
    seed = int(os.environ.get("NAMEPLATE_SEED", random.randrange(2**32)))
    print(f"# seed {seed}")
    with scratch_folder() as folder:
        source, there, back = file_at(folder / "source.db"), folder / "there", file_at(folder / "back.db")
        token = business.make(source, seed)
        there_and_back(source, folder)
        ledger = export(source)
        check(export(there) == ledger and export(back) == ledger, "the exports differ")
        told, numbers = [], []
        for database in (source, there, back):
            verify(database)
            with Server(database) as server:
                client = Client(server.port, token)
                told.append(business.beside(client))
                numbers.append(business.check_goes_on(client))
                server.stop()
        for path, answer in told[0].items():
            check(told[1][path] == answer and told[2][path] == answer, f"{path} differs:\n{answer!r}\n{told[1][path]!r}\n{told[2][path]!r}")
        check(len(set(numbers)) == 1, f"the next number is {numbers}")


def real_drives() -> None:
    if not CSV.is_file():
        raise Skip(f"there is no {CSV}")
    with scratch_folder() as folder:
        source = file_at(folder / "drives.db")
        token = make_token(source)
        with Server(source) as server:
            done = subprocess.run([ROOT / "tools/import_drives", "--url", server.url, "--token", token, CSV], capture_output=True, text=True,
                                  timeout=300, check=False)
            check(done.returncode == 0, done.stderr)
            server.stop()
        said = there_and_back(source, folder)
        check(export(source) == export(folder / "there") == export(file_at(folder / "back.db")), "the exports differ")
        verify(folder / "there")
        print(f"         {said['there']['events']:,} events there in {said['there']['seconds']:.1f} s, back in {said['back']['seconds']:.1f} s")


def many_units() -> None:
    with scratch_folder() as folder:
        source = file_at(folder / "many.db")
        make_units(source, UNITS)
        said = there_and_back(source, folder)
        check(export(source) == export(folder / "there") == export(file_at(folder / "back.db")), "the exports differ")
        verify(file_at(folder / "back.db"))
        print(f"         {UNITS:,} units, {said['there']['events']:,} events: there in {said['there']['seconds']:.1f} s, "
              f"back in {said['back']['seconds']:.1f} s")


def killed_on_the_way(begin: Path | str, end: Path | str, whole: float) -> tuple[int, int, bool]:
    """How often it was killed and found half made, and whether the copy is whole now."""
    kills = half = 0
    is_whole = False
    command = [BINARY, "copy", "--from", database_argument(begin), "--to", database_argument(end), "--json"]
    while not is_whole and kills < KILLS:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        try:
            process.wait(random.uniform(0.02, whole))
            check(process.returncode == 0, f"{process.stderr.read() if process.stderr else ''}")
            is_whole = True
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            done = run_nameplate("verify", "--quick", "--database", database_argument(end))
            half += "not whole yet" in done.stderr
            is_whole = done.returncode == 0  # its last step was done
    return kills, half, is_whole


def forget(database: Path | str) -> None:
    if isinstance(database, Path):
        drop_database(database)
    else:
        file = Path(database.removeprefix("sqlite:"))
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()


def killed() -> None:
    """At random moments, both ways; what is half made is nobody's ledger, and the same command goes on."""
    with scratch_folder() as folder:
        source, there, back = file_at(folder / "killed.db"), folder / "there", file_at(folder / "back.db")
        make_units(source, UNITS // 2, sold)
        whole = copied(source, file_at(folder / "unbroken.db"))["seconds"]
        for begin, end in ((source, there), (there, back)):
            for _ in range(30):  # a copy of a second is at times made between two kills: only one seen half made says anything
                kills, half, is_whole = killed_on_the_way(begin, end, whole)
                if half > 0:
                    break
                forget(end)
            check(half > 0, "it was never killed in the middle")
            said = {} if is_whole else copied(begin, end)
            print(f"         {kills} kills, {half} times half made, went on after event {said.get('goneOnAfter', 'the last')}")
        check(export(source) == export(there) == export(back), "the exports differ")
        verify(there)
        verify(back)


def what_is_refused() -> None:
    with scratch_folder() as folder:
        source, other, there = file_at(folder / "source.db"), file_at(folder / "other.db"), folder / "there"
        business.make(source, 1)
        make_units(other, 5_000)
        arguments = ("copy", "--from", source, "--to", database_argument(there))
        refused("copy.same_database", "copy", "--from", source, "--to", source)
        refused("database.missing", "copy", "--from", file_at(folder / "nothing.db"), "--to", database_argument(there))
        done = run_nameplate("copy", "--from", source, "--to", "postgresql://nobody@127.0.0.1:1/nowhere")
        check(done.returncode == 2 and "127.0.0.1" in done.stderr, f"{done.returncode}: {done.stderr}")
        done = run_nameplate("copy", "--from", source, "--to", "nonsense")
        check(done.returncode == 64 and "postgresql://" in done.stderr, f"{done.returncode}: {done.stderr}")
        with Server(source) as server:
            done = run_nameplate(*arguments)
            check(done.returncode == 1 and "storage.busy" in done.stderr, f"{done.returncode}: {done.stderr}")
            server.stop()
        copied(source, there)
        refused("copy.not_empty", "copy", "--from", other, "--to", database_argument(there))
        half_made_by_another(other, there, arguments)
        copied(other, there)
        verify(there)


def half_made_by_another(other: str, there: Path, arguments: tuple[str, ...]) -> None:
    """A copy of another ledger was begun there, and killed."""
    for _ in range(20):
        drop_database(there)
        process = subprocess.Popen([BINARY, "copy", "--from", other, "--to", database_argument(there)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while process.poll() is None and half_made_events(there) == 0:
            time.sleep(0.001)
        process.kill()
        process.wait()
        if half_made_events(there) > 0:
            break
    check(half_made_events(there) > 0, "it was never killed in the middle")
    refused("copy.other_source", *arguments)
    refused("not whole yet", "serve", "--database", database_argument(there), "--listen", "127.0.0.1:0")


def half_made_events(there: Path) -> int:
    done = subprocess.run(["psql", "-qtAX", database_argument(there), "-c", "SELECT sequence FROM head, half_made"], capture_output=True,
                          text=True, timeout=60, check=False)
    return int(done.stdout or 0) if done.returncode == 0 else 0


def full_disk() -> None:
    with scratch_folder() as folder:
        source, disk = file_at(folder / "source.db"), folder / "disk"
        make_units(source, 20_000)
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            raise Skip("a tmpfs cannot be mounted here")
        try:
            target = file_at(disk / "copy.db")
            done = copy(source, target)
            check(done.returncode == 2 and "storage.full" in done.stderr, f"on a full disk: {done.returncode} {done.stderr}")
            subprocess.run(["mount", "-o", "remount,size=400m", str(disk)], check=True)
            copied(source, target)
            check(export(source) == export(target), "the exports differ")
            verify(target)
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=False)


CASES = {
    "everything_is_brought_over_there_and_back": everything_is_brought_over,
    "real_drives_go_there_and_back": real_drives,
    "many_units_go_there_and_back": many_units,
    "killed_it_goes_on": killed,
    "what_cannot_be_copied_is_refused": what_is_refused,
    "a_full_disk_stops_it_and_it_goes_on": full_disk,
    "a_killed_load_goes_on": loading.a_killed_load_goes_on,
    "two_loads_at_once_make_one_ledger": loading.two_loads_at_once,
    "a_killed_demonstration_is_no_ledger": loading.a_killed_demonstration_is_no_ledger,
}

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    if not POSTGRES:
        print("needs PostgreSQL: tools/postgres with python3 tests/copy/run.py")
        sys.exit(SKIPPED_EXIT_CODE)
    cases = Cases("copy")
    for name, case in CASES.items():
        cases.run(name, case)
    sys.exit(cases.finish())
