"""The commands that a commission types, and what they say."""

import subprocess
import sys
from pathlib import Path

import pytest

from hoeder.ledger.cosignatures import read_cosigner
from hoeder_proof.witness import folder as folders
from hoeder_proof.witness import visiting
from hoeder_proof.witness.judging import Witness, read_request
from hoeder_proof.witness.problems import Contradiction, Stop
from hoeder_proof.witness.program import CONTRADICTED, COULD_NOT, GOOD, main
from tests.witness.logs import ORIGIN, Log, forked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the witness lives."""
    return tmp_path / "witness"


def run(place: Path, step: str, *arguments: str) -> int:
    """Type one command."""
    return main([step, *arguments, "--folder", str(place)])


@pytest.mark.parametrize("algorithm", ["ed25519", "ml-dsa-44"])
def test_a_witness_is_made_told_of_a_log_and_says_how_far_it_is(
    place: Path, algorithm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(place, "init", "--name", "or.example/w", "--algorithm", algorithm) == GOOD
    said = capsys.readouterr()
    cosigner = read_cosigner(said.out.strip())
    assert cosigner.fingerprint() in said.err
    assert run(place, "trust", Log().key.verifier.text()) == GOOD
    assert run(place, "status") == GOOD
    assert f"{ORIGIN}: nothing signed yet" in capsys.readouterr().out

    log = Log()
    log.grow(64)
    with folders.opened(place) as folder:
        witness = Witness(folder, lambda: 1795773600)
        witness.cosign(read_request(log.body(0)))
        assert run(place, "status") == COULD_NOT
        assert "already runs" in capsys.readouterr().err
    assert run(place, "status") == GOOD
    assert "signed up to 64 leaves, last on 2026-11-27 10:00 UTC" in capsys.readouterr().out
    with folders.opened(place) as folder, pytest.raises(Contradiction):
        Witness(folder).cosign(read_request(forked(log, 3, 128).body(64)))
    assert run(place, "status") == CONTRADICTED
    assert "A log contradicts itself" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (["init", "--name", "or example"], "no spaces and no plus sign"),
        (["init", "--name", ""], "no spaces and no plus sign"),
        (["status"], "There is no witness in"),
        (["run", "--log", "https://meldpunt.example"], "There is no witness in"),
        (["run", "--log", "http://meldpunt.example"], "begins with https://"),
        (["trust", "nonsense"], "This is not the key of a log"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    place: Path, command: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(place, *command) == COULD_NOT
    said = capsys.readouterr().err
    assert problem in said
    assert said.count("\n") == 1


def test_a_witness_is_made_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(place, "init", "--name", "or.example/w")
    assert run(place, "init", "--name", "or.example/w") == COULD_NOT
    assert "is not empty" in capsys.readouterr().err


def test_one_visit_and_one_that_fails(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(place, "init", "--name", "or.example/w")
    monkeypatch.setattr(visiting, "visit", lambda witness, log: 64)
    assert run(place, "run", "--log", "https://meldpunt.example") == GOOD
    assert "Signed 64 leaves." in capsys.readouterr().out

    def gone(witness: Witness, log: visiting.Log) -> int:
        raise Stop("The log cannot be reached now.")

    monkeypatch.setattr(visiting, "visit", gone)
    assert run(place, "run", "--log", "https://meldpunt.example") == COULD_NOT
    assert capsys.readouterr().err == "The log cannot be reached now.\n"


def test_again_and_again_also_after_a_failure(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(place, "init", "--name", "or.example/w")
    rounds = iter([Stop("The log cannot be reached now."), None, KeyboardInterrupt()])

    def sometimes(witness: Witness, log: visiting.Log) -> int:
        if problem := next(rounds):
            raise problem
        return 128

    monkeypatch.setattr(visiting, "visit", sometimes)
    monkeypatch.setattr("hoeder_proof.witness.program.time.sleep", lambda seconds: None)
    assert run(place, "run", "--log", "https://meldpunt.example", "--every", "3600") == GOOD
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].endswith("The log cannot be reached now.")
    assert lines[-1].endswith("Signed 128 leaves.")


def test_the_log_that_is_not_there_is_one_sentence(place: Path) -> None:
    with pytest.raises(Stop, match="cannot be reached now"):
        visiting.Log("http://127.0.0.1:9").newest()


def test_it_runs_with_nothing_of_the_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hoeder", "witness", "init", "--name", "or.example/w"]
    done = subprocess.run(  # noqa: S603
        [*command, "--folder", str(tmp_path / "w")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert read_cosigner(done.stdout.strip()).name == "or.example/w"
