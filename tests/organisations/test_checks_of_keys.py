"""The outside of recipients, wraps and invitations."""

import json

import pytest
from django.utils import timezone

from hoeder.organisations import canonical, invitation
from hoeder.organisations.models import Officer
from hoeder.organisations.recipients import CHARSET, is_recipient
from hoeder.organisations.rules import fingerprint
from hoeder.organisations.wrap import LONGEST, is_wrap
from tests import build
from tests.reader.vectors import Vector, all_vectors


def test_a_recipient_of_the_right_kind_is_taken() -> None:
    assert is_recipient(build.a_recipient("Ada"))


def test_any_letter_changed_breaks_the_checksum() -> None:
    good = build.a_recipient("Ada")
    for place in range(7, len(good), 97):
        other = CHARSET[(CHARSET.index(good[place]) + 1) % 32]
        assert not is_recipient(good[:place] + other + good[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1pq1",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
        build.a_recipient("Ada").upper(),
        build.a_recipient("Ada") + "q",
        build.a_recipient("Ada")[:-1],
        "b" + build.a_recipient("Ada")[1:],
        build.a_recipient("Ada")[:-1] + "é",
        build.bech32("age1pq", [0] * 1945 + [1]),
    ],
)
def test_anything_else_is_no_recipient(text: str) -> None:
    assert not is_recipient(text)


def test_a_wrap_of_the_right_kind_is_taken() -> None:
    assert is_wrap(build.a_wrap())


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"kdf": "scrypt"},
        {"t": 1},
        {"m": 1024},
        {"p": 4},
        {"salt": "00" * 15},
        {"salt": 0},
        {"salt": "00" * 15 + "0\n"},
        {"sealed": "AQ=="},
        {"sealed": "%"},
        {"sealed": None},
        {"more": 1},
    ],
)
def test_a_wrap_of_another_kind_or_stretched_less_is_refused(changes: dict[str, object]) -> None:
    wrap = {**json.loads(build.a_wrap()), **changes}
    assert not is_wrap(json.dumps(wrap, sort_keys=True, separators=(",", ":")))


def _vectors(folder: str) -> list[Vector]:
    return [vector for vector in all_vectors() if vector.kind == folder]


@pytest.mark.parametrize("vector", _vectors("recipient"), ids=lambda vector: vector.name)
def test_recipients_are_judged_as_the_vectors_say(vector: Vector) -> None:
    assert is_recipient(vector["recipient"]) == (vector.expect == "success")


@pytest.mark.parametrize("vector", _vectors("wrap"), ids=lambda vector: vector.name)
def test_what_can_be_seen_from_outside_of_a_wrap_is_seen(vector: Vector) -> None:
    # Whose keys they are, and with which passphrase, is inside the seal.
    inside = {"another_officer.txt", "wrong_passphrase.txt"}
    assert is_wrap(vector["wrap"]) == (vector.expect == "success" or vector.name in inside)


@pytest.mark.parametrize("vector", _vectors("fingerprint"), ids=lambda vector: vector.name)
def test_fingerprints_are_those_of_the_vectors(vector: Vector) -> None:
    assert fingerprint(vector["recipient"], vector["verify"]) == vector["fingerprint"]


@pytest.mark.parametrize("vector", _vectors("canonical"), ids=lambda vector: vector.name)
def test_canonical_json_is_that_of_the_vectors(vector: Vector) -> None:
    try:
        canonical.parse(vector.octets.decode())
        found = "success"
    except (canonical.NotCanonicalError, UnicodeDecodeError):
        found = "refused"
    assert found == vector.expect


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "[" * 10_000, build.a_wrap()[:-1] + ',"v":1}', "{" + " " * LONGEST],
)
def test_something_else_is_no_wrap(text: str) -> None:
    assert not is_wrap(text)


def test_an_invitation_is_for_one_officer_and_one_stored_password(ada: Officer) -> None:
    token = invitation.write(ada.pk, "!abc")
    assert invitation.whose(token) == ada.pk
    assert invitation.still_counts(token, "!abc")
    assert not invitation.still_counts(token, "!abd")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "0" * 100])
def test_a_forged_invitation_is_nobodys(token: str) -> None:
    assert invitation.whose(token) is None
    assert not invitation.still_counts(token, "!abc")


def test_an_invitation_ends_after_seven_days(ada: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    token = invitation.write(ada.pk, "!abc")
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 7 * 86_400 + 5)
    assert invitation.whose(token) is None
