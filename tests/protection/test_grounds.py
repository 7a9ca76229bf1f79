"""The employer's grounds: on record for everybody, and weighed for one reporter."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Exclusion
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger.models import Journal
from hoeder.notices.models import Notice
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.oversight import actions as oversight
from hoeder.oversight.board import board
from hoeder.oversight.models import Escalation
from hoeder.oversight.rules import Cause
from hoeder.protection import actions as protection
from hoeder.protection.models import GroundsMonth, GroundsReview, SupportOffer
from hoeder.protection.rules import OfferCause, Weighed
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Item, Room
from tests import build
from tests.build import OPERATOR, Cast
from tests.identities.world import a_report, events
from tests.protection.care import on, opened
from tests.protection.promises import with_commission, words
from tests.rooms.sealing import next_item, sealed
from tests.web.asking import Desk

#: The register begins in this month, and the world with it.
MONTH = date(2027, 1, 1)


@pytest.fixture
def hr(cast: Cast) -> Officer:
    """Human resources of the Kustdienst: puts decisions on record."""
    return build.an_officer("lotte", cast.coast_guard, Role.OWNER)


@pytest.fixture
def month(cast: Cast, hr: Officer, monkeypatch: pytest.MonkeyPatch) -> GroundsMonth:
    """It is January, and the tick has asked for its grounds."""
    on(monkeypatch, MONTH.replace(day=3))
    organisations.begin_grounds(body=cast.coast_guard, on=MONTH.replace(day=3), by=OPERATOR)
    assert protection.open_months(by=SYSTEM) == 1
    return GroundsMonth.objects.get()


def journal(chain: UUID) -> str:
    """Everything that the journal of a case or a month says."""
    return " ".join(Journal.objects.filter(chain=chain).values_list("event", flat=True))


def begun(month: GroundsMonth, hr: Officer, *others: Officer) -> Room:
    """Human resources opens the room of a month with those who review."""
    holders = words(hr.label, *(one.label for one in others))
    protection.open_grounds(month=month, sealed=holders, by=hr)
    return Room.objects.get(pk=month.pk)


def completed(month: GroundsMonth, hr: Officer) -> GroundsMonth:
    """Everything of the month is on record."""
    room = Room.objects.get(pk=month.pk)
    return protection.complete_grounds(month=month, item=next_item(room), by=hr)


def test_every_month_is_asked_for_once_with_a_clock(
    month: GroundsMonth, hr: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md RET-05: the employer is asked for the grounds of every decision, by a date."""
    assert protection.open_months(by=SYSTEM) == 0
    clock = Clock.objects.get(case=month.pk)
    assert (clock.kind, clock.due_on) == (ClockKind.DUTY, date(2027, 2, 14))
    assert Notice.objects.filter(kind="grounds.month", holder=hr.label).exists()
    on(monkeypatch, date(2027, 4, 2))
    assert protection.open_months(by=SYSTEM) == 3
    months = GroundsMonth.objects.order_by("month").values_list("month", flat=True)
    assert [one.month for one in months] == [1, 2, 3, 4]


def test_a_body_that_has_not_begun_is_asked_for_nothing(cast: Cast) -> None:
    assert protection.open_months(by=SYSTEM) == 0
    organisations.begin_grounds(body=cast.coast_guard, on=MONTH, by=OPERATOR)
    with pytest.raises(NotNow):
        organisations.begin_grounds(body=cast.coast_guard, on=MONTH, by=OPERATOR)


def test_what_human_resources_sees_is_the_same_whether_or_not_somebody_reported(
    cast: Cast, month: GroundsMonth, hr: Officer, omar: Officer, mira: Officer, client: Client
) -> None:
    """law.md RET-06: no answer, notice or event that the employer sees changes with a report."""
    begun(month, hr, omar, mira)
    desk = Desk(hr)

    def seen() -> tuple[object, ...]:
        paths = ("grounds", "news", "commitments", "cases", f"rooms/{month.pk.hex}")
        return (
            *(desk.get(f"/api/desk/{one}").content for one in paths),
            list(Notice.objects.filter(holder=hr.label).values_list("kind", "due_on")),
            journal(month.pk),
        )

    before = seen()
    report = a_report(cast)
    care = opened(report, omar)
    item = next_item(care)
    protection.share_detriment(
        room=care, item=item, form=None, colleagues=False, weigh=True, by=report.noor
    )
    # Who reviews looks it up: that stands in the journal of the month, which the employer has not.
    rooms.fetch_items(room=Room.objects.get(pk=month.pk), after=0, by=omar)
    protection.weigh(
        review=GroundsReview.objects.get(),
        weighed=Weighed.JUSTIFIED,
        item=next_item(care),
        by=omar,
    )
    # Also where human resources itself is named: the register stays theirs.
    Exclusion.objects.create(case=report.case, officer=hr, by=omar, day=MONTH)
    after = seen()
    assert after[:-1] == before[:-1]
    assert all(report.case.pk.hex not in str(one) for one in after)


