"""Reads .case files: steps of a request and what is expected of its answer. README.md describes the format."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

VARIABLE = re.compile(r"\{\{([a-zA-Z_][a-zA-Z0-9_]*)\}\}")


class CaseError(Exception):
    """The case file itself is wrong."""


@dataclass
class Step:
    line: int
    title: str
    method: str = "GET"
    path: str = "/"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str | None = None
    body_python: str | None = None
    status: str = "200"
    expected_headers: list[tuple[str, str]] = field(default_factory=list)
    unchanged: bool = False
    eventually: bool = False
    expected_json: object = None
    expects_json: bool = False
    same_as: str | None = None


def read_case(path: Path) -> list[Step]:
    steps = []
    block: list[str] = []
    title, first = "", 1
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate([*lines, "=== end"], start=1):
        if line == "===" or line.startswith("=== "):
            if any(text.strip() and not text.startswith("#") for text in block):
                steps.append(read_step(path, first, title, block))
            block, title, first = [], line[4:].strip(), number + 1
        else:
            block.append(line)
    if not steps:
        raise CaseError(f"{path}: no step")
    return steps


def read_step(path: Path, line: int, title: str, block: list[str]) -> Step:
    while block and (not block[0].strip() or block[0].startswith("#")):
        block, line = block[1:], line + 1
    parts: list[list[str]] = [[]]
    for text in block:
        if text == "---":
            parts.append([])
        else:
            parts[-1].append(text)
    where = f"{path}:{line}"
    if len(parts) not in (2, 3):
        raise CaseError(f"{where}: a step has a request, --- and a status, and perhaps --- and a body")
    step = Step(line=line, title=title)
    read_request(step, parts[0], where)
    read_status(step, parts[1], where)
    if len(parts) == 3:
        read_expected_body(step, "\n".join(parts[2]).strip(), where)
    return step


def read_request(step: Step, lines: list[str], where: str) -> None:
    match = re.fullmatch(r"([A-Z]+) (\S+)", lines[0])
    if not match:
        raise CaseError(f"{where}: the first line is METHOD PATH, not {lines[0]!r}")
    step.method, step.path = match.groups()
    rest = lines[1:]
    while rest and rest[0].strip():
        name, _, value = rest[0].partition(":")
        step.headers.append((name.strip(), value.strip()))
        rest = rest[1:]
    body = "\n".join(rest).strip("\n")
    if body.startswith("!python "):
        step.body_python = body.removeprefix("!python ")
    elif body.strip():
        step.body = body


def read_status(step: Step, lines: list[str], where: str) -> None:
    lines = [text for text in lines if text.strip()]
    if not lines or not re.fullmatch(r"[0-9]{3}", lines[0].strip()):
        raise CaseError(f"{where}: after --- stands the expected status")
    step.status = lines[0].strip()
    for text in lines[1:]:
        if text.strip() == "!unchanged":
            step.unchanged = True
            continue
        if text.strip() == "!eventually":
            step.eventually = True
            continue
        name, colon, value = text.partition(":")
        if not colon:
            raise CaseError(f"{where}: {text!r} is no header")
        step.expected_headers.append((name.strip(), value.strip()))


def read_expected_body(step: Step, text: str, where: str) -> None:
    if text.startswith("!same "):
        step.same_as = text.removeprefix("!same ").strip()
        return
    try:
        step.expected_json = json.loads(text)
    except json.JSONDecodeError as error:
        raise CaseError(f"{where}: the expected body is no JSON: {error}") from error
    step.expects_json = True


def substitute(text: str, variables: dict[str, str]) -> str:
    """Puts in the variables; one that is not known is a mistake in the case."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise CaseError(f"{{{{{match[1]}}}}} has no value yet")
        return str(variables[match[1]])

    return VARIABLE.sub(value, text)


def match_text(expected: str, actual: str, variables: dict[str, str]) -> bool:
    """Compares with `***` for anything and `{{name}}` for a variable; a new variable takes what stands there."""
    pattern, names = "", []
    for part in re.split(r"(\*\*\*|\{\{[a-zA-Z_][a-zA-Z0-9_]*\}\})", expected):
        name = VARIABLE.fullmatch(part)
        if part == "***":
            pattern += ".*"
        elif not name:
            pattern += re.escape(part)
        elif name[1] in variables:
            pattern += re.escape(str(variables[name[1]]))
        else:
            names.append(name[1])
            pattern += f"(?P<{name[1]}>.*)"
    match = re.fullmatch(pattern, actual, re.DOTALL)
    if match:
        variables.update({name: match[name] for name in names})
    return match is not None


def match_json(expected: object, actual: object, variables: dict[str, str], path: str = "") -> list[str]:
    """What differs, as sentences. Objects may have more members than expected; arrays only after a last "***"."""
    here = path or "the body"
    if isinstance(expected, str):
        if expected == "***":
            return []
        new = VARIABLE.fullmatch(expected)
        if new and not isinstance(actual, str):
            return match_number(new[1], actual, variables, here)
        if not isinstance(actual, str):
            return [f"{here}: expected {expected!r}, got {actual!r}"]
        return [] if match_text(expected, actual, variables) else [f"{here}: expected {expected!r}, got {actual!r}"]
    if isinstance(expected, dict):
        return match_object(expected, actual, variables, path)
    if isinstance(expected, list):
        return match_array(expected, actual, variables, path)
    same = type(expected) is type(actual) and expected == actual
    return [] if same else [f"{here}: expected {expected!r}, got {actual!r}"]


def match_number(name: str, actual: object, variables: dict[str, str], here: str) -> list[str]:
    if name in variables:
        same = str(variables[name]) == str(actual)
        return [] if same else [f"{here}: expected {variables[name]!r}, got {actual!r}"]
    variables[name] = str(actual)
    return []


def match_object(expected: dict, actual: object, variables: dict[str, str], path: str) -> list[str]:
    if not isinstance(actual, dict):
        return [f"{path or 'the body'}: expected an object, got {actual!r}"]
    differences = []
    for name, value in expected.items():
        member = f"{path}.{name}" if path else name
        if value == "!absent":
            differences += [f"{member}: expected nothing, got {actual[name]!r}"] if name in actual else []
        elif name not in actual:
            differences.append(f"{member}: is missing")
        else:
            differences += match_json(value, actual[name], variables, member)
    return differences


def match_array(expected: list, actual: object, variables: dict[str, str], path: str) -> list[str]:
    here = path or "the body"
    if not isinstance(actual, list):
        return [f"{here}: expected an array, got {actual!r}"]
    open_end = bool(expected) and expected[-1] == "***"
    wanted = expected[:-1] if open_end else expected
    if len(actual) < len(wanted) or (not open_end and len(actual) != len(wanted)):
        return [f"{here}: expected {len(wanted)} elements, got {len(actual)}: {json.dumps(actual)[:600]}"]
    differences = []
    for index, value in enumerate(wanted):
        differences += match_json(value, actual[index], variables, f"{path}[{index}]")
    return differences
