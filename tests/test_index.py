"""The index is a cache: whatever happens to it or to the base, the answer is that of the base."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

import scifacts
from scifacts.dialects.layout import LAYOUT
from scifacts.index import store
from tests.support import (
    HEADER,
    LONG_AGO_NS,
    ProcessRunner,
    Runner,
    age,
    base_of,
    copied,
    fact,
    ids,
    run_here,
    written,
)

FIGURE = '{ value = 3, bound = "exactly", unit = "lamps", measure = "lamps" }'
CITED = '[{ document = "paper", paragraph = 1, quote = "3 lamps" }]'
ANY_OTHER_NS = LONG_AGO_NS + 86_400 * 10**9


def _state(base: Path) -> str:
    """How the index came to be fresh, as `info` tells."""
    state: str = json.loads(run_here("info", "--json", base=base).out)["state"]
    return state


def _claims(base: Path) -> list[str]:
    found = json.loads(run_here("filter", "--json", base=base).out)
    return [record["claim"] for record in found]


def _index_of(cache: Path) -> Path:
    (found,) = cache.glob("*.index")
    return found


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base in one file, written long ago."""
    path = written(tmp_path / "facts.toml", base_of(fact("one", "A lamp."), fact("two", "A bell.")))
    age(path)
    return path


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    """A base in a folder, written long ago."""
    return copied("atlas", tmp_path / "atlas")


def test_the_first_question_builds_the_index_and_the_second_finds_it_fresh(base: Path) -> None:
    assert [_state(base), _state(base), _state(base)] == ["built", "fresh", "fresh"]


def test_an_edit_is_seen(base: Path) -> None:
    assert _claims(base) == ["A lamp.", "A bell."]
    written(base, base_of(fact("one", "A lamp."), fact("three", "A third thing.")))
    assert _claims(base) == ["A lamp.", "A third thing."]


def test_an_edit_of_the_same_size_within_one_tick_of_the_clock_is_seen(base: Path) -> None:
    stamp = written(base, base_of(fact("one", "A lamp."))).stat()
    assert _claims(base) == ["A lamp."]
    with base.open("r+b") as stream:  # the same inode too
        stream.write(base_of(fact("one", "A lump.")).encode())
    os.utime(base, ns=(stamp.st_mtime_ns, stamp.st_mtime_ns))
    assert (base.stat().st_size, base.stat().st_mtime_ns) == (stamp.st_size, stamp.st_mtime_ns)
    assert _claims(base) == ["A lump."]


def test_an_older_file_put_in_the_place_of_a_newer_is_seen(base: Path) -> None:
    _claims(base)
    older = written(
        base.with_name("older"), base_of(fact("one", "A lump."), fact("two", "A bull."))
    )
    age(older, LONG_AGO_NS - 10**9)
    older.replace(base)
    assert _claims(base) == ["A lump.", "A bull."]


def test_a_touched_file_is_the_same_file(base: Path) -> None:
    before = _claims(base)
    age(base, ANY_OTHER_NS)
    assert _state(base) != "built"
    assert _state(base) == "fresh"
    assert _claims(base) == before


def test_while_a_file_may_still_change_under_its_stamp_the_index_is_left_alone(
    base: Path, cache: Path
) -> None:
    written(base, base_of(fact("one", "A lump.")))
    assert _claims(base) == ["A lump."]
    before = _index_of(cache).stat()
    assert _claims(base) == ["A lump."]
    after = _index_of(cache).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_base_that_moved_is_another_base(base: Path, tmp_path: Path) -> None:
    _claims(base)
    moved = base.rename(tmp_path / "moved.toml")
    assert _state(moved) == "built"
    assert run_here("info", base=base).status == 2


def test_a_fault_is_told_and_its_cure_seen(base: Path, run: Runner) -> None:
    good = base.read_text("utf-8")
    assert _claims(base) == ["A lamp.", "A bell."]
    written(base, good + "\n[[facts]]\n")
    ran = run("search", "lamp", base=base)
    assert (ran.status, ran.out) == (2, "")
    assert "S103" in ran.err
    written(base, good)
    assert _claims(base) == ["A lamp.", "A bell."]


