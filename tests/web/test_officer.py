"""What an officer's desk can do, and what it is told when something is wrong."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer, today
from hoeder.rooms.models import Item, Member
from tests import build
from tests.build import Cast
from tests.rooms.sealing import a_file, a_recipient, new_id, sealed
from tests.web.asking import Desk, Reporter, an_epoch, an_item, kind_of, text


@pytest.fixture
def noor(cast: Cast, ada: Officer, ruth: Officer) -> Reporter:
    """Noor, who has reported to Ada and Ruth."""
    return Reporter().has_reported(cast, ada, ruth)


@pytest.fixture
def desk(ada: Officer) -> Desk:
    """Ada's desk."""
    return Desk(ada)


def the_case(desk: Desk, reporter: Reporter) -> dict[str, Any]:
    """The case as it is shown at a desk."""
    answer = desk.get(f"/api/desk/cases/{reporter.case.hex}")
    assert answer.status_code == 200, answer.content
    shown: dict[str, Any] = answer.json()
    return shown


def dialogue(desk: Desk, reporter: Reporter) -> dict[str, Any]:
    """The dialogue as it is shown at a desk."""
    shown: dict[str, Any] = desk.get(f"/api/desk/rooms/{reporter.room.hex}").json()
    return shown


def acknowledge(desk: Desk, reporter: Reporter) -> Any:
    """Acknowledge a report."""
    path = f"/api/desk/cases/{reporter.case.hex}/acknowledge"
    return desk.post(path, {"item": an_item(dialogue(desk, reporter))})


# Who is signed in, and their keys.


def test_the_desk_learns_who_is_signed_in(desk: Desk, ada: Officer, cast: Cast) -> None:
    said = desk.get("/api/desk/me").json()
    assert said["officer"] == {
        "id": ada.pk.hex,
        "name": "Ada",
        "body": cast.coast_guard.pk.hex,
        "organisation": cast.ministry.pk.hex,
        "roles": ["handler"],
    }
    assert said["key"]["state"] == "confirmed"
    build.a_published_directory(cast.ministry)
    assert desk.get("/api/desk/me").json()["key"]["state"] == "published"


def test_an_officer_makes_keys_and_changes_the_passphrase(cast: Cast) -> None:
    lotte = build.an_officer("lotte", cast.coast_guard, with_key=False)
    desk = Desk(lotte)
    me = desk.get("/api/desk/me").json()
    assert (me["key"], me["wrap"]) == (None, None)
    wrap = {"wrap": build.a_wrap(b"age-encryption.org/v1\nanother")}
    assert desk.send("PUT", "/api/desk/wrap", wrap).status_code == 404
    keys = {
        "recipient": build.a_recipient("lotte"),
        "verify": "ab" * 32,
        "wrap": build.a_wrap(),
    }
    for _again in range(2):
        answer = desk.post("/api/desk/keys", keys)
        assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    assert desk.send("PUT", "/api/desk/wrap", wrap).status_code == 204
    assert desk.get("/api/desk/me").json()["wrap"] == wrap["wrap"]


def test_keys_that_are_stretched_too_little_or_classic_are_refused(desk: Desk) -> None:
    good = {"recipient": build.a_recipient("x"), "verify": "ab" * 32, "wrap": build.a_wrap()}
    weak = {**json.loads(build.a_wrap()), "t": 1}
    for change in (
        {"wrap": json.dumps(weak)},
        {"wrap": "{}"},
        {"recipient": "age1" + "q" * 58},
        {"recipient": a_recipient()},
        {"verify": "AB" * 32},
        {"wrap": "x" * 20_000},
    ):
        assert desk.post("/api/desk/keys", {**good, **change}).status_code == 422, change


# Inbox and case.


