"""The cast of docs/words.md, as fixtures. A test names the people whom it needs."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django.fixtures import Settings

from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from tests import build, looked_at, retelling, serving
from tests.build import Cast
from tests.replaying import replayed
from tools.service import Service

# A timing is never a test: the machine may have other work.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

#: Fixtures by which a test meets a database.
STORING = {"db", "transactional_db", "filled"}


def pytest_configure(config: pytest.Config) -> None:
    """A run of all tests fails when a page was never looked at."""
    config.pluginmanager.register(looked_at)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on SQLite only what would see the very same things on PostgreSQL.

    Whatever is marked so begins first: filling a service takes a minute, and others need it.
    """
    items.sort(key=lambda one: one.get_closest_marker("first") is None)
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    left = [one for one in items if not hangs_on_the_database(one)]
    config.hook.pytest_deselected(items=left)
    items[:] = [one for one in items if one not in left]


def hangs_on_the_database(item: pytest.Item) -> bool:
    """Whether a test meets a database, and what it shows may differ from one to the other."""
    if item.get_closest_marker("once"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & STORING)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as always, except where the machine's clock was set meanwhile."""
    where = {"nodeid": item.nodeid, "location": item.location}
    item.ihook.pytest_runtest_logstart(**where)
    for report in retelling.told(item, nextitem):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(**where)
    return True


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> serving.Filled:
    """The cast with their keys, in a folder that is not served itself.

    `SERVICE_DIR` names a folder that is filled once and used again, for those who write tests.
    """
    kept = os.environ.get("SERVICE_DIR")
    # The workers of a run have each a folder in one that they share.
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return serving.filled(Path(kept) if kept else shared / "filled")


@pytest.fixture(scope="session")
def service(filled: serving.Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Hoeder as it is installed, on the database that this run is for."""
    running = filled.serve(tmp_path_factory.mktemp("service"), "journeys")
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _nothing_is_remembered_between_tests() -> None:
    """Attempts to sign in are counted in the cache."""
    cache.clear()


@pytest.fixture(autouse=True)
def _no_test_speaks_the_language_of_the_one_before() -> None:
    """Django leaves the language of a request in its thread until the next request sets one."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _each_test_keeps_in_a_folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """A test that publishes the ledger must not meet the log of another one, or of `make run`."""
    settings.DATA_DIR = tmp_path
    # Nor the keys that another one destroyed.
    settings.ERASURE_DIR = tmp_path / "erasure"
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "attachments"}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


@pytest.fixture(autouse=True)
def _pages_name_static_files_without_a_build(settings: Settings) -> None:
    """The hashes in the names of static files are made by the build, which is tested by itself."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Each client of a test would list all of them before its first request.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _passwords_take_no_time(settings: Settings) -> None:
    """Argon2 is slow on purpose. Of no use where nobody guesses."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, with the bodies, units, lines and channels between them."""
    return replayed(build.the_cast)


@pytest.fixture
def ada(cast: Cast) -> Officer:
    """Handler of the Kustdienst."""
    return cast.officers["ada"]


@pytest.fixture
def ruth(cast: Cast) -> Officer:
    """The other handler of the Kustdienst."""
    return cast.officers["ruth"]


@pytest.fixture
def van_dalen(cast: Cast) -> Officer:
    """Head of Buitenposten, reported about, and himself a reader of the channel."""
    return cast.officers["van_dalen"]


@pytest.fixture
def omar(cast: Cast) -> Officer:
    """Protection officer."""
    return cast.officers["omar"]


@pytest.fixture
def ilse(cast: Cast) -> Officer:
    """Confidential adviser."""
    return cast.officers["ilse"]


@pytest.fixture
def jonas(cast: Cast) -> Officer:
    """External investigator, for ninety days."""
    return cast.officers["jonas"]


@pytest.fixture
def pim(cast: Cast) -> Officer:
    """Administrator: reads nothing."""
    return cast.officers["pim"]


@pytest.fixture
def smit(cast: Cast) -> Officer:
    """Director of the Kustdienst."""
    return cast.officers["smit"]


@pytest.fixture
def mira(cast: Cast) -> Officer:
    """Chairs the commission above the Kustdienst."""
    return cast.officers["mira"]


@pytest.fixture
def eve(cast: Cast) -> Officer:
    """Handler of another body, the Havendienst."""
    return cast.officers["eve"]


@pytest.fixture
def stranger(cast: Cast) -> Officer:
    """Handler of another organisation."""
    return build.an_officer("stranger", cast.elsewhere, Role.HANDLER)
