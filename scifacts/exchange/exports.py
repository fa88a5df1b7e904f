"""The table of forms that facts are exported in, and the way to each.

The module of a form that is text has a function `written(material)`, which yields pieces of text;
that of a form of several files has `save(material, path)`, which tells the files it wrote. Each
holds one fact in memory at a time, and the ids of what it has told of.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scifacts.exchange.material import Material
    from scifacts.exchange.references import Reference
    from scifacts.model import Fact


class Format(StrEnum):
    """What facts can be exported to."""

    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"
    JSONLD = "jsonld"
    ANNOTATIONS = "annotations"
    NANOPUB = "nanopub"
    DATASETTE = "datasette"
    PARQUET = "parquet"


MEANINGS = {
    Format.CSL_JSON: "the documents, for Zotero, pandoc and every citation processor",
    Format.BIBTEX: "the documents, for LaTeX",
    Format.RIS: "the documents, for EndNote, Mendeley and library catalogues",
    Format.JSONLD: "a graph of schema.org claims, for search engines and triple stores",
    Format.ANNOTATIONS: "W3C Web Annotations that mark each quote, for annotators as Hypothesis",
    Format.NANOPUB: "nanopublications in TriG, unsigned: assertion, provenance, publication info",
    Format.DATASETTE: "an SQLite file to browse and search: datasette FILE -m metadata.yaml",
    Format.PARQUET: "two tables in a folder, for DuckDB, Polars and Spark",
}
REFERENCES = frozenset((Format.CSL_JSON, Format.BIBTEX, Format.RIS))
# What is no text, and where it goes.
FILES = {Format.DATASETTE: "FILE", Format.PARQUET: "FOLDER"}


def written(form: Format, material: "Material") -> Iterator[str]:
    """Facts, or for a form of references their documents, as text, a piece at a time."""
    module = import_module(f"scifacts.exchange.{form.replace('-', '_')}")
    given = _documents(material.facts) if form in REFERENCES else material
    pieces: Iterator[str] = module.written(given)
    return pieces


def save(form: Format, material: "Material", path: Path) -> list[Path]:
    """Write a form of `FILES`; tell the files. Raises OSError, QueryError, MissingExtraError."""
    saved: list[Path] = import_module(f"scifacts.exchange.{form}").save(material, path)
    return saved


def _documents(facts: "Iterable[Fact]") -> "Iterator[Reference]":
    """The documents of facts as a whole, each once, in the order in which the facts name them."""
    from scifacts.exchange.references import Reference  # noqa: PLC0415 - only references need it

    told = set[str]()
    for fact in facts:
        for citation in fact.citations:
            if citation.document.id not in told:
                told.add(citation.document.id)
                yield Reference(citation.document)
