"""Facts added one after the other: asked for at a terminal, or proposed by a draft."""

from collections.abc import Mapping
from typing import Any

from scifacts.authoring.desk import Desk
from scifacts.authoring.drafts import SKIPPED, TAKEN, Draft, Proposal, remember
from scifacts.authoring.layout import table
from scifacts.authoring.writer import Written
from scifacts.cli.prompts import choose, confirmed, tell
from scifacts.cli.steps import Steps
from scifacts.cli.terminal import say, shown, write
from scifacts.errors import ScifactsError
from scifacts.text import safe

_TAKE, _CHANGE, _SKIP, _QUIT = "take", "change", "skip", "quit"
Values = Mapping[str, Any]


def told(written: Written, *, is_dry: bool) -> None:
    """Show what was written or would be, and say where."""
    texts = ["".join(f"{safe(line)}\n" for line in _lines(it.text)) for it in written.insertions]
    write(["\n".join(texts)], paged=False)
    say_where(written, is_dry=is_dry)


def say_where(written: Written, *, is_dry: bool) -> None:
    """Say on which lines something was written or would be."""
    for it in written.insertions:
        place = f"{shown(written.file)}:{it.line}"
        say(f"{'would add' if is_dry else 'added'} {it.id!r} at {place}")


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def step_by_step(desk: Desk, stated: Values) -> int:
    """Facts that a person is asked for, as many as there are; status 1 if there were none."""
    document, paragraph = (stated.get(it, [""])[0] for it in ("document", "paragraph"))
    given: dict[str, Any] = {"citations": [{"document": document, "paragraph": paragraph}]}
    added = 0
    tell("Tab completes, Enter takes what stands in brackets, ^D ends.")
    try:
        while True:
            fact = Steps(desk.composer, given).fact()
            tell(f"\n{table('facts', fact)}")
            if confirmed("Write it?"):
                if not _is_added(desk, fact):
                    given = fact  # asked again, with what was typed
                    continue
                added += 1
            given = {"citations": [{"document": fact["citations"][0]["document"]}]}
            if not confirmed("Another one?"):
                break
    except EOFError:
        tell("")
    say(f"{added} facts added")
    return 0 if added else 1


def _is_added(desk: Desk, fact: Values) -> bool:
    try:
        say_where(desk.add(fact), is_dry=desk.is_dry)
    except ScifactsError as error:
        tell(f"  {error}")
        return False
    return True


def from_draft(desk: Desk, draft: Draft) -> int:
    """The proposals of a draft, one by one: take, change, skip, quit."""
    counts = {TAKEN: 0, SKIPPED: 0}
    left = len(draft.proposals)
    try:
        for number, proposal in enumerate(draft.proposals, 1):
            tell(f"\nProposal {number} of {left}")
            decision = _decision(desk, proposal)
            if decision is None:
                break
            counts[decision] += 1
            _remember(desk, draft, proposal, decision)
    except EOFError:
        tell("")
    say(f"{counts[TAKEN]} taken, {counts[SKIPPED]} skipped, {left - sum(counts.values())} left")
    return 0 if counts[TAKEN] else 1


def _remember(desk: Desk, draft: Draft, proposal: Proposal, decision: str) -> None:
    if not desk.is_dry and not remember(draft.path, proposal, decision):
        say(f"the draft changed meanwhile; it does not remember that this one was {decision}")


def _decision(desk: Desk, proposal: Proposal) -> str | None:
    """What a person decides on a proposal, done; None to quit."""
    values = proposal.values
    while True:
        _show(desk, values)
        match choose("Take it, change it, skip it, quit", [_TAKE, _CHANGE, _SKIP, _QUIT], _TAKE):
            case "take":
                fact = Steps(desk.composer, values).worded()
            case "change":
                fact = Steps(desk.composer, values).fact()
                tell(f"\n{table('facts', fact)}")
            case "skip":
                return SKIPPED
            case _:
                return None
        if _is_added(desk, fact):
            return TAKEN
        values = fact


def _show(desk: Desk, values: Values) -> None:
    """The paragraphs that a proposal cites, and its table."""
    for it in values.get("citations", ()):
        try:
            source = desk.composer.source(it["document"])
            for number, span in source.paragraphs():
                if number == it.get("paragraph"):
                    tell(f"  ¶{number} {source.text[span.start : span.end]}")
        except ScifactsError as error:
            tell(f"  {error}")
    tell(f"\n{table('facts', values)}")


def all_of(desk: Desk, draft: Draft) -> int:
    """The proposals that have a claim, without asking; status 1 if one was refused."""
    refused = added = wordless = 0
    for proposal in draft.proposals:
        if not proposal.values.get("claim"):
            wordless += 1
            continue
        try:
            told(desk.add(proposal.values), is_dry=desk.is_dry)
        except ScifactsError as error:
            refused += 1
            say(str(error))
        else:
            added += 1
            _remember(desk, draft, proposal, TAKEN)
    say(f"{added} facts added, {refused} refused, {wordless} without a claim left in the draft")
    return 1 if refused or not added else 0
