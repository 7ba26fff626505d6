"""`--no-cache`, for the commands that check."""

import click

no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Neither read nor write `.digestlint_cache`."
)
