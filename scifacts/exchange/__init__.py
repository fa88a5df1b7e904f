"""Facts for use elsewhere: the styles that references are written in, one module each.

A style's module has a function `written(references)`, which takes `references.Reference` values and
yields text, a piece at a time, each ending with a line end. `cited` finds it by the style's name.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from scifacts.errors import QueryError

if TYPE_CHECKING:
    from scifacts.exchange.csl_styles import Processed
    from scifacts.exchange.references import Reference
    from scifacts.model import Fact


class Style(StrEnum):
    """How a reference can be written."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    CSL_JSON = "csl-json"
    RIS = "ris"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    WIKIPEDIA = "wikipedia"


def cited(style: Style, references: "Iterable[Reference]") -> Iterator[str]:
    """References in a style, a piece of text at a time; no style holds more than one reference."""
    pieces: Iterator[str] = _module(style.replace("-", "_")).written(references)
    return pieces


def cited_facts(style: Style, facts: "Iterable[Fact]") -> Iterator[str]:
    """The documents that facts were read in, as references in a style, each document once."""
    return cited(style, _module("references").references(facts))


def processed(style: Style, csl: str, references: "Iterable[Reference]") -> "Processed":
    """References in the CSL style that `csl` is the name or the path of, as text or HTML.

    Raises QueryError for any other style, or if that of CSL cannot be used; MissingExtraError.
    """
    if style not in {Style.TEXT, Style.HTML}:
        raise QueryError(f"--csl writes text or html, and {style} has a form of its own")
    found: Processed = getattr(_module("csl_styles"), f"as_{style}")(references, csl)
    return found


def _module(name: str) -> ModuleType:
    return import_module(f"scifacts.exchange.{name}")
