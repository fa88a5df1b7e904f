"""A reviewed text with footnotes: what is supported gets its citations, ready to paste."""

import re
from collections.abc import Iterable, Iterator

from scifacts.model import Fact
from scifacts.render.plain import escaped
from scifacts.render.reviews import Manuscript
from scifacts.review.values import Reviewed, State
from scifacts.text import is_web_address, safe

_DEFINED = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_MARK = re.compile(r"(?:\[\^[^\]\s]+\])+")


def as_markdown(of: Manuscript, found: Iterable[Reviewed]) -> Iterator[str]:
    """The text as it is, a footnote's sign behind each supported sentence, and the notes below."""
    cited: dict[str, Fact] = {}
    at = 0
    for it in found:
        if it.state is State.SUPPORTED:
            facts = [match.fact for match in it.matches]
            there = _MARK.match(of.text, it.end)
            signs = (f"[^{fact.id}]" for fact in facts)
            new = "".join(sign for sign in signs if there is None or sign not in there[0])
            yield _shown(of.text[at : it.end]) + new
            cited.update((fact.id, fact) for fact in facts)
            at = it.end
    rest = _shown(of.text[at:])
    yield rest if rest.endswith("\n") else f"{rest}\n"
    defined = set(_DEFINED.findall(of.text))
    notes = [_note(fact) for fact in cited.values() if fact.id not in defined]
    if notes:
        yield "\n"
    yield from notes


def _shown(text: str) -> str:
    """The text with its lines and tabs, without what could steer a terminal."""
    return "\n".join("\t".join(map(safe, line.split("\t"))) for line in text.split("\n"))


def _note(fact: Fact) -> str:
    """What is cited: quotes, documents, places."""
    sources = []
    for it in fact.citations:
        document = it.document
        name = f"*{escaped(document.name)}*"
        if document.address and is_web_address(document.address):
            name = f"[{name}](<{document.address}>)"
        parts = (name, *map(escaped, filter(None, (document.publisher, document.published))))
        sources.append(f"“{escaped(it.quote)}”, {', '.join(parts)}, {it.locator}")
    return f"[^{fact.id}]: {'; '.join(sources)}\n"
