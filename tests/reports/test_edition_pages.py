"""The pages of editions: who sees what, what is asked before an act, and what is downloaded."""

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client

from goals.choices import RoundState
from goals.models import Assessment, Goal, Round
from indicators.models import Indicator, Outcome, Target
from organisation.models import Committee, User
from reports.choices import EditionFormat, EditionKind, FileState
from reports.editions import making
from reports.editions.files import MEDIA_TYPES, keep_files
from reports.models import Edition, EditionFile, Report, ReportFile, Section
from reports.snapshot import digest
from tests.conftest import People
from tests.factories import RoundFactory, edition, edition_file
from tests.pages import address, inline_code, repeated_ids, text_of

pytestmark = pytest.mark.django_db
PAGES: list[Callable[[Round], str]] = [
    lambda round: address("editions", round),
    lambda round: address("edition", round, 1),
    lambda round: address("editions_compare", round) + "?fran=1&till=2",
    lambda round: address("editions_compare", round) + "?fran=2&till=utkast",
    lambda round: address("edition_act", round, "oppna"),
]


def locked(round: Round) -> Round:
    Round.objects.filter(pk=round.pk).update(state=RoundState.LOCKED, locks=None)
    round.refresh_from_db()
    return round


def write(round: Round, text: str) -> None:
    Assessment.objects.filter(round=round, goal__code="1.1").update(analysis=text)


@pytest.fixture
def decided(people: People, round: Round) -> Round:
    """A proposal, and a decision with a change; the proposal has a file."""
    first = making.submit_proposal(round=round, registry_number="KS 2024/17", by=people.eva)
    edition_file(first)
    write(round, "Området når nästan allt.")
    making.decide_edition(
        round=locked(round), decided_on=date(2024, 2, 15), paragraph="7", by=people.eva
    )
    round.refresh_from_db()
    return round


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_whole(
    english: Client, people: People, decided: Round, page: Callable[[Round], str]
) -> None:
    english.force_login(people.eva)

    answer = english.get(page(decided))

    assert answer.status_code == 200
    assert inline_code(text_of(answer)) == []
    assert repeated_ids(text_of(answer)) == set()


def test_a_decided_report_is_called_no_draft_until_it_is_open_for_a_correction(
    english: Client, people: People, decided: Round
) -> None:
    pages = (address("editions", decided), address("editions_compare", decided))
    english.force_login(people.eva)
    for page in pages:
        shown = text_of(english.get(page))
        assert "The report, as it is now" in shown
        assert "draft" not in shown.lower()

    first_button = re.compile(r'class="ds-button"\s+href="' + address("publication", decided))
    assert first_button.search(text_of(english.get(address("report", decided))))

    making.begin_correction(round=decided, reason="Fel", by=people.eva)

    assert not first_button.search(text_of(english.get(address("report", decided))))
    for page in pages:
        assert "The draft, as it is now" in text_of(english.get(page))


def test_a_reader_sees_proposals_and_no_forms(
    english: Client, people: People, decided: Round
) -> None:
    english.force_login(people.rolf)

    shown = text_of(english.get(address("editions", decided)))

    assert "Edition 1" in shown and "Proposal" in shown
    assert "15 February 2024" in shown and "§ 7" in shown
    assert "What comes next" not in shown
    assert english.get(address("edition_act", decided, "oppna")).status_code == 403


def test_nobody_from_elsewhere_gets_anything_whatever_they_hold(
    client: Client, people: People, decided: Round
) -> None:
    file = EditionFile.objects.get()
    place = address("edition_file", decided, 1, "pdf")
    held = {"If-None-Match": f'"{file.digest}"'}

    assert client.get(place, headers=held).status_code == 302
    client.force_login(people.nils)
    assert client.get(place, headers=held).status_code == 404


