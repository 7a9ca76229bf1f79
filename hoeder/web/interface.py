"""How a JSON route is declared: who may ask, what is sent, what is answered.

A view is a plain function: it gets the visitor and the checked content of the request, finds what
this visitor may see, calls one action and returns an answer. Everything around that (size, type,
digest, signature or session, reading and writing JSON) is here, once, and the declaration is at
the same time what `hoeder.web.openapi` publishes.
"""

import dataclasses
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Literal

import brotli  # type: ignore[import-untyped]
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from hoeder.cases import actions as cases
from hoeder.errors import NotValid, Refusal
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt, find_receipt
from hoeder.web import converters as converters  # Makes `<hex:…>` known to whoever has routes.
from hoeder.web import hidden, json, requests
from hoeder.web.accounts import has_second_factor
from hoeder.web.problems import PROBLEMS, problem

#: The largest JSON body: an item of the largest size class in base64, and its neighbours.
LARGEST_JSON: Final = 8 * 1024 * 1024
#: The largest piece of an attachment, and a little for whoever rounds up.
LARGEST_PIECE: Final = 4 * 1024 * 1024 + 64

Audience = Literal["public", "new reporter", "reporter", "officer"]
View = Callable[..., Any]


@dataclass(frozen=True)
class Repeated:
    """The same request came before and changed nothing now: answered with 200 instead of 201."""

    answer: object


@dataclass(frozen=True)
class Operation:
    """One method of one route."""

    view: View
    audience: Audience
    #: The form of the body: a dataclass, `bytes` for octets, None for no body.
    takes: type | None
    #: The form of the answer, likewise.
    gives: type | None
    #: The form of the query, if there is one. Each member has a default.
    asks: type | None
    status: HTTPStatus
    problems: tuple[str, ...]
    #: For the one view that hands out a token: it gets the request itself as well.
    needs_request: bool = False

    @property
    def largest(self) -> int:
        """How long the body may be."""
        if self.takes is None:
            return 0
        return LARGEST_PIECE if self.takes is bytes else LARGEST_JSON

    @property
    def content_type(self) -> str:
        """What the body must say that it is."""
        return "application/octet-stream" if self.takes is bytes else "application/json"


def operation(
    audience: Audience,
    *,
    takes: type | None = None,
    gives: type | None = None,
    asks: type | None = None,
    status: HTTPStatus | None = None,
    problems: tuple[str, ...] = (),
    needs_request: bool = False,
) -> Callable[[View], Operation]:
    """Declare a view: `(visitor, sent, asked, **ids)`, each only where the route has it."""
    default = HTTPStatus.NO_CONTENT if gives is None else HTTPStatus.OK

    def declare(view: View) -> Operation:
        return Operation(
            view, audience, takes, gives, asks, status or default, problems, needs_request
        )

    return declare


def route(**operations: Operation) -> Callable[..., HttpResponse]:
    """Make the Django view of one path from its methods: `route(GET=read_items, POST=add_item)`."""

    def view(request: HttpRequest, **ids: Any) -> HttpResponse:
        chosen = operations.get(request.method or "")
        if chosen is None:
            answer = problem(request, "wrong-method")
            answer["Allow"] = ", ".join(sorted(operations))
            return answer
        return run(chosen, request, ids)

    # Django tests and the OpenAPI document find the declaration here.
    view.operations = operations  # type: ignore[attr-defined]
    return view


