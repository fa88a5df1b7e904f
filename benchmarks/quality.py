"""Search quality: public test collections asked through the engine of `scifacts search`.

    python benchmarks/quality.py COLLECTION...

A collection is a folder as BEIR lays it out: corpus.jsonl, queries.jsonl, qrels/test.tsv. Each of
its documents becomes a fact: its text the claim, its title the name of a topic the fact is about.
Where `pip install bm25s tantivy` was run, both answer the same questions beside it.
"""

import argparse
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any, NamedTuple

import measure

import scifacts

_DEPTH = 100
_LETTERS = re.compile(r"[^\W_]+")
_HEADER = """
[base]
format = 1

[[documents]]
id = "collection"

[[entities]]
id = "untitled"
type = "topic"
name = "Untitled"
"""

# Given a question in plain text, the positions of documents, best first.
Ranking = Callable[[str], Sequence[int]]


class Text(NamedTuple):
    """A document of a collection."""

    id: str
    title: str
    text: str


class Collection(NamedTuple):
    """Documents, questions by id, and how relevant which document is to which question."""

    texts: tuple[Text, ...]
    questions: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]


class Scores(NamedTuple):
    """The measures of trec_eval, averaged over all judged questions, and the time of one."""

    ndcg_10: float
    recall_100: float
    mrr_10: float
    seconds: float


def collection(folder: Path) -> Collection:
    """Read a collection."""
    texts = tuple(
        Text(str(it["_id"]), it.get("title") or "", it.get("text") or "")
        for it in _lines(folder / "corpus.jsonl")
    )
    judged: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]:
        question, document, score = line.split("\t")
        judged.setdefault(question, {})[document] = int(score)
    questions = {str(it["_id"]): it["text"] for it in _lines(folder / "queries.jsonl")}
    return Collection(texts, {key: questions[key] for key in judged}, judged)


def fact_base(texts: Sequence[Text]) -> Iterator[str]:
    """A collection as a fact base; the fact of the document at position 7 is `fact-7`."""
    yield _HEADER
    topics: dict[str, str] = {}
    for text in texts:
        title = _one_line(text.title)
        if title and title not in topics:
            topics[title] = f"topic-{len(topics)}"
            name = _toml(title)
            yield f'\n[[entities]]\nid = "{topics[title]}"\ntype = "topic"\nname = {name}\n'
    for position, text in enumerate(texts):
        claim = _toml(_one_line(text.text) or _one_line(text.title) or "?")
        topic = topics.get(_one_line(text.title), "untitled")
        # A stop word is the quote: a quote is searched too, and here there is none to search.
        yield (
            f'\n[[facts]]\nid = "fact-{position}"\nclaim = {claim}\nkind = "description"\n'
            f'about = ["{topic}"]\n'
            'citations = [{ document = "collection", paragraph = 1, quote = "the" }]\n'
        )


def by_scifacts(texts: Sequence[Text], folder: Path) -> Ranking:
    """The engine of `scifacts search --text`."""
    path = folder / "facts.toml"
    path.write_text("".join(fact_base(texts)), encoding="utf-8")
    base = scifacts.open(str(path))

    def ranking(question: str) -> list[int]:
        answer = base.related(question, limit=_DEPTH)
        return [int(json.loads(hit.record)["id"].removeprefix("fact-")) for hit in answer.hits]

    return ranking


def by_bm25s(texts: Sequence[Text], _folder: Path) -> Ranking:
    """BM25 as Lucene has it, with English stemmer and stop words."""
    import bm25s  # noqa: PLC0415 - may be missing
    import Stemmer  # noqa: PLC0415

    stemmer = Stemmer.Stemmer("english")

    def tokens(of: list[str]) -> Any:
        return bm25s.tokenize(of, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25(method="lucene")
    index.index(tokens([f"{it.title} {it.text}" for it in texts]), show_progress=False)

    def ranking(question: str) -> list[int]:
        most = min(_DEPTH, len(texts))
        found, scores = index.retrieve(tokens([question]), k=most, show_progress=False)
        return [int(it) for it, score in zip(found[0], scores[0], strict=True) if score > 0]

    return ranking


def by_tantivy(texts: Sequence[Text], _folder: Path) -> Ranking:
    """Tantivy's BM25 with its English stemmer."""
    import tantivy  # noqa: PLC0415 - may be missing

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("position", stored=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)
    for position, it in enumerate(texts):
        writer.add_document(tantivy.Document(position=position, text=f"{it.title} {it.text}"))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ranking(question: str) -> list[int]:
        # In lower case no word is an operator, and without punctuation nothing else is.
        words = _LETTERS.findall(question.lower())
        query = index.parse_query(" ".join(words), ["text"])
        found = searcher.search(query, _DEPTH).hits
        return [searcher.doc(address)["position"][0] for _, address in found]

    return ranking


ENGINES = {
    "scifacts": by_scifacts,
    "bm25s (Lucene, stemmer, stop words)": by_bm25s,
    "tantivy (en_stem)": by_tantivy,
}


def scores(asked: Collection, ranking: Ranking) -> Scores:
    """Ask every judged question."""
    measured = []
    started = time.perf_counter()
    answers = {key: ranking(it) for key, it in asked.questions.items()}
    taken = time.perf_counter() - started
    for key, positions in answers.items():
        gains = [asked.judged[key].get(asked.texts[it].id, 0) for it in positions]
        measured.append(_measures(gains, asked.judged[key].values()))
    ndcg, recall, mrr = (sum(values) / len(measured) for values in zip(*measured, strict=True))
    return Scores(ndcg, recall, mrr, taken / len(measured))


def _measures(gains: Sequence[int], judged: Iterable[int]) -> tuple[float, float, float]:
    """nDCG@10, recall@100 and the reciprocal rank within 10 of one answer."""
    ideal = sorted((it for it in judged if it > 0), reverse=True)
    if not ideal:
        return 0.0, 0.0, 0.0
    found = sum(gain > 0 for gain in gains[:_DEPTH])
    first = next((rank for rank, gain in enumerate(gains[:10], 1) if gain > 0), None)
    return _dcg(gains) / _dcg(ideal), found / len(ideal), 1 / first if first else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return sum(max(gain, 0) / log2(rank + 1) for rank, gain in enumerate(gains[:10], 1))


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _rows(asked: Collection, folder: Path) -> Iterator[tuple[str, ...]]:
    for name, engine in ENGINES.items():
        try:
            ranking = engine(asked.texts, folder)
        except ImportError as error:
            measure.say(f"{name} is left out: pip install {error.name}")
            continue
        measured = scores(asked, ranking)
        *quality, seconds = measured
        yield (name, *(f"{it:.3f}" for it in quality), f"{seconds * 1000:.1f}")


def main() -> None:
    """Print a table for each collection."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("collections", nargs="+", type=Path, metavar="COLLECTION")
    for path in parser.parse_args().collections:
        asked = collection(path)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["SCIFACTS_CACHE"] = folder
            measure.print_table(
                f"{path.name}: {len(asked.texts):,} documents, {len(asked.questions)} questions",
                ("engine", "nDCG@10", "recall@100", "MRR@10", "ms a question"),
                _rows(asked, Path(folder)),
            )


if __name__ == "__main__":
    main()
