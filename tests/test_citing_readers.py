"""What is written of references is read by the programs that people read it with."""

import json
import re
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import mwparserfromhell
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from citeproc import DATES as CSL_DATES
from citeproc import NAMES, VARIABLES
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from scifacts.exchange import Style, cited, processed
from scifacts.exchange.names import name
from scifacts.exchange.references import Locator, Reference
from scifacts.keys import DOCUMENT_TYPES
from scifacts.model import Document
from scifacts.text import safe
from tests.strategies import DATES, FILLED_TEXT, HOSTILE, IDS

SIGNS = FILLED_TEXT | HOSTILE.filter(str.strip)
# Any document that an exporter could stumble over.
ANY_DOCUMENT = st.builds(
    Document,
    id=IDS,
    title=st.none() | SIGNS,
    publisher=st.none() | SIGNS,
    authors=st.lists(SIGNS, max_size=2).map(tuple),
    published=st.none() | DATES,
    type=st.none() | st.sampled_from(DOCUMENT_TYPES),
    language=st.none() | st.just("zh-Hans"),
    url=st.none() | st.just("https://example.org/a_b?c=d%20e#f"),
    doi=st.none() | st.just("10.1000/182"),
    accessed=st.none() | st.just("2025-06-12"),
    archived=st.none() | st.just("https://web.archive.org/web/20250612/https://example.org/"),
    inferred=st.just(()) | st.just(("published", "publisher")),
)
LOCATORS = st.builds(
    Locator,
    label=st.sampled_from(["page", "paragraph"]),
    first=st.integers(1, 20),
    last=st.integers(20, 40),
    quote=SIGNS,
    link=st.none() | st.just("https://example.org/#:~:text=a%20b"),
)
REFERENCES = st.lists(
    st.builds(
        Reference,
        ANY_DOCUMENT,
        st.lists(LOCATORS, max_size=2).map(
            lambda them: tuple(it._replace(label=them[0].label) for it in them)
        ),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda it: it.document.id,
)
_QUIET = settings(max_examples=30)


def _written(style: Style, references: Sequence[Reference]) -> str:
    return "".join(cited(style, references))


def shown(text: str | None) -> str:
    """Text as a form shows it: safe, and its blanks one."""
    return " ".join(safe(text or "").split())


def _decoded(text: str) -> str:
    return text.replace("ˆ", "^")  # what pylatexenc takes \textasciicircum for


@pytest.mark.parametrize("style", [Style.BIBTEX, Style.BIBLATEX])
@given(references=REFERENCES)
def test_bibtexparser_reads_titles_publishers_and_authors(
    style: Style, references: list[Reference]
) -> None:
    library = parse_bibtex(
        _written(style, references),
        append_middleware=[SeparateCoAuthors(), LatexDecodingMiddleware(keep_math_mode=False)],
    )
    assert library.failed_blocks == []
    for reference, entry in zip(references, library.entries, strict=True):
        document = reference.document
        fields = {it.key: it.value for it in entry.fields}
        publishers = ("journal", "journaltitle", "institution", "howpublished", "organization")
        publisher = next((fields[it] for it in (*publishers, "publisher") if it in fields), "")
        assert entry.key == document.id
        assert _decoded(fields.get("title", "")) == _decoded(shown(document.title))
        if style is Style.BIBLATEX and not (document.title or document.authors):
            assert len(fields.get("author", [])) == bool(document.publisher)
            continue
        assert _decoded(publisher) == _decoded(shown(document.publisher))
        assert len(fields.get("author", [])) == len(document.authors)
        assert fields.get("note", "").lower() == reference.place


@pytest.mark.parametrize("style", [Style.BIBTEX, Style.BIBLATEX])
@given(references=REFERENCES)
def test_pybtex_reads_every_entry_and_every_author(
    style: Style, references: list[Reference]
) -> None:
    library = parse_string(_written(style, references), "bibtex")
    assert list(library.entries) == [it.document.id for it in references]
    for reference in references:
        entry = library.entries[reference.document.id]
        people = entry.persons.get("author", [])
        if style is Style.BIBLATEX and not (reference.document.title or reference.authors):
            assert len(people) == bool(reference.document.publisher)
            continue
        assert len(people) == len(reference.authors)
        assert [bool(it.first_names) for it in people] == [
            it.given is not None for it in reference.authors
        ]


def test_pybtex_prints_a_bibliography() -> None:
    references = [
        Reference(
            Document(
                "report",
                title="Tides of the BRI: 100 % & more",
                publisher="Harbour Office",
                authors=("LIN Yuchen", "Harbour Office"),
                published="2025-01-31",
                type="report",
            ),
            (Locator("page", 3, 4, "words"),),
        )
    ]
    library = parse_string(_written(Style.BIBTEX, references), "bibtex")
    style = find_plugin("pybtex.style.formatting", "plain")()
    backend = find_plugin("pybtex.backends", "plaintext")()
    (entry,) = style.format_bibliography(library)
    assert entry.text.render(backend) == (
        "Yuchen Lin and Harbour Office. Tides of the BRI: 100 % & more. Technical Report, "
        "Harbour Office, 31 January 2025. Pp. 3–4."
    )


@given(REFERENCES)
def test_rispy_reads_what_was_written(references: list[Reference]) -> None:
    entries = rispy.loads(_written(Style.RIS, references))
    for reference, entry in zip(references, entries, strict=True):
        document = reference.document
        publisher = entry.get("publisher") or entry.get("secondary_title") or ""
        assert entry["id"] == document.id
        assert entry.get("title", "") == shown(document.title)
        assert publisher == shown(document.publisher)
        assert entry.get("authors", []) == [shown(str(name(it))) for it in document.authors]
        assert entry.get("doi") == document.doi
        assert entry.get("urls", [None]) == [document.url]
        assert entry.get("notes", [""]) == [reference.place]


@given(REFERENCES)
def test_csl_json_holds_all_of_a_document(references: list[Reference]) -> None:
    for reference, item in zip(
        references, json.loads(_written(Style.CSL_JSON, references)), strict=True
    ):
        document = reference.document
        assert item["id"] == document.id
        assert item.get("title") == document.title
        assert item.get("container-title", item.get("publisher")) == document.publisher
        assert len(item.get("author", [])) == len(document.authors)
        assert item["type"] == (document.type or ("webpage" if document.url else "document"))
        told = item.get("custom", {}).get("locators", [])
        assert [it["quote"] for it in told] == [it.quote for it in reference.locators]


@given(REFERENCES)
def test_citeproc_knows_every_variable_of_csl_json(references: list[Reference]) -> None:
    items = json.loads(_written(Style.CSL_JSON, references))
    known = {it.replace("_", "-") for it in (*VARIABLES, *NAMES, *CSL_DATES)}
    assert {key for item in items for key in item} <= known | {"id", "type", "language", "custom"}
    with warnings.catch_warnings(action="ignore"):  # of `custom`, newer than its list
        source = CiteProcJSON(items)
    assert list(source) == [it["id"] for it in items]


@given(REFERENCES)
def test_csl_json_is_what_its_schema_says(references: list[Reference]) -> None:
    package = find_spec("commonmeta")
    if package is None or package.origin is None:
        pytest.skip("the schema of CSL-JSON comes with commonmeta-py, which is not installed")
    file = Path(package.origin).parent / "resources" / "csl-data.json"
    schema = Draft7Validator(json.loads(file.read_text(encoding="utf-8")))
    items = json.loads(_written(Style.CSL_JSON, references))
    assert [it.message for it in schema.iter_errors(items)] == []


class _Text(HTMLParser):
    """The text of a page, and the names of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", set[str](), list[str | None]()
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for key, value in attrs if key == "href"]


def _sentences(reference: Reference, *, quoted: bool) -> list[str]:
    """What must be read of a reference, whatever the form."""
    document = reference.document
    title = shown(document.title)
    return [
        f"“{title}”" if quoted and title else title,
        shown(document.publisher),
        *(shown(str(it)) for it in reference.authors),
    ]


@given(REFERENCES)
def test_text_shows_everything_on_one_line(references: list[Reference]) -> None:
    lines = _written(Style.TEXT, references).splitlines()
    for reference, line in zip(references, lines, strict=True):
        for part in _sentences(reference, quoted=True):
            assert part in line


@given(REFERENCES)
def test_html_shows_everything_and_runs_nothing(references: list[Reference]) -> None:
    page = _Text(_written(Style.HTML, references))
    assert page.tags <= {"ul", "li", "cite", "a"}
    for reference in references:
        for part in _sentences(reference, quoted=False):
            assert part in page.text


@given(REFERENCES)
@example([Reference(Document("year", publisher="1984"))])
@example([Reference(Document("sign", authors=("- Harbour Office",)))])
def test_markdown_shows_everything_and_hides_nothing(references: list[Reference]) -> None:
    lines = _written(Style.MARKDOWN, references).splitlines()
    for reference, line in zip(references, lines, strict=True):
        label, _, body = line.partition(": ")
        assert label == f"[^{reference.document.id}]"
        page = _Text(MarkdownIt().render(body))
        assert page.tags <= {"p", "em", "a"}
        for part in _sentences(reference, quoted=False):
            assert part in page.text


@given(REFERENCES)
def test_a_wiki_reads_one_template_a_document(references: list[Reference]) -> None:
    lines = _written(Style.WIKIPEDIA, references).splitlines()
    for reference, line in zip(references, lines, strict=True):
        (template,) = mwparserfromhell.parse(line).filter_templates()
        assert str(template) == line
        assert template.name.startswith("cite ")
        found = {
            str(it.name): mwparserfromhell.parse(str(it.value)).strip_code(collapse=False).strip()
            for it in template.params
        }
        document = reference.document
        names = ("publisher", "newspaper", "journal", "magazine")
        publisher = next((found[it] for it in names if it in found), "")
        assert found["title"] == (shown(document.title) or "none")
        assert publisher == shown(document.publisher)
        assert all(it.showkey for it in template.params)
        assert not re.search(r"''|__|~~~|\[\[|\{\{", line.removeprefix("{{cite"))


_LAWS = {"bill", "hearing", "legal_case", "legislation", "regulation", "treaty"}


@given(references=REFERENCES, csl=st.sampled_from(["apa", "chicago-author-date", "ieee"]))
@_QUIET
def test_a_csl_style_shows_authors_and_no_markup(references: list[Reference], csl: str) -> None:
    text = processed(Style.TEXT, csl, references)
    page = _Text("".join(processed(Style.HTML, csl, references).entries))
    assert page.tags <= {"i", "b", "span", "sup", "sub"}
    assert len(text.entries) + len(text.without) == len(references)
    for reference in references:
        # Styles cite laws by their titles alone.
        if reference.document.id not in text.without and reference.document.type not in _LAWS:
            for found in reference.authors[:1]:  # a style sets the stops
                assert _letters(found.family) in _letters(" ".join(text.entries))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, shown(text).casefold()))


@pytest.mark.parametrize(
    ("document", "entry"),
    [
        (
            Document("x", title="A", authors=("St. Mary Institute",)),
            "St. Mary Institute. (n.d.). A.",
        ),
        (Document("x", title="Tides", publisher="Tides"), "Tides. (n.d.). Tides."),
        (Document("x", title="Tides"), "Tides. (n.d.)."),
        (Document("x", publisher="Harbour Office", published="2025"), "Harbour Office. (2025)."),
    ],
)
def test_a_title_stands_in_for_authors_once(document: Document, entry: str) -> None:
    assert processed(Style.TEXT, "apa", [Reference(document)]).entries == [entry]


PANDOC = shutil.which("pandoc")
SIMPLE = [
    Reference(
        Document(
            "tides",
            title="Tides & {Power}: 50 % of <it>",
            publisher="The Harbour Gazette",
            authors=("LIN Yuchen", "Harbour Office"),
            published="2025-06-12",
            type="article-newspaper",
            url="https://gazette.example/a_b?c=d%20e#f",
        ),
        (Locator("paragraph", 8, 8, "words"),),
    )
]


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
@pytest.mark.parametrize(
    ("style", "reader"),
    [
        (Style.BIBTEX, "bibtex"),
        (Style.BIBLATEX, "biblatex"),
        (Style.CSL_JSON, "csljson"),
    ],
)
def test_pandoc_reads_the_same_from_each_bibliography(style: Style, reader: str) -> None:
    done = subprocess.run(
        [str(PANDOC), "--from", reader, "--to", "csljson"],
        input=_written(style, SIMPLE).encode(),
        capture_output=True,
        check=True,
    )
    (item,) = json.loads(done.stdout)
    assert item["author"] == [{"family": "Lin", "given": "Yuchen"}, {"literal": "Harbour Office"}]
    assert re.sub("<[^<>]*nocase[^<>]*>|</span>", "", item["title"]).replace("\\", "") in {
        "Tides & {Power}: 50 % of <it>",
        "Tides & {Power}: 50 % of &lt;it&gt;",
    }
    assert item["container-title"] == "The Harbour Gazette"
    assert item["URL"] == "https://gazette.example/a_b?c=d%20e#f"
    assert item["type"].startswith("article")


def test_every_type_of_csl_has_its_place_in_every_style() -> None:
    references = [
        Reference(Document(f"a-{number}", title="Title", type=kind))
        for number, kind in enumerate(DOCUMENT_TYPES)
    ]
    assert len(parse_string(_written(Style.BIBTEX, references), "bibtex").entries) == len(
        DOCUMENT_TYPES
    )
    assert len(rispy.loads(_written(Style.RIS, references))) == len(DOCUMENT_TYPES)
    known = rispy.TYPE_OF_REFERENCE_MAPPING
    kinds = {it["type_of_reference"] for it in rispy.loads(_written(Style.RIS, references))}
    assert kinds <= known.keys()