def run(chosen: Operation, request: HttpRequest, ids: dict[str, Any]) -> HttpResponse:
    """Check a request, hand it to its view, and write the answer."""
    # Whoever is not signed in learns nothing more, not even that a body was too large.
    officer = officer_of(request) if chosen.audience == "officer" else None
    body = body_of(request, chosen)
    if officer is not None and "Content-Digest" in request.headers:
        requests.check_digest(request, body)
    arguments = dict(ids)
    if chosen.needs_request:
        arguments["request"] = request
    if chosen.asks is not None:
        arguments["asked"] = read_query(chosen.asks, request)
    match chosen.audience:
        case "public":
            visitor: tuple[object, ...] = ()
        case "new reporter":
            # Her key stands in the body: the view proves the signature once it has read it.
            visitor = (requests.read_signature(request, body),)
        case "reporter":
            visitor = (receipt_of(request, body),)
        case "officer":
            visitor = (officer,)
    if chosen.takes is bytes:
        arguments["sent"] = body
    elif chosen.takes is not None:
        arguments["sent"] = json.read(chosen.takes, body)
    try:
        answer = chosen.view(*visitor, **arguments)
    except Http404:
        # After the view's own transaction: what it undid does not take this row with it.
        if officer is not None:
            beside = hidden.cases_of(ids, officer)
            cases.note_refused(asked=ids, beside=beside, by=officer)
        raise
    response = answered(chosen, answer)
    # What is asked for with a body is an answer to it alone.
    is_kept = chosen.audience == "public" and chosen.takes is None
    return kept(request, response) if is_kept else response


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let browsers keep what is public, and ask each time whether it changed (RFC 9110 §13)."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    answer = get_conditional_response(request, etag=etag, response=response) or response
    # Nothing secret is in it and nothing of the request, so compressing tells nobody anything.
    if answer is response and takes_brotli(request):
        # A reporter waits for this: the highest quality takes 70 ms to save 800 bytes more.
        answer.content = brotli.compress(response.content, quality=5)
        answer["Content-Encoding"] = "br"
        answer["ETag"] = f"W/{etag}"
        patch_vary_headers(answer, ["Accept-Encoding"])
        return answer
    return gzip_page(lambda _request: answer)(request)


def takes_brotli(request: HttpRequest) -> bool:
    """Whether `br` is among the encodings that the browser names, and not by a weight of 0."""
    named = request.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
    return any(one == "br" or re.fullmatch(r"br;q=(1|1\.0+|0\.0*[1-9]\d*)", one) for one in named)


def answered(chosen: Operation, answer: object) -> HttpResponse:
    """Write what a view returned."""
    status = chosen.status
    if isinstance(answer, Repeated):
        answer, status = answer.answer, HTTPStatus.OK
    if chosen.gives is None:
        return HttpResponse(status=status)
    if chosen.gives is bytes:
        return HttpResponse(answer, content_type="application/octet-stream", status=status)
    text = json.write(chosen.gives, answer)
    return HttpResponse(text, content_type="application/json", status=status)


def body_of(request: HttpRequest, chosen: Operation) -> bytes:
    """Read the body: not more than this route takes, and of no other type."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        raise Refusal(_("The header Content-Length is not a number."), kind="malformed")
    if int(length) > chosen.largest:
        raise Refusal(
            _("This is larger than the %(most)d bytes that one request may hold.")
            % {"most": chosen.largest},
            kind="too-large",
        )
    if chosen.takes is not None and request.content_type != chosen.content_type:
        raise Refusal(
            _("The header Content-Type must be %(type)s.") % {"type": chosen.content_type},
            kind="wrong-type",
        )
    # Not `request.body`: what is sent is read once and is not kept with the request.
    body: bytes = request.read()
    if len(body) != int(length):
        raise Refusal(_("This request was cut off on its way."), kind="malformed")
    return body


def read_query(form: type, request: HttpRequest) -> Any:
    """Read a query: what is not asked has its default, what is not known is refused."""
    asked: dict[str, object] = {}
    for name, values in request.GET.lists():
        value = values[0]
        # Whole numbers stand in the query as their digits.
        asked[name] = int(value) if _is_number(value) else value
        if len(values) > 1:
            raise NotValid(_("The field “%(field)s” stands twice.") % {"field": name[:40]})
    for member in dataclasses.fields(form):
        asked.setdefault(member.name, member.default)
    return json.shape_of(form).read(asked, "")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15 and (text == "0" or text[0] != "0")


def receipt_of(request: HttpRequest, body: bytes) -> Receipt:
    """Find whose receipt signed this request, or refuse."""
    signed = requests.read_signature(request, body)
    receipt = find_receipt(signed.lookup)
    signed.prove(None if receipt is None else receipt.request_key)
    if receipt is None:
        raise requests.NotProven
    return receipt


def officer_of(request: HttpRequest) -> Officer:
    """Find who is signed in, with password and second factor, and accepted their duties."""
    officer = request.user
    if not isinstance(officer, Officer) or not has_second_factor(request):
        raise Refusal(
            _("Your session has ended. Please sign in again; what you wrote is kept on this page."),
            kind="sign-in-needed",
        )
    # law.md DTY-04: no acceptance, no keys. No route of an officer is let off.
    if officer.duties_asked() is not None:
        raise Refusal(str(PROBLEMS["duties"].detail), kind="duties")
    return officer
