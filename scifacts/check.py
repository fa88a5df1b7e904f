"""Check a fact base: its shape and links, the rules about its content, and its quotes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from scifacts.countries import NAMES as COUNTRIES
from scifacts.errors import Finding, suggestion
from scifacts.evidence.copies import undeclared_copies
from scifacts.evidence.verify import Proof, Texts
from scifacts.evidence.wording import COPIED_WORDS, Wording
from scifacts.factfile.reader import Placed, Reading
from scifacts.factfile.shape import Fault
from scifacts.factfile.tables import Place, TableReader, file_content
from scifacts.grammar.quantities import holds
from scifacts.kinds import EntityType, State
from scifacts.model import Citation, Entity, Fact
from scifacts.text import name_key

MAX_QUOTE_WORDS = 20

# Every code a check can report. A code keeps its meaning for good; new ones are added.
CODES = {
    "S101": "the file is not TOML in UTF-8",
    "S102": "a key that format 1 does not have",
    "S103": "a key that is missing",
    "S104": "a value of the wrong type, or one that is not allowed",
    "S105": "an id that is not lower-case words joined by hyphens",
    "S106": "a date that does not exist, or is not written as one",
    "S107": "a format that this version does not read",
    "S108": "a file of the base that cannot be read",
    "S109": "a claim that nobody has written yet, as in a draft",
    "R201": "an id that is used twice",
    "R202": "an id that nothing defines",
    "R203": "a speaker that is neither a person nor an organization",
    "R204": "something that is part of itself, or derived from itself",
    "C301": f"a quote of more than {MAX_QUOTE_WORDS} words",
    "C302": "a claim that does not end as a sentence does",
    "C303": "a figure whose number is not in the fact's own quotes",
    "C304": "a name that two entities share",
    "C305": "a country filed as something else",
    "C306": "an entity that no fact and no other entity speaks of",
    "C307": f"a claim that copies {COPIED_WORDS} words in a row, beside names, from its documents",
    "C308": "a measure that is read in several units",
    "C309": "a citation of a paragraph that is not the document's",
    "C310": "an inferred key that is not there",
    "C311": "a superseded or reviewed fact that is not there",
    "Q401": "a quote that is not in the document",
    "Q402": "a quote that stands in another paragraph",
    "Q403": "a quote that nearly stands in the document",
    "Q404": "a document with other bytes than those its citations were checked against",
    "Q405": "a document whose file is not in the folder of sources",
    "Q406": "a document whose text is another's in good part, without derived_from",
    "Q407": "a document whose file is there and cannot be read",
    "W501": "a warning: a quote that holds no telling word of its claim but names",
}


class Report(NamedTuple):
    """The findings of a check by file and line, how many facts were read, and the proofs.

    `proofs` holds what the texts say of each citation; it is empty without texts.
    """

    findings: tuple[Finding, ...]
    facts: int
    proofs: tuple[tuple[Citation, State], ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing needs mending; warnings, whose codes begin with W, ask for a look."""
        return all(finding.is_warning for finding in self.findings)

    @property
    def states(self) -> Counter[State]:
        """How many citations are in each state."""
        return Counter(state for _, state in self.proofs)


def check(
    files: Sequence[str],
    texts_of: Callable[[Reading], Texts] | None = None,
    *,
    read: Callable[[str], bytes] = file_content,
) -> Report:
    """Every problem of the base in `files`; given how to get the `texts_of` it, of its quotes too.

    `read` tells what each file holds. Raises SourceError from `texts_of`.
    """
    reading = Reading(reader=TableReader(read))
    reading.define(files)
    placed = [it for file in files for it in reading.facts(file)]
    facts = [it.fact for it in placed]
    texts = None if texts_of is None else texts_of(reading)
    wording = _wording(reading, facts, texts)
    findings = [
        *reading.findings,
        *_of_entities(reading, None if reading.findings else facts),
        *(it for fact, place in placed for it in _at(place, _fact_faults(fact, wording))),
        *_of_measures(placed),
        *_of_references(placed, reading.fact_ids),
    ]
    states: list[tuple[Citation, State]] = []
    if texts is not None:
        findings += _of_documents(reading, texts)
        findings += _of_copies(reading, texts)
        for fact, place in placed:
            proofs = [texts.proof(citation) for citation in fact.citations]
            states += zip(fact.citations, (proof.state for proof in proofs), strict=True)
            findings += _at(place, _quote_faults(fact, proofs))
    return Report(tuple(sorted(set(findings))), len(facts), tuple(states))


