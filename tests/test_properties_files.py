"""What holds for any file of a base: pieces mean what the whole means, lines are right."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import tomli
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scifacts.factfile.blocks import ARRAYS, MalformedError, blocks, pieces
from scifacts.factfile.places import Path, line_of
from scifacts.model import Document, Entity, Fact
from scifacts.records import (
    Recorder,
    document_of,
    document_record,
    entity_of,
    entity_record,
    fact_of,
)
from tests.strategies import ANY_TEXT, DOCUMENTS, ENTITIES, FACTS

_BARE = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
_SAFE = st.characters(exclude_categories=["Cs", "Cc"])
_COMMENTS = st.text(_SAFE, max_size=12).map(lambda text: f"#{text}")
_BLANKS = st.sampled_from(["", "", "", " ", "  ", "\t"])
_HEADERS_LIKE = ("[base]", "[[facts]]", "# [[facts]]", "[[entities]] # x", 'a = "', "]", "}")


def _basic(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "") + "'"


def _long_basic(text: str) -> str:
    escaped = _basic(text)[1:-1].replace("\\n", "\n")
    return f'"""\n{escaped}"""'


def _long_literal(text: str) -> str:
    return "'''" + text.replace("'", "") + "'''"


_LINES = st.lists(st.one_of(st.sampled_from(_HEADERS_LIKE), st.text(_SAFE, max_size=8)), max_size=3)
_SHORT_STRINGS = st.one_of(
    ANY_TEXT.map(_basic),
    st.text(_SAFE, max_size=12).map(_literal),
    st.sampled_from(_HEADERS_LIKE).map(_basic),
)
_LONG_STRINGS = _LINES.map("\n".join).flatmap(
    lambda text: st.sampled_from([_long_basic(text), _long_literal(text)])
)
_SCALARS = st.one_of(
    _SHORT_STRINGS,
    st.integers(-(10**6), 10**6).map(str),
    st.sampled_from(["true", "1.5", "6.02e23", "0x1F", "1_000", "inf", "2025-06-12", "07:32:00"]),
)


class Laid(NamedTuple):
    """TOML as it is laid out, and on which of its lines, from 0, each path in it stands."""

    text: str
    lines: dict[Path, int]


class _Layout:
    """Writes TOML at random, keeping account of lines."""

    def __init__(self, draw: st.DrawFn, *, has_long_strings: bool) -> None:
        self._draw = draw
        self._strings = st.one_of(_SCALARS, _LONG_STRINGS) if has_long_strings else _SCALARS
        self._parts: list[str] = []
        self.lines: dict[Path, int] = {}
        self._line = 0

    def put(self, text: str) -> None:
        self._parts.append(text)
        self._line += text.count("\n")

    def note(self, path: Path) -> None:
        self.lines[path] = self._line

    def laid(self) -> Laid:
        return Laid("".join(self._parts), self.lines)

    def end_line(self) -> None:
        self.put(self._draw(_BLANKS))
        if self._draw(st.booleans()):
            self.put(self._draw(_COMMENTS))
        self.put("\n")
        for _ in range(self._draw(st.integers(0, 2))):
            self.put(self._draw(st.one_of(_BLANKS, _COMMENTS)) + "\n")

    def break_maybe(self) -> None:
        """Inside an array a line may end anywhere between values."""
        if self._draw(st.booleans()):
            self.end_line()
        self.put(self._draw(_BLANKS))

    def pairs(self, table: Path, depth: int = 2) -> None:
        for key in self._draw(st.lists(_BARE, max_size=3, unique=True)):
            self.pair(table, f"k{key}", depth)
            self.end_line()

    def pair(self, table: Path, key: str, depth: int) -> None:
        self.note((*table, key))
        quote = self._draw(st.sampled_from(["", "", '"', "'"]))
        self.put(f"{quote}{key}{quote}{self._draw(_BLANKS)}={self._draw(_BLANKS)}")
        self.value((*table, key), depth)

    def value(self, path: Path, depth: int) -> None:
        shape = self._draw(st.sampled_from(["scalar", "scalar", "array", "table"]))
        if depth == 0 or shape == "scalar":
            self.put(self._draw(self._strings))
        elif shape == "array":
            self.put("[")
            count = self._draw(st.integers(0, 3))
            for index in range(count):
                self.break_maybe()
                self.note((*path, index))
                self.value((*path, index), depth - 1)
                self.break_maybe()
                if index < count - 1 or self._draw(st.booleans()):
                    self.put(",")
            self.break_maybe()
            self.put("]")
        else:
            self.put("{")
            for index, key in enumerate(self._draw(st.lists(_BARE, max_size=2, unique=True))):
                self.put(", " if index else " ")
                self.pair(path, key, depth - 1)
            self.put(" }")


@st.composite
def layouts(draw: st.DrawFn) -> Laid:
    """A base's tables in any order, with everything TOML allows between and inside them."""
    layout = _Layout(draw, has_long_strings=draw(st.booleans()))
    counts = dict.fromkeys(ARRAYS, 0)
    if draw(st.booleans()):
        layout.end_line()
    layout.pairs(())
    roots = draw(st.lists(st.sampled_from(ARRAYS), max_size=6))
    base_at = draw(st.integers(0, len(roots)))
    for number in range(len(roots) + 1):
        if number == base_at:
            layout.note(("base",))
            layout.put(draw(st.sampled_from(["[base]", "[ base ]", "[base] # x", " [base]"])))
            layout.end_line()
            layout.pairs(("base",))
        if number < len(roots):
            root = roots[number]
            _item(draw, layout, root, counts[root])
            counts[root] += 1
    return layout.laid()


