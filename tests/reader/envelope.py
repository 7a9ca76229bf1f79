"""Items, grants and attachments (docs/spec/envelope.md, docs/spec/rooms.md §3)."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tests.reader import age, canonical
from tests.reader.problems import Refused, tampered

MAGIC = b"hoeder-envelope-v1\n"
CLASSES = tuple(1024 << 2 * n for n in range(1, 7))
PIECE = 4_194_304
NO_PREVIOUS = "0" * 64


def _text(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _number(least: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and value >= least


_HEADER: dict[str, Callable[[Any], bool]] = {
    "v": lambda value: type(value) is int and value == 1,
    "organisation": _text("[0-9a-f]{32}"),
    "case": _text("[0-9a-f]{32}"),
    "room": _text("[0-9a-f]{32}"),
    "epoch": _number(1),
    "sequence": _number(0),
    "previous": _text("[0-9a-f]{64}"),
    "author": _text("[0-9a-f]{64}"),
    "kind": _text("[a-z][a-z-]{0,31}"),
    "day": _text("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


@dataclass(frozen=True)
class Opened:
    """What stood in an envelope, verified."""

    header: dict[str, Any]
    body: Any


def size_class(length: int) -> int:
    """§4.4: the smallest class that holds so much."""
    for size in CLASSES:
        if size >= length:
            return size
    raise Refused("too large")


def padme(length: int) -> int:
    """§6.1: the length to which a file is padded."""
    if length < 2:
        return length
    e = length.bit_length() - 1
    s = e.bit_length()
    step = 1 << max(0, e - s)
    return -(-length // step) * step


def encode(header: dict[str, Any], body: Any, seed: bytes) -> bytes:
    """§4: make the plaintext of an item."""
    head, text = canonical.write(header).encode(), canonical.write(body).encode()
    signed = MAGIC + _u32(len(head)) + head + _u32(len(text)) + text
    whole = signed + Ed25519PrivateKey.from_private_bytes(seed).sign(signed)
    return whole.ljust(size_class(len(whole)), b"\0")


def _u32(n: int) -> bytes:
    return n.to_bytes(4, "big")


def decode(plaintext: bytes) -> Opened:
    """§5, steps 3 to 8."""
    if len(plaintext) not in CLASSES:
        raise tampered("padding")
    if not plaintext.startswith(MAGIC):
        raise tampered("header")
    head, at = _part(plaintext, len(MAGIC), "header")
    header = _json(head, "header")
    if not canonical.exactly(header, *_HEADER) or not all(
        check(header[name]) for name, check in _HEADER.items()
    ):
        raise tampered("header")
    text, end = _part(plaintext, at, "body")
    try:
        author = Ed25519PublicKey.from_public_bytes(bytes.fromhex(header["author"]))
        author.verify(plaintext[end : end + 64], plaintext[:end])
    except (InvalidSignature, ValueError) as error:
        raise tampered("signature") from error
    if any(plaintext[end + 64 :]):
        raise tampered("padding")
    return Opened(header, _json(text, "body"))


def _part(plaintext: bytes, at: int, what: str) -> tuple[bytes, int]:
    length = int.from_bytes(plaintext[at : at + 4], "big")
    end = at + 4 + length
    if end + 64 > len(plaintext):
        raise tampered(what)
    return plaintext[at + 4 : end], end


def _json(octets: bytes, what: str) -> Any:
    try:
        return canonical.read(octets)
    except ValueError as error:
        raise tampered(what) from error


def _check(opened: Opened, expected: dict[str, Any], trusted: set[str] | None) -> None:
    for name in ("organisation", "case", "room", "epoch", "sequence", "previous"):
        if name in expected and opened.header[name] != expected[name]:
            raise tampered(name)
    if trusted is not None and opened.header["author"] not in trusted:
        raise tampered("author")


def open_item(
    sealed: bytes, identity: str, expected: dict[str, Any], trusted: set[str] | None
) -> Opened:
    """§5: open an item and verify that it belongs in its place."""
    opened = decode(age.open_sealed(sealed, identity))
    if opened.header["kind"] == "grant":
        raise tampered("kind")
    _check(opened, expected, trusted)
    return opened


def open_grant(
    sealed: bytes, identity: str, expected: dict[str, Any], to: str, trusted: set[str] | None
) -> Opened:
    """docs/spec/rooms.md §3: open the keys of a room."""
    opened = decode(age.open_sealed(sealed, identity))
    if opened.header["kind"] != "grant":
        raise tampered("kind")
    _check(opened, {**expected, "sequence": 0, "previous": NO_PREVIOUS}, trusted)
    if not _is_grant(opened.body, opened.header["epoch"]):
        raise tampered("body")
    if opened.body["to"] != to:
        raise tampered("to")
    return opened


def _is_grant(body: Any, newest: int) -> bool:
    if not canonical.exactly(body, "to", "epochs") or not isinstance(body["epochs"], list):
        return False
    if not _text("reporter|officer:[0-9a-f]{32}")(body["to"]):
        return False
    numbers = []
    for one in body["epochs"]:
        if not canonical.exactly(one, "number", "identity") or not _number(1)(one["number"]):
            return False
        try:
            age.recipient_of(one["identity"])
        except ValueError:
            return False
        numbers.append(one["number"])
    return numbers == sorted(set(numbers)) and numbers[-1:] == [newest]


_MANIFEST = (
    "id",
    "name",
    "type",
    "size",
    "sealed_size",
    "epoch",
    "pieces",
    "original",
    "removed",
)


def open_attachment(sealed: bytes, manifest: Any, identity: str) -> bytes:
    """§6: open a file whose pieces have been put together."""
    read_manifest(manifest)
    pieces = [sealed[at : at + PIECE] for at in range(0, len(sealed), PIECE)]
    digests = [hashlib.sha256(piece).hexdigest() for piece in pieces]
    if digests != manifest["pieces"] or len(sealed) != manifest["sealed_size"]:
        raise tampered("piece")
    plaintext = age.open_sealed(sealed, identity)
    if any(plaintext[manifest["size"] :]):
        raise tampered("padding")
    return plaintext[: manifest["size"]]


def read_manifest(manifest: Any) -> None:
    """§6.3: check what is said of an attachment."""
    if not canonical.exactly(manifest, *_MANIFEST) or not _is_manifest(manifest):
        raise tampered("manifest")


def _is_manifest(manifest: dict[str, Any]) -> bool:
    good = (
        _text("[0-9a-f]{32}")(manifest["id"])
        and isinstance(manifest["name"], str)
        and isinstance(manifest["type"], str)
        and _number(0)(manifest["size"])
        and _number(1)(manifest["epoch"])
        and isinstance(manifest["original"], bool)
        and isinstance(manifest["pieces"], list)
        and all(map(_text("[0-9a-f]{64}"), manifest["pieces"]))
        and isinstance(manifest["removed"], list)
        and all(isinstance(one, str) for one in manifest["removed"])
    )
    if not good:
        return False
    padded = padme(manifest["size"])
    sealed = age.HEADER + 16 + padded + 16 * max(1, -(-padded // 65536))
    return manifest["sealed_size"] == sealed and len(manifest["pieces"]) == -(-sealed // PIECE)
