"""What others may ask of the ledger. Only the ledger itself touches its tables."""

import hmac
import json
import logging
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from hoeder.storing import ask

from . import checkpoint, released
from .leaves import LEAF_SIZE, handle, nonce, veil
from .models import NO_CASE, SITE, Chain, Checkpoint, Journal, Log, Release, Stamp
from .note import Verifier, read_verifier
from .reported import ProofOfReport
from .tiles import Tiles, served_entries
from .tree import ENTRIES, HASH_SIZE, TILE_WIDTH, inclusion_proof, read_tile_path, tiles_around

faults = logging.getLogger("hoeder.faults")


@dataclass(frozen=True)
class Event:
    """One event of a case: its number, its canonical text, and its place in the log if any.

    `handle` and `nonce` open that one leaf and no other: who has them can show what it says.
    """

    n: int
    text: str
    leaf: int | None
    handle: bytes
    nonce: bytes


def events(case: UUID) -> list[Event]:
    """Return the events of a case, in order."""
    rows = Journal.objects.filter(chain=case).order_by("n").values_list("n", "event", "leaf")
    key = bytes(Chain.objects.values_list("key", flat=True).filter(case=case).first() or b"")
    return [Event(n, text, leaf, handle(key, n), nonce(key, n)) for n, text, leaf in rows]


def actors(case: UUID, *, kind: str, since: date) -> list[str]:
    """Return who did something of this kind in a case since a day, once for each time."""
    rows = Journal.objects.filter(chain=case, kind=kind, day__gte=since).order_by("n")
    return list(rows.values_list("actor", flat=True))


def cases_with(*, kind: str, since: date) -> set[UUID]:
    """Return the cases in which something of this kind happened since a day."""
    rows = Journal.objects.filter(kind=kind, day__gte=since).exclude(chain=NO_CASE)
    return set(rows.values_list("chain", flat=True))


def commitment(case: UUID, message: bytes) -> str:
    """Commit to a message with the key of a case: HMAC-SHA-256, in hex.

    The reporter's receipt gives the same key, so she can check it; to others it is noise. What she
    may not know either, and could guess, is `veiled` (`actions.append`).
    """
    key = Chain.objects.values_list("key", flat=True).get(case=case)
    if key is None:
        raise LookupError(f"The case {case.hex} was forgotten.")
    return hmac.new(bytes(key), message, sha256).hexdigest()


def own_key() -> bytes:
    """Give the key of the chain without a case, which nobody but this server ever has."""
    return bytes(Chain.objects.values_list("key", flat=True).filter(case=NO_CASE).first() or b"")


def pseudonym(name: str, value: str) -> str:
    """Name a row in the chain without a case so that only this server can tell which it is.

    `name` is that of the app, the table and the column.
    """
    own = own_key()
    if not own:
        raise LookupError("The chain without a case has not begun.")
    return veil(own, NO_CASE, None, name, value)


#: The log, and event 0 of a case with the key of its chain. Written out, because it is asked for
#: with each report that comes in.
_REPORTED: Final = """
SELECT log.key, journal.event, chain."key"
  FROM ledger_chain AS chain
  JOIN ledger_journal AS journal ON journal.chain = chain."case" AND journal.n = 0
  CROSS JOIN ledger_log AS log
 WHERE chain."case" = %s AND chain."key" IS NOT NULL
"""


def proof_of_report(case: UUID) -> str | None:
    """Sign the proof that a report came in: the same text each time, from event 0 of its chain.

    None when the log never began, or the case was forgotten. So that a report is never lost over
    its proof, it is None too when the signing key is not where it should be.
    """
    rows = ask(_REPORTED, [case])
    if not rows:
        return None
    ((verifier_key, event, key),) = rows
    log, told = read_verifier(verifier_key), json.loads(event)
    proof = ProofOfReport(
        origin=log.name,
        hash=told["detail"]["item"],
        handle=handle(bytes(key), 0).hex(),
        day=date.fromisoformat(told["day"]),
    )
    try:
        signer = checkpoint.load_key(settings.DATA_DIR, known=log, origin=log.name)
    except ImproperlyConfigured as error:
        faults.error("No proof of report could be signed: %s", error)  # noqa: TRY400
        return None
    return signer.sign_proof(proof)


@dataclass(frozen=True)
class Opened:
    """An event that anybody may check against its leaf."""

    event: str
    #: In hex; with the event it gives the leaf's `commit`.
    nonce: str
    #: None while it was not published yet.
    leaf: int | None


def newest_release() -> Opened | None:
    """Open the event that says what is served now; None before the first."""
    row = released.newest()
    key = Chain.objects.filter(case=SITE).values_list("key", flat=True).first()
    if row is None or key is None:
        return None
    return Opened(row.event, nonce(bytes(key), row.n).hex(), row.leaf)


def newest_manifest() -> str | None:
    """Return the list of what is served now, None before the first."""
    event = released.newest()
    if event is None:
        return None
    rows = Release.objects.filter(digest=released.digest_of(event))
    return rows.values_list("manifest", flat=True).first()


@dataclass(frozen=True)
class Stamped:
    """A time stamp that an authority gave over a checkpoint."""

    size: int
    at: datetime
    authority: str


def stamps() -> list[Stamped]:
    """List the time stamps, oldest first."""
    rows = Stamp.objects.order_by("size").values_list("size", "at", "authority")
    return [Stamped(*row) for row in rows]


def stamp(size: int) -> tuple[str, bytes] | None:
    """Return the checkpoint that was stamped at this size and what the authority answered."""
    row = Stamp.objects.filter(size=size).first()
    return (row.note, bytes(row.response)) if row else None


def verifier() -> Verifier | None:
    """Return the log's public key and name, None before the log began."""
    log = Log.objects.first()
    return read_verifier(log.key) if log else None


def newest_checkpoint() -> str | None:
    """Return the newest signed checkpoint, None before the first batch."""
    last = Checkpoint.objects.order_by("-number").first()
    return last.note if last else None


def tile(path: str) -> tuple[bytes, bool] | None:
    """Return the bytes that are served as `tile/<path>`, and whether that tile is full.

    A narrower tile than the log has by now is the beginning of the wider one.
    """
    place = read_tile_path(path)
    if place is None:
        return None
    level, number, width = place
    item = LEAF_SIZE if level == ENTRIES else HASH_SIZE
    data = Tiles().read(level, number)[: width * item]
    if len(data) != width * item:
        return None
    return served_entries(data) if level == ENTRIES else data, width == TILE_WIDTH


def prove(leaf: int, size: int) -> list[bytes]:
    """Return the inclusion proof of a leaf in the log of `size` leaves."""
    tiles = Tiles()
    tiles.fetch(tiles_around(leaf, size))
    return inclusion_proof(leaf, size, tiles.read)
