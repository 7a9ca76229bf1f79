"""One filled service for all benchmarks that need one, started when the first asks for it."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from tools.service import Service, start


@functools.cache
def service() -> Service:
    """Fill and serve; stopped when the benchmarks end."""
    folder = Path(tempfile.mkdtemp(prefix="hoeder-bench-"))
    running = start(folder, None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(running.stop)
    return running
