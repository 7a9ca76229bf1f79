"""The alarm: a reporter says that her name is out, in one press."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.protection import actions as protection
from hoeder.protection.models import Elsewhere, Incident
from hoeder.reports.models import Receipt
from hoeder.reports.receiving import SENDER, Alarm
from hoeder.rooms.models import Room
from hoeder.web import incidents, shapes
from hoeder.web.interface import Repeated, operation
from hoeder.web.json import Id, form
from hoeder.web.reporter.forms import FirstItem, PublicReceipt
from hoeder.web.requests import Signed


@form
class SentAlarm:
    """A sealed account to the commission by somebody who reported elsewhere.

    `case` is the id under which the incident stands; there is no case behind it.
    """

    organisation: Id
    body: Id
    case: Id
    receipt: PublicReceipt
    room: shapes.NewRoom
    grants: shapes.Grants
    item: FirstItem

    def as_alarm(self, fingerprint: str) -> Alarm:
        """Give the form that the action takes; `fingerprint` is the body's SHA-256."""
        return Alarm(
            organisation=self.organisation,
            body=self.body,
            chain=self.case,
            lookup=self.receipt.lookup,
            request_key=self.receipt.request_key,
            author_key=self.receipt.author_key,
            recipient=self.receipt.recipient,
            ledger_key=bytes.fromhex(self.receipt.ledger_key),
            room=self.room.id,
            room_recipient=self.room.recipient,
            grants=shapes.by_holder(self.grants),
            item=self.item.id,
            sealed=self.item.sealed,
            hash=self.item.hash,
            fingerprint=fingerprint,
        )


@operation(
    "new reporter",
    takes=SentAlarm,
    gives=incidents.Incident,
    status=HTTPStatus.CREATED,
    problems=("not-now",),
)
def raise_elsewhere(signed: Signed, sent: SentAlarm) -> incidents.Incident | Repeated:
    """Raise the alarm after reporting elsewhere. The very same body again is the same alarm."""
    signed.prove_own(sent.receipt.lookup, sent.receipt.request_key)
    raised = protection.raise_elsewhere(alarm=sent.as_alarm(signed.fingerprint), by=SENDER)
    answer = incidents.incident(raised.incident, SENDER)
    return Repeated(answer) if raised.repeated else answer


@operation("reporter", takes=shapes.Nothing, gives=incidents.Incident, status=HTTPStatus.CREATED)
def raise_alarm(receipt: Receipt, sent: shapes.Nothing) -> incidents.Incident:
    """Raise the alarm: the name is out. Pressed again, it is the same incident."""
    elsewhere = Elsewhere.objects.visible_to(receipt).select_related("body").first()
    if elsewhere is not None:
        body = elsewhere.body
    else:
        body = get_object_or_404(Case.objects.visible_to(receipt).select_related("body")).body
    raised = protection.raise_alarm(chain=receipt.case, body=body, by=receipt)
    return incidents.incident(raised, receipt)


@operation("reporter", gives=incidents.MyAlarm)
def my_alarm(receipt: Receipt) -> incidents.MyAlarm:
    """Come back to an alarm that was raised without a report here."""
    mine = get_object_or_404(Elsewhere.objects.visible_to(receipt))
    rooms = Room.objects.visible_to(receipt).filter(case=receipt.case)
    return incidents.MyAlarm(receipt.case, mine.body_id, shapes.rooms_seen_by(rooms, receipt))


@operation("reporter", gives=incidents.Incidents)
def my_incidents(receipt: Receipt) -> incidents.Incidents:
    """See what became of the alarm, with the accounts that are sealed to her."""
    return incidents.seen_by(Incident.objects.visible_to(receipt), receipt)
