"""A reporter's own file over the line: hers alone, whatever became of the case."""

import json
import secrets

import pytest

from hoeder.cases.models import Case
from hoeder.ledger import actions as ledger
from hoeder.organisations.models import Officer
from hoeder.protection import actions as protection
from hoeder.protection.models import Duty, SharedDetriment
from hoeder.protection.rules import DetrimentForm
from hoeder.reports.models import Receipt, Registration, find_receipt
from hoeder.rooms.models import Item, Member, Room
from tests.build import Cast
from tests.rooms.sealing import new_id, next_item, sealed
from tests.web.asking import Desk, Reporter, an_epoch, an_item, kind_of, text


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
            sealed=first.room.masked(first.sealed),
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


def test_a_copy_is_shared_and_only_what_she_agreed_to_is_noted(
    cast: Cast, noor: Reporter, ada: Officer
) -> None:
    """law.md EVD-02, RET-03, RET-09: sharing makes a fixed copy; the form is told if she agrees."""
    omar = cast.officers["omar"]
    care = noor.has_own_room("care", omar)
    path = f"/api/my/rooms/{care.hex}"
    told = {"form": None, "colleagues": False, "weigh": False}
    body = {"room": care.hex, "item": an_item(noor.get(path).json()), **told}
    first, again = (noor.send("POST", "/api/my/detriment", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    counted = {"form": "denied_return_or_property", "colleagues": True, "weigh": False}
    more = {"room": care.hex, "item": an_item(noor.get(path).json()), **counted}
    assert noor.send("POST", "/api/my/detriment", more).status_code == 201
    noted = SharedDetriment.objects.order_by("form").values_list("form", "colleagues", "room_kind")
    assert list(noted) == [("", False, "care"), ("denied_return_or_property", True, "care")]
    # What handlers may read says that something was shared, and not what.
    journal = Desk(ada).get(f"/api/desk/cases/{noor.case.hex}/journal").content.decode()
    assert journal.count("detriment.shared") == 2
    assert "denied_return" not in journal
    # Colleagues must be stopped: she agreed that the employer gets that task, once.
    (duty,) = Duty.objects.all()
    assert (duty.kind, duty.case_id) == ("stop_colleagues", noor.case)
    desk = Desk(omar)
    assert desk.post(f"/api/desk/cases/{noor.case.hex}/declaration").status_code == 204
    assert len(desk.get(f"/api/desk/rooms/{care.hex}/items").json()["items"]) == 2


def test_a_form_that_is_none_of_the_listed_is_not_noted(cast: Cast, noor: Reporter) -> None:
    """law.md RET-03: the list is closed; `other` is on it."""
    care = noor.has_own_room("care", cast.officers["omar"])
    item = an_item(noor.get(f"/api/my/rooms/{care.hex}").json())
    for form in ("p", "A", "", "everything"):
        body = {"room": care.hex, "item": item, "form": form, "colleagues": False, "weigh": False}
        assert noor.send("POST", "/api/my/detriment", body).status_code == 422
    assert DetrimentForm("other") in DetrimentForm
    assert len(DetrimentForm) == 22


def test_a_copy_goes_to_a_room_of_hers_and_to_no_other(cast: Cast, noor: Reporter) -> None:
    dialogue = noor.get(f"/api/my/rooms/{noor.room.hex}").json()
    file = noor.has_a_file()
    for room in (dialogue, file):
        body = {
            "room": room["id"],
            "item": an_item(room),
            "form": None,
            "colleagues": False,
            "weigh": False,
        }
        assert noor.send("POST", "/api/my/detriment", body).status_code == 403


def test_who_reported_elsewhere_shares_with_the_commission(cast: Cast, mira: Officer) -> None:
    """law.md RET-08: protection for those who reported elsewhere."""
    bram = Reporter()
    raised = bram.send("POST", "/api/alarms", bram.alarm(cast, cast.coast_guard, mira))
    assert raised.status_code == 201
    room = bram.get(f"/api/my/rooms/{bram.room.hex}").json()
    body = {
        "room": room["id"],
        "item": an_item(room),
        "form": "k",
        "colleagues": False,
        "weigh": False,
    }
    assert bram.send("POST", "/api/my/detriment", body).status_code == 201
    assert SharedDetriment.objects.get().body == cast.coast_guard


def test_without_the_ledger_nothing_is_shared(
    cast: Cast, noor: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    care = Room.objects.get(pk=noor.has_own_room("care", cast.officers["omar"]))
    receipt = find_receipt(noor.lookup)
    assert receipt is not None

    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    monkeypatch.setattr(ledger, "append", fail)
    with pytest.raises(RuntimeError):
        protection.share_detriment(
            room=care, item=next_item(care), form=None, colleagues=False, by=receipt
        )
    assert not SharedDetriment.objects.exists()
    assert not Item.objects.filter(room=care).exists()
