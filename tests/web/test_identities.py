"""A name is opened by browsers alone: the whole way over the line, for consent and for override."""

from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from hoeder.cases.models import Case
from hoeder.identities.models import Box
from hoeder.organisations.models import Body, Officer, today
from hoeder.reports.models import find_receipt
from tests.build import Cast
from tests.identities.sealing import proof_of
from tests.identities.world import (
    Reported,
    a_consent,
    a_pledge,
    days_pass,
)
from tests.rooms.sealing import a_recipient, new_id, part, sealed
from tests.web.asking import Desk, Reporter, text


@pytest.fixture
def noor(cast: Cast, ada: Officer) -> Reporter:
    """A reporter whose report lies with Ada."""
    return Reporter().has_reported(cast, ada)


def reported(cast: Cast, noor: Reporter) -> Reported:
    receipt = find_receipt(noor.lookup)
    assert receipt is not None
    box = Box.objects.select_related("body", "authority").get(case=noor.case)
    case = Case.objects.get(pk=noor.case)
    return Reported(cast, case, receipt, box, None, noor.author)


def letters(*holders: str) -> list[dict[str, str]]:
    return [{"holder": holder, "sealed": text(sealed())} for holder in holders]


def a_room(kind: str, *officers: Officer) -> dict[str, Any]:
    return {
        "kind": kind,
        "room": {"id": new_id().hex, "recipient": a_recipient()},
        "grants": [
            {"holder": holder, "sealed": text(sealed())}
            for holder in ("reporter", *(one.label for one in officers))
        ],
    }


def ask(desk: Desk, noor: Reporter) -> Any:
    return desk.post(
        f"/api/desk/cases/{noor.case.hex}/openings",
        {
            "id": new_id().hex,
            "to": desk.officer.pk.hex,
            "purpose": "protection",
            "not_after": today().isoformat(),
            "letters": letters("reporter"),
        },
    )


def approve(cast: Cast, opening: str, *names: str) -> None:
    """Each finds the request on their desk, fetches their share, and releases it."""
    for name in names:
        desk = Desk(cast.officers[name])
        (request,) = desk.get("/api/desk/custody").json()["requests"]
        assert request["opening"]["id"] == opening
        share = desk.get(f"/api/desk/shares/{request['share']}").json()
        assert share["index"] == request["index"]
        sent = {"sealed": text(part()), "letters": []}
        assert desk.post(f"/api/desk/openings/{opening}/approve", sent).status_code == 204
        assert desk.get("/api/desk/custody").json()["requests"] == []


def test_noors_name_is_opened_for_omar_only(
    cast: Cast, noor: Reporter, ada: Officer, omar: Officer
) -> None:
    """Noor lets Omar in; he asks, she agrees, three of five release, and the circle shows it."""
    assert noor.send("POST", "/api/my/rooms", a_room("care", omar)).status_code == 201
    desk, case = Desk(omar), f"/api/desk/cases/{noor.case.hex}"
    asked = ask(desk, noor)
    assert asked.status_code == 201, asked.content
    opening = asked.json()["id"]
    assert ask(desk, noor).json()["id"] == opening

    (seen,) = noor.get("/api/my/openings").json()["openings"]
    assert (seen["id"], seen["state"], len(seen["letters"])) == (opening, "asked", 1)
    report = reported(cast, noor)
    said = a_consent(report, report.box.openings.get())
    agreed = {**said, "half": text(said["half"])}
    path = f"/api/my/openings/{opening}"
    assert noor.send("POST", f"{path}/consent", agreed).status_code == 204

    box = f"/api/desk/openings/{opening}/box"
    assert desk.get(box).status_code == 409
    approve(cast, opening, "wim", "sanne", "tarik")
    assert desk.get(box).json()["type"] == "/problems/pledge-needed"
    assert desk.post(f"{case}/pledge", a_pledge(report, omar)).status_code == 204
    opened = desk.get(box).json()
    assert [one["index"] for one in opened["approvals"]] == [2, 3, 4]
    assert (opened["authority"], opened["consent"]["statement"]) == (None, said["statement"])
    assert Desk(ada).get(box).status_code == 404

    circle = noor.get("/api/my/circle").json()
    assert [row["knower"] for row in circle["rows"]] == [omar.label]
    assert {one["what"] for one in circle["fetches"]} == {"share", "box"}
    assert desk.get(f"{case}/circle").json()["rows"] == circle["rows"]
    assert Desk(ada).get(f"{case}/circle").status_code == 403

    assert noor.send("POST", f"{path}/withdraw", {}).status_code == 204
    assert desk.get(box).json()["type"] == "/problems/withdrawn"


