"""What the server costs while nothing happens, and how soon it answers after a start."""

import time
from pathlib import Path
from statistics import median

from bench import Row
from bench.running import service
from demo.filling import free_port, serve

STARTS = 5
IDLE_SECONDS = 5


def measure() -> list[Row]:
    """Measure idle memory of all processes together, and cold starts on a second port."""
    running = service()
    time.sleep(IDLE_SECONDS)
    # Duties that follow a start or a new hour have a process of their own, which ends with them.
    while any(b"tick" in command_of(pid) for pid in running.processes()):
        time.sleep(1)
    idle = sum(proportional(pid) for pid in running.processes()) / 1000
    starts = [cold_start(dict(running.environment)) for _ in range(STARTS)]
    return [
        Row("server, idle, all processes (PSS)", "≤ 90 MB", f"{idle:.0f} MB", idle <= 90),
        Row(
            "cold start, command to first answer",
            "≤ 1.5 s",
            f"{median(starts):.2f} s (median of {STARTS})",
            median(starts) <= 1.5,
        ),
    ]


def command_of(pid: int) -> bytes:
    """What a process was started with."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def proportional(pid: int) -> int:
    """Memory of one process in kB, shared pages counted by their share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def cold_start(environment: dict[str, str]) -> float:
    """Seconds from the command to the first answer."""
    began = time.perf_counter()
    process = serve(free_port(), environment)
    took = time.perf_counter() - began
    process.terminate()
    process.wait(timeout=30)
    return took
