"""Text as it is compared: folded, cut into words, stemmed; and text made safe for a terminal."""

import re
import unicodedata
from collections.abc import Iterator, Set

from Stemmer import Stemmer

# The English stop list of the Snowball project, without apostrophes as `words` folds them; light
# verbs, and verbs of saying; the hedges that a figure keeps in its bound.
STOP_WORDS = frozenset(
    """
    a about above after again against all almost am an and any approximately are arent around as
    at be because been before being below between both but by cannot cant could couldnt did didnt
    do does doesnt doing dont down during each few for from further gave get gets give given gives
    got had hadnt has hasnt have havent having he her here hers herself him himself his how i if
    in into is isnt it its itself lets made make makes making many me more most much must mustnt
    my myself nearly no nor not of off on once only or other ought our ours ourselves out over own
    roughly said same say saying says shant she should shouldnt so some such take taken takes
    taking than that thats the their theirs them themselves then there theres these they this
    those through to too took under until up very was wasnt we were werent what whats when where
    which while who whom whose why will with wont would wouldnt you your yours yourself yourselves
    """.split()
)

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_NUMBER_WORDS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty "
        "fifty sixty seventy eighty ninety".split(),
        "0 1 2 3 4 5 6 7 8 9 10 11 12 20 30 40 50 60 70 80 90".split(),
        strict=True,
    )
)
# British endings and their American form: what matters is that both spellings meet.
_AMERICAN = {
    **{f"{it}re{end}": f"{it}er{end}" for it in "bt" for end in ("", "s")},
    **{
        f"{it}our{end}": f"{it}or{end}"
        for it in "bdilpv"
        for end in ("", "s", "ed", "ing", "al", "able")
    },
    **{
        f"is{end}": f"iz{end}"
        for end in ("e", "ed", "es", "er", "ers", "ing", "ation", "ations", "ational")
    },
    **{f"amme{end}": f"am{end}" for end in ("", "s")},
    **{f"ogue{end}": f"og{end}" for end in ("", "s")},
}
_BRITISH = tuple(_AMERICAN)

_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
# The rarer patterns are compiled when first used: start-up is paid at every lookup.
_CJK = r"[\u3040-\u30ff\u3400-\u9fff]|[^\u3040-\u30ff\u3400-\u9fff]+"
_LONE_GREEK = r"(?<![α-ω])[α-ω](?![α-ω])"
_POSSESSIVE = r"'s?(?![^\W_])"
_DOTTED = r"(?<![^\W_])(?:[a-z]\.)+[a-z](?![^\W_])\.?"  # U.N., e.g.
_THOUSANDS = r"(?<=\d),(?=\d{3}(?!\d))"
_SHOWN_WORD = r"\d+(?:[.,]\d+)+|[^\W_]+"
# C0 and C1 controls, line and paragraph separators, and all that turns the writing direction.
_UNSAFE = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
# Of http and https, in the signs of RFC 3986; such an address is safe to show and to link to.
WEB_ADDRESS = (
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?"
)
_APOSTROPHES = str.maketrans("‘’ʼ′", "''''")
# Letters that no normalisation takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_FIRST_CJK = "\u3040"
_OPERATORS = frozenset(("AND", "OR", "NOT"))
_PUNCTUATION = '.,;:!?()"'
_CACHE_LIMIT = 200_000


def fold(text: str) -> str:
    """`text` without what typing leaves out: case, accents, width, Greek letters, possessives."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
        text = "".join(char for char in text if not unicodedata.combining(char))
        text = text.translate(_LETTERS)
        text = re.sub(_LONE_GREEK, lambda letter: _GREEK[letter[0]], text)
    text = text.casefold()
    if "'" in text:
        text = re.sub(_POSSESSIVE, "", text).replace("'", "")
    if "," in text:
        text = re.sub(_THOUSANDS, "", text)
    if "." in text:
        text = re.sub(_DOTTED, lambda acronym: acronym[0].replace(".", ""), text)
    return text.replace("&", " and ")


def words(text: str) -> list[str]:
    """The folded words of `text`, letters and digits, in order; `55,000` and `2.5` are one each."""
    if text.isascii() and text.isalnum():
        return [text.lower()]
    found = _WORD.findall(fold(text))
    if text and max(text) >= _FIRST_CJK:  # written without blanks: each sign is a word
        return [part for word in found for part in re.findall(_CJK, word)]
    return found


def unify(word: str) -> str:
    """One spelling for a folded word that has several: British endings, small number words."""
    if word.endswith(_BRITISH):
        ending = next(it for it in _BRITISH if word.endswith(it))
        return word.removesuffix(ending) + _AMERICAN[ending]
    return _NUMBER_WORDS.get(word, word)


class Analyzer(dict[str, str]):
    """Turns text into stems, remembering those of each run of non-blanks it has met.

    Stems are those of the English Snowball stemmer (Porter, 2001). Stop words are left out unless
    they are written as an acronym is ("WHO"). `vocabulary` maps each word met to its stem.
    """

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary: dict[str, str] = {}
        self._stemmer = Stemmer("english", 0).stemWord  # without a cache beside this one

    def __missing__(self, chunk: str) -> str:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        bare = chunk.strip(_PUNCTUATION)
        if bare != chunk and bare.isalnum():
            found = self[bare]  # the word is met without its comma too
        elif chunk.isascii() and chunk.isalpha() and not chunk.isupper():  # as nearly all are
            word = chunk.lower()
            found = "" if word in STOP_WORDS else self.stem(word)
            if found:
                self.vocabulary[word] = found
        else:
            found = " ".join(stem for _, stem in self.telling(chunk))
        self[chunk] = found
        return found

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
        stem: str = self._stemmer(unify(word))
        return stem

    def stemmed(self, text: str) -> str:
        """The stems of `text` in order, without stop words, one blank between."""
        if text.isupper() and " " in text.strip():
            text = text.lower()
        return " ".join(filter(None, map(self.__getitem__, text.split())))


analyzer = Analyzer()


def stems(text: str) -> list[str]:
    """The stems of `text` in order, without stop words."""
    return analyzer.stemmed(text).split()


def name_key(name: str) -> str:
    """What two spellings of one name have in common: their stems, joined."""
    return analyzer.stemmed(name) or " ".join(words(name))


def spans(text: str, wanted: Set[str]) -> Iterator[tuple[int, int]]:
    """Where the words of `text` stand whose stem is `wanted`: (start, end), in order, disjoint."""
    for match in re.finditer(_SHOWN_WORD, text):
        if not wanted.isdisjoint(stems(match[0])):
            yield match.span()


def safe(text: str) -> str:
    """`text` without control characters, escape sequences and direction overrides, on one line."""
    if text.isprintable() and text.isascii():
        return text
    text = text.replace("\n", " ").replace("\t", " ")
    return re.sub(_UNSAFE, "\N{REPLACEMENT CHARACTER}", text)


def is_web_address(text: str) -> bool:
    """Whether `text` is an address of the web and nothing else."""
    return re.fullmatch(WEB_ADDRESS, text) is not None


def as_number(value: float) -> str:
    """A figure's value as people write it: `55,000`, `2.5`."""
    return f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"


def escape_unsafe(json_text: str) -> str:
    """JSON with the characters of `safe` written as escapes; its value is the same."""
    if json_text.isprintable() and json_text.isascii():
        return json_text
    return re.sub(_UNSAFE, lambda char: f"\\u{ord(char[0]):04x}", json_text)