def test_ada_and_omar_see_her_under_two_names(
    cast: Cast, noor: Reporter, ada: Officer, omar: Officer
) -> None:
    noor.send("POST", "/api/my/rooms", a_room("care", omar))
    case = f"/api/desk/cases/{noor.case.hex}"
    names = [Desk(one).get(case).json()["case"]["alias"] for one in (ada, omar, ada)]
    assert names[0] == names[2] != names[1]
    shown = noor.get("/api/my/circle").json()["aliases"]
    assert {one["alias"] for one in shown} == set(names)
    assert {one["name"] for one in shown} == {None}


def test_where_the_body_chose_so_she_sees_names(cast: Cast, noor: Reporter, ada: Officer) -> None:
    Body.objects.filter(pk=cast.coast_guard.pk).update(shows_readers=True)
    Desk(ada).get(f"/api/desk/rooms/{noor.room.hex}/items")
    (fetch,) = noor.get("/api/my/circle").json()["fetches"]
    assert (fetch["name"], fetch["what"], fetch["roles"]) == ("Ada", "items", ["handler"])


def test_a_director_has_no_such_request(cast: Cast, noor: Reporter, smit: Officer) -> None:
    desk = Desk(smit)
    assert ask(desk, noor).status_code == 404
    path = f"/api/desk/cases/{noor.case.hex}"
    assert desk.get(f"{path}/openings").status_code == 404
    assert desk.get("/api/desk/openings").json() == {"openings": []}


