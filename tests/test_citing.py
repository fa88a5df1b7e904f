"""References: what they are made of, and the deep links in them."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import given

from scifacts.exchange import Style, cited
from scifacts.exchange.links import deep_link
from scifacts.exchange.names import name
from scifacts.exchange.prose import in_words
from scifacts.exchange.references import references
from scifacts.kinds import EntityType, Kind
from scifacts.model import Citation, Document, Entity, Fact
from scifacts.sources import Source, read_source
from tests.strategies import HOSTILE
from tests.support import TESTS, Ran, Runner, written

TABLES = TESTS / "exchange"


def _rows(table: str) -> list[list[str]]:
    lines = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _cited(document: Document, *places: tuple[int, int | None]) -> Fact:
    """A fact that was read in these paragraphs."""
    citations = tuple(Citation(document, it, "some words", last) for it, last in places)
    thing = Entity("thing", EntityType.TOPIC, "Thing")
    return Fact("fact", "A claim.", Kind.FINDING, (thing,), citations)


@pytest.mark.parametrize(("printed", "parts"), _rows("names"))
def test_an_author_is_taken_apart_as_the_row_says(printed: str, parts: str) -> None:
    assert " | ".join(filter(None, name(printed))) == parts


@given(HOSTILE)
def test_any_author_is_taken_apart_without_loss(printed: str) -> None:
    found = name(printed)
    letters = sorted(filter(str.isalnum, printed.casefold()))
    assert sorted(filter(str.isalnum, "".join(filter(None, found)).casefold())) == letters


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025", "2025"),
        ("2025-06", "June 2025"),
        ("2025-06-02", "2 June 2025"),
        ("2021/2025", "2021–2025"),
        ("2018/..", "since 2018"),
        ("../2030-01", "until January 2030"),
    ],
)
def test_a_date_is_put_in_words(date: str, words: str) -> None:
    assert in_words(date) == words


@pytest.mark.parametrize(
    ("places", "pages", "place"),
    [
        ([(8, None)], (), "para. 8"),
        ([(8, None), (8, None)], (), "para. 8"),
        ([(19, 20)], (), "paras. 19–20"),
        ([(8, None), (3, None), (4, 5), (5, None)], (), "paras. 3–5, 8"),
        ([(7, 2)], (), "paras. 2, 7"),
        ([(8, None)], (1, 4, 8), "p. 3"),
        ([(1, None), (9, None)], (1, 4, 8), "pp. 1, 3"),
        ([(3, 4)], (1, 4, 8), "pp. 1–2"),
    ],
)
def test_locators_are_pages_if_known_else_paragraphs(
    places: list[tuple[int, int | None]], pages: tuple[int, ...], place: str
) -> None:
    (reference,) = references([_cited(Document("report", pages=pages), *places)])
    assert reference.place == place


def test_a_document_has_one_entry_in_the_order_of_the_facts() -> None:
    first, second = Document("first", title="One"), Document("second", title="Two")
    facts = [_cited(second, (1, None)), _cited(first, (2, None)), _cited(second, (3, None))]
    assert "".join(cited(Style.TEXT, references(facts))) == (
        "“Two”. Paras. 1, 3.\n“One”. Para. 2.\n"
    )


def test_a_style_of_csl_without_its_extra_is_told_what_to_install(
    run: Runner, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)
    monkeypatch.delitem(sys.modules, "scifacts.exchange.processed", raising=False)
    ran = run("cite", "homes-lit", "--csl", "apa", base=harbour / "facts.toml")
    assert ran == Ran(
        2,
        "",
        "scifacts: --csl needs citeproc-py; install it with: pip install 'scifacts[cite]'\n",
    )


def _source(text: str, folder: Path, document: Document) -> Source:
    written(folder / "text.txt", text)
    found = read_source(folder, document)
    assert isinstance(found, Source)
    return found


DOCUMENT = Document("page", url="https://example.org/page?a=1", file="text.txt")


def _citation(paragraphs: str, quote: str, document: Document = DOCUMENT) -> Citation:
    first, _, last = paragraphs.partition("-")
    return Citation(document, int(first), quote, int(last) if last else None)


@pytest.mark.parametrize(("text", "paragraphs", "quote", "fragment"), _rows("links"))
def test_a_deep_link_is_what_the_row_says(
    text: str, paragraphs: str, quote: str, fragment: str, tmp_path: Path
) -> None:
    source = _source(text.replace("⏎", "\n"), tmp_path, DOCUMENT)
    link = deep_link(_citation(paragraphs, quote), source)
    assert link == f"https://example.org/page?a=1#:~:text={fragment}"


def test_a_fragment_of_the_address_stays() -> None:
    document = DOCUMENT._replace(url="https://example.org/page#part")
    link = deep_link(_citation("1", "words", document))
    assert link == "https://example.org/page#part:~:text=words"


def test_without_an_address_there_is_no_link() -> None:
    document = DOCUMENT._replace(url=None, doi="10.1000/182")
    assert deep_link(_citation("1", "words", document)) is None


@given(HOSTILE.filter(str.strip))
def test_any_quote_makes_an_address_that_says_it_again(quote: str) -> None:
    link = deep_link(_citation("1", quote)) or ""
    fragment = link.partition(":~:text=")[2]
    assert set(fragment) <= set("%._~") | set(filter(str.isalnum, map(chr, range(128))))
    assert unquote(fragment) == " ".join(quote.split())


# A real browser: Debian's chromium with its driver.

PAGE = [
    "The red lamp burns in May.",
    "Co-operation, R&D and 50 % more: “σ-Lab” – they said.",
    "The blue lamp burns in June.",
    "Delegates met at the annual",
    "conference in Lisboa.",
    "Lamps burn",
    "The lamps burn, while others are out.",
    "One fire burns! One fire burns? No.",
]
_GAP = '<div style="height: 3000px"></div>'
_MARKED = (255, 0, 255)
_STYLE = f"<style>::target-text {{ background: rgb{_MARKED}; color: rgb{_MARKED} }}</style>"


def _html(paragraphs: list[str]) -> str:
    escaped = (it.replace("&", "&amp;").replace("<", "&lt;") for it in paragraphs)
    body = _GAP.join(f"<p>{it}</p>" for it in escaped)
    return f'<!doctype html><meta charset="utf-8"><title>Page</title>{_STYLE}{_GAP}{body}{_GAP}'


@contextmanager
def _served(page: str) -> Iterator[str]:
    """The address of a page on the loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("chromium and its driver are not installed")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "window-size=800,600"):
        options.add_argument(f"--{argument}")
    started = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield started
    started.quit()


