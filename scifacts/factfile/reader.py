"""Link the tables of a fact base to values: definitions first, then fact by fact."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from scifacts import keys
from scifacts.errors import Finding, InvalidBaseError, suggestion
from scifacts.factfile.places import Path
from scifacts.factfile.shape import Fault
from scifacts.factfile.tables import Content, Place, Table, TableReader
from scifacts.kinds import EntityType
from scifacts.model import Citation, Document, Entity, Fact

SPEAKERS = (EntityType.PERSON, EntityType.ORGANIZATION)
Linked = TypeVar("Linked", Document, Entity)


class Link(NamedTuple):
    """An id that names one of the documents or entities, and where in its table it stands."""

    root: str
    id: str
    path: Path


class Placed(NamedTuple):
    """A fact and where it was read."""

    fact: Fact
    place: Place


class Reading:
    """A fact base being read: `define` what its facts speak of, then read the `facts` of a file.

    Facts are not kept, but for their ids. Problems gather in `findings`; what is faulty is left out
    of the answers, yet its id is defined. Documents and entities known from elsewhere may be given,
    and a reader that has begun.
    """

    def __init__(
        self,
        documents: Iterable[Document] = (),
        entities: Iterable[Entity] = (),
        reader: TableReader | None = None,
    ) -> None:
        self.documents = {document.id: document for document in documents}
        self.entities = {entity.id: entity for entity in entities}
        self.fact_ids = set[str]()
        self.headers: dict[str, dict[str, Any]] = {}
        self._reader = reader or TableReader()
        self._known: dict[str, Mapping[str, Document | Entity]] = {
            "documents": self.documents,
            "entities": self.entities,
        }
        self._places: dict[tuple[str, str], Place] = {}
        self._faulty: dict[str, dict[str, tuple[str, ...]]] = {"documents": {}, "entities": {}}
        self._remedies: dict[tuple[str, str], str] = {}
        self._is_part = bool(self.documents or self.entities)

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
                        self._add(self.documents, table, Document)
                    case _:
                        self._add(self.entities, table, Entity)
        self._check_links("documents", "derived_from")
        self._check_links("entities", "part_of")
        if not self.headers and not self._is_part and not self.findings:
            message, remedy = "there is no [base] table", "add [base] with format = 1"
            self._reader.add(Finding(files[0], 1, "S103", message, remedy))

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
            if item_id in self._known[root]:
                found.setdefault(place.file, []).append(self._known[root][item_id])
        return found

    def raise_findings(self) -> None:
        """Raise InvalidBaseError if there are findings."""
        if self.findings:
            raise InvalidBaseError(sorted(self.findings))

    def _add(self, known: dict[str, Linked], table: Table, make: Callable[..., Linked]) -> None:
        root, values, place, is_faulty = table
        item_id = values["id"]
        if item_id in known or item_id in self._faulty[root]:
            self._report_repeated(table, self._places.get((root, item_id)))
            return
        self._places[root, item_id] = place
        if is_faulty:
            self._faulty[root][item_id] = tuple(link.id for link in _links_in(table))
        else:
            known[item_id] = make(**values)

    def _report_repeated(self, table: Table, first: Place | None = None) -> None:
        where = f", first in {first.file}:{first.line()}" if first else ""
        message = f"{table.root}: the id {table.values['id']!r} is used again{where}"
        self._reader.report(
            table.place, Fault(("id",), "R201", message, "ids are unique: rename one")
        )

    def _check_links(self, root: str, key: str) -> None:
        """Report links to nowhere, and links that lead back to where they start."""
        links = {it.id: _links(it) for it in self._known[root].values()} | self._faulty[root]
        for item_id, targets in links.items():
            for target in targets:
                if self._is_nowhere(root, target):
                    fault = self._unknown(f"{root} {item_id!r}: {key}", root, target, (key,))
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
            self._reader.add(Finding("", 0, fault.code, fault.message, fault.remedy))

    def _fact(self, table: Table) -> Fact | None:
        is_repeated = table.values["id"] in self.fact_ids
        if is_repeated:
            self._report_repeated(table)
        self.fact_ids.add(table.values["id"])
        fact = None if table.is_faulty else self._linked(table.values)
        if fact is None:
            for fault in self._broken_links(table):
                self._reader.report(table.place, fault)
        return None if is_repeated else fact

    def _linked(self, values: dict[str, Any]) -> Fact | None:
        """The fact of a sound table, or None if one of its links is broken."""
        entities, documents = self.entities, self.documents
        try:
            about = tuple([entities[it] for it in values["about"]])
            said_by = tuple([entities[it] for it in values.get("said_by", ())])
            cited = [documents[it["document"]] for it in values["citations"]]
        except KeyError:
            return None
        if any(it.type not in SPEAKERS for it in said_by):
            return None
        citations = tuple(
            [
                Citation(**{**it, "document": document})
                for it, document in zip(values["citations"], cited, strict=True)
            ]
        )
        return Fact(**{**values, "about": about, "said_by": said_by, "citations": citations})

    def _broken_links(self, table: Table) -> Iterator[Fault]:
        """Every id in a fact's values that names nothing, or nothing of the right type."""
        for root, item_id, path in _links_in(table):
            key = next(it for it in reversed(path) if isinstance(it, str))
            subject = f"facts {table.values['id']!r}: {key}"
            speaker = self.entities.get(item_id) if key == "said_by" else None
            if self._is_nowhere(root, item_id):
                yield self._unknown(subject, root, item_id, path)
            elif speaker is not None and speaker.type not in SPEAKERS:
                message = f"{subject} {item_id!r} is a {speaker.type}"
                yield Fault(path, "R203", message, "name a person or an organization")

    def _is_nowhere(self, root: str, item_id: str) -> bool:
        """Whether no table has this id, and all tables could be read."""
        is_defined = item_id in self._known[root] or item_id in self._faulty[root]
        return not is_defined and not self._reader.is_cut_off

    def _unknown(self, subject: str, root: str, given: str, path: Path) -> Fault:
        if (root, given) not in self._remedies:
            known = self._known[root]
            names = {name: it.id for it in known.values() for name in _names(it)}
            names |= {it: it for it in (*known, *self._faulty[root])}
            remedy = suggestion(given, names, "define it, or name one that is defined")
            self._remedies[root, given] = remedy
        message = f"{subject} {given!r} is not defined"
        return Fault(path, "R202", message, self._remedies[root, given])


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


