"""The witness's own key: one file that only its owner may read."""

import base64
import hashlib
import secrets
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from hoeder.ledger.cosignatures import ED25519, ML_DSA_44, Cosignature, Cosigner
from hoeder.ledger.note import read_base64
from hoeder_proof.witness.problems import Stop

KEY_FILE = "witness.key"
ALGORITHMS = {"ed25519": ED25519, "ml-dsa-44": ML_DSA_44}
_PREFIX = "PRIVATE+KEY+"
_SEED = 32


@dataclass(frozen=True)
class Pen:
    """The key with which this witness signs."""

    name: str
    algorithm: bytes
    seed: bytes

    def __repr__(self) -> str:
        return f"Pen({self.name!r})"

    @property
    def cosigner(self) -> Cosigner:
        """The public half."""
        return Cosigner(self.name, self.algorithm, self._key().public_key().public_bytes_raw())

    def cosign(self, text: str, time: int) -> Cosignature:
        """Sign the three lines of a checkpoint as seen at this time."""
        cosigner = self.cosigner
        signature = self._key().sign(cosigner.message(text, time))
        return Cosignature(cosigner.name, cosigner.key_id, time, signature)

    def text(self) -> str:
        """Write it as it lies in its file."""
        data = base64.b64encode(self.algorithm + self.seed).decode()
        return f"{_PREFIX}{self.name}+{_check(self.name, self.algorithm + self.seed)}+{data}\n"

    def _key(self) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        if self.algorithm == ED25519:
            return Ed25519PrivateKey.from_private_bytes(self.seed)
        try:
            return MLDSA44PrivateKey.from_seed_bytes(self.seed)
        except UnsupportedAlgorithm as error:
            raise Stop(
                "The cryptography of this computer has no ML-DSA-44: use --algorithm ed25519."
            ) from error


def new(name: str, algorithm: bytes) -> Pen:
    """Make a key."""
    return Pen(name, algorithm, secrets.token_bytes(_SEED))


def read(path: Path) -> Pen:
    """Read a key file, or stop with one sentence."""
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Stop(f"Others can read {path}: run chmod 600 on it.")
    text = path.read_text(encoding="utf-8").strip()
    name, _, rest = text.removeprefix(_PREFIX).partition("+")
    check, _, encoded = rest.partition("+")
    try:
        data = read_base64(encoded)
    except ValueError:
        data = b""
    known = data[:1] in ALGORITHMS.values() and len(data) == _SEED + 1
    if not text.startswith(_PREFIX) or not known or check != _check(name, data):
        raise Stop(f"{path} is not the key of a witness: put it back from a backup.")
    return Pen(name, data[:1], data[1:])


def _check(name: str, data: bytes) -> str:
    # Shows that a file was damaged or typed wrongly. It is no secret and no key id.
    return hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8]
