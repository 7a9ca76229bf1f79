"""Who helps a reporter, outside her employer: dated data with a source, for each law (SUP-01, 02).

A deployment under another law adds its own rows; `REQUIRED` says what must be among them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Help(models.TextChoices):
    """What kind of help it is."""

    ADVICE = "advice", _("advice")
    LEGAL_AID = "legal-aid", _("legal aid")
    PSYCHOSOCIAL = "psychosocial", _("somebody to talk to")
    URGENT = "urgent", _("in great need")


@dataclass(frozen=True, slots=True)
class Support:
    """Somewhere to go. Links leave no trace here: no page of ours learns that one was followed."""

    law: str
    help: Help
    name: str
    what: str | Promise
    url: str
    phone: str
    source: str
    valid_from: date
    #: When somebody last looked whether it is still so.
    checked_on: date
    valid_to: date | None = None


_CHECKED: Final = date(2026, 11, 1)

#: Every law has these (Directive (EU) 2019/1937, art. 20(1)(a) and (c), 20(2)).
REQUIRED: Final = frozenset({Help.ADVICE, Help.LEGAL_AID, Help.PSYCHOSOCIAL})

SUPPORT: Final = (
    Support(
        law="nl",
        help=Help.ADVICE,
        name="Huis voor Klokkenluiders",
        what=_("free advice and investigation, from outside your employer"),
        url="https://www.huisvoorklokkenluiders.nl/",
        phone="088 133 10 00",
        source="Wet bescherming klokkenluiders, art. 3a(2)",
        valid_from=date(2023, 2, 18),
        checked_on=_CHECKED,
    ),
    Support(
        law="nl",
        help=Help.LEGAL_AID,
        name="Raad voor Rechtsbijstand",
        what=_("a lawyer who is paid for; ask the Huis voor Klokkenluiders to refer you"),
        url="https://www.rvr.org/",
        phone="088 787 10 00",
        source="Subsidieregeling rechtsbijstand klokkenluiders, since 1 February 2024; law.md L24",
        valid_from=date(2024, 2, 1),
        checked_on=_CHECKED,
    ),
    Support(
        law="nl",
        help=Help.LEGAL_AID,
        name="Het Juridisch Loket",
        what=_("free legal advice"),
        url="https://www.juridischloket.nl/",
        phone="0800 8020",
        source="Wet op de rechtsbijstand, art. 7",
        valid_from=date(2023, 2, 18),
        checked_on=_CHECKED,
    ),
    Support(
        law="nl",
        help=Help.PSYCHOSOCIAL,
        name="Slachtofferhulp Nederland",
        what=_("someone to talk to, and practical help"),
        url="https://www.slachtofferhulp.nl/",
        phone="0900 0101",
        source="Agreement with the Huis voor Klokkenluiders, since 1 September 2022; law.md L24",
        valid_from=date(2022, 9, 1),
        checked_on=_CHECKED,
    ),
    Support(
        law="nl",
        help=Help.URGENT,
        name="113",
        what=_("if you think of ending your life, at any hour"),
        url="https://www.113.nl/",
        phone="0800 0113",
        source="113 Zelfmoordpreventie",
        valid_from=date(2009, 9, 1),
        checked_on=_CHECKED,
    ),
)


def missing(law: str, day: date) -> frozenset[Help]:
    """Tell which help a law must offer and our table does not have on a day."""
    return REQUIRED - {one.help for one in support(law, day)}


def support(law: str, day: date) -> list[Support]:
    """List where somebody can go under a law on a day."""
    return [
        one
        for one in SUPPORT
        if one.law == law
        and one.valid_from <= day
        and (one.valid_to is None or day <= one.valid_to)
    ]
