"""`import scifacts`: the same engine in Python, typed and as values."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import scifacts
from scifacts.evidence.coverage import coverages
from scifacts.evidence.verify import Texts, read_texts
from scifacts.kinds import Bound, Kind, State
from scifacts.model import Citation, Document


@pytest.fixture
def base(harbour: Path) -> Iterator[scifacts.Base]:
    with scifacts.open(str(harbour / "facts.toml")) as opened:
        yield opened


def test_a_fact_is_a_value_with_its_documents_and_entities(base: scifacts.Base) -> None:
    fact = base.get("charter-signed")
    assert fact.kind is Kind.AGREEMENT
    assert [entity.name for entity in fact.about] == ["Signing of the Tide Charter", "Lisboa"]
    assert fact.figure is not None
    assert (fact.figure.value, fact.figure.bound) == (12, Bound.EXACTLY)
    assert str(fact.figure) == "12 countries"
    assert [citation.place for citation in fact.citations] == ["¶7-2", "¶2"]
    assert fact.citations[0].document == base.document("tide-power")
    assert fact.citations[0].document.paragraphs == (4, 5, 6, 7, 2, 3)
    assert fact == base.get("charter-signed")


def test_an_answer_tells_its_tier_its_corrections_and_what_is_unknown(base: scifacts.Base) -> None:
    answer = base.search("tide stations", limit=2)
    assert answer.match == "all"
    assert answer.has_more
    assert answer.hits[0].score is not None
    corrected = base.search("obzervatory")
    assert (corrected.match, corrected.corrections) == ("corrected", {"obzervatory": "observatory"})
    nothing = base.search("zebra", kind="plan")
    assert (nothing.hits, nothing.match, dict(nothing.unknown)) == ((), None, {"zebra": []})
    assert nothing.relaxed == {"kind plan": 0}
    assert base.search("obzervatory", exact=True).hits == ()


def test_options_may_name_one_or_several(base: scifacts.Base) -> None:
    one = [hit.fact.id for hit in base.filter(kind="plan")]
    both = [hit.fact.id for hit in base.filter(kind=["plan", "role"])]
    assert one == ["joining-laboratories"]
    assert both == ["sorensen-role", "joining-laboratories"]


def test_statistics_count_origins_without_reposts(base: scifacts.Base) -> None:
    stats = base.stats(program="BHP", by="document")
    assert stats.totals.facts == 11
    assert stats.totals.documents == stats.origins + 1
    assert [group.id for group in stats.groups][:2] == ["annual-report", "tide-power"]
    assert all(hit.fact.figure for hit in stats.readings)


def test_names_that_are_not_there_raise_with_the_nearest(base: scifacts.Base) -> None:
    with pytest.raises(scifacts.UnknownNameError) as caught:
        base.get("charter-sined")
    assert caught.value.nearest == ("charter-signed",)
    with pytest.raises(scifacts.UnknownNameError, match="see `scifacts documents`"):
        base.document("nothing")
    with pytest.raises(scifacts.UnknownNameError, match="see `scifacts entities`"):
        base.entity("xyz")
    with pytest.raises(scifacts.QueryError):
        base.search("")
    with pytest.raises(scifacts.BaseNotFoundError):
        scifacts.open("nowhere.toml")


def test_names_are_completed_as_they_begin(base: scifacts.Base) -> None:
    assert base.completions("program", "bl") == ["Blue Harbour Programme", "blue-harbour"]
    assert base.completions("fact", "tide") == [
        "tide-stations-countries",
        "tide-stations-lecture",
        "tide-stations-number",
    ]
    assert base.completions("document", "ann") == ["annual-report", "annual-report-repost"]
    assert base.completions("publisher", "new") == ["News & Views"]
    assert base.completions("unit", "lab") == ["laboratories"]
    assert base.completions("person", "xyz") == []


def test_who_said_nothing_completes_no_speaker(base: scifacts.Base) -> None:
    speakers = {name for name in base.completions("said-by", "") if name == name.lower()}
    assert speakers == {it.id for hit in base.filter() for it in hit.fact.said_by}


@pytest.mark.parametrize("field", ["value", "since", "until"])
def test_numbers_and_dates_are_not_completed(base: scifacts.Base, field: str) -> None:
    assert base.completions(field, "2") == []


def test_kinds_types_and_groupings_are_completed(base: scifacts.Base) -> None:
    assert sorted(base.completions("kind", "st")) == ["statement", "statistic"]


def test_progress_is_told_while_a_base_is_indexed(harbour: Path) -> None:
    told: list[tuple[int, int]] = []
    base = harbour / "facts.toml"
    scifacts.open(str(base), progress=lambda done, total: told.append((done, total))).close()
    assert told[-1] == (base.stat().st_size,) * 2
    assert told == sorted(told)


def _texts(harbour: Path, base: scifacts.Base) -> Texts:
    documents = [it.document for it in base.documents()]
    return read_texts(harbour / "texts", documents)


def test_every_quote_is_proven_or_its_text_not_at_hand(harbour: Path, base: scifacts.Base) -> None:
    texts = _texts(harbour, base)
    states = {
        texts.proof(citation).state for hit in base.filter() for citation in hit.fact.citations
    }
    assert states == {State.FOUND, State.NOT_AT_HAND}


@pytest.mark.parametrize(
    ("cited", "state"),
    [
        (("tide-power", 5, None, "over 40 tide stations"), State.FOUND),
        (("tide-power", 5, 6, "in 9 countries"), State.FOUND),
        (("tide-power", 5, 7, "in 9 countries"), State.ELSEWHERE),
        (("tide-power", 7, 2, "the annual conference in Lisboa"), State.FOUND),
        (("tide-power", 2, None, "conference in Lisboa"), State.ELSEWHERE),
        (("tide-power", 3, None, "'WE MEASURED TWICE,' said"), State.CLOSE),
        (("tide-power", 3, None, '"WE MEASURED TWICE," said'), State.FOUND),
        (("tide-power", 5, None, "over 41 tide stations"), State.CLOSE),
        (("tide-power", 5, None, "ver 40 tide stations"), State.CLOSE),
        (("tide-power", 8, None, "In Brief"), State.NOT_FOUND),
        (("gazette-brief", 8, None, "In Brief"), State.FOUND),
        (("annual-report", 2, None, "1,250 engineers"), State.FOUND),
        (("annual-report", 2, None, "250 engineers"), State.CLOSE),
        (("annual-report", 5, None, "$2.5 million a year [citation needed]."), State.FOUND),
        (("annual-report", 5, None, "5 million a year"), State.CLOSE),
        (("annual-report", 1, None, "…"), State.NOT_FOUND),
        (("lecture", 1, None, "anything"), State.NOT_AT_HAND),
    ],
)
def test_a_quote_stands_where_it_stands(
    harbour: Path, base: scifacts.Base, cited: tuple[str, int, int | None, str], state: State
) -> None:
    document, paragraph, to_paragraph, quote = cited
    citation = Citation(base.document(document), paragraph, quote, to_paragraph)
    assert _texts(harbour, base).proof(citation).looked_up is state


def test_a_text_that_changed_proves_nothing(harbour: Path) -> None:
    document = Document("report", file="report.txt", sha256="0" * 64)
    texts = read_texts(harbour / "texts", [document])
    proof = texts.proof(Citation(document, 2, "1,250 engineers"))
    assert (proof.state, proof.looked_up) == (State.CHANGED, State.FOUND)


def test_what_changed_does_not_cover_anything(harbour: Path, base: scifacts.Base) -> None:
    document = base.document("annual-report")._replace(sha256="0" * 64)
    texts = read_texts(harbour / "texts", [document])
    facts = [hit.fact for hit in base.filter(document="annual-report")]
    changed = [
        fact._replace(citations=tuple(it._replace(document=document) for it in fact.citations))
        for fact in facts
    ]
    (result,) = coverages([document], changed, texts, ())
    assert result.sentences.covered == 0
