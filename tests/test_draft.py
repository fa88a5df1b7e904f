"""What `scifacts draft` proposes: for each sentence nobody cites, a quote and what it says."""

import json
from pathlib import Path
from typing import Any

import pytest
import tomli

from scifacts.grammar.quantities import holds
from tests.support import ROOT, Ran, Runner, compared_with_golden, fact, quoted, written

Proposal = dict[str, Any]

HEADER = """\
[base]
format = 1

[[documents]]
id = "paper"
file = "paper.txt"
{document}

[[entities]]
id = "harbour"
type = "program"
name = "Blue Harbour Programme"
aliases = ["BHP", "the Blue Harbour"]

[[entities]]
id = "lamp"
type = "facility"
name = "Great Lamp"
aliases = ["LAMP"]

[[entities]]
id = "tides"
type = "topic"
name = "Tides"

[[entities]]
id = "ana-lund"
type = "person"
name = "Ana Lund"
"""


class Desk:
    """A base with one document that has just been read; drafts what its text says."""

    def __init__(self, folder: Path, run: Runner) -> None:
        self.folder = folder
        self._run = run

    def run(self, text: str, *options: str, document: str = "", facts: str = "") -> Ran:
        header = HEADER.format(document=document)
        base = written(self.folder / "facts.toml", f"{header}\n{facts}")
        written(self.folder / "sources" / "paper.txt", text)
        return self._run("draft", "paper", *options, base=base)

    def draft(self, text: str, **keys: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(text, "--json", **keys).out)
        return found

    def facts(self, text: str, **keys: str) -> list[Proposal]:
        found: list[Proposal] = self.draft(text, **keys)["facts"]
        return found


@pytest.fixture
def desk(tmp_path: Path, run: Runner) -> Desk:
    return Desk(tmp_path, run)


def _quotes(facts: list[Proposal]) -> list[str]:
    return [it["citations"][0]["quote"] for it in facts]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Nearly 4,000 people came.", (4000, "nearly", "people")),
        ("It has at least three red doors.", (3, "at-least", "red doors")),
        ("They paid more than $2.5 million.", (2_500_000, "over", "dollars")),
        ("About 12 percent burned down.", (12, "about", "percent")),
    ],
)
def test_a_number_is_proposed_with_its_hedge_and_unit(
    desk: Desk, text: str, figure: tuple[float, str, str]
) -> None:
    (proposal,) = desk.facts(text)
    assert tuple(proposal["figure"][it] for it in ("value", "bound", "unit")) == figure
    assert proposal["kind"] == "statistic"


def test_each_number_of_a_sentence_is_a_proposal_of_its_own(desk: Desk) -> None:
    facts = desk.facts("The port has 12 cranes, sold 30 ships, and hired over 400 sailors.")
    assert [it["figure"]["value"] for it in facts] == [12, 30, 400]
    assert all(
        holds(quote, it["figure"]["value"]) for quote, it in zip(_quotes(facts), facts, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "about"),
    [
        pytest.param("Everyone likes the Great Lamp.", ["lamp"], id="a name"),
        pytest.param("The BHP grows.", ["harbour"], id="an alias"),
        pytest.param("The Great Lamp's roof leaks.", ["lamp"], id="a possessive"),
        pytest.param("Its LAMP shines.", ["lamp"], id="an acronym"),
        pytest.param("A lamp shines.", None, id="a common word is no acronym"),
        pytest.param("High tides came.", ["tides"], id="a topic, however it is written"),
        pytest.param("Ana Lund paints the Great Lamp.", ["ana-lund", "lamp"], id="in their order"),
    ],
)
def test_a_known_name_is_what_a_proposal_is_about(
    desk: Desk, text: str, about: list[str] | None
) -> None:
    assert [it["about"] for it in desk.facts(text)] == ([about] if about else [])


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        (
            "The Institute of Tides and Waves sank.",
            ("Institute of Tides and Waves", "organization"),
        ),
        ("They met at the Northern Pilots Forum.", ("Northern Pilots Forum", "event")),
        ("The Long Reach Lighthouse fell.", ("Long Reach Lighthouse", "facility")),
        ("The Clean Bays Initiative ended.", ("Clean Bays Initiative", "program")),
        ("It was built in Norway.", ("Norway", "country")),
        ("Dr. Jo Quay said that it rained.", ("Jo Quay", "person")),
    ],
)
def test_a_name_that_is_not_known_is_proposed_as_a_new_entity(
    desk: Desk, text: str, entity: tuple[str, str]
) -> None:
    found = desk.draft(text)
    (new,) = found["entities"]
    assert (new["name"], new["type"]) == entity
    assert found["facts"][0]["about"] == [new["id"]]


