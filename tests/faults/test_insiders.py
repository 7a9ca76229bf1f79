"""Officers who have no business with Noor's case try every route with its real ids."""

import json
import re
import secrets
from typing import Any

import pytest

from tests.faults.devices import Desk, People, a_place, ask
from tests.faults.tables import tables
from tests.journeys.people import nothing_owed
from tests.rooms.sealing import a_recipient, sealed
from tests.web.asking import an_epoch, an_item, text
from tools.service import Service

#: How each came to be outside: Ruth stepped back, Mira was let in and removed with a new key.
OUTSIDE = ["Pim", "Van Dalen", "Eve", "Ruth", "Mira"]


@pytest.fixture(scope="module")
def noor(place: Service, people: People, ada: Desk) -> dict[str, Any]:
    """Noor's case, with a file; Ada handles and investigates it."""
    excluding = [{"kind": "officer", "name": "Van Dalen"}]
    reported: dict[str, Any] = people.report("Noor", excluding=excluding)
    case, path = reported["case"], f"/api/desk/cases/{reported['case']}"
    file = {"name": "verslag.txt", "text": "verslag ", "times": 1_000}
    sent = people("send", "Noor", case=case, file=file)
    body = {"text": "ontvangen"}
    people("write", "Ada", case=case, kind="acknowledgement", body=body, path=f"{path}/acknowledge")
    mira = f"officer:{a_place(place)['ids']['Mira']}"
    people("admit", "Ada", case=case, body={"holder": mira})
    people("epoch", "Ada", case=case, body={"removed": [mira]})
    nothing_owed(place)
    investigation = people("investigate", "Ada", case=case)["room"]
    return {**reported, "file": sent["id"], "investigation": investigation}


@pytest.fixture(scope="module")
def desks(place: Service, noor: dict[str, Any]) -> dict[str, Desk]:
    """Everybody outside, signed in with both factors. Ruth holds the case until she steps back."""
    found = {name: Desk(place, name) for name in OUTSIDE}
    assert found["Ruth"].get(f"/api/desk/cases/{noor['case']}").status == 200
    answer = found["Ruth"].send("POST", f"/api/desk/cases/{noor['case']}/recuse")
    assert answer.status == 204
    return found


#: What stands in the routes that are tried: things of the case itself.
NAMED = {"case", "room", "attachment", "number"}


def routes(place: Service) -> list[tuple[str, str]]:
    """Every operation of officers that names something: method and path."""
    document = ask(place, "GET", "/api/openapi.json").json
    return [
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
        if path.startswith("/api/desk/") and method in {"get", "post", "put"}
        # Shares, openings, talks and incidents are asked for by everybody in tests/web/who_may.py.
        if {*re.findall(r"{(\w+)}", path)} & NAMED and not {*re.findall(r"{(\w+)}", path)} - NAMED
    ]


def filled_in(path: str, ids: dict[str, str]) -> str:
    """A route with ids in it."""
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, path
    return path


@pytest.mark.parametrize("name", OUTSIDE)
def test_for_whoever_is_outside_the_case_is_absent_on_every_route(
    place: Service, noor: dict[str, Any], desks: dict[str, Desk], name: str
) -> None:
    """The answer is byte for byte the one for ids that nobody has, whatever is asked."""
    asked = routes(place)
    assert len(asked) >= 12
    desk = desks[name]
    for room in (noor["room"], noor["investigation"]):
        real = {"case": noor["case"], "room": room, "attachment": noor["file"], "number": "0"}
        made_up = {one: secrets.token_hex(16) for one in real} | {"number": "0"}
        for method, path in asked:
            said = []
            for ids in (real, made_up):
                body: object = b"x" * 100 if "pieces" in path else {}
                to = filled_in(path, ids)
                answer = desk.get(to) if method == "GET" else desk.send(method, to, body)
                said.append((answer.status, answer.body))
            assert said[0] == said[1], (name, method, path)
            assert said[0][0] >= 400, (name, method, path)
            if method == "GET":
                assert said[0][0] == 404, (name, method, path)
    listed = json.loads(desk.get("/api/desk/cases").body)["cases"]
    assert noor["case"] not in {one["id"] for one in listed}


@pytest.mark.parametrize("name", OUTSIDE)
def test_for_whoever_is_outside_a_well_formed_change_is_absent_too(
    noor: dict[str, Any], desks: dict[str, Desk], ada: Desk, name: str
) -> None:
    """An item that would be right, by Ada's own view of the room; letting oneself in; a new key."""
    state = ada.get(f"/api/desk/rooms/{noor['room']}").json
    before = state["head"]
    room, case = f"/api/desk/rooms/{noor['room']}", f"/api/desk/cases/{noor['case']}"
    grant = {"holder": f"officer:{desks[name].id}", "sealed": text(sealed())}
    tries = [
        (f"{room}/items", an_item(state)),
        (f"{room}/members", {**grant, "until": None}),
        (f"{room}/epochs", an_epoch(state)),
        (f"{case}/acknowledge", {"item": an_item(state)}),
        (
            f"{case}/feedback",
            {
                "item": an_item(state),
                "stage": "taken",
                "measure": "investigation",
                "reason": "not_established",
                "next_on": None,
            },
        ),
        (f"{case}/handover", {"to": desks[name].id, "grants": [], "items": []}),
        (f"{case}/recuse", {}),
        (
            f"{case}/investigation",
            {"room": {"id": secrets.token_hex(16), "recipient": a_recipient()}, "grants": [grant]},
        ),
    ]
    for path, body in tries:
        answer = desks[name].send("POST", path, body)
        assert (answer.status, answer.kind) == (404, "not-found"), (name, path, answer.body)
    assert ada.get(room).json["head"] == before


def test_a_password_without_the_second_factor_opens_nothing(
    place: Service, noor: dict[str, Any]
) -> None:
    """Jonas' password was stolen."""
    thief = Desk(place, "Jonas", second_factor=False)
    for path in ("/api/desk/me", "/api/desk/cases", f"/api/desk/cases/{noor['case']}"):
        assert (thief.get(path).status, thief.get(path).kind) == (401, "sign-in-needed")


def test_what_must_be_on_record_is(
    place: Service, noor: dict[str, Any], desks: dict[str, Desk], ada: Desk
) -> None:
    """Who signed in; who was let in, removed, stepped back; who fetched. Noor can read hers."""
    with tables(place) as asked:
        signed_in = {
            actor
            for (actor,) in asked(
                "SELECT DISTINCT actor FROM ledger_journal WHERE kind LIKE %s", "officer.signed%"
            )
        }
    assert {f"officer:{desk.id}" for desk in desks.values()} <= signed_in
    events = ada.get(f"/api/desk/cases/{noor['case']}/journal").json["events"]
    told = [json.loads(one["event"]) for one in events]
    kinds = {(one["kind"], one["actor"]) for one in told}
    by_ada = f"officer:{ada.id}"
    assert {
        ("case.received", "reporter"),
        ("items.fetched", by_ada),
        ("case.member-added", by_ada),
        ("case.member-removed", by_ada),
        ("case.recused", f"officer:{desks['Ruth'].id}"),
    } <= kinds
    # Nobody outside fetched anything: only whoever was inside at the time stands there.
    fetched = {actor for kind, actor in kinds if kind in {"items.fetched", "attachment.fetched"}}
    assert fetched <= {"reporter", by_ada}
