"""What pages may ask of this domain: only it touches its tables.

Whoever asks for what is not theirs gets None or an empty list, as for what is not there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from hoeder.identities import asking
from hoeder.identities.models import (
    Alias,
    Approval,
    Box,
    CircleRow,
    Drill,
    DrillShare,
    Letter,
    Opening,
    Pledge,
    Share,
    ShutOut,
)
from hoeder.identities.rules import (
    LIVE,
    OpeningKind,
    State,
    alias,
    need,
)
from hoeder.ledger import reading as ledger
from hoeder.organisations.models import Appointment, Body, Custody, Officer
from hoeder.organisations.rules import Power
from hoeder.rooms.rules import REPORTER, Holder

#: What an officer takes in hand, as the journal names it.
FETCHES: Final[Mapping[str, str]] = {
    "items.fetched": "items",
    "attachment.fetched": "file",
    "box.fetched": "box",
    "share.fetched": "share",
}


#: One answer stays readable in one go; what was tested and handed over makes room for the rest.
MOST_SHARES_LISTED: Final = 500


# Boxes and shares.


def box_of(case: UUID) -> Box | None:
    """Find the box of a case that the asker has found already."""
    return Box.objects.select_related("body", "authority").filter(case=case, erased_on=None).first()


def my_box(reporter: Holder) -> Box | None:
    """Find the box of a reporter's own case."""
    return Box.objects.visible_to(reporter).select_related("body").first()


def working(box: Box) -> list[int]:
    """List the numbers of the shares that still work."""
    return [share.index for share in asking.working(box)]


def my_share(share: UUID, officer: Officer) -> Share | None:
    """Find a share that lies with this officer."""
    return _shares(officer).filter(pk=share).first()


def cases_of_share(share: UUID, officer: Officer) -> list[UUID]:
    """Find the case of a share that never lay with this officer."""
    others = Share.objects.filter(pk=share).exclude(custodian=officer)
    return list(others.values_list("box__case", flat=True))


def shares_of(officer: Officer) -> list[Share]:
    """List the shares that this officer keeps, first those still to test: new or handed over."""
    untested_first = F("tested_on").asc(nulls_first=True)
    return list(_shares(officer).order_by(untested_first, "sealed_on", "pk")[:MOST_SHARES_LISTED])


def _shares(officer: Officer) -> QuerySet[Share]:
    bodies = officer.bodies_where(Power.HOLD_SHARE)
    found = Share.objects.select_related("box").filter(
        custodian=officer, ended_on=None, box__body__in=bodies
    )
    return found.exclude(box__case__in=_shut_out(officer))


def _shut_out(officer: Officer) -> QuerySet[ShutOut, UUID]:
    return ShutOut.objects.filter(officer=officer).values_list("case", flat=True)


# Openings.


def cases_of_opening(opening: UUID, officer: Officer) -> list[UUID]:
    """Find the case of an opening that is not to this officer."""
    others = Opening.objects.filter(pk=opening).exclude(to=officer)
    return list(others.values_list("box__case", flat=True))


@dataclass(frozen=True, slots=True)
class Seen:
    """An opening as somebody sees it: how many agreed, how many can, and the letters to them."""

    opening: Opening
    need: int
    approved: int
    working: int
    letters: list[Letter]


def my_openings(reporter: Holder) -> list[Seen]:
    """List the openings that a reporter knows of; one with put-off notice appears on its day."""
    box = my_box(reporter)
    if box is None:
        return []
    told = Q(deferred_until=None) | Q(notice_given_on__isnull=False)
    return _seen(_openings().filter(told, box=box), REPORTER)


def my_opening(opening: UUID, reporter: Holder) -> Opening | None:
    """Find an opening that a reporter knows of."""
    found = next((one for one in my_openings(reporter) if one.opening.pk == opening), None)
    return found.opening if found else None


def openings_in(case: UUID, officer: Officer, *, holds: bool) -> list[Seen] | None:
    """List the openings of a case; for who does not hold it, those in which they have a part."""
    found = _openings().filter(box__case=case)
    if not holds:
        found = found.filter(_has_part(officer))
        if not found.exists():
            return None
    return _seen(found, officer.label)


def told_of_override(case: UUID) -> list[str]:
    """List those to whom the reasons of an override of this case are written."""
    box = box_of(case)
    # With everybody who keeps shares: whom of them the reporter left out is not theirs to know.
    return sorted(asking.told_of_override(box) | asking.keepers_of(box)) if box else []


def openings_for(officer: Officer) -> list[Seen]:
    """List the openings to this officer, and those about which somebody wrote to them."""
    return _seen(_openings().filter(_has_part(officer)), officer.label)


def opening_to(opening: UUID, officer: Officer) -> Opening | None:
    """Find an opening to this officer."""
    found = _openings().filter(pk=opening, to=officer)
    return found.exclude(box__case__in=_shut_out(officer)).first()


def opening_to_answer(opening: UUID, officer: Officer) -> Opening | None:
    """Find an opening of a box of which this officer holds a share."""
    return _to_answer(officer).filter(pk=opening).first()


@dataclass(frozen=True, slots=True)
class Request:
    """An opening that waits for a custodian, and the share that it is about."""

    seen: Seen
    share: Share


def requests_to(officer: Officer) -> list[Request]:
    """List the openings that wait for this custodian, and those that come later."""
    answered = Approval.objects.filter(custodian=officer).values("opening")
    waiting = _to_answer(officer).filter(state__in=LIVE).exclude(pk__in=answered)
    shares = {share.box_id: share for share in _shares(officer).filter(waiting=False)}
    return [Request(seen, shares[seen.opening.box_id]) for seen in _seen(waiting, officer.label)]


