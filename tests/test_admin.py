"""The administration pages: who gets in, and that a locked round is locked there too."""

from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from goals.choices import RoundState
from goals.models import Activity, ActivityReport, Assessment, Goal, Round
from indicators.models import Indicator, Measure, Target
from organisation.models import User
from reports.models import Report, Section
from tests.conftest import People
from tests.factories import (
    ActivityReportFactory,
    AssessmentFactory,
    MeasureFactory,
    RoundFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client) -> User:
    user = User.objects.create_superuser("agare@example.com", "ett långt lösenord", name="Ägare")
    client.force_login(user)
    return user


@pytest.fixture
def line(owner: User) -> Target:
    """A target in an open round, with everything that it speaks of beside it."""
    target: Target = TargetFactory(target="80 %")
    AssessmentFactory(goal=target.measure.goal, round=target.round)
    ActivityReportFactory(round=target.round, activity__goal=target.measure.goal)
    report = Report.objects.create(round=target.round)
    Section.objects.create(report=report, position=1, key="a", heading="A")
    return target


def lock(round: Round) -> None:
    round.state = RoundState.LOCKED
    round.save()


def page(thing: Model, what: str) -> str:
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{what}", args=[thing.pk])


def test_only_the_owner_gets_in(client: Client, people: People) -> None:
    assert client.get("/admin/").status_code == 302
    for user in (people.eva, people.karin, people.rolf):
        client.force_login(user)
        assert client.get("/admin/", follow=True).status_code == 403


def test_log_in_is_everybodys(client: Client) -> None:
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/logga-in/")


def test_every_page_of_administration_opens(client: Client, line: Target) -> None:
    for model, options in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{base}_changelist")).status_code == 200, model
        if options.has_add_permission(client.get("/admin/").wsgi_request):
            assert client.get(reverse(f"{base}_add")).status_code == 200, model
        assert not options.actions, model
        thing = model._default_manager.first()
        if thing is not None:
            assert client.get(page(thing, "change")).status_code == 200, model
            assert client.get(page(thing, "delete")).status_code == 200, model


def change(client: Client, thing: Model, **fields: Any) -> int:
    """Send the form of a thing's page with some fields changed."""
    answer = client.get(page(thing, "change"))
    data: dict[str, Any] = {}
    form = answer.context["adminform"].form
    for name in form.fields:
        value = form[name].value()
        if value is not None and value is not False:
            data[name] = getattr(value, "text", value)
    for inline in answer.context["inline_admin_formsets"]:
        for part in (inline.formset.management_form, *inline.formset.initial_forms):
            values = ((part.add_prefix(name), part[name].value()) for name in part.fields)
            data |= {name: value for name, value in values if value not in (None, False)}
    return client.post(page(thing, "change"), data | fields).status_code


def lines(target: Target) -> list[tuple[Model, dict[str, Any]]]:
    """Everything that a round's document is made of, and a change to it."""
    return [
        (target, {"target": "85 %"}),
        (Assessment.objects.get(), {"analysis": "Ny text"}),
        (ActivityReport.objects.get(), {"analysis": "Ny text"}),
        (Report.objects.get(), {"registry_number": "NY 1"}),
    ]


def test_lines_of_an_open_round_can_be_changed(client: Client, line: Target) -> None:
    for thing, fields in lines(line):
        assert change(client, thing, **fields) == 302, thing
        name, value = next(iter(fields.items()))
        stored = type(thing)._default_manager.get(pk=thing.pk)
        assert str(getattr(stored, name)) == value


def test_lines_of_a_locked_round_cannot(client: Client, line: Target) -> None:
    lock(line.round)

    for thing, fields in [*lines(line)]:
        answer = client.post(page(thing, "change"), fields)
        assert answer.status_code == 403, thing
        assert client.post(page(thing, "delete"), {"post": "yes"}).status_code == 403, thing
        stored = type(thing)._default_manager.get(pk=thing.pk)
        name, value = next(iter(fields.items()))
        assert str(getattr(stored, name)) != value


def test_no_line_is_added_to_a_locked_round(client: Client, line: Target) -> None:
    lock(line.round)
    measure = MeasureFactory(committee=line.round.committee, goal=line.measure.goal)

    answer = client.post(
        reverse("admin:indicators_target_add"),
        {"round": line.round.pk, "measure": measure.pk, "target": "7", "better": "higher"},
    )

    assert answer.status_code == 200
    assert Target.objects.count() == 1
    assert answer.context["adminform"].form.non_field_errors()


def test_line_is_not_moved_into_a_locked_round(client: Client, line: Target) -> None:
    locked = RoundFactory(committee=line.round.committee, year=2022, state=RoundState.LOCKED)
    assessment = Assessment.objects.get()

    assert change(client, assessment, round=locked.pk) == 200
    assessment.refresh_from_db()
    assert assessment.round == line.round


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Goal, "title", "En ny titel"),
        (Indicator, "name", "Ett nytt namn"),
        (Indicator, "tolerance", "0.5"),
        (Activity, "title", "En ny titel"),
    ],
)
def test_what_a_locked_rounds_document_prints_is_fixed(
    client: Client, line: Target, model: type[Model], field: str, value: str
) -> None:
    thing = model._default_manager.get()
    assert change(client, thing, **{field: value}) == 302
    assert str(getattr(model._default_manager.get(), field)).startswith(value)
    lock(line.round)

    change(client, thing, **{field: "0.9" if field == "tolerance" else "Ännu en"})

    assert str(getattr(model._default_manager.get(), field)).startswith(value)
    assert client.post(page(thing, "delete"), {"post": "yes"}).status_code == 403


def test_locked_round_keeps_whose_it_is_and_its_measures(client: Client, line: Target) -> None:
    lock(line.round)

    assert client.post(page(line.round, "delete"), {"post": "yes"}).status_code == 403
    other = MeasureFactory().goal
    change(client, line.measure, goal=other.pk)
    assert Measure.objects.get(pk=line.measure.pk).goal == line.measure.goal

    # What is done with a round asks for a reason, on a page of its own.
    change(client, line.round, state=RoundState.OPEN)
    line.round.refresh_from_db()
    assert line.round.is_locked


def test_target_that_cannot_be_read_says_what_to_do(client: Client, line: Target) -> None:
    answer = client.post(
        page(line, "change"), {"target": "1e3", "better": "higher", "council_target": "öka"}
    )

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["target"]
    line.refresh_from_db()
    assert line.target.text == "80 %"
