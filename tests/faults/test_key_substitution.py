"""A server that lies about keys, people and places is refused by the client, which says why."""

import json
import secrets
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from demo.filling import Manage, publish
from tests.faults.devices import Desk, People, Refused, a_place, ask
from tests.faults.lying import Liar, Lie, lying
from tests.reader.age import identity_of, open_sealed, recipient_of
from tools.service import Service

DIRECTORY = r"GET /api/organisations/[0-9a-f]{32}/directory"
MINE = r"GET /api/my/case"
MY_ROOM = r"GET /api/my/rooms/[0-9a-f]{32}"
CASE = r"GET /api/desk/cases/[0-9a-f]{32}"
ITEMS = r"GET /api/(my|desk)/rooms/[0-9a-f]{32}/items\?.*"


def of_document(change: Lie, *, signed: Ed25519PrivateKey | None = None) -> Lie:
    """Change the directory's document, and leave its signature or sign anew with another key."""

    def lie(said: Any) -> Any:
        document = change(json.loads(said["document"]))
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        signature = said["signature"]
        if signed is not None:
            signature = signed.sign(b"hoeder-directory-v1\n" + text.encode()).hex()
        return {"document": text, "signature": signature}

    return lie


def another_key(document: Any) -> Any:
    """Ada's key is the attacker's."""
    ada = next(one for one in document["officers"] if one["name"] == "Ada")
    ada["key"]["recipient"] = recipient_of(identity_of(secrets.token_bytes(32)))
    return document


def another_root(document: Any) -> Any:
    """The root is the attacker's, and so is Ada's key."""
    document["organisation"]["root"] = ATTACKER.public_key().public_bytes_raw().hex()
    return another_key(document)


def another_hand(document: Any) -> Any:
    """Ada's messages are signed by the attacker."""
    ada = next(one for one in document["officers"] if one["name"] == "Ada")
    ada["key"]["verify"] = secrets.token_hex(32)
    return document


def without_a_reader(document: Any) -> Any:
    """Only one officer is said to read what comes in."""
    channel = next(one for one in document["channels"] if one["slug"] == "integriteit")
    channel["readers"] = channel["readers"][:1]
    return document


def without_lines(document: Any) -> Any:
    """Nobody is said to stand above or below Van Dalen."""
    for one in document["functions"]:
        one["reports_to"] = None
    return document


ATTACKER = Ed25519PrivateKey.generate()


@pytest.mark.parametrize(
    "lie",
    [
        of_document(another_key),
        of_document(another_key, signed=ATTACKER),
        of_document(another_root, signed=ATTACKER),
        of_document(another_hand),
        of_document(without_a_reader),
        of_document(without_lines),
        lambda said: {**said, "signature": "00" * 64},
        lambda said: {**said, "signature": ""},
    ],
    ids=[
        "another key",
        "another key, signed by another",
        "another root",
        "another hand",
        "a reader less",
        "no lines of reporting",
        "unsigned",
        "no signature",
    ],
)
def test_a_directory_that_the_root_did_not_sign_is_refused_before_anything_is_sealed(
    place: Service, people: People, lie: Lie
) -> None:
    """Noor's browser stops at the signature: not one byte of a report goes out."""
    with lying(place, {DIRECTORY: lie}) as liar:
        with pytest.raises(Refused, match="DirectoryRefused: signature"):
            people.report("Noor", origin=liar.origin)
        assert [method for method, _path, _body in liar.heard] == ["GET"]


def test_an_older_directory_is_refused_by_whoever_saw_a_newer_one(
    place: Service, people: People, tmp_path: Path
) -> None:
    """The root did sign it, for an earlier day. A page that saw a newer one says so."""
    path = f"/api/organisations/{place.demo.organisation}/directory"
    older = ask(place, "GET", path).json
    publish(Manage(place.environment), place.data_dir / "root.key", tmp_path)
    newest = people("directory")["version"]
    assert newest == json.loads(older["document"])["version"] + 1
    with lying(place, {DIRECTORY: lambda _said: older}) as liar:
        with pytest.raises(Refused, match="DirectoryRefused: older"):
            people("directory", origin=liar.origin, minimum=newest)
        # Whoever saw none takes it; the real server then refuses a report made by it.
        with pytest.raises(Refused, match="Problem: directory-changed"):
            people.report("Noor", origin=liar.origin)


@pytest.fixture
def noor(people: People) -> dict[str, Any]:
    """Noor's case, in which she wrote twice."""
    reported: dict[str, Any] = people.report("Noor")
    people("write", "Noor", case=reported["case"], kind="message", body={"text": "van Noor"})
    return reported


@contextmanager
def items_changed(place: Service, change: Lie) -> Iterator[Liar]:
    """A server that hands out other items."""
    with lying(place, {ITEMS: change}) as liar:
        yield liar


def troubles(people: People, who: str, case: str, liar: Liar) -> dict[int, str]:
    """What somebody's client says of each item that is not as it should be."""
    entries = people("read", who, case=case, origin=liar.origin)["entries"]
    return {one["sequence"]: one["trouble"] for one in entries if "trouble" in one}