def test_an_acronym_in_brackets_becomes_an_alias(desk: Desk) -> None:
    found = desk.draft("The Northern Pilots Society (NPS) sank.\nThe NPS rose again.")
    (new,) = found["entities"]
    assert new["aliases"] == ["NPS"]
    assert [it["about"] for it in found["facts"]] == [[new["id"]]] * 2


def test_an_entity_that_the_base_knows_is_not_proposed_again(desk: Desk) -> None:
    assert desk.draft("The Blue Harbour Programme (BHP) has 12 cranes.")["entities"] == []


def test_the_id_of_a_new_entity_is_not_that_of_another(desk: Desk) -> None:
    (new,) = desk.draft("The Lamp Port has 12 cranes.", document='title = "Any"')["entities"]
    assert new["id"] == "lamp-port"
    header = '[[entities]]\nid = "lamp-port"\ntype = "place"\nname = "Elsewhere"\n'
    (new,) = desk.draft("The Lamp Port has 12 cranes.", facts=header)["entities"]
    assert new["id"] == "lamp-port-2"


@pytest.mark.parametrize(
    ("text", "published", "dates"),
    [
        pytest.param("It fell on 3 May 2019.", "", [("2019-05-03", [])], id="a day"),
        pytest.param(
            "It fell on Tuesday.", "2025-06-20", [("2025-06-17", ["date"])], id="reckoned"
        ),
        pytest.param("It fell on Tuesday.", "", [], id="nothing to reckon from"),
        pytest.param(
            "It rose on 18 June 2025.\nIt fell on Tuesday.",
            "",
            [("2025-06-18", []), ("2025-06-17", ["date"])],
            id="reckoned from a day told before",
        ),
        pytest.param(
            "It rose on 18 June 2025.\nAna Lund said that the BHP grows.",
            "",
            [("2025-06-18", []), ("2025-06-18", ["date"])],
            id="said on the day told before",
        ),
        pytest.param(
            "It rose on 18 June 2025.\nTides come and go.",
            "",
            [("2025-06-18", []), (None, [])],
            id="what nobody says has no day",
        ),
        pytest.param(
            "Since its launch in 2021, the BHP has grown.",
            "",
            [("2021", []), ("2021/..", [])],
            id="a beginning, and what has held since",
        ),
        pytest.param("The 2024 Bays Forum sank with the BHP.", "", [(None, [])], id="in a name"),
    ],
)
def test_a_date_is_proposed_as_far_as_the_text_tells_it(
    desk: Desk, text: str, published: str, dates: list[tuple[str | None, list[str]]]
) -> None:
    document = f"published = {quoted(published)}" if published else ""
    facts = desk.facts(text, document=document)
    assert [(it["date"], it["inferred"]) for it in facts] == dates
    assert all(bool(it["note"]) == bool(it["inferred"]) for it in facts)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ana Lund said that the lamp has 12 doors.", ["ana-lund"]),
        ("Lund said that the lamp has 12 doors.", ["ana-lund"]),
        ("It has 12 doors, according to the Blue Harbour Programme.", []),
        ("She said that the lamp has 12 doors.", []),
    ],
)
def test_who_says_so_is_proposed_if_the_sentence_names_a_speaker(
    desk: Desk, text: str, speaker: list[str]
) -> None:
    assert desk.facts(text)[0]["said_by"] == speaker


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing at all"),
        pytest.param("The Great Lamp", id="a title"),
        pytest.param("By Ana LUND and 2 others", id="a byline"),
        pytest.param("How tall is the Great Lamp?", id="a question"),
        pytest.param("It rained. Nobody minded.", id="neither number nor name"),
        pytest.param("[Photo by Ana Lund/BHP]", id="a credit"),
        pytest.param("Production credits: This text was made by Ana Lund.", id="more credits"),
    ],
)
def test_what_claims_nothing_is_passed_over(desk: Desk, text: str) -> None:
    ran = desk.run(f"{text}\n")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "scifacts: nothing left to propose in 'paper'\n"


