from collections.abc import Callable

import pytest

from hoeder.ledger import actions as ledger
from hoeder.rooms.models import Room
from tests.cases.world import Reported, World, a_report, a_world


@pytest.fixture
def world(db: None) -> World:
    return a_world()


@pytest.fixture
def report(world: World) -> Reported:
    """Noor's report, sealed to Ada and Ruth."""
    return a_report(world)


@pytest.fixture
def room(report: Reported) -> Room:
    """The dialogue of Noor's case."""
    return report.case.dialogue()


@pytest.fixture
def break_ledger(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fail(**_arguments: object) -> None:
        raise RuntimeError("the ledger cannot write")

    return lambda: monkeypatch.setattr(ledger, "append", fail)
