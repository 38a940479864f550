"""Each check of goals, rows and sections: what it finds, and what it leaves alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reports.interchange import read
from reports.review.activities import postponed_words
from reports.review.catalogue import BY_CODE, CATALOGUE, review
from reports.review.findings import Case, Finding
from tests.documents import activity, as_file, document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")


def made(**fields: Any) -> dict[str, Any]:
    """An annual report in which nothing is wrong, with something changed."""
    return document(
        **{
            "goals": [
                goal("1", assessment="full"),
                goal("1.1", assessment="full"),
                goal("1.1.1", assessment="full"),
            ],
            "indicators": [indicator("1.1", "Andel nöjda", outcome="85 %", target="80 %")],
            "activities": [activity("1.1.1", "Öppna en mötesplats")],
            **fields,
        }
    )


def found(data: dict[str, Any], code: str) -> list[Finding]:
    """What one check finds in a document."""
    case = Case(read(as_file(data)))
    return list(BY_CODE[code].findings(case))


def row(**fields: Any) -> dict[str, Any]:
    """A report with one indicator."""
    name = fields.pop("name", "Andel nöjda")
    kind = fields.pop("kind", "annual")
    cells = {"outcome": "85 %", "target": "80 %"} | fields
    return made(kind=kind, indicators=[indicator("1.1", name, **cells)])


def act(**fields: Any) -> dict[str, Any]:
    """A report with one activity."""
    kind = fields.pop("kind", "annual")
    more = fields.pop("more", [])
    activities = [activity("1.1.1", "Öppna en mötesplats", **fields), *more]
    return made(kind=kind, activities=activities)


def judged(**fields: Any) -> dict[str, Any]:
    """A report with one committee goal as given, beside others that say something."""
    others = [
        goal(f"1.1.{number}", description="Med det menas.", expected_results=["Fler."])
        | {"assessment": "full"}
        for number in (2, 3)
    ]
    own = {"assessment": "full", "description": "Med det menas.", "expected_results": ["Fler."]}
    return made(
        goals=[
            goal("1", assessment="full", analysis="Det går bra."),
            goal("1.1", assessment="full", analysis="Det går bra."),
            goal("1.1.1", **own | fields),
            *others,
        ],
        activities=[activity(f"1.1.{n}", f"Aktivitet {n}") for n in (1, 2, 3)],
    )


def section(key: str, body: str) -> dict[str, Any]:
    return {"key": key, "heading": key.title(), "body": body}


def titled(kind: str, *places: tuple[str, str]) -> dict[str, Any]:
    """A report with rows of one kind: goal and title of each."""
    goals = [goal(code, assessment="full") for code in ("1", "1.1", "1.1.1", "1.1.2")]
    if kind == "indicators":
        rows = [indicator(code, name, outcome="1", target="1") for code, name in places]
        return made(goals=goals, indicators=rows, activities=[activity("1.1.1", "Ett")])
    return made(goals=goals, activities=[activity(code, title) for code, title in places])


def coded(*codes: str) -> dict[str, Any]:
    """A report with goals of those codes and levels by their depth."""
    return made(
        goals=[goal(code, assessment="full") for code in codes],
        indicators=[],
        activities=[activity(codes[-1], "Öppna")],
    )


CASES: list[tuple[str, dict[str, Any], int]] = [
    # Sections
    ("section.empty", made(sections=[section("summary", " ")]), 1),
    ("section.empty", made(sections=[section("summary", "Bra.")]), 0),
    ("section.empty", made(sections=[section("other", "")]), 0),
    ("section.empty", made(kind="plan", sections=[section("summary", "")]), 0),
    ("section.empty", made(kind="plan", sections=[section("introduction", "")]), 1),
    ("section.missing", made(sections=[section("background", "Så.")]), 1),
    ("section.missing", made(sections=[section("economy", "Så.")]), 0),
    ("section.missing", made(sections=[]), 0),
    ("section.missing", made(), 0),
    # Goals
    ("goal.unassessed", made(goals=[goal("1"), goal("1.1"), goal("1.1.1")]), 3),
    ("goal.unassessed", made(kind="plan", goals=[goal("1"), goal("1.1"), goal("1.1.1")]), 0),
    ("goal.unassessed", made(), 0),
    ("goal.unexplained", judged(assessment="partial"), 1),
    ("goal.unexplained", judged(assessment="none", analysis="  "), 1),
    ("goal.unexplained", judged(assessment="none", analysis="Lokalen brann."), 0),
    ("goal.unexplained", judged(), 0),
    # The texts did not come with the file.
    ("goal.unexplained", made(goals=[goal("1"), goal("1.1"), goal("1.1.1", assessment="none")]), 0),
    ("goal.empty", made(activities=[]), 1),
    ("goal.empty", made(), 0),
    ("goal.empty", made(goals=[goal("1"), goal("1.1")], indicators=[], activities=[]), 1),
    ("goal.description", judged(description=""), 1),
    ("goal.description", judged(), 0),
    ("goal.description", made(), 0),
    ("goal.results", judged(expected_results=[]), 1),
    ("goal.results", judged(expected_results=[" "]), 1),
    ("goal.results", judged(), 0),
    ("goal.analysis", judged(), 0),
    (
        "goal.analysis",
        made(
            goals=[
                goal("1", assessment="full"),
                *(goal(f"1.{n}", assessment="full", analysis="Bra.") for n in (1, 2)),
                goal("1.1.1", assessment="full"),
                goal("1.3", assessment="full"),
            ]
        ),
        1,
    ),
    ("goal.differs", judged(assessment="none", analysis="Nej."), 1),
    ("goal.differs", judged(assessment="none", analysis="Nej.", reason="Enkäten."), 0),
    ("goal.differs", judged(), 0),
    # Targets
    ("target.weaker", row(target="80 %", council_target="85 %"), 1),
    ("target.weaker", row(target="85 %", council_target="85 %"), 0),
    ("target.weaker", row(target="90 %", council_target="85 %"), 0),
    ("target.weaker", row(target="80 %", council_target="85 %", analysis="Enligt beslut."), 0),
    ("target.weaker", row(target="80 %", council_target="85 %", commented=True), 0),
    ("target.weaker", row(target="1,7 %", council_target="1,5 %", better="lower"), 1),
    ("target.weaker", row(target="1,2 %", council_target="1,5 %", better="lower"), 0),
    ("target.weaker", row(target="80", council_target="85 %"), 1),
    ("target.weaker", row(target="80 %", council_target="85 poäng"), 0),
    ("target.weaker", row(target="80 %", council_target="öka", previous_year="82 %"), 1),
    ("target.weaker", row(target="80 %", council_target="öka", previous_year="79 %"), 0),
    ("target.weaker", row(target="80 %", council_target="öka"), 0),
    (
        "target.weaker",
        row(target="8 %", council_target="Minskning", previous_year="7 %", better="lower"),
        1,
    ),
    ("target.weaker", row(target="12", council_target="Max 10 personer", better="lower"), 1),
    ("target.weaker", row(target="10", council_target="Max 10 personer", better="lower"), 0),
    ("target.weaker", row(target="+/-2 %", council_target="+/- 1 %", better="within"), 1),
    ("target.weaker", row(target="+/-1 %", council_target="+/- 1 %", better="within"), 0),
    ("target.weaker", row(target="5", council_target="7", better="within"), 0),
    ("target.weaker", row(target="", council_target="85 %"), 0),
    ("target.weaker", row(target="80 %", council_target="Tas fram av nämnd"), 0),
    # The council's number is for the whole city.
    ("target.weaker", row(name="Antal ungdomar", target="210 st", council_target="11 000 st"), 0),
    ("target.weaker", row(name="Antal platser per barn", target="2", council_target="3"), 1),
    ("target.unanswered", row(target=None, council_target="Tas fram av nämnd"), 1),
    ("target.unanswered", row(target="-", council_target="Tas fram av nämnd/styrelse"), 1),
    ("target.unanswered", row(target="Tas fram av nämnd", council_target=None), 1),
    ("target.unanswered", row(target="80 %", council_target="Tas fram av nämnd"), 0),
    ("target.unanswered", row(target="öka", council_target="Tas fram av nämnd"), 0),
    ("target.undecided", row(target=None, council_target="Fastställs 2023"), 1),
    ("target.undecided", row(target="Fastställs 2022", council_target=None), 1),
    ("target.undecided", row(target=None, council_target="Fastställs 2024"), 0),
    ("target.undecided", row(target="80 %", council_target="Fastställs 2023"), 0),
    ("target.missing", row(target=None), 1),
    ("target.missing", row(target="-", council_target="85 %"), 1),
    ("target.missing", row(target=None, council_target="Tas fram av nämnd"), 0),
    ("target.missing", row(target="öka"), 0),
    ("target.unit", row(target="88", council_target="88 %"), 1),
    ("target.unit", row(target="88 st", council_target="88 %"), 1),
    ("target.unit", row(target="88 %", council_target="88 %"), 0),
    ("target.unit", row(target="15,5 st", council_target="15,5"), 0),
    ("target.unit", row(target="15", council_target="15 st"), 0),
    ("target.unit", row(target="10", council_target="Max 10 personer"), 0),
    ("target.share_unit", row(name="Andelen timmar", target="5", outcome="4"), 1),
    ("target.share_unit", row(name="Andel platser", target="0,07", outcome="0,08"), 0),
    ("target.share_unit", row(name="Index", target="80", outcome="81"), 0),
    # Outcomes
    ("indicator.outside_sexes", row(outcome="50 %", women="60 %", men="70 %"), 1),
    ("indicator.outside_sexes", row(outcome="65 %", women="60 %", men="70 %"), 0),
    ("indicator.over_hundred", row(outcome="104 %"), 1),
    ("indicator.over_hundred", row(name="Budgetföljsamhet", outcome="104 %"), 0),
    ("indicator.unit_missing", row(outcome="85", women="84", men="86"), 1),
    ("indicator.other_unit", row(outcome="85 st"), 1),
    ("indicator.unlike_units", row(outcome="15,4 barn/avd.", target="15", forecast="15 st"), 1),
    ("indicator.unlike_units", row(outcome="15 %", target="öka", previous_year="15 st"), 1),
    ("indicator.unlike_units", row(outcome="15,4", target="15", forecast="15 st"), 0),
    ("indicator.unlike_units", row(outcome="15 st", target="15", forecast="15 barn"), 0),
    ("indicator.unlike_units", row(outcome="15 st", target="15 %", forecast="15 kr"), 0),
    ("indicator.unlike_units", row(outcome="15 st", target="15", forecast="-"), 0),
    ("indicator.one_sex", row(by_sex=True, women="85 %"), 1),
    ("indicator.one_sex", row(by_sex=True), 0),
    ("indicator.parts", row(outcome="85 st", women="40 st", men="40 st", target="80 st"), 1),
    ("indicator.parts", row(outcome="80 st", women="40 st", men="40 st", target="80 st"), 0),
    ("indicator.jump_year", row(previous_year="40 %"), 1),
    ("indicator.jump_year", row(previous_year="80 %"), 0),
    ("indicator.jump_year", row(kind="plan", previous_year="40 %"), 0),
    ("indicator.forecast", row(kind="t1", outcome="20 %", forecast="80 %"), 1),
    ("indicator.not_measured", row(kind="t1", periodicity="year"), 1),
    ("indicator.no_outcome", row(outcome=None), 1),
    ("indicator.no_outcome", row(outcome="-"), 1),
    ("indicator.no_outcome", row(outcome="0 %"), 0),
    ("indicator.no_outcome", row(outcome=None, state="not_measured"), 0),
    ("indicator.no_outcome", row(outcome=None, commented=True), 0),
    ("indicator.no_outcome", row(outcome=None, kind="t1"), 0),
    ("indicator.no_outcome", row(outcome=None, kind="t1", periodicity="tertial"), 1),
    ("indicator.no_outcome", row(outcome=None, kind="t1", period="Tertial 1 2023"), 1),
    ("indicator.no_outcome", row(outcome=None, kind="plan"), 0),
    ("indicator.missed", row(outcome="70 %"), 1),
    ("indicator.missed", row(outcome="10 %"), 1),
    ("indicator.missed", row(outcome="70 %", analysis="Lokalen brann."), 0),
    ("indicator.missed", row(outcome="70 %", analysis="  "), 1),
    ("indicator.missed", row(outcome="70 %", commented=True), 0),
    ("indicator.missed", row(kind="t1", outcome="70 %", forecast="80 %"), 0),
    ("indicator.missed", row(kind="t1", outcome="85 %", forecast="70 %"), 1),
    ("indicator.missed", row(kind="t1", outcome="70 %"), 1),
    ("indicator.missed", row(kind="t1", outcome="20 st", target="80 st"), 0),
    ("indicator.missed", row(target="öka"), 0),
    # Activities
    ("activity.outside_year", act(start="2022-01-01", end="2022-12-31"), 1),
    ("activity.outside_year", act(start="2024-01-01", end="2024-12-31"), 1),
    ("activity.outside_year", act(start=None, end="2022-12-31"), 1),
    ("activity.outside_year", act(start="2022-12-31", end="2023-01-01"), 0),
    ("activity.outside_year", act(start=None, end=None), 0),
    ("activity.beyond_year", act(start="2022-03-01"), 1),
    ("activity.beyond_year", act(end="2024-03-01"), 1),
    ("activity.beyond_year", act(), 0),
    ("activity.beyond_year", act(start="2022-01-01", end="2022-12-31"), 0),
    ("activity.unexplained", act(deviation=True), 1),
    ("activity.unexplained", act(deviation=True, analysis=" "), 1),
    ("activity.unexplained", act(deviation=True, commented=True), 0),
    ("activity.unexplained", act(deviation=True, analysis="Lokalen brann."), 0),
    ("activity.unexplained", act(), 0),
    ("activity.postponed", act(analysis="Starten har skjutits upp till 2024."), 1),
    ("activity.postponed", act(analysis="Starten har skjutits upp.", deviation=True), 0),
    ("activity.postponed", act(analysis="Arbetet pågår utan förseningar."), 0),
    ("activity.overdue", act(status="ongoing"), 1),
    ("activity.overdue", act(status="done"), 0),
    ("activity.overdue", act(status="stopped"), 0),
    ("activity.overdue", act(status="ongoing", deviation=True, analysis="Så."), 0),
    ("activity.overdue", act(status="ongoing", kind="t1"), 0),
    ("activity.overdue", act(status="ongoing", kind="t1", end="2023-03-31"), 1),
    ("activity.overdue", act(end="2023-03-31"), 0),
    ("activity.overdue", act(more=[activity("1.1.1", "Annat", status="done")]), 1),
    # What stands twice
    ("duplicate.row", titled("activities", ("1.1.1", "Öppna"), ("1.1.1", "öppna. ")), 1),
    ("duplicate.row", titled("indicators", ("1.1", "Andel A"), ("1.1", "Andel  a")), 1),
    ("duplicate.row", titled("activities", ("1.1.1", "Öppna"), ("1.1.2", "Öppna")), 0),
    ("duplicate.elsewhere", titled("activities", ("1.1.1", "Öppna"), ("1.1.2", "Öppna")), 1),
    ("duplicate.elsewhere", titled("activities", ("1.1.1", "Öppna"), ("1.1.1", "Öppna")), 0),
    ("duplicate.elsewhere", titled("activities", ("1.1.1", "Öppna A"), ("1.1.2", "Öppna")), 0),
    (
        "duplicate.goal",
        made(goals=[goal("1"), goal("1.1"), goal("1.1.1", "Trygg"), goal("1.1.2", "trygg.")]),
        1,
    ),
    ("duplicate.goal", made(goals=[goal("1"), goal("1.1", "Trygg"), goal("1.1.1", "Trygg")]), 0),
    # Codes
    ("code.gap", coded("1", "1.1", "1.1.1", "1.1.3"), 1),
    ("code.gap", coded("1", "1.1", "1.1.2"), 1),
    ("code.gap", coded("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1"), 0),
    # The council's own goals have gaps where a committee has no part in them.
    ("code.gap", coded("1", "1.2", "1.2.1", "1.4", "1.4.1", "3", "3.1"), 0),
    ("code.orphan", coded("1", "1.2.1", "1.2.2"), 1),
    ("code.orphan", coded("1", "1.2", "1.2.1"), 0),
]


@pytest.mark.parametrize(("code", "data", "count"), CASES)
def test_check_finds_what_it_looks_for(code: str, data: dict[str, Any], count: int) -> None:
    assert len(found(data, code)) == count


@pytest.mark.parametrize(
    ("men", "is_asked"), [("0,9 %", True), ("35 %", False)], ids=["parts", "rates"]
)
def test_total_outside_the_sexes_asks_whether_they_are_parts(men: str, is_asked: bool) -> None:
    (one,) = found(row(outcome="37,4 %", women="36,4 %", men=men), "indicator.outside_sexes")

    assert one.message.endswith("shares of one whole. Are they?") is is_asked
    assert one.about == f"37,4 % | 36,4 % | {men}"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("annual", "“Not met”, but the evidence speaks for “Met fully”."),
        ("t1", "“Expected not to be met”, but the evidence speaks for “Expected to be met fully”."),
    ],
)
def test_level_is_said_as_the_document_says_it(kind: str, said: str) -> None:
    data = judged(assessment="none", analysis="Nej.") | {"kind": kind}

    (one,) = [one for one in found(data, "goal.differs") if one.spot.code == "1.1.1"]

    assert said in one.message


def test_every_check_has_a_case_that_it_finds() -> None:
    own = ("section.", "goal.", "target.", "indicator.", "activity.", "duplicate.", "code.")
    tried = {code for code, _data, count in CASES if count}
    # What no file can say: the last two are tried in test_section_work.py.
    never = {
        "activity.backwards",
        "duplicate.code",
        "section.unready",
        "section.comments",
        "goal.comments",
    }
    assert {check.code for check in CATALOGUE if check.code.startswith(own)} == tried | never


def test_activity_that_ends_before_it_starts_is_found() -> None:
    """No file may say so, but the database can."""
    sound = read(as_file(made()))
    goal = sound.by_code["1.1.1"]
    wrong = replace(goal.activities[0], start=date(2023, 5, 1), end=date(2023, 4, 1))
    document = replace(sound, goals=(*sound.goals[:2], replace(goal, activities=(wrong,))))

    assert [one.code for one in review(Case(document))] == ["activity.backwards"]


def test_two_goals_with_one_code_are_found() -> None:
    sound = read(as_file(made()))
    goals = (*sound.goals, replace(sound.goals[2], title="Ett annat mål"))
    found = BY_CODE["duplicate.code"].findings(Case(replace(sound, goals=goals)))

    assert [one.spot.name for one in found] == ["Ett annat mål"]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert review(Case(read(as_file(made())))) == []


POSTPONED = [
    ("Starten har skjutits upp till hösten.", "skjutits upp"),
    ("Insatsen skjuts fram ett år.", "skjuts fram"),
    ("Arbetet har flyttats till 2024.", "flyttats till 2024"),
    ("Aktiviteten är framflyttad.", "framflyttad"),
    ("Bygget är försenat.", "försenat"),
    ("Projektet pausades i mars.", "pausades"),
    ("Kursen ställdes in.", "ställdes in"),
    ("Nämnden har beslutat att skjuta fram programarbetet.", "skjuta fram"),
    ("Utbildningen kommer att genomföras 2024.", "genomföras 2024"),
    ("Rutinen kommer färdigställas under våren 2024.", "färdigställas under våren 2024"),
    ("Aktiviteten är vilande i väntan på beslut.", "vilande"),
    ("Utbildningen genomfördes under 2023.", ""),
    ("Arbetet fortsätter under 2024.", ""),
    ("Kraven ställs inför upphandlingen.", ""),
    ("Kursen blev inställd.", "inställd"),
    ("Utbildningen har inte kunnat genomföras.", "har inte kunnat genomföras"),
    ("Arbetet är inte försenat.", ""),
    ("Arbetet löper utan förseningar.", ""),
    ("Inga aktiviteter har skjutits upp.", ""),
    ("Rutiner för att undvika förseningar är på plats.", ""),
    ("Arbetet pågår. Inget är avvikande. Starten sköts upp.", "sköts upp"),
    ("Föräldrarna får pauser i vardagen.", ""),
    ("Förvaltningen flyttar fram sina positioner.", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "words"), POSTPONED)
def test_words_that_say_postponed(text: str, words: str) -> None:
    assert postponed_words(text, 2023) == words


def test_finding_tells_values_and_depends_on_them() -> None:
    (one,) = found(row(target="80 %", council_target="85 %"), "target.weaker")
    (same,) = found(row(target="80 %", council_target="85 %", outcome="10 %"), "target.weaker")
    (other,) = found(row(target="80 %", council_target="86 %"), "target.weaker")

    assert "80 %" in one.message
    assert "85 %" in one.message
    assert one.mark == same.mark
    assert one.mark != other.mark
    assert one.spot.written == other.spot.written


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("code", "target"), [("target.weaker", "14 barn/avd."), ("target.unit", "14")]
)
def test_unit_with_a_full_stop_ends_the_sentence(code: str, target: str) -> None:
    data = row(target=target, council_target="15 barn/avd.", outcome="15 barn/avd.")

    (finding,) = found(data, code)
    assert "15 barn/avd." in finding.message
    assert ".." not in finding.message