def as_seen_by(opening: Opening, officer: Officer) -> Seen:
    """Give one opening as an officer sees it who has just asked for it."""
    return _seen(_openings().filter(pk=opening.pk), officer.label)[0]


def has_opening(case: UUID, officer: Officer) -> bool:
    """Tell whether something of this case is, or was to be, opened to this officer."""
    return Opening.objects.filter(box__case=case, to=officer).exists()


def _to_answer(officer: Officer) -> QuerySet[Opening]:
    boxes = _shares(officer).filter(waiting=False).values("box")
    found = _openings().filter(box__in=boxes)
    # Whoever asked, or for whom it is, never answers; nor does anybody before the reporter did.
    return found.exclude(Q(to=officer) | Q(requested_by=officer) | Q(state=State.ASKED))


def _has_part(officer: Officer) -> Q:
    letters = Letter.objects.filter(holder=officer.label).values("opening")
    return (Q(to=officer) | Q(pk__in=letters)) & ~Q(box__case__in=_shut_out(officer))


def _openings() -> QuerySet[Opening]:
    return Opening.objects.select_related("box__body", "to", "requested_by").order_by(
        "requested_on", "pk"
    )


def _seen(openings: Iterable[Opening], holder: str) -> list[Seen]:
    found = list(openings)
    letters: dict[UUID, list[Letter]] = {one.pk: [] for one in found}
    for letter in Letter.objects.filter(opening__in=found, holder=holder).order_by("pk"):
        letters[letter.opening_id].append(letter)
    able = {one.box_id: len(asking.working(one.box)) for one in found}
    return [
        Seen(
            opening=one,
            need=need(OpeningKind(one.kind)),
            approved=one.approvals.filter(approved=True).count(),
            working=able[one.box_id],
            letters=letters[one.pk],
        )
        for one in found
    ]


# Custody and drills.


@dataclass(frozen=True, slots=True)
class Keeper:
    """One who keeps a part for a body, and when they last proved that they can open it."""

    officer: Officer
    place: str
    passed_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The custody of one body as those in it see it."""

    body: Body
    ready_on: date | None
    keepers: list[Keeper]


def custodies_of(officer: Officer) -> list[Kept]:
    """List the custodies in which this officer has a place, the newest of each body."""
    mine = Q(places__officer=officer) | Q(authority=officer)
    bodies = Custody.objects.filter(mine).values_list("body", flat=True).distinct()
    newest = [Custody.newest(body) for body in sorted(bodies)]
    found = []
    for custody in filter(None, newest):
        places = custody.in_order()
        people = [(one.officer, "deputy" if one.is_deputy else "custodian") for one in places]
        people.append((custody.authority, "authority"))
        if officer not in [person for person, _place in people]:
            continue
        keepers = [Keeper(one, place, _passed(one, custody.body_id)) for one, place in people]
        found.append(Kept(custody.body, custody.ready_on, keepers))
    return found


def _passed(officer: Officer, body: UUID) -> date | None:
    passed = DrillShare.objects.filter(
        officer=officer, drill__custody__body=body, passed_on__isnull=False
    )
    last = passed.order_by("-passed_on").first()
    return last.passed_on if last else None


def drills_of(officer: Officer) -> list[DrillShare]:
    """List the parts of drills that this officer has not opened yet."""
    waiting = DrillShare.objects.filter(officer=officer, passed_on=None)
    return list(waiting.select_related("drill__custody").order_by("drill__day", "pk"))


def drill_of(drill: UUID, officer: Officer) -> Drill | None:
    """Find a drill in which this officer has a part."""
    return Drill.objects.filter(pk=drill, shares__officer=officer).first()


# The circle.

#: A row of the circle, for whoever shapes it.
Known = CircleRow


def circle(case: UUID) -> list[CircleRow]:
    """List who knows, in the order in which it was said."""
    return list(CircleRow.objects.filter(case=case))


def pledges(case: UUID) -> list[Pledge]:
    """List who promised secrecy."""
    return list(Pledge.objects.filter(case=case).select_related("officer").order_by("pk"))


def aliases(case: UUID) -> dict[str, str]:
    """Tell under which name each officer sees the reporter, by holder."""
    rows = Alias.objects.filter(case=case).select_related("officer")
    return {row.officer.label: alias(row.number) for row in rows}


@dataclass(frozen=True, slots=True)
class Fetch:
    """That an officer fetched something of a case on a day."""

    holder: str
    what: str
    day: date


def fetches(case: UUID) -> list[Fetch]:
    """List who fetched what on which day, from the journal, each once."""
    found: dict[Fetch, None] = {}
    for row in ledger.events(case):
        event = json.loads(row.text)
        what = FETCHES.get(event["kind"])
        if what is not None and event["actor"].startswith("officer:"):
            found[Fetch(event["actor"], what, date.fromisoformat(event["day"]))] = None
    return list(found)


def roles_of(holders: Iterable[str]) -> dict[str, list[str]]:
    """List the roles that these officers hold today, by holder."""
    ids = {UUID(hex=holder.removeprefix("officer:")): holder for holder in holders}
    found: dict[str, set[str]] = {holder: set() for holder in ids.values()}
    held = Appointment.objects.filter(Appointment.holds_today(), officer__in=ids)
    for officer, role in held.values_list("officer", "role"):
        found[ids[officer]].add(role)
    return {holder: sorted(roles) for holder, roles in found.items()}
