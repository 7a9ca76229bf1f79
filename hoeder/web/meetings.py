"""A request to meet, as it goes over the line: the same for the reporter and for the desk."""

from hoeder.cases.models import Case
from hoeder.web.json import Day, Key, Number, form
from hoeder.web.shapes import Label


@form
class Meeting:
    """Where the newest request to meet stands. `minutes` is the SHA-256 of their sealed item.

    `number` counts the requests of this case.
    """

    number: Number
    state: Label
    asked_on: Day
    changed_on: Day
    minutes: Key | None


def shown(case: Case) -> Meeting | None:
    """Show the newest request to meet, or None while there was none."""
    meeting = case.meeting()
    if meeting is None:
        return None
    return Meeting(
        number=meeting.number,
        state=meeting.state,
        asked_on=meeting.asked_on,
        changed_on=meeting.changed_on,
        minutes=meeting.minutes or None,
    )
