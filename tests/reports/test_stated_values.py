"""Values, differences and verdicts in texts against the rows and assessments of the document."""

import json
from typing import Any

import pytest

from reports import interchange
from reports.review import values, verdicts
from reports.review.findings import Case
from tests.documents import document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")

ROW = {
    "outcome": "79,2 %",
    "women": "77,1 %",
    "men": "82,1 %",
    "previous_year": "78,6 %",
    "forecast": "85 %",
    "target": "88 %",
    "better": "higher",
}


def case(
    analysis: str, *, area: str = "", kind: str = "annual", level: str = "partial", **row: Any
) -> Case:
    """A document with one indicator, its analysis, and the analysis of the area it is under."""
    fields = {**ROW, **row, "analysis": analysis}
    rows = [indicator("1.1", "Andel nöjda besökare på träfflokal", **fields)]
    goals = [
        goal("1", "Ett tryggt Ängö", assessment="full"),
        goal("1.1", assessment=level, analysis=area),
        goal("1.1.1", assessment="full"),
    ]
    read = json.dumps(document(kind=kind, goals=goals, indicators=rows)).encode()
    return Case(interchange.read(read))


def found(case: Case) -> list[str]:
    return [
        f"{check.code}: {message}"
        for check in (*values.CHECKS, *verdicts.CHECKS)
        for _spot, message, _about in check.look(case)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Utfallet är 82,9 procent.",
        "Utfallet för året uppgår till 80 %.",
        "Resultatet blev 78 procent i årets mätning.",
        "Andelen är 97,2 procent.",
        "Andelen nöjda besökare på träfflokal är 69 procent.",
        "Årsmålet på 85 procent nås inte.",
        "Målet är 90 procent.",
        "Utfallet ökade jämfört med 71 procent föregående år.",
        "2022 var utfallet 74 procent.",
        "Utfallet för kvinnor är 70 procent.",
        "Utfallet är fyra procentenheter under årsmålet.",
        "Resultatet har ökat med fem procentenheter jämfört med föregående år.",
        "Utfallet ligger tio procentenheter över målet.",
        "Resultatet har försämrats sedan föregående år.",
        "Utfallet har minskat något jämfört med 2022.",
        "Årsmålet uppnås.",
        "Målet har uppfyllts helt.",
    ],
)
def test_what_the_row_contradicts_is_found(sentence: str) -> None:
    assert len(found(case(f"Arbetet fortsätter. {sentence}"))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Utfallet är 79,2 procent.",
        "Utfallet är 79 procent.",
        "Utfallet för kvinnor är 77 procent och för män 82 procent.",
        "Utfallet är 79,2 procent, jämfört med 78,6 procent föregående år.",
        "Resultatet 2022 var 79 procent.",
        "Årsmålet på 88 procent nås inte.",
        "Utfallet är nio procentenheter under årsmålet.",
        "Resultatet har förbättrats med en procentenhet sedan 2022.",
        "Resultatet har förbättrats något sedan föregående år.",
        "Målet uppnås delvis.",
        "Årsmålet uppnås inte.",
    ],
)
def test_what_the_row_agrees_with_is_not_found(sentence: str) -> None:
    assert found(case(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Utfallet är cirka 90 procent.",
        "Svarsfrekvensen är 40 procent.",
        "I staden är utfallet 84 procent.",
        "2019 var utfallet 60 procent.",
        "Andelen nöjda flickor är 91 procent.",
        "Av de 65 procent som svarade är de flesta nöjda.",
        "Utfallet är tre procentenheter lägre än i staden.",
        "Resultatet för män har försämrats sedan föregående år.",
        "Delindex har minskat med två enheter jämfört med föregående år.",
        "Arbetet syftar till att målet uppnås nästa år.",
        "För att målet ska uppnås krävs mer.",
        "Årsmålet uppnås för män.",
        "Kommunfullmäktiges årsmål uppnås.",
        "I tertial 1 har målet uppfyllts.",
        "Målet att uppnå 88 är högt satt.",
    ],
)
def test_what_is_said_of_something_else_is_not_read(sentence: str) -> None:
    assert found(case(sentence)) == []


