"""What a draft directory says, in lines for the person who signs it.

Everything in the draft is shown or checked: a member that this tool does not know is refused, since
its signer would vouch for it unseen. Names come from the server, so they are shown as plain text.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from hoeder.ledger.policy import read_policy
from hoeder.organisations import canonical
from hoeder_root.key import RootRefused

#: Every member of the document and of the objects in its lists (docs/spec/rooms.md §5).
WHOLE = {"v", "organisation", "version", "day", "log"}
LOG = {"origin", "key"}
LISTS = {
    "bodies": {"id", "slug", "kind", "names", "above", "law", "time_zone"},
    "units": {"id", "body", "names", "parent"},
    "functions": {"id", "unit", "titles", "holder_name", "officer", "reports_to"},
    "officers": {"id", "name", "body", "roles", "key"},
    "former": {"id", "officer", "verify", "withdrawn_on"},
    "channels": {"id", "body", "slug", "titles", "readers"},
    "custody": {"id", "custodians", "deputies", "authority"},
}
#: Where a row names another: its list, its member, the list of the other, and whether it must.
REFERENCES = (
    ("bodies", "above", "bodies", False),
    ("units", "body", "bodies", True),
    ("units", "parent", "units", False),
    ("functions", "unit", "units", True),
    ("functions", "reports_to", "functions", False),
    ("functions", "officer", "officers", False),
    ("officers", "body", "bodies", True),
    ("channels", "body", "bodies", True),
    ("custody", "id", "bodies", True),
    ("custody", "authority", "officers", True),
)


def parse(document: str, root: str) -> dict[str, Any]:
    """Read a draft. Raises RootRefused when it is none, or is for another root key."""
    try:
        draft = canonical.parse(document)
    except canonical.NotCanonicalError as error:
        raise RootRefused(f"This is not a draft of a directory: {error}.") from error
    if isinstance(draft, dict):
        # A directory of before there was custody has no such list.
        draft = {"custody": [], **draft}
    if not isinstance(draft, dict) or not _is_whole(draft):
        raise RootRefused("This is not a draft of a directory that this tool knows.")
    if draft["organisation"]["root"] != root:
        raise RootRefused("This draft names another root key. Do not sign it; ask who made it.")
    return draft


def _is_whole(draft: dict[str, Any]) -> bool:
    try:
        return (
            type(draft["v"]) is type(draft["version"]) is int
            and draft["v"] == 1
            and set(draft) == WHOLE | LISTS.keys()
            and set(draft["organisation"]) == {"id", "slug", "names", "root"}
            and set(draft["log"]) in (LOG, LOG | {"policy"})
            and all(set(row) == members for name, members in LISTS.items() for row in draft[name])
            and all(
                set(officer["key"]) == {"id", "recipient", "verify"}
                for officer in draft["officers"]
                if officer["key"] is not None
            )
            and all(_resolves(draft, *reference) for reference in REFERENCES)
            and all(list(lines(draft)))
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        return False


def _resolves(draft: dict[str, Any], rows: str, member: str, others: str, must: bool) -> bool:
    # A row that belongs to nothing would be shown under nothing.
    known = {other["id"] for other in draft[others]} | (set() if must else {None})
    return all(row[member] in known for row in draft[rows])


def lines(draft: Mapping[str, Any]) -> Iterator[str]:
    """Say what would be signed, body by body: lines of reporting, people, keys and readers."""
    yield (
        f"{_both(draft['organisation']['names'])} ({_plain(draft['organisation']['slug'])}),"
        f" version {int(draft['version'])} of {_plain(draft['day'])}"
    )
    yield f"Log: {_plain(draft['log']['origin'])}, key {_plain(draft['log']['key'])}"
    yield from _witnesses(draft["log"])
    for body in draft["bodies"]:
        yield from _about(body, draft)
    for key in draft["former"]:
        yield (
            f"No longer in use since {_plain(key['withdrawn_on'])}: key {_plain(key['id'])}"
            f" of {_names(draft).get(key['officer'], 'somebody who is gone')}"
        )


def _witnesses(log: Mapping[str, str]) -> Iterator[str]:
    """Say who must have cosigned the log before it counts. A policy that cannot be read raises."""
    if "policy" not in log:
        yield "Nobody has to witness the log."
        return
    policy = read_policy(log["policy"])
    for known in policy.logs:
        # The policy of another log would leave this one without witnesses.
        yield f"  Its policy is for the log {_plain(known.verifier.text())}"
    for one in policy.witnesses:
        where = f"asked at {_plain(one.url)}" if one.url else "which comes by itself"
        yield (
            f"  Witness {_plain(one.name)}: {_plain(one.cosigner.name)}, {where},"
            f" key {one.cosigner.fingerprint()}"
        )
    for group in policy.groups:
        members = ", ".join(map(_plain, group.members))
        yield f"  Group {_plain(group.name)}: {group.threshold} of {members}"
    yield f"  Needed before the log counts: {_plain(policy.quorum)}"


def changes(draft: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """Say which lines are new (+) and which are gone (-) since an earlier directory."""
    now, then = list(lines(draft)), list(lines(before))
    yield from (f"- {line}" for line in then if line not in now)
    yield from (f"+ {line}" for line in now if line not in then)


def _about(body: Mapping[str, Any], draft: Mapping[str, Any]) -> Iterator[str]:
    name = _both(body["names"])
    above = {one["id"]: _both(one["names"]) for one in draft["bodies"]}.get(body["above"])
    yield (
        f"{name} ({_plain(body['kind'])}), below {above or 'nobody'},"
        f" law {_plain(body['law'])}, {_plain(body['time_zone'])}"
    )
    people, units = _names(draft), _units(draft, body["id"])
    titles = {one["id"]: _both(one["titles"]) for one in draft["functions"]}
    for function in draft["functions"]:
        if function["unit"] not in units:
            continue
        holder = people.get(function["officer"]) or _plain(
            function["holder_name"] or "nobody named"
        )
        chief = titles.get(function["reports_to"]) or "nobody"
        yield (
            f"  {name}, {units[function['unit']]}: {titles[function['id']]} ({holder})"
            f" reports to {chief}"
        )
    for officer in draft["officers"]:
        if officer["body"] == body["id"]:
            roles = ", ".join(map(_plain, officer["roles"])) or "no role"
            yield f"  {name}: {_plain(officer['name'])}, {roles}, {_fingerprint(officer['key'])}"
    for channel in draft["channels"]:
        if channel["body"] == body["id"]:
            readers = ", ".join(people[one] for one in channel["readers"]) or "nobody"
            title = f"{_plain(channel['slug'])} ({_both(channel['titles'])})"
            yield f"  {name}, channel {title}: read by {readers}"
    for custody in draft["custody"]:
        if custody["id"] == body["id"]:
            custodians = ", ".join(people[one] for one in custody["custodians"])
            deputies = ", ".join(people[one] for one in custody["deputies"]) or "nobody"
            yield (
                f"  {name}, shares of identity boxes: {custodians}; deputies: {deputies};"
                f" authority: {people[custody['authority']]}"
            )


def _names(draft: Mapping[str, Any]) -> dict[str, str]:
    return {officer["id"]: _plain(officer["name"]) for officer in draft["officers"]}


def _units(draft: Mapping[str, Any], body: str) -> dict[str, str]:
    all_names = {unit["id"]: _both(unit["names"]) for unit in draft["units"]}
    return {
        unit["id"]: " in ".join(
            filter(None, [all_names[unit["id"]], all_names.get(unit["parent"])])
        )
        for unit in draft["units"]
        if unit["body"] == body
    }


def _fingerprint(key: Mapping[str, str] | None) -> str:
    """The ten groups that people compare by telephone (docs/spec/rooms.md §4)."""
    if key is None:
        return "no key yet"
    text = f"hoeder-key-v1\n{key['recipient']}\n{key['verify']}"
    digest = hashlib.sha256(text.encode()).hexdigest()[:40]
    return "key " + " ".join(digest[start : start + 4] for start in range(0, 40, 4))


def _both(names: Mapping[str, str]) -> str:
    """A name in both languages, where they differ."""
    if set(names) != {"nl", "en"}:
        raise TypeError("not a name in two languages")
    nl, en = _plain(names["nl"]), _plain(names["en"])
    return nl if nl == en else f"{nl} / {en}"


def _plain(text: object) -> str:
    """Show nothing but letters: a name could hold signs that hide or rewrite other lines."""
    if not isinstance(text, str):
        raise TypeError("not text")
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def parse_signed(text: str, root: str) -> dict[str, Any]:
    """Read an earlier signed directory, as this tool printed it."""
    try:
        document = json.loads(text)["document"]
    except (ValueError, KeyError, TypeError) as error:
        raise RootRefused("This is not an earlier signed directory.") from error
    return parse(str(document), root)
