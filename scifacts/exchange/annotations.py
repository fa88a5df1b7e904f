"""Facts as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one a citation.

The body is the claim; the target is the quote in its document on the web. With the text at hand,
the quote has what stands around it, and there is a second target: the text itself, by its digest
(RFC 6920), with the position of the quote among the characters of the file.
"""

import base64
from collections.abc import Iterator
from typing import Any

from scifacts.evidence.verify import Texts
from scifacts.exchange.material import Material
from scifacts.exchange.nodes import OWN, filled
from scifacts.exchange.receipts import receipt
from scifacts.grammar.spans import Span
from scifacts.kinds import State
from scifacts.model import Citation, Fact
from scifacts.records import dumps
from scifacts.sources import Source

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"receipt": {"@id": OWN["receipt"], "@type": "@json"}},
]
_AROUND = 32  # characters on either side, as Hypothesis has it


def written(material: Material) -> Iterator[str]:
    """An annotation page, an annotation a line."""
    name = material.name("annotations", "all")
    yield f'{{"@context":{dumps(CONTEXT)},"id":"{name}","type":"AnnotationPage",\n"items":['
    opening = "\n"
    for fact in material.facts:
        for number, citation in enumerate(fact.citations, 1):
            yield f"{opening}{dumps(_annotation(fact, number, citation, material))}"
            opening = ",\n"
    yield "\n]}\n"


def _annotation(fact: Fact, number: int, citation: Citation, material: Material) -> dict[str, Any]:
    source = material.text(citation.document)
    span = source and _place(citation, source)
    targets = [_quoted(citation, source, span, material)]
    if source and span and citation.document.sha256:
        targets += _positioned(citation.document.sha256, source, span)
    return {
        "id": material.name("annotation", f"{fact.id}-{number}"),
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "id": material.name("fact", fact.id),
            "type": "TextualBody",
            "value": fact.claim,
            "format": "text/plain",
        },
        "target": targets,
        "receipt": receipt(fact, citation),
    }


def _place(citation: Citation, source: Source) -> Span | None:
    """Where a quote stands in the text, if this is the text it was taken from."""
    proof = Texts({citation.document.id: source}).proof(citation)
    return proof.span if proof.state is State.FOUND else None


def _quoted(
    citation: Citation, source: Source | None, span: Span | None, material: Material
) -> dict[str, Any]:
    """The quote in the document on the web, or in the one of this name."""
    document = citation.document
    selector = {"type": "TextQuoteSelector", "exact": citation.quote}
    if source and span:
        selector |= {
            "exact": source.text[span.start : span.end],
            "prefix": source.text[max(0, span.start - _AROUND) : span.start],
            "suffix": source.text[span.end : span.end + _AROUND],
        }
    return filled(
        {
            "type": "SpecificResource",
            "source": document.address or material.name("document", document.id),
            "selector": selector,
        }
    )


def _positioned(sha256: str, source: Source, span: Span) -> Iterator[dict[str, Any]]:
    """The quote by where it stands in the file, if it stands there in one piece."""
    ends = (span.start, span.end - 1)
    start, last = map(source.position_in_file, ends)
    first_paragraph, last_paragraph = map(source.paragraph_at, ends)
    breaks = source.text.count("\n", *ends)
    if start is not None and last is not None and last_paragraph - first_paragraph == breaks:
        yield {
            "type": "SpecificResource",
            "source": text_name(sha256),
            "selector": {"type": "TextPositionSelector", "start": start, "end": last + 1},
        }


def text_name(sha256: str) -> str:
    """The name of a text by its digest (RFC 6920)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"
