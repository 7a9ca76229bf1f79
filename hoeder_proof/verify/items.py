"""The items and files of a dossier: sealed as stored, opened, and each in its place."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from hoeder.organisations.canonical import Json, parse, write
from hoeder.signatures import verifies
from hoeder_proof.verify import age, chains, envelope
from hoeder_proof.verify.dossier import Dossier
from hoeder_proof.verify.sources import LARGEST_FILE, Damaged, read

PIECE = 4 * 1024 * 1024
_MANIFEST = ("id", "name", "type", "size", "sealed_size", "epoch", "pieces")


def check_rooms(dossier: Dossier) -> None:
    """Each item of each room, in order."""
    said = chains.details(dossier)
    counts = {"originals": 0, "opened": 0, "with_key": 0}
    for room in dossier.document["rooms"]:
        _check_kind(dossier, room)
        for epoch in room["epochs"]:
            if key_path(room["id"], epoch) not in dossier.source.names:
                dossier.findings.fails("keys.lost", key_path(room["id"], epoch))
        _Room(dossier, room, said, counts).check()
    if counts["originals"]:
        dossier.findings.holds("item.named", "originals", count=counts["originals"])
    if counts["opened"]:
        dossier.findings.holds(
            "opened.signed", "opened", count=counts["opened"], with_key=counts["with_key"]
        )
    if counts["opened"] > counts["with_key"]:
        dossier.findings.open(
            "opened.no_key", "opened", count=counts["opened"] - counts["with_key"]
        )


def _check_kind(dossier: Dossier, room: dict[str, Any]) -> None:
    """A room is of the kind that was written down when it was opened."""
    if room["items"] and room["items"][0]["kind"] == "report" and room["kind"] != "dialogue":
        dossier.findings.fails("dossier.kind", "dossier.json", room=room["id"])
    for (chain, _n), text in dossier.events.items():
        said = json.loads(text)
        detail = said.get("detail")
        if (chain, said["kind"]) != (room["chain"], "room.opened") or not isinstance(detail, dict):
            continue
        if detail.get("room") == room["id"] and detail.get("kind", room["kind"]) != room["kind"]:
            dossier.findings.fails("dossier.kind", "dossier.json", room=room["id"])


class _Room:
    """One room: what its items say, one after the other."""

    def __init__(
        self,
        dossier: Dossier,
        room: dict[str, Any],
        said: dict[str, list[dict[str, Json]]],
        counts: dict[str, int],
    ) -> None:
        self.dossier, self.room, self.said, self.counts = dossier, room, said, counts
        #: The hash of the item before; None where it is not known.
        self.previous: str | None = "0" * 64
        #: The reporter's key at this point of the room.
        self.reporter: str | None = None
        self.sequence = 0

    def check(self) -> None:
        """Check every item of the room."""
        for item in self.room["items"]:
            if item["sequence"] <= self.sequence:
                self.dossier.findings.fails("item.order", "dossier.json", n=item["sequence"])
            if item["sequence"] != self.sequence + 1:
                self.previous = None
            self.sequence = item["sequence"]
            sealed = self._original(item)
            if item["opened"] is not None:
                self._opened(item, sealed)
            self.previous = item["hash"]

    def _original(self, item: dict[str, Any]) -> bytes | None:
        if item["original"] is None:
            return None
        expected = f"originals/{self.room['id']}/{item['sequence']}.age"
        sealed = read_or_note(self.dossier, item["original"])
        if sealed is None:
            return None
        if item["original"] != expected or hashlib.sha256(sealed).hexdigest() != item["hash"]:
            self.dossier.findings.fails("item.hash", item["original"])
            return None
        if not self._is_named(item):
            self.dossier.findings.fails("item.unnamed", item["original"])
            return None
        self.counts["originals"] += 1
        return sealed

    def _is_named(self, item: dict[str, Any]) -> bool:
        """Tell whether an event of the room's chain names this item in this place."""
        place = {"room": self.room["id"], "sequence": item["sequence"]}
        return any(
            all(detail.get(name, value) == value for name, value in place.items())
            for detail in self.said.get(f"{self.room['chain']} {item['hash']}", [])
        )

    def _opened(self, item: dict[str, Any], sealed: bytes | None) -> None:
        text, findings = self.dossier.text(item["opened"]), self.dossier.findings
        if text is None:
            return
        try:
            opened: Any = parse(text)
            header, body = opened["header"], opened["body"]
            wrong = self._wrong_header(item, header)
        except (ValueError, KeyError, TypeError) as error:
            findings.fails("opened.form", item["opened"], reason=error)
            return
        if wrong is not None:
            findings.fails("opened.place", item["opened"], member=wrong)
            return
        if [one.get("id") for one in manifests_in(body)] != item["files"]:
            findings.fails("opened.place", item["opened"], member="files")
            return
        if opened.get("redacted") is True:
            if self.dossier.document["arm"] != "employer":
                findings.fails("opened.redacted", item["opened"])
            elif self._label_of(header["author"]) != item["by"]:
                findings.fails("opened.by", item["opened"], label=item["by"])
            return
        if not _is_signed(opened):
            findings.fails("opened.signature", item["opened"])
            return
        introduced = _introduced(body)
        if self.reporter is None and introduced is not None:
            self._take_reporter(introduced, header["author"])
        if header["author"] not in {*self.dossier.officers, self.reporter}:
            findings.fails("opened.author", item["opened"])
            return
        if item["kind"] == "possession" and introduced and header["author"] == self.reporter:
            # She signs this one with the key of before; what follows is by the new one.
            self._take_reporter(introduced, introduced)
        if self._label_of(header["author"]) != item["by"]:
            findings.fails("opened.by", item["opened"], label=item["by"])
            return
        self.counts["opened"] += 1
        self._compare_with_original(item, sealed, opened)

    def _wrong_header(self, item: dict[str, Any], header: Mapping[str, Json]) -> str | None:
        """Name the first member of a header that is not what its place asks for."""
        expected = {
            "organisation": self.dossier.document["organisation"]["id"],
            "case": self.room["case"],
            "room": self.room["id"],
            "epoch": item["epoch"],
            "sequence": item["sequence"],
            "previous": self.previous,
            "kind": item["kind"],
            "author": item["author"],
            "day": item["day"],
        }
        for name, value in expected.items():
            if name == "previous" and value is None:
                continue
            if header.get(name) != value:
                return name
        return None

    def _label_of(self, author: str) -> str:
        """Say whose key this is, as in the journal: an officer's, or else hers."""
        officer = self.dossier.officers.get(author)
        return "reporter" if officer is None else f"officer:{officer}"

    def _take_reporter(self, verify: str, author: str) -> None:
        """Learn the reporter's key from an item by her, or by an officer who opens a room."""
        if author == verify or author in self.dossier.officers:
            self.reporter = verify
            self.dossier.reporters.add(verify)

    def _compare_with_original(
        self, item: dict[str, Any], sealed: bytes | None, opened: dict[str, Any]
    ) -> None:
        identity = identity_of(self.dossier, self.room["id"], item["epoch"])
        if identity is None or sealed is None:
            return
        try:
            inside = envelope.read_item(age.open_sealed(sealed, identity))
        except ValueError as error:
            self.dossier.findings.fails("opened.seal", item["original"], reason=error)
            return
        if write(inside.header) != write(opened["header"]) or write(inside.body) != write(
            opened["body"]
        ):
            self.dossier.findings.fails("opened.differs", item["opened"])
            return
        self.counts["with_key"] += 1


