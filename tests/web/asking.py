"""Browsers as the server sees them: a reporter who signs, an officer with a session."""

import hashlib
import json
import re
import secrets
import time
from base64 import b64encode
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from hoeder.cases.models import Case, Declaration
from hoeder.organisations.models import Body, DirectoryVersion, Officer, today
from hoeder.web.accounts import SECOND_FACTOR
from tests import build
from tests.build import Cast
from tests.cases.world import settled
from tests.identities.sealing import a_box, as_sent
from tests.rooms.sealing import a_recipient, hash_of, new_id, sealed

PARAMS = (
    '("@method" "@path" "@query" "content-digest");created={created};keyid="{keyid}";alg="ed25519"'
)


def text(data: bytes) -> str:
    """Write bytes as base64."""
    return b64encode(data).decode()


class Reporter:
    """A reporter's browser: the keys of a receipt, and no cookie."""

    def __init__(self) -> None:
        self.lookup = secrets.token_hex(32)
        self.key = Ed25519PrivateKey.generate()
        self.author = Ed25519PrivateKey.generate()
        self.client = Client(enforce_csrf_checks=True)
        self.case = new_id()
        self.room = new_id()
        self.talk = new_id()
        #: The identity box as it was sent with the report.
        self.box: dict[str, Any] | None = None
        #: What the server knows of the receipt, the same for a talk and for a report.
        self.public = {
            "lookup": self.lookup,
            "request_key": self.key.public_key().public_bytes_raw().hex(),
            "author_key": self.author.public_key().public_bytes_raw().hex(),
            "recipient": a_recipient(),
        }

    def sign(
        self, method: str, path: str, body: bytes, *, query: str = "", created: int | None = None
    ) -> dict[str, str]:
        """Write the three headers of docs/spec/api.md §3."""
        digest = f"sha-256=:{text(hashlib.sha256(body).digest())}:"
        params = PARAMS.format(created=created or int(time.time()), keyid=self.lookup)
        base = "\n".join(
            (
                f'"@method": {method}',
                f'"@path": {path}',
                f'"@query": ?{query}',
                f'"content-digest": {digest}',
                f'"@signature-params": {params}',
            )
        )
        return {
            "Content-Digest": digest,
            "Signature-Input": f"hoeder={params}",
            "Signature": f"hoeder=:{text(self.key.sign(base.encode()))}:",
        }

    def send(
        self,
        method: str,
        path: str,
        body: object = b"",
        *,
        created: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Send a signed request; what is not bytes is sent as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        bare, _mark, query = path.partition("?")
        signed = self.sign(method, bare, data, query=query, created=created)
        return self.client.generic(
            method, path, data, content_type=kind, headers={**signed, **(headers or {})}
        )

    def get(self, path: str) -> Any:
        """Ask for something."""
        return self.send("GET", path)

    def report(self, cast: Cast, *officers: Officer, **changed: object) -> dict[str, Any]:
        """Write the body of a report to these officers of the Kustdienst."""
        item = sealed()
        newest = cast.ministry.newest_directory() or build.a_published_directory(cast.ministry)
        channel = str(changed.get("channel", cast.channel.pk.hex))
        said = str(changed.get("case", ""))
        case = UUID(hex=said) if re.fullmatch("[0-9a-f]{32}", said) else self.case
        return {
            "organisation": cast.ministry.pk.hex,
            "channel": cast.channel.pk.hex,
            "directory": newest.version,
            "case": self.case.hex,
            "receipt": {**self.public, "ledger_key": secrets.token_hex(32)},
            "room": {"id": self.room.hex, "recipient": a_recipient()},
            "grants": [
                {"holder": holder, "sealed": text(sealed())}
                for holder in ("reporter", *(officer.label for officer in officers))
            ],
            "item": {"id": new_id().hex, "sealed": text(item), "hash": hash_of(item)},
            "box": box_in(newest, channel, case=case, author=self.author),
            "joint": None,
            **changed,
        }

    def question(self, cast: Cast, adviser: Officer, **changed: object) -> dict[str, Any]:
        """Write the body of a question to an adviser."""
        item = sealed()
        return {
            "organisation": cast.ministry.pk.hex,
            "case": self.case.hex,
            "talk": self.talk.hex,
            "receipt": {**self.public, "ledger_key": secrets.token_hex(32)},
            "room": {"id": new_id().hex, "recipient": a_recipient()},
            "grants": [
                {"holder": holder, "sealed": text(sealed())}
                for holder in ("reporter", adviser.label)
            ],
            "item": {"id": new_id().hex, "sealed": text(item), "hash": hash_of(item)},
            **changed,
        }

    def alarm(
        self, cast: Cast, about: Body, *officers: Officer, **changed: object
    ) -> dict[str, Any]:
        """Write the body of an alarm about something that was reported elsewhere."""
        item = sealed()
        return {
            "organisation": cast.ministry.pk.hex,
            "body": about.pk.hex,
            "case": self.case.hex,
            "receipt": {**self.public, "ledger_key": secrets.token_hex(32)},
            "room": {"id": self.room.hex, "recipient": a_recipient()},
            "grants": [
                {"holder": holder, "sealed": text(sealed())}
                for holder in ("reporter", *(officer.label for officer in officers))
            ],
            "item": {"id": new_id().hex, "sealed": text(item), "hash": hash_of(item)},
            **changed,
        }

    def file(self, **changed: object) -> dict[str, Any]:
        """Write the body that opens this reporter's own file."""
        item = sealed()
        return {
            "file": new_id().hex,
            "ledger_key": secrets.token_hex(32),
            "room": {"id": new_id().hex, "recipient": a_recipient()},
            "grants": [{"holder": "reporter", "sealed": text(sealed())}],
            "item": {"id": new_id().hex, "sealed": text(item), "hash": hash_of(item)},
            **changed,
        }

    def has_own_room(self, kind: str, *officers: Officer) -> UUID:
        """Open a room with these officers, and go on only if it was opened."""
        room = new_id()
        holders = ("reporter", *(officer.label for officer in officers))
        answer = self.send(
            "POST",
            "/api/my/rooms",
            {
                "kind": kind,
                "room": {"id": room.hex, "recipient": a_recipient()},
                "grants": [{"holder": holder, "sealed": text(sealed())} for holder in holders],
            },
        )
        assert answer.status_code == 201, answer.content
        return room

    def has_a_file(self) -> dict[str, Any]:
        """Open this reporter's own file, and give it as she sees it."""
        answer = self.send("POST", "/api/my/file", self.file())
        assert answer.status_code == 201, answer.content
        room: dict[str, Any] = answer.json()
        return room

    def registration(self, cast: Cast, *officers: Officer, on: date) -> dict[str, Any]:
        """Write the body with which an officer registers what this reporter told on that day."""
        report = self.report(cast, *officers)
        kept = {
            name: report[name] for name in report if name not in {"organisation", "joint", "box"}
        }
        return {**kept, "first_contact": on.isoformat()}

    def has_asked(self, cast: Cast, adviser: Officer) -> "Reporter":
        """Ask an adviser, and go on only if the question was taken."""
        answer = self.send("POST", "/api/advice", self.question(cast, adviser))
        assert answer.status_code == 201, answer.content
        return self

    def has_reported(self, cast: Cast, *officers: Officer, read: bool = True) -> "Reporter":
        """Send a report, and go on only if it was taken; its officers then may `read` it."""
        report = self.report(cast, *officers)
        answer = self.send("POST", "/api/reports", report)
        assert answer.status_code == 201, answer.content
        self.box = report["box"]
        # Nothing that is owed to the reporter first holds the case up.
        settled(Case.objects.get(pk=self.case))
        if read:
            Declaration.objects.bulk_create(
                Declaration(case_id=self.case, officer=officer, day=today()) for officer in officers
            )
        return self


def box_in(
    directory: DirectoryVersion, channel: str, *, case: UUID, author: Ed25519PrivateKey
) -> dict[str, Any] | None:
    """Write the box of a report, if the directory says who keeps the shares of that body."""
    document = json.loads(directory.document)
    body = next((one["body"] for one in document["channels"] if one["id"] == channel), None)
    for custody in document.get("custody", ()):
        if custody["id"] == body:
            box = a_box(
                UUID(document["organisation"]["id"]),
                case,
                author,
                [UUID(one) for one in custody["custodians"]],
                UUID(custody["authority"]),
            )
            return as_sent(box)
    return None


class Desk:
    """An officer's browser: a session with a second factor, and a token for changes."""

    def __init__(self, officer: Officer) -> None:
        self.officer = officer
        build.an_undertaking(officer)
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(officer)
        session = self.client.session
        session[SECOND_FACTOR] = {"officer": officer.pk.hex, "at": int(time.time())}
        session.save()
        self.token = self.get("/api/desk/me").json()["csrf"]

    def get(self, path: str) -> Any:
        """Ask for something."""
        return self.client.get(path)

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body if body is not None else {})
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        return self.client.generic(
            method, path, data, content_type=kind, headers={"X-CSRFToken": self.token}
        )

    def post(self, path: str, body: object = None) -> Any:
        """Change something."""
        return self.send("POST", path, body)


def an_item(room: dict[str, Any], *, item: UUID | None = None) -> dict[str, Any]:
    """Write the item that goes behind the newest one of a room, as the API showed it."""
    return {
        "id": (item or new_id()).hex,
        "sequence": room["head"]["sequence"] + 1,
        "previous": room["head"]["hash"],
        "epoch": room["epoch"],
        "sealed": text(sealed()),
    }


def an_epoch(room: dict[str, Any], *, removed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Write the new key of a room for all who stay."""
    stay = [
        member["holder"]
        for member in room["members"]
        if member["removed_on"] is None and member["holder"] not in removed
    ]
    return {
        "number": room["epoch"] + 1,
        "recipient": a_recipient(),
        "grants": [{"holder": holder, "sealed": text(sealed())} for holder in stay],
        "removed": list(removed),
    }


def room_of(reporter: Reporter) -> dict[str, Any]:
    """The dialogue, as the reporter sees it."""
    room: dict[str, Any] = reporter.get("/api/my/case").json()["rooms"][0]
    return room


def kind_of(answer: Any) -> str:
    """The kind of problem that came back."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content
    said = answer.json()
    assert said["status"] == answer.status_code
    assert said["title"]
    assert said["detail"]
    return str(said["type"]).removeprefix("/problems/")