@pytest.mark.parametrize("empty", [None, "-"])
def test_row_without_the_value_contradicts_nothing(empty: str | None) -> None:
    nothing: dict[str, Any] = dict.fromkeys(("outcome", "previous_year"), empty)

    assert found(case("Utfallet är 12 procent, mot 80 procent i fjol.", **nothing)) == []


@pytest.mark.parametrize(("better", "count"), [("lower", 1), ("higher", 0), ("within", 0)])
def test_better_is_what_the_indicator_says(better: str, count: int) -> None:
    text = "Resultatet har förbättrats sedan föregående år."

    assert len(found(case(text, better=better))) == count


def test_unit_of_its_own_is_compared_with_its_own() -> None:
    text = "Utfallet är 5,5 och målet är 4,9. Andelen är 40 procent. Utfallet är 3 dagar längre."
    row: dict[str, Any] = {
        "outcome": "5,2 st",
        "women": None,
        "men": None,
        "target": "4,9",
        "better": "lower",
    }

    assert len(found(case(text, **row))) == 1


GROUPS: dict[str, Any] = {
    "outcome": "15,7 barn/avd.",
    "previous_year": "16,5 barn/avd.",
    "women": None,
    "men": None,
    "forecast": None,
    "target": "15",
    "better": "lower",
}


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Utfallet minskade från 16,5 till 15,2 barn.", 1),
        ("Utfallet minskade från 17,5 till 15,7 barn.", 1),
        ("Antalet har under året minskat från 17 till 14 barn, vilket är bra.", 1),
        ("Gruppstorleken har minskat från 16,5 till 15,2 barn.", 1),
        ("Grupperna sjönk från 18,5 till 15,7 barn per avdelning.", 1),
        ("Utfallet minskade från 16,5 till 15,7 barn.", 0),
        ("Grupperna har minskat från 16,5 till 16 barn.", 0),
        ("Utfallet minskade från 16,5 förra året till 15,7 barn i år.", 0),
        ("Utfallet minskade från 19,5 till 15,7 barn sedan 2019.", 0),
        ("Utfallet minskade från 15,9 under tertial 1 till 15,2.", 0),
        ("Utfallet minskade från 16,5 till 14,2 barn för de yngsta.", 0),
        ("Utfallet ska minska från 16,5 till 14,2 barn.", 0),
        ("Målet sänktes från 16,5 till 14,2 barn.", 0),
        ("Antalet platser ökade från 20 till 25.", 0),
        ("Svarsfrekvensen ökade från 16,5 till 70.", 0),
        ("Antalet flickor minskade från 16,5 till 9.", 0),
    ],
)
def test_from_last_year_to_this_is_held_against_both(sentence: str, count: int) -> None:
    assert len(found(case(sentence, **GROUPS))) == count


def test_from_last_year_to_this_by_the_name_of_the_indicator() -> None:
    area = "Andelen nöjda besökare på träfflokal ökade från 78,6 till {} procent."

    assert len(found(case("", area=area.format("81,2")))) == 1
    assert found(case("", area=area.format("79,2"))) == []


def test_unit_with_a_full_stop_ends_the_sentence() -> None:
    for text in ("Utfallet är 15,2.", "Årsmålet uppnås."):
        (message,) = found(case(text, **GROUPS | {"target": "15 barn/avd."}))

        assert message.endswith("barn/avd.")
        assert not message.endswith("..")


def test_indicator_named_in_another_text_is_meant() -> None:
    area = "Andelen nöjda besökare på träfflokal är 97 procent. Andelen barn är 12 procent."

    assert len(found(case("", area=area))) == 1


