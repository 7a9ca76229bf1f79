"""What anybody may see of the witnesses, and where a witness behind a firewall brings its word."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hoeder.clocks.rules import SYSTEM
from hoeder.errors import NotValid, Refusal
from hoeder.ledger import actions as ledger
from hoeder.ledger import reading as log
from hoeder.ledger import witnessed
from hoeder.ledger.policy import NONE, Group
from hoeder.ledger.rules import Outcome
from hoeder.organisations import policies
from hoeder.web.interface import operation
from hoeder.web.json import Number, Text, form
from hoeder.web.middleware import language_of
from hoeder.web.public.answers import plain

#: The largest note that is taken: 32 witnesses with ML-DSA-44, and room to spare.
LARGEST_NOTE = 256 * 1024

Moment = Annotated[str, Text(most=20, pattern=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]


@form
class WitnessNow:
    """How far one witness of the log has come, and since when it misses checkpoints."""

    name: Annotated[str, Text(most=255)]
    #: The largest tree that it has cosigned; 0 for none.
    size: Number
    cosigned_at: Moment | None
    silent_since: Moment | None


@form
class WitnessesNow:
    """The witnesses whom the signed directory names, in its order."""

    witnesses: list[WitnessNow]


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Give the newest signed checkpoint with the cosignatures so far, for who witnesses it."""
    return plain(witnessed.newest(), "no-cache")


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Give the policy in force (C2SP tlog-policy), as the root-signed directory holds it."""
    found = policies.in_force()
    return plain(found[0] if found else None, "no-cache")


# Whoever posts here has no cookie and no session; the signatures in the note are all that counts.
@csrf_exempt
@require_POST
def cosignature(request: HttpRequest) -> HttpResponse:
    """Take a checkpoint of ours with cosignatures of the policy's witnesses."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or int(length) > LARGEST_NOTE:
        raise Refusal(_("This is too long for a checkpoint."), kind="too-large")
    found = policies.in_force()
    if found is None:
        raise Http404
    note = request.read().decode(errors="replace")
    names = ledger.keep_cosignatures(note=note, policy=found[1], by=SYSTEM)
    if not names:
        raise NotValid(_("None of these signatures is by a witness of this log."))
    return plain("".join(f"{name}\n" for name in names), "no-store")


@operation("public", gives=WitnessesNow)
def see_witnesses() -> WitnessesNow:
    """See how far each witness of the log has come."""
    found = policies.in_force()
    states = witnessed.states(found[1]) if found else []
    return WitnessesNow(
        [
            WitnessNow(
                name=one.name,
                size=one.size,
                cosigned_at=_moment(one.cosigned_at),
                silent_since=_moment(one.silent_since),
            )
            for one in states
        ]
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the log, its witnesses and who is silent, in Dutch or English."""
    asked = request.GET.get("language")
    language = asked if asked in {"nl", "en"} else language_of(request)
    with translation.override(language):
        answer = render(request, "public/log.html", {"language": language, **_log_now()})
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _log_now() -> Mapping[str, object]:
    verifier, found = log.verifier(), policies.in_force()
    policy = found[1] if found else None
    newest, counting = witnessed.heads(policy)
    return {
        "verifier": verifier,
        "newest": newest,
        "counting": counting,
        "held_back": newest is not None and newest != counting,
        "states": [_shown(one) for one in witnessed.states(policy)] if policy else [],
        "groups": [_in_words(one) for one in policy.groups] if policy else [],
        "quorum": policy.quorum if policy and policy.quorum != NONE else None,
    }


def _shown(state: witnessed.State) -> Mapping[str, object]:
    outcome = Outcome(state.outcome) if state.outcome else Outcome.COSIGNED
    return {
        "state": state,
        "trouble": outcome.label if outcome is not Outcome.COSIGNED else None,
        "contradicts": outcome.contradicts,
    }


def _in_words(group: Group) -> Mapping[str, object]:
    members = ", ".join(group.members)
    return {"name": group.name, "threshold": group.threshold, "members": members}


def _moment(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None
