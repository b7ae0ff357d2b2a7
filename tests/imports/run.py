#!/usr/bin/env python3
"""Runs the cases of this folder: imports, from a messy spreadsheet to a million rows. `run.py PATTERN` runs those whose name contains it."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "support")]
import interrupted  # noqa: E402
import kinds  # noqa: E402
import messy  # noqa: E402
import taken_back  # noqa: E402
from harness import BINARY, LONG, Cases  # noqa: E402

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("imports")
    for module in (messy, kinds, interrupted, taken_back):
        for name, case in module.CASES.items():
            cases.run(name, case)
    cases.run("three_wrong_rows_are_found_among_many", lambda: kinds.three_in_many(1_000_000 if LONG else 50_000))
    sys.exit(cases.finish())
