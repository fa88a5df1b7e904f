"""Answers as references: the documents that facts were read in, in a style of citing."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from scifacts.exchange import Style, cited_facts

if TYPE_CHECKING:
    from scifacts.hits import Hit
    from scifacts.render import Screen


def _writer(style: Style) -> "Callable[[Iterable[Hit], Screen], Iterator[str]]":
    def written(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
        return cited_facts(style, (hit.fact for hit in hits))

    return written


as_bibtex = _writer(Style.BIBTEX)
as_biblatex = _writer(Style.BIBLATEX)
as_csl_json = _writer(Style.CSL_JSON)
as_ris = _writer(Style.RIS)
as_text = _writer(Style.TEXT)
as_html = _writer(Style.HTML)
as_wikipedia = _writer(Style.WIKIPEDIA)
