"""What every answer has in common: problems, headers, languages, and the OpenAPI document."""

import json
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.db.models import TextChoices
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.strategies import booleans
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from hoeder.cases.rules import Classification, Outcome, Status
from hoeder.clocks.rules import ClockKind
from hoeder.errors import NotAllowed, NotNow, NotValid, Refusal
from hoeder.organisations.models import Body, Officer
from hoeder.organisations.rules import Role
from hoeder.rooms.rules import RoomKind
from hoeder.web import middleware
from hoeder.web.openapi import document, operations
from hoeder.web.problems import PROBLEMS, answer_exception
from tests import build
from tests.build import Cast
from tests.web.asking import Desk, Reporter

ROOT = Path(__file__).parents[2]
SECRET = "Noor schreef dat Van Dalen schold"


def of(path: str = "/api/my/case", language: str = "en") -> Any:
    """A request that never reached a view."""
    return RequestFactory().get(path, headers={"Accept-Language": language})


# Refusals become answers.


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        (NotAllowed("No."), 403, "not-allowed"),
        (NotNow("Not now."), 409, "not-now"),
        (NotNow("Again.", kind="room-moved-on"), 409, "room-moved-on"),
        (NotNow("Only here.", kind="a-kind-of-its-own"), 409, "a-kind-of-its-own"),
        (NotValid("Wrong."), 422, "not-valid"),
        (NotValid("Wrong.", kind="envelope"), 422, "envelope"),
        (Refusal("No."), 409, "refused"),
        (PermissionDenied(SECRET), 403, "not-allowed"),
        (SuspiciousOperation(SECRET), 400, "malformed"),
        (ValueError(SECRET), 500, "failed"),
    ],
)
def test_each_refusal_has_its_status_and_kind(fault: Exception, status: int, kind: str) -> None:
    answer = answer_exception(of(), fault)
    said = json.loads(answer.content)
    assert (answer.status_code, said["type"]) == (status, f"/problems/{kind}")
    assert said["status"] == status
    assert SECRET not in answer.content.decode()


def test_what_a_client_needs_to_go_on_stands_beside_the_words() -> None:
    refused = NotNow("Again.", kind="room-moved-on", extras={"head": {"sequence": 3}})
    assert json.loads(answer_exception(of(), refused).content)["head"] == {"sequence": 3}


def test_extras_never_take_the_place_of_what_rfc_9457_says() -> None:
    refused = NotNow("Again.", extras={"status": 200, "type": "x"})
    said = json.loads(answer_exception(of(), refused).content)
    assert (said["status"], said["type"]) == (409, "/problems/not-now")


def test_a_fault_of_ours_is_logged_as_a_place_and_nothing_else(
    db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("hoeder.web.interface.body_of", fail)
    monkeypatch.setattr(logging.getLogger("hoeder.faults"), "propagate", True)
    answer = Client().post("/api/reports", SECRET, content_type="application/json")
    assert answer.status_code == 500
    assert json.loads(answer.content)["type"] == "/problems/failed"
    ours = [record.getMessage() for record in caplog.records if record.name == "hoeder.faults"]
    assert len(set(ours)) == 1
    assert "RuntimeError at" in ours[0]
    assert "test_problems.py" in ours[0]
    assert SECRET not in caplog.text
    assert SECRET not in answer.content.decode()


def test_a_fault_in_an_officers_view_is_answered_the_same_way(
    ada: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(ada)

    def fail(*arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("hoeder.web.officer.views.inbox", fail)
    answer = desk.get("/api/desk/cases")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/failed")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/nothing", "/api/my/nothing", "/api/desk/nothing", "/api/reportsx"]
)
def test_where_no_route_is_there_is_one_answer(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.content == Client().get("/api/my/anything").content


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/reports", "POST"),
        ("DELETE", "/api/my/case", "GET"),
        ("POST", "/api/desk/me", "GET"),
        ("PUT", f"/api/my/rooms/{'0' * 32}/items", "GET, POST"),
        ("TRACE", "/api/openapi.json", "GET"),
    ],
)
def test_a_wrong_method_says_which_are_right(
    db: None, method: str, path: str, allowed: str
) -> None:
    answer = Client().generic(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert answer.json()["type"] == "/problems/wrong-method"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("fr,de;q=0.9,nl;q=0.5", "nl"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        (";;;,q=x" * 100, "en"),
    ],
)
def test_a_problem_is_told_in_the_visitors_language(asked: str, language: str) -> None:
    assert middleware.language_of(of(language=asked)) == language


