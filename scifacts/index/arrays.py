"""Many values as one SQL parameter: a JSON array."""

from collections.abc import Iterable
from json import dumps

# For `IN`: the values of a JSON array.
LISTED = "(SELECT value FROM json_each(?))"


def array(values: Iterable[int] | Iterable[str]) -> str:
    """The values as `LISTED` reads them; SQLite takes no more than 32,766 parameters."""
    return dumps([*values])
