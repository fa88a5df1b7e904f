"""What words say the same, the opposite, or little: the sense in which claims are compared.

A table of everyday reporting English, not a dictionary: what it lacks counts as another word, which
makes a sentence rather unknown than supported.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from scifacts.text import STOP_WORDS, analyzer

# One sense a line; a word may stand in several.
_SENSES = """
    sign ink conclude seal signature signatory
    lab laboratory
    country nation state
    start launch begin initiate establish found open create kick inaugurate introduce
    start launch found founding unveil open
    establish build construct erect
    start enter
    initiate spearhead lead head chair pioneer
    set establish
    hold take place host stage occur convene run
    join participate participant part participation member belong engage involve count
    part integral role
    export sell ship
    trip tour
    train training teach educate
    support back sponsor fund finance backing backer aid help
    support supply provide give deliver offer
    help contribute assist
    develop development
    work activity
    protect protection conserve conservation
    live home inhabit inhabitant reside resident people person population
    employ employee staff work worker
    carry room hold accommodate seat capacity
    cost price pay
    come amount total
    need take require
    abroad overseas foreign international
    goes spend
    forbid ban prohibit outlaw
    forbid forbidden
    visit visitor draw attract attend attendee
    enrol enroll student
    produce output generate put
    receive get
    power electricity energy
    public state
    scientist researcher scholar
    science scientific sci scientist
    technology tech technological
    sea ocean marine
    call name nickname dub known
    call describe
    head director chief lead leader
    president chair chairman chairwoman chairperson
    boss head
    minister ministry
    vice deputy
    use access utilize employ
    share sharing
    data information
    cooperation collaboration partnership collaborative cooperate collaborate joint
    tie link connection relation relationship
    agreement accord deal pact treaty
    memorandum memorandum_of_understanding mou
    project program programme initiative scheme
    conference congress meeting summit
    forum conference
    improve improvement enhance better boost raise strengthen
    ease relieve alleviate reduce
    shortage lack scarcity
    big large major
    great big
    largest biggest
    world global worldwide international
    plan intend aim propose
    aim goal purpose mean target objective designed
    locate lie situate
    island isle
    ferry ship boat vessel
    doctor physician
    patient sick
    operation surgery
    danger threat risk
    grow expand rise increase
    fall decline drop decrease
    recover recovery
    fast quick rapid
    fish fishing catch
    net netting
    limit cap restrict
    own owner property belong
    edition instalment
    species kind sort
    price cost building
    promise pledge vow say
    organize organise run hold
    renew extend prolong
    institution institute organization organisation body
    center centre
    expert specialist
    researcher research
    university college
    head lead
    recognize recognise acknowledge
    promote advance foster push encourage advocate
    combine integrate unite bring
    visit travel
    prepare preparation
    host organizer organiser
    issue publish release
    speak speech address remark
    former ex previous
    school education
    mainland continent
    crossing journey voyage trip
    bed
    close end
    short brief
    advanced modern sophisticated
    farm agriculture agricultural
    young youth
    astronomer astronomy astronomical
    ecologist ecology
    space outer
    station base
    telescope instrument
    survey study
    team group
    stand abbreviation acronym short
    bridge link
    bleach bleached
    subsidy subsidise subsidize
    tax levy
    raise increase
    sit lie
    mayor chair
"""

# Several words that say what one does.
_PHRASES = """
    (?:go|goes|going|went|gone)\\s+up: rise | (?:go|goes|going|went|gone)\\s+down: fall
    (?:take|takes|taking|took|taken)\\s+part: participate
    (?:takes?|taking|took|taken)\\s+place: hold
    (?:set|sets|setting)\\s+up: establish | (?:carry|carries|carried)\\s+out: conduct
    (?:carry|carries|carried)\\s+on: continue
    (?:is|are|was|were)?\\s*home\\s+to: live | on\\s+(?:its|the|their)\\s+payroll(?:\\s+of)?: employ
    (?:makes?|made)\\s+(?:its|their)\\s+homes?: live | (?:kick|kicks|kicked)\\s+off: start
    (?:is|are|was|were)\\s+made\\s+up\\s+of: consist | brings?\\s+together: unite
    (?:come|comes|came)\\s+to\\s+an\\s+end: end | (?:wind|winds|wound)\\s+down: end
    (?:makes?|made)\\s+use\\s+of: use | (?:hand|hands|handed)\\s+over: give
    gets?\\s+under\\s*way: start | got\\s+under\\s*way: start | opened\\s+its\\s+doors: open
"""

# Forms that no stemmer knows, with the word they are of.
_IRREGULAR = """
    began begin, begun begin, held hold, took take, taken take, built build, sold sell, fell fall,
    fallen fall, rose rise, risen rise, grew grow, grown grow, won win, lost lose, led lead, met
    meet, kept keep, left leave, brought bring, bought buy, taught teach, sent send, spent spend,
    wrote write, written write, spoke speak, spoken speak, chose choose, chosen choose, drew draw,
    drawn draw, knew know, known know, shown show, stood stand, told tell, gave give, given give,
    withdrew withdraw, withdrawn withdraw, broke break, broken break, paid pay, ran run, caught
    catch, drove drive, driven drive, flew fly, flown fly, found find, forbade forbid, forbidden
    forbid, children child, men man, women woman, people person, criteria criterion, phenomena
    phenomenon, dealt deal, dug dig, fought fight, froze freeze, frozen freeze, hid hide, hidden
    hide, lay lie, laid lay, lent lend, lit light, rode ride, sank sink, sought seek, shook shake,
    shrank shrink, slept sleep, sprang spring, struck strike, swam swim, threw throw, thrown
    throw, wore wear, worn wear, fed feed, overseen oversee, oversaw oversee, undertook undertake,
    oldest old, longest long, length long, height high, width wide, depth deep, weight weigh
