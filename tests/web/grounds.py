"""What the table of who may asks about the employer's grounds."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from hoeder.cases.models import Case
from hoeder.clocks import actions as clocks
from hoeder.clocks.models import Clock
from hoeder.clocks.rules import SYSTEM, ClockKind
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Body, Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import GroundsMonth, GroundsReview
from hoeder.reports.models import Receipt
from hoeder.rooms.models import Room, today
from hoeder.rooms.rules import RoomKind
from tests.protection.promises import words
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed
from tests.web import promises
from tests.web.asking import an_item, text

#: A month of the Kustdienst that is over; a question about it; a decision against Noor.
MONTH, QUESTION, DECISION = (UUID(int=number << 64 | 7) for number in (21, 22, 23))

#: Who puts decisions of the Kustdienst on record.
PERSONNEL = "adviseur_personeelszaken"
NAMES = frozenset(
    {
        "open_grounds", "complete_grounds", "let_read_grounds", "ask_for_grounds",
        "answer_about_grounds", "weigh_grounds",
    }
)  # fmt: skip


def prepare(operation: str, body: Body, noor: Receipt, people: dict[str, Officer]) -> None:
    """Bring the register, or Noor's case, to where the operation is possible for those who may."""
    name = operation.partition("_")[2]
    if name not in NAMES:
        return
    if name == "weigh_grounds":
        promises.with_commission(noor, people["tarik"])
        case = Case.objects.get(pk=noor.case)
        GroundsReview.objects.create(
            item=DECISION, case=case, room_kind=RoomKind.COMMISSION, asked_on=today(),
            due_on=today(),
        )  # fmt: skip
        return
    before = today() - timedelta(days=62)
    month = GroundsMonth.objects.create(
        id=MONTH, body=body, month=date(before.year, before.month, 1), due_on=today()
    )
    with transaction.atomic():
        ledger.begin_chain(chain=MONTH, by=SYSTEM)
        clocks.start(
            case=MONTH, kind=ClockKind.DUTY, due_on=today(), zone=body.time_zone, by=SYSTEM
        )
    personnel = people[PERSONNEL]
    if name == "open_grounds":
        return
    holders = words(personnel.label, people["omar"].label, people["mira"].label)
    protection.open_grounds(month=month, sealed=holders, by=personnel)
    if name == "answer_about_grounds":
        item = next_item(Room.objects.get(pk=MONTH))
        asked = protection.ask_for_more(month=month, item=item, by=people["omar"])
        type(asked).objects.filter(pk=asked.pk).delete()
        month.questions.create(item=QUESTION, asked_on=today(), due_on=today())
        Clock.objects.filter(about=asked.pk).update(about=QUESTION)


def body_of(name: str, actor: str, reporter: Receipt, people: dict[str, Officer]) -> object:
    """Write a right body."""
    asker = people.get(actor, people[PERSONNEL])
    grants = [
        {"holder": holder, "sealed": text(sealed())}
        for holder in sorted({asker.label, people["omar"].label})
    ]
    room = Room.objects.filter(pk=MONTH).first()
    if name == "weigh_grounds":
        room = Room.objects.filter(case=reporter.case, kind=RoomKind.COMMISSION).first()
    empty = {"head": {"sequence": 0, "hash": "0" * 64}, "epoch": 1}
    item = an_item(promises.seen_room(room) if room is not None else empty)
    bodies: dict[str, object] = {
        "open_grounds": {
            "room": {"id": MONTH.hex, "recipient": a_recipient()},
            "words": {"id": new_id().hex, "sealed": text(sealed())},
            "grants": grants,
        },
        "let_read_grounds": {"to": people["tarik"].pk.hex, "sealed": text(sealed())},
        "weigh_grounds": {"weighed": "no-grounds", "item": item},
    }
    return bodies.get(name, {"item": item})
