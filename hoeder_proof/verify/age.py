"""Opens sealed files: the age v1 format with one post-quantum hybrid stanza.

docs/spec/envelope.md §2, https://c2sp.org/age. HPKE (RFC 9180) with X-Wing is the library's; here
are the header and the chunks, whole or not at all.
"""

import base64
import hashlib
import hmac
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_HEADER = re.compile(
    rb"(age-encryption\.org/v1\n"
    rb"-> mlkem768x25519 ([A-Za-z0-9+/]{1494})\n"
    rb"([A-Za-z0-9+/]{43})\n"
    rb"---) ([A-Za-z0-9+/]{43})\n"
)
_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"age-encryption.org/mlkem768x25519"
_CHUNK = 65536 + 16
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class NotOpened(ValueError):  # noqa: N818
    """The file does not open with this key, or is not whole."""


def read_identity(text: str) -> MLKEM768X25519PrivateKey:
    """Read `AGE-SECRET-KEY-PQ-1…`, or raise ValueError."""
    prefix, seed = _bech32(text)
    if prefix != "age-secret-key-pq-" or len(seed) != 32 or not text.isupper():
        raise ValueError("not a hybrid identity")
    # SHAKE256 stretches the seed to those of ML-KEM-768 (64 bytes) and X25519 (32).
    stretched = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
        X25519PrivateKey.from_private_bytes(stretched[64:]),
    )


def open_sealed(sealed: bytes, identity: MLKEM768X25519PrivateKey) -> bytes:
    """Open a sealed file. Nothing is given back before the last byte was verified."""
    header = _HEADER.match(sealed)
    if header is None:
        raise NotOpened("it is not sealed as it should be")
    share, wrapped, mac = (_unpadded(header[part]) for part in (2, 3, 4))
    try:
        file_key = _HPKE.decrypt(share + wrapped, identity, info=_INFO)
    except (InvalidTag, ValueError) as error:
        raise NotOpened("it was sealed to another key") from error
    if not hmac.compare_digest(hmac.digest(_hkdf(file_key, b"header"), header[1], "sha256"), mac):
        raise NotOpened("its header was changed")
    nonce, payload = sealed[header.end() : header.end() + 16], sealed[header.end() + 16 :]
    return _chunks(_hkdf(file_key, b"payload", nonce), payload)


def _chunks(key: bytes, payload: bytes) -> bytes:
    cipher, opened = ChaCha20Poly1305(key), []
    count = max(1, -(-len(payload) // _CHUNK))
    for n in range(count):
        last = n == count - 1
        nonce = n.to_bytes(11, "big") + (b"\1" if last else b"\0")
        try:
            opened.append(cipher.decrypt(nonce, payload[n * _CHUNK : (n + 1) * _CHUNK], None))
        except (InvalidTag, ValueError) as error:
            raise NotOpened("its content was changed or cut off") from error
    if count > 1 and not opened[-1]:
        raise NotOpened("it ends in an empty chunk")
    return b"".join(opened)


def _hkdf(secret: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)


def _unpadded(text: bytes) -> bytes:
    data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if base64.b64encode(data).rstrip(b"=") != text:
        raise NotOpened("its header is not written in the one way")
    return data


def _bech32(text: str) -> tuple[str, bytes]:
    """Decode bech32 (BIP 173), without its limit of 90 characters."""
    prefix, _, data = text.lower().rpartition("1")
    if not prefix or not set(data) <= set(_BECH32) or len(data) < 6:
        raise ValueError("not bech32")
    words = [_BECH32.index(letter) for letter in data]
    widened = [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]
    if _polymod(widened + words) != 1:
        raise ValueError("a letter is wrong")
    bits = "".join(f"{word:05b}" for word in words[:-6])
    whole = len(bits) // 8 * 8
    if "1" in bits[whole:] or len(bits) - whole > 4:
        raise ValueError("stray bits")
    return prefix, bytes(int(bits[at : at + 8], 2) for at in range(0, whole, 8))


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        top, checksum = checksum >> 25, (checksum & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            checksum ^= generator if top >> at & 1 else 0
    return checksum
