"""A Hoeder that really runs, for journeys and benchmarks: its own data, port and processes."""

import contextlib
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from demo.filling import STOP_SECONDS, Demo, fill, free_port, load, serve

ROOT = Path(__file__).resolve().parents[1]
#: New for each run, unless one is given: a folder that is served again needs the same.
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_hex(32)


@dataclass
class Service:
    """One running service on a port of its own."""

    data_dir: Path
    port: int
    process: "subprocess.Popen[bytes]"
    demo: Demo
    environment: dict[str, str] = field(repr=False, default_factory=dict)
    #: How much later it is for this service than it is (tests/later.py).
    ahead: timedelta = timedelta()

    @property
    def origin(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments: str) -> str:
        """Run a management command on this service's data."""
        return subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def processes(self) -> list[int]:
        """The server's process and all below it."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        return found

    def processor_seconds(self) -> float:
        """How long the server's processes have kept a processor busy."""
        ticks = 0
        for pid in self.processes():
            # Behind the name, which may hold anything: the 12th and 13th are user and system time.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> Iterator[bytes]:
        """Everything that the server's processes hold in memory, as a core dump would have it."""
        for pid in self.processes():
            yield from memory_of(pid)

    def files(self) -> Iterator[Path]:
        """Every file that the service has written."""
        yield from (path for path in self.data_dir.rglob("*") if path.is_file())

    def crash(self) -> None:
        """End every process of it at once, as a power cut would."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def restart(self) -> None:
        """Serve the same data again, on the same port, in the present."""
        self.ahead = timedelta()
        self.process = serve(self.port, self.environment)

    def stop(self) -> None:
        """End it as a service manager would."""
        self.process.terminate()
        # It lets hourly duties and open requests end first.
        self.process.wait(timeout=STOP_SECONDS)


def memory_of(pid: int) -> Iterator[bytes]:
    """The readable memory of one process, a mapping at a time.

    Without the code and constants of programs, which are mapped from files and never written.
    """
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) r(?!.*\[v)", line)
            if not found:
                continue
            start, end = (int(part, 16) for part in found.groups())
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                # Some mappings are listed as readable and are not: guard pages, devices.
                continue


def start(
    data_dir: Path, database_url: str | None, settings: Mapping[str, str] | None = None
) -> Service:
    """Fill a folder with the cast, unless that was done before, and serve it.

    `settings` are further variables of its environment (docs/settings.md).
    """
    port = free_port()
    environment = environment_of(data_dir, database_url, port) | dict(settings or {})
    demo = load(data_dir) or fill(data_dir, environment, reports=[])
    return Service(data_dir, port, serve(port, environment), demo, environment)


def environment_of(data_dir: Path, database_url: str | None, port: int) -> dict[str, str]:
    """What a service needs to be told."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": SECRET_KEY,
        "SITE_URL": f"http://127.0.0.1:{port}",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }
