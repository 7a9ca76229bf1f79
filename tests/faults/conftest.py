"""One service for the tests that leave it whole, and new ones for those that break it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.faults.devices import Desk, People, people_of
from tests.faults.mail import Mailbox
from tests.serving import Filled
from tools.service import Service

Serve = Callable[..., Service]


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """A mail server that keeps what is handed to it."""
    with Mailbox.open() as box:
        yield box


@pytest.fixture(scope="session")
def place(
    filled: Filled, mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A service that is attacked, and stays whole. It has officers and no report."""
    settings = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mailbox.port)}
    running = filled.serve(tmp_path_factory.mktemp("place"), "place", settings)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def people(place: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Everybody at their devices, visiting `place`."""
    with people_of(place, tmp_path_factory.mktemp("people")) as present:
        yield present


@pytest.fixture(scope="session")
def ada(place: Service, people: People) -> Desk:
    """Ada, who signed in and unlocked her keys."""
    desk = Desk(place, "Ada")
    people.arrive(desk)
    return desk


@pytest.fixture
def serve(filled: Filled, tmp_path: Path) -> Iterator[Serve]:
    """Serve a Hoeder that may be broken: it is used by one test only."""
    running: list[Service] = []

    def one(settings: Mapping[str, str] | None = None) -> Service:
        name = f"broken{len(running)}"
        running.append(filled.serve(tmp_path / name, name, settings))
        return running[-1]

    yield one
    for service in running:
        if service.process.poll() is None:
            service.stop()
