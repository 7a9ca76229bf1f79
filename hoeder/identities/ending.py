"""How an opening goes on, and how it ends: what was released is erased in the same breath."""

from collections.abc import Mapping
from datetime import date

from hoeder.erasable.fields import mask
from hoeder.erasable.keys import Part
from hoeder.identities.models import Letter, Opening
from hoeder.identities.rules import MOVES, LetterKind, State, may_move
from hoeder.ledger.sayings import digest, digest_of_set, plain
from hoeder.rooms.models import today
from hoeder.rooms.rules import Holder


def move(opening: Opening, after: State) -> None:
    """Bring an opening to its next state; at the end, erase the half and all approvals."""
    before = State(opening.state)
    if not may_move(before, after):
        raise ValueError(f"No opening goes from {before} to {after}.")
    opening.state = after
    if not MOVES[after]:
        opening.half = None
        opening.ended_on = today()
        # The rows stay, so that it can be seen who agreed; the shares in them go.
        opening.approvals.update(sealed=None)
    opening.save(update_fields=["state", "half", "ended_on"])


def ripen(opening: Opening, day: date) -> bool:
    """Let custodians answer to an override whose waiting time is over; tell whether it just was."""
    waits = opening.state in (State.ANNOUNCED, State.DEFERRED)
    if not waits or opening.opens_on is None or day < opening.opens_on:
        return False
    move(opening, State.RIPE)
    return True


def write_letters(
    opening: Opening, kind: LetterKind, letters: Mapping[str, bytes], by: Holder
) -> str:
    """Keep the sealed letters of one step; return the digest of them all, for its event to veil.

    Whether there are any, how many and to whom is theirs who wrote and who got them.
    """
    day = today()
    Letter.objects.bulk_create(
        Letter(
            opening=opening,
            kind=kind,
            holder=holder,
            by=by.label,
            sealed=mask(sealed, opening.box.case, Part.IDENTITY),
            day=day,
        )
        for holder, sealed in letters.items()
    )
    return digest_of_set([holder, digest(sealed), plain(day)] for holder, sealed in letters.items())
