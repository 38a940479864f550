"""Loading: twice is once, a corrected file corrects, a broken one changes nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.http import Http404

from goals.choices import RoundState, Verb
from goals.models import Activity, ActivityReport, Assessment, Event, Goal, Round
from goals.rules import RoundLocked
from indicators.choices import OutcomeState
from indicators.models import Indicator, Measure, Outcome
from organisation.access import SYSTEM
from organisation.models import Committee, Role
from reports.compose import compose
from reports.interchange import read, write
from reports.load import load
from reports.models import Report, Section
from tests.conftest import People
from tests.documents import (
    DEMO,
    ROOT,
    SHARED,
    activity,
    areas,
    as_file,
    document,
    goal,
    indicator,
)
from tests.factories import CommitteeFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Load = Callable[[dict[str, Any]], Round]
COMPUTED = ("fulfilment", "forecast_fulfilment")


def said(round: Round) -> dict[str, Any]:
    """What the round's document says, without what is computed."""
    data: dict[str, Any] = json.loads(write(compose(round)))
    for row in data["indicators"]:
        for name in COMPUTED:
            row.pop(name, None)
    return data


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of our own tables."""
    labels = ("organisation", "goals", "indicators", "reports")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }


@pytest.mark.parametrize("files", [DEMO, SHARED], ids=["demo", "shared"])
def test_real_documents_side_by_side_are_written_as_they_were_loaded(files: list[Path]) -> None:
    for path in files:
        load(read(path.read_bytes()), by=SYSTEM)

    for path in files:
        data = json.loads(path.read_bytes())
        round = Round.objects.get(committee__slug=data["committee"]["slug"])
        assert said(round) == data


def test_loading_twice_changes_nothing(loaded: Load) -> None:
    for path in DEMO:
        load(read(path.read_bytes()), by=SYSTEM)
    before = everything()

    for path in DEMO:
        assert not load(read(path.read_bytes()), by=SYSTEM)

    assert everything() == before


def test_corrected_file_updates(loaded: Load) -> None:
    data = document()
    loaded(data)
    data["goals"][1]["assessment"] = "none"
    data["goals"][1]["description"] = "Med nöjd menas mer än så."
    data["indicators"][0] |= {"outcome": "81,0 %", "women": "82 %", "by_sex": True}
    data["indicators"][1] |= {"target": "12", "analysis": "Fler än väntat."}
    data["activities"][0] |= {"end": "2024-02-29", "deviation": True}

    assert said(loaded(data)) == data


def test_corrected_file_takes_away_what_it_no_longer_has(loaded: Load) -> None:
    data = areas(2)
    loaded(data)
    data["goals"] = data["goals"][:3]
    codes = {row["code"] for row in data["goals"]}
    data["indicators"] = [row for row in data["indicators"] if row["goal"] in codes][1:]
    data["activities"] = [row for row in data["activities"] if row["goal"] in codes][1:]

    round = loaded(data)

    assert said(round) == data
    assert Goal.objects.count() == 3
    assert Measure.objects.count() == len(data["indicators"])
    assert Activity.objects.count() == len(data["activities"])


def test_what_other_rounds_use_is_not_taken_away(loaded: Load) -> None:
    plan = areas(2) | {"kind": "plan"}
    report = areas(1)
    first = loaded(plan)
    loaded(areas(2))

    loaded(report)

    assert said(first) == plan


def test_mistyped_title_that_is_corrected_leaves_nothing_behind(loaded: Load) -> None:
    data = document()
    data["goals"][1]["title"] = "Mål 11"
    data["indicators"][0]["name"] = "Andel nöjda brukare"
    loaded(data)

    loaded(document())

    assert set(Goal.objects.values_list("title", flat=True)) == {"Mål 1", "Mål 1.1", "Mål 1.1.1"}
    assert set(Indicator.objects.values_list("name", flat=True)) == {"Andel nöjda", "Antal träffar"}


def test_parts_of_a_year_do_not_change_each_other(loaded: Load) -> None:
    plan = document(kind="plan", indicators=[indicator("1.1", "Andel", target="80 %")])
    t1 = document(kind="t1", indicators=[indicator("1.1", "Andel", target="75 %", forecast="70 %")])
    annual = document(indicators=[indicator("1.1", "Andel", target="75%", outcome="71 %")])
    rounds = [loaded(data) for data in (plan, t1, annual)]

    assert [said(round) for round in rounds] == [plan, t1, annual]
    assert Measure.objects.count() == 1


def test_committees_share_the_councils_goals_and_indicators(loaded: Load) -> None:
    loaded(document())
    loaded(document(committee={"name": "Östra nämnden", "slug": "ostra"}))

    councils = Goal.objects.filter(committee=None)
    assert list(councils.order_by("code").values_list("code", flat=True)) == ["1", "1.1"]
    assert Goal.objects.filter(code="1.1.1").count() == 2
    assert Indicator.objects.filter(name="Andel nöjda").count() == 1
    assert Indicator.objects.filter(name="Antal träffar").count() == 2


def test_years_have_trees_of_their_own_and_share_indicators(loaded: Load) -> None:
    twelve = document(year=2021, goals=[goal("1"), goal("1.1", "Ett annat mål"), goal("1.1.1")])
    rounds = [loaded(twelve), loaded(document())]

    assert Goal.objects.count() == 6
    assert Indicator.objects.count() == 2
    assert [said(round)["year"] for round in rounds] == [2021, 2023]


def test_same_title_twice_under_a_goal_is_two_activities(loaded: Load) -> None:
    rows = [
        activity("1.1.1", "Bygga ut", start="2023-01-01"),
        activity("1.1.1", "Bygga ut", start="2023-06-01"),
    ]
    round = loaded(document(activities=rows))
    loaded(document(activities=rows))

    assert said(round)["activities"] == rows
    assert ActivityReport.objects.count() == 2


def test_text_left_out_of_a_file_stays_and_an_empty_one_goes(loaded: Load) -> None:
    data = document()
    data["goals"][1]["analysis"] = "Därför."
    loaded(data)
    del data["goals"][1]["analysis"]
    loaded(data)
    assert Assessment.objects.get(goal__code="1.1").analysis == "Därför."

    data["goals"][1]["analysis"] = ""
    loaded(data)
    assert Assessment.objects.get(goal__code="1.1").analysis == ""


def test_state_somebody_has_chosen_stays_until_a_file_has_a_value(loaded: Load) -> None:
    rows = [indicator("1.1", "Andel", target="80 %")]
    loaded(document(indicators=rows))
    outcome = Outcome.objects.get()
    outcome.state = OutcomeState.LATER
    outcome.save()

    loaded(document(indicators=rows))
    assert Outcome.objects.get().state == OutcomeState.LATER

    rows[0]["outcome"] = "5 %"
    loaded(document(indicators=rows))
    assert Outcome.objects.get().state == OutcomeState.ENTERED

    rows[0]["outcome"] = None
    loaded(document(indicators=rows))
    assert Outcome.objects.get().state == OutcomeState.MISSING


def test_sections_and_economy_are_kept_and_corrected(loaded: Load) -> None:
    economy = {
        "unit": "mnkr",
        "operating_areas": [{"name": "Förskola", "part_of_above": False, "budget_net": "1 376,5"}],
        "tables": [{"section": "Barn", "title": None, "columns": ["År"], "rows": [["2023", None]]}],
    }
    sections = [{"key": "summary", "heading": "Sammanfattning", "body": "Kort."}]
    data = document(sections=sections, economy=economy)
    assert said(loaded(data)) == data

    data["sections"] = [*sections, {"key": "other", "heading": "Övrigt", "body": ""}]
    assert said(loaded(data)) == data
    data["sections"] = sections
    assert said(loaded(data)) == data

    del data["sections"], data["economy"]
    loaded(data)
    assert Report.objects.get().economy == economy
    assert Section.objects.count() == 1


@pytest.mark.parametrize("state", [RoundState.LOCKED, RoundState.DECIDED])
def test_locked_round_refuses_and_nothing_changes(loaded: Load, state: RoundState) -> None:
    round = loaded(document())
    round.state = state
    round.save()
    before = everything()
    changed = document(goals=[*document()["goals"], goal("2")])

    with pytest.raises(RoundLocked):
        load(read(as_file(changed)), by=SYSTEM)

    assert everything() == before


def test_planned_round_can_be_filled_from_a_file(loaded: Load) -> None:
    round = loaded(document())
    round.state = RoundState.PLANNED
    round.save()
    data = document(activities=[])

    assert said(loaded(data)) == data


def test_who_may_load(people: People) -> None:
    document_of_aby = read(as_file(document()))

    load(document_of_aby, by=people.eva)
    load(document_of_aby, by=people.karin)
    with pytest.raises(PermissionDenied):
        load(document_of_aby, by=people.rolf)
    with pytest.raises(PermissionDenied):
        load(document_of_aby, by=people.mona)
    with pytest.raises(Http404):
        load(document_of_aby, by=people.nils)


def test_only_a_controller_adds_a_committee(people: People) -> None:
    new = read(as_file(document(committee={"name": "Ny nämnd", "slug": "ny"})))

    with pytest.raises(PermissionDenied):
        load(new, by=people.eva)
    load(new, by=people.karin)

    assert Committee.objects.filter(slug="ny").exists()


def test_history_tells_what_a_corrected_file_changed(loaded: Load) -> None:
    loaded(document())
    data = document()
    data["indicators"][0]["outcome"] = "79 %"
    loaded(data)

    outcome = Outcome.objects.get(measure__indicator__name="Andel nöjda")
    assert [row.total_printed for row in outcome.history.all()] == ["79 %", "77%"]
    assert outcome.version == 2


def test_document_keeps_the_names_it_was_made_with(loaded: Load) -> None:
    first = loaded(document())
    first.state = RoundState.DECIDED
    first.save()
    renamed = document(year=2024, committee={"name": "Åby och Ängö nämnd", "slug": "aby"})
    second = loaded(renamed | {"municipality": "Nya kommunen"})

    first.committee.refresh_from_db()
    assert (said(first)["committee"]["name"], said(first)["municipality"]) == (
        "Åby nämnd",
        "Ängö kommun",
    )
    assert said(second)["committee"]["name"] == "Åby och Ängö nämnd"
    assert first.committee.name == "Åby och Ängö nämnd"


def test_another_title_for_a_councils_goal_is_told() -> None:
    load(read(as_file(document())), by=SYSTEM)
    data = document(committee={"name": "Östra nämnden", "slug": "ostra"})
    data["goals"][1]["title"] = "Mål 1,1"

    changes = load(read(as_file(data)), by=SYSTEM)

    assert changes.notes == ["Goal 1.1: the council has another goal with that code: “Mål 1.1”."]


# The command --------------------------------------------------------------------------


def test_command_loads_files_and_tells_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "aby.json"
    file.write_bytes(as_file(document()))

    call_command("load_document", file)
    call_command("load_document", file)

    first, second = capsys.readouterr().out.splitlines()
    assert "added" in first
    assert "nothing changed" in second


def test_one_broken_file_of_several_stores_nothing(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.json", tmp_path / "broken.json"
    good.write_bytes(as_file(document()))
    broken.write_bytes(as_file(document(activities=[activity("7", "Bygga")])))
    before = everything()

    with pytest.raises(CommandError, match=r"activities 1 \(Bygga\): goal: .*7"):
        call_command("load_document", good, broken)

    assert everything() == before


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as huge:
        huge.truncate(50 * 1024 * 1024)

    with pytest.raises(CommandError, match="larger"):
        call_command("load_document", file)


def test_misspelled_field_is_told_beside_what_was_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "aby.json"
    file.write_bytes(as_file(document(autor="Eva")))

    call_command("load_document", file)

    assert "autor" in capsys.readouterr().err


def test_database_without_tables_is_told(tmp_path: Path) -> None:
    file = tmp_path / "aby.json"
    file.write_bytes(as_file(document()))
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3", "DEBUG": "1"}

    done = subprocess.run(
        [sys.executable, "manage.py", "load_document", str(file)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "manage.py migrate" in done.stderr


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothere\.json: the file cannot be read"):
        call_command("load_document", tmp_path / "nothere.json")


def test_command_has_its_persons_rights(tmp_path: Path) -> None:
    file = tmp_path / "aby.json"
    file.write_bytes(as_file(document()))
    committee = CommitteeFactory(slug="aby")
    reader = member(Role.READER, committee)
    stranger = member(Role.ADMINISTRATOR, CommitteeFactory())

    for user in (reader, stranger):
        with pytest.raises(CommandError):
            call_command("load_document", file, user=user.email)
    with pytest.raises(CommandError, match="nobody@example"):
        call_command("load_document", file, user="nobody@example.com")
    assert not Round.objects.exists()

    call_command("load_document", file, user=member(Role.ADMINISTRATOR, committee).email)
    assert Round.objects.exists()


def test_loading_is_told_when_something_changed(people: People, loaded: Load) -> None:
    data = document(indicators=[indicator("1.1", "Andel", outcome="70 %")])
    committee = loaded(data).committee
    loaded(data)
    changed = document(indicators=[indicator("1.1", "Andel", outcome="71 %")])
    load(read(as_file(changed)), by=people.karin)

    latest, first = Event.objects.filter(committee=committee, verb=Verb.DOCUMENT_LOADED)
    assert (first.by, latest.by) == (None, people.karin)
    assert latest.details == {
        "name": "Annual report 2023",
        "added": 0,
        "changed": 1,
        "removed": 0,
    }


def test_expected_day_comes_with_a_later_outcome_and_goes_with_it(loaded: Load) -> None:
    def year(**fields: Any) -> dict[str, Any]:
        return document(indicators=[indicator("1.1", "Andel", target="8", **fields)])

    round = loaded(year(state="later", expected_on="2024-05-01"))
    (row,) = compose(round).indicators()
    assert row.expected_on == date(2024, 5, 1)
    assert said(round)["indicators"][0]["expected_on"] == "2024-05-01"

    # A file that does not know leaves it; one with a figure has nothing to wait for.
    (row,) = compose(loaded(year())).indicators()
    assert (row.state, row.expected_on) == ("later", date(2024, 5, 1))
    (row,) = compose(loaded(year(outcome="7"))).indicators()
    assert (row.state, row.expected_on) == ("", None)
    (row,) = compose(loaded(year(outcome="7", expected_on="2024-05-01"))).indicators()
    assert row.expected_on is None
