"""`scifacts search`: find facts by words, best first."""

from collections.abc import Iterator

from scifacts.cli.options import (
    BaseOption,
    FormOption,
    JsonOption,
    SafeCsvOption,
    asking,
    chosen_form,
    flag,
    opened,
    text,
)
from scifacts.cli.terminal import relaxed, say, screen, write
from scifacts.hits import Answer
from scifacts.query import Query
from scifacts.render import rendered

_LIMIT = 20


@asking(
    flag("exact", "Only facts that hold all words, as they are spelt."),
    flag("explain", "Tell what matched where, and what it gave to the score."),
    flag("loose", "Also facts that hold few of the words."),
    text("What comes nearest to this text, no part of it syntax; - reads standard input."),
)
def run(
    question: Query,
    form: FormOption = None,
    json: JsonOption = False,
    safe_csv: SafeCsvOption = False,
    base: BaseOption = None,
) -> int:
    """Find facts by words, best first, each with its document.

    \b
    Examples:
      scifacts search SKA
      scifacts search how many joint labs
      scifacts search '"joint lab" -soybean program:bri value:>=50'
      scifacts search 'telesc*' --country china --json
      scifacts search --text - < article.txt

    All words must match. If nothing holds them all, the best partial matches come, else what
    corrected spelling finds, else what is about the names; standard error says so. What can be
    typed: scifacts help query
    """
    chosen = chosen_form(form, json=json, safe_csv=safe_csv)
    if question.limit is None:
        question = question._replace(limit=_LIMIT)
    answer = opened(base).search(question)
    write(rendered(chosen, answer.hits, screen(answer.stems)))
    for line in _remarks(answer, question):
        say(line)
    return 0 if answer.hits else 1


def _remarks(answer: Answer, question: Query) -> Iterator[str]:
    """What a reader of an answer must know beside its facts."""
    if not answer.hits:
        yield _nothing_found(answer, question)
        if question.verified:
            yield "--verified keeps what was found by: scifacts check --sources DIR"
        for hit in answer.nearest:
            yield f"nearest: {hit.id}: {hit.fact.claim}"
    elif answer.match == "partial" and not question.plain:
        yield "; ".join(["no fact holds all words; these hold some", *_unknown(answer)])
    elif answer.match == "corrected":
        respelt = ", ".join(f"{new!r} for {old!r}" for old, new in answer.corrections.items())
        yield f"no fact holds all words as spelt; looked for {respelt}"
    if answer.has_more:
        yield "more facts match; --limit 0 shows all"


def _nothing_found(answer: Answer, question: Query) -> str:
    """Why nothing was found, and what would find something."""
    parts = ["nothing found", *_unknown(answer), *relaxed(answer.relaxed)]
    if question.plain:
        parts.append("no fact holds a word of the text")
    elif len(parts) == 1 and len(question.terms) > 1:
        parts.append("no fact holds enough of the words; try fewer, or --loose")
    return "; ".join(parts)


def _unknown(answer: Answer) -> Iterator[str]:
    """The words that the base does not have, with those that look like them, or the figures."""
    for word, near in answer.unknown.items():
        nearest = f" (nearest: {', '.join(near)})" if near else ""
        yield f"{word!r} is in no fact{nearest}"
    if answer.figures:
        figures = dict.fromkeys(str(hit.fact.figure) for hit in answer.figures)
        yield f"figures in this unit: {', '.join(figures)}"
