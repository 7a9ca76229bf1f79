"""What people hold in their hands: devices with the client's own code, and sessions."""

import contextlib
import hashlib
import http.client
import json
import re
import secrets
import subprocess
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from demo.__main__ import code
from demo.filling import bundle
from tests.rooms.sealing import a_recipient, sealed
from tests.web.asking import Reporter, text
from tools.service import Service

#: Where requests of the people at their devices come from: found at once by a search.
FROM = "127.7.7.7"


class Refused(Exception):
    """The client's own code refused: with which error, and why."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__(f"{said['refused']}: {said['why']}")
        self.refused = said["refused"]
        self.why = said["why"]


class People:
    """Reporters and officers at devices of their own: people.ts under Node."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service = service
        demo = service.demo
        setting = {
            "origin": service.origin,
            "deployment": demo.deployment,
            "organisation": demo.organisation,
            "root": demo.root,
            "from": FROM,
        }
        file = folder / "setting.json"
        file.write_text(json.dumps(setting))
        script = bundle(Path(__file__).with_name("people.ts"))
        self.process = subprocess.Popen(  # noqa: S603
            ["node", script, file],  # noqa: S607
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, step: str, who: str = "", **command: Any) -> Any:
        """Let somebody do something; raise `Refused` when their client refuses."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        sent = json.dumps({"do": step, "who": who, **command})
        self.process.stdin.write(f"{sent}\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        if "refused" in said:
            raise Refused(said)
        return said["done"]

    def arrive(self, desk: "Desk") -> Any:
        """Let an officer who signed in unlock their keys."""
        person = self.service.demo.person(desk.name)
        return self(
            "arrive",
            desk.name,
            cookie=desk.cookie,
            csrf=desk.token,
            passphrase=person["passphrase"],
        )

    def report(self, who: str, account: str = "", **command: Any) -> Any:
        """Let somebody report; the same text stands in every field unless `account` says more."""
        fields = dict.fromkeys(("text", "who", "where", "when", "told"), account or "een melding")
        return self("report", who, account=fields, **command)

    def close(self) -> None:
        """Let everybody go."""
        with contextlib.suppress(BrokenPipeError):
            self.process.communicate(timeout=10)


class Answer(NamedTuple):
    """What a server said."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """Of a problem: its kind."""
        return str(self.json["type"]).rpartition("/")[2]


def ask(
    service: Service,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> Answer:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, answer.read(), found)
    finally:
        connection.close()


#: The cookies of officers who signed in with both factors, by service and name.
SESSIONS: dict[tuple[str, str], dict[str, str]] = {}


class Desk:
    """An officer's session: password and second factor were shown, or the password only."""

    def __init__(self, service: Service, name: str, *, second_factor: bool = True) -> None:
        self.service = service
        self.name = name
        self.cookies: dict[str, str] = {}
        if second_factor:
            # A code counts once: whoever signed in a moment ago goes on with that session.
            self.cookies |= SESSIONS.get((service.origin, name), {})
            me = self.get("/api/desk/me")
            if me.status != 200:
                self._form(self._with_password(), code=code(service.demo.person(name)["totp"]))
                me = self.get("/api/desk/me")
            assert me.status == 200, f"{name} could not sign in"
            SESSIONS[service.origin, name] = dict(self.cookies)
            self.id: str = me.json["officer"]["id"]
            self.token: str = me.json["csrf"]
        else:
            self._with_password()

    def _with_password(self) -> str:
        person = self.service.demo.person(self.name)
        login = {"login": person["email"], "password": person["password"]}
        return self._form("/account/login/", **login)

    @property
    def cookie(self) -> str:
        """What the browser sends."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> Answer:
        """Ask for something."""
        return self._ask("GET", path)

    def send(self, method: str, path: str, body: object = None) -> Answer:
        """Send JSON, or bytes as they are."""
        is_bytes = isinstance(body, bytes)
        data = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        kind = "application/octet-stream" if is_bytes else "application/json"
        return self._ask(method, path, data, {"Content-Type": kind, "X-CSRFToken": self.token})

    def _form(self, path: str, **fields: str) -> str:
        """Fill in the form of a page; return where it leads."""
        page = self._ask("GET", path)
        hidden = re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.body.decode()
        )
        form = urllib.parse.urlencode({**dict(hidden), **fields}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._ask("POST", path, form, kind)
        assert answer.status == 302, (self.name, path, answer.status)
        return answer.headers["location"]

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        own = {"Cookie": self.cookie, "Origin": self.service.origin, "Referer": self.service.origin}
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.service.port, timeout=30, source_address=(FROM, 0)
        )
        try:
            connection.request(method, path, body, own | (headers or {}))
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    cookie, _, content = value.partition(";")[0].partition("=")
                    self.cookies[cookie] = content
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, answer.read(), found)
        finally:
            connection.close()


class Sender(Reporter):
    """A receipt, and signed requests to a server that really runs.

    What it sends looks sealed and is random inside: only whoever tries to open it could tell.
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.item = sealed()
        self._body: bytes | None = None

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Ask for something, signed."""
        return ask(self.service, method, path, body, self.headers(method, path, body))

    def headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        """What a signed request says of itself."""
        bare, _mark, query = path.partition("?")
        kind = "application/octet-stream" if "/pieces/" in path else "application/json"
        return {"Content-Type": kind, **self.sign(method, bare, body, query=query)}

    def sent(self, place: dict[str, Any]) -> bytes:
        """The body of the report, always the same; `place` is what `a_place` found."""
        if self._body is None:
            report = {
                **{name: place[name] for name in ("organisation", "channel", "directory")},
                "case": self.case.hex,
                "receipt": {
                    "lookup": self.lookup,
                    "request_key": self.key.public_key().public_bytes_raw().hex(),
                    "author_key": secrets.token_hex(32),
                    "recipient": a_recipient(),
                    "ledger_key": secrets.token_hex(32),
                },
                "room": {"id": self.room.hex, "recipient": a_recipient()},
                "box": None,
                "joint": None,
                "grants": [
                    {"holder": holder, "sealed": text(sealed())}
                    for holder in ("reporter", *place["holders"])
                ],
                "item": {
                    "id": secrets.token_hex(16),
                    "sealed": text(self.item),
                    "hash": hashlib.sha256(self.item).hexdigest(),
                },
            }
            self._body = json.dumps(report).encode()
        return self._body


def a_place(service: Service, *names: str) -> dict[str, Any]:
    """Where a report to these officers of the Kustdienst goes, by the published directory."""
    path = f"/api/organisations/{service.demo.organisation}/directory"
    document = json.loads(ask(service, "GET", path).json["document"])
    channel = next(one for one in document["channels"] if one["slug"] == "integriteit")
    ids = {one["name"]: one["id"] for one in document["officers"]}
    return {
        "organisation": service.demo.organisation,
        "channel": channel["id"],
        "directory": document["version"],
        "holders": [f"officer:{ids[name]}" for name in names or ("Ada", "Ruth")],
        "ids": ids,
    }


@contextlib.contextmanager
def people_of(service: Service, folder: Path) -> Iterator[People]:
    """Everybody's devices, until the block ends."""
    people = People(service, folder)
    try:
        yield people
    finally:
        people.close()
