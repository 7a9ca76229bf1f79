"""The key file: one seed, readable for its owner only, with or without a passphrase."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

#: What stands before a directory when it is signed (docs/spec/rooms.md): this and nothing else.
PREFIX = b"hoeder-directory-v1\n"


class RootRefused(Exception):
    """Said to the person at the keyboard, in one sentence."""


def new() -> Ed25519PrivateKey:
    """Make a root key."""
    return Ed25519PrivateKey.generate()


def public(key: Ed25519PrivateKey) -> str:
    """The public half, as 64 hex digits: it stands in every page and on paper."""
    return key.public_key().public_bytes_raw().hex()


def write(path: Path, key: Ed25519PrivateKey, passphrase: str) -> None:
    """Write the key file with mode 0600. Never writes over a file that is there."""
    protection: KeySerializationEncryption = NoEncryption()
    if passphrase:
        protection = BestAvailableEncryption(passphrase.encode())
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise RootRefused(f"{path} is there already, and a root key is never replaced.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """Read a key file.

    Raises RootRefused when it is not there, needs another passphrase, or holds no Ed25519 key.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase.encode() or None)
    except FileNotFoundError as error:
        raise RootRefused(f"There is no key file {path}.") from error
    except (ValueError, TypeError) as error:
        raise RootRefused(f"{path} does not open with this passphrase.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise RootRefused(f"{path} holds another kind of key.")
    return key


def sign(key: Ed25519PrivateKey, document: str) -> str:
    """Sign a directory document; the answer is 128 hex digits."""
    return key.sign(PREFIX + document.encode()).hex()
