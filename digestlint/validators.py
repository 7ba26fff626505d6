"""What pydantic is to call when it validates a value; it is loaded only then.

Most runs validate nothing, and pydantic takes as long to load as they take in all.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Validator(NamedTuple):
    """A function that prepares a value, or looks at one of the right type.

    To both a mistake is a ValueError.
    """

    when: Literal["before", "after"]
    function: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        """Return what pydantic asks any annotation for."""
        from pydantic_core import core_schema

        if self.when == "before":
            return core_schema.no_info_before_validator_function(self.function, handler(source))
        return core_schema.no_info_after_validator_function(self.function, handler(source))
