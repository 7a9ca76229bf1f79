"""The witness as a server speaks C2SP tlog-witness to the letter."""

import hashlib
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from hoeder.ledger.cosignatures import ED25519, checked
from hoeder_proof.witness import folder as folders
from hoeder_proof.witness import keys, serving
from hoeder_proof.witness.judging import Witness
from tests.witness.logs import ORIGIN, Log, forked

HASH = hashlib.sha256(ORIGIN.encode()).hexdigest()


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    """A witness that knows one log."""
    folders.make(tmp_path / "witness", keys.new("or.example/w", ED25519))
    with folders.opened(tmp_path / "witness") as folder:
        folder.know(Log().key.verifier)
        yield Witness(folder)


@pytest.fixture
def port(witness: Witness) -> Iterator[int]:
    """Where it listens."""
    server = serving.server(witness, "127.0.0.1", 0)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def ask(
    port: int, method: str, path: str, body: bytes | None = None, length: str | None = None
) -> tuple[int, str, bytes]:
    """Ask once."""
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request(method, path, body, {"Content-Length": length} if length else {})
        answer = line.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        line.close()


def test_it_answers_as_the_specification_says(port: int, witness: Witness) -> None:
    log = Log()
    log.grow(64)
    assert ask(port, "GET", f"/w/{HASH}/checkpoint")[0] == 404
    status, kind, line = ask(port, "POST", "/w/add-checkpoint", log.body(0))
    assert (status, kind) == (200, "text/plain; charset=utf-8")
    note = log.note() + line.decode()
    assert len(checked(note, [witness.folder.pen.cosigner], now=2**40)) == 1
    assert ask(port, "GET", f"/w/{HASH}/checkpoint")[::2] == (200, note.encode())
    log.grow(64)
    assert ask(port, "POST", "/add-checkpoint", log.body(0)) == (409, "text/x.tlog.size", b"64\n")
    assert ask(port, "POST", "/add-checkpoint", log.body(64))[0] == 200


def test_whoever_rewrites_a_log_hears_it_and_not_where_the_evidence_lies(
    port: int, witness: Witness, capsys: pytest.CaptureFixture[str]
) -> None:
    log = Log()
    log.grow(64)
    ask(port, "POST", "/add-checkpoint", log.body(0))
    status, _, text = ask(port, "POST", "/add-checkpoint", forked(log, 5, 128).body(64))
    assert status == 422
    assert b"does not prove that its 128 leaves begin with the 64" in text
    assert str(witness.folder.path).encode() not in text
    assert str(witness.folder.path) in capsys.readouterr().out
    status, _, text = ask(port, "POST", "/add-checkpoint", forked(log, 5, 64).body(0))
    assert (status, text) == (409, b"64\n")
    assert len(witness.folder.evidence()) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "length", "status"),
    [
        ("POST", "/add-checkpoint", b"nonsense", None, 400),
        ("POST", "/add-checkpoint", b"\xff\xfe", None, 400),
        ("POST", "/add-checkpoint", b"", "x", 411),
        ("POST", "/add-checkpoint", b"", "-1", 411),
        ("POST", "/add-checkpoint", b"", "9999999", 413),
        ("POST", "/sign-subtree", b"x", None, 404),
        ("GET", "/", None, None, 404),
        ("GET", "/checkpoint", None, None, 404),
        ("DELETE", "/add-checkpoint", None, None, 501),
    ],
)
def test_whatever_else_is_asked_is_refused(
    port: int, method: str, path: str, body: bytes | None, length: str | None, status: int
) -> None:
    assert ask(port, method, path, body, length)[0] == status


def test_a_full_disk_is_said_and_nothing_is_signed(
    port: int, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log()
    log.grow(64)

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(folders, "write_whole", full)
        assert ask(port, "POST", "/add-checkpoint", log.body(0))[0] == 503
    assert ask(port, "POST", "/add-checkpoint", log.body(0))[0] == 200
