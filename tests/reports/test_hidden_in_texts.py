"""Texts that may tell a figure which is hidden for being of too few people."""

import json
from typing import Any

import pytest

from reports import interchange
from reports.review.findings import Case
from reports.review.hidden import told
from tests.documents import document, goal, indicator

pytestmark = pytest.mark.usefixtures("in_english")

NAME = "Antal barnfamiljer som beviljats akut boende"
HIDDEN: dict[str, Any] = {"outcome": None, "state": "too_few", "target": "8"}


def case(analysis: str = "", *, area: str = "", limit: int = 5, **row: Any) -> Case:
    """An indicator with a hidden outcome, its analysis, and that of the goal it is under."""
    rows = [indicator("1.1", NAME, **{**HIDDEN, **row}, analysis=analysis)]
    rows.append(indicator("1.1", "Antal möten med vårdnadshavare", outcome="3", target="3"))
    goals = [goal("1"), goal("1.1", analysis=area)]
    made = document(kind="annual", goals=goals, indicators=rows, activities=[])
    return Case(interchange.read(json.dumps(made).encode()), smallest_group=limit)


def found(case: Case) -> list[str]:
    return [message for _spot, message, _about in told(case)]


TELLING = (
    "Hittills har 3 barnfamiljer beviljats akut boende.",
    "Hittills har tre barnfamiljer beviljats akut boende.",
    "En familj, en kvinna med barn, har fått akut boende.",
    "Två nya hushåll har tillkommit.",
    "Tre av familjerna bor kvar.",
    "Utfallet är 3.",
    "Antalet barnfamiljer ligger på 3 mot högst 8.",
    "Under året har tre beviljats boende.",
)


@pytest.mark.parametrize("sentence", TELLING)
def test_number_of_few_people_is_found(sentence: str) -> None:
    (message,) = found(case(f"Arbetet pågår. {sentence}"))

    assert sentence in message
    assert NAME in message


@pytest.mark.parametrize("sentence", TELLING)
def test_nothing_is_found_where_nothing_is_hidden(sentence: str) -> None:
    assert found(case(sentence, outcome="3", state="entered")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Få barnfamiljer har beviljats akut boende.",
        "Under tertial 1 minskade behovet.",
        "Årsmålet är högst 3 barnfamiljer.",
        "Årsmålet 3 nås.",
        "Förra året beviljades 8 barnfamiljer akut boende.",
        "Andelen är 3 procent.",
        "Fyra möten har hållits.",
        "Ett barn mer än förra året har berörts.",
        "Åtta familjer fick råd.",
        "Från den 1 mars gäller nya riktlinjer för barnfamiljer.",
        "En insats för barn och unga har börjat.",
        "I 3,5 hushåll av hundra finns barn.",
    ],
)
def test_other_numbers_are_let_be(sentence: str) -> None:
    assert found(case(sentence)) == []


def test_any_number_of_women_or_men_is_found_where_the_sexes_are_hidden() -> None:
    sexes: dict[str, Any] = {
        "outcome": "22",
        "state": "entered",
        "by_sex": True,
        "women": "..",
        "men": "..",
    }

    assert len(found(case("Av dem är 20 kvinnor.", **sexes))) == 1
    assert found(case("Hittills har 22 familjer fått boende.", **sexes)) == []


@pytest.mark.parametrize(
    ("area", "count"),
    [
        (f"{NAME} är 3.", 1),
        ("Akut boende för barnfamiljer ligger på 3 mot högst 8 för året.", 1),
        ("Tre barnfamiljer bor akut.", 1),
        ("Tre personer har anställts.", 0),
        ("Barnfamiljer prioriteras i arbetet.", 0),
    ],
)
def test_text_of_the_goal_tells_where_it_speaks_of_the_indicator(area: str, count: int) -> None:
    assert len(found(case(area=area))) == count


def test_limit_is_the_municipality_s_and_a_file_s_is_not_known() -> None:
    text = "Hittills har 7 barnfamiljer beviljats akut boende."

    assert found(case(text, limit=5)) == []
    assert len(found(case(text, limit=8))) == 1
    assert len(found(case(text, limit=0))) == 1
