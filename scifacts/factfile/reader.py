"""Link the tables of a fact base to values: definitions first, then fact by fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from scifacts.errors import Finding, InvalidBaseError, nearest_of
from scifacts.factfile.places import Path
from scifacts.factfile.shape import Fault
from scifacts.factfile.tables import Content, Place, Table, TableReader
from scifacts.kinds import EntityType
from scifacts.model import Citation, Document, Entity, Fact, Figure

SPEAKERS = (EntityType.PERSON, EntityType.ORGANIZATION)
Linked = TypeVar("Linked", Document, Entity)


class Placed(NamedTuple):
    """A fact and where it was read."""

    fact: Fact
    place: Place


class Reading:
    """A fact base being read: `define` what its facts speak of, then read the `facts` of a file.

    Facts are not kept. Problems gather in `findings`; what is faulty is left out of the answers.
    Documents and entities known from elsewhere may be given, and a reader that has begun.
    """

    def __init__(
        self,
        documents: Iterable[Document] = (),
        entities: Iterable[Entity] = (),
        reader: TableReader | None = None,
    ) -> None:
        self.documents = {document.id: document for document in documents}
        self.entities = {entity.id: entity for entity in entities}
        self._reader = reader or TableReader()
        self._places: dict[tuple[str, str], Place] = {}
        self._fact_ids = set[str]()
        self._is_part = bool(self.documents or self.entities)
        self.headers: dict[str, dict[str, Any]] = {}

    @property
    def findings(self) -> list[Finding]:
        """Every problem met so far."""
        return self._reader.findings

    @property
    def contents(self) -> Mapping[str, Content]:
        """What tells every file read so far from what it was or may be."""
        return self._reader.contents

    def define(self, files: Sequence[str]) -> None:
        """Read the documents and entities of `files`. Raises BaseNotFoundError."""
        for file in files:
            for table in self._reader.tables(file, ("base", "documents", "entities")):
                match table.root:
                    case "base":
                        self.headers[file] = table.values
                    case "documents":
                        self._add(self.documents, table, Document(**table.values))
                    case _:
                        self._add(self.entities, table, Entity(**table.values))
        self._check_links(self.documents, "documents", "derived_from")
        self._check_links(self.entities, "entities", "part_of")
        if not self.headers and not self._is_part and not self.findings:
            self.findings.append(
                Finding(
                    files[0], 1, "S103", "there is no [base] table", "add [base] with format = 1"
                )
            )

    def facts(self, file: str) -> Iterator[Placed]:
        """The facts of one file, in order. Raises BaseNotFoundError, FileChangedError."""
        for table in self._reader.tables(file, ("facts",)):
            fact = self._fact(table)
            if fact is not None:
                yield Placed(fact, table.place)

    def stretches(self, file: str) -> Iterator[tuple[int, str]]:
        """All that `facts` would parse of a file: a text at a time, and where it starts.

        Raises as `facts` does, and MalformedError.
        """
        return self._reader.stretches(file, ("facts",))

    def place_of(self, root: str, item_id: str) -> Place:
        """Where the document or entity with this id is defined."""
        return self._places[root, item_id]

    def definitions(self) -> dict[str, list[Document | Entity]]:
        """What each file read so far defines."""
        found: dict[str, list[Document | Entity]] = {}
        for (root, item_id), place in self._places.items():
            known = self.documents if root == "documents" else self.entities
            found.setdefault(place.file, []).append(known[item_id])
        return found

    def raise_findings(self) -> None:
        """Raise InvalidBaseError if there are findings."""
        if self.findings:
            raise InvalidBaseError(sorted(self.findings))

    def _add(self, known: dict[str, Linked], table: Table, item: Linked) -> None:
        if item.id in known:
            self._report_repeated(table, self._places.get((table.root, item.id)))
        else:
            known[item.id] = item
            self._places[table.root, item.id] = table.place

    def _report_repeated(self, table: Table, first: Place | None = None) -> None:
        where = f", first in {first.file}:{first.line()}" if first else ""
        message = f"{table.root}: the id {table.values['id']!r} is used again{where}"
        self._reader.report(
            table.place, Fault(("id",), "R201", message, "ids are unique: rename one")
        )

    def _check_links(self, known: Mapping[str, Linked], root: str, key: str) -> None:
        """Report links to nowhere, and links that lead back to where they start."""
        links = {item_id: _links(item) for item_id, item in known.items()}
        for item_id, targets in links.items():
            for target in targets:
                if target not in known:
                    fault = _unknown(f"{root} {item_id!r}: {key}", target, known, (key,))
                    self._report_link(root, item_id, fault)
            if item_id in reachable(targets, links):
                message = f"{root} {item_id!r}: {key} leads back to itself"
                fault = Fault((key,), "R204", message, "break the circle")
                self._report_link(root, item_id, fault)

    def _report_link(self, root: str, item_id: str, fault: Fault) -> None:
        place = self._places.get((root, item_id))
        if place is not None:
            self._reader.report(place, fault)
        else:  # it was given, not read: only the fact that something is wrong can be told
            self.findings.append(Finding("", 0, fault.code, fault.message, fault.remedy))

    def _fact(self, table: Table) -> Fact | None:
        values = table.values
        if values["id"] in self._fact_ids:
            self._report_repeated(table)
            return None
        self._fact_ids.add(values["id"])
        faults = list(self._broken_links(values))
        for fault in faults:
            self._reader.report(table.place, fault)
        return None if faults else self._linked(values)

    def _broken_links(self, values: Mapping[str, Any]) -> Iterator[Fault]:
        """Every id in a fact's values that names nothing, or nothing of the right type."""
        for number, entity in enumerate(values["about"]):
            if entity not in self.entities:
                yield _unknown(_subject(values, "about"), entity, self.entities, ("about", number))
        for number, citation in enumerate(values["citations"]):
            document = citation["document"]
            if document not in self.documents:
                path = ("citations", number, "document")
                yield _unknown(_subject(values, "document"), document, self.documents, path)
        speaker_id = values.get("said_by")
        if speaker_id is None:
            return
        speaker = self.entities.get(speaker_id)
        if speaker is None:
            yield _unknown(_subject(values, "said_by"), speaker_id, self.entities, ("said_by",))
        elif speaker.type not in SPEAKERS:
            message = f"{_subject(values, 'said_by')} {speaker_id!r} is a {speaker.type}"
            yield Fault(("said_by",), "R203", message, "name a person or an organization")

    def _linked(self, values: dict[str, Any]) -> Fact:
        about = tuple([self.entities[entity] for entity in values.pop("about")])
        citations = tuple(
            [
                Citation(**{**citation, "document": self.documents[citation["document"]]})
                for citation in values.pop("citations")
            ]
        )
        if "said_by" in values:
            values["said_by"] = self.entities[values["said_by"]]
        if "figure" in values:
            values["figure"] = Figure(**values["figure"])
        return Fact(about=about, citations=citations, **values)


def reachable(starts: Iterable[str], links: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All ids that following `links` from `starts` arrives at, the starts included."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += links.get(item, ())
    return found


def _links(item: Document | Entity) -> tuple[str, ...]:
    if isinstance(item, Entity):
        return item.part_of
    return (item.derived_from,) if item.derived_from else ()


def _subject(values: Mapping[str, Any], key: str) -> str:
    return f"facts {values['id']!r}: {key}"


def _unknown(subject: str, given: str, known: Iterable[str], path: Path) -> Fault:
    near = nearest_of(given, known, 1)
    remedy = f"did you mean {near[0]!r}?" if near else "define it, or name one that is defined"
    return Fault(path, "R202", f"{subject} {given!r} is not defined", remedy)
