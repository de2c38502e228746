"""``python3 irt_desk`` in a checkout, ``python -m irt_desk`` anywhere."""

import os
import sys

if __package__ in (None, ""):
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [os.path.dirname(here), *[p for p in sys.path if os.path.abspath(p or ".") != here]]

if os.path.isfile(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "pyproject.toml")):
    from irt_desk import _bootstrap

    _bootstrap.enter("irt_desk", sys.argv[1:], ("requirements.lock",))

from irt_desk.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
