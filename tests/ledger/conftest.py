"""Each test of the ledger has a folder of its own for the log's key."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the signing key lies."""
    settings.LEDGER_ORIGIN = "meldpunt.example/log"
    return tmp_path
