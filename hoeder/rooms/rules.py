"""What the rooms allow: numbers with their reasons, and questions about them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.erasable.keys import Part

#: Below two holders, one lost key would lose the room (keys.md 3).
FEWEST_HOLDERS: Final = 2
#: A room is a working group, not a mailing list; each new epoch carries a grant for every member.
MOST_HOLDERS: Final = 64
#: One answer of `fetch_items`: small enough for a slow line and an old telephone.
MOST_ITEMS_AT_ONCE: Final = 200
MOST_BYTES_AT_ONCE: Final = 8 * 1024 * 1024
#: The client cuts ciphertext in pieces of this size (docs/spec/envelope.md), so that a lost
#: connection costs one piece and the server never holds more than one piece in memory.
PIECE_SIZE: Final = 4 * 1024 * 1024
#: 4 GiB: an hour of film. More belongs on a data carrier, handed over in person.
LARGEST_ATTACHMENT: Final = 4 * 1024 * 1024 * 1024
#: 200 files is what one report may carry; a room lives longer than one report.
MOST_ATTACHMENTS: Final = 2000
#: An upload that nobody went on with for this long is given up. A week bridges a broken telephone.
UNFINISHED_DAYS: Final = 7

#: The holder label of the reporter, the same in every case: never compare it without the case.
REPORTER: Final = "reporter"


class RoomKind(models.TextChoices):
    """What a room is for; it decides who may be in it."""

    DIALOGUE = "dialogue", _("dialogue")
    INVESTIGATION = "investigation", _("investigation")
    ADVICE = "advice", _("advice")
    CARE = "care", _("care")
    COMMISSION = "commission", _("commission")
    #: The reporter's own: nobody else is ever let in (law.md EVD-02).
    FILE = "file", _("detriment file")
    #: One for each commitment: whoever keeps it sees this room and nothing else of the case.
    COMMITMENT = "commitment", _("commitment")


#: What is destroyed together: her care and the promises to her outlive what she reported.
PARTS: Final = {
    RoomKind.DIALOGUE: Part.CONTENT,
    RoomKind.INVESTIGATION: Part.CONTENT,
    RoomKind.ADVICE: Part.ADVICE,
    RoomKind.CARE: Part.PROTECTION,
    RoomKind.COMMISSION: Part.PROTECTION,
    RoomKind.FILE: Part.FILE,
    RoomKind.COMMITMENT: Part.PROTECTION,
}


class Holder(Protocol):
    """Anyone who can be a member of a room: an officer, or the reporter's receipt."""

    @property
    def label(self) -> str:
        """`reporter`, or `officer:` and the officer's id in hex."""


def pieces_of(sealed_size: int) -> int:
    """Tell into how many pieces a sealed attachment is cut."""
    return -(-sealed_size // PIECE_SIZE)


def size_of_piece(sealed_size: int, number: int) -> int:
    """Tell how long piece `number` (from 0) of a sealed attachment must be; 0 if there is none."""
    return max(0, min(PIECE_SIZE, sealed_size - number * PIECE_SIZE))


def is_over(until: date | None, today: date) -> bool:
    """Tell whether a membership that ends on `until` (that day included) is past."""
    return until is not None and until < today


def may_hold(kind: RoomKind, holders: Collection[str]) -> bool:
    """Tell whether a room of this kind can begin with these holders.

    A file is the reporter's alone. Its key is derived from nothing: it lies in a grant to the keys
    of her receipt, and whoever lost the receipt lost the file with it.
    """
    if kind == RoomKind.FILE:
        return set(holders) == {REPORTER}
    return not few_holders(holders) and len(holders) <= MOST_HOLDERS


def few_holders(holders: Collection[str]) -> bool:
    """Tell whether a room with these holders could be lost with one key."""
    return len(set(holders)) < FEWEST_HOLDERS


def officers_among(holders: Iterable[str]) -> list[str]:
    """Leave the reporter out."""
    return [holder for holder in holders if holder != REPORTER]
