"""`--no-cache`, and the index that the digests of a run are compared by."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digestlint.configuration import Configurations
    from digestlint.index import Indexes

no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Neither read nor write `.digestlint_cache`."
)


@contextmanager
def opened(configurations: Configurations, *, no_cache: bool) -> Iterator[Indexes]:
    """Hand out the indexes of the projects that a run meets, and close them behind it."""
    from digestlint.index import Indexes

    with closing(Indexes(configurations, cached=not no_cache)) as indexes:
        yield indexes
