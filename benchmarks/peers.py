"""Peers: the same questions on the same facts, asked with other tools.

    python benchmarks/peers.py [--facts N]

Each peer reads what suits it: recutils its .rec, jq the JSON Lines, ripgrep the TOML, the sqlite3
shell and sqlite-utils a table with FTS5 and porter stemming. Those that can rank do rank.
"""

import json
import os
import shutil
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import bases
import measure
from measure import Command

_INSTALLED_BY = {
    "recsel": "apt-get install recutils",
    "jq": "apt-get install jq",
    "rg": "apt-get install ripgrep",
    "sqlite3": "apt-get install sqlite3",
    "sqlite-utils": "pip install sqlite-utils",
}


class Files(NamedTuple):
    """The same facts in all forms."""

    toml: str
    lines: str
    rec: str
    database: str


class Question(NamedTuple):
    """What is asked: facts that hold all words, or the phrase, or are about the program."""

    words: tuple[str, ...] = ()
    is_phrase: bool = False
    program: str = ""


QUESTIONS = {
    "rare word": Question((bases.RARE,)),
    "common word": Question((bases.COMMON,)),
    "three words": Question(bases.TOGETHER),
    "phrase": Question(bases.PHRASE, is_phrase=True),
    "filter on a program": Question(program=bases.PROGRAM),
}


def by_scifacts(files: Files, question: Question) -> list[str]:
    """The best 10 of the facts; of those about a program, the first 10."""
    words = " ".join(question.words)
    asked = f'"{words}"' if question.is_phrase else words
    command = ["filter", "--program", question.program] if question.program else ["search", asked]
    return measure.scifacts(*command, "--json", "--limit", "10", "--base", files.toml)


def by_recsel(files: Files, question: Question) -> list[str]:
    """All the facts, unranked: recsel can neither rank nor stop early."""
    if question.program:
        return ["recsel", "-t", "Fact", "-e", f"About = '{question.program}'", files.rec]
    words = [" ".join(question.words)] if question.is_phrase else question.words
    condition = " && ".join(f"Claim ~ '{word}'" for word in words)
    return ["recsel", "-i", "-t", "Fact", "-e", condition, files.rec]


def by_jq(files: Files, question: Question) -> list[str]:
    """All the facts, unranked."""
    return ["jq", "-c", f"select({_jq_condition(question)})", files.lines]


def by_jq_limited(files: Files, question: Question) -> list[str]:
    """The first 10 facts in the order of the base, and no more is read."""
    return ["jq", "-nc", f"limit(10; inputs | select({_jq_condition(question)}))", files.lines]


def _jq_condition(question: Question) -> str:
    if question.program:
        return f"any(.about[]; .name == {json.dumps(question.program)})"
    words = [" ".join(question.words)] if question.is_phrase else question.words
    tests = " and ".join(f"contains({json.dumps(word)})" for word in words)
    return f".claim | ascii_downcase | {tests}"


def by_rg(files: Files, question: Question) -> list[str]:
    """The lines that hold a match, unranked; words in any order need a pattern for each order."""
    if question.program:
        return ["rg", f'about = .*"{bases.PROGRAM_ID}"', files.toml]
    if question.is_phrase or len(question.words) == 1:
        return ["rg", "-i", " ".join(question.words), files.toml]
    anywhere = "".join(f"(?=.*{word})" for word in question.words)
    return ["rg", "-iP", f"^claim{anywhere}", files.toml]


def by_sqlite3(files: Files, question: Question) -> list[str]:
    """The best 10 records by bm25; of those about a program, the first 10."""
    words = " ".join(question.words or (question.program,))
    if question.program:
        match = f'about : "{words}"'
    else:
        match = f'"{words}"' if question.is_phrase else words
    order = "" if question.program else "ORDER BY rank"
    sql = (
        "SELECT record FROM facts JOIN facts_fts ON facts.rowid = facts_fts.rowid"
        f" WHERE facts_fts MATCH '{match}' {order} LIMIT 10"
    )
    return ["sqlite3", files.database, sql]


def by_sqlite_utils(files: Files, question: Question) -> list[str]:
    """The best 10 rows by bm25."""
    words = " ".join(question.words or (question.program,))
    match = f'"{words}"' if question.is_phrase or question.program else words
    found = shutil.which("sqlite-utils") or "sqlite-utils"
    return [found, "search", files.database, "facts", match, "--limit", "10"]


PEERS: Mapping[str, Callable[[Files, Question], list[str]]] = {
    "recsel": by_recsel,
    "jq": by_jq,
    "jq, first 10": by_jq_limited,
    "rg": by_rg,
    "sqlite3": by_sqlite3,
    "sqlite-utils": by_sqlite_utils,
}


def files(facts: int) -> Files:
    """The facts in all forms, made if they are not there yet."""
    toml = measure.base(facts)
    lines = measure.records(facts, toml)
    rec, database = lines.with_suffix(".rec"), lines.with_suffix(".db")
    for path, write in ((rec, bases.write_rec), (database, bases.write_sqlite)):
        if not path.exists():
            measure.say(f"making {path}")
            beside = path.with_name(f"new-{path.name}")
            with suppress(FileNotFoundError):
                beside.unlink()
            write(_records(lines), beside)
            beside.rename(path)
    return Files(str(toml), str(lines), str(rec), str(database))


def _program(peer: str) -> str:
    return peer.partition(",")[0]


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print the table."""
    parser = measure.parser(__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    chosen = parser.parse_args()
    here = sysconfig.get_path("scripts")
    os.environ["PATH"] = f"{here}{os.pathsep}{os.environ['PATH']}"
    peers = {name: peer for name, peer in PEERS.items() if shutil.which(_program(name))}
    for name in PEERS.keys() - peers.keys():
        measure.say(f"{name} is left out: {_INSTALLED_BY[_program(name)]}")
    made = files(chosen.facts)
    rows = []
    for name, question in QUESTIONS.items():
        measure.say(name)
        asked = {"scifacts": Command(by_scifacts(made, question))}
        asked |= {peer: Command(ask(made, question)) for peer, ask in peers.items()}
        runs = measure.interleaved(asked, 15 if chosen.full else 3)
        ours = runs["scifacts"]
        cells = [
            f"{measure.ms(measure.wall(it))} ({measure.wall_ratio(it, ours):.2f})"
            for peer, it in runs.items()
            if peer != "scifacts"
        ]
        rows.append((name, measure.ms(measure.wall(ours)), *cells))
    measure.print_table(
        f"Peers, {chosen.facts:,} facts: clock time in ms of the whole process (ratio to scifacts)",
        ("question", "scifacts", *peers),
        rows,
    )


if __name__ == "__main__":
    main()
