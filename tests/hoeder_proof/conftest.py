from pathlib import Path

import pytest

from tests.hoeder_proof.running import Verifier


@pytest.fixture
def verifier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Verifier:
    return Verifier(tmp_path, capsys)
