"""What the table of who may asks about commitments, emergencies and tasks of the employer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hoeder.cases.models import Case, Declaration
from hoeder.clocks.models import Clock
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.actions import duties
from hoeder.protection.models import Commitment, Duty
from hoeder.protection.promising import DutyKind, Thing
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Room, today
from hoeder.rooms.rules import RoomKind
from tests.protection.promises import a_statement, terms, words
from tests.rooms.sealing import a_recipient, new_id, next_item, sealed
from tests.web.asking import an_item, text

#: In Noor's case: a promise by Smit, with Omar; what she asks for; a task of the director.
COMMITMENT, EMERGENCY, DUTY = (UUID(int=number << 64 | 7) for number in (11, 12, 13))

NAMES = frozenset(
    {
        "offer_commitment", "refuse_proposal", "confirm_commitment", "dispute_commitment",
        "pass_on_commitment", "ask_in_emergency", "accept_commitment", "decline_commitment",
        "claim_commitment", "account_for_duty", "propose_commitment", "grant_emergency",
        "refuse_emergency", "end_restoration", "read_duty",
    }
)  # fmt: skip


def seen_room(room: Room) -> dict[str, Any]:
    """A room as `an_item` wants to see it."""
    room.refresh_from_db()
    return {
        "head": {"sequence": room.head_sequence, "hash": room.head_hash},
        "epoch": room.epoch,
    }


def prepare(operation: str, noor: Receipt, other: Receipt, people: dict[str, Officer]) -> None:
    """Bring Noor's promises to where the operation is possible for those who may."""
    name = operation.partition("_")[2]
    smit, omar = people["smit"], people["omar"]
    if name == "refuse_proposal":
        Commitment.objects.create(
            id=COMMITMENT, case_id=noor.case, kind=Thing.PAY, owner=smit,
            due_on=today() + timedelta(days=7), state="proposed",
            proposed_by=people["ada"].label, proposed_on=today(),
        )  # fmt: skip
    elif "commitment" in name and name not in {"offer_commitment", "propose_commitment"}:
        made = protection.offer(
            commitment=COMMITMENT,
            terms=terms(smit),
            sealed=words("reporter", smit.label, omar.label),
            by=noor,
        )
        if name in {"claim_commitment", "dispute_commitment"}:
            statement, signature = a_statement(made, smit)
            protection.accept(commitment=made, statement=statement, signature=signature, by=smit)
        if name == "dispute_commitment":
            protection.claim(commitment=made, item=next_item(Room(pk=COMMITMENT)), by=smit)
    if name == "end_restoration":
        protection.offer(
            commitment=COMMITMENT,
            terms=terms(smit),
            sealed=words("reporter", smit.label, omar.label),
            by=noor,
        )
        with_commission(noor, people["tarik"])
    if "emergency" in name:
        with_commission(noor, people["tarik"])
        with_commission(other, people["tarik"])
    if name in {"grant_emergency", "refuse_emergency"}:
        room = Room.objects.get(case=noor.case, kind=RoomKind.COMMISSION)
        protection.ask_in_emergency(
            emergency=EMERGENCY, kind=Thing.HOME, item=next_item(room), by=noor
        )
    if name in {"account_for_duty", "read_duty"}:
        given = duties.give(
            case=Case.objects.get(pk=noor.case), kind=DutyKind.STOP_COLLEAGUES, by=noor
        )
        # Under an id that the table knows.
        Clock.objects.filter(about=given.pk).update(about=DUTY)
        Duty.objects.filter(pk=given.pk).update(id=DUTY)


def body_of(name: str, actor: str, reporter: Receipt, people: dict[str, Officer]) -> object:
    """Write a right body."""
    smit = people["smit"]
    due = (today() + timedelta(days=7)).isoformat()
    promise = {"kind": "pay", "owner": smit.pk.hex, "due_on": due, "promised_on": None}
    new = {
        "room": {"id": new_id().hex, "recipient": a_recipient()},
        "words": {"id": new_id().hex, "sealed": text(sealed())},
    }

    def grants(*holders: str) -> list[dict[str, str]]:
        return [{"holder": holder, "sealed": text(sealed())} for holder in holders]

    def item(room: Room | None) -> object:
        empty = {"head": {"sequence": 0, "hash": "0" * 64}, "epoch": 1}
        return an_item(seen_room(room) if room is not None else empty)

    inside = Room.objects.filter(pk=COMMITMENT).first()
    above = Room.objects.filter(case=reporter.case, kind=RoomKind.COMMISSION).first()
    dialogue = Room.objects.get(case=reporter.case, kind=RoomKind.DIALOGUE)
    asker = people.get(actor, smit)
    made = Commitment.objects.filter(pk=COMMITMENT).first()
    signed = {"statement": "{}", "signature": "0" * 128}
    if made is not None and name == "accept_commitment":
        signed = dict(zip(("statement", "signature"), a_statement(made, smit), strict=True))
    to = people["adviseur_personeelszaken"]
    bodies: dict[str, object] = {
        "offer_commitment": promise | new | {"grants": grants("reporter", smit.label)},
        "refuse_proposal": {},
        "confirm_commitment": {},
        "dispute_commitment": {"item": item(inside)},
        "pass_on_commitment": {"to": to.pk.hex, "sealed": text(sealed()), "items": []},
        "ask_in_emergency": {"id": new_id().hex, "kind": "home", "item": item(above)},
        "accept_commitment": signed,
        "decline_commitment": {"item": item(inside)},
        "claim_commitment": {"item": item(inside)},
        "account_for_duty": new | {"grants": grants(asker.label, people["omar"].label)},
        "propose_commitment": promise
        | {"id": new_id().hex, "room": dialogue.pk.hex, "item": item(dialogue)},
        "grant_emergency": new
        | {"owner": smit.pk.hex, "due_on": due, "item": item(above)}
        | {"grants": grants("reporter", smit.label, people["tarik"].label)},
        "read_duty": {"recipient": a_recipient(), "verify": "0" * 64},
        "end_restoration": {"item": item(above)},
        "refuse_emergency": {"ground": "not_ours", "item": item(above)},
    }
    return bodies[name]


def with_commission(reporter: Receipt, member: Officer) -> None:
    """A reporter opens her room with somebody of the commission."""
    room = rooms.open_room(
        room=new_id(),
        kind=RoomKind.COMMISSION,
        case=reporter.case,
        recipient=a_recipient(),
        grants={"reporter": sealed(), member.label: sealed()},
        by=reporter,
    )
    rooms.add_item(room=room, item=next_item(room), by=reporter)
    Declaration.objects.get_or_create(
        case_id=reporter.case, officer=member, defaults={"day": today()}
    )
