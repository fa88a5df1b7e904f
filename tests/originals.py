"""Originals of a test's own making: PDF files, Word files, books and web pages."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

_MARGIN, _GUTTER = 20 * mm, 8 * mm
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, alignment=4)


def prose(number: int, sentences: int = 6) -> str:
    """A paragraph that no other one is like."""
    return " ".join(
        f"Keeper {number}.{it} of the northern lamps measured a longitudinal displacement of "
        f"{number * 17 + it} millimetres at the harbour."
        for it in range(sentences)
    )


def pdf(paragraphs: Sequence[str], *, columns: int = 1, indent: float = 0, **told: str) -> bytes:
    """A PDF file with a running head and a number on each page."""
    width, height = A4
    free = width - 2 * _MARGIN - (columns - 1) * _GUTTER
    frames = [
        Frame(
            *(_MARGIN + it * (free / columns + _GUTTER), 25 * mm, free / columns, height - 50 * mm),
            *(0, 0, 0, 0),
        )
        for it in range(columns)
    ]

    def dress(canvas: Canvas, _document: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, height - 12 * mm, "Harbour Review 12 (2024)")
        canvas.drawCentredString(width / 2, 10 * mm, f"{canvas.getPageNumber()}")

    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, **told)
    document.addPageTemplates(PageTemplate("page", frames, onPage=dress))
    style = ParagraphStyle("p", parent=_BODY, firstLineIndent=indent, spaceAfter=0 if indent else 6)
    document.build([Paragraph(it, style) for it in paragraphs])
    return file.getvalue()


def pages_of_lines(*pages: Sequence[str], encrypted: str | None = None) -> bytes:
    """A PDF file with lines as they are given, from the top of each page down."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=encrypted)
    for lines in pages:
        canvas.setFont("Helvetica", 10)
        for number, text in enumerate(lines):
            canvas.drawString(_MARGIN, A4[1] - _MARGIN - 12 * number, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def picture_pdf() -> bytes:
    """A PDF file with a drawing and no text, as a scanner makes them."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(50, 50, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def word(*paragraphs: str, rows: Sequence[Sequence[str]] = (), **told: str) -> bytes:
    """A Word file with a header and a footer."""
    document = docx.Document()
    for key, value in told.items():
        setattr(document.core_properties, key, value)
    document.sections[0].header.paragraphs[0].text = "RUNNING HEAD"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    for it in paragraphs:
        document.add_paragraph(it)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


_PACKAGE = """\
<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Lamps</dc:title>
<dc:creator>Ana Sørensen</dc:creator><dc:creator>Li Wei</dc:creator>
<dc:publisher>Harbour Press</dc:publisher><dc:date>2023-05-01T00:00:00Z</dc:date>
<dc:language>en-GB</dc:language><dc:identifier>urn:uuid:1</dc:identifier></metadata>
<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="part%20one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>
"""
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf"/></rootfiles></container>'
)
_XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    "<title>t</title></head><body>{}</body></html>"
)


def book(extra: Mapping[str, str] | None = None, without: str = "") -> bytes:
    """An EPUB of two chapters and a table of contents."""
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _PACKAGE,
        "book/nav.xhtml": _XHTML.format("<nav><ol><li>Contents</li></ol></nav>"),
        "book/part one.xhtml": _XHTML.format("<h1>One</h1><p>The Ålesund lamp <i>was</i> lit.</p>"),
        "book/two.xhtml": _XHTML.format("<h1>Two</h1><p>It has\nstood since.</p>"),
        **(extra or {}),
    }
    return zipped({name: text for name, text in parts.items() if name != without})


def zipped(parts: Mapping[str, str]) -> bytes:
    """A ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lamps | Harbour Review</title>
<meta property="og:title" content="Lamps of the north">
<meta property="og:site_name" content="Harbour Review">
<meta property="article:published_time" content="2024-06-12T08:00:00Z">
<link rel="canonical" href="https://example.org/lamps">
<script type="application/ld+json">
{"@type": "NewsArticle", "author": [{"name": "Ana Sørensen"}], "datePublished": "2024-06-13"}
</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<article><h1>Lamps of the north</h1>
<p>There are over 40 tide stations in the north, and each of them has a keeper who reads the lamp
twice a day.</p><h2>What was counted</h2>
<p>The survey counted 31 lamps, of which 12 are <b>electric</b>.<br>All others burn oil, as they did
a hundred years ago when they were built.</p>
<table><tr><th>Lamp</th><th>Height</th></tr><tr><td>Ålesund</td><td>31 m</td></tr></table></article>
<aside><h3>Related</h3><a href="/x">Ten boats you must see</a></aside>
<footer>© 2026 Harbour Review. <a href="/p">Privacy</a></footer></body></html>
"""
