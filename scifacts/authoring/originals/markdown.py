"""Markdown, by markdown-it-py: it follows CommonMark to the letter, and Rich brings it anyway.

What stands between two lines `---` on top is read by PyYAML, as site generators do.
"""

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt

from scifacts.authoring.originals.markup import paragraphs, tree
from scifacts.authoring.originals.original import Metadata, Original, Progress, first, metadata
from scifacts.authoring.originals.text import decoded

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


def read(content: bytes, _progress: Progress) -> Original:
    """The paragraphs of a text in Markdown. Raises UnreadableError."""
    text = decoded(content)
    front = _FRONT.match(text)
    rest = text[front.end() :] if front else text
    page = MarkdownIt("commonmark").enable("table").render(rest)
    if not page.strip():
        return Original(())
    body = tree(page)
    said = _metadata(front[1]) if front else Metadata()
    heading = first("".join(it.itertext()) for it in body.iter("h1"))
    return Original(list(paragraphs(body)), said.completed(metadata(title=heading)))


def _metadata(front: str) -> Metadata:
    try:
        found = yaml.safe_load(front)
    except yaml.YAMLError:
        return Metadata()
    if not isinstance(found, dict):
        return Metadata()
    authors = found.get("authors", found.get("author")) or []
    names = {key: str(found[key]) for key in ("title", "publisher", "url", "doi") if found.get(key)}
    return metadata(
        **names,
        authors=[_name(it) for it in (authors if isinstance(authors, list) else [authors])],
        published=str(found.get("date", found.get("published", ""))),
        language=str(found.get("lang", found.get("language", ""))),
    )


def _name(author: Any) -> str:
    return str(author.get("name", "") if isinstance(author, dict) else author)
