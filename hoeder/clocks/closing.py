"""Terms that begin when a case comes to its end."""

from datetime import date

from hoeder.clocks.rules import Parameter, day_after


def outcome_answer_due(law: str, told_on: date) -> date:
    """Tell the last day on which silence about an outcome is not yet an answer."""
    return day_after(law, Parameter.OUTCOME_ANSWER, told_on)


def latest_postponement(law: str, on: date) -> date:
    """Tell the last day until which informing may be put off before somebody looks again."""
    return day_after(law, Parameter.POSTPONEMENT, on)
