"""Which sentences of a text count as something to claim: all but credits and broken ends."""

import json
from pathlib import Path

import pytest

from tests.support import HEADER, Runner, base_of, fact, quoted, written

CITED = "The lamp was lit."


@pytest.mark.parametrize(
    ("text", "total", "uncovered"),
    [
        pytest.param("It burned.", 2, ["It burned."], id="a sentence"),
        pytest.param("[Photo by Jo Quay/The Gazette]", 1, [], id="a credit in brackets"),
        pytest.param("(Photos by the harbour office in 2024)", 1, [], id="a credit with a year"),
        pytest.param("(Photo/Xinhua)\nIt burned.", 2, ["It burned."], id="a credit, then more"),
        pytest.param("Photo: Courtesy of the Harbour Office", 1, [], id="by courtesy"),
        pytest.param("[It burned.]", 2, ["[It burned.]"], id="a sentence in brackets"),
        pytest.param("Photos by Jo show 12.", 2, ["Photos by Jo show 12."], id="about photos"),
        pytest.param("Ships like", 1, [], id="an end that breaks off"),
        pytest.param("Ships like 12", 2, ["Ships like 12"], id="one that holds a number"),
        pytest.param("Ships like Thing", 2, ["Ships like Thing"], id="one that holds a name"),
        pytest.param("It burned.\nShips like", 3, ["It burned.", "Ships like"], id="a last line"),
    ],
)
def test_what_says_nothing_need_not_be_cited(
    tmp_path: Path, run: Runner, text: str, total: int, uncovered: list[str]
) -> None:
    citations = f'[{{ document = "paper", paragraph = 1, quote = {quoted(CITED)} }}]'
    header = HEADER.replace('id = "paper"', 'id = "paper"\nfile = "paper.txt"')
    base = written(tmp_path / "facts.toml", base_of(fact("x", citations=citations), header=header))
    written(tmp_path / "paper.txt", f"{CITED} {text}\n")
    ran = run("coverage", "--sources", str(tmp_path), "--json", base=base)
    (found,) = json.loads(ran.out)
    assert found["sentences"] == {"covered": 1, "total": total}
    assert [it["sentence"] for it in found["uncovered"]] == uncovered
    numbers = sum(any(char.isdigit() for char in it) for it in uncovered)
    assert found["numbers"] == {"covered": 0, "total": numbers}
