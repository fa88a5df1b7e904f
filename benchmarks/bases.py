"""Make synthetic fact bases, the same ones for the same seed, and what other tools read.

    python benchmarks/bases.py 100000 base.toml            one file
    python benchmarks/bases.py 100000 base --folder        at most 1,001 files, one of definitions

The words are made up, and as common and rare as those of a natural text are.
"""

import argparse
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

# Raise it whenever the same seed gives other facts: bases that were kept are made anew.
GENERATION = 4
SEED = 20250919

# Planted words. No other word of a base is one of these, nor within two slips of one.
RARE = "quasarite"  # in 5 facts
COMMON = "telescope"  # in 5 % of the facts, in each tenth of them twice; and in one name
TOGETHER = ("graphene", "corridor", "harvest")  # each in 1 %, all three in 20 facts
PHRASE = ("joint", "laboratory")  # side by side in 1 %, each apart from the other in 2 %
PROGRAM = "Silk Harbour Initiative"  # 10 % of the facts are about it
PROGRAM_ID = "silk-harbour"

FACTS_A_FILE = 100
_MOST_FILES = 1_000
_RARE_FACTS = 5
_TOGETHER_FACTS = 20
_VOCABULARY = 80_000
_STOP_SHARE = 0.4
_STOP_WORDS = (
    "the of and in to a for on with by at from is as its was an that this has are which it be or "
    "have will been their between into more than under during other also about all through they"
).split()
_SYLLABLES = [
    f"{onset}{vowel}{coda}"
    for onset in "b c d f g l m n p r s t v br cr st tr pl ch".split()
    for vowel in "aeiou"
    for coda in ("", "", "", "n", "r", "l")
]
_TYPES = {
    "program": 40,
    "facility": 70,
    "organization": 110,
    "person": 110,
    "country": 60,
    "place": 40,
    "event": 20,
    "topic": 50,
}
_KINDS = "statistic event agreement launch finding plan role statement opinion description".split()
_BOUNDS = "exactly exactly about over at-least nearly at-most".split()
_UNITS = "countries,agreements,joint projects,researchers,stations,US dollars,patents,%".split(",")


