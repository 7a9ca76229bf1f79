"""Noor's dossier and a log that it stands in, written from docs/spec/ and with none of our code.

Only what the specifications say is in here, so that writer and verifier cannot be wrong together.
"""

import base64
import hashlib
import hmac
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.hoeder_proof import tree
from tests.hoeder_proof.keys import LatticeWitness, Signer, seal
from tests.reader import age, canonical, envelope

ROOT, LOG = Signer("root"), Signer("meldpunt.example/log")
COMMISSION, COUNCIL = Signer("commissie.example/w1"), LatticeWitness("or.example/w1")
NOOR, ADA = Signer("noor"), Signer("ada")
ADA_ID = b"ada".hex().ljust(32, "0")
ORGANISATION, CASE, FILE = "0" * 31 + "1", "c" * 32, "f" * 32
DIALOGUE, OWN = "d" * 32, "e" * 32
ATTACHMENT = "a" * 32
KEYS = {CASE: b"\1" * 32, FILE: b"\2" * 32}
FIRST_DAY = date(2026, 11, 23)
#: When the commission and the works council co-signed: 27 November 2026, 06:00 and 06:05 UTC.
SEEN = 1795759200, 1795759500
POLICY = (
    f"log {LOG.vkey()}\nwitness commissie {COMMISSION.vkey(bytes([4]))}\n"
    f"witness or {COUNCIL.vkey()}\ngroup samen all commissie or\nquorum samen\n"
)
Files = dict[str, bytes]


def text_of(value: Any) -> bytes:
    """Canonical JSON."""
    return canonical.write(value).encode()


def identity(room: str) -> str:
    return age.identity_of(hashlib.sha256(room.encode()).digest())


@dataclass
class ALog:
    """Leaves, and what is signed over them."""

    leaves: list[bytes] = field(default_factory=list)
    #: (chain, n) → leaf.
    places: dict[tuple[str, int], int] = field(default_factory=dict)
    #: What was signed once: ML-DSA-44 signs anew each time.
    signed: dict[tuple[int, tuple[int, int] | None], str] = field(default_factory=dict)

    @property
    def hashes(self) -> list[bytes]:
        return [tree.leaf_hash(one) for one in self.leaves]

    def checkpoint(self, size: int | None = None, times: tuple[int, int] | None = SEEN) -> str:
        """A checkpoint of the first leaves, co-signed unless told otherwise."""
        size = len(self.leaves) if size is None else size
        signed = self.signed.get((size, times))
        if signed is not None:
            return signed
        head = base64.b64encode(tree.root(self.hashes[:size])).decode()
        text = f"{LOG.name}\n{size}\n{head}\n"
        lines = LOG.line(text)
        if times:
            lines += COMMISSION.cosign(text, times[0]) + COUNCIL.cosign(text, times[1])
        self.signed[size, times] = f"{text}\n{lines}"
        return self.signed[size, times]

    def folder(self, size: int | None = None, times: tuple[int, int] | None = SEEN) -> Files:
        """The files of a log folder."""
        size = len(self.leaves) if size is None else size
        return {
            "checkpoint": self.checkpoint(size, times).encode(),
            "key": f"{LOG.vkey()}\n".encode(),
            "policy": POLICY.encode(),
            "leaves.bin": b"".join(self.leaves[:size]),
        }


def leaf(day: date, handle: bytes, commit: bytes) -> bytes:
    number = (day - date(1970, 1, 1)).days
    return b"\1" + bytes(27) + number.to_bytes(4, "big") + handle + commit


def blinded(chain: str, n: int, event: bytes) -> tuple[bytes, bytes, bytes]:
    """Handle, nonce and commit of an event (docs/spec/ledger.md §3)."""
    key, number = KEYS[chain], n.to_bytes(8, "big")
    nonce = hmac.digest(key, b"n" + number, "sha256")
    return (
        hmac.digest(key, b"h" + number, "sha256"),
        nonce,
        hashlib.sha256(b"\2" + nonce + event).digest(),
    )


