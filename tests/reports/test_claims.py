"""Numbers in texts against the document's own: contradicted, agreed with, or no claim at all."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import interchange
from reports.document import Document
from reports.references import choices, expand
from reports.review.claims import counts
from reports.review.counted import Claim, Part, Said, Thing, claims
from reports.review.findings import Case
from tests.documents import activity, document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")


def made(**fields: Any) -> Document:
    return interchange.read(json.dumps(document(**fields)).encode())


def with_analysis(text: str, *, at: str = "1.1", kind: str = "annual", **fields: Any) -> Document:
    """An area with five indicators (three fully, one partly, one not) of its own and three
    committee goals (two fully, one partly) with six activities, two of which deviate."""
    texts = {at: text}
    codes = ("1", "1.1", "1.1.1", "1.1.2", "1.1.3")
    levels = dict(zip(codes, ("partial", "full", "full", "full", "partial"), strict=True))
    values = ("80 %", "81 %", "92 %", "70 %", "10 %")
    return made(
        kind=kind,
        goals=[goal(code, assessment=levels[code], analysis=texts.get(code, "")) for code in codes],
        indicators=[
            indicator("1.1", f"Andel {number}", outcome=value, forecast=value, target="80 %")
            for number, value in enumerate(values)
        ],
        activities=[
            activity("1.1.1", f"Aktivitet {number}", deviation=number < 2) for number in range(6)
        ],
        **fields,
    )


def found(document: Document) -> list[str]:
    return [message for _spot, message, _about in counts(Case(document))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Fyra av fem indikatorer har uppfyllts helt.",
        "Bedömningen grundar sig på att tre av sex indikatorer uppfyllts helt.",
        "Tre av fem indikatorer har uppfyllts helt, två delvis och ingen inte.",
        "Tre av fem indikatorer uppfylls helt, en uppfylls delvis och två uppfylls inte.",
        "Samtliga indikatorer har uppfyllts helt.",
        "Alla fem indikatorer har uppfyllts delvis.",
        "Samtliga fyra indikatorer når årsmålet.",
        "Ingen av indikatorerna har uppfyllts helt.",
        "Inga indikatorer når målet.",
        "Av de sex indikatorerna har tre uppfyllts helt, en delvis och en inte.",
        "Målet följs upp med sju indikatorer.",
        "2 av 5 indikatorer har uppfyllts helt.",
        "Båda nämndmålen har uppfyllts helt.",
        "De två nämndmålen bedöms ha uppfyllts helt.",
        "Nämnden har formulerat två nämndmål som alla bidrar till området.",
        "Ett av de tre nämndmålen har uppfyllts helt och två delvis.",
        "Samtliga nämndmål bedöms uppfyllas helt.",
        "Samtliga fem aktiviteter har genomförts.",
        "Fem av sju aktiviteter är genomförda.",
        "Tre aktiviteter avviker från planen.",
        "Av områdets fem indikatorer är två helt uppfyllda, två delvis uppfyllda.",
        "Fyra av målets fem indikatorer bedöms nå årsmålet helt.",
        "Av fem indikatorer har fyra uppfyllts helt.",
        "Två av sju av nämndens indikatorer uppfylls helt.",
        "Av de fem aktiviteterna har fyra genomförts.",
        "Inga avvikelser finns att rapportera.",
        "Samtliga planerade aktiviteter har genomförts utan avvikelser.",
        "Av indikatorerna når fyra årsmålet helt.",
        "Av indikatorerna når två årsmålet, en delvis och två inte.",
        "Vi ser att av målets indikatorer har fyra uppfyllts helt.",
        "Av indikatorerna bedöms fem nå årsmålet.",
        "Av de fem indikatorerna når två årsmålet.",
    ],
)
def test_count_that_no_reading_agrees_with_is_found(sentence: str) -> None:
    assert len(found(with_analysis(f"Arbetet pågår. {sentence} Det är bra."))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Tre av fem indikatorer har uppfyllts helt, en delvis och en har inte uppfyllts.",
        "Tre av fem indikatorer når årsmålet, en når det delvis och en inte alls.",
        "Tre av fem indikatorer har uppfyllts helt, en har uppfyllts delvis men ligger nära.",
        "3 av 5 indikatorer har uppfyllts helt.",
        "Två av fem indikatorer har inte uppfyllts helt.",
        "Fyra av fem indikatorer har uppfyllts helt eller delvis.",
        "Tre indikatorer har uppfyllts helt och en delvis. En indikator har inte uppfyllts.",
        "Av de fem indikatorerna har tre uppfyllts helt, en delvis och en inte.",
        "Målet följs upp med fem indikatorer, varav tre uppfyllts helt.",
        "De tre nämndmålen bedöms uppfyllas.",
        "Två av tre nämndmål har uppfyllts helt och ett delvis.",
        "Samtliga sex aktiviteter har genomförts.",
        "Fyra av sex planerade aktiviteter har genomförts.",
        "Två av sex aktiviteter har inte genomförts.",
        "Två aktiviteter redovisas med avvikelse.",
        "Fem av sex aktiviteter är genomförda.",
        "Två av sex aktiviteter är genomförda.",
        "Av fem indikatorer har tre uppfyllts helt, en delvis och en inte.",
        "Tre indikatorer når årsmålet, en når det delvis och en når det inte.",
        "Av indikatorerna når tre årsmålet.",
        "Av indikatorerna når tre årsmålet, en delvis och en inte.",
        "Av indikatorerna bedöms tre nå årsmålet och en delvis.",
        "Av aktiviteterna har fem genomförts.",
    ],
)
def test_count_that_some_reading_agrees_with_is_not_found(sentence: str) -> None:
    assert found(with_analysis(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Två av de nya indikatorerna har uppfyllts.",
        "Fyra av indikatorerna har förbättrats sedan föregående år.",
        "Fyra indikatorer inom äldreomsorgen har uppfyllts helt.",
        "Inom förskolan har två av tre indikatorer uppfyllts helt.",
        "Alla indikatorer utom två har uppfyllts helt.",
        "Föregående år hade fyra av sju indikatorer uppfyllts helt.",
        "Nio aktiviteter har genomförts för barn och unga under sommaren.",
        "De två aktiviteterna slutförs nästa år.",
        "Nio av tio besökare är nöjda med aktiviteterna.",
        "Tre av fem enheter har genomfört samtliga aktiviteter för sina brukare.",
        "De flesta av nämndmålen har uppnåtts.",
        "Två nämndmål i tidigare program avslutades.",
        "Indikatorerna har uppfyllts.",
        "Ett nämndmål har ändrats.",
        "2 425 aktiviteter har erbjudits.",
        "Av 97 aktiviteter var hälften avgiftsfria.",
        "Resultatet av två indikatorer är lågt.",
        "Tillsynen visade inga avvikelser.",
        "Av indikatorerna inom förskolan når fyra årsmålet.",
        "Av indikatorerna har fyra förbättrats sedan föregående år.",
        "Av indikatorerna har fyra en prognos.",
        "De flesta av indikatorerna når fyra av fem i betyg.",
    ],
)
def test_what_is_said_of_some_of_them_is_no_claim(sentence: str) -> None:
    assert found(with_analysis(sentence)) == []


def test_part_of_a_part_is_not_read() -> None:
    said = list(claims("Tre av fem indikatorer har uppfyllts delvis, varav två ligger nära målet."))

    part = Part(3, Said.PARTIAL)
    assert said == [Claim(Thing.INDICATOR, frozenset([5]), frozenset([part]))]


def test_things_told_of_before_may_be_pointed_at() -> None:
    text = "Två indikatorer har inte uppfyllts. De två indikatorerna är nya."

    assert found(with_analysis(text)) == []


def test_indicators_of_the_goals_below_may_be_meant() -> None:
    rows = [indicator("1.1", "A", outcome="1", target="1")]
    rows += [indicator("1.1.1", name, outcome="1", target="1") for name in "BC"]
    goals = [goal("1"), goal("1.1", analysis="Samtliga 3 indikatorer uppfylls."), goal("1.1.1")]

    assert found(made(goals=goals, indicators=rows)) == []


def test_indicator_that_cannot_be_judged_may_be_anything() -> None:
    rows = [indicator("1.1", "A", outcome="1", target="1"), indicator("1.1", "B")]
    goals = [goal("1"), goal("1.1", analysis="Båda indikatorerna har uppfyllts helt.")]

    assert found(made(goals=goals, indicators=rows, activities=[])) == []


def test_tertial_report_is_judged_by_its_forecast() -> None:
    rows = [indicator("1.1", "A", outcome=None, forecast="10", target="10")]
    rows += [indicator("1.1", "B", outcome=None, forecast="1", target="10")]
    text = "Båda indikatorerna prognostiseras att uppfyllas helt."

    goals = [goal("1"), goal("1.1", analysis=text)]
    document = made(kind="t1", goals=goals, indicators=rows, activities=[])
    assert len(found(document)) == 1


def test_activities_of_a_year_that_is_not_over_may_be_left() -> None:
    assert found(with_analysis("En av sex aktiviteter har genomförts.", kind="t1")) == []


@pytest.mark.parametrize("kind", ["t1", "annual"])
def test_activities_whose_status_nobody_told_may_be_done_or_not(kind: str) -> None:
    rows = [activity("1.1", f"Aktivitet {number}") for number in range(6)]
    text = "Fem av sex aktiviteter är genomförda."
    goals = [goal("1"), goal("1.1", analysis=text)]

    assert found(made(kind=kind, goals=goals, indicators=[], activities=rows)) == []


def test_message_tells_how_many_activities_are_done() -> None:
    statuses = ["done", "done", "ongoing"]
    rows = [activity("1.1", f"Aktivitet {n}", status=one) for n, one in enumerate(statuses)]
    rows[2]["deviation"] = True
    goals = [goal("1"), goal("1.1", analysis="Samtliga tre aktiviteter har genomförts.")]

    (message,) = found(made(goals=goals, indicators=[], activities=rows))
    assert message.endswith("By the tables it is: 3 activities, 2 done, 1 with a deviation.")


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Alla fyra förväntade resultat har nåtts.", 1),
        ("Bedömningen grundar sig på att samtliga fyra förväntade resultat uppnåtts.", 1),
        ("Två av fyra förväntade resultat har nåtts.", 1),
        ("Ett av tre förväntade resultat har nåtts.", 1),
        ("Inget av de förväntade resultaten har nåtts.", 1),
        ("Alla tre förväntade resultat har nåtts.", 0),
        ("Två av tre förväntade resultat har nåtts och ett delvis.", 0),
        ("Samtliga förväntade resultat bedöms ha uppnåtts.", 0),
        ("Det förväntade resultatet har uppnåtts.", 0),
        ("Fyra förväntade resultat inom förskolan har nåtts.", 0),
    ],
)
@pytest.mark.parametrize("at", ["1.1", "1.1.1"])
def test_expected_results_are_those_of_the_goal(at: str, sentence: str, count: int) -> None:
    goals = [goal(code, analysis=sentence if code == at else "") for code in ("1", "1.1", "1.1.1")]
    goals[2] |= {"expected_results": ["A", "B", "C"], "reached_results": ["A", "B"]}

    assert len(found(made(goals=goals, indicators=[], activities=[]))) == count


def test_section_may_count_under_any_direction() -> None:
    section = {"key": "summary", "heading": "Sammanfattning"}
    right = {**section, "body": "Två av de tre nämndmålen har uppfyllts helt och ett delvis."}
    wrong = {**section, "body": "Två av de fyra nämndmålen har uppfyllts helt och två delvis."}

    assert found(with_analysis("", sections=[right])) == []
    assert len(found(with_analysis("", sections=[wrong]))) == 1


def test_message_quotes_the_sentence_and_tells_the_count() -> None:
    message = found(with_analysis("Fyra av fem indikatorer har uppfyllts helt."))[0]

    assert "“Fyra av fem indikatorer har uppfyllts helt.”" in message
    assert "5 indicators, 3 met fully, 1 partly, 1 not" in message


def test_finding_depends_on_the_sentence_and_on_the_counts() -> None:
    text = "Fyra av fem indikatorer har uppfyllts helt."
    first, second = (list(counts(Case(with_analysis(text + more))))[0] for more in ("", " Bra!"))
    assert first[2] == second[2]

    changed = with_analysis(text.replace("Fyra", "Två"))
    assert list(counts(Case(changed)))[0][2] != first[2]


LEVELS = ("full", "partial", "none", None)
VALUES = ("80 %", "70 %", "10 %", "99,25 %", None)


@st.composite
def reports(draw: st.DrawFn) -> Document:
    """A report with levels, outcomes and statuses of any kind, some of them missing."""
    codes = ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]
    level, value = st.sampled_from(LEVELS), st.sampled_from(VALUES)
    indicators = [
        indicator(code, f"Andel {number}", outcome=draw(value), forecast=draw(value), target="80 %")
        for code in codes[1:5]
        for number in range(draw(st.sampled_from([0, 1, 2, 5])))
    ]
    activities = [
        activity(code, f"Aktivitet {number}", deviation=draw(st.booleans()))
        | ({"status": draw(st.sampled_from(["done", "ongoing"]))} if told else {})
        for code in codes[2:4]
        for told in [draw(st.booleans())]
        for number in range(draw(st.sampled_from([0, 1, 2, 6])))
    ]
    return made(
        kind=draw(st.sampled_from(["t1", "annual"])),
        goals=[goal(code, assessment=draw(level)) for code in codes],
        indicators=indicators,
        activities=activities,
    )


@given(reports())
@settings(max_examples=60)
def test_what_the_program_counts_itself_is_never_contradicted(document: Document) -> None:
    goals = tuple(
        replace(goal, analysis=" ".join(f"Vi ser att {choice.written}." for choice in menu))
        for goal in document.goals
        for menu in [choices(document, goal)]
    )

    assert found(expand(replace(document, goals=goals))) == []
