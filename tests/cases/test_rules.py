from pathlib import Path

import pytest
from django.core.management import call_command

from hoeder.cases.rules import ADMITS, MOVES, Status, may_move, page
from hoeder.rooms.rules import RoomKind


def test_every_status_says_what_may_follow() -> None:
    assert set(MOVES) == set(Status)


def test_every_status_can_be_reached() -> None:
    reached = {Status.RECEIVED}
    for _ in Status:
        reached |= {after for before in reached for after in MOVES[before]}
    assert reached == set(Status)


def test_nothing_goes_back_to_received() -> None:
    assert not any(may_move(before, Status.RECEIVED) for before in Status)


def test_every_kind_of_room_says_whom_it_admits() -> None:
    assert set(ADMITS) == set(RoomKind)
    # Nobody is let into a talk that is no case's.
    assert [kind for kind, powers in ADMITS.items() if not powers] == [
        RoomKind.ADVICE,
        RoomKind.FILE,
    ]


def test_the_picture_in_the_docs_is_the_table() -> None:
    kept = Path(__file__).resolve().parents[2] / "docs" / "case-states.md"
    assert kept.read_text(encoding="utf-8") == page()


def test_the_command_prints_the_page(capsys: "pytest.CaptureFixture[str]") -> None:
    call_command("case_states")
    assert capsys.readouterr().out == page()
