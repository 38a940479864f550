"""Who answers for what in the demo's open report: people, units, one who has left, and gaps."""

from goals.choices import Kind, Part
from goals.duties import set_responsible
from goals.models import Goal, Responsibility, Round
from goals.places import Place
from indicators.models import Measure
from organisation.access import SYSTEM
from organisation.models import Committee, Membership, Role, Unit, User

COMMITTEE = "norrmalm"
FORMER = ("lena@example.com", "Lena Berg")
# Goal → the person's e-mail and the unit. The goals under one follow it; 3.7 is nobody's.
GOALS = {
    "1.1": ("maria@example.com", "Individ- och familjeomsorg"),
    "1.2": ("maria@example.com", "Förskola"),
    "1.3": ("maria@example.com", "Individ- och familjeomsorg"),
    "1.4": ("", "Äldreomsorg"),
    "1.5": (FORMER[0], ""),
    "2.1": ("", "Stadsutveckling"),
    "2.2": ("", "Stadsutveckling"),
    "2.3": ("", "Stadsutveckling"),
    "2.4": ("maria@example.com", "Förskola"),
    "3.1": ("eva@example.com", "Stab och ekonomi"),
    "3.2": ("maria@example.com", "Individ- och familjeomsorg"),
    "3.3": ("", "Stadsutveckling"),
    "3.4": ("eva@example.com", "Stab och ekonomi"),
    "3.5": ("eva@example.com", "Stab och ekonomi"),
    "3.6": ("rolf@example.com", "Stadsutveckling"),
}


def name_responsible() -> None:
    """Name who answers for the goals and a few indicators, unless somebody has done so."""
    committee = Committee.objects.get(slug=COMMITTEE)
    if Responsibility.objects.filter(committee=committee).exists():
        return
    round = Round.objects.get(committee=committee, year=2023, part=Part.T1)
    former = _former(committee)
    for code, (email, unit) in GOALS.items():
        goal = Goal.objects.get(assessments__round=round, code=code)
        _name(committee, {Place(Kind.GOAL, goal.pk): str(goal)}, email, unit)
    # Rolf, who looks after the staff's figures, has them by himself.
    own = Measure.objects.filter(targets__round=round, goal__code="3.4").order_by("pk")[:2]
    places = {Place(Kind.MEASURE, measure.pk): measure.indicator.name for measure in own}
    _name(committee, places, "rolf@example.com", "")
    former.memberships.all().delete()
    former.is_active = False
    former.save(update_fields=["is_active"])


def _former(committee: Committee) -> User:
    """Somebody who is named while she still works there, and then leaves."""
    email, name = FORMER
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, None, name=name)
    user.is_active = True
    user.save(update_fields=["is_active"])
    Membership.objects.get_or_create(
        user=user, committee=committee, defaults={"role": Role.MANAGER}
    )
    return user


def _name(committee: Committee, places: dict[Place, str], email: str, unit: str) -> None:
    set_responsible(
        committee=committee,
        places=places,
        unit=Unit.objects.get_or_create(committee=committee, name=unit)[0] if unit else None,
        person=User.objects.get(email=email) if email else None,
        by=SYSTEM,
    )