def _wording(reading: Reading, facts: Iterable[Fact], texts: Texts | None) -> Wording:
    """What judges wording by the names of a base, all its quotes, and its texts at hand."""
    wording = Wording(reading.entities.values(), reading.documents.values())
    for citation in (it for fact in facts for it in fact.citations):
        wording.add(citation.document.id, citation.quote)
    for document, source in texts.sources.items() if texts else ():
        wording.add(document, source.text)
    return wording


def _at(place: Place, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Faults of the table at a place, with their lines."""
    for path, code, message, remedy in faults:
        yield Finding(place.file, place.line(path), code, message, remedy)


def _of_entities(reading: Reading, facts: Sequence[Fact] | None) -> Iterator[Finding]:
    """What is wrong with entities; without all facts, nothing about being in none."""
    spoken_of = set(reading.entities) if facts is None else _spoken_of(reading, facts)
    owners: dict[tuple[EntityType, str], Entity] = {}
    for entity in reading.entities.values():
        yield from _at(
            reading.place_of("entities", entity.id),
            _entity_faults(entity, owners, is_used=entity.id in spoken_of),
        )


def _spoken_of(reading: Reading, facts: Sequence[Fact]) -> set[str]:
    return {
        *(entity.id for fact in facts for entity in fact.about),
        *(speaker.id for fact in facts for speaker in fact.said_by),
        *(whole for entity in reading.entities.values() for whole in entity.part_of),
    }


def _entity_faults(
    entity: Entity, owners: dict[tuple[EntityType, str], Entity], *, is_used: bool
) -> Iterator[Fault]:
    subject = f"entities {entity.id!r}:"
    for name in dict.fromkeys((entity.name, *entity.aliases)):
        owner = owners.setdefault((entity.type, name_key(name)), entity)
        if owner is not entity:
            message = f"{subject} the name {name!r} is that of {owner.id!r} too"
            yield Fault(("name",), "C304", message, "make the names differ")
    if entity.name in COUNTRIES and entity.type is not EntityType.COUNTRY:
        message = f"{subject} {entity.name!r} is filed as a {entity.type}"
        yield Fault(("type",), "C305", message, 'write type = "country"')
    if not is_used:
        message = f"{subject} no fact is about it, and nothing is part of it"
        yield Fault((), "C306", message, "say something about it or leave it out")


def _fact_faults(fact: Fact, wording: Wording) -> Iterator[Fault]:
    yield from _wording_faults(fact, wording)
    subject = f"facts {fact.id!r}:"
    for number, citation in enumerate(fact.citations):
        length = len(citation.quote.split())
        if length > MAX_QUOTE_WORDS:
            remedy = f"keep the {MAX_QUOTE_WORDS} or fewer that carry the claim"
            path = ("citations", number, "quote")
            yield Fault(path, "C301", f"{subject} the quote has {length} words", remedy)
        paragraphs = citation.document.paragraphs
        for key in ("paragraph", "to_paragraph"):
            paragraph = getattr(citation, key)
            if paragraph is not None and paragraphs and paragraph not in paragraphs:
                message = f"{subject} {citation.document.id!r} has no paragraph {paragraph}"
                yield Fault(
                    ("citations", number, key), "C309", message, "cite one of the document's own"
                )
    if fact.figure and not any(holds(it.quote, fact.figure.value) for it in fact.citations):
        message = f"{subject} no quote of it holds the number {fact.figure.value:,}"
        yield Fault(("figure", "value"), "C303", message, "quote the words with the number")
    for key in fact.inferred:
        if getattr(fact, key, None) is None:
            message = f"{subject} {key!r} is said to be inferred but is not there"
            keys = {it: it for it, value in fact._asdict().items() if value is not None}
            remedy = suggestion(key, keys, "name a key of this fact")
            yield Fault(("inferred",), "C310", message, remedy)


def _wording_faults(fact: Fact, wording: Wording) -> Iterator[Fault]:
    subject = f"facts {fact.id!r}:"
    if not fact.claim.rstrip("\"'”’)").endswith((".", "!", "?")):
        yield Fault(
            ("claim",), "C302", f"{subject} the claim has no end", "end it with a full stop"
        )
    if copied := wording.copied(fact):
        message = f"{subject} the claim copies {copied!r}"
        yield Fault(("claim",), "C307", message, "say it anew")
    for number in wording.silent(fact):
        message = f"{subject} the quote {fact.citations[number].quote!r} does not carry the claim"
        path = ("citations", number, "quote")
        yield Fault(path, "W501", message, "quote subject and verb, not names alone")


def _of_measures(placed: Iterable[Placed]) -> Iterator[Finding]:
    units: dict[str, str] = {}
    for fact, place in placed:
        if fact.figure is not None:
            _, _, unit, measure = fact.figure
            first = units.setdefault(measure, unit)
            if first != unit:
                message = f"facts {fact.id!r}: {measure!r} is read in {unit!r}, before in {first!r}"
                fault = Fault(("figure", "unit"), "C308", message, "use one unit, or two measures")
                yield from _at(place, [fault])


def _of_references(placed: Sequence[Placed], ids: Set[str]) -> Iterator[Finding]:
    for fact, place in placed:
        referred = {"supersedes": [fact.supersedes] if fact.supersedes else []}
        referred["reviewed"] = [review.fact for review in fact.reviewed]
        for key, targets in referred.items():
            for target in targets:
                if target not in ids:
                    message = f"facts {fact.id!r}: {key} {target!r} is no fact"
                    remedy = suggestion(
                        target, {it: it for it in ids - {fact.id}}, "name a fact's id"
                    )
                    yield from _at(place, [Fault((key,), "C311", message, remedy)])


def _of_documents(reading: Reading, texts: Texts) -> Iterator[Finding]:
    for document in reading.documents.values():
        place = reading.place_of("documents", document.id)
        source = texts.sources.get(document.id)
        subject = f"documents {document.id!r}:"
        if source is not None and document.sha256 not in (None, source.digest):
            message = f"{subject} {document.file!r} has other bytes now: {source.digest}"
            remedy = "read it again, mend the citations, then renew sha256"
            yield from _at(place, [Fault(("sha256",), "Q404", message, remedy)])
        unreadable = texts.unreadable.get(document.id)
        if unreadable is not None:
            message = f"{subject} {document.file!r} cannot be read: {unreadable.reason}"
            yield from _at(place, [Fault(("file",), "Q407", message, unreadable.remedy)])
        elif source is None and document.file is not None:
            message = f"{subject} {document.file!r} is not in the folder of sources"
            yield from _at(
                place, [Fault(("file",), "Q405", message, "put it there or mend the name")]
            )


def _of_copies(reading: Reading, texts: Texts) -> Iterator[Finding]:
    for copy, model, share in undeclared_copies(reading.documents, texts):
        message = f"documents {copy!r}: {share:.0%} of its runs of words stand in {model!r} too"
        remedy = f"write derived_from = {model!r}, or the other way round"
        yield from _at(
            reading.place_of("documents", copy), [Fault(("id",), "Q406", message, remedy)]
        )


def _quote_faults(fact: Fact, proofs: Sequence[Proof]) -> Iterator[Fault]:
    for number, (citation, proof) in enumerate(zip(fact.citations, proofs, strict=True)):
        subject = f"facts {fact.id!r}: the quote {citation.quote!r}"
        where = f"in {citation.document.id!r}"
        path = ("citations", number, "quote")
        if proof.looked_up is State.CLOSE:
            message = f"{subject} is not {where}; the nearest is {proof.nearest!r}"
            yield Fault(path, "Q403", message, f"quote ¶{proof.paragraph} as it stands")
        elif proof.looked_up is State.NOT_FOUND:
            yield Fault(path, "Q401", f"{subject} is not {where}", "quote what stands there")
        elif proof.looked_up is State.ELSEWHERE:
            message = f"{subject} stands {where} at ¶{proof.paragraph}, not ¶{citation.paragraph}"
            remedy = f"write paragraph = {proof.paragraph}"
            yield Fault(("citations", number, "paragraph"), "Q402", message, remedy)
