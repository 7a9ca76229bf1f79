import pytest
from pytest_django.fixtures import Settings

from hoeder.organisations.models import Officer
from tests.build import Cast
from tests.cases.world import declared
from tests.identities.world import Reported, a_report
from tests.retention.doing import close


@pytest.fixture(autouse=True)
def _keys_of_this_test(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is destroyed here is destroyed here alone."""
    folder = tmp_path_factory.mktemp("data")
    settings.ERASURE_DIR = folder / "erasure"
    settings.DATA_DIR = folder


@pytest.fixture
def ada(cast: Cast) -> Officer:
    return cast.officers["ada"]


@pytest.fixture
def ruth(cast: Cast) -> Officer:
    return cast.officers["ruth"]


@pytest.fixture
def report(cast: Cast, ada: Officer, ruth: Officer) -> Reported:
    """Noor's report to Ada and Ruth, with her name in a box."""
    made = a_report(cast, ada, ruth)
    declared(made.case, ada, ruth)
    return made


@pytest.fixture
def closed(report: Reported, ada: Officer) -> Reported:
    """The same, closed with her yes today."""
    report.case = close(report.case, report.noor, ada)
    return report
