"""Shapes rows of the inbox (hoeder/cases/inbox.py) for the desk."""

from hoeder.cases.inbox import Page, Row
from hoeder.cases.models import Case
from hoeder.organisations.models import Officer
from hoeder.protection import caring
from hoeder.protection.rules import Risk
from hoeder.web.officer import forms


def shaped(page: Page, officer: Officer) -> forms.Inbox:
    """Shape one page, with a word on how each reporter's protection stands."""
    risks = caring.risks([row.case.pk for row in page.rows], officer)
    rows = [shaped_row(row, risks.get(row.case.pk)) for row in page.rows]
    return forms.Inbox(cases=rows, page=page.page, pages=page.pages, total=page.total)


def shaped_row(row: Row, risk: Risk | None) -> forms.Row:
    """Shape one case."""
    case = row.case
    return forms.Row(
        id=case.pk,
        number=str(case.number),
        status=case.status,
        received_on=case.received_on,
        handler=case.handler_id,
        next=due(case),
        unread=row.unread,
        last_on=row.last_on,
        risk=risk,
    )


def due(case: Case) -> forms.Due | None:
    """Tell what is due first."""
    return forms.Due(case.next_kind, case.next_due_on) if case.next_due_on else None
