"""The log shows who witnesses it, and takes the word of a witness that nobody can reach."""

import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from hoeder.ledger import actions as ledger
from hoeder.ledger.cosignatures import ED25519
from hoeder.ledger.models import Checkpoint, Cosignature, Tile, Witness
from hoeder.ledger.note import Verifier, read_verifier
from hoeder.ledger.policy import read_policy
from hoeder.ledger.rules import Outcome
from hoeder.organisations.models import DirectoryVersion, Organisation
from hoeder_proof.witness import folder as folders
from hoeder_proof.witness import keys, visiting
from hoeder_proof.witness.judging import Witness as Judge
from hoeder_proof.witness.problems import Contradiction, Refused, Stop
from tests import build
from tests.build import Cast
from tests.ledger.build import SYSTEM, drop_triggers
from tests.ledger.witnesses import COMMISSION, COUNCIL, POLICY, STRANGER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the signing key lies."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return tmp_path


def agree(organisation: Organisation, policy: str) -> DirectoryVersion:
    """Publish a directory that names witnesses."""
    document, signature = build.a_signed_directory(
        organisation, log={"origin": "x", "key": "x", "policy": policy}
    )
    newest = organisation.newest_directory()
    return DirectoryVersion.objects.create(
        organisation=organisation,
        version=newest.version + 1 if newest else 1,
        document=document,
        signature=signature,
    )


def newest(client: Client) -> str:
    """The newest checkpoint, as it is served."""
    return client.get("/log/newest").content.decode()


def bring(client: Client, note: str) -> tuple[int, str]:
    """Bring a note as a witness does."""
    answer = client.post("/log/cosignature", note, content_type="text/plain")
    return answer.status_code, answer.content.decode()


def test_without_witnesses_the_newest_checkpoint_counts(client: Client, cast: Cast) -> None:
    ledger.publish(by=SYSTEM)
    assert client.get("/log/policy").status_code == 404
    assert client.get("/log/checkpoint").content == client.get("/log/newest").content
    assert client.get("/api/log/witnesses").json() == {"witnesses": []}
    assert bring(client, newest(client))[0] == 404
    assert b"Nobody witnesses this log yet" in client.get("/log/").content


def test_what_too_few_have_signed_does_not_count_yet(client: Client, cast: Cast) -> None:
    ledger.publish(by=SYSTEM)
    agree(cast.ministry, POLICY)
    assert client.get("/log/policy").content.decode() == POLICY
    assert client.get("/log/checkpoint").status_code == 404
    note = newest(client)
    assert "wait for their witnesses" in client.get("/log/").content.decode()

    assert bring(client, note + COMMISSION.line(note)) == (200, "commissie\n")
    assert client.get("/log/checkpoint").status_code == 404
    assert bring(client, note + COUNCIL.line(note)) == (200, "or\n")
    counting = client.get("/log/checkpoint").content.decode()
    assert counting == newest(client)
    assert set(read_policy(POLICY).cosigned(counting, now=int(time.time()))) == {"commissie", "or"}
    assert "Enough witnesses have signed all entries" in client.get("/log/").content.decode()

    ledger.publish(by=SYSTEM, at_once=True)
    assert client.get("/log/checkpoint").content.decode() == counting
    said = client.get("/api/log/witnesses").json()["witnesses"]
    assert [(one["name"], one["size"], one["silent_since"]) for one in said] == [
        ("commissie", 64, None),
        ("or", 64, None),
    ]
    assert said[0]["cosigned_at"].endswith("Z")


def test_only_a_witness_of_ours_is_heard(client: Client, cast: Cast) -> None:
    ledger.publish(by=SYSTEM)
    agree(cast.ministry, POLICY)
    note = newest(client)
    for status, text in [
        (422, note),
        (422, note + STRANGER.line(note)),
        (422, note + COMMISSION.line(note, at=int(time.time()) + 7200)),
        (422, note + COMMISSION.line(note.replace("\n64\n", "\n128\n"))),
        (409, note.replace("\n64\n", "\n128\n")),
        (422, "\x00\xff nonsense"),
        (422, ""),
        (413, "a" * 300_000),
    ]:
        assert bring(client, text)[0] == status, text
    assert client.get("/log/cosignature").status_code == 405
    assert not Cosignature.objects.exists()


@pytest.mark.parametrize(
    "path", ["/log/", "/log/newest", "/log/policy", "/log/checkpoint", "/api/log/witnesses"]
)
def test_nothing_of_the_log_sets_a_cookie(client: Client, cast: Cast, path: str) -> None:
    ledger.publish(by=SYSTEM)
    agree(cast.ministry, "quorum none\n")
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    note = newest(client)
    assert not client.post("/log/cosignature", note, content_type="text/plain").cookies