def a_log(events: dict[tuple[str, int], bytes], batches: int = 3) -> ALog:
    """Three batches of 64 leaves, with the events among dummies in the first two."""
    chance, log = Random(5), ALog()  # noqa: S311
    for batch in range(batches):
        day = date.fromordinal(FIRST_DAY.toordinal() + batch)
        here: list[tuple[tuple[str, int] | None, bytes]] = [
            ((chain, n), leaf(day, *blinded(chain, n, text)[::2]))
            for (chain, n), text in events.items()
            if min(n // 3, 1) == batch
        ]
        while len(here) < 64:
            here.append((None, leaf(day, chance.randbytes(32), chance.randbytes(32))))
        chance.shuffle(here)
        for place, one in here:
            if place is not None:
                log.places[place] = len(log.leaves)
            log.leaves.append(one)
    return log


@dataclass(frozen=True)
class Written:
    """One item as it was written."""

    header: dict[str, Any]
    body: Any
    plaintext: bytes
    sealed: bytes

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.sealed).hexdigest()

    @property
    def opened(self) -> bytes:
        """docs/spec/dossier.md §4."""
        end = len(envelope.MAGIC) + 8 + len(text_of(self.header)) + len(text_of(self.body))
        signature = self.plaintext[end : end + 64].hex()
        return text_of({"v": 1, "header": self.header, "body": self.body, "signature": signature})


def write(
    room: str, case: str, before: list[Written], author: Signer, kind: str, body: Any
) -> Written:
    """Write and seal the next item of a room."""
    header = {
        **{"v": 1, "organisation": ORGANISATION, "case": case, "room": room, "epoch": 1},
        "sequence": len(before) + 1,
        "previous": before[-1].hash if before else "0" * 64,
        **{"author": author.public.hex(), "kind": kind, "day": "2026-11-23"},
    }
    plaintext = envelope.encode(header, body, author.seed)
    return Written(header, body, plaintext, seal(plaintext, identity(room)))


PHOTO = b"what the photograph shows " * 3000


@cache
def attachment() -> tuple[dict[str, Any], bytes]:
    """A file of Noor's: its manifest, and its sealed bytes."""
    padded = envelope.padme(len(PHOTO))
    sealed = seal(PHOTO.ljust(padded, b"\0"), identity(DIALOGUE))
    return {
        "id": ATTACHMENT,
        "name": "foto.jpg",
        "type": "image/jpeg",
        "size": len(PHOTO),
        "sealed_size": len(sealed),
        "epoch": 1,
        "pieces": [hashlib.sha256(sealed).hexdigest()],
        "original": True,
        "removed": [],
    }, sealed


@cache
def rooms() -> dict[str, list[Written]]:
    """The dialogue and Noor's own file."""
    hers = {"recipient": age.recipient_of(identity("noor")), "verify": NOOR.public.hex()}
    report = {
        **{"text": "Ik meld dit.", "who": "", "where": "", "when": "", "language": "nl"},
        **{"reporter": hers, "readers": [ADA_ID], "directory": 3},
    }
    talk: list[Written] = []
    for author, kind, body in [
        (NOOR, "report", report),
        (ADA, "acknowledgement", {"text": "Wij hebben uw melding ontvangen."}),
        (NOOR, "files", {"text": "Een foto.", "files": [attachment()[0]]}),
    ]:
        talk.append(write(DIALOGUE, CASE, talk, author, kind, body))
    own: list[Written] = []
    entry: dict[str, Any] = {
        "text": "Vandaag mocht ik niet naar de vergadering.",
        "entry": None,
        "files": [],
    }
    for kind, said in [
        ("membership", {"let_in": [], "out": [], "reporter": hers}),
        ("note", entry),
    ]:
        own.append(write(OWN, FILE, own, NOOR, kind, said))
    return {DIALOGUE: talk, OWN: own}


def event(chain: str, n: int, what: str, actor: str, **detail: str | int) -> bytes:
    """docs/spec/ledger.md §2."""
    said: dict[str, Any] = {
        **{"v": 1, "n": n, "case": chain, "kind": what, "actor": actor, "detail": detail},
        "day": "2026-11-23",
    }
    if actor != "reporter":
        said["at"] = "2026-11-23T10:00:00Z"
    return text_of(said)


@cache
def events() -> dict[tuple[str, int], bytes]:
    """What happened in the case and in her file."""
    talk, own = rooms()[DIALOGUE], rooms()[OWN]
    ada = f"officer:{ADA_ID}"

    def named(room: str, sequence: int, one: Written) -> dict[str, str | int]:
        return {"item": one.hash, "room": room, "sequence": sequence}

    return {
        (CASE, 0): event(CASE, 0, "report.received", "reporter", **named(DIALOGUE, 1, talk[0])),
        (CASE, 1): event(CASE, 1, "item.added", ada, **named(DIALOGUE, 2, talk[1])),
        (CASE, 2): event(CASE, 2, "case.acknowledged", ada),
        (CASE, 3): event(CASE, 3, "item.added", "reporter", **named(DIALOGUE, 3, talk[2])),
        (CASE, 4): event(CASE, 4, "clock.missed", "system", clock="feedback"),
        (FILE, 0): event(FILE, 0, "room.opened", "reporter", room=OWN, kind="file"),
        (FILE, 1): event(FILE, 1, "item.added", "reporter", **named(OWN, 1, own[0])),
        (FILE, 2): event(FILE, 2, "item.added", "reporter", **named(OWN, 2, own[1])),
    }


@cache
def log() -> ALog:
    return a_log(events())


def directory(policy: str | None = POLICY) -> bytes:
    """What the root key signed."""
    document = {
        **{"v": 1, "version": 3, "day": "2026-11-01"},
        "organisation": {
            **{"id": ORGANISATION, "slug": "dienst", "root": ROOT.public.hex()},
            "names": {"nl": "Dienst", "en": "Service"},
        },
        "log": {
            **{"origin": LOG.name, "key": LOG.vkey()},
            **({} if policy is None else {"policy": policy}),
        },
        **{"bodies": [], "units": [], "functions": [], "former": [], "channels": []},
        "officers": [
            {
                **{"id": ADA_ID, "name": "Ada", "body": "b" * 32, "roles": ["handler"]},
                "key": {
                    **{"id": "9" * 32, "verify": ADA.public.hex()},
                    "recipient": age.recipient_of(identity("ada")),
                },
            }
        ],
    }
    text = canonical.write(document)
    signature = ROOT.sign(b"hoeder-directory-v1\n" + text.encode()).hex()
    return text_of({"document": text, "signature": signature})


def proof_of_report() -> bytes:
    """What Noor got when she reported."""
    handle = blinded(CASE, 0, b"")[0].hex()
    text = (
        f"hoeder.eu/proof-of-report/v1\n{LOG.name}\n{rooms()[DIALOGUE][0].hash}\n{handle}\n"
        "2026-11-23\nlogged by 2026-11-25T00:00:00Z\n"
    )
    return f"{text}\n{LOG.line(text)}".encode()


def _document() -> dict[str, Any]:
    def item(room: str, one: Written) -> dict[str, Any]:
        sequence = one.header["sequence"]
        body = one.body if isinstance(one.body, dict) else {}
        return {
            **{"sequence": sequence, "kind": one.header["kind"], "epoch": 1},
            **{"author": one.header["author"], "day": one.header["day"], "hash": one.hash},
            "by": "reporter" if one.header["author"] == NOOR.public.hex() else f"officer:{ADA_ID}",
            "files": [each["id"] for each in body.get("files", [])],
            "original": f"originals/{room}/{sequence}.age",
            "opened": f"opened/{room}/{sequence}.json",
            "trouble": None,
        }

    manifest = attachment()[0]
    kept = ("id", "name", "type", "size", "sealed_size", "epoch", "pieces")
    return {
        **{"v": 1, "made_on": "2026-11-27", "language": "nl", "arm": "reporter", "case": CASE},
        "made_by": {"label": "reporter", "verify": NOOR.public.hex()},
        "organisation": {"id": ORGANISATION, "names": {"nl": "Dienst", "en": "Service"}},
        "root": ROOT.public.hex(),
        "head": {
            **{"origin": LOG.name, "size": len(log().leaves)},
            "root": tree.root(log().hashes).hex(),
        },
        "chains": [
            {"id": CASE, "key": KEYS[CASE].hex(), "kind": "case", "length": 5},
            {"id": FILE, "key": KEYS[FILE].hex(), "kind": "file", "length": 3},
        ],
        "rooms": [
            {
                **{"id": room, "case": chain, "chain": chain, "epochs": [1], "kind": kind},
                "items": [item(room, one) for one in rooms()[room]],
            }
            for room, chain, kind in [(DIALOGUE, CASE, "dialogue"), (OWN, FILE, "file")]
        ],
        "files": [
            {
                **{name: manifest[name] for name in kept},
                **{"room": DIALOGUE, "sequence": 3, "opened": "files/1-foto.jpg", "why": None},
                "original": f"originals/{DIALOGUE}/files/{ATTACHMENT}.age",
            }
        ],
        "events": [
            {
                **{"chain": chain, "n": n, "leaf": log().places[chain, n]},
                **{name: json.loads(text)[name] for name in ("kind", "actor", "day")},
            }
            for (chain, n), text in events().items()
        ],
        **{name: [] for name in ("clocks", "promises", "circle", "incidents", "costs")},
        **{"grounds": [], "timeline": [], "lacking": []},
    }


