"""Reporting together, and reports first made elsewhere, over the line."""

import json
from datetime import timedelta
from typing import Any

import pytest

from hoeder.organisations.models import Officer, today
from tests.build import Cast
from tests.rooms.sealing import new_id
from tests.web.asking import Desk, Reporter, an_epoch, an_item, kind_of

CODE = {"joint": "c0" * 32}


def blurred(answer: Any, *mine: Reporter) -> str:
    """What came back, without the ids and keys that each reporter has of her own."""
    said = json.loads(answer.content)

    def blur(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: blur(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [blur(one) for one in value]
        if name == "event":
            return blur(json.loads(value))
        own = isinstance(value, str) and len(value) >= 32 and not value.startswith("officer:")
        return len(value) if own else value

    return json.dumps(blur(said), sort_keys=True)


def everything(reporter: Reporter) -> list[str]:
    """All that a reporter is answered."""
    room = reporter.get("/api/my/case").json()["rooms"][0]["id"]
    paths = [
        "/api/my/case",
        "/api/my/journal",
        f"/api/my/rooms/{room}",
        f"/api/my/rooms/{room}/items",
        "/api/my/advice",
        "/api/my/journal",
    ]
    return [f"{answer.status_code} {blurred(answer)}" for answer in map(reporter.get, paths)]


def report_to(cast: Cast, *officers: Officer, **changed: object) -> Reporter:
    """Report, and go on only if it was taken."""
    reporter = Reporter()
    answer = reporter.send("POST", "/api/reports", reporter.report(cast, *officers, **changed))
    assert answer.status_code == 201, answer.content
    return reporter


def test_nothing_that_a_reporter_is_answered_tells_of_the_others(
    cast: Cast, ada: Officer, ruth: Officer
) -> None:
    """Alone, with a code that nobody used, joined by two, and as one who joined: all the same."""
    alone = everything(report_to(cast, ada, ruth))
    noor = report_to(cast, ada, ruth)
    assert noor.send("POST", "/api/my/joint", CODE).status_code == 204
    bram = report_to(cast, ada, ruth, **CODE)
    yara = report_to(cast, ada, ruth, **CODE)
    assert everything(noor) == everything(bram) == everything(yara) == alone


def test_the_answer_to_a_report_that_joins_is_that_to_any_other(cast: Cast, ada: Officer) -> None:
    noor = report_to(cast, ada)
    noor.send("POST", "/api/my/joint", CODE)
    answers = []
    for joint in (None, CODE["joint"]):
        reporter = Reporter()
        sent = reporter.report(cast, ada, joint=joint)
        answers.append(blurred(reporter.send("POST", "/api/reports", sent)))
    assert answers[0] == answers[1]


def test_officers_who_hold_both_see_that_they_belong_together(
    cast: Cast, ada: Officer, ruth: Officer, van_dalen: Officer
) -> None:
    noor = report_to(cast, ada, ruth)
    noor.send("POST", "/api/my/joint", CODE)
    bram = report_to(cast, ada, **CODE)
    shown = Desk(ada).get(f"/api/desk/cases/{noor.case.hex}").json()["case"]
    assert [one["id"] for one in shown["together"]] == [bram.case.hex]
    shown = Desk(ruth).get(f"/api/desk/cases/{noor.case.hex}").json()["case"]
    assert shown["together"] == []
    for case in (noor.case, bram.case):
        assert Desk(van_dalen).get(f"/api/desk/cases/{case.hex}").status_code == 404


def test_van_dalen_never_learns(
    cast: Cast, ada: Officer, ruth: Officer, van_dalen: Officer
) -> None:
    desk = Desk(van_dalen)
    before = desk.get("/api/desk/cases").content
    noor = report_to(cast, ada, ruth)
    noor.send("POST", "/api/my/joint", CODE)
    bram = Reporter()
    sent = bram.report(cast, ada, van_dalen, **CODE)
    answer = bram.send("POST", "/api/reports", sent)
    assert (answer.status_code, kind_of(answer)) == (409, "directory-changed")
    report_to(cast, ada, **CODE)
    assert desk.get("/api/desk/cases").content == before


def test_a_join_code_says_who_reads_and_another_says_nothing(
    cast: Cast, ada: Officer, ruth: Officer
) -> None:
    noor = report_to(cast, ada, ruth)
    noor.send("POST", "/api/my/joint", CODE)
    stranger = Reporter()
    opened = stranger.send("POST", "/api/joint", CODE)
    readers = sorted(one.pk.hex for one in (ada, ruth))
    assert opened.json() == {"channel": cast.channel.pk.hex, "readers": readers}
    assert opened.headers["Cache-Control"] == "no-store"
    absent = stranger.send("POST", "/api/joint", {"joint": "00" * 32})
    assert (absent.status_code, kind_of(absent)) == (404, "not-found")
    wrong = stranger.send("POST", "/api/joint", {"joint": "four words"})
    assert wrong.status_code == 422


# Elsewhere


@pytest.fixture
def noor(cast: Cast, smit: Officer, ada: Officer, ruth: Officer) -> Reporter:
    """Noor, who told Smit six days ago; he registered it."""
    reporter = Reporter()
    body = reporter.registration(cast, ada, ruth, on=today() - timedelta(days=6))
    answer = Desk(smit).post("/api/desk/registrations", body)
    assert answer.status_code == 201, answer.content
    assert answer.json()["received_on"] == (today() - timedelta(days=6)).isoformat()
    return reporter


def test_smit_hands_it_over_and_finds_nothing_afterwards(
    noor: Reporter, smit: Officer, ada: Officer
) -> None:
    desk = Desk(smit)
    for path in (
        f"cases/{noor.case.hex}",
        f"cases/{noor.case.hex}/journal",
        f"rooms/{noor.room.hex}",
        f"rooms/{noor.room.hex}/items",
    ):
        forbidden = desk.get(f"/api/desk/{path}")
        for known in (noor.case.hex, noor.room.hex):
            path = path.replace(known, new_id().hex)
        absent = desk.get(f"/api/desk/{path}")
        assert forbidden.status_code == 404
        assert forbidden.content == absent.content
    assert desk.get("/api/desk/cases").json()["cases"] == []
    assert Desk(ada).get(f"/api/desk/cases/{noor.case.hex}").status_code == 200


def test_noors_journal_says_who_registered_it(noor: Reporter, smit: Officer) -> None:
    events = [json.loads(one["event"]) for one in noor.get("/api/my/journal").json()["events"]]
    (registered,) = [one for one in events if one["kind"] == "case.registered"]
    assert registered["actor"] == smit.label
    assert registered["detail"]["first_contact"] == (today() - timedelta(days=6)).isoformat()


def test_noor_takes_possession_and_the_paper_opens_nothing(cast: Cast, noor: Reporter) -> None:
    mine = noor.get("/api/my/case").json()
    assert mine["on_paper"] is True
    # Whoever printed the paper could make the box of these keys.
    assert noor.send("POST", "/api/my/box", noor.report(cast)["box"]).status_code == 404
    room = mine["rooms"][0]
    own = Reporter()
    sent = {"receipt": dict(own.public), "item": an_item(room), "epoch": an_epoch(room)}
    assert noor.send("POST", "/api/my/possession", sent).status_code == 204
    paper = noor.get("/api/my/case")
    assert (paper.status_code, kind_of(paper)) == (401, "unknown-receipt")
    assert paper.content == Reporter().get("/api/my/case").content
    mine = own.get("/api/my/case").json()
    assert (mine["case"]["id"], mine["on_paper"]) == (noor.case.hex, False)
    assert [one["epoch"] for one in mine["rooms"][0]["grants"]] == [2]
    room = mine["rooms"][0]
    assert own.send("POST", "/api/my/possession", sent).status_code == 404
    path = f"/api/my/rooms/{room['id']}/items"
    assert own.send("POST", path, an_item(room)).status_code == 201


def test_a_registration_for_tomorrow_is_refused(cast: Cast, smit: Officer, ada: Officer) -> None:
    body = Reporter().registration(cast, ada, on=today() + timedelta(days=2))
    answer = Desk(smit).post("/api/desk/registrations", body)
    assert (answer.status_code, kind_of(answer)) == (422, "first-contact")
    answer = Desk(smit).get("/api/desk/registrations")
    assert (answer.status_code, kind_of(answer)) == (405, "wrong-method")
