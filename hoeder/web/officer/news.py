"""What there is to do for an officer, without content: kinds and days, never a case."""

from typing import Annotated

from hoeder.notices import actions as notices
from hoeder.notices import reading
from hoeder.notices.models import Notice
from hoeder.organisations.models import Officer
from hoeder.web.interface import operation
from hoeder.web.json import Day, Most, Number, Text, form

Kind = Annotated[str, Text(most=64, pattern="[a-z][a-z0-9_.-]*")]


@form
class NewsItem:
    """That something of one kind happened, so many times, since a day."""

    kind: Kind
    count: Number
    since: Day


@form
class News:
    """What this officer was told and has not marked as seen."""

    news: list[NewsItem]


@form
class SentSeen:
    """The kinds that an officer has seen."""

    kinds: Annotated[list[Kind], Most(100)]


@operation("officer", gives=News)
def list_news(officer: Officer) -> News:
    """See what there is to do. It names no case and no person."""
    found = reading.to_do(Notice.objects.visible_to(officer))
    return News([NewsItem(one.kind, one.count, one.since) for one in found])


@operation("officer", takes=SentSeen)
def mark_seen(officer: Officer, sent: SentSeen) -> None:
    """Mark kinds as seen. Mail that waits goes out all the same."""
    notices.seen(kinds=sent.kinds, by=officer)