_TELLS_WHAT_IT_OPENS = """
import sys
opened = []
def note(event, arguments):
    if event == "open" and str(arguments[0]).endswith(".toml"):
        opened.append(arguments[0])
sys.addaudithook(note)
import scifacts
base = scifacts.open(sys.argv[1])
print(base.info().state, *sorted({path.rsplit("/", 1)[-1] for path in opened}))
"""


def _opened_files(base: Path) -> str:
    """How the index of a base came to be fresh, and the files that were read for it."""
    line = [sys.executable, "-c", _TELLS_WHAT_IT_OPENS, str(base)]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A base of many files in a folder, written long ago."""
    folder = tmp_path / "shelf"
    written(folder / "a.toml", HEADER)
    for number in range(12):
        written(folder / f"f{number:02}.toml", fact(f"fact-{number}", f"Claim {number}."))
    for path in folder.iterdir():
        age(path)
    return folder


def test_in_a_folder_one_changed_file_is_the_only_one_read_again(shelf: Path) -> None:
    names = [path.name for path in sorted(shelf.iterdir())]
    assert _opened_files(shelf) == f"built {' '.join(names)}\n"
    assert _opened_files(shelf) == "fresh\n"
    written(shelf / "f05.toml", fact("fact-5", "Another claim."))
    age(shelf / "f05.toml", ANY_OTHER_NS)
    assert _opened_files(shelf) == "updated f05.toml\n"
    assert _opened_files(shelf) == "fresh\n"
    assert _claims(shelf)[4:7] == ["Claim 4.", "Another claim.", "Claim 6."]


def test_in_a_folder_files_come_and_go(atlas: Path) -> None:
    north, south = (
        f"The {side}ern lamp is {height} metres tall."
        for side, height in (("north", 31), ("south", 44))
    )
    assert _claims(atlas) == [north, south]
    middle = (atlas / "facts" / "north.toml").read_text("utf-8")
    middle = middle.replace("north-lamp-height", "middle").replace("northern", "middle")
    added = written(atlas / "facts" / "otter.toml", middle)
    assert _claims(atlas) == [north, "The middle lamp is 31 metres tall.", south]
    added.rename(atlas / "facts" / "a.toml")
    assert _claims(atlas) == ["The middle lamp is 31 metres tall.", north, south]
    (atlas / "facts" / "a.toml").unlink()
    assert _claims(atlas) == [north, south]


def test_files_that_come_one_before_the_other_never_come_between_facts(shelf: Path) -> None:
    remarks = f"# {'long ' * 20}\n" * 16_000
    written(shelf / "a.toml", HEADER + fact("first", "First.") + remarks + fact("then", "Then."))
    expected = ["First.", "Then."]
    for letter in "zyxwvutsrqponmlkjihgfedcba":
        written(shelf / f"a{letter}.toml", fact(f"letter-{letter}", f"Letter {letter}."))
        expected.insert(2, f"Letter {letter}.")
        assert _claims(shelf)[:-12] == expected


def test_hidden_folders_and_other_files_are_no_part_of_a_base(atlas: Path) -> None:
    written(atlas / "notes.txt", "no TOML")
    written(atlas / ".git" / "x.toml", "no TOML")
    assert len(_claims(atlas)) == 2


def test_a_definition_changed_in_one_file_is_seen_in_the_facts_of_others(atlas: Path) -> None:
    _claims(atlas)
    lamps = atlas / "lamps.toml"
    written(lamps, lamps.read_text("utf-8").replace("North Lamp", "Great Beacon"))
    assert ids(run_here("search", "beacon", "--json", base=atlas)) == ["north-lamp-height"]
    assert run_here("search", "north lamp", "--exact", base=atlas).out == ""


def test_a_link_broken_by_an_edit_in_another_file_is_told(tmp_path: Path, run: Runner) -> None:
    folder = tmp_path / "base"
    part = 'name = "Thing"\npart_of = ["whole"]'
    written(folder / "a.toml", base_of(fact("one"), header=HEADER.replace('name = "Thing"', part)))
    whole = written(folder / "b.toml", '[[entities]]\nid = "whole"\ntype = "topic"\nname = "W"\n')
    assert len(_claims(folder)) == 1
    written(whole, whole.read_text("utf-8").replace('"whole"', '"hole"'))
    ran = run("filter", base=folder)
    assert ran.status == 2
    assert "R202" in ran.err


def test_an_id_taken_by_two_files_is_told(atlas: Path, run: Runner) -> None:
    _claims(atlas)
    north = atlas / "facts" / "north.toml"
    written(atlas / "facts" / "copy.toml", north.read_text("utf-8"))
    assert "R201" in run("filter", base=atlas).err


def test_a_fact_may_move_from_one_file_to_another(atlas: Path) -> None:
    expected = sorted(_claims(atlas))
    north, south = (atlas / "facts" / f"{side}.toml" for side in ("north", "south"))
    text = north.read_text("utf-8")
    written(north, "# empty now\n")
    written(south, f"{text}\n{south.read_text('utf-8')}")
    assert sorted(_claims(atlas)) == expected


def _answers(base: Path) -> list[str]:
    """All that a base answers, or what is wrong with it; but not how its index came to be."""
    lines = [
        ("filter", "--json"),
        ("documents", "--json"),
        ("entities", "--json"),
        ("stats", "--json"),
        *(
            ("search", word, "--json", "--loose")
            for word in ("lamp", "bell*", "tall thing", "lmap")
        ),
    ]
    answers = [str(run_here(*line, base=base)) for line in lines]
    info = json.loads(run_here("info", "--json", base=base).out or "{}")
    return [*answers, str({key: it for key, it in info.items() if key not in {"state", "path"}})]


# No two have one stem: a word that is gone may still be suggested while another has its stem.
_WORDS = st.lists(st.sampled_from("lamp bell tall thing tower".split()), min_size=1, max_size=3)
_FILES = st.sampled_from(["a.toml", "f/b.toml", "m.toml", "z.toml"])


@st.composite
def _contents(draw: st.DrawFn, name: str) -> str:
    """A file of the folder; its ids begin as its name does, so that files never collide."""
    stem = name[-6]
    parts = []
    if draw(st.booleans()):
        parts.append(f'[[documents]]\nid = "{stem}-paper"\npublisher = "{draw(_WORDS)[0]}"\n')
    if draw(st.booleans()):
        parts.append(
            f'[[entities]]\nid = "{stem}-it"\ntype = "topic"\nname = "{draw(_WORDS)[0]}"\n'
        )
    for number in range(draw(st.integers(0, 3))):
        claim = " ".join(draw(_WORDS))
        parts.append(fact(f"{stem}-{number}", f"{claim}."))
    if draw(st.integers(0, 4)) == 0:
        parts.append(f'[base]\nformat = 1\ntitle = "{stem}"\n')
    return "\n".join(parts)


_EDITS = st.lists(
    _FILES.flatmap(lambda name: st.tuples(st.just(name), st.one_of(st.none(), _contents(name)))),
    min_size=1,
    max_size=5,
)


def _same_as_new(base: Path, folder: Path, edits: Iterable[Callable[[], None]]) -> None:
    """Check that an index that saw every edit answers as one does that was built after the last."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCIFACTS_CACHE", str(folder / "kept"))
        for edit in edits:
            edit()
            run_here("info", base=base)
        kept = _answers(base)
        patch.setenv("SCIFACTS_CACHE", str(folder / "new"))
        assert kept == [it.replace("/new/", "/kept/") for it in _answers(base)]


