"""Sharing what was done to her: a fixed copy, in a room that the reporter opened herself."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind, due_after
from hoeder.errors import NotAllowed
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest_of, plain
from hoeder.notices import actions as notices
from hoeder.organisations.models import Body
from hoeder.protection import caring
from hoeder.protection.models import Elsewhere, GroundsReview, SharedDetriment
from hoeder.protection.promising import DutyKind
from hoeder.protection.rules import DetrimentForm, OfferCause
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.actions import Stored
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind

from . import duties, offers

#: With whom a reporter can share: those who protect her, and those who watch over them.
SHARED_IN = frozenset({RoomKind.CARE, RoomKind.COMMISSION})


@transaction.atomic
def share_detriment(
    *,
    room: Room,
    item: NewItem,
    form: DetrimentForm | None,
    colleagues: bool,
    weigh: bool = False,
    by: Receipt,
) -> Stored:
    """Put a copy of something in her file into a room of hers, and note that on its day.

    `form` is noted only if she agreed to it. Handlers read the journal of the case: it always holds
    a commitment to what she chose. With `colleagues`, which she agrees to by itself, the employer
    gets the task to stop them (law.md RET-09). With `weigh`, whoever is in that room must say what
    the grounds of this decision are worth (RET-05); the employer hears nothing of it. Sent twice,
    it is one copy.
    """
    if room.kind not in SHARED_IN:
        raise NotAllowed(
            _("Share this in your room with the protection officer, or with the commission.")
        )
    case = Case.objects.select_related("body").filter(pk=room.case).first()
    body = case.body if case is not None else _body_of(room.case)
    stored = rooms.add_item(room=room, item=item, by=by)
    if stored.repeated:
        return stored
    SharedDetriment.objects.create(
        item=item.id,
        chain=room.case,
        body=body,
        room_kind=room.kind,
        form=form or "",
        colleagues=colleagues,
        shared_on=body.today(),
    )
    ledger.append(
        kind="detriment.shared",
        case=room.case,
        by=by,
        detail={"room": room.pk.hex, "item": stored.item.hash, "id": item.id.hex},
        veiled={"chosen": digest_of([form or "", plain(colleagues)])},
    )
    if case is None:
        return stored
    # law.md SUP-04: after harm she is asked how she is, and offered help.
    offers.owe_support(case=case, cause=OfferCause.DETRIMENT, about=item.id, by=by)
    if colleagues:
        duties.give(case=case, kind=DutyKind.STOP_COLLEAGUES, by=by)
    if weigh:
        _have_weighed(case, room, item, by)
    return stored


def _have_weighed(case: Case, room: Room, item: NewItem, by: Receipt) -> None:
    """Start the term within which a decision against her is weighed outside the line."""
    day = case.body.today()
    review = GroundsReview.objects.create(
        item=item.id,
        case=case,
        room_kind=room.kind,
        asked_on=day,
        due_on=due_after(case.body.law, ClockKind.DUTY, day),
    )
    clocks.start(
        case=case.pk,
        kind=ClockKind.DUTY,
        about=review.pk,
        due_on=review.due_on,
        zone=case.body.time_zone,
        by=by,
    )
    notices.tell(holders=caring.holders_in(room), kind="grounds.to-weigh", by=by)
    ledger.append(
        kind="grounds.to-weigh",
        case=case.pk,
        by=by,
        detail={
            "review": review.pk.hex,
            "room_kind": str(room.kind),
            "due_on": review.due_on.isoformat(),
        },
    )


def _body_of(chain: UUID) -> Body:
    """Find the body that an alarm without a case is about."""
    return Elsewhere.objects.select_related("body").get(receipt__case=chain).body
