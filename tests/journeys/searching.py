"""Search everything that a service holds for words that it must never have seen."""

import base64
from collections.abc import Iterable, Iterator, Mapping

import psycopg

from tools.service import Service


def forms(word: str) -> list[bytes]:
    """The ways in which a word could lie about: plain, as Java and Windows write it, in base64
    at each of its three alignments, and in hex.
    """
    plain = word.encode()
    found = [plain, word.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()]
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


def found(service: Service, words: Iterable[str]) -> Mapping[str, set[str]]:
    """For each word that lies anywhere: the places."""
    needles = {word: forms(word) for word in words}
    hits: dict[str, set[str]] = {}
    for place, data in places(service):
        for word, shapes in needles.items():
            if any(shape in data for shape in shapes):
                hits.setdefault(word, set()).add(place)
    return hits
