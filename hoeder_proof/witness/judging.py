"""Whether a checkpoint is cosigned: the rules of C2SP tlog-witness, `add-checkpoint`."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from hoeder.ledger import tree
from hoeder.ledger.cosignatures import cosignatures
from hoeder.ledger.note import (
    Statement,
    Verifier,
    is_signed,
    read_base64,
    read_statement,
    signature_line,
    split_note,
)
from hoeder_proof.witness.folder import Folder, Known
from hoeder_proof.witness.problems import Contradiction, OtherSize, Refused, Stop

#: tlog-witness: a client sends no more lines of proof than this.
MOST_PROOF = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True)
class Request:
    """What somebody asks to be cosigned."""

    older: int
    proof: tuple[bytes, ...]
    note: str


def read_request(body: bytes) -> Request:
    """Read the body of `add-checkpoint`, or refuse it as malformed."""
    try:
        head, separator, note = body.decode().partition("\n\n")
        first, *lines = head.split("\n")
        match = _OLD.fullmatch(first)
        proof = tuple(read_base64(line) for line in lines)
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This cannot be read.\n") from error
    if not match or not separator or len(proof) > MOST_PROOF or any(len(p) != 32 for p in proof):
        raise Refused(HTTPStatus.BAD_REQUEST, "This is not a request of tlog-witness.\n")
    return Request(int(match[1]), proof, note)


class Witness:
    """Judges checkpoints and cosigns those that follow from what it cosigned before."""

    def __init__(self, folder: Folder, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.clock = clock
        # What is checked and what is remembered are one step: of two requests, one comes first.
        self._lock = Lock()

    def known(self, origin: str) -> Known:
        """Return what is known of a log, or refuse."""
        found = self.folder.logs.get(origin)
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, "This witness does not know this log.\n")
        return found

    def cosign(self, request: Request) -> str:
        """Cosign a checkpoint and return the line, or raise why not. It remembers first."""
        text, said = self.opened(request.note)
        with self._lock:
            known = self.known(said.origin)
            self._check_own_memory(request.note, said, known)
            if request.older > said.size:
                raise Refused(HTTPStatus.BAD_REQUEST, "The old size is larger than the new.\n")
            if request.older != known.size:
                if _has_other_root(said, known):
                    # The answer is that of the protocol; but two roots of one size are evidence.
                    print(self._contradicted(known.note, request.note, _two_roots(said)), end="")
                raise OtherSize(known.size)
            self._check_growth(request, said, known)
            cosignature = self.folder.pen.cosign(text, int(self.clock()))
            note = _with_log_line(text, request.note, known.verifier) + cosignature.line()
            self.folder.remember(said.origin, Known(known.key, said.size, said.root.hex(), note))
            return cosignature.line()

    def opened(self, note: str) -> tuple[str, Statement]:
        """Check that a log that is known here signed a checkpoint, and read it, or refuse."""
        try:
            text, signatures = split_note(note)
            origin = text.partition("\n")[0]
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "This is not a signed note.\n") from error
        verifier = self.known(origin).verifier
        if not is_signed(text, signatures, verifier):
            raise Refused(HTTPStatus.FORBIDDEN, "The log's signature is missing or wrong.\n")
        try:
            return text, read_statement(text)
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "This is not a checkpoint.\n") from error

    def _check_own_memory(self, note: str, said: Statement, known: Known) -> None:
        # Our own signature under more than we remember: this folder was set back or copied.
        own, (text, _) = self.folder.pen.cosigner, split_note(note)
        if any(own.holds(text, one) for one in cosignatures(note) if own.made(one)) and (
            said.size > known.size or _has_other_root(said, known)
        ):
            raise Stop(
                "This witness has signed more than its folder remembers, so the folder was set back"
                " or copied. It must not sign again: make a new witness in a new folder."
            )

    def _check_growth(self, request: Request, said: Statement, known: Known) -> None:
        if said.size == 0 and said.root != tree.EMPTY_ROOT:
            raise Contradiction("An empty log has another root.\n")
        if known.note and _has_other_root(said, known):
            raise self._contradicted(known.note, request.note, _two_roots(said))
        root = bytes.fromhex(known.root) if known.size else tree.EMPTY_ROOT
        if tree.is_consistent(known.size, said.size, root, said.root, request.proof):
            return
        if known.size == 0:
            raise Contradiction("From nothing there is nothing to prove.\n")
        raise self._contradicted(
            known.note,
            request.note,
            f"{said.origin} does not prove that its {said.size} leaves begin with the"
            f" {known.size} that this witness has seen.",
        )

    def _contradicted(self, earlier: str, later: str, what: str) -> Contradiction:
        """Keep two notes that contradict each other, and say so in one sentence."""
        path = self.folder.keep_evidence(earlier, later)
        return Contradiction(f"{what} Both signed notes are kept in {path}.\n")


def _has_other_root(said: Statement, known: Known) -> bool:
    return said.size == known.size and said.root.hex() != known.root


def _two_roots(said: Statement) -> str:
    return f"{said.origin} has signed two different histories of {said.size} leaves."


def _with_log_line(text: str, note: str, verifier: Verifier) -> str:
    _, signatures = split_note(note)
    own = next(
        one for one in signatures if (one.name, one.key_id) == (verifier.name, verifier.key_id)
    )
    return f"{text}\n{signature_line(verifier, own.data)}"
