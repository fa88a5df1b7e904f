"""The table of keys: what comes from it says the same everywhere."""

import re
from collections.abc import Iterable

import pytest

from scifacts import keys
from scifacts.keys import Array, Choice, Key, Maybe, Reference, Scalar, Sort, Table
from scifacts.model import Citation, Document, Entity, Fact, Figure, Furniture, Review
from tests.support import ROOT, compared_with_golden

FORMAT = ROOT / "docs" / "format.md"
# The tables of `docs/format.md`, in their order.
TABLES = (
    keys.BASE,
    keys.DOCUMENT,
    keys.FURNITURE,
    keys.ENTITY,
    keys.FACT,
    keys.CITATION,
    keys.FIGURE,
    keys.REVIEW,
)
_TABLE = re.compile(r"^\| key \|.*?(?=\n\n)", re.DOTALL | re.MULTILINE)
_ONE = {"documents": "a document", "entities": "an entity", "facts": "a fact"}


def _words(sort: Sort, *, many: bool = False) -> str:  # noqa: PLR0911 - a sort, a return
    """What the values of a sort are, for a reader of the documentation."""
    match sort:
        case Scalar() if sort.example:
            return re.sub('"[^"]+"', lambda it: f"`{it[0]}`", sort.example)
        case Scalar(name):
            return f"{name}s" if many else name
        case Choice():
            return ", ".join(f"`{it}`" for it in sort.of)
        case Reference(to):
            return f"ids of {to}" if many else f"id of {_ONE[to]}"
        case Array(of) if sort.is_bare:
            return f"{_words(of)}, or several in brackets"
        case Array(of):
            return _words(of, many=True)
        case Maybe(of):
            return _words(of)
        case Table():
            return "tables" if many else "table"


def _rows(of: Iterable[Key]) -> Iterable[str]:
    yield "| key | value | meaning |"
    yield "| --- | --- | --- |"
    for key in of:
        if not key.is_derived:
            required = " (required)" if key.is_required else ""
            yield f"| `{key.name}`{required} | {_words(key.sort)} | {key.meaning} |"


def test_the_tables_of_the_documentation_say_what_the_table_of_keys_says(*, rewrite: bool) -> None:
    text = FORMAT.read_text(encoding="utf-8")
    assert len(_TABLE.findall(text)) == len(TABLES)
    rendered = iter("\n".join(_rows(table.keys)) for table in TABLES)
    shown = _TABLE.sub(lambda _: next(rendered), text)
    compared_with_golden(FORMAT, shown, rewrite=rewrite)


@pytest.mark.parametrize(
    ("made", "table"),
    [
        (Furniture, keys.FURNITURE),
        (Document, keys.DOCUMENT),
        (Entity, keys.ENTITY),
        (Figure, keys.FIGURE),
        (Citation, keys.CITATION),
        (Review, keys.REVIEW),
        (Fact, keys.FACT),
    ],
    ids=str,
)
def test_a_value_has_what_its_table_has(made: type, table: Table) -> None:
    fields = set(made._fields)  # type: ignore[attr-defined]
    assert set(keys.names(table)) <= fields
    assert fields <= {key.name for key in table.keys}


@pytest.mark.parametrize("table", TABLES, ids=lambda it: it.name)
def test_every_key_says_what_it_means(table: Table) -> None:
    for key in table.keys:
        assert re.fullmatch(r"[A-Z][^|\n]+[^.|\n]", key.meaning)
