"""``python3 tests``: set up what is missing, then run the tests; pytest's arguments pass through."""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:] = [ROOT, *[p for p in sys.path if os.path.abspath(p or ".") != os.path.join(ROOT, "tests")]]

from irt_desk import _bootstrap  # noqa: E402  the path has to be right first

_bootstrap.enter("tests", sys.argv[1:], ("requirements.lock", "requirements-test.lock"))

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(ROOT)
    import pytest

    given = sys.argv[1:]
    several = [] if any(a.startswith("-n") for a in given) else ["-n", "2"]
    sys.exit(pytest.main(["-q", *several, *given]))
