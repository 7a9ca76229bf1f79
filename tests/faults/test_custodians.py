"""Custodians who are bought, and whoever has the database besides, try for a name."""

import json
from typing import Any
from uuid import UUID

import pytest

from tests.faults.devices import Desk, People
from tests.faults.tables import tables
from tests.reader import age, erasure, identities, rooms
from tests.reader.problems import Refused
from tools.service import Service

CUSTODIANS = ["Ruth", "Wim", "Sanne", "Tarik", "Eva"]
NAME = "Yara van de Buitenposten"


class Stolen:
    """One box out of the database, as a thief lays it out, and what was bought of people."""

    def __init__(self, service: Service, case: str) -> None:
        self.service = service
        with tables(service) as asked:
            (row,) = asked(
                "SELECT statement, signature, content, authority_sealed, organisation_id, box.id"
                " FROM identities_box box JOIN organisations_body body ON body.id = box.body_id"
                ' WHERE box."case" = %s',
                UUID(case),
            )
            statement, signature, content, self.half, organisation, self.id = row
            # Whoever took the machine has the file of keys as well as the database.
            kept = service.data_dir / "erasure" / "keys"
            self.content = erasure.open_stored(bytes(content), kept.read_text())
            self.sealed = {
                hexed(custodian): bytes(sealed)
                for custodian, sealed in asked(
                    "SELECT custodian_id, sealed FROM identities_share WHERE box_id = %s", self.id
                )
            }
            self.wraps = {
                hexed(officer): wrap
                for officer, wrap in asked("SELECT officer_id, wrap FROM organisations_officerkey")
            }
            self.officers = {
                name: hexed(officer)
                for name, officer in asked("SELECT name, id FROM organisations_officer")
            }
        place = {"organisation": hexed(organisation), "case": case, "box": hexed(self.id)}
        self.box = identities.read_box(statement, signature, place)

    def keys_of(self, name: str) -> str:
        """The identity of somebody who gave their passphrase away."""
        officer = self.officers[name]
        passphrase = self.service.demo.person(name)["passphrase"]
        return rooms.unwrap(self.wraps[officer], passphrase, officer).identity

    def share_of(self, name: str) -> dict[str, Any]:
        """The share of a custodian who was bought, opened."""
        officer = self.officers[name]
        return identities.open_share(self.sealed[officer], self.keys_of(name), self.box, officer)

    def name_by(self, s_q: bytes, s_r: bytes) -> str:
        """Put the two halves together and open the box."""
        key = age.identity_of(bytes(a ^ b for a, b in zip(s_q, s_r, strict=True)))
        content = identities.open_record(identities.CONTENT, self.content, key)
        return str(content["identity"]["name"])


def hexed(value: object) -> str:
    """An id as both databases give it, in one form."""
    return str(value).replace("-", "")


@pytest.fixture(scope="module")
def yara(people: People) -> dict[str, Any]:
    """Somebody who reported, and locked her name in the box."""
    reported: dict[str, Any] = people.report("Yara", named=NAME)
    return reported


@pytest.fixture(scope="module")
def stolen(place: Service, yara: dict[str, Any]) -> Stolen:
    """Her box out of the database."""
    return Stolen(place, yara["case"])


@pytest.fixture(scope="module")
def desks(place: Service, yara: dict[str, Any]) -> dict[str, Desk]:
    """Two custodians and the administrator, with sessions of their own."""
    return {name: Desk(place, name) for name in ("Ruth", "Wim", "Pim")}


def refused_tries(place: Service, case: str) -> set[str]:
    """Who stands in the journal of a case for having asked in vain."""
    with tables(place) as asked:
        rows = asked(
            "SELECT actor FROM ledger_journal WHERE kind = %s AND chain = %s",
            "access.refused",
            UUID(case),
        )
    return {actor for (actor,) in rows}


def test_a_thief_with_two_custodians_has_no_name(stolen: Stolen, yara: dict[str, Any]) -> None:
    """The whole database, two passphrases, and even the half that only the receipt gives."""
    parts = [bytes.fromhex(stolen.share_of(name)["q"]) for name in CUSTODIANS[:2]]
    for s_r in (bytes(32), bytes.fromhex(yara["secrets"]["box"])):
        with pytest.raises(Refused, match="key"):
            stolen.name_by(identities.combine(parts), s_r)


def test_three_custodians_without_the_receipt_have_no_name(stolen: Stolen) -> None:
    """A quorum that she never said yes to."""
    parts = [bytes.fromhex(stolen.share_of(name)["q"]) for name in CUSTODIANS[:3]]
    with pytest.raises(Refused, match="key"):
        stolen.name_by(identities.combine(parts), bytes(32))


def test_four_custodians_without_the_authority_have_no_name(stolen: Stolen) -> None:
    """Enough for an override, but for the part that lies outside."""
    shares = [stolen.share_of(name) for name in CUSTODIANS[:4]]
    s_q = identities.combine([bytes.fromhex(one["q"]) for one in shares])
    with pytest.raises(Refused, match="key"):
        stolen.name_by(s_q, identities.combine([bytes.fromhex(one["o"]) for one in shares]))


def test_what_the_promise_says_is_needed_is_enough(stolen: Stolen, yara: dict[str, Any]) -> None:
    """The control: three and the receipt open it, and so do four and the authority."""
    shares = [stolen.share_of(name) for name in CUSTODIANS[:4]]
    halves = [bytes.fromhex(one["q"]) for one in shares]
    s_r = bytes.fromhex(yara["secrets"]["box"])
    assert stolen.name_by(identities.combine(halves[1:4]), s_r) == NAME
    outside = identities.open_half_of_authority(
        bytes(stolen.half), stolen.keys_of("Externe autoriteit"), stolen.box
    )
    joined = identities.combine([bytes.fromhex(one["o"]) for one in shares])
    s_r = bytes(a ^ b for a, b in zip(joined, bytes.fromhex(outside["b"]), strict=True))
    assert stolen.name_by(identities.combine(halves), s_r) == NAME


@pytest.mark.parametrize("name", ["Ruth", "Pim"])
def test_whoever_asks_for_the_share_of_another_is_on_record(
    place: Service, yara: dict[str, Any], desks: dict[str, Desk], stolen: Stolen, name: str
) -> None:
    """A crooked custodian, and a crooked administrator: no share, and a row that says so."""
    with tables(place) as asked:
        ((share,),) = asked(
            "SELECT id FROM identities_share WHERE box_id = %s AND custodian_id = %s",
            stolen.id,
            UUID(stolen.officers["Wim"]),
        )
    answer = desks[name].get(f"/api/desk/shares/{hexed(share)}")
    assert (answer.status, answer.kind) == (404, "not-found")
    assert f"officer:{desks[name].id}" in refused_tries(place, yara["case"])


def test_a_custodian_who_fetches_their_own_share_is_on_record(
    yara: dict[str, Any], desks: dict[str, Desk], people: People
) -> None:
    """She reads it in her own journal, with the day."""
    shares = desks["Wim"].get("/api/desk/custody").json["shares"]
    (own,) = [one["id"] for one in shares if one["case"] == yara["case"]]
    assert desks["Wim"].get(f"/api/desk/shares/{own}").status == 200
    events = people("mine", "Yara", path="/api/my/journal")["events"]
    told = [json.loads(one["event"]) for one in events]
    assert ("share.fetched", f"officer:{desks['Wim'].id}") in {
        (one["kind"], one["actor"]) for one in told
    }
