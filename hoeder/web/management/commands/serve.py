"""`manage.py serve`: run the service, and every hour what must happen by itself."""

import contextlib
import errno
import gc
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

#: Connections at once; one that only waits costs a socket. Beyond, they wait in the queue.
AT_ONCE = 2048
QUEUE = 1024
GATEWAY = "hoeder.web.gateway:application"
#: A request's head, in bytes and in milliseconds.
HEAD_SIZE = 32 * 1024
HEAD_TIME = 10_000
STOP_SECONDS = 15
#: Seconds from the start to the first duties: the first visitor comes first.
FIRST_PAUSE = 2.0


class Command(BaseCommand):
    """Serve Hoeder until it is told to stop."""

    help = "Serve Hoeder on http://127.0.0.1:8000, and do every hour what must happen by itself."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--host`, `--port` and `--workers`."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="processes (default: 1)")

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        """Check the port and the folder, migrate if needed, then serve."""
        # Everything that is written here is for this service alone.
        os.umask(0o077)
        check_port(host, port)
        check_folder(settings.DATA_DIR)
        migrate_if_needed()
        remove_old_pages(settings.PAGES_DIR)
        load_everything()
        server = a_server(host, port, workers)
        clock = Hourly()
        server.on_startup(clock.start)
        server.on_shutdown(clock.stop)
        self.stdout.write(f"Hoeder is served on http://{host}:{port} (stop it with Ctrl+C).")
        self.stdout.flush()
        server.serve()


def check_port(host: str, port: int) -> None:
    """Refuse with one sentence when the port cannot be had."""
    if not 0 < port < 65536:
        raise CommandError(f"There is no port {port}: choose one from 1 to 65535.")
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} is in use: stop the program that uses it, or choose another port"
                " with --port."
            ) from error
        raise CommandError(f"Port {port} on {host} cannot be used: {error.strerror}.") from error


def check_folder(folder: Path) -> None:
    """Refuse with one sentence when nothing can be written where everything must be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(
            f"Nothing can be written in {folder} ({error.strerror}): make it writable, or set"
            " DATA_DIR to another folder."
        ) from error


def migrate_if_needed() -> None:
    """Bring the database up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def remove_old_pages(pages: Path) -> None:
    """Take away all pages but those to which the link leads and the ones before.

    Another process may still serve these: it is started anew after this one.
    """
    served = pages.resolve()
    others = [one for one in pages.parent.glob(f"{pages.name}-*") if one.resolve() != served]
    for folder in sorted(others, key=lambda one: one.lstat().st_mtime)[:-1]:
        shutil.rmtree(folder, ignore_errors=True)


def load_everything() -> None:
    """Load all code once, here: the workers are forked from this process and share its memory."""
    import_module(GATEWAY.partition(":")[0])
    _ = get_resolver().url_patterns
    # A database connection must not be shared between processes.
    connections.close_all()
    # What is loaded now stays: unfrozen, the collector would touch, and so copy, every page of it.
    # Nor is it collected first: that takes a tenth of the start and frees a fiftieth, in holes that
    # each worker would fill, and so copy.
    gc.freeze()
    gc.enable()


def a_server(host: str, port: int, workers: int) -> MPServer:
    """Set granian up: plain HTTP/1, no access log, little memory, and a bounded queue."""
    multiprocessing.set_start_method("fork", force=True)
    return MPServer(
        GATEWAY,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        runtime_threads=1,
        runtime_blocking_threads=1,
        runtime_mode=RuntimeModes.st,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        backlog=QUEUE,
        backpressure=AT_ONCE,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIME, max_buffer_size=HEAD_SIZE),
        # Nothing about a request is ever logged; only that the server itself is in trouble.
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )


class Hourly:
    """Runs `tick` at the start and in each slot, in a process of its own that gives all back."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._running: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="hourly", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and let a tick that runs finish: each of its steps is whole or not at all."""
        self._stopped.set()
        if self._running is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._running.wait(timeout=STOP_SECONDS)
        self._thread.join(timeout=1)

    def is_running(self) -> bool:
        """Tell whether the duties go on."""
        return self._thread.is_alive()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopped.wait(pause):
            self._running = subprocess.Popen([sys.executable, sys.argv[0], "tick"])  # noqa: S603
            self._running.wait()
            slot = min(3600, settings.LEDGER_BATCH_SECONDS)
            # A moment after the slot begins, so that two clocks that differ a little agree.
            pause = slot - time.time() % slot + 1
