"""Everything that changes receipts without making a case: a talk that is not a report."""

from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.reports.models import Advice, Receipt, lookup_hash
from hoeder.reports.receiving import Question, new_receipt_of
from hoeder.rooms.models import NO_HASH, Room, today
from hoeder.rooms.opening import NewItem, new_room, put_first_item
from hoeder.rooms.rules import REPORTER, RoomKind
from hoeder.storing import store


class Begun(NamedTuple):
    """The talk that is stored, and whether it was there before."""

    talk: UUID
    repeated: bool


@transaction.atomic
def begin_advice(*, question: Question, by: Actor) -> Begun:
    """Take in a sealed question to one confidential adviser: a talk, and no case.

    No clock runs and nothing is owed. The same question sent twice is one talk. `by` is
    `reports.receiving.SENDER`.
    """
    row = new_receipt_of(question, case=question.case, talk=question.talk)
    if Receipt.objects.filter(pk=row["lookup"]).exists():
        return _begun_before(question)
    _refuse_taken_ids(question)
    adviser = _adviser(question)
    day = today()
    room = new_room(
        room=question.room,
        kind=RoomKind.ADVICE,
        case=question.talk,
        recipient=question.room_recipient,
        grants=question.grants,
        by=by,
        day=day,
    )
    first = NewItem(question.item, 1, NO_HASH, 1, question.sealed, question.hash)
    item = put_first_item(room, first, by=by, day=day)
    advice: dict[str, object] = {
        "receipt_id": lookup_hash(question.lookup),
        "adviser_id": adviser.pk,
        "begun_on": day,
        "fingerprint": question.fingerprint,
    }
    try:
        # A savepoint: on PostgreSQL a taken id would otherwise end the transaction.
        with transaction.atomic():
            store(Receipt, [row])
            store(Advice, [advice])
            room.store()
            ledger.adopt_case(case=question.talk, key=question.ledger_key, by=by)
    except IntegrityError as error:
        raise NotNow(_("An id in this question is used already."), kind="id-taken") from error
    notices.tell(holders=[adviser.label], kind="advice.begun", by=by)
    detail: dict[str, str | int] = {
        "room": question.room.hex,
        "item": item,
        "holder_1": adviser.label,
    }
    ledger.append(kind="advice.begun", case=question.talk, by=by, detail=detail)
    return Begun(question.talk, repeated=False)


def _refuse_taken_ids(question: Question) -> None:
    """Refuse the id of another's case or talk: whoever has it could pass for its reporter."""
    ids = {question.case, question.talk}
    held = Receipt.objects.filter(Q(case__in=ids) | Q(talk__in=ids))
    if len(ids) < 2 or held.exists() or Room.objects.filter(case__in=ids).exists():
        raise NotNow(_("An id in this question is used already."), kind="id-taken")


def _adviser(question: Question) -> Officer:
    """Find the one confidential adviser to whom the question is sealed, or refuse."""
    holders = [holder for holder in question.grants if holder != REPORTER]
    if len(holders) != 1 or len(question.grants) != 2:
        raise NotValid(_("A talk is sealed to yourself and to one adviser."), kind="holders")
    found = (
        Officer.objects.active()
        .select_related("body")
        .filter(pk=_id_in(holders[0]), body__organisation=question.organisation)
        .first()
    )
    if found is None or not found.has(Power.ADVISE) or found.confirmed_key() is None:
        raise NotNow(
            _(
                "This adviser cannot be asked any more. Load the list of advisers again, choose, "
                "and send once more. Nothing you wrote is lost."
            ),
            kind="directory-changed",
            extras={"holders": holders},
        )
    return found


def _id_in(holder: str) -> UUID:
    try:
        return UUID(hex=holder.removeprefix("officer:"))
    except ValueError as error:
        raise NotValid(_("A holder is `officer:` and the officer's id."), kind="holders") from error


def _begun_before(question: Question) -> Begun:
    known = Advice.objects.select_related("receipt").filter(
        pk=lookup_hash(question.lookup), fingerprint=question.fingerprint
    )
    before = known.first()
    if before is None:
        raise NotNow(_("This receipt has been used already."), kind="receipt-used")
    return Begun(before.talk, repeated=True)