@pytest.mark.parametrize("format", EditionFormat.values)
def test_a_file_is_downloaded_under_its_name(
    client: Client, people: People, decided: Round, format: str
) -> None:
    kept = Edition.objects.get(number=2)
    keep_files(kept, {format: b"innehall"})
    client.force_login(people.rolf)

    answer = client.get(address("edition_file", decided, 2, format))

    endings = {"archive": "-arkiv.pdf", "word": ".docx", "excel": ".xlsx", "csv": ".csv.zip"}
    name = f"aby-2023-t1-utgava-2{endings.get(format, f'.{format}')}"
    assert answer.content == b"innehall"
    assert answer["Content-Type"] == MEDIA_TYPES[format]
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["ETag"] == f'"{digest(b"innehall")}"'
    assert "no-store" in answer["Cache-Control"]
    again = client.get(
        address("edition_file", decided, 2, format), headers={"If-None-Match": answer["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("more", [(1, "excel"), (3, "pdf"), (1, "gif")])
def test_a_file_that_is_not_there_is_unknown(
    client: Client, people: People, decided: Round, more: tuple[int, str]
) -> None:
    client.force_login(people.rolf)

    assert client.get(address("edition_file", decided, *more)).status_code == 404


def test_files_are_kept_once_and_never_replaced(decided: Round) -> None:
    kept = Edition.objects.get(number=1)

    made = keep_files(kept, {EditionFormat.PDF: b"annat", EditionFormat.JSON: b"{}"})

    assert [file.format for file in made] == [EditionFormat.JSON]
    assert bytes(kept.files.get(format=EditionFormat.PDF).content) == b"%PDF-1.7"


def test_the_files_of_an_edition_are_asked_for_when_it_is_made(decided: Round) -> None:
    asked = ReportFile.objects.order_by("pk").values_list("edition__number", flat=True)

    assert list(asked) == [1, 2]


ASKED = {"registry_number": "KS 2024/17"}


def fields_of(answer: Any) -> dict[str, str]:
    """What the page that asks once more sends on."""
    draft = answer.context["draft"]
    return {"number": str(draft.number), "seen": draft.mark, "confirmed": "1"}


def test_an_act_asks_once_more_and_says_what_is_frozen(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)
    place = address("edition_act", round, "lamna-in")

    asked = english.post(place, ASKED)

    assert asked.status_code == 200
    assert not Edition.objects.exists()
    assert "What is frozen" in text_of(asked) and "KS 2024/17" in text_of(asked)
    # A deviation lacks its analysis: told, and no hindrance.
    assert "must be mended" in text_of(asked)
    english.post(place, ASKED | fields_of(asked))
    assert Edition.objects.get().made_by == people.eva


def test_a_second_click_is_told_and_makes_nothing(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)
    place = address("edition_act", round, "lamna-in")
    sent = ASKED | fields_of(english.post(place, ASKED))

    english.post(place, sent)
    again = english.post(place, sent, follow=True)

    assert "Edition 1 was made already, by Eva." in text_of(again)
    assert Edition.objects.count() == 1


def test_what_changed_since_it_was_seen_is_shown_again(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)
    place = address("edition_act", round, "lamna-in")
    sent = ASKED | fields_of(english.post(place, ASKED))
    write(round, "I sista stund.")

    answer = english.post(place, sent)

    assert answer.status_code == 409
    assert not Edition.objects.exists()
    english.post(place, ASKED | fields_of(answer))
    assert Edition.objects.count() == 1


def test_what_is_missing_is_said_by_its_field(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)

    answer = english.post(
        address("edition_act", locked(round), "beslut"), {"registry_number": "1", "paragraph": "7"}
    )

    assert answer.status_code == 422
    assert list(answer.context["act"].form.errors) == ["decided_on"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"decided_on": "2999-01-01", "paragraph": "7"}, "decided_on"),
        ({"decided_on": "1999-01-01", "paragraph": "7"}, "decided_on"),
        ({"decided_on": "2024-02-15", "paragraph": " § "}, "paragraph"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_before_it_is_looked_over(
    english: Client, people: People, round: Round, said: dict[str, str], field: str
) -> None:
    english.force_login(people.eva)

    answer = english.post(
        address("edition_act", locked(round), "beslut"), said | {"registry_number": "1"}
    )

    assert answer.status_code == 422
    assert list(answer.context["act"].form.errors) == [field]


def test_half_a_new_decision_is_refused_before_it_is_looked_over(
    english: Client, people: People, decided: Round
) -> None:
    english.force_login(people.eva)
    making.begin_correction(round=decided, reason="Fel", by=people.eva)
    write(decided, "Rätt.")
    place = address("edition_act", locked(decided), "rattelse")

    answer = english.post(place, {"note": "Siffran", "paragraph": "9"})

    assert answer.status_code == 422
    assert list(answer.context["act"].form.errors) == ["decided_on"]


def test_the_page_tells_what_a_downloaded_file_is_checked_against(
    client: Client, people: People, decided: Round
) -> None:
    client.force_login(people.rolf)

    file = client.get(address("edition_file", decided, 1, "pdf"))

    shown = text_of(client.get(address("edition", decided, 1)))
    assert f">{sha256(file.content).hexdigest()}</code>" in shown


def test_only_what_is_published_leads_to_where_everybody_reads(
    english: Client, people: People, decided: Round
) -> None:
    english.force_login(people.rolf)

    public = english.get(address("edition", decided, 2)).context["public"]
    assert f'href="{public}"' in text_of(english.get(address("edition", decided, 2)))
    assert english.get(address("edition", decided, 1)).context["public"] == ""
    everywhere = address("publication", decided)
    listed = text_of(english.get(address("editions", decided)))
    assert f'href="{public}"' in listed
    assert f'href="{everywhere}utgava/1/"' not in listed
    for page in ("report", "manage_round"):
        assert f'href="{everywhere}"' in text_of(english.get(address(page, decided)))


def test_a_format_that_is_missing_can_be_asked_for(
    english: Client, people: People, decided: Round
) -> None:
    """As after an upgrade that writes a format more."""
    kept = Edition.objects.get(number=1)
    ReportFile.objects.filter(edition=kept).update(state=FileState.READY)
    place = address("edition_files", decided, 1)
    english.force_login(people.rolf)
    assert f'action="{place}"' not in text_of(english.get(address("edition", decided, 1)))
    english.force_login(people.eva)
    for page in (address("edition", decided, 1), address("editions", decided)):
        shown = text_of(english.get(page))
        assert f'action="{place}"' in shown
        assert "Not all its files are made." in shown

    english.post(place)

    assert ReportFile.objects.get(edition=kept).state == FileState.QUEUED
    keep_files(kept, dict.fromkeys(EditionFormat.values, b"x"))
    assert f'action="{place}"' not in text_of(english.get(address("edition", decided, 1)))


def test_who_made_an_edition_is_told_of_its_files_elsewhere(
    english: Client, people: People, round: Round
) -> None:
    english.force_login(people.eva)
    place = address("edition_act", round, "lamna-in")
    said = {"registry_number": "KS 2024/17"}
    english.post(place, said | fields_of(english.post(place, said)))
    ReportFile.objects.update(state=FileState.READY)

    shown = text_of(english.get(address("report", round)))

    assert "The files of edition 1 are ready" in shown


def test_only_who_makes_editions_is_asked_to_try_again(
    english: Client, people: People, decided: Round
) -> None:
    job = ReportFile.objects.filter(edition__number=1).get()
    ReportFile.objects.filter(pk=job.pk).update(state=FileState.FAILED, error="Fel")
    again = address("report_pdf_again", decided, job.pk)

    english.force_login(people.rolf)
    assert again not in text_of(english.get(address("report_pdf_status", decided, job.pk)))
    english.force_login(people.eva)
    assert again in text_of(english.get(address("report_pdf_status", decided, job.pk)))


def test_the_whole_way_by_the_pages(english: Client, people: People, round: Round) -> None:
    english.force_login(people.eva)

    def act(name: str, **said: str) -> None:
        place = address("edition_act", round, name)
        answer = english.post(place, said)
        assert answer.status_code == 200, text_of(answer)
        answer = english.post(place, said | fields_of(answer), follow=True)
        assert answer.redirect_chain == [(address("editions", round), 302)]
        told.extend(map(str, answer.context["messages"]))

    told: list[str] = []
    act("lamna-in", registry_number="KS 2024/17")
    locked(round)
    act(
        "beslut",
        registry_number="KS 2024/17",
        decided_on="2024-02-15",
        paragraph="7",
        as_proposed="yes",
    )
    act("oppna", reason="Fel siffra")
    write(round, "Rätt siffra.")
    locked(round)
    act("rattelse", note="Siffran för 1.1")

    assert "Edition 1 is made." in told
    assert "Edition 2 is made and published." in told
    assert "Edition 3 is made and published." in told
    kinds = Edition.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == [EditionKind.PROPOSAL, EditionKind.DECIDED, EditionKind.CORRECTION]
    round.refresh_from_db()
    assert round.state == RoundState.DECIDED


def test_comparing_shows_what_differs(english: Client, people: People, decided: Round) -> None:
    english.force_login(people.rolf)

    shown = text_of(english.get(address("editions_compare", decided) + "?fran=1&till=2"))

    assert "1 difference between Edition 1 and Edition 2" in shown
    assert "<del>" in shown and "<ins>" in shown and "allt." in shown


@pytest.mark.parametrize("asked", ["fran=9", "till=x", "till=99999999999999999999", "fran=-1"])
def test_comparing_with_what_is_not_there_is_unknown(
    client: Client, people: People, decided: Round, asked: str
) -> None:
    client.force_login(people.rolf)

    assert client.get(address("editions_compare", decided) + "?" + asked).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_of_many_as_of_one(
    client: Client, people: People, django_assert_num_queries: Any, count: int
) -> None:
    round = RoundFactory(committee=people.committee)
    for number in range(1, count + 1):
        edition_file(edition(round, number=number))
    client.force_login(people.rolf)
    with django_assert_num_queries(7):
        client.get(address("editions", round))


def change_everything(round: Round) -> None:
    """Every row that the document was made of says something else."""
    Goal.objects.update(title="Annat mål")
    Indicator.objects.update(name=Concat(Value("Annan "), "name"))
    Target.objects.update(target_amount=1, target_printed="1 %")
    Outcome.objects.update(analysis="Annat", period="2020")
    Assessment.objects.update(analysis="Annat", description="Annat")
    Section.objects.update(body="Annat", heading="Annat")
    Report.objects.update(committee_name="Annat", registry_number="Annat")
    Committee.objects.update(municipality="Annan stad")
    Committee.objects.filter(pk=round.committee_id).update(name="Annan nämnd")
    User.objects.update(name="Någon annan")


def test_an_edition_is_the_same_whatever_happens_later(
    english: Client, people: People, decided: Round
) -> None:
    english.force_login(people.rolf)
    kept = Edition.objects.get(number=2)
    before = text_of(english.get(address("edition", decided, 2)))

    change_everything(decided)

    again = Edition.objects.get(number=2)
    assert (again.snapshot, again.digest) == (kept.snapshot, kept.digest)
    after = text_of(english.get(address("edition", decided, 2)))
    assert document_in(after) == document_in(before)
    assert "Annat" not in document_in(after)
    assert "Eva" in after and "Checked just now" in after
    call_command("verify_editions")


def document_in(page: str) -> str:
    """The document on the page, without the page around it."""
    return page[page.index('<div class="document"') : page.index("</main>")]


def test_a_pdf_of_the_draft_is_not_offered_when_the_report_is_decided(
    english: Client, people: People, round: Round
) -> None:
    """Who reads the decided report is not to be handed a file that is marked as a draft."""
    english.force_login(people.rolf)
    draft = ReportFile.objects.create(round=round, state=FileState.READY, content=b"%PDF-1.7")
    download = address("report_pdf_download", round, draft.pk)
    assert download in text_of(english.get(address("report", round)))

    making.decide_edition(
        round=locked(round),
        decided_on=date(2024, 2, 15),
        paragraph="7",
        registry_number="KS 2024/17",
        by=people.eva,
    )

    assert download not in text_of(english.get(address("report", round)))
    after = ReportFile.objects.create(round=round, state=FileState.READY, content=b"%PDF-1.7")
    assert address("report_pdf_download", round, after.pk) in text_of(
        english.get(address("report", round))
    )
