"""Charts: what stands on them, whatever the base says, and the same bytes each time."""

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import scifacts
from scifacts.errors import QueryError
from scifacts.kinds import Bound
from scifacts.render.chart import draw
from tests.support import BASES, SHIPPED, base_of, fact, quoted, written

PNG = b"\x89PNG\r\n\x1a\n"


def figure(value: str, bound: str = "exactly", unit: str = "things", measure: str = "count") -> str:
    return f'{{ value = {value}, bound = "{bound}", unit = {quoted(unit)}, measure = "{measure}" }}'


def drawn(base: Path, path: Path, title: str = "A title", limit: int = 0) -> bytes:
    """The bytes of a chart of all figures of a base."""
    with scifacts.open(str(base)) as opened:
        draw(opened.stats(limit=limit), title, path)
    return path.read_bytes()


def texts(svg: bytes) -> list[str]:
    """The lines written on a chart."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    return ["".join(it.itertext()) for it in root.iter("{http://www.w3.org/2000/svg}text")]


def chart_of(folder: Path, *figures: str, **keys: str) -> list[str]:
    """The lines on a chart of a base with these figures."""
    facts = [fact(f"fact-{at}", figure=it, **keys) for at, it in enumerate(figures)]
    base = written(folder / "facts.toml", base_of(*facts))
    return texts(drawn(base, folder / "chart.svg"))


def test_a_chart_of_the_shipped_base_holds_labels_hedges_and_sources(tmp_path: Path) -> None:
    with scifacts.open(str(SHIPPED)) as base:
        draw(base.stats(program="BRI"), "Belt and Road Initiative", tmp_path / "chart.svg")
    found = texts((tmp_path / "chart.svg").read_bytes())
    assert found[0] == "Belt and Road Initiative"
    assert "BRI joint labs (joint laboratories)" in found
    assert found.count("> 70") == 3
    assert {"nearly 50", "nearly 4,000", "> 55,000", "10", "10,000"} <= set(found)
    assert any(line.startswith("Yin Hejun, 2025-09-18 [") for line in found)
    assert any(line.startswith("Yin Hejun, 2021–2025-09-18 [") for line in found)
    assert found[found.index("Sources") + 1 :: 2][0] == "[1]"
    assert "China SCIO, 2025-09-19" in found
    assert "“Strengthening International Innovation and Collaboration”, 2025" in found


@pytest.mark.parametrize(
    ("bound", "label"),
    [
        ("exactly", "70"),
        ("about", "~ 70"),
        ("over", "> 70"),
        ("at-least", "≥ 70"),
        ("nearly", "nearly 70"),
        ("at-most", "≤ 70"),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_hedge_is_marked(tmp_path: Path, bound: str, label: str, sign: str) -> None:
    assert label.replace("70", f"{sign}70") in chart_of(tmp_path, figure(f"{sign}70", bound))


@pytest.mark.parametrize(
    ("values", "is_logarithmic"),
    [
        (("1", "100"), False),
        (("1", "101"), True),
        (("0", "0.0"), False),
        (("0", "3", "5_000"), True),
        (("-4", "2"), False),
        (("-40_000", "0", "2"), True),
        (("1e-320", "1e-320"), False),
        (("1e-320", "999_999_999"), True),
        (("0.5",), False),
    ],
)
def test_the_scale_is_logarithmic_past_two_orders_of_magnitude(
    tmp_path: Path, values: tuple[str, ...], is_logarithmic: bool
) -> None:
    for bound in Bound:
        found = chart_of(tmp_path / bound, *(figure(value, bound) for value in values))
        assert any(line.startswith("Logarithmic scale") for line in found) is is_logarithmic


@pytest.mark.parametrize("base", ["harbour", "atlas", "hostile"])
@pytest.mark.parametrize("suffix", [".svg", ".png", ".SVG"])
def test_the_same_base_gives_the_same_bytes(tmp_path: Path, base: str, suffix: str) -> None:
    source = BASES / base if base == "atlas" else BASES / base / "facts.toml"
    first, second = (drawn(source, tmp_path / f"{name}{suffix}") for name in "ab")
    assert first == second
    if suffix == ".png":
        assert first.startswith(PNG)
    else:
        assert texts(first)
        assert b"dc:date" not in first


def test_text_of_a_base_is_data(tmp_path: Path) -> None:
    unit = r"$\frac{1}{0}$ of a_b^c & <b> \x"
    claim = r"It costs $5 or $6_000 \today."
    base = written(
        tmp_path / "facts.toml",
        base_of(
            fact("one", claim, figure=figure("1", unit=unit, measure="cost")),
            header=base_of().replace('id = "paper"', f'id = "paper"\ntitle = {quoted(claim)}'),
        ),
    )
    found = texts(drawn(base, tmp_path / "chart.svg", title="$x$ and $\\undefined"))
    assert found[0] == "$x$ and $\\undefined"
    assert rf"Cost ({unit})" in " ".join(found)
    assert f"“{claim}”" in found
    assert drawn(base, tmp_path / "chart.png", title="$x$ and $\\undefined").startswith(PNG)


def test_control_characters_and_what_xml_does_not_allow_are_replaced(tmp_path: Path) -> None:
    unit = "a\u001b[1m\u0000\u202eb\ufffec\uffff\nd"
    found = chart_of(tmp_path, figure("1", unit=unit))
    assert "Count (a\ufffd[1m\ufffd\ufffdb\ufffdc\ufffd d)" in found


@pytest.mark.parametrize("unit", ["x" * 5_000, "long words " * 500, "单位" * 300, "é🙂 " * 200])
def test_long_and_foreign_text_is_cut_to_a_few_lines(tmp_path: Path, unit: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = chart_of(tmp_path, figure("1", unit=unit))
    assert len(found) < 20
    assert max(map(len, found)) < 100
    assert any(line.endswith("…") for line in found)


def test_at_most_thirty_readings_are_drawn_and_the_caption_says_so(tmp_path: Path) -> None:
    found = chart_of(tmp_path, *(figure(str(number), "over") for number in range(100, 140)))
    assert sum(line.startswith("> ") for line in found) == 30
    assert any("Shown are 30 of 40 figures." in line for line in found)


def test_readings_of_one_measure_stand_together(tmp_path: Path) -> None:
    given = [("5", "apples"), ("9", "pears"), ("7", "apples"), ("1", "pears")]
    found = chart_of(tmp_path, *(figure(value, "over", unit, unit) for value, unit in given))
    kept = [line for line in found if line in {"Apples", "Pears"} or line.startswith("> ")]
    assert kept[:6] == ["Pears", "> 9", "> 1", "Apples", "> 7", "> 5"]


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2020", "2020"),
        ("2025-06", "2025-06"),
        ("2021/2025", "2021–2025"),
        ("2019/..", "since 2019"),
        ("../2030", "until 2030"),
    ],
)
def test_a_label_says_as_of_when(tmp_path: Path, date: str, shown: str) -> None:
    assert f"paper, {shown} [1]" in chart_of(tmp_path, figure("1"), date=quoted(date))


def test_the_caption_explains_the_shapes_there_are(tmp_path: Path) -> None:
    found = chart_of(tmp_path / "a", figure("3", "at-most"), figure("-3", "over"))
    assert "Pale bar: anywhere up to the mark (>, ≤)." in found
    found = chart_of(tmp_path / "b", figure("3", "at-least"), figure("3", "over"))
    assert "Pale arrow: how much further is not said (>, ≥)." in found


def test_a_rewrite_is_named_as_such(tmp_path: Path) -> None:
    documents = '[[documents]]\nid = "copy"\nderived_from = "paper"\n\n[[entities]]'
    cited = '[{ document = "copy", paragraph = 1, quote = "some words" }]'
    base = base_of(
        fact("one", figure=figure("9")),
        fact("two", figure=figure("8"), citations=cited),
        header=base_of().replace("[[entities]]", documents, 1),
    )
    found = texts(drawn(written(tmp_path / "facts.toml", base), tmp_path / "chart.svg"))
    assert found[-4:] == ["[1]", "paper", "[2]", "copy, derived from [1]"]


@pytest.mark.parametrize("name", ["chart.pdf", "chart", "chart.svg.gz", ".svg"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(QueryError, match=r"a chart ends in \.svg or \.png"):
        drawn(SHIPPED, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_without_figures_there_is_no_chart(tmp_path: Path) -> None:
    base = written(tmp_path / "facts.toml", base_of(fact("plain")))
    with pytest.raises(QueryError, match=r"^no figure to draw$"):
        drawn(base, tmp_path / "chart.svg")
    assert not (tmp_path / "chart.svg").exists()


def test_a_chart_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"cannot write '.*chart.svg': No such file"):
        drawn(SHIPPED, tmp_path / "nowhere" / "chart.svg")


def test_settings_of_matplotlib_do_not_count(tmp_path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - only here

    plain = drawn(SHIPPED, tmp_path / "a.svg")
    changed: Any = {"text.usetex": True, "font.size": 30, "savefig.bbox": "tight"}
    with mpl.rc_context(changed):
        assert drawn(SHIPPED, tmp_path / "b.svg") == plain
        assert mpl.rcParams["text.usetex"]


_WITHOUT = """
import sys
sys.modules["matplotlib"] = None
from scifacts.errors import MissingExtraError
try:
    import scifacts.render.chart
except MissingExtraError as error:
    print(error)
"""


def test_without_matplotlib_the_message_says_what_to_install() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _WITHOUT], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "charts need matplotlib; install it with: pip install 'scifacts[plot]'\n"


def test_drawing_needs_no_screen_and_no_pyplot(tmp_path: Path) -> None:
    drawn(SHIPPED, tmp_path / "chart.png")
    script = "import sys, scifacts.render.chart; print('matplotlib.pyplot' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
