"""At the desk and on the reporter's page: declared first, cut off at once, reclassified."""

from typing import Any

import pytest

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.rules import PIECE_SIZE
from tests.build import Cast
from tests.rooms.sealing import a_file, new_id, sealed
from tests.web.asking import Desk, Reporter, an_epoch, an_item, kind_of, text


@pytest.fixture
def noor(cast: Cast, ada: Officer, ruth: Officer) -> Reporter:
    """Noor, who has reported to Ada and Ruth; neither has looked at it."""
    return Reporter().has_reported(cast, ada, ruth, read=False)


def the_case(desk: Desk, noor: Reporter) -> dict[str, Any]:
    shown: dict[str, Any] = desk.get(f"/api/desk/cases/{noor.case.hex}").json()
    return shown


def declare(desk: Desk, noor: Reporter) -> None:
    assert desk.post(f"/api/desk/cases/{noor.case.hex}/declaration").status_code == 204


def dialogue(desk: Desk, noor: Reporter) -> dict[str, Any]:
    shown: dict[str, Any] = desk.get(f"/api/desk/rooms/{noor.room.hex}").json()
    return shown


def a_file_of(noor: Reporter) -> str:
    """Send a file with the report, and return the path of its first piece for officers."""
    pieces, file = a_file(PIECE_SIZE + 1), new_id().hex
    path = f"/api/my/rooms/{noor.room.hex}/attachments"
    sizes = {"sealed_size": sum(map(len, pieces)), "pieces": len(pieces)}
    assert noor.send("POST", path, {"id": file, "epoch": 1, **sizes}).status_code == 201
    for number, piece in enumerate(pieces):
        assert noor.send("PUT", f"{path}/{file}/pieces/{number}", piece).status_code == 204
    return f"/api/desk/rooms/{noor.room.hex}/attachments/{file}/pieces/0"


def test_no_key_no_item_and_no_file_before_the_declaration(ada: Officer, noor: Reporter) -> None:
    desk, piece = Desk(ada), a_file_of(noor)
    shown = the_case(desk, noor)
    assert (shown["case"]["declared"], shown["rooms"], shown["case"]["officers"]) == (False, [], [])
    room = f"/api/desk/rooms/{noor.room.hex}"
    for path in (room, f"{room}/items", piece):
        answer = desk.get(path)
        assert (answer.status_code, kind_of(answer)) == (409, "declaration-needed"), path
    assert "items.fetched" not in noor.get("/api/my/journal").content.decode()
    declare(desk, noor)
    assert the_case(desk, noor)["case"]["declared"] is True
    assert len(the_case(desk, noor)["rooms"]) == 1
    for path in (room, f"{room}/items", piece):
        assert desk.get(path).status_code == 200, path
    assert "case.declared" in noor.get("/api/my/journal").content.decode()


def test_an_undeclared_officer_may_step_back_without_reading(ada: Officer, noor: Reporter) -> None:
    desk = Desk(ada)
    assert desk.post(f"/api/desk/cases/{noor.case.hex}/recuse").status_code == 204
    assert desk.get(f"/api/desk/cases/{noor.case.hex}").status_code == 404


