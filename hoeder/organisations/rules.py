"""Roles, what each role may do, and which roles one person may not hold together."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an officer does at a body (docs/words.md)."""

    HANDLER = "handler", _("handler")
    INVESTIGATOR = "investigator", _("investigator")
    CONFIDENTIAL_ADVISER = "confidential_adviser", _("confidential adviser")
    PROTECTION_OFFICER = "protection_officer", _("protection officer")
    CUSTODIAN = "custodian", _("custodian")
    COMMISSION_MEMBER = "commission_member", _("commission member")
    ADMINISTRATOR = "administrator", _("administrator")
    DIRECTOR = "director", _("director")
    WORKS_COUNCIL = "works_council", _("works council member")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("data protection officer")
    AUTHORITY = "authority", _("external authority")
    OWNER = "owner", _("commitment owner")


class Power(StrEnum):
    """What a role may do. A verb and its object."""

    #: Be a reader of a channel: receive a grant to a new report.
    READ_REPORTS = "read_reports"
    #: Acknowledge, answer, hand over and close a case that one holds.
    HANDLE_CASE = "handle_case"
    #: Be a member of an investigation room.
    INVESTIGATE = "investigate"
    #: Be the second person who confirms an officer's key.
    CONFIRM_KEYS = "confirm_keys"
    #: Invite officers, give and end appointments, choose readers.
    INVITE_OFFICERS = "invite_officers"
    #: See the officers of one's body and of the bodies below it, with the state of their keys.
    SEE_DIRECTORY = "see_directory"
    #: Register a report that was told to them, hand it over and keep nothing of it.
    REGISTER_REPORTS = "register_reports"
    #: Be asked for advice, before or beside a report.
    ADVISE = "advise"
    #: See the duties of every body below, without content.
    OVERSEE = "oversee"
    #: See the yearly figures that were published, and nothing of cases.
    SEE_FIGURES = "see_figures"
    #: Be told of incidents, see them without content, decide on notifying the authority.
    SEE_INCIDENTS = "see_incidents"
    #: Note measures against an incident, lift its freeze, close it.
    CLOSE_INCIDENTS = "close_incidents"
    #: Keep one share of the identity boxes of a body, and approve or refuse openings.
    HOLD_SHARE = "hold_share"
    #: Look after a reporter: be in her care room, and see who knows who she is.
    PROTECT = "protect"
    #: Ask a reporter to let one person know who she is, or be that person.
    REQUEST_OPENING = "request_opening"
    #: Ask for an opening that the law demands, without her consent.
    REQUEST_OVERRIDE = "request_override"
    #: Hold the key without which no override opens, and be the one to whom it opens.
    OPEN_BY_OVERRIDE = "open_by_override"
    #: Keep commitments: accept them, say that they were kept, and see nothing else of the case.
    OWN_COMMITMENTS = "own_commitments"
    #: Put every decision of a body about its people on record with its grounds, whoever they are.
    GIVE_GROUNDS = "give_grounds"
    #: Put on record that the procedure of a body for reports was reviewed.
    REVIEW_PROCEDURE = "review_procedure"


POWERS: Mapping[Role, frozenset[Power]] = {
    Role.HANDLER: frozenset(
        {
            Power.READ_REPORTS,
            Power.HANDLE_CASE,
            Power.INVESTIGATE,
            Power.REGISTER_REPORTS,
            Power.CONFIRM_KEYS,
            Power.SEE_DIRECTORY,
            Power.REQUEST_OPENING,
            Power.REQUEST_OVERRIDE,
        }
    ),
    Role.INVESTIGATOR: frozenset({Power.INVESTIGATE}),
    Role.CONFIDENTIAL_ADVISER: frozenset(
        {Power.ADVISE, Power.REGISTER_REPORTS, Power.SEE_DIRECTORY}
    ),
    Role.PROTECTION_OFFICER: frozenset(
        {
            Power.CONFIRM_KEYS,
            Power.PROTECT,
            Power.REGISTER_REPORTS,
            Power.REQUEST_OPENING,
            Power.SEE_DIRECTORY,
        }
    ),
    Role.CUSTODIAN: frozenset({Power.SEE_DIRECTORY, Power.HOLD_SHARE}),
    Role.COMMISSION_MEMBER: frozenset(
        {
            Power.READ_REPORTS,
            Power.HANDLE_CASE,
            Power.INVESTIGATE,
            Power.REGISTER_REPORTS,
            Power.CONFIRM_KEYS,
            Power.SEE_DIRECTORY,
            Power.OVERSEE,
            Power.SEE_FIGURES,
            Power.SEE_INCIDENTS,
            Power.CLOSE_INCIDENTS,
            Power.REQUEST_OPENING,
            Power.REQUEST_OVERRIDE,
            # The level above takes over where nobody below may or can keep a commitment.
            Power.OWN_COMMITMENTS,
        }
    ),
    # Whoever invites officers never confirms a key: one person alone could otherwise make a reader.
    Role.ADMINISTRATOR: frozenset({Power.INVITE_OFFICERS, Power.SEE_DIRECTORY}),
    Role.DIRECTOR: frozenset(
        {
            Power.REGISTER_REPORTS,
            Power.OWN_COMMITMENTS,
            Power.SEE_FIGURES,
            # The employer sets the procedure (Dir. 8(1)), so it answers for its review. The level
            # above watches whether it comes, and is not the one who says that it did.
            Power.REVIEW_PROCEDURE,
        }
    ),
    Role.OWNER: frozenset({Power.OWN_COMMITMENTS, Power.GIVE_GROUNDS}),
    Role.WORKS_COUNCIL: frozenset({Power.SEE_DIRECTORY, Power.SEE_FIGURES}),
    # GDPR art. 38(3), 39: advises and watches, and takes no instructions on it.
    Role.DATA_PROTECTION_OFFICER: frozenset({Power.SEE_DIRECTORY, Power.SEE_INCIDENTS}),
    # Nothing but to open what was released to it.
    Role.AUTHORITY: frozenset({Power.OPEN_BY_OVERRIDE}),
}

