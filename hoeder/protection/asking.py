"""Whom an incident concerns: questions that are asked before anything is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from hoeder.cases.models import Case, Exclusion
from hoeder.cases.rules import NEVER_IN_A_CASE
from hoeder.identities import reading as identities
from hoeder.ledger import reading as ledger
from hoeder.organisations.models import Appointment, Body, Officer
from hoeder.organisations.rules import POWERS, REACHES_DOWN, Power
from hoeder.protection.models import Account, Commitment, Duty, Incident
from hoeder.protection.rules import PROBING_DAYS
from hoeder.rooms.models import Member, today
from hoeder.rooms.rules import officers_among


def watchers(body: Body) -> set[str]:
    """Collect the labels of those who see incidents of a body: at it, or at a body above."""
    return _with(Power.SEE_INCIDENTS, body)


def commission(body: Body) -> list[Officer]:
    """List the members of commissions who watch a body and can be written to."""
    roles = [role for role, powers in POWERS.items() if Power.OVERSEE in powers]
    held = Appointment.objects.filter(
        Appointment.holds_today(), role__in=roles, body__in={body.pk, *body.bodies_above()}
    )
    found = Officer.objects.active().filter(pk__in=held.values("officer"))
    return [
        one
        for one in found.select_related("body")
        if one.confirmed_key() is not None and NEVER_IN_A_CASE.isdisjoint(one.roles())
    ]


def _with(power: Power, body: Body) -> set[str]:
    roles = [role for role, powers in POWERS.items() if power in powers]
    bodies = {body.pk, *(body.bodies_above() if power in REACHES_DOWN else ())}
    found = Appointment.objects.filter(
        Appointment.holds_today(), role__in=roles, body__in=bodies, officer__is_active=True
    )
    return {f"officer:{officer.hex}" for officer in found.values_list("officer_id", flat=True)}


def could_know(case: Case) -> set[str]:
    """Collect the officers who were ever let into a room of the case, past ones included.

    What they read may have told them who she is, whether or not the box was ever opened. With them
    those who saw the name, or said themselves that they know. Whoever was told by the reporter's
    word alone is not asked: the question would tell them that there is a report.
    """
    # Whoever keeps a commitment is not asked either: they would learn that it belongs to this case.
    there = Member.objects.in_cases().filter(room__in=case.rooms())
    members = there.values_list("holder", flat=True)
    own_word = {one.knower for one in identities.circle(case.pk) if one.knower == one.declared_by}
    return set(officers_among({*members, *own_word}))


def cut_off(case: Case) -> set[str]:
    """Collect the labels of those who are named in a case, or in the line of somebody who is."""
    found = Exclusion.objects.filter(case=case).values_list("officer", flat=True)
    return {f"officer:{officer.hex}" for officer in found}


def chains_of(incident: UUID, officer: Officer) -> list[UUID]:
    """Find the chain of an incident that this officer may not see and was asked nothing about."""
    seen = Incident.objects.visible_to(officer).values("pk")
    asked = Account.objects.visible_to(officer).values("incident")
    hidden = Incident.objects.filter(pk=incident).exclude(pk__in=seen).exclude(pk__in=asked)
    return list(hidden.values_list("chain", flat=True))


def cases_of_commitment(commitment: UUID, officer: Officer) -> list[UUID]:
    """Find the case of a promise that this officer neither keeps nor may see.

    Whoever keeps one and tries the id of another is then on record in the case of that other.
    """
    seen = Commitment.objects.visible_to(officer).values("pk")
    hidden = Commitment.objects.filter(pk=commitment).exclude(pk__in=seen)
    return list(hidden.values_list("case", flat=True))


def cases_of_duty(duty: UUID, officer: Officer) -> list[UUID]:
    """Find the case of a task of the employer that this officer may not see."""
    seen = Duty.objects.visible_to(officer).values("pk")
    hidden = Duty.objects.filter(pk=duty).exclude(pk__in=seen)
    return list(hidden.values_list("case", flat=True))


def may_close(officer: Officer, body: Body, asked: Iterable[str]) -> bool:
    """Tell whether somebody oversees the body without being part of it or a candidate.

    At the top there is no body above: then another member of the same commission closes.
    """
    if officer.label in set(asked) or not officer.has(Power.CLOSE_INCIDENTS, at=body):
        return False
    return officer.body_id != body.pk or not body.bodies_above()


def tried_again() -> list[Case]:
    """Find the cases for which somebody was refused lately."""
    since = today() - timedelta(days=PROBING_DAYS)
    chains = ledger.cases_with(kind="access.refused", since=since)
    return list(Case.objects.filter(pk__in=chains).select_related("body"))


def refused_tries(case: UUID, since: date) -> Mapping[str, int]:
    """Count, for each officer, the days since then on which a request for a case was refused."""
    return Counter(ledger.actors(case, kind="access.refused", since=since))
