"""What a reporter's browser can do, and what it is told when something is wrong."""

import gzip
import json
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.rooms.envelope import SIZE_CLASSES, sealed_size
from hoeder.rooms.models import Item, Room
from tests.build import Cast
from tests.rooms.sealing import a_file, a_recipient, hash_of, new_id, sealed, unpadded
from tests.web.asking import Reporter, an_epoch, an_item, kind_of, room_of, text


@pytest.fixture
def noor(cast: Cast, ada: Officer, ruth: Officer) -> Reporter:
    """Noor, who has reported to Ada and Ruth."""
    return Reporter().has_reported(cast, ada, ruth)


def test_a_report_is_received_and_promises_two_dates(cast: Cast, ada: Officer) -> None:
    reporter = Reporter()
    answer = reporter.send("POST", "/api/reports", reporter.report(cast, ada))
    assert answer.status_code == 201
    said = answer.json()
    assert said["case"] == reporter.case.hex
    assert said["received_on"] < said["acknowledge_by"] < said["feedback_by"]


def test_the_same_report_sent_twice_is_one_report(cast: Cast, ada: Officer) -> None:
    reporter = Reporter()
    body = json.dumps(reporter.report(cast, ada)).encode()
    headers = {"Content-Type": "application/json"}
    first = reporter.send("POST", "/api/reports", body, headers=headers)
    again = reporter.send("POST", "/api/reports", body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert Case.objects.count() == 1


def test_a_receipt_is_used_for_one_report(cast: Cast, ada: Officer, noor: Reporter) -> None:
    answer = noor.send("POST", "/api/reports", noor.report(cast, ada))
    assert (answer.status_code, kind_of(answer)) == (409, "receipt-used")


def test_noor_comes_back_with_her_receipt(noor: Reporter, cast: Cast, ada: Officer) -> None:
    answer = noor.get("/api/my/case")
    assert answer.status_code == 200
    said = answer.json()
    assert said["case"]["id"] == noor.case.hex
    assert said["case"]["organisation"] == cast.ministry.pk.hex
    assert {clock["kind"] for clock in said["case"]["clocks"]} == {"acknowledgement", "feedback"}
    (room,) = said["rooms"]
    assert [grant["by"] for grant in room["grants"]] == ["reporter"]
    holders = {member["holder"]: member for member in room["members"]}
    assert holders[ada.label]["recipient"] == ada.confirmed_key().recipient  # type: ignore[union-attr]
    assert holders["reporter"]["verify"]


def test_sealed_items_come_back_as_they_were_sent(noor: Reporter) -> None:
    room = room_of(noor)
    item = an_item(room)
    path = f"/api/my/rooms/{room['id']}/items"
    answer = noor.send("POST", path, item)
    assert answer.status_code == 201
    assert noor.send("POST", path, item).status_code == 200
    fetched = noor.get(f"{path}?after=1").json()
    assert [one["sealed"] for one in fetched["items"]] == [item["sealed"]]
    assert fetched["head"] == answer.json()
    assert noor.get(path).json()["items"][0]["by"] == "reporter"


def test_the_second_of_two_writers_learns_what_came_before(noor: Reporter) -> None:
    room = room_of(noor)
    path = f"/api/my/rooms/{room['id']}/items"
    noor.send("POST", path, an_item(room))
    answer = noor.send("POST", path, an_item(room))
    assert (answer.status_code, kind_of(answer)) == (409, "room-moved-on")
    assert answer.json()["head"] == room_of(noor)["head"]


def test_an_attachment_goes_up_in_pieces_and_comes_back(noor: Reporter) -> None:
    room = room_of(noor)
    pieces = a_file(5 * 1024 * 1024)
    file = new_id().hex
    path = f"/api/my/rooms/{room['id']}/attachments"
    announced = {
        "id": file,
        "epoch": 1,
        "sealed_size": sum(map(len, pieces)),
        "pieces": len(pieces),
    }
    answer = noor.send("POST", path, announced)
    assert (answer.status_code, answer.json()) == (201, {"missing": [0, 1]})
    for number in (1, 1, 0):
        put = noor.send("PUT", f"{path}/{file}/pieces/{number}", pieces[number])
        assert (put.status_code, put.content) == (204, b"")
    seen = noor.get(f"{path}/{file}").json()
    assert seen["missing"] == []
    assert seen["pieces"][0] == {"number": 0, "digest": hash_of(pieces[0])}
    fetched = noor.get(f"{path}/{file}/pieces/1")
    assert fetched.content == pieces[1]
    assert fetched.headers["Content-Type"] == "application/octet-stream"


def test_a_file_that_is_cut_off_is_not_handed_out(noor: Reporter) -> None:
    room = room_of(noor)
    pieces = a_file(5 * 1024 * 1024)
    file = new_id().hex
    path = f"/api/my/rooms/{room['id']}/attachments"
    sizes = {"sealed_size": sum(map(len, pieces)), "pieces": 2}
    noor.send("POST", path, {"id": file, "epoch": 1, **sizes})
    noor.send("PUT", f"{path}/{file}/pieces/0", pieces[0])
    assert noor.get(f"{path}/{file}").json()["missing"] == [1]
    assert noor.get(f"{path}/{file}/pieces/0").status_code == 409
    short = noor.send("PUT", f"{path}/{file}/pieces/1", pieces[1][:-1])
    assert (short.status_code, kind_of(short)) == (422, "size")


def test_noor_starts_a_new_key_but_removes_nobody(noor: Reporter, ada: Officer) -> None:
    room = room_of(noor)
    path = f"/api/my/rooms/{room['id']}/epochs"
    removal = noor.send("POST", path, an_epoch(room, removed=(ada.label,)))
    assert (removal.status_code, kind_of(removal)) == (403, "not-allowed")
    assert noor.send("POST", path, an_epoch(room)).status_code == 201
    assert room_of(noor)["epoch"] == 2


def test_the_journal_says_what_happened(noor: Reporter) -> None:
    events = noor.get("/api/my/journal").json()["events"]
    assert [json.loads(one["event"])["kind"] for one in events] == ["case.received"]
    assert events[0]["leaf"] is None


# Bad input.


def classic() -> bytes:
    """A file sealed to a classic key."""
    whole = sealed()
    return whole.replace(b"mlkem768x25519", b"X25519".ljust(14, b"0"), 1)


def to_nobody() -> bytes:
    """A file without a recipient."""
    start = b"age-encryption.org/v1\n--- " + unpadded(32) + b"\n"
    return start + bytes(sealed_size(SIZE_CLASSES[0]) - len(start))


@pytest.mark.parametrize(
    "broken",
    [
        b"not a sealed file at all",
        classic(),
        to_nobody(),
        sealed()[:-1],
        sealed() + b"\0",
        sealed(SIZE_CLASSES[-1]) + bytes(64 * 1024),
        b"t" * 2_000_000,
    ],
    ids=["malformed", "classic", "to nobody", "truncated", "longer", "oversized", "two MB of text"],
)
def test_what_is_not_sealed_as_it_must_be_is_refused_whole(
    cast: Cast, ada: Officer, broken: bytes
) -> None:
    reporter = Reporter()
    item = {"id": new_id().hex, "sealed": text(broken), "hash": hash_of(broken)}
    answer = reporter.send("POST", "/api/reports", reporter.report(cast, ada, item=item))
    assert answer.status_code == 422, answer.content
    assert kind_of(answer) in {"envelope", "not-valid"}
    assert not Case.objects.exists()
    assert not Room.objects.exists()


def test_a_report_sealed_to_nobody_or_without_her_own_key_is_refused(
    cast: Cast, ada: Officer
) -> None:
    reporter = Reporter()
    assert reporter.send("POST", "/api/reports", reporter.report(cast)).status_code == 422
    body = reporter.report(cast, ada)
    del body["grants"][0]
    assert reporter.send("POST", "/api/reports", body).status_code == 422
    assert not Room.objects.exists()


def test_a_report_to_a_stranger_or_through_a_strange_channel_is_refused(
    cast: Cast, stranger: Officer, eve: Officer, omar: Officer
) -> None:
    for officer in (stranger, eve, omar):
        reporter = Reporter()
        answer = reporter.send("POST", "/api/reports", reporter.report(cast, officer))
        assert (answer.status_code, kind_of(answer)) == (409, "directory-changed")
    reporter = Reporter()
    elsewhere = reporter.report(cast, eve, organisation=cast.elsewhere.organisation_id.hex)
    assert reporter.send("POST", "/api/reports", elsewhere).status_code in {409, 422}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"case": None}, "case"),
        ({"case": "0" * 31}, "case"),
        ({"case": "A" * 32}, "case"),
        ({"directory": "1"}, "directory"),
        ({"directory": -1}, "directory"),
        ({"directory": True}, "directory"),
        ({"grants": {}}, "grants"),
        ({"grants": [{}] * 65}, "grants"),
        ({"grants": [{"holder": "officer:Ada", "sealed": "AAAA"}]}, "grants[0].holder"),
        ({"grants": [{"holder": "reporter", "sealed": "###"}]}, "grants[0].sealed"),
        ({"grants": [{"holder": "reporter", "sealed": ""}]}, "grants[0].sealed"),
        ({"grants": [{"holder": "reporter", "sealed": "AAAA" * 8_000}]}, "grants[0].sealed"),
        ({"room": {"id": "0" * 32}}, "room.recipient"),
        ({"room": {"id": "0" * 32, "recipient": "age1" + "q" * 58}}, "room.recipient"),
        ({"room": []}, "room"),
        ({"item": {"id": "0" * 32, "sealed": "AAAA", "hash": "00"}}, "item.hash"),
        ({"text": "what she wrote, unsealed"}, "organisation, channel"),
    ],
)
def test_a_wrong_field_is_named(
    cast: Cast, ada: Officer, change: dict[str, object], field: str
) -> None:
    reporter = Reporter()
    answer = reporter.send("POST", "/api/reports", reporter.report(cast, ada, **change))
    assert (answer.status_code, kind_of(answer)) == (422, "not-valid")
    assert field in answer.json()["detail"]
    assert "unsealed" not in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1.5}',
        b"[" * 100_000,
        b'"' + b"x" * 2_000_000 + b'"',
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
)
def test_a_body_that_is_not_json_of_ours_is_refused(db: None, body: bytes) -> None:
    answer = Reporter().send(
        "POST", "/api/reports", body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 422}
    assert kind_of(answer) in {"malformed", "not-valid"}
    assert len(answer.content) < 2_000


