"""`scifacts review`: hold a text against the base, sentence by sentence."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from scifacts import dates
from scifacts.cli.options import BaseOption, JsonOption, opened
from scifacts.cli.terminal import progress, say, screen, write
from scifacts.errors import STANDARD_INPUT, QueryError
from scifacts.fields import unknown
from scifacts.files import MOST_OF_A_BASE, MOST_OF_A_TEXT, content
from scifacts.render.reviews import Manuscript, ReviewForm, reviewed
from scifacts.review.values import Reviewed, State

FileArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="Text, Markdown, HTML, DOCX, PDF, EPUB; - is standard input.",
    ),
]
ReviewFormOption = Annotated[
    ReviewForm | None, typer.Option("--format", help="How to write the review.")
]
OnlyOption = Annotated[
    str | None,
    typer.Option(metavar="STATES", help="Only these, with commas between: differs,unknown."),
]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help='When the text was written; "last year" is told from it.'
    ),
]
_FRONT_DATE = re.compile(
    r"\A---[ \t]*\n(?:.*\n)*?date:[ \t]*[\"']?(\d{4}(?:-\d\d){0,2})\b", re.IGNORECASE
)
_ORIGINALS = (".pdf", ".docx", ".doc", ".odt", ".epub", ".html", ".htm")


def run(
    file: FileArgument,
    only: OnlyOption = None,
    date: DateOption = None,
    form: ReviewFormOption = None,
    json: JsonOption = False,
    base: BaseOption = None,
) -> int:
    """Hold a text against the base: each sentence is supported, differs, said or unknown.

    \b
    Examples:
      scifacts review article.md
      scifacts review article.md --only differs,unknown
      scifacts review - --format sarif < article.md

    What was compared, and the facts it rests on, stand below each sentence. The rules are told in
    docs/review.md. The exit status is 1 if a sentence differs, else 0.
    """
    states, chosen = _states(only), _form(form, json=json)
    manuscript = _manuscript(file)
    reference = _date(date) or _date_of(manuscript.text)
    told = Counter[State]()
    with progress() as draw:
        found = opened(base).review(manuscript.text, reference)
        shown = (it for it in _counted(found, told, draw, manuscript) if it.state in states)
        write(reviewed(chosen, manuscript, shown, screen()))
    say(_summary(told))
    return 1 if told[State.DIFFERS] else 0


def _states(only: str | None) -> frozenset[State]:
    if only is None:
        return frozenset(State)
    given = [it.strip().lower() for it in only.split(",")]
    for it in given:
        if it not in list(State):
            raise unknown("state", it, tuple(State))
    return frozenset(map(State, given))


def _form(form: ReviewForm | None, *, json: bool) -> ReviewForm:
    if json and form not in (None, ReviewForm.JSON):
        raise QueryError(f"--json and --format {form} name two forms; choose one")
    return ReviewForm.JSON if json else form or ReviewForm.LINES


def _date(given: str | None) -> str | None:
    try:
        if given is not None:
            dates.span(given)
    except ValueError as error:
        raise QueryError(f"date: {error}") from None
    return given


def _date_of(text: str) -> str | None:
    """The date in a Markdown file's front matter, if it is one."""
    match = _FRONT_DATE.match(text)
    try:
        return _date(match[1]) if match else None
    except QueryError:
        return None


def _manuscript(file: str) -> Manuscript:
    """The text of a file or of standard input. Raises QueryError, and MissingExtraError."""
    name = STANDARD_INPUT if file == "-" else file
    is_original = Path(file).suffix.lower() in _ORIGINALS
    try:
        raw = content(name, MOST_OF_A_BASE if is_original else MOST_OF_A_TEXT)
    except OSError as error:
        raise QueryError(f"cannot read {file!r}: {error.strerror}; name a text file") from None
    if is_original:
        return Manuscript(name, _text_of(raw, file))
    if b"\0" in raw:
        raise QueryError(f"{file!r} is no plain text; save it as text first")
    try:
        return Manuscript(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise QueryError(f"{file!r} is no UTF-8 in line {line}; save it as UTF-8") from None


def _text_of(raw: bytes, file: str) -> str:
    """The paragraphs of a page, a PDF or the like, with an empty line between."""
    # Texts and Markdown need no readers of originals.
    from scifacts.authoring.originals import UnreadableError, read  # noqa: PLC0415

    try:
        original = read(raw, file, lambda _done, _total: None)
    except UnreadableError as error:
        raise QueryError(f"{file!r} {error}") from None
    return "\n\n".join(original.paragraphs)


def _counted(
    found: Iterable[Reviewed],
    told: Counter[State],
    draw: Callable[[int, int], None],
    of: Manuscript,
) -> Iterator[Reviewed]:
    for it in found:
        told[it.state] += 1
        draw(it.end, len(of.text))
        yield it


def _summary(told: Counter[State]) -> str:
    if not told:
        return "no sentence claims anything"
    count = told.total()
    states = ", ".join(f"{told[state]} {state}" for state in State)
    return f"{count} sentence{'s' * (count != 1)}: {states}"
