"""Web pages, by trafilatura.

Of what finds the text of a page it does best in its own and others' comparisons
(https://trafilatura.readthedocs.io/en/latest/evaluation.html), and it is well kept. Its guesses of
author and date are not used: they are read from a page's bottom too. What a page says of itself
comes from its meta elements (Highwire Press, Open Graph, Dublin Core) and its JSON-LD.
"""

import json
from collections.abc import Iterator
from typing import Any

import trafilatura

from scifacts.authoring.originals.markup import decoded, paragraphs, tree
from scifacts.authoring.originals.original import Metadata, Original, Progress, first, metadata

_META = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title"),
    "authors": ("citation_author", "dc.creator", "dcterms.creator", "author"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name"),
    "published": (
        *("citation_publication_date", "citation_date", "dcterms.issued", "dc.date.issued"),
        *("article:published_time", "dc.date", "date"),
    ),
    "language": ("citation_language", "dc.language", "og:locale"),
    "url": ("og:url",),
    "doi": ("citation_doi", "dc.identifier", "prism.doi"),
}
_TYPES = {
    "NewsArticle": "article-newspaper",
    "ReportageNewsArticle": "article-newspaper",
    "ScholarlyArticle": "article-journal",
    "BlogPosting": "post-weblog",
    "Report": "report",
    "Book": "book",
}
# What trafilatura calls the elements of a text, as HTML does.
_BLOCK_NAMES = {
    "head": "h2",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
}


def read(content: bytes, _progress: Progress) -> Original:
    """The text of a page without what stands around it. Raises UnreadableError."""
    page = tree(content)
    said = _metadata(page)
    return Original(list(_text(content, page)), said)


def _text(content: bytes, page: Any) -> Iterator[str]:
    """The paragraphs of the page's article, or all it shows where none is found."""
    found = trafilatura.bare_extraction(
        decoded(content),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    body = getattr(found, "body", None)
    if body is None or not "".join(body.itertext()).strip():
        yield from paragraphs(page)
        return
    for node in body.iter():
        if node.tag in _BLOCK_NAMES:
            node.tag = _BLOCK_NAMES[node.tag]
    yield from paragraphs(body)


def _metadata(page: Any) -> Metadata:
    found = _meta(page)
    said = {
        key: [it for name in names for it in found.get(name, ())] for key, names in _META.items()
    }
    from_meta = metadata(
        **{key: first(values) for key, values in said.items() if key != "authors"},
        authors=said["authors"],
        type="article-journal" if "citation_journal_title" in found else None,
    )
    of_page = metadata(
        title=first(page.xpath("//head/title/text()")),
        language=page.get("lang"),
        url=first(page.xpath("//link[@rel='canonical']/@href")),
    )
    linked = _linked(page)
    return (
        from_meta.completed(linked)
        .completed(of_page)
        ._replace(
            language=of_page.language or from_meta.language or linked.language,
            url=of_page.url or from_meta.url or linked.url,
        )
    )


def _meta(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in page.iter("meta"):
        name = node.get("name") or node.get("property")
        if name and node.get("content"):
            found.setdefault(name.lower(), []).append(node.get("content"))
    return found


def _linked(page: Any) -> Metadata:
    """What the page says in JSON-LD, by the terms of https://schema.org."""
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            items = list(_items(json.loads(script)))
        except (ValueError, RecursionError):
            continue
        for item in items:
            kinds = item.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if kind in _TYPES or kind == "Article":
                    return _from_item(item, _TYPES.get(kind))
    return Metadata()


def _items(value: Any) -> Iterator[dict[str, Any]]:
    for it in value if isinstance(value, list) else [value]:
        if isinstance(it, dict):
            yield it
            yield from _items(it.get("@graph", []))


def _from_item(item: dict[str, Any], kind: str | None) -> Metadata:
    return metadata(
        title=first(_names(item.get("headline"))),
        authors=_names(item.get("author")),
        publisher=first(_names(item.get("publisher"))),
        published=first(_names(item.get("datePublished"))),
        language=first(_names(item.get("inLanguage"))),
        type=kind,
    )


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    named = (it.get("name") if isinstance(it, dict) else it for it in values)
    return [it for it in named if isinstance(it, str)]
