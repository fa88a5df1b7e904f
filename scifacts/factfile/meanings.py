"""Other words for the values that a key allows, so that who writes one is told the right one."""

from collections.abc import Mapping
from enum import StrEnum

from scifacts.kinds import Bound, EntityType, Kind

_OTHERS: Mapping[StrEnum, str] = {
    Bound.EXACTLY: "exact, precisely, equal, equals, just, =",
    Bound.ABOUT: "around, approximately, approx, roughly, some, circa, ca., estimated, ~",
    Bound.OVER: "more than, more, above, greater than, larger than, exceeding, beyond, >",
    Bound.AT_LEAST: "no less than, no fewer than, not less than, minimum, or more, from, >=, ≥",
    Bound.NEARLY: "almost, under, below, less than, less, fewer than, close to, not quite, <",
    Bound.AT_MOST: "up to, no more than, not more than, maximum, or less, until, <=, ≤",
    EntityType.PROGRAM: "project, initiative, scheme, campaign, mission, policy, strategy, fund",
    EntityType.FACILITY: "building, laboratory, lab, telescope, observatory, instrument, station,"
    " infrastructure, plant, machine, ship, vessel, satellite, device, site",
    EntityType.ORGANIZATION: "company, firm, institution, institute, university, agency, ministry,"
    " group, team, association, committee, council, publisher, party, academy, body",
    EntityType.PERSON: "people, human, individual, man, woman, scientist, researcher, official,"
    " author, speaker, minister",
    EntityType.COUNTRY: "nation, state, land",
    EntityType.PLACE: "city, town, village, region, province, location, area, continent, river,"
    " mountain, island, sea",
    EntityType.EVENT: "conference, forum, meeting, ceremony, exhibition, summit, week, fair",
    EntityType.TOPIC: "subject, theme, field, concept, discipline, technology, idea, thing",
    Kind.STATISTIC: "number, figure, count, data, quantity, amount, measurement, total",
    Kind.EVENT: "happening, meeting, conference, ceremony, occasion",
    Kind.AGREEMENT: "treaty, contract, memorandum, deal, accord, pact, mou",
    Kind.LAUNCH: "opening, beginning, release, introduction, founding, establishment",
    Kind.FINDING: "result, discovery, conclusion, observation, outcome",
    Kind.PLAN: "goal, aim, intention, target, proposal, project, promise",
    Kind.ROLE: "position, job, function, office, post, title, task",
    Kind.STATEMENT: "quote, quotation, claim, remark, announcement, saying",
    Kind.OPINION: "view, belief, assessment, comment, expectation, judgement",
    Kind.DESCRIPTION: "property, definition, feature, detail, background, characteristic",
}


def meanings(of: type[StrEnum]) -> dict[str, str]:
    """The values of a closed set by the words that mean them; each means itself."""
    others = {word: str(it) for it in of for word in _OTHERS.get(it, "").split(", ") if word}
    return {**others, **{str(it): str(it) for it in of}}
