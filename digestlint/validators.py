"""What pydantic is to call when it validates a value; it is loaded only then.

Most runs validate nothing, and pydantic takes as long to load as they take in all.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Before(NamedTuple):
    """A function that prepares a value."""

    function: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        """Return what pydantic asks any annotation for."""
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self.function, handler(source))


class After(NamedTuple):
    """A function that looks at a value of the right type; a mistake is a ValueError."""

    function: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        """Return what pydantic asks any annotation for."""
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self.function, handler(source))
