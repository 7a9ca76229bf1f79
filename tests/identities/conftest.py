from collections.abc import Callable

import pytest

from hoeder.ledger import actions as ledger
from tests.build import Cast
from tests.identities.world import Reported, a_report


@pytest.fixture
def report(cast: Cast) -> Reported:
    """Noor's report, sealed to Ada, with a box for the five custodians."""
    return a_report(cast)


@pytest.fixture
def break_ledger(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make the ledger fail from now on."""

    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    return lambda: monkeypatch.setattr(ledger, "append", fail)
