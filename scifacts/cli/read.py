"""`scifacts read`: documents into a base, from files and from the web."""

from pathlib import Path
from typing import Annotated

import typer

from scifacts.authoring.desk import own_base
from scifacts.authoring.read import (
    Entry,
    Found,
    Known,
    entry,
    from_file,
    from_web,
    is_address,
    save,
    sources_of,
)
from scifacts.authoring.writer import Written
from scifacts.base import open as open_base
from scifacts.cli.options import BaseOption, DryRunOption, TextsOption
from scifacts.cli.terminal import progress, say, shown, write
from scifacts.errors import QueryError, ScifactsError
from scifacts.text import safe

GivenArgument = Annotated[
    list[str], typer.Argument(metavar="FILE|URL...", help="Text, Markdown, HTML, DOCX, PDF, EPUB.")
]
IdOption = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="Its id; else made of its title.")
]
AllowOption = Annotated[bool, typer.Option("--allow-http", help="Fetch without https too.")]


def run(
    given: GivenArgument,
    document_id: IdOption = None,
    sources: TextsOption = None,
    allow_http: AllowOption = False,
    dry_run: DryRunOption = False,
    base: BaseOption = None,
) -> int:
    """Read documents into a base: their texts into sources/, a table for each into the base.

    \b
    Examples:
      scifacts read report.pdf
      scifacts read https://example.org/page --id lamps-page
      scifacts read chapters/*.docx --dry-run

    The original is kept beside its text. What the document does not say of itself stays absent.
    One that is in the base already is told, and not taken twice. The exit status is 1 if one of
    several could not be read.
    """
    if document_id is not None and len(given) > 1:
        raise QueryError("--id names one document; read them one by one, or leave it out")
    path = own_base(base)
    folder = sources_of(path, sources)
    failed = 0
    for it in given:
        try:
            _read(it, path, folder, document_id, allow_http=allow_http, dry_run=dry_run)
        except (ScifactsError, OSError) as error:
            if len(given) == 1:
                raise
            failed += 1
            say(str(error))
    return 1 if failed else 0


def _read(
    given: str, base: str, folder: Path, document_id: str | None, *, allow_http: bool, dry_run: bool
) -> None:
    """Read one document, and say what came of it. Raises ScifactsError, OSError."""
    found = _found(given, allow_http=allow_http)
    with open_base(base) as opened, progress("reading") as draw:
        documents = [it.document for it in opened.documents()]
        new = entry(found, documents, folder, draw, document_id)
    match new:
        case Known(id=known, by=by):
            say(f"{given!r} is in the base already, as {known!r}: {by}")
        case Entry():
            _tell(new, save(base, new, folder, dry_run=dry_run), folder, dry_run=dry_run)


def _found(given: str, *, allow_http: bool) -> Found:
    if not is_address(given):
        return from_file(given)
    with progress("fetching") as draw:
        return from_web(given, say, draw, allow_http=allow_http)


def _tell(new: Entry, written: Written, folder: Path, *, dry_run: bool) -> None:
    verb = "would write" if dry_run else "wrote"
    for insertion in written.insertions:
        lines = insertion.text.rstrip("\n").split("\n")
        write([f"{safe(line)}\n" for line in lines], paged=False)
        say(f"{verb} {insertion.id!r} at {shown(written.file)}:{insertion.line}")
    for name in new.files:
        say(f"{verb} {shown(str(folder / name))}")
