"""What happens before the commission looks: dates that pass, rooms that a reporter opens."""

from datetime import timedelta

from hoeder.cases import actions as cases
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.oversight import actions as oversight
from hoeder.oversight.models import Escalation, Review
from hoeder.oversight.rules import Cause
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from tests.cases.world import Reported
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed


def told(kind: str) -> set[str]:
    """Who has a notice of this kind."""
    return set(Notice.objects.filter(kind=kind).values_list("holder", flat=True))


def passed(report: Reported, kind: ClockKind = ClockKind.ACKNOWLEDGEMENT) -> Clock:
    """A date of this kind passes and is noted by the sweep."""
    clock = report.case.clocks().get(kind=kind)
    cases.sweep_clocks(by=SYSTEM, now=clock.due_at + timedelta(hours=1))
    clock.refresh_from_db()
    return clock


def pressed(report: Reported) -> Escalation:
    """Noor goes to the commission."""
    return oversight.escalate(
        chain=report.case.pk, body=report.case.body, cause=Cause.ASKED, by=report.noor
    )


def let_in(report: Reported, *officers: Officer) -> Room:
    """Noor opens a room with members of the commission and writes its first item."""
    room = cases.open_own_room(
        room=new_id(),
        kind=RoomKind.COMMISSION,
        recipient=a_recipient(),
        grants={one: sealed() for one in ("reporter", *(officer.label for officer in officers))},
        by=report.noor,
    )
    rooms.add_item(room=room, item=next_item(room), by=report.noor)
    return Room.objects.get(pk=room.pk)


def reviewed(report: Reported, by: Officer) -> Review:
    """Noor pressed, and the commission opened a review."""
    return oversight.open_review(escalation=pressed(report), by=by)