def test_what_is_said_twice_is_proposed_once(desk: Desk) -> None:
    assert len(desk.facts("The lamp has 12 doors.\nThe lamp has 12 doors.")) == 1


def test_what_a_fact_cites_is_not_proposed_again(desk: Desk) -> None:
    cited = '[{ document = "paper", paragraph = 1, quote = "12 doors" }]'
    facts = fact("doors", citations=cited, about='["lamp"]')
    found = desk.facts("The lamp has 12 doors.\nThe lamp has 30 windows.", facts=facts)
    assert [it["figure"]["value"] for it in found] == [30]


def test_declared_furniture_is_not_proposed(desk: Desk) -> None:
    furniture = 'furniture = [{ paragraphs = "1", reason = "caption" }]'
    assert desk.run("The lamp has 12 doors.\n", document=furniture).status == 1


LONG = (
    "In the winter after the great storm, when nobody in the old town by the sea had any oil or "
    "wood left to burn, the Blue Harbour Programme gave 31 lamps to the schools of all seven "
    "villages, and those who had none were led home by the light of the Great Lamp on the hill."
)


def test_a_quote_has_at_most_twenty_words_and_says_what_is_proposed(desk: Desk) -> None:
    facts = desk.facts(LONG)
    assert [it["figure"] and it["figure"]["value"] for it in facts] == [31, 7, None]
    assert all(len(it.split()) <= 20 for it in _quotes(facts))
    assert all(it in LONG for it in _quotes(facts))
    assert "Great Lamp" in _quotes(facts)[-1]


def test_a_quote_that_runs_on_says_where_it_ends(desk: Desk) -> None:
    (proposal,) = desk.facts("The lamp has 12 red doors,\nwhich are of wood.")
    (cited,) = proposal["citations"]
    assert (cited["paragraph"], cited["to_paragraph"]) == (1, None)
    (proposal,) = desk.facts("It rained.\nThe harbour has twelve red\nboats today.")
    (cited,) = proposal["citations"]
    assert (cited["paragraph"], cited["to_paragraph"]) == (2, 3)


def _worded(draft: str) -> str:
    """A draft as it is once somebody has put all of it into words."""
    draft = draft.replace("about = []", 'about = ["lamp"]')
    for number in range(draft.count('claim = ""')):
        draft = draft.replace('claim = ""', f'id = "f{number}"\nclaim = "The {number}th is so."', 1)
    return draft


TEXT = f"""\
Harbour Report
{LONG}
On 3 May 2019, "nearly 4,000 people" — among them Ana Lund of the Institute of Tides (IT) — came to
see the Great Lamp; she said that "it has \\ 12 doors."
Evil ]] ''' \\u0041 \x1b[31m\u202e and [[facts]] # {{ }} in 5 doors.
Dr. Jo Quay of Norway's Bays and Banks Society said: “We paid €2.5 million, or 3% of all”.
"""


def test_a_draft_that_was_put_into_words_passes_every_check(desk: Desk, run: Runner) -> None:
    draft = desk.run(TEXT).out
    base = HEADER.format(document="")
    written(desk.folder / "facts.toml", f"{base}\n{_worded(draft)}")
    ran = run(
        *("check", "--sources", str(desk.folder / "sources"), "--json"),
        base=desk.folder / "facts.toml",
    )
    found = [it for it in json.loads(ran.out)["findings"] if it["code"] not in ("W501", "C306")]
    assert found == []
    assert draft.count("[[facts]]\n") > 6


