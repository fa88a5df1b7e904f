"""Put new tables into the text of a base, each near its neighbours; all else stays as it is."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from scifacts.authoring.layout import table
from scifacts.factfile.blocks import Block, blocks, pieces

# A new table comes after the last of its kind, or else after the last of the nearest kind before.
_ORDER = ("", "base", "documents", "entities", "facts")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TYPE = re.compile(r"""^type[ \t]*=[ \t]*["'](\w+)["']""", re.MULTILINE)

Values = Mapping[str, Any]


class Additions(NamedTuple):
    """New tables, as plain values by key: what TOML would give for them."""

    documents: Sequence[Values] = ()
    entities: Sequence[Values] = ()
    facts: Sequence[Values] = ()

    def tables(self) -> Iterator[tuple[str, Values]]:
        """Each with the root key it stands under: documents, then entities, then facts."""
        for root in self._fields:
            for values in getattr(self, root):
                yield root, values

    def cited(self) -> set[str]:
        """The ids of the documents that the new facts cite."""
        return {it["document"] for values in self.facts for it in values["citations"]}


class Insertion(NamedTuple):
    """A new table as it was written, and on which line of the new text it begins, from 1."""

    root: str
    id: str
    line: int
    text: str


class Spliced(NamedTuple):
    """A text with new tables in it."""

    text: str
    insertions: tuple[Insertion, ...]


class Citing(NamedTuple):
    """A place in a text where a fact cites a document: the paragraph, and the number of a block."""

    document: str
    paragraph: int
    block: int


class _Placed(NamedTuple):
    """A new table: where it goes, what comes first of several that go there, and what it says."""

    at: int
    rank: tuple[int, float]
    root: str
    id: str
    text: str


def spliced(text: str, additions: Additions) -> Spliced:
    r"""`text` with new tables: facts after those that cite the same document up to their paragraph.

    What was there stays byte for byte, line ends and all; the new lines end as the others do.
    Raises MalformedError.

    >>> spliced("[base]\nformat = 1\n", Additions([{"id": "a"}])).text
    '[base]\nformat = 1\n\n[[documents]]\nid = "a"\n'
    """
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    neighbours = _Neighbours(text, additions.cited())
    placed = []
    for root, values in additions.tables():
        block, paragraph = neighbours.of(root, values)
        rank = (_ORDER.index(root), paragraph)
        written = table(root, values).replace("\n", line_end)
        placed.append(_Placed(_content_end(text, block), rank, root, values["id"], written))
    return _joined(text, sorted(placed, key=lambda it: it[:2]), line_end)


def _joined(text: str, placed: Iterable[_Placed], line_end: str) -> Spliced:
    """A text with tables put in, and a blank line around each."""
    parts: list[str] = []
    insertions: list[Insertion] = []
    line, reached = 1, 0
    for at, _, root, item_id, written in placed:
        kept = text[reached:at]
        if kept and not kept.endswith("\n"):  # the text ends without a line end
            kept += line_end
        if kept or parts:
            kept += line_end
        line += kept.count("\n")
        insertions.append(Insertion(root, item_id, line, written))
        parts += kept, written
        line += written.count("\n")
        reached = at
    rest = text[reached:]
    if rest and rest[0] not in "\r\n":
        parts.append(line_end)
    whole = "".join([*parts, rest])
    ends_bare = text and not text.endswith("\n") and not rest
    return Spliced(whole.removesuffix(line_end) if ends_bare else whole, tuple(insertions))


class _Neighbours:
    """The blocks of a text that new tables come after."""

    def __init__(self, text: str, cited: Iterable[str]) -> None:
        self._cut = blocks(text)
        self._last = {block.root: block for block in self._cut}
        self._last_of_type = {
            found[1]: block
            for block in self._cut
            if block.root == "entities" and (found := _TYPE.search(text, block.start, block.end))
        }
        by_document: dict[str, list[Citing]] = {}
        for it in citing(text, cited):
            by_document.setdefault(it.document, []).append(it)
        # By document: paragraphs in order, and the last block that cites one of them or before.
        self._citing = {
            document: ([it.paragraph for it in ordered], [*accumulate(_blocks(ordered), max)])
            for document, found in by_document.items()
            for ordered in [sorted(found, key=lambda it: it.paragraph)]
        }

    def of(self, root: str, values: Values) -> tuple[Block, float]:
        """The block that a new table comes after, and its place among those that do so too."""
        for citation in values.get("citations", ()):
            if citation["document"] in self._citing:
                paragraph: int = citation.get("paragraph", 0)
                paragraphs, last = self._citing[citation["document"]]
                at = bisect_right(paragraphs, paragraph)
                return self._cut[last[max(at - 1, 0)]], paragraph
        alike = self._last_of_type.get(values.get("type", "")) if root == "entities" else None
        before = reversed(_ORDER[: _ORDER.index(root) + 1])
        nearest = next((self._last[it] for it in before if it in self._last), self._cut[-1])
        return alike or nearest, inf


def _blocks(found: Iterable[Citing]) -> Iterator[int]:
    return (it.block for it in found)


def citing(text: str, documents: Iterable[str]) -> Iterator[Citing]:
    """Where in a text facts cite one of some documents. Raises MalformedError."""
    wanted = set(documents)
    cut = blocks(text)
    for number in _mentioning(text, cut, wanted):
        for piece in pieces(text[cut[number].start : cut[number].end]):
            for fact in piece.tables.get("facts", ()):
                for document, paragraph in _cited_in(fact):
                    if document in wanted:
                        yield Citing(document, paragraph, number)


def _cited_in(fact: Any) -> Iterator[tuple[str, int]]:
    citations = fact.get("citations") if isinstance(fact, dict) else None
    for it in citations if isinstance(citations, list) else ():
        if isinstance(it, dict) and isinstance(it.get("paragraph"), int):
            yield str(it.get("document")), it["paragraph"]


def _mentioning(text: str, cut: Sequence[Block], names: Iterable[str]) -> list[int]:
    """The numbers of the blocks of facts that hold one of some names in quotes."""
    either = "|".join(map(re.escape, names))
    if not either or len(cut) == 1:
        return []
    starts = [block.start for block in cut]
    places = re.finditer(rf"""["'](?:{either})["']""", text)
    numbers = {bisect_right(starts, match.start()) - 1 for match in places}
    return sorted(it for it in numbers if cut[it].root == "facts")


def _content_end(text: str, block: Block) -> int:
    """Where a block ends, without the blank lines and remarks that lead to the next one.

    Remarks right under the last line belong to it, if a blank line follows them.
    """
    lines: list[str] = _LINE.findall(text, block.start, block.end)
    kept = len(lines)
    while kept and _leads_on(lines[kept - 1]):
        kept -= 1
    tail = lines[kept:]
    while tail and tail[0].strip() and any(not it.strip() for it in tail):
        tail.pop(0)
    return block.end - sum(map(len, tail))


def _leads_on(line: str) -> bool:
    """Whether a line holds nothing, or a remark: what ends a long string is none."""
    bare = line.strip()
    return not bare or (bare[0] == "#" and '"""' not in bare and "'''" not in bare)
