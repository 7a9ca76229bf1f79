"""Identity boxes, shares, consent, approvals, letters, pledges (docs/spec/identities.md)."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.reader import age, canonical
from tests.reader.problems import Refused, tampered

NEED, OVERRIDE_NEED = 3, 4


# ── Shamir's scheme over GF(256), §6 ──


def _times(a: int, b: int) -> int:
    """Multiply modulo x⁸ + x⁴ + x³ + x + 1, bit by bit."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """a to the 254th: every element but zero to the 255th is one."""
    result = 1
    for _ in range(254):
        result = _times(result, a)
    return result


def combine(shares: list[bytes]) -> bytes:
    """Put a secret together: Lagrange at zero; the coordinate is a share's last byte."""
    xs = [share[-1] for share in shares]
    if len(set(xs)) < len(xs):
        raise tampered("recipient")
    weights = []
    for i, x in enumerate(xs):
        weight = 1
        for other in xs[:i] + xs[i + 1 :]:
            weight = _times(weight, _times(other, _inverse(x ^ other)))
        weights.append(weight)
    secret = bytearray(len(shares[0]) - 1)
    for share, weight in zip(shares, weights, strict=True):
        for n in range(len(secret)):
            secret[n] ^= _times(share[n], weight)
    return bytes(secret)


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


# ── Forms, statements and records, §2, 3 ──

_Form = Callable[[Any], bool]


def _text(pattern: str) -> _Form:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _int(least: int, most: int) -> _Form:
    return lambda value: type(value) is int and least <= value <= most


def _one(value: object) -> _Form:
    return lambda given: type(given) is type(value) and given == value


def _object(members: dict[str, _Form]) -> _Form:
    return lambda value: (
        canonical.exactly(value, *members)
        and all(form(value[name]) for name, form in members.items())
    )


def _recipient(value: Any) -> bool:
    try:
        age.check_recipient(value)
    except (Refused, AttributeError):
        return False
    return True