def test_tertial_report_may_mean_the_forecast() -> None:
    forecast: dict[str, Any] = {"outcome": None, "forecast": "88 %"}

    assert found(case("Årsmålet förväntas uppnås.", kind="t1", **forecast)) == []
    assert found(case("Prognosen är 85 procent.", kind="t1")) == []
    assert len(found(case("Prognosen är 95 procent.", kind="t1"))) == 1


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Förvaltningen bedömer att målet för verksamhetsområdet uppfyllts helt.", 1),
        ("Förvaltningen bedömer att målet för verksamhetsområdet uppfylls delvis.", 0),
        ("Verksamhetsområdesmålet bedöms inte uppfyllas.", 0),
        ("Nämnden bedömer att målet uppfylls helt.", 1),
        ("Andelen ökar så att målet uppfylls helt.", 0),
        ("Kommunfullmäktiges mål för verksamhetsområdet bedöms uppnås.", 0),
        ("Nämndmålet bedöms ha uppfyllts delvis.", 1),
        ("Nämndmålet bedöms ha uppfyllts helt.", 0),
        ("Om nämndmålet uppfylls delvis följs det upp.", 0),
        ("Föregående år bedömdes att nämndmålet uppfyllts delvis.", 0),
        ("Inriktningsmålet Ett tryggt Ängö bedöms uppfyllas delvis.", 1),
        ("Det mål som bedöms ha uppnåtts delvis är Ett tryggt Ängö.", 1),
        ("Det mål som bedöms ha uppnåtts helt är Ett tryggt Ängö.", 0),
        ("Målet för verksamhetsområdet Ett annat mål bedöms ha uppfyllts helt.", 0),
    ],
)
def test_level_that_the_goal_is_not_judged_at_is_found(sentence: str, count: int) -> None:
    assert len(found(case("", area=sentence))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Målet uppfylls delvis.", 1),
        ("Målet bedöms uppfyllas delvis.", 1),
        ("Målet har inte uppfyllts.", 1),
        ("Målet har uppfyllts helt.", 0),
        ("Målet har uppnåtts, även om arbetet fortsätter.", 0),
        ("Sammantaget bedöms målet uppfyllas delvis.", 1),
        ("Förvaltningens bedömning är att målet inte uppfylls.", 1),
        ("Arbetet har gått framåt under året. Målet bedöms uppfyllas delvis.", 1),
        ("Andelen nöjda är 40 procent.\n\nMålet uppfylls delvis.", 1),
        ("Andelen nöjda är 40 procent. Målet uppfylls delvis.", 0),
        ("Sjukfrånvaron sjönk till 8. Målet har inte uppfyllts.", 0),
        ("Nämndmålet om tidigt stöd följs upp. Målet uppfylls delvis.", 0),
        ("### Förskolan\n\nMålet uppfylls delvis.", 0),
        ("Utfallet är lågt och därmed bedöms målet uppfyllas delvis.", 0),
        ("Målet för indikatorn uppfylls delvis.", 0),
        ("Målet för verksamhetsområdet uppfylls helt. Målet om trygghet uppfylls delvis.", 0),
        ("Målet 33 % uppfylls delvis.", 0),
        ("Målet att nå 33 % uppfylls delvis.", 0),
        ("Under året har målet delvis uppfyllts för kvinnor.", 0),
        ("Målet uppfylls delvis för kvinnor.", 0),
        ("Målet uppfylls delvis inom förskolan.", 0),
        ("Om målet uppfylls delvis följs det upp.", 0),
        ("Målet uppfylls delvis genom samverkan med andra.", 0),
        ("Målet uppfylldes delvis föregående år.", 0),
    ],
)
def test_the_goal_alone_is_that_of_its_own_analysis(text: str, count: int) -> None:
    assert len(found(case("", area=text, level="full"))) == count


def test_message_tells_what_the_table_says() -> None:
    (message,) = found(case("Utfallet är 82,9 procent."))

    assert message == (
        "claim.value: The text says “Utfallet är 82,9 procent.” By the table the outcome is 79,2 %."
    )


def test_about_changes_with_the_row() -> None:
    first, second = (
        next(values.stated_values(case("Utfallet är 99 procent.", outcome=outcome)))[2]
        for outcome in ("79 %", "80 %")
    )

    assert first != second