def test_a_body_that_is_too_large_is_not_read(db: None) -> None:
    answer = Client().generic(
        "POST", "/api/reports", b" " * (8 * 1024 * 1024 + 1), "application/json"
    )
    assert (answer.status_code, kind_of(answer)) == (413, "too-large")


def test_a_piece_that_is_too_large_is_not_read(noor: Reporter) -> None:
    path = f"/api/my/rooms/{noor.room.hex}/attachments/{new_id().hex}/pieces/0"
    answer = noor.send("PUT", path, bytes(4 * 1024 * 1024 + 65))
    assert (answer.status_code, kind_of(answer)) == (413, "too-large")


def test_another_type_of_body_is_refused(noor: Reporter) -> None:
    answer = noor.send("POST", "/api/reports", b"a=1")
    assert (answer.status_code, kind_of(answer)) == (415, "wrong-type")


def test_a_query_that_is_not_ours_is_refused(noor: Reporter) -> None:
    path = f"/api/my/rooms/{noor.room.hex}/items"
    for query in ("after=-1", "after=x", "after=1&after=2", "before=1", "after=01", "after=1e3"):
        answer = noor.get(f"{path}?{query}")
        assert (answer.status_code, kind_of(answer)) == (422, "not-valid"), query


def test_another_ones_room_and_an_absent_room_are_one_answer(
    cast: Cast, ada: Officer, noor: Reporter
) -> None:
    bram = Reporter().has_reported(cast, ada)
    for path in ("", "/items", f"/attachments/{new_id().hex}"):
        theirs = noor.get(f"/api/my/rooms/{bram.room.hex}{path}")
        absent = noor.get(f"/api/my/rooms/{new_id().hex}{path}")
        assert (theirs.status_code, kind_of(theirs)) == (404, "not-found")
        assert theirs.content == absent.content
        assert theirs.headers.items() == absent.headers.items()


