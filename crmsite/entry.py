"""The outermost edge: runs the command line and turns whatever happens into an exit code.

0: all is well. 1: findings. 2: wrong usage, bad surroundings, or a fault of ours. 130: interrupted.
"""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run the command line. A closed pipe is silence; an interrupt leaves at once; nothing shows a traceback.

    A command's memory ends with it, and records make hardly a cycle: looking for cycles would be a seventh of a build.
    """
    gc.disable()
    import click

    from crmsite.cli import main

    try:
        code = main.main(standalone_mode=False, prog_name="crmsite")
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.ClickException as refused:
        from crmsite.commands.usage import show

        show(refused, sys.argv[1:])
        sys.exit(refused.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("CRMSITE_DEBUG"):
            raise
        sys.stderr.write(f"crmsite: a fault of ours ({type(error).__name__}: {error}). CRMSITE_DEBUG=1 shows where.\n")
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
