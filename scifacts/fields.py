"""What one can ask by: the table that parser, options, completion, counts and lists come from.

A new field is an entry here; if its values are of a new sort, `scifacts.index.conditions` says what
they mean for an index.
"""

from typing import Literal, NamedTuple

from scifacts.errors import UnknownNameError, nearest_of
from scifacts.kinds import EntityType, Kind

# What the values of a field are decides how they are read, looked up, completed and counted.
Values = Literal[
    "entity",  # what facts are about, by id, name or alias; the whole finds its parts
    "speaker",  # who said it, likewise
    "document",  # what facts cite, by id or by words of the title
    "document text",  # a text that documents have, by its words
    "text",  # a text that facts have, by its words
    "name",  # a text that facts have, whole
    "choice",  # one of a closed set
    "comparison",  # of the figure with a number
    "since",  # the first day that the date may end on
    "until",  # the last day that the date may begin on
    "count",  # nothing to ask by: facts are only counted by it
]


class Field(NamedTuple):
    """One thing to ask by; `meaning` ends a sentence that begins with "facts"."""

    name: str
    values: Values
    meaning: str
    choices: tuple[str, ...] = ()
    is_counted: bool = True

    @property
    def option(self) -> str:
        """Its name in Python."""
        return self.name.replace("-", "_")

    @property
    def placeholder(self) -> str:
        """What stands for a value in help."""
        return _PLACEHOLDERS.get(self.values, "NAME")


_PLACEHOLDERS: dict[Values, str] = {"comparison": "COMPARISON", "since": "DATE", "until": "DATE"}
ENTITY_TYPES = tuple(map(str, EntityType))
_KINDS = tuple(map(str, Kind))

_TABLE = (
    *(Field(it, "entity", f"about this {it}") for it in ENTITY_TYPES),
    Field("about", "entity", "about this, whatever its type"),
    Field("document", "document", "read in this document"),
    Field("publisher", "document text", "read in a document of this publisher"),
    Field("language", "document text", "read in a document in this language: en, pt-BR"),
    Field("kind", "choice", f"of this kind: {', '.join(_KINDS)}", _KINDS),
    Field("said-by", "speaker", "said by this person or organization"),
    Field("unit", "text", "with a figure in this unit"),
    Field("measure", "name", "a reading of this measure: bri-joint-labs"),
    Field(
        *("value", "comparison", "with a figure like '>=100', '<50', '119' or '50..100'"),
        is_counted=False,
    ),
    Field("since", "since", "dated then or later: 2025-06", is_counted=False),
    Field("until", "until", "dated then or earlier: 2025-06", is_counted=False),
    Field("year", "count", "of this year"),
    Field("date", "count", "of this date"),
    Field("bound", "count", "with a figure of this bound"),
)
FIELDS = {field.name: field for field in _TABLE if field.values != "count"}
COUNTED = {field.name: field for field in _TABLE if field.is_counted}


def field_named(name: str) -> Field:
    """The field to ask by of this name, however it is written. Raises UnknownNameError."""
    found = FIELDS.get(name.lower().replace("_", "-"))
    if found is None:
        raise unknown("field", name, tuple(FIELDS))
    return found


def unknown(what: str, given: str, known: tuple[str, ...]) -> UnknownNameError:
    """The error about a word that is none of a closed set."""
    remedy = f"{what}s: {', '.join(known)}"
    return UnknownNameError(what, given, nearest_of(given.lower(), known), remedy)
