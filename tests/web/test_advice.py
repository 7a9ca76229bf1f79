"""Door 1 over the line: a talk with a confidential adviser, which is not a report."""

import json

import pytest

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.models import Room
from tests.build import Cast
from tests.rooms.sealing import new_id
from tests.web.asking import Desk, Reporter, an_epoch, an_item, kind_of, text


@pytest.fixture
def noor(cast: Cast, ilse: Officer) -> Reporter:
    """Noor, who has asked Ilse and has not reported."""
    return Reporter().has_asked(cast, ilse)


def test_noor_and_ilse_talk(noor: Reporter, ilse: Officer) -> None:
    mine = noor.get("/api/my/advice").json()
    assert (mine["talk"], mine["case"]) == (noor.talk.hex, noor.case.hex)
    assert (mine["adviser"], mine["reported"]) == (ilse.pk.hex, False)
    (room,) = mine["rooms"]
    desk = Desk(ilse)
    (listed,) = desk.get("/api/desk/talks").json()["talks"]
    assert (listed["id"], listed["unread"]) == (noor.talk.hex, 1)
    opened = desk.get(f"/api/desk/talks/{noor.talk.hex}").json()
    assert opened["rooms"][0]["id"] == room["id"]
    assert noor.case.hex not in json.dumps(opened)
    answer = desk.post(f"/api/desk/rooms/{room['id']}/items", an_item(opened["rooms"][0]))
    assert answer.status_code == 201
    items = noor.get(f"/api/my/rooms/{room['id']}/items").json()["items"]
    assert [one["by"] for one in items] == ["reporter", ilse.label]
    events = noor.get("/api/my/advice/journal").json()["events"]
    assert json.loads(events[0]["event"])["kind"] == "advice.begun"


def test_a_talk_is_no_report(noor: Reporter) -> None:
    """law.md SUP-01: contact with an adviser does not make a report."""
    assert noor.get("/api/my/case").status_code == 404
    assert noor.get("/api/my/journal").status_code == 404
    assert not Case.objects.exists()


def test_the_same_question_again_is_the_same_talk(cast: Cast, ilse: Officer) -> None:
    noor = Reporter()
    body = json.dumps(noor.question(cast, ilse)).encode()
    headers = {"Content-Type": "application/json"}
    first = noor.send("POST", "/api/advice", body, headers=headers)
    again = noor.send("POST", "/api/advice", body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content


def test_the_report_that_follows_shows_the_adviser_nothing(
    cast: Cast, noor: Reporter, ilse: Officer, ada: Officer
) -> None:
    desk = Desk(ilse)
    before = [
        desk.get(path).content
        for path in ("/api/desk/talks", f"/api/desk/talks/{noor.talk.hex}", "/api/desk/cases")
    ]
    noor.has_reported(cast, ada)
    after = [
        desk.get(path).content
        for path in ("/api/desk/talks", f"/api/desk/talks/{noor.talk.hex}", "/api/desk/cases")
    ]
    assert before == after
    assert noor.get("/api/my/case").json()["case"]["id"] == noor.case.hex
    assert [one["kind"] for one in noor.get("/api/my/case").json()["rooms"]] == ["dialogue"]
    assert noor.get("/api/my/advice").json()["reported"] is True
    for path in (noor.case.hex, f"{noor.case.hex}/journal"):
        assert desk.get(f"/api/desk/cases/{path}").status_code == 404
    assert desk.get(f"/api/desk/rooms/{noor.room.hex}").status_code == 404
    # And Ada, who handles it, does not learn that there was a talk.
    assert Desk(ada).get("/api/desk/talks").json() == {"talks": []}
    assert Desk(ada).get(f"/api/desk/talks/{noor.talk.hex}").status_code == 404


def test_nobody_is_let_into_a_talk(cast: Cast, noor: Reporter, ilse: Officer, ada: Officer) -> None:
    room = Room.objects.get(case=noor.talk)
    body = {"holder": ada.label, "until": None, "sealed": text(b"x" * 10)}
    answer = Desk(ilse).post(f"/api/desk/rooms/{room.pk.hex}/members", body)
    assert (answer.status_code, kind_of(answer)) == (404, "not-found")


def test_a_talk_can_have_a_new_key(noor: Reporter, ilse: Officer) -> None:
    seen = noor.get("/api/my/advice").json()["rooms"][0]
    path = f"rooms/{seen['id']}/epochs"
    assert Desk(ilse).post(f"/api/desk/{path}", an_epoch(seen)).status_code == 201
    seen = noor.get("/api/my/advice").json()["rooms"][0]
    assert noor.send("POST", f"/api/my/{path}", an_epoch(seen)).status_code == 201


def test_a_talk_with_an_officer_who_does_not_advise_is_refused(cast: Cast, ada: Officer) -> None:
    noor = Reporter()
    answer = noor.send("POST", "/api/advice", noor.question(cast, ada))
    assert (answer.status_code, kind_of(answer)) == (409, "directory-changed")
    assert noor.get("/api/my/advice").status_code == 401


def test_what_is_not_there_is_one_answer(noor: Reporter, cast: Cast, ilse: Officer) -> None:
    bram = Reporter().has_asked(cast, ilse)
    desk = Desk(cast.officers["omar"])
    forbidden = desk.get(f"/api/desk/talks/{bram.talk.hex}")
    absent = desk.get(f"/api/desk/talks/{new_id().hex}")
    assert forbidden.content == absent.content
    answer = desk.client.post("/api/desk/talks", headers={"X-CSRFToken": desk.token})
    assert (answer.status_code, kind_of(answer)) == (405, "wrong-method")
