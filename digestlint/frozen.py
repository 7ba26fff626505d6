"""Dataclasses of which a check makes thousands."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Make a class a dataclass that nobody changes: type checkers see to that.

    Where the interpreter does so too, making one takes eight times as long.
    """
    return dataclass(slots=True)(cls)