def test_the_page_speaks_both_languages_and_says_what_is_wrong(client: Client, cast: Cast) -> None:
    assert b"still empty" in client.get("/log/").content
    ledger.publish(by=SYSTEM)
    agree(cast.ministry, POLICY)
    Witness.objects.create(key=COMMISSION.cosigner.text())
    ledger.note_outcome(key=COMMISSION.cosigner.text(), outcome=Outcome.OTHER_HISTORY, by=SYSTEM)
    ledger.note_outcome(key=COUNCIL.cosigner.text(), outcome=Outcome.UNREACHABLE, by=SYSTEM)
    page = client.get("/log/?language=nl").content.decode()
    assert 'lang="nl"' in page
    assert "commissie zegt dat dit logboek is herschreven" in page
    assert "De getuige is niet bereikbaar." in page
    assert "Heeft nog niet ondertekend" in page
    assert "commissie says that this log was rewritten" in client.get("/log/").content.decode()
    dutch = client.get("/log/", headers={"accept-language": "nl"}).content.decode()
    assert 'href="?language=en"' in dutch


def test_each_hour_the_witnesses_are_asked_and_a_contradiction_is_said_aloud(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    agree(cast.ministry, POLICY)
    answers = {"commissie": Outcome.UNREACHABLE}
    monkeypatch.setattr("hoeder.ledger.witnessing.submit", lambda **given: answers)
    call_command("tick")
    answers["or"] = Outcome.OTHER_HISTORY
    with pytest.raises(CommandError, match="Not done: ask the witnesses"):
        call_command("tick")
    assert "rewritten, says or" in capsys.readouterr().err


class Near(visiting.Log):
    """The log, asked without a network."""

    def __init__(self, client: Client) -> None:
        super().__init__("https://meldpunt.example/log/")
        self.client = client

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        answer = self.client.generic(method, path, body or b"", content_type="text/plain")
        return answer.status_code, answer.content


@pytest.fixture
def judge(client: Client, cast: Cast, tmp_path: Path) -> Judge:
    """A witness behind a firewall, of the policy and with the log's key."""
    pen = keys.new("or.example/w", ED25519)
    folders.make(tmp_path / "witness", pen)
    ledger.publish(by=SYSTEM)
    found = folders.Folder(tmp_path / "witness")
    found.know(keys_of_log(client))
    agree(cast.ministry, f"witness or {pen.cosigner.text()}\nquorum or\n")
    return Judge(found)


def keys_of_log(client: Client) -> Verifier:
    """The log's key, here taken from the log itself."""
    return read_verifier(client.get("/log/key").content.decode().strip())


def test_a_witness_behind_a_firewall_visits_checks_and_brings_its_word(
    client: Client, judge: Judge
) -> None:
    log = Near(client)
    assert client.get("/log/checkpoint").status_code == 404
    assert visiting.visit(judge, log) == 64
    for _batch in range(6):
        ledger.publish(by=SYSTEM, at_once=True)
    # After some silence it catches up at once.
    assert visiting.visit(judge, log) == 448
    assert visiting.visit(judge, log) == 448
    counting = client.get("/log/checkpoint").content.decode()
    assert counting.split("\n")[1] == "448"
    assert judge.folder.pen.cosigner.name in counting


def test_the_visiting_witness_refuses_what_does_not_fit(
    client: Client, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Near(client)
    visiting.visit(judge, log)
    earlier, asks = newest(client), Near._ask
    ledger.publish(by=SYSTEM, at_once=True)
    for path, answer, problem in [
        ("/log/newest", (404, b""), "does not give /log/newest"),
        ("/log/newest", (200, b"nonsense"), "not a signed note"),
        ("/log/newest", (200, earlier.replace("\n64\n", "\n65\n").encode()), "missing or wrong"),
        ("/log/tile/0/000.p/128", (200, bytes(128 * 32)), "do not lead to the root"),
        ("/log/tile/0/000.p/128", (200, b""), "tiles are incomplete"),
        ("/log/cosignature", (422, b'{"detail":"No clock"}'), "does not take the signature: No"),
        ("/log/cosignature", (500, b"<p>"), "it answers 500"),
    ]:

        def instead(
            self: Near,
            method: str,
            asked: str,
            body: bytes | None,
            path: str = path,
            answer: tuple[int, bytes] = answer,
        ) -> tuple[int, bytes]:
            return answer if asked == path else asks(self, method, asked, body)

        with monkeypatch.context() as patched:
            patched.setattr(Near, "_ask", instead)
            with pytest.raises((Stop, Refused), match=problem):
                visiting.visit(judge, log)
    assert visiting.visit(judge, log) == 128


def test_a_log_that_was_set_back_or_rewritten_is_found_by_the_visitor(
    client: Client, judge: Judge, settings: Settings
) -> None:
    log = Near(client)
    for _batch in range(2):
        ledger.publish(by=SYSTEM, at_once=True)
    visiting.visit(judge, log)
    rewrite(settings, batches=1)
    with pytest.raises(Stop, match="this witness has seen 192"):
        visiting.visit(judge, log)
    for _batch in range(3):
        ledger.publish(by=SYSTEM, at_once=True)
    with pytest.raises(Contradiction, match="begin with the 192"):
        visiting.visit(judge, log)
    assert judge.folder.evidence()


def rewrite(settings: Settings, batches: int) -> None:
    """Begin the log anew with its own key, as somebody who holds the server could."""
    drop_triggers()
    for model in (Cosignature, Checkpoint, Tile):
        model._base_manager.all()._raw_delete("default")
    (settings.DATA_DIR / "log.checkpoint").unlink(missing_ok=True)
    for _batch in range(batches):
        ledger.publish(by=SYSTEM, at_once=True)
