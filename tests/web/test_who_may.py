"""Every route, asked by everybody, answers as the table says."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from hoeder.cases.models import Case, Closing, Declaration, Hearing, Meeting, Reclassification
from hoeder.clocks.models import Clock
from hoeder.identities import actions as identities
from hoeder.identities.models import Box, Drill, Opening, Share
from hoeder.identities.rules import CONTENT_PLAINTEXT
from hoeder.organisations.models import Appointment, Custody, Officer, today
from hoeder.organisations.rules import Role
from hoeder.oversight.models import Review
from hoeder.protection import actions as protection
from hoeder.protection.models import Care, SupportOffer
from hoeder.reports.models import Receipt, find_receipt
from hoeder.retention.models import Hold, Keeping
from hoeder.rooms.models import Member, Room
from hoeder.rooms.rules import PIECE_SIZE, RoomKind
from hoeder.web.openapi import operations
from tests import build
from tests.build import Cast
from tests.identities.sealing import as_sent, proof_of
from tests.identities.world import (
    Reported,
    a_consent,
    a_drill,
    a_pledge,
    consented,
    letters,
    pledged,
    to_all,
)
from tests.rooms.sealing import a_file, a_recipient, new_id, part, sealed
from tests.web import grounds, promises, reviews
from tests.web.asking import Desk, Reporter, an_epoch, an_item, text
from tests.web.who_may import ACTORS, IN_INVESTIGATION, OFFICERS, ROWS, expected, picture

IDS = {
    f"{chosen.audience.split()[-1]}_{chosen.view.__name__}": (path, method)
    for path, method, chosen in operations()
}


#: What the server knows Noor's join code by.
JOINT = "5a" * 32


@dataclass
class World:
    """Noor's case in mid-life, and everybody's browser."""

    cast: Cast
    case: Case
    dialogue: Room
    investigation: Room
    file: str
    pieces: list[bytes]
    reporters: dict[str, Reporter]
    desks: dict[str, Desk]
    password_only: Client
    #: The dialogue as its members see it.
    seen: dict[str, Any]
    #: A reporter with a receipt that was not used yet.
    sender: Reporter
    #: Somebody who may take over a share.
    deputy: Officer
    #: The alarm that Noor raises where an operation needs one.
    incident: UUID = field(default_factory=new_id)
    #: The escalation, the review, and what came of it, by name.
    overseen: dict[str, UUID] = field(default_factory=dict)
    #: An opening to Ada that Noor agreed to; Wim's share; a drill of the custody.
    opening: Opening | None = None
    drill: Drill | None = None
    #: The room in which Omar protects Noor, and what he must offer her, where a row asks for it.
    care: Room | None = None
    offer: UUID = field(default_factory=new_id)
    #: Her room with Omar, for a copy from her file.
    shared_in: UUID = field(default_factory=new_id)

    def reported(self) -> Reported:
        """Noor's case as the tests of identities know it."""
        noor, box = self.reporters["noor"], Box.objects.get(case=self.case.pk)
        receipt = find_receipt(noor.lookup)
        assert receipt is not None
        return Reported(self.cast, self.case, receipt, box, None, noor.author)

    def ask(self, actor: str, method: str, path: str, body: object) -> Any:
        """Send a request from somebody's browser."""
        if path in {"/api/reports", "/api/advice", "/api/alarms"} and actor in self.reporters:
            return self.sender.send(method, path, body)
        if actor in self.reporters:
            return self.reporters[actor].send(method, path, b"" if body is None else body)
        if actor in self.desks:
            if body is None:
                return self.desks[actor].get(path)
            return self.desks[actor].send(method, path, body)
        client = Client() if actor == "nobody" else self.password_only
        shown = body if path == "/api/joint" else {}
        data = body if isinstance(body, bytes) else json.dumps(shown)
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        return client.generic(method, path, "" if body is None else data, kind)


