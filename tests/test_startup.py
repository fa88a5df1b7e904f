"""A command pays only for what it uses: what a fresh interpreter has loaded once it is done."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import scifacts
from scifacts.cli.commands import COMMANDS, loaded
from scifacts.render import Form, Screen, rendered

_SCRIPT = """
import atexit, json, os, sys
wanted = sys.argv.pop(1)
def tell():
    with open(wanted, "w") as stream:
        json.dump(sorted(sys.modules), stream)
atexit.register(tell)
from scifacts.__main__ import main
main()
"""

RICH = {"rich"}
READING = {
    "tomli",
    "hashlib",
    "scifacts.digest",
    "scifacts.files",
    "scifacts.factfile",
    "scifacts.check",
    "scifacts.compiler",
}
WRITING = {"tomlkit", "scifacts.authoring", "readline"}
KEYS = {"scifacts.keys"}
FUZZY = {"rapidfuzz"}
EVIDENCE = {"scifacts.evidence", "scifacts.sources", "scifacts.grammar", "scifacts.review"}
NEVER = {
    *("click", "pydantic", "jsonschema", "pydoc", "tomllib", "asyncio", "socket"),
    *("hypothesis", "pytest", "numpy", "tempfile", "logging", "urllib.request", "http"),
    *("multiprocessing", "concurrent", "pyarrow", "citeproc", "rdflib"),
}
VALUES = {"scifacts.model", "scifacts.records", "scifacts.summaries"}
EXCHANGE = {"scifacts.exchange"}
FORMS = {
    *("scifacts.render.cards", "scifacts.render.tables", "scifacts.render.passages"),
    *("scifacts.exchange.references", "citeproc", "lxml"),
}
CITING = (RICH | READING | FUZZY | EVIDENCE | FORMS) - {
    *("hashlib", "scifacts.files", "scifacts.sources", "scifacts.grammar"),
    "scifacts.exchange.references",
}

# What each command line must leave unloaded, the index being fresh.
UNLOADED = {
    "search tide --json": EXCHANGE | KEYS | RICH | VALUES | READING | FUZZY | EVIDENCE | FORMS,
    "search tide": EXCHANGE | KEYS | RICH | READING | FUZZY | EVIDENCE | FORMS,
    "search tide --format csv": KEYS | RICH | READING | FUZZY | EVIDENCE | FORMS,
    "search tide --format cards": KEYS | READING | FUZZY | EVIDENCE,
    "filter --program BHP --json": KEYS | RICH | VALUES | READING | FUZZY | EVIDENCE | FORMS,
    "filter --value >=10 --format ids": RICH | VALUES | READING | FUZZY | EVIDENCE | FORMS,
    "show homes-lit --json": RICH | VALUES | READING | FUZZY | EVIDENCE | FORMS,
    "show homes-lit": KEYS | READING | FUZZY | EVIDENCE,
    "search tide --format bibtex": KEYS | CITING,
    "cite homes-lit": KEYS | CITING,
    "stats --json": RICH | READING | FUZZY | EVIDENCE | FORMS,
    "review PAGE": RICH | {"tomli", "scifacts.compiler", "scifacts.check"} | FUZZY | FORMS,
    "documents": RICH | READING | FUZZY | EVIDENCE | FORMS,
    "entities --json": RICH | READING | FUZZY | EVIDENCE | FORMS,
    "info": RICH | READING | FUZZY | EVIDENCE | FORMS,
    "export jsonld": RICH | FUZZY | FORMS | {"tomli", "scifacts.check", "scifacts.compiler"},
    "export bibtex": CITING,
    "verify nothing.json": RICH | FORMS | {"tomli", "scifacts.check"},
    "help export": RICH | READING | FUZZY | {"sqlite3", "scifacts.model"},
    "check": RICH | {"sqlite3"} | FORMS,
    "where homes-lit": RICH | {"tomlkit", "rapidfuzz", "readline"} | EVIDENCE | FORMS,
    "draft gazette-brief --sources texts": RICH | {"tomlkit"} | FORMS,
    "schema record": RICH | READING | FUZZY | EVIDENCE | {"sqlite3"},
    "help query": RICH | READING | FUZZY | EVIDENCE | {"sqlite3"},
    "--help": RICH | READING | EVIDENCE | {"sqlite3", "scifacts.base"},
    "--version": RICH | READING | EVIDENCE | {"sqlite3", "scifacts.base"},
}
# These may load what writes to a base.
AUTHORING = {"draft", "where"}
# Known to load more than they should, with the reason.
KNOWN_FAILURES: dict[str, str] = {"check": "the options that commands share open bases"}


def _loaded(line: str, folder: Path, **environment: str) -> set[str]:
    told = folder / "modules.json"
    subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(told), *line.split()],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )
    return set(json.loads(told.read_text(encoding="utf-8")))


def _parameters() -> list[object]:
    found: list[object] = []
    for line in UNLOADED:
        reason = KNOWN_FAILURES.get(line)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        found.append(pytest.param(line, id=line, marks=marks))
    return found


@pytest.fixture(scope="module")
def warm(harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache that holds a fresh index of the small base."""
    folder = str(tmp_path_factory.mktemp("warm"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCIFACTS_CACHE", folder)
        scifacts.open(str(harbour / "facts.toml")).close()
    return folder


@pytest.mark.parametrize("line", _parameters())
def test_a_command_leaves_unloaded_what_it_does_not_use(
    line: str, harbour: Path, warm: str, tmp_path: Path
) -> None:
    page = str(harbour / "texts" / "page.txt")
    modules = _loaded(
        line.replace("PAGE", page),
        tmp_path,
        SCIFACTS_BASE=str(harbour / "facts.toml"),
        SCIFACTS_CACHE=warm,
    )
    command = COMMANDS.get(line.split(maxsplit=1)[0])
    assert command is None or f"scifacts.cli.{command.module}" in modules
    unwanted = NEVER if line.split(maxsplit=1)[0] in AUTHORING else NEVER | WRITING
    assert sorted(modules & (UNLOADED[line] | unwanted)) == []
    assert sorted(it for it in modules if it.startswith("rich.")) == [] or "rich" in modules


def test_a_command_loads_no_other_command(harbour: Path, warm: str, tmp_path: Path) -> None:
    shared = {"commands", "main", "options", "terminal"}
    for line in ("search tide --json", "info", "schema base", "help status"):
        modules = _loaded(
            line, tmp_path, SCIFACTS_BASE=str(harbour / "facts.toml"), SCIFACTS_CACHE=warm
        )
        rooms = {
            it.removeprefix("scifacts.cli.") for it in modules if it.startswith("scifacts.cli.")
        }
        assert rooms - shared == {COMMANDS[line.split()[0]].module}


def test_completing_a_name_loads_no_more_than_looking_it_up(
    harbour: Path, warm: str, tmp_path: Path
) -> None:
    modules = _loaded(
        "",
        tmp_path,
        SCIFACTS_BASE=str(harbour / "facts.toml"),
        SCIFACTS_CACHE=warm,
        _SCIFACTS_COMPLETE="complete_bash",
        COMP_WORDS="scifacts search --program bl",
        COMP_CWORD="3",
    )
    assert sorted(modules & (READING | FUZZY | EVIDENCE | FORMS | NEVER)) == []


def _completed(words: str, base: Path) -> list[str]:
    """What bash is offered for the last word of a command line."""
    done = subprocess.run(
        [sys.executable, "-m", "scifacts"],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "SCIFACTS_BASE": str(base),
            "_SCIFACTS_COMPLETE": "complete_bash",
            "_PYTHON -M SCIFACTS_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        },
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split("\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("scifacts sea", "search"),
        ("scifacts search --program bl", "blue-harbour"),
        ("scifacts filter --kind st", "statistic"),
        ("scifacts show charter", "charter-signed"),
        ("scifacts documents gaz", "gazette-brief"),
        ("scifacts stats --by pub", "publisher"),
        ("scifacts entities --type per", "person"),
        ("scifacts search --pro", "--program"),
        ("scifacts help que", "query"),
    ],
)
def test_a_shell_is_offered_what_completes_the_word(
    words: str, offered: str, harbour: Path
) -> None:
    assert offered in _completed(words, harbour / "facts.toml")


def test_a_shell_is_offered_nothing_and_told_nothing_where_there_is_no_base(tmp_path: Path) -> None:
    assert "".join(_completed("scifacts search --program bl", tmp_path / "nowhere.toml")) == ""
    assert "".join(_completed("scifacts xyzzy --program bl", tmp_path / "nowhere.toml")) == ""


def test_importing_the_package_imports_nothing_of_it() -> None:
    line = "import sys, scifacts; print([it for it in sys.modules if it.startswith('scifacts.')])"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_name_in_the_table_of_commands_loads(name: str) -> None:
    command = loaded(name)
    assert command.name == name
    assert command.help
    assert "Examples:" in command.help or name in {"help", "info"}
    assert COMMANDS[name].summary.endswith(".")


@pytest.mark.parametrize("form", Form)
def test_every_form_in_the_table_of_forms_renders(form: Form, harbour: Path) -> None:
    with scifacts.open(str(harbour / "facts.toml")) as base:
        text = "".join(rendered(form, base.filter(), Screen()))
    assert text.count("\n") >= 5


@pytest.mark.parametrize("name", scifacts.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    found = getattr(scifacts, name)
    assert found.__doc__
    assert found.__module__.startswith("scifacts.")


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        scifacts.nothing  # noqa: B018
    assert import_module("scifacts").__version__
