"""The paragraphs of marked-up text, as a reader sees them: Markdown, DOCX and EPUB become it too.

Alone knows lxml: well kept, in C, and what trafilatura gives its trees in. It fetches nothing and
expands no entities here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from scifacts.authoring.originals.original import UnreadableError, line

_BLOCKS = set(
    """
    address article aside blockquote body caption dd details div dl dt figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody tfoot thead
    tr ul
    """.split()
)
_UNSEEN = {"script", "style", "template", "head", "noscript", "svg", "math", "iframe", "nav"}
_CELLS = {"td", "th"}


def tree(content: str | bytes) -> Any:
    """The tree of a page of HTML. Raises UnreadableError."""
    page = content if isinstance(content, str) else decoded(content)
    encoding = None
    if isinstance(page, str):
        page, encoding = page.encode(errors="replace"), "utf-8"
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding=encoding)
    try:
        return lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableError("has no text in it") from None


def decoded(page: bytes) -> str | bytes:
    """A page as text if it is UTF-8, whatever it says; else it has to say what it is."""
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError:
        return page


def xml(content: bytes) -> Any:
    """The root of an XML file. Raises UnreadableError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise UnreadableError("is broken: a part of it is no XML; get it once more") from None


def paragraphs(root: Any) -> Iterator[str]:
    """The text of each block of a tree of HTML, without what is not seen; a table's row is one."""
    pieces: list[str] = []
    for piece in (*_pieces(root), None):
        if piece is not None:
            pieces.append(piece)
            continue
        text = line("".join(pieces))
        pieces.clear()
        if text:
            yield text


def _pieces(root: Any) -> Iterator[str | None]:
    """The text of a tree in pieces, with None where a block begins or ends."""
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_shown = not any(_hides(it) for it in node.iterancestors())
        if is_shown and not _hides(node):
            yield from _edge(event, node)
            if event == "start":
                yield node.text or ""
        if is_shown and event != "start" and node is not root:
            yield node.tail or ""


def _edge(event: str, node: Any) -> Iterator[str | None]:
    """What stands at the beginning or the end of an element; cells are parts of their row."""
    name = _local(node)
    if name in _BLOCKS:
        yield " " if any(_local(it) in _CELLS for it in node.iterancestors()) else None
    elif (name in _CELLS or name == "br") and event == "end":
        yield " "


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _hides(node: Any) -> bool:
    is_marked = node.get("hidden") is not None or node.get("aria-hidden") == "true"
    return not isinstance(node.tag, str) or _local(node) in _UNSEEN or is_marked


def texts(root: Any, *names: str) -> list[str]:
    """The texts of all elements with one of these local names, in their order."""
    found: Iterable[Any] = (it for it in root.iter() if isinstance(it.tag, str))
    named = (it for it in found if etree.QName(it).localname in names)
    return [text for it in named if (text := line("".join(it.itertext())))]
