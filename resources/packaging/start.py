"""Entry of the frozen program: the same command line as ``irt-desk``, without the checkout's set-up."""

import sys

from irt_desk.cli import main

sys.exit(main())