def _item(draw: st.DrawFn, layout: _Layout, root: str, number: int) -> None:
    if number == 0:
        layout.note((root,))
    layout.note((root, number))
    header = draw(st.sampled_from(["[[{}]]", "[[{}]]", "[[ {} ]]", '[["{}"]]', "\t[[{}]]"]))
    layout.put(header.format(root))
    layout.end_line()
    layout.pairs((root, number))
    if draw(st.booleans()):
        layout.note((root, number, "sub"))
        layout.put(f"[{root}.sub]")
        layout.end_line()
        layout.pairs((root, number, "sub"))
    for index in range(draw(st.integers(0, 2))):
        if index == 0:
            layout.note((root, number, "subs"))
        layout.note((root, number, "subs", index))
        layout.put(f"[[{root}.subs]]")
        layout.end_line()
        layout.pairs((root, number, "subs", index))


def _together(text: str, *wanted: str) -> dict[str, Any]:
    """The tables of all pieces as one."""
    found: dict[str, Any] = {}
    for piece in pieces(text, wanted) if wanted else pieces(text):
        for key, value in piece.tables.items():
            if key in ARRAYS and isinstance(value, list):
                found.setdefault(key, []).extend(value)
            else:
                assert key not in found
                found[key] = value
    return found


def _same(found: object, expected: object) -> bool:
    return repr(found) == repr(expected)  # `nan` and kinds of number count too


@given(layouts(), st.sampled_from(["\n", "\r\n"]))
def test_the_pieces_of_a_base_mean_what_the_whole_means(laid: Laid, line_end: str) -> None:
    text = laid.text.replace("\n", line_end)
    whole = tomli.loads(text)
    found = _together(text)
    assert _same(sorted(found.items()), sorted(whole.items()))


@given(layouts(), st.sampled_from(ARRAYS))
def test_no_item_is_lost_when_one_sort_of_items_is_wanted(laid: Laid, root: str) -> None:
    whole = tomli.loads(laid.text)
    assert _same(_together(laid.text, root).get(root), whole.get(root))


@given(layouts())
def test_every_value_stands_on_the_line_that_is_told(laid: Laid) -> None:
    found = {path: line_of(laid.text, path) for path in laid.lines}
    assert found == laid.lines


@given(layouts())
def test_a_piece_knows_the_line_it_begins_on(laid: Laid) -> None:
    lines = laid.text.split("\n")
    for piece in pieces(laid.text):
        first = piece.first_line - 1
        assert lines[first].startswith(piece.text.split("\n")[0])


@given(layouts(), st.data())
def test_a_path_that_is_not_there_has_the_line_of_the_nearest_above(
    laid: Laid, data: st.DataObject
) -> None:
    if laid.lines:
        path = data.draw(st.sampled_from(sorted(laid.lines, key=repr)))
        assert line_of(laid.text, (*path, "not there", 3)) == laid.lines[path]


def _broken(text: str) -> Iterator[str]:
    for line in range(text.count("\n") + 1):
        lines = text.split("\n")
        lines.insert(line, "= broken")
        yield "\n".join(lines)


