"""Witnesses for tests: keys that cosign what they are told to, lies too."""

import hashlib
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from hoeder.ledger.cosignatures import ED25519, ML_DSA_44, Cosignature, Cosigner
from hoeder.ledger.note import split_note


class Pen:
    """The key of a witness."""

    def __init__(self, name: str, algorithm: bytes = ED25519) -> None:
        seed = hashlib.sha256(name.encode()).digest()
        key = (
            Ed25519PrivateKey.from_private_bytes(seed)
            if algorithm == ED25519
            else MLDSA44PrivateKey.from_seed_bytes(seed)
        )
        self.key = key
        self.cosigner = Cosigner(name, algorithm, key.public_key().public_bytes_raw())

    def line(self, note: str, at: int | None = None) -> str:
        """Cosign a checkpoint, whatever it says."""
        text, _ = split_note(note)
        at = int(time.time()) if at is None else at
        signature = self.key.sign(self.cosigner.message(text, at))
        return Cosignature(self.cosigner.name, self.cosigner.key_id, at, signature).line()


COMMISSION = Pen("commissie.example/getuige")
COUNCIL = Pen("or.example/getuige", ML_DSA_44)
STRANGER = Pen("vreemde.example/getuige")
#: Both are needed.
POLICY = f"""witness commissie {COMMISSION.cosigner.text()}
witness or {COUNCIL.cosigner.text()}
group beide all commissie or
quorum beide
"""
