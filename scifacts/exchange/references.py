"""References: each document that facts were read in, with where in it. All styles write these."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from scifacts.exchange.links import deep_link
from scifacts.exchange.names import Name, name
from scifacts.model import Citation, Document, Fact

_LABELS = {"page": ("p.", "pp."), "paragraph": ("para.", "paras.")}  # as CSL abbreviates them


class Locator(NamedTuple):
    """Where in a document something was read: on which pages, or in which paragraphs.

    `link` leads to the quote itself, if the document is on the web.
    """

    label: str
    first: int
    last: int
    quote: str
    link: str | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its pages or paragraphs; where columns are out of order a quote may run on further up."""
        first, last = self.first, self.last
        return tuple(range(first, last + 1)) if first <= last else (last, first)

    @property
    def value(self) -> str:
        """The numbers in words: `8`, `19–20`."""
        return ", ".join(_runs(self.numbers))


class Reference(NamedTuple):
    """What is needed to cite a document elsewhere; `locators` in the order of the facts."""

    document: Document
    locators: tuple[Locator, ...] = ()

    @property
    def authors(self) -> tuple[Name, ...]:
        """Its authors, taken apart."""
        return tuple(map(name, self.document.authors))

    @property
    def places(self) -> tuple[Locator, ...]:
        """The locators in the order of the document, each place once."""
        found = {(it.first, it.last): it for it in reversed(self.locators)}
        return tuple(found[place] for place in sorted(found))

    @property
    def place(self) -> str:
        """Where in it, in words: `paras. 8, 19–20`; empty if it is cited as a whole."""
        numbers = sorted({it for locator in self.locators for it in locator.numbers})
        if not numbers:
            return ""
        single, several = _LABELS[self.locators[0].label]
        return f"{several if len(numbers) > 1 else single} {', '.join(_runs(numbers))}"

    @property
    def is_periodical(self) -> bool:
        """Whether its publisher is what it stands in: a journal, a magazine, a newspaper."""
        return (self.document.type or "").startswith("article-")


def references(
    facts: Iterable[Fact], link: Callable[[Citation], str | None] = deep_link
) -> list[Reference]:
    """The documents of facts, in the order in which the facts name them, each once.

    `link` makes the deep link of a citation.
    """
    found: dict[str, tuple[Document, dict[Locator, None]]] = {}
    for fact in facts:
        for citation in fact.citations:
            _, locators = found.setdefault(citation.document.id, (citation.document, {}))
            locators[_locator(citation, link)] = None
    return [Reference(document, tuple(locators)) for document, locators in found.values()]


def _locator(citation: Citation, link: Callable[[Citation], str | None]) -> Locator:
    """The page if it is known, else the paragraph."""
    last = citation._replace(paragraph=citation.to_paragraph or citation.paragraph)
    first_page, last_page = citation.page, last.page
    if first_page is None or last_page is None:
        places = ("paragraph", citation.paragraph, last.paragraph)
    else:
        places = ("page", first_page, last_page)
    return Locator(*places, citation.quote, link(citation))


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in order, those that follow each other as `19–20`."""
    start = previous = numbers[0]
    for number in (*numbers[1:], None):
        if number != previous + 1:
            yield f"{start}" if start == previous else f"{start}–{previous}"
            start = number or start
        previous = number or previous
