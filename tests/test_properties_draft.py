"""What holds for a draft of any text."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from scifacts.authoring.draft import Draft, draft
from scifacts.authoring.draftforms import as_json, as_toml
from scifacts.evidence.coverage import coverage
from scifacts.evidence.verify import Texts, read_texts
from scifacts.grammar.quantities import holds
from scifacts.kinds import EntityType, State
from scifacts.model import Document, Entity
from scifacts.text import escape_unsafe
from tests.strategies import HOSTILE
from tests.test_properties_grammar import SENTENCES

DOCUMENT = Document("paper", file="paper.txt", published="2025-06-20")
KNOWN = (
    Entity("harbour", EntityType.PROGRAM, "Blue Harbour Programme", ("BHP",)),
    Entity("ana", EntityType.PERSON, "Ana Lund"),
)
_BITS = st.lists(
    st.one_of(
        st.sampled_from(
            "BHP Blue Harbour Programme Ana Lund said that the Institute of Tides and Waves (ITW) "
            "( ) , ; — \" “ ” . ' ’s : Norway since its launch in 2021 12 boats, nearly 4,000 "
            "on Tuesday [ ] \n - -\n \x0b \x1c \x85 \u2028 \xad".split(" ")
        ),
        SENTENCES,
        HOSTILE,
    ),
    max_size=40,
)
TEXTS = _BITS.map(" ".join)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as path:
        yield Path(path)


def _drafted(folder: Path, text: str) -> tuple[Draft, Texts]:
    (folder / "paper.txt").write_text(text, encoding="utf-8", newline="")
    texts = read_texts(folder, [DOCUMENT])
    source = texts.sources["paper"]
    sentences = coverage(DOCUMENT, source, ()).uncovered
    return draft(DOCUMENT, source, sentences, KNOWN), texts


@given(text=TEXTS)
def test_every_quote_is_short_and_found_and_holds_its_number(folder: Path, text: str) -> None:
    drafted, texts = _drafted(folder, text)
    for proposal in drafted.proposals:
        quote = proposal.citation.quote
        assert len(quote.split()) <= 20
        assert texts.proof(proposal.citation).state is State.FOUND
        assert proposal.figure is None or holds(quote, proposal.figure.value)


@given(text=TEXTS)
def test_a_draft_is_toml_that_says_what_was_proposed(folder: Path, text: str) -> None:
    drafted, _ = _drafted(folder, text)
    written = "".join(as_toml(drafted))
    read = tomli.loads(written)
    quotes = [it["citations"][0]["quote"] for it in read.get("facts", ())]
    assert quotes == [it.citation.quote for it in drafted.proposals]
    assert [it["name"] for it in read.get("entities", ())] == [it.name for it in drafted.entities]
    for form in (written, as_json(drafted)):
        assert escape_unsafe(form.replace("\n", " ")) == form.replace("\n", " ")


@given(text=TEXTS)
def test_new_entities_have_ids_of_their_own_and_are_spoken_of(folder: Path, text: str) -> None:
    drafted, _ = _drafted(folder, text)
    ids = [it.id for it in (*KNOWN, *drafted.entities)]
    assert len(ids) == len(set(ids))
    spoken_of = {it.id for proposal in drafted.proposals for it in proposal.about}
    spoken_of |= {it.speaker.id for it in drafted.proposals if it.speaker}
    assert spoken_of <= set(ids)
    assert {it.id for it in drafted.entities} <= spoken_of
