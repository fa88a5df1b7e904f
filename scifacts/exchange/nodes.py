"""Facts, documents and entities in the words of schema.org, as nodes of JSON-LD.

Words of our own, where schema.org has none, are those of `TERMS`.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from scifacts.dates import FUTURE, PAST, span
from scifacts.exchange.links import deep_link
from scifacts.exchange.material import TERMS, Material
from scifacts.exchange.names import name
from scifacts.exchange.receipts import receipt
from scifacts.kinds import EntityType
from scifacts.model import Citation, Document, Entity, Fact, Figure

Node = dict[str, Any]

SCHEMA = "http://schema.org/"
OWN = {
    it: f"{TERMS}{it}"
    for it in ("bound", "inferred", "kind", "part_of", "receipt", "state", "supersedes")
}
_ENTITIES = {
    EntityType.PROGRAM: "Project",
    EntityType.FACILITY: "Place",
    EntityType.ORGANIZATION: "Organization",
    EntityType.PERSON: "Person",
    EntityType.COUNTRY: "Country",
    EntityType.PLACE: "Place",
    EntityType.EVENT: "Event",
    EntityType.TOPIC: "DefinedTerm",
}
# By type of CSL; any other is a CreativeWork.
_DOCUMENTS = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "map": "Map",
    "paper-conference": "ScholarlyArticle",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "software": "SoftwareApplication",
    "thesis": "Thesis",
    "webpage": "WebPage",
}


def filled(node: Mapping[str, Any]) -> Node:
    """A node without what is absent."""
    return {key: value for key, value in node.items() if value is not None and value != []}


def link(iri: str | None) -> Node | None:
    """A node that is told of elsewhere."""
    return {"@id": iri} if iri else None


def fact_node(fact: Fact, material: Material) -> Node:
    """A fact as a Claim, which appears in documents and cites quotations in them."""
    return filled(
        {
            "@id": material.name("fact", fact.id),
            "@type": "Claim",
            "identifier": fact.id,
            "text": fact.claim,
            "kind": str(fact.kind),
            "about": [link(material.name("entity", it.id)) for it in fact.about],
            "author": [link(material.name("entity", it.id)) for it in fact.said_by],
            "temporalCoverage": fact.date,
            "mainEntity": fact.figure and figure_node(fact.figure, material),
            "appearance": [
                link(iri)
                for iri in dict.fromkeys(
                    material.name("document", it.document.id) for it in fact.citations
                )
            ],
            "citation": [quotation_node(fact, it, material) for it in fact.citations],
            "supersedes": fact.supersedes and link(material.name("fact", fact.supersedes)),
            "inferred": list(fact.inferred),
            "description": fact.note,
        }
    )


def figure_node(figure: Figure, material: Material) -> Node:
    """A figure as an observation: the number as printed, and the least and greatest it allows."""
    low, high, *_ = figure.interval
    return filled(
        {
            "@type": ["Observation", "QuantitativeValue"],
            "measuredProperty": link(material.name("measure", figure.measure)),
            "value": figure.value,
            "bound": str(figure.bound),
            "minValue": low if isfinite(low) else None,
            "maxValue": high if isfinite(high) else None,
            "unitText": figure.unit,
        }
    )


def quotation_node(fact: Fact, citation: Citation, material: Material) -> Node:
    """A citation: the words quoted, and where they stand; its receipt proves them."""
    source = material.text(citation.document) if citation.document.url else None
    return filled(
        {
            "@type": "Quotation",
            "text": citation.quote,
            "isPartOf": link(material.name("document", citation.document.id)),
            "position": citation.place,
            "pagination": citation.page and str(citation.page),
            "url": link(deep_link(citation, source)),
            "receipt": receipt(fact, citation),
        }
    )


def document_node(document: Document, material: Material) -> Node:
    """A document as a work; `encoding` is its text, which quotes are proven against."""
    encoding = {"@type": "MediaObject", "encodingFormat": "text/plain", "sha256": document.sha256}
    origin = document.derived_from
    return filled(
        {
            "@id": material.name("document", document.id),
            "@type": _DOCUMENTS.get(document.type or "", "CreativeWork"),
            "identifier": document.id,
            "name": document.title,
            "author": [_author(printed) for printed in document.authors],
            "publisher": document.publisher
            and {"@type": "Organization", "name": document.publisher},
            "datePublished": document.published if _is_date(document.published) else None,
            "temporal": None if _is_date(document.published) else document.published,
            "inLanguage": document.language,
            "url": link(document.url),
            "sameAs": link(document.doi and document._replace(url=None).address),
            "archivedAt": link(document.archived),
            "encoding": encoding if document.sha256 else None,
            "isBasedOn": origin and link(material.name("document", origin)),
            "inferred": list(document.inferred),
        }
    )


def entity_node(entity: Entity, material: Material) -> Node:
    """An entity, of the nearest type that schema.org has and of its own."""
    return filled(
        {
            "@id": material.name("entity", entity.id),
            "@type": _ENTITIES[entity.type],
            "additionalType": link(f"{TERMS}{entity.type}"),
            "identifier": entity.id,
            "name": entity.name,
            "alternateName": list(entity.aliases),
            "part_of": [link(material.name("entity", it)) for it in entity.part_of],
        }
    )


def _author(printed: str) -> Node:
    """A person with family and given name; what is not surely one has a name alone."""
    found = name(printed)
    person = {"@type": "Person", "familyName": found.family, "givenName": found.given}
    return {**(person if found.given else {}), "name": printed}


def _is_date(published: str | None) -> bool:
    """Whether it is one date, however partial, and no span of time."""
    return (
        published is not None and "/" not in published and not {PAST, FUTURE} & {*span(published)}
    )
