"""Checks of what a text says of how far a goal or a target is met against what is judged."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.formats import folded
from goals.choices import GoalLevel, Level, level_words
from indicators.fulfilment import fulfilment
from reports.choices import Severity
from reports.document import Document, GoalEntry, IndicatorEntry
from reports.review.counted import CUT, EARLIER, Said, Thing, said_of
from reports.review.findings import Case, Check, Text, Told
from reports.review.phrases import is_heading, quoted
from reports.tree import children

# Letters of a title that a sentence must hold to speak of that goal.
TITLE_LENGTH = 15
# What each level of goal is called where it is said how far it is met.
_SUBJECTS = {
    GoalLevel.COMMITTEE: r"nämndmålet",
    GoalLevel.AREA: r"målet för verksamhetsområdet|mål för verksamhetsområdet"
    r"|verksamhetsområdesmålet|områdesmålet",
    GoalLevel.DIRECTION: r"inriktningsmålet|kommunfullmäktiges inriktningsmål",
}
# Only where it is judged: elsewhere it may be an indicator's target.
_THE_GOAL = r"(?<=bedömer att )målet"
# "Målet uppfylls delvis." in the goal's own analysis, where nothing before it has a target.
_BARE = (
    r"(?:^|(?<=bedöms )|(?<=bedömning är att )|(?<=bedömningen är att )|(?<=bedömningen att ))målet"
)
_HAS_TARGET = re.compile(
    r"[0-9%#]|indikator|andel|antal|index|utfall|resultat|prognos|mål(?!grupp)"
)
# Not the council's: what it is judged by may be another.
_TARGET = r"(?<!kf:s )(?<!stadens )(?<!kommunfullmäktiges )(?:årsmålet|målvärdet|målet|indikatorn)"
# Not said that it is so: a wish, a condition, an aim. "Har bidragit till att" says that it is.
_ONLY_IF = re.compile(
    r"(?<!\w)(?:om|när|tills|innan|huruvida|ifall|för|så|bidra|bidrar|syftar till|möjlighet\w*"
    r"|förutsättning\w*|risk\w*|krävs|leda till|leder till|verka för|verkar för|bidra till"
    r"|bidrar till)(?: att)?(?: det| hela)? ?$"
)
_LATER = re.compile(r"(?<!\w)(?:nästa år|kommande år|på sikt|framöver|20[0-9]{2})(?!\w)")
# Said of less than the year.
_FOR_A_TIME = re.compile(
    r"(?<!\w)(?:tertial|delår|kvartal|halvår|vår|höst|sommar)(?:et|en|n|ens)?(?: [0-9])?(?!\w)"
)
# What may follow without making it a part of the goal that is spoken of.
_END = re.compile(r" ?(?:$|[.!)]|i år|under året|under 20[0-9]{2}|även i år|vilket|då|trots)")
_HOW_FAR = re.compile(r"(?<!\w)(?:helt|delvis|alls|fullt ut|inte|ej)(?!\w)|(?:uppnå|uppfyll|nå)\w*")

LEVELS = {
    Said.FULL: {Level.FULL},
    Said.PARTIAL: {Level.PARTIAL},
    Said.NOT: {Level.NONE, Level.PARTIAL},
    Said.NOT_FULL: {Level.NONE, Level.PARTIAL},
    Said.SOME: {Level.FULL, Level.PARTIAL},
    Said.REACHED: {Level.FULL, Level.PARTIAL},
}
# Of a target: what is reached is reached, and what is missed by much may be called partly met.
TARGET_LEVELS = LEVELS | {
    Said.REACHED: {Level.FULL},
    Said.PARTIAL: {Level.PARTIAL, Level.NONE},
}


def goal_levels(case: Case) -> Iterator[Told]:
    """A text that says another level than the goal is judged at."""
    titles = {goal.code: folded(goal.title) for goal in case.document.goals}
    for text in case.texts:
        if text.spot.field not in ("analysis", "body") or text.indicator or text.activity:
            continue
        spoken_of = dict(_spoken_of(text.goal, case.document)) if text.goal else {}
        for sentence, may_be_bare in _with_place(text):
            plain = folded(sentence)
            if "mål" not in plain:
                continue
            for goal in case.document.goals:
                subject = spoken_of.get(goal.code)
                if subject and may_be_bare and goal is text.goal:
                    subject = f"{subject}|{_BARE}"
                said = _said_of_goal(plain, titles[goal.code], subject)
                if said and goal.assessment and goal.assessment not in LEVELS[said]:
                    about = f"{sentence}\n{goal.code} {goal.assessment}"
                    yield text.spot, _goal_message(sentence, goal, case), about


def _with_place(text: Text) -> Iterator[tuple[str, bool]]:
    """The sentences, and whether "målet" is the text's own goal there: no target comes before.

    It begins a paragraph of a text without headings, or follows what speaks of no figure.
    """
    has_headings = any(is_heading(paragraph) for paragraph in text.paragraphs)
    before = ""
    for sentence in text.sentences:
        begins = any(paragraph.startswith(sentence) for paragraph in text.paragraphs)
        told = begins or not _HAS_TARGET.search(folded(before))
        own = _HAS_TARGET.search(folded(sentence).partition("målet")[0]) is None
        yield sentence, told and own and (not has_headings or not before)
        before = sentence


def _spoken_of(goal: GoalEntry, document: Document) -> Iterator[tuple[str, str]]:
    """The goals that a goal's analysis can speak of in the singular: itself, its only one."""
    yield goal.code, rf"{_SUBJECTS[goal.level]}|{_THE_GOAL}"
    below = children(document, goal.code)
    if len(below) == 1:
        yield below[0].code, _SUBJECTS[below[0].level]


