"""Classes of records, with the rows of the law tables that each takes its terms from."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.clocks.law.lookup import find
from hoeder.clocks.law.table import Parameter, Unit
from hoeder.clocks.rules import add_months, day_after
from hoeder.erasable.keys import Part


class RecordClass(models.TextChoices):
    """What is kept, and destroyed, together (law.md REG-03). In the order of destroying."""

    IDENTITY = "identity", _("who the reporter is")
    PROTECTION = "protection", _("protection and promises")
    CIRCLE = "circle", _("who knows who she is")
    CONTENT = "content", _("the report, the conversation, the investigation and the files")
    EVIDENCE = "evidence", _("what was due, and when it was done")
    STATISTICS = "statistics", _("the number and the outcome in the register")


class Action(models.TextChoices):
    """What a selectielijst says of a category."""

    DESTROY = "destroy", _("destroy")
    KEEP = "keep", _("keep for good")


class Ground(models.TextChoices):
    """By what a class is destroyed."""

    LAW = "law", _("the term of the law is over")
    DECISION = "decision", _("two people decided that it is not needed any longer")


#: No class of these holds content or a name. They stay: without them no date could be checked.
STAYS: Final = frozenset({RecordClass.EVIDENCE, RecordClass.STATISTICS})
#: What can be destroyed, in this order.
DESTROYED: Final = tuple(one for one in RecordClass if one not in STAYS)
#: The key that goes with a class. Who knows is plain rows: they are deleted, and have no key.
PARTS: Final[Mapping[RecordClass, Part]] = {
    RecordClass.IDENTITY: Part.IDENTITY,
    RecordClass.PROTECTION: Part.PROTECTION,
    RecordClass.CONTENT: Part.CONTENT,
}
_KEPT: Final = {one: Parameter[f"KEEP_{one.name}"] for one in RecordClass}


def has_fixed_term(law: str, day: date) -> bool:
    """Tell whether the law itself says when a case that closed on that day is destroyed."""
    return find(law, Parameter.RETENTION, day).unit != Unit.WORDS


def latest_by_term(law: str, closed_on: date) -> date | None:
    """Tell on which day everything goes by the fixed term of the law (law.md REG-02)."""
    if not has_fixed_term(law, closed_on):
        return None
    return day_after(law, Parameter.RETENTION, closed_on)


def earliest(law: str, record: RecordClass, closed_on: date) -> date:
    """Tell before which day a class is not destroyed, whoever decides it.

    A fixed term of the law comes first: it is never made longer by a term of ours.
    """
    floor = add_months(closed_on, find(law, _KEPT[record], closed_on).months)
    latest = latest_by_term(law, closed_on)
    return floor if latest is None else min(floor, latest)


def decision_due(law: str, closed_on: date) -> date:
    """Tell by which day it must be decided, with reasons, what is kept."""
    return day_after(law, Parameter.RETENTION_DECISION, closed_on)


def latest_review(law: str, on: date) -> date:
    """Tell the last day on which keeping must be looked at again."""
    return day_after(law, Parameter.REVIEW, on)


def offer_over(law: str, offered_on: date) -> date:
    """Tell on which day her pack was offered for long enough (law.md REG-05)."""
    return day_after(law, Parameter.RETENTION_OFFER, offered_on)


def needs_category(law: str, day: date) -> bool:
    """Tell whether a class is destroyed only under a category of an archive law (REG-07)."""
    return bool(find(law, Parameter.RETENTION_CATEGORY, day).amount)
