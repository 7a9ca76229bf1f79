"""Taking in a sealed report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoeder.cases import joining, readers
from hoeder.cases.models import Case, CaseNumber
from hoeder.cases.rules import Classification, Status
from hoeder.clocks.models import Clock, new_clock
from hoeder.clocks.rules import (
    ClockKind,
    acknowledgement_due,
    feedback_due,
    legal_day,
)
from hoeder.committing import commits_together
from hoeder.errors import NotNow
from hoeder.identities.sealing import store_box
from hoeder.ledger import actions as ledger
from hoeder.ledger import reading
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest, digest_of
from hoeder.notices import actions as notices
from hoeder.reports.models import Joined, Receipt, Report, lookup_hash
from hoeder.reports.receiving import (
    Submission,
    new_receipt,
    new_report,
    tied,
    waits_for_report,
)
from hoeder.rooms.models import NO_HASH, today
from hoeder.rooms.opening import NewItem, grants_as_event, new_room, put_first_item
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
def receive(*, submission: Submission, by: Actor, first_contact: date | None = None) -> Received:
    """Take in a sealed report: receipt, case, room, grants, item and clocks, or nothing at all.

    The same report sent twice is one report. `by` is `reports.receiving.SENDER`. The clocks begin
    today, or with the day of first contact when it was told somebody else before.
    """
    receipt = new_receipt(submission)
    with _ids_are_new():
        is_new = store(Receipt, [receipt], unless_there=True)
    if not is_new:
        # Whoever registers a report makes new words: hers are not those that asked advice.
        waiting = waits_for_report(submission) if first_contact is None else None
        if waiting is None:
            return _received_before(submission)
        receipt["talk"] = waiting.talk
    way = readers.way_in(submission.organisation, submission.channel)
    _refuse_old_directory(way, submission.directory)
    readers.refuse_other_readers(way, submission.grants)
    if first_contact is None:
        readers.refuse_other_custody(way, submission)
    first_case = joining.first_of(submission)
    received_on = first_contact or legal_day(timezone.now(), way.time_zone)
    day = today()
    due = acknowledgement_due(way.law, received_on)
    feedback = feedback_due(way.law, received_on, None)
    number = _next_number(way.body)
    case = {
        "id": submission.case,
        "body_id": way.body,
        "number": number,
        "status": Status.RECEIVED,
        "classification": Classification.REPORT,
        "handler_id": None,
        "received_on": received_on,
        "acknowledged_on": None,
        "next_kind": ClockKind.ACKNOWLEDGEMENT,
        "next_due_on": due,
        "frozen_on": None,
        "protection_settled_on": None,
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
        if submission.box is not None:
            store_box(
                submission.box,
                case=submission.case,
                body=way.body,
                author=submission.author_key,
                day=day,
            )
        store(
            Clock,
            [
                new_clock(case=submission.case, kind=kind, due_on=on, zone=way.time_zone)
                for kind, on in terms
            ],
        )
        # An id that another talk has is taken too.
        ledger.adopt_case(case=submission.case, key=submission.ledger_key, by=by)
    officers = officers_among(submission.grants)
    notices.tell(holders=officers, kind="case.received", by=by)
    detail: dict[str, str | int] = {
        "room": submission.room.hex,
        "id": submission.item.hex,
        "item": item,
        "channel": submission.channel.hex,
        "directory": submission.directory,
        # The obligations of the body: each must be followed by `clock.met` or `clock.missed`.
        "acknowledge_by": due.isoformat(),
        "feedback_by": feedback.isoformat(),
        "received_on": received_on.isoformat(),
        "body": way.body.hex,
        "recipient": digest(submission.room_recipient),
        "sealed_0": digest(submission.grants[REPORTER]),
    }
    detail |= grants_as_event({holder: submission.grants[holder] for holder in officers})
    if submission.box is not None:
        detail |= {**submission.box.as_event(), "author": digest(submission.author_key)}
    # Neither she nor whoever registers it is to learn by an event how many report.
    veiled = {"number": str(number), **tied(receipt)}
    ledger.append(kind="case.received", case=submission.case, by=by, detail=detail, veiled=veiled)
    if first_case is not None:
        _keep_together(first_case, submission.case, by)
    return Received(submission.case, received_on, due, feedback, repeated=False)


def _keep_together(first: UUID, joins: UUID, by: Actor) -> None:
    """Keep that two cases belong together, and say so outside both.

    Who reads the journal of one is not told of the other. Two that join one at the same time are of
    one group.
    """
    store(Joined, [{"case": first, "group": uuid4()}], unless_there=True)
    group = Joined.objects.values_list("group", flat=True).get(case=first)
    store(Joined, [{"case": joins, "group": group}])
    names = [reading.pseudonym("reports.joined.case", one.hex) for one in (first, joins)]
    ledger.append(
        kind="report.joined",
        by=by,
        detail={f"case_{place}": name for place, name in enumerate(names, 1)},
        veiled={
            f"together_{place}": digest_of([name, group.hex]) for place, name in enumerate(names, 1)
        },
    )


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
