"""A crooked commitment owner: Smit tries for the case, the name, the report, another promise."""

from collections.abc import Callable
from typing import Any

import pytest

from hoeder.ledger.models import Journal
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.protection import actions as protection
from hoeder.protection.models import Commitment
from hoeder.reports.models import Receipt, find_receipt
from hoeder.rooms.models import Room
from tests import build
from tests.build import Cast
from tests.protection.promises import terms, words
from tests.rooms.sealing import new_id
from tests.web.asking import Desk, Reporter, an_epoch, an_item


@pytest.fixture
def noor(cast: Cast) -> Reporter:
    """Noor has reported to Ada."""
    return Reporter().has_reported(cast, cast.officers["ada"])


def receipt_of(reporter: Reporter) -> Receipt:
    """Her receipt as the server knows it."""
    found = find_receipt(reporter.lookup)
    assert found is not None
    return found


def promised(reporter: Reporter, owner: Officer, *others: Officer) -> Commitment:
    """A promise of her case."""
    holders = (owner.label, *(one.label for one in others))
    return protection.offer(
        commitment=new_id(),
        terms=terms(owner),
        sealed=words("reporter", *holders),
        by=receipt_of(reporter),
    )


def tries(officer: Officer) -> int:
    """How often it is on record that somebody asked in vain."""
    return Journal.objects.filter(kind="access.refused", actor=officer.label).count()


def test_the_owners_page_shows_the_promise_and_no_trace_of_the_case(
    cast: Cast, noor: Reporter, smit: Officer
) -> None:
    """law.md RET-02: whoever keeps a promise sees that promise and nothing else."""
    first, second = promised(noor, smit), promised(noor, smit)
    answer = Desk(smit).get("/api/desk/commitments")
    listed = answer.json()
    assert {one["id"] for one in listed["commitments"]} == {first.pk.hex, second.pk.hex}
    shown = answer.content.decode()
    receipt = receipt_of(noor)
    for secret in (noor.case.hex, noor.room.hex, receipt.author_key, receipt.recipient, '"Ada"'):
        assert secret not in shown
    # Nothing but the body and the day is the same in two promises of one case.
    one, other = (dict(row) for row in listed["commitments"])
    for row in (one, other):
        assert row["room"]["case"] == row["id"] == row["room"]["id"]
        (reporter,) = [m for m in row["room"]["members"] if m["holder"] == "reporter"]
        assert reporter["recipient"] is None
        assert reporter["verify"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/api/desk/cases/{case}",
        "/api/desk/cases/{case}/journal",
        "/api/desk/cases/{case}/circle",
        "/api/desk/cases/{case}/commitments",
        "/api/desk/cases/{case}/openings",
        "/api/desk/rooms/{dialogue}",
        "/api/desk/rooms/{dialogue}/items",
        "/api/desk/rooms/{other}",
        "/api/desk/rooms/{other}/items",
    ],
)
def test_a_try_for_anything_else_finds_nothing_and_is_on_record(
    cast: Cast, noor: Reporter, smit: Officer, path: str
) -> None:
    lotte = build.an_officer("lotte", cast.coast_guard, Role.OWNER)
    promised(noor, smit)
    ids = {"case": noor.case.hex, "dialogue": noor.room.hex, "other": promised(noor, lotte).pk.hex}
    desk = Desk(smit)
    assert desk.get(path.format(**ids)).status_code == 404
    assert tries(smit) == 1
    absent = dict.fromkeys(ids, new_id().hex)
    assert desk.get(path.format(**absent)).content == desk.get(path.format(**ids)).content


@pytest.mark.parametrize("what", ["accept", "decline", "claim", "owner"])
def test_another_owners_promise_cannot_be_touched(
    cast: Cast, noor: Reporter, smit: Officer, what: str
) -> None:
    lotte = build.an_officer("lotte", cast.coast_guard, Role.OWNER)
    mine, theirs = promised(noor, smit), promised(noor, lotte)
    room = {"head": {"sequence": 1, "hash": "0" * 64}, "epoch": 1}
    bodies: dict[str, Callable[[], Any]] = {
        "accept": lambda: {"statement": "{}", "signature": "0" * 128},
        "decline": lambda: {"item": an_item(room)},
        "claim": lambda: {"item": an_item(room)},
        "owner": lambda: {"to": smit.pk.hex, "sealed": "AAAA", "items": []},
    }
    path = f"/api/desk/commitments/{theirs.pk.hex}/{what}"
    assert Desk(smit).post(path, bodies[what]()).status_code == 404
    assert tries(smit) == 1
    theirs.refresh_from_db()
    assert (theirs.state, mine.owner) == ("offered", smit)


def test_an_owner_lets_nobody_in_and_removes_nobody(
    cast: Cast, noor: Reporter, smit: Officer, omar: Officer, ada: Officer
) -> None:
    commitment = promised(noor, smit, omar)
    desk, room = Desk(smit), f"/api/desk/rooms/{commitment.pk.hex}"
    let_in = {"holder": ada.label, "until": None, "sealed": "AAAA"}
    assert desk.post(f"{room}/members", let_in).status_code == 404
    seen = desk.get(room).json()
    removed = an_epoch(seen, removed=(omar.label,))
    assert desk.post(f"{room}/epochs", removed).status_code == 403
    assert Room.objects.get(pk=commitment.pk).has_member(omar)


def test_the_handler_sees_states_and_dates_and_no_words(
    cast: Cast, noor: Reporter, smit: Officer, ada: Officer
) -> None:
    commitment = promised(noor, smit)
    desk = Desk(ada)
    (shown,) = desk.get(f"/api/desk/cases/{noor.case.hex}/commitments").json()["commitments"]
    assert shown["id"] == commitment.pk.hex
    assert shown["standing"] == "open"
    assert desk.get(f"/api/desk/rooms/{commitment.pk.hex}/items").status_code == 404
    kinds = {one["kind"] for one in desk.get(f"/api/desk/cases/{noor.case.hex}").json()["rooms"]}
    assert kinds == {"dialogue"}
