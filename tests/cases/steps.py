"""What several tests of cases do on their way."""

from datetime import timedelta

from hoeder.cases import actions as cases
from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Room, today
from tests.cases.world import Reported, World
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed


def acknowledged(report: Reported, by: Officer) -> Case:
    item = next_item(report.case.dialogue())
    return cases.acknowledge(case=report.case, item=item, by=by)


def an_investigation(world: World, report: Reported, by: Officer, *others: Officer) -> Room:
    members = [by, *(others or (world.jonas,))]
    return cases.open_investigation(
        case=report.case,
        room=new_id(),
        recipient=a_recipient(),
        grants={one.label: sealed() for one in members},
        until={world.jonas.label: today() + timedelta(days=30)},
        by=by,
    )


def handed(report: Reported, to: Officer, by: Officer, *held: Room) -> Case:
    grants = {room.pk: sealed() for room in held}
    return cases.hand_over(case=report.case, to=to, grants=grants, by=by)
