"""The alarm of somebody who reported elsewhere: a new receipt, a room, and no case."""

from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.ledger.sayings import digest
from hoeder.notices import actions as notices
from hoeder.organisations.models import Body
from hoeder.protection import asking
from hoeder.protection.models import Elsewhere, Incident
from hoeder.reports.models import Receipt, lookup_hash
from hoeder.reports.receiving import Alarm, new_receipt_of, tied
from hoeder.rooms.models import NO_HASH, Room, today
from hoeder.rooms.opening import NewItem, grants_as_event, new_room, put_first_item
from hoeder.rooms.rules import RoomKind, officers_among
from hoeder.storing import store

from .alarm import raise_alarm


class Raised(NamedTuple):
    """The incident that was opened, and whether it was there before."""

    incident: Incident
    repeated: bool


@transaction.atomic
def raise_elsewhere(*, alarm: Alarm, by: Actor) -> Raised:
    """Take in a sealed account to the commission, and open an incident that has no case.

    Sent twice, it is one alarm. `by` is `reports.receiving.SENDER`.
    """
    row = new_receipt_of(alarm, case=alarm.chain, talk=None)
    if Receipt.objects.filter(pk=row["lookup"]).exists():
        return _raised_before(alarm)
    body = Body.objects.filter(pk=alarm.body, organisation=alarm.organisation).first()
    if body is None:
        raise NotNow(_("There is no such way to report here."), kind="no-channel")
    _refuse_taken(alarm.chain)
    _refuse_unfit(body, alarm)
    day = today()
    room = new_room(
        room=alarm.room,
        kind=RoomKind.COMMISSION,
        case=alarm.chain,
        recipient=alarm.room_recipient,
        grants=alarm.grants,
        by=by,
        day=day,
    )
    first = NewItem(alarm.item, 1, NO_HASH, 1, alarm.sealed, alarm.hash)
    item = put_first_item(room, first, by=by, day=day)
    lookup = lookup_hash(alarm.lookup)
    try:
        # A savepoint: on PostgreSQL a taken id would otherwise end the transaction.
        with transaction.atomic():
            store(Receipt, [row])
            Elsewhere.objects.create(receipt_id=lookup, body=body, fingerprint=alarm.fingerprint)
            room.store()
            ledger.adopt_case(case=alarm.chain, key=alarm.ledger_key, by=by)
    except IntegrityError as error:
        raise NotNow(_("An id in this report is used already."), kind="id-taken") from error
    ledger.append(
        kind="alarm.elsewhere",
        case=alarm.chain,
        by=by,
        detail={
            "room": alarm.room.hex,
            "id": alarm.item.hex,
            "item": item,
            "body": body.pk.hex,
            "recipient": digest(alarm.room_recipient),
            **grants_as_event(alarm.grants),
        },
        veiled=tied(row),
    )
    return Raised(raise_alarm(chain=alarm.chain, body=body, by=by), repeated=False)


@transaction.atomic
def tell_default(*, by: Actor) -> int:
    """Tell those who watch a body that an incident without a case missed a clock; return how many.

    For incidents of a case `cases.sweep_clocks` does it. Run again, it finds none.
    """
    late = [
        incident
        for incident in Incident.objects.open()
        .filter(case=None, default_told_on=None)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("body")
        if incident.clocks().filter(missed_on__isnull=False).exists()
    ]
    for incident in late:
        told = asking.watchers(incident.body)
        incident.default_told_on = incident.body.today()
        incident.save(update_fields=["default_told_on"])
        notices.tell(holders=told, kind="clock.missed-below", by=by)
        ledger.append(
            kind="incident.default-told",
            case=incident.chain,
            by=by,
            detail={"incident": incident.pk.hex, "overseers": len(told)},
        )
    return len(late)


def _raised_before(alarm: Alarm) -> Raised:
    """Find what the same request made; another one with the same receipt is refused."""
    known = Elsewhere.objects.filter(pk=lookup_hash(alarm.lookup), fingerprint=alarm.fingerprint)
    incident = Incident.objects.filter(chain=alarm.chain).first()
    if incident is None or not known.exists():
        raise NotNow(_("This receipt has been used already."), kind="receipt-used")
    return Raised(incident, repeated=True)


def _refuse_taken(chain: UUID) -> None:
    """Refuse the id of another's case or talk: whoever has it could pass for its reporter."""
    if Room.objects.filter(case=chain).exists():
        raise NotNow(_("An id in this report is used already."), kind="id-taken")


def _refuse_unfit(body: Body, alarm: Alarm) -> None:
    """Refuse all but members of a commission that watches this body."""
    holders = officers_among(alarm.grants)
    if not holders:
        raise NotValid(
            _("An alarm is sealed to at least one member of the commission."), kind="holders"
        )
    able = asking.commission(body)
    unfit = sorted(set(holders) - {officer.label for officer in able})
    if unfit:
        raise NotNow(
            _(
                "Somebody whom this report is for can no longer receive it. Load the list of "
                "officers again, choose, and send once more. Nothing you wrote is lost."
            ),
            kind="directory-changed",
            extras={"holders": unfit},
        )
