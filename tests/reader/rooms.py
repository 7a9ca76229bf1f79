"""The directory, wrapped keys, fingerprints and signed requests (docs/spec/rooms.md, api.md)."""

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.reader import age, canonical
from tests.reader.problems import Refused, tampered
from tests.reader.receipt import verify_key

#: What each list of the directory has at least; `?` may be null, `[]` is a list of it.
_LISTS = {
    "bodies": {
        **{"id": "id", "slug": "text", "kind": "text", "names": "names", "above": "id?"},
        **{"law": "text", "time_zone": "text"},
    },
    "units": {"id": "id", "body": "id", "names": "names", "parent": "id?"},
    "functions": {
        **{"id": "id", "unit": "id", "titles": "names", "holder_name": "text?"},
        **{"officer": "id?", "reports_to": "id?"},
    },
    "officers": {"id": "id", "name": "text", "body": "id", "roles": "text[]", "key": "key?"},
    "former": {"id": "id", "officer": "id", "verify": "hash", "withdrawn_on": "day"},
    "channels": {"id": "id", "body": "id", "slug": "text", "titles": "names", "readers": "id[]"},
}
_PATTERNS = {"id": "[0-9a-f]{32}", "hash": "[0-9a-f]{64}", "day": "[0-9]{4}-[0-9]{2}-[0-9]{2}"}


def _is(value: Any, what: str) -> bool:
    if what.endswith("?"):
        return value is None or _is(value, what[:-1])
    if what.endswith("[]"):
        return isinstance(value, list) and all(_is(one, what[:-2]) for one in value)
    if what in _PATTERNS:
        return isinstance(value, str) and re.fullmatch(_PATTERNS[what], value) is not None
    if what == "names":
        return _has(value, {"nl": "text", "en": "text"})
    if what == "key":
        return _has(value, {"id": "id", "recipient": "recipient", "verify": "hash"})
    if what == "recipient":
        return isinstance(value, str) and _is_recipient(value)
    return isinstance(value, str)


def _has(value: Any, members: dict[str, str]) -> bool:
    return isinstance(value, dict) and all(
        name in value and _is(value[name], what) for name, what in members.items()
    )


def _is_recipient(text: str) -> bool:
    try:
        age.check_recipient(text)
    except Refused:
        return False
    return True


def _rises(ids: list[str]) -> bool:
    return ids == sorted(set(ids))


def _is_directory(document: dict[str, Any]) -> bool:
    members = {"id": "id", "slug": "text", "names": "names", "root": "hash"}
    if not _has(document.get("organisation"), members) or not _is(document.get("day"), "day"):
        return False
    if not _has(document.get("log"), {"origin": "text", "key": "text"}):
        return False
    if not isinstance(document["log"].get("policy", ""), str):
        return False
    if type(document.get("version")) is not int or document["version"] < 1:
        return False
    for name, each in _LISTS.items():
        rows = document.get(name, [] if name == "former" else None)
        if not isinstance(rows, list) or not all(_has(row, each) for row in rows):
            return False
        if not _rises([row["id"] for row in rows]):
            return False
    return all(_rises(channel["readers"]) for channel in document["channels"])


def open_directory(document: bytes, signature: str, root: str, minimum: int) -> dict[str, Any]:
    """docs/spec/rooms.md §5: verify the directory of officers' keys."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(root))
        key.verify(bytes.fromhex(signature), b"hoeder-directory-v1\n" + document)
    except (InvalidSignature, ValueError) as error:
        raise Refused("refused: signature") from error
    try:
        read = canonical.read(document)
    except ValueError as error:
        raise Refused("refused: malformed") from error
    if not isinstance(read, dict):
        raise Refused("refused: malformed")
    if read.get("v") != 1:
        raise Refused("refused: version")
    if not _is_directory(read):
        raise Refused("refused: malformed")
    if read["organisation"]["root"] != root:
        raise Refused("refused: root")
    if read["version"] < minimum:
        raise Refused("refused: older")
    return read


@dataclass(frozen=True)
class Officer:
    """An officer's unwrapped keys."""

    identity: str
    author: str


def unwrap(wrap: str, passphrase: str, officer: str) -> Officer:
    """docs/spec/rooms.md §6: open an officer's keys."""
    try:
        outer = canonical.read(wrap.encode())
        salt, sealed = bytes.fromhex(outer["salt"]), base64.b64decode(outer["sealed"])
        cost = {"v": 1, "kdf": "argon2id", "t": 3, "m": 65536, "p": 1}
        names = (*cost, "salt", "sealed")
        if not canonical.exactly(outer, *names) or {name: outer[name] for name in cost} != cost:
            raise ValueError("another cost")
        if len(salt) != 16:
            raise ValueError("another salt")
    except (ValueError, KeyError, TypeError) as error:
        raise tampered("wrap") from error
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    kdf = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=65536)
    try:
        inner = age.open_sealed(sealed, age.identity_of(kdf.derive(secret)))
    except Refused as error:
        raise Refused("wrong passphrase") if str(error) == "tampered: key" else error from error
    try:
        text, _, rest = inner.partition(b"\0")
        keys = canonical.read(text)
        if len(inner) != 1024 or any(rest):
            raise ValueError("padding")
        if not canonical.exactly(keys, "v", "officer", "identity", "author"):
            raise ValueError("members")
        if keys["v"] != 1 or keys["officer"] != officer:
            raise ValueError("another officer")
        return Officer(keys["identity"], verify_key(bytes.fromhex(keys["author"])))
    except ValueError as error:
        raise tampered("wrap") from error


def fingerprint(recipient: str, verify: str) -> str:
    """docs/spec/rooms.md §4: what two people read to each other."""
    digest = hashlib.sha256(f"hoeder-key-v1\n{recipient}\n{verify}".encode()).hexdigest()[:40]
    return " ".join(re.findall("....", digest))


def sign_request(
    method: str, path: str, query: str, body: bytes, created: int, keyid: str, seed: bytes
) -> dict[str, str]:
    """docs/spec/api.md: sign as a reporter."""
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    parameters = (
        '("@method" "@path" "@query" "content-digest")'
        f';created={created};keyid="{keyid}";alg="ed25519"'
    )
    base = (
        f'"@method": {method}\n"@path": {path}\n"@query": ?{query}\n'
        f'"content-digest": {digest}\n"@signature-params": {parameters}'
    )
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(base.encode())
    return {
        "content-digest": digest,
        "signature-input": f"hoeder={parameters}",
        "signature": f"hoeder=:{base64.b64encode(signature).decode()}:",
    }
