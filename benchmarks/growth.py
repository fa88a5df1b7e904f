"""Growth: what a warm lookup costs as the base grows, and whether it still finds the best.

    python benchmarks/growth.py [--full]

With --full the largest base has 1,000,000 facts and not 100,000.
"""

from collections.abc import Sequence
from pathlib import Path

import bases
import measure
from measure import Command, Run

import scifacts
from scifacts.index import candidates

_SIZES = (1_000, 10_000, 100_000)
_FULL_SIZES = (*_SIZES, 1_000_000)
_TOGETHER = " ".join(bases.TOGETHER)
_PHRASE = f'"{" ".join(bases.PHRASE)}"'
_QUESTION = f"how many {bases.COMMON}s does the {' '.join(bases.TOGETHER[:2])} laboratory have"
_TEXT = (
    f'RT @SilkHarbour: "{bases.COMMON}s" -as they say- {" ".join(bases.common_words(20))}, '
    f"{_TOGETHER}, and #{bases.PHRASE[1].title()}{bases.PHRASE[0].title()}. https://t.co/aBc"
)
_MISSPELT = bases.RARE[:-3] + bases.RARE[-2:]

# What is asked, by name, as arguments; all with --json --limit 10.
LOOKUPS = {
    "rare word": ("search", bases.RARE),
    "common word": ("search", bases.COMMON),
    "three words": ("search", _TOGETHER),
    "phrase": ("search", _PHRASE),
    "filter on a program": ("filter", "--program", bases.PROGRAM),
    "common word in a program": ("search", bases.COMMON, "--program", bases.PROGRAM),
    "question, partial matches": ("search", _QUESTION),
    "misspelt rare word": ("search", _MISSPELT),
    "post, as a text": ("search", "--text", _TEXT),
}
# Searches whose candidates may be cut down.
_CUT_DOWN = (
    *bases.common_words(3),
    " ".join(bases.common_words(2)),
    bases.COMMON,
    f"{bases.COMMON} {bases.PHRASE[0]}",
    f"{bases.PHRASE[1]} {bases.PHRASE[0]}",
    bases.PHRASE[1],
    _TOGETHER,
    _PHRASE,
    _QUESTION,
    f"{bases.COMMON} program:silk-harbour",
    "Silk Harbour",
    f"Silk Harbour {bases.COMMON}",
    _TEXT,
)


def base(facts: int) -> Path:
    """The base of a size: one file, or a folder if that would be a large one."""
    return measure.base(facts, in_folder=facts > _SIZES[-1])


def lookup_runs(sizes: Sequence[int], rounds: int) -> dict[str, dict[int, list[Run]]]:
    """All lookups on bases of all sizes; the sizes take turns."""
    found = {}
    for name, (command, *words) in LOOKUPS.items():
        measure.say(name)
        arguments = (*words, "--json", "--limit", "10", "--base")
        commands = {
            str(facts): Command(measure.scifacts(command, *arguments, str(base(facts))))
            for facts in sizes
        }
        runs = measure.interleaved(commands, rounds)
        found[name] = {facts: runs[str(facts)] for facts in sizes}
    return found


def overlap(path: Path, question: str) -> tuple[float, bool]:
    """How much of the best 10 of everything, scored, is in the 10 answered; and at the top."""
    with scifacts.open(str(path)) as opened:
        ask = opened.related if question == _TEXT else opened.search
        answered = [hit.fact.id for hit in ask(question, limit=10).hits]
        limit = candidates._SCORE_ALL  # noqa: SLF001
        candidates._SCORE_ALL = 1 << 40  # noqa: SLF001
        try:
            best = [hit.fact.id for hit in ask(question, limit=10).hits]
        finally:
            candidates._SCORE_ALL = limit  # noqa: SLF001
    return len({*answered} & {*best}) / max(len(best), 1), answered[:1] == best[:1]


def _times_table(
    runs: dict[str, dict[int, list[Run]]], sizes: Sequence[int], *, of_cpu: bool
) -> None:
    median, ratio = (
        (measure.cpu, measure.cpu_ratio) if of_cpu else (measure.wall, measure.wall_ratio)
    )
    rows = [
        (
            name,
            measure.ms(median(by_size[sizes[0]])),
            *(
                f"{measure.ms(median(by_size[it]))} ({ratio(by_size[it], by_size[sizes[0]]):.2f})"
                for it in sizes[1:]
            ),
        )
        for name, by_size in runs.items()
    ]
    kind = "CPU" if of_cpu else "clock"
    measure.print_table(
        f"Growth, {kind} time of whole processes in ms (ratio to the smallest base)",
        ("lookup", *(f"{facts:,} facts" for facts in sizes)),
        rows,
    )


def _share(same: float, same_first: bool) -> str:
    return f"{same:.0%}" if same_first else f"{same:.0%}, another first"


def main() -> None:
    """Print the tables."""
    chosen = measure.parser(__doc__).parse_args()
    sizes = _FULL_SIZES if chosen.full else _SIZES
    measure.work_folder()
    runs = lookup_runs(sizes, 20 if chosen.full else 7)
    _times_table(runs, sizes, of_cpu=True)
    _times_table(runs, sizes, of_cpu=False)
    rows = []
    for question in _CUT_DOWN:
        found = [overlap(base(facts), question) for facts in sizes[1:]]
        rows.append(
            ("post" if question == _TEXT else question, *(_share(same, top) for same, top in found))
        )
    measure.print_table(
        "The first 10 answered that are among the 10 best with every match scored",
        ("question", *(f"{facts:,} facts" for facts in sizes[1:])),
        rows,
    )


if __name__ == "__main__":
    main()
