"""Who is in the rooms of a case: handing over, letting in, removing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case
from hoeder.cases.rules import REPORTERS_ROOMS, Status
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Epoch, Member, Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import REPORTER, RoomKind, officers_among


@transaction.atomic
def hand_over(
    *,
    case: Case,
    to: Officer,
    grants: Mapping[UUID, bytes],
    items: Sequence[tuple[UUID, NewItem]] = (),
    by: Officer,
) -> Case:
    """Make another officer the handler, or oneself while there is none.

    `grants` and `items` say for which room (id) they are.

    The new handler must hold, or get by these grants, every room that the old one holds.
    """
    case = guards.lock(case)
    guards.may_handle(case, by)
    guards.refuse_frozen(case)
    if to == by and case.handler_id is not None:
        raise NotValid(_("You are the one who hands this case over."), kind="same-officer")
    readers.refuse_unfit(case, to, RoomKind.DIALOGUE)
    mine = {room.pk: room for room in case.rooms().of_cases().visible_to(by)}
    theirs = set(case.rooms().of_cases().visible_to(to).values_list("pk", flat=True))
    if not grants.keys() <= mine.keys() or not {room for room, _item in items} <= mine.keys():
        raise NotAllowed(_("You are not a member of this room."))
    if lacking := mine.keys() - theirs - grants.keys():
        raise NotValid(
            _("The new handler needs the key of every room that you hold."),
            kind="grants-missing",
            extras={"rooms": sorted(room.hex for room in lacking)},
        )
    for room, sealed in grants.items():
        rooms.grant_member(room=mine[room], holder=to.label, sealed=sealed, by=by)
    for room, item in items:
        rooms.add_item(room=mine[room], item=item, by=by)
    case.handler = to
    case.save(update_fields=["handler"])
    notices.tell(holders=[to.label], kind="case.handed-over", by=by)
    ledger.append(kind="case.handed-over", case=case.pk, by=by, detail={"to": to.label})
    return case


@transaction.atomic
def open_investigation(
    *,
    case: Case,
    room: UUID,
    recipient: str,
    grants: Mapping[str, bytes],
    until: Mapping[str, date] | None = None,
    by: Officer,
) -> Room:
    """Open the room in which this case is investigated and that the reporter cannot read."""
    case = guards.lock(case)
    guards.is_handler(case, by)
    guards.refuse_frozen(case)
    if case.rooms().filter(kind=RoomKind.INVESTIGATION).exists():
        raise NotNow(_("This case has an investigation room already."), kind="room-exists")
    if case.status != Status.INVESTIGATED:
        guards.move(case, Status.INVESTIGATED)
    for holder in grants:
        if holder != by.label:
            _admit(case, holder, RoomKind.INVESTIGATION, (until or {}).get(holder))
    opened = rooms.open_room(
        room=room,
        kind=RoomKind.INVESTIGATION,
        case=case.pk,
        recipient=recipient,
        grants=grants,
        until=until,
        by=by,
    )
    case.save(update_fields=["status"])
    ledger.append(kind="case.investigated", case=case.pk, by=by, detail={"room": opened.pk.hex})
    return opened


@transaction.atomic
def open_own_room(
    *, room: UUID, kind: RoomKind, recipient: str, grants: Mapping[str, bytes], by: Receipt
) -> Room:
    """Open, as the reporter, a room with protection officers or with the commission above.

    She chooses who is in it, and nobody can stop that. The same room sent twice is one.
    """
    case = guards.lock(Case(pk=by.case))
    before = case.rooms().visible_to(by).filter(pk=room, kind=kind).first()
    if before is not None:
        return before
    if kind not in REPORTERS_ROOMS:
        raise NotAllowed(_("A reporter does not open rooms of this kind."))
    for holder in officers_among(grants):
        _admit(case, holder, kind, None)
    opened = rooms.open_room(
        room=room, kind=kind, case=case.pk, recipient=recipient, grants=grants, by=by
    )
    ledger.append(
        kind="case.room-opened", case=case.pk, by=by, detail={"room": room.hex, "kind": str(kind)}
    )
    return opened


@transaction.atomic
def add_member(
    *, room: Room, holder: str, sealed: bytes, until: date | None, by: Officer
) -> Member:
    """Add an officer to a room of the case that one handles, or give them a new grant."""
    case = guards.lock(Case(pk=room.case))
    before = Member.objects.live().filter(room=room, holder=holder).first()
    if before is None:
        guards.is_handler(case, by)
        guards.refuse_frozen(case)
    elif by.pk != case.handler_id:
        # A colleague helps somebody who lost their keys; that does not make a stay longer.
        until = before.until
    _admit(case, holder, RoomKind(room.kind), until)
    member = rooms.grant_member(room=room, holder=holder, sealed=sealed, until=until, by=by)
    ledger.append(
        kind="case.member-added",
        case=case.pk,
        by=by,
        detail={"room": room.pk.hex, "holder": holder},
    )
    return member


@transaction.atomic
def start_epoch(
    *,
    room: Room,
    number: int,
    recipient: str,
    grants: Mapping[str, bytes],
    removed: Collection[str] = (),
    by: Officer,
) -> Epoch:
    """Start a new key in a room. Only the handler may remove somebody with it."""
    case = guards.lock(Case(pk=room.case))
    if removed:
        guards.is_handler(case, by)
    epoch = rooms.start_epoch(
        room=room, number=number, recipient=recipient, grants=grants, removed=removed, by=by
    )
    for holder in removed:
        ledger.append(
            kind="case.member-removed",
            case=case.pk,
            by=by,
            detail={"room": room.pk.hex, "holder": holder},
        )
    return epoch


def _admit(case: Case, holder: str, kind: RoomKind, until: date | None) -> None:
    """Refuse a holder who may not become a member of a room of that kind."""
    if holder == REPORTER:
        raise NotAllowed(_("Nobody can add the reporter: she is there from the start, or not."))
    officer = Officer.objects.select_related("body").filter(pk=readers.officer_id(holder)).first()
    if officer is None:
        raise NotAllowed(_("This officer does not have a role that allows this."))
    readers.refuse_unfit(case, officer, kind)
    investigates = kind == RoomKind.INVESTIGATION
    if investigates and until is None and readers.needs_end_date(officer, case):
        raise NotValid(_("An investigator is a member until a date. Choose one."), kind="until")
