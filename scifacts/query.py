"""A question: what people type, and the options beside it, as one value."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from scifacts import dates
from scifacts.asking import asked
from scifacts.errors import QueryError
from scifacts.fields import FIELDS, Field, field_named, unknown
from scifacts.text import STOP_WORDS, analyzer, words
from scifacts.tokens import Token, plain, typed, unified

SORTS = ("relevance", "base", "date", "value", "id")
# What a question may be told beside words and fields.
SETTINGS = tuple("possible exact loose explain verified as_of latest sort limit".split())


class Term(NamedTuple):
    """Words that must stand together: one, or a phrase; or the beginning of one.

    `parts` are the words of which a text writes one: #ClimateChange is that, or climate and change.
    A word that `asks` for something, by its mark, is held also by facts that have it.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    is_prefix: bool = False
    parts: tuple["Term", ...] = ()
    asks: str = ""


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
    unless ONCE is a name. `asks` are the marks of what is asked for. With `plain` facts answer it
    that hold any of its words, and nothing asks.
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
    plain: bool = False
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
    def asks_for_documents(self) -> bool:
        """Whether facts of certain documents are asked for, by themselves or by publisher."""
        fields = {condition.field for condition in self.conditions if not condition.negated}
        return not fields.isdisjoint(("document", "publisher"))

    @property
    def has_words(self) -> bool:
        """Whether words are asked for, telling ones or not."""
        return bool(self.terms or self.common)


_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?(?:e\d{1,2})?"
_COMPARISON = re.compile(rf"(>=|<=|=>|=<|==|>|<|=)?\s*({_NUMBER})(?:\.\.({_NUMBER}))?")
_HIGHEST_LIMIT = 1_000_000_000
_HIGHEST_NUMBER = 1e300
_OPERATORS = {"=>": ">=", "=<": "<=", "==": "="}


def query(text: str = "", /, **options: Any) -> Query:
    """Read a question as it is typed, with options beside it.

    The options are the fields of `scifacts.fields` (hyphens as underscores), with one value or
    several, of which any will do, and SETTINGS, which are those of a Query.

    Raises QueryError for what cannot be understood, UnknownNameError for an unknown option, field,
    kind or sort. Whether names are known, only a base can tell.
    """
    text = _encodable(text)
    return _query(text, typed(text, FIELDS), options)


def plain_query(text: str, /, **options: Any) -> Query:
    """A question for what comes nearest to a text, nothing in which is syntax.

    Raises as `query` does, for what is wrong with the options.
    """
    if options.get("exact"):
        raise QueryError("a text is never matched exactly: choose either text or exact")
    text = _encodable(text)
    question = _query(text, plain(text), options)
    terms = tuple(term._replace(asks="") for term in question.terms)
    return question._replace(plain=True, terms=terms, common=(), asks=frozenset())


def _encodable(text: str) -> str:
    """`text` as UTF-8 can hold it: a shell passes what is no text as surrogates."""
    return text.encode(errors="replace").decode()


def _query(text: str, tokens: Iterable[Token], options: dict[str, Any]) -> Query:
    terms: list[Term] = []
    common: list[Term] = []
    excluded: list[Term] = []
    asking: list[str] = []
    conditions = list(_option_conditions(options))
    for token in tokens:
        if token.field:
            field = field_named(token.field)
            conditions.append(_condition(field, token.value, negated=token.is_excluded))
        elif token.is_excluded:
            excluded += _terms(token._replace(is_phrase=not token.value.endswith("*")))
        else:
            terms += _terms(token)
            common += (Term((word,), (analyzer.stem(word),)) for word in words(token.value))
            if not (token.is_phrase or token.value.isupper()):  # WHO is a name
                asking += words(token.value)
    asks = asked(asking)
    if len(terms) > 1:  # a word alone is what is looked for
        terms = [_asking(term, asks) for term in terms]
    return Query(
        text=text,
        terms=tuple(terms),
        common=() if terms else tuple(common),
        excluded=tuple(excluded),
        asks=frozenset(asks.values()),
        conditions=tuple(_merged(conditions)),
        **_settings(options),
    )