@pytest.fixture
def world(cast: Cast, stranger: Officer) -> World:
    """Bring Noor's case to where each relation of the table has somebody."""
    people = dict(cast.officers)
    people["stranger"] = stranger
    people["fg"] = build.an_officer("fg", cast.coast_guard, Role.DATA_PROTECTION_OFFICER)
    office = "adviseur_personeelszaken"
    people[office] = build.an_officer(office, cast.coast_guard, Role.OWNER)
    people["lotte"] = build.an_officer("lotte", cast.coast_guard, Role.INVESTIGATOR)
    Appointment.objects.create(
        officer=people["eva"], role=Role.COMMISSION_MEMBER, body=cast.commission
    )
    # The commission reads what is sent to it: Noor chose these three besides Ada and Ruth.
    cast.commission_channel.readers.add(people["eva"])
    deputy = build.an_officer("kuiper", cast.coast_guard, Role.CUSTODIAN)
    Custody.objects.get().places.create(officer=deputy, number=6)
    build.a_published_directory(cast.ministry)
    sent_to = [people[name] for name in ("ada", "ruth", "sanne", "tarik", "eva")]
    noor = Reporter().has_asked(cast, people["ilse"]).has_reported(cast, *sent_to)
    bram = Reporter().has_reported(cast, people["van_dalen"])
    desks = {name: Desk(people[name]) for name in sorted(OFFICERS)}
    world = World(
        cast=cast,
        case=Case.objects.get(pk=noor.case),
        dialogue=Room.objects.get(pk=noor.room),
        investigation=Room.objects.get(pk=noor.room),
        file=new_id().hex,
        pieces=a_file(PIECE_SIZE + 1),
        reporters={"noor": noor, "bram": bram},
        desks=desks,
        password_only=_with_password_only(people["ada"]),
        seen={},
        sender=Reporter(),
        deputy=deputy,
    )
    _live_a_little(world, people)
    assert noor.send("POST", "/api/my/joint", {"joint": JOINT}).status_code == 204
    return world