def test_no_row_leads_from_a_case_to_a_month(
    cast: Cast, month: GroundsMonth, hr: Officer, omar: Officer
) -> None:
    """law.md RET-06: whoever steals the database cannot tell whose decision is weighed."""
    begun(month, hr, omar)
    report = a_report(cast)
    care = opened(report, omar)
    protection.share_detriment(
        room=care, item=next_item(care), form=None, colleagues=False, weigh=True, by=report.noor
    )
    review = GroundsReview.objects.get()
    said = json.dumps({one.name: str(getattr(review, one.attname)) for one in review._meta.fields})
    assert month.pk.hex not in said.replace("-", "")
    assert month.pk.hex not in journal(report.case.pk)


def test_a_month_is_complete_when_it_is_over_and_what_follows_is_later(
    month: GroundsMonth, hr: Officer, omar: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """law.md EVD-04: each ground bears the day on which it was given; later ones show as later."""
    room = begun(month, hr, omar)
    rooms.add_item(room=room, item=next_item(room), by=hr)
    room.refresh_from_db()
    with pytest.raises(NotNow) as early:
        protection.complete_grounds(month=month, item=next_item(room), by=hr)
    assert early.value.kind == "too-early"
    on(monkeypatch, date(2027, 2, 1))
    assert completed(month, hr).complete_on == date(2027, 2, 1)
    assert Clock.objects.get(case=month.pk).missed_on is None
    with pytest.raises(NotNow):
        completed(month, hr)
    on(monkeypatch, date(2027, 2, 9))
    room.refresh_from_db()
    rooms.add_item(room=room, item=next_item(room), by=hr)
    days = list(Item.objects.filter(room=room).order_by("sequence").values_list("day", flat=True))
    assert days == [date(2027, 1, 3), date(2027, 1, 3), date(2027, 2, 1), date(2027, 2, 9)]


def test_what_is_on_record_cannot_be_replaced(
    month: GroundsMonth, hr: Officer, omar: Officer
) -> None:
    """law.md EVD-04: the bytes that were stored stay, also when the same id is sent again."""
    room = begun(month, hr, omar)
    first = next_item(room)
    rooms.add_item(room=room, item=first, by=hr)
    room.refresh_from_db()
    other = next_item(room)
    changed = type(first)(first.id, first.sequence, first.previous, first.epoch, other.sealed)
    with pytest.raises(NotNow) as refused:
        rooms.add_item(room=room, item=changed, by=hr)
    assert refused.value.kind == "item-exists"
    assert bytes(Item.objects.get(pk=first.id).sealed) == first.sealed


def test_silence_of_the_employer_goes_to_the_commission(
    month: GroundsMonth, hr: Officer, mira: Officer
) -> None:
    """law.md RET-05: a month without grounds is on the board, and with the level above."""
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=60))
    assert oversight.escalate_missed(by=SYSTEM) == 1
    assert oversight.escalate_missed(by=SYSTEM) == 0
    found = Escalation.objects.get()
    assert (found.cause, found.chain, found.case, found.told) == (
        Cause.GROUNDS, month.pk, None, 3,
    )  # fmt: skip
    assert Notice.objects.filter(kind="escalation.opened", holder=mira.label).exists()
    (row,) = [one for one in board(mira) if one.total]
    assert (row.body, row.total) == (month.body, 1)
    with pytest.raises(NotNow) as refused:
        oversight.open_review(escalation=found, by=mira)
    assert refused.value.kind == "no-reporter"


