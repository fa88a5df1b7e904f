"""`scifacts timeline`: facts in the order of time."""

from scifacts.cli.options import BaseOption, JsonOption, asking, opened
from scifacts.cli.terminal import relaxed, say, screen, write
from scifacts.query import Query
from scifacts.render import chronology
from scifacts.render.counts import timeline_pieces


@asking()
def run(question: Query, json: JsonOption = False, base: BaseOption = None) -> int:
    """Show facts in the order of time: when each happened or held, its figure and its claim.

    \b
    Examples:
      scifacts timeline
      scifacts timeline --program BRI --since 2021
      scifacts timeline joint labs --json

    Facts without a date are counted on standard error; an arrow is an end that is not known.
    """
    source = opened(base)
    found = source.timeline(question)
    write(timeline_pieces(found) if json else chronology(found, screen()))
    remarks = [] if found.hits else ["no fact with a date found"]
    if found.undated:
        has = "fact has" if found.undated == 1 else "facts have"
        remarks.append(f"{found.undated:,} {has} no date")
    elif not found.hits:
        remarks += relaxed(source.relaxed(question))
    if remarks:
        say("; ".join(remarks))
    return 0 if found.hits else 1
