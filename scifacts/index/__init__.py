"""The index of a fact base: whether it is fresh, and what it finds, counts and compares.

The rooms named here load when they are first asked for: an answer in JSON pays for none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scifacts.index import catalogue, counting, mentions, readings

__all__ = ["catalogue", "counting", "mentions", "readings"]


def __getattr__(name: str) -> object:
    """A room that is not loaded yet (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
