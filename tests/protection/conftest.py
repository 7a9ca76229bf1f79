"""The world of the cases, with a data protection officer."""

import pytest

from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from tests.cases.world import Reported, World, a_report, a_world, an_officer


@pytest.fixture
def world(db: None) -> World:
    """The ministry, the Kustdienst and the Havendienst."""
    return a_world()


@pytest.fixture
def report(world: World) -> Reported:
    """Noor has reported to Ada and Ruth."""
    return a_report(world)


@pytest.fixture
def fg(world: World) -> Officer:
    """The data protection officer of the Kustdienst: an office, not a person of the cast."""
    return an_officer(world.kustdienst, "Functionaris", Role.DATA_PROTECTION_OFFICER)
