"""Other words for the values that a key allows, so that who writes one is told the right one."""

from collections.abc import Iterable, Mapping

from scifacts.keys import DOCUMENT_TYPES
from scifacts.kinds import Bound, EntityType, Kind

_OTHERS: Mapping[Iterable[str], Mapping[str, str]] = {
    Bound: {
        "exactly": "exact, precisely, equal, equals, just, =",
        "about": "around, approximately, approx, roughly, some, circa, ca., estimated, ~",
        "over": "more than, more, above, greater than, larger than, exceeding, beyond, >",
        "at-least": "no less than, no fewer than, not less than, minimum, or more, from, >=, ≥",
        "nearly": "almost, under, below, less than, less, fewer than, close to, not quite, <",
        "at-most": "up to, no more than, not more than, maximum, or less, until, <=, ≤",
    },
    EntityType: {
        "program": "project, initiative, scheme, campaign, mission, policy, strategy, fund",
        "facility": "building, laboratory, lab, telescope, observatory, instrument, station,"
        " infrastructure, plant, machine, ship, vessel, satellite, device, site",
        "organization": "company, firm, institution, institute, university, agency, ministry,"
        " group, team, association, committee, council, publisher, party, academy, body",
        "person": "people, human, individual, man, woman, scientist, researcher, official,"
        " author, speaker, minister",
        "country": "nation, state, land",
        "place": "city, town, village, region, province, location, area, continent, river,"
        " mountain, island, sea",
        "event": "conference, forum, meeting, ceremony, exhibition, summit, week, fair",
        "topic": "subject, theme, field, concept, discipline, technology, idea, thing",
    },
    Kind: {
        "statistic": "number, figure, count, data, quantity, amount, measurement, total",
        "event": "happening, meeting, conference, ceremony, occasion",
        "agreement": "treaty, contract, memorandum, deal, accord, pact, mou",
        "launch": "opening, beginning, release, introduction, founding, establishment",
        "finding": "result, discovery, conclusion, observation, outcome",
        "plan": "goal, aim, intention, target, proposal, project, promise",
        "role": "position, job, function, office, post, title, task",
        "statement": "quote, quotation, claim, remark, announcement, saying",
        "opinion": "view, belief, assessment, comment, expectation, judgement",
        "description": "property, definition, feature, detail, background, characteristic",
    },
    DOCUMENT_TYPES: {
        "article": "preprint, working paper",
        "article-journal": "paper, journal, journal article",
        "article-magazine": "magazine, magazine article",
        "article-newspaper": "news, newspaper, newspaper article, news article",
        "book": "monograph",
        "broadcast": "radio, television, tv, podcast",
        "chapter": "book chapter, section",
        "dataset": "data, database",
        "entry-encyclopedia": "encyclopedia, encyclopaedia, wikipedia",
        "legal_case": "case, judgment",
        "legislation": "law, act",
        "motion_picture": "film, movie, video",
        "paper-conference": "conference paper, proceedings, conference",
        "personal_communication": "letter, email, e-mail",
        "post": "tweet, social media post, forum post",
        "post-weblog": "blog, blog post, weblog",
        "report": "study, white paper, technical report",
        "software": "program, code",
        "speech": "talk, lecture, presentation, slides",
        "thesis": "dissertation",
        "treaty": "agreement",
        "webpage": "website, web page, web site, page, site",
    },
}


def meanings(of: Iterable[str]) -> dict[str, str]:
    """The values of a closed set by the words that mean them; each means itself."""
    others = {
        word: value for value, words in _OTHERS.get(of, {}).items() for word in words.split(", ")
    }
    return {**others, **{str(it): str(it) for it in of}}
