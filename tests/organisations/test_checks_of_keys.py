"""The outside of recipients, wraps and invitations."""

import json

import pytest
from django.utils import timezone

from hoeder.organisations import invitation
from hoeder.organisations.models import Officer
from hoeder.organisations.recipients import CHARSET, is_recipient
from hoeder.organisations.wrap import LONGEST, is_wrap
from tests import build


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
    assert not is_wrap(json.dumps({**json.loads(build.a_wrap()), **changes}))


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