_WHERE = """
const range = document.createRange(), [words, number] = arguments, found = [];
const text = document.querySelectorAll("p")[number - 1].firstChild;
for (let at = -1; (at = text.data.indexOf(words, at + 1)) >= 0;) {
  range.setStart(text, at); range.setEnd(text, at + words.length);
  const box = range.getBoundingClientRect();
  if (box.top >= 0 && box.bottom <= innerHeight)
    found.push([box.left, box.top, box.right, box.bottom]);
}
return found;
"""


def _visit(browser: Any, address: str | None) -> None:
    browser.get("about:blank")
    browser.get(address)


def _places(browser: Any, words: str, paragraph: int) -> list[list[float]]:
    """Where on the screen words of a paragraph are."""
    found: list[list[float]] = browser.execute_script(_WHERE, words, paragraph)
    return found


def _marked(browser: Any) -> tuple[float, float, float, float]:
    """The rectangle that is marked on the screen."""
    from matplotlib.image import imread  # noqa: PLC0415 - with the browser alone

    pixels = imread(BytesIO(browser.get_screenshot_as_png()))[..., :3]
    rows, columns = (abs(pixels - [it / 255 for it in _MARKED]).sum(axis=2) < 0.1).nonzero()
    assert len(rows), "nothing is marked"
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


class Shown(NamedTuple):
    """A paragraph and a quote of it, whether its text is at hand, and where it stands, if other."""

    paragraph: int
    quote: str
    has_text: bool = True
    marked: str = ""


@pytest.mark.parametrize(
    "shown",
    [
        Shown(1, "red lamp burns", has_text=False),
        Shown(2, "Co-operation, R&D and 50 % more", has_text=False),
        Shown(2, '"σ-Lab" - they', marked="“σ-Lab” – they"),
        Shown(1, "lamp burns"),
        Shown(3, "lamp burns"),
        Shown(6, "Lamps burn"),
        Shown(7, "lamps burn"),
        Shown(8, "fire burns"),
    ],
    ids=str,
)
def test_a_browser_scrolls_to_the_words_and_marks_them(
    shown: Shown, browser: Any, tmp_path: Path
) -> None:
    with _served(_html(PAGE)) as address:
        document = DOCUMENT._replace(url=address)
        source = _source("\n".join(PAGE), tmp_path, document) if shown.has_text else None
        citation = Citation(document, shown.paragraph, shown.quote)
        _visit(browser, deep_link(citation, source))
        assert browser.execute_script("return scrollY") > 0
        place, *_ = _places(browser, shown.marked or shown.quote, shown.paragraph)
        assert _marked(browser) == pytest.approx(place, abs=3)


@pytest.mark.parametrize("has_text", [True, False])
def test_a_browser_marks_what_runs_over_paragraphs(
    has_text: bool, browser: Any, tmp_path: Path
) -> None:
    with _served(_html(PAGE[:3]) + _html(PAGE[3:5]).replace(_GAP, "") + _GAP) as address:
        document = DOCUMENT._replace(url=address)
        source = _source("\n".join(PAGE), tmp_path, document) if has_text else None
        citation = Citation(document, 4, "annual conference in Lisboa", 5)
        _visit(browser, deep_link(citation, source))
        (first,) = _places(browser, "annual", 4)
        (second,) = _places(browser, "conference in Lisboa" if has_text else "in Lisboa", 5)
        _, top, _, bottom = _marked(browser)
        assert top == pytest.approx(first[1] if has_text else second[1], abs=3)
        assert bottom == pytest.approx(second[3], abs=3)
