"""References as templates of Wikipedia's Citation Style 1: `{{cite news |title=... }}`."""

import re
from collections.abc import Iterable, Iterator

from scifacts.exchange.prose import in_words
from scifacts.exchange.references import Reference
from scifacts.model import Document
from scifacts.text import safe

_TEMPLATES = {
    "article": "document",
    "article-journal": "journal",
    "article-magazine": "magazine",
    "book": "book",
    "chapter": "book",
    "map": "map",
    "pamphlet": "book",
    "paper-conference": "conference",
    "post": "web",
    "post-weblog": "web",
    "report": "report",
    "speech": "speech",
    "thesis": "thesis",
    "webpage": "web",
}
_PERIODICALS = {"journal": "journal", "magazine": "magazine", "news": "newspaper"}
# Signs of wiki text, also those that mean something at the beginning or by two.
_SPECIAL = re.compile(r"^[*#:;]|[|{}\[\]<>&]|'(?=')|(?<=')'|~(?=~)|(?<=~)~|_(?=_)|(?<=_)_")
_CAPTURED = re.compile(r"/web/(\d{4})(\d{2})(\d{2})\d*[a-z_]*/")


def written(references: Iterable[Reference]) -> Iterator[str]:
    """A template a line."""
    for reference in references:
        template = _template(reference.document)
        parameters = "".join(
            f" |{name}={value}" for name, value in _parameters(reference, template) if value
        )
        yield f"{{{{cite {template}{parameters}}}}}\n"


def _template(document: Document) -> str:
    """The template for a type; `cite web` will not do without an address."""
    other = "web" if document.url and document.type is None else "news"
    found = _TEMPLATES.get(document.type or "", other)
    return "news" if found == "web" and not document.url else found


def _parameters(reference: Reference, template: str) -> Iterator[tuple[str, str]]:
    document = reference.document
    for number, found in enumerate(reference.authors, 1):
        if found.given is None:
            yield f"author{number}", _escaped(found.family)
        else:
            yield f"last{number}", _escaped(found.family)
            yield f"first{number}", _escaped(" ".join(filter(None, found[1:])))
    is_periodical = reference.is_periodical and template in _PERIODICALS
    yield "title", _escaped(document.title or "none")  # so it is told that there is none
    yield _PERIODICALS[template] if is_periodical else "publisher", _escaped(document.publisher)
    yield "date", _date(document.published)
    yield "language", _escaped(document.language)
    yield "url", _escaped(document.url)
    yield "doi", _escaped(document.doi)
    yield "access-date", _date(document.accessed) if document.url else ""
    yield from _archived(document)
    yield from _place(reference)
    yield "quote", " [...] ".join(map(_escaped, _quotes(reference)))


def _quotes(reference: Reference) -> list[str]:
    """The quotes, without those that others hold."""
    quotes = dict.fromkeys(it.quote for it in reference.locators)
    return [it for it in quotes if not any(it in other for other in quotes if other != it)]


def _archived(document: Document) -> Iterator[tuple[str, str]]:
    """The copy, if its address tells its day: the template will have both."""
    captured = _CAPTURED.search(document.archived or "")
    if document.url and captured:
        yield "archive-url", _escaped(document.archived)
        yield "archive-date", in_words("-".join(captured.groups()))
        yield "url-status", "live"


def _place(reference: Reference) -> Iterator[tuple[str, str]]:
    """Pages have parameters of their own, paragraphs have not."""
    label, _, numbers = reference.place.partition(" ")
    names = {"p.": "page", "pp.": "pages"}
    yield names.get(label, "at"), numbers if label in names else reference.place


def _date(date: str | None) -> str:
    return "" if date is None or ".." in date else in_words(date)


def _escaped(text: str | None) -> str:
    """Text that is no wiki text."""
    plain = " ".join(safe(text or "").split())
    return _SPECIAL.sub(lambda sign: f"&#{ord(sign[0])};", plain)