def comparison(text: str) -> Comparison:
    """Read `>=100`, `<50`, `119` or `50..100`. Raises QueryError."""
    match = _COMPARISON.fullmatch(unified(text).strip())
    numbers = [float(part.replace(",", "")) for part in match.groups()[1:] if part] if match else []
    is_kept = all(abs(number) <= _HIGHEST_NUMBER for number in numbers)
    if match is None or (match[1] and match[3]) or not is_kept or numbers != sorted(numbers):
        message = f"value {text!r} is not a comparison like '>=100', '<50', '119' or '50..100'"
        raise QueryError(message)
    operator = ".." if match[3] else match[1] or "="
    return Comparison(_OPERATORS.get(operator, operator), *numbers)


def _terms(token: Token) -> Iterator[Term]:
    value = token.value
    chunks = value.lower().split() if value.isupper() and " " in value else value.split()
    telling = [pair for chunk in chunks for pair in analyzer.telling(chunk)]
    if token.is_phrase and telling:
        yield Term(tuple(word for word, _ in telling), tuple(stem for _, stem in telling))
    elif not token.is_phrase:
        prefix = words(value)[-1:] if value.endswith("*") else []
        whole = telling[:-1] if prefix and [word for word, _ in telling[-1:]] == prefix else telling
        parts = tuple(part for word in token.parts for part in _terms(Token(word)))
        yield from (Term((word,), (stem,), parts=parts) for word, stem in whole)
        yield from (Term((word,), (word,), is_prefix=True) for word in prefix)


def _asking(term: Term, asks: Mapping[str, str]) -> Term:
    """A term with what it asks for: nothing if it is a phrase, a beginning, or a name like WHO."""
    word, *more = term.words
    if more or term.is_prefix or word in STOP_WORDS:
        return term
    return term._replace(asks=asks.get(word, ""))


def _option_conditions(options: dict[str, Any]) -> Iterator[Condition]:
    for field in FIELDS.values():
        given: str | Iterable[str] = options.get(field.option) or ()
        for value in (given,) if isinstance(given, str) else given:
            yield _condition(field, value.encode(errors="replace").decode(), negated=False)


def _settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options that are no fields, checked; those that are None stay at their defaults."""
    known = (*SETTINGS, *(field.option for field in FIELDS.values()))
    for name in options:
        if name not in known:
            raise unknown("option", name, known)
    settings = {it: options[it] for it in SETTINGS if options.get(it) is not None}
    sort, limit = settings.get("sort"), settings.get("limit")
    if sort is not None and sort.removeprefix("-") not in SORTS:
        raise unknown("sort", sort, SORTS)
    if limit is not None and not 0 <= limit <= _HIGHEST_LIMIT:
        raise QueryError(f"the limit {limit} is not a number of facts; 0 means all")
    if "as_of" in settings:
        settings["as_of"] = _span("as-of", settings["as_of"]).last
    return settings


def _condition(field: Field, value: str, *, negated: bool) -> Condition:
    match field.values:
        case "choice":
            value = value.lower()
            if value not in field.choices:
                raise unknown(field.name, value, field.choices)
        case "comparison":
            comparison(value)
        case "since" | "until":
            _span(field.name, value)
        case _:
            if not value.strip():
                raise QueryError(f"{field.name} is empty; name what to look for")
    return Condition(field.name, (value,), negated)


def _span(name: str, given: str) -> dates.Span:
    try:
        return dates.span(given)
    except ValueError as error:
        raise QueryError(f"{name}: {error}") from None


def _merged(conditions: list[Condition]) -> Iterator[Condition]:
    """One condition a field: any of its values, or none of its negated ones."""
    merged: dict[tuple[str, bool], tuple[str, ...]] = {}
    for condition in conditions:
        key = (condition.field, condition.negated)
        merged[key] = (*merged.get(key, ()), *condition.values)
    for (field, negated), values in merged.items():
        yield Condition(field, values, negated)
