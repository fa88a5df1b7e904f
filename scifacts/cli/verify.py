"""`scifacts verify`: prove the receipts in what this program wrote, without its base."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from scifacts.cli.options import FollowLinksOption, JsonOption
from scifacts.cli.terminal import say, screen, write
from scifacts.errors import QueryError, SourceError
from scifacts.evidence.verify import Proof, Texts
from scifacts.exchange.material import texts
from scifacts.exchange.receipts import Receipt, receipts, sources_beside
from scifacts.kinds import State
from scifacts.records import dumps
from scifacts.render import table
from scifacts.render.records import array_of

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="JSON that scifacts wrote, or - (standard input).")
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--sources", metavar="DIR", help="The documents' texts; `sources` beside FILE, if not said."
    ),
]
Proven = tuple[Receipt, Proof]


def run(
    file: FileArgument,
    sources: TextsOption = None,
    follow_links: FollowLinksOption = False,
    json: JsonOption = False,
) -> int:
    """Prove the quotes in a file of JSON that scifacts wrote, without the base they came from.

    \b
    Examples:
      scifacts search SKA --json > ska.json
      scifacts verify ska.json --sources texts/

    Each record holds its receipts: quote, paragraph, document and the digest of its text. Each is
    looked up in the text; the exit status is 0 if all are found, else 1. Texts are looked for in
    --sources, else in the folder `sources` beside FILE, else in the folder of FILE.
    """
    folder = sources or sources_beside(file)
    if not folder.is_dir():
        raise SourceError(
            f"no folder {str(folder)!r}; name the one that holds the documents' texts"
        )
    text = texts(folder, follow_links=follow_links)
    counts = Counter[State]()

    def proven() -> Iterator[Proven]:
        for receipt in receipts(file):
            source = text(receipt.citation.document)
            texts_at_hand = Texts({receipt.citation.document.id: source} if source else {})
            found = texts_at_hand.proof(receipt.citation)
            counts[found.state] += 1
            yield receipt, found

    if json:
        write(array_of(_record(*it) for it in proven()))
    else:
        write(table(("state", "id", "document", "quote"), (_row(*it) for it in proven()), screen()))
    if not counts:
        raise QueryError(f"no receipts in {file!r}; give what a command wrote with --json")
    states = ", ".join(f"{counts[it]} {it.replace('-', ' ')}" for it in State if counts[it])
    total = counts.total()
    say(f"{total} receipt{'s' * (total != 1)}: {states}")
    return 0 if counts.keys() == {State.FOUND} else 1


def _row(receipt: Receipt, found: Proof) -> tuple[str, ...]:
    citation = receipt.citation
    place = f"{citation.document.id}{citation.place}"
    return found.state, receipt.fact or "", place, citation.quote


def _record(receipt: Receipt, found: Proof) -> str:
    """What was found of a receipt: where the quote is if elsewhere, and the nearest text."""
    citation = receipt.citation
    return dumps(
        {
            "fact": receipt.fact,
            "document": citation.document.id,
            "paragraph": citation.paragraph,
            "to_paragraph": citation.to_paragraph,
            "quote": citation.quote,
            "state": found.state,
            "found_in": found.paragraph,
            "nearest": found.nearest,
        }
    )
