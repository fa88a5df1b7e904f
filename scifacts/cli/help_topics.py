"""`scifacts help`: what does not fit under an option."""

from enum import StrEnum
from textwrap import fill
from typing import Annotated

import typer

from scifacts.cli.terminal import write
from scifacts.exchange.exports import MEANINGS
from scifacts.fields import FIELDS, Field


class Topic(StrEnum):
    """What can be explained."""

    QUERY = "query"
    FORMAT = "format"
    CODES = "codes"
    VERDICTS = "verdicts"
    STATUS = "status"
    EXPORT = "export"


_QUERY = """\
What can be typed after `scifacts search`, `filter`, `stats`, `compare`, `timeline` and `export`:

  joint labs           facts that hold both words, whatever their endings
  "joint lab"          the words side by side, in this order
  telesc*              words that begin so
  -soybean             not facts that hold this word; also -"joint lab", -kind:opinion
  program:bri          about this program; any id, name or alias: program:"Belt and Road"
  value:>=50           figures that surely meet this; also < <= > = and 50..100
  55,000               numbers stand in claims, quotes and figures: 55000 is the same

  A quoted part needs quotes around the whole in a shell: scifacts search '"joint lab" -soybean'

Fields, each also an option (program: is --program):

{fields}
Names are ids, names or aliases; asking for a whole finds its parts.
Repeating a field means any of its values; different fields mean all of them.

A pasted text is told by its links, mentions and hashtags, by the stops and dashes of sentences, or
by having more than twelve words. Nothing in it is syntax then, but the names of fields in small
letters. With --text nothing at all is syntax: scifacts search --text 'WORDS' finds what comes
nearest to the words, and scifacts search --text - does so for standard input.

A figure keeps the hedge of its source: "over 160" surely meets >=100 and surely not <=160;
"nearly 50" is below 50. Nearly and about reach 10 % from the number. --possible adds facts whose
figure may meet the comparison.

How facts are found: those that hold all words come first; if there are none, those that hold most
of the question's weight (of a long text, no more than six of its words weigh); if there are none,
those that hold its words with corrected spelling, or at last those about what it names. Standard
error says which, or names the nearest facts where there are none of these. --exact stops after the
first; --loose shows weak partial matches too. What only rewrites and reposts say comes behind.

Some words ask: when, date and year prefer facts with a date, and so on for how many, number, cost,
price, how long, how often, name, title, where, location, who and say. Beside other words, a noun
among them is held by facts that have what it asks for: date of the forum, number of labs.

Other topics: scifacts help format, codes, verdicts, export, status
"""

_FORMAT = """\
A fact base is a TOML file, or a folder of TOML files read as one:

  [base]
  format = 1
  title = "My facts"

  [[documents]]
  id = "report-2025"               # lower-case words joined by hyphens
  title = "Annual report"          # absent when there is none
  publisher = "The Institute"
  published = "2025-06"            # 2025, 2025-06, 2025-06-12; absent when unknown
  url = "https://example.org/2025" # or doi = "10.1000/182"
  file = "report.txt"              # its text, in the folder given by --sources

  [[entities]]
  id = "ska"
  type = "facility"                # program facility organization person country place event topic
  name = "Square Kilometre Array"
  aliases = ["SKA"]

  [[facts]]
  id = "ska-nations"
  claim = "More than ten nations back the SKA."
  kind = "statistic"
  about = ["ska"]
  figure = { value = 10, bound = "over", unit = "nations", measure = "ska-backing-nations" }
  citations = [
    { document = "report-2025", paragraph = 7, quote = "backed by more than 10 nations" },
  ]

A bound is exactly, about, over, at-least, nearly or at-most. A paragraph is the count of non-empty
lines in the document's file. A quote has at most 20 words. All keys: scifacts schema base
"""

_VERDICTS = """\
Verdicts of `scifacts compare`; the first rule that holds is the verdict. A reading is the interval
of values that its hedge allows: "over 70" is above 70, "nearly 50" from 45 to below 50, "about 100"
from 90 to 110. A superseded reading, and a pair that a curator has reviewed, are not looked at.

"""
_STATUS = """\
Exit statuses:

  0    something was found; `check` has no findings but warnings
  1    nothing was found; `check` has findings; `coverage` is under --fail-under
  2    the question or the base is wrong; one line on standard error says what, where, what to do
  130  interrupted
"""


_EXPORT = """\
What facts can be exported to, by scifacts export FORMAT [filters] [-o FILE]:

{formats}
Every record, but those of documents alone, is a receipt: it holds the quote, its paragraph, the
document with the SHA-256 of its text, what the last check found out and on which day, and the
version of scifacts. scifacts verify FILE --sources DIR proves them again, without the base, from
any JSON that holds facts.

CSV is plain data. A spreadsheet runs cells that begin with = + - or @: for one, --safe-csv puts an
apostrophe before them.
"""


def run(
    topic: Annotated[Topic, typer.Argument(help="What to explain.")] = Topic.QUERY,
) -> int:
    """Explain the query language, the format of a base, codes, verdicts, exports, statuses."""
    write([_text(topic)])
    return 0


def _text(topic: Topic) -> str:
    match topic:
        case Topic.QUERY:
            return _QUERY.replace("{fields}\n", "".join(map(_explained, FIELDS.values())))
        case Topic.FORMAT:
            return _FORMAT
        case Topic.STATUS:
            return _STATUS
        case Topic.EXPORT:
            formats = (f"  {form:<12} {meaning}\n" for form, meaning in MEANINGS.items())
            return _EXPORT.replace("{formats}\n", "".join(formats) + "\n")
        case Topic.VERDICTS:
            from scifacts.figures import RULES  # noqa: PLC0415 - as below

            rules = (f"  {verdict:8} {rule}\n" for verdict, rule in RULES.items())
            return "".join([_VERDICTS, *rules])
        case Topic.CODES:
            from scifacts.check import CODES  # noqa: PLC0415 - the rules load only for their codes

            lines = (f"  {code}  {meaning}\n" for code, meaning in CODES.items())
            return "".join(["Codes of `scifacts check`:\n\n", *lines])


def _explained(field: Field) -> str:
    """A field and its meaning, wrapped."""
    lead = f"  {field.name:<13} "
    return fill(field.meaning, 98, initial_indent=lead, subsequent_indent=" " * len(lead)) + "\n"
