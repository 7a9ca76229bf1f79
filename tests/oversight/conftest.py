"""The world of the cases, with a commission of three and a level above it."""

from dataclasses import dataclass

import pytest

from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Role
from tests.build import a_body
from tests.cases.world import Reported, World, a_report, a_world, an_officer


@dataclass
class Above:
    """The commission and, above it, a supervisory board."""

    mira: Officer
    sanne: Officer
    tarik: Officer
    board: Body
    eva: Officer


@pytest.fixture
def world(db: None) -> World:
    """The ministry, the Kustdienst and the Havendienst."""
    return a_world()


@pytest.fixture
def above(world: World) -> Above:
    """Three in the commission, and a level above it with one member."""
    board = a_body(world.organisation, "raad", kind=Body.Kind.COMMISSION)
    world.ministry.above = board
    world.ministry.save(update_fields=["above"])
    return Above(
        mira=world.mira,
        sanne=an_officer(world.ministry, "Sanne", Role.COMMISSION_MEMBER),
        tarik=an_officer(world.ministry, "Tarik", Role.COMMISSION_MEMBER),
        board=board,
        eva=an_officer(board, "Eva", Role.COMMISSION_MEMBER),
    )


@pytest.fixture
def report(world: World) -> Reported:
    """Noor has reported to Ada and Ruth."""
    return a_report(world)
