"""Units: the words after a number that say what is counted, and measures that convert."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scifacts.grammar.numbers import COUNT
from scifacts.text import STOP_WORDS

# What converts: a base unit, then `factor names` for each unit that is so many of it. The first
# name is the one to write; `_` is a blank. Units of one line can be compared.
_TABLE = """
percent: 1 percent % per_cent pct
percentage points: 1 percentage_points percentage_point
seconds: 1 seconds second sec | 60 minutes minute min mins | 3600 hours hour hr hrs h
years: 1 years year yr yrs | 10 decades decade | 100 centuries century | 1000 millennia millennium
days: 1 days day | 7 weeks week
months: 1 months month
meters: 1 meters meter metres metre m | 1000 kilometers kilometer kilometres kilometre km kms
meters: 0.01 centimeters centimeter centimetres centimetre cm | 0.3048 feet foot ft
meters: 0.001 millimeters millimeter millimetres millimetre mm | 1609.344 miles mile
meters: 1e-6 micrometers micrometer micrometres micrometre μm | 0.0254 inches inch
meters: 1e-9 nanometers nanometer nanometres nanometre nm | 1852 nautical_miles nautical_mile
light-years: 1 light-years light-year light_years light_year
grams: 1 grams gram g | 1000 kilograms kilogram kg kilos kilo | 0.001 milligrams milligram mg
grams: 1e6 tonnes tonne tons ton metric_tons metric_ton
square meters: 1 square_meters square_meter square_metres square_metre sqm m² m2
square meters: 1e6 square_kilometers square_kilometer square_kilometres square_kilometre km² km2
square meters: 1e4 hectares hectare ha | 4046.86 acres acre | 2589988 square_miles square_mile
cubic meters: 1 cubic_meters cubic_meter cubic_metres cubic_metre m³ m3
cubic meters: 0.001 liters liter litres litre
watts: 1 watts watt W | 1e3 kilowatts kilowatt kW | 1e6 megawatts megawatt MW
watts: 1e9 gigawatts gigawatt GW | 1e12 terawatts terawatt TW
watt-hours: 1e3 kilowatt-hours kilowatt-hour kWh kilowatt_hours | 1e6 megawatt-hours MWh
watt-hours: 1e9 gigawatt-hours gigawatt-hour GWh | 1e12 terawatt-hours terawatt-hour TWh
bytes: 1 bytes byte | 1e6 megabytes megabyte MB | 1e9 gigabytes gigabyte GB
bytes: 1e12 terabytes terabyte TB | 1e15 petabytes petabyte PB | 1e18 exabytes exabyte EB
hertz: 1 hertz Hz | 1e3 kilohertz kHz | 1e6 megahertz MHz | 1e9 gigahertz GHz
degrees Celsius: 1 degrees_Celsius °C ℃ degree_Celsius | 1 degrees_centigrade
degrees Fahrenheit: 1 degrees_Fahrenheit °F degree_Fahrenheit
degrees: 1 degrees ° degree
US dollars: 1 US_dollars US$ USD US_dollar U.S._dollars U.S._dollar
dollars: 1 dollars $ dollar
Australian dollars: 1 Australian_dollars A$ AU$ AUD
Canadian dollars: 1 Canadian_dollars C$ CAD
Hong Kong dollars: 1 Hong_Kong_dollars HK$ HKD
Singapore dollars: 1 Singapore_dollars S$ SGD
euros: 1 euros € EUR euro
pounds: 1 pounds £ GBP pound
yuan: 1 yuan RMB CNY CN¥ renminbi
yen: 1 yen JPY
¥: 1 ¥
Swiss francs: 1 Swiss_francs CHF Swiss_franc
rupees: 1 rupees ₹ INR Rs rupee
rubles: 1 rubles ₽ RUB ruble roubles rouble
won: 1 won ₩ KRW
people: 1 people persons person
"""


def _units() -> dict[str, tuple[float, str, str]]:
    """Each name's factor, base, and the name to write for it."""
    found: dict[str, tuple[float, str, str]] = {}
    for line in _TABLE.strip().splitlines():
        base, _, rows = line.partition(": ")
        for row in rows.split(" | "):
            factor, *names = (it.replace("_", " ") for it in row.split())
            found.update((name, (float(factor), base, names[0])) for name in names)
    return found


UNITS = _units()
# Signs and codes that may stand before their number.
MONEY = tuple(it for it in UNITS if re.fullmatch(r"\w*[$€£¥₹₽₩]|[A-Z]{3}", it))

# What ends the name of a thing, beside the stop words: other small words, and common verbs.
SMALL_WORDS = STOP_WORDS | frozenset(
    """
    across ago along alongside already also although amid among apart apiece away based became
    become behind beside besides beyond came can come comes despite earlier either else ever every
    far fell found goes grew had held including instead into join joined kept last late later led
    left lost may met might must near never next now onto outside per plus ran rather remain rose
    saw set should since spent still together then though thus today tomorrow took toward towards
    unless unlike upon versus via went whereas whether while whose within without work worked
    yesterday yet monday tuesday wednesday thursday friday saturday sunday january february april
    june july august september october november december
    """.split()
)
_IRREGULAR = frozenset(
    """
    people men women children staff crew data media species series aircraft spacecraft personnel
    police cattle sheep fish mice feet teeth bacteria criteria phenomena nuclei alumni fungi larvae
    """.split()
)
_SINGULAR = frozenset(
    """
    gas physics mathematics economics politics news sports genetics robotics electronics optics
    lens sales arms goods bus plus always perhaps business access process
    """.split()
)
# Verbs of the third person, which stand after "and" as plurals do.
_VERBS = frozenset(
    """
    participates includes plans aims hopes provides serves operates expects helps runs leads makes
    seeks remains says covers employs hosts holds gives sends gets keeps brings takes becomes owns
    """.split()
)

