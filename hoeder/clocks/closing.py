"""Terms that begin when a case comes to its end."""

from datetime import date, timedelta
from typing import Final

#: How long a reporter has to say what she thinks of an outcome before a case may be closed without
#: her. No law sets this; four weeks is what Dutch bodies give for a written view (best practice).
OUTCOME_ANSWER_DAYS: Final = 28


def outcome_answer_due(told_on: date) -> date:
    """Tell the last day on which silence about an outcome is not yet an answer."""
    return told_on + timedelta(days=OUTCOME_ANSWER_DAYS)
