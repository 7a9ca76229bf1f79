"""A Hoeder that is filled once in a run, and copied for whoever needs one that runs.

Filling takes a minute, because people set passwords, second factors and passphrases as people do.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from demo.filling import Demo, fill, free_port, load
from tools.service import Service, environment_of, start

#: One name for each worker of a run in parallel.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@dataclass(frozen=True)
class Filled:
    """A folder with the cast, and a database beside it where this run uses PostgreSQL."""

    folder: Path
    database: str | None
    demo: Demo

    def serve(self, folder: Path, name: str, settings: Mapping[str, str] | None = None) -> Service:
        """Serve a copy of it from a new folder; `name` is that of the copied database."""
        with one_at_a_time(self.folder):
            shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
            database = new_database(f"{name}_{WORKER}", self.database) if self.database else None
        return start(folder, database, settings)


def filled(folder: Path) -> Filled:
    """Fill a folder, unless it was filled before. Whoever comes second waits for the first."""
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder):
        demo = load(folder)
        database = None
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            if demo is None or not database_exists("filled"):
                database, demo = new_database("filled"), None
            else:
                database = database_url("filled")
        if demo is None:
            demo = fill(folder, environment_of(folder, database, free_port()), reports=[])
    return Filled(folder, database, demo)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep the other workers of a run away from a folder and its database until the block ends."""
    with folder.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def database_url(name: str) -> str:
    """The address of a database beside the one of the other tests."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(url._replace(path=f"/{name}"))


def new_database(name: str, template: str | None = None) -> str:
    """Make a database, empty or as a copy; return its address."""
    copied = f" TEMPLATE {urlsplit(template).path[1:]}" if template else ""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name}{copied}".encode())
    return database_url(name)


def database_exists(name: str) -> bool:
    """Whether an earlier run has made it."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None
