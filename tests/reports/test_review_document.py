"""`manage.py review_document`: what it tells, in which shape, and its exit status."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from goals.models import Round
from reports.reviewing import accept_finding, findings_of
from tests.conftest import People
from tests.documents import activity, as_file, document, goal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WRONG = document(
    goals=[goal("1"), goal("1.1", assessment="full"), goal("1.1.1", assessment="full")],
    indicators=[],
    activities=[activity("1.1", "Öppna"), activity("1.1.1", "Stänga")],
)


def run(*args: Any, **options: Any) -> tuple[str, int]:
    """What the command wrote, and its exit status."""
    out = StringIO()
    try:
        call_command("review_document", *args, stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def wrong(people: People, loaded: Callable[[dict[str, Any]], Round]) -> Round:
    return loaded(WRONG)


def test_text_is_grouped_by_goal(wrong: Round) -> None:
    told, status = run("aby", 2023, "annual", language="en")

    assert status == 1
    lines = told.splitlines()
    assert lines[0] == "1 Mål 1"
    assert lines[1] == "  Must be mended: The goal is not assessed. (goal.unassessed)"
    assert lines[-1] == "Must be mended: 1, Look at this: 0, Note: 0"


def test_text_is_swedish_unless_another_language_is_asked_for(wrong: Round) -> None:
    assert "Måste rättas: 1" in run("aby", 2023, "annual")[0]
    assert "Must be mended: 1" in run("aby", 2023, "annual", language="en")[0]


def test_part_is_also_named_as_in_addresses(wrong: Round) -> None:
    assert run("aby", "2023", "vb") == run("aby", "2023", "annual")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("abyy", "2023", "vb"), "no committee with the address “abyy”"),
        (("aby", "2023", "vp"), "“aby” has no plan 2023"),
        (("aby", "2022", "vb"), "“aby” has no annual report 2022"),
        (("aby", "2023", "bokslut"), "invalid choice"),
    ],
)
def test_unknown_committee_and_unknown_round_are_told_apart(
    wrong: Round, args: tuple[str, ...], told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        run(*args)


def test_json_says_everything(wrong: Round) -> None:
    told, status = run("aby", 2023, "annual", format="json")

    (finding,) = json.loads(told)
    assert status == 1
    assert finding["message"].keys() == {"sv", "en"}
    assert finding["message"].pop("en") == "The goal is not assessed."
    del finding["message"]
    assert finding == {
        "code": "goal.unassessed",
        "severity": "must",
        "place": {"kind": "goal", "goal": "1", "name": "Mål 1", "field": "assessment"},
        "link": "/aby/2023/vb/mal/1/bedom/",
        "accepted": False,
        "reason": "",
    }


def test_accepted_finding_is_told_and_not_blamed(wrong: Round, people: People) -> None:
    (found,) = findings_of(wrong).open
    accept_finding(
        round=wrong,
        code=found.code,
        spot=found.spot.written,
        mark=found.mark,
        reason="Det är rätt.",
        by=people.eva,
    )

    told, status = run("aby", 2023, "annual", format="json")

    assert status == 0
    assert [(one["accepted"], one["reason"]) for one in json.loads(told)] == [
        (True, "Det är rätt.")
    ]
    assert "[may stand: Det är rätt.]" in run("aby", 2023, "annual", language="en")[0]


def test_file_is_reviewed_without_being_loaded(db: None, tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    file.write_bytes(as_file(WRONG))

    told, status = run(file=file, format="json")

    assert status == 1
    assert [one["code"] for one in json.loads(told)] == ["goal.unassessed"]
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("args", "options"),
    [
        ((), {}),
        (("aby", 2023, "plan"), {}),
        (("ostra", 2023, "annual"), {"user": "nobody@example.com"}),
        ((), {"file": Path("nowhere.json")}),
    ],
)
def test_what_is_not_there_is_an_error_of_its_own(
    wrong: Round, args: tuple[Any, ...], options: dict[str, Any]
) -> None:
    with pytest.raises(CommandError) as error:
        run(*args, **options)
    assert error.value.returncode == 2


def test_broken_file_is_told(db: None, tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    file.write_text("{")

    with pytest.raises(CommandError, match="not valid JSON"):
        run(file=file)
