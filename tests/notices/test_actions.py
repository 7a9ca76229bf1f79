"""Who must be told is noted once, and who was told is noted too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoeder.ledger import actions as ledger
from hoeder.ledger.models import Journal
from hoeder.notices import actions as notices
from hoeder.notices import reading
from hoeder.notices.models import Notice
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
    notices.sent(holders=[ADA.label], up_to=today, by=SYSTEM)
    assert reading.due(today) == [RUTH]
    notices.tell(holders=[ADA.label], kind="room.item", by=SYSTEM)
    assert reading.due(today) == sorted([ADA.label, RUTH])


def test_telling_is_in_the_ledger_without_saying_whom() -> None:
    notices.tell(holders=[ADA.label], kind="room.item", by=SYSTEM)
    notices.sent(holders=[ADA.label], up_to=timezone.now().date(), by=SYSTEM)
    notices.sent(holders=[ADA.label], up_to=timezone.now().date(), by=SYSTEM)
    (row,) = Journal.objects.all()
    assert row.kind == "notices.sent"
    assert ADA.label not in row.event


def test_nobody_counts_as_told_when_the_ledger_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    notices.tell(holders=[ADA.label], kind="room.item", by=SYSTEM)

    def breaks(**kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ledger, "append", breaks)
    with pytest.raises(RuntimeError):
        notices.sent(holders=[ADA.label], up_to=timezone.now().date(), by=SYSTEM)
    assert Notice.objects.filter(sent_on=None).count() == 1
