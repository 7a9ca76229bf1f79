"""Door 3 over the line: the alarm of somebody who reported elsewhere, and what follows."""

import json

import pytest

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection.models import Incident
from hoeder.rooms.models import Room
from tests.build import Cast
from tests.rooms.sealing import new_id
from tests.web.asking import Desk, Reporter, an_epoch, an_item, kind_of


@pytest.fixture
def mira(cast: Cast) -> Officer:
    """Mira, who chairs the commission above the Kustdienst."""
    return cast.officers["mira"]


@pytest.fixture
def yara(cast: Cast, mira: Officer) -> Reporter:
    """Yara, who reported by letter, and whose name is out."""
    yara = Reporter()
    sent = yara.alarm(cast, cast.coast_guard, mira)
    assert yara.send("POST", "/api/alarms", sent).status_code == 201
    return yara


def test_one_letter_opens_an_incident_without_a_case(yara: Reporter, mira: Officer) -> None:
    assert not Case.objects.exists()
    (mine,) = yara.get("/api/my/incidents").json()["incidents"]
    assert (mine["elsewhere"], mine["case"]) == (True, yara.case.hex)
    assert mine["told"] > 0
    assert len(mine["clocks"]) == 2
    (shown,) = Desk(mira).get("/api/desk/incidents").json()["incidents"]
    assert shown["id"] == mine["id"]


def test_the_commission_reads_and_answers(yara: Reporter, mira: Officer) -> None:
    (incident,) = Desk(mira).get("/api/desk/incidents").json()["incidents"]
    desk = Desk(mira)
    (room,) = desk.get(f"/api/desk/incidents/{incident['id']}").json()["rooms"]
    path = f"/api/desk/rooms/{room['id']}"
    assert len(desk.get(f"{path}/items").json()["items"]) == 1
    assert desk.post(f"{path}/items", an_item(room)).status_code == 201
    mine = yara.get("/api/my/alarm").json()
    items = yara.get(f"/api/my/rooms/{mine['rooms'][0]['id']}/items").json()["items"]
    assert [one["by"] for one in items] == ["reporter", mira.label]


def test_who_was_not_chosen_sees_the_incident_and_not_the_room(cast: Cast, yara: Reporter) -> None:
    desk = Desk(cast.officers["sanne"])
    (incident,) = desk.get("/api/desk/incidents").json()["incidents"]
    assert desk.get(f"/api/desk/incidents/{incident['id']}").json()["rooms"] == []
    room = Room.objects.get(case=yara.case)
    assert desk.get(f"/api/desk/rooms/{room.pk.hex}").status_code == 404


def test_nobody_is_removed_from_a_room_without_a_case(yara: Reporter, mira: Officer) -> None:
    (incident,) = Desk(mira).get("/api/desk/incidents").json()["incidents"]
    desk = Desk(mira)
    (room,) = desk.get(f"/api/desk/incidents/{incident['id']}").json()["rooms"]
    path = f"/api/desk/rooms/{room['id']}/epochs"
    answer = desk.post(path, an_epoch(room, removed=("reporter",)))
    assert (answer.status_code, kind_of(answer)) == (403, "not-allowed")
    assert desk.post(path, an_epoch(room)).status_code == 201


def test_pressed_again_it_is_the_same_incident(yara: Reporter) -> None:
    (mine,) = yara.get("/api/my/incidents").json()["incidents"]
    again = yara.send("POST", "/api/my/alarm", {})
    assert (again.status_code, again.json()["id"]) == (201, mine["id"])
    assert Incident.objects.count() == 1


def test_the_same_letter_again_is_the_same_alarm(cast: Cast, mira: Officer) -> None:
    yara = Reporter()
    body = json.dumps(yara.alarm(cast, cast.coast_guard, mira)).encode()
    headers = {"Content-Type": "application/json"}
    first = yara.send("POST", "/api/alarms", body, headers=headers)
    again = yara.send("POST", "/api/alarms", body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ada", (409, "directory-changed")), ("smit", (409, "directory-changed"))],
)
def test_an_alarm_for_somebody_who_oversees_nothing_is_refused(
    cast: Cast, name: str, expected: tuple[int, str]
) -> None:
    yara = Reporter()
    sent = yara.alarm(cast, cast.coast_guard, cast.officers[name])
    answer = yara.send("POST", "/api/alarms", sent)
    assert (answer.status_code, kind_of(answer)) == expected
    assert not Incident.objects.exists()


def test_an_alarm_to_nobody_or_under_the_id_of_another_is_refused(
    cast: Cast, yara: Reporter, mira: Officer
) -> None:
    bram = Reporter()
    nobody = bram.send("POST", "/api/alarms", bram.alarm(cast, cast.coast_guard))
    assert (nobody.status_code, kind_of(nobody)) == (422, "holders")
    taken = bram.alarm(cast, cast.coast_guard, mira, case=yara.case.hex)
    answer = bram.send("POST", "/api/alarms", taken)
    assert (answer.status_code, kind_of(answer)) == (409, "id-taken")
    elsewhere = bram.alarm(cast, cast.coast_guard, mira, body=new_id().hex)
    answer = bram.send("POST", "/api/alarms", elsewhere)
    assert (answer.status_code, kind_of(answer)) == (409, "no-channel")
