"""Who must be told is noted once, and who was told is noted too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoeder.ledger import actions as ledger
from hoeder.ledger.models import Journal
from hoeder.notices import actions as notices
from hoeder.notices import reading
from hoeder.notices.models import Notice, Round
from tests.ledger.build import ADA, SYSTEM

pytestmark = pytest.mark.django_db
RUTH = "officer:" + b"ruth".hex().ljust(32, "0")


def test_two_things_of_one_kind_make_one_notice() -> None:
    notices.tell(holders=[ADA.label, RUTH, ADA.label], kind="room.item", by=SYSTEM)
    notices.tell(holders=[ADA.label], kind="room.item", by=SYSTEM)
    notices.tell(holders=[ADA.label], kind="case.received", by=SYSTEM)
    assert Notice.objects.count() == 3
    assert str(Notice.objects.order_by("id")[0]).startswith(f"room.item for {ADA.label} on ")


def test_each_holder_is_due_once_and_not_before_the_day() -> None:
    today = timezone.now().date()
    notices.tell(holders=[RUTH, ADA.label], kind="room.item", by=SYSTEM)
    notices.tell(holders=[ADA.label], kind="case.received", by=SYSTEM)
    notices.tell(
        holders=["officer:later"], kind="room.item", due_on=today + timedelta(days=1), by=SYSTEM
    )
    assert reading.due(today) == sorted([ADA.label, RUTH])


def test_who_was_told_is_not_due_again_until_there_is_something_new() -> None:
    today = timezone.now().date()
    notices.tell(holders=[ADA.label, RUTH], kind="room.item", by=SYSTEM)
    notices.handed_over(holder=ADA.label, up_to=today, by=SYSTEM)
    assert reading.due(today) == [RUTH]
    notices.tell(holders=[ADA.label], kind="room.item", by=SYSTEM)
    assert reading.due(today) == sorted([ADA.label, RUTH])


def test_telling_is_in_the_ledger_without_saying_whom() -> None:
    notices.tell(holders=[ADA.label], kind="room.item", by=SYSTEM)
    notices.end_round(told=1, failed=2, by=SYSTEM)
    notices.end_round(told=0, failed=0, by=SYSTEM)
    (row,) = Journal.objects.all()
    assert row.kind == "notices.sent"
    assert '"detail":{"failed":2,"holders":1}' in row.event
    assert ADA.label not in row.event


def test_a_round_of_mail_is_begun_once() -> None:
    day = timezone.now().date()
    before = day - timedelta(days=1)
    assert notices.begin_round(day=before, hour=7, by=SYSTEM)
    assert notices.begin_round(day=day, hour=7, by=SYSTEM)
    assert not notices.begin_round(day=day, hour=7, by=SYSTEM)
    assert notices.begin_round(day=day, hour=13, by=SYSTEM)
    assert [str(one) for one in Round.objects.order_by("hour")] == [
        f"mail of {day} at 7",
        f"mail of {day} at 13",
    ]


def test_what_was_seen_on_the_desk_is_not_shown_again_and_the_mail_goes_all_the_same() -> None:
    today = timezone.now().date()
    for day in (today - timedelta(days=2), today, today + timedelta(days=1)):
        notices.tell(holders=[ADA.label, RUTH], kind="room.item", due_on=day, by=SYSTEM)
    notices.tell(holders=[ADA.label], kind="case.received", by=SYSTEM)
    unseen = Notice.objects.visible_to(ADA)
    assert [(one.kind, one.count, one.since) for one in reading.to_do(unseen)] == [
        ("room.item", 2, today - timedelta(days=2)),
        ("case.received", 1, today),
    ]
    notices.seen(kinds=["room.item"], by=ADA)
    assert [one.kind for one in reading.to_do(Notice.objects.visible_to(ADA))] == ["case.received"]
    assert reading.due(today) == sorted([ADA.label, RUTH])


def test_nobody_counts_as_told_when_the_ledger_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ledger, "append", breaks)
    with pytest.raises(RuntimeError):
        notices.end_round(told=1, failed=0, by=SYSTEM)
