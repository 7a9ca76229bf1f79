"""Shapes rows of the inbox (hoeder/cases/inbox.py) for the desk."""

from hoeder.cases.inbox import Page, Row
from hoeder.cases.models import Case
from hoeder.web.officer import forms


def shaped(page: Page) -> forms.Inbox:
    """Shape one page."""
    rows = [shaped_row(row) for row in page.rows]
    return forms.Inbox(cases=rows, page=page.page, pages=page.pages, total=page.total)


def shaped_row(row: Row) -> forms.Row:
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
    )


def due(case: Case) -> forms.Due | None:
    """Tell what is due first."""
    return forms.Due(case.next_kind, case.next_due_on) if case.next_due_on else None
