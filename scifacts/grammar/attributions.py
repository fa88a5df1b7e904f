"""Attribution: who a text says that something comes from."""

import re
from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

from scifacts.grammar.datewords import WEEKDAYS
from scifacts.grammar.numbers import any_of
from scifacts.grammar.sentences import sentences
from scifacts.grammar.spans import Span
from scifacts.grammar.units import SMALL_WORDS


class Attribution(NamedTuple):
    """The words that name the speaker (a name, "the ministry", "she"), and the verb of saying.

    Of "Li Wei, a physicist, said" the speaker is "Li Wei"; the verb may be "according to".
    """

    speaker: Span
    verb: Span


# Always of saying, or only with "that", a quotation mark or a comma beside them.
_SAYING = """
    said says say told tells stated claimed argued argues argue write believe think warn insist
    predict explained explains stressed stresses commented
    remarked wrote writes insisted insists believes believed thinks warned warns predicted predicts
""".split()
_WITH_THAT = """
    noted notes added adds announced announces reported reports pointed points showed emphasized
    emphasizes emphasised emphasises highlighted highlights observed observes confirmed confirms
    acknowledged acknowledges revealed reveals suggested suggests estimated estimates found finds
    concluded concludes declared declares admitted admits disclosed discloses recalled recalls
    replied replies hopes hoped expects expected underlined reiterated reiterates mentioned mentions
    states claims comments remarks promised promises pledged pledges vowed vows
""".split()
# A phrase that names somebody begins with a capital letter or one of these, and ends at a stop.
_DETERMINERS = """
    the a an one another his her its their our some many most several officials experts scientists
    researchers analysts authorities doctors engineers organizers organisers police
""".split()
_STOPS = """
    about adding after amid as at because before but during following for from in into
    later on over quoting referring since speaking that through to under until when where whereas
    which while who whose with yesterday is are was were has have had will would can could may
""".split()
_PARTICLES = "al bin da de del der di el la van von".split()
_LONGEST = 12
_REACH = 300
_LONGEST_NAME = 4

_VERB = re.compile(
    rf"\b(?:(?P<saying>{any_of(_SAYING)})|(?P<noting>{any_of(_WITH_THAT)})(?P<out>\s+out)?)\b(?!-)"
)
_ACCORDING = re.compile(r"\b(?:according\s+to|in\s+the\s+words\s+of)\s+", re.IGNORECASE)
_BEFORE_VERB = re.compile(
    r"\s+(?:also|then|later|further|recently|once|previously|repeatedly|has|have|had|\w+ly)$"
)
# The verb is no saying of somebody's: "is said to", "the said", "having said that".
_NO_SAYING = re.compile(
    r"(?:^|\s)(?:is|are|was|were|be|been|being|to|the|a|an|this|having|not|never)$", re.IGNORECASE
)
_JOINT = re.compile(
    r"^(?:.*\s)?(?:as|but|while|that|because|whereas|although|and|if)\s", re.IGNORECASE
)
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e|who)")
_CLAUSE = re.compile(r"[;:!?()—\"“”]|[.,][’']")
_CLOSED_QUOTE = re.compile(r"(?:[\"”]|[.,!?][’'])\s*,?\s*$")
_WHEN = rf"(?:\w+ly|yesterday|(?:on\s+)?(?:{any_of(WEEKDAYS)})|in\s+\d{{4}})"
_THAT = re.compile(rf"\s+(?:{_WHEN}\s+)?that\b|\s*[:,]?\s*[\"“]|\s*[.,;]|\s*$")
_NAME_PHRASE = re.compile(r"\s*((?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|[A-Z])\.(?=\s)|[^,.;:!?()\"“”\n—])+)")
_TITLED = re.compile(r"(?:(?:the|its|their)\s+[\w-]+\s+)?[\"“][^\"“”\n]+[\"”]")
_STOP = re.compile(rf"\s(?:{any_of(_STOPS)})(?!\w)")
# In a clause of its own, not in a name.
_VERBS_INSIDE = re.compile(r"\s(?:that|which|is|are|was|were|has|have|had|will|would|can|may)\s")
_SOURCE_STOP = re.compile(
    rf"\s(?:{any_of(it for it in _STOPS if it not in ('by', 'for', 'from', 'in', 'at'))})(?!\w)"
)


