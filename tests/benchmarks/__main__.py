"""``python -m tests.benchmarks``: speed as ratios of one run. A single time says little on a machine that does other work.

Ends with 1 when a limit is missed.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import client_list, draft_save, first_paint


def main() -> int:
    """Measure everything, print a line each, and return the exit status."""
    missed = 0

    def line(what: str, ours: float, limit: float, ratio: str) -> None:
        nonlocal missed
        missed += ours > limit
        print(
            f"{what:34} {ours:8.2f} ms   limit {limit:8.2f} ms   {ratio}  {'' if ours <= limit else 'MISSED'}",
            flush=True,
        )

    ours, bare = first_paint.paint()
    line("first painted window", ours, 1.15 * bare, f"{ours / bare:.2f} times a bare Qt window")
    ours, derivation = first_paint.unlock()
    whole = derivation + 300
    line("unlock to Today", ours, 1.15 * whole, f"{ours / whole:.2f} times (key derivation + 0.3 s)")
    ours, bare = draft_save.measure()
    line("draft save", ours, 2 * bare, f"{ours / bare:.2f} times the bare transaction")
    for what, took, limit, beside in client_list.measure():
        line(what, took, limit, beside)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