# Before the thing itself: "12 more labs", "60 of the labs", "60 of the 80 labs".
_LEAD = re.compile(
    r"(?:\s+(?:more|other|others|additional|further|such|different))?"
    rf"(?:\s+of(?:\s+(?:the|its|their|our|these|those|his|her|all))?(?P<all>\s+{COUNT})?)?(?=\s)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"-([^\W\d_]+)")
_WORD = re.compile(
    r"\s*((?:[A-Za-z]\.){2,}|per\s+cent\b"
    r"|[A-Z][\w'’-]*(?:\s+(?:and|of|for)\s+[A-Z][\w'’-]*)+"  # Belt and Road, Bank of Norland
    r"|\d*[^\W\d_][\w&'’-]*|[%‰℃]|°[CF]?|US\$|[$€£¥₹₽₩])"
)
_LIST = re.compile(
    r"((?:,\s+[\w-]+)*),?\s+(?:and|or|&)\s+([\w-]+)(?!\w|\s+(?:(?:an?|the|to|its|their)\b|\d))"
)
_PER = re.compile(r"\s+per\s+[^\W\d_]+|/[^\W\d_]+")
_VERBAL = ("ed", "ing", "ly")
_MOST_WORDS = 7
_LONGEST_KNOWN = 3


class Unit(NamedTuple):
    """The unit after a number, and where its words end; `text` is empty if there are none."""

    text: str
    end: int

    @property
    def is_known(self) -> bool:
        """Whether it is a measure that converts."""
        return _known(self.text) is not None


def comparable(value: float, unit: str) -> tuple[float, str]:
    """A value in the unit that others of its sort are compared in.

    Two decades come to 20 years, 3 km to 3,000 meters; what nothing is known of stays as it is.
    """
    factor, base, _ = _known(unit) or (1, unit, unit)
    return value if factor == 1 else value * factor, base


def unit_after(text: str, at: int) -> Unit:
    """The unit that the words from `at` on name: `-year`, ` joint laboratories in`, `%`.

    Those of "60 of the 80 labs" belong to the 80, so that the unit of 60 ends where it begins.
    """
    joined = _JOINED.match(text, at)
    if joined is not None:
        return Unit(joined[1], joined.end())
    lead = _LEAD.match(text, at)
    words = _words(text, lead.end() if lead else at)
    unit = _measure(text, words) or _thing(text, words) or Unit("", at)
    return unit._replace(end=at) if lead and lead["all"] else unit


def _known(unit: str) -> tuple[float, str, str] | None:
    return UNITS.get(unit) or UNITS.get(unit.lower())


def _words(text: str, at: int) -> list[Unit]:
    """The words from `at` on, with nothing but blanks between, up to one that ends the thing."""
    found: list[Unit] = []
    while len(found) < _MOST_WORDS:
        match = _WORD.match(text, at)
        if match is None or _ends(match[1]) or (found and match.start(1) == at):
            break
        at = match.end()
        found.append(Unit(" ".join(match[1].split()), at))
    return found


def _ends(word: str) -> bool:
    is_acronym = len(word) > 1 and word.isupper()
    return word.lower() in SMALL_WORDS and not is_acronym


def _measure(text: str, words: Sequence[Unit]) -> Unit | None:
    """The measure that the words begin with: `US dollars`, `percent` for `%`, `km per hour`."""
    for count in range(min(len(words), _LONGEST_KNOWN), 0, -1):
        name, end = " ".join(it.text for it in words[:count]), words[count - 1].end
        known = _known(name)
        if known is not None:
            is_sign = not name.isascii() or name in ("%", "$", "US$", "per cent")
            per = _PER.match(text, end)
            rate = per[0] if per else ""
            return Unit((known[2] if is_sign else name) + rate, end + len(rate))
    return None


def _thing(text: str, words: Sequence[Unit]) -> Unit | None:
    """What is counted, up to its first plural, and what that is joined with by "and"."""
    plurals = [at for at, it in enumerate(words) if _is_plural(it.text)]
    if plurals:
        last = next((at for at in plurals if _closes(words, at)), plurals[-1])
        end = words[last].end
        more = _LIST.match(text, end)
        if more and all(_is_plural(it) for it in (*re.findall(r"[\w-]+", more[1]), more[2])):
            end = more.end()
        return Unit(" ".join(text[_start(words[0]) : end].split()).rstrip("'’-"), end)
    last = next((at for at, it in enumerate(words) if it.text.endswith(_VERBAL)), len(words))
    return Unit(" ".join(it.text for it in words[:last]), words[last - 1].end) if last else None


def _start(word: Unit) -> int:
    return word.end - len(word.text)


def _closes(words: Sequence[Unit], at: int) -> bool:
    """Whether a plural ends its phrase; a name ("United Nations agencies") goes on."""
    is_name = words[at].text[0].isupper() and at + 1 < len(words)
    return not is_name and not (at + 1 < len(words) and _is_plural(words[at + 1].text))


def _is_plural(word: str) -> bool:
    bare = word.lower().rstrip("'’")
    if bare in _SINGULAR or bare in _VERBS or _ends(word):
        return False
    is_many = bare.endswith("s") and not bare.endswith(("ss", "us", "is", "'s", "’s"))
    return bare in _IRREGULAR or (is_many and len(bare) > 2)  # noqa: PLR2004
