"""`scifacts filter`: list facts by conditions, in the base's order."""

from itertools import chain, islice

from scifacts.cli.options import (
    BaseOption,
    FormOption,
    JsonOption,
    SafeCsvOption,
    asking,
    chosen_form,
    opened,
)
from scifacts.cli.terminal import relaxed, say, screen, write
from scifacts.query import Query
from scifacts.render import rendered


@asking()
def run(
    question: Query,
    form: FormOption = None,
    json: JsonOption = False,
    safe_csv: SafeCsvOption = False,
    base: BaseOption = None,
) -> int:
    """List facts by what they are about, kind, value, date or source.

    \b
    Examples:
      scifacts filter --program BRI --kind statistic
      scifacts filter --value '>=100' --unit countries --format csv
      scifacts filter --person 'Yin Hejun' --person 'Li Di' --json
      scifacts filter 'publisher:scio since:2025-09'

    Repeating an option means any of these, different options mean all of these.
    """
    chosen = chosen_form(form, json=json, safe_csv=safe_csv)
    source = opened(base)
    hits = source.filter(question)
    first = tuple(islice(hits, 1))
    write(rendered(chosen, chain(first, hits), screen()))
    if not first:
        say("; ".join(["nothing found", *relaxed(source.relaxed(question))]))
    return 0 if first else 1
