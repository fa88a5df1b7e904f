"""Facts for use elsewhere: the styles that references are written in, one module each.

A style's module has a function `written(references)`, which takes `references.Reference` values and
yields text, a piece at a time, each ending with a line end. `cited` finds it by the style's name.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scifacts.exchange.references import Reference


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
    """References in a style, a piece of text at a time.

    `csl-json`, `bibtex`, `biblatex` and `ris` hold one entry in memory at a time.
    """
    module = import_module(f"scifacts.exchange.{style.replace('-', '_')}")
    pieces: Iterator[str] = module.written(references)
    return pieces
