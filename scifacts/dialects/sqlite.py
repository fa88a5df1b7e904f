"""SQLite: how its files are opened, and the SQL that no other engine understands.

Full-text search is FTS5's (https://www.sqlite.org/fts5.html). What it looks for is put together
from stems, which hold letters, digits and dots alone, so no word is ever syntax.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

Connection = sqlite3.Connection
Cursor = sqlite3.Cursor
Error = sqlite3.Error
DatabaseError = sqlite3.DatabaseError
ProgrammingError = sqlite3.ProgrammingError

_BUSY_SECONDS = 1.0
_MAPPED_BYTES = 1 << 33

# For `IN`: the values of a parameter that `array` makes.
LISTED = "(SELECT value FROM json_each(?))"
# What facts hold that a full-text expression, the parameter, finds.
HOLDING = "facts.number IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
# The stems of claim, names and rest of the facts that a parameter of `array` lists.
TEXTS = f"SELECT id, c0, c1, c2 FROM texts_content WHERE id IN {LISTED}"
# The power of ten of a figure's value; a logarithm would put 1000 below itself.
_EXPONENT = "printf('%.17e', value)"
POWER = f"CAST(substr({_EXPONENT}, instr({_EXPONENT}, 'e') + 1) AS INT)"


def connect(target: str, *, mode: str = "ro") -> Connection:
    """Open a database file, `mode` being one of SQLite's; transactions are the caller's to begin.

    Raises Error, also if it is there and no regular file, such as one that never ends.
    """
    if not os.path.isfile(target) and os.path.exists(target):
        raise sqlite3.OperationalError
    connection = sqlite3.connect(
        f"{_uri(target)}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    with closed_on_error(connection):
        if mode == "ro":
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        else:
            # No journal beside the file, where it might outlive it: half a change bears no seal.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
    return connection


def _uri(path: str) -> str:
    """An absolute path as SQLite reads it in a URI (https://sqlite.org/uri.html)."""
    # `Path.as_uri` does the same, but from Python 3.14 on it imports a client of HTTP for it.
    path = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23").replace(os.sep, "/")
    return f"file://{'' if path.startswith('/') else '/'}{path}"


def in_memory() -> Connection:
    """A database of this process alone."""
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


@contextmanager
def closed_on_error(connection: Connection) -> Iterator[None]:
    """Close a connection if what is done with it raises; else it stays open."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def read_once(connection: Connection) -> None:
    """What is read once and maybe whole is not to pile up as mapped pages."""
    connection.execute("PRAGMA mmap_size = 0")


def lock_file(path: str) -> Connection:
    """A database to take a lock by; in memory, where nobody else sees it, if it cannot be had."""
    try:
        return sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.Error:  # something else is in its place
        return in_memory()


def is_taken(lock: Connection) -> bool:
    """Take a lock, unless another process has it; where there can be none it is taken too."""
    try:
        lock.execute("PRAGMA journal_mode = MEMORY")
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode != sqlite3.SQLITE_BUSY
    return True


def array(values: Iterable[int] | Iterable[str]) -> str:
    """The values as `LISTED` reads them; SQLite takes no more than 32,766 parameters."""
    return json.dumps([*values])


def member(record: str, *path: str) -> str:
    """SQL for a value inside a record, a column of JSON."""
    return f"json_extract({record}, '$.{'.'.join(path)}')"


def any_of(runs: Iterable[str]) -> str:
    """What finds any of these runs of stems, in full-text search."""
    quoted = [f'"{run}"' for run in runs]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def any_found(expressions: Iterable[str]) -> str:
    """What finds all that any of these expressions finds."""
    return f"({' OR '.join(expressions)})"


def all_found(expressions: Iterable[str]) -> str:
    """What finds that which each of these expressions finds."""
    return " AND ".join(expressions)


def in_names_and_claim(expression: str) -> str:
    """What finds that which an expression finds in names and in the claim too."""
    return f"names : {expression} AND claim : {expression}"


def but_not(expression: str, excluded: Sequence[str]) -> str:
    """What an expression finds and none of the others does."""
    return f"({expression}) NOT ({' OR '.join(excluded)})" if excluded else expression


def numbers_found(conditions: Sequence[str], among: str, most: int) -> str:
    """SQL for the numbers of the facts that an expression, the first parameter, finds.

    `conditions` are on the table of facts; `among` is SQL for the numbers to choose from, or empty.
    They come in order, originals and short claims first, and at most so many; all if negative.
    """
    join = " JOIN facts ON facts.number = texts.rowid" if conditions else ""
    # One by one FTS5 finds rows slowly: the plus keeps it from that.
    chosen = [f"+texts.rowid IN ({among})"] if among else []
    where = " AND ".join(["texts MATCH ?", *conditions, *chosen])
    return f"SELECT texts.rowid FROM texts{join} WHERE {where} ORDER BY texts.rowid LIMIT {most}"
