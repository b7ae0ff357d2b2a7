#!/usr/bin/env python3
"""Runs the cases of this folder: crashes, a full disk, many clients at once. `run.py PATTERN` runs those whose name contains it."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "support")]
import backup  # noqa: E402
import full_disk  # noqa: E402
import kill  # noqa: E402
import log_size  # noqa: E402
import many_clients  # noqa: E402
from harness import BINARY, Cases  # noqa: E402

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("crash")
    for module in (kill, many_clients, backup, log_size, full_disk):
        for name, case in module.CASES.items():
            cases.run(name, case)
    sys.exit(cases.finish())