@pytest.mark.parametrize(
    ("path", "is_bound"),
    [("/static/style.css", False), ("/static/worker.js", True), ("/static/viewer.js", True)],
)
def test_a_file_carries_what_binds_it_and_no_more(path: str, is_bound: bool) -> None:
    """What a page is told is left out with scripts and styles; a worker is bound by its own."""
    answer = middleware.Headers(lambda _request: HttpResponse())(RequestFactory().get(path))
    assert ("Content-Security-Policy" in answer.headers) is is_bound
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_webassembly_runs_in_the_worker_of_passphrases_alone() -> None:
    """docs/decisions/0009-webassembly.md."""
    headers = middleware.Headers(lambda _request: HttpResponse())
    files = {
        path: headers(RequestFactory().get(path)).headers.get("Content-Security-Policy", "")
        for path in [
            *("/desk/", "/nl/back/", "/static/worker.0123456789ab.js", "/static/viewer.js"),
            *("/static/worker-file.0123456789ab.js", "/static/desk.js", "/api/desk/me"),
        ]
    }
    allowed = [path for path, policy in files.items() if "wasm" in policy]
    assert allowed == ["/static/worker.0123456789ab.js"]
    assert "script-src 'self' 'wasm-unsafe-eval'; " in files[allowed[0]]
    assert "'unsafe-eval'" not in files[allowed[0]]


def test_officers_without_a_session_are_told_to_sign_in(db: None) -> None:
    answer = Client().get("/api/desk/me")
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/sign-in-needed")
    page = Client().get("/desk/")
    assert (page.status_code, page.headers["Location"]) == (302, "/account/login/?next=/desk/")


# Headers.


@pytest.mark.parametrize("path", ["/", "/desk/", "/nothing", "/account/login/"])
def test_every_page_says_what_the_browser_may_do(db: None, path: str) -> None:
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    with_forms = path.startswith("/account/")
    assert answer.headers["Referrer-Policy"] == ("same-origin" if with_forms else "no-referrer")


@pytest.mark.parametrize("path", ["/api/my/case", "/api/desk/me", "/api/nothing"])
def test_data_may_load_nothing_and_stand_in_no_frame(db: None, path: str) -> None:
    """On a slow line, what only a page needs to be told would cost a reporter 500 bytes a time."""
    answer = Client().get(path, headers={"Accept": "application/json"})
    assert "json" in answer.headers["Content-Type"]
    told = {name: answer.headers.get(name) for name in [*middleware.HEADERS, "Cache-Control"]}
    assert told == {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": None,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": None,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": None,
        "Cache-Control": "no-store",
    }


def test_a_page_may_change_one_line_of_the_policy() -> None:
    assert "frame-ancestors 'self'" in middleware.policy(frame_ancestors="'self'")


def test_the_viewer_has_no_origin_and_no_network(cast: Cast) -> None:
    answer = Desk(cast.officers["ada"]).get("/desk/viewer/")
    lines = dict(
        line.partition(" ")[::2] for line in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert answer.status_code == 200
    assert lines.pop("default-src") == "'none'"
    assert lines.pop("connect-src") == "'none'"
    assert lines.pop("form-action") == "'none'"
    assert lines.pop("base-uri") == "'none'"
    # Anything more here would give the frame its origin back, or a way out.
    assert lines.pop("sandbox") == "allow-scripts"
    assert lines.pop("script-src") == lines.pop("style-src") == "'self'"
    assert lines.pop("worker-src") == "blob:"
    assert lines.pop("frame-ancestors") == "'self'"
    assert lines == {}
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert b"Page {n} of {total}" in answer.content


def test_only_the_viewers_files_are_given_to_a_page_without_an_origin(
    rf: RequestFactory,
) -> None:
    def shared_with(path: str) -> str:
        answer = middleware.Headers(lambda inner: HttpResponse())(rf.get(path))
        return str(answer.headers["Cross-Origin-Resource-Policy"])

    assert shared_with("/static/viewer.0123456789ab.js") == "cross-origin"
    assert shared_with("/static/viewer-worker.0123456789ab.js") == "cross-origin"
    for path in ("/static/desk.js", "/desk/viewer/", "/api/desk/me", "/viewer", "/"):
        assert shared_with(path) == "same-origin"


def test_nobody_below_learns_who_asks(rf: RequestFactory) -> None:
    traces = dict.fromkeys(middleware.TRACES, "203.0.113.7")
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", **traces)  # type: ignore[arg-type]
    seen: list[str] = []

    def below(inner: Any) -> Any:
        seen.append(repr({k: v for k, v in inner.META.items() if isinstance(v, str)}))
        return answer_exception(inner, NotAllowed("No."))

    middleware.Headers(below)(request)
    assert len(seen) == 1
    assert "203.0.113.7" not in seen[0]


# The document.


def test_every_json_route_is_in_the_document() -> None:
    drawn = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()  # type: ignore[attr-defined]
        for method in methods
    }
    routed = {
        (method, re.sub(r"<[a-z]+:([a-z]+)>", r"{\1}", path)) for path, method, _ in operations()
    }
    assert drawn == routed
    assert len(drawn) > 30


def test_everything_under_api_is_declared() -> None:
    from django.urls import get_resolver

    from hoeder.web.openapi import _patterns

    for pattern, view in _patterns("", get_resolver()):
        assert pattern.startswith("api/") == hasattr(view, "operations"), pattern


