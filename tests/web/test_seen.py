"""When something was sent and when she read it are two things, and the second is hers to tell."""

import json

from hoeder.cases.models import Case
from hoeder.ledger import reading as ledger
from tests.build import Cast
from tests.web.asking import Desk, Reporter, an_item


def a_case(cast: Cast) -> tuple[Reporter, Desk, str, str]:
    """Noor's case with an acknowledgement that she fetched."""
    noor = Reporter().has_reported(cast, cast.officers["ada"], cast.officers["ruth"])
    ada = Desk(cast.officers["ada"])
    case, room = f"/api/desk/cases/{noor.case.hex}", f"/api/desk/rooms/{noor.room.hex}"
    assert ada.post(f"{case}/declaration", {}).status_code == 204
    sent = ada.post(f"{case}/acknowledge", {"item": an_item(ada.get(room).json())})
    assert sent.status_code == 201, sent.content
    assert len(noor.get(f"/api/my/rooms/{noor.room.hex}/items?after=0").json()["items"]) == 2
    return noor, ada, case, room


def test_officers_do_not_learn_when_a_reporter_looked(cast: Cast) -> None:
    """law.md CLK-06: a day of sending counts; that she read it is hers to tell."""
    noor, ada, case, room = a_case(cast)
    for shown in (ada.get(room).json(), ada.get(case).json()["rooms"][0]):
        [hers] = [one for one in shown["members"] if one["holder"] == "reporter"]
        assert hers["seen"] == 0
    [own] = [
        one
        for one in noor.get(f"/api/my/rooms/{noor.room.hex}").json()["members"]
        if one["holder"] == "reporter"
    ]
    assert own["seen"] == 2

    events = [json.loads(one["event"]) for one in ada.get(f"{case}/journal").json()["events"]]
    assert "items.fetched" not in [one["kind"] for one in events if one["actor"] == "reporter"]
    hers_too = [json.loads(one["event"]) for one in noor.get("/api/my/journal").json()["events"]]
    assert "items.fetched" in [one["kind"] for one in hers_too if one["actor"] == "reporter"]
    assert len(hers_too) == len(ledger.events(Case.objects.get().pk)) == len(events) + 1


def test_what_officers_fetched_stays_for_everybody_to_see(cast: Cast) -> None:
    noor, ada, case, room = a_case(cast)
    ada.get(f"{room}/items?after=0")
    for journal in (ada.get(f"{case}/journal"), noor.get("/api/my/journal")):
        events = [json.loads(one["event"]) for one in journal.json()["events"]]
        fetched = [one["actor"] for one in events if one["kind"] == "items.fetched"]
        assert cast.officers["ada"].label in fetched
