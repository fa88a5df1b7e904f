"""Names of authors as printed, taken apart: `Family, Given`; institutions stay whole.

What tells a family name: a comma behind it, capitals (`LIN Yuchen`), a Chinese surname in front of
a Chinese name (`Yin Hejun`), a particle (`van Beethoven`), or else that it stands last.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scifacts.countries import NAMES as COUNTRIES

# Words that names of institutions have, and those of people don't.
_INSTITUTIONAL = frozenset(
    """
    academy administration agence agency alliance archive archives associated association authority
    bank board brief bureau centre center chamber channel chronicle college commission committee
    company conference congress consortium consulate corporation correspondent correspondents
    council court daily department desk digest directorate division editor editorial editors
    embassy enterprise express faculty federation fellowship forum foundation fund gazette global
    government group herald hospital house inc initiative institut institute institution
    international journal laboratory lab labs league library limited llc ltd magazine media
    ministry mission monitor museum nations national network news newspaper newsroom observatory
    observer office organisation organization parliament party post press program programme project
    publisher radio registry report reporter reporters review school secretariat section service
    services society staff standard station survey team telegraph television times tribune trust
    union university weekly world writer writers xinhua
    """.split()
)
_JOINING = frozenset("a an and at by de-la et for from in of on the und with y &".split())
_PARTICLES = frozenset(
    "al bin da das de del della den der di do dos du el la le ten ter van von zu".split()
)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
# Chinese surnames, and those that are given names as well.
_SURNAMES = frozenset(
    """
    cai cao chen cheng cui dai deng ding du duan feng fu gao ge gong gu guo han he hou hu huang
    jiang kong lai lei li liang liao lin liu lu luo lyu ma mao niu pan peng qian qiao qin qiu ren
    shao shen shi su sun tan tang wang wu xi xiao xie xiong xu yang zeng zhang zhao zheng zhong zhou
    zhu zou
    """.split()
)
_ALSO_GIVEN = frozenset(
    """
    bai bao chang dong fan fang gan geng guan hao hong ji jia jin kang lan ling long mei meng miao
    ning qi song tao tian tong wan wei wen xia xiang xing xue yan yao ye yi yin yu yuan zuo
    """.split()
)
_FINAL = "[ae]ng?|ong|er|i(?:ang?|ao|ong|[aenu]|ng?)?|u(?:an?g?|ai|[aeino])?|ai|ao|ei|ou|[aeo]"
_SYLLABLE = rf"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:{_FINAL})"
_MOST_WORDS = 5


class Name(NamedTuple):
    """An author: a person by family name, or with `given` None what is not to be taken apart."""

    family: str
    given: str | None = None
    suffix: str | None = None

    def __str__(self) -> str:
        return ", ".join(filter(None, self))


def name(printed: str) -> Name:
    """The name of an author as printed; whole where it is no person's, or not surely one's."""
    parts = printed.split()
    if _is_whole(parts):
        return Name(" ".join(parts))
    if "," in printed:
        return _with_commas(printed)
    suffix = parts.pop() if len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]) else None  # noqa: PLR2004
    family, given = _parted(parts)
    return Name(family, given or None, suffix)


def _is_whole(parts: Sequence[str]) -> bool:
    """Whether these words name an institution, or are no name that can be taken apart."""
    folded = [part.strip(".,;:").casefold() for part in parts]
    return (
        not 1 < len(parts) <= _MOST_WORDS
        or not _INSTITUTIONAL.isdisjoint(folded)
        or not _JOINING.isdisjoint(folded)
        or re.search(r"[^\w\s.,'’·-]|[\d_]", " ".join(parts)) is not None
        or _has_acronym(parts)
    )


def _has_acronym(parts: Sequence[str]) -> bool:
    """Whether a word in capitals is no family name: without vowels, or beside a country."""
    capitals = [part for part in parts if _is_capital(part)]
    return any(not re.search("[AEIOUYÀ-ÖØ-Ý]", it) for it in capitals) or (
        bool(capitals) and not COUNTRIES.isdisjoint(parts)
    )


def _is_capital(part: str) -> bool:
    return part.isupper() and sum(map(str.isalpha, part)) > 1 and "." not in part


def _with_commas(printed: str) -> Name:
    """`Family, Given`, `Family, Jr., Given` or `Family, Given, Jr.`."""
    parts = [" ".join(part.split()) for part in printed.split(",")]
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), None)
    names = [part for part in parts if part and part != suffix]
    if len(names) != 2:  # noqa: PLR2004 - a family name, and a given name
        return Name(" ".join(printed.split()))
    return Name(_uncapitalized(names[0]), names[1], suffix)


def _parted(parts: Sequence[str]) -> tuple[str, str]:
    """Family and given name."""
    capitals = [_is_capital(part) for part in parts]
    cut = _cut(parts, capitals)
    first, last = " ".join(parts[:cut]), " ".join(parts[cut:])
    if capitals[0] and not all(capitals):
        return _uncapitalized(first), last
    if all(capitals):
        return _uncapitalized(last), _uncapitalized(first)
    if _is_chinese(parts):
        return first, last
    return _uncapitalized(last), first


def _cut(parts: Sequence[str], capitals: Sequence[bool]) -> int:
    """Between which words one name ends and the other begins."""
    if any(capitals) and not all(capitals):  # the capitals stand first, or else last
        return capitals.index(not capitals[0])
    if _is_chinese(parts):
        return 1
    return next((at for at, part in enumerate(parts) if at and part in _PARTICLES), len(parts) - 1)


def _is_chinese(parts: Sequence[str]) -> bool:
    """Whether a Chinese name stands as in China: surname first."""
    if len(parts) != 2:  # noqa: PLR2004
        return False
    first, second = (part.casefold() for part in parts)
    syllables = 1 if re.fullmatch(_SYLLABLE, second) else 2
    is_given = second not in _SURNAMES and re.fullmatch(rf"({_SYLLABLE}[-'’]?){{1,2}}", second)
    return bool(is_given) and (first in _SURNAMES or (first in _ALSO_GIVEN and syllables > 1))


def _uncapitalized(text: str) -> str:
    """Words in capitals as names are written: `O'Brien`."""
    return " ".join(part.title() if _is_capital(part) else part for part in text.split())
