"""A running Hoeder is held against what it put in its log: by a stranger, without a database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hoeder_proof.verify import program
from tests import serving
from tools.service import Service

pytestmark = [pytest.mark.xdist_group("site"), pytest.mark.first]


@pytest.fixture
def service(filled: serving.Filled, tmp_path: Path) -> Iterator[Service]:
    """A service of its own: a page of it is changed."""
    running = filled.serve(tmp_path / "site", "site")
    yield running
    running.stop()


def test_a_running_service_serves_what_it_logged_and_a_changed_page_is_named(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    """law.md EVD-06: what is served to reporters is what stands in the log.

    1. The pages are built and a batch is published: all pages and files are those of the log.
    2. Somebody changes one letter of a page: it is named, and only that one.
    """
    service.manage("build_pages")
    service.manage("publish_ledger", "--now")
    service.stop()
    service.restart()
    assert program.main([service.origin, "--site"]) == 0
    assert "/log/release" in capsys.readouterr().out

    page = service.data_dir / "pages" / "nl" / "index.html"
    text = page.read_text()
    # Of the same length, so that the server goes on serving it.
    page.write_text(text.replace("meld", "mold", 1))
    assert program.main([service.origin, "--site"]) == 1
    said = capsys.readouterr().out
    assert [line for line in said.split("\n") if line.startswith("- /nl/: ")]
    assert "- /en/" not in said
