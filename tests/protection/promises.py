"""What is promised to Noor, and by whom: plain functions."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from hoeder.cases import actions as cases
from hoeder.cases.models import Declaration
from hoeder.clocks.rules import SYSTEM
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection import promising
from hoeder.protection.keeping import Sealed, Terms
from hoeder.protection.models import Commitment, Emergency
from hoeder.protection.promising import Thing
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import NO_HASH, Room, today
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind
from tests import build
from tests.build import Cast
from tests.identities.world import Reported, a_report
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed


def in_days(days: int) -> date:
    """A day from today."""
    return today() + timedelta(days=days)


def words(*holders: str) -> Sealed:
    """A new room for these holders, with its first item."""
    return Sealed(
        recipient=a_recipient(),
        grants={holder: sealed() for holder in holders},
        item=NewItem(new_id(), 1, NO_HASH, 1, sealed()),
    )


def terms(owner: Officer, **changed: Any) -> Terms:
    """Smit keeps her belongings safe, within a week."""
    values: dict[str, Any] = {"kind": Thing.BELONGINGS, "owner": owner, "due_on": in_days(7)}
    return Terms(**{**values, **changed})


def promised(report: Reported, owner: Officer, **changed: Any) -> Commitment:
    """Noor writes down what somebody promised, and sends it to them."""
    return protection.offer(
        commitment=new_id(),
        terms=terms(owner, **changed),
        sealed=words("reporter", owner.label),
        by=report.noor,
    )


def a_statement(of: Commitment, signer: Officer, **changed: Any) -> tuple[str, str]:
    """What the owner's browser signs, and the signature."""
    values: dict[str, Any] = {
        "organisation": of.case.body.organisation_id,
        "commitment": of.pk,
        "owner": signer.pk,
        "kind": of.kind,
        "due_on": of.due_on,
        "text": of.words(),
        "day": today(),
    }
    statement = promising.acceptance(**{**values, **changed})
    signed = build.author_of(signer).sign(promising.ACCEPTANCE + statement.encode())
    return statement, signed.hex()


def accepted(report: Reported, owner: Officer, **changed: Any) -> Commitment:
    """Somebody promised something, and signed it."""
    commitment = promised(report, owner, **changed)
    statement, signature = a_statement(commitment, owner)
    return protection.accept(
        commitment=commitment, statement=statement, signature=signature, by=owner
    )


def room_of(commitment: UUID) -> Room:
    """The room of a commitment."""
    return Room.objects.get(pk=commitment)


def an_item(commitment: Commitment) -> NewItem:
    """The next item of its room."""
    return next_item(room_of(commitment.pk))


def with_commission(report: Reported, member: Officer) -> Room:
    """Noor opens her room with somebody of the commission, who declares to be impartial."""
    room = rooms.open_room(
        room=new_id(),
        kind=RoomKind.COMMISSION,
        case=report.case.pk,
        recipient=a_recipient(),
        grants={"reporter": sealed(), member.label: sealed()},
        by=report.noor,
    )
    rooms.add_item(room=room, item=next_item(room), by=report.noor)
    Declaration.objects.create(case=report.case, officer=member, day=today())
    return room


def an_emergency(report: Reported, room: Room, kind: Thing = Thing.HOME) -> Emergency:
    """Noor asks for something that cannot wait."""
    return protection.ask_in_emergency(
        emergency=new_id(), kind=kind, item=next_item(room), by=report.noor
    )


def answered(cast: Cast) -> Reported:
    """Noor has reported to Ada, who acknowledged."""
    made = a_report(cast)
    cases.declare(case=made.case, by=cast.officers["ada"])
    room = made.case.dialogue()
    cases.acknowledge(case=made.case, item=next_item(room), by=cast.officers["ada"])
    return made


def sweep(after: int) -> None:
    """So many days go by, and the sweep comes along."""
    cases.sweep_clocks(by=SYSTEM, now=timezone.now() + timedelta(days=after))
