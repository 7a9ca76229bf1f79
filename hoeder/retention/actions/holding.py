"""Legal holds: they stop destroying, and change nothing of who may read (law.md REG-04)."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.retention.models import Hold, Record
from hoeder.retention.rules import latest_review
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room
from hoeder.rooms.opening import NewItem
from hoeder.rooms.rules import REPORTER


@transaction.atomic
def hold(*, case: Case, room: Room, item: NewItem, by: Officer | Receipt) -> Case:
    """Stop all destroying of a case, from this moment; `item` seals why.

    The reporter, or an officer in a room of the case, such as her protection officer. It is asked
    before anything is weighed: what was destroyed cannot be brought back.
    """
    case = _lock(case, room, by)
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return case
    if Hold.objects.standing().filter(case=case, by=by.label).exists():
        raise NotNow(_("You hold this case already."), kind="held")
    if Record.objects.filter(
        keeping__case=case, begun_on__isnull=False, destroyed_on=None
    ).exists():
        raise NotNow(_("Destroying has begun and cannot be stopped any more."), kind="erased")
    day = case.body.today()
    row = Hold.objects.create(
        case=case, by=by.label, since=day, review_on=latest_review(case.body.law, day)
    )
    clocks.start(
        case=case.pk,
        kind=ClockKind.REVIEW,
        due_on=row.review_on,
        zone=case.body.time_zone,
        about=row.pk,
        by=by,
    )
    notices.tell(holders=_others(case, by), kind="hold.asked", by=by)
    detail = {"hold": row.pk.hex, "review_on": row.review_on.isoformat()}
    ledger.append(kind="hold.set", case=case.pk, by=by, detail=detail)
    return case


@transaction.atomic
def confirm_hold(*, hold: Hold, room: Room, item: NewItem, by: Officer) -> Hold:
    """Confirm a hold as a second person, with sealed words."""
    case = _lock(hold.case, room, by)
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return hold
    hold = _standing(hold)
    if hold.by == by.label:
        raise NotAllowed(_("A second person confirms this, not whoever asked for it."))
    if hold.confirmed_on is not None:
        raise NotNow(_("This was confirmed already."), kind="decided")
    hold.confirmed_by, hold.confirmed_on = by.label, case.body.today()
    hold.save(update_fields=["confirmed_by", "confirmed_on"])
    ledger.append(kind="hold.confirmed", case=case.pk, by=by, detail={"hold": hold.pk.hex})
    return hold


@transaction.atomic
def ask_lifting(*, hold: Hold, room: Room, item: NewItem, by: Officer) -> Hold:
    """Propose to lift a hold, with sealed reasons; it goes on until a second person agrees."""
    case = _lock(hold.case, room, by)
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return hold
    hold = _standing(hold)
    if hold.lift_by:
        raise NotNow(_("This waits for a second person already."), kind="proposal-waits")
    hold.lift_by, hold.lift_on = by.label, case.body.today()
    hold.save(update_fields=["lift_by", "lift_on"])
    notices.tell(holders=_others(case, by), kind="hold.lifting-asked", by=by)
    ledger.append(kind="hold.lifting-asked", case=case.pk, by=by, detail={"hold": hold.pk.hex})
    return hold


@transaction.atomic
def keep_holding(*, hold: Hold, room: Room, item: NewItem, by: Officer) -> Hold:
    """Refuse to lift a hold, or take back one's own proposal to lift it."""
    case = _lock(hold.case, room, by)
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return hold
    hold = _standing(hold)
    if not hold.lift_by:
        raise NotNow(_("Nothing waits for a second person."), kind="no-proposal")
    hold.lift_by, hold.lift_on = "", None
    hold.save(update_fields=["lift_by", "lift_on"])
    ledger.append(kind="hold.kept", case=case.pk, by=by, detail={"hold": hold.pk.hex})
    return hold


@transaction.atomic
def lift(*, hold: Hold, room: Room, item: NewItem, by: Officer | Receipt) -> Hold:
    """Lift a hold: the reporter her own; otherwise a second person, after one who proposed it."""
    case = _lock(hold.case, room, by)
    if rooms.add_item(room=room, item=item, by=by).repeated:
        return hold
    hold = _standing(hold)
    own = by.label == REPORTER and hold.by == REPORTER
    if not own:
        if not hold.lift_by:
            raise NotNow(_("Nothing waits for a second person."), kind="no-proposal")
        if by.label in (hold.lift_by, REPORTER):
            raise NotAllowed(_("A second person lifts this, not whoever proposed it."))
    hold.ended_by, hold.ended_on = by.label, case.body.today()
    hold.save(update_fields=["ended_by", "ended_on"])
    clocks.end(case=case.pk, kind=ClockKind.REVIEW, about=hold.pk, by=by)
    notices.tell(holders=_others(case, by), kind="hold.lifted", by=by)
    ledger.append(kind="hold.lifted", case=case.pk, by=by, detail={"hold": hold.pk.hex})
    return hold


def _lock(case: Case, room: Room, by: Officer | Receipt) -> Case:
    case = guards.lock(case)
    guards.may_read(case.pk, by)
    if room.case != case.pk:
        raise NotAllowed(_("This room is of another case."))
    return case


def _standing(hold: Hold) -> Hold:
    found = Hold.objects.standing().filter(pk=hold.pk).first()
    if found is None:
        raise NotNow(_("This hold was lifted already."), kind="decided")
    return found


def _others(case: Case, by: Officer | Receipt) -> set[str]:
    return set(readers.officers_of(case.pk)) - {by.label}
