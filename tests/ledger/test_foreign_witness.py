"""A witness that is not ours, and knows nothing of Hoeder, cosigns our log and refuses a forgery.

It is `aics-witness`, an implementation of C2SP tlog-witness by others, in a process of its own.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings

from hoeder.ledger import actions as ledger
from hoeder.ledger import reading, witnessed, witnessing
from hoeder.ledger.cosignatures import ED25519
from hoeder.ledger.models import Checkpoint, Cosignature, Tile
from hoeder.ledger.policy import Policy, read_policy
from hoeder.ledger.rules import Outcome
from hoeder_proof.witness import folder as folders
from hoeder_proof.witness import keys, serving
from hoeder_proof.witness.judging import Witness
from tests.ledger.build import SYSTEM, drop_triggers, some_events, tamper
from tools.install import FOREIGN

pytestmark = pytest.mark.django_db

#: Where tools/install.py puts their program.
THEIRS = {**os.environ, "PYTHONPATH": str(FOREIGN)}


def theirs(folder: Path, *arguments: str) -> str:
    """Call their program."""
    command = [sys.executable, "-m", "aics_witness", *arguments]
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=THEIRS, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def their_witness(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Their witness, which knows our log: its verifier key and its address."""
    ledger.begin_log(by=SYSTEM)
    verifier = reading.verifier()
    assert verifier is not None
    folder = tmp_path / "theirs"
    folder.mkdir()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    key = theirs(folder, "init", "--name", "foreign.example/w", "--listen", f"127.0.0.1:{port}")
    theirs(folder, "add-log", "--origin", verifier.name, "--vkey", verifier.text())
    running = subprocess.Popen(
        [sys.executable, "-m", "aics_witness", "serve"],
        cwd=folder,
        env=THEIRS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield key, f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        line = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    raise AssertionError("their witness did not come")


@pytest.fixture
def our_witness(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Our own witness, which knows our log: its verifier key and its address."""
    ledger.begin_log(by=SYSTEM)
    verifier = reading.verifier()
    assert verifier is not None
    folders.make(tmp_path / "ours", keys.new("ours.example/w", ED25519))
    with folders.opened(tmp_path / "ours") as folder:
        folder.know(verifier)
        server = serving.server(Witness(folder), "127.0.0.1", 0)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder.pen.cosigner.text(), f"http://127.0.0.1:{server.server_port}/prefix"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def policy(their_witness: tuple[str, str], our_witness: tuple[str, str]) -> Policy:
    """Both must have signed."""
    return read_policy(
        f"witness theirs {' '.join(their_witness)}\n"
        f"witness ours {' '.join(our_witness)}\n"
        "group both all theirs ours\nquorum both\n"
    )


def test_both_cosign_a_log_that_grows_and_both_refuse_one_that_was_rewritten(
    policy: Policy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"theirs": Outcome.COSIGNED, "ours": Outcome.COSIGNED}
    for batch in range(4):
        some_events(None, 3)
        ledger.publish(by=SYSTEM, at_once=True)
        # Of one batch nobody is asked: the next proof bridges it.
        if batch != 1:
            assert witnessing.submit(policy=policy, by=SYSTEM) == good
            counting = witnessed.newest_that_counts(policy)
            assert counting is not None
            assert set(policy.cosigned(counting, now=int(time.time()))) == {"theirs", "ours"}
    # A log that forgot how far the witnesses are is told, and goes on.
    tamper("DELETE FROM ledger_cosignature")
    assert witnessing.submit(policy=policy, by=SYSTEM) == good

    _rewrite(batches=3)
    # A shorter history than they have signed.
    bad = {"theirs": Outcome.OTHER_HISTORY, "ours": Outcome.OTHER_HISTORY}
    assert witnessing.submit(policy=policy, by=SYSTEM) == bad
    # The same length, and a longer one, with other leaves.
    for _batch in range(2):
        ledger.publish(by=SYSTEM, at_once=True)
        assert witnessing.submit(policy=policy, by=SYSTEM) == bad
    assert witnessed.newest_that_counts(policy) is None

    assert "Both signed notes are kept" in capsys.readouterr().out
    assert len(list((tmp_path / "ours" / "evidence").glob("*.txt"))) == 2
    assert len(json.loads(theirs(tmp_path / "theirs", "evidence"))) >= 2


def _rewrite(batches: int) -> None:
    """Write another history with the log's own key, as whoever holds the server could."""
    drop_triggers()
    for model in (Cosignature, Checkpoint, Tile):
        model._base_manager.all()._raw_delete("default")
    (settings.DATA_DIR / "log.checkpoint").unlink(missing_ok=True)
    for _batch in range(batches):
        ledger.publish(by=SYSTEM, at_once=True)
    assert Checkpoint.objects.count() == batches