@cache
def _dossier() -> tuple[tuple[str, bytes], ...]:
    files: Files = {
        "README.nl.md": b"Lees dit.\n",
        "README.en.md": b"Read this.\n",
        "dossier.pdf": b"%PDF-1.7 made up\n",
        "dossier.json": text_of(_document()),
        "files/1-foto.jpg": PHOTO,
        f"originals/{DIALOGUE}/files/{ATTACHMENT}.age": attachment()[1],
        "log/checkpoint": log().checkpoint().encode(),
        "log/key": f"{LOG.vkey()}\n".encode(),
        "log/policy": POLICY.encode(),
        "log/directory.json": directory(),
        "log/proof-of-report": proof_of_report(),
    }
    for room, written in rooms().items():
        files[f"keys/{room}-1.txt"] = f"{identity(room)}\n".encode()
        for one in written:
            name = f"{room}/{one.header['sequence']}"
            files[f"originals/{name}.age"] = one.sealed
            files[f"opened/{name}.json"] = one.opened
    for (chain, n), text in events().items():
        files[f"log/events/{chain}/{n}.json"] = text
        files[f"log/proofs/{chain}/{n}.tlog-proof"] = tlog_proof(chain, n, text)
    return tuple(signed(files).items())


def tlog_proof(chain: str, n: int, text: bytes) -> bytes:
    """docs/spec/dossier.md §5."""
    place = log().places[chain, n]
    extra = base64.b64encode(log().leaves[place] + blinded(chain, n, text)[1]).decode()
    steps = [base64.b64encode(one).decode() for one in tree.path(place, log().hashes)]
    head = "\n".join(["c2sp.org/tlog-proof@v1", f"extra {extra}", f"index {place}", *steps])
    return f"{head}\n\n{log().checkpoint()}".encode()


def a_dossier() -> Files:
    """Noor's dossier, whole."""
    return dict(_dossier())


def one_of_each_kind() -> list[str]:
    """A file of each kind that a dossier has: of those that differ in numbers only, one."""
    kinds = {re.sub("[0-9a-f]{32}|[0-9]+", "", name): name for name in a_dossier()}
    return sorted(kinds.values())


def base64_line(data: bytes) -> bytes:
    """Base64 and a line feed."""
    return base64.b64encode(data) + b"\n"


def signed(files: Files, maker: Signer = NOOR) -> Files:
    """Write the list of files anew and sign it, as somebody who holds the maker's key could."""
    rest = {name: data for name, data in files.items() if not name.startswith("manifest.")}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in rest.items()}
    manifest = text_of({"v": 1, "files": hashes})
    signature = maker.sign(b"hoeder-dossier-v1\n" + manifest).hex()
    return {**rest, "manifest.json": manifest, "manifest.sig": f"{signature}\n".encode()}


def changed(files: Files, change: dict[str, Any]) -> Files:
    """Change members of `dossier.json`, and sign it all anew."""
    document = {**json.loads(files["dossier.json"]), **change}
    return signed({**files, "dossier.json": text_of(document)})


def write_folder(files: Files, folder: Path) -> Path:
    """Write files into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def write_zip(files: Files, path: Path) -> Path:
    """Write files into a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name, data)
    return path
