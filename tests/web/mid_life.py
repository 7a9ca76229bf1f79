"""Noor's case in mid-life, with somebody for each relation of the table of `who_may.py`."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from hoeder.cases.models import Case, Hearing
from hoeder.identities import actions as identities
from hoeder.identities.models import Box, Drill, Opening, Share
from hoeder.organisations.models import Appointment, Custody, Officer, today
from hoeder.organisations.rules import Role
from hoeder.reports.models import Receipt, find_receipt
from hoeder.retention.models import Hold
from hoeder.rooms.models import Member, Room
from hoeder.rooms.rules import PIECE_SIZE
from hoeder.web.openapi import operations
from tests import build
from tests.build import Cast
from tests.identities.world import (
    Reported,
    a_drill,
    consented,
)
from tests.rooms.sealing import a_file, a_recipient, new_id, sealed
from tests.web import grounds, promises, reviews
from tests.web.asking import Desk, Reporter, an_epoch, an_item, text
from tests.web.who_may import OFFICERS

#: Path and method of each operation, by its name.
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


def a_world(cast: Cast, stranger: Officer) -> World:
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


def receipt_of(world: World, actor: str) -> Receipt:
    """Find a reporter's receipt; Noor's for whoever has none."""
    found = find_receipt(world.reporters.get(actor, world.reporters["noor"]).lookup)
    assert found is not None
    return found


def people_of(world: World) -> dict[str, Officer]:
    """Name the officers behind the desks."""
    return {name: desk.officer for name, desk in world.desks.items()}


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


def officer(world: World, name: str) -> Officer:
    """Find an officer behind a desk."""
    return world.desks[name].officer


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
