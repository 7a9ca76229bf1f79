"""What the directory that is published now says about custody.

Every report is checked against it, so each version is read once in each process; a published
version never changes, and its signature names it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from hoeder.organisations.models import DirectoryVersion


@dataclass(frozen=True, slots=True)
class PublishedCustody:
    """Who keeps the shares of one body, and who of them are of another body."""

    custodians: tuple[UUID, ...]
    deputies: tuple[UUID, ...]
    authority: UUID
    outside: frozenset[UUID]


def custody(
    organisation: UUID, version: int, signature: str, body: UUID
) -> PublishedCustody | None:
    """Find the custody of a body in one version of the directory, if it has one there."""
    return _custodies(organisation, version, signature).get(body)


@lru_cache(maxsize=32)
def _custodies(organisation: UUID, version: int, signature: str) -> Mapping[UUID, PublishedCustody]:
    found = DirectoryVersion.objects.get(
        organisation=organisation, version=version, signature=signature
    )
    document = json.loads(found.document)
    home = {officer["id"]: officer["body"] for officer in document.get("officers", ())}
    return {
        UUID(hex=row["id"]): PublishedCustody(
            custodians=_ids(row["custodians"]),
            deputies=_ids(row["deputies"]),
            authority=UUID(hex=row["authority"]),
            outside=frozenset(
                _ids(
                    one
                    for one in (*row["custodians"], *row["deputies"])
                    if home.get(one) != row["id"]
                )
            ),
        )
        for row in document.get("custody", ())
    }


def _ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(UUID(hex=text) for text in texts)
