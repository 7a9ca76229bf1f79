"""The commands around the ledger: publishing, verifying, ticking, serving."""

import socket
import threading
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from hoeder.ledger import actions as ledger
from hoeder.ledger import reading
from hoeder.ledger.models import Checkpoint, Journal
from hoeder.web.management.commands import serve
from tests.ledger.build import SYSTEM, a_log, flip, some_events


def run(command: str, *arguments: str) -> str:
    """Run a command and return what it says."""
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_publishing_says_how_large_the_log_is() -> None:
    assert run("publish_ledger") == "The log has 64 leaves.\n"
    assert run("publish_ledger") == "No batch is due.\n"
    assert run("publish_ledger", "--now") == "The log has 128 leaves.\n"


@pytest.mark.django_db
def test_verifying_says_that_all_is_well_or_what_is_not(tmp_path: Path) -> None:
    a_log()
    kept = tmp_path / "kept.txt"
    kept.write_text(reading.newest_checkpoint() or "")
    assert run("verify_ledger") == "Verified: 10 events, 192 leaves, 3 checkpoints.\n"
    assert run("verify_ledger", "--from", str(kept)).startswith("Verified")
    flip(0, 0, 0)
    out = StringIO()
    with pytest.raises(CommandError, match="1 faults in 10 events"):
        call_command("verify_ledger", stdout=out)
    assert out.getvalue() == "The hash of leaf 0 in tile 0/000 is not what was published.\n"


@pytest.mark.django_db
def test_a_checkpoint_file_that_cannot_be_read_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("verify_ledger", "--from", "/nowhere/kept.txt")


@pytest.mark.django_db(transaction=True)
def test_the_newest_published_checkpoint_is_checked_too(folder: Path) -> None:
    ledger.publish(by=SYSTEM)
    (folder / "log.checkpoint").write_text("something else")
    with pytest.raises(CommandError, match="1 faults"):
        run("verify_ledger")


@pytest.mark.django_db
def test_a_tick_publishes_and_a_second_one_finds_nothing_to_do() -> None:
    some_events(None, 1)
    call_command("tick")
    call_command("tick")
    assert Checkpoint.objects.count() == 1
    assert not Journal.objects.filter(leaf=None).exists()


@pytest.mark.django_db
def test_a_duty_that_fails_does_not_keep_the_others_from_being_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def breaks(**kwargs: object) -> None:
        with transaction.atomic():
            raise RuntimeError

    with (
        patch("hoeder.rooms.actions.forget_unfinished", breaks),
        pytest.raises(CommandError, match=r"Not done: forget unfinished uploads\."),
    ):
        call_command("tick")
    assert Checkpoint.objects.count() == 1
    assert "RuntimeError" in capsys.readouterr().err


def test_a_busy_port_is_one_clear_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"^Port {port} is in use: .* --port\.$"):
            serve.check_port("127.0.0.1", port)
    serve.check_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_does_not_exist_is_one_clear_sentence(port: int) -> None:
    with pytest.raises(CommandError, match=rf"^There is no port {port}: .*\.$"):
        serve.check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_one_clear_sentence() -> None:
    with pytest.raises(CommandError, match=r"^Port 8000 on 192\.0\.2\.1 cannot be used: .*\.$"):
        serve.check_port("192.0.2.1", 8000)


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    serve.check_folder(tmp_path / "new")
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"^Nothing can be written in .* DATA_DIR .*\.$"):
        serve.check_folder(tmp_path / "file")
    with pytest.raises(CommandError, match=r"^Nothing can be written in /proc"):
        serve.check_folder(Path("/proc/hoeder"))


def test_the_hourly_duties_run_at_the_start_and_stop_when_told() -> None:
    started = threading.Event()

    class Tick:
        """A tick that ends at once."""

        def __init__(self, command: list[str]) -> None:
            assert command[-1] == "tick"
            started.set()

        def wait(self, timeout: float | None = None) -> int:
            return 0

    with patch("subprocess.Popen", Tick), patch.object(serve, "FIRST_PAUSE", 0.01):
        hourly = serve.Hourly()
        hourly.start()
        assert started.wait(5)
        hourly.stop()
    assert not hourly.is_running()
