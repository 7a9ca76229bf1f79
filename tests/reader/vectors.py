"""Reads vectors/ (vectors/README.md)."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "vectors"

#: Every field that a kind of vector may have. A field that is not here fails the suite.
FIELDS = {
    "approval": ("identity organisation case box opening custodian index verify hash q o"),
    "attachment": "identity manifest content",
    "acceptance": ("statement signature verify organisation commitment owner kind due_on text day"),
    "box": (
        "statement signature identity organisation case box opening version half sealed_half "
        "approvals opened"
    ),
    "canonical": "",
    "consent": (
        "statement signature organisation case box opening officer recipient verify purpose author "
        "today identity half"
    ),
    "directory": "root minimum signature",
    "dossier": "root of at without",
    "envelope": (
        "identity organisation case room epoch sequence previous trusted header body hash"
    ),
    "erasure": "name root destroyed case part index key after content",
    "file": "kind totals",
    "fingerprint": "recipient verify fingerprint",
    "grant": "identity organisation case room to trusted author epochs recipients",
    "join": "indices deployment id language words",
    "letter": "identity organisation case box opening kind to from author fields",
    "override": "statement signature identity organisation case box authority b proof",
    "padding": "length padme class",
    "plaintext": "seed header body",
    "pledge": "statement signature verify organisation case officer text",
    "promise": "indices deployment room promises author identity recipient",
    "receipt": (
        "indices deployment checksum lookup request author ledger identity recipient typed box file"
    ),
    "recipient": "recipient",
    "record": "seed context json",
    "report-proof": "origin key hash ledger day logged_by",
    "request": ("method path query created keyid seed content-digest signature-input signature"),
    "shamir": "shares secret",
    "share": ("statement signature identity organisation case box custodian index q o proof"),
    "words": "indices language words",
    "wrap": "passphrase officer wrap identity author",
}


@dataclass(frozen=True)
class Vector:
    """One file: what is expected, the fields, the bytes."""

    kind: str
    name: str
    expect: str
    fields: dict[str, str]
    octets: bytes

    def __getitem__(self, field: str) -> str:
        return self.fields[field]


def parse(kind: str, name: str, text: str) -> Vector:
    """Read one file strictly; ValueError for whatever is not known."""
    if not re.fullmatch(r"[a-z0-9_]+\.txt", name):
        raise ValueError(f"{kind}/{name}: not a vector's name")
    head, _, body = text.partition("\n\n")
    lines = head.removesuffix("\n").split("\n")
    fields: dict[str, str] = {}
    for line in lines:
        field, colon, value = line.partition(": ")
        if not colon or field in fields:
            raise ValueError(f"{kind}/{name}: malformed line")
        if field not in ("expect", *FIELDS[kind].split()):
            raise ValueError(f"{kind}/{name}: unknown field {field}")
        fields[field] = value
    if not lines[0].startswith("expect: "):
        raise ValueError(f"{kind}/{name}: expect is not first")
    octets = base64.b64decode(body.replace("\n", ""), validate=True)
    return Vector(kind, name, fields.pop("expect"), fields, octets)


def all_vectors(*kinds: str) -> list[Vector]:
    """Read every vector of these kinds, or of every kind that this reader knows."""
    return [
        parse(kind, path.name, path.read_bytes().decode())
        for kind in kinds or FIELDS
        for path in sorted((FOLDER / kind).iterdir())
    ]