def _introduced(body: Any) -> str | None:
    """Return the reporter's key that an item introduces, if any."""
    said = body.get("reporter") if isinstance(body, dict) else None
    verify = said.get("verify") if isinstance(said, dict) else None
    return verify if isinstance(verify, str) else None


def _is_signed(opened: dict[str, Any]) -> bool:
    """Tell whether an opened item has its author's signature (dossier.md §4)."""
    try:
        header, body = write(opened["header"]).encode(), write(opened["body"]).encode()
        signed = b"hoeder-envelope-v1\n" + _sized(header) + _sized(body)
        return verifies(
            key=bytes.fromhex(opened["header"]["author"]),
            signature=bytes.fromhex(opened["signature"]),
            message=signed,
        )
    except (ValueError, KeyError, TypeError):
        return False


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def key_path(room: str, epoch: object) -> str:
    """Name the file with the key of a room's epoch."""
    return f"keys/{room}-{epoch}.txt"


def identity_of(dossier: Dossier, room: str, epoch: object) -> MLKEM768X25519PrivateKey | None:
    """Read the key of a room's epoch from `keys/`, None where there is none."""
    name = key_path(room, epoch)
    if name not in dossier.identities:
        dossier.identities[name] = _read_identity(dossier, name)
    return dossier.identities[name]


