"""Every way in which a request can be refused, as RFC 9457 problem details.

One table names the problems; `docs/spec/api.md` lists them, and a test compares. "Does not exist"
and "not for you" are one answer, byte for byte. A fault of ours says only that there was one: its
text may quote what somebody wrote, so neither the answer nor the log repeats it.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.core.exceptions import SuspiciousOperation as Suspicious
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal

#: Names the place in our code where a request failed. Never what was in the request.
log = logging.getLogger("hoeder.faults")


@dataclass(frozen=True)
class Problem:
    """One kind of problem: its status, its title, and what to do when nothing better is known."""

    status: HTTPStatus
    title: str | Promise
    detail: str | Promise


PROBLEMS: Mapping[str, Problem] = {
    "malformed": Problem(
        HTTPStatus.BAD_REQUEST,
        _("This request is not well-formed"),
        _("What was sent cannot be read."),
    ),
    "digest": Problem(
        HTTPStatus.BAD_REQUEST,
        _("This request arrived damaged"),
        _("What arrived is not what was sent. Please send it again."),
    ),
    "clock": Problem(
        HTTPStatus.UNAUTHORIZED,
        _("The clock of this device differs from ours"),
        _("The time of this request is more than five minutes from ours. Please send it again."),
    ),
    "signature-needed": Problem(
        HTTPStatus.UNAUTHORIZED,
        _("This request is not signed"),
        _("This request must be signed with the key of a receipt."),
    ),
    "unknown-receipt": Problem(
        HTTPStatus.UNAUTHORIZED,
        _("This receipt is not known here"),
        _("No report belongs to these words. Please check each word and its place."),
    ),
    "sign-in-needed": Problem(
        HTTPStatus.UNAUTHORIZED,
        _("Please sign in"),
        _("Your session has ended. Please sign in again; what you wrote is still on this page."),
    ),
    "reload-needed": Problem(
        HTTPStatus.FORBIDDEN,
        _("This page is too old"),
        _("Please copy what you wrote, reload this page, and try again."),
    ),
    "not-allowed": Problem(
        HTTPStatus.FORBIDDEN, _("You may not do this"), _("You may not do this.")
    ),
    "duties": Problem(
        HTTPStatus.FORBIDDEN,
        _("Accept your duties first"),
        _(
            "Read and accept the duties of your roles first, on the page “Your duties here”. Until "
            "then nothing opens: no keys, no cases."
        ),
    ),
    "not-found": Problem(
        HTTPStatus.NOT_FOUND,
        _("There is nothing here for you"),
        _("This does not exist, or it is not for you."),
    ),
    "wrong-method": Problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("This cannot be done here"),
        _("This address does not answer such a request."),
    ),
    "not-now": Problem(HTTPStatus.CONFLICT, _("This cannot be done now"), _("Not now.")),
    "declaration-needed": Problem(
        HTTPStatus.CONFLICT,
        _("Declare first that you are impartial"),
        _("Declare first whether you have a conflict of interest in this case."),
    ),
    "room-moved-on": Problem(
        HTTPStatus.CONFLICT,
        _("Somebody else wrote in the meantime"),
        _("Somebody else wrote here in the meantime. Please send it again."),
    ),
    "new-epoch-needed": Problem(
        HTTPStatus.CONFLICT,
        _("This room needs a new key first"),
        _("Somebody left this room. It needs a new key before anything is written."),
    ),
    "too-large": Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("This is too large"),
        _("This is larger than one request may be."),
    ),
    "wrong-type": Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _("This type of content is not taken here"),
        _("The Content-Type of this request is not the one that this address takes."),
    ),
    "not-valid": Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Something in this request is not right"),
        _("Something in this request is not right."),
    ),
    "failed": Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side"),
        _("Something went wrong on our side. Nothing was lost; please try again later."),
    ),
}

#: What a refusal is when its own kind stands in no table.
OTHERWISE: Mapping[type[Refusal], str] = {
    NotAllowed: "not-allowed",
    NotNow: "not-now",
    NotValid: "not-valid",
    Refusal: "not-now",
}

#: RFC 9110 §15.5.2 asks for a challenge with each 401.
CHALLENGES = {"sign-in-needed": "Session", "signature-needed": "Signature"}


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asked. Programs and people never share a path."""
    return request.path_info.startswith("/api/") or request.path_info == "/log/cosignature"


def problem(
    request: HttpRequest, kind: str, detail: str | None = None, **extras: object
) -> HttpResponse:
    """Answer with one problem of the table, in the visitor's language."""
    known = PROBLEMS[kind]
    return _answer(request, kind, known, detail or str(known.detail), extras)


def refusal(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """Answer with what an action said when it refused."""
    known = PROBLEMS.get(refused.kind) or PROBLEMS[_otherwise(refused)]
    return _answer(request, refused.kind, known, refused.message, refused.extras)


def _otherwise(refused: Refusal) -> str:
    return next(kind for family, kind in OTHERWISE.items() if isinstance(refused, family))


def _answer(
    request: HttpRequest, kind: str, known: Problem, detail: str, extras: Mapping[str, object]
) -> HttpResponse:
    title = str(known.title)
    if not wants_json(request):
        page = {"kind": kind, "title": title, "detail": detail}
        return render(request, "problem.html", page, status=known.status)
    said = {"type": f"/problems/{kind}", "title": title, "status": known.status, "detail": detail}
    response = HttpResponse(
        json.dumps({**extras, **said}, ensure_ascii=False, default=str),
        content_type="application/problem+json",
        status=known.status,
    )
    if known.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = CHALLENGES.get(kind, "Signature")
    if kind == "clock":
        # The client signs once more, with our time.
        response["Date"] = http_date()
    return response


def answer_exception(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Turn whatever a view raised into an answer."""
    match fault:
        case Refusal():
            return refusal(request, fault)
        case Http404():
            return problem(request, "not-found")
        case PermissionDenied():
            return problem(request, "not-allowed")
        case RequestDataTooBig():
            return problem(request, "too-large")
        case Suspicious() | BadRequest():
            return problem(request, "malformed")
    record(fault)
    return problem(request, "failed")


def record(fault: BaseException) -> None:
    """Write which line of which file failed, and nothing of what was being handled.

    The message of an exception, and the values that a stack trace may show, can hold content.
    """
    steps = traceback.extract_tb(fault.__traceback__)
    places = " < ".join(f"{step.filename}:{step.lineno} {step.name}" for step in reversed(steps))
    log.error("%s at %s", type(fault).__name__, places)


# What Django calls when no view was reached: see `handler404` and its kin in hoeder.config.urls.


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where no route matches: exactly as where something is not for this visitor."""
    return problem(request, "not-found")


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself found suspicious."""
    return problem(request, "malformed")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where something below refused."""
    return problem(request, "not-allowed")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when something broke outside the views."""
    return problem(request, "failed")


def without_csrf_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form or request that carries no token: after the session ended, ask to sign in."""
    user = getattr(request, "user", None)
    if wants_json(request) and (user is None or not user.is_authenticated):
        return problem(request, "sign-in-needed")
    return problem(request, "reload-needed")