def _with_password_only(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def _live_a_little(world: World, people: dict[str, Officer]) -> None:
    ada, dialogue = world.desks["ada"], world.dialogue
    case, room = f"/api/desk/cases/{world.case.pk.hex}", f"/api/desk/rooms/{dialogue.pk.hex}"
    assert (
        ada.post(f"{case}/acknowledge", {"item": an_item(ada.get(room).json())}).status_code == 201
    )
    secret = new_id()
    held_by = [people[name] for name in ("ada", "ruth", "tarik")]
    opened = ada.post(
        f"{case}/investigation",
        {
            "room": {"id": secret.hex, "recipient": a_recipient()},
            "grants": [{"holder": one.label, "sealed": text(sealed())} for one in held_by],
        },
    )
    assert opened.status_code == 201, opened.content
    world.investigation = Room.objects.get(pk=secret)
    for name in ("jonas", "lotte"):
        let_in = ada.post(f"/api/desk/rooms/{secret.hex}/members", a_member(people[name], days=30))
        assert let_in.status_code == 201, let_in.content
    assert world.desks["sanne"].post(f"{case}/recuse").status_code == 204
    epoch = an_epoch(ada.get(room).json(), removed=(people["eva"].label,))
    assert ada.post(f"{room}/epochs", epoch).status_code == 201
    past = today() - timedelta(days=1)
    Member.objects.filter(holder=people["lotte"].label).update(until=past)
    noor = world.reporters["noor"]
    noor.has_a_file()
    path = f"/api/my/rooms/{dialogue.pk.hex}/attachments"
    sizes = {"sealed_size": sum(map(len, world.pieces)), "pieces": len(world.pieces)}
    noor.send("POST", path, {"id": world.file, "epoch": 2, **sizes})
    for number, piece in enumerate(world.pieces):
        answer = noor.send("PUT", f"{path}/{world.file}/pieces/{number}", piece)
        assert answer.status_code == 204
    world.seen = ada.get(room).json()
    world.opening = consented(world.reported())
    world.drill = identities.start_drill(**a_drill(world.reported()))
    world.overseen = reviews.begun(world.case, world.reported().noor, officer(world, "mira"))


def a_member(officer: Officer, *, days: int) -> dict[str, object]:
    """Write the body that lets an officer into a room until a day."""
    until = (today() + timedelta(days=days)).isoformat()
    return {"holder": officer.label, "until": until, "sealed": text(sealed())}


def path_of(world: World, operation: str) -> str:
    """Fill the ids of Noor's case into a route."""
    path, _method = IDS[operation]
    for name, value in {
        "<hex:organisation>": world.cast.ministry.pk.hex,
        "<hex:case>": world.case.pk.hex,
        "<hex:talk>": world.reporters["noor"].talk.hex,
        "<hex:room>": room_of(world, operation).pk.hex,
        "<hex:attachment>": world.file,
        "<hex:opening>": opening_of(world).pk.hex,
        "<hex:share>": Share.objects.get(box__case=world.case.pk, index=2).pk.hex,
        "<hex:drill>": drill_of(world).pk.hex,
        "<number:number>": "1",
        "<hex:commitment>": promises.COMMITMENT.hex,
        "<hex:emergency>": promises.EMERGENCY.hex,
        "<hex:duty>": promises.DUTY.hex,
        "<hex:month>": grounds.MONTH.hex,
        "<hex:question>": grounds.QUESTION.hex,
        "<hex:decision>": grounds.DECISION.hex,
        "<hex:hearing>": hearing_of(world).pk.hex,
        "<hex:hold>": hold_of(world).hex,
        "<hex:incident>": world.incident.hex,
        "<hex:body>": world.cast.coast_guard.pk.hex,
        **{f"<hex:{name}>": found.hex for name, found in world.overseen.items()},
        "<hex:offer>": world.offer.hex,
    }.items():
        path = path.replace(name, value)
    return path


def room_of(world: World, operation: str) -> Room:
    """Somebody is let into the investigation; all else is asked of the dialogue."""
    return world.dialogue if operation != "officer_add_member" else world.investigation


def body_of(world: World, operation: str, actor: str) -> object:
    """Write a body that is right, so that only the question who asks decides."""
    seen = world.seen
    item = an_item(seen)
    name = operation.partition("_")[2]
    held = actor if actor in world.desks else "ada"
    kept = item_in_investigation(world) if operation in HEARING else item
    if name in promises.NAMES:
        return promises.body_of(name, actor, receipt_of(world, actor), people_of(world))
    if name in grounds.NAMES:
        return grounds.body_of(name, actor, receipt_of(world, "noor"), people_of(world))
    if name in CARE:
        return care_body_of(world, name)
    if name in IDENTITIES:
        return identity_body_of(world, name, actor)
    # What takes long to write is written when it is asked for.
    bodies: dict[str, object] = {
        "see_joint": {"joint": JOINT},
        "make_join_code": {"joint": secrets.token_hex(32)},
        "take_possession": lambda: a_possession(seen),
        "share_detriment": lambda: {
            "room": world.shared_in.hex,
            "item": an_item(
                world.reporters["noor"].get(f"/api/my/rooms/{world.shared_in.hex}").json()
            ),
            "form": "c",
            "colleagues": False,
            "weigh": False,
        },
        "open_file": world.sender.file,
        "register_report": lambda: world.sender.registration(
            world.cast, officer(world, "ruth" if actor == "ada" else "ada"), on=today()
        ),
        "ask_advice": lambda: world.sender.question(world.cast, officer(world, "ilse")),
        "send_report": lambda: world.sender.report(world.cast, officer(world, "ada")),
        "add_item": item,
        "start_epoch": lambda: an_epoch(seen),
        "begin_attachment": {
            "id": new_id().hex,
            "epoch": seen["epoch"],
            "sealed_size": 10_000,
            "pieces": 1,
        },
        "store_piece": world.pieces[1],
        "register_key": lambda: {
            "recipient": build.a_recipient(secrets.token_hex(8)),
            "verify": secrets.token_hex(32),
            "wrap": build.a_wrap(),
        },
        "rewrap_key": {"wrap": build.a_wrap()},
        "acknowledge": {"item": item},
        "give_feedback": {
            "item": item,
            "stage": "taken",
            "measure": "investigation",
            "reason": "not_established",
            "next_on": None,
        },
        "hand_over": a_handover(world, actor),
        "recuse": {},
        "declare": {},
        "cut_off": {"officers": [officer(world, "omar").pk.hex], "functions": []},
        "propose_reclassification": {"to": "signal", "item": item},
        "confirm_reclassification": {"item": item},
        "refuse_reclassification": {"item": item},
        "mark_seen": {"kinds": ["room.item"]},
        "postpone_informing": {
            "until": (today() + timedelta(days=30)).isoformat(),
            "item": kept,
        },
        **dict.fromkeys(
            (
                "show_view",
                "propose_unheard",
                "confirm_unheard",
                "refuse_unheard",
                "hear",
                "clear",
            ),
            {"item": kept},
        ),
        "propose_keeping": {
            "destroy": [],
            "review_on": (today() + timedelta(days=90)).isoformat(),
            "item": item,
        },
        **dict.fromkeys(
            ("hold", "confirm_hold", "ask_lifting", "keep_holding", "lift_hold"),
            {"room": world.dialogue.pk.hex, "item": item},
        ),
        **dict.fromkeys(
            ("confirm_keeping", "refuse_keeping", "hold_my_case", "lift_my_hold"), {"item": item}
        ),
        "tell_outcome": {"outcome": "not_established", "goes_on": False, "item": item},
        "propose_closing_over": {"goes_on": False, "item": item},
        "answer_outcome": {"answer": "objects", "item": item},
        "forward": {"authority": "igj", "item": item},
        "ask_to_meet": {"item": item},
        "answer_meeting": {"step": "picks", "minutes": None, "item": item},
        "arrange_meeting": {"step": "proposes", "item": item},
        **dict.fromkeys(
            (
                "withdraw_outcome",
                "confirm_closing_over",
                "refuse_closing_over",
                "reopen",
            ),
            {"item": item},
        ),
        "let_in_above": {
            "grants": [{"holder": officer(world, "mira").label, "sealed": text(sealed())}]
        },
        "raise_alarm": {},
        "raise_elsewhere": lambda: world.sender.alarm(
            world.cast, world.cast.coast_guard, officer(world, "mira")
        ),
        "note_measures": {},
        "decide_notification": {"decision": "made"},
        "close_incident": {},
        "account": {"letters": [{"to": "reporter", "sealed": text(sealed())}]},
        **reviews.bodies(world.case.body),
        "open_investigation": lambda: {
            "room": {"id": new_id().hex, "recipient": a_recipient()},
            "grants": [
                {"holder": holder, "sealed": text(sealed())}
                for holder in sorted({officer(world, name).label for name in ("ada", "ruth", held)})
            ],
        },
        "add_member": a_member(officer(world, "lotte"), days=30),
    }
    body = bodies.get(name)
    return body() if callable(body) else body


def receipt_of(world: World, actor: str) -> Receipt:
    """Find a reporter's receipt; Noor's for whoever has none."""
    found = find_receipt(world.reporters.get(actor, world.reporters["noor"]).lookup)
    assert found is not None
    return found


def people_of(world: World) -> dict[str, Officer]:
    """Name the officers behind the desks."""
    return {name: desk.officer for name, desk in world.desks.items()}


def a_possession(seen: dict[str, Any]) -> object:
    """New words, the item that names them, and the key that they get."""
    public = dict(Reporter().public)
    return {"receipt": public, "item": an_item(seen), "epoch": an_epoch(seen)}


#: What is sent about boxes, shares and openings.
IDENTITIES = frozenset(
    {
        "open_own_room", "make_box", "replace_box", "consent", "refuse_opening", "withdraw_consent",
        "tell_circle", "request_opening", "request_override", "pledge", "declare_knowledge",
        "approve", "decline", "prove_share", "hand_over_share", "start_drill", "prove_drill",
    }
)  # fmt: skip


#: What is sent about Noor's protection.
CARE = frozenset(
    {
        "assess", "answer_plan", "decline_plan", "choose_way", "answer_check_in", "propose_plan",
        "let_in_protector",
        "go_on_without", "note_check_in", "offer_support",
    }
)  # fmt: skip


def care_body_of(world: World, name: str) -> object:
    """Write a right body about Noor's protection."""
    room = world.care or world.dialogue
    room.refresh_from_db()
    head = {"sequence": room.head_sequence, "hash": room.head_hash}
    item = an_item({"epoch": room.epoch, "head": head})
    more: dict[str, dict[str, object]] = {
        "answer_plan": {"plan": 1, "approved": True},
        "choose_way": {"way": "page", "item": None},
        "answer_check_in": {"answer": "well"},
        "note_check_in": {"answer": "well"},
    }
    if name == "let_in_protector":
        return {"grants": [{"holder": officer(world, "mira").label, "sealed": text(sealed())}]}
    return {"item": item, **more.get(name, {})}


def prepare_care(world: World, name: str) -> None:
    """Bring Noor's protection to where a step of it is possible for those who may."""
    world.care = None
    if name == "go_on_without":
        long_ago = today() - timedelta(days=20)
        Case.objects.filter(pk=world.case.pk).update(
            status="acknowledged",
            acknowledged_on=long_ago,
            received_on=long_ago,
            protection_settled_on=None,
        )
        return
    omar, report = officer(world, "omar"), world.reported()
    world.care = protection.open_own_room(
        room=new_id(),
        kind=RoomKind.CARE,
        recipient=a_recipient(),
        grants={"reporter": sealed(), omar.label: sealed()},
        by=report.noor,
    )
    Declaration.objects.create(case=world.case, officer=omar, day=today())
    world.offer = SupportOffer.objects.get().pk
    care = Care.objects.filter(case=world.case.pk)
    care.update(way="officer", assessed_on=today())
    if name == "answer_plan":
        care.update(state="proposed")
        care.get().plans.create(
            number=1, item="0" * 64, proposed_by=omar.label, proposed_on=today()
        )


def opening_of(world: World) -> Opening:
    """Find the opening to Ada."""
    assert world.opening is not None
    return world.opening


def drill_of(world: World) -> Drill:
    """Find the drill."""
    assert world.drill is not None
    return world.drill


def sent(letters: dict[str, bytes]) -> list[dict[str, str]]:
    """Write letters as JSON."""
    return [{"holder": holder, "sealed": text(one)} for holder, one in letters.items()]


def identity_body_of(world: World, name: str, actor: str) -> object:
    """Write a right body about boxes, shares and openings."""
    report = world.reported()
    opening = opening_of(world)
    who = officer(world, actor if actor in world.desks else "ada")
    agreed = a_consent(report, opening)
    drill = a_drill(report)
    part_of_drill = drill_of(world).shares.filter(officer=who).first()
    share = Share.objects.get(box=report.box, index=2)
    day = today().isoformat()
    bodies: dict[str, object] = {
        "open_own_room": {
            "kind": "care",
            "room": {"id": new_id().hex, "recipient": a_recipient()},
            "grants": [
                {"holder": holder, "sealed": text(sealed())}
                for holder in ("reporter", officer(world, "omar").label)
            ],
        },
        # The very same box again: she made it with her report.
        "make_box": world.reporters[actor].box if actor in world.reporters else {},
        "replace_box": {"version": 2, "content": text(sealed(CONTENT_PLAINTEXT))},
        "consent": {**agreed, "half": text(agreed["half"])},
        "refuse_opening": {"letters": []},
        "withdraw_consent": {},
        "tell_circle": {"knower": "other", "how": "guessed", "since": day},
        "request_opening": {
            "id": new_id().hex,
            "to": officer(world, "ada").pk.hex,
            "purpose": "contact",
            "not_after": day,
            "letters": sent(letters("reporter")),
        },
        "request_override": {
            "id": new_id().hex,
            "ground": "proceedings",
            "authority_name": "Rechtbank",
            "legal_basis": "art. 22 Rv",
            "letters": sent(to_all(report)),
            "deferred_until": None,
            "deferral": [],
        },
        "pledge": a_pledge(report, who),
        "declare_knowledge": {"how": "guessed", "since": day},
        "approve": {"sealed": text(part()), "letters": []},
        "decline": {"letters": []},
        "prove_share": {"proof": proof_of(share.hash)},
        "hand_over_share": {"to": world.deputy.pk.hex, "sealed": text(part())},
        "start_drill": {
            "body": world.cast.coast_guard.pk.hex,
            "case": drill["case"].hex,
            "author": drill["author"],
            "box": as_sent(drill["box"]),
        },
        "prove_drill": {"proof": proof_of(part_of_drill.hash if part_of_drill else "")},
    }
    return bodies[name]


def a_handover(world: World, actor: str) -> object:
    """To Ruth, or to Ada if it is Ruth who asks: both hold every key already."""
    to = officer(world, "ada" if actor != "ada" else "ruth")
    return {"to": to.pk.hex, "grants": [], "items": []}


def officer(world: World, name: str) -> Officer:
    """Find an officer behind a desk."""
    return world.desks[name].officer


def prepare(world: World, operation: str, actor: str) -> None:
    """Bring the case to where the operation is possible for those who may."""
    name = operation.partition("_")[2]
    if name in CARE | {"my_care", "see_care"}:
        prepare_care(world, name)
    if operation == "officer_acknowledge":
        Case.objects.filter(pk=world.case.pk).update(
            status="received", acknowledged_on=None, handler=None
        )
        world.case.clocks().filter(kind="acknowledgement").update(met_on=None)
    if operation in ("officer_confirm_reclassification", "officer_refuse_reclassification"):
        Reclassification.objects.create(
            case=world.case, to="signal", proposed_by=officer(world, "ada"), proposed_on=today()
        )
    if operation in HEARING:
        # Lotte's last day is past; whoever wrote first would have started a new key by now.
        Member.objects.filter(room=world.investigation, until__lt=today()).update(
            removed_on=today()
        )
    if operation in ("officer_confirm_unheard", "officer_refuse_unheard"):
        world.case.unheard.create(proposed_by=officer(world, "ada"), proposed_on=today())
    if operation == "officer_clear":
        bring_to_an_end(world, operation)
        Closing.objects.update(closed_on=today())
    if operation in HOLDS:
        held(world, operation)
    if operation in (
        "officer_propose_keeping",
        "officer_confirm_keeping",
        "officer_refuse_keeping",
    ):
        kept(world, operation)
    if operation in ENDING:
        bring_to_an_end(world, operation)
    if operation == "reporter_let_in_above":
        left = Member.objects.filter(room=world.dialogue).exclude(holder="reporter")
        left.update(removed_on=today())
    receipts = receipt_of(world, "noor"), receipt_of(world, "bram")
    promises.prepare(operation, *receipts, people_of(world))
    grounds.prepare(operation, world.cast.coast_guard, receipts[0], people_of(world))
    if operation == "reporter_share_detriment":
        noor = world.reporters["noor"]
        world.shared_in = noor.has_own_room("care", officer(world, "omar"))
    opening = Opening.objects.filter(pk=opening_of(world).pk)
    if operation in ("reporter_consent", "reporter_refuse_opening"):
        opening.update(state="asked", consent="", consent_signature="", half=None)
    if operation in ("officer_request_opening", "officer_request_override"):
        opening.delete()
    if operation in ("officer_fetch_box", "officer_declare_knowledge"):
        opening.update(state="open")
        for name in IN_INVESTIGATION:
            pledged(world.reported(), name)
    if operation == "officer_open_investigation":
        Case.objects.filter(pk=world.case.pk).update(status="acknowledged")
        if expected(operation, actor) == 201:
            world.case.rooms().filter(kind="investigation").delete()
    if "incident" in IDS[operation][0]:
        world.incident = UUID(
            hex=world.reporters["noor"].send("POST", "/api/my/alarm", {}).json()["id"]
        )
    if operation in ("officer_close_escalation", "officer_open_review"):
        Review.objects.all().delete()
    if operation == "officer_close_review":
        Review.objects.update(
            protection="partly", protection_on=today(), care="established", care_on=today()
        )
    if operation in ("reporter_answer_meeting", "officer_arrange_meeting"):
        Meeting.objects.create(
            case=world.case, number=1, state="proposed", asked_on=today(), changed_on=today()
        )
    if operation == "officer_close_incident":
        Clock.objects.filter(case=world.case.pk).update(met_on=today())


def item_in_investigation(world: World) -> dict[str, object]:
    """Write an item for the room where hearings are kept."""
    room = world.investigation
    room.refresh_from_db()
    head = {"sequence": room.head_sequence, "hash": room.head_hash}
    return an_item({"epoch": room.epoch, "head": head})


def hearing_of(world: World) -> Hearing:
    """Find the person concerned of Noor's case, or let Ada have shown somebody the view."""
    found = world.case.hearings.first()
    if found is not None:
        return found
    return Hearing.objects.create(case=world.case, begun_by=officer(world, "ada"), shown_on=today())


#: Who holds the case, and who proposed to lift it, before each step with a hold.
HOLDS = {
    "officer_confirm_hold": ("ada", ""),
    "officer_ask_lifting": ("ada", ""),
    "officer_keep_holding": ("ada", "ada"),
    "officer_lift_hold": ("ada", "ada"),
    "reporter_lift_my_hold": ("noor", ""),
}


def hold_of(world: World) -> UUID:
    """Find the hold of Noor's case, or an id that belongs to nothing."""
    found = Hold.objects.filter(case=world.case).first()
    return found.pk if found else new_id()


def held(world: World, operation: str) -> None:
    """Have somebody hold Noor's case."""
    by, lifts = HOLDS[operation]
    Hold.objects.create(
        case=world.case,
        by="reporter" if by == "noor" else officer(world, by).label,
        since=today(),
        review_on=today(),
        lift_by=officer(world, lifts).label if lifts else "",
    )


def kept(world: World, operation: str) -> None:
    """Have keeping looked after, and where it is to be decided, a decision proposed by Ada."""
    keeping = Keeping.objects.create(case=world.case, closed_on=today(), review_on=today())
    if operation != "officer_propose_keeping":
        keeping.decisions.create(
            proposed_by=officer(world, "ada"), proposed_on=today(), review_on=today()
        )


HEARING = {
    "officer_show_view",
    "officer_postpone_informing",
    "officer_propose_unheard",
    "officer_confirm_unheard",
    "officer_refuse_unheard",
    "officer_hear",
    "officer_clear",
}
ENDING = {
    "officer_tell_outcome",
    "reporter_answer_outcome",
    "officer_withdraw_outcome",
    "officer_propose_closing_over",
    "officer_confirm_closing_over",
    "officer_refuse_closing_over",
    "officer_reopen",
}


def bring_to_an_end(world: World, operation: str) -> None:
    """Have feedback given; then the outcome told, objected to, and proposed to be closed over."""
    ada = officer(world, "ada")
    status = "closed" if operation == "officer_reopen" else "answered"
    Case.objects.filter(pk=world.case.pk).update(status=status)
    if operation in ("officer_tell_outcome", "officer_reopen"):
        return
    closing = Closing.objects.create(
        case=world.case,
        outcome="not_established",
        told_by=ada,
        told_on=today(),
        answer_by=today(),
        answer="objects",
        answered_on=today(),
    )
    if operation in ("officer_confirm_closing_over", "officer_refuse_closing_over"):
        closing.overs.create(proposed_by=ada, proposed_on=today())


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(IDS) == set(ROWS)


def test_every_role_and_relation_is_asked() -> None:
    roles = {role for roles, _relation in ACTORS.values() for role in roles.split(", ")}
    assert set(Role.values) <= roles
    relations = " ".join(relation for _role, relation in ACTORS.values())
    for relation in ("own", "other case", "other body", "other organisation", "back", "removed"):
        assert relation in relations


def answered_alike(operation: str) -> dict[int, list[str]]:
    """Group the actors by their answer: what has to be prepared is the same for each."""
    groups: dict[int, list[str]] = {}
    for actor in ACTORS:
        groups.setdefault(expected(operation, actor), []).append(actor)
    return groups


@pytest.mark.parametrize("audience", ["public", "reporter", "officer"])
def test_everybody_gets_the_answer_of_the_table(world: World, audience: str) -> None:
    wrong: dict[tuple[str, str], tuple[int, int]] = {}
    for operation in [name for name in ROWS if name.startswith(audience)]:
        _path, method = IDS[operation]
        for answer, actors in answered_alike(operation).items():
            with undone():
                prepare(world, operation, actors[0])
                path = path_of(world, operation)
                for actor in actors:
                    with undone():
                        body = body_of(world, operation, actor)
                        got = world.ask(actor, method, path, body).status_code
                    if got != answer:
                        wrong[operation, actor] = (got, answer)
    assert wrong == {}


def test_forbidden_is_the_same_answer_as_absent(world: World) -> None:
    compared = 0
    for operation in ROWS:
        _path, method = IDS[operation]
        actors = answered_alike(operation).get(404, [])
        with undone():
            prepare(world, operation, "nobody")
            path = path_of(world, operation)
            absent_path = with_made_up_ids(world, path)
            if absent_path == path:
                # The route names nothing; what is absent is what the asker does not have.
                continue
            for actor in actors:
                with undone():
                    body = body_of(world, operation, actor)
                    forbidden = world.ask(actor, method, path, body)
                    absent = world.ask(actor, method, absent_path, body)
                assert forbidden.content == absent.content, (operation, actor)
                assert dict(forbidden.headers) == dict(absent.headers), (operation, actor)
                compared += 1
    assert compared > 150


def with_made_up_ids(world: World, path: str) -> str:
    """Put ids that nobody ever made in the place of those of Noor's case."""
    for known in (
        world.case.pk,
        world.dialogue.pk,
        world.investigation.pk,
        world.incident,
        opening_of(world).pk,
        Share.objects.get(box__case=world.case.pk, index=2).pk,
        drill_of(world).pk,
        promises.COMMITMENT,
        promises.EMERGENCY,
        promises.DUTY,
        grounds.MONTH,
        grounds.QUESTION,
        grounds.DECISION,
        *world.overseen.values(),
        world.offer,
    ):
        path = path.replace(known.hex, new_id().hex)
    return path


def test_a_role_that_ended_ends_nothing_by_itself_but_a_deactivated_officer_sees_nothing(
    world: World,
) -> None:
    ruth = officer(world, "ruth")
    Officer.objects.filter(pk=ruth.pk).update(is_active=False)
    assert world.desks["ruth"].get("/api/desk/cases").status_code == 401


def test_whoever_was_let_in_after_leaving_is_still_out(world: World) -> None:
    """A membership that somebody restores by hand does not undo a recusal."""
    sanne = officer(world, "sanne")
    Member.objects.filter(room=world.dialogue, holder=sanne.label).update(removed_on=None)
    assert world.desks["sanne"].get(f"/api/desk/cases/{world.case.pk.hex}").status_code == 404


def test_the_document_is_what_the_table_says() -> None:
    drawn = Path(__file__).parents[2] / "docs" / "who-may.md"
    assert drawn.read_text(encoding="utf-8").rstrip() == picture()


class undone:  # noqa: N801
    """Undo whatever a request changed, so that everybody asks of the same world."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *details: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