@given(_EDITS)
@settings(max_examples=max(6, settings().max_examples // 5))
def test_an_updated_index_answers_as_a_new_one(
    tmp_path_factory: pytest.TempPathFactory, edits: Sequence[tuple[str, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    base = folder / "base"
    written(base / "header.toml", base_of(fact("header", "A header.")))

    def edit(number: int, name: str, text: str | None) -> None:
        path = base / name
        if text is None:
            path.unlink(missing_ok=True)
        else:
            age(written(path, text), LONG_AGO_NS + number * 10**9)

    _same_as_new(base, folder, (partial(edit, number, *it) for number, it in enumerate(edits)))


@st.composite
def _block(draw: st.DrawFn) -> str:
    """A fact, a definition, or a header or string that makes it hard to cut a file into blocks."""
    number = draw(st.integers(0, 500))
    words = " ".join(draw(_WORDS))
    return draw(
        st.sampled_from(
            [
                *[fact(f"fact-{number}", f"{words}.")] * 16,
                f'[[documents]]\nid = "paper-{number}"\npublisher = "{words}"\n',
                f'[[entities]]\nid = "thing-{number}"\ntype = "topic"\nname = "{words}"\n',
                fact(f"fact-{number}", f"{words}.").replace("[[facts]]", '[[ "facts" ]]'),
                fact(f"fact-{number}", f"{words}.") + f"note = '''\n[[facts]]\n{words}'''\n",
                f"# {words}\n",
            ]
        )
    )


_BLOCKS = st.lists(_block(), max_size=4)


_CHANGES = st.tuples(st.integers(0, 40), st.integers(0, 3), _BLOCKS)


@given(st.lists(st.lists(_CHANGES, min_size=1, max_size=3), min_size=1, max_size=5))
@settings(max_examples=max(10, settings().max_examples // 3))
def test_a_file_updated_block_by_block_answers_as_a_new_one(
    tmp_path_factory: pytest.TempPathFactory,
    edits: Sequence[Sequence[tuple[int, int, Sequence[str]]]],
) -> None:
    folder = tmp_path_factory.mktemp("edited")
    base = folder / "facts.toml"
    blocks = [HEADER, *(fact(f"old-{number}", f"A bell {number}.") for number in range(30))]

    def edit(changes: Sequence[tuple[int, int, Sequence[str]]]) -> None:
        for at, many, new in changes:
            blocks[at : at + many] = new
        written(base, "\n".join(blocks))

    _same_as_new(base, folder, (partial(edit, it) for it in edits))


def _file_of(many: int) -> list[str]:
    return [HEADER, *(fact(f"fact-{number}", f"Lamp {number}.") for number in range(many))]


EDITS: dict[str, Callable[[list[str]], object]] = {
    "changed": lambda blocks: blocks.__setitem__(5, fact("fact-4", "A bell.")),
    "appended": lambda blocks: blocks.append(fact("new", "A bell.")),
    "inserted": lambda blocks: blocks.insert(1, fact("new", "A bell.")),
    "removed": lambda blocks: blocks.pop(7),
    "moved": lambda blocks: blocks.insert(4, blocks.pop(2)),
    "given a note": lambda blocks: blocks.insert(9, fact("new") + "note = '''\n[[facts]]\n'''"),
    "changed in two places": lambda blocks: blocks.insert(36, blocks.pop(1)),
    "given a remark": lambda blocks: blocks.append("# a remark"),
    "given a document": lambda blocks: blocks.insert(9, '[[documents]]\nid = "other"\n'),
}


@pytest.mark.parametrize("place_of_whole", ["a", "b"])
def test_a_part_may_be_defined_before_its_whole_in_an_edit_of_two_places(
    tmp_path: Path, place_of_whole: str
) -> None:
    blocks = {
        "a": _file_of(40),
        "b": [fact(f"other-{number}", f"Bell {number}.") for number in range(40)],
    }

    def write() -> None:
        for name, some in blocks.items():
            written(tmp_path / "base" / f"{name}.toml", "\n".join(some))

    write()
    base = tmp_path / "base"
    assert _state(base) == "built"
    part = '[[entities]]\nid = "part"\ntype = "topic"\nname = "P"\npart_of = ["whole"]\n'
    blocks["a"].insert(9, part)
    blocks[place_of_whole].insert(30, '[[entities]]\nid = "whole"\ntype = "topic"\nname = "W"\n')
    blocks["b"].append(fact("new", "A bell.").replace('"thing"', '"part"'))
    write()
    with scifacts.open(str(base)) as opened:
        assert opened.info().state == "updated"
        assert [hit.fact.id for hit in opened.filter(topic=["W"])] == ["new"]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_of_a_file_only_the_blocks_that_changed_are_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[list[str]], object]
) -> None:
    blocks = _file_of(40)
    base = written(tmp_path / "facts.toml", "\n".join(blocks))
    assert _state(base) == "built"
    edit(blocks)
    written(base, "\n".join(blocks))
    parsed: list[str] = []
    parse = tomli.loads

    def noted(text: str) -> dict[str, object]:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(tomli, "loads", noted)
    assert _state(base) == "updated"
    assert "".join(parsed).count("[[") <= 2 * 3


def _truncate(index: Path) -> None:
    index.write_bytes(index.read_bytes()[: index.stat().st_size // 2])


def _empty(index: Path) -> None:
    index.write_bytes(b"")


def _fill_with_garbage(index: Path) -> None:
    index.write_bytes(b"\x00garbage\xff" * 5000)


def _damage_the_middle(index: Path) -> None:
    content = bytearray(index.read_bytes())
    content[4096:-4096] = b"\xa5" * (len(content) - 8192)
    index.write_bytes(content)


def _damage_the_middle_and_keep_the_time(index: Path) -> None:
    status = index.stat()
    _damage_the_middle(index)
    os.utime(index, ns=(status.st_atime_ns, status.st_mtime_ns))


def _put_another_database_there(index: Path) -> None:
    index.unlink()
    connection = sqlite3.connect(index)
    connection.execute("CREATE TABLE facts (id TEXT)")
    connection.commit()
    connection.close()


def _make_newer(index: Path) -> None:
    stamp = index.stat().st_mtime_ns
    connection = sqlite3.connect(index)
    connection.execute(f"PRAGMA user_version = {LAYOUT + 1}")
    connection.close()
    os.utime(index, ns=(stamp, stamp))


def _empty_a_table(index: Path) -> None:
    connection = sqlite3.connect(index)
    connection.execute("DELETE FROM facts")
    connection.commit()
    connection.close()


def _make_a_folder(index: Path) -> None:
    index.unlink()
    index.mkdir()


DAMAGES = [
    _truncate,
    _empty,
    _fill_with_garbage,
    _damage_the_middle,
    _damage_the_middle_and_keep_the_time,
    _put_another_database_there,
    _make_newer,
    _empty_a_table,
    Path.unlink,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda it: it.__name__)
def test_whatever_becomes_of_the_index_the_answer_is_right(
    base: Path, cache: Path, damage: Callable[[Path], None]
) -> None:
    expected = run_here("search", "lamp", "--json", base=base)
    damage(_index_of(cache))
    assert run_here("search", "lamp", "--json", base=base) == expected
    assert _state(base) == "fresh"


# What is read before anything is asked.
_READ_FIRST = ("identity", "settled", "files", "sqlite_autoindex_files_1")


def _damage_inside(index: Path, *tables: str) -> None:
    """Spoil the pages of some tables, or of all that are not read at once; the time stays."""
    status = index.stat()
    with closing(sqlite3.connect(index)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        roots = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
        pages = [page for name, page in roots if name in tables or not tables]
        kept = dict(connection.execute("SELECT rootpage, name FROM sqlite_master"))
    content = bytearray(index.read_bytes())
    for page in pages:
        if kept[page] not in _READ_FIRST:
            content[(page - 1) * size : page * size] = b"\xa5" * size
    index.write_bytes(content)
    os.utime(index, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    "line",
    [
        *("search lamp", "filter", "stats", "timeline", "compare", "show one", "documents"),
        *("entities", "stats --by about,document", "filter --about thing", "filter --limit 1"),
    ],
)
def test_whatever_is_asked_of_an_index_that_is_damaged_inside_the_answer_is_right(
    base: Path, cache: Path, line: str
) -> None:
    dated = fact("three", "3 lamps.", date='"2024"', figure=FIGURE, citations=CITED)
    written(base, base_of(fact("one", "A lamp."), dated))
    age(base)
    expected = run_here(*line.split(), "--json", base=base)
    assert expected.status == 0
    _damage_inside(_index_of(cache))
    assert run_here(*line.split(), "--json", base=base) == expected
    assert _state(base) == "fresh"


def test_damage_that_is_seen_while_an_answer_is_written_is_told_in_one_line(
    base: Path, cache: Path
) -> None:
    run_here("search", "lamp", base=base)
    index = _index_of(cache)
    _damage_inside(index, "documents", "sqlite_autoindex_documents_1")
    ran = run_here("search", "lamp", base=base)
    assert ran.status == 2
    assert ran.err == f"scifacts: the index {str(index)!r} is damaged; delete it and ask again\n"


def test_a_closed_base_answers_no_more_and_keeps_its_index(base: Path, cache: Path) -> None:
    with scifacts.open(str(base)) as opened:
        index = _index_of(cache).read_bytes()
    with pytest.raises(sqlite3.ProgrammingError):
        opened.search("lamp")
    assert _index_of(cache).read_bytes() == index


def test_the_index_of_another_base_under_our_name_is_not_believed(
    base: Path, cache: Path, tmp_path: Path
) -> None:
    _claims(base)
    index = _index_of(cache)
    other = written(tmp_path / "other" / "facts.toml", base_of(fact("other", "Another.")))
    age(other)
    _claims(other)
    (others,) = set(cache.glob("*.index")) - {index}
    shutil.copy2(others, index)
    assert _claims(base) == ["A lamp.", "A bell."]


@pytest.mark.parametrize(
    ("platform", "folder"), [("linux", ".cache"), ("darwin", "Library/Caches")]
)
def test_the_index_is_in_the_folder_of_the_platform_for_such_files(
    platform: str, folder: str, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCIFACTS_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.platform", platform)
    index = Path(json.loads(run_here("info", "--json", base=base).out)["index_file"])
    assert index.is_file()
    assert index.parent == tmp_path / "home" / folder / "scifacts"


def test_without_a_place_for_the_index_the_answer_is_right_and_one_line_is_said(
    base: Path, tmp_path: Path, process: ProcessRunner
) -> None:
    nowhere = written(tmp_path / "file", "") / "cache"
    ran = process("search", "lamp", "--format", "ids", base=base, SCIFACTS_CACHE=str(nowhere))
    assert (ran.status, ran.out) == (0, "one\n")
    assert ran.err.count("\n") == 1
    assert "answering from memory" in ran.err


def test_a_folder_in_the_place_of_the_index_is_left_alone(base: Path, cache: Path) -> None:
    _claims(base)
    index = _index_of(cache)
    _make_a_folder(index)
    ran = run_here("search", "lamp", "--format", "ids", base=base)
    assert (ran.status, ran.out) == (0, "one\n")
    assert index.is_dir()


def _started(base: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "scifacts", *arguments, "--base", str(base)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_many_processes_that_start_at_once_on_a_cold_cache_all_answer_right(
    base: Path, cache: Path
) -> None:
    processes = [_started(base, "search", "lamp", "--format", "ids") for _ in range(12)]
    answers = [process.communicate() for process in processes]
    assert answers == [(b"one\n", b"")] * len(processes)
    assert sorted(path.suffix for path in cache.iterdir()) == [".index", ".lock"]


def test_of_many_processes_that_find_no_index_one_builds_it_and_the_others_wait(
    base: Path, cache: Path
) -> None:
    processes = [_started(base, "info", "--json") for _ in range(6)]
    states = [json.loads(process.communicate()[0])["state"] for process in processes]
    assert sorted(states) == ["built", *["fresh"] * 5]


def test_who_waits_for_a_process_that_is_stuck_goes_ahead(
    base: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _claims(base)
    (index,) = cache.glob("*.index")
    monkeypatch.setattr(store, "_STUCK_SECONDS", 0.1)
    waited: list[tuple[int, int]] = []
    with closing(sqlite3.connect(f"{index}.lock", isolation_level=None)) as stuck:
        stuck.execute("BEGIN EXCLUSIVE")
        written(base, base_of(fact("one", "A lump.")))
        opened = scifacts.open(str(base), progress=lambda *told: waited.append(told))
        assert [hit.fact.claim for hit in opened.filter()] == ["A lump."]
        opened.close()
    assert (0, 1) in waited
    assert waited[-1][0] == waited[-1][1]


@pytest.mark.parametrize("spoil", [_fill_with_garbage, _make_a_folder], ids=lambda it: it.__name__)
def test_a_lock_that_is_none_keeps_nobody_from_an_index(
    base: Path, cache: Path, spoil: Callable[[Path], None]
) -> None:
    _claims(base)
    (lock,) = cache.glob("*.lock")
    spoil(lock)
    written(base, base_of(fact("one", "A lump.")))
    ran = run_here("filter", "--format", "ids", base=base)
    assert (ran.status, ran.out, ran.err) == (0, "one\n", "")
    assert _state(base) == "fresh"


def test_many_processes_that_start_at_once_after_an_edit_all_answer_right(
    atlas: Path, cache: Path
) -> None:
    _claims(atlas)
    north = atlas / "facts" / "north.toml"
    written(north, north.read_text("utf-8").replace("northern", "polar"))
    processes = [_started(atlas, "search", "polar", "--format", "ids") for _ in range(8)]
    answers = [process.communicate() for process in processes]
    assert answers == [(b"north-lamp-height\n", b"")] * len(processes)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that takes a moment to index."""
    facts = [fact(f"number-{number}", f"Claim number {number}.") for number in range(3000)]
    return written(tmp_path_factory.mktemp("large") / "facts.toml", base_of(*facts))


def _moments(process: subprocess.Popen[bytes], cache: Path) -> Iterator[int]:
    """The size of what a build has written so far, as often as one looks."""
    while process.poll() is None:
        yield sum(path.stat().st_size for path in cache.glob("*.tmp") if path.exists())


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_build_that_is_killed_leaves_nothing_that_anybody_reads(
    large: Path, cache: Path, process: ProcessRunner, share: float
) -> None:
    whole = 1_500_000
    builder = _started(large, "filter", "--format", "ids")
    for size in _moments(builder, cache):
        if size > share * whole:
            break
    builder.send_signal(signal.SIGKILL)
    builder.communicate()
    ran = process("search", "2999", "--format", "ids", base=large)
    assert (ran.status, ran.out, ran.err) == (0, "number-2999\n", "")


def test_what_a_killed_build_left_behind_is_swept_up_later(base: Path, cache: Path) -> None:
    _claims(base)
    index = _index_of(cache)
    recent = written(Path(f"{index}.1-1.tmp"), "another build is at it")
    abandoned = written(Path(f"{index}.2-2.tmp"), "left behind")
    age(abandoned)
    index.unlink()
    _claims(base)
    assert recent.exists()
    assert not abandoned.exists()


def test_a_reader_that_stays_does_not_keep_others_from_seeing_an_edit(
    atlas: Path, process: ProcessRunner
) -> None:
    with scifacts.open(str(atlas)) as reader:
        north = atlas / "facts" / "north.toml"
        written(north, north.read_text("utf-8").replace("northern", "polar"))
        ran = process("search", "polar", "--format", "ids", base=atlas)
        assert (ran.status, ran.out, ran.err) == (0, "north-lamp-height\n", "")
        assert "northern" in reader.get("north-lamp-height").claim


def test_an_open_base_answers_as_it_was_when_it_was_opened(base: Path) -> None:
    with scifacts.open(str(base)) as reader:
        hits = reader.filter()
        first = next(hits).fact.id
        written(base, base_of(fact("other", "Another.")))
        assert _claims(base) == ["Another."]
        assert [first, *(hit.fact.id for hit in hits)] == ["one", "two"]


def test_an_interrupted_build_leaves_the_cache_as_it_was(large: Path, cache: Path) -> None:
    builder = _started(large, "filter", "--format", "ids")
    for size in _moments(builder, cache):
        if size:
            builder.send_signal(signal.SIGINT)
            break
    _, err = builder.communicate()
    assert builder.returncode in {0, 130}
    assert b"Traceback" not in err
    assert list(cache.glob("*.tmp")) == []
    assert run_here("info", base=large).status == 0
