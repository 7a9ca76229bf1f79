"""The tables are whole, and the walks along a line end."""

import pytest

from hoeder.organisations.rules import (
    APART,
    POWERS,
    REACHES_DOWN,
    Power,
    Role,
    clash,
    downward,
    fingerprint,
    upward,
    would_circle,
)

LINE: dict[str, str | None] = {
    "smit": None,
    "van dalen": "smit",
    "kuiper": "van dalen",
    "noor": "kuiper",
    "ada": "smit",
}


def test_every_role_has_its_powers() -> None:
    assert set(POWERS) == set(Role)


def test_every_power_is_held_by_some_role() -> None:
    assert frozenset().union(*POWERS.values()) == set(Power)
    assert set(Power) >= REACHES_DOWN


def test_the_administrator_reads_nothing_and_confirms_nothing() -> None:
    assert POWERS[Role.ADMINISTRATOR] == {Power.INVITE_OFFICERS, Power.SEE_DIRECTORY}


def test_no_role_that_invites_also_confirms() -> None:
    for role, powers in POWERS.items():
        assert not {Power.INVITE_OFFICERS, Power.CONFIRM_KEYS} <= powers, role


def test_roles_that_one_person_may_combine_never_add_up_to_inviting_and_confirming() -> None:
    for first in Role:
        for second in Role:
            if Power.INVITE_OFFICERS in POWERS[first] and Power.CONFIRM_KEYS in POWERS[second]:
                assert clash([first], second) is first


@pytest.mark.parametrize("role", APART)
def test_roles_kept_apart_are_kept_apart_from_both_sides(role: Role) -> None:
    for other in APART[role]:
        assert clash([role], other) is role
        assert clash([other], role) is other


def test_roles_that_are_not_kept_apart_go_together() -> None:
    assert clash([Role.HANDLER, Role.CUSTODIAN], Role.PROTECTION_OFFICER) is None


def test_reading_and_handling_never_reach_down() -> None:
    assert not REACHES_DOWN & {Power.READ_REPORTS, Power.HANDLE_CASE, Power.INVESTIGATE}


def test_the_line_goes_up_and_down() -> None:
    assert upward("noor", LINE) == ["kuiper", "van dalen", "smit"]
    assert downward("van dalen", LINE) == {"kuiper", "noor"}
    assert downward("noor", LINE) == set()


def test_a_circle_ends_the_walk() -> None:
    circle: dict[str, str | None] = {"ada": "omar", "omar": "ilse", "ilse": "ada"}
    assert upward("ada", circle) == ["omar", "ilse"]
    assert downward("ada", circle) == {"omar", "ilse"}


def test_a_circle_is_seen_before_it_is_made() -> None:
    assert would_circle("van dalen", "noor", LINE)
    assert would_circle("ada", "ada", LINE)
    assert not would_circle("noor", "ada", LINE)


def test_a_fingerprint_has_ten_groups_of_four() -> None:
    # Recomputed outside Python with sha256sum (docs/spec/rooms.md §4).
    assert fingerprint("age1pq1x", "00" * 32) == "a220 03c0 c24d 5b97 a5bf 26b6 6ff1 f49d c605 bf66"
