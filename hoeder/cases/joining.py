"""Reports that belong together: who may read the second, and what is kept of it.

Each reporter has an own receipt, case, room and dates. That cases belong together is known to the
officers who hold both, and stands in no answer to any reporter.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from hoeder.cases.models import Case, CaseQuerySet
from hoeder.errors import NotNow
from hoeder.organisations.models import Officer
from hoeder.reports.models import Joint, lookup_hash, together
from hoeder.reports.receiving import Submission
from hoeder.reports.rules import JOIN_DAYS
from hoeder.rooms.models import Member, today
from hoeder.rooms.rules import REPORTER, RoomKind


@dataclass(frozen=True, slots=True)
class Open:
    """What a join code opens: a channel, and the officers who read the first report."""

    case: UUID
    channel: UUID
    holders: frozenset[str]


def opened_by(code: str) -> Open | None:
    """Find what a join code (64 hex digits) opens today."""
    joint = (
        Joint.objects.select_related("receipt__report")
        .filter(pk=lookup_hash(code), made_on__gte=today() - timedelta(days=JOIN_DAYS))
        .first()
    )
    if joint is None:
        return None
    case = joint.receipt.case
    held = Member.objects.live().filter(room__case=case, room__kind=RoomKind.DIALOGUE)
    holders = frozenset(held.values_list("holder", flat=True)) - {REPORTER}
    return Open(case, joint.receipt.report.channel_id, holders)


def first_of(submission: Submission) -> UUID | None:
    """Find the case that a report joins; none where it stands alone.

    It may be sealed to nobody who does not read the first: what Noor kept from somebody, Bram's
    report could tell them.
    """
    if submission.joint is None:
        return None
    found = opened_by(submission.joint)
    wanted = submission.grants.keys() - {REPORTER}
    if found is None or submission.channel != found.channel or not wanted <= found.holders:
        raise NotNow(
            _(
                "These four words no longer fit the list of officers. Type the four words again, "
                "look who reads it, and send once more. Nothing you wrote is lost."
            ),
            kind="directory-changed",
        )
    return found.case


def seen_together(case: Case, officer: Officer) -> CaseQuerySet:
    """Find the cases that belong together with this one and that this officer holds as well."""
    return Case.objects.visible_to(officer).filter(pk__in=together(case.pk).values("case"))