def test_a_question_has_a_clock_and_one_answer(
    month: GroundsMonth, hr: Officer, omar: Officer, ada: Officer
) -> None:
    room = begun(month, hr, omar)
    with pytest.raises(NotAllowed):
        protection.ask_for_more(month=month, item=next_item(room), by=hr)
    with pytest.raises(NotAllowed):
        protection.ask_for_more(month=month, item=next_item(room), by=ada)
    asked = protection.ask_for_more(month=month, item=next_item(room), by=omar)
    assert Clock.objects.get(about=asked.pk).due_on == asked.due_on
    assert Notice.objects.filter(kind="grounds.question", holder=hr.label).exists()
    room.refresh_from_db()
    with pytest.raises(NotAllowed):
        protection.answer_question(question=asked, item=next_item(room), by=omar)
    protection.answer_question(question=asked, item=next_item(room), by=hr)
    assert Clock.objects.get(about=asked.pk).met_on is not None
    room.refresh_from_db()
    with pytest.raises(NotNow):
        protection.answer_question(question=asked, item=next_item(room), by=hr)


def test_only_who_reviews_and_who_puts_on_record_can_read(
    month: GroundsMonth, hr: Officer, omar: Officer, ada: Officer, smit: Officer, mira: Officer
) -> None:
    for wrong in (ada, smit):
        with pytest.raises(NotAllowed):
            begun(month, hr, omar, wrong)
    with pytest.raises(NotValid):
        protection.open_grounds(month=month, sealed=words(hr.label, "reporter"), by=hr)
    with pytest.raises(NotValid):
        protection.open_grounds(month=month, sealed=words(hr.label), by=hr)
    with pytest.raises(NotAllowed):
        begun(month, omar, mira)
    begun(month, hr, omar)
    with pytest.raises(NotAllowed):
        protection.let_read(month=month, to=ada, sealed=sealed(), by=omar)
    protection.let_read(month=month, to=mira, sealed=sealed(), by=omar)
    holders = Room.objects.get(pk=month.pk).members.values_list("holder", flat=True)
    assert set(holders) == {hr.label, omar.label, mira.label}


def test_a_shared_decision_is_weighed_in_the_room_where_it_was_shared(
    cast: Cast, omar: Officer, mira: Officer, ada: Officer
) -> None:
    """law.md RET-05: a decision against her is reviewed outside the line, by a date, in words."""
    report = a_report(cast)
    care = opened(report, omar)
    above = with_commission(report, mira)
    for room in (care, above):
        room.refresh_from_db()
        protection.share_detriment(
            room=room, item=next_item(room), form=None, colleagues=False, weigh=True,
            by=report.noor,
        )  # fmt: skip
    first, second = GroundsReview.objects.order_by("room_kind")
    assert list(GroundsReview.objects.visible_to(omar)) == [first]
    assert list(GroundsReview.objects.visible_to(mira)) == [second]
    assert not GroundsReview.objects.visible_to(ada).exists()
    care.refresh_from_db()
    with pytest.raises(NotAllowed):
        protection.weigh(review=second, weighed=Weighed.NO_GROUNDS, item=next_item(above), by=omar)
    done = protection.weigh(review=first, weighed=Weighed.NO_GROUNDS, item=next_item(care), by=omar)
    assert Clock.objects.get(about=first.pk).met_on == done.weighed_on
    assert "grounds.weighed" in events(report.case.pk)
    # Handlers read the journal of the case: what it came to is not theirs to know.
    assert "no-grounds" not in journal(report.case.pk)
    care.refresh_from_db()
    with pytest.raises(NotNow):
        protection.weigh(review=first, weighed=Weighed.JUSTIFIED, item=next_item(care), by=omar)
    # The other one passes without a word, and goes to the level above.
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=30))
    assert Clock.objects.get(about=second.pk).missed_on is not None


def test_help_is_owed_to_her_as_soon_as_she_shares(cast: Cast, omar: Officer) -> None:
    """law.md SUP-04: after harm, too; the same entry sent twice owes it once."""
    report = a_report(cast)
    care = opened(report, omar)
    item = next_item(care)
    for _ in range(2):
        protection.share_detriment(
            room=care, item=item, form=None, colleagues=False, by=report.noor
        )
    assert SupportOffer.objects.filter(cause=OfferCause.DETRIMENT, about=item.id).count() == 1
