"""What several tests of rooms do on their way."""

import pytest

from hoeder.errors import Refusal
from hoeder.rooms import actions as rooms
from hoeder.rooms.models import Epoch, Member, Room
from hoeder.rooms.rules import Holder
from tests.rooms.sealing import a_recipient, sealed


def kind_of(refusal: "pytest.ExceptionInfo[Refusal]") -> str:
    return refusal.value.kind


def grants_for(room: Room, *, without: str = "") -> dict[str, bytes]:
    holders = Member.objects.live().filter(room=room).values_list("holder", flat=True)
    return {holder: sealed() for holder in holders if holder != without}


def new_epoch(room: Room, by: Holder, **changed: object) -> Epoch:
    room.refresh_from_db()
    values: dict[str, object] = {
        "number": room.epoch + 1,
        "recipient": a_recipient(),
        "grants": grants_for(room),
        "removed": [],
    }
    return rooms.start_epoch(room=room, by=by, **{**values, **changed})  # type: ignore[arg-type]
