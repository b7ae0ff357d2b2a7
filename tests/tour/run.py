#!/usr/bin/env python3
"""The guided tour of README.md works as it is written: its commands are run in one shell on a fresh ledger, and what it says they
answer appears, line by line; `...` stands for anything. The same for the examples of every page below docs/ that has a tour: those
stand on tests/tour/prelude.sh, unless they start a server themselves."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, POSTGRES, ROOT, Cases, check, database_argument, scratch_folder  # noqa: E402

TOUR = re.compile(r"<!-- tour -->\n(.*?)<!-- /tour -->", re.DOTALL)
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"sqlite:([\w-]+\.db)")
PRELUDE = ROOT / "tests/tour/prelude.sh"
ADDRESS = "127.0.0.1:8080"
MARK = "--- end of block"


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def read_tour(page: Path) -> list[tuple[str, list[str]]]:
    """(commands, lines that they must print) of each block."""
    steps: list[tuple[str, list[str]]] = []
    for part in TOUR.findall(page.read_text(encoding="utf-8")):
        for kind, text in BLOCK.findall(part):
            if kind == "sh":
                steps.append((text, []))
            else:
                check(bool(steps), f"{page} begins with an answer")
                steps[-1][1].extend(text.splitlines())
    return steps


def pattern_of(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in line.split("...")))


def check_output(commands: str, output: str, expected: list[str]) -> None:
    lines = output.splitlines()
    position = 0
    for line in expected:
        pattern = pattern_of(line)
        while position < len(lines) and not pattern.fullmatch(lines[position]):
            position += 1
        check(position < len(lines), f"this line does not appear:\n{line}\nThe commands were\n{commands}\nand they printed\n{output}")
        position += 1


def run_tour(page: Path) -> None:
    steps = read_tour(page)
    check(bool(steps), f"{page} has no tour")
    address = free_address()
    script = "set -eo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n"
    if not any("nameplate serve" in commands for commands, _ in steps):
        script += PRELUDE.read_text(encoding="utf-8")
    for commands, _ in steps:
        script += f"{commands}echo; echo '{MARK}'\n"
    script = script.replace(ADDRESS, address).replace("$PWD/build/release", str(BINARY.parent))
    path = f"{BINARY.parent}:{os.environ['PATH']}"
    with scratch_folder() as folder:
        if POSTGRES:  # what the page does with a file is done with a database
            script = FILE.sub(lambda found: database_argument(folder / found[1]), script)
        done = subprocess.run(["bash", "-c", script], cwd=folder, env=os.environ | {"BASH_ENV": "", "PATH": path}, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, check=False)
    outputs = done.stdout.split(MARK)
    for (commands, expected), output in zip(steps, outputs, strict=False):
        check_output(commands, output.replace(address, ADDRESS), expected)
    failed = steps[min(len(outputs), len(steps)) - 1][0]
    check(done.returncode == 0, f"a command failed:\n{failed}\n{outputs[-1]}\n{done.stderr}")


if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("tour")
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        if TOUR.search(page.read_text(encoding="utf-8")):
            cases.run(page.relative_to(ROOT).as_posix(), lambda page=page: run_tour(page))
    sys.exit(cases.finish())
