"""The published shapes: what commands write and what bases hold is what the schemas say."""

import json
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from scifacts.query import SORTS
from scifacts.schemas import base_schema, record_schema
from tests.support import BASES, SCHEMA, SHIPPED, TESTS, Runner, compared_with_golden

RECORD, BASE = record_schema(), base_schema()
HOSTILE = BASES / "hostile" / "facts.toml"


def _faults(instance: object, schema: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(instance)]


@pytest.mark.parametrize("schema", [RECORD, BASE], ids=["record", "base"])
def test_a_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("shape", "schema"), [("record", RECORD), ("base", BASE)])
def test_the_schemas_are_printed_as_they_are(
    shape: str, schema: dict[str, Any], run: Runner
) -> None:
    assert json.loads(run("schema", shape).out) == schema


def test_the_schema_that_editors_are_pointed_to_is_the_one_printed(
    run: Runner, *, rewrite: bool
) -> None:
    compared_with_golden(SCHEMA, run("schema", "base").out, rewrite=rewrite)


@pytest.mark.parametrize("path", [SHIPPED, BASES / "harbour" / "facts.toml"], ids=str)
def test_a_base_names_that_schema_in_its_first_line(path: Path) -> None:
    name = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#:schema ")
    assert (path.parent / name).resolve() == SCHEMA


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
