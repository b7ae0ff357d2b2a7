#!/usr/bin/env python3
"""Compares docs/reference/errors.md with the slugs in src/, both ways: a reason that no page explains, and a page that explains what
nobody says any more. `--list` prints the slugs of the source."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "errors.md"
SLUG = r"[a-z][a-z_]*\.[a-z][a-z_]*"

# Quoted texts of the same form that are no reasons: names of routes (for metrics), and of files.
ROUTE_TABLE = "http/routes.cpp"
FILE_ENDINGS = (".db", ".hpp", ".json", ".yaml", ".sql", ".md", ".sock")
SUBJECTS = ("unit", "container")


def slugs_of_source() -> set[str]:
    """Whole slugs as they stand in the source, and those that are put together from a subject and the rest."""
    found: set[str] = set()
    for file in sorted((ROOT / "src").rglob("*.cpp")) + sorted((ROOT / "src").rglob("*.hpp")):
        if file.as_posix().endswith(ROUTE_TABLE) or "/demo/" in file.as_posix():
            continue
        text = "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith(("//", "#include")))
        found |= {slug for slug in re.findall(rf'"({SLUG})"', text) if not slug.endswith(FILE_ENDINGS)}
    return found


def put_together() -> set[str]:
    """A subject, and what src/domain puts after it: `std::string(subject) + ".held"`, and the table of refusals in check.cpp."""
    sources = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "src" / "domain").glob("*.cpp"))]
    check = (ROOT / "src" / "domain" / "check.cpp").read_text(encoding="utf-8")
    endings = set(re.findall(r'\{"([a-z_]+)", "[A-Z]', check))
    endings |= {ending for source in sources for ending in re.findall(r'subject\) \+ "\.([a-z_]+)"', source)}
    slugs = {f"{subject}.{ending}" for subject in SUBJECTS for ending in endings}
    return slugs | {"lot.held"} if "held" in endings else slugs


# What looks like a slug and is the beginning of one.
PREFIXES = {"container.content"}


def main() -> int:
    said = (slugs_of_source() | put_together()) - PREFIXES
    if sys.argv[1:] == ["--list"]:
        print("\n".join(sorted(said)))
        return 0
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    explained = {slug for row in rows for slug in re.findall(rf"`({SLUG})`", row.split("|")[1])}
    for slug in sorted(said - explained):
        print(f"docs/reference/errors.md does not explain {slug}")
    for slug in sorted(explained - said):
        print(f"docs/reference/errors.md explains {slug}, which nothing in src/ says")
    return 0 if said == explained else 1


if __name__ == "__main__":
    sys.exit(main())
