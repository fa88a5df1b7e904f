"""Text as it is compared: folded, cut into words, stemmed; and text made safe for a terminal."""

import re
import unicodedata
from collections.abc import Iterator, Set

from Stemmer import Stemmer

# The English stop list of the Snowball project, without apostrophes as `words` folds them, and the
# hedges that a figure keeps in its bound.
STOP_WORDS = frozenset(
    """
    a about above after again against all am an and any are arent as at be because been before
    being below between both but by cannot cant could couldnt did didnt do does doesnt doing dont
    down during each few for from further had hadnt has hasnt have havent having he her here hers
    herself him himself his how i if in into is isnt it its itself lets many me more most much
    must mustnt my myself no nor not of off on once only or other ought our ours ourselves out
    over own same shant she should shouldnt so some such than that thats the their theirs them
    themselves then there theres these they this those through to too under until up very was
    wasnt we were werent what whats when where which while who whom whose why will with wont would
    wouldnt you your yours yourself yourselves almost approximately around nearly roughly
    """.split()
)
QUESTION_WORDS = frozenset("how many much when where who whom whose".split())

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_LONE_GREEK = re.compile(r"(?<![α-ω])[α-ω](?![α-ω])")
_NUMBER_WORDS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty "
        "fifty sixty seventy eighty ninety".split(),
        "0 1 2 3 4 5 6 7 8 9 10 11 12 20 30 40 50 60 70 80 90".split(),
        strict=True,
    )
)
# British to American, by ending: what matters is that both spellings meet, not which one wins.
_BRITISH = re.compile(
    r"(?<=[bt])re(?=s?$)|(?<=[bdilpv])our(?=$|s$|ed$|ing$|al$)|amme(?=s?$)|ogue(?=s?$)"
)
_AMERICAN = {"re": "er", "our": "or", "amme": "am", "ogue": "og"}
_ISE = re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ations?|ational)$)")
_POSSESSIVE = re.compile(r"'s?(?![^\W_])")
_DOTTED = re.compile(r"(?<![^\W_])(?:[a-z]\.)+[a-z](?![^\W_])\.?")  # U.N., e.g.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"\d+(?:\.\d+)+|[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_SHOWN_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
_OPERATORS = frozenset(("AND", "OR", "NOT"))
_CACHE_LIMIT = 200_000
_MARK_SIGNS = str.maketrans("‘’ʼ′", "''''")

# C0 and C1 controls, line and paragraph separators, and all that turns the writing direction.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


def fold(text: str) -> str:
    """`text` without what typing leaves out: case, accents, width, Greek letters, possessives."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_MARK_SIGNS)).casefold()
        text = "".join(char for char in text if not unicodedata.combining(char))
        text = _LONE_GREEK.sub(lambda letter: _GREEK.get(letter[0], "sigma"), text)
    text = _THOUSANDS.sub("", _POSSESSIVE.sub("", text.casefold()))
    text = _DOTTED.sub(lambda acronym: acronym[0].replace(".", ""), text)
    return text.replace("'", "").replace("&", " and ")


def words(text: str) -> list[str]:
    """The folded words of `text`, letters and digits, in order; `55,000` and `2.5` are one each."""
    return _WORD.findall(fold(text))


def unify(word: str) -> str:
    """One spelling for a folded word that has several: British endings, small number words."""
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    return _ISE.sub("iz", _BRITISH.sub(lambda ending: _AMERICAN[ending[0]], word))


class Analyzer(dict[str, tuple[str, ...]]):
    """Turns text into stems, remembering each run of non-blanks it has met.

    Stems are those of the English Snowball stemmer (Porter, 2001). Stop words are left out unless
    they are written as an acronym is ("WHO"). `vocabulary` maps each word met to its stem.
    """

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary: dict[str, str] = {}
        self._stemmer = Stemmer("english").stemWord

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        self[chunk] = stems = tuple([stem for _, stem in self.telling(chunk)])
        return stems

    def telling(self, chunk: str) -> list[tuple[str, str]]:
        """The words of a run of non-blanks that are no stop words, each with its stem."""
        is_acronym = len(chunk) > 1 and chunk.isupper() and chunk not in _OPERATORS
        found = []
        for word in words(chunk):
            if word not in STOP_WORDS or is_acronym:
                stem = self.vocabulary[word] = self.stem(word)
                found.append((word, stem))
        return found

    def stem(self, word: str) -> str:
        """The stem of one folded word, common or not."""
        return str(self._stemmer(unify(word)))

    def stems(self, text: str) -> list[str]:
        """The stems of `text` in order, without stop words."""
        chunks = text.split()
        if len(chunks) > 1 and text.isupper():
            chunks = text.lower().split()
        return [stem for chunk in chunks for stem in self[chunk]]


analyzer = Analyzer()
stems = analyzer.stems


def name_key(name: str) -> str:
    """What two spellings of one name have in common: their stems, joined."""
    return " ".join(stems(name)) or " ".join(words(name))


def spans(text: str, wanted: Set[str]) -> Iterator[tuple[int, int]]:
    """Where the words of `text` stand whose stem is `wanted`: (start, end), in order, disjoint."""
    for match in _SHOWN_WORD.finditer(text):
        if not wanted.isdisjoint(stems(match[0])):
            yield match.span()


def safe(text: str) -> str:
    """`text` without control characters, escape sequences and direction overrides, on one line."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ").replace("\t", " "))


def as_number(value: float) -> str:
    """A figure's value as people write it: `55,000`, `2.5`."""
    return f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"


def escape_unsafe(json_text: str) -> str:
    """JSON with the characters of `safe` written as escapes; its value is the same."""
    return _UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}", json_text)