def test_an_item_of_another_room_is_named(
    place: Service, people: People, ada: Desk, noor: dict[str, Any]
) -> None:
    """Ada holds both rooms; the answer of one stands in the other."""
    other = people.report("Bram")
    people("write", "Bram", case=other["case"], kind="message", body={"text": "van Bram"})
    people("read", "Ada", case=other["case"])
    room = f"/api/desk/rooms/{other['room']}/items?after=0"
    theirs = ada.get(room).json["items"][1]["sealed"]

    def lie(said: Any) -> Any:
        said["items"][1]["sealed"] = theirs
        return said

    with items_changed(place, lie) as liar:
        assert troubles(people, "Ada", noor["case"], liar) == {2: "key"}


def test_an_item_that_is_handed_out_again_in_a_later_place_is_named(
    place: Service, people: People, ada: Desk, noor: dict[str, Any]
) -> None:
    """What Noor said once is not said twice."""

    def lie(said: Any) -> Any:
        if said["items"]:
            again = {**said["items"][1], "id": secrets.token_hex(16), "sequence": 3}
            said["items"].append(again)
            said["head"]["sequence"] = 3
        return said

    with items_changed(place, lie) as liar:
        assert troubles(people, "Ada", noor["case"], liar) == {3: "sequence"}


def test_an_item_that_is_kept_back_is_missing(
    place: Service, people: People, ada: Desk, noor: dict[str, Any]
) -> None:
    """The first of two, then the last of two."""
    for kept, told in ((0, {1: "missing", 2: "author"}), (1, {2: "missing"})):

        def lie(said: Any, kept: int = kept) -> Any:
            said["items"] = [one for one in said["items"] if one["sequence"] != kept + 1]
            return said

        with items_changed(place, lie) as liar:
            named = troubles(people, "Ada", noor["case"], liar)
            assert set(named) >= set(told), named
            assert "missing" in named.values()


def test_a_grant_of_the_attackers_own_making_gives_no_key(
    place: Service, people: People, ada: Desk, noor: dict[str, Any]
) -> None:
    """Ada gets another case's grant in place of this one's: her desk does not take the key."""
    other = people.report("Bram")
    people("read", "Ada", case=noor["case"])
    people("read", "Ada", case=other["case"])
    theirs = ada.get(f"/api/desk/cases/{other['case']}").json["rooms"][0]["grants"]

    def lie(said: Any) -> Any:
        said["rooms"][0]["grants"] = theirs
        return said

    with (
        lying(place, {CASE: lie}) as liar,
        pytest.raises(Refused, match="NoKey"),
    ):
        people("read", "Ada", case=noor["case"], origin=liar.origin)


def test_what_noor_writes_is_sealed_to_the_key_that_she_holds(
    place: Service, people: People, noor: dict[str, Any]
) -> None:
    """The server names a recipient of its own as the key of the room: Noor never looks at it."""
    identity = identity_of(secrets.token_bytes(32))

    def lie(said: Any) -> Any:
        for room in said["rooms"]:
            for epoch in room["epochs"]:
                epoch["recipient"] = recipient_of(identity)
        return said

    with lying(place, {MINE: lie}) as liar:
        body = {"text": "alleen voor wie ik gekozen heb"}
        people("write", "Noor", case=noor["case"], kind="message", body=body, origin=liar.origin)
        sealed = sent_items(liar)
    with pytest.raises(Exception, match="key"):
        open_sealed(sealed[-1], identity)
    opened = open_sealed(sealed[-1], noor["identities"]["room"])
    assert body["text"].encode() in opened


def sent_items(liar: Liar) -> list[bytes]:
    """Every sealed item that was sent through it."""
    bodies = [
        body for method, path, body in liar.heard if path.endswith("/items") and method == "POST"
    ]
    return [b64decode(json.loads(body)["sealed"]) for body in bodies]


def test_a_member_who_is_not_in_the_signed_directory_gets_no_new_key(
    place: Service, people: People, noor: dict[str, Any]
) -> None:
    """The server says that somebody left and that somebody else is in the room now."""
    stranger = f"officer:{secrets.token_hex(16)}"

    def lie(said: Any) -> Any:
        for room in said["rooms"]:
            room["stale"] = True
            room["members"].append({**room["members"][0], "holder": stranger})
        return said

    with lying(place, {MINE: lie}) as liar:
        with pytest.raises(Refused, match=f"NotLetIn: {stranger}"):
            people(
                *("write", "Noor"),
                **{"case": noor["case"], "kind": "message", "body": {"text": "x"}},
                origin=liar.origin,
            )
        assert not [path for _method, path, _body in liar.heard if path.endswith("/epochs")]


def test_an_officer_whom_noor_left_out_gets_no_new_key(place: Service, people: People) -> None:
    """The server says that Van Dalen is in the room and that it needs a new key.

    He stands in the signed directory, so his key is true; but nobody whom Noor trusts let him in.
    """
    excluding = [{"kind": "officer", "name": "Van Dalen"}]
    reported = people.report("Noor", excluding=excluding)
    left_out = f"officer:{a_place(place)['ids']['Van Dalen']}"

    def lie(said: Any) -> Any:
        for room in said["rooms"]:
            room["stale"] = True
            room["members"].append({**room["members"][0], "holder": left_out})
        return said

    with lying(place, {MINE: lie}) as liar:
        with pytest.raises(Refused, match=f"NotLetIn: {left_out}"):
            people(
                *("write", "Noor"),
                **{"case": reported["case"], "kind": "message", "body": {"text": "x"}},
                origin=liar.origin,
            )
        assert {method for method, _path, _body in liar.heard} == {"GET"}
