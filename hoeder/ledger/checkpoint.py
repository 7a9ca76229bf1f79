"""The log's signing key: the only secret with which this server signs anything.

It lives in one file beside the database, never in it, so that who holds a copy of the database
cannot sign another history. Beside it lies the newest checkpoint that was published: with it a
database that was set back to an older state is recognised, and no second history is signed.

When anything does not fit together, this module refuses. It never makes a key for a log that may
already exist.
"""

import base64
import os
import stat
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured

from .note import ED25519, Statement, Verifier, is_origin, open_checkpoint, signature_line
from .reported import ProofOfReport

KEY_FILE = "log.key"
NEWEST_FILE = "log.checkpoint"
_PREFIX = "PRIVATE+KEY+"


@dataclass(frozen=True)
class LogKey:
    """The signing key, with the name of the log that it signs."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"LogKey({self.name!r})"

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self._signer.public_key().public_bytes_raw())

    def sign(self, statement: Statement) -> str:
        """Write a checkpoint: a C2SP signed note with one Ed25519 signature."""
        text = statement.text()
        return f"{text}\n{signature_line(self.verifier, self._signature(text))}"

    def sign_proof(self, proof: ProofOfReport) -> str:
        """Write a proof of report: a signed note by the same key, which no reader of checkpoints
        takes for one (see `reported.HEAD`).
        """
        return proof.note(self.verifier, self._signature(proof.text()))

    def _signature(self, text: str) -> bytes:
        return self._signer.sign(text.encode())


def load_key(folder: Path, *, known: Verifier | None, origin: str) -> LogKey:
    """Open the signing key of the log that the database knows, or make one where there is no log.

    `known` is the public half that the database holds, None when it holds no log. Raise
    ImproperlyConfigured with one sentence where key, database and folder do not fit together.
    """
    path = folder / KEY_FILE
    if path.exists():
        key = _read_key(path)
        if known is None and (folder / NEWEST_FILE).exists():
            raise ImproperlyConfigured(
                f"{folder / NEWEST_FILE} says that a log was published, but the database holds"
                " none: restore the database, or choose another DATA_DIR."
            )
        if known is not None and key.verifier != known:
            raise ImproperlyConfigured(
                f"{path} does not hold the key of this log: put the right key back."
            )
        return key
    if known is not None or (folder / NEWEST_FILE).exists():
        raise ImproperlyConfigured(
            f"A log exists but its signing key {path} is missing: put the key back from a backup."
        )
    return _make_key(path, origin)


def newest(folder: Path, verifier: Verifier) -> tuple[int, str] | None:
    """Return size and note of the newest published checkpoint, None when there is none yet."""
    path = folder / NEWEST_FILE
    if not path.exists():
        return None
    note = path.read_text(encoding="utf-8")
    try:
        return open_checkpoint(note, verifier).size, note
    except ValueError as error:
        raise ImproperlyConfigured(f"{path} is damaged: {error}.") from error


def keep_newest(folder: Path, note: str) -> None:
    """Keep the newest published checkpoint beside the key: whole, or as it was."""
    _write_whole(folder / NEWEST_FILE, note, replace=True)


def _read_key(path: Path) -> LogKey:
    found = path.stat()
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise ImproperlyConfigured(f"Others can read {path}: run chmod 600 on it.")
    return _parsed(path, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=1)
def _parsed(path: Path, _inode: int, _changed: int) -> LogKey:
    """Read the file once for each of its versions: each report is answered with a signature."""
    text = path.read_text(encoding="ascii").strip()
    name, _, rest = text.removeprefix(_PREFIX).partition("+")
    identifier, _, encoded = rest.partition("+")
    try:
        data = base64.b64decode(encoded, validate=True)
        key = LogKey(name, data[1:])
        fits = data[:1] == ED25519 and key.verifier.key_id.hex() == identifier
    except ValueError:
        fits = False
    if not text.startswith(_PREFIX) or not fits:
        raise ImproperlyConfigured(f"{path} is not a signing key: put it back from a backup.")
    return key


def _make_key(path: Path, origin: str) -> LogKey:
    if not is_origin(origin):
        raise ImproperlyConfigured(
            f"LEDGER_ORIGIN must be a name without spaces or plus signs, not {origin!r}."
        )
    key = LogKey(origin, Ed25519PrivateKey.generate().private_bytes_raw())
    encoded = base64.b64encode(ED25519 + key.seed).decode()
    text = f"{_PREFIX}{origin}+{key.verifier.key_id.hex()}+{encoded}\n"
    try:
        _write_whole(path, text, replace=False)
    except FileExistsError:
        # Another process made one at this very moment: its key counts.
        return _read_key(path)
    return key


def _write_whole(path: Path, text: str, *, replace: bool) -> None:
    """Write a file so that after a power cut it is there whole or not at all."""
    # Each process has its own scratch name: two that write at once do not mix their bytes.
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        scratch.replace(path)
    else:
        # A link fails where the name is taken: a key that is there is never overwritten.
        try:
            os.link(scratch, path)
        finally:
            scratch.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