def test_an_id_in_another_form_has_no_route(noor: Reporter) -> None:
    for room in (noor.room.hex.upper(), str(noor.room), noor.room.hex[:-1]):
        assert kind_of(noor.get(f"/api/my/rooms/{room}")) == "not-found"


def test_two_reports_with_one_case_or_item_are_refused(
    cast: Cast, ada: Officer, noor: Reporter
) -> None:
    bram = Reporter()
    body = bram.report(cast, ada, case=noor.case.hex)
    assert bram.send("POST", "/api/reports", body).status_code == 409
    taken = Item.objects.get().pk.hex
    body = bram.report(cast, ada)
    body["item"]["id"] = taken
    assert bram.send("POST", "/api/reports", body).status_code == 409
    assert Case.objects.count() == 1


# What is never there.


def test_nothing_of_a_reporter_touches_a_session_or_sets_a_cookie(
    cast: Cast, ada: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise AssertionError("a session was touched")

    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase._get_session", fail)
    monkeypatch.setattr(
        "django.contrib.sessions.middleware.SessionMiddleware.process_request", fail
    )
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", fail)
    noor = Reporter().has_reported(cast, ada)
    room = room_of(noor)
    answers = [
        noor.get("/api/my/case"),
        noor.get("/api/my/nothing"),
        noor.send("POST", f"/api/my/rooms/{room['id']}/items", an_item(room)),
        noor.client.get(f"/api/organisations/{cast.ministry.pk.hex}/directory"),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}


def test_the_directory_is_kept_until_it_changes(cast: Cast) -> None:
    path = f"/api/organisations/{cast.ministry.pk.hex}/directory"
    assert Client().get(path).status_code == 404
    Reporter().report(cast)
    answer = Client().get(path)
    newest = cast.ministry.newest_directory()
    assert newest is not None
    assert answer.json() == {"document": newest.document, "signature": newest.signature}
    assert answer.headers["Cache-Control"] == "no-cache"
    again = Client().get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=1.0", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip", "gzip"),
        ("identity", None),
    ],
)
def test_the_directory_comes_as_small_as_the_browser_takes(
    cast: Cast, accepted: str, encoding: str | None
) -> None:
    Reporter().report(cast)
    path = f"/api/organisations/{cast.ministry.pk.hex}/directory"
    plain = Client().get(path).content
    asked = {"Accept-Encoding": accepted}
    answer = Client().get(path, headers=asked)
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert opened(answer.content) == plain
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Vary"] == "Accept-Encoding"
    known = {**asked, "If-None-Match": answer.headers["ETag"]}
    assert Client().get(path, headers=known).status_code == 304


def test_a_report_costs_few_queries(
    cast: Cast, ada: Officer, ruth: Officer, django_assert_max_num_queries: Any
) -> None:
    reporter = Reporter()
    body = reporter.report(cast, ada, ruth)
    with django_assert_max_num_queries(30):
        assert reporter.send("POST", "/api/reports", body).status_code == 201


def test_recipients_of_the_tests_are_well_formed() -> None:
    assert len(a_recipient()) == 1959
