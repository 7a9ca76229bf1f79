"""What may be asked, on which ground, how many must agree, and what an opening can become."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

#: So many custodians must agree to an opening to which the reporter herself agreed.
NEED: Final = 3
#: So many to an override, and one of them is of another body: no service overrides by itself.
OVERRIDE_NEED: Final = 4
#: A box has five shares, and four when the reporter left out one custodian whom no deputy replaces.
MOST_SHARES: Final = 5
FEWEST_SHARES: Final = 4

#: Lengths of what is inside a seal (docs/spec/identities.md): one each, so that length is silent.
SHARE_PLAINTEXT: Final = 1024
CONTENT_PLAINTEXT: Final = 4096


class OpeningKind(models.TextChoices):
    """By whose will a box is opened."""

    CONSENT = "consent", _("by consent")
    OVERRIDE = "override", _("by override")


class State(models.TextChoices):
    """How far an opening has come."""

    ASKED = "asked", _("asked of the reporter")
    CONSENTED = "consented", _("the reporter agreed; waiting for custodians")
    ANNOUNCED = "announced", _("announced to the reporter")
    DEFERRED = "deferred", _("announced; notice to the reporter is put off")
    RIPE = "ripe", _("the waiting time is over; waiting for custodians")
    OPEN = "open", _("open to one person")
    ENDED = "ended", _("ended")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn by the reporter")
    EXPIRED = "expired", _("expired")


#: From each state, the states that may follow. Those without any are final.
MOVES: Final[Mapping[State, frozenset[State]]] = {
    State.ASKED: frozenset({State.CONSENTED, State.REFUSED, State.EXPIRED}),
    State.CONSENTED: frozenset({State.OPEN, State.REFUSED, State.WITHDRAWN, State.EXPIRED}),
    State.ANNOUNCED: frozenset({State.RIPE, State.REFUSED, State.EXPIRED}),
    State.DEFERRED: frozenset({State.RIPE, State.REFUSED, State.EXPIRED}),
    State.RIPE: frozenset({State.OPEN, State.REFUSED, State.EXPIRED}),
    # Back, when a custodian turns out to be named in the case and too few others approved.
    State.OPEN: frozenset({State.CONSENTED, State.RIPE, State.ENDED, State.WITHDRAWN}),
    State.ENDED: frozenset(),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.EXPIRED: frozenset(),
}
LIVE: Final = frozenset(state for state, after in MOVES.items() if after)


class Purpose(models.TextChoices):
    """What a reporter may be asked to let somebody know her name for (law.md IDC-03).

    Each is a duty towards her or a step that she can take: Directive (EU) 2019/1937 art. 9(1)(d)
    (follow-up), 19 and 21 (protection), 20 (support). A wish to know is none.
    """

    PROTECTION = "protection", _("protect her against retaliation")
    HEARING = "hearing", _("hear her as a witness")
    LEGAL_AID = "legal_aid", _("arrange legal or other support")
    REINTEGRATION = "reintegration", _("arrange her return to work")
    CONTACT = "contact", _("reach her outside this channel")


class Ground(models.TextChoices):
    """The only grounds of an override. That a manager wants to know is none."""

    INVESTIGATION = (
        "investigation",
        _("a duty in law, in an investigation by a national authority (Dir. 16(2); Wbk art. 1a)"),
    )
    PROCEEDINGS = (
        "proceedings",
        _("a duty in law, in judicial proceedings (Dir. 16(2); Wbk art. 1a)"),
    )


class How(models.TextChoices):
    """How somebody came to know who the reporter is."""

    OPENED = "opened", _("opened the box")
    TOLD_BY_REPORTER = "told_by_reporter", _("told by the reporter")
    TOLD_BY_SOMEBODY = "told_by_somebody", _("told by somebody else")
    GUESSED = "guessed", _("guessed")
    KNEW_BEFORE = "knew_before", _("knew before")


class LetterKind(models.TextChoices):
    """What a sealed letter about an opening is."""

    REQUEST = "request", _("reasons of a request")
    REFUSAL = "refusal", _("reasons of a refusal")
    APPROVAL = "approval", _("reasons of an approval")
    OVERRIDE = "override", _("reasons of an override")
    DEFERRAL = "deferral", _("reasons why notice is put off")


def may_move(before: State, after: State) -> bool:
    """Tell whether an opening may go from one state to another."""
    return after in MOVES[before]


def need(kind: OpeningKind) -> int:
    """Tell how many custodians must approve."""
    return OVERRIDE_NEED if kind is OpeningKind.OVERRIDE else NEED


#: Names under which officers see the reporter: short, known, and of nobody. Trees, birds, water
#: plants and stones. An alias is a place in this list, so names are only ever added at its end.
_NAMES: Final = """
Merel Linde Vlier Wilg Berk Spreeuw Mees Vink Lijster Kievit Grutto Wulp Reiger Zwaluw Ekster
Kauw Roek Specht Valk Havik Buizerd Sperwer Wouw Patrijs Fazant Kwartel Ral Meerkoet Fuut
Aalscholver Lepelaar Ooievaar Kraan Zwaan Smient Taling Zaagbek Meeuw Stern Alk Papegaaiduiker
Scholekster Kluut Plevier Strandloper Tureluur Snip Leeuwerik Kwikstaart Pieper Winterkoning
Nachtegaal Tapuit Rietzanger Fitis Tjiftjaf Boomkruiper Gors Sijs Putter Groenling Kneu Goudvink
Kruisbek Wielewaal Eik Beuk Es Esdoorn Iep Els Populier Abeel Haagbeuk Hazelaar Meidoorn
Sleedoorn Hulst Taxus Den Spar Lork Jeneverbes Kastanje Noot Kers Peer Appel Mispel Kornoelje
Liguster Kamperfoelie Klimop Hop Braam Framboos Bosbes Heide Brem Gagel Varen Mos Riet Bies Lis
Zegge Waterlelie Dotter Zuring Klaver Boterbloem Madelief Korenbloem Papaver Kamille Munt Tijm
Salie Lavendel Rozemarijn Venkel Dille Agaat Barnsteen Basalt Graniet Jade Kwarts Leisteen Opaal
Topaas Vuursteen Zandsteen
"""
ALIASES: Final = tuple(_NAMES.split())


def alias(number: int) -> str:
    """Give the name with this number; beyond the list the names come round again, numbered."""
    turn, place = divmod(number, len(ALIASES))
    return ALIASES[place] if turn == 0 else f"{ALIASES[place]} {turn + 1}"
