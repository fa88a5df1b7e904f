"""Ids made from words: lower-case, joined by hyphens, and not used yet."""

from collections.abc import Callable
from itertools import count

from scifacts.text import STOP_WORDS, words

_MOST_WORDS = 5


def id_from(text: str, is_taken: Callable[[str], bool], otherwise: str = "fact") -> str:
    """An id from the words of `text` that say most; with a number if the plain one is taken.

    >>> id_from("The Ålesund lamp is 31 metres tall.", {"lamp"}.__contains__)
    'alesund-lamp-31-metres-tall'
    """
    found = [word for word in words(text) if word.isascii()]
    telling = [word for word in found if word not in STOP_WORDS] or found
    plain = "-".join(telling[:_MOST_WORDS]) or otherwise
    numbered = (f"{plain}-{number}" for number in count(2))
    return plain if not is_taken(plain) else next(it for it in numbered if not is_taken(it))
