"""The outermost edge: runs the command line and turns whatever happens into an exit code.

0: all is well. 1: findings. 2: wrong usage, bad surroundings, or a fault of ours. 130: interrupted.
"""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run the command line. A closed pipe is silence; an interrupt leaves at once; nothing shows a traceback."""
    from crmsite.cli import main

    try:
        main.main(standalone_mode=True, prog_name="crmsite")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
