"""What of her closed case is kept, what is offered to her, and her own hold."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.reports.models import Receipt
from hoeder.retention import actions as retention
from hoeder.retention.models import Hold
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from hoeder.web import keeping, shapes
from hoeder.web.interface import operation
from hoeder.web.reporter.forms import SentWords


@operation("reporter", gives=keeping.Retention)
def my_retention(receipt: Receipt) -> keeping.Retention:
    """See what of her case is kept, what will go and was offered, and what went."""
    case = get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))
    return keeping.shown(case)


@operation(
    "reporter",
    takes=SentWords,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=shapes.WRITING,
)
def hold_my_case(receipt: Receipt, sent: SentWords) -> shapes.Stored:
    """Stop all destroying of her case from this moment."""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    room = get_object_or_404(Room.objects.visible_to(receipt), case=case.pk, kind=RoomKind.DIALOGUE)
    retention.hold(case=case, room=room, item=sent.item.as_item(), by=receipt)
    return sent.item.as_stored()


@operation(
    "reporter",
    takes=SentWords,
    gives=shapes.Stored,
    status=HTTPStatus.CREATED,
    problems=shapes.WRITING,
)
def lift_my_hold(receipt: Receipt, sent: SentWords) -> shapes.Stored:
    """Lift her own hold."""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    hold = get_object_or_404(
        Hold.objects.visible_to(receipt).filter(ended_on=None, by=receipt.label)
    )
    room = get_object_or_404(Room.objects.visible_to(receipt), case=case.pk, kind=RoomKind.DIALOGUE)
    retention.lift(hold=hold, room=room, item=sent.item.as_item(), by=receipt)
    return sent.item.as_stored()
