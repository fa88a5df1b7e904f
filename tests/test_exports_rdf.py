"""Facts as JSON-LD and as nanopublications: what an RDF library and its validator read of them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nanopub.nanopub import Nanopub
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.namespace import PROV

from scifacts.exchange import jsonld, nanopub
from scifacts.exchange.material import TERMS, Material
from scifacts.exchange.receipts import receipt
from scifacts.kinds import EntityType
from scifacts.model import Document, Entity, Fact
from tests.strategies import FACTS
from tests.support import Runner

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

SCHEMA = "http://schema.org/"
SEVERAL = st.lists(FACTS, max_size=3, unique_by=lambda it: it.id)


def material(facts: Sequence[Fact]) -> Material:
    return Material(facts, Document, lambda it: Entity(it, EntityType.TOPIC, it), iri="urn:x-a:")


def said(graph: Graph, subject: Any, name: str) -> list[Any]:
    """What a graph says of a subject, by a word of schema.org or of ours."""
    found = [*graph.objects(subject, URIRef(SCHEMA + name))]
    return found or [*graph.objects(subject, URIRef(TERMS + name))]


def text(graph: Graph, subject: Any, name: str) -> str | None:
    (found,) = said(graph, subject, name) or [None]
    return None if found is None else str(found)


def numbers(graph: Graph, subject: Any) -> list[float | None]:
    found = [said(graph, subject, it) for it in ("value", "minValue", "maxValue")]
    return [float(it[0].toPython()) if it else None for it in found]


def assert_same_claim(graph: Graph, fact: Fact) -> Any:
    """That a graph holds the claim of a fact; its node."""
    claim = URIRef(f"urn:x-a:fact/{fact.id}")
    assert (claim, RDF.type, URIRef(SCHEMA + "Claim")) in graph
    assert text(graph, claim, "text") == fact.claim
    assert text(graph, claim, "kind") == fact.kind
    assert text(graph, claim, "temporalCoverage") == fact.date
    assert text(graph, claim, "description") == fact.note
    assert {str(it) for it in said(graph, claim, "about")} == {
        f"urn:x-a:entity/{it.id}" for it in fact.about
    }
    figures = said(graph, claim, "mainEntity")
    assert len(figures) == (fact.figure is not None)
    if fact.figure:
        low, high, *_ = fact.figure.interval
        expected = [fact.figure.value, low, high]
        for found, number in zip(numbers(graph, figures[0]), expected, strict=True):
            assert found == pytest.approx(number, rel=1e-15) if found is not None else abs(number)
        assert text(graph, figures[0], "unitText") == fact.figure.unit
        assert text(graph, figures[0], "bound") == fact.figure.bound
    return claim


def assert_same_quotes(graph: Graph, quotations: Sequence[Any], fact: Fact) -> None:
    found = {(text(graph, it, "text"), text(graph, it, "receipt")) for it in quotations}
    assert {quote for quote, _ in found} == {it.quote for it in fact.citations}
    receipts = [json.loads(it) for _, it in found if it is not None]
    assert len(receipts) == len(found)
    expected = [json.loads(json.dumps(receipt(fact, it))) for it in fact.citations]
    assert all(it in expected for it in receipts)


@given(SEVERAL)
def test_any_facts_are_read_back_from_json_ld(facts: list[Fact]) -> None:
    written = "".join(jsonld.written(material(facts)))
    graph = Graph().parse(data=written, format="json-ld")
    claims = [*graph.subjects(RDF.type, URIRef(SCHEMA + "Claim"))]
    assert len(claims) == len(facts)
    for fact in facts:
        claim = assert_same_claim(graph, fact)
        assert_same_quotes(graph, said(graph, claim, "citation"), fact)


def nanopublications(written: str) -> Iterator[Dataset]:
    """Each nanopublication of a file of them, apart."""
    head, *rest = written.split("\n\n")
    for one in rest:
        if one.strip():
            yield Dataset().parse(data=f"{head}\n{one}", format="trig")


@given(SEVERAL)
def test_any_facts_are_read_back_from_nanopublications(facts: list[Fact]) -> None:
    written = "".join(nanopub.written(material(facts)))
    whole = Dataset(default_union=True).parse(data=written, format="trig")
    assert len([*whole.subjects(RDF.type, URIRef(SCHEMA + "Claim"))]) == len(facts)
    for fact, found in zip(facts, nanopublications(written), strict=True):
        name = f"urn:x-a:nanopub/{fact.id}"
        assert_same_claim(found.graph(URIRef(f"{name}#assertion")), fact)
        provenance = found.graph(URIRef(f"{name}#provenance"))
        quotes = [*provenance.objects(URIRef(f"{name}#assertion"), PROV.wasDerivedFrom)]
        assert len(quotes) == len(fact.citations)
        assert_same_quotes(provenance, quotes, fact)


def test_the_validator_of_nanopublications_accepts_each(harbour: Path, run: Runner) -> None:
    ran = run("export", "nanopub", "--iri", "https://facts.example/", base=harbour / "facts.toml")
    found = [Nanopub(rdf=it) for it in nanopublications(ran.out)]
    assert len(found) == 15
    assert all(it.is_valid for it in found)


def test_a_graph_names_documents_and_entities_once_and_as_what_they_are(
    harbour: Path, run: Runner
) -> None:
    ran = run("export", "jsonld", "--iri", "https://facts.example/", base=harbour / "facts.toml")
    nodes = json.loads(ran.out)["@graph"]
    assert len({it["@id"] for it in nodes}) == len(nodes)
    graph = Graph().parse(data=ran.out, format="json-ld")
    page = URIRef("https://facts.example/document/tide-power")
    assert (page, RDF.type, URIRef(SCHEMA + "NewsArticle")) in graph
    assert text(graph, page, "url") == "https://gazette.example/tide-power?page=2"
    repost = URIRef("https://facts.example/document/annual-report-repost")
    (origin,) = said(graph, repost, "isBasedOn")
    assert text(graph, origin, "name") == "Annual Report 2024"
    (program,) = graph.subjects(RDF.type, URIRef(SCHEMA + "Project"))
    assert text(graph, program, "name") == "Blue Harbour Programme"
