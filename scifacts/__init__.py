"""Look up cited facts: `scifacts.open()` opens a fact base for questions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scifacts.base import Base, open  # noqa: A004
    from scifacts.errors import (
        BaseNotFoundError,
        InvalidBaseError,
        QueryError,
        ScifactsError,
        UnknownNameError,
    )
    from scifacts.hits import Answer, Hit
    from scifacts.model import Citation, Document, Entity, Fact, Figure

    __version__: str

__all__ = [
    "Answer",
    "Base",
    "BaseNotFoundError",
    "Citation",
    "Document",
    "Entity",
    "Fact",
    "Figure",
    "Hit",
    "InvalidBaseError",
    "QueryError",
    "ScifactsError",
    "UnknownNameError",
    "open",
]

_HOMES = {
    "scifacts.base": ("Base", "open"),
    "scifacts.hits": ("Answer", "Hit"),
    "scifacts.model": ("Citation", "Document", "Entity", "Fact", "Figure"),
    "scifacts.version": ("VERSION",),
}


def __getattr__(name: str) -> object:
    """The public names, imported when first asked for: commands pay for what they use."""
    if name == "__version__":
        name = "VERSION"
    elif name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    home = next((it for it, names in _HOMES.items() if name in names), "scifacts.errors")
    return getattr(import_module(home), name)