@given(layouts(), st.data())
def test_what_is_no_toml_is_refused_with_the_line_tomli_gives(
    laid: Laid, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(list(_broken(laid.text))))
    line = _faulty_line(text)
    assume(line is not None)
    with pytest.raises(MalformedError) as caught:
        list(pieces(text))
    assert caught.value.line == line


def _faulty_line(text: str) -> int | None:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return error.lineno
    return None


def _assert_read_as_tomli_reads(text: str) -> None:
    try:
        whole = tomli.loads(text)
    except tomli.TOMLDecodeError:
        with pytest.raises(MalformedError):
            list(pieces(text))
    else:
        assert _same(sorted(_together(text).items()), sorted(whole.items()))


@given(st.text())
@example('[[facts]]\n"""\n[[facts]]\n"""')
@example("[base]\n[base]\n")
@example("[[facts]]\n[facts]\n")
@example("[facts]\n[[facts]]\n")
@example("base.format = 1\n[base]\ntitle = 'x'\n")
@example("facts = []\n[[facts]]\n")
@example("[[entities]]\n[[facts]]\n[entities.x]\ny = 1\n")
@example("[[entities]]\n[[facts]]\n[facts.x]\n[[facts]]\n[[entities.x]]\n")
@example('[[facts]]\n[["fact\\u0073"]]\n')
@example('[[entities]]\n[[facts]]\n[["entitie\\u0073"]]\n')
@example("[[documents]]\n[base.x]\n[base]\n[base.x]\n")
def test_any_text_is_read_as_tomli_reads_it_or_refused_as_tomli_refuses_it(text: str) -> None:
    _assert_read_as_tomli_reads(text)


_INSIDE = st.lists(
    st.sampled_from(
        [
            *("\n[[facts]]\n", "\n[base]\n", "[[facts]]", "a", "#", "\n"),
            *("'", '"', "\\\\", '\\"', '""', "''"),
        ]
    ),
    max_size=5,
).map("".join)
_FRAMES = ('"""{}"""', "'''{}'''", '"{}"', "'{}'", "[\n'{}',\n]", "[ '''{}''' ]")
_HEADS = (
    *("[[facts]]\n", "[[entities]]\n", "[base]\n", "[facts.sub]\n", " [[facts]]\n"),
    '[[facts]] # """\n',
)


@st.composite
def quoting(draw: st.DrawFn) -> str:
    """Headers, and keys whose strings may hold what looks like headers, quotes and remarks."""
    lines = []
    for number in range(draw(st.integers(0, 7))):
        string = draw(st.sampled_from(_FRAMES)).replace("{}", draw(_INSIDE))
        lines.append(draw(st.sampled_from((*_HEADS, f"key-{number} = {string}\n"))))
    return "".join(lines)


@given(quoting())
def test_what_stands_in_a_string_is_no_header(text: str) -> None:
    _assert_read_as_tomli_reads(text)


def test_a_text_with_strings_of_several_lines_is_cut_all_the_same() -> None:
    fact = '[[facts]]\nid = "a"\nnote = """\n[[facts]]\n"""\n'
    assert [block.root for block in blocks(fact * 3)] == ["", "facts", "facts", "facts"]


@given(DOCUMENTS)
def test_a_document_read_back_from_its_record_is_equal(document: Document) -> None:
    assert document_of(json.loads(document_record(document))) == document


@given(ENTITIES)
def test_an_entity_read_back_from_its_record_is_equal(entity: Entity) -> None:
    assert entity_of(json.loads(entity_record(entity))) == entity


@given(FACTS)
def test_a_fact_read_back_from_its_record_is_equal(fact: Fact) -> None:
    documents = {it.document.id: it.document for it in fact.citations}
    entities = {it.id: it for it in (*fact.about, *fact.said_by)}
    expected = fact._replace(
        citations=tuple(it._replace(document=documents[it.document.id]) for it in fact.citations),
        about=tuple(entities[it.id] for it in fact.about),
        said_by=tuple(entities[it.id] for it in fact.said_by),
    )
    record = Recorder().fact(fact)
    assert fact_of(json.loads(record), documents.__getitem__, entities.__getitem__) == expected
    assert "\n" not in record
    assert record.isprintable() or "\x1b" not in record
