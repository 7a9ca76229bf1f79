"""The OpenAPI document, drawn from the routes themselves: it cannot say what is not so.

`python manage.py draw_openapi` writes it to `docs/spec/openapi.json`; a test compares. In words the
interface is described in `docs/spec/api.md`.
"""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from hoeder.web.interface import Audience, Operation
from hoeder.web.json import Schema, shape_of
from hoeder.web.problems import PROBLEMS

#: What every route of an audience may answer besides its own problems.
GATES: dict[Audience, tuple[str, ...]] = {
    "public": (),
    "new reporter": ("signature-needed", "digest", "clock", "unknown-receipt"),
    "reporter": ("signature-needed", "digest", "clock", "unknown-receipt"),
    "officer": ("sign-in-needed", "duties"),
}
#: Kinds in whose place a route may answer with one that says more.
SAY_MORE = {"not-now", "not-valid"}
_ARGUMENT = re.compile(r"<(?P<kind>hex|number):(?P<name>[a-z]+)>")
_ARGUMENTS: dict[str, Schema] = {
    "hex": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "number": {"type": "integer", "minimum": 0, "maximum": 999_999},
}
_SECURITY: dict[Audience, list[dict[str, list[str]]]] = {
    "public": [],
    "new reporter": [{"receipt": []}],
    "reporter": [{"receipt": []}],
    "officer": [{"session": []}],
}


def operations() -> Iterator[tuple[str, str, Operation]]:
    """List every JSON operation that the server answers: path, method, declaration."""
    for pattern, view in _patterns("", get_resolver()):
        for method, chosen in getattr(view, "operations", {}).items():
            yield "/" + pattern, method, chosen


def _patterns(before: str, resolver: URLResolver) -> Iterator[tuple[str, object]]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern).removeprefix("^/")
        if isinstance(one, URLPattern):
            yield pattern, one.callback
        else:
            yield from _patterns(pattern, one)


@cache
def document() -> Schema:
    """Draw the document, in English, whatever language the visitor reads."""
    parts: dict[str, Schema] = {}
    paths: dict[str, dict[str, Schema]] = {}
    with translation.override("en"):
        for pattern, method, chosen in operations():
            path = _ARGUMENT.sub(r"{\g<name>}", pattern)
            paths.setdefault(path, {})[method.lower()] = _operation(pattern, chosen, parts)
        parts["Problem"] = _problem()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hoeder",
            "version": "1",
            "summary": "Report wrongdoing and be heard, without the server reading a word.",
            "description": "The words, the signatures and the sealed bytes are specified in "
            "docs/spec/. Everything in `sealed` is opaque to the server.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(parts.items())),
            "securitySchemes": {
                "receipt": {
                    "type": "http",
                    "scheme": "signature",
                    "description": "RFC 9421 with a receipt's request key; docs/spec/api.md §3.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "After sign-in with a second factor; with X-CSRFToken.",
                },
            },
        },
    }


def _operation(pattern: str, chosen: Operation, parts: dict[str, Schema]) -> Schema:
    name = chosen.view.__name__
    drawn: Schema = {
        "operationId": f"{chosen.audience.split()[-1]}_{name}",
        "summary": " ".join((chosen.view.__doc__ or "").split()),
        "tags": [chosen.audience],
        "security": _SECURITY[chosen.audience],
    }
    parameters = [*_in_path(pattern), *_in_query(chosen)]
    if parameters:
        drawn["parameters"] = parameters
    if chosen.takes is not None:
        drawn["requestBody"] = {
            "required": True,
            "content": {chosen.content_type: {"schema": _schema(chosen.takes, parts)}},
        }
    drawn["responses"] = _responses(pattern, chosen, parts)
    return drawn


def _in_path(pattern: str) -> Iterator[Schema]:
    for found in _ARGUMENT.finditer(pattern):
        schema = _ARGUMENTS[found["kind"]]
        yield {"name": found["name"], "in": "path", "required": True, "schema": schema}


def _in_query(chosen: Operation) -> Iterator[Schema]:
    if chosen.asks is None:
        return
    members = shape_of(chosen.asks).members  # type: ignore[attr-defined]
    for member in dataclasses.fields(chosen.asks):
        schema = {**members[member.name].schema({}), "default": member.default}
        yield {"name": member.name, "in": "query", "required": False, "schema": schema}


def _schema(form: type, parts: dict[str, Schema]) -> Schema:
    return {} if form is bytes else shape_of(form).schema(parts)


def _responses(pattern: str, chosen: Operation, parts: dict[str, Schema]) -> Schema:
    good: Schema = {"description": HTTPStatus(chosen.status).phrase}
    if chosen.gives is not None:
        kind = "application/octet-stream" if chosen.gives is bytes else "application/json"
        good["content"] = {kind: {"schema": _schema(chosen.gives, parts)}}
    responses: Schema = {str(int(chosen.status)): good}
    if chosen.status == HTTPStatus.CREATED:
        responses["200"] = {**good, "description": "The same request came before."}
    if chosen.audience == "public":
        responses["304"] = {"description": HTTPStatus.NOT_MODIFIED.phrase}
    by_status: dict[str, list[str]] = {}
    for kind in dict.fromkeys(_problems(pattern, chosen)):
        by_status.setdefault(str(int(PROBLEMS[kind].status)), []).append(kind)
    for status, kinds in sorted(by_status.items()):
        told = [f"`{kind}`: {PROBLEMS[kind].title}" for kind in kinds]
        if not SAY_MORE.isdisjoint(kinds):
            told.append("or a kind that says more (docs/spec/api.md §4)")
        responses[status] = {
            "description": "; ".join(told),
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    return responses


def _problems(pattern: str, chosen: Operation) -> Iterator[str]:
    yield from GATES[chosen.audience]
    yield from chosen.problems
    yield from ("malformed", "too-large")
    if "<" in pattern or chosen.audience in ("reporter", "officer"):
        yield "not-found"
    if chosen.takes is not None or chosen.asks is not None or "<number" in pattern:
        yield "not-valid"
    if chosen.takes is not None:
        yield "wrong-type"
    if chosen.audience == "officer" and chosen.takes is not None:
        yield "reload-needed"


def _problem() -> Schema:
    return {
        "type": "object",
        "description": "RFC 9457. Further members may tell a client how to go on.",
        "properties": {
            "type": {"type": "string", "pattern": "^/problems/[a-z-]+$"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail"],
    }
