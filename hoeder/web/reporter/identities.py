"""A reporter's own box: who may open it, who knows, and whom she lets in."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from hoeder.cases.models import Case
from hoeder.identities import actions as identities
from hoeder.identities import reading
from hoeder.identities.rules import NEED, How
from hoeder.protection import actions as protection
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Room
from hoeder.rooms.rules import RoomKind
from hoeder.web import boxes, shapes
from hoeder.web.interface import operation
from hoeder.web.people import names_of
from hoeder.web.reporter import identity_forms as forms

CHANGES = ("not-allowed", "not-now")


@operation("reporter", gives=forms.MyBox)
def my_box(receipt: Receipt) -> forms.MyBox:
    """See the box from outside: what was signed, and how many shares still work."""
    box = reading.my_box(receipt)
    if box is None:
        raise Http404
    return forms.MyBox(
        id=box.pk,
        recipient=box.recipient,
        version=box.version,
        statement=box.statement,
        signature=box.signature,
        need=NEED,
        working=reading.working(box),
    )


@operation("reporter", takes=boxes.SentBox, problems=CHANGES)
def make_box(receipt: Receipt, sent: boxes.SentBox) -> None:
    """Make the box of a report that came in without one, once she has words of her own."""
    if receipt.is_on_paper():
        raise Http404
    case = get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))
    identities.make_box(
        case=case.pk, body=case.body, box=sent.as_box(), author=receipt.author_key, by=receipt
    )


@operation("reporter", takes=forms.SentContent, problems=CHANGES)
def replace_box(receipt: Receipt, sent: forms.SentContent) -> None:
    """Put another content in the box: a name, another one, or none. Nobody can tell which."""
    box = reading.my_box(receipt)
    if box is None:
        raise Http404
    identities.replace_content(box=box, version=sent.version, content=sent.content, by=receipt)


@operation("reporter", gives=boxes.Openings)
def my_openings(receipt: Receipt) -> boxes.Openings:
    """See who asks, or asked, to know who she is, with the letters to her."""
    return boxes.openings(reading.my_openings(receipt))


@operation("reporter", takes=boxes.SentConsent, problems=CHANGES)
def consent(receipt: Receipt, sent: boxes.SentConsent, opening: UUID) -> None:
    """Agree to one opening: for one person, for one purpose, until a day."""
    found = reading.my_opening(opening, receipt)
    if found is None:
        raise Http404
    identities.consent(
        opening=found,
        statement=sent.statement,
        signature=sent.signature,
        half=sent.half,
        by=receipt,
    )


@operation("reporter", takes=boxes.Reasons, problems=CHANGES)
def refuse_opening(receipt: Receipt, sent: boxes.Reasons, opening: UUID) -> None:
    """Say no to a request, with or without reasons."""
    found = reading.my_opening(opening, receipt)
    if found is None:
        raise Http404
    identities.refuse_opening(opening=found, letters=boxes.by_holder(sent.letters), by=receipt)


@operation("reporter", takes=shapes.Nothing, problems=CHANGES)
def withdraw_consent(receipt: Receipt, sent: shapes.Nothing, opening: UUID) -> None:
    """Take a consent back: everything that was released is erased at once."""
    found = reading.my_opening(opening, receipt)
    if found is None:
        raise Http404
    identities.withdraw(opening=found, by=receipt)


@operation("reporter", gives=forms.MyCircle)
def my_circle(receipt: Receipt) -> forms.MyCircle:
    """See who knows who she is, who promised secrecy, and who fetched what on which day."""
    case = get_object_or_404(Case.objects.visible_to(receipt).select_related("body"))
    fetched, aliases = reading.fetches(case.pk), reading.aliases(case.pk)
    people = {*aliases, *(one.holder for one in fetched)}
    roles = reading.roles_of(people)
    names = _names(case, people)
    return forms.MyCircle(
        rows=boxes.circle(case.pk),
        pledges=boxes.pledges(case.pk),
        aliases=[
            forms.KnownAs(holder, alias, roles[holder], names.get(holder))
            for holder, alias in sorted(aliases.items(), key=lambda one: one[1])
        ],
        fetches=[
            forms.Fetch(
                what=one.what,
                day=one.day,
                alias=aliases.get(one.holder),
                roles=roles[one.holder],
                name=names.get(one.holder),
            )
            for one in fetched
        ],
    )


def _names(case: Case, holders: Iterable[str]) -> dict[str, str]:
    """Name those who read, where the body chose that its reporters see it."""
    return names_of(holders) if case.body.shows_readers else {}


@operation(
    "reporter",
    takes=forms.SentKnower,
    gives=boxes.CircleRow,
    status=HTTPStatus.CREATED,
    problems=("not-allowed",),
)
def tell_circle(receipt: Receipt, sent: forms.SentKnower) -> boxes.CircleRow:
    """Say who knows: “I told the director in May.”"""
    case = get_object_or_404(Case.objects.visible_to(receipt))
    row = identities.tell(
        case=case.pk, knower=sent.knower, how=How(sent.how), since=sent.since, by=receipt
    )
    return boxes.circle_row(row)


@operation(
    "reporter",
    takes=forms.SentOwnRoom,
    gives=shapes.Room,
    status=HTTPStatus.CREATED,
    problems=CHANGES,
)
def open_own_room(receipt: Receipt, sent: forms.SentOwnRoom) -> shapes.Room:
    """Open a room with protection officers, or with the commission above. She chooses who."""
    room = protection.open_own_room(
        room=sent.room.id,
        kind=RoomKind(sent.kind),
        recipient=sent.room.recipient,
        grants=shapes.by_holder(sent.grants),
        by=receipt,
    )
    return shapes.rooms_seen_by(Room.objects.visible_to(receipt).filter(pk=room.pk), receipt)[0]