def attributions(text: str) -> Iterator[Attribution]:
    """Who says what `text` tells, in order: `X said`, `said X`, `X noted that`, `according to X`.

    "Noted", "added", "announced" and their like count with "that" or a quotation.
    """
    for sentence in sentences(text):
        words = text[: sentence.end]
        found = [
            *(_by_verb(words, sentence.start, it) for it in _VERB.finditer(words, sentence.start)),
            *(_by_source(words, it) for it in _ACCORDING.finditer(words, sentence.start)),
        ]
        yield from sorted(it for it in found if it is not None)


def _by_source(text: str, match: re.Match[str]) -> Attribution | None:
    title = _TITLED.match(text, match.end())
    speaker = Span(*title.span()) if title else _named(text, match.end(), _SOURCE_STOP)
    verb = Span(match.start(), match.start() + len(match[0].rstrip()))
    return Attribution(speaker, verb) if speaker else None


def _by_verb(text: str, start: int, match: re.Match[str]) -> Attribution | None:
    verb = Span(*match.span())
    start = max(start, verb.start - _REACH)
    before = text[start : verb.start].rstrip()
    is_quoted = _CLOSED_QUOTE.search(before) is not None
    is_told = match["saying"] or is_quoted or _THAT.match(text, verb.end)
    if not is_told or _NO_SAYING.search(before):
        return None
    follower = _named(text, verb.end, _STOP) if is_quoted or before.endswith(",") else None
    if follower is not None and not _is_speaker(text[follower.start : follower.end]):
        follower = None
    if follower is not None and (is_quoted or _is_name(text[follower.start : follower.end])):
        return Attribution(follower, verb)
    speaker = _subject(text, start, verb.start) or follower
    return Attribution(speaker, verb) if speaker else None


def _named(text: str, at: int, stop: re.Pattern[str]) -> Span | None:
    """The phrase from `at` on, up to a punctuation mark or a word that ends it."""
    match = _NAME_PHRASE.match(text, at)
    if match is None:
        return None
    end = stop.search(match[1])
    length = len((match[1][: end.start()] if end else match[1]).rstrip())
    return Span(match.start(1), match.start(1) + length) if length else None


def _subject(text: str, start: int, end: int) -> Span | None:
    """The subject of a verb that begins at `end`: its name, without what stands in apposition."""
    for mark in _CLAUSE.finditer(text, start, end):
        start = mark.end()
    clause = text[start:end].rstrip()
    while adverb := _BEFORE_VERB.search(clause):
        clause = clause[: adverb.start()]
    parts = re.finditer(r"[^,]+", clause)
    spans = [Span(start + it.start(), start + it.end()) for it in parts]
    if not clause.endswith(","):
        return _trimmed(text, spans[-1]) if spans else None
    named = [it for it in map(_trimmed, repeat(text), spans) if it is not None]
    people = [it for it in named if _is_name(text[it.start : it.end])]
    return next(iter(people or named), None)


def _trimmed(text: str, span: Span) -> Span | None:
    """A part of a clause without the conjunction before it, if it names a speaker."""
    words = text[span.start : span.end]
    joint = _JOINT.match(words)
    for start in (joint.end() if joint else 0, 0):
        phrase = words[start:].strip()
        if _is_speaker(phrase):
            at = span.start + start + words[start:].index(phrase)
            return Span(at, at + len(phrase))
    return None


def _is_speaker(phrase: str) -> bool:
    """Whether a phrase may name who speaks: a pronoun, a name, or a few words after "the"."""
    words = phrase.split()
    if not words or len(words) > _LONGEST:
        return False
    first, last = words[0], words[-1]
    is_small = first.lower() in SMALL_WORDS
    begins = first.lower() in _DETERMINERS or (
        not is_small and (first + last) != (first + last).lower()
    )
    return bool(_PRONOUN.fullmatch(phrase)) or (begins and not _VERBS_INSIDE.search(f" {phrase} "))


def _is_name(phrase: str) -> bool:
    words = phrase.split()
    return len(words) <= _LONGEST_NAME and all(it[0].isupper() or it in _PARTICLES for it in words)