class Entity(NamedTuple):
    """A named thing facts are about."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    part_of: str | None


class Maker:
    """Makes the documents, entities and facts of one base, in order."""

    def __init__(self, facts: int, seed: int = SEED) -> None:
        self._facts = facts
        self._random = dice(f"{seed}-{facts}")
        self._words = _vocabulary(dice(seed))
        content = [1.0 / (rank + 20.0) for rank in range(len(self._words))]
        stops = [1.0 / (rank + 3.0) for rank in range(len(_STOP_WORDS))]
        scale = sum(content) * _STOP_SHARE / (1.0 - _STOP_SHARE) / sum(stops)
        self._mixture = [*_STOP_WORDS, *self._words]
        self._weights = list(accumulate([weight * scale for weight in stops] + content))
        self._entities = list(_entities(dice(seed + 1), self._words))
        self._shares = list(accumulate(1.0 / (rank + 5.0) for rank in range(len(self._entities))))
        self._speakers = [entity for entity in self._entities if entity.type == "person"]
        self._documents = max(5, facts // FACTS_A_FILE)
        step = max(1, facts // _RARE_FACTS)
        self._rare = set(range(step // 2, facts, step))
        together = min(_TOGETHER_FACTS, max(1, facts // 100))
        self._together = set(range(7, facts, facts // together))

    def definitions(self) -> Iterator[str]:
        """The header, the documents and the entities, as TOML."""
        yield f'[base]\nformat = 1\ntitle = "{self._facts} made-up facts"\n'
        for number in range(self._documents):
            yield self._document(number)
        for entity in self._entities:
            yield _entity_toml(entity)

    def facts(self) -> Iterator[str]:
        """The facts, as TOML."""
        return (self._fact(number) for number in range(self._facts))

    def _document(self, number: int) -> str:
        chosen = self._random.choices(self._words, k=5)
        day = f"20{number % 26:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        return (
            f'\n[[documents]]\nid = "document-{number}"\n'
            f"title = {json.dumps(' '.join(chosen).capitalize())}\n"
            f'publisher = "Publisher {number % 40}"\npublished = "{day}"\n'
        )

    def _fact(self, number: int) -> str:
        random = self._random
        value = None
        if random.random() < 0.35:
            value = random.choice((random.randint(2, 99), random.randint(100, 90_000)))
        claim = self._claim(number, value)
        kind = random.choice(_KINDS[1:]) if value is None else _KINDS[0]
        about = ", ".join(f'"{it.id}"' for it in self._subjects())
        return (
            f'\n[[facts]]\nid = "fact-{number:07}"\n'
            f'claim = "{" ".join(claim).capitalize()}."\nkind = "{kind}"\nabout = [{about}]\n'
            f"{self._figure(value)}{self._date()}{self._speaker()}"
            f"citations = [\n{self._citations(number, claim)}]\n"
        )

    def _claim(self, number: int, value: int | None) -> list[str]:
        random = self._random
        drawn = random.choices(self._mixture, cum_weights=self._weights, k=random.randint(15, 25))
        runs: list[tuple[str, ...]] = [(word,) for word in drawn]
        runs += self._planted(number)
        random.shuffle(runs)
        if value is not None:
            runs.insert(4, (f"{value:,}",))
        return [word for run in runs for word in run]

    def _figure(self, value: int | None) -> str:
        if value is None:
            return ""
        bound, unit = self._random.choice(_BOUNDS), self._random.choice(_UNITS)
        measure = f"measure-{self._random.randrange(self._facts // 5 + 1)}"
        return (
            f'figure = {{ value = {value}, bound = "{bound}", unit = "{unit}",'
            f' measure = "{measure}" }}\n'
        )

    def _date(self) -> str:
        if self._random.random() < 0.5:
            return ""
        return f'date = "{self._random.randint(1990, 2025)}-{self._random.randint(1, 12):02}"\n'

    def _speaker(self) -> str:
        if self._random.random() < 0.85:
            return ""
        return f'said_by = "{self._random.choice(self._speakers).id}"\n'

    def _planted(self, number: int) -> Iterator[tuple[str, ...]]:
        """The planted words of a fact, each with what must stand beside it."""
        random = self._random
        if random.random() < 0.05:
            yield (COMMON,)
            if random.random() < 0.1:
                yield (COMMON,)
        if random.random() < 0.01:
            yield PHRASE
        for word in PHRASE:
            if random.random() < 0.02:
                yield (word,)
        for word in TOGETHER:
            if random.random() < 0.01 and number not in self._together:
                yield (word,)
        if number in self._together:
            yield from ((word,) for word in TOGETHER)
        if number in self._rare:
            yield (RARE,)

    def _subjects(self) -> list[Entity]:
        random = self._random
        chosen = random.choices(self._entities, cum_weights=self._shares, k=random.randint(1, 3))
        others = [entity for entity in chosen if entity.id != PROGRAM_ID]
        subjects = others or [self._entities[2]]
        if random.random() < 0.1:
            subjects = [self._entities[0], *subjects]
        return list(dict.fromkeys(subjects))

    def _citations(self, number: int, claim: list[str]) -> str:
        random = self._random
        first = number * self._documents // self._facts
        documents = {first}
        if random.random() < 0.1:
            documents.add(random.randrange(self._documents))
        start, paragraph = random.randrange(4), number % 40 + 1
        quote = " ".join(claim[start : start + random.randint(5, 9)])
        return "".join(
            f'  {{ document = "document-{it}", paragraph = {paragraph}, quote = "{quote}" }},\n'
            for it in sorted(documents)
        )


def dice(seed: int | str) -> Random:
    """What falls by chance, and the same way for the same seed."""
    return Random(seed)  # noqa: S311 - no secrets here


def common_words(most: int) -> list[str]:
    """The commonest made-up words; natural text has as common ones."""
    return _vocabulary(dice(SEED))[:most]


def write_file(path: Path, facts: int, seed: int = SEED) -> None:
    """Write a base as one file."""
    maker = Maker(facts, seed)
    with path.open("w") as file:
        file.writelines(maker.definitions())
        file.writelines(maker.facts())


def write_folder(path: Path, facts: int, seed: int = SEED) -> None:
    """Write a base as a folder: a file of definitions, and files of 100 facts or a thousandth."""
    maker = Maker(facts, seed)
    path.mkdir(parents=True)
    (path / "definitions.toml").write_text("".join(maker.definitions()))
    made = maker.facts()
    many = max(FACTS_A_FILE, facts // _MOST_FILES)
    for number in range(facts // many):
        folder = path / f"{number // 100:03}"
        folder.mkdir(exist_ok=True)
        text = "".join(islice(made, many))
        (folder / f"facts-{number:05}.toml").write_text(text.lstrip())


def write_rec(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write records (lines of `scifacts filter --format jsonl`) as a recutils database."""
    with path.open("w") as file:
        file.write("%rec: Fact\n")
        for record in records:
            file.write("\n" + "".join(f"{key}: {value}\n" for key, value in _fields(record)))


