"""Nodes of JSON-LD as Turtle (https://www.w3.org/TR/turtle/) writes them, for TriG."""

import re
from collections.abc import Iterator, Mapping

from scifacts.exchange.material import TERMS
from scifacts.exchange.nodes import OWN, SCHEMA, Node
from scifacts.records import dumps

_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": SCHEMA,
    "own": TERMS,
}
# What may not stand in an IRI.
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\x9f]')


def prefixes(more: Mapping[str, str]) -> Iterator[str]:
    """The short forms of what properties and types begin with, and those of another form."""
    return (f"@prefix {short}: <{long}> .\n" for short, long in {**_PREFIXES, **more}.items())


def iri(text: str) -> str:
    """An IRI; what may not stand in one is percent-encoded."""
    return f"<{_FORBIDDEN.sub(lambda sign: f'%{ord(sign[0]):02X}', text)}>"


def literal(text: str) -> str:
    """Any text: the escapes of JSON are escapes of Turtle too."""
    return dumps(text)


def statements(subject: str, node: Node) -> str:
    """All that a node says, of a subject written already, ended by a point."""
    return f"{subject} {_said(node)} ."


def _said(node: Node) -> str:
    """The properties of a node and their values, the nodes inside it without names."""
    return " ;\n    ".join(_properties(node))


def _properties(node: Node) -> Iterator[str]:
    for key, value in node.items():
        match key, value:
            case "@id", _:
                pass
            case "@type", str():
                yield f"a {_term(value)}"
            case "@type", _:
                yield f"a {', '.join(map(_term, value))}"
            case "receipt", _:
                yield f"{_term(key)} {literal(dumps(value))}^^rdf:JSON"
            case _, list():
                yield f"{_term(key)} {', '.join(map(_object, value))}"
            case _:
                yield f"{_term(key)} {_object(value)}"


def _term(key: str) -> str:
    """A property or type; those of another form have a prefix."""
    return key if ":" in key else f"{'own' if key in OWN else 'schema'}:{key}"


def _object(value: object) -> str:
    match value:
        case {"@id": str() as name}:
            return iri(name)
        case dict():
            return f"[ {_said(value)} ]"
        case int():
            return str(value)
        case float():
            return f'"{value!r}"^^xsd:double'
        case _:
            return literal(str(value))
