"""What Noor, Omar and Ada do about her protection: plain functions."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

import pytest

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import Care
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from tests.cases.world import DONE, World, declared
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed


class Protected(Protocol):
    """A case with Noor's receipt, whichever world it is of."""

    case: Case
    noor: Receipt


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be noon on that day, for everything."""
    now = datetime.combine(day, time(12), UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def opened(report: Protected, *officers: Officer, room: UUID | None = None) -> Room:
    """Noor opens a care room with these officers, who declare to be impartial."""
    made = protection.open_own_room(
        room=room or new_id(),
        kind=RoomKind.CARE,
        recipient=a_recipient(),
        grants={one: sealed() for one in ("reporter", *(each.label for each in officers))},
        by=report.noor,
    )
    declared(report.case, *officers)
    return made


def acknowledged(world: World, report: Protected) -> Case:
    """Ada tells Noor that her report has arrived."""
    return cases.acknowledge(case=report.case, item=next_item(report.case.dialogue()), by=world.ada)


def proposed(report: Protected, room: Room, by: Officer) -> Care:
    """The risk is assessed, and a plan lies before Noor."""
    protection.assess(case=report.case, item=next_item(room), by=report.noor)
    return protection.propose_plan(case=report.case, item=next_item(room), by=by)


def approved(report: Protected, room: Room, by: Officer) -> Care:
    """Noor approved the plan."""
    care = proposed(report, room, by)
    number = care.plans.count()
    return protection.answer_plan(
        case=report.case, plan=number, approved=True, item=next_item(room), by=report.noor
    )


def feedback(world: World, report: Protected) -> Case:
    """Ada gives feedback."""
    return cases.give_feedback(
        case=report.case,
        item=next_item(report.case.dialogue()),
        answer=DONE,
        next_on=None,
        by=world.ada,
    )


def later(days: int) -> date:
    """A day after today."""
    return datetime.now(UTC).date() + timedelta(days=days)