def test_the_next_request_of_whoever_was_named_finds_nothing(
    ada: Officer, ruth: Officer, noor: Reporter
) -> None:
    adas, ruths, piece = Desk(ada), Desk(ruth), a_file_of(noor)
    for desk in (adas, ruths):
        declare(desk, noor)
    case, room = f"/api/desk/cases/{noor.case.hex}", f"/api/desk/rooms/{noor.room.hex}"
    seen = dialogue(ruths, noor)
    assert ruths.get(f"{room}/items").status_code == 200
    named = {"officers": [ruth.pk.hex], "functions": []}
    assert adas.post(f"{case}/named", named).status_code == 204
    absent = ruths.get(f"/api/desk/cases/{new_id().hex}")
    for path in (case, room, f"{room}/items", piece, f"{case}/journal"):
        answer = ruths.get(path)
        assert (answer.status_code, answer.content) == (404, absent.content), path
    assert ruths.post(f"{room}/items", an_item(seen)).status_code == 404
    assert ruths.get("/api/desk/cases").json()["cases"] == []
    shown = the_case(adas, noor)
    assert shown["case"]["excluded"] == [ruth.pk.hex]
    assert shown["rooms"][0]["stale"] is True
    refused = adas.post(f"{room}/items", an_item(shown["rooms"][0]))
    assert kind_of(refused) == "new-epoch-needed"
    epoch = an_epoch(shown["rooms"][0])
    assert {one["holder"] for one in epoch["grants"]} == {"reporter", ada.label}
    assert adas.post(f"{room}/epochs", epoch).status_code == 201


def test_the_reporter_lets_in_the_commission_when_nobody_is_left(
    cast: Cast, ada: Officer, ruth: Officer, noor: Reporter
) -> None:
    adas, mira = Desk(ada), cast.officers["mira"]
    declare(adas, noor)
    case, room = f"/api/desk/cases/{noor.case.hex}", f"/api/my/rooms/{noor.room.hex}"
    grants = {"grants": [{"holder": mira.label, "sealed": text(sealed())}]}
    assert kind_of(noor.send("POST", f"{room}/members", grants)) == "somebody-left"
    named = {"officers": [ada.pk.hex, ruth.pk.hex], "functions": []}
    assert adas.post(f"{case}/named", named).status_code == 204
    assert adas.get(case).status_code == 404
    assert kind_of(noor.send("POST", f"{room}/members", grants)) == "new-epoch-needed"
    epoch = an_epoch(noor.get(room).json())
    assert noor.send("POST", f"{room}/epochs", epoch).status_code == 201
    for _again in range(2):
        assert noor.send("POST", f"{room}/members", grants).status_code == 204
    miras = Desk(mira)
    declare(miras, noor)
    assert [one["id"] for one in the_case(miras, noor)["rooms"]] == [noor.room.hex]
    # The case was never acknowledged: doing so makes her the handler.
    item = {"item": an_item(dialogue(miras, noor))}
    assert miras.post(f"{case}/acknowledge", item).status_code == 201


def test_the_reporter_is_shown_what_her_report_is_called(
    ada: Officer, ruth: Officer, noor: Reporter
) -> None:
    adas, ruths = Desk(ada), Desk(ruth)
    for desk in (adas, ruths):
        declare(desk, noor)
    case = f"/api/desk/cases/{noor.case.hex}"
    assert (
        adas.post(f"{case}/acknowledge", {"item": an_item(dialogue(adas, noor))}).status_code == 201
    )

    def mine() -> tuple[object, object, object]:
        shown = noor.get("/api/my/case").json()["case"]
        return shown["classification"], shown["proposed"], shown["clocks"]

    _called, _proposed, clocks = mine()
    for wrong in ("ticket", "", None, 3):
        body = {"to": wrong, "item": an_item(dialogue(adas, noor))}
        assert kind_of(adas.post(f"{case}/reclassification", body)) == "not-valid"
    body = {"to": "signal", "item": an_item(dialogue(adas, noor))}
    assert adas.post(f"{case}/reclassification", body).status_code == 201
    assert mine() == ("report", "signal", clocks)
    assert the_case(ruths, noor)["case"]["proposal"]["by"] == ada.pk.hex
    alone = {"item": an_item(dialogue(adas, noor))}
    assert adas.post(f"{case}/reclassification/confirm", alone).status_code == 403
    agreed = {"item": an_item(dialogue(ruths, noor))}
    assert ruths.post(f"{case}/reclassification/confirm", agreed).status_code == 201
    assert mine() == ("signal", None, clocks)
    assert Case.objects.get().status == "acknowledged"
