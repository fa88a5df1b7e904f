"""`scifacts export`: facts and their documents in the forms of other programs."""

import re
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, FollowLinksOption, asking, opened
from scifacts.cli.terminal import relaxed, say, write
from scifacts.errors import QueryError
from scifacts.exchange.exports import FILES, Format, save, written
from scifacts.exchange.material import IRI, Material, texts
from scifacts.files import replaced
from scifacts.query import Query
from scifacts.text import WEB_ADDRESS

FormatArgument = Annotated[Format, typer.Argument(metavar="FORMAT", help=", ".join(Format) + ".")]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output if not."),
]
TextsOption = Annotated[
    Path | None,
    typer.Option("--sources", metavar="DIR", help="The texts, for what stands around quotes."),
]
IriOption = Annotated[
    str, typer.Option("--iri", metavar="PREFIX", help="What the names of facts begin with in RDF.")
]
_IRI = re.compile(rf"(?:{WEB_ADDRESS}|urn:[a-z0-9][a-z0-9-]+:[A-Za-z0-9/:._-]*)(?<=[/#:])")


@asking()
def run(
    question: Query,
    form: FormatArgument,
    output: OutputOption = None,
    sources: TextsOption = None,
    follow_links: FollowLinksOption = False,
    iri: IriOption = IRI,
    base: BaseOption = None,
) -> int:
    """Write facts, or the documents they were read in, for use elsewhere.

    \b
    Examples:
      scifacts export bibtex --program BRI -o bri.bib
      scifacts export jsonld --kind statistic
      scifacts export datasette -o facts.db
      scifacts export parquet -o tables

    What each form is for: scifacts help export
    """
    if output == Path("-"):
        output = None
    if form in FILES and output is None:
        raise QueryError(f"{form} is no text; name where to write it: -o {FILES[form]}")
    if not _IRI.fullmatch(iri):
        raise QueryError(f"--iri {iri!r} begins no names; give such as https://example.org/facts/")
    source = opened(base)
    hits = source.filter(question)
    first = tuple(islice(hits, 1))
    material = Material(
        facts=(hit.fact for hit in chain(first, hits)),
        document=source.document,
        entity=source.entity,
        iri=iri,
        title=source.info().title,
    )
    if sources is not None:
        material = material._replace(text=texts(sources, follow_links=follow_links))
    _write(form, material, output)
    if not first:
        say("; ".join(["nothing found", *relaxed(source.relaxed(question))]))
    return 0 if first else 1


def _write(form: Format, material: Material, output: Path | None) -> None:
    """Write to standard output, or to files, which are told. Raises QueryError."""
    if output is None:
        write(written(form, material))
        return
    try:
        files = _saved(form, material, output)
    except OSError as error:
        reason = f"cannot write {str(output)!r}: {error.strerror}"
        raise QueryError(f"{reason}; make room, or write elsewhere") from None
    say(f"written: {', '.join(map(str, files))}")


def _saved(form: Format, material: Material, output: Path) -> list[Path]:
    """The files that a form was written into."""
    if form in FILES:
        return save(form, material, output)
    with replaced(output) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        file.writelines(written(form, material))
    return [output]
