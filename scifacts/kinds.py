"""The closed sets of words: entity types, kinds of facts, bounds, states of citations, matches."""

from enum import StrEnum


class EntityType(StrEnum):
    """What sort of thing a fact can be about."""

    PROGRAM = "program"
    FACILITY = "facility"
    ORGANIZATION = "organization"
    PERSON = "person"
    COUNTRY = "country"
    PLACE = "place"
    EVENT = "event"
    TOPIC = "topic"


class Kind(StrEnum):
    """What sort of claim a fact makes."""

    STATISTIC = "statistic"
    EVENT = "event"
    AGREEMENT = "agreement"
    LAUNCH = "launch"
    FINDING = "finding"
    PLAN = "plan"
    ROLE = "role"
    STATEMENT = "statement"
    OPINION = "opinion"
    DESCRIPTION = "description"


class State(StrEnum):
    """What is known of a citation: whether its quote was found in the text it names."""

    FOUND = "found"
    ELSEWHERE = "elsewhere"
    CLOSE = "close"
    NOT_FOUND = "not-found"
    CHANGED = "changed"
    NOT_AT_HAND = "not-at-hand"
    UNCHECKED = "unchecked"


class Bound(StrEnum):
    """How the source hedged a number."""

    EXACTLY = "exactly"
    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at-least"
    NEARLY = "nearly"
    AT_MOST = "at-most"


class Match(StrEnum):
    """How well facts match a question: the tiers, best first."""

    ALL = "all"
    PARTIAL = "partial"
    CORRECTED = "corrected"
