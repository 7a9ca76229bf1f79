"""A reporter's own file over the line: hers alone, whatever became of the case."""

import json
import secrets

import pytest

from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt, Registration, find_receipt
from hoeder.rooms.models import Item, Member, Room
from tests.build import Cast
from tests.rooms.sealing import new_id, sealed
from tests.web.asking import Desk, Reporter, an_epoch, an_item, text
from tests.web.test_reporter import kind_of


@pytest.fixture
def noor(cast: Cast, ada: Officer, ruth: Officer) -> Reporter:
    """Noor, who reported to Ada and Ruth."""
    return Reporter().has_reported(cast, ada, ruth)


def write(reporter: Reporter, plaintext: int = 4_096) -> int:
    """Write one sealed entry in a file; give its place."""
    room = reporter.get("/api/my/file").json()
    item = {**an_item(room), "sealed": text(sealed(plaintext))}
    answer = reporter.send("POST", f"/api/my/rooms/{room['id']}/items", item)
    assert answer.status_code == 201, answer.content
    place: int = answer.json()["sequence"]
    return place


def test_a_file_is_opened_and_written_with_the_receipt_alone(noor: Reporter) -> None:
    """law.md EVD-02: her own diary; the server keeps what it cannot read, in order."""
    opened = noor.has_a_file()
    assert (opened["kind"], opened["head"]["sequence"]) == ("file", 1)
    assert [one["holder"] for one in opened["members"]] == ["reporter"]
    assert opened["case"] != noor.case.hex
    assert write(noor) == 2
    items = noor.get(f"/api/my/rooms/{opened['id']}/items").json()["items"]
    assert [one["sequence"] for one in items] == [1, 2]
    events = noor.get("/api/my/file/journal").json()["events"]
    kinds = [json.loads(one["event"])["kind"] for one in events]
    assert kinds == ["file.opened", "item.added", "items.fetched"]


