"""Whoever protected a reporter leaves; she lets somebody else into the same room."""

from collections.abc import Callable

import pytest

from hoeder.cases.models import Exclusion
from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.notices.models import Notice
from hoeder.organisations import actions as organisations
from hoeder.organisations.models import Officer, today
from hoeder.organisations.rules import Role
from hoeder.protection import actions as protection
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.rules import Holder
from tests import build
from tests.build import OPERATOR, Cast
from tests.identities.world import Reported, a_report, events
from tests.protection.care import opened
from tests.rooms.sealing import a_recipient, next_item, sealed


@pytest.fixture
def report(cast: Cast) -> Reported:
    """Noor has reported."""
    return a_report(cast)


@pytest.fixture
def other(cast: Cast) -> Officer:
    """Another protection officer of the Kustdienst."""
    return build.an_officer("beschermer", cast.coast_guard, Role.PROTECTION_OFFICER)


def new_key(room: Room, by: Holder) -> None:
    """Her browser starts a key for those who are left."""
    rooms.start_epoch(
        room=room, number=room.epoch + 1, recipient=a_recipient(),
        grants={"reporter": sealed()}, by=by,
    )  # fmt: skip


def deactivated(omar: Officer) -> None:
    """Omar leaves the service."""
    organisations.deactivate_officer(officer=omar, by=OPERATOR)


def without_role(omar: Officer) -> None:
    """Omar gets other work."""
    organisations.end_appointment(appointment=omar.appointments.get(), by=OPERATOR)


@pytest.mark.parametrize("leaving", [deactivated, without_role])
def test_who_left_reads_nothing_more_and_she_chooses_somebody_else(
    report: Reported,
    omar: Officer,
    other: Officer,
    mira: Officer,
    leaving: Callable[[Officer], None],
) -> None:
    """law.md RET-04: her protection goes on when whoever looked after her is gone."""
    room = opened(report, omar)
    assert protection.part_with_protectors(by=SYSTEM) == 0
    leaving(omar)
    assert protection.part_with_protectors(by=SYSTEM) == 1
    assert protection.part_with_protectors(by=SYSTEM) == 0
    assert not Room.objects.visible_to(omar).exists()
    assert Notice.objects.filter(kind="care.nobody-left", holder=mira.label).exists()
    grants = {other.label: sealed()}
    with pytest.raises(NotNow) as refused:
        protection.let_in_protector(case=report.case, grants=grants, by=report.noor)
    assert refused.value.kind == "new-epoch-needed"
    room.refresh_from_db()
    new_key(room, report.noor)
    for _ in range(2):
        protection.let_in_protector(case=report.case, grants=grants, by=report.noor)
    assert list(Room.objects.visible_to(other)) == [room]
    assert events(report.case.pk).count("care.protector-chosen") == 1
    room.refresh_from_db()
    rooms.add_item(room=room, item=next_item(room), by=other)


def test_nobody_who_may_not_be_in_the_case_is_let_in(
    report: Reported, omar: Officer, other: Officer, ada: Officer
) -> None:
    with pytest.raises(NotAllowed):
        protection.let_in_protector(
            case=report.case, grants={other.label: sealed()}, by=report.noor
        )
    opened(report, omar)
    with pytest.raises(NotValid):
        protection.let_in_protector(case=report.case, grants={}, by=report.noor)
    Exclusion.objects.create(case=report.case, officer=other, by=ada, day=today())
    for wrong in (other, ada):
        with pytest.raises(NotAllowed):
            protection.let_in_protector(
                case=report.case, grants={wrong.label: sealed()}, by=report.noor
            )
