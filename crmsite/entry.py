"""The outermost edge: runs the command line and turns whatever happens into an exit code.

0: all is well. 1: findings. 2: wrong usage, bad surroundings, or a fault of ours. 130: interrupted.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from types import FunctionType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

_FULL = (errno.ENOSPC, errno.EDQUOT)

_roomy: Callable[[Callable[[], int]], int] = FunctionType((lambda work: work()).__code__.replace(co_stacksize=40_000), {})
"""Calls a function with room for whatever that calls in turn.

Python keeps calls in pieces of 16 KB, and asks the system for a new piece whenever a call does not fit, to give it back when the
call returns: 7 us instead of 0.03 for each call that happens to lie on the edge, some 5,000 times for 1,000 customers. A call that
says it needs much gets a piece of 512 KB, of which the rest serves all that is called by it. No memory is touched for it.
"""


def run() -> NoReturn:
    """Run the command line and end the process.

    A command's memory ends with it. Records make hardly a cycle: looking for cycles would be a seventh of a build; and taking
    down millions of values one by one before the end would be another eighth of a build after one edit.
    """
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a sum must not depend on how many cores share it
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # what happens to be installed beside us is not shown any record
    code = _roomy(exit_code)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 1
    os._exit(code)


def exit_code() -> int:
    """Run the command line and return its exit code.

    A closed pipe is silence; an interrupt leaves at once, also while the program is still being loaded; nothing shows a traceback.
    """
    try:
        return _outcome()
    except KeyboardInterrupt:
        return 130


def _outcome(*, again: bool = False) -> int:
    import click

    from crmsite.cli import main

    try:
        code = main.main(standalone_mode=False, prog_name="crmsite")
        sys.stdout.flush()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except click.Abort:
        return 130
    except click.ClickException as refused:
        from crmsite.commands.usage import show

        show(refused, sys.argv[1:])
        return refused.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from crmsite.machine.memo import DamagedError

        if isinstance(error, DamagedError) and not again:  # what was damaged is gone: the second time does without it
            return _outcome(again=True)
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            from crmsite.commands.usage import show_full_output

            show_full_output(sys.argv[1:])
            return 2
        if os.environ.get("CRMSITE_DEBUG"):
            raise
        sys.stderr.write(f"crmsite: a fault of ours ({type(error).__name__}: {error}). CRMSITE_DEBUG=1 shows where.\n")
        return 2
    return code if isinstance(code, int) else 0
