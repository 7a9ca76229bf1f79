"""What a draft directory says, in lines for the person who signs it."""

import json
from collections.abc import Iterator
from typing import Any

from hoeder_root.key import RootRefused


def parse(document: str, root: str) -> dict[str, Any]:
    """Read a draft. Raises RootRefused when it is none, or is for another root key."""
    try:
        draft = json.loads(document)
        named: str = draft["organisation"]["root"]
        _ = draft["version"], draft["officers"], draft["bodies"], draft["channels"]
    except (ValueError, KeyError, TypeError) as error:
        raise RootRefused("This is not a draft of a directory.") from error
    if named != root:
        raise RootRefused("This draft names another root key. Do not sign it; ask who made it.")
    assert isinstance(draft, dict)  # noqa: S101
    return draft


def lines(draft: dict[str, Any]) -> Iterator[str]:
    """Say what would be signed: version, bodies, and each officer with key and roles."""
    names = {body["id"]: body["names"]["nl"] for body in draft["bodies"]}
    people = {officer["id"]: officer["name"] for officer in draft["officers"]}
    yield f"{draft['organisation']['names']['nl']}, version {draft['version']} of {draft['day']}"
    for officer in draft["officers"]:
        roles = ", ".join(officer["roles"]) or "no role"
        key = f"key {officer['key']['verify'][:16]}…" if officer["key"] else "no key yet"
        yield f"  {officer['name']} ({names[officer['body']]}): {roles}; {key}"
    for channel in draft["channels"]:
        readers = ", ".join(people[one] for one in channel["readers"] if one in people)
        yield f"  {names[channel['body']]}/{channel['slug']} is read by: {readers or 'nobody'}"
