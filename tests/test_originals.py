"""What is read from originals: paragraphs as a reader sees them, and what a file says of itself."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scifacts.authoring.originals import Metadata, Original, UnreadableError, read
from scifacts.authoring.originals.layout import Line, paragraphs
from tests import originals


def taken(content: bytes, name: str = "file") -> Original:
    return read(content, name, lambda *_: None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n", ["One.", "Two."]),
        (
            (
                "The lamp was lit by hand in the year that the harbour was built.\n"
                "The lamp has burnt since then, but for a year in which it was not."
            ),
            [
                "The lamp was lit by hand in the year that the harbour was built.",
                "The lamp has burnt since then, but for a year in which it was not.",
            ],
        ),
        ("\ufeffOne.\r\n\r\nTwo.", ["One.", "Two."]),
        ("A  blank\tor\u00a0two\u200b.", ["A blank or two."]),
        (
            "The lamp was lit by hand in the year that the\nharbour was built, and burns.\n\nYes.",
            [
                "The lamp was lit by hand in the year that the harbour was built, and burns.",
                "Yes.",
            ],
        ),
    ],
)
def test_a_text_has_a_paragraph_a_line_or_between_blank_ones(
    text: str, expected: list[str]
) -> None:
    assert taken(text.encode(), "a.txt").paragraphs == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    assert taken("Ålesund – 31 m".encode(encoding)).paragraphs == ["Ålesund – 31 m"]


def test_form_feeds_part_the_pages_of_a_text() -> None:
    assert taken(b"One.\nTwo.\n\x0cThree.\n").pages == [1, 3]


def test_markdown_is_read_without_its_signs() -> None:
    found = taken(
        b"---\ntitle: Lamps\nauthor: [Ana, Li Wei]\ndate: 2024-06-12\nlang: en\n---\n"
        b"# Lamps of the north\n\nOver **40** [stations](http://x.org)\nin all.\n\n- one\n- two\n\n"
        b"| a | b |\n|---|---|\n| 1 | 2 |\n",
        "a.md",
    )
    assert found.paragraphs == [
        *("Lamps of the north", "Over 40 stations in all.", "one", "two", "a b", "1 2")
    ]
    assert found.metadata == Metadata(
        title="Lamps", authors=("Ana", "Li Wei"), published="2024-06-12", language="en"
    )


def test_a_page_is_read_without_what_stands_around_its_text() -> None:
    found = taken(originals.PAGE.encode(), "page.html")
    assert found.paragraphs == [
        "Lamps of the north",
        (
            "There are over 40 tide stations in the north, and each of them has a keeper who reads"
            " the lamp twice a day."
        ),
        "What was counted",
        (
            "The survey counted 31 lamps, of which 12 are electric. All others burn oil, as they"
            " did a hundred years ago when they were built."
        ),
        "Lamp Height",
        "Ålesund 31 m",
    ]
    assert found.metadata == Metadata(
        title="Lamps of the north",
        authors=("Ana Sørensen",),
        publisher="Harbour Review",
        published="2024-06-12",
        language="en",
        url="https://example.org/lamps",
        type="article-newspaper",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_page_is_read_in_its_encoding(encoding: str) -> None:
    said = '<meta charset="windows-1252">' if encoding == "cp1252" else ""
    page = f"<html><head>{said}</head><body><p>The Ålesund lamp is lit.</p></body></html>"
    assert taken(page.encode(encoding)).paragraphs == ["The Ålesund lamp is lit."]


def test_what_a_page_does_not_say_of_itself_stays_absent() -> None:
    text = "<html><body><p>By Ana, June 2024: the lamp is lit.</p><p>© 2026 Us</p></body></html>"
    assert taken(text.encode()).metadata == Metadata()


def test_a_page_of_a_journal_says_so_in_its_meta_elements() -> None:
    head = "".join(
        f'<meta name="{name}" content="{value}">'
        for name, value in (
            ("citation_title", "On lamps"),
            ("citation_author", "Ana Sørensen"),
            ("citation_author", "Li Wei"),
            ("citation_journal_title", "Lamp Letters"),
            ("citation_publication_date", "2024/06"),
            ("citation_doi", "doi:10.1000/182"),
        )
    )
    found = taken(f"<html><head>{head}</head><body><p>Text.</p></body></html>".encode()).metadata
    assert (found.authors, found.doi) == (("Ana Sørensen", "Li Wei"), "10.1000/182")
    assert (found.type, found.published) == ("article-journal", "2024-06")


def test_a_word_file_is_read_without_header_and_footer_and_a_row_is_a_paragraph() -> None:
    content = originals.word(
        "The lamp.", "", "It is 31 m tall.", rows=[["a", "b"], ["1", "2"]],
        title="Lamps", author="Ana; Li Wei", language="en",
    )  # fmt: skip
    found = taken(content)
    assert found.paragraphs == ["The lamp.", "It is 31 m tall.", "a b", "1 2"]
    assert found.metadata == Metadata(title="Lamps", authors=("Ana", "Li Wei"), language="en")


def test_a_book_is_read_in_the_order_of_its_spine_without_its_contents() -> None:
    found = taken(originals.book())
    assert found.paragraphs == ["One", "The Ålesund lamp was lit.", "Two", "It has stood since."]
    assert found.metadata == Metadata(
        title="The Lamps",
        authors=("Ana Sørensen", "Li Wei"),
        publisher="Harbour Press",
        published="2023-05-01",
        language="en-GB",
        type="book",
    )


@pytest.mark.parametrize(("columns", "indent"), [(1, 0), (2, 12), (2, 0), (3, 10)])
def test_columns_of_a_pdf_come_in_order_without_heads_and_page_numbers(
    columns: int, indent: float
) -> None:
    texts = [originals.prose(it, 3 + it % 4) for it in range(24)]
    found = taken(originals.pdf(texts, columns=columns, indent=indent))
    assert found.paragraphs == texts
    assert len(found.pages) > 1
    assert found.pages[0] == 1
    assert sorted(found.pages) == list(found.pages)


def test_a_pdf_tells_title_authors_and_language() -> None:
    content = originals.pdf(["Text."], title="Lamps", author="Ana; Li Wei", lang="en")
    assert taken(content).metadata == Metadata(
        title="Lamps", authors=("Ana", "Li Wei"), language="en"
    )


def test_a_title_that_a_program_made_up_is_none() -> None:
    content = originals.pdf(["Text."], title="Microsoft Word - report.doc")
    assert taken(content).metadata.title is None


def test_a_doi_that_the_first_page_shows_is_taken() -> None:
    content = originals.pages_of_lines(["Lamps", "https://doi.org/10.1000/182."], ["Text"])
    assert taken(content).metadata.doi == "10.1000/182"


def test_lines_are_joined_and_words_made_whole() -> None:
    content = originals.pages_of_lines(
        [
            "The longitudinal displacement of a well-known lamp was mea-",
            "sured by keepers, who read the instruments twice; the well-",
            "known lamp moved.",
        ]
    )
    assert taken(content).paragraphs == [
        (
            "The longitudinal displacement of a well-known lamp was measured by keepers, who read"
            " the instruments twice; the well-known lamp moved."
        )
    ]


def test_the_rows_of_a_table_stay_whole() -> None:
    rows = [
        Line(left, 700 - 12 * row, left + 40, 710 - 12 * row, f"{name} {row}")
        for row in range(6)
        for left, name in ((50, "Lamp"), (250, "31.5"), (400, "1871"))
    ]
    found, _ = paragraphs([rows])
    assert " ".join(found).startswith("Lamp 0 31.5 0 1871 0 Lamp 1 31.5 1")


def test_a_page_that_no_paragraph_begins_on_is_counted() -> None:
    def page(*texts: str) -> list[Line]:
        rows = ((700 - 12 * number, it) for number, it in enumerate(texts))
        return [Line(50, bottom, 500, bottom + 10, it) for bottom, it in rows]

    found, starts = paragraphs(
        [page("It goes on", "and on"), page("for long"), page("to its end.")]
    )
    assert found == ["It goes on and on for long to its end."]
    assert starts == [1, 1, 1]


@given(
    st.lists(
        st.lists(
            st.builds(
                lambda left, bottom, width, text: Line(
                    left, bottom, left + width, bottom + 10, text
                ),
                st.floats(0, 500),
                st.floats(0, 800),
                st.floats(1, 500),
                st.text("abc. -1", min_size=1).filter(str.strip),
            ),
            max_size=30,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_lines_give_paragraphs_and_pages_in_order(pages: list[list[Line]]) -> None:
    found, starts = paragraphs(pages)
    assert len(starts) == len(pages)
    assert starts == sorted(starts)
    assert len(" ".join(found)) <= sum(len(it.text) + 1 for page in pages for it in page)


_CONTRACT = {"META-INF/encryption.xml": '<e xmlns="x"><CipherReference URI="book/two.xhtml"/></e>'}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\0\1\2", "is neither text nor a format that is known"),
        (b"%PDF-1.7 and nothing", "is broken"),
        (originals.pages_of_lines(["Secret"], encrypted="key"), "is protected"),
        (originals.picture_pdf(), "has no text: pictures of 1 page"),
        (b"PK\x03\x04 and nothing", "is broken"),
        (originals.zipped({"a": "b"}), "is a ZIP file, but neither"),
        (originals.zipped({"word/document.xml": "<nothing"}), "is broken"),
        (originals.book(_CONTRACT), "is encrypted"),
        (originals.book(without="book/two.xhtml"), "is broken"),
        (originals.word(), "has no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office file"),
        (b"<html><body></body></html>", "has no text"),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_what_gives_no_text_says_why(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        taken(content)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [originals.word("The lamp."), originals.book(), originals.pdf(["The lamp."])],
    ids=["word", "book", "pdf"],
)
def test_a_file_that_was_cut_off_is_read_or_refused(content: bytes) -> None:
    for length in range(10, len(content), len(content) // 8):
        try:
            assert taken(content[:length]).paragraphs
        except UnreadableError as error:
            assert str(error)  # noqa: PT017 - either will do
    assert logging.getLogger("pypdf").level == logging.CRITICAL or b"%PDF" not in content