def _read_identity(dossier: Dossier, name: str) -> MLKEM768X25519PrivateKey | None:
    text = dossier.text(name)
    if text is None:
        return None
    line, feed, rest = text.partition("\n")
    try:
        if not feed or rest:
            raise ValueError("more or less than an identity and a line feed")
        return age.read_identity(line)
    except ValueError:
        dossier.findings.fails("keys.unreadable", name)
        return None


def read_or_note(dossier: Dossier, name: str) -> bytes | None:
    """Read a file; what is damaged has its finding already, from the manifest."""
    try:
        return read(dossier.source, name, LARGEST_FILE)
    except Damaged:
        return None


def check_files(dossier: Dossier) -> None:
    """Each attachment: sealed as its manifest says, and opened as it was sealed."""
    count = 0
    for row in dossier.document["files"]:
        count += _File(dossier, row).check()
    if count:
        dossier.findings.holds("file.holds", "files", count=count)


class _File:
    """One attachment."""

    def __init__(self, dossier: Dossier, row: dict[str, Any]) -> None:
        self.dossier, self.row = dossier, row

    def check(self) -> bool:
        """Check it; return whether all of it that is there holds."""
        findings, row = self.dossier.findings, self.row
        if row["original"] is None:
            return False
        if not self._is_in_its_item():
            findings.fails("file.manifest", "dossier.json", name=row["name"])
            return False
        sealed = read_or_note(self.dossier, row["original"])
        if sealed is None:
            return False
        hashes = [
            hashlib.sha256(sealed[at : at + PIECE]).hexdigest()
            for at in range(0, len(sealed), PIECE)
        ]
        if hashes != row["pieces"] or len(sealed) != row["sealed_size"]:
            findings.fails("file.pieces", row["original"])
            return False
        return self._opened(sealed)

    def _is_in_its_item(self) -> bool:
        """Tell whether the item that is said to name this file does, word for word."""
        path = f"opened/{self.row['room']}/{self.row['sequence']}.json"
        text = self.dossier.text(path)
        if text is None:
            return False
        try:
            said: Any = parse(text)
        except ValueError:
            return False
        body = said.get("body") if isinstance(said, dict) else None
        # Where passages were taken out, the name of the file may be one.
        names = [name for name in _MANIFEST if name != "name" or not said.get("redacted")]
        return any(
            all(one.get(name) == self.row[name] for name in names) for one in manifests_in(body)
        )

    def _opened(self, sealed: bytes) -> bool:
        findings, row = self.dossier.findings, self.row
        if row["opened"] is None:
            return True
        opened = read_or_note(self.dossier, row["opened"])
        if opened is None:
            return False
        if len(opened) != row["size"]:
            findings.fails("file.size", row["opened"])
            return False
        identity = identity_of(self.dossier, row["room"], row["epoch"])
        if identity is None:
            findings.open("file.no_key", row["opened"])
            return True
        try:
            inside = age.open_sealed(sealed, identity)
        except ValueError as error:
            findings.fails("file.seal", row["original"], reason=error)
            return False
        if inside[: row["size"]] != opened or any(inside[row["size"] :]):
            findings.fails("file.differs", row["opened"])
            return False
        return True


def manifests_in(body: Any) -> list[dict[str, Any]]:
    """Find the manifests of attachments in a body; what it corrects or copies stands inside."""
    inner = body.get("body") if isinstance(body, dict) else None
    return [*_listed(body), *_listed(inner)]


def _listed(body: Any) -> list[dict[str, Any]]:
    files = body.get("files") if isinstance(body, dict) else None
    return [
        one
        for one in (files if isinstance(files, list) else [])
        if isinstance(one, dict) and set(_MANIFEST) <= one.keys()
    ]
