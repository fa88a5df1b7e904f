"""Reviews: an article beside a plain lookup, a large base beside a small one, a long text.

    python benchmarks/reviews.py

The article is 60 sentences of the tables of tests; in the synthetic bases it is made of claims.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import measure

import scifacts

_SENTENCES = 60
_ROUNDS = 5
_SIZES = (1_000, 100_000)
_PAGES = 1_000
_A_PAGE = 12  # sentences
_TABLE = Path(__file__).parent.parent / "tests" / "reviews" / "shipped.tsv"


def seconds(arguments: Sequence[str], rounds: int = _ROUNDS) -> float:
    """The least CPU time that a command took."""
    found = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "scifacts", *arguments],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def article() -> list[str]:
    """Sentences about the shipped base."""
    rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    return [row[2].split(" | ")[-1] for row in rows if len(row) == 3][:_SENTENCES]


def claims(base: Path) -> list[str]:
    """Sentences about a synthetic base: its own claims."""
    with scifacts.open(str(base)) as opened:
        return [hit.fact.claim for hit in opened.filter(limit=_SENTENCES)]


def written(folder: Path, sentences: Sequence[str]) -> str:
    """A file with these sentences, four a paragraph."""
    path = folder / f"{len(sentences)}.md"
    groups = (sentences[at : at + 4] for at in range(0, len(sentences), 4))
    path.write_text("\n\n".join(map(" ".join, groups)) + "\n", encoding="utf-8")
    return str(path)


def main() -> None:
    """Print the ratios."""
    print("| review of | CPU seconds | beside | ratio |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = written(folder, article())
        lookup, took = seconds(["search", "SKA", "--json"]), seconds(["review", text])
        print(f"| 60 sentences, shipped base | {took:.2f} | a lookup | {took / lookup:.1f} |")
        times = {}
        for size in _SIZES:
            base = measure.base(size, in_folder=False)
            text = written(folder, claims(base))
            times[size] = seconds(["review", text, "--base", str(base)])
        small, large = (times[size] for size in _SIZES)
        print(f"| 60 claims, 100,000 facts | {large:.2f} | 1,000 facts | {large / small:.2f} |")
        pages = written(folder, (article() * (_PAGES * _A_PAGE // _SENTENCES + 1)))
        took = seconds(["review", pages], rounds=1)
        each = took / (_PAGES * _A_PAGE)
        print(f"| {_PAGES:,} pages | {took:.1f} | a sentence of them | {each:.4f} |")


if __name__ == "__main__":
    main()
