"""The people of one's own body and below, with the state of their keys."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from hoeder.organisations import actions as organisations
from hoeder.organisations import directory
from hoeder.organisations.models import Body, Officer, OfficerKey
from hoeder.organisations.rules import Power, Role
from hoeder.web.accounts import officer_of, officer_required
from hoeder.web.administrator.forms import ComparedForm


@dataclass(frozen=True)
class Person:
    """One line of the page."""

    officer: Officer
    roles: list[str]
    key: OfficerKey | None
    state: str
    to_confirm: bool
    to_withdraw: bool


@require_GET
@never_cache
@officer_required
def people(request: HttpRequest) -> HttpResponse:
    """List who works here, and whose key waits for a second person."""
    viewer = officer_of(request)
    published = directory.keys_of_newest(viewer.body.organisation)
    confirms = viewer.has(Power.CONFIRM_KEYS)
    shown = Officer.objects.visible_to(viewer).active().with_roles_and_keys()
    lines = [_person(officer, viewer, published, confirms) for officer in shown]
    page = {
        "bodies": _by_body(lines),
        "waiting": [person for person in lines if person.to_confirm],
        "confirms": confirms,
    }
    return render(request, "administrator/people.html", page)


@require_http_methods(["GET", "POST"])
@never_cache
@officer_required
def confirm_key(request: HttpRequest, key: UUID) -> HttpResponse:
    """Confirm a colleague's key after comparing its fingerprint by telephone."""
    viewer = officer_of(request)
    found = get_object_or_404(OfficerKey.objects.visible_to(viewer), pk=key)
    form = ComparedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organisations.confirm_key(key=found, by=viewer)
        return redirect("people")
    return render(request, "administrator/confirm_key.html", _about(found, viewer) | {"form": form})


@require_http_methods(["GET", "POST"])
@never_cache
@officer_required
def withdraw_key(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a key out of use: one's own, or a colleague's."""
    viewer = officer_of(request)
    found = get_object_or_404(OfficerKey.objects.visible_to(viewer), pk=key)
    if request.method == "POST":
        organisations.withdraw_key(key=found, by=viewer)
        return redirect("people")
    return render(request, "administrator/withdraw_key.html", _about(found, viewer))


def _about(key: OfficerKey, viewer: Officer) -> dict[str, object]:
    confirms = viewer.has(Power.CONFIRM_KEYS)
    own = key.officer == viewer
    return {
        "key": key,
        "own": own,
        "to_confirm": confirms and not own and key.confirmed_on is None,
        "to_withdraw": confirms or own,
    }


def _person(officer: Officer, viewer: Officer, published: set[str], confirms: bool) -> Person:
    key = next(iter(officer.keys.all()), None)
    own = officer == viewer
    return Person(
        officer=officer,
        roles=sorted({str(Role(given.role).label) for given in officer.appointments.all()}),
        key=key,
        state=key.state(published) if key else "none",
        to_confirm=key is not None and key.confirmed_on is None and confirms and not own,
        to_withdraw=key is not None and (confirms or own),
    )


def _by_body(lines: list[Person]) -> list[tuple[Body, list[Person]]]:
    return [(body, list(group)) for body, group in groupby(lines, lambda line: line.officer.body)]