def _references(table: keys.Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """The keys, one below the other, whose values are ids, and what these are the ids of."""
    for key in table.keys:
        sort = key.sort.of if isinstance(key.sort, keys.Array) else key.sort
        if isinstance(sort, keys.Reference):
            yield (key.name,), sort.to
        elif isinstance(sort, keys.Table):
            yield from (((key.name, *path), root) for path, root in _references(sort))


_LINKS = {
    root: {path: to for path, to in _references(table) if to != "facts"}
    for root, table in keys.ROOTS.items()
}


def _names(item: Document | Entity) -> tuple[str, ...]:
    return (item.name, *item.aliases) if isinstance(item, Entity) else (item.name,)


def _links_in(table: Table) -> Iterator[Link]:
    """The ids in a table's values that name documents or entities, so far as they are strings."""
    for names, root in _LINKS[table.root].items():
        for path, value in _values_at(names, table.values):
            if isinstance(value, str):
                yield Link(root, value, path)


def _values_at(names: tuple[str, ...], value: object) -> Iterator[tuple[Path, object]]:
    """What stands under keys one below the other, and in arrays on the way in each element."""
    if isinstance(value, list | tuple):
        for number, element in enumerate(value):
            for path, found in _values_at(names, element):
                yield (number, *path), found
    elif not names:
        yield (), value
    elif isinstance(value, dict) and names[0] in value:
        for path, found in _values_at(names[1:], value[names[0]]):
            yield (names[0], *path), found