def test_the_inbox_shows_what_is_due_first(cast: Cast, desk: Desk, ada: Officer) -> None:
    first = Reporter().has_reported(cast, ada)
    second = Reporter().has_reported(cast, ada)
    Case.objects.filter(pk=first.case).update(next_due_on=today() + timedelta(days=30))
    inbox = desk.get("/api/desk/cases?page=1&order=due").json()
    assert [row["id"] for row in inbox["cases"]] == [second.case.hex, first.case.hex]
    assert (inbox["page"], inbox["pages"], inbox["total"]) == (1, 1, 2)
    row = inbox["cases"][0]
    assert (row["status"], row["unread"], row["handler"]) == ("received", 1, None)
    assert row["next"]["kind"] == "acknowledgement"
    desk.get(f"/api/desk/rooms/{second.room.hex}/items")
    assert desk.get("/api/desk/cases").json()["cases"][0]["unread"] == 0


def test_the_inbox_costs_as_many_queries_for_sixty_cases_as_for_one(
    cast: Cast, ada: Officer, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for _one in range(60):
        Reporter().has_reported(cast, ada)
    with django_assert_max_num_queries(10):
        inbox = desk.get("/api/desk/cases").json()
    assert (len(inbox["cases"]), inbox["pages"], inbox["total"]) == (50, 2, 60)
    assert len(desk.get("/api/desk/cases?page=2").json()["cases"]) == 10
    assert desk.get("/api/desk/cases?page=3").json()["cases"] == []
    for wrong in ("page=0", "page=x", "order=name", "page=1&page=2", "q=Van+Dalen"):
        assert kind_of(desk.get(f"/api/desk/cases?{wrong}")) == "not-valid"


def test_a_case_shows_who_holds_it(
    desk: Desk, noor: Reporter, django_assert_max_num_queries: Any
) -> None:
    # With the first view the officer is given an alias.
    the_case(desk, noor)
    # One of them asks whether the duties were accepted.
    with django_assert_max_num_queries(26):
        shown = the_case(desk, noor)
    assert [person["name"] for person in shown["case"]["officers"]] == ["Ada", "Ruth"]
    assert shown["case"]["officers"][0]["roles"] == ["handler"]
    assert [clock["kind"] for clock in shown["case"]["clocks"]] == ["acknowledgement", "feedback"]
    (room,) = shown["rooms"]
    assert room["kind"] == "dialogue"
    assert len(room["grants"]) == 1


def test_ada_reads_acknowledges_and_answers(desk: Desk, noor: Reporter) -> None:
    path = f"/api/desk/rooms/{noor.room.hex}/items"
    assert [one["sequence"] for one in desk.get(path).json()["items"]] == [1]
    answer = acknowledge(desk, noor)
    assert answer.status_code == 201
    assert answer.json() == dialogue(desk, noor)["head"]
    assert desk.post(path, an_item(dialogue(desk, noor))).status_code == 201
    assert [
        one["sequence"] for one in noor.get(f"/api/my/rooms/{noor.room.hex}/items").json()["items"]
    ] == [1, 2, 3]
    feedback = {
        "item": an_item(dialogue(desk, noor)),
        "stage": "envisaged",
        "measure": "person",
        "reason": "still_examined",
        "next_on": (today() + timedelta(days=20)).isoformat(),
    }
    answer = desk.post(f"/api/desk/cases/{noor.case.hex}/feedback", feedback)
    assert answer.status_code == 201
    shown = the_case(desk, noor)["case"]
    assert shown["status"] == "answered"
    assert shown["next"]["due_on"] == feedback["next_on"]
    assert noor.get("/api/my/case").json()["case"]["status"] == "answered"


@pytest.mark.parametrize(
    "changed",
    [
        {"measure": None},
        {"reason": None},
        {"stage": None},
        {"measure": "measures were taken"},
        {"reason": "because"},
    ],
)
def test_that_measures_were_taken_is_no_feedback(
    desk: Desk, noor: Reporter, changed: dict[str, str | None]
) -> None:
    """law.md CLK-05: without a typed action and a typed ground the server refuses it."""
    acknowledge(desk, noor)
    whole = {"stage": "taken", "measure": "person", "reason": "established", "next_on": None}
    sent = {"item": an_item(dialogue(desk, noor)), **whole, **changed}
    sent = {name: value for name, value in sent.items() if name == "next_on" or value is not None}
    answer = desk.post(f"/api/desk/cases/{noor.case.hex}/feedback", sent)
    assert answer.status_code == 422
    assert the_case(desk, noor)["case"]["status"] == "acknowledged"


def test_a_case_is_acknowledged_once(desk: Desk, noor: Reporter, ruth: Officer) -> None:
    assert acknowledge(desk, noor).status_code == 201
    again = acknowledge(Desk(ruth), noor)
    assert again.status_code in {403, 409}
    assert Item.objects.count() == 2


def test_an_acknowledgement_behind_a_newer_item_changes_nothing(desk: Desk, noor: Reporter) -> None:
    old = an_item(dialogue(desk, noor))
    noor.send("POST", f"/api/my/rooms/{noor.room.hex}/items", old)
    item = {**old, "id": new_id().hex}
    answer = desk.post(f"/api/desk/cases/{noor.case.hex}/acknowledge", {"item": item})
    assert (answer.status_code, kind_of(answer)) == (409, "room-moved-on")
    assert Case.objects.get().status == "received"


def test_the_journal_of_a_case_names_labels_and_no_names(desk: Desk, noor: Reporter) -> None:
    desk.get(f"/api/desk/rooms/{noor.room.hex}/items")
    events = desk.get(f"/api/desk/cases/{noor.case.hex}/journal").json()["events"]
    kinds = [json.loads(one["event"])["kind"] for one in events]
    assert kinds == ["case.received", "items.fetched"]
    assert "Ada" not in json.dumps(events)


# Rooms.


def test_ada_investigates_where_noor_cannot_read(
    desk: Desk, noor: Reporter, ada: Officer, ruth: Officer, jonas: Officer
) -> None:
    acknowledge(desk, noor)
    secret = new_id()
    grants = [{"holder": one.label, "sealed": text(sealed())} for one in (ada, ruth)]
    opened = desk.post(
        f"/api/desk/cases/{noor.case.hex}/investigation",
        {"room": {"id": secret.hex, "recipient": a_recipient()}, "grants": grants},
    )
    assert (opened.status_code, opened.json()["kind"]) == (201, "investigation")
    until = (today() + timedelta(days=30)).isoformat()
    member = {"holder": jonas.label, "until": until, "sealed": text(sealed())}
    let_in = desk.post(f"/api/desk/rooms/{secret.hex}/members", member)
    assert (let_in.status_code, let_in.json()["until"]) == (201, until)
    room = desk.get(f"/api/desk/rooms/{secret.hex}").json()
    note = Desk(jonas).post(f"/api/desk/rooms/{secret.hex}/items", an_item(room))
    assert note.status_code == 201
    assert noor.get(f"/api/my/rooms/{secret.hex}").status_code == 404
    assert len(noor.get("/api/my/case").json()["rooms"]) == 1
    assert Desk(jonas).get(f"/api/desk/rooms/{noor.room.hex}").status_code == 404
    assert len(the_case(desk, noor)["rooms"]) == 2


def test_ada_hands_the_case_over_and_steps_back(
    cast: Cast, desk: Desk, noor: Reporter, ada: Officer, ruth: Officer
) -> None:
    acknowledge(desk, noor)
    path = f"/api/desk/cases/{noor.case.hex}"
    handover = {"to": ruth.pk.hex, "grants": [], "items": []}
    assert desk.post(f"{path}/handover", handover).status_code == 204
    assert the_case(desk, noor)["case"]["handler"] == ruth.pk.hex
    assert desk.post(f"{path}/recuse", {}).status_code == 204
    assert kind_of(desk.get(path)) == "not-found"
    assert desk.get("/api/desk/cases").json()["total"] == 0
    other = Desk(ruth)
    room = dialogue(other, noor)
    assert room["stale"]
    stuck = other.post(f"/api/desk/rooms/{noor.room.hex}/items", an_item(room))
    assert (stuck.status_code, kind_of(stuck)) == (409, "new-epoch-needed")
    epoch = other.post(f"/api/desk/rooms/{noor.room.hex}/epochs", an_epoch(room))
    assert epoch.status_code == 201
    item = an_item(dialogue(other, noor))
    assert other.post(f"/api/desk/rooms/{noor.room.hex}/items", item).status_code == 201


def test_a_case_is_not_handed_to_a_stranger(
    desk: Desk, noor: Reporter, stranger: Officer, eve: Officer, pim: Officer
) -> None:
    path = f"/api/desk/cases/{noor.case.hex}/handover"
    sizes: set[int] = set()
    for to, status in ((stranger.pk.hex, 404), (new_id().hex, 404), (eve.pk.hex, 403)):
        grants = [{"room": noor.room.hex, "sealed": text(sealed())}]
        answer = desk.post(path, {"to": to, "grants": grants, "items": []})
        assert answer.status_code == status
        if status == 404:
            sizes.add(len(answer.content))
    assert len(sizes) == 1


def test_ada_sends_a_file_in_pieces(desk: Desk, noor: Reporter) -> None:
    pieces = a_file(1000)
    path = f"/api/desk/rooms/{noor.room.hex}/attachments"
    file = new_id().hex
    begun = {"id": file, "epoch": 1, "sealed_size": len(pieces[0]), "pieces": 1}
    assert desk.post(path, begun).json() == {"missing": [0]}
    assert desk.send("PUT", f"{path}/{file}/pieces/0", pieces[0]).status_code == 204
    assert desk.post(path, begun).json() == {"missing": []}
    assert (
        noor.get(f"/api/my/rooms/{noor.room.hex}/attachments/{file}/pieces/0").content
        == (pieces[0])
    )


def test_a_piece_whose_digest_is_wrong_is_refused(desk: Desk, noor: Reporter) -> None:
    path = f"/api/desk/rooms/{noor.room.hex}/attachments/{new_id().hex}/pieces/0"
    answer = desk.client.put(
        path,
        b"x",
        content_type="application/octet-stream",
        headers={"X-CSRFToken": desk.token, "Content-Digest": "sha-256=:" + "A" * 43 + "=:"},
    )
    assert (answer.status_code, kind_of(answer)) == (400, "digest")


# Sessions.


def test_an_answer_after_the_session_ended_is_not_lost_but_asked_again(
    desk: Desk, noor: Reporter
) -> None:
    item = an_item(dialogue(desk, noor))
    desk.client.session.flush()
    answer = desk.post(f"/api/desk/rooms/{noor.room.hex}/items", item)
    assert (answer.status_code, kind_of(answer)) == (401, "sign-in-needed")
    assert "sign in again" in answer.json()["detail"]
    desk.client.cookies.clear()
    answer = desk.post(f"/api/desk/rooms/{noor.room.hex}/items", item)
    assert (answer.status_code, kind_of(answer)) == (401, "sign-in-needed")
    assert Item.objects.count() == 1


def test_a_change_without_the_token_is_refused(desk: Desk, noor: Reporter) -> None:
    desk.token = "x" * 64
    answer = desk.post(f"/api/desk/cases/{noor.case.hex}/recuse", {})
    assert (answer.status_code, kind_of(answer)) == (403, "reload-needed")
    assert Member.objects.filter(removed_on=None).count() == 3


def test_a_session_without_the_second_factor_is_no_session(ada: Officer) -> None:
    client = Client()
    client.force_login(ada)
    assert kind_of(client.get("/api/desk/me")) == "sign-in-needed"
    assert client.get("/desk/").headers["Location"].startswith("/account/second-factor/")


def test_a_reporters_signature_opens_no_desk_and_a_session_no_report(
    desk: Desk, noor: Reporter
) -> None:
    assert kind_of(noor.get("/api/desk/me")) == "sign-in-needed"
    assert kind_of(desk.get("/api/my/case")) == "signature-needed"


def test_the_desk_is_one_page(desk: Desk, ada: Officer, cast: Cast) -> None:
    for path in ("/desk/", f"/desk/cases/{new_id().hex}", "/desk/keys"):
        page = desk.get(path)
        assert page.status_code == 200
        assert f'data-officer="{ada.pk.hex}"'.encode() in page.content
        assert cast.ministry.root.encode() in page.content
        assert "no-store" in page.headers["Cache-Control"]
    assert desk.client.post("/desk/", headers={"X-CSRFToken": desk.token}).status_code == 405
