"""Facts and their citations as two tables in Apache Parquet, for DuckDB, Polars and Spark.

Importing this raises MissingExtraError if pyarrow is not installed.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import islice
from math import inf, isfinite
from pathlib import Path
from typing import Any

from scifacts.errors import MissingExtraError
from scifacts.exchange.links import deep_link
from scifacts.exchange.material import Material, known_days
from scifacts.files import replaced
from scifacts.model import Fact
from scifacts.version import VERSION

try:
    import pyarrow as pa
    from pyarrow import parquet
except ModuleNotFoundError as error:
    raise MissingExtraError(
        "Parquet needs pyarrow; install it with: pip install 'scifacts[export]'"
    ) from error

_FACTS_A_GROUP = 10_000
_TEXT, _NAMES, _PARAGRAPH = pa.string(), pa.list_(pa.string()), pa.int32()
_FACTS = pa.schema(
    {
        "id": _TEXT,
        "claim": _TEXT,
        "kind": _TEXT,
        "about": _NAMES,
        "said_by": _NAMES,
        "value": pa.float64(),
        "bound": _TEXT,
        "unit": _TEXT,
        "measure": _TEXT,
        "low": pa.float64(),
        "high": pa.float64(),
        "date": _TEXT,
        "first_day": pa.date32(),
        "last_day": pa.date32(),
        "supersedes": _TEXT,
        "note": _TEXT,
    }
)
_CITATIONS = pa.schema(
    {
        "fact": _TEXT,
        "document": _TEXT,
        "title": _TEXT,
        "publisher": _TEXT,
        "published": _TEXT,
        "paragraph": _PARAGRAPH,
        "to_paragraph": _PARAGRAPH,
        "page": _PARAGRAPH,
        "quote": _TEXT,
        "url": _TEXT,
        "file": _TEXT,
        "sha256": _TEXT,
        "state": _TEXT,
        "checked": pa.date32(),
        "scifacts": _TEXT,
    }
)


def save(material: Material, path: Path) -> list[Path]:
    """Write `facts.parquet` and `citations.parquet` into the folder at `path`. Raises OSError."""
    path.mkdir(parents=True, exist_ok=True)
    files = [path / "facts.parquet", path / "citations.parquet"]
    remaining = iter(material.facts)
    with ExitStack() as whole, ExitStack() as written:
        facts, citations = (
            written.enter_context(
                parquet.ParquetWriter(whole.enter_context(replaced(file)), schema)
            )
            for file, schema in zip(files, (_FACTS, _CITATIONS), strict=True)
        )
        while group := list(islice(remaining, _FACTS_A_GROUP)):
            facts.write_table(_table(_FACTS, map(_fact, group)))
            rows = (row for fact in group for row in _citations(fact, material))
            citations.write_table(_table(_CITATIONS, rows))
    return files


def _table(schema: "pa.Schema", rows: Iterable[tuple[Any, ...]]) -> "pa.Table":
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(it, of.type) for it, of in zip(columns, schema, strict=True)], schema)


def _fact(fact: Fact) -> tuple[Any, ...]:
    """A row of `_FACTS`."""
    value, bound, unit, measure = fact.figure or (None,) * 4
    ends = fact.figure.interval[:2] if fact.figure else ()
    return (
        *(fact.id, fact.claim, str(fact.kind)),
        [it.id for it in fact.about],
        [it.id for it in fact.said_by],
        *(value if value is None else float(value), bound and str(bound), unit, measure),
        *(end if isfinite(end) else None for end in ends or (inf, inf)),
        fact.date,
        *map(_day, known_days(fact)),
        *(fact.supersedes, fact.note),
    )


def _citations(fact: Fact, material: Material) -> Iterator[tuple[Any, ...]]:
    """The rows of `_CITATIONS` of a fact."""
    for cited in fact.citations:
        document = cited.document
        source = material.text(document) if document.url else None
        yield (
            *(fact.id, document.id, document.title, document.publisher, document.published),
            *(cited.paragraph, cited.to_paragraph, cited.page, cited.quote),
            *(deep_link(cited, source), document.file, document.sha256),
            *(str(cited.state), _day(cited.checked), VERSION),
        )


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
