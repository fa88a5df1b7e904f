"""Facts as nanopublications in TriG (https://nanopub.net), unsigned, one a fact.

The assertion is the claim in the words of schema.org; its provenance (PROV-O) tells the quotes it
was derived from, their documents, and who said it; the publication info tells what wrote it.
"""

from collections.abc import Iterator

from scifacts.exchange.material import Material
from scifacts.exchange.nodes import Node, document_node, entity_node, fact_node, filled, link
from scifacts.exchange.turtle import iri, prefixes, statements
from scifacts.model import Fact
from scifacts.version import VERSION

_PREFIXES = {
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
_SOURCE = "citation"  # of a fact's node: the quotes


def written(material: Material) -> Iterator[str]:
    """A nanopublication a fact, each with four graphs."""
    yield f"{''.join(prefixes(_PREFIXES))}\n"
    for fact in material.facts:
        yield _nanopublication(fact, material)


def _nanopublication(fact: Fact, material: Material) -> str:
    name = material.name("nanopub", fact.id)
    node = fact_node(fact, material)
    quotations = node.pop(_SOURCE)
    asserted = [node, *(entity_node(it, material) for it in dict.fromkeys(fact.about))]
    head = {
        "@id": name,
        "@type": "np:Nanopublication",
        "np:hasAssertion": link(f"{name}#assertion"),
        "np:hasProvenance": link(f"{name}#provenance"),
        "np:hasPublicationInfo": link(f"{name}#pubinfo"),
    }
    graphs = {
        "Head": [head],
        "assertion": asserted,
        "provenance": list(_provenance(name, fact, quotations, material)),
        "pubinfo": list(_publication(name, fact, material)),
    }
    return (
        "".join(
            f"{iri(f'{name}#{graph}')} {{\n{''.join(map(_statement, nodes))}}}\n"
            for graph, nodes in graphs.items()
        )
        + "\n"
    )


def _provenance(
    name: str, fact: Fact, quotations: list[Node], material: Material
) -> Iterator[Node]:
    """That the assertion was derived from quotes, and said by somebody; and what these are."""
    quotes = [f"{name}#citation-{number}" for number, _ in enumerate(quotations, 1)]
    yield filled(
        {
            "@id": f"{name}#assertion",
            "prov:wasDerivedFrom": [link(it) for it in quotes],
            "prov:wasAttributedTo": [link(material.name("entity", it.id)) for it in fact.said_by],
        }
    )
    for quote, quotation, citation in zip(quotes, quotations, fact.citations, strict=True):
        iri_of_document = material.name("document", citation.document.id)
        yield {**quotation, "@id": quote, "prov:wasQuotedFrom": link(iri_of_document)}
    for document in dict.fromkeys(it.document for it in fact.citations):
        yield document_node(document, material)
    for speaker in dict.fromkeys(fact.said_by):
        yield entity_node(speaker, material)


def _publication(name: str, fact: Fact, material: Material) -> Iterator[Node]:
    yield {
        "@id": name,
        "npx:introduces": link(material.name("fact", fact.id)),
        "prov:wasGeneratedBy": link(f"{name}#export"),
    }
    yield {
        "@id": f"{name}#export",
        "@type": "prov:Activity",
        "rdfs:label": f"scifacts {VERSION}",
    }


def _statement(node: Node) -> str:
    return f"  {statements(iri(node['@id']), node)}\n"
