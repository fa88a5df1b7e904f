"""How a table of a base is written: keys in the order of the table of keys, citations one a line.

Alone knows the library that writes TOML.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable

from scifacts import keys


def table(root: str, values: Mapping[str, Any]) -> str:
    """A table under `root` as TOML, its header included, ending with a line end.

    What is None or empty is left out; keys that format 1 does not have come last.
    """
    written = tomlkit.table()
    for key, value in _ordered(values, keys.ROOTS[root]):
        written.append(key, _item(value, _inner(keys.ROOTS[root], key)))
    several = tomlkit.aot()
    several.append(written)
    text: str = tomlkit.document().append(root, several).as_string()
    return text


def value(of: str) -> str:
    """A text as TOML."""
    text: str = tomlkit.item(_item(of, None)).as_string()
    return text


def _ordered(values: Mapping[str, Any], of: keys.Table) -> Iterable[tuple[str, Any]]:
    known = [key.name for key in of.keys if key.name in values]
    for name in (*known, *(it for it in values if it not in known)):
        value = values[name]
        if value is not None and value not in ("", (), [], {}):
            yield name, value


def _inner(of: keys.Table, name: str) -> keys.Table | None:
    """The table of keys that the value of a key, or each element of it, follows."""
    sort = next((key.sort for key in of.keys if key.name == name), None)
    sort = sort.of if isinstance(sort, keys.Array) else sort
    return sort if isinstance(sort, keys.Table) else None


def _item(value: Any, inner: keys.Table | None) -> Any:
    match value:
        case Mapping():
            return _inline(value, inner or keys.Table("", ()))
        case list() | tuple() if any(isinstance(it, Mapping) for it in value):
            return _one_a_line([_item(it, inner) for it in value])
        case list() | tuple():
            return [_item(it, inner) for it in value]
        case float() if value.is_integer():
            return int(value)
        case str():  # half of a pair, as JSON may have it, is no UTF-8
            return str(value).encode(errors="replace").decode()
        case _:
            return value


def _inline(values: Mapping[str, Any], of: keys.Table) -> InlineTable:
    """A table in braces, with a blank inside each."""
    inline = tomlkit.inline_table()
    for key, value in _ordered(values, of):
        inline.append(key, _item(value, None))
    items = [it for key, it in inline.value.body if key is not None]
    if items:
        items[0].trivia.indent = items[-1].trivia.trail = " "
    return inline


def _one_a_line(items: Iterable[Any]) -> Array:
    array = tomlkit.array()
    for it in items:
        array.add_line(it, indent="  ")
    array.add_line(indent="")
    return array
