"""The page that assesses a goal."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goals.cells import mark
from goals.choices import Kind, RoundState
from goals.models import Assessment, Draft, Round, Unlock
from goals.rules import assess_goal
from organisation.models import User
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    OutcomeFactory,
    RoundFactory,
    TargetFactory,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def client(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def assessment(people: People) -> Assessment:
    made: Assessment = AssessmentFactory(
        round=RoundFactory(committee=people.committee, part="annual"),
        goal__code="1.2",
        expected_results=["Fler barn läser."],
    )
    return made


def address_of(assessment: Assessment) -> str:
    round = assessment.round
    return reverse(
        "assess", args=[round.committee.slug, round.year, round.slug, assessment.goal.code]
    )


def typed(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "level": "partial", "analysis": "Två av tre nåddes.", **changes}


def test_the_evidence_stands_beside_the_decision(
    client: Client, people: People, assessment: Assessment
) -> None:
    round, goal = assessment.round, assessment.goal
    target = TargetFactory(round=round, measure__goal=goal, measure__indicator__name="Läslust")
    OutcomeFactory(round=round, measure=target.measure, total="70 %")
    ActivityReportFactory(
        round=round, activity__goal=goal, activity__title="Bokbussen", deviation=True
    )
    AssessmentFactory(
        round=round,
        level="none",
        goal__code="1.2.1",
        goal__parent=goal,
        goal__committee=people.committee,
        goal__title="Alla läser",
    )
    client.force_login(people.mona)

    text = client.get(address_of(assessment)).text

    for expected in ("Läslust", "70 %", "Bokbussen", "1.2.1 Alla läser", "Fler barn läser."):
        assert expected in text
    assert text.count("Met partly") == 4  # the indicator and its picture, the proposal, the choice


def test_a_manager_assesses(client: Client, people: People, assessment: Assessment) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed())
    assert answer.status_code == 302
    assessment.refresh_from_db()
    assert (assessment.level, assessment.analysis) == ("partial", "Två av tre nåddes.")


def test_a_reader_reads_and_may_not_save(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.rolf)
    answer = client.get(address_of(assessment))
    assert answer.status_code == 200
    assert 'name="level"' not in answer.text
    assert client.post(address_of(assessment), typed()).status_code == 403
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_another_committees_person_finds_nothing(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.nils)
    assert client.get(address_of(assessment)).status_code == 404
    assert client.post(address_of(assessment), typed()).status_code == 404


def test_an_unknown_goal_or_part_is_not_found(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    address = address_of(assessment)
    assert client.get(address.replace("/1.2/", "/9.9/")).status_code == 404
    assert client.get(address.replace("/vb/", "/annual/")).status_code == 404


def test_an_unknown_level_is_refused_and_the_text_kept(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed(level="good"))
    assert answer.status_code == 422
    assert "Två av tre nåddes." in answer.text
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_a_conflict_shows_both(client: Client, people: People, assessment: Assessment) -> None:
    assess_goal(
        assessment=assessment, level="full", analysis="Alla nåddes.", version=1, by=people.eva
    )
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed())
    assert answer.status_code == 409
    assert "Alla nåddes." in answer.text
    assert "Två av tre nåddes." in answer.text
    assert 'name="version" value="2"' in answer.text
    assessment.refresh_from_db()
    assert assessment.analysis == "Alla nåddes."


def test_a_conflict_keeps_every_tick(
    client: Client, people: People, assessment: Assessment
) -> None:
    results = ["Fler barn läser.", "Fler barn skriver."]
    Assessment.objects.filter(pk=assessment.pk).update(expected_results=results)
    assessment.refresh_from_db()
    assess_goal(
        assessment=assessment, level="full", analysis="Alla nåddes.", version=1, by=people.eva
    )
    client.force_login(people.mona)

    answer = client.post(address_of(assessment), typed(reached_results=results))

    assert answer.status_code == 409
    assert answer.text.count("checked") >= len(results) + 1  # the ticks, and the level
    kept = Draft.objects.get(by=people.mona, cell="reached_results")
    assert kept.text.split("\n") == results


def test_a_locked_round_refuses_and_keeps_the_text(
    client: Client, people: People, assessment: Assessment
) -> None:
    Round.objects.filter(pk=assessment.round_id).update(state=RoundState.LOCKED)
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed())
    assert answer.status_code == 409
    assert "Två av tre nåddes." in answer.text
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_reason_that_stands_is_not_asked_for_by_a_proposal_that_is_not_made(
    client: Client, people: People, assessment: Assessment
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(reason="Enkäten kom för sent.")
    client.force_login(people.mona)

    page = client.get(address_of(assessment))

    assert page.context["basis"].proposal.level is None
    assert page.context["form"]["reason"].label == "Reason"
    assert "Enkäten kom för sent." in page.text
    assert "another than the proposed one</label>" not in page.text


def draft(client: Client, assessment: Assessment, by: User, **said: str) -> None:
    """Write in the form without saving, as the page's script tells it."""
    round = assessment.round
    answer = client.post(
        reverse("draft", args=[round.committee.slug, round.year, round.slug]),
        {
            "person": by.pk,
            "typed": 1,
            "place": f"goal:{assessment.goal_id}",
            "cell": "analysis",
            "seen": mark(""),
            **said,
        },
        content_type="application/json",
    )
    assert answer.status_code == 204