#: Powers that an appointment at a body also gives at every body below it. The others hold only at
#: the body itself: the commission reads no report of a service unless a reporter's browser sent it.
REACHES_DOWN = frozenset(
    {
        Power.CONFIRM_KEYS,
        Power.INVITE_OFFICERS,
        Power.SEE_DIRECTORY,
        Power.OVERSEE,
        Power.SEE_FIGURES,
        Power.SEE_INCIDENTS,
        Power.CLOSE_INCIDENTS,
    }
)

#: Roles that one person never holds at the same time: an administrator reads no content and
#: confirms no key; a director, who may be the one reported about, handles nothing and keeps no
#: share (Directive (EU) 2019/1937, art. 9(1)(c): an impartial person); the external authority is
#: a check on all the others, so it is none of them.
APART: Mapping[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Role.HANDLER,
            Role.INVESTIGATOR,
            Role.CONFIDENTIAL_ADVISER,
            Role.PROTECTION_OFFICER,
            Role.CUSTODIAN,
            Role.COMMISSION_MEMBER,
        }
    ),
    Role.DIRECTOR: frozenset(
        {
            Role.HANDLER,
            Role.INVESTIGATOR,
            Role.CONFIDENTIAL_ADVISER,
            Role.PROTECTION_OFFICER,
            Role.CUSTODIAN,
            Role.COMMISSION_MEMBER,
        }
    ),
    # Whoever keeps commitments sees no case.
    Role.OWNER: frozenset(
        {
            Role.HANDLER,
            Role.INVESTIGATOR,
            Role.CONFIDENTIAL_ADVISER,
            Role.PROTECTION_OFFICER,
            Role.CUSTODIAN,
            Role.COMMISSION_MEMBER,
            Role.ADMINISTRATOR,
        }
    ),
    Role.AUTHORITY: frozenset(Role) - {Role.AUTHORITY},
}

#: Shares of each identity box: this many custodians, of whom at least one is of another body
#: (docs/spec/identities.md).
CUSTODIANS = 5
FEWEST_FROM_OUTSIDE = 1
#: Deputies beyond these few would be people who can be asked for a share and never are.
MOST_DEPUTIES = 5

#: A channel has at least two readers: when one loses their keys, the other can grant again.
FEWEST_READERS = 2

#: An invitation link works for this long, and once.
INVITATION_DAYS = 7


@dataclass(frozen=True)
class Operator:
    """Whoever may run `manage.py` on the server: sets up the organisation, signs in nowhere."""

    label: str = "operator"


def clash(held: Iterable[Role], wanted: Role) -> Role | None:
    """Return the role among `held` that may not go together with `wanted`, if there is one."""
    for role in held:
        if wanted in APART.get(role, frozenset()) or role in APART.get(wanted, frozenset()):
            return role
    return None


def fingerprint(recipient: str, verify: str) -> str:
    """Return the ten groups of four hex digits that two people compare (docs/spec/rooms.md §4)."""
    digest = hashlib.sha256(f"hoeder-key-v1\n{recipient}\n{verify}".encode()).hexdigest()[:40]
    return " ".join(digest[start : start + 4] for start in range(0, 40, 4))


Node = TypeVar("Node")


def upward(start: Node, parent_of: Mapping[Node, Node | None]) -> list[Node]:
    """List everything above `start`, nearest first. A cycle ends the walk instead of hanging."""
    line: list[Node] = []
    seen = {start}
    above = parent_of.get(start)
    while above is not None and above not in seen:
        line.append(above)
        seen.add(above)
        above = parent_of.get(above)
    return line


def downward(start: Node, parent_of: Mapping[Node, Node | None]) -> set[Node]:
    """Collect everything below `start`, however deep."""
    below: dict[Node, list[Node]] = {}
    for child, parent in parent_of.items():
        if parent is not None:
            below.setdefault(parent, []).append(child)
    found: set[Node] = set()
    waiting = list(below.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found and node != start:
            found.add(node)
            waiting.extend(below.get(node, ()))
    return found


def would_circle(node: Node, parent: Node, parent_of: Mapping[Node, Node | None]) -> bool:
    """Tell whether putting `node` under `parent` would make a circle."""
    return node == parent or node in upward(parent, parent_of)
