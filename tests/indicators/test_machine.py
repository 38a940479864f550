"""Whatever two people do in a round, in whatever order: what is stored is what they were told.

Hypothesis makes up the order; `Row` and `Model` say in plain Python what ought to be.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from goals.cells import Typed, mark
from goals.choices import Kind, Part, RoundState, Verb
from goals.drafts import TEXT_LENGTH, drafts_of, keep_draft
from goals.lifecycle import end_unlock, lock_round, reopen_round, running_unlocks, unlock
from goals.models import Event, Round
from goals.places import Place
from goals.rules import RoundLocked
from goals.sent import Sent
from goals.sheet import try_row
from indicators.choices import IndicatorKind
from indicators.models import Acceptance, Outcome, Target
from indicators.queries import Line, line_of
from indicators.rules import enter_outcome, outcome_texts, restore_outcome
from organisation.models import Role, User
from tests.conftest import People
from tests.factories import (
    AssessmentFactory,
    GoalFactory,
    IndicatorFactory,
    MeasureFactory,
    RoundFactory,
    TargetFactory,
    member,
)

START = datetime(2023, 5, 2, 20, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
NBSP = "\N{NO-BREAK SPACE}"
FIGURES = ("total", "women", "men")
EMPTY = {**dict.fromkeys((*FIGURES, "expected_on", "analysis"), ""), "state": "missing"}
UNREADABLE = {"bra", "1.234", "7\0", "lost", "i höst", "a\0b", "å" * (TEXT_LENGTH + 1)}
NUMBERS = st.sampled_from(["", "-", "0", "45", "50", "55 %", "150", "bra", "1.234", "7\0"])
CELLS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(FIGURES, NUMBERS),
        "state": st.sampled_from(["missing", "later", "not_measured", "entered", "lost"]),
        "expected_on": st.sampled_from(["", "2023-09-01", "i höst"]),
        "analysis": st.sampled_from(["", " Bra.", "Sämre.", "a\0b", "å" * (TEXT_LENGTH + 1)]),
    },
).filter(bool)
CODES = st.sets(st.sampled_from(["over_hundred", "outside_sexes", "one_sex", "no such"]))
WHO = st.sampled_from([0, 1])
Warning = tuple[str, ...]


@dataclass
class Row:
    """What ought to be stored of an indicator: a share split by sex, in an annual report."""

    texts: dict[str, str] = field(default_factory=EMPTY.copy)
    # What it said in each version, and who saved that.
    versions: list[tuple[dict[str, str], User]] = field(default_factory=list)
    accepted: set[Warning] = field(default_factory=set)

    def read(self, name: str, text: str) -> str:
        """How a text that can be read is stored; a figure has the target's unit."""
        text, now = text.strip(), self.texts[name]
        if name not in FIGURES or text.endswith("%"):
            return text
        if text in ("", "-"):
            return ""
        return now if now.rstrip(f"{NBSP} %") == text else f"{text}{NBSP}%"

    def misfits(self, wanted: Mapping[str, str]) -> set[str]:
        """Which cells contradict the rest of the row."""
        said = {**self.texts, **wanted}
        found = set()
        if "state" in wanted and (said["state"] == "entered") != bool(said["total"]):
            found.add("state")
        if wanted.get("expected_on") and (said["total"] or said["state"] == "not_measured"):
            found.add("expected_on")
        return found

    def then(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """How the row reads with those cells, and with what follows from them."""
        said = {**self.texts, **wanted}
        if said["total"]:
            said["state"] = "entered"
        elif said["state"] == "entered":
            said["state"] = "missing"
        if wanted.get("expected_on") and said["state"] == "missing":
            said["state"] = "later"
        if said["state"] != "later":
            said["expected_on"] = ""
        return said

    def save(self, texts: dict[str, str], by: User) -> None:
        self.texts = texts
        self.versions.append((texts.copy(), by))


def number(text: str) -> int:
    return int(text.rstrip(f"{NBSP} %"))


def warnings(texts: Mapping[str, str]) -> set[Warning]:
    """What looks wrong with a row."""
    found: set[Warning] = {
        ("over_hundred", name, texts[name])
        for name in FIGURES
        if texts[name] and number(texts[name]) > 100
    }
    if all(texts[name] for name in FIGURES):
        total, *sexes = (number(texts[name]) for name in FIGURES)
        if not min(sexes) <= total <= max(sexes):
            found.add(("outside_sexes", *(texts[name] for name in FIGURES)))
    if bool(texts["women"]) != bool(texts["men"]):
        found.add(("one_sex", texts["women"], texts["men"]))
    return found


class Work(RuleBasedStateMachine):
    """Eva and Anna enter, Karin locks and unlocks; the clock goes on."""

    def __init__(self, targets: list[Target], people: tuple[User, User], karin: User) -> None:
        super().__init__()
        self.targets, self.people, self.karin = targets, people, karin
        self.round: Round = targets[0].round
        self.rows = [Row() for _target in targets]
        # What each person's page shows; only what a person sends is brought up to date there.
        self.pages = [[EMPTY.copy() for _target in targets] for _person in people]
        self.drafts: dict[tuple[int, int, str], str] = {}
        self.state = RoundState.OPEN
        self.locks: date | None = None
        self.unlocks: list[tuple[Place, datetime]] = []
        self.accepting = 0
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        try:
            self.check_history()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.clock.stop()

    # What ought to be ---------------------------------------------------------------------

    def is_locked(self) -> bool:
        over = self.locks is not None and self.locks < timezone.localdate()
        return self.state == RoundState.LOCKED or over

    def is_open(self, row: int) -> bool:
        running = {place for place, until in self.unlocks if until > timezone.now()}
        return not self.is_locked() or not running.isdisjoint(self.places(row))

    def places(self, row: int) -> list[Place]:
        measure = self.targets[row].measure
        return [
            Place(Kind.MEASURE, measure.pk),
            Place(Kind.GOAL, measure.goal_id),
            Place(Kind.ROUND, self.round.pk),
        ]

    def expect(
        self, row: Row, cells: dict[str, str], page: dict[str, str], accept: set[str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """How each cell ought to end, and those that are stored."""
        ended, wanted = {}, {}
        for name, text in cells.items():
            if text in UNREADABLE:
                ended[name] = "invalid"
            elif (read := row.read(name, text)) == row.texts[name]:
                ended[name] = "saved"
            elif page[name] != row.texts[name]:
                ended[name] = "conflict"
            else:
                wanted[name] = read
        ended |= dict.fromkeys(row.misfits(wanted), "invalid")
        wanted = {name: text for name, text in wanted.items() if name not in ended}

        def waits(some: dict[str, str]) -> bool:
            new = warnings(row.then(some)) - warnings(row.texts) - row.accepted
            return any(code not in accept and code != "one_sex" for code, *_about in new)

        figures = [name for name in FIGURES if name in wanted]
        words = [name for name in wanted if name not in FIGURES]
        sets = (
            {name: wanted[name] for name in (*some, *words)}
            for size in range(len(figures), -1, -1)
            for some in combinations(figures, size)
        )
        kept = next(some for some in sets if not waits(some))
        kept = {name: text for name, text in kept.items() if name not in row.misfits(kept)}
        ended |= {name: "saved" if name in kept else "warning" for name in wanted}
        then = row.then(kept) if kept else row.texts
        for name, text in cells.items():
            # It followed from another cell.
            if then[name] != row.texts[name] and text == then[name]:
                ended[name] = "saved"
        return ended, kept

    # What people do -----------------------------------------------------------------------

    def tick(self) -> None:
        self.now.shift(1)

    @rule(who=WHO, row=WHO)
    def open_the_page(self, who: int, row: int) -> None:
        self.pages[who][row] = outcome_texts(self.line(row))

    @rule(who=WHO, row=WHO, cells=CELLS, accept=CODES)
    def enter(self, who: int, row: int, cells: dict[str, str], accept: set[str]) -> None:
        self.tick()
        page, target, by = self.pages[who][row], self.targets[row], self.people[who]
        ended = dict.fromkeys(cells, "locked")
        if is_open := self.is_open(row):
            ended, kept = self.expect(self.rows[row], cells, page, accept)
            self.store(self.rows[row], kept, accept, by)
        typed = {name: Typed(text, mark(page[name])) for name, text in cells.items()}

        answer, told = try_row(
            lambda: enter_outcome(
                round=self.round,
                measure=target.measure,
                cells=typed,
                accept=accept,
                reason="Kontrollerat.",
                by=by,
            ),
            round=self.round,
            sent=Sent(self.places(row)[0], typed),
            typed=0,
            by=by,
        )

        assert {name: str(cell.state) for name, cell in answer.cells.items()} == ended
        assert bool(told) != is_open
        for name, cell in answer.cells.items():
            if ended[name] == "saved":
                page[name] = cell.text
                assert cell.seen == mark(cell.text)
                self.drafts.pop((who, row, name), None)
            else:
                assert (cell.text, cell.seen) == (cells[name], mark(page[name]))
                self.drafts[who, row, name] = cells[name].replace("\0", "\N{REPLACEMENT CHARACTER}")
            if ended[name] == "conflict":
                assert cell.theirs is not None
                assert cell.theirs.text == self.rows[row].texts[name]

    def store(self, row: Row, kept: dict[str, str], accept: set[str], by: User) -> None:
        if kept:
            row.save(row.then(kept), by)
        ticked = {one for one in warnings(row.texts) - row.accepted if one[0] in accept}
        row.accepted |= ticked
        self.accepting += bool(ticked)

    @rule(who=WHO, row=WHO, name=st.sampled_from(list(EMPTY)), text=st.text(max_size=5))
    def write_a_draft(self, who: int, row: int, name: str, text: str) -> None:
        self.tick()
        said: dict[str, Any] = {"cell": name, "text": text, "seen": "", "typed": 0}
        try:
            keep_draft(round=self.round, place=self.places(row)[0], by=self.people[who], **said)
        except ValidationError:
            assert "\0" in text
        else:
            self.drafts[who, row, name] = text

    @rule(who=WHO, row=WHO, version=st.integers(0, 6))
    def restore(self, who: int, row: int, version: int) -> None:
        self.tick()
        model, by = self.rows[row], self.people[who]

        def act() -> Line:
            return restore_outcome(
                round=self.round, measure=self.targets[row].measure, version=version, by=by
            )

        if not self.is_open(row):
            with pytest.raises(RoundLocked):
                act()
        elif not 1 <= version <= len(model.versions):
            with pytest.raises(ValidationError):
                act()
        else:
            then = model.versions[version - 1][0]
            if then != model.texts:
                model.save(then.copy(), by)
            assert outcome_texts(act()) == then

    # What the controller does, and the clock ----------------------------------------------

    @precondition(lambda self: not self.is_locked())
    @rule()
    def lock(self) -> None:
        self.tick()
        lock_round(round=self.round, reason="Klart", by=self.karin)
        self.state, self.unlocks = RoundState.LOCKED, []

    @precondition(lambda self: self.is_locked())
    @rule(for_today=st.booleans())
    def reopen(self, for_today: bool) -> None:
        self.tick()
        self.locks = timezone.localdate() if for_today else None
        reopen_round(round=self.round, reason="Fel", by=self.karin, locks=self.locks)
        self.state, self.unlocks = RoundState.OPEN, []

    @precondition(lambda self: self.is_locked())
    @rule(row=WHO, what=st.integers(0, 2), minutes=st.integers(1, 120))
    def unlock(self, row: int, what: int, minutes: int) -> None:
        self.tick()
        place, until = self.places(row)[what], timezone.now() + timedelta(minutes=minutes)
        unlock(round=self.round, place=place, until=until, reason="Fel", by=self.karin)
        self.unlocks.append((place, until))

    @precondition(lambda self: bool(self.unlocks))
    @rule()
    def end_an_unlock(self) -> None:
        self.tick()
        for one in running_unlocks(self.round)[:1]:
            until = one.until
            end_unlock(unlock=one, by=self.karin)
            self.unlocks.remove((one.place, until))

    @rule(minutes=st.integers(1, 120))
    def wait(self, minutes: int) -> None:
        self.now.shift(timedelta(minutes=minutes))

    # What always holds --------------------------------------------------------------------

    def line(self, row: int) -> Line:
        return line_of(self.round, self.targets[row].measure_id)

    @initialize()
    def nothing_is_there_yet(self) -> None:
        assert not Outcome.objects.exists()

    @invariant()
    def what_is_stored_is_what_ought_to_be(self) -> None:
        for number_, row in enumerate(self.rows):
            line = self.line(number_)
            assert outcome_texts(line) == row.texts
            assert line.outcome.version == len(row.versions)
            codes = {str(one.code) for one in line.warnings}
            assert codes == {code for code, *_about in warnings(row.texts) - row.accepted}

    @invariant()
    def everything_that_was_not_saved_is_in_its_writers_drafts(self) -> None:
        kept = {
            (who, [self.places(0)[0], self.places(1)[0]].index(place), cell): draft.text
            for who, person in enumerate(self.people)
            for (place, cell), draft in drafts_of(person, self.round).items()
        }
        assert kept == self.drafts

    def check_history(self) -> None:
        """The history tells every version and who saved it, and no event is missing."""
        for number_, row in enumerate(self.rows):
            line, told = self.line(number_), []
            for one in Outcome.history.filter(measure=line.measure).order_by("history_id"):
                outcome = one.instance
                then = outcome_texts(Line(line.target, outcome))
                told.append((one.version, then, one.history_user))
            assert told == [
                (version, texts, by) for version, (texts, by) in enumerate(row.versions, start=1)
            ]
            own = Outcome.objects.filter(measure=line.measure).count()
            assert own == bool(row.versions)
        saves = Event.objects.filter(verb__in=[Verb.OUTCOME_CHANGED, Verb.OUTCOME_RESTORED])
        assert saves.count() == sum(len(row.versions) for row in self.rows)
        accepting = Event.objects.filter(verb=Verb.WARNING_ACCEPTED)
        assert accepting.count() == self.accepting
        assert Acceptance.objects.count() == sum(len(row.accepted) for row in self.rows)


@pytest.fixture
def work(people: People) -> Iterator[Callable[[], Work]]:
    round = RoundFactory(committee=people.committee, part=Part.ANNUAL)
    targets: list[Target] = []
    for code in ("1.1", "1.2"):
        goal = GoalFactory(code=code)
        AssessmentFactory(round=round, goal=goal)
        measure = MeasureFactory(
            committee=people.committee,
            goal=goal,
            indicator=IndicatorFactory(kind=IndicatorKind.SHARE),
        )
        targets.append(TargetFactory(round=round, measure=measure, by_sex=True))
    anna = member(Role.ADMINISTRATOR, people.committee, name="Anna")
    yield lambda: Work(targets, (people.eva, anna), people.karin)


def test_whatever_two_people_do_nothing_is_lost(work: Callable[[], Work]) -> None:
    run_state_machine_as_test(
        work,  # type: ignore[arg-type] # it asks for a class, and takes what makes one
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )
