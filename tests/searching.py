"""Search everything that a service holds for words that it must never have seen."""

import base64
import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import psycopg

from tools.service import Service


def forms(word: str | bytes) -> list[bytes]:
    """The ways in which a word could lie about: plain, as Java and Windows write it, in base64
    at each of its three alignments, and in hex. Bytes, such as a key's, have no second spelling.
    """
    plain = word if isinstance(word, bytes) else word.encode()
    found = [plain, plain.hex().encode(), plain.hex().upper().encode()]
    if isinstance(word, str):
        found.append(word.encode("utf-16-le"))
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain).rstrip(b"=")
        # The first and the last characters depend on the neighbours.
        found.append(encoded[-(-shift * 8 // 6) : -1])
    return found


def places(service: Service) -> Iterator[tuple[str, bytes]]:
    """Everything that the service holds: files, database, and the memory of its processes."""
    for path in service.files():
        yield str(path.relative_to(service.data_dir)), path.read_bytes()
    if url := service.environment.get("DATABASE_URL"):
        yield from tables(url)
        yield from database_files(url)
    for number, memory in enumerate(service.memory()):
        yield f"memory {number}", memory


def tables(url: str) -> Iterator[tuple[str, bytes]]:
    """Every table of a PostgreSQL database, as it is copied out."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (name,) in names:
            with connection.cursor().copy(f"COPY {name} TO STDOUT".encode()) as rows:
                yield f"table {name}", b"".join(bytes(row) for row in rows)


def database_files(url: str) -> Iterator[tuple[str, bytes]]:
    """The files of a PostgreSQL database itself, and its log of writes."""
    with psycopg.connect(url, autocommit=True) as connection:
        # What waits in the database's memory is written out first.
        connection.execute("CHECKPOINT")
        folder, oid = connection.execute(
            "SELECT current_setting('data_directory'), oid::text FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone() or ("", "")
    for path in (*Path(folder, "base", oid).iterdir(), *Path(folder, "pg_wal").iterdir()):
        # The database goes on meanwhile, and removes what it no longer needs.
        with contextlib.suppress(FileNotFoundError, IsADirectoryError):
            yield f"postgresql {path.name}", path.read_bytes()


def without_nothing(data: bytes) -> bytes:
    """Leave out what was set aside and never written: half of most memory, nothing but zeros."""
    nothing = bytes(65_536)
    blocks = (data[at : at + len(nothing)] for at in range(0, len(data), len(nothing)))
    return b"".join(block for block in blocks if block != nothing)


def found(service: Service, words: Iterable[str | bytes]) -> Mapping[str | bytes, set[str]]:
    """For each word that lies anywhere: the places."""
    needles = {word: forms(word) for word in words}
    hits: dict[str | bytes, set[str]] = {}
    for place, whole in places(service):
        data = without_nothing(whole)
        for word, shapes in needles.items():
            if any(shape in data for shape in shapes):
                hits.setdefault(word, set()).add(place)
    return hits
