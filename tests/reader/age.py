"""The age v1 format, post-quantum hybrid stanza only (docs/spec/envelope.md §2, C2SP age)."""

import base64
import hashlib
import hmac
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from tests.reader.problems import Refused, tampered

HEADER = 1627
_CHUNK = 64 * 1024
_SHAPE = re.compile(
    rb"(age-encryption\.org/v1\n"
    rb"-> mlkem768x25519 ([A-Za-z0-9+/]{1494})\n"
    rb"([A-Za-z0-9+/]{43})\n"
    rb"---) ([A-Za-z0-9+/]{43})\n"
)
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32_decode(text: str) -> tuple[str, bytes]:
    """Decode bech32 (BIP 173) without its limit of 90 characters."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    prefix, _, data = text.lower().rpartition("1")
    words = [_BECH32.index(letter) for letter in data]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    if _polymod(expanded + words) != 1:
        raise ValueError("wrong checksum")
    bits = "".join(f"{word:05b}" for word in words[:-6])
    whole, rest = bits[: len(bits) // 8 * 8], bits[len(bits) // 8 * 8 :]
    if len(rest) > 4 or "1" in rest:
        raise ValueError("stray bits")
    return prefix, bytes(int(whole[i : i + 8], 2) for i in range(0, len(whole), 8))


def bech32_encode(prefix: str, octets: bytes) -> str:
    """Encode bech32 (BIP 173) without its limit of 90 characters."""
    bits = "".join(f"{octet:08b}" for octet in octets)
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[i : i + 5], 2) for i in range(0, len(bits), 5)]
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    checksum = _polymod([*expanded, *words, 0, 0, 0, 0, 0, 0]) ^ 1
    words += [checksum >> 5 * (5 - i) & 31 for i in range(6)]
    return f"{prefix}1{''.join(_BECH32[word] for word in words)}"


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= generator if top >> i & 1 else 0
    return checksum


def _private(identity: str) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    prefix, seed = bech32_decode(identity)
    if prefix != "age-secret-key-pq-" or len(seed) != 32 or not identity.isupper():
        raise ValueError("not a hybrid identity")
    # X-Wing: SHAKE256 stretches the seed to those of ML-KEM-768 (64 bytes) and X25519 (32).
    expanded = hashlib.shake_256(seed).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def identity_of(seed: bytes) -> str:
    """Write the identity that has this seed."""
    return bech32_encode("age-secret-key-pq-", seed).upper()


def recipient_of(identity: str) -> str:
    """Compute the recipient of an identity."""
    ml_kem, x25519 = _private(identity)
    public = ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    return bech32_encode("age1pq", public)


def check_recipient(recipient: str) -> None:
    """Refuse whatever is not one hybrid recipient."""
    if not recipient:
        raise Refused("refused: none")
    if not recipient.startswith("age1pq1"):
        raise Refused(f"refused: {'classic' if recipient.startswith('age1') else 'malformed'}")
    try:
        if len(bech32_decode(recipient)[1]) != 1216:
            raise ValueError("another length")
    except ValueError as error:
        raise Refused("refused: malformed") from error


def open_sealed(sealed: bytes, identity: str) -> bytes:
    """Open a whole age file, or refuse with `stanza`, `key` or `seal`."""
    parts = _SHAPE.match(sealed)
    if parts is None:
        raise tampered("stanza")
    share, body, mac = (_unpadded(parts[i]) for i in (2, 3, 4))
    file_key = _unwrap(share, body, identity)
    mac_key = _hkdf(file_key, None, b"header")
    if not hmac.compare_digest(hmac.digest(mac_key, parts[1], "sha256"), mac):
        raise tampered("seal")
    nonce, payload = sealed[HEADER : HEADER + 16], sealed[HEADER + 16 :]
    if len(nonce) < 16:
        raise tampered("seal")
    return _stream(_hkdf(file_key, nonce, b"payload"), payload)


def _unpadded(text: bytes) -> bytes:
    octets = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if base64.b64encode(octets).rstrip(b"=") != text:
        raise tampered("stanza")
    return octets


def _hkdf(secret: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)


def _unwrap(share: bytes, body: bytes, identity: str) -> bytes:
    key, nonce = _hpke(_decapsulate(share, identity))
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, body, None)
    except InvalidTag as error:
        raise tampered("key") from error


def _decapsulate(share: bytes, identity: str) -> bytes:
    """X-Wing: SHA3-256 over both secrets, the X25519 share and key, and a label."""
    ml_kem, x25519 = _private(identity)
    ml_kem_share, x25519_share = share[:1088], share[1088:]
    try:
        dh = x25519.exchange(X25519PublicKey.from_public_bytes(x25519_share))
    except ValueError as error:
        raise tampered("seal") from error
    public = x25519.public_key().public_bytes_raw()
    label = rb"\.//^\ "[:6]
    secret = ml_kem.decapsulate(ml_kem_share)
    return hashlib.sha3_256(secret + dh + x25519_share + public + label).digest()


def _hpke(secret: bytes) -> tuple[bytes, bytes]:
    """RFC 9180 §5.1, base mode: KEM 0x647a, HKDF-SHA256, ChaCha20Poly1305."""
    suite = b"HPKE" + bytes.fromhex("647a 0001 0003")
    info = b"age-encryption.org/mlkem768x25519"

    def extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")

    def expand(prk: bytes, label: bytes, context: bytes, length: int) -> bytes:
        full = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return HKDFExpand(hashes.SHA256(), length, full).derive(prk)

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    prk = extract(secret, b"secret", b"")
    return expand(prk, b"key", context, 32), expand(prk, b"base_nonce", context, 12)


def _stream(key: bytes, payload: bytes) -> bytes:
    """Chunks of 64 KiB, each with a counter and a mark on the last."""
    cipher = ChaCha20Poly1305(key)
    chunks: list[bytes] = []
    step = _CHUNK + 16
    count = max(1, -(-len(payload) // step))
    for n in range(count):
        last = n == count - 1
        nonce = n.to_bytes(11, "big") + (b"\1" if last else b"\0")
        try:
            chunks.append(cipher.decrypt(nonce, payload[n * step : (n + 1) * step], None))
        except (InvalidTag, ValueError) as error:
            raise tampered("seal") from error
        if last and n > 0 and not chunks[-1]:
            raise tampered("seal")
    return b"".join(chunks)
