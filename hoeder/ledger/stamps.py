"""The time from outside: ask an authority for a stamp once a day, keep it, and verify what is kept.

Nothing here happens inside a database transaction but the keeping, and nothing waits for it: while
the authority is down, slow or wrong, batches are published and reports taken in as ever.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from . import actions, asking, stamping
from .actions import Actor
from .cosignatures import CLOCK_ALLOWANCE
from .events import detail_in
from .models import NO_CASE, Checkpoint, Journal, Stamp
from .note import split_note
from .stamping import StampRefused


def stamp_today(*, note: str | None, url: str, roots: Path | None, by: Actor) -> bool:
    """Have a checkpoint stamped, unless one was today or there is nothing new to stamp.

    `note` is the checkpoint that is published now, with its cosignatures. Return whether a stamp
    was kept; raise StampRefused when the authority gave none that holds: the next tick asks again.
    """
    if note is None or not url or not _is_due(note):
        return False
    if roots is None:
        raise ImproperlyConfigured("TIMESTAMP_ROOT must name the authority's root certificates.")
    trusted = stamping.read_roots(roots)
    query = stamping.query_for(note)
    answer = asking.ask_authority(url, query.body)
    if answer.status != 200:
        raise StampRefused("the authority does not answer with a time stamp")
    stamped = stamping.open_stamp(answer.body, note, trusted, query.nonce)
    if abs((timezone.now() - stamped.at).total_seconds()) > CLOCK_ALLOWANCE:
        raise StampRefused(f"it says {stamped.at:%Y-%m-%d %H:%M} UTC: its clock or ours is wrong")
    return actions.keep_stamp(
        note=note, response=answer.body, at=stamped.at, authority=stamped.authority, by=by
    )


def _is_due(note: str) -> bool:
    last = Stamp.objects.order_by("-size").first()
    if last is None:
        return True
    is_new = split_note(note)[0] != split_note(last.note)[0]
    return is_new and last.kept_on < timezone.now().date()


def verify_stamps(fault: Callable[[str], None], roots: Path | None) -> int:
    """Verify every stamp again, and that none is gone or was put in; return how many there are."""
    events = _told()
    rows = list(Stamp.objects.order_by("size"))
    try:
        trusted = stamping.read_roots(roots) if roots and rows else []
    except (OSError, ValueError) as error:
        fault(f"The certificates in {roots} cannot be read: {error}.")
        trusted = []
    if rows and not trusted:
        fault("There are time stamps, and no certificates in TIMESTAMP_ROOT to check them with.")
    for row in rows:
        label = f"The time stamp over {row.size} leaves"
        digest = sha256(bytes(row.response)).hexdigest()
        if events.pop(row.size, None) != (digest, row.kept_on.isoformat()):
            fault(f"{label} is not the one of which the log says that it came.")
        own = Checkpoint.objects.filter(size=row.size).first()
        if own is None or not _is_same(own.note, row.note):
            fault(f"{label} is not over a checkpoint of this log.")
        if not trusted:
            continue
        try:
            said = stamping.open_stamp(bytes(row.response), row.note, trusted)
        except StampRefused as error:
            fault(f"{label}: {error}.")
            continue
        if (said.at, said.authority) != (row.at, row.authority):
            fault(f"{label} says another time or authority than its row.")
    for size in events:
        fault(f"The time stamp over {size} leaves is missing; the log says that it came.")
    return len(rows)


def _told() -> dict[int, tuple[object, str]]:
    """Of each stamp that came, by its size: the SHA-256 of the answer, and the day."""
    rows = Journal.objects.filter(chain=NO_CASE, kind="log.stamped").values_list("event", "day")
    found = [(detail_in(text), day) for text, day in rows]
    return {
        size: (detail.get("response"), day.isoformat())
        for detail, day in found
        if isinstance(size := detail.get("size"), int)
    }


def _is_same(ours: str, stamped: str) -> bool:
    """Whether a note repeats a checkpoint with its signature, perhaps with more under it."""
    return stamped.startswith(ours)
