"""Facts as JSON-LD 1.1: a graph of schema.org claims with the context inside, a node a line."""

from collections.abc import Iterator

from scifacts.exchange.material import Material, Newcomers
from scifacts.exchange.nodes import OWN, SCHEMA, Node, document_node, entity_node, fact_node
from scifacts.model import Document
from scifacts.records import dumps

CONTEXT = {
    "@version": 1.1,
    "@vocab": SCHEMA,
    **OWN,
    "receipt": {"@id": OWN["receipt"], "@type": "@json"},
}


def written(material: Material) -> Iterator[str]:
    """One object; documents and entities come before the first fact that names them."""
    yield f'{{"@context":{dumps(CONTEXT)},\n"@graph":['
    opening = "\n"
    for node in _nodes(material):
        yield f"{opening}{dumps(node)}"
        opening = ",\n"
    yield "\n]}\n"


def _nodes(material: Material) -> Iterator[Node]:
    newcomers = Newcomers(material)
    for fact in material.facts:
        for item in newcomers.of(fact):
            if isinstance(item, Document):
                yield document_node(item, material)
            else:
                yield entity_node(item, material)
        yield fact_node(fact, material)
