"""An officer who asks for what is not for them leaves one row, and gets the answer for nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoeder.ledger.models import Journal
from hoeder.protection.models import Incident
from hoeder.reports.models import find_receipt
from hoeder.web import hidden
from hoeder.web.openapi import operations
from tests.build import Cast
from tests.ledger.build import clock
from tests.rooms.sealing import a_file, new_id
from tests.web.asking import Desk, Reporter


@pytest.fixture
def noor(cast: Cast) -> Reporter:
    return Reporter().has_reported(cast, cast.officers["ada"])


def refusals(case: str) -> list[str]:
    return [row.actor for row in Journal.objects.filter(chain=case, kind="access.refused")]


def answer_of(response: Any) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.headers)


@pytest.mark.parametrize("name", ["pim", "van_dalen", "eve"])
def test_whoever_asks_for_a_hidden_case_leaves_one_row_a_day(
    cast: Cast, noor: Reporter, name: str
) -> None:
    desk = Desk(cast.officers[name])
    for _time in range(3):
        assert desk.get(f"/api/desk/cases/{noor.case.hex}").status_code == 404
        assert desk.get(f"/api/desk/rooms/{noor.room.hex}/items").status_code == 404
    assert refusals(noor.case.hex) == [cast.officers[name].label]
    events = noor.get("/api/my/journal").json()["events"]
    assert ["access.refused" in event["event"] for event in events].count(True) == 1


def test_another_day_is_another_row(cast: Cast, noor: Reporter) -> None:
    with clock(timezone.now() - timedelta(days=1)):
        Desk(cast.officers["pim"]).get(f"/api/desk/cases/{noor.case.hex}")
    for _time in range(2):
        Desk(cast.officers["pim"]).get(f"/api/desk/cases/{noor.case.hex}")
    assert len(refusals(noor.case.hex)) == 2


def test_a_file_and_a_room_are_things_of_their_case(cast: Cast, noor: Reporter) -> None:
    pieces, file = a_file(1000), new_id().hex
    path = f"/api/my/rooms/{noor.room.hex}/attachments"
    sizes = {"sealed_size": sum(map(len, pieces)), "pieces": len(pieces)}
    assert noor.send("POST", path, {"id": file, "epoch": 1, **sizes}).status_code in (200, 201)
    # Under a room that is made up, the file alone tells which case it was.
    desk = Desk(cast.officers["eve"])
    made_up = f"/api/desk/rooms/{new_id().hex}/attachments/{file}"
    assert desk.get(made_up).status_code == 404
    assert desk.get(f"/api/desk/rooms/{noor.room.hex}").status_code == 404
    assert refusals(noor.case.hex) == [cast.officers["eve"].label]


def test_a_refused_change_is_a_try_as_well(cast: Cast, noor: Reporter) -> None:
    desk = Desk(cast.officers["van_dalen"])
    assert desk.post(f"/api/desk/cases/{noor.case.hex}/recuse").status_code == 404
    assert refusals(noor.case.hex) == [cast.officers["van_dalen"].label]


def test_what_does_not_exist_leaves_nothing_in_the_journal(cast: Cast, noor: Reporter) -> None:
    desk, before = Desk(cast.officers["pim"]), Journal.objects.count()
    for what in ("cases/{0}", "rooms/{0}", "rooms/{0}/attachments/{0}"):
        assert desk.get(f"/api/desk/{what.format(new_id().hex)}").status_code == 404
    assert Journal.objects.count() == before


def test_whoever_may_see_a_case_leaves_no_refusal(cast: Cast, noor: Reporter) -> None:
    desk = Desk(cast.officers["ada"])
    assert desk.get(f"/api/desk/cases/{noor.case.hex}").status_code == 200
    # The room is hers; only the file does not exist.
    assert (
        desk.get(f"/api/desk/rooms/{noor.room.hex}/attachments/{new_id().hex}").status_code == 404
    )
    assert refusals(noor.case.hex) == []


def test_the_answer_and_the_work_do_not_tell_what_exists(cast: Cast, noor: Reporter) -> None:
    desk = Desk(cast.officers["pim"])
    there, not_there = (f"/api/desk/cases/{case.hex}" for case in (noor.case, new_id()))
    first = answer_of(desk.get(there))
    assert first == answer_of(desk.get(not_there)) == answer_of(desk.get(there))
    with CaptureQueriesContext(connection) as hidden:
        desk.get(there)
    with CaptureQueriesContext(connection) as absent:
        desk.get(not_there)
    assert len(hidden) == len(absent)
    # Either way a row is written: what a commit brings to the disk takes its time.
    written = [
        [one["sql"].split()[0] for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))]
        for asked in (hidden, absent)
    ]
    assert written == [["UPDATE"], ["UPDATE"]]


def test_every_id_in_an_address_of_the_desk_leads_to_a_case_or_to_none() -> None:
    named = {
        name
        for path, _method, chosen in operations()
        if chosen.audience == "officer"
        for name in re.findall(r"<\w+:(\w+)>", path)
    }
    # These are of no case: what is done for everybody of a body. The others stand under their own.
    of_none = {"drill", "body", "report", "month", "question"}
    under = {"emergency", "hearing", "offer", "number", "decision"}
    assert named == {"case", "room", "attachment", *hidden.CASES_OF} | of_none | under


def test_a_talk_and_an_incident_are_things_of_their_case(cast: Cast, noor: Reporter) -> None:
    asker = Reporter().has_asked(cast, cast.officers["ilse"])
    receipt = find_receipt(asker.lookup)
    assert receipt is not None
    assert receipt.talk is not None
    talk = receipt.talk
    assert noor.send("POST", "/api/my/alarm", {}).status_code == 201
    incident = Incident.objects.get(chain=noor.case)
    desk = Desk(cast.officers["eve"])
    assert desk.get(f"/api/desk/talks/{talk.hex}").status_code == 404
    assert desk.get(f"/api/desk/incidents/{incident.pk.hex}").status_code == 404
    assert refusals(talk.hex) == refusals(noor.case.hex) == [cast.officers["eve"].label]