def test_an_override_goes_to_the_authority(
    cast: Cast, noor: Reporter, ada: Officer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    desk, case = Desk(ada), f"/api/desk/cases/{noor.case.hex}"
    told = desk.get(f"{case}/openings").json()["told_of_override"]
    sent = {
        "id": new_id().hex,
        "ground": "investigation",
        "authority_name": "Openbaar Ministerie",
        "legal_basis": "art. 126nd Sv",
        "letters": letters(*told),
        "deferred_until": None,
        "deferral": [],
    }
    asked = desk.post(f"{case}/overrides", sent)
    assert asked.status_code == 201, asked.content
    opening = asked.json()["id"]
    assert noor.get("/api/my/openings").json()["openings"][0]["ground"] == "investigation"
    days_pass(monkeypatch, 7)
    approve(cast, opening, "ruth", "wim", "sanne", "tarik")
    authority = Desk(cast.officers["externe_autoriteit"])
    (seen,) = authority.get("/api/desk/openings").json()["openings"]
    assert (seen["id"], seen["state"]) == (opening, "open")
    report = reported(cast, noor)
    promised = a_pledge(report, authority.officer)
    assert authority.post(f"{case}/pledge", promised).status_code == 204
    opened = authority.get(f"/api/desk/openings/{opening}/box").json()
    assert (opened["half"], len(opened["approvals"])) == (None, 4)
    assert opened["authority"] is not None


@pytest.mark.parametrize(
    "missing", ["ground", "authority_name", "legal_basis", "letters", "deferred_until"]
)
def test_an_override_says_everything(
    cast: Cast, noor: Reporter, ada: Officer, missing: str
) -> None:
    sent: dict[str, Any] = {
        "id": new_id().hex,
        "ground": "investigation",
        "authority_name": "Openbaar Ministerie",
        "legal_basis": "art. 126nd Sv",
        "letters": [],
        "deferred_until": None,
        "deferral": [],
    }
    del sent[missing]
    answer = Desk(ada).post(f"/api/desk/cases/{noor.case.hex}/overrides", sent)
    assert answer.status_code == 422
    assert missing in answer.json()["detail"]


def test_that_a_manager_wants_to_know_is_no_ground(
    cast: Cast, noor: Reporter, ada: Officer
) -> None:
    sent = {"ground": "manager wants to know"}
    answer = Desk(ada).post(f"/api/desk/cases/{noor.case.hex}/overrides", sent)
    assert answer.status_code == 422


def test_staff_cannot_enter_a_consent(cast: Cast, noor: Reporter, ada: Officer) -> None:
    opening = ask(Desk(ada), noor).json()["id"]
    report = reported(cast, noor)
    said = a_consent(report, report.box.openings.get())
    agreed = {**said, "half": text(said["half"])}
    assert Desk(ada).post(f"/api/my/openings/{opening}/consent", agreed).status_code == 401
    bram = Reporter().has_reported(cast, ada)
    answer = bram.send("POST", f"/api/my/openings/{opening}/consent", agreed)
    assert answer.status_code == 404


def test_two_letters_to_one_holder_are_refused(cast: Cast, noor: Reporter, ada: Officer) -> None:
    sent = {
        "id": new_id().hex,
        "to": ada.pk.hex,
        "purpose": "contact",
        "not_after": today().isoformat(),
        "letters": letters("reporter", "reporter"),
    }
    answer = Desk(ada).post(f"/api/desk/cases/{noor.case.hex}/openings", sent)
    assert answer.json()["type"] == "/problems/letters"


def test_new_shares_are_tested_on_the_desk(cast: Cast, noor: Reporter) -> None:
    wim = Desk(cast.officers["wim"])
    (share,) = wim.get("/api/desk/custody").json()["shares"]
    path = f"/api/desk/shares/{share['id']}"
    fetched = wim.get(path).json()
    wrong = wim.post(f"{path}/proof", {"proof": "00" * 32})
    assert wrong.json()["type"] == "/problems/proof"
    assert wim.post(f"{path}/proof", {"proof": proof_of(fetched["hash"])}).status_code == 204
    (tested,) = wim.get("/api/desk/custody").json()["shares"]
    assert (share["tested_on"], tested["tested_on"]) == (None, today().isoformat())


def test_noor_opens_a_room_with_the_commission(
    cast: Cast, noor: Reporter, ada: Officer, mira: Officer
) -> None:
    sent = a_room("commission", mira)
    opened = noor.send("POST", "/api/my/rooms", sent)
    assert opened.status_code == 201
    assert noor.send("POST", "/api/my/rooms", sent).status_code == 201
    case = f"/api/desk/cases/{noor.case.hex}"
    assert Desk(mira).get(case).status_code == 200
    assert Desk(mira).post(f"{case}/declaration").status_code == 204
    room = f"/api/desk/rooms/{opened.json()['id']}"
    assert Desk(mira).get(room).status_code == 200
    assert Desk(ada).get(room).status_code == 404


@pytest.mark.parametrize(
    ("kind", "who"),
    [("care", "ada"), ("care", "wim"), ("care", "smit"), ("commission", "omar"), ("care", "eve")],
)
def test_a_room_of_hers_is_for_those_it_is_meant_for(
    cast: Cast, noor: Reporter, kind: str, who: str
) -> None:
    answer = noor.send("POST", "/api/my/rooms", a_room(kind, cast.officers[who]))
    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["dialogue", "investigation"])
def test_she_opens_no_room_of_another_kind(
    cast: Cast, noor: Reporter, omar: Officer, kind: str
) -> None:
    answer = noor.send("POST", "/api/my/rooms", a_room(kind, omar))
    assert answer.status_code == 422


def test_a_second_care_room_is_refused(cast: Cast, noor: Reporter, omar: Officer) -> None:
    noor.send("POST", "/api/my/rooms", a_room("care", omar))
    answer = noor.send("POST", "/api/my/rooms", a_room("care", omar))
    assert answer.json()["type"] == "/problems/room-exists"


def test_tick_brings_what_comes_due(
    cast: Cast, noor: Reporter, ada: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = ask(Desk(ada), noor).json()["id"]
    days_pass(monkeypatch, 1)
    call_command("tick")
    (seen,) = noor.get("/api/my/openings").json()["openings"]
    assert (seen["id"], seen["state"]) == (opening, "expired")
