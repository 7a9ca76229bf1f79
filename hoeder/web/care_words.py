"""Words for what lies sealed in care rooms: the parts of its items, and the codes in them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from hoeder.protection.rules import OfferCause, Weighed

#: What a part of an item is called, on the reporter's page and at the desk.
PARTS: Final = (
    ("level", _("How grave")),
    ("begun", _("Has it begun?")),
    ("fears", _("What is feared")),
    ("who", _("Who could do it")),
    ("wishes", _("What would help")),
    ("answer", _("Answer")),
    ("reach", _("How to be reached")),
    ("weighed", _("What the grounds are worth")),
    ("record", _("What the employer put on record")),
    ("reasons", _("Reasons")),
    ("offered", _("What is offered")),
)

#: The codes of a part, and what they mean.
CODES: Final = {
    "level": (("low", _("not very")), ("middle", _("grave")), ("high", _("very grave"))),
    "begun": (("no", _("no")), ("unsure", _("I am not sure")), ("yes", _("yes"))),
    "answer": (
        ("well", _("it goes well")),
        ("worried", _("worried")),
        ("begun", _("it has begun")),
        ("no-answer", _("does not want to answer")),
        ("yes", _("yes to the plan")),
        ("no", _("no to the plan")),
    ),
    "weighed": Weighed.choices,
}


def context() -> dict[str, object]:
    """Give what templates need to speak of a protection."""
    return {"care_parts": PARTS, "care_codes": CODES, "offer_causes": OfferCause.choices}
