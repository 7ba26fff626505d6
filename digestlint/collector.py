"""Python's garbage collector, where it only costs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Keep the collector from looking through what is being built, and holds no cycles.

    A digest is hundreds of thousands of records where someone wants it to be. With the collector
    at its default thresholds, a megabyte of empty headings took three times as long to parse.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
