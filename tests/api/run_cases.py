#!/usr/bin/env python3
"""Runs the text cases below tests/api/cases against the real server. README.md describes them.

  tests/api/run_cases.py [pattern]     all cases, or those whose theme/name contains the pattern
    --program PATH    default: build/release/nameplate
    --junit FILE      also write a JUnit report ($NAMEPLATE_JUNIT_DIR/api.xml when that is set)
    --list            only print the names
"""

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

from access_matrix import check_access
from api_schema import ApiSchema
from case_file import CaseError, Step, match_json, match_text, read_case, substitute
from running_server import RunningServer, ServerError, default_program

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
SETUP = "setup.case"
ACCESS_MATRIX = "access/every route for every role"


@dataclass
class Result:
    name: str
    seconds: float
    failure: str = ""


PATIENCE_SECONDS = 60


class CaseRunner:
    """Runs the steps of one case."""

    def __init__(self, server: RunningServer, schema: ApiSchema, variables: dict[str, str]):
        self.server = server
        self.schema = schema
        self.variables = variables
        self.bodies: dict[str, bytes] = {}

    def run(self, path: Path) -> None:
        for step in read_case(path):
            problems = self.run_step(step)
            until = time.monotonic() + PATIENCE_SECONDS
            while problems and step.eventually and time.monotonic() < until:
                time.sleep(0.05)
                problems = self.run_step(step)
            if problems:
                raise AssertionError(f"{path.relative_to(HERE)}:{step.line}: {step.title or step.method + ' ' + step.path}\n" + "\n".join(problems))

    def run_step(self, step: Step) -> list[str]:
        before = self.sequence() if step.unchanged else ""
        path = substitute(step.path, self.variables)
        body = self.body_of(step)
        status, headers, content = self.server.request(step.method, path, self.headers_of(step, body), body)
        problems = self.check(step, status, headers, content)
        operation = self.schema.find(step.method, path)
        if operation is not None:
            problems += self.schema.check_answer(operation, status, headers, content)
            if status < 300:
                problems += self.schema.check_request(operation, body)
        if step.unchanged and self.sequence() != before:
            problems.append(f"the ledger went on from {before} to {self.sequence()}, nothing should have been recorded")
        if problems:
            problems.append(f"  answer: {status} {content[:2000].decode('utf-8', 'replace')}")
        if step.title:
            self.bodies[step.title] = content
        return problems

    def sequence(self) -> str:
        _, headers, _ = self.server.request("GET", "/api/v1/locations?limit=1", [("Authorization", f"Bearer {self.server.token}")], None)
        return headers["nameplate-sequence"]

    def body_of(self, step: Step) -> bytes | None:
        if step.body_python is not None:
            made = eval(step.body_python, {"variables": self.variables, "now": datetime.now(UTC), "timedelta": timedelta})  # noqa: S307 - our own case files
            return made if isinstance(made, bytes) else made.encode("utf-8")
        return None if step.body is None else substitute(step.body, self.variables).encode("utf-8")

    def headers_of(self, step: Step, body: bytes | None) -> list[tuple[str, str]]:
        """Those of the step; a token, a key and a content type where it states none. `none` leaves one out."""
        headers = [(name, substitute(value, self.variables)) for name, value in step.headers]
        stated = {name.lower() for name, _ in headers}
        if "authorization" not in stated:
            headers.append(("Authorization", f"Bearer {self.server.token}"))
        if "idempotency-key" not in stated and step.method != "GET":
            headers.append(("Idempotency-Key", str(uuid.uuid4())))
        if "content-type" not in stated and body is not None:
            headers.append(("Content-Type", "application/json"))
        return [(name, value) for name, value in headers if value != "none"]

    def check(self, step: Step, status: int, headers: dict[str, str], content: bytes) -> list[str]:
        problems = [] if str(status) == step.status else [f"  status: expected {step.status}, got {status}"]
        for name, value in step.expected_headers:
            actual = headers.get(name.lower())
            if value == "absent":
                problems += [] if actual is None else [f"  {name}: expected none, got {actual!r}"]
            elif actual is None or not match_text(value, actual, self.variables):
                problems.append(f"  {name}: expected {value!r}, got {actual!r}")
        if step.same_as is not None and content != self.bodies.get(step.same_as):
            problems.append(f"  body: not the same bytes as in {step.same_as!r}: {self.bodies.get(step.same_as)!r}")
        if step.expects_json and not problems:
            problems += self.check_json(step, content)
        return problems

    def check_json(self, step: Step, content: bytes) -> list[str]:
        try:
            actual = json.loads(content)
        except ValueError:
            return ["  body: no JSON"]
        return [f"  {difference}" for difference in match_json(step.expected_json, actual, self.variables)]


