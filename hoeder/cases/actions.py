"""Everything that changes cases."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.cases import readers
from hoeder.cases.models import Case, CaseNumber, Recusal
from hoeder.cases.rules import Status, may_move
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import (
    ClockKind,
    acknowledgement_due,
    feedback_due,
    latest_next_feedback,
    legal_day,
)
from hoeder.committing import commits_together
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Appointment, Officer
from hoeder.organisations.rules import POWERS, Power
from hoeder.reports.models import Receipt, Report, lookup_hash
from hoeder.reports.receiving import Submission, new_receipt, new_report
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import NO_HASH, Epoch, Member, Room, today
from hoeder.rooms.opening import NewItem, new_room, put_first_item
from hoeder.rooms.rules import REPORTER, RoomKind, officers_among
from hoeder.storing import ask, store


class Received(NamedTuple):
    """The case that is stored, its dates, and whether it was there before."""

    case: UUID
    received_on: date
    acknowledge_by: date
    feedback_by: date
    repeated: bool


@commits_together
@transaction.atomic
def receive(*, submission: Submission, by: Actor) -> Received:
    """Take in a sealed report: receipt, case, room, grants, item and clocks, or nothing at all.

    The same report sent twice is one report. `by` is `reports.receiving.SENDER`.
    """
    with _ids_are_new():
        is_new = store(Receipt, [new_receipt(submission)], unless_there=True)
    if not is_new:
        return _received_before(submission)
    way = readers.way_in(submission.organisation, submission.channel)
    _refuse_old_directory(way, submission.directory)
    readers.refuse_other_readers(way, submission.grants)
    received_on = legal_day(timezone.now(), way.time_zone)
    day = today()
    due = acknowledgement_due(way.law, received_on)
    feedback = feedback_due(way.law, received_on, None)
    case = {
        "id": submission.case,
        "body_id": way.body,
        "number": _next_number(way.body),
        "status": Status.RECEIVED,
        "handler_id": None,
        "received_on": received_on,
        "acknowledged_on": None,
        "next_kind": ClockKind.ACKNOWLEDGEMENT,
        "next_due_on": due,
    }
    room = new_room(
        room=submission.room,
        kind=RoomKind.DIALOGUE,
        case=submission.case,
        recipient=submission.room_recipient,
        grants=submission.grants,
        by=by,
        day=day,
    )
    first = NewItem(submission.item, 1, NO_HASH, 1, submission.sealed, submission.hash)
    item = put_first_item(room, first, by=by, day=day)
    terms = ((ClockKind.ACKNOWLEDGEMENT, due), (ClockKind.FEEDBACK, feedback))
    with _ids_are_new():
        store(Report, [new_report(submission, received_on=received_on)])
        store(Case, [case])
        room.store()
        store(
            Clock,
            [
                new_clock(case=submission.case, kind=kind, due_on=on, zone=way.time_zone)
                for kind, on in terms
            ],
        )
    ledger.adopt_case(case=submission.case, key=submission.ledger_key, by=by)
    officers = officers_among(submission.grants)
    notices.tell(holders=officers, kind="case.received", by=by)
    detail: dict[str, str | int] = {
        "room": submission.room.hex,
        "item": item,
        "channel": submission.channel.hex,
        "directory": submission.directory,
        # The obligations of the body: each must be followed by `clock.met` or `clock.missed`.
        "acknowledge_by": due.isoformat(),
        "feedback_by": feedback.isoformat(),
    }
    detail |= {f"holder_{place}": holder for place, holder in enumerate(sorted(officers), 1)}
    ledger.append(kind="case.received", case=submission.case, by=by, detail=detail)
    return Received(submission.case, received_on, due, feedback, repeated=False)


@transaction.atomic
def acknowledge(*, case: Case, item: NewItem, by: Officer) -> Case:
    """Tell the reporter that the report has arrived, with a sealed item; become the handler."""
    case = _lock(case)
    _may_handle(case, by)
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        # The answer to the first try was lost. All of this was done then.
        return case
    _move(case, Status.ACKNOWLEDGED)
    zone = case.body.time_zone
    on = legal_day(timezone.now(), zone)
    clocks.meet(case=case.pk, kind=ClockKind.ACKNOWLEDGEMENT, on=on, by=by)
    clocks.bring_forward(
        case=case.pk,
        kind=ClockKind.FEEDBACK,
        due_on=feedback_due(case.body.law, case.received_on, on),
        zone=zone,
        by=by,
    )
    case.handler = by
    case.acknowledged_on = on
    _show_next(case)
    case.save(update_fields=["status", "handler", "acknowledged_on", "next_kind", "next_due_on"])
    ledger.append(kind="case.acknowledged", case=case.pk, by=by)
    return case


@transaction.atomic
def give_feedback(*, case: Case, item: NewItem, next_on: date | None, by: Officer) -> Case:
    """Tell the reporter what is done and why, with a sealed item, and when she hears more."""
    case = _lock(case)
    _is_handler(case, by)
    zone = case.body.time_zone
    on = legal_day(timezone.now(), zone)
    if next_on is not None and not on < next_on <= latest_next_feedback(on):
        raise NotValid(_("The next feedback comes within three months from today."), kind="next-on")
    if rooms.add_item(room=case.dialogue(), item=item, by=by).repeated:
        return case
    _move(case, Status.ANSWERED)
    running = case.clocks().filter(met_on=None).exclude(kind=ClockKind.ACKNOWLEDGEMENT)
    for kind in running.values_list("kind", flat=True):
        clocks.meet(case=case.pk, kind=ClockKind(kind), on=on, by=by)
    if next_on is not None:
        clocks.start(case=case.pk, kind=ClockKind.NEXT_FEEDBACK, due_on=next_on, zone=zone, by=by)
    _show_next(case)
    case.save(update_fields=["status", "next_kind", "next_due_on"])
    ledger.append(kind="case.answered", case=case.pk, by=by)
    return case


@transaction.atomic
def hand_over(
    *,
    case: Case,
    to: Officer,
    grants: Mapping[UUID, bytes],
    items: Sequence[tuple[UUID, NewItem]] = (),
    by: Officer,
) -> Case:
    """Make another officer the handler. `grants` and `items` say for which room (id) they are.

    The new handler must hold, or get by these grants, every room that the old one holds.
    """
    case = _lock(case)
    _may_handle(case, by)
    if to == by:
        raise NotValid(_("You are the one who hands this case over."), kind="same-officer")
    readers.refuse_unfit(case, to, RoomKind.DIALOGUE)
    mine = {room.pk: room for room in case.rooms().visible_to(by)}
    theirs = set(case.rooms().visible_to(to).values_list("pk", flat=True))
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
def recuse(*, case: Case, by: Officer) -> None:
    """Step back from a case at once and for good; its rooms need a new key before the next item."""
    case = _lock(case)
    held = list(case.rooms().visible_to(by).order_by("kind"))
    if not held:
        raise NotAllowed(_("You do not hold this case."))
    for room in held:
        rooms.leave(room=room, by=by)
    Recusal.objects.create(case=case, officer=by, day=today())
    if case.handler_id == by.pk:
        case.handler = None
        case.save(update_fields=["handler"])
    notices.tell(holders=_officers_of(case.pk), kind="case.recused", by=by)
    ledger.append(kind="case.recused", case=case.pk, by=by)


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
    case = _lock(case)
    _is_handler(case, by)
    if case.rooms().filter(kind=RoomKind.INVESTIGATION).exists():
        raise NotNow(_("This case has an investigation room already."), kind="room-exists")
    if case.status != Status.INVESTIGATED:
        _move(case, Status.INVESTIGATED)
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
def add_member(
    *, room: Room, holder: str, sealed: bytes, until: date | None, by: Officer
) -> Member:
    """Add an officer to a room of the case that one handles, or give them a new grant."""
    case = _lock(Case(pk=room.case))
    before = Member.objects.live().filter(room=room, holder=holder).first()
    if before is None:
        _is_handler(case, by)
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
    case = _lock(Case(pk=room.case))
    if removed:
        _is_handler(case, by)
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


@transaction.atomic
def sweep_clocks(*, by: Actor, now: datetime | None = None) -> int:
    """Note missed dates; tell the officers of each case and the overseers above its body."""
    missed = clocks.sweep(by=by, now=now)
    cases = Case.objects.select_related("body").in_bulk({clock.case for clock in missed})
    notices.tell(holders=_officers_of(*cases), kind="clock.missed", by=by)
    # Each body's overseers are asked for once: a sweep after a quiet weekend meets many cases.
    bodies = {case.body_id: case for case in cases.values()}
    above = {body: _overseers_above(case) for body, case in bodies.items()}
    overseers = {one for found in above.values() for one in found}
    notices.tell(holders=overseers, kind="clock.missed-below", by=by)
    for case in cases.values():
        ledger.append(
            kind="case.default-told",
            case=case.pk,
            by=by,
            detail={"overseers": len(above[case.body_id])},
        )
    return len(missed)


def _lock(case: Case) -> Case:
    """Lock a case, always before its rooms and clocks: two actions never wait for each other."""
    return Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)


@contextmanager
def _ids_are_new() -> Iterator[None]:
    """Refuse ids that are taken. They are random: only somebody who makes them up meets one."""
    try:
        yield
    except IntegrityError as error:
        raise NotNow(_("An id in this report is used already."), kind="id-taken") from error


def _received_before(submission: Submission) -> Received:
    report = (
        Report.objects.select_related("receipt")
        .filter(pk=lookup_hash(submission.lookup), fingerprint=submission.fingerprint)
        .first()
    )
    if report is None:
        raise NotNow(_("This receipt has been used for another report."), kind="receipt-used")
    case = Case.objects.select_related("body").get(pk=report.receipt.case)
    return Received(
        case.pk,
        case.received_on,
        acknowledgement_due(case.body.law, case.received_on),
        feedback_due(case.body.law, case.received_on, None),
        repeated=True,
    )


def _refuse_old_directory(way: readers.WayIn, directory: int) -> None:
    """Refuse a report whose readers were decided with a directory that is not the newest."""
    if way.directory != directory:
        raise NotNow(
            _(
                "The list of officers has changed since you loaded it. Load it again, choose, "
                "and send once more. Nothing you wrote is lost."
            ),
            kind="directory-changed",
            extras={"directory": way.directory},
        )


def _next_number(body: UUID) -> int:
    """Count up the number of cases of a body, in one statement that also locks it."""
    table = CaseNumber._meta.db_table
    ((last,),) = ask(
        f"INSERT INTO {table} (body_id, last) VALUES (%s, 1) "  # noqa: S608
        f"ON CONFLICT (body_id) DO UPDATE SET last = {table}.last + 1 RETURNING last",
        [body],
    )
    return int(last)


def _may_handle(case: Case, by: Officer) -> None:
    """Refuse all but the handler; while there is none, any officer of the dialogue may be it."""
    if case.handler_id is not None:
        _is_handler(case, by)
        return
    if not case.dialogue().has_member(by):
        raise NotAllowed(_("You do not hold this case."))
    readers.refuse_unfit(case, by, RoomKind.DIALOGUE)


def _is_handler(case: Case, by: Officer) -> None:
    if by.pk != case.handler_id:
        raise NotAllowed(_("Only the handler of this case can do this."))


def _move(case: Case, after: Status) -> None:
    if not may_move(Status(case.status), after):
        raise NotNow(
            _("This cannot follow: the case is at “%(status)s”.")
            % {"status": Status(case.status).label},
            kind="case-moved-on",
            extras={"status": case.status},
        )
    case.status = after


def _show_next(case: Case) -> None:
    """Copy what is due first to the case, for the inbox."""
    clock = case.clocks().filter(met_on=None).order_by("due_at").first()
    case.next_kind = "" if clock is None else clock.kind
    case.next_due_on = None if clock is None else clock.due_on


def _admit(case: Case, holder: str, kind: RoomKind, until: date | None) -> None:
    """Refuse a holder who may not become a member of a room of that kind."""
    if holder == REPORTER:
        raise NotAllowed(_("Nobody can add the reporter: she is there from the start, or not."))
    officer = Officer.objects.select_related("body").filter(pk=readers.officer_id(holder)).first()
    if officer is None:
        raise NotAllowed(_("This officer does not have a role that allows this."))
    readers.refuse_unfit(case, officer, kind)
    if until is None and readers.needs_end_date(officer, case):
        raise NotValid(_("An investigator is a member until a date. Choose one."), kind="until")


def _officers_of(*cases: UUID) -> list[str]:
    held = Member.objects.live().filter(room__case__in=cases)
    return officers_among(set(held.values_list("holder", flat=True)))


def _overseers_above(case: Case) -> list[str]:
    """Find the officers who oversee the bodies above the one that is in default."""
    roles = [role for role, powers in POWERS.items() if Power.OVERSEE in powers]
    held = Appointment.objects.filter(
        Appointment.holds_today(),
        role__in=roles,
        body__in=case.body.bodies_above(),
        officer__is_active=True,
    )
    found = set(held.values_list("officer", flat=True))
    return sorted(f"officer:{officer.hex}" for officer in found)