def write_sqlite(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write records as an SQLite table `facts`, with the FTS5 table `facts_fts` over it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE facts (id TEXT PRIMARY KEY, claim TEXT, about TEXT, quote TEXT, record)"
        )
        connection.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", map(_row, records))
        connection.execute(
            'CREATE VIRTUAL TABLE facts_fts USING fts5 (claim, about, quote, content="facts",'
            ' tokenize="porter")'
        )
        connection.execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')")
        connection.commit()


def _vocabulary(random: Random) -> list[str]:
    """Made-up words, the commonest first and shortest; none looks like a planted one."""
    planted = {RARE, COMMON, *TOGETHER, *PHRASE, *PROGRAM.lower().split(), *_STOP_WORDS}
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        longest = 2 if len(words) < 3_000 else 4
        word = "".join(random.choices(_SYLLABLES, k=random.randint(2, longest)))
        if word not in planted:
            words[word] = None
    return list(words)


def _entities(random: Random, words: list[str]) -> Iterator[Entity]:
    yield Entity(PROGRAM_ID, "program", PROGRAM, ("SHI", "Silk Harbour"), None)
    yield Entity("great-telescope", "facility", f"Great {COMMON.capitalize()}", (), None)
    ids = {PROGRAM_ID}
    for type_, number in random.sample(
        [(type_, number) for type_, count in _TYPES.items() for number in range(count)],
        sum(_TYPES.values()),
    ):
        parts = random.sample(words[200:20_000], random.randint(2, 3))
        name = " ".join(part.capitalize() for part in parts)
        acronym = "".join(part[:2] for part in parts).upper()
        aliases = (acronym, " ".join(name.split()[:1])) if number % 3 else (acronym,)
        part_of = f"{type_}-0" if number % 10 == 5 and f"{type_}-0" in ids else None
        yield Entity(f"{type_}-{number}", type_, name, aliases, part_of)
        ids.add(f"{type_}-{number}")


def _entity_toml(entity: Entity) -> str:
    part_of = f'part_of = ["{entity.part_of}"]\n' if entity.part_of else ""
    return (
        f'\n[[entities]]\nid = "{entity.id}"\ntype = "{entity.type}"\nname = "{entity.name}"\n'
        f"aliases = {json.dumps(list(entity.aliases))}\n{part_of}"
    )


def _fields(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Id", record["id"]
    yield "Claim", record["claim"]
    yield "Kind", record["kind"]
    for entity in record["about"]:
        yield "About", entity["name"]
    if record["figure"]:
        yield "Value", record["figure"]["value"]
        yield "Unit", record["figure"]["unit"]
    if record["date"]:
        yield "Date", record["date"]
    for citation in record["citations"]:
        yield "Document", citation["document"]["title"]
        yield "Quote", citation["quote"]


def _row(record: dict[str, Any]) -> tuple[str, str, str, str, str]:
    about = ", ".join(entity["name"] for entity in record["about"])
    quotes = " / ".join(citation["quote"] for citation in record["citations"])
    return record["id"], record["claim"], about, quotes, json.dumps(record)


def main() -> None:
    """Write the base that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("facts", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--folder", action="store_true", help="a folder of at most 1,001 files")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    if chosen.path.is_dir():
        shutil.rmtree(chosen.path)
    write = write_folder if chosen.folder else write_file
    write(chosen.path, chosen.facts, chosen.seed)


if __name__ == "__main__":
    main()