def run_one(name: str, work) -> Result:  # noqa: ANN001
    began = time.monotonic()
    try:
        work()
        return Result(name, time.monotonic() - began)
    except (AssertionError, CaseError, ServerError, OSError) as error:
        return Result(name, time.monotonic() - began, f"{type(error).__name__}: {error}")
    except Exception:  # noqa: BLE001 - a mistake in the runner must not look like a pass
        return Result(name, time.monotonic() - began, traceback.format_exc())


def run_theme(theme: str, wanted: list[Path], matrix: bool, program: Path, schema: ApiSchema) -> list[Result]:
    """One server for all cases of a theme, on a fresh database with the standard set-up."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="nameplate-api-") as folder:
        try:
            with RunningServer(program, Path(folder)) as server:
                variables = {"token": server.token}
                for setup in (CASES / SETUP, CASES / theme / SETUP):
                    if setup.is_file():
                        CaseRunner(server, schema, variables).run(setup)
                for path in wanted:
                    runner = CaseRunner(server, schema, dict(variables))
                    results.append(run_one(f"{theme}/{path.stem}", lambda: runner.run(path)))  # noqa: B023 - called at once
                if matrix:
                    results.append(run_one(ACCESS_MATRIX, lambda: check_access(server, schema, variables)))
                if any(result.failure for result in results):
                    print(server.log(), file=sys.stderr)
            verified = run_one(f"{theme}/ledger and projections agree", lambda: server.command("verify"))
            results.append(verified)
        except (AssertionError, CaseError, ServerError, OSError) as error:
            results.append(Result(f"{theme}/set-up", 0, str(error)))
    return results


def check_coverage(schema: ApiSchema) -> None:
    missing = sorted({operation.name for operation in schema.operations} - schema.seen)
    if missing:
        raise AssertionError("no case has a successful answer of: " + ", ".join(missing))


def write_junit(file: Path, results: list[Result]) -> None:
    failures = sum(1 for result in results if result.failure)
    lines = [f'<testsuites><testsuite name="api" tests="{len(results)}" failures="{failures}">']
    for result in results:
        theme, _, name = result.name.partition("/")
        names = f"classname={quoteattr('api.' + theme)} name={quoteattr(name)}"
        lines.append(f'<testcase {names} result="completed" time="{result.seconds:.3f}">')
        if result.failure:
            lines.append(f"<failure message={quoteattr(printable(result.failure))}/>")
        lines.append("</testcase>")
    lines.append("</testsuite></testsuites>")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def printable(text: str) -> str:
    return "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    # `./x test PATTERN` hands its pattern to every kind of test in the variable of GoogleTest.
    parser.add_argument("pattern", nargs="?", default=os.environ.get("GTEST_FILTER", "").strip("*"))
    parser.add_argument("--program", type=Path, default=default_program())
    parser.add_argument("--junit", type=Path)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()

    themes: dict[str, list[Path]] = {}
    for path in sorted(CASES.glob("*/*.case")):
        theme = path.parent.name
        if path.name != SETUP and arguments.pattern in f"{theme}/{path.stem}":
            themes.setdefault(theme, []).append(path)
    with_matrix = arguments.pattern in ACCESS_MATRIX
    if with_matrix:
        themes.setdefault("access", [])
    if arguments.list:
        print("\n".join(f"{theme}/{path.stem}" for theme, paths in themes.items() for path in paths))
        return 0
    if not arguments.program.is_file():
        print(f"There is no {arguments.program}. Make it with ./x build.", file=sys.stderr)
        return 2

    schema = ApiSchema(HERE.parents[1] / "api" / "openapi.yaml")
    workers = int(os.environ.get("JOBS", os.cpu_count() or 1))
    with ThreadPoolExecutor(workers) as pool:
        runs = [pool.submit(run_theme, theme, paths, with_matrix and theme == "access", arguments.program, schema) for theme, paths in themes.items()]
        results = [result for run in runs for result in run.result()]
    if not arguments.pattern:
        results.append(run_one("openapi/every operation has a case", lambda: check_coverage(schema)))

    print(f"1..{len(results)}")
    for number, result in enumerate(results, start=1):
        print(f"{'not ok' if result.failure else 'ok'} {number} - {result.name}")
        for line in result.failure.splitlines():
            print(f"  # {line}")
    junit = arguments.junit or (Path(os.environ["NAMEPLATE_JUNIT_DIR"]) / "api.xml" if "NAMEPLATE_JUNIT_DIR" in os.environ else None)
    if junit:
        write_junit(junit, results)
    return 1 if any(result.failure for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
