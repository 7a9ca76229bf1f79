"""What is sent to each operation, and what must be so before it can be asked for."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from hoeder.cases.models import Case, Closing, Declaration, Meeting, Reclassification
from hoeder.clocks.models import Clock
from hoeder.identities.models import Opening, Share
from hoeder.identities.rules import CONTENT_PLAINTEXT
from hoeder.organisations.models import today
from hoeder.oversight.models import Review
from hoeder.protection import actions as protection
from hoeder.protection.models import Care, SupportOffer
from hoeder.retention.models import Hold, Keeping
from hoeder.rooms.models import Member
from hoeder.rooms.rules import RoomKind
from tests import build
from tests.identities.sealing import as_sent, proof_of
from tests.identities.world import (
    a_consent,
    a_drill,
    a_pledge,
    letters,
    pledged,
    to_all,
)
from tests.rooms.sealing import a_recipient, new_id, part, sealed
from tests.web import grounds, promises, reviews
from tests.web.asking import Reporter, an_epoch, an_item, text
from tests.web.mid_life import (
    HOLDS,
    IDS,
    JOINT,
    World,
    a_member,
    drill_of,
    item_in_investigation,
    officer,
    opening_of,
    people_of,
    receipt_of,
    sent,
)
from tests.web.who_may import IN_INVESTIGATION, expected


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
