"""Cases of the command line as text: what is typed, what comes out. cases/README.md describes the form. Each file is run in every way
in which a ledger can be reached, each time on a fresh one."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))
from case_file import match_text, substitute  # noqa: E402
from harness import BINARY, Server, check, database_argument, make_token, scratch_folder, verify  # noqa: E402

CASES = Path(__file__).resolve().parent / "cases"
WAYS = ("file", "served", "server")


@dataclass
class Command:
    line: int
    words: list[str]
    stdin: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    code: int = 0


@dataclass
class Case:
    ways: tuple[str, ...] = WAYS
    files: dict[str, str] = field(default_factory=dict)
    commands: list[Command] = field(default_factory=list)


def read_case(path: Path) -> Case:
    case = Case()
    file = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("# ways:"):
            case.ways = tuple(line.removeprefix("# ways:").split())
        elif line.startswith("@ "):
            file = line[2:].strip()
            case.files[file] = ""
        elif line.startswith("$ "):
            file = ""
            case.commands.append(Command(number, shlex.split(line[2:])))
        elif file and line != "===":
            case.files[file] += line + "\n"
        elif line == "===" or line.startswith(("#", "=== ")) or not line.strip():
            file = ""
        elif not case.commands:
            raise ValueError(f"{path}:{number}: no command stands before this")
        else:
            add_line(case.commands[-1], line)
    return case


def add_line(command: Command, line: str) -> None:
    if line.startswith("< "):
        command.stdin.append(line[2:])
    elif line.startswith("! "):
        command.messages.append(line[2:])
    elif re.fullmatch(r"\? \d+", line):
        command.code = int(line[2:])
    else:
        command.out.append(line)


def folded(line: str) -> str:
    """Columns move with the length of ids."""
    return re.sub(r" {2,}", "  ", line.rstrip())


def check_lines(expected: list[str], actual: list[str], variables: dict[str, str], what: str) -> None:
    """`...` on a line of its own stands for any lines."""
    at = 0
    anything = False
    for line in expected:
        if line == "...":
            anything = True
            continue
        while at < len(actual) and not match_text(folded(line), folded(actual[at]), variables):
            check(anything, f"{what}: expected\n{line}\ngot\n{actual[at]}\nin\n" + "\n".join(actual))
            at += 1
        check(at < len(actual), f"{what}: this line does not come:\n{line}\nin\n" + "\n".join(actual))
        at += 1
        anything = False
    check(anything or at == len(actual), f"{what}: more came than expected:\n" + "\n".join(actual[at:]))


def environment_of(way: str, folder: Path, server: Server | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAMEPLATE_")}
    if way == "server":
        assert server
        token = make_token(server.database, "remote")
        return kept | {"TZ": "UTC", "NAMEPLATE_SERVER": server.url, "NAMEPLATE_TOKEN": token}
    return kept | {"TZ": "UTC", "NAMEPLATE_DATABASE": database_argument(folder / 'ledger.db')}


def run_commands(case: Case, environment: dict[str, str], folder: Path) -> None:
    variables: dict[str, str] = {}
    for command in case.commands:
        words = [substitute(word, variables) for word in command.words]
        check(words[0] == "nameplate", f"line {command.line}: only the program itself is run")
        text = "".join(f"{line}\n" for line in command.stdin)
        done = subprocess.run([str(BINARY), *words[1:]], cwd=folder, env=environment, input=text, capture_output=True, text=True,
                              timeout=120, check=False)
        where = f"line {command.line}, {' '.join(words)}"
        check(done.returncode == command.code, f"{where}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
        check_lines(command.out, done.stdout.splitlines(), variables, where)
        check_lines(command.messages, done.stderr.splitlines(), variables, f"{where} (messages)")


def run_case(path: Path, way: str) -> None:
    case = read_case(path)
    with scratch_folder() as folder:
        for name, text in case.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        database = folder / "ledger.db"
        make_token(database, "first")
        if way == "file":
            run_commands(case, environment_of(way, folder, None), folder)
        else:
            with Server(database) as server:
                run_commands(case, environment_of(way, folder, server), folder)
        verify(database)


def command_cases() -> list[tuple[str, Path, str]]:
    return [(f"{path.stem}_by_{way}", path, way) for path in sorted(CASES.glob("*.case")) for way in read_case(path).ways]
