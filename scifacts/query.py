"""A question: what people type, and the options beside it, as one value."""

import re
from collections.abc import Iterator
from typing import NamedTuple, TypedDict, Unpack

from scifacts import dates
from scifacts.errors import QueryError, UnknownNameError, nearest_of
from scifacts.kinds import EntityType, Kind
from scifacts.text import QUESTION_WORDS, analyzer, words

ENTITY_FIELDS = tuple(str(member) for member in EntityType)
NAME_FIELDS = (
    *ENTITY_FIELDS,
    "about",
    "document",
    "publisher",
    "kind",
    "said-by",
    "unit",
    "measure",
)
FIELDS = (*NAME_FIELDS, "value", "since", "until")
KINDS = tuple(str(kind) for kind in Kind)
GROUPINGS = (
    *ENTITY_FIELDS,
    *("kind", "document", "publisher", "said-by", "unit", "measure", "year"),
    *("about", "bound", "date"),
)
SORTS = ("relevance", "base", "date", "value", "id")


class Options(TypedDict, total=False):
    """What a question may ask beside its words. Several values of one option mean any of them."""

    program: str | list[str]
    facility: str | list[str]
    organization: str | list[str]
    person: str | list[str]
    country: str | list[str]
    place: str | list[str]
    event: str | list[str]
    topic: str | list[str]
    about: str | list[str]
    document: str | list[str]
    publisher: str | list[str]
    kind: str | list[str]
    said_by: str | list[str]
    unit: str | list[str]
    measure: str | list[str]
    value: str | list[str]
    since: str | None
    until: str | None
    possible: bool
    exact: bool
    loose: bool
    explain: bool
    verified: bool
    as_of: str | None
    latest: bool
    sort: str | None
    limit: int | None


class Term(NamedTuple):
    """Words that must stand together: one, or a phrase; or the beginning of one."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    is_prefix: bool = False


class Condition(NamedTuple):
    """What a field must be: any of `values`, or, negated, none of them."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        return f"{'not ' if self.negated else ''}{self.field} {' or '.join(self.values)}"


class Comparison(NamedTuple):
    """What a figure must be: `operator` is one of >= > <= < = or `..`, from `number` to `upper`."""

    operator: str
    number: float
    upper: float = 0.0


class Query(NamedTuple):
    """A question. Facts answer it that hold all terms, no excluded one, and meet all conditions.

    `as_of` is the last day of what was known then; `latest` asks for the newest reading of each
    measure. `common` are its words if none of them is telling: "once" is no word to look for,
    unless ONCE is a name.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    common: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    asks: frozenset[str] = frozenset()
    conditions: tuple[Condition, ...] = ()
    possible: bool = False
    exact: bool = False
    loose: bool = False
    explain: bool = False
    verified: bool = False
    as_of: str | None = None
    latest: bool = False
    sort: str | None = None
    limit: int | None = None

    @property
    def has_conditions(self) -> bool:
        """Whether facts must meet something beside the words."""
        return bool(self.conditions or self.verified or self.as_of or self.latest)

    @property
    def has_words(self) -> bool:
        """Whether words are asked for, telling ones or not."""
        return bool(self.terms or self.common)


_TOKEN = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<field>[A-Za-z][A-Za-z_-]*):(?=[^\s:/]))?
        (?: "(?P<phrase>[^"]*)" | (?P<bare>[^\s"]+) )""",
    re.VERBOSE,
)
_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e\d{1,2})?"
_COMPARISON = re.compile(rf"(>=|<=|=>|=<|==|>|<|=)?\s*({_NUMBER})(?:\.\.({_NUMBER}))?")
_NUMBER_OF = r"(?i)\b(?:total )?number of "
_HIGHEST_LIMIT = 1_000_000_000
_HIGHEST_NUMBER = 1e300
_OPERATORS = {"=>": ">=", "=<": "<=", "==": "="}
_TYPOGRAPHIC = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "≥": ">=", "≤": "<="}
)


