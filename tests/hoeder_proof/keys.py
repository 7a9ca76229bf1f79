"""Keys and signatures for made-up dossiers and logs: written from the specifications alone."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.reader import age


@dataclass(frozen=True)
class Signer:
    """An Ed25519 key under a name."""

    name: str

    @property
    def seed(self) -> bytes:
        return hashlib.sha256(self.name.encode()).digest()

    @property
    def public(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def key_id(self, kind: bytes) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + kind + self.public).digest()[:4]

    def vkey(self, kind: bytes = b"\x01") -> str:
        encoded = base64.b64encode(kind + self.public).decode()
        return f"{self.name}+{self.key_id(kind).hex()}+{encoded}"

    def line(self, text: str) -> str:
        """A signature line of a log under a note."""
        return _line(self.name, self.key_id(b"\x01") + self.sign(text.encode()))

    def cosign(self, text: str, time: int) -> str:
        """The line of an Ed25519 witness."""
        signature = self.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return _line(self.name, self.key_id(b"\x04") + time.to_bytes(8, "big") + signature)


@dataclass(frozen=True)
class LatticeWitness:
    """An ML-DSA-44 witness."""

    name: str

    @property
    def _private(self) -> MLDSA44PrivateKey:
        return MLDSA44PrivateKey.from_seed_bytes(hashlib.sha256(self.name.encode()).digest())

    @property
    def _key_id(self) -> bytes:
        public = self._private.public_key().public_bytes_raw()
        return hashlib.sha256(self.name.encode() + b"\n\x06" + public).digest()[:4]

    def vkey(self) -> str:
        encoded = base64.b64encode(b"\x06" + self._private.public_key().public_bytes_raw()).decode()
        return f"{self.name}+{self._key_id.hex()}+{encoded}"

    def cosign(self, text: str, time: int) -> str:
        origin, size, root = text.split("\n")[:3]
        message = b"".join(
            [
                b"subtree/v1\n\0",
                bytes([len(self.name)]) + self.name.encode(),
                time.to_bytes(8, "big"),
                bytes([len(origin)]) + origin.encode(),
                bytes(8),
                int(size).to_bytes(8, "big"),
                base64.b64decode(root),
            ]
        )
        signature = self._private.sign(message)
        return _line(self.name, self._key_id + time.to_bytes(8, "big") + signature)


def _line(name: str, data: bytes) -> str:
    return f"\u2014 {name} {base64.b64encode(data).decode()}\n"


def seal(plaintext: bytes, identity: str) -> bytes:
    """Seal as docs/spec/envelope.md §2 says: age with one hybrid stanza."""
    file_key, nonce = hashlib.sha256(plaintext).digest()[:16], hashlib.md5(plaintext).digest()  # noqa: S324
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    private = hpke.MLKEM768X25519PrivateKey(*age._private(identity))
    sealed = suite.encrypt(
        file_key, private.public_key(), info=b"age-encryption.org/mlkem768x25519"
    )
    header = (
        b"age-encryption.org/v1\n-> mlkem768x25519 "
        + _unpadded(sealed[:1120])
        + b"\n"
        + _unpadded(sealed[1120:])
        + b"\n---"
    )
    mac = HMAC(_hkdf(file_key, b"header", None), hashes.SHA256())
    mac.update(header)
    cipher = ChaCha20Poly1305(_hkdf(file_key, b"payload", nonce))
    chunks = [plaintext[at : at + 65536] for at in range(0, len(plaintext), 65536)] or [b""]
    payload = b"".join(
        cipher.encrypt(n.to_bytes(11, "big") + bytes([n == len(chunks) - 1]), chunk, None)
        for n, chunk in enumerate(chunks)
    )
    return header + b" " + _unpadded(mac.finalize()) + b"\n" + nonce + payload


def _unpadded(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _hkdf(secret: bytes, info: bytes, salt: bytes | None) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)