def test_the_same_file_sent_twice_is_one(noor: Reporter) -> None:
    body = noor.file()
    first, again = (noor.send("POST", "/api/my/file", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    other = noor.send("POST", "/api/my/file", noor.file())
    assert (other.status_code, kind_of(other)) == (409, "room-exists")


def test_nobody_is_let_into_a_file_not_even_by_her(noor: Reporter, ada: Officer) -> None:
    """law.md EVD-02: readable by nobody else until shared, and sharing is a copy elsewhere."""
    grants = [{"holder": one, "sealed": text(sealed())} for one in ("reporter", ada.label)]
    refused = noor.send("POST", "/api/my/file", noor.file(grants=grants))
    assert (refused.status_code, kind_of(refused)) == (422, "holders")
    room = noor.has_a_file()
    epoch = an_epoch(room)
    answer = noor.send("POST", f"/api/my/rooms/{room['id']}/epochs", epoch)
    assert answer.status_code == 403
    let_in = noor.send("POST", f"/api/my/rooms/{room['id']}/members", {"grants": grants})
    assert let_in.status_code == 404
    assert list(Member.objects.filter(room=room["id"]).values_list("holder", flat=True)) == [
        "reporter"
    ]


def test_a_file_never_needs_a_new_key(noor: Reporter) -> None:
    room = noor.has_a_file()
    assert room["stale"] is False
    assert write(noor) == 2


def test_staff_learn_neither_what_is_in_a_file_nor_how_much(
    cast: Cast, noor: Reporter, ada: Officer
) -> None:
    """law.md EVD-02: staff roles cannot list entries; nothing that they are told changes."""
    people = [cast.officers[name] for name in ("ada", "ruth", "omar", "mira", "smit", "pim")]
    desks = [Desk(one) for one in people]
    paths = [
        "/api/desk/cases",
        f"/api/desk/cases/{noor.case.hex}",
        f"/api/desk/cases/{noor.case.hex}/journal",
        "/api/desk/incidents",
        "/api/desk/accounts",
        "/api/desk/talks",
    ]

    def answers() -> list[tuple[int, bytes]]:
        return [(one.status_code, one.content) for desk in desks for one in map(desk.get, paths)]

    # Asked once before: the first view chooses an alias, and a first refused try leaves its row.
    answers()
    before = answers()
    room = noor.has_a_file()
    for plaintext in (4_096, 16_384, 65_536):
        write(noor, plaintext)
    assert answers() == before
    absent = new_id().hex
    for desk in desks:
        for way in ("", "/items", "/attachments/" + absent):
            hidden = desk.get(f"/api/desk/rooms/{room['id']}{way}")
            nothing = desk.get(f"/api/desk/rooms/{absent}{way}")
            assert (hidden.status_code, hidden.content) == (404, nothing.content)
        item = desk.post(f"/api/desk/rooms/{room['id']}/items", an_item(room))
        assert item.status_code == 404


def test_the_journal_of_the_case_says_nothing_of_a_file(noor: Reporter) -> None:
    before = noor.get("/api/my/journal").content
    noor.has_a_file()
    write(noor)
    assert noor.get("/api/my/journal").content == before


def test_a_file_outlives_the_people_of_the_case(noor: Reporter, ada: Officer) -> None:
    """law.md EVD-05: it works from the receipt alone after dismissal, and after closing."""
    noor.has_a_file()
    Member.objects.filter(room__case=noor.case, holder__startswith="officer:").delete()
    Officer.objects.update(is_active=False)
    Case.objects.filter(pk=noor.case).update(frozen_on="2026-01-01")
    assert write(noor) == 2
    assert noor.get("/api/my/file").status_code == 200


def test_helpers_and_those_who_asked_or_reported_elsewhere_have_their_own(
    cast: Cast, noor: Reporter, ilse: Officer, mira: Officer
) -> None:
    """law.md RET-07: each protected person keeps a file, with a receipt of their own."""
    noor.has_a_file()
    yara = Reporter().has_asked(cast, ilse)
    bram = Reporter()
    raised = bram.send("POST", "/api/alarms", bram.alarm(cast, cast.coast_guard, mira))
    assert raised.status_code == 201, raised.content
    rooms = {one.has_a_file()["id"] for one in (yara, bram)}
    assert len(rooms) == 2
    for room in rooms:
        assert noor.get(f"/api/my/rooms/{room}").status_code == 404
    assert Room.objects.filter(kind="file").count() == 3


def test_an_id_of_another_opens_nothing(noor: Reporter, cast: Cast, ilse: Officer) -> None:
    yara = Reporter().has_asked(cast, ilse)
    for taken in (noor.case, yara.talk, yara.case):
        refused = yara.send("POST", "/api/my/file", yara.file(file=taken.hex))
        assert (refused.status_code, kind_of(refused)) == (409, "id-taken")
    hers = noor.has_a_file()
    used = yara.send("POST", "/api/my/file", yara.file(file=hers["case"]))
    assert kind_of(used) == "id-taken"
    report = Reporter()
    again = report.send("POST", "/api/reports", report.report(cast, ilse, case=hers["case"]))
    assert again.status_code in (409, 422)
    assert Receipt.objects.filter(file=hers["case"]).count() == 1


def test_words_on_paper_open_no_file(noor: Reporter, ada: Officer) -> None:
    """Whoever printed the paper would have the key: words of her own come first."""
    receipt = find_receipt(noor.lookup)
    assert receipt is not None
    Registration.objects.create(receipt=receipt, by=ada, registered_on="2026-01-01")
    refused = noor.send("POST", "/api/my/file", noor.file())
    assert (refused.status_code, kind_of(refused)) == (409, "on-paper")


def test_a_file_of_many_entries_is_handed_out_in_pages_of_200(noor: Reporter) -> None:
    room = noor.has_a_file()
    first = Item.objects.get(room=room["id"])
    Item.objects.bulk_create(
        Item(
            id=new_id(),
            room_id=room["id"],
            sequence=number,
            epoch=1,
            hash=secrets.token_hex(32),
            size=first.size,
            sealed=bytes(first.sealed),
            by="reporter",
            day=first.day,
        )
        for number in range(2, 502)
    )
    Room.objects.filter(pk=room["id"]).update(head_sequence=501)
    pages = [
        noor.get(f"/api/my/rooms/{room['id']}/items?after={after}").json()["items"]
        for after in (0, 301, 400)
    ]
    assert [len(page) for page in pages] == [200, 200, 101]
    assert pages[1][0]["sequence"] == 302
