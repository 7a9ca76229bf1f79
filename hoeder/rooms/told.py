"""What rooms are, as far as the journal has been told: for what is in them."""

from hoeder.erasable.keys import Part
from hoeder.ledger.records import Rows
from hoeder.ledger.sayings import EMPTY, UNSAID, Said, Value, text
from hoeder.rooms.models import Room
from hoeder.rooms.rules import PARTS, RoomKind

#: A class of what is kept, and the part of a case that is destroyed with it.
ERASED = {"content": Part.CONTENT, "protection": Part.PROTECTION}


def kind_of(rows: Rows, room: Value) -> str:
    """Tell of which kind a room is."""
    found = rows.tables[Room._meta.label].by_key.get((text(room),))
    return text(found.values["kind"]) if found else EMPTY


def is_erased(rows: Rows, said: Said, room: Value) -> bool:
    """Tell whether what an event destroys is what is in this room."""
    kind = kind_of(rows, room)
    return bool(kind) and PARTS[RoomKind(kind)] == ERASED.get(text(said.get("record")))


def epoch_of(rows: Rows, said: Said) -> Value:
    """Tell which epoch the room of an event has now."""
    found = rows.tables[Room._meta.label].by_key.get((text(said.get("room")),))
    return found.values["epoch"] if found else UNSAID
