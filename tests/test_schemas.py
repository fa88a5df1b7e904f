"""The published shapes: what commands write and what bases hold is what the schemas say."""

import json
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from scifacts.factfile.shape import base_schema
from scifacts.query import SORTS
from tests.support import BASES, SCHEMAS, SHIPPED, TESTS, Runner

RECORD: dict[str, Any] = json.loads((SCHEMAS / "record.json").read_text(encoding="utf-8"))
BASE: dict[str, Any] = json.loads((SCHEMAS / "base.json").read_text(encoding="utf-8"))
HOSTILE = BASES / "hostile" / "facts.toml"


def _faults(instance: object, schema: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(instance)]


@pytest.mark.parametrize("schema", [RECORD, BASE], ids=["record", "base"])
def test_a_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def test_the_schema_of_a_base_is_what_the_reader_checks() -> None:
    assert base_schema() == BASE


@pytest.mark.parametrize("shape", ["record", "base"])
def test_the_schemas_are_printed_as_they_are(shape: str, run: Runner) -> None:
    assert run("schema", shape).out == (SCHEMAS / f"{shape}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [SHIPPED, *sorted(BASES.rglob("[!.]*.toml"))], ids=lambda it: "-".join(it.parts[-2:])
)
def test_bases_are_what_the_schema_says(path: Path) -> None:
    if ".drafts" not in path.parts:
        assert _faults(json.loads(_as_json(path)), BASE) == []


def _as_json(path: Path) -> str:
    return json.dumps(tomli.loads(path.read_text(encoding="utf-8")), default=str)


@pytest.mark.parametrize("path", sorted((TESTS / "findings").glob("S10[2345]*.toml")), ids=str)
def test_what_check_calls_misshapen_the_schema_does_too(path: Path) -> None:
    if "no-base" not in path.name:
        assert _faults(json.loads(_as_json(path)), BASE) != []


@pytest.mark.parametrize(
    "line",
    [
        "filter --json",
        "filter --value >=10 --possible --json",
        "search tide red bell --loose --json",
        "search obzervatory --json",
        "search zebra --json",
        *(f"filter --sort {sort} --json" for sort in SORTS),
    ],
)
@pytest.mark.parametrize("base", [BASES / "harbour" / "facts.toml", BASES / "atlas", HOSTILE])
def test_every_record_is_what_the_schema_says(line: str, base: Path, run: Runner) -> None:
    array = run(*line.split(), base=base)
    found = json.loads(array.out)
    assert [fault for record in found for fault in _faults(record, RECORD)] == []
    by_line = run(*line.replace("--json", "--format jsonl").split(), base=base)
    assert [json.loads(text) for text in by_line.out.splitlines()] == found


@pytest.mark.parametrize("base", [BASES / "harbour" / "facts.toml", HOSTILE])
def test_records_of_show_and_statistics_are_what_the_schema_says(base: Path, run: Runner) -> None:
    for fact_id in run("filter", "--format", "ids", base=base).out.split():
        (record,) = json.loads(run("show", fact_id, "--json", base=base).out)
        assert _faults(record, RECORD) == []
    for line in (("stats",), ("stats", "--by", "year"), ("stats", "--kind", "role")):
        ran = run(*line, "--json", base=base)
        if ran.status == 0:
            readings = json.loads(ran.out)["readings"]
            assert [fault for record in readings for fault in _faults(record, RECORD)] == []


def test_a_record_with_any_key_missing_or_added_is_not_what_the_schema_says(
    harbour: Path, run: Runner
) -> None:
    record = json.loads(run("show", "charter-signed", "--json", base=harbour / "facts.toml").out)[0]
    for key in record:
        assert _faults({name: it for name, it in record.items() if name != key}, RECORD)
    assert _faults({**record, "surprise": 1}, RECORD)
