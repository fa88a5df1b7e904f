"""What is exported is read back by the programs it is for, with the same facts in it."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import duckdb
import pytest
import rispy
import yaml
from bibtexparser.entrypoint import parse_string as parsed_bibtex
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from scifacts.exchange.annotations import text_name
from scifacts.exchange.exports import FILES, MEANINGS, Format, save, written
from scifacts.exchange.material import Material
from scifacts.kinds import EntityType
from scifacts.model import Document, Entity, Fact
from tests.strategies import ANY_TEXT, FACTS
from tests.support import BASES, SHIPPED, ProcessRunner, Runner

HOSTILE = BASES / "hostile" / "facts.toml"
SEVERAL = st.lists(FACTS, max_size=3, unique_by=lambda it: it.id)
TEXTS = [form for form in Format if form not in FILES]


def material(facts: list[Fact], title: str | None = None) -> Material:
    return Material(
        facts, Document, lambda it: Entity(it, EntityType.TOPIC, it), title=title, iri="urn:x-a:"
    )


def documents(base: Path, run: Runner) -> set[str]:
    return {it["id"] for it in json.loads(run("documents", "--json", base=base).out)}


@pytest.mark.parametrize("base", [BASES / "harbour" / "facts.toml", HOSTILE, SHIPPED], ids=str)
def test_readers_of_bibliographies_find_each_document_once(base: Path, run: Runner) -> None:
    cited = set()
    for fact in json.loads(run("filter", "--json", base=base).out):
        cited |= {it["document"]["id"] for it in fact["citations"]}
    bibtex = run("export", "bibtex", base=base).out
    assert set(parse_string(bibtex, "bibtex").entries) == cited
    assert [it.key for it in parsed_bibtex(bibtex).entries] == [
        it["id"] for it in rispy.loads(run("export", "ris", base=base).out)
    ]
    items = json.loads(run("export", "csl-json", base=base).out)
    assert {it["id"] for it in items} == cited
    assert len(items) == len(cited)


def test_filters_select_what_is_exported(harbour: Path, run: Runner) -> None:
    base = harbour / "facts.toml"
    wanted = ("--program", "BHP", "--kind", "statistic")
    ids = run("filter", *wanted, "--format", "ids", base=base).out.split()
    nodes = json.loads(run("export", "jsonld", *wanted, base=base).out)["@graph"]
    assert [it["identifier"] for it in nodes if it["@type"] == "Claim"] == ids
    ran = run("export", "jsonld", "zebra", base=base)
    assert ran.status == 1
    assert json.loads(ran.out)["@graph"] == []
    assert "nothing found" in ran.err


def annotations(run: Runner, base: Path, *more: str) -> list[dict[str, Any]]:
    page = json.loads(run("export", "annotations", *more, base=base).out)
    assert page["type"] == "AnnotationPage"
    found: list[dict[str, Any]] = page["items"]
    return found


def test_an_annotation_marks_the_quote_in_its_text(harbour: Path, run: Runner) -> None:
    found = annotations(run, harbour / "facts.toml", "--sources", str(harbour / "texts"))
    positions = 0
    for it in found:
        quoted, *positioned = it["target"]
        selector = quoted["selector"]
        if "prefix" not in selector:
            continue
        raw = (harbour / "texts" / it["receipt"]["document"]["file"]).read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        around = selector["prefix"] + selector["exact"] + selector["suffix"]
        squeezed = "".join(text.split())
        assert "".join(around.split()) in squeezed or it["receipt"]["document"].get("paragraphs")
        for target in positioned:
            positions += 1
            place = target["selector"]
            assert target["source"] == text_name(it["receipt"]["document"]["sha256"])
            marked = text[place["start"] : place["end"]]
            assert marked.split() == selector["exact"].split()
    assert positions >= 5
    assert len(found) > 15


def test_without_a_text_an_annotation_holds_the_quote_alone(harbour: Path, run: Runner) -> None:
    for it in annotations(run, harbour / "facts.toml"):
        (target,) = it["target"]
        assert target["selector"] == {
            "type": "TextQuoteSelector",
            "exact": it["receipt"]["quote"],
        }
        assert it["body"]["id"].startswith("urn:scifacts:fact/")


@given(SEVERAL)
def test_any_facts_are_read_back_from_annotations(facts: list[Fact]) -> None:
    items = json.loads("".join(written(Format.ANNOTATIONS, material(facts))))["items"]
    assert [(it["body"]["value"], it["receipt"]["quote"]) for it in items] == [
        (fact.claim, citation.quote) for fact in facts for citation in fact.citations
    ]


@given(SEVERAL, ANY_TEXT)
def test_any_facts_are_read_back_from_the_database(facts: list[Fact], title: str) -> None:
    with TemporaryDirectory() as folder:
        files = save(Format.DATASETTE, material(facts, title), Path(folder, "of: facts.db"))
        metadata = yaml.safe_load(files[1].read_text(encoding="utf-8"))
        with closing(sqlite3.connect(files[0])) as connection:
            claims = connection.execute("SELECT id, claim, note FROM facts ORDER BY rowid")
            assert claims.fetchall() == [(it.id, it.claim, it.note) for it in facts]
            quotes = connection.execute("SELECT fact, paragraph, quote FROM citations ORDER BY id")
            assert quotes.fetchall() == [
                (it.id, cited.paragraph, cited.quote) for it in facts for cited in it.citations
            ]
            figures = connection.execute("SELECT fact, value, unit FROM figures ORDER BY rowid")
            assert figures.fetchall() == [
                (it.id, it.figure.value, it.figure.unit) for it in facts if it.figure
            ]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert metadata["title"] == (title or "Facts")
    assert set(metadata["databases"]["of: facts"]["tables"]) >= {"facts", "figures", "citations"}


@given(SEVERAL)
def test_any_facts_are_read_back_from_parquet(facts: list[Fact]) -> None:
    with TemporaryDirectory() as folder:
        paths = save(Format.PARQUET, material(facts), Path(folder, "tables"))
        with closing(duckdb.connect()) as connection:
            sql = "SELECT id, claim, about, value, date, note FROM read_parquet(?)"
            found = connection.execute(sql, [str(paths[0])]).fetchall()
            sql = "SELECT fact, quote, paragraph, sha256 FROM read_parquet(?)"
            quotes = connection.execute(sql, [str(paths[1])]).fetchall()
    assert found == [
        (
            *(it.id, it.claim, [entity.id for entity in it.about]),
            *(it.figure and float(it.figure.value), it.date, it.note),
        )
        for it in facts
    ]
    assert quotes == [
        (it.id, cited.quote, cited.paragraph, cited.document.sha256)
        for it in facts
        for cited in it.citations
    ]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Datasette on the loopback address, with the files of a folder; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ("datasette", "facts.db", "-m", "metadata.yaml", "-h", "127.0.0.1", "-p", str(port))
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def asked(address: str, path: str, **parameters: str) -> Any:
    """What a page of Datasette answers in JSON; waits until it is up."""
    ends = time.monotonic() + 40
    while True:
        try:
            with urlopen(f"{address}/{path}.json?{urlencode(parameters)}") as page:  # noqa: S310
                return json.load(page)
        except URLError:
            assert time.monotonic() < ends
            time.sleep(0.2)


def test_datasette_serves_searches_and_links_the_facts(
    harbour: Path, tmp_path: Path, run: Runner
) -> None:
    output = str(tmp_path / "facts.db")
    assert run("export", "datasette", "-o", output, base=harbour / "facts.toml").status == 0
    with served(tmp_path) as address:
        found = asked(address, "facts/facts", _search="tides power", _shape="array")
        assert [it["id"] for it in found] == ["tide-stations-number"]
        facets = asked(address, "facts/facts")["facet_results"]["kind"]["results"]
        assert {it["value"]: it["count"] for it in facets}["statistic"] == 7
        cited = asked(address, "facts/citations", fact="engineers-trained", _labels="on")
        documents = [row["document"] for row in cited["rows"]]
        assert [it["label"] for it in documents] == ["Annual Report 2024"] * 2
        assert {row["quote"] for row in cited["rows"]} == {"trained 1,250 engineers"}
        with urlopen(f"{address}/facts/figures") as page:  # noqa: S310
            shown = page.read().decode()
        assert "The numbers in facts. Units: " in shown
        assert "in the unit that the row names" in shown


def test_a_file_takes_its_place_when_it_is_whole(
    harbour: Path, tmp_path: Path, run: Runner
) -> None:
    output = tmp_path / "facts.jsonld"
    output.write_text("old", encoding="utf-8")
    base = harbour / "facts.toml"
    assert run("export", "jsonld", "colour:red", "-o", str(output), base=base).status == 2
    assert run("export", "jsonld", "--program", "nobody", "-o", str(output), base=base).status == 2
    assert output.read_text(encoding="utf-8") == "old"
    ran = run("export", "jsonld", "-o", str(output), base=base)
    assert (ran.status, ran.out) == (0, "")
    assert len(json.loads(output.read_text(encoding="utf-8"))["@graph"]) > 15
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("export datasette", "datasette is no text; name where to write it: -o FILE"),
        ("export parquet", "parquet is no text; name where to write it: -o FOLDER"),
        ("export jsonld --iri facts", "--iri 'facts' begins no names"),
        ("export jsonld --iri https://a.example/x", "begins no names"),
        ("export jsonld -o nowhere/it", "'nowhere/it': No such file or directory; make room"),
        ("export datasette -o nowhere/it", "'nowhere/it': No such file or directory; make room"),
        ("export datasette -o texts", "cannot write 'texts': it is no regular file"),
        ("export parquet -o texts/page.txt", "cannot write 'texts/page.txt': "),
        ("export bibtex -o /dev/null", "cannot write '/dev/null': it is no regular file"),
        ("export xml", "'xml' is not one of"),
    ],
)
def test_what_cannot_be_written_is_one_line(
    line: str, error: str, harbour: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    ran = run(*line.split(), base=harbour / "facts.toml")
    assert ran.status == 2
    assert error in ran.err
    assert ran.err.count("\n") == 1


def test_metadata_of_somebody_else_are_kept(harbour: Path, tmp_path: Path, run: Runner) -> None:
    theirs = tmp_path / "metadata.yaml"
    theirs.write_text("title: Ours\n", encoding="utf-8")
    line = ("export", "datasette", "-o", str(tmp_path / "facts.db"))
    ran = run(*line, base=harbour / "facts.toml")
    assert ran.status == 2
    assert "is not of scifacts; move it" in ran.err
    assert [it.name for it in tmp_path.glob("*.db")] == []
    theirs.unlink()
    for _ in range(2):
        assert run(*line, base=harbour / "facts.toml").status == 0


def test_without_pyarrow_it_is_told_what_to_install(
    harbour: Path, tmp_path: Path, process: ProcessRunner
) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ModuleNotFoundError('pyarrow')", encoding="utf-8")
    ran = process(
        *("export", "parquet", "-o", "tables"),
        base=harbour / "facts.toml",
        PYTHONPATH=str(tmp_path),
    )
    assert ran.status == 2
    assert "pip install 'scifacts[export]'" in ran.err


def test_every_format_says_what_it_is_for(run: Runner) -> None:
    told = run("help", "export").out
    assert MEANINGS.keys() == set(Format)
    assert all(f"  {form:<12} {meaning}\n" in told for form, meaning in MEANINGS.items())


@pytest.mark.parametrize("form", TEXTS)
def test_no_text_of_a_base_steers_a_terminal(form: Format, run: Runner) -> None:
    out = run("export", form, base=HOSTILE).out.replace("\r\n", "\n")
    assert [it for it in out if not (it.isprintable() or it in "\n ")] == []
