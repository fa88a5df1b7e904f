"""A fact put together step by step at a terminal; each step proves or proposes what it can."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from scifacts.authoring.composing import (
    Composer,
    Values,
    proposed_date,
    proposed_figure,
    quote_from,
)
from scifacts.check import MAX_QUOTE_WORDS
from scifacts.cli.prompts import ask, choose, confirmed, tell
from scifacts.dates import span
from scifacts.errors import QueryError, ScifactsError, UnknownNameError
from scifacts.evidence.wording import COPIED_WORDS, repeats
from scifacts.factfile.reader import SPEAKERS
from scifacts.fields import ENTITY_TYPES
from scifacts.kinds import Bound, Kind
from scifacts.text import as_number

NONE = "-"  # typed for no value where one is proposed


class Steps:
    """Asks for the parts of one fact; `given` are values to begin with, which Enter keeps."""

    def __init__(self, composer: Composer, given: Values) -> None:
        self._composer = composer
        self._given = given
        self._quotes: list[str] = []

    def fact(self) -> Values:
        """The values of a whole fact. Raises EOFError if the person leaves."""
        citations = self._citations()
        claim = self._claim()
        kind = self._kind()
        values: Values = {"claim": claim, "kind": kind, "about": self._about(claim)}
        values["figure"] = self._figure(values["about"])
        values["date"] = self._date(citations[0])
        values["said_by"] = self._said_by()
        values["id"] = _until(self._id, claim)
        kept = {key: it for key, it in self._given.items() if key not in values}
        return {**kept, **values, "citations": citations}

    def worded(self) -> Values:
        """The given values, with the claim and what else only a person knows."""
        values = {**self._given}
        self._quotes = [it["quote"] for it in values["citations"]]
        values["claim"] = values.get("claim") or self._claim()
        values["kind"] = values.get("kind") or self._kind()
        values["about"] = values.get("about") or self._about(values["claim"])
        figure = values.get("figure") or {}
        if figure:
            unit = figure.get("unit") or ask("Unit")
            measure = figure.get("measure") or self._measure(values["about"], unit)
            values["figure"] = {**figure, "unit": unit, "measure": measure}
        return values

    def _citations(self) -> list[Values]:
        first, *others = self._given.get("citations") or [{}]
        document = _until(self._document, first.get("document", ""))
        paragraph = self._paragraph(document, first.get("paragraph"))
        citation = _until(self._quote, document, paragraph, first.get("quote", ""))
        self._quotes = [it["quote"] for it in (citation, *others)]
        return [citation, *others]

    def _document(self, given: str) -> str:
        known = self._composer.documents
        default = given or (known[0] if len(known) == 1 else "")
        chosen = ask("Document", default, known)
        self._composer.source(chosen)
        return chosen

    def _paragraph(self, document: str, given: int | None) -> int:
        """A paragraph of a document, which is shown."""
        texts = dict(self._composer.source(document).paragraphs())
        while True:
            typed = ask("Paragraph", str(given or ""))
            if typed.isdecimal() and int(typed) in texts:
                start, end = texts[int(typed)]
                tell(f"  {self._composer.source(document).text[start:end]}")
                return int(typed)
            tell(f"{document} has the paragraphs {_ranges(list(texts))}")

    def _quote(self, document: str, paragraph: int, given: str) -> Values:
        typed = ask("Quote (its words, or first … last)", given)
        quote = quote_from(typed, self._composer.source(document), paragraph)
        citation = self._composer.citation(document, quote, paragraph)
        if len(quote.split()) > MAX_QUOTE_WORDS:
            raise QueryError(f"the quote has more than {MAX_QUOTE_WORDS} words; choose fewer")
        tell(f"  proven, ¶{citation['paragraph']}: “{quote}”")
        return citation

    def _claim(self) -> str:
        """A sentence of the person's own."""
        default = self._given.get("claim", "")
        while True:
            claim = ask("Claim, in your own words", default)
            if not claim:
                continue
            if any(repeats(claim, it) for it in self._quotes):
                tell(f"  too near: {COPIED_WORDS} words in a row are the quote's; say it anew")
            elif not claim.rstrip("\"'”’)").endswith((".", "!", "?")):
                tell("  it has no end; end it with a full stop")
                default = f"{claim}."
            else:
                return claim

    def _kind(self) -> str:
        has_number = any(proposed_figure(it) for it in self._quotes)
        proposed = Kind.STATISTIC if has_number else Kind.DESCRIPTION
        return choose("Kind", [str(it) for it in Kind], self._given.get("kind", str(proposed)))

    def _about(self, claim: str) -> list[str]:
        given = self._given.get("about") or self._composer.mentioned(claim)
        while True:
            found = self._named("About (commas between)", given, ENTITY_TYPES)
            if found:
                return found
            tell("  name at least one thing, known or new")

    def _said_by(self) -> list[str]:
        given = self._given.get("said_by") or []
        listed = [given] if isinstance(given, str) else given
        return self._named(
            f"Said by ({NONE} for nobody)" if listed else "Said by", listed, SPEAKERS
        )

    def _named(self, label: str, given: Sequence[str], of_types: Sequence[str]) -> list[str]:
        """Ids of what a person names; what is not known can be added."""
        default = ", ".join(given)
        while True:
            typed = ask(label, default, self._completions(of_types))
            names = [it.strip() for it in typed.split(",") if it.strip() not in ("", NONE)]
            try:
                return list(dict.fromkeys(self._entity(it, of_types) for it in names))
            except ScifactsError as error:
                tell(f"  {error}")
                default = typed

    def _completions(self, of_types: Iterable[str]) -> Callable[[str], list[str]]:
        names = sorted(
            {
                name
                for it in self._composer.known
                if it.type in of_types
                for name in (it.id, it.name, *it.aliases)
                if "," not in name
            }
            | self._composer.entities.keys()
        )
        return lambda typed: [it for it in names if it.casefold().startswith(typed.casefold())]

    def _entity(self, name: str, of_types: Sequence[str]) -> str:
        try:
            return self._composer.entity_id(name, of_types)
        except UnknownNameError as error:
            near = f"; near: {', '.join(error.nearest)}" if error.nearest else ""
            tell(f"  {name!r} is not in the base{near}")
            if not confirmed("  Add it?", default=not error.nearest):
                raise
        kind = choose("  What is it", [str(it) for it in of_types])
        return self._composer.new_entity(kind, name)

    def _figure(self, about: Sequence[str]) -> Values | None:
        """The number in the quote, as proposed or put right; None for none."""
        given = self._given.get("figure") or {}
        read = next(filter(None, map(proposed_figure, self._quotes)), None)
        value, bound, unit = (
            (given["value"], given.get("bound", ""), given.get("unit", ""))
            if given
            else ("figure" not in self._given and read) or (None, Bound.EXACTLY, "")
        )
        default = as_number(value) if value is not None else ""
        number = _until(_number, f"Number ({NONE} for none)" if default else "Number", default)
        if number is None:
            return None
        bound = choose("Bound", [str(it) for it in Bound], str(bound))
        unit = ask("Unit", unit)
        measure = given.get("measure") or self._measure(about, unit)
        return {"value": number, "bound": bound, "unit": unit, "measure": measure}

    def _measure(self, about: Sequence[str], unit: str) -> str:
        proposed = "-".join([*about[:1], *unit.lower().split()])
        return ask("Measure", proposed, self._composer.measures)

    def _date(self, citation: Values) -> str | None:
        published = self._composer.document(citation["document"]).published
        proposed = proposed_date(" ".join(self._quotes), published)
        default = self._given.get("date", proposed) or ""
        day: str | None = _until(_day, f"Date ({NONE} for none)" if default else "Date", default)
        return day

    def _id(self, claim: str) -> str:
        return ask("Id", self._given.get("id") or self._composer.fact_id(claim))


def _until(step: Callable[..., Any], *given: Any) -> Any:
    """What a step answers, asked again as long as it refuses."""
    while True:
        try:
            return step(*given)
        except ScifactsError as error:
            tell(f"  {error}")


def _number(label: str, default: str) -> float | None:
    typed = ask(label, default)
    if typed in ("", NONE):
        return None
    try:
        return float(typed.replace(",", ""))
    except ValueError:
        raise QueryError(f"{typed!r} is no number; write it like 70, 1,250 or 2.5") from None


def _day(label: str, default: str) -> str | None:
    typed = ask(label, default)
    if typed in ("", NONE):
        return None
    try:
        span(typed)
    except ValueError as error:
        raise QueryError(str(error)) from None
    return typed


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, runs of them joined: `1-7, 9`."""
    parts: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if parts and parts[-1][1] == number - 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
