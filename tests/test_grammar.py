"""How sentences are read: each row of the tables in `grammar/` is a sentence and what it says."""

from collections.abc import Callable
from math import inf
from pathlib import Path

import pytest

from scifacts.grammar.attributions import attributions
from scifacts.grammar.dates import dates
from scifacts.grammar.negations import negations
from scifacts.grammar.quantities import Quantity, quantities
from scifacts.grammar.sentences import sentences

TABLES = Path(__file__).parent / "grammar"


def _amount(it: Quantity) -> str:
    if it.bound == "at-least" and it.interval.high < inf:
        return f"{it.value:.11g}..{it.interval.high:.11g} {it.unit}"
    is_below = it.bound == "at-most" and it.interval.high_open
    return f"{'below' if is_below else it.bound} {it.value:.11g} {it.unit}"


def _dates(text: str) -> str:
    """Of `text @ reference`."""
    sentence, _, reference = text.partition(" @ ")
    return "; ".join(it.text + "*" * it.is_completed for it in dates(sentence, reference or None))


READINGS: dict[str, Callable[[str], str]] = {
    "quantities": lambda text: "; ".join(map(_amount, quantities(text))),
    "dates": _dates,
    "negations": lambda text: "; ".join(it.of(text) for it in negations(text)),
    "attributions": lambda text: "; ".join(
        f"{it.speaker.of(text)} > {it.verb.of(text)}" for it in attributions(text)
    ),
    "sentences": lambda text: " | ".join(
        it.of(text.replace("⏎", "\n")) for it in sentences(text.replace("⏎", "\n"))
    ),
}
# How many rows each table has at least.
LEAST = {"quantities": 150, "dates": 80, "negations": 30, "attributions": 30, "sentences": 30}


def _rows(table: str) -> list[str]:
    lines = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("table", "row"), [(it, row) for it in READINGS for row in _rows(it)])
def test_a_sentence_is_read_as_its_row_says(table: str, row: str) -> None:
    text, _, expected = row.partition("\t")
    assert READINGS[table](text).strip() == expected.strip()


@pytest.mark.parametrize("table", READINGS)
def test_the_tables_are_as_large_as_promised(table: str) -> None:
    rows = _rows(table)
    assert len(rows) >= LEAST[table]
    assert len(set(rows)) == len(rows)
