"""Programs that other people wrote read what we write."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.support import BASES, Runner

BOTH = [BASES / "harbour" / "facts.toml", BASES / "hostile" / "facts.toml"]


def _piped(text: str, *command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("base", BOTH, ids=lambda it: it.parent.name)
def test_jq_reads_json_and_jsonl(base: Path, run: Runner) -> None:
    listed = run("filter", "--format", "ids", base=base).out
    assert _piped(run("filter", "--json", base=base).out, "jq", "-r", ".[].id") == listed
    assert _piped(run("filter", "--format", "jsonl", base=base).out, "jq", "-r", ".id") == listed


@pytest.mark.parametrize("base", BOTH, ids=lambda it: it.parent.name)
def test_jq_finds_the_same_text_in_the_records_that_we_put_there(base: Path, run: Runner) -> None:
    array = run("filter", "--json", base=base).out
    claims = json.loads(_piped(array, "jq", "-c", "[.[].claim]"))
    assert claims == [record["claim"] for record in json.loads(array)]


@pytest.mark.parametrize("base", BOTH, ids=lambda it: it.parent.name)
def test_the_csv_module_of_python_reads_csv(base: Path, run: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(run("filter", "--format", "csv", base=base).out)))
    listed = run("filter", "--format", "ids", base=base).out.split()
    assert [row["id"] for row in rows] == listed
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("base", BOTH, ids=lambda it: it.parent.name)
def test_cut_takes_a_column_of_lines(base: Path, run: Runner) -> None:
    lines = run("filter", "--format", "lines", base=base).out
    assert _piped(lines, "cut", "-f1") == run("filter", "--format", "ids", base=base).out


def test_sqlite_finds_no_fault_in_the_index(harbour: Path, cache: Path, run: Runner) -> None:
    run("search", "tide", base=harbour / "facts.toml")
    (index,) = cache.glob("*.index")
    connection = sqlite3.connect(index)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("INSERT INTO texts (texts) VALUES ('integrity-check')")
    finally:
        connection.close()
