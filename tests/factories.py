"""Makes things for tests, without surprises: what a test cares about, it says."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from config.formats import parse_value
from goals.choices import GoalLevel, Part, RoundState
from goals.models import Activity, ActivityReport, Assessment, Goal, Round
from indicators.choices import Better, OutcomeState
from indicators.fields import ValueField
from indicators.models import Indicator, Measure, Outcome, Target
from organisation.models import Committee, Membership, Role, User
from reports.choices import EditionFormat, EditionKind
from reports.compose import compose
from reports.document import EditionMark
from reports.models import Edition, EditionFile
from reports.snapshot import digest, freeze

PASSWORD = "ett långt lösenord för prov"


class CommitteeFactory(DjangoModelFactory[Committee]):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Nämnd {n}")
    slug = factory.Sequence(lambda n: f"namnd-{n}")
    municipality = "Stockholms stad"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


def member(role: Role, committee: Committee | None = None, **fields: Any) -> User:
    """A person with that role in the committee (none for a central controller)."""
    user: User = UserFactory(**fields)
    Membership.objects.create(user=user, committee=committee, role=role)
    return user


class RoundFactory(DjangoModelFactory[Round]):
    class Meta:
        model = Round

    committee = factory.SubFactory(CommitteeFactory)
    year = 2023
    part = Part.T1
    state = RoundState.OPEN


class GoalFactory(DjangoModelFactory[Goal]):
    """A council's area goal, unless a committee is given."""

    class Meta:
        model = Goal

    year = 2023
    level = factory.LazyAttribute(
        lambda goal: GoalLevel.COMMITTEE if goal.committee else GoalLevel.AREA
    )
    code = factory.Sequence(lambda n: f"1.{n + 1}")
    title = factory.Sequence(lambda n: f"Mål {n}")
    committee = None


class AssessmentFactory(DjangoModelFactory[Assessment]):
    class Meta:
        model = Assessment

    round = factory.SubFactory(RoundFactory)
    goal = factory.SubFactory(GoalFactory)


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    goal = factory.SubFactory(GoalFactory)
    committee = factory.SubFactory(CommitteeFactory)
    title = factory.Sequence(lambda n: f"Aktivitet {n}")


class ActivityReportFactory(DjangoModelFactory[ActivityReport]):
    class Meta:
        model = ActivityReport

    round = factory.SubFactory(RoundFactory)
    activity = factory.SubFactory(
        ActivityFactory, committee=factory.SelfAttribute("..round.committee")
    )
    start = date(2023, 1, 1)
    end = date(2023, 12, 31)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """A council's indicator, unless a committee is given."""

    class Meta:
        model = Indicator

    name = factory.Sequence(lambda n: f"Indikator {n}")
    better = Better.HIGHER


class MeasureFactory(DjangoModelFactory[Measure]):
    class Meta:
        model = Measure

    indicator = factory.SubFactory(IndicatorFactory)
    committee = factory.SubFactory(CommitteeFactory)
    goal = factory.SubFactory(GoalFactory)


class ValuesFactory(DjangoModelFactory[Any]):
    """Takes values as people print them: `total="22,7 %"`."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **fields: Any) -> Any:
        values = {
            name: parse_value(fields.pop(name))
            for name in list(fields)
            if isinstance(getattr(model_class, name, None), ValueField)
        }
        line = model_class(*args, **fields)
        for name, value in values.items():
            setattr(line, name, value)
        line.save()
        return line


class TargetFactory(ValuesFactory):
    class Meta:
        model = Target

    round = factory.SubFactory(RoundFactory)
    measure = factory.SubFactory(
        MeasureFactory, committee=factory.SelfAttribute("..round.committee")
    )
    target = "80 %"
    better = factory.SelfAttribute("measure.indicator.better")


class OutcomeFactory(ValuesFactory):
    class Meta:
        model = Outcome

    round = factory.SubFactory(RoundFactory)
    measure = factory.SubFactory(
        MeasureFactory, committee=factory.SelfAttribute("..round.committee")
    )
    state = factory.LazyAttribute(
        lambda line: OutcomeState.ENTERED if getattr(line, "total", None) else OutcomeState.MISSING
    )


def edition(
    round: Round,
    *,
    number: int = 1,
    kind: EditionKind = EditionKind.DECIDED,
    note: str | None = "",
    follows: str = "",
    with_earlier: bool = False,
    **fields: Any,
) -> Edition:
    """An edition of what the round says now, as if somebody had made it.

    `with_earlier`: the report before it said the same.
    """
    published = kind != EditionKind.PROPOSAL
    decided_on, paragraph = (date(2024, 2, 15), "7") if published else (None, "")
    if kind == EditionKind.CORRECTION and note == "":
        note = "Fel siffra."
    note = note or ""
    registry_number = fields.pop("registry_number", "KS 2024/7")
    mark = EditionMark(
        number=number,
        kind=kind,
        made_on=date(2024, 2, 20),
        signature="Eva",
        decided_on=decided_on,
        paragraph=paragraph,
        note=note,
        follows=follows,
    )
    earlier = compose(round) if with_earlier else None
    document = replace(
        compose(round), edition=mark, registry_number=registry_number, earlier=earlier
    )
    snapshot = freeze(document)
    values: dict[str, Any] = {
        "number": number,
        "kind": kind,
        "snapshot": snapshot,
        "digest": digest(snapshot),
        "program_version": "0.1.0",
        "registry_number": registry_number,
        "decided_on": decided_on,
        "paragraph": paragraph,
        "note": note,
        "signature": "Eva",
        "made_at": datetime(2024, 2, 20, 12, tzinfo=UTC),
    }
    return Edition.objects.create(round=round, **(values | fields))


def edition_file(
    edition: Edition, format: str = EditionFormat.PDF, content: bytes = b"%PDF-1.7"
) -> EditionFile:
    """A file of the edition."""
    return EditionFile.objects.create(
        edition=edition, format=format, content=content, digest=digest(content), size=len(content)
    )
