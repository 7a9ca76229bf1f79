"""The service starts with one command, does its duties by itself, and stops when told."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from io import StringIO
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from hoeder.web.management.commands import serve

PLAN = "django.db.migrations.executor.MigrationExecutor.migration_plan"
ROOT = Path(__file__).resolve().parents[2]
#: What few requests, commands of their own or no request at all need. It costs each start and each
#: process that it is loaded in.
SELDOM = {"hoeder_proof", "holidays", "qrcode", "rfc3161_client", "shamir_mnemonic"}
LOADED = f"""
import sys, django
django.setup()
from hoeder.web.management.commands.serve import load_everything
load_everything()
print(sorted({SELDOM!r} & set(sys.modules)))
"""


def fetch(port: int, path: str) -> str | None:
    """Fetch a page of the service, None while it is not there."""
    with (
        suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer,
    ):
        return str(answer.read().decode())
    return None


def wait_for(port: int, path: str) -> str:
    """Fetch a page until it is there."""
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        text = fetch(port, path)
        if text is not None:
            return text
        time.sleep(0.1)
    raise AssertionError(f"{path} did not come")


def half_a_request(port: int) -> socket.socket:
    """Begin to send a report and stop."""
    connection = socket.create_connection(("127.0.0.1", port))
    head = b"POST /api/reports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n{"
    connection.sendall(head)
    return connection


def test_one_command_serves_publishes_and_stops(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-W", "ignore", "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": "a"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert wait_for(port, "/healthz") == "ok\n"
        # The first duties follow by themselves: a log of dummies, for nothing has happened yet.
        assert wait_for(port, "/log/checkpoint").split("\n")[1] == "64"
        # Forty who stop in the middle of sending keep nobody else waiting.
        slow = [half_a_request(port) for _ in range(40)]
        assert fetch(port, "/healthz") == "ok\n"
        for connection in slow:
            connection.close()
        private = [path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()]
        assert set(private) == {0}
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said == f"Hoeder is served on http://127.0.0.1:{port} (stop it with Ctrl+C).\n"
    assert fetch(port, "/healthz") is None


def test_nothing_is_loaded_twice_and_no_connection_is_shared(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    made = Mock()
    steps = Mock()
    with (
        patch.object(serve, "MPServer", made),
        patch.object(serve, "connections", steps),
        patch.object(serve, "migrate_if_needed", steps.migrate),
        patch("multiprocessing.set_start_method", steps.fork),
        patch("os.umask", steps.umask),
        patch("gc.freeze"),
        socket.create_server(("127.0.0.1", 0)) as probe,
    ):
        port = probe.getsockname()[1]
        probe.close()
        out = StringIO()
        call_command("serve", "--port", str(port), "--workers", "2", stdout=out)
    steps.migrate.assert_called_once_with()
    steps.close_all.assert_called_once_with()
    steps.fork.assert_called_once_with("fork", force=True)
    given = made.call_args.kwargs
    assert (given["port"], given["workers"], given["log_access"]) == (port, 2, False)
    made.return_value.serve.assert_called_once_with()
    assert str(port) in out.getvalue()


def test_what_is_seldom_needed_is_not_loaded_to_serve(tmp_path: Path) -> None:
    environment = os.environ | {"DATA_DIR": str(tmp_path), "SECRET_KEY": "a"}
    environment["DJANGO_SETTINGS_MODULE"] = "hoeder.config.settings"
    command = [sys.executable, "-W", "ignore", "-c", LOADED]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_left_alone() -> None:
    with patch.object(serve, "call_command") as migrate:
        serve.migrate_if_needed()
        migrate.assert_not_called()
        with patch(PLAN, return_value=["one"]):
            serve.migrate_if_needed()
    migrate.assert_called_once_with("migrate", verbosity=0, interactive=False)


def test_two_nodes_at_once_make_one_batch(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DATA_DIR": str(tmp_path), "SECRET_KEY": "a", "LEDGER_BATCH_SECONDS": "9" * 9}
    command = [sys.executable, "-W", "ignore", "manage.py"]
    subprocess.run([*command, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)  # noqa: S603
    nodes = [
        subprocess.Popen(  # noqa: S603
            [*command, "publish_ledger"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = sorted(node.communicate(timeout=60)[0] for node in nodes)
    assert said == ["No batch is due.\n", "No batch is due.\n", "The log has 64 leaves.\n"]
