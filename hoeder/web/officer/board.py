"""The commission's board, what repeats, and the yearly reports."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404

from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Power
from hoeder.oversight import actions as oversight
from hoeder.oversight import board, patterns
from hoeder.oversight.models import YearlyReport
from hoeder.web import yearly
from hoeder.web.interface import operation
from hoeder.web.json import Day, Id, Number, Whole, form
from hoeder.web.shapes import Label


@form
class Count:
    """How many duties of one kind are overdue."""

    column: Label
    count: Number


@form
class BoardRow:
    """One body and its overdue duties, and since when the oldest is due."""

    body: Id
    counts: list[Count]
    total: Number
    oldest: Day | None


@form
class Pattern:
    """Something that came up in several cases of one body."""

    repeats: Label
    body: Id
    unit: Id | None
    cases: Number


@form
class Board:
    """The bodies that this officer oversees, those with most overdue first; and what repeats."""

    bodies: list[BoardRow]
    patterns: list[Pattern]


@form
class Duty:
    """One overdue duty: no content, and no way to any."""

    #: The number of the case in its body; null for a report that was made elsewhere.
    number: Number | None
    kind: Label
    column: Label
    due_on: Day
    side: Label


@form
class Duties:
    """The overdue duties of one body, at most 500, the oldest first."""

    body: Id
    duties: list[Duty]


@form
class Banded:
    """One figure of a report: between which numbers it lies."""

    figure: Label
    least: Number
    most: Number


@form
class Report:
    """What one body published of one year."""

    id: Id
    body: Id
    year: Number
    published_on: Day
    figures: list[Banded]


@form
class Reports:
    """The published reports that this officer may see, and which can be published."""

    reports: list[Report]
    #: Bodies whose report of last year this officer may publish.
    to_publish: list[Id]
    year: Number


@form
class SentPublication:
    """Which year of which body is published. It cannot be undone or corrected."""

    body: Id
    year: Annotated[int, Whole(2000, 2999)]


@operation("officer", gives=Board)
def see_board(officer: Officer) -> Board:
    """See the bodies that this officer oversees and what they owe, without content."""
    return Board(
        [
            BoardRow(
                row.body.pk,
                [Count(column, count) for column, count in sorted(row.counts.items())],
                row.total,
                row.oldest,
            )
            for row in board.board(officer)
        ],
        [
            Pattern(one.repeats, one.body.pk, one.unit.pk if one.unit else None, one.cases)
            for one in patterns.patterns(officer)
        ],
    )


@operation("officer", gives=Duties)
def see_duties(officer: Officer, body: UUID) -> Duties:
    """See which duties of a body are overdue: numbers, kinds, days and whose they are."""
    found = get_object_or_404(Body.objects.visible_to(officer, Power.OVERSEE), pk=body)
    return Duties(
        found.pk,
        [
            Duty(one.number, one.kind, one.column, one.due_on, one.side)
            for one in board.duties(officer, found)
        ],
    )


@operation("officer", gives=Reports)
def list_reports(officer: Officer) -> Reports:
    """List the yearly reports that were published, and what may be published now."""
    rows = list(YearlyReport.objects.visible_to(officer))
    year = yearly.last_year(officer.body)
    done = {row.body_id for row in rows if row.year == year}
    overseen = Body.objects.visible_to(officer, Power.OVERSEE).exclude(pk__in=done)
    services = overseen.filter(kind=Body.Kind.SERVICE).order_by("slug")
    return Reports([report(row) for row in rows], [one.pk for one in services], year)


@operation(
    "officer",
    takes=SentPublication,
    gives=Report,
    status=HTTPStatus.CREATED,
    problems=("not-allowed", "not-now"),
)
def publish_report(officer: Officer, sent: SentPublication) -> Report:
    """Publish the figures of a year that has ended. Once, and never corrected."""
    found = get_object_or_404(Body.objects.visible_to(officer, Power.OVERSEE), pk=sent.body)
    return report(oversight.publish_report(body=found, year=sent.year, by=officer))


@operation("officer", gives=bytes)
def report_as_csv(officer: Officer, report: UUID) -> bytes:
    """Fetch a published report as comma-separated values."""
    found = get_object_or_404(
        YearlyReport.objects.visible_to(officer).select_related("body"), pk=report
    )
    return yearly.as_csv(found)


@operation("officer", gives=bytes)
def report_as_pdf(officer: Officer, report: UUID) -> bytes:
    """Fetch a published report as a tagged PDF."""
    found = get_object_or_404(
        YearlyReport.objects.visible_to(officer).select_related("body"), pk=report
    )
    return yearly.as_pdf(found)


def report(row: YearlyReport) -> Report:
    """Shape one published report."""
    return Report(
        row.pk,
        row.body_id,
        row.year,
        row.published_on,
        [Banded(name, least, most) for name, _label, least, most in yearly.lines(row)],
    )
