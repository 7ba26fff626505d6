"""What a format reports about."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digestlint.files import Failed
from digestlint.project import Checked
from digestlint.report.style import Style


class Run(NamedTuple):
    """The files of a run, and how a terminal shows them.

    The checked files can be taken once, and may be known one by one. `failures`, those that
    could not be judged, is complete only when all have been taken.
    """

    files: Iterable[Checked]
    style: Style = Style()
    failures: Sequence[Failed] = ()
