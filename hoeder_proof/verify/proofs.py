"""Reads a C2SP tlog-proof: a leaf's place, its path to the root, and the checkpoint it leads to."""

import base64
import binascii
import re
from dataclasses import dataclass

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True)
class Proof:
    """What a proof says; nothing of it is checked yet."""

    extra: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: str


def read_proof(text: str) -> Proof:
    """Read a proof, or raise ValueError."""
    head, separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or lines[0] != _FIRST:
        raise ValueError("it is not a tlog-proof")
    extra = b""
    if lines[1:2] and lines[1].startswith("extra "):
        extra = _base64(lines.pop(1).removeprefix("extra "))
    index = _INDEX.fullmatch(lines[1] if len(lines) > 1 else "")
    if index is None:
        raise ValueError("it does not say which leaf it is about")
    return Proof(extra, int(index[1]), read_hashes(lines[2:]), checkpoint)


def read_hashes(lines: list[str]) -> tuple[bytes, ...]:
    """Read hashes, one in base64 a line, or raise ValueError."""
    hashes = tuple(_base64(line) for line in lines)
    if any(len(one) != 32 for one in hashes):
        raise ValueError("a hash does not have 32 bytes")
    return hashes


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("it holds something that is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise ValueError("it holds base64 that is not written in the one way")
    return data