def _said_of_goal(plain: str, title: str, subject: str | None) -> Said | None:
    """How far a sentence says that a goal is met: as the text's own, or by its title."""
    if subject:
        # "Inriktningsmålet Ett tryggt Ängö har uppfyllts" without the goal's name.
        return _said(plain.replace(f" {title}", ""), subject)
    if len(title) < TITLE_LENGTH or title not in plain:
        return None
    name = rf"[\"”“]?{re.escape(title)}[\"”“]?,?"
    turned = re.search(rf"mål(?:et)? som ([^.,;]{{1,60}}) är (?:målet )?{name}", plain)
    if turned:
        return said_of(turned[1], Thing.COMMITTEE_GOAL)
    return _said(plain, rf"\w*mål(?:et)? {name}")


def _said(plain: str, subject: str) -> Said | None:
    """How far the sentence says that its subject is met; nothing when it does not say so."""
    for found in re.finditer(rf"(?<!\w)(?:{subject})(?!\w)", plain):
        before, clause = plain[: found.start()], CUT.split(plain[found.end() :])[0].strip(" .!")
        if _ONLY_IF.search(before) or _is_of_another_time(plain) or _LATER.search(clause):
            continue
        said = said_of(clause, Thing.COMMITTEE_GOAL)
        if said and not _goes_on(clause):
            return said
    return None


def _is_of_another_time(plain: str) -> bool:
    return EARLIER.search(plain) is not None or _FOR_A_TIME.search(plain) is not None


def _goes_on(clause: str) -> bool:
    """Whether it is met for some: "uppnås för pojkar", "uppfylls inom förskolan"."""
    words = _HOW_FAR.split(clause)
    return _END.match(words[-1].strip()) is None


def target_levels(case: Case) -> Iterator[Told]:
    """An analysis that says that a target is met, or missed, when the row says otherwise."""
    for text in case.texts:
        row = text.indicator
        if row is None:
            continue
        levels = _judged(row, case.document)
        for sentence in text.sentences:
            said = _said(folded(sentence), _TARGET)
            if said and levels and not levels & TARGET_LEVELS[said]:
                yield text.spot, _target_message(sentence, row, case), _about(sentence, row)


def _judged(row: IndicatorEntry, document: Document) -> set[Level]:
    """The levels that may be meant: by outcome or forecast, by the committee's or council's."""
    values = [row.forecast, row.outcome] if document.has_forecast else [row.outcome]
    found = {
        fulfilment(
            outcome=value,
            target=target,
            better=row.better,
            previous=row.previous_year,
            tolerance=row.tolerance,
        )
        for value in values
        for target in (row.target, row.council_target)
    }
    return {level for level in found if level}


def _goal_message(sentence: str, goal: GoalEntry, case: Case) -> str:
    expected = case.document.has_forecast
    return _("The text says “%(sentence)s” %(goal)s is judged: %(level)s.") % {
        "sentence": quoted(sentence),
        "goal": goal.code,
        "level": level_words(goal.assessment, expected=expected) if goal.assessment else "",
    }


def _target_message(sentence: str, row: IndicatorEntry, case: Case) -> str:
    value = row.forecast if case.document.has_forecast and row.forecast.is_number else row.outcome
    return _("The text says “%(sentence)s” By the table %(value)s stands against %(target)s.") % {
        "sentence": quoted(sentence),
        "value": value.text,
        "target": row.target.text.removesuffix("."),
    }


def _about(sentence: str, row: IndicatorEntry) -> str:
    return "\n".join([sentence, row.outcome.text, row.forecast.text, row.target.text])


CHECKS = (
    Check(
        "claim.level",
        Severity.LOOK,
        gettext_lazy("A text says another level than the goal is judged at"),
        goal_levels,
    ),
    Check(
        "claim.target",
        Severity.LOOK,
        gettext_lazy("A text says that a target is met or missed, but it is not"),
        target_levels,
    ),
)
