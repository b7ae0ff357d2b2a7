"""More is asked than can be done: what is done is done as well as before, the rest is told to come back."""

import re
import subprocess

from harness import BINARY, LONG, check

SECONDS = 60 if LONG else 5
GOODPUT_MIN = 0.8 if LONG else 0.5  # of the peak before; a short run may meet something else on the machine
GROWTH_MAX_MB = 64
LINE = re.compile(r"(?P<goodput>[\d.]+) of [\d,]+/s, p99 [\d.]+ s, (?P<told>[\d,]+) told to retry, (?P<failed>[\d,]+) failed otherwise, "
                  r"memory (?P<grown>-?\d+) MB more")


def twice_as_much_as_it_can_do() -> None:
    run = subprocess.run([BINARY.with_name("nameplate_bench"), "--overload", "--stores", "PostgreSQL", "--sizes", "10000", "--seconds", str(SECONDS)],
                         capture_output=True, text=True, timeout=SECONDS * 10 + 120, check=False)
    found = LINE.search(run.stderr)
    check(found is not None, f"nameplate_bench says nothing of it: {run.stderr[-500:]}")
    print(f"         {found[0]}")
    number = {name: float(text.replace(",", "")) for name, text in found.groupdict().items()}
    check(number["goodput"] >= GOODPUT_MIN, "it does less than before")
    check(number["told"] > 0 or number["goodput"] > 1.8, "it was never too much")  # or it could do more than it did before
    check(number["failed"] == 0, "some were refused without being told to come back")
    check(number["grown"] <= GROWTH_MAX_MB, "memory grows")


CASES = {"asked_for_twice_as_much_as_it_can_do": twice_as_much_as_it_can_do}
