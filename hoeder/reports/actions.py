"""Everything that changes receipts without making a case: talks, join codes, words of one's own."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger import reading
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.reports.models import (
    Advice,
    Joint,
    Receipt,
    Registration,
    Report,
    lookup_hash,
)
from hoeder.reports.receiving import (
    NewFile,
    Question,
    Renewal,
    check_keys,
    new_receipt_of,
    tied,
)
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import NO_HASH, Grant, Room, today
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
    _refuse_taken_ids(question.case, question.talk)
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
        "id": question.item.hex,
        "item": item,
        "recipient": digest(question.room_recipient),
        "holder_1": adviser.label,
        "sealed_0": digest(question.grants[REPORTER]),
        "sealed_1": digest(question.grants[adviser.label]),
    }
    ledger.append(kind="advice.begun", case=question.talk, by=by, detail=detail, veiled=tied(row))
    return Begun(question.talk, repeated=False)


@transaction.atomic
def make_join_code(*, receipt: Receipt, code: str, by: Actor) -> None:
    """Keep what a join code is known by. The same code by the same reporter is kept once.

    It is written outside the case: nobody who reads the journal of a case, now or later, is to see
    that others may come. Nor does that event say to whoever reads it which code, or whose.
    """
    if not Report.objects.filter(receipt=receipt).exists():
        raise NotNow(_("There is no report yet that somebody could join."), kind="no-report")
    joint, is_new = Joint.objects.get_or_create(
        code=lookup_hash(code), defaults={"receipt": receipt, "made_on": today()}
    )
    if joint.receipt_id != receipt.pk:
        raise NotNow(_("These four words are taken. Make others."), kind="id-taken")
    if is_new:
        detail = {"joint": reading.pseudonym("reports.joint.code", joint.code)}
        ledger.append(kind="joint.made", by=by, detail=detail, veiled={"case": receipt.case.hex})


@transaction.atomic
def open_file(*, receipt: Receipt, new: NewFile, by: Receipt) -> Room:
    """Open a reporter's own file, to which nobody but her receipt has the key (law.md EVD-02).

    It stands under an id and a ledger key of its own, so that no journal of a case says anything of
    it. Sent twice, it is one file. It needs no case, and outlives one.
    """
    receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if receipt.is_on_paper():
        raise NotNow(
            _("Put words of your own in the place of those on paper first."), kind="on-paper"
        )
    if receipt.file is not None:
        before = Room.objects.get(case=receipt.file, kind=RoomKind.FILE)
        if before.pk != new.room:
            raise NotNow(_("This room exists already."), kind="room-exists")
        return before
    _refuse_taken_ids(new.file)
    day = today()
    room = new_room(
        room=new.room,
        kind=RoomKind.FILE,
        case=new.file,
        recipient=new.room_recipient,
        grants=new.grants,
        by=by,
        day=day,
    )
    first = NewItem(new.item, 1, NO_HASH, 1, new.sealed, new.hash)
    item = put_first_item(room, first, by=by, day=day)
    try:
        # A savepoint: on PostgreSQL a taken id would otherwise end the transaction.
        with transaction.atomic():
            room.store()
            ledger.adopt_case(case=new.file, key=new.ledger_key, by=by)
    except IntegrityError as error:
        raise NotNow(_("This room exists already."), kind="room-exists") from error
    receipt.file = new.file
    receipt.save(update_fields=["file"])
    detail: dict[str, str | int] = {
        "room": new.room.hex,
        "id": new.item.hex,
        "item": item,
        "recipient": digest(new.room_recipient),
        "sealed_0": digest(new.grants[REPORTER]),
    }
    ledger.append(kind="file.opened", case=new.file, by=by, detail=detail, veiled=tied(receipt))
    return Room.objects.get(pk=new.room)


@transaction.atomic
def take_possession(
    *,
    receipt: Receipt,
    renewal: Renewal,
    item: NewItem,
    epoch: int,
    recipient: str,
    grants: Mapping[str, bytes],
    by: Receipt,
) -> None:
    """Put new words in the place of those on paper, which open nothing from now on.

    `item` is signed with the keys of the paper and names the new ones; the next epoch is granted to
    the new ones. What was granted to the paper is removed.
    """
    registration = (
        Registration.objects.select_for_update().filter(pk=receipt.pk, possessed_on=None).first()
    )
    if registration is None:
        raise NotNow(_("These words are the reporter's own already."), kind="receipt-used")
    check_keys(renewal)
    room = Room.objects.get(case=receipt.case, kind=RoomKind.DIALOGUE)
    rooms.add_item(room=room, item=item, by=by)
    rooms.start_epoch(room=room, number=epoch, recipient=recipient, grants=grants, by=by)
    Grant.objects.filter(room=room, holder=REPORTER, epoch__lt=epoch).delete()
    registration.possessed_on = today()
    registration.save(update_fields=["possessed_on"])
    _move_receipt(receipt, renewal)
    row = Receipt.objects.get(case=receipt.case)
    ledger.append(kind="receipt.possessed", case=receipt.case, by=by, veiled=tied(row))


def _move_receipt(receipt: Receipt, renewal: Renewal) -> None:
    """Give a receipt another look-up id and other keys, and everything that names it with it."""
    moved = lookup_hash(renewal.lookup)
    try:
        with transaction.atomic():
            Receipt.objects.filter(pk=receipt.pk).update(
                lookup=moved,
                request_key=renewal.request_key,
                author_key=renewal.author_key,
                recipient=renewal.recipient,
            )
    except IntegrityError as error:
        raise NotNow(_("This receipt has been used already."), kind="receipt-used") from error
    # The database compares keys with what they name when the transaction ends, not before.
    for named in (Report, Registration, Advice, Joint):
        named.objects.filter(receipt=receipt.pk).update(receipt=moved)


def _refuse_taken_ids(*fresh: UUID) -> None:
    """Refuse the id of another's case, talk or file: whoever has it could pass for its reporter."""
    ids = set(fresh)
    held = Receipt.objects.filter(Q(case__in=ids) | Q(talk__in=ids) | Q(file__in=ids))
    if len(ids) < len(fresh) or held.exists() or Room.objects.filter(case__in=ids).exists():
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