def test_a_draft_is_there_when_the_page_is_opened_again_for_its_writer_only(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    draft(client, assessment, people.mona, text="Två av")
    draft(client, assessment, people.mona, cell="level", text="none")
    page = client.get(address_of(assessment))
    assert "You have a draft of" in page.text
    assert page.context["form"]["analysis"].value() == "Två av"
    assert page.context["form"]["level"].value() == "none"
    client.force_login(people.eva)
    page = client.get(address_of(assessment))
    assert "You have a draft of" not in page.text
    assert "Två av" not in page.text


def test_a_draft_goes_when_it_is_saved_or_forgotten(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    draft(client, assessment, people.mona, text="Två av")
    assert client.post(address_of(assessment), {"forget": "yes"}).status_code == 302
    assert not Draft.objects.exists()
    draft(client, assessment, people.mona, text="Två av")
    assert client.post(address_of(assessment), typed()).status_code == 302
    assert not Draft.objects.exists()
    assert "You have a draft of" not in client.get(address_of(assessment)).text


def test_a_draft_from_before_somebody_else_saved_stands_beside_theirs(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    draft(client, assessment, people.mona, text="Två av")
    assess_goal(
        assessment=assessment, level="full", analysis="Alla nåddes.", version=1, by=people.eva
    )
    page = client.get(address_of(assessment))
    assert page.status_code == 200
    for text in ("Alla nåddes.", "Två av", "has saved since", "Take theirs"):
        assert text in page.text


@pytest.mark.parametrize("wrong", [{"analysis": " "}, {"level": "good"}])
def test_what_is_refused_is_kept_as_a_draft(
    client: Client, people: People, assessment: Assessment, wrong: dict[str, str]
) -> None:
    client.force_login(people.mona)
    assert client.post(address_of(assessment), typed(**wrong)).status_code == 422
    kept = dict(Draft.objects.values_list("cell", "text"))
    said = {"level": "partial", "analysis": "Två av tre nåddes."} | wrong
    assert kept == {cell: text for cell, text in said.items() if text.strip()}


def test_a_locked_page_shows_the_draft_to_copy(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    Round.objects.update(state=RoundState.LOCKED)
    draft(client, assessment, people.mona, text="Två av")
    page = client.get(address_of(assessment))
    assert 'name="level"' not in page.text
    assert "Your draft of" in page.text
    assert "Två av" in page.text


def test_a_goal_that_is_unlocked_for_a_time_can_be_assessed(
    client: Client, people: People, assessment: Assessment
) -> None:
    Round.objects.update(state=RoundState.LOCKED)
    now = timezone.now()
    Unlock.objects.create(
        round=assessment.round,
        kind=Kind.GOAL,
        key=assessment.goal_id,
        reason="Rättas",
        by=people.karin,
        at=now,
        until=now + timedelta(hours=1),
    )
    client.force_login(people.mona)
    assert 'name="level"' in client.get(address_of(assessment)).text
    assert client.post(address_of(assessment), typed()).status_code == 302
    assessment.refresh_from_db()
    assert assessment.level == "partial"


@pytest.mark.parametrize("items", [1, 3])
def test_queries_do_not_grow(
    client: Client,
    people: People,
    assessment: Assessment,
    django_assert_num_queries: Any,
    items: int,
) -> None:
    round, goal = assessment.round, assessment.goal
    for number in range(items):
        target = TargetFactory(round=round, measure__goal=goal)
        OutcomeFactory(round=round, measure=target.measure, total="70 %")
        ActivityReportFactory(round=round, activity__goal=goal)
        AssessmentFactory(
            round=round,
            goal__code=f"1.2.{number + 1}",
            goal__parent=goal,
            goal__committee=people.committee,
        )
    client.force_login(people.mona)
    with django_assert_num_queries(24):
        client.get(address_of(assessment))


@pytest.fixture
def missed(assessment: Assessment) -> Assessment:
    """A goal with an indicator that is not met, so that something is proposed."""
    target = TargetFactory(round=assessment.round, measure__goal=assessment.goal)
    OutcomeFactory(round=assessment.round, measure=target.measure, total="1 %")
    return assessment


def test_a_proposal_stands_there_with_its_grounds_and_chooses_nothing(
    client: Client, people: People, missed: Assessment
) -> None:
    client.force_login(people.mona)
    page = client.get(address_of(missed))
    assert page.context["basis"].proposal.level == "none"
    assert page.context["form"]["level"].value() == ""
    for ground in page.context["basis"].proposal.grounds:
        assert ground.words in page.text


def test_another_assessment_than_the_proposed_one_asks_for_a_reason(
    client: Client, people: People, missed: Assessment
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(missed), typed(level="full"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    said = typed(level="full", reason="Mätningen var fel.", reached_results=["Fler barn läser."])
    assert client.post(address_of(missed), said).status_code == 302
    missed.refresh_from_db()
    assert (missed.level, missed.reason) == ("full", "Mätningen var fel.")
    assert (missed.proposed, missed.reached_results) == ("none", ["Fler barn läser."])
    assert missed.grounds


def test_a_result_that_is_not_expected_is_refused(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(assessment), typed(reached_results=["Något annat."]))
    assert answer.status_code == 422
    assessment.refresh_from_db()
    assert assessment.version == 1


def test_what_the_editor_sends_is_stored_as_a_text(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    html = "<p><strong>Två</strong> av tre.</p><ul><li><p>en</p></li></ul><script>x</script>"
    said = typed(analysis=html, analysis_format="html")
    assert client.post(address_of(assessment), said).status_code == 302
    assessment.refresh_from_db()
    assert assessment.analysis == "**Två** av tre.\n\n- en"


def test_a_draft_of_the_editor_is_kept_as_a_text(
    client: Client, people: People, assessment: Assessment
) -> None:
    client.force_login(people.mona)
    draft(client, assessment, people.mona, text="<p>Två <em>av</em></p>", format="html")
    draft(client, assessment, people.mona, cell="reached_results", text="Fler barn läser.")
    assert Draft.objects.get(cell="analysis").text == "Två *av*"
    page = client.get(address_of(assessment))
    assert page.context["form"]["analysis"].value() == "Två *av*"
    assert page.context["form"]["reached_results"].value() == ["Fler barn läser."]
    assert "&lt;em&gt;av&lt;/em&gt;" in page.text


def test_saving_can_lead_to_the_next_goal_that_is_not_assessed(
    client: Client, people: People, assessment: Assessment
) -> None:
    for code, level in (("1.1", ""), ("1.3", "full"), ("1.4", "")):
        AssessmentFactory(
            round=assessment.round,
            level=level,
            goal__code=code,
            goal__committee=people.committee,
        )
    client.force_login(people.mona)
    ways = []
    for code in ("1.2", "1.4", "1.1", "1.4"):
        line = Assessment.objects.get(goal__code=code)
        answer = client.post(address_of(line), typed(version=line.version, next="yes"))
        ways.append(answer["Location"])
    # When all are assessed: the one that comes after, and after the last of them the round.
    assert [way.split("/mal/")[-1] for way in ways[:3]] == [
        "1.4/bedom/",
        "1.1/bedom/",
        "1.2/bedom/",
    ]
    assert ways[3] == assessment.round.get_absolute_url()
    told = client.get(ways[2]).text
    assert "Every goal is assessed now." in told


def test_goals_below_that_are_not_assessed_are_pointed_out(
    client: Client, people: People, assessment: Assessment
) -> None:
    AssessmentFactory(
        round=assessment.round,
        goal__code="1.2.1",
        goal__parent=assessment.goal,
        goal__committee=people.committee,
    )
    client.force_login(people.mona)
    assert "not assessed yet" in client.get(address_of(assessment)).text
    assert client.post(address_of(assessment), typed()).status_code == 302


def test_the_round_before_can_be_gone_on_from(
    client: Client, people: People, assessment: Assessment
) -> None:
    for part, year, text in (("t1", 0, "Vår"), ("t2", 0, "Höst"), ("annual", -1, "Förra året")):
        AssessmentFactory(
            goal=assessment.goal,
            level="full",
            analysis=text,
            round=RoundFactory(
                committee=people.committee, year=assessment.round.year + year, part=part
            ),
        )
    client.force_login(people.mona)
    page = client.get(address_of(assessment))
    assert page.context["basis"].last.analysis == "Höst"
    going_on = client.get(address_of(assessment), {"start": "last"})
    assert going_on.context["form"]["analysis"].value() == "Höst"
    assessment.refresh_from_db()
    assert assessment.analysis == ""


def test_the_beginning_is_drafted_from_the_figures(
    client: Client, people: People, missed: Assessment
) -> None:
    client.force_login(people.mona)
    page = client.get(address_of(missed), {"start": "opening"})
    assert "[[indicators:1.2]]" in page.context["form"]["analysis"].value()
    Assessment.objects.filter(pk=missed.pk).update(analysis="Skrivet.")
    page = client.get(address_of(missed), {"start": "opening"})
    assert page.context["form"]["analysis"].value().endswith("].\n\nSkrivet.")
    assert "data-insert-none=" in page.text


def test_the_review_is_heard_beside_the_text(
    client: Client, people: People, assessment: Assessment
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(level="full", analysis="Det gick xxx bra.")
    client.force_login(people.mona)
    page = client.get(address_of(assessment))
    assert any("xxx" in str(one.finding.message) for one in page.context["findings"])


SET = "### Läget\n\n**Två** av [[indicators:1.2]]"


def test_a_draft_that_cannot_be_saved_is_shown_as_it_will_be_set(
    client: Client, people: People, missed: Assessment
) -> None:
    Assessment.objects.filter(pk=missed.pk).update(level="full", reason="*Därför.*")
    client.force_login(people.mona)
    draft(client, missed, people.mona, text=SET)
    draft(client, missed, people.mona, cell="reason", text="**Mätfel**")
    Round.objects.update(state=RoundState.LOCKED)
    text = client.get(address_of(missed)).text
    for shown in ("Läget</p>", "<strong>Två</strong>", "<strong>Mätfel</strong>"):
        assert shown in text
    for raw in ("###", "**", "[["):
        assert raw not in text
    assert text.index("<em>Därför.</em>") < text.index("Your draft of")


def test_what_somebody_else_saved_is_shown_as_it_will_be_set(
    client: Client, people: People, missed: Assessment
) -> None:
    assess_goal(
        assessment=missed,
        level="full",
        analysis=SET,
        reason="*Därför* [[indicators:1.2]].",
        version=1,
        by=people.eva,
    )
    client.force_login(people.mona)
    answer = client.post(address_of(missed), typed(level="none", reason="Mitt."))
    assert answer.status_code == 409
    theirs = answer.text.partition('class="theirs')[2].partition("Take theirs")[0]
    for shown in ("Läget</p>", "<strong>Två</strong>", "<em>Därför</em>"):
        assert shown in theirs
    for raw in ("###", "**", "[["):
        assert raw not in theirs


def test_a_reason_that_stands_is_kept_where_nothing_is_proposed(
    client: Client, people: People, assessment: Assessment
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(
        level="full", analysis="Allt.", reason="Därför."
    )
    client.force_login(people.mona)
    page = client.get(address_of(assessment))
    assert page.context["basis"].proposal.level is None
    said = {name: page.context["form"][name].value() for name in ("version", "level", "analysis")}
    assert 'name="reason"' in page.text
    assert client.post(address_of(assessment), said | {"reason": "Därför."}).status_code == 302
    assert client.post(address_of(assessment), said).status_code == 302
    assessment.refresh_from_db()
    assert assessment.reason == "Därför."
    assert client.post(address_of(assessment), said | {"reason": ""}).status_code == 302
    assessment.refresh_from_db()
    assert assessment.reason == ""
    assert 'name="reason"' not in client.get(address_of(assessment)).text


def test_what_is_missing_is_told_at_once_and_nothing_needed_is_called_optional(
    client: Client, people: People, missed: Assessment
) -> None:
    client.force_login(people.mona)
    answer = client.post(address_of(missed), typed(level="partial", analysis="", reason=""))
    assert list(answer.context["form"].errors) == ["analysis", "reason"]
    labels = answer.text.partition("data-reason")[2].partition("</form>")[0]
    assert "optional" not in labels


@pytest.mark.parametrize(
    ("part", "forecast", "told"),
    [
        ("annual", "", "worse now"),
        ("t1", "90 %", "the forecast is better"),
        ("t1", "80 %", None),
        ("t1", "1 %", "the forecast is worse"),
        ("t1", "", None),
    ],
)
def test_last_year_is_told_beside_the_forecast_during_the_year(
    client: Client, people: People, part: str, forecast: str, told: str | None
) -> None:
    round = RoundFactory(committee=people.committee, part=part)
    line = AssessmentFactory(round=round, goal__code="1.2", goal__committee=people.committee)
    target = TargetFactory(round=round, measure__goal=line.goal)
    OutcomeFactory(
        round=round,
        measure=target.measure,
        total="70 %",
        forecast=forecast,
        previous_year="80 %",
    )
    client.force_login(people.mona)
    page = client.get(address_of(line))
    known = ("better now", "worse now", "unchanged", "the forecast is")
    assert [words for words in known if words in page.text] == (
        [next(words for words in known if told.startswith(words))] if told else []
    )
    assert told is None or told in page.text
