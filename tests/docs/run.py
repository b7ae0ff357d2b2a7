#!/usr/bin/env python3
"""Pages against the program and each other: the table of layers, the reference of the command line, links, and that every page of
docs/ can be reached from its map. `tests/docs/run.py --write` brings the tables up to date."""

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, ROOT, Cases, check, run_nameplate  # noqa: E402

ARCHITECTURE = ROOT / "docs/internals/architecture.md"
CLI_PAGE = ROOT / "docs/reference/cli.md"
SETTINGS_PAGE = ROOT / "docs/operating/settings.md"
SETTINGS = re.compile(r"(<!-- settings: begin -->\n).*?(<!-- settings: end -->)", re.DOTALL)
LAYERS = re.compile(r"(<!-- layers: begin -->\n).*?(<!-- layers: end -->)", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)

HOLDS = {
    "base": "result, errors, strong ids, clock, quantities, bytes, the log",
    "domain": "the model, `decide`, `evolve`, the fold; pure",
    "identify": "numbers and scans; pure",
    "tabular": "tables as text: CSV in and out, what spreadsheets do to numbers and dates; pure",
    "label": "labels",
    "store": "`store.hpp`, abstract, in the words of the domain",
    "store/tables": "the statements, and what they mean: the same for every database that speaks SQL",
    "store/sqlite": "all SQL for SQLite, and its migrations",
    "store/postgres": "all SQL for PostgreSQL",
    "app": "use cases: the writer, commands, queries, access, verify, jobs, imports, exports",
    "epcis": "EPCIS documents",
    "http": "bytes to values and back: transport, routes, handlers",
    "cli": "arguments to values and back: the commands",
}


def may_include() -> dict[str, set[str]]:
    path = str(ROOT / "tools/check_layers")
    spec = importlib.util.spec_from_loader("check_layers", importlib.machinery.SourceFileLoader("check_layers", path))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module.MAY_INCLUDE


def layers_table() -> str:
    """Of the layers that exist."""
    rows = ["| folder | holds | may include |", "|---|---|---|"]
    order = list(HOLDS)
    for layer, includes in may_include().items():
        if any((ROOT / "src" / layer).glob("*.*pp")):
            shown = [name for name in sorted(includes, key=order.index) if any((ROOT / "src" / name).glob("*.*pp"))]
            rows.append(f"| `src/{layer}/` | {HOLDS[layer]} | {', '.join(shown) or 'nothing of ours'} |")
    return "\n".join(rows) + "\n"


def with_layers(text: str) -> str:
    return LAYERS.sub(lambda found: found[1] + layers_table() + found[2], text)


def with_settings(text: str) -> str:
    done = run_nameplate("help", "--settings")
    check(done.returncode == 0, done.stderr)
    return SETTINGS.sub(lambda found: found[1] + done.stdout + found[2], text)


def cli_reference() -> str:
    done = run_nameplate("help", "--all")
    check(done.returncode == 0, done.stderr)
    return done.stdout


def check_layers_table() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    check(with_layers(text) == text, "the table of layers is not that of tools/check_layers; run tests/docs/run.py --write")


def check_settings_table() -> None:
    text = SETTINGS_PAGE.read_text(encoding="utf-8")
    check(with_settings(text) == text, "the table of settings is not what the program says; run tests/docs/run.py --write")


def check_cli_page() -> None:
    check(CLI_PAGE.read_text(encoding="utf-8") == cli_reference(), "docs/reference/cli.md is not what the program says; run tests/docs/run.py --write")


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def anchors(page: Path) -> set[str]:
    """As the usual viewers make them of headings."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[tuple[Path, str]]:
    """(file, anchor) of every link of a page that leads into the project."""
    found = []
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            found.append(((page.parent / path).resolve() if path else page, anchor))
    return found


def check_links() -> None:
    for page in pages():
        for path, anchor in links(page):
            where = f"{page.relative_to(ROOT)} links to {path}"
            check(path.exists(), f"{where}, which does not exist")
            check(not anchor or anchor in anchors(path), f"{where}#{anchor}, but there is no such heading")


def check_reachable() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "docs/README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.suffix == ".md" and page.exists():
            seen.add(page)
            waiting += [path for path, _ in links(page)]
    lost = [page.relative_to(ROOT).as_posix() for page in pages() if page not in seen and page.name != "CHANGELOG.md"]
    check(not lost, f"no way leads from docs/README.md to {', '.join(lost)}")


if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    if sys.argv[1:] == ["--write"]:
        ARCHITECTURE.write_text(with_layers(ARCHITECTURE.read_text(encoding="utf-8")), encoding="utf-8")
        SETTINGS_PAGE.write_text(with_settings(SETTINGS_PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        CLI_PAGE.write_text(cli_reference(), encoding="utf-8")
        sys.exit()
    cases = Cases("docs")
    cases.run("the_table_of_layers_is_that_of_the_tool", check_layers_table)
    cases.run("the_command_line_reference_is_what_the_program_says", check_cli_page)
    cases.run("the_table_of_settings_is_what_the_program_says", check_settings_table)
    cases.run("every_link_leads_somewhere", check_links)
    cases.run("every_page_can_be_reached_from_the_map", check_reachable)
    sys.exit(cases.finish())
