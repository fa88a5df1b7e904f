"""The base that is shipped: it loads, has no findings, and goes with the wheel."""

import tomli

import scifacts
from scifacts.location import shipped
from tests.support import ROOT, SHIPPED, Runner


def test_the_shipped_base_loads() -> None:
    with scifacts.open(str(SHIPPED)) as base:
        info = base.info()
    assert info.facts >= 80
    assert info.documents >= 5
    assert info.title


def test_the_shipped_base_has_no_findings(run: Runner) -> None:
    ran = run("check", str(SHIPPED))
    assert (ran.status, ran.out) == (0, "")


def test_without_any_other_base_the_shipped_one_is_asked(run: Runner) -> None:
    assert shipped() == str(SHIPPED)
    assert f"path\t{SHIPPED}\n" in run("info").out


def test_the_wheel_holds_the_base_and_the_mark_of_types() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"facts.toml": "scifacts/facts.toml"}
    assert wheel["packages"] == ["scifacts"]
    assert (ROOT / "scifacts" / "py.typed").exists()
