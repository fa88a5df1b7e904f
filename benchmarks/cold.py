"""Cold: what the first lookup after an edit costs.

    python benchmarks/cold.py [--full]

With --full also the building of 1,000,000 facts in a folder, which takes minutes.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import bases
import measure
from measure import Command, Run

import scifacts.location

_TOML_ALONE = "import sys, tomli; tomli.loads(open(sys.argv[1], encoding='utf-8').read())"
_FACTS = 100_000
_GRAIN_SECONDS = 2.1
_HEADINGS = ("what", "clock, s", "CPU, s", "peak, MB", "clock ratio", "CPU ratio", "peak ratio")


class Editor:
    """Prepares runs by their name.

    Before "edited" it changes the last claim of the file, before "new" it removes the index of the
    base, and before "warm" it lets the index settle.
    """

    def __init__(self, base: Path, file: Path, warm: Command) -> None:
        self._base = base
        self._file = file
        self._parts = file.read_text(encoding="utf-8").rpartition('claim = "')
        self._edits = 0
        self._warm = warm

    def __call__(self, name: str) -> None:
        """Prepare the run of this name."""
        if name == "edited":
            self._edits += 1
            before, key, claim = self._parts
            text = f"{before}{key}Edit {self._edits}: {claim}"
            self._file.write_text(text, encoding="utf-8")
        elif name == "new":
            _forget(self._base)
        elif name == "warm":
            # A file changed within the last two seconds is hashed at each lookup, as git does.
            time.sleep(_GRAIN_SECONDS)
            measure.run(self._warm)


def row(name: str, runs: list[Run], floor: list[Run]) -> tuple[str, ...]:
    """A row of the table: medians, and medians of ratios pair by pair."""
    peak = measure.peak(runs)
    return (
        name,
        f"{measure.wall(runs):.3f}",
        f"{measure.cpu(runs):.3f}",
        f"{peak:.0f}",
        f"{measure.wall_ratio(runs, floor):.2f}",
        f"{measure.cpu_ratio(runs, floor):.2f}",
        f"{peak / measure.peak(floor):.2f}",
    )


def lookup(path: Path, word: str = bases.RARE) -> Command:
    """A lookup in a base, as a process."""
    arguments = measure.scifacts("search", word, "--json", "--limit", "10", "--base", str(path))
    return Command(arguments, with_family=True)


def edited(path: Path, file: Path, word: str, rounds: int) -> Iterator[tuple[str, ...]]:
    """A warm lookup, the first after an edit of one file, and the first of all."""
    commands = dict.fromkeys(("edited", "warm", "new"), lookup(path, word))
    runs = measure.interleaved(commands, rounds, Editor(path, file, commands["warm"]))
    yield row("warm lookup", runs["warm"], runs["warm"])
    yield row("first lookup after an edit", runs["edited"], runs["warm"])
    yield row("first lookup of all", runs["new"], runs["warm"])


def one_file(path: Path, rounds: int) -> Iterator[tuple[str, ...]]:
    """The first lookups in a large file, beside parsing it and nothing else."""
    commands = {
        "tomli": Command([sys.executable, "-c", _TOML_ALONE, str(path)]),
        "new": lookup(path),
        "edited": lookup(path),
    }
    runs = measure.interleaved(commands, rounds, Editor(path, path, commands["edited"]))
    yield row("tomli.loads alone", runs["tomli"], runs["tomli"])
    yield row("first lookup after an edit", runs["edited"], runs["tomli"])
    yield row("first lookup of all", runs["new"], runs["tomli"])


def million() -> Iterator[tuple[str, ...]]:
    """Building a million facts, once, beside a warm lookup in them."""
    path = measure.base(1_000_000, in_folder=True)
    _forget(path)
    built = [measure.run(lookup(path))]
    measure.run(lookup(path))  # the files were made just before, and are hashed once more
    time.sleep(_GRAIN_SECONDS)
    warm = [measure.run(lookup(path))]
    size = Path(scifacts.location.cache_file(str(path))).stat().st_size / 1e6
    yield row("warm lookup", warm, warm)
    yield row(f"first lookup of all; index of {size:,.0f} MB", built, warm)


def _forget(path: Path) -> None:
    Path(scifacts.location.cache_file(str(path))).unlink(missing_ok=True)


def _copied(folder: Path, path: Path) -> Path:
    """A copy of a base that may be edited."""
    copy = folder / "cold" / path.name
    if copy.parent.exists():
        shutil.rmtree(copy.parent)
    copy.parent.mkdir()
    (shutil.copytree if path.is_dir() else shutil.copyfile)(path, copy)
    return copy


def main() -> None:
    """Print the tables."""
    chosen = measure.parser(__doc__).parse_args()
    folder = measure.work_folder()
    few, many = (5, 30) if chosen.full else (2, 9)

    copy = _copied(folder, Path(scifacts.location.shipped()))
    measure.print_table("Shipped base", _HEADINGS, edited(copy, copy, "SKA", many))

    copy = _copied(folder, measure.base(_FACTS, in_folder=True))
    file = sorted(copy.glob("*/*.toml"))[500]
    title = f"{_FACTS:,} facts in {len(list(copy.rglob('*.toml'))):,} files, one of them edited"
    measure.print_table(title, _HEADINGS, edited(copy, file, bases.RARE, many))

    copy = _copied(folder, measure.base(_FACTS))
    size = copy.stat().st_size / 1e6
    title = f"{_FACTS:,} facts in one file of {size:.0f} MB"
    measure.print_table(title, _HEADINGS, one_file(copy, few))

    if chosen.full:
        measure.print_table("1,000,000 facts in 1,001 files", _HEADINGS, million())


if __name__ == "__main__":
    main()
