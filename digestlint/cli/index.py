"""`--no-cache`, and the index that the digests of a run are compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from digestlint.configuration import Configurations
    from digestlint.index import Indexes

no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Neither read nor write `.digestlint_cache`."
)


def opened(configurations: Configurations, *, no_cache: bool) -> Indexes:
    """Return the indexes of the projects that a run meets, none of which is made yet."""
    from digestlint.index import Indexes

    return Indexes(configurations, cached=not no_cache)
