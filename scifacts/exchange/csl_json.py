"""References in CSL-JSON, for Zotero, pandoc and every citation processor.

The schema is https://github.com/citation-style-language/schema (csl-data.json). What has no
variable of its own stands under `custom`, as the schema has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scifacts.exchange.names import Name
from scifacts.exchange.references import Locator, Reference
from scifacts.records import dumps


def written(references: Iterable[Reference]) -> Iterator[str]:
    """An array, an item a line."""
    opening = "["
    for reference in references:
        yield f"{opening}{dumps(item(reference))}"
        opening = ",\n"
    yield "[]\n" if opening == "[" else "]\n"


def item(reference: Reference) -> dict[str, Any]:
    """The item of a document; `custom` holds where facts were read in it, and its archived copy."""
    document = reference.document
    publisher = "container-title" if reference.is_periodical else "publisher"
    return _filled(
        {
            "id": document.id,
            "type": document.type or ("webpage" if document.url else "document"),
            "title": document.title,
            "author": [person(it) for it in reference.authors],
            publisher: document.publisher,
            "issued": document.published and date(document.published),
            "URL": document.url,
            "DOI": document.doi,
            "accessed": document.accessed and date(document.accessed),
            "language": document.language,
            "custom": _filled(
                {
                    "archived": document.archived,
                    "inferred": list(document.inferred),
                    "locators": [_locator(it) for it in reference.locators],
                }
            ),
        }
    )


def person(found: Name) -> dict[str, str]:
    """A name as CSL has it; `literal` if it is whole."""
    if found.given is None:
        return {"literal": found.family}
    return _filled({"family": found.family, "given": found.given, "suffix": found.suffix})


def date(written_date: str) -> dict[str, Any]:
    """A date that may be partial, or from one to another; an open one is left as it is written."""
    ends = written_date.split("/")
    if ".." in ends:
        return {"literal": written_date}
    return {"date-parts": [[int(part) for part in end.split("-")] for end in ends]}


def _locator(found: Locator) -> dict[str, Any]:
    return _filled(
        {
            "label": found.label,
            "locator": found.value,
            "quote": found.quote,
            "URL": found.link,
        }
    )


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
