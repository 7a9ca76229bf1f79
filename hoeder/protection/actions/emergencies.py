"""The emergency lane: practical things that cannot wait (law.md RET-10).

Directive (EU) 2019/1937, art. 21(6) asks for interim relief; how many hours the level above has
stands in the law tables of `hoeder.clocks`. Saying nothing is a refusal that stays on record.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case, Exclusion
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind, hours_due
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import keeping
from hoeder.protection.keeping import Sealed, Terms
from hoeder.protection.models import Commitment, Emergency
from hoeder.protection.promising import Decision, Promise, RefusalGround, Thing
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import RoomKind


@transaction.atomic
def ask_in_emergency(*, emergency: UUID, kind: Thing, item: NewItem, by: Receipt) -> Emergency:
    """Ask the level above for something practical, sealed in the reporter's room with it.

    The same request sent twice is one. `emergency` is the id of the commitment that may follow.
    """
    case = guards.lock(Case(pk=by.case))
    before = Emergency.objects.filter(pk=emergency, case=case).first()
    if before is not None:
        return before
    taken = Emergency.objects.filter(pk=emergency).exists()
    if taken or Commitment.objects.filter(pk=emergency).exists():
        raise NotNow(_("An id in this report is used already."), kind="id-taken")
    rooms.add_item(room=_room(case), item=item, by=by)
    asked = Emergency.objects.create(id=emergency, case=case, kind=kind, asked_on=case.body.today())
    zone = case.body.time_zone
    clocks.start_hours(
        case=case.pk,
        kind=ClockKind.EMERGENCY,
        due_at=hours_due(case.body.law, ClockKind.EMERGENCY, timezone.now(), zone),
        zone=zone,
        by=by,
        about=asked.pk,
    )
    ledger.append(
        kind="emergency.asked",
        case=case.pk,
        by=by,
        detail={"emergency": asked.pk.hex, "kind": str(kind)},
    )
    return asked


@transaction.atomic
def grant_in_emergency(
    *, emergency: Emergency, terms: Terms, sealed: Sealed, answer: NewItem, by: Officer
) -> Commitment:
    """Decide, as the level above, that it is done: by whom and by when. It becomes a commitment."""
    emergency = _lock(emergency)
    _must_decide(emergency.case, by)
    made = Commitment.objects.filter(pk=emergency.pk).first()
    if made is not None:
        return made
    _refuse_decided(emergency)
    rooms.add_item(room=_room(emergency.case), item=answer, by=by)
    made = keeping.create(emergency.case, emergency.pk, terms, Promise.OFFERED, by)
    keeping.begin(made, sealed, by)
    _decide(emergency, Decision.GRANTED, by)
    ledger.append(
        kind="emergency.granted",
        case=emergency.case_id,
        by=by,
        detail={"emergency": emergency.pk.hex} | keeping.detail(made),
    )
    return made


@transaction.atomic
def refuse_in_emergency(
    *, emergency: Emergency, ground: RefusalGround, answer: NewItem, by: Officer
) -> Emergency:
    """Decide, as the level above, that it is not done: on a ground, with sealed reasons."""
    emergency = _lock(emergency)
    _must_decide(emergency.case, by)
    if rooms.add_item(room=_room(emergency.case), item=answer, by=by).repeated:
        return emergency
    _refuse_decided(emergency)
    emergency.ground = ground
    _decide(emergency, Decision.REFUSED, by)
    ledger.append(
        kind="emergency.refused",
        case=emergency.case_id,
        by=by,
        detail={"emergency": emergency.pk.hex, "ground": str(ground)},
    )
    return emergency


def _decide(emergency: Emergency, decision: Decision, by: Officer) -> None:
    day = emergency.case.body.today()
    emergency.decision, emergency.decided_by, emergency.decided_on = decision, by, day
    emergency.save(update_fields=["decision", "ground", "decided_by", "decided_on"])
    clocks.meet(
        case=emergency.case_id,
        kind=ClockKind.EMERGENCY,
        on=day,
        by=by,
        about=emergency.pk,
    )


def _lock(emergency: Emergency) -> Emergency:
    guards.lock(Case(pk=emergency.case_id))
    return (
        Emergency.objects.select_for_update(of=("self",))
        .select_related("case__body")
        .get(pk=emergency.pk)
    )


def _room(case: Case) -> Room:
    found = case.rooms().filter(kind=RoomKind.COMMISSION).first()
    if found is None:
        raise NotNow(_("Open the conversation with the commission first."), kind="no-room")
    return found


def _must_decide(case: Case, by: Officer) -> None:
    """Refuse all but the commission above, by somebody who is no part of the body."""
    above = case.body.bodies_above()
    own = by.body_id == case.body_id and bool(above)
    if own or not by.has(Power.OVERSEE, at=case.body):
        raise NotAllowed(_("Only the level above decides in an emergency."))
    if Exclusion.objects.filter(case=case, officer=by).exists():
        raise NotAllowed(_("This officer is named in this case, or in the line of somebody named."))
    guards.may_read(case.pk, by)


def _refuse_decided(emergency: Emergency) -> None:
    if emergency.decision:
        raise NotNow(_("This was decided already."), kind="answered")