def test_the_document_is_valid_and_is_the_one_that_is_kept() -> None:
    OpenAPIV31SpecValidator(document()).validate()
    kept = json.loads((ROOT / "docs/spec/openapi.json").read_text(encoding="utf-8"))
    assert kept == document()


def test_the_document_is_served(db: None) -> None:
    assert Client().get("/api/openapi.json").json() == document()


def test_every_problem_is_described() -> None:
    described = (ROOT / "docs/spec/api.md").read_text(encoding="utf-8")
    for kind, one in PROBLEMS.items():
        assert f"| `{kind}` | {int(one.status)} |" in described, kind


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ("role of an officer", Role),
        ("kind of a body", Body.Kind),
        ("kind of a room", RoomKind),
        ("status of a case", Status),
        ("what a case is called", Classification),
        ("outcome", Outcome),
        ("kind of a clock", ClockKind),
    ],
)
def test_the_codes_of_the_interface_are_described(what: str, codes: type[TextChoices]) -> None:
    described = (ROOT / "docs/spec/api.md").read_text(encoding="utf-8")
    assert f"| {what} | {', '.join(f'`{one}`' for one in codes.values)} |" in described


def test_every_kind_of_refusal_in_the_code_is_described() -> None:
    described = (ROOT / "docs/spec/api.md").read_text(encoding="utf-8")
    kinds = {
        kind
        for path in (ROOT / "hoeder").glob("[!w]*/**/*.py")
        for kind in re.findall(r'\bkind="([a-z-]+)"\)?,?$', path.read_text(), re.M)
        if re.search(rf'Not(Now|Valid|Allowed)\([^;]*?kind="{kind}"', path.read_text(), re.S)
    }
    assert "room-moved-on" in kinds
    assert {kind for kind in kinds if f"`{kind}`" not in described} == set()


class Server:
    """Sends what was made up: as Noor with her signature, or as Ada with her session."""

    def __init__(self, cast: Cast, ada: Officer) -> None:
        self.cast = cast
        self.noor = Reporter().has_reported(cast, ada)
        self.ada = Desk(ada)

    def send(self, case: Any, *, real: bool) -> Any:
        """Send one made-up request; with real ids, to things that are there."""
        ids = dict(case.path_parameters or {})
        if real:
            ids |= {
                "case": self.noor.case.hex,
                "room": self.noor.room.hex,
                "organisation": self.cast.ministry.pk.hex,
            }
        path = case.path
        for name, value in ids.items():
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        if case.query:
            path += "?" + urlencode(case.query, doseq=True)
        body = b"" if isinstance(case.body, NotSet) else case.body
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"Content-Type": case.media_type or "text/plain"}
        if case.path.startswith("/api/desk/"):
            kind["X-CSRFToken"] = self.ada.token
            return self.ada.client.generic(case.method, path, body, headers=kind)
        return self.noor.send(case.method, path, body, headers=kind)


@pytest.fixture
def server(cast: Cast, ada: Officer) -> Server:
    """A server with one report."""
    return Server(cast, ada)


def check_form(declared: Any, answer: Any) -> None:
    """Compare an answer with the form that the document gives for it."""
    form = declared["content"].get("application/json")
    if form is not None:
        whole = {**form["schema"], "components": document()["components"]}
        Draft202012Validator(whole).validate(answer.json())


def with_short_choices(schema: Any) -> Any:
    """Offer a few keys to choose from: making up each of 1 952 letters takes most of the time."""
    if isinstance(schema, list):
        return [with_short_choices(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "age1pq1" in str(schema.get("pattern")):
        return {"type": "string", "enum": [build.a_recipient(seed) for seed in ("a", "b")]}
    return {name: with_short_choices(one) for name, one in schema.items()}


MADE_UP = schemathesis.openapi.from_dict(with_short_choices(document()))


@pytest.mark.parametrize(
    "mode",
    # What a database may choke on is in requests of a wrong form.
    [pytest.param(GenerationMode.POSITIVE, marks=pytest.mark.once), GenerationMode.NEGATIVE],
)
def test_nothing_that_can_be_sent_breaks_the_server(server: Server, mode: GenerationMode) -> None:
    answered = 0
    for found in MADE_UP.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]
        if mode == GenerationMode.NEGATIVE and not (
            operation.path_parameters or operation.query or operation.body
        ):
            continue

        @hypothesis_settings(
            max_examples=6,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), real=booleans())
        def send(case: Any, real: bool) -> None:
            nonlocal answered
            with transaction.atomic():
                answer = server.send(case, real=real)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (case.method, case.path, case.body)
            declared = document()["paths"][case.path][case.method.lower()]["responses"]  # type: ignore[index]
            told = answer.headers.get("Content-Type") == "application/problem+json"
            # An id in a wrong form is no route of ours, and an unknown method has no description.
            assert str(answer.status_code) in declared or answer.status_code in {404, 405}
            assert told == (answer.status_code >= 400)
            if answer.status_code == 200 and case.path != "/api/openapi.json":
                check_form(declared["200"], answer)
            answered += 1

        send()
    assert answered > 60
