"""`manage.py demo`: a municipality to try things in."""

import secrets
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from goals.choices import RoundState
from goals.models import Policy, Round
from organisation.access import SYSTEM
from organisation.models import Committee, Membership, Role, User
from reports.choices import ReportStatus
from reports.demo.duties import name_responsible
from reports.demo.sections_begun import write_texts
from reports.document import Document
from reports.editions.making import decide_edition, submit_proposal
from reports.interchange import read
from reports.load import load
from reports.models import Report

DEMO = Path(__file__).resolve().parents[2] / "demo"
# Printed and public: only for a program that nobody else can reach.
PASSWORD = "den röda tråden"  # noqa: S105
# What many municipalities have: numbers of fewer people than five are not shown.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class DemoDocument:
    """A document to load, and how far it has come."""

    file: str
    registry_number: str
    status: ReportStatus = ReportStatus.DRAFT
    state: RoundState = RoundState.OPEN
    decided_on: date | None = None


DOCUMENTS = (
    DemoDocument("norrmalm-2023-t1.json", "DEMO 2023/101"),
    DemoDocument("enskede-arsta-vantor-2023-annual.json", "DEMO 2024/17", ReportStatus.PROPOSAL),
    DemoDocument(
        "hasselby-vallingby-2024-plan.json",
        "DEMO 2023/644",
        ReportStatus.DECIDED,
        RoundState.DECIDED,
        date(2023, 12, 14),
    ),
    # Two reports after each other, to show what has changed. Nothing is invented of a committee
    # that there is, so this one is invented whole.
    DemoDocument(
        "invented/exempelnamnden-2024-t1.json",
        "DEMO 2024/208",
        ReportStatus.DECIDED,
        RoundState.DECIDED,
        date(2024, 5, 23),
    ),
    DemoDocument(
        "invented/exempelnamnden-2024-t2.json",
        "DEMO 2024/391",
        ReportStatus.DECIDED,
        RoundState.DECIDED,
        date(2024, 10, 17),
    ),
)
PEOPLE = (
    ("eva@example.com", "Eva Lind", Role.ADMINISTRATOR, "norrmalm"),
    ("nils@example.com", "Nils Åberg", Role.ADMINISTRATOR, "enskede-arsta-vantor"),
    ("maria@example.com", "Maria Holm", Role.MANAGER, "norrmalm"),
    ("johan@example.com", "Johan Öst", Role.MANAGER, "enskede-arsta-vantor"),
    ("rolf@example.com", "Rolf Ek", Role.READER, "norrmalm"),
    ("ingrid@example.com", "Ingrid Ström", Role.READER, "hasselby-vallingby"),
    ("karin@example.com", "Karin Nyberg", Role.CONTROLLER, None),
    ("anders@example.com", "Anders Dahl", Role.CONTROLLER, None),
)


class Command(BaseCommand):
    """Adds what is missing of the demo; what is there already is left as it is."""

    help = "Load four committees' documents and two people per role, to try things with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also where DEBUG is off; new people get new passwords",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError("The demo is for trying things: set DEBUG=1, or give --force.")
        for demo in DOCUMENTS:
            document = read((DEMO / demo.file).read_bytes())
            if not _is_there(document):
                _load(document, demo)
        if not Policy.objects.exists():
            Policy.objects.create(smallest_group=SMALLEST_GROUP)
        password = PASSWORD if settings.DEBUG else secrets.token_urlsafe(18)
        made = sum(_add_person(*person, password=password) for person in PEOPLE)
        name_responsible()
        write_texts()
        self._tell(made, password)

    def _tell(self, made: int, password: str) -> None:
        """Say who may log in. In English, as all that the developer reads beside it."""
        self.stdout.write("The demo municipality is in place.")
        if not made and not settings.DEBUG:
            self.stdout.write("Its people were there already, with the passwords they have.")
            return
        self.stdout.write(f"Log in with the password “{password}” as:")
        with override("en"):
            for email, name, role, committee in PEOPLE:
                self.stdout.write(
                    f"  {email:20} {name:14} {role.label:18} {committee or ''}".rstrip()
                )


def _is_there(document: Document) -> bool:
    return Round.objects.filter(
        committee__slug=document.slug, year=document.year, part=document.part
    ).exists()


def _load(document: Document, demo: DemoDocument) -> None:
    round = load(document, by=SYSTEM).round
    report = Report.objects.get(round=round)
    report.registry_number = demo.registry_number
    report.save()
    round.state = demo.state
    if round.is_open:
        # Whenever somebody tries it, it is due in a few days.
        today = timezone.localdate()
        round.opens, round.due = today - timedelta(days=14), today + timedelta(days=6)
        round.locks = today + timedelta(days=13)
    round.save()
    _make_edition(round, demo)


def _make_edition(round: Round, demo: DemoDocument) -> None:
    """Have what was submitted or decided as an edition, whose files a worker makes."""
    if demo.status == ReportStatus.PROPOSAL:
        submit_proposal(round=round, registry_number=demo.registry_number, by=SYSTEM)
    elif demo.decided_on is not None:
        decide_edition(
            round=round,
            registry_number=demo.registry_number,
            decided_on=demo.decided_on,
            paragraph="12",
            by=SYSTEM,
        )


def _add_person(email: str, name: str, role: Role, slug: str | None, *, password: str) -> bool:
    """Add the person, unless somebody has the address; whether it was added."""
    if User.objects.filter(email=email).exists():
        return False
    user = User.objects.create_user(email, password, name=name)
    committee = Committee.objects.get(slug=slug) if slug else None
    Membership.objects.create(user=user, committee=committee, role=role)
    return True