"""

# Pairs that cannot both be so.
_OPPOSITES = """
    largest smallest; largest least; big small; open close; start end; start close; export import;
    rise fall; grow fall; grow shrink; allow forbid; support oppose; accept reject; win lose;
    north south; east west; northern southern; eastern western; young old; fast slow; improve
    worsen; improve weaken; improve harm; expand shrink; always never; join leave; public private;
    buy sell; long short; high low; highest lowest; early late; succeed fail; success failure;
    rich poor; strong weak; oldest youngest; best worst; inside outside; above below; domestic
    foreign; renew cancel; renew end; land sea; before after; more less; faster slower; longer
    shorter; deepen weaken; ease worsen; male female; men women; danger hope; benefit harm;
    independent dependent; civil military; approve reject; praise criticize; praise blame; confirm
    deny; import sell
"""
# They change what a role or a thing is: who drops or adds one says something else.
QUALIFIERS = frozenset("former vice deputy acting honorary assistant associate interim".split())
# That something is only meant to be, or only somebody's view.
_INTENDED = """
    will would plan plans planned planning aims aim aimed intends intend hopes looking expected
    expects wants shall willing meant likely might may could propose proposes proposed
""".split()
# They tell next to nothing: of time, degree and sort.
_LIGHT = """
    new newly now currently current also still already recently recent today year years total
    number several various different kind type way time period such including include includes
    included well far long major important key leading well-known known great significant
    successfully jointly together worldwide actively active further additional place state part
    side whole entire overall go goes went gone come comes came became become becomes serve serves
    served remain remains stand stands it he she they who which that there them him her this these
    those itself play plays played playing turn turns turned turning whose while whereas among
    amid within across along through via per than as like order field fields area areas sector
    level levels set sets one ones based run runs running found finds find bring brings brought
    see sees saw seen count counts able use its door doors official officials formally officially
    first can could may might must shall will would be offer offers located lies situated
""".split()
WEIGHT, LIGHT = 1.0, 0.25


@cache
def _stem(word: str) -> str:
    return analyzer.stem(word)


def _by_stem(lines: Iterable[str]) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in line.split():
            found.setdefault(normal(_stem(word)), set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


@cache
def senses() -> Mapping[str, frozenset[int]]:
    """The senses of each stem that shares one."""
    return _by_stem(_SENSES.strip().splitlines())


@cache
def _opposites() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split(";"):
        stems = [normal(_stem(word)) for word in pair.split()]
        for one, other in (stems, stems[::-1]) if stems else ():
            found.setdefault(one, set()).add(other)
    return {stem: frozenset(others) for stem, others in found.items()}


@cache
def _light() -> frozenset[str]:
    return frozenset(normal(_stem(it)) for it in _LIGHT)


@cache
def phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The phrases that say what one word does, and the stem of that word for each."""
    rows = [it.strip() for it in re.split(r"\n| \| ", _PHRASES.strip())]
    table = {f"p{n}": row.rpartition(": ") for n, row in enumerate(rows)}
    pattern = "|".join(rf"(?P<{name}>\b{row[0]}\b)" for name, row in table.items())
    return re.compile(pattern, re.IGNORECASE), {name: _stem(row[2]) for name, row in table.items()}


@cache
def _irregular() -> Mapping[str, str]:
    pairs = (it.split() for it in _IRREGULAR.split(","))
    return {_stem(form): _stem(word) for form, word in pairs}


def normal(stem: str) -> str:
    """The stem of the word that an irregular form is of."""
    return _irregular().get(stem, stem)


def is_alike(one: str, other: str) -> bool:
    """Whether two stems may say the same."""
    if one == other:
        return True
    table = senses()
    return not table.get(one, frozenset()).isdisjoint(table.get(other, frozenset()))


@cache
def is_opposite(one: str, other: str) -> bool:
    """Whether two stems say the opposite, in these or other words: allowed, banned."""
    return any(
        is_alike(one, ours) and is_alike(other, theirs)
        for ours, opposites in _opposites().items()
        for theirs in opposites
    )


def weight(stem: str) -> float:
    """How much a stem tells."""
    return LIGHT if stem in _light() else WEIGHT


def is_intended(words: Iterable[str]) -> bool:
    """Whether words speak of what is only planned or expected; May is a month."""
    return not _INTENDED_WORDS.isdisjoint(words)


_INTENDED_WORDS = frozenset(_INTENDED)


def is_telling(word: str) -> bool:
    """Whether a folded word is no stop word."""
    return word not in STOP_WORDS and len(word) > 1