def query(text: str = "", /, **options: Unpack[Options]) -> Query:
    """Read a question as it is typed, with options beside it that mean the same as its fields.

    Raises QueryError for what cannot be understood, UnknownNameError for an unknown field, kind
    or sort. Whether names are known, only a base can tell.
    """
    text = text.encode(errors="replace").decode()  # a shell passes what is no text as surrogates
    text = re.sub(_NUMBER_OF, "how many ", text)
    terms: list[Term] = []
    common: list[Term] = []
    excluded: list[Term] = []
    conditions = list(_option_conditions(options))
    for minus, field, value, is_phrase in _tokens(text):
        if field:
            conditions.append(_condition(field, value, negated=minus))
        elif minus:
            excluded += _terms(value, is_phrase=not value.endswith("*"))
        else:
            terms += _terms(value, is_phrase)
            common += (Term((word,), (analyzer.stem(word),)) for word in words(value))
    sort, limit = options.get("sort"), options.get("limit")
    if sort is not None and sort.removeprefix("-") not in SORTS:
        raise UnknownNameError("sort", sort, nearest_of(sort, SORTS), f"one of {', '.join(SORTS)}")
    if limit is not None and not 0 <= limit <= _HIGHEST_LIMIT:
        raise QueryError(f"the limit {limit} is not a number of facts; 0 means all")
    return Query(
        text=text,
        terms=tuple(terms),
        common=() if terms else tuple(common),
        excluded=tuple(excluded),
        asks=QUESTION_WORDS.intersection(word for term in common for word in term.words),
        conditions=tuple(_merged(conditions)),
        possible=options.get("possible", False),
        exact=options.get("exact", False),
        loose=options.get("loose", False),
        explain=options.get("explain", False),
        verified=options.get("verified", False),
        as_of=_last_day(options.get("as_of")),
        latest=options.get("latest", False),
        sort=sort,
        limit=limit,
    )


def comparison(text: str) -> Comparison:
    """Read `>=100`, `<50`, `119` or `50..100`. Raises QueryError."""
    match = _COMPARISON.fullmatch(text.translate(_TYPOGRAPHIC).strip())
    numbers = [float(part.replace(",", "")) for part in match.groups()[1:] if part] if match else []
    is_kept = all(abs(number) <= _HIGHEST_NUMBER for number in numbers)
    if match is None or (match[1] and match[3]) or not is_kept or numbers != sorted(numbers):
        message = f"value {text!r} is not a comparison like '>=100', '<50', '119' or '50..100'"
        raise QueryError(message)
    operator = ".." if match[3] else match[1] or "="
    return Comparison(_OPERATORS.get(operator, operator), *numbers)


def _tokens(text: str) -> Iterator[tuple[bool, str, str, bool]]:
    """(excluded?, field or "", value, quoted?) of every token."""
    text = text.translate(_TYPOGRAPHIC)
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _TOKEN.match(text, at)
        if token is None:
            message = f"the quotation mark at character {text.index(chr(34), at) + 1} is not closed"
            raise QueryError(f"{message}: {text!r}")
        at = token.end()
        value = token["bare"] if token["phrase"] is None else token["phrase"]
        yield bool(token["minus"]), token["field"] or "", value, token["phrase"] is not None


def _terms(value: str, is_phrase: bool) -> Iterator[Term]:
    chunks = value.lower().split() if value.isupper() and " " in value else value.split()
    telling = [pair for chunk in chunks for pair in analyzer.telling(chunk)]
    if is_phrase and telling:
        yield Term(tuple(word for word, _ in telling), tuple(stem for _, stem in telling))
    elif not is_phrase:
        prefix = words(value)[-1:] if value.endswith("*") else []
        whole = telling[:-1] if prefix and [word for word, _ in telling[-1:]] == prefix else telling
        yield from (Term((word,), (stem,)) for word, stem in whole)
        yield from (Term((word,), (word,), is_prefix=True) for word in prefix)


def _option_conditions(options: Options) -> Iterator[Condition]:
    for field in FIELDS:
        given = options.get(field.replace("-", "_"))
        if isinstance(given, str):
            given = [given]
        for value in given or ():  # type: ignore[attr-defined]
            yield _condition(field, value.encode(errors="replace").decode(), negated=False)


def _condition(field: str, value: str, *, negated: bool) -> Condition:
    name = field.lower().replace("_", "-")
    if name not in FIELDS:
        raise UnknownNameError(
            "field", field, nearest_of(name, FIELDS), f"fields: {', '.join(FIELDS)}"
        )
    if name == "kind":
        value = value.lower()
        if value not in KINDS:
            remedy = f"kinds: {', '.join(KINDS)}"
            raise UnknownNameError("kind", value, nearest_of(value, KINDS), remedy)
    elif name == "value":
        comparison(value)
    elif name in ("since", "until"):
        try:
            dates.span(value)
        except ValueError as error:
            raise QueryError(f"{name}: {error}") from None
    elif not value.strip():
        raise QueryError(f"{name} is empty; name what to look for")
    return Condition(name, (value,), negated)


def _last_day(given: str | None) -> str | None:
    try:
        return given and dates.span(given).last
    except ValueError as error:
        raise QueryError(f"as-of: {error}") from None


def _merged(conditions: list[Condition]) -> Iterator[Condition]:
    """One condition a field: any of its values, or none of its negated ones."""
    merged: dict[tuple[str, bool], tuple[str, ...]] = {}
    for condition in conditions:
        key = (condition.field, condition.negated)
        merged[key] = (*merged.get(key, ()), *condition.values)
    for (field, negated), values in merged.items():
        yield Condition(field, values, negated)
