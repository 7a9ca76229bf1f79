"""A body described in one TOML file: its units, officers, lines of reporting and channels.

`demo/kustdienst.toml` is a whole example. Names inside a file are local to it: functions name their
chiefs and units by `key`, officers are named by e-mail address.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hoeder.errors import NotValid
from hoeder.organisations.rules import Role

#: What each table may hold, and which of it must be there.
TABLES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "units": (frozenset({"key", "nl", "en", "parent"}), frozenset({"key", "nl", "en"})),
    "officers": (frozenset({"name", "email", "roles"}), frozenset({"name", "email", "roles"})),
    "functions": (
        frozenset({"key", "unit", "nl", "en", "reports_to", "officer", "holder_name"}),
        frozenset({"key", "unit", "nl", "en"}),
    ),
    "channels": (
        frozenset({"slug", "nl", "en", "readers"}),
        frozenset({"slug", "nl", "en", "readers"}),
    ),
}
CUSTODY = frozenset({"custodians", "deputies", "authority"})
#: What is true or false.
FLAGS = frozenset({"shows_readers", "keeps_grounds"})
HEAD = frozenset({"slug", "nl", "en", "kind", "above", "law", "time_zone", *FLAGS}) | CUSTODY
HEAD_NEEDED = frozenset({"slug", "nl", "en", "kind"})
#: What holds several texts. Everything else holds one.
LISTS = frozenset({"roles", "readers", "custodians", "deputies"})
KINDS = ("service", "commission", "authority")


@dataclass(frozen=True)
class Description:
    """What one file says."""

    head: Mapping[str, Any]
    units: list[dict[str, Any]]
    officers: list[dict[str, Any]]
    functions: list[dict[str, Any]]
    channels: list[dict[str, Any]]


def read(text: str) -> Description:
    """Read a description. Raises NotValid with the table and the name that are wrong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotValid(f"The file is not TOML: {error}") from error
    head = {name: value for name, value in document.items() if name not in TABLES}
    _check("the head", head, HEAD, HEAD_NEEDED)
    tables = {name: document.get(name, []) for name in TABLES}
    for name, rows in tables.items():
        if not isinstance(rows, list):
            raise NotValid(f"In the file, {name} is not a list.")
        for number, row in enumerate(rows, 1):
            _check(f"{name} {number}", row, *TABLES[name])
    if head["kind"] not in KINDS:
        raise NotValid(f"In the file, kind is one of: {', '.join(KINDS)}.")
    if ("custodians" in head) != ("authority" in head) or ("deputies" in head) > (
        "custodians" in head
    ):
        raise NotValid("In the file, custodians and authority go together.")
    for officer in tables["officers"]:
        unknown = set(officer["roles"]) - set(Role.values)
        if unknown:
            raise NotValid(f"{officer['name']} has a role that we do not know: {min(unknown)}.")
    return Description(head=head, **tables)


def _check(where: str, row: object, known: frozenset[str], needed: frozenset[str]) -> None:
    if not isinstance(row, Mapping):
        raise NotValid(f"In {where} of the file, names and values are missing.")
    if missing := needed - row.keys():
        raise NotValid(f"In {where} of the file, {min(missing)} is missing.")
    if unknown := row.keys() - known:
        raise NotValid(f"In {where} of the file, {min(unknown)} is not known.")
    for name, value in row.items():
        if name in FLAGS:
            if not isinstance(value, bool):
                raise NotValid(f"In {where} of the file, {name} is true or false.")
            continue
        texts = value if name in LISTS else [value]
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise NotValid(f"In {where} of the file, {name} is not text as it should be.")
