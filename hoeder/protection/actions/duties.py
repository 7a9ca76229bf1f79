"""Tasks of the employer: what follows when colleagues take revenge (law.md RET-09)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards
from hoeder.cases.models import Case
from hoeder.cases.readers import officer_id
from hoeder.clocks import actions as clocks
from hoeder.clocks.rules import ClockKind, due_after
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.protection import owning
from hoeder.protection.keeping import Sealed
from hoeder.protection.models import Duty
from hoeder.protection.promising import DutyKind
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms import envelope
from hoeder.rooms.rules import REPORTER, RoomKind, officers_among


@transaction.atomic
def give(*, case: Case, kind: DutyKind, by: Actor) -> Duty:
    """Give the employer a task, with a clock; a second of the same kind is the same task.

    It goes to the director of the body; where that person is cut off from the case, to the level
    above. They read what must be done, and neither who reported nor what.
    """
    case = guards.lock(case)
    before = Duty.objects.filter(case=case, kind=kind, done_on=None).first()
    if before is not None:
        return before
    now = case.body.today()
    duty = Duty.objects.create(
        case=case,
        kind=kind,
        owner=owning.next_owner(case, None),
        given_on=now,
        due_on=due_after(case.body.law, ClockKind.DUTY, now),
    )
    clocks.start(
        case=case.pk,
        kind=ClockKind.DUTY,
        due_on=duty.due_on,
        zone=case.body.time_zone,
        by=by,
        about=duty.pk,
    )
    if duty.owner is not None:
        notices.tell(holders=[duty.owner.label], kind="duty.given", by=by)
    detail: dict[str, str | int] = {
        "duty": duty.pk.hex,
        "kind": str(kind),
        "due_on": duty.due_on.isoformat(),
    }
    if duty.owner is not None:
        detail["owner"] = duty.owner.label
    ledger.append(kind="duty.given", case=case.pk, by=by, detail=detail)
    return duty


@transaction.atomic
def name_reader(*, duty: Duty, recipient: str, verify: str, by: Receipt) -> Duty:
    """Take the reporter's keys for the room of a task, so that she reads what was done herself.

    The first count: nobody can put other keys in their place.
    """
    guards.lock(Case(pk=duty.case_id))
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if by.case != duty.case_id:
        raise NotAllowed(_("Only the reporter herself can do this."))
    if duty.reader_recipient or duty.done_on is not None:
        return duty
    envelope.check_recipient(recipient)
    duty.reader_recipient, duty.reader_verify = recipient, verify
    duty.save(update_fields=["reader_recipient", "reader_verify"])
    ledger.append(
        kind="duty.reader-named",
        case=duty.case_id,
        by=by,
        detail={"duty": duty.pk.hex, "reader": digest(f"{recipient}\n{verify}")},
    )
    return duty


@transaction.atomic
def account_for_duty(*, duty: Duty, sealed: Sealed, by: Officer) -> Duty:
    """Say, as the employer, what was done, sealed to those who protect, and to the reporter.

    To her by keys of that room alone, which say nothing of who she is (docs/spec/commitments.md).
    """
    guards.lock(Case(pk=duty.case_id))
    duty = Duty.objects.select_for_update(of=("self",)).select_related("case__body").get(pk=duty.pk)
    if duty.owner_id != by.pk:
        raise NotAllowed(_("Only whoever has this task can do this."))
    if duty.done_on is not None:
        raise NotNow(_("You have answered already. Your answer stands."), kind="answered")
    if REPORTER in sealed.grants and not duty.reader_recipient:
        raise NotValid(_("Whoever has this task does not know who reported."), kind="holders")
    _refuse_other_readers(duty.case, sealed.grants, by)
    room = rooms.open_room(
        room=duty.pk,
        kind=RoomKind.COMMITMENT,
        case=duty.case_id,
        recipient=sealed.recipient,
        grants=sealed.grants,
        by=by,
    )
    rooms.add_item(room=room, item=sealed.item, by=by)
    duty.done_on = duty.case.body.today()
    duty.save(update_fields=["done_on"])
    clocks.meet(
        case=duty.case_id,
        kind=ClockKind.DUTY,
        on=duty.done_on,
        by=by,
        about=duty.pk,
    )
    ledger.append(kind="duty.accounted-for", case=duty.case_id, by=by, detail={"duty": duty.pk.hex})
    return duty


def _refuse_other_readers(case: Case, grants: Mapping[str, bytes], by: Officer) -> None:
    """Refuse all but those who protect at the body, and those who oversee it."""
    others = set(officers_among(grants)) - {by.label}
    if not others:
        raise NotValid(_("Somebody must be able to read what was done."), kind="holders")
    for holder in others:
        officer = Officer.objects.active().filter(pk=officer_id(holder)).first()
        bodies = {case.body_id, *case.body.bodies_above()}
        fit = officer is not None and (
            officer.has(Power.OVERSEE, at=case.body) or officer.bodies_where(Power.PROTECT) & bodies
        )
        cut_off = officer is not None and case.exclusions.filter(officer=officer).exists()
        if not fit or cut_off:
            raise NotAllowed(_("This officer does not have a role that allows this."))