def test_a_draft_is_no_base_until_its_claims_are_written(desk: Desk, run: Runner) -> None:
    draft = desk.run("The Great Lamp has 12 doors.").out
    base = written(desk.folder / "facts.toml", f"{HEADER.format(document='')}\n{draft}")
    found = json.loads(run("check", "--json", base=base).out)["findings"]
    assert "S109" in {it["code"] for it in found}
    assert run("search", "doors", base=base).status == 2


def test_both_forms_say_the_same(desk: Desk) -> None:
    as_toml, as_json = tomli.loads(desk.run(TEXT, "--toml").out), desk.draft(TEXT)
    for root in ("entities", "facts"):
        for table, record in zip(as_toml[root], as_json[root], strict=True):
            assert table.items() <= {**record, **_told(record)}.items()


def _told(record: Proposal) -> Proposal:
    """A record without what is not there, as TOML has it."""
    cited = [{k: v for k, v in it.items() if v is not None} for it in record.get("citations", ())]
    return {"citations": cited} if cited else {}


def test_every_key_of_the_json_is_there(desk: Desk) -> None:
    found = desk.draft(TEXT)
    assert list(found) == ["document", "entities", "facts"]
    assert {tuple(it) for it in found["entities"]} == {("id", "type", "name", "aliases")}
    assert {tuple(it) for it in found["facts"]} == {
        (
            *("claim", "kind", "about", "figure", "date", "said_by", "inferred", "citations"),
            *("note", "sentence"),
        )
    }
    assert {it["claim"] for it in found["facts"]} == {""}


def test_nothing_in_a_text_reaches_the_terminal_as_a_command(desk: Desk) -> None:
    for form in ("--toml", "--json"):
        out = desk.run(TEXT, form).out
        assert "\x1b" not in out
        assert "\u202e" not in out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["draft", "papre"], "unknown document 'papre'; did you mean 'paper'?"),
        (["draft", "paper", "--json", "--toml"], "--toml and --json ask for two forms; choose one"),
        (["draft", "paper", "--sources", "nowhere"], "no folder 'nowhere'"),
        (["draft"], "Missing argument 'DOCUMENT'."),
    ],
)
def test_what_cannot_be_drafted_is_told_in_a_line(
    desk: Desk, run: Runner, line: list[str], said: str
) -> None:
    desk.run("It rained.")
    ran = run(*line, base=desk.folder / "facts.toml")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_text_that_is_not_the_one_cited_is_refused(desk: Desk) -> None:
    ran = desk.run("The lamp has 12 doors.", document=f'sha256 = "{"0" * 64}"')
    assert ran.status == 2
    assert "is not the one cited so far" in ran.err


def test_a_text_that_is_not_there_is_told(desk: Desk, run: Runner) -> None:
    desk.run("It rained.")
    (desk.folder / "sources" / "paper.txt").unlink()
    ran = run("draft", "paper", base=desk.folder / "facts.toml")
    assert ran.status == 2
    assert "is not at hand; name the folder that holds it with --sources" in ran.err


def test_the_documentation_shows_what_is_written(
    tmp_path: Path, run: Runner, *, rewrite: bool
) -> None:
    page = ROOT / "docs" / "draft.md"
    text = page.read_text(encoding="utf-8")
    shown = text.partition("```text\n")[2].partition("```")[0]
    document = (
        '[[documents]]\nid = "harbour-report"\nfile = "report.txt"\npublished = "2025-06-20"\n'
    )
    base = written(tmp_path / "facts.toml", f"[base]\nformat = 1\n\n{document}")
    written(tmp_path / "sources" / "report.txt", shown)
    before, _, rest = text.partition("```toml\n")
    after = rest.partition("```")[2]
    answer = run("draft", "harbour-report", base=base).out
    compared_with_golden(page, f"{before}```toml\n{answer}```{after}", rewrite=rewrite)
