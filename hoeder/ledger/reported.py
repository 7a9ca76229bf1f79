"""The proof of report: that something was reported on a day, without what and by whom. Pure.

A signed note that the log gives with each report (docs/spec/ledger.md §10, law.md INT-15). It binds
the log: who holds it holds a signed word that the report will stand in the log by a day. A log that
is later than that day and has no such leaf is itself the proof of a broken word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from .leaves import read_leaf
from .note import Verifier, open_note, signature_line

#: The first line. A checkpoint of the same key begins with the log's origin, and `is_origin` admits
#: no name that begins like this: so no proof can ever be read as a checkpoint, nor the reverse.
HEAD = "hoeder.eu/proof-of-report/v1"
#: A batch is published each hour; two days leave room for a night in which the server was down.
NIGHTS_TO_LOG = 2

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LOGGED_BY = "logged by "


@dataclass(frozen=True)
class ProofOfReport:
    """What a proof says: which sealed bytes came in, on which day, and how their leaf is named."""

    origin: str
    #: SHA-256 of the sealed report, in hex: as sent, and as event 0 of the case names it.
    hash: str
    #: Of event 0 of the case's chain, in hex.
    handle: str
    #: In UTC. There is no hour: it could lead to whoever sat at a computer then.
    day: date

    @property
    def logged_by(self) -> datetime:
        """From when a log that is whole must hold the leaf."""
        after = self.day + timedelta(days=NIGHTS_TO_LOG)
        return datetime(after.year, after.month, after.day, tzinfo=UTC)

    def text(self) -> str:
        """Write the lines that are signed."""
        until = f"{_LOGGED_BY}{self.logged_by:%Y-%m-%dT%H:%M:%SZ}"
        lines = [HEAD, self.origin, self.hash, self.handle, self.day.isoformat(), until]
        return "".join(f"{line}\n" for line in lines)

    def note(self, verifier: Verifier, signature: bytes) -> str:
        """Put the log's signature under the lines."""
        return f"{self.text()}\n{signature_line(verifier, signature)}"


def open_proof(note: str, verifier: Verifier) -> ProofOfReport:
    """Check the signature of a proof and read it, or raise ValueError saying what is wrong."""
    text = open_note(note, verifier)
    lines = text.split("\n")[:-1]
    if len(lines) != 6 or lines[0] != HEAD:
        raise ValueError("it is not a proof of report")
    _, origin, hashed, handle, day, _ = lines
    if not (_HASH.fullmatch(hashed) and _HASH.fullmatch(handle) and _DAY.fullmatch(day)):
        raise ValueError("it does not have the lines of a proof of report")
    proof = ProofOfReport(origin, hashed, handle, date.fromisoformat(day))
    try:
        written = proof.text()
    except OverflowError as error:
        raise ValueError("it does not have the lines of a proof of report") from error
    if written != text:
        raise ValueError("it does not have the lines of a proof of report")
    if origin != verifier.name:
        raise ValueError("it is a proof of another log")
    return proof


def is_word_broken(proof: ProofOfReport, leaves: Iterable[bytes], until: datetime) -> bool:
    """Tell whether a log breaks the word of a proof.

    `leaves` are all leaves of the log, checked against the root of its checkpoint; `until` is the
    time that somebody else gave that checkpoint (a witness's cosignature, a time stamp). Before the
    promised time a missing leaf says nothing.
    """
    if until < proof.logged_by:
        return False
    wanted = bytes.fromhex(proof.handle)
    return all(read_leaf(leaf).handle != wanted for leaf in leaves)
