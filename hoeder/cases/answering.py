"""What feedback is: an action taken or planned, with its ground (Directive art. 5(13); CLK-05)."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Whether what is told has happened: "action envisaged or taken"."""

    TAKEN = "taken", _("this was done")
    ENVISAGED = "envisaged", _("this is planned")


class Measure(models.TextChoices):
    """What was done or is planned (Directive (EU) 2019/1937, art. 5(12), says "such as")."""

    ENQUIRY = "enquiry", _("an internal enquiry")
    INVESTIGATION = "investigation", _("an investigation")
    ORGANISATION = "organisation", _("a change in how the work is organised or checked")
    PERSON = "person", _("a measure concerning a person")
    RECOVERY = "recovery", _("recovering money")
    CRIME = "crime", _("a report to the police or the public prosecutor")
    REFERRAL = "referral", _("passing it on to another authority")
    NONE = "none", _("no further action")


class Reason(models.TextChoices):
    """The ground of it (art. 5(13): "and on the grounds for such follow-up")."""

    STILL_EXAMINED = "still_examined", _("the facts are still being looked into")
    ESTABLISHED = "established", _("what was reported was established")
    PARTLY_ESTABLISHED = "partly_established", _("part of what was reported was established")
    NOT_ESTABLISHED = "not_established", _("what was reported could not be established")
    TOO_LITTLE = "too_little", _("there is too little to go on")
    OUT_OF_SCOPE = "out_of_scope", _("it falls outside this scheme")
    ANOTHER_AUTHORITY = "another_authority", _("another authority decides on it")
    ANOTHER_CASE = "another_case", _("it is handled in another case")


@dataclass(frozen=True, slots=True)
class Answer:
    """One feedback in types. What exactly, and why exactly, is sealed in the item beside it."""

    stage: Stage
    measure: Measure
    reason: Reason

    def goes_on(self) -> bool:
        """Tell whether work goes on after it; then a day for the next feedback is due."""
        return self.stage == Stage.ENVISAGED or self.reason == Reason.STILL_EXAMINED


CHOICES: Final = {
    "stages": Stage.choices,
    "measures": Measure.choices,
    "reasons": Reason.choices,
}
