"""How answers look on a screen: each file in `screens/` shows one form at several widths.

Renderers are pure: an answer and a Screen in, text out. `pytest --rewrite` writes what is seen.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import scifacts
from scifacts.render import (
    Form,
    Screen,
    chronology,
    compared,
    full_card,
    rendered,
    statistics,
    table,
)
from scifacts.text import stems
from tests.support import SHIPPED, TESTS, compared_with_golden, in_words

WIDTHS = (40, 60, 80, 120)
STEMS = frozenset(stems("tide laboratories"))
_IDS = ("charter-signed", "measured-twice", "observatory-cost", "joining-laboratories")


def _cards(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    return rendered(Form.CARDS, [base.hit(fact_id) for fact_id in _IDS], screen)


def _possible(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    return rendered(Form.CARDS, base.filter(value=">=42", possible=True), screen)


def _table(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    return rendered(Form.TABLE, [base.hit(fact_id) for fact_id in _IDS], screen)


def _show(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    for fact_id in ("charter-signed", "tide-stations-number"):
        yield from full_card(base.hit(fact_id), base.neighbours(fact_id), screen)


def _stats(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    yield from statistics(base.stats(program="BHP", limit=40), screen)
    yield from statistics(base.stats(by="publisher", limit=1), screen)
    yield from statistics(base.stats(kind="role", by="country"), screen)


def _crossed(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    yield from statistics(base.stats(by="publisher,kind", limit=1), screen)


def _timeline(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    return chronology(base.timeline(), screen)


def _entities(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    rows = [
        (it.entity.id, it.entity.name, ", ".join(it.entity.aliases), str(it.facts))
        for it in base.entities()
    ]
    return table(("id", "name", "aliases", "facts#"), rows, screen)


def _documents(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    documents = [it.document for it in base.documents()]
    rows = [(it.id, it.title or "", it.publisher or "", it.published or "") for it in documents]
    return table(("id", "title", "publisher", "published"), rows, screen)


def _comparisons(base: scifacts.Base, screen: Screen) -> Iterator[str]:
    return compared(base.compare(), screen)


SCREENS: dict[str, Callable[[scifacts.Base, Screen], Iterator[str]]] = {
    "cards": _cards,
    "possible": _possible,
    "table": _table,
    "show": _show,
    "stats": _stats,
    "crossed": _crossed,
    "timeline": _timeline,
    "entities": _entities,
    "documents": _documents,
    "comparisons": _comparisons,
}


@pytest.fixture(scope="module")
def base(harbour: Path) -> Iterator[scifacts.Base]:
    with scifacts.open(str(harbour / "facts.toml")) as opened:
        yield opened


@pytest.mark.parametrize("colored", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_form_looks_as_shown_at_every_width(
    base: scifacts.Base, name: str, *, colored: bool, rewrite: bool
) -> None:
    shown = ""
    for width in WIDTHS:
        screen = Screen(width, is_terminal=True, styled=colored, colored=colored, stems=STEMS)
        text = "".join(SCREENS[name](base, screen))
        shown += f"{'-' * width}\n{in_words(text, {})}"
    path = TESTS / "screens" / f"{name}-{'colour' if colored else 'plain'}.txt"
    compared_with_golden(path, shown, rewrite=rewrite)


@pytest.mark.parametrize("width", [20, 31, 40, 80, 120])
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_the_screen(base: scifacts.Base, name: str, width: int) -> None:
    text = "".join(SCREENS[name](base, Screen(width, is_terminal=True)))
    assert max(len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("name", ["timeline", "entities", "documents", "comparisons"])
def test_no_word_is_broken(name: str, width: int) -> None:
    with scifacts.open(str(SHIPPED)) as base:
        wide, narrow = (
            set("".join(SCREENS[name](base, Screen(columns, is_terminal=True))).split())
            for columns in (400, width)
        )
    assert {word for word in wide - narrow if any(char.isalpha() for char in word)} == set()


@pytest.mark.parametrize("name", SCREENS)
def test_without_styles_there_are_no_escape_sequences(base: scifacts.Base, name: str) -> None:
    assert "\x1b" not in "".join(SCREENS[name](base, Screen(80, is_terminal=True)))


@pytest.mark.parametrize("name", ["cards", "show"])
def test_styles_without_colour_are_no_colours(base: scifacts.Base, name: str) -> None:
    text = "".join(SCREENS[name](base, Screen(80, is_terminal=True, styled=True, stems=STEMS)))
    assert "\x1b[1m" in text
    assert not any(f"[{code}m" in text or f";{code}m" in text for code in range(30, 38))


@pytest.mark.parametrize("form", Form)
def test_no_facts_at_all_render_in_every_form(form: Form) -> None:
    text = "".join(rendered(form, [], Screen()))
    expected = {Form.JSON: "[]\n", Form.CSL_JSON: "[]\n"}
    assert text == expected.get(form, text if form in {Form.CSV, Form.SAFE_CSV, Form.TSV} else "")
    assert text.count("\n") <= 1


@pytest.mark.parametrize("form", Form)
def test_every_piece_of_every_form_ends_with_a_line_end(base: scifacts.Base, form: Form) -> None:
    assert "".join(rendered(form, base.filter(), Screen(80))).endswith("\n")