_ID, _HASH, _SHARE = _text("[0-9a-f]{32}"), _text("[0-9a-f]{64}"), _text("[0-9a-f]{66}")
_DAY = _text("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLACE = {"v": _one(1), "organisation": _ID, "case": _ID, "box": _ID}
_AT_OPENING = {**_PLACE, "opening": _ID}
_MOST = 2**53 - 1


def _is_identity(value: Any) -> bool:
    names = ("name", "contact", "number", "padding")
    return (
        canonical.exactly(value, *names)
        and all(isinstance(value[name], str) for name in names)
        and set(value["padding"]) <= {" "}
        and len(canonical.write(value).encode()) == 2048
    )


def _is_letter_fields(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


@dataclass(frozen=True)
class Format:
    """Context, members, and the lengths that a record's plaintext may have."""

    context: bytes
    form: _Form
    sizes: tuple[int, ...] = ()


SHARE = Format(
    b"hoeder-share-v1\n",
    _object(
        {
            **_PLACE,
            **{"custodian": _ID, "index": _int(1, 5), "of": _int(4, 5), "author": _HASH},
            **{"q": _SHARE, "o": _SHARE, "proof": _HASH},
        }
    ),
    (1024,),
)
OVERRIDE = Format(
    b"hoeder-override-v1\n",
    _object({**_PLACE, "authority": _ID, "author": _HASH, "b": _HASH, "proof": _HASH}),
    (1024,),
)
CONTENT = Format(
    b"hoeder-box-v1\n",
    _object({**_PLACE, "version": _int(1, _MOST), "author": _HASH, "identity": _is_identity}),
    (4096,),
)
HALF = Format(
    b"hoeder-half-v1\n", _object({**_AT_OPENING, "half": _HASH, "author": _HASH}), (1024,)
)
APPROVAL = Format(
    b"hoeder-approval-v1\n",
    _object(
        {
            **_AT_OPENING,
            **{"custodian": _ID, "index": _int(1, 5), "q": _SHARE},
            **{"o": _text("([0-9a-f]{66})?"), "o_hash": _HASH, "author": _HASH},
        }
    ),
    (1024,),
)
LETTER = Format(
    b"hoeder-letter-v1\n",
    _object(
        {
            **_AT_OPENING,
            **{"kind": _text("request|refusal|approval|override|deferral|account")},
            **{"to": _text("reporter|officer:[0-9a-f]{32}"), "from": _ID, "author": _HASH},
            **{"fields": _is_letter_fields},
        }
    ),
    (4096, 16384),
)
_LISTED = _object({"custodian": _ID, "index": _int(1, _MOST), "hash": _HASH})
_STATEMENT_FORM = _object(
    {
        **_PLACE,
        **{"recipient": _recipient, "of": _int(4, 5), "need": _one(3), "override_need": _one(4)},
        **{"shares": lambda value: isinstance(value, list) and all(map(_LISTED, value))},
        **{"authority": _object({"id": _ID, "hash": _HASH}), "author": _HASH},
    }
)


def _is_statement(value: Any) -> bool:
    if not _STATEMENT_FORM(value):
        return False
    holders = sorted([value["authority"]["id"], *(one["custodian"] for one in value["shares"])])
    return [one["index"] for one in value["shares"]] == list(range(1, value["of"] + 1)) and all(
        one < other for one, other in pairwise(holders)
    )


STATEMENT = Format(b"hoeder-box-statement-v1\n", _is_statement)
CONSENT = Format(
    b"hoeder-consent-v1\n",
    _object(
        {
            **_AT_OPENING,
            **{"to": _object({"officer": _ID, "recipient": _recipient, "verify": _HASH})},
            **{"purpose": _text("[a-z][a-z_-]{0,31}"), "not_after": _DAY, "day": _DAY},
            **{"author": _HASH},
        }
    ),
)
PLEDGE = Format(
    b"hoeder-pledge-v1\n",
    _object(
        {"v": _one(1), "organisation": _ID, "case": _ID, "officer": _ID, "text": _HASH, "day": _DAY}
    ),
)
RECORDS = {
    one.context.decode().strip(): one for one in (SHARE, OVERRIDE, CONTENT, HALF, APPROVAL, LETTER)
}


def _verify(key: str, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise tampered("signature") from error


def _value(octets: bytes, form: _Form) -> dict[str, Any]:
    try:
        value = canonical.read(octets)
    except ValueError as error:
        raise tampered("body") from error
    if not form(value):
        raise tampered("body")
    return value  # type: ignore[no-any-return]


def read_statement(
    what: Format, statement: str, signature: str, key: str | None = None
) -> dict[str, Any]:
    """§2: canonical JSON that its author, or a key that is known, signed."""
    value = _value(statement.encode(), what.form)
    if not re.fullmatch("[0-9a-f]{128}", signature):
        raise tampered("signature")
    octets = bytes.fromhex(signature)
    _verify(key or value["author"], octets, what.context + statement.encode())
    return value


def encode_record(what: Format, value: dict[str, Any], seed: bytes) -> bytes:
    """§3: the plaintext of a record."""
    text = canonical.write(value).encode()
    signed = what.context + len(text).to_bytes(4, "big") + text
    whole = signed + Ed25519PrivateKey.from_private_bytes(seed).sign(signed)
    return whole.ljust(next(size for size in what.sizes if size >= len(whole)), b"\0")


def decode_record(what: Format, plaintext: bytes) -> dict[str, Any]:
    """§3: steps 3 to 8."""
    if len(plaintext) not in what.sizes:
        raise tampered("padding")
    if not plaintext.startswith(what.context):
        raise tampered("header")
    at = len(what.context) + 4
    end = at + int.from_bytes(plaintext[at - 4 : at], "big")
    if end + 64 > len(plaintext):
        raise tampered("body")
    value = _value(plaintext[at:end], what.form)
    _verify(value["author"], plaintext[end : end + 64], plaintext[:end])
    if any(plaintext[end + 64 :]):
        raise tampered("padding")
    return value


def open_record(what: Format, sealed: bytes, identity: str) -> dict[str, Any]:
    """§3: open and verify a record."""
    return decode_record(what, age.open_sealed(sealed, identity))


def _same(value: dict[str, Any], expected: dict[str, Any], *names: str) -> None:
    for name in names:
        if value[name] != expected[name]:
            raise tampered(name)


# ── What the reporter makes, §5 to 8 ──


def read_box(statement: str, signature: str, place: dict[str, Any]) -> dict[str, Any]:
    """§5: what the reporter signed about her box."""
    box = read_statement(STATEMENT, statement, signature)
    _same(box, place, "organisation", "case", "box")
    return box


def share_hash(box: str, index: int, q_hash: str, o_hash: str) -> str:
    """§6."""
    parts = bytes.fromhex(box) + index.to_bytes(4, "big") + bytes.fromhex(q_hash + o_hash)
    return hashlib.sha256(b"hoeder-share-v1/hash\n" + parts).hexdigest()


def part_hash(part: str) -> str:
    """SHA-256 of one part of a share."""
    return hashlib.sha256(bytes.fromhex(part)).hexdigest()


def half_hash(box: str, b: str) -> str:
    """§7."""
    return hashlib.sha256(b"hoeder-override-v1/hash\n" + bytes.fromhex(box + b)).hexdigest()


def open_share(sealed: bytes, identity: str, box: dict[str, Any], custodian: str) -> dict[str, Any]:
    """§6: open a share and test it."""
    listed = next((one for one in box["shares"] if one["custodian"] == custodian), None)
    if listed is None:
        raise tampered("custodian")
    share = open_record(SHARE, sealed, identity)
    names = ("organisation", "case", "box", "author", "custodian", "index")
    _same(share, {**box, **listed}, *names)
    found = share_hash(share["box"], share["index"], part_hash(share["q"]), part_hash(share["o"]))
    if found != listed["hash"] or share["of"] != box["of"]:
        raise Refused(f"altered: {custodian} share")
    return share


def open_half_of_authority(sealed: bytes, identity: str, box: dict[str, Any]) -> dict[str, Any]:
    """§7: open the authority's half and test it."""
    half = open_record(OVERRIDE, sealed, identity)
    authority = box["authority"]
    names = ("organisation", "case", "box", "author", "authority")
    _same(half, {**box, "authority": authority["id"]}, *names)
    if half_hash(half["box"], half["b"]) != authority["hash"]:
        raise Refused(f"altered: {authority['id']} share")
    return half


def check_consent(
    statement: str, signature: str, expected: dict[str, Any], today: str
) -> dict[str, Any]:
    """§8, in this order."""
    try:
        consent = read_statement(CONSENT, statement, signature)
    except Refused as error:
        raise Refused("refused: signature") from error
    for names, reason in (
        (("author",), "author"),
        (("organisation", "case", "box", "opening"), "other-box"),
        (("to",), "person"),
        (("purpose",), "purpose"),
    ):
        if any(consent[name] != expected[name] for name in names):
            raise Refused(f"refused: {reason}")
    if today > consent["not_after"]:
        raise Refused("refused: expired")
    return consent


def open_half(sealed: bytes, identity: str, expected: dict[str, Any]) -> dict[str, Any]:
    """§8: the reporter's half, released to one person."""
    half = open_record(HALF, sealed, identity)
    _same(half, expected, "organisation", "case", "box", "opening", "author")
    return half


# ── What custodians and readers do, §9 to 12 ──


@dataclass(frozen=True)
class Approval:
    """An approval as the person finds it."""

    custodian: str
    index: int
    verify: str
    sealed: bytes


def open_approval(
    approval: Approval, identity: str, place: dict[str, Any], listed_hash: str
) -> dict[str, Any]:
    """§9: name the custodian, whatever is wrong."""
    try:
        record = open_record(APPROVAL, approval.sealed, identity)
        expected = {**place, **vars(approval), "author": approval.verify}
        names = ("organisation", "case", "box", "opening", "custodian", "index", "author")
        _same(record, expected, *names)
        found = share_hash(record["box"], record["index"], part_hash(record["q"]), record["o_hash"])
        if found != listed_hash or (record["o"] and part_hash(record["o"]) != record["o_hash"]):
            raise tampered("share")
    except Refused as error:
        what = str(error).removeprefix("tampered: ")
        raise Refused(f"altered: {approval.custodian} {what}") from error
    return record


@dataclass(frozen=True)
class Handed:
    """Everything that a person is handed to open one box."""

    statement: str
    signature: str
    content: bytes
    version: int
    kind: str
    half: bytes
    approvals: list[Approval]


def open_box(handed: Handed, identity: str, place: dict[str, Any]) -> dict[str, Any]:
    """§10: who the reporter is."""
    box = read_box(handed.statement, handed.signature, place)
    hashes_by_index = {one["index"]: one["hash"] for one in box["shares"]}
    parts: dict[int, dict[str, Any]] = {}
    for one in sorted(handed.approvals, key=lambda approval: approval.index):
        if one.index not in hashes_by_index:
            raise Refused(f"altered: {one.custodian} index")
        record = open_approval(one, identity, place, hashes_by_index[one.index])
        if handed.kind == "override" and not record["o"]:
            raise Refused(f"altered: {one.custodian} share")
        parts[one.index] = record
    need = NEED if handed.kind == "consent" else OVERRIDE_NEED
    if len(parts) < need:
        raise Refused(f"not enough: {len(parts)} of {need}")
    if handed.kind == "consent":
        expected = {**place, "author": box["author"]}
        s_r = bytes.fromhex(open_half(handed.half, identity, expected)["half"])
    else:
        b = open_half_of_authority(handed.half, identity, box)["b"]
        s_r = _xor(combine([bytes.fromhex(one["o"]) for one in parts.values()]), bytes.fromhex(b))
    s_q = combine([bytes.fromhex(one["q"]) for one in parts.values()])
    key = age.identity_of(_xor(s_q, s_r))
    if age.recipient_of(key) != box["recipient"]:
        raise tampered("recipient")
    content = open_record(CONTENT, handed.content, key)
    expected = {**box, "version": handed.version}
    _same(content, expected, "organisation", "case", "box", "version", "author")
    return {name: content["identity"][name] for name in ("contact", "name", "number")}


def open_letter(sealed: bytes, identity: str, expected: dict[str, Any]) -> dict[str, str]:
    """§11: the reasons that somebody wrote down."""
    letter = open_record(LETTER, sealed, identity)
    names = ("organisation", "case", "box", "opening", "kind", "to", "from", "author")
    _same(letter, expected, *names)
    return letter["fields"]  # type: ignore[no-any-return]


def read_pledge(
    statement: str, signature: str, verify: str, expected: dict[str, Any]
) -> dict[str, Any]:
    """§12: who pledged secrecy."""
    pledge = read_statement(PLEDGE, statement, signature, verify)
    _same(pledge, expected, "organisation", "case", "officer")
    return pledge


def join_id(indices: list[int], deployment: bytes) -> str:
    """docs/spec/receipt.md §7: what the server knows a join code by."""
    ikm = b"".join(index.to_bytes(2, "big") for index in indices)
    return HKDF(hashes.SHA256(), 32, deployment, b"hoeder/join/v1").derive(ikm).hex()
