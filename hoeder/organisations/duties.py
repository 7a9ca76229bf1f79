"""The written duties of every role: which there are, for whom, and when they are accepted anew.

law.md DTY-04, from Directive (EU) 2019/1937: art. 9(1)(a) and (c) let nobody near a report who is
not authorised and impartial, art. 12(4)-(5) ask for people who were made fit for it, and art. 16,
19 and 22 bind them. Whoever accepted nothing gets no key and sees no case (`hoeder.web.accounts`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from hoeder.organisations.rules import Role

#: Of the sentences below. Whoever changes what one of them asks gives them the next number, and
#: everybody reads and accepts them again.
VERSION: Final = 1


class RoleDuty(models.TextChoices):
    """One thing that somebody does or leaves, as they read it."""

    KEEP_REPORTER = (
        "keep_reporter",
        _(
            "You tell nobody who reported, and nothing from which somebody could work it out. Only "
            "the reporter’s own yes, or a law that demands it, changes this."
        ),
    )
    KEEP_NAMED = (
        "keep_named",
        _("You tell nobody who is named in a report, and who else occurs in it."),
    )
    NO_SEARCH = (
        "no_search",
        _(
            "You do not try to find out who reported: not by asking, not by searching or "
            "comparing, and not through somebody else."
        ),
    )
    NO_RETALIATION = (
        "no_retaliation",
        _(
            "You harm nobody because of a report, you do not threaten to, and you do not let "
            "others do it. This also holds for colleagues and relatives, and for people who help a "
            "reporter."
        ),
    )
    NO_HINDERING = (
        "no_hindering",
        _("You keep nobody from reporting: here, to an authority, or anywhere else by law."),
    )
    SAY_LEAKS = (
        "say_leaks",
        _(
            "If you learn that somebody gave a name away, or takes revenge, you say so at once to "
            "the protection officer or the commission."
        ),
    )
    IMPARTIAL = (
        "impartial",
        _(
            "You keep out of every case about yourself, about those above or below you, or about "
            "somebody close to you. You say so before you read."
        ),
    )
    DILIGENT = (
        "diligent",
        _(
            "You follow up each report with care, and answer the reporter by the dates that the "
            "law sets."
        ),
    )
    FAIR = (
        "fair",
        _("You presume that whoever is named is innocent, and hear them before you find anything."),
    )
    REGISTER = (
        "register",
        _(
            "If somebody tells you about wrongdoing, you register it at once and unchanged, and "
            "keep nothing of it yourself."
        ),
    )
    THIS_ALONE = (
        "this_alone",
        _(
            "You use what you read for this investigation alone. You keep no copy when your work "
            "ends."
        ),
    )
    ADVICE_STAYS = (
        "advice_stays",
        _(
            "You tell nobody what somebody asks you in confidence: not a handler, not a director, "
            "and not that they came."
        ),
    )
    STAND_BY = (
        "stand_by",
        _(
            "You look after the reporter, before and after the case closes, and you write down "
            "what is done to them."
        ),
    )
    OWN_SHARE = (
        "own_share",
        _(
            "You give your part of a key only with the reporter’s yes, or on a lawful ground of "
            "which they were told. You decide that yourself: nobody gives you orders about it."
        ),
    )
    OVERSEE = (
        "oversee",
        _(
            "You look at how reporters are treated, and you take no orders from those whom you "
            "oversee."
        ),
    )
    MACHINE_ONLY = (
        "machine_only",
        _(
            "You look after accounts and machines. You let nobody near a report who may not be "
            "there, and you search no logs or backups for people."
        ),
    )
    STOP_IT = (
        "stop_it",
        _("As soon as you know of revenge in your service, you stop it."),
    )
    ASK_NO_REASON = (
        "ask_no_reason",
        _("You do what you promised without asking why, or for whom it was asked."),
    )
    FIGURES_ONLY = (
        "figures_only",
        _("You use figures as figures, and do not try to find a case behind them."),
    )
    WATCH = (
        "watch",
        _("You watch how incidents are dealt with, and you do not ask who reported."),
    )
    RELEASED_ONLY = (
        "released_only",
        _("You open only what was released to you, and use it only for what it was released for."),
    )


#: The article of Directive (EU) 2019/1937 that each follows.
ARTICLES: Final[Mapping[RoleDuty, str]] = {
    RoleDuty.KEEP_REPORTER: "16(1)",
    RoleDuty.KEEP_NAMED: "9(1)(a), 22(2)",
    RoleDuty.NO_SEARCH: "16(1), 23(1)(d)",
    RoleDuty.NO_RETALIATION: "4(4), 19",
    RoleDuty.NO_HINDERING: "23(1)(a)",
    RoleDuty.SAY_LEAKS: "19, 23(1)",
    RoleDuty.IMPARTIAL: "9(1)(c)",
    RoleDuty.DILIGENT: "9(1)(b), (d), (f)",
    RoleDuty.FAIR: "22(1)",
    RoleDuty.REGISTER: "9(2), 12(3)",
    RoleDuty.THIS_ALONE: "16(1), 18(1)",
    RoleDuty.ADVICE_STAYS: "16(1), 20(1)(a)",
    RoleDuty.STAND_BY: "19, 21",
    RoleDuty.OWN_SHARE: "16(1)-(3)",
    RoleDuty.OVERSEE: "9(1)(c), 19",
    RoleDuty.MACHINE_ONLY: "9(1)(a)",
    RoleDuty.STOP_IT: "19, 23(1)(b)",
    RoleDuty.ASK_NO_REASON: "16(1)",
    RoleDuty.FIGURES_ONLY: "16(1)",
    RoleDuty.WATCH: "16(1)",
    RoleDuty.RELEASED_ONLY: "16(2)-(4)",
}

FOR_EVERYBODY: Final = (
    RoleDuty.KEEP_REPORTER,
    RoleDuty.KEEP_NAMED,
    RoleDuty.NO_SEARCH,
    RoleDuty.NO_RETALIATION,
    RoleDuty.NO_HINDERING,
    RoleDuty.SAY_LEAKS,
)

#: What is special to a role.
BY_ROLE: Final[Mapping[Role, tuple[RoleDuty, ...]]] = {
    Role.HANDLER: (RoleDuty.IMPARTIAL, RoleDuty.DILIGENT, RoleDuty.FAIR, RoleDuty.REGISTER),
    Role.INVESTIGATOR: (RoleDuty.IMPARTIAL, RoleDuty.FAIR, RoleDuty.THIS_ALONE),
    Role.CONFIDENTIAL_ADVISER: (RoleDuty.ADVICE_STAYS, RoleDuty.REGISTER),
    Role.PROTECTION_OFFICER: (RoleDuty.IMPARTIAL, RoleDuty.STAND_BY, RoleDuty.REGISTER),
    Role.CUSTODIAN: (RoleDuty.OWN_SHARE,),
    Role.COMMISSION_MEMBER: (
        RoleDuty.IMPARTIAL,
        RoleDuty.DILIGENT,
        RoleDuty.FAIR,
        RoleDuty.OVERSEE,
        RoleDuty.REGISTER,
    ),
    Role.ADMINISTRATOR: (RoleDuty.MACHINE_ONLY,),
    Role.DIRECTOR: (RoleDuty.STOP_IT, RoleDuty.REGISTER, RoleDuty.ASK_NO_REASON),
    Role.WORKS_COUNCIL: (RoleDuty.FIGURES_ONLY,),
    Role.DATA_PROTECTION_OFFICER: (RoleDuty.WATCH,),
    Role.AUTHORITY: (RoleDuty.RELEASED_ONLY,),
    Role.OWNER: (RoleDuty.ASK_NO_REASON,),
}


class Why(models.TextChoices):
    """Why somebody is asked, as the page says it."""

    FIRST = "first", _("You have not accepted these duties yet.")
    TEXT = "text", _("The text of these duties changed since you accepted them.")
    ROLE = "role", _("You were given another role, and it has duties of its own.")
    YEAR = (
        "year",
        _("It is a year ago that you accepted these duties. They are accepted each year."),
    )


class Accepted(Protocol):
    """What is kept of an acceptance."""

    version: int
    until: date

    def roles(self) -> frozenset[Role]:
        """Give the roles for which it was."""


def why_asked(newest: Accepted | None, held: Iterable[Role], today: date) -> Why | None:
    """Tell why these duties are to be accepted now; None while what was accepted counts."""
    if newest is None:
        return Why.FIRST
    if newest.version != VERSION:
        return Why.TEXT
    if not newest.roles() >= set(held):
        return Why.ROLE
    return Why.YEAR if today > newest.until else None
