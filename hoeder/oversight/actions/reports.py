"""Publishing a yearly report, once."""

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import plain
from hoeder.notices import actions as notices
from hoeder.organisations.models import Appointment, Body, Officer
from hoeder.organisations.rules import Power, Role
from hoeder.oversight.counting import counts
from hoeder.oversight.figures import in_bands
from hoeder.oversight.models import YearlyReport


@transaction.atomic
def publish_report(*, body: Body, year: int, by: Officer) -> YearlyReport:
    """Publish the figures of one body and a year that has ended; twice is once.

    It is never corrected: the difference of two releases would tell of few (law.md STA-02).
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if not by.has(Power.OVERSEE, at=body):
        raise NotAllowed(_("You do not have a role that allows this."))
    before = YearlyReport.objects.filter(body=body, year=year).first()
    if before is not None:
        return before
    if year >= body.today().year:
        raise NotNow(_("This year has not ended yet."), kind="year-runs")
    row = YearlyReport.objects.create(
        body=body,
        year=year,
        figures=in_bands(counts(body, year)),
        published_on=body.today(),
        published_by=by.label,
    )
    council = Appointment.objects.filter(
        Appointment.holds_today(), role=Role.WORKS_COUNCIL, body=body, officer__is_active=True
    )
    holders = {f"officer:{one.hex}" for one in council.values_list("officer_id", flat=True)}
    notices.tell(holders=holders, kind="report.published", by=by)
    detail: dict[str, str | int] = {
        "body": body.pk.hex,
        "year": year,
        "figures": plain(row.figures),
    }
    ledger.append(kind="report.published", by=by, detail=detail)
    return row
