"""Run the command line, as `digestlint` or as `python -m digestlint`.

Next to nothing is loaded before `run` is called: whoever interrupts it then is told so.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Run digestlint, and end the process: to take it apart first takes as long as ten files."""
    status = status_of_run()
    from digestlint.cli.output import leave

    leave(status)


def status_of_run() -> int:
    """Run digestlint and return its exit status; interrupted is the process once at most."""
    # Who starts it so that it cannot be interrupted has a reason.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        from digestlint.cli import main

        status = main()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        from digestlint.cli.output import fail

        return fail("interrupted")
    return status


def _interrupt(*_: object) -> NoReturn:
    """Raise KeyboardInterrupt, and pass over all further signals: the process is about to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(status_of_run())
